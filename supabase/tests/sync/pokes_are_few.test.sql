-- Pokes: one for each scope and transaction, without content, and only where there is something to pull.
begin;
select plan(9);

select tests.organize('acme', 'alice', 'bob:admin');
select tests.create_notes();
select tests.create_boards();

-- Who was poked since this was last asked, as a new transaction would begin.
create function pg_temp.poked() returns text[] language plpgsql security definer as $$
declare
  names text[];
begin
  select array_agg(coalesce(u.username, o.name, m.topic) order by 1) into names
  from realtime.messages as m
  left join public.users as u on m.topic = 'sync:' || u.id
  left join public.organizations as o on m.topic = 'sync:' || o.id;
  delete from realtime.messages where true;
  perform set_config('sync.poked', '', true);
  return names;
end;
$$;
grant execute on function pg_temp.poked() to authenticated;
select pg_temp.poked();

select tests.sign_in('alice');
select tests.push(jsonb_build_array(tests.note(1), tests.note(2)), push_id => tests.id(1));
select is(pg_temp.poked(), '{alice}', 'a push pokes its person once');
select tests.push(jsonb_build_array(tests.note(1), tests.note(2)), push_id => tests.id(1));
select is(pg_temp.poked(), null, 'repeated, nobody');
select tests.push(jsonb_build_array(tests.board(1, 'acme')), into_table => 'boards');
select is(pg_temp.poked(), '{acme}', 'a push to an organisation pokes that, and no other device of the person');
update public.notes set title = 'one' where id = tests.id(1);
update public.notes set title = 'two' where id = tests.id(2);
select is(pg_temp.poked(), '{alice}', 'two statements of a transaction are one poke');
update public.notes set title = 'none' where false;
select is(pg_temp.poked(), null, 'a statement that finds nothing is none');

select tests.as_owner();
update public.sync_devices set last_push_at = now() where true;
select is(pg_temp.poked(), null, 'nor is a change of what does not sync');
update public.achievements set is_active = is_active, updated_at = updated_at + interval '1 second' where true;
select is(pg_temp.poked(), null, 'nor one of a catalogue');
select sync.keep_quiet();
update public.notes set title = 'quiet' where true;
select is(pg_temp.poked(), null, 'a job that keeps quiet pokes nobody');
select sync.poke(array(select gen_random_uuid() from generate_series(1, 101)));
select is(pg_temp.poked(), null, 'nor does a statement that concerns more than a hundred');

select * from finish();
rollback;
