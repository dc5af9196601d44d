-- The rollups are a job for everybody: rows that cannot be computed are set aside, and keep nobody else from theirs.
begin;
select plan(7);

select tests.create_user(name) from unnest('{alice,mallory}'::text[]) as name;
delete from private.analytics_marks where true;

select tests.sign_in('mallory');
select throws_ok(
  $$
    insert into public.emotional_readings (user_id, recorded_at, emotion, source)
    values (auth.uid(), '4714-11-24 01:00:00+00 BC', 'joy', 'self_reported')
  $$,
  '23514', null, 'a moment before all time is refused'
);
-- More minutes and questions in a day than an integer holds: sessions of a year each, and thousands of them.
insert into public.learning_sessions (user_id, started_at, ended_at, session_type, questions_attempted)
select auth.uid(), '2025-09-01 10:00+00'::timestamptz + n * interval '1 second', '2026-09-01 10:00+00', 'study', 100000
from generate_series(1, 22000) as n;
select tests.sign_in('alice');
insert into public.emotional_readings (user_id, recorded_at, emotion, intensity, source) values
  (auth.uid(), '2026-10-01 23:59:59.995+00', 'joy', 1, 'self_reported'),
  (auth.uid(), '2026-10-02 00:00:00.003+00', 'joy', 1, 'self_reported');

select tests.as_owner();
set local client_min_messages = error;
savepoint added_up;
select private.refresh_emotional_analytics(at => clock_timestamp());
select results_eq(
  $$
    select session_minutes > 2147483647, questions_attempted
    from public.learning_analytics where user_id = tests.user_id('mallory') and data_source = 'monthly_report' and sessions_count > 0
  $$,
  'values (true, 2200000000)', 'mallory''s sessions add up, however many'
);
rollback to added_up;
-- What no bound foresees.
alter table private.learning_days add constraint learning_days_fail check (session_minutes < 2147483647) not valid;
select ok(private.refresh_emotional_analytics(at => clock_timestamp()) > 0, 'the job comes to its end');
select is(
  (select count(*)::integer from public.emotional_analytics where user_id = tests.user_id('alice') and overall_emotional_wellness <= 1) > 0, true,
  'alice has her rollups, also of two readings milliseconds apart'
);
select ok(
  (select bool_and(error is not null) from private.analytics_marks where user_id = tests.user_id('mallory')), 'mallory''s day is set aside, with the error'
);
select is(private.refresh_emotional_analytics(at => clock_timestamp()), 0, 'and not tried for ever');
select is(
  (select count(*)::integer from private.analytics_marks where user_id = tests.user_id('alice')), 0, 'nothing of alice''s is left waiting'
);

select * from finish();
rollback;
