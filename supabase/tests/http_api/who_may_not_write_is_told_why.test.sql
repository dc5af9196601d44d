-- Policies say nothing of what they forbid: an update changes no row. require_writer() says what stood in the way.
begin;
select plan(8);

select tests.create_person(name) from unnest('{alice,bob,mallory}'::text[]) as name;
create function pg_temp.changed() returns integer language plpgsql as $$
declare
  changed integer;
begin
  update public.users as u set region = 'Utrecht' where u.id = auth.uid();
  get diagnostics changed = row_count;
  return changed;
end;
$$;
grant execute on all functions in schema pg_temp to authenticated;

select tests.sign_in('alice');
select is(pg_temp.changed(), 1, 'alice may write');
select is(public.require_writer(), tests.user_id('alice'), 'and is told who she is');

select tests.as_owner();
update public.users set account_status = 'suspended' where id = tests.user_id('mallory');
update public.users set restricted_at = now() where id = tests.user_id('bob');
select tests.sign_in('mallory');
select is(pg_temp.changed(), 0, 'mallory changes nothing');
select tests.raises('select public.require_writer()', 'PT403', 'account_suspended', 'because she is suspended');
select tests.sign_in('bob');
select is(pg_temp.changed(), 0, 'nor does bob');
select tests.raises('select public.require_writer()', 'PT403', 'processing_restricted', 'because he had it restricted');

select tests.become('authenticated', '{"role": "authenticated"}');
select tests.raises('select public.require_writer()', 'PT401', 'not_signed_in', 'a token of nobody is refused');
select tests.sign_out();
select throws_ok('select public.require_writer()', '42501', null, 'and visitors have nothing to ask');

select * from finish();
rollback;
