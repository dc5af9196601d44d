-- One statement may bring a thousand actions of ten people. Each gets what is theirs, and nobody is written for nothing.
begin;
select plan(9);

select tests.create_user('person' || n) from generate_series(1, 10) as n;
update public.users set timezone = 'Pacific/Auckland' where id = tests.user_id('person7');

insert into public.daily_actions (user_id, description, scheduled_on, status, completed_at, actual_minutes)
select tests.user_id('person' || n), 'Run', current_date, 'completed', now() - i * n * interval '6 hours', n
from generate_series(1, 10) as n, generate_series(0, 99) as i;

select results_eq(
  $$select total_actions_completed, total_time_invested_minutes from public.user_progress order by total_time_invested_minutes$$,
  $$select 100, 100 * n::bigint from generate_series(1, 10) as n$$,
  'each of ten people has a hundred actions, and their own time'
);
select is(
  (select p.longest_streak from public.user_progress as p where p.user_id = tests.user_id('person4')), 100,
  'who acted every 24 hours has a streak of a hundred days'
);
select is(
  (select p.longest_streak from public.user_progress as p where p.user_id = tests.user_id('person8')), 1,
  'who acted every other day has none'
);
select results_eq(
  $$
    select p.user_id, p.total_days_completed, p.total_actions_completed, p.total_time_invested_minutes, p.last_completed_on
    from public.user_progress as p order by 1
  $$,
  $$
    select u.id, count(distinct (a.completed_at at time zone u.timezone)::date)::integer, count(*)::integer, sum(a.actual_minutes),
      max((a.completed_at at time zone u.timezone)::date)
    from public.users as u join public.daily_actions as a on a.user_id = u.id
    group by u.id order by 1
  $$,
  'totals are those of the facts'
);

-- A second row version shows that somebody was written.
create temporary table versions as select p.user_id, p.ctid as version from public.user_progress as p;
create temporary table days as select d.user_id, d.day, d.ctid as version from private.progress_days as d;
update public.daily_actions set description = 'Walk';
update public.daily_actions set actual_minutes = actual_minutes;
insert into public.daily_actions (user_id, description, scheduled_on) select tests.user_id('person1'), 'Rest', current_date;
select is_empty(
  $$select user_id from public.user_progress as p join versions as v using (user_id) where p.ctid <> v.version$$,
  'edits that change no fact write no progress'
);
select is_empty(
  $$select user_id, day from private.progress_days as d join days using (user_id, day) where d.ctid <> days.version$$,
  'nor count a day anew'
);
update public.daily_actions as a set completed_at = a.completed_at - interval '1 millisecond'
where a.user_id = tests.user_id('person3') and a.completed_at = now()::timestamptz(3) - interval '18 hours';
select is_empty(
  $$select user_id from public.user_progress as p join versions as v using (user_id) where p.ctid <> v.version$$,
  'nor do facts that add up to the same'
);

update public.daily_actions set status = 'skipped' where user_id in (tests.user_id('person2'), tests.user_id('person5'));
select results_eq(
  $$select user_id from public.user_progress as p join versions as v using (user_id) where p.ctid <> v.version order by 1$$,
  $$select tests.user_id(name) from unnest('{person2,person5}'::text[]) as name order by 1$$,
  'only those whose facts changed are written'
);

delete from public.daily_actions;
select is(
  (select sum(p.total_actions_completed + p.total_days_completed + p.longest_streak) from public.user_progress as p), 0::bigint,
  'and a statement that deletes everything leaves nothing'
);

select * from finish();
rollback;
