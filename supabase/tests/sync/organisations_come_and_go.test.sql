-- Guarantees 1 and 3 where rows are many people's: joining brings everything, leaving takes everything away.
begin;
select plan(24);

select tests.organize('acme', 'alice', 'bob:admin', 'dave');
select tests.organize('beta', 'erin', 'alice:admin');
select tests.create_person(name) from unnest('{carol,mallory}'::text[]) as name;
select tests.create_boards();
create function pg_temp.join_acme(name text, role text default 'member') returns void language sql security definer as $$
  insert into public.organization_members (organization_id, user_id, role, joined_by)
  values (tests.organization_id('acme'), tests.user_id(name), role, 'founding')
$$;
create function pg_temp.leave_acme(name text) returns void language sql security definer as $$
  delete from public.organization_members where organization_id = tests.organization_id('acme') and user_id = tests.user_id(name)
$$;
grant execute on all functions in schema pg_temp to authenticated;

select tests.sign_in('alice');
select is(
  tests.rejected(tests.push(jsonb_build_array(tests.board(1, 'acme'), tests.board(2, 'acme'), tests.board(3, 'acme')), into_table => 'boards')),
  '{}', 'an admin makes boards on a device'
);
select tests.commit('made');
select tests.sign_in('dave');
select is(tests.updated(tests.pulled(null, 'boards')), '{1,2,3}', 'a first pull has what is the organisation''s');
select is(tests.pulled(tests.cursor(), 'boards'), null, 'and the next has nothing');
select tests.sign_in('carol');
select is(tests.pulled(null, 'boards'), null, 'who does not belong to it gets nothing');

-- Joining, after a pull.
select pg_temp.join_acme('carol');
select is(tests.updated(tests.pulled(tests.cursor(), 'boards')), '{1,2,3}', 'who joins is sent what was there before');
select is(tests.pulled(tests.cursor(), 'organizations') #>> '{updated,0,id}', tests.organization_id('acme')::text, 'the organisation itself as well');
create function pg_temp.paged(since bigint, size integer default 1) returns integer[] language plpgsql as $$
declare
  page jsonb;
  token text;
  found integer[] := '{}';
begin
  for round in 1..50 loop
    page := public.pull_changes_optimized(since, null, null, jsonb_strip_nulls(jsonb_build_object('page_size', size, 'page_token', token)));
    found := found || tests.updated(page #> '{changes,boards}');
    token := page ->> 'page_token';
    exit when token is null;
  end loop;
  return found;
end$$;
grant execute on function pg_temp.paged(bigint, integer) to authenticated;
select is(pg_temp.paged(tests.cursor()), '{1,2,3}', 'in pages too, each once');
select tests.commit('joined');
select is(tests.pulled(tests.cursor(), 'boards'), null, 'once');

-- What happens from then on.
select tests.sign_in('alice');
select tests.push(deleted => jsonb_build_array(tests.id(3)), into_table => 'boards', base => tests.cursor('made'));
select tests.commit('deleted');
select tests.sign_in('carol');
select is(tests.deleted(tests.pulled(tests.cursor('joined'), 'boards')), '{3}', 'a deletion reaches the members');

-- Leaving. Of one board the feed has forgotten that it was ever touched.
select tests.as_owner();
delete from sync.changes where row_id = tests.id(2);
select tests.sign_in('carol');
select pg_temp.leave_acme('carol');
select is(tests.deleted(tests.pulled(tests.cursor('deleted'), 'boards')), '{1,2,3}', 'who leaves is told to delete all that is there, touched or not, and all that was');
select is(tests.updated(tests.pulled(tests.cursor('deleted'), 'boards')), '{}', 'and is sent nothing');
select is(
  tests.pulled(tests.cursor('deleted'), 'organizations') -> 'deleted', jsonb_build_array(tests.organization_id('acme')), 'the organisation goes as well'
);
select tests.commit('left');
select is(tests.pulled(tests.cursor(), 'boards'), null, 'once, too');
select tests.sign_in('alice');
select tests.push(jsonb_build_array(tests.board(4, 'acme')), into_table => 'boards');
select tests.commit();
select tests.sign_in('carol');
select is(tests.pulled(tests.cursor('left'), 'boards'), null, 'what others do then is not told');
select is_empty(
  format('select * from sync.withdrawn(%s, null, null, null, null, null, 100)', tests.cursor('left') & ((1::bigint << 43) - 1)),
  'not by the engine''s own function either, for a pull that knows of the end'
);

-- Coming back: a device that has not pulled since is told both.
select pg_temp.join_acme('carol', 'admin');
select is(tests.updated(tests.pulled(tests.cursor('joined'), 'boards')), '{1,2,4}', 'who was away and is back has what is there now');
select is(tests.deleted(tests.pulled(tests.cursor('joined'), 'boards')), '{3}', 'and not what is there no more');
select is(tests.updated(tests.pulled(tests.cursor('left'), 'boards')), '{1,2,4}', 'a device that had deleted it all gets it again');

-- A row that goes to another organisation.
select tests.commit();
select tests.as_owner();
update public.boards set organization_id = tests.organization_id('beta') where id = tests.id(1);
select tests.sign_in('carol');
select is(tests.deleted(tests.pulled(tests.cursor(), 'boards')), '{1}', 'a row that went where one does not belong is deleted');
select tests.sign_in('erin');
select is(tests.updated(tests.pulled(tests.cursor(), 'boards')), '{1}', 'who belongs to where it went is sent it');
select tests.sign_in('alice');
select is(
  tests.pulled(tests.cursor(), 'boards') #>> '{updated,0,organization_id}', tests.organization_id('beta')::text, 'who belongs to both is sent where it is now'
);
select is(tests.deleted(tests.pulled(tests.cursor(), 'boards')), '{}', 'and deletes nothing');

-- A row that moved is in the feed of both; with another role as well, it comes up twice in the same page.
select tests.commit('settled');
select tests.as_owner();
update public.boards set organization_id = tests.organization_id('beta') where id = tests.id(2);
update public.organization_members set role = 'owner' where organization_id = tests.organization_id('beta') and user_id = tests.user_id('alice');
select tests.commit();
insert into public.boards (organization_id, id, title) select tests.organization_id('acme'), tests.id(n), 'later' from generate_series(11, 14) as n;
select tests.sign_in('alice');
select is(
  array(select unnest(pg_temp.paged(tests.cursor('settled'), 2)) intersect select unnest('{2,11,12,13,14}'::integer[]) order by 1), '{2,11,12,13,14}',
  'a page that repeats a row is not taken for the last one'
);

select tests.sign_in('mallory');
select is_empty('select * from sync.withdrawn(0, null, null, null, null, null, 100)', 'who never belonged to it is given no ids');

select * from finish();
rollback;
