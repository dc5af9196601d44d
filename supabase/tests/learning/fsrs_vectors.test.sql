-- The schedule is FSRS-6: the vectors of the reference implementation, and what must hold whatever the history.
begin;
set local timezone = 'UTC';
select plan(16);

-- Ratings, and days between the reviews.
create function pg_temp.replay(ratings smallint[], days integer[])
returns table (
  nth integer, state text, step integer, stability double precision, difficulty double precision, interval_days integer,
  due_at timestamptz, lapses integer
)
language sql
stable
as $$
  select * from private.fsrs_replay(ratings, array(
    select '2026-01-01 12:00+00'::timestamptz + sum(d) over (order by n) * interval '1 day' from unnest(days) with ordinality as d (d, n) order by n
  ));
$$;
-- Each review when it is due.
create function pg_temp.intervals_when_due(ratings smallint[])
returns integer[]
language plpgsql
stable
as $$
declare
  moments timestamptz[] := '{2026-01-01 12:00+00}';
begin
  for position in 2 .. cardinality(ratings) loop
    moments := moments || (select r.due_at from private.fsrs_replay(ratings[:position - 1], moments) as r where r.nth = position - 1);
  end loop;
  return array(select r.interval_days from private.fsrs_replay(ratings, moments) as r order by r.nth);
end;
$$;

select is(
  (select round(stability::numeric, 4) || ' ' || round(difficulty::numeric, 5) from pg_temp.replay('{1,3,3,3,3,3}', '{0,0,1,3,8,21}') where nth = 6),
  '53.6269 6.35749',
  'again, then good five times after 0, 1, 3, 8 and 21 days: stability 53.62691, difficulty 6.3574867'
);
select is(
  pg_temp.intervals_when_due('{3,3,3,3,3,3,1,1,3,3,3,3,3}'), '{0,2,11,46,163,498,0,0,2,4,7,12,21}',
  'good six times, again twice, good five times, each when due'
);
select is(
  private.fsrs_retrievability(8, 8.2956), 0.9024733::double precision,
  'eight days after a review with stability 8.2956 the chance of recall is 0.9024733'
);
select is(private.fsrs_retrievability(8.2956, 8.2956), 0.9::double precision, 'after as many days as the stability it is 90 %');
select is(private.fsrs_retrievability(0, 3), 1::double precision, 'at once it is certain');

select results_eq(
  $$select state, step, interval_days, due_at from pg_temp.replay('{1,2,3,3,1,2,3,4}', '{0,0,0,0,9,0,0,30}')$$,
  $$
    values
      ('learning', 0, 0, '2026-01-01 12:01+00'::timestamptz),
      ('learning', 0, 0, '2026-01-01 12:06+00'),
      ('learning', 1, 0, '2026-01-01 12:10+00'),
      ('review', 0, 1, '2026-01-02 12:00+00'),
      ('relearning', 0, 0, '2026-01-10 12:10+00'),
      ('relearning', 0, 0, '2026-01-10 12:15+00'),
      ('review', 0, 1, '2026-01-11 12:00+00'),
      ('review', 0, (select interval_days from pg_temp.replay('{1,2,3,3,1,2,3,4}', '{0,0,0,0,9,0,0,30}') where nth = 8),
        '2026-02-09 12:00+00'::timestamptz + (select interval_days from pg_temp.replay('{1,2,3,3,1,2,3,4}', '{0,0,0,0,9,0,0,30}') where nth = 8) * interval '1 day')
  $$,
  'steps of learning are 1, 6 and 10 minutes, those of learning again 10 and 15; then days'
);
select is((select lapses from pg_temp.replay('{3,3,1,3,1}', '{0,0,5,0,5}') where nth = 5), 2, 'a lapse is to forget what had been learned');
select is((select state from pg_temp.replay('{4}', '{0}')), 'review', 'what is easy at first sight skips the steps');

select is_empty(
  $$
    select s, d, e
    from unnest('{0.001,0.1,0.5,1,3,20,1000}'::double precision[]) as s, unnest('{1,4,10}'::double precision[]) as d, unnest('{1,5,300}'::integer[]) as e
    where (private.fsrs_memory(s, d, 1, e)).stability > greatest(s, 0.001)
  $$,
  'what was forgotten is never more stable than before'
);
select is_empty(
  $$
    select h.n, r.nth
    from generate_series(1, 300) as h (n)
    cross join lateral (
      select * from private.fsrs_replay(
        array(select (1 + (hashint4(h.n * 31 + k) & 3))::smallint from generate_series(1, 12) as k),
        array(select '2026-01-01'::timestamptz + (k * (1 + h.n % 40)) * interval '17 hours' from generate_series(1, 12) as k)
      )
    ) as r
    where r.stability not between 0.001 and 36500 or r.difficulty not between 1 and 10 or r.interval_days not between 0 and 36502
      or r.due_at is null or r.state not in ('learning', 'review', 'relearning')
  $$,
  'whatever the history, every number stays in its bounds'
);
select is_empty(
  $$
    select h.n
    from generate_series(1, 100) as h (n)
    cross join lateral (
      select array_agg(last.interval_days order by rating) as days
      from generate_series(2, 4) as rating
      cross join lateral (
        select interval_days from pg_temp.replay(array[3, 3, 3, rating]::smallint[], array[0, 0, 1 + h.n % 7, h.n])
        where nth = 4
      ) as last
    ) as d
    where not (d.days[1] < d.days[2] and d.days[2] < d.days[3])
  $$,
  'hard is due before good, and good before easy'
);
select is(
  (select max(interval_days) from pg_temp.replay('{4,4,4,4,4,4,4,4,4,4}', '{0,100,3000,36500,36500,36500,36500,36500,36500,36500}')),
  36502, 'nothing waits much longer than a hundred years'
);
select results_eq(
  $$select nth, state, stability from pg_temp.replay('{null,3,null}', '{0,0,5}')$$,
  $$values (1, 'new', null), (2, 'learning', 2.3065::double precision), (3, 'learning', 2.3065)$$,
  'an introduction changes nothing'
);
select is_empty($$select * from private.fsrs_replay('{}', '{}')$$, 'no reviews, no states');

select is(
  private.mastery_levels('{1,1,1,1,null,0}'), '{0.4,0.64,0.784,0.8704,0.8704,0.52224}'::double precision[],
  'mastery goes 40 % of the way to each performance'
);
select is(
  array(select private.performance_of(r::smallint, null) from generate_series(1, 4) as r) || private.performance_of(1::smallint, 0.35),
  '{0,0.7,0.9,1,0.35}'::double precision[],
  'a rating stands for a performance, unless that was measured'
);

select * from finish();
rollback;
