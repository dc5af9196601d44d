-- How effective a session was is computed from its outcomes, whenever they arrive.
begin;
select plan(15);

select tests.create_user('alice');
select tests.create_user('mallory');
select tests.sign_in('alice');

insert into public.coaching_sessions (user_id, id) values (tests.user_id('alice'), tests.id(1)), (tests.user_id('alice'), tests.id(2));

create function pg_temp.effect(n integer)
returns text
language sql
stable
set search_path = ''
as $$
  select s.outcome_count || ' ' || coalesce(s.effectiveness::text, '-')
  from public.coaching_sessions as s
  where s.user_id = tests.user_id('alice') and s.id = tests.id(n);
$$;

select is(pg_temp.effect(1), '0 -', 'a session without outcomes says nothing');

insert into public.coaching_outcomes (user_id, id, session_id, metric, baseline_score, target_score, result_score)
values (tests.user_id('alice'), tests.id(1), tests.id(1), 'confidence', 40, 80, 50);
select is((select effectiveness from public.coaching_outcomes where id = tests.id(1)), 0.25::double precision, 'a quarter of the way is a quarter');
select is(pg_temp.effect(1), '1 0.25', 'and so the session has it');

insert into public.coaching_outcomes (user_id, id, session_id, metric, baseline_score, target_score, result_score, satisfaction_rating)
values
  (tests.user_id('alice'), tests.id(2), tests.id(1), 'habit', 80, 20, 5, 1),
  (tests.user_id('alice'), tests.id(3), tests.id(1), 'overall', null, null, null, 4),
  (tests.user_id('alice'), tests.id(4), tests.id(1), 'clarity', 50, 50, 90, null);
select results_eq(
  'select effectiveness from public.coaching_outcomes order by id offset 1',
  $$values (1::double precision), (0.75), (null)$$,
  'beyond the target is all of the way, also downwards; else satisfaction says; a target that is the baseline says nothing'
);
select is(pg_temp.effect(1), '4 0.666667', 'the session has the mean of those that say something');

update public.coaching_outcomes set result_score = 30 where id = tests.id(1);
select is(pg_temp.effect(1), '4 0.583333', 'worse than before is none of the way');

update public.coaching_outcomes set session_id = tests.id(2) where id = tests.id(2);
select is(pg_temp.effect(1) || ', ' || pg_temp.effect(2), '3 0.375, 1 1', 'an outcome that moves leaves one session and enters the other');

create temporary table versions as select s.id, s.ctid as version from public.coaching_sessions as s;
update public.coaching_outcomes set note = 'Better than I thought', needs_more_work = '{sleep}';
select is_empty(
  'select id from public.coaching_sessions as s join versions using (id) where s.ctid <> version',
  'a note writes no session'
);

delete from public.coaching_outcomes where session_id = tests.id(1);
select is(pg_temp.effect(1), '0 -', 'without its outcomes it says nothing again');

-- From a device that was offline: the session, its outcome, and what the device thinks of them.
select is(
  public.push_changes(json_build_object(
    'coaching_sessions', json_build_object('created', json_build_array(json_build_object(
      'id', tests.id(7), '_status', 'created', 'status', 'completed', 'effectiveness', 0.99, 'outcome_count', 12, 'ai_summary', 'Great',
      'created_at', tests.at(0), 'updated_at', tests.at(0)
    )), 'updated', '[]'::json, 'deleted', '[]'::json),
    'coaching_outcomes', json_build_object('created', json_build_array(json_build_object(
      'id', tests.id(8), '_status', 'created', 'session_id', tests.id(7), 'satisfaction_rating', 5, 'effectiveness', 0.1,
      'measured_at', tests.at(1), 'created_at', tests.at(1), 'updated_at', tests.at(1)
    )), 'updated', '[]'::json, 'deleted', '[]'::json)
  )) -> 'accepted',
  '{"coaching_sessions": 1, "coaching_outcomes": 1}', 'what a device made offline is accepted'
);
select is(pg_temp.effect(7), '1 1', 'and computed by the server, whatever the device says');
select is((select s.ai_summary::text from public.coaching_sessions as s where s.id = tests.id(7)), null, 'nor does a device sum up for the coach');
select tests.raises(
  $$update public.coaching_sessions set effectiveness = 1$$, '42501', null, 'nobody grades a session past its outcomes'
);

delete from public.coaching_sessions where id = tests.id(7);
select is_empty($$select id from public.coaching_outcomes where session_id = tests.id(7)$$, 'outcomes go with their session');

select tests.sign_in('mallory');
select tests.raises(
  $$insert into public.coaching_outcomes (user_id, session_id) values (tests.user_id('mallory'), tests.id(1))$$,
  '23503', null, 'mallory has no outcome of alice''s session'
);

select * from finish();
rollback;
