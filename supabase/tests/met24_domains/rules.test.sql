-- What a row must keep to, and what follows from its status.
begin;
select plan(21);

select tests.create_user('alice');
select set_config('tests.soul', private.catalogue_id('met24_domains', '1:soul')::text, true);

create function pg_temp.refuses(rule text, into_table text, columns jsonb, title text)
returns text
language plpgsql
volatile
as $$
begin
  return throws_like(
    format(
      'insert into public.%1$I (%2$s) select %2$s from jsonb_populate_record(null::public.%1$I, %3$L)', into_table,
      (select string_agg(quote_ident(key), ', ') from jsonb_object_keys(columns || '{"user_id": 0, "id": 0}') as key),
      jsonb_build_object('user_id', tests.user_id('alice'), 'id', gen_random_uuid()) || columns
    ),
    '%"' || rule || '"', title
  );
end;
$$;
create function pg_temp.assessment(columns jsonb) returns jsonb language sql as $$
  select jsonb_build_object(
    'version_id', private.catalogue_id('met24_versions', '1'), 'assessed_on', '2026-10-01', 'status', 'in_progress', 'domains_scored', 0,
    'created_at', now(), 'updated_at', now()
  ) || columns
$$;
create function pg_temp.goal(columns jsonb) returns jsonb language sql as $$
  select jsonb_build_object('domain_id', current_setting('tests.soul'), 'title', 'x', 'target_score', 80, 'status', 'active', 'position', 0, 'created_at', now(), 'updated_at', now()) || columns
$$;
create function pg_temp.reflection(columns jsonb) returns jsonb language sql as $$
  select jsonb_build_object('body', 'x', 'reflected_on', '2026-10-01', 'created_at', now(), 'updated_at', now()) || columns
$$;

-- Triggers are off where one would see to it.
set local session_replication_role = replica;
select pg_temp.refuses('met24_assessments_completed_has_time', 'met24_assessments', pg_temp.assessment('{"status": "completed"}'), 'a completed assessment has a time of completion');
select pg_temp.refuses('met24_assessments_completed_has_time', 'met24_assessments', pg_temp.assessment('{"completed_at": "2026-10-01T10:00Z"}'), 'and only a completed one');
select pg_temp.refuses('met24_assessments_scored_has_overall', 'met24_assessments', pg_temp.assessment('{"domains_scored": 1}'), 'what has scores has a result');
select pg_temp.refuses('met24_goals_completed_has_time', 'met24_goals', pg_temp.goal('{"status": "completed"}'), 'a completed goal has a time of completion');
select pg_temp.refuses('met24_goals_completed_has_time', 'met24_goals', pg_temp.goal('{"status": "paused", "completed_at": "2026-10-01T10:00Z"}'), 'and only a completed one');
set local session_replication_role = origin;

select pg_temp.refuses('met24_assessments_status_is_known', 'met24_assessments', pg_temp.assessment('{"status": "lost"}'), 'an assessment has a known status');
select pg_temp.refuses('met24_assessments_day_is_plausible', 'met24_assessments', pg_temp.assessment('{"assessed_on": "0202-10-01"}'), 'and a plausible day');
select pg_temp.refuses('met24_goals_status_is_known', 'met24_goals', pg_temp.goal('{"status": "lost"}'), 'a goal has a known status');
select pg_temp.refuses('met24_goals_due_day_is_plausible', 'met24_goals', pg_temp.goal('{"due_on": "20260-10-01"}'), 'and a plausible due date');
select pg_temp.refuses('score_is_percent', 'met24_goals', pg_temp.goal('{"target_score": 101}'), 'and a target from 0 to 100');
select tests.raises(
  format($$insert into public.met24_goals (user_id, domain_id, title) values (tests.user_id('alice'), %L, 'x')$$, current_setting('tests.soul')),
  '23502', null, 'a goal has a target'
);
select pg_temp.refuses('met24_reflections_body_is_given', 'met24_reflections', pg_temp.reflection('{"body": ""}'), 'a reflection says something');
select pg_temp.refuses('met24_reflections_day_is_plausible', 'met24_reflections', pg_temp.reflection('{"reflected_on": "3026-10-01"}'), 'on a plausible day');
select pg_temp.refuses('met24_reflections_question_is_bounded', 'met24_reflections', pg_temp.reflection(jsonb_build_object('question', repeat('x', 501))), 'to a question of at most 500 characters');

insert into public.met24_goals (user_id, id, domain_id, title, target_score, status, updated_at)
values (tests.user_id('alice'), tests.id(1), current_setting('tests.soul')::uuid, 'Rest', 80, 'completed', '2026-10-01 10:00+00');
select is((select completed_at::timestamptz from public.met24_goals), '2026-10-01 10:00+00'::timestamptz, 'completed without a time, it was when it was edited');
update public.met24_goals set status = 'active';
select is((select completed_at::timestamptz from public.met24_goals), null, 'taken up again, it is not completed');
update public.met24_goals set status = 'completed', completed_at = now() + interval '1 day';
select is((select completed_at::timestamptz from public.met24_goals), now()::timestamptz(3)::timestamptz, 'nothing is completed tomorrow');

insert into public.met24_assessments (user_id, id, version_id, assessed_on, status)
values (tests.user_id('alice'), tests.id(1), private.catalogue_id('met24_versions', '1'), '2026-10-01', 'completed');
select isnt((select completed_at::timestamptz from public.met24_assessments), null, 'an assessment too is completed when its status says so');

-- What was written outlives the scores it was written with.
insert into public.met24_scores (user_id, assessment_id, domain_id, score)
values (tests.user_id('alice'), tests.id(1), current_setting('tests.soul')::uuid, 50);
insert into public.met24_reflections (user_id, assessment_id, body, reflected_on)
values (tests.user_id('alice'), tests.id(1), 'Tired, and content.', '2026-10-01');
delete from public.met24_assessments;
select is((select count(*) from public.met24_scores), 0::bigint, 'scores go with their assessment');
select is((select body || coalesce(assessment_id::text, '') from public.met24_reflections), 'Tired, and content.', 'what was written with it stays');
select tests.raises($$delete from public.met24_domains where code = 'soul'$$, 'PT409', null, 'what people refer to is not taken from under them');

select * from finish();
rollback;
