-- Direction up: devices add, what was added stays as it is, and nobody is sent it.
begin;
select plan(16);

create table public.signals (
  user_id uuid not null references public.users (id) on delete cascade,
  id uuid not null,
  happened_at timestamptz(3) not null,
  name text not null constraint signals_name_not_empty check (name <> ''),
  primary key (user_id, id, happened_at)
) partition by range (happened_at);
create table public.signals_2026 partition of public.signals for values from ('2026-01-01') to ('2027-01-01');
alter table public.signals enable row level security;
create policy signals_insert_own on public.signals for insert to authenticated with check (user_id = (select auth.uid()));
grant insert (user_id, id, happened_at, name) on public.signals to authenticated;
select sync.register_table('public.signals', direction => 'up');

create function pg_temp.signal(n integer, name text, more jsonb default '{}')
returns jsonb
language sql
as $$
  select jsonb_build_object('id', tests.id(n), 'happened_at', 1767225600000, 'name', name, '_status', 'created', '_changed', '') || more;
$$;
grant execute on function pg_temp.signal(integer, text, jsonb) to authenticated;

select is_empty($$select * from sync.stale_tables()$$, 'a partitioned table, whose key goes on after id, is registered');
select tests.create_person(name) from unnest('{alice,mallory}'::text[]) as name;
select tests.sign_in('alice');
create temporary table answers on commit drop as
select tests.push(jsonb_build_array(pg_temp.signal(1, 'opened'), pg_temp.signal(2, ''), pg_temp.signal(3, 'closed')), into_table => 'signals') as answer;
grant select on answers to authenticated;
select is(answer -> 'accepted', '{"signals": 2}', 'what devices add is written, though they may not read it') from answers;
select is(tests.rejected(answer), '{2: value_out_of_bounds}', 'a bad record is refused alone') from answers;
select is(answer -> 'experimentalRejectedIds', '{}', 'and not to be sent again: nobody would correct it') from answers;
select is_empty('select * from public.sync_rejections', 'nor is the person told of it on all devices');
select tests.commit();
select is(tests.pulled(null, 'signals'), null, 'a first pull does not bring the table');
select is(tests.pulled(1, 'signals'), null, 'nor a replacement');
select is(tests.pulled(tests.cursor(), 'signals'), null, 'nor a later pull');
select is(
  tests.pulled(tests.cursor(), 'signals', migration => '{"from": 13, "tables": ["signals"], "columns": []}'), null,
  'not even if it is asked for'
);

select is(
  tests.push(jsonb_build_array(pg_temp.signal(1, 'changed')), into_table => 'signals') -> 'accepted', '{"signals": 1}',
  'a record that is added again, after a lost answer, is accepted'
);
select is(
  tests.push('[]', jsonb_build_array(pg_temp.signal(3, 'changed', '{"_status": "updated", "_changed": "name"}')), into_table => 'signals') -> 'rejected',
  '[]', 'so is an edit'
);
select is(
  tests.push('[]', '[]', jsonb_build_array(tests.id(1)), into_table => 'signals') -> 'rejected', '[]', 'and a deletion: the device keeps it no longer'
);
select tests.as_owner();
select results_eq(
  'select name from public.signals order by name', '{closed,opened}'::text[], 'but what was added stays as it is'
);
select tests.sign_in('mallory');
select is(
  tests.push(jsonb_build_array(pg_temp.signal(1, 'mine')), into_table => 'signals', device => 'laptop') -> 'accepted', '{"signals": 1}',
  'the id of another person''s record says nothing'
);
select tests.as_owner();
select is((select count(*)::integer from public.signals where user_id = tests.user_id('alice')), 2, 'each has their own');
select is_empty(
  $$select * from sync.changes as c join sync.tables as t on t.table_id = c.table_id where t.table_name = 'signals'$$,
  'and the feed holds nothing of it'
);

select * from finish();
rollback;
