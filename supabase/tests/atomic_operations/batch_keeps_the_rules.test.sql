-- A batch can do what the person can, no more, and no more of it than fits.
begin;
select plan(30);

select tests.create_user('alice');
select tests.create_user('bob');
select tests.sign_in('alice');

create function pg_temp.outcome(step jsonb)
returns text
language sql
volatile
set search_path = ''
as $$
  select concat_ws(' ', r ->> 'status', r #>> '{error,code}', r #>> '{error,detail}')
  from jsonb_array_elements(public.execute_operations(jsonb_build_array(step || jsonb_build_object('id', gen_random_uuid())), false) -> 'results') as r;
$$;

select is(
  pg_temp.outcome(jsonb_build_object('kind', 'create', 'table', 'user_achievements', 'row', jsonb_build_object('id', tests.id(1)))),
  'failed table_read_only operations[0].row', 'what only the server writes is not written by a batch'
);
select is(
  pg_temp.outcome(jsonb_build_object('kind', 'delete', 'table', 'mbti_types', 'row_id', tests.id(1))), 'failed table_read_only operations[0]', 'nor are catalogues'
);
select is(
  pg_temp.outcome(jsonb_build_object('kind', 'delete', 'table', 'analytics_events', 'row_id', tests.id(1))), 'failed table_read_only operations[0]', 'nor is what was only added ever deleted'
);
select is(
  pg_temp.outcome(jsonb_build_object('kind', 'create', 'table', 'roles', 'row', '{}'::jsonb)), 'failed operations_malformed operations[0].table', 'a table that does not sync is none'
);
select is(
  pg_temp.outcome(jsonb_build_object('kind', 'create', 'table', 'visions"; drop table public.visions; --', 'row', '{}'::jsonb)), 'failed operations_malformed operations[0].table', 'nor is anything that is no table'
);
select is(
  pg_temp.outcome(jsonb_build_object('kind', 'delete', 'table', 'users', 'row_id', tests.user_id('alice'))), 'failed not_allowed operations[0]', 'rights that the person lacks are lacking here'
);
select is(
  pg_temp.outcome(jsonb_build_object('kind', 'create', 'table', 'visions', 'row', jsonb_build_object('id', tests.id(1), 'user_id', tests.user_id('bob'), 'title', 'x', 'category', 'health'))),
  'failed field_malformed operations[0].row.user_id', 'an owner cannot be named'
);
select is(
  pg_temp.outcome(jsonb_build_object('kind', 'update', 'table', 'users', 'row', jsonb_build_object('id', tests.user_id('alice'), 'account_status', 'suspended', 'age_band', '18_plus', 'region', 'Drenthe'))),
  'done', 'a whole record may be sent'
);
select results_eq(
  'select account_status, age_band, region::text from public.users', $$values ('active', '18_plus', 'Drenthe')$$, 'but only what the person may write of it is written'
);
select is(
  (
    select public.execute_operations(jsonb_build_array(jsonb_build_object('id', tests.id(50), 'kind', 'update', 'table', 'users', 'row', jsonb_build_object(
      'id', tests.user_id('alice'), 'account_status', 'suspended', 'region', 'Fryslân'
    )))) #> '{results,0,result,altered}'
  ),
  '{"account_status": "active"}', 'and what is otherwise than it was sent is said'
);

-- Decided by an older state.
insert into public.visions (user_id, id, category, title, updated_at) values (tests.user_id('alice'), tests.id(2), 'health', 'Fit', '2026-03-01 12:00+00');
create function pg_temp.rename(title text, since text)
returns text
language sql
volatile
set search_path = ''
as $$
  select pg_temp.outcome(jsonb_build_object('kind', 'update', 'table', 'visions', 'row_id', tests.id(2), 'unchanged_since', (extract(epoch from since::timestamptz) * 1000)::bigint, 'row', jsonb_build_object('title', title)));
$$;
select is(pg_temp.rename('Old', '2026-02-28 12:00+00'), 'failed version_conflict operations[0].row', 'an update may insist on what it was based on');
select is(pg_temp.rename('New', '2026-03-01 12:00+00'), 'done', 'and is done when nothing changed since');
select is((select title from public.visions), 'New', 'the field is written');
select is(
  pg_temp.outcome(jsonb_build_object('kind', 'update', 'table', 'visions', 'row_id', tests.id(3), 'row', jsonb_build_object('id', tests.id(2)))),
  'failed operations_malformed operations[0].row_id', 'one record is meant, not two'
);

-- Calls.
select is(
  pg_temp.outcome(jsonb_build_object('kind', 'call', 'function', 'register_device', 'args', jsonb_build_object('id', tests.device('phone'), 'name', 'Phone', 'schema_version', 14))),
  'done', 'a function that is offered can be called'
);
select results_eq('select name::text, schema_version from public.sync_devices', $$values ('Phone', 14)$$, 'and does what it does');
select is(
  pg_temp.outcome(jsonb_build_object('kind', 'call', 'function', 'register_device', 'args', jsonb_build_object('id', 'phone'))),
  'failed field_malformed operations[0].args.id', 'arguments are of their type'
);
select is(
  pg_temp.outcome(jsonb_build_object('kind', 'call', 'function', 'register_device', 'args', jsonb_build_object('name', 'x'))),
  'failed field_malformed operations[0].args.id', 'all those that are wanted'
);
select is(
  pg_temp.outcome(jsonb_build_object('kind', 'call', 'function', 'register_device', 'args', jsonb_build_object('id', tests.device('phone'), 'colour', 'red'))),
  'failed field_malformed operations[0].args.colour', 'and no others'
);
select is(
  pg_temp.outcome(jsonb_build_object('kind', 'call', 'function', 'push_changes', 'args', '{"changes": {}}'::jsonb)),
  'failed function_not_offered operations[0].function', 'not every function is offered'
);
select is(
  pg_temp.outcome(jsonb_build_object('kind', 'call', 'function', 'resolve_conflict', 'args', jsonb_build_object('id', tests.id(1), 'choice', 'client'))),
  'failed conflict_not_found operations[0]', 'what a function raises is the step''s'
);
select is(
  pg_temp.outcome('{"kind": "call", "function": "complete_onboarding", "args": {"payload": {"profile": {"username": "a b"}}}}'),
  'failed value_out_of_bounds operations[0].args.payload.profile.username', 'to the field, also within a payload'
);
select is(
  public.execute_operations(jsonb_build_array(jsonb_build_object('id', tests.id(60), 'kind', 'call', 'function', 'my_feature_flags'))) #> '{results,0,result,0}' ? 'code',
  true, 'what it returns is the step''s result, rows as an array'
);
select is(
  pg_temp.outcome(jsonb_build_object('kind', 'call', 'function', 'my_feature_flags', 'args', '{"x": 1}'::jsonb)),
  'failed field_malformed operations[0].args.x', 'a function without parameters takes none'
);
select tests.as_owner();
select is_empty(
  $$
    select b.name
    from private.batch_functions as b
    where not exists (
      select from pg_proc as p
      where p.proname = b.name and p.pronamespace = 'public'::regnamespace and not p.prosecdef and p.prokind = 'f'
        and has_function_privilege('authenticated', p.oid, 'execute')
    ) or (select count(*) from pg_proc as p where p.proname = b.name and p.pronamespace = 'public'::regnamespace) > 1
  $$,
  'each function that is offered is there, once, and runs with the caller''s rights'
);

-- What the server does not keep, although nothing refused it.
create function pg_temp.swallow() returns trigger language plpgsql as 'begin return null; end';
create trigger _999_swallow before insert on public.habits for each row execute function pg_temp.swallow();
grant execute on function pg_temp.swallow() to authenticated;
select tests.sign_in('alice');
select is(
  pg_temp.outcome(jsonb_build_object('kind', 'create', 'table', 'habits', 'row', jsonb_build_object('id', tests.id(70), 'title', 'Stretch'))),
  'failed record_not_kept operations[0].row', 'a record that is not there afterwards was not written'
);
select is(
  pg_temp.outcome(jsonb_build_object('kind', 'create', 'table', 'analytics_events', 'row', jsonb_build_object('id', tests.id(71), 'occurred_at', to_jsonb(now()), 'session_id', tests.id(72), 'name', 'app-opened'))),
  'failed consent_missing operations[0].row.purpose_code', 'nor are events of somebody who does not consent to them'
);
select tests.as_owner();

-- Limits.
update private.settings set value = 2 where name = 'operations.max_steps';
select tests.sign_in('alice');
select tests.raises(
  $$select public.execute_operations('[{}, {}, {}]')$$, 'PT413', 'operations_too_large', 'a batch has no more steps than are taken'
);
select tests.raises(
  $$select public.execute_operations(jsonb_build_array(jsonb_build_object('id', repeat('x', 1100000))))$$, 'PT413', 'operations_too_large', 'and no more bytes'
);
select tests.raises(
  $$select public.execute_operations('[{"priority": 1e400}]')$$, 'PT422', 'field_malformed', 'nor numbers that no device can hold'
);

select * from finish();
rollback;
