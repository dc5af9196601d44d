-- life_balance: the caller's wheel, and how it turned.
begin;
select plan(11);

select tests.create_person('alice');
select tests.create_person('bob');
-- The same answer to all four gives 60 plus 10 times what it is above 3 (one of four counts the other way).
create function pg_temp.look(n integer, code text, day date, answer integer, entered interval default '0')
returns void language sql volatile set search_path = '' as $$
  insert into public.levensgebied_scores (user_id, id, levensgebied_id, scored_on, answer_1, answer_2, answer_3, answer_4, created_at)
  select auth.uid(), tests.id(n), a.id, day, answer, answer, answer, answer, '2026-11-01 12:00+00'::timestamptz + entered
  from public.levensgebieden as a where a.code = look.code
$$;
grant execute on all functions in schema pg_temp to authenticated;

select tests.sign_in('bob');
select pg_temp.look(1, 'finances', '2026-10-20', 5);
select tests.sign_in('alice');
select is((select count(*) from public.life_balance()), 9::bigint, 'all nine areas are there before anything was scored');
select is((select count(*) from public.life_balance() where score is not null), 0::bigint, 'with nothing of anybody else''s');

-- The later day arrives first.
select pg_temp.look(1, 'finances', '2026-10-15', 5, '1 hour');
select pg_temp.look(2, 'finances', '2026-09-15', 2, '2 hours');
select pg_temp.look(3, 'home-environment', '2026-09-15', 1);
select results_eq(
  $$select code, score_id, scored_on, version, score::integer, previous_scored_on, previous_score::integer, change::integer from public.life_balance() where score is not null$$,
  $$
    values
      ('finances', tests.id(1), '2026-10-15'::date, 1, 80, '2026-09-15'::date, 50, 30),
      ('home-environment', tests.id(3), '2026-09-15', 1, 40, null, null, null)
  $$,
  'each area has its latest score by the day it is about, and the change since the one before'
);
select is((select sum(change) from public.life_balance()), 30::bigint, 'where there is one before');
select results_eq(
  $$select code, score::integer, change::integer from public.life_balance('2026-10-14') where score is not null$$,
  $$values ('finances', 50, null), ('home-environment', 40, null::integer)$$, 'with a day, it is as it was then'
);
select is((select count(*) from public.life_balance('2026-09-14') where score is not null), 0::bigint, 'also before the first');
select pg_temp.look(4, 'finances', '2026-10-15', 4, '3 hours');
select results_eq(
  $$select score::integer, change::integer from public.life_balance() where code = 'finances'$$,
  $$values (70, -10)$$, 'of two looks on one day the one made last counts'
);
delete from public.levensgebied_scores where id = tests.id(4);
select is((select change::integer from public.life_balance() where code = 'finances'), 30, 'and when it is taken back, the one before');
select is((select array_agg(code order by ordinality) from public.life_balance() with ordinality), (select array_agg(code::text order by position) from public.levensgebieden), 'in the order of display');

insert into public.levensgebied_goals (user_id, levensgebied_id, title, target_score, status)
select tests.user_id('alice'), tests.catalogue_id('levensgebieden', '1:finances'), 'Save', 90, status
from unnest('{active,paused,completed}'::text[]) as status;
insert into public.levensgebied_reflections (user_id, levensgebied_id, body, reflected_on)
select tests.user_id('alice'), tests.catalogue_id('levensgebieden', '1:finances'), 'r', day from unnest('{2026-09-01,2026-10-02}'::date[]) as day;
select results_eq(
  $$select active_goals, last_reflected_on, (select last_reflected_on from public.life_balance('2026-10-01') where code = 'finances') from public.life_balance() where code = 'finances'$$,
  $$values (1, '2026-10-02'::date, '2026-09-01'::date)$$, 'active goals are counted, and the last reflection dated'
);

select tests.sign_out();
select tests.raises('select * from public.life_balance()', '42501', null, 'a visitor has no wheel');

select * from finish();
rollback;
