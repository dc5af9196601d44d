-- The status of a coaching session leads, and its times follow: devices merge by column.
begin;
set local timezone = 'UTC';
select plan(13);

select tests.create_user('alice');
select tests.sign_in('alice');

insert into public.coaching_sessions (user_id, id, title, scheduled_at, started_at)
values (tests.user_id('alice'), tests.id(1), 'Plan the week', '2026-03-02 09:00+00', '2026-03-02 09:00+00');
select results_eq(
  'select status, started_at, ended_at from public.coaching_sessions',
  $$values ('planned', null::timestamptz, null::timestamptz)$$,
  'a planned session has not begun, whatever the device says'
);

update public.coaching_sessions set status = 'active', started_at = '2026-03-02 09:00+00', ended_at = '2026-03-02 10:00+00';
select results_eq(
  'select started_at::timestamptz, ended_at::timestamptz, duration_minutes::integer from public.coaching_sessions',
  $$values ('2026-03-02 09:00+00'::timestamptz, null::timestamptz, null::integer)$$,
  'one under way has begun and not ended'
);

update public.coaching_sessions set status = 'completed', ended_at = '2026-03-02 09:45:30+00';
select results_eq(
  'select ended_at::timestamptz, duration_minutes::integer from public.coaching_sessions',
  $$values ('2026-03-02 09:45:30+00'::timestamptz, 45)$$,
  'a completed one lasted from start to end'
);

update public.coaching_sessions set started_at = '2026-03-02 11:00+00';
select results_eq(
  'select started_at::timestamptz, duration_minutes::integer from public.coaching_sessions',
  $$values ('2026-03-02 09:45:30+00'::timestamptz, 0)$$,
  'a merge that has it begin after its end makes no row that is refused'
);

update public.coaching_sessions set ended_at = now() + interval '1 day';
select is((select ended_at from public.coaching_sessions), now()::timestamptz(3), 'a clock that is fast ends nothing tomorrow');

update public.coaching_sessions set status = 'active';
select is((select ended_at from public.coaching_sessions), null, 'a session that goes on has not ended');

insert into public.coaching_sessions (user_id, id, status, updated_at)
values (tests.user_id('alice'), tests.id(2), 'completed', '2026-03-01 20:00+00');
select results_eq(
  $$select started_at::timestamptz, ended_at::timestamptz from public.coaching_sessions where id = tests.id(2)$$,
  $$values ('2026-03-01 20:00+00'::timestamptz, '2026-03-01 20:00+00'::timestamptz)$$,
  'completed without a time, it was when the row was edited'
);
insert into public.coaching_sessions (user_id, id, status, started_at, ended_at)
values (tests.user_id('alice'), tests.id(3), 'abandoned', '2024-01-01 00:00+00', '2026-01-01 00:00+00');
select is(
  (select duration_minutes::integer from public.coaching_sessions where id = tests.id(3)), null,
  'a session of two years has no duration rather than being refused'
);

-- Two devices, offline: one completes, the other, later, writes notes and pauses.
insert into public.coaching_sessions (user_id, id, status, started_at, notes, updated_at)
values (tests.user_id('alice'), tests.id(4), 'active', '2026-03-03 09:00+00', 'Begin', '2025-12-01 09:00+00');
select tests.commit();
select tests.push(
  into_table => 'coaching_sessions', base => tests.cursor(), device => 'laptop',
  updated => jsonb_build_array(jsonb_build_object(
    'id', tests.id(4), '_status', 'updated', '_changed', 'status,ended_at,notes,topics,updated_at', 'status', 'completed', 'notes', 'From the laptop',
    'topics', '["sleep"]', 'ended_at', tests.at(200000), 'updated_at', tests.at(200000)
  ))
);
select is(
  tests.push(
    into_table => 'coaching_sessions', base => tests.cursor(),
    updated => jsonb_build_array(jsonb_build_object(
      'id', tests.id(4), '_status', 'updated', '_changed', 'status,notes,topics,updated_at', 'status', 'paused', 'notes', 'From the phone',
      'topics', '["work"]', 'updated_at', tests.at(200010)
    ))
  ) -> 'rejected',
  '[]', 'a merge of both devices is not refused'
);
select results_eq(
  $$select status, ended_at, array(select unnest(topics) order by 1) from public.coaching_sessions where id = tests.id(4)$$,
  $$values ('paused', null::timestamptz, '{sleep,work}'::text[])$$,
  'the later status stands and the end follows it; topics of both are kept'
);
select is((select notes::text from public.coaching_sessions where id = tests.id(4)), 'From the laptop', 'of notes the first to arrive stand');
select results_eq(
  $$select column_name, resolution, client_value from public.sync_conflicts where column_name = 'notes'$$,
  $$values ('notes', 'pending', '"From the phone"'::jsonb)$$,
  'and the other waits for the person'
);

select is(
  tests.rejected(tests.push(
    into_table => 'coaching_sessions',
    created => jsonb_build_array(jsonb_build_object('id', tests.id(5), '_status', 'created', 'session_state', '[]'))
  )),
  '{"5: value_out_of_bounds"}', 'where a session has got to is an object'
);

select * from finish();
rollback;
