-- A session is recorded with what came of it, what was done, how it was used and what was noticed, or not at all.
begin;
select plan(19);

select tests.create_user('alice');
select tests.create_user('bob');
select tests.sign_in('alice');
select tests.consent('analytics', 'alice');
insert into public.mbti_profiles (user_id, mbti_type) values (tests.user_id('alice'), 'INTJ');
insert into public.visions (user_id, id, category, title) values (tests.user_id('alice'), tests.id(1), 'health', 'Fit');
insert into public.daily_actions (user_id, id, vision_id, description, scheduled_on) values (tests.user_id('alice'), tests.id(2), tests.id(1), 'Run', current_date);
insert into public.habits (user_id, id, title) values (tests.user_id('alice'), tests.id(3), 'Stretch');

create function pg_temp.payload()
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'session', jsonb_build_object(
      'id', tests.id(10), 'title', 'Weekly', 'vision_id', tests.id(1), 'next_steps', '["rest"]'::jsonb,
      'started_at', to_jsonb(now() - interval '50 minutes'), 'ended_at', to_jsonb(now() - interval '20 minutes')
    ),
    'outcomes', '[
      {"metric": "clarity", "baseline_score": 20, "target_score": 80, "result_score": 50},
      {"metric": "overall", "satisfaction_rating": 5, "objectives_met": ["plan"]}
    ]'::jsonb,
    'progress', jsonb_build_object(
      'actions', jsonb_build_array(jsonb_build_object('id', tests.id(2), 'actual_minutes', 25)),
      'habit_logs', jsonb_build_array(jsonb_build_object('habit_id', tests.id(3), 'done_on', current_date))
    ),
    'analytics', jsonb_build_array(jsonb_build_object('session_id', tests.id(20), 'dwell_ms', 1800000, 'outcome', 'completed')),
    'insights', '[{"kind": "strength", "title": "Overview", "body": "You saw the whole at once.", "evidence": ["the plan"]}]'::jsonb
  );
$$;
create temporary table first as select public.record_coaching_session(pg_temp.payload()) as value;

select results_eq(
  'select id, status, mbti_type::text, duration_minutes::integer, outcome_count, effectiveness::double precision from public.coaching_sessions',
  $$values (tests.id(10), 'completed', 'INTJ', 30, 2, 0.75::double precision)$$, 'the session, as effective as its outcomes'
);
select is(
  (select value -> 'session' from first),
  jsonb_build_object('id', tests.id(10), 'altered', '{}'::jsonb, 'status', 'completed', 'duration_minutes', 30, 'effectiveness', 0.75, 'outcome_count', 2),
  'and the answer says so'
);
select results_eq(
  'select metric, session_id from public.coaching_outcomes order by 1', $$values ('clarity', tests.id(10)), ('overall', tests.id(10))$$, 'what came of it'
);
select results_eq('select status, actual_minutes::integer from public.daily_actions', $$values ('completed', 25)$$, 'what was done');
select is(
  (select value #> '{progress,user_progress,total_time_invested_minutes}' from first), '25', 'progress follows, and is told'
);
select is((select count(*) from public.habit_logs), 1::bigint, 'a habit that was kept');
select results_eq(
  'select kind, title::text, mbti_type::text, session_id, evidence from public.mbti_insights',
  $$values ('strength', 'Overview', 'INTJ', tests.id(10), '{the plan}'::text[])$$, 'what was noticed'
);
select tests.as_owner();
select results_eq(
  $$select kind, target::text, target_id, session_id, dwell_ms from public.interaction_analytics where user_id = tests.user_id('alice')$$,
  $$values ('session', 'coaching-session', tests.id(10), tests.id(20), 1800000)$$, 'and how it was used'
);
select tests.sign_in('alice');

select is(public.record_coaching_session(pg_temp.payload()), (select value from first), 'recorded twice, it answers the same');
select public.record_coaching_session(pg_temp.payload() || '{"id": "00000000-0000-4000-8000-000000000099"}');
select results_eq(
  $$
    select (select count(*) from public.coaching_sessions), (select count(*) from public.coaching_outcomes),
      (select count(*) from public.habit_logs), (select count(*) from public.mbti_insights)
  $$,
  $$values (1::bigint, 2::bigint, 1::bigint, 1::bigint)$$, 'and under another id makes no second rows'
);

create function pg_temp.failure(change jsonb)
returns text
language plpgsql
volatile
set search_path = ''
as $$
declare
  detail text;
begin
  perform public.record_coaching_session(pg_temp.payload() || jsonb_build_object('session', jsonb_build_object('id', tests.id(11))) || change);
  return 'recorded';
exception when others then
  get stacked diagnostics detail = pg_exception_detail;
  return concat_ws(' ', sqlstate, sqlerrm, split_part(detail, ': ', 1));
end;
$$;
select is(
  pg_temp.failure('{"outcomes": [{}, {"satisfaction_rating": 6}]}'), 'PT422 value_out_of_bounds payload.outcomes[1].satisfaction_rating', 'an outcome out of bounds is named'
);
select is(
  pg_temp.failure('{"insights": [{"kind": "luck", "title": "x", "body": "x"}]}'), 'PT422 value_out_of_bounds payload.insights[0].kind', 'so is an insight'
);
select is(
  pg_temp.failure('{"analytics": [{"dwell_ms": 5}]}'), 'PT422 value_missing payload.analytics[0].session_id', 'so are analytics'
);
select is(
  pg_temp.failure(jsonb_build_object('progress', jsonb_build_object('actions', jsonb_build_array(jsonb_build_object('id', tests.id(77)))))),
  'PT404 record_not_found payload.progress.actions[0].id', 'so is an action that is not there'
);
select is(
  pg_temp.failure(jsonb_build_object('session', jsonb_build_object('id', tests.id(11), 'vision_id', tests.id(78)))),
  'PT422 parent_missing payload.session.vision_id', 'so is a vision that is not the person''s'
);
select is(pg_temp.failure('{"outcomes": {}}'), 'PT422 field_malformed payload.outcomes', 'a list is a list');
select is(
  (select count(*) from public.coaching_sessions where id = tests.id(11)), 0::bigint, 'and nothing of any of these was written'
);

select tests.sign_in('bob');
insert into public.visions (user_id, id, category, title) values (tests.user_id('bob'), tests.id(1), 'health', 'Fit');
select is(
  public.record_coaching_session((pg_temp.payload() - '{progress,insights,outcomes}'::text[])) #>> '{session,id}', tests.id(10)::text,
  'bob''s session of the same id is his own'
);
select tests.as_owner();
select is(
  (select count(*) from public.interaction_analytics where user_id = tests.user_id('bob')), 0::bigint,
  'of bob, who does not consent to analytics, none are kept'
);

select * from finish();
rollback;
