-- What a row must keep to, and what follows from its status.
begin;
select plan(18);

select tests.create_user('alice');
select set_config('tests.area', private.catalogue_id('levensgebieden', '1:finances')::text, true);

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
create function pg_temp.score(columns jsonb) returns jsonb language sql as $$
  select jsonb_build_object(
    'levensgebied_id', current_setting('tests.area'), 'scored_on', '2026-10-01', 'answer_1', 3, 'answer_2', 3, 'answer_3', 3, 'answer_4', 3,
    'score', 60, 'created_at', now(), 'updated_at', now()
  ) || columns
$$;
create function pg_temp.goal(columns jsonb) returns jsonb language sql as $$
  select jsonb_build_object(
    'levensgebied_id', current_setting('tests.area'), 'title', 'x', 'target_score', 80, 'status', 'active', 'position', 0,
    'created_at', now(), 'updated_at', now()
  ) || columns
$$;
create function pg_temp.reflection(columns jsonb) returns jsonb language sql as $$
  select jsonb_build_object('body', 'x', 'reflected_on', '2026-10-01', 'created_at', now(), 'updated_at', now()) || columns
$$;

-- Triggers are off where one would see to it.
set local session_replication_role = replica;
select pg_temp.refuses('levensgebied_scores_score_is_mean', 'levensgebied_scores', pg_temp.score('{"score": 61}'), 'no four answers make 61');
select pg_temp.refuses('levensgebied_scores_score_is_mean', 'levensgebied_scores', pg_temp.score('{"score": 15}'), 'or 15');
select pg_temp.refuses('levensgebied_goals_completed_has_time', 'levensgebied_goals', pg_temp.goal('{"status": "completed"}'), 'a completed goal has a time of completion');
select pg_temp.refuses('levensgebied_goals_completed_has_time', 'levensgebied_goals', pg_temp.goal('{"completed_at": "2026-10-01T10:00Z"}'), 'and only a completed one');
set local session_replication_role = origin;

select pg_temp.refuses('levensgebied_scores_answer_1_is_on_scale', 'levensgebied_scores', pg_temp.score('{"answer_1": 0}'), 'the first answer is from 1 to 5');
select pg_temp.refuses('levensgebied_scores_answer_2_is_on_scale', 'levensgebied_scores', pg_temp.score('{"answer_2": 6}'), 'the second too');
select pg_temp.refuses('levensgebied_scores_answer_3_is_on_scale', 'levensgebied_scores', pg_temp.score('{"answer_3": -1}'), 'the third too');
select pg_temp.refuses('levensgebied_scores_answer_4_is_on_scale', 'levensgebied_scores', pg_temp.score('{"answer_4": 30000}'), 'the fourth too');
select pg_temp.refuses('levensgebied_scores_day_is_plausible', 'levensgebied_scores', pg_temp.score('{"scored_on": "1026-10-01"}'), 'the day is plausible');
select pg_temp.refuses('levensgebied_goals_status_is_known', 'levensgebied_goals', pg_temp.goal('{"status": "lost"}'), 'a goal has a known status');
select pg_temp.refuses('levensgebied_goals_target_can_be_reached', 'levensgebied_goals', pg_temp.goal('{"target_score": 10}'), 'and a target that a score can be');
select pg_temp.refuses('levensgebied_goals_due_day_is_plausible', 'levensgebied_goals', pg_temp.goal('{"due_on": "20260-10-01"}'), 'and a plausible due date');
select pg_temp.refuses('levensgebied_reflections_body_is_given', 'levensgebied_reflections', pg_temp.reflection('{"body": ""}'), 'a reflection says something');
select pg_temp.refuses('levensgebied_reflections_question_is_bounded', 'levensgebied_reflections', pg_temp.reflection(jsonb_build_object('question', repeat('x', 501))), 'to a question of at most 500 characters');
select pg_temp.refuses('levensgebied_reflections_day_is_plausible', 'levensgebied_reflections', pg_temp.reflection('{"reflected_on": "3026-10-01"}'), 'on a plausible day');

insert into public.levensgebied_goals (user_id, id, levensgebied_id, title, target_score, status, updated_at)
values (tests.user_id('alice'), tests.id(1), current_setting('tests.area')::uuid, 'Save', 80, 'completed', '2026-10-01 10:00+00');
select is((select completed_at::timestamptz from public.levensgebied_goals), '2026-10-01 10:00+00'::timestamptz, 'completed without a time, it was when it was edited');
update public.levensgebied_goals set status = 'paused';
select is((select completed_at::timestamptz from public.levensgebied_goals), null, 'and no more when it is taken up again');

-- What was written outlives the score it was written with.
insert into public.levensgebied_scores (user_id, id, levensgebied_id, scored_on, answer_1, answer_2, answer_3, answer_4)
values (tests.user_id('alice'), tests.id(1), current_setting('tests.area')::uuid, '2026-10-01', 3, 3, 3, 3);
insert into public.levensgebied_reflections (user_id, score_id, body, reflected_on)
values (tests.user_id('alice'), tests.id(1), 'Enough is enough.', '2026-10-01');
delete from public.levensgebied_scores;
select is((select body || coalesce(score_id::text, '') from public.levensgebied_reflections), 'Enough is enough.', 'what was written with a score stays when that goes');

select * from finish();
rollback;
