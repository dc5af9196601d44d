-- met24_overview: where the caller stands, domain by domain, and how that changed.
begin;
select plan(11);

select tests.create_person('alice');
select tests.create_person('bob');
create function pg_temp.assess(n integer, day date, new_status text, scores jsonb, levels jsonb default '{}')
returns void language sql volatile set search_path = '' as $$
  insert into public.met24_assessments (user_id, id, version_id, assessed_on, status, completed_at)
  values (auth.uid(), tests.id(n), tests.catalogue_id('met24_versions', '1'), day, new_status, now() - n * interval '1 day');
  insert into public.met24_scores (user_id, assessment_id, domain_id, level_id, score)
  select auth.uid(), tests.id(n), tests.catalogue_id('met24_domains', '1:' || s.key),
    case when levels ? s.key then tests.catalogue_id('met24_levels', '1:' || (levels ->> s.key)) end, s.value::integer
  from jsonb_each_text(scores) as s;
$$;
grant execute on all functions in schema pg_temp to authenticated;

select tests.sign_in('bob');
select pg_temp.assess(1, '2026-10-20', 'completed', '{"soul": 99}');
select tests.sign_in('alice');
select is((select count(*) from public.met24_overview()), 7::bigint, 'every domain is there before anything was scored');
select is((select count(*) from public.met24_overview() where score is not null or active_goals > 0), 0::bigint, 'with nothing of anybody else''s');

-- The later assessment arrives first.
select pg_temp.assess(2, '2026-10-15', 'completed', '{"soul": 70, "biological": 40}', '{"soul": "applied"}');
select pg_temp.assess(1, '2026-09-15', 'completed', '{"soul": 80, "the-one": 10}');
select pg_temp.assess(3, '2026-10-20', 'in_progress', '{"soul": 5}');
select pg_temp.assess(4, '2026-10-21', 'abandoned', '{"soul": 6}');

select results_eq(
  $$select assessed_on, level_code, score::integer, previous_score::integer, change::integer from public.met24_overview() where code = 'soul'$$,
  $$values ('2026-10-15'::date, 'applied', 70, 80, -10)$$,
  'the latest completed assessment counts, by its day, with its level and the change since the one before'
);
select results_eq(
  $$select assessed_on, score::integer, change::integer from public.met24_overview() where code in ('the-one', 'biological') order by position$$,
  $$values ('2026-09-15'::date, 10, null::integer), ('2026-10-15', 40, null)$$,
  'each domain has its own latest score; the first one is no change'
);
select results_eq(
  $$select code, score::integer from public.met24_overview('2026-10-01') where score is not null$$,
  $$values ('the-one', 10), ('soul', 80)$$, 'with a day, it is as it was then'
);
update public.met24_assessments set status = 'completed' where id = tests.id(3);
select results_eq(
  $$select score::integer, previous_score::integer from public.met24_overview() where code = 'soul'$$,
  $$values (5, 70)$$, 'an assessment counts once it is completed'
);
select is((select array_agg(code order by position) from public.met24_overview()), (select array_agg(code::text order by position) from public.met24_domains), 'in the framework''s order');

insert into public.met24_goals (user_id, domain_id, title, target_score, status)
select tests.user_id('alice'), tests.catalogue_id('met24_domains', '1:soul'), 'g', 90, status
from unnest('{active,active,paused,completed}'::text[]) as status;
insert into public.met24_reflections (user_id, domain_id, body, reflected_on)
select tests.user_id('alice'), tests.catalogue_id('met24_domains', '1:soul'), 'r', day from unnest('{2026-09-01,2026-10-02}'::date[]) as day;
select results_eq(
  $$select active_goals, last_reflected_on from public.met24_overview() where code = 'soul'$$,
  $$values (2, '2026-10-02'::date)$$, 'goals that are active are counted, and the last reflection dated'
);
select is((select last_reflected_on from public.met24_overview('2026-10-01') where code = 'soul'), '2026-09-01'::date, 'the last before the day, if one is given');

-- A newer version: the domain is the same by its code.
select tests.as_service();
select private.activate_met24_version(private.copy_met24_version());
select tests.sign_in('alice');
insert into public.met24_assessments (user_id, id, version_id, assessed_on, status)
select tests.user_id('alice'), tests.id(5), id, '2026-11-01', 'completed' from public.met24_versions where status = 'current';
insert into public.met24_scores (user_id, assessment_id, domain_id, score)
select tests.user_id('alice'), tests.id(5), id, 55 from public.met24_domains where status = 'current' and code = 'soul';
select results_eq(
  $$select version, previous_version, score::integer, change::integer, active_goals from public.met24_overview() where code = 'soul'$$,
  $$values (2, 1, 55, 50, 2)$$, 'scores of two versions are told apart, and goals go on'
);

select tests.sign_out();
select tests.raises('select * from public.met24_overview()', '42501', null, 'a visitor has none');

select * from finish();
rollback;
