-- Retention deletes exactly what the policies say: a day before its time a row stays, a day after it goes; of a child, and of
-- who chose so, sooner. A batch at a time; run twice, the second finds nothing; each run is noted.
begin;
set local timezone = 'UTC';
select plan(28);

select tests.create_user(name) from unnest('{alice,bob,kid}'::text[]) as name;
select tests.consent('emotional_analysis');
update public.users set age_band = 'under_13' where id = tests.user_id('kid');
insert into public.guardian_links (user_id, email_hash, method, evidence_reference, verified_at)
values (tests.user_id('kid'), extensions.crypt('x', extensions.gen_salt('bf', 8)), 'signed_form', 'form 1', now());
select private.ensure_partitions('public.ai_interactions', 9, now() - interval '8 months');
select private.ensure_partitions('public.sync_runs', 9, now() - interval '8 months');

-- Every table of a rule has a row of each person on either side of each border.
create temporary table ages as select name, age
from unnest('{alice,bob,kid}'::text[]) as name,
  unnest('{6 days,8 days,29 days,31 days,44 days,46 days,89 days,91 days,179 days,189 days,364 days,366 days,720 days,740 days,1090 days,1110 days,1820 days,1840 days}'::interval[]) as age;

insert into public.notifications (user_id, kind_code, title, expires_at) select tests.user_id(name), 'reminder', 'x', now() - age from ages;
insert into sync.pushes (user_id, push_id, fingerprint, answer, answered_at) select tests.user_id(name), gen_random_uuid(), 'x', '{}', now() - age from ages;
insert into private.operations (user_id, operation_id, fingerprint, result, done_at) select tests.user_id(name), gen_random_uuid(), 'x', '{}', now() - age from ages;
insert into public.sync_conflicts (user_id, table_name, row_id, column_name, rule, client_value, server_value, resolution, created_at)
select tests.user_id(name), 'tasks', gen_random_uuid(), 'title', 'manual', '1', '2', 'server', now() - age from ages;
insert into public.ai_interactions (user_id, id, started_at, finished_at, purpose, provider, model, outcome)
select tests.user_id(name), gen_random_uuid(), now() - age, now(), 'other', 'groq', 'llama', 'completed' from ages where age < interval '180 days';
insert into public.learning_sessions (user_id, started_at, ended_at) select tests.user_id(name), now() - age, now() - age from ages;
insert into public.learning_dna_assessments (user_id, assessed_at, assessment_type, confidence_delta)
select tests.user_id(name), now() - age, 'initial', 0 from ages;
insert into public.mastery_reviews (user_id, concept_id, reviewed_at, rating, emotional_state)
select tests.user_id(name), private.catalogue_id('concepts', 'empathy'), now() - age, 3, 'calm' from ages;
insert into private.learning_days
select tests.user_id(name), (now() - age)::date, 'none', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 from ages;
delete from private.analytics_marks where true;

create function pg_temp.oldest(query text) returns text language plpgsql as $$
declare
  answer text;
begin
  execute format(
    'select string_agg(u.name || '' '' || floor(date_part(''epoch'', now() - u.moment) / 86400 + 0.001), '', '' order by u.name) from (
      select n.name, min(t.moment) as moment from (%s) as t (user_id, moment)
      join unnest(''{alice,bob,kid}''::text[]) as n (name) on tests.user_id(n.name) = t.user_id group by n.name) as u', query
  ) into answer;
  return answer;
end;
$$;

-- bob keeps less.
select tests.sign_in('bob');
select lives_ok($$select public.keep_shorter('learning-sessions', 30)$$, 'bob keeps what he said while learning for a month');
select tests.raises($$select public.keep_shorter('learning-sessions', 29)$$, 'PT422', 'retention_out_of_range', 'not less');
select tests.raises($$select public.keep_shorter('learning-sessions', 800)$$, 'PT422', 'retention_out_of_range', 'nor longer than the policy');
select tests.raises($$select public.keep_shorter('ai-interactions', 1)$$, 'PT403', 'retention_fixed', 'what is counted is not for him to forget');
select tests.raises($$select public.keep_shorter('gossip', 1)$$, 'PT403', 'retention_fixed', 'nor what is not kept');
select results_eq(
  $$select kept_days between 730 and 731, shortest_days, my_days from public.my_retention() where policy = 'learning-sessions'$$, 'values (true, 30, 30)', 'he sees what he chose'
);
select is((select my_days from public.my_retention() where policy = 'emotional-readings'), null, 'and what not');
select tests.raises('select privacy.apply_retention()', '42501', null, 'to run it is the server''s');

-- A batch, then all, then nothing.
select tests.as_owner();
create temporary table kept_before as select count(*) as n from public.notifications;
select cmp_ok(privacy.apply_retention(batch => 1), '>', 0, 'a batch at a time');
select is((select n - (select count(*) from public.notifications) from kept_before), 1::bigint, 'the oldest of each table');
do $$
begin
  -- Days that are still to be summarised wait for that.
  while private.refresh_emotional_analytics() + privacy.apply_retention() > 0 loop
  end loop;
end;
$$;
select is(pg_temp.oldest('select user_id, expires_at from public.notifications'), 'alice 29, bob 29, kid 29', 'notifications stay 30 days after they expired');
select is(pg_temp.oldest('select user_id, answered_at from sync.pushes'), 'alice 6, bob 6, kid 6', 'answers of pushes a week');
select is(pg_temp.oldest('select user_id, done_at from private.operations'), 'alice 6, bob 6, kid 6', 'those of operations too');
select is(pg_temp.oldest('select user_id, created_at from public.sync_conflicts'), 'alice 89, bob 89, kid 89', 'conflicts 90 days');
select is(pg_temp.oldest('select user_id, started_at from public.ai_interactions'), 'alice 89, bob 89, kid 44', 'questions to models 90 days, of a child 45');
select is(pg_temp.oldest('select user_id, started_at from public.learning_sessions'), 'alice 720, bob 29, kid 179', 'sessions two years, of a child half a year, of bob a month');
select is(pg_temp.oldest('select user_id, assessed_at from public.learning_dna_assessments'), 'alice 1090, bob 1090, kid 364', 'learning history three years');
select is(pg_temp.oldest('select user_id, day from private.learning_days'), 'alice 1820, bob 1820, kid 364', 'summaries five years');
select is((select count(*) from public.mastery_reviews), (select count(*) from ages), 'reviews stay, which mastery follows from');
select is(
  pg_temp.oldest('select user_id, reviewed_at from public.mastery_reviews where emotional_state is not null'), 'alice 1090, bob 1090, kid 364', 'but not what was felt in them'
);
select is(privacy.apply_retention(), 0, 'run again, nothing is past');

-- The log.
select is(
  (select sum(row_count) from privacy.retention_runs where target = 'public.notifications'), (select n - (select count(*) from public.notifications) from kept_before)::bigint,
  'what went is noted, and no more'
);
select is_empty('select from privacy.retention_runs where as_of <> now()::timestamptz(3)', 'and for which moment');
select is_empty(
  $$select code from privacy.retention_policies where worker is not null and to_regprocedure(worker || '(timestamptz, integer)') is null
    and to_regprocedure(worker || '(integer, timestamptz)') is null$$,
  'every policy that a module carries out names a function it has'
);
select is_empty(
  $$select r.* from privacy.retention_rules as r where not exists (
      select from pg_attribute where attrelid = r.relation::regclass and attname = r.moment_column
    ) or not r.emptied <@ array(select attname from pg_attribute where attrelid = r.relation::regclass and not attnotnull)$$,
  'every rule names a table and columns that are there, and can be emptied'
);
select is_empty(
  $$
    select r.policy, r.relation from privacy.retention_rules as r
    where not exists (
      select from privacy.data_map as m where format('%s.%s', m.schema_name, m.table_name) = r.relation and (m.retention = r.policy or r.emptied is not null)
    )
  $$,
  'and the data map says the same'
);

-- A person whose consent is gone does not keep anything from being deleted.
select tests.sign_in('alice');
insert into public.learning_sessions (user_id, id, started_at) values (auth.uid(), tests.id(1), now() - interval '3 years');
insert into public.emotional_readings (user_id, session_id, recorded_at, emotion) values (auth.uid(), tests.id(1), now(), 'joy');
select public.withdraw_consent('emotional_analysis');
select tests.as_owner();
delete from private.analytics_marks where true;
select cmp_ok(privacy.apply_retention(), '>', 0, 'who withdrew a consent');
select is((select count(*) from public.learning_sessions where id = tests.id(1)), 0::bigint, 'keeps no session for ever');

select * from finish();
rollback;
