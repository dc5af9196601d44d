-- MBTI optimisation: what a person's type means for their device, how they develop, and how types compare.
--
--   get_optimization_hints    table order, page size, content to prefetch and cache policy of a type
--   mbti_development          a person's function scores and types over time
--   mbti_type_statistics      catalogue: what people of each type do, in cohorts of ten or more
--   compare_types             the types side by side, by one of those metrics
--
-- What a type means for a pull is in mbti_types and private.sync_profile (module 01), which pull asks as well; what
-- suits a type is in content_mbti_affinity (module 05). Nothing of that is defined here again.


-- get_optimization_hints: how a client best fetches and keeps data for a type: the type given, else the caller's
-- current one, else a neutral profile. Returns
--
--   type                 the type it is about; null when the caller has none
--   functions            its stack, dominant first: [{code, tables}], the tables that each function turns to
--   table_order          every table that devices are sent, in the order of a first pull for that type
--   page_size            rows a page that suit the type
--   prefetch_item_ids    content items to have ready, most affine first: what is on offer where the caller lives, suits
--                        the type at all and is not completed yet. Without a type, the newest.
--   cache_policy         as pull_changes_optimized gives it: {type, scope, duration, max_age_seconds, preload, …}
--
-- For signed-in people. Raises mbti_type_unknown (PT422) and what private.require_person() raises.
create function public.get_optimization_hints(user_type text default null)
returns json
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  me constant uuid := private.require_person();
  profile record;
  found_type text;
begin
  select p.table_order, p.page_size, p.cache_policy into profile from private.sync_profile(user_type) as p;
  found_type := profile.cache_policy ->> 'type';

  return json_build_object(
    'type', found_type,
    'functions', coalesce((
      select json_agg(json_build_object('code', f.code, 'tables', f.table_affinity) order by s.place)
      from public.mbti_types as t
      cross join lateral unnest(array[t.dominant, t.auxiliary, t.tertiary, t.inferior]) with ordinality as s (code, place)
      join public.cognitive_functions as f on f.code = s.code
      where t.code = found_type
    ), '[]'),
    -- As pull orders them.
    'table_order', (
      select json_agg(r.table_name order by array_position(profile.table_order, r.table_name::text), r.priority desc, r.table_id)
      from sync.tables as r
      where r.direction <> 'up'
    ),
    'page_size', profile.page_size,
    'prefetch_item_ids', coalesce((
      select json_agg(w.id order by w.place)
      from (
        select i.id, row_number() over (order by a.affinity desc nulls last, i.published_at desc, i.code) as place
        from public.users as u
        cross join public.content_items as i
        left join public.content_mbti_affinity as a on a.item_id = i.id and a.mbti_type = found_type
        where u.id = me
          and i.published_at <= now()
          and i.retired_at is null
          and (i.locale is null or i.locale in (u.locale, left(u.locale, 2)))
          and (found_type is null or a.affinity > 0)
          and not exists (
            select from public.content_progress as p where p.user_id = me and p.id = i.id and p.completed_at is not null
          )
        order by place
        limit (profile.cache_policy ->> 'prefetch_items')::integer
      ) as w
    ), '[]'),
    'cache_policy', profile.cache_policy
  );
end;
$$;

comment on function public.get_optimization_hints(text) is
  'How a client best fetches and keeps data for an MBTI type, by default the caller''s: table order, page size, content to prefetch, cache policy.';

grant execute on function public.get_optimization_hints(text) to authenticated;


-- mbti_development: how the caller's cognitive functions and type developed between two days, both included, as
-- their time zone has them. Returns
--
--   from, to     the days asked for
--   functions    all eight, in their order: {code, points: [{on, score, measurements}], first, last, change}.
--                A point is the mean of a day. change is last less first; null with fewer than two points.
--   profiles     types found in that time, oldest first: {mbti_type, assessed_at, source, confidence, ei_clarity,
--                sn_clarity, tf_clarity, jp_clarity, is_current, changed_letters}. changed_letters is how many of the
--                four differ from the profile before, of those in that time; null for the first.
--
-- For signed-in people. Raises period_malformed (PT422) and what private.require_person() raises.
create function public.mbti_development("from" date, "to" date)
returns json
language plpgsql
stable
security invoker
set search_path = ''
as $$
-- Its parameters have the names of the JSON keys, which are words of SQL.
-- @plpgsql_check_options: extra_warnings = off, other_warnings = off
declare
  me constant uuid := private.require_person();
  zone constant text := (select u.timezone from public.users as u where u.id = me);
  malformed constant text := case
    when "from" is null or not isfinite("from") then 'from: a day is wanted'
    when "to" is null or not isfinite("to") then 'to: a day is wanted'
    when "to" < "from" then 'to: a day before from'
    when "to" - "from" > 3660 then 'to: more than ten years after from'
    when "from" < '1900-01-01' or "to" > '2999-12-31' then 'from: no day of anyone''s life'
  end;
begin
  if malformed is not null then
    raise exception using errcode = 'PT422', message = 'period_malformed', detail = malformed,
      hint = 'Send two days, such as 2026-01-01 and 2026-12-31, at most ten years apart.';
  end if;

  return json_build_object(
    'from', "from",
    'to', "to",
    'functions', (
      select json_agg(json_build_object(
        'code', f.code,
        'points', coalesce(s.points, '[]'),
        'first', s.first,
        'last', s.last,
        'change', case when json_array_length(s.points) > 1 then s.last - s.first end
      ) order by f.position)
      from public.cognitive_functions as f
      left join (
        select d.function_code,
          json_agg(json_build_object('on', d.day, 'score', d.score, 'measurements', d.measurements) order by d.day) as points,
          (array_agg(d.score order by d.day))[1] as first,
          (array_agg(d.score order by d.day desc))[1] as last
        from (
          select c.function_code, (c.measured_at at time zone zone)::date as day,
            round(avg(c.score))::integer as score, count(*) as measurements
          from public.cognitive_function_scores as c
          where c.user_id = me
            -- As far as a local day can lie from the same day in UTC, for the index.
            and c.measured_at >= ("from" - 1)::timestamp at time zone 'UTC'
            and c.measured_at < ("to" + 2)::timestamp at time zone 'UTC'
          group by 1, 2
        ) as d
        where d.day between "from" and "to"
        group by d.function_code
      ) as s on s.function_code = f.code
    ),
    'profiles', coalesce((
      select json_agg(json_build_object(
        'mbti_type', p.mbti_type, 'assessed_at', p.assessed_at, 'source', p.source, 'confidence', p.confidence,
        'ei_clarity', p.ei_clarity, 'sn_clarity', p.sn_clarity, 'tf_clarity', p.tf_clarity, 'jp_clarity', p.jp_clarity,
        'is_current', p.is_current,
        'changed_letters', case when p.type_before is not null then (
          select count(*) from generate_series(1, 4) as nth
          where substr(p.mbti_type, nth, 1) <> substr(p.type_before, nth, 1)
        ) end
      ) order by p.assessed_at, p.id)
      from (
        select m.*, lag(m.mbti_type::text) over (order by m.assessed_at, m.id) as type_before
        from public.mbti_profiles as m
        where m.user_id = me
          and m.assessed_at >= ("from" - 1)::timestamp at time zone 'UTC'
          and m.assessed_at < ("to" + 2)::timestamp at time zone 'UTC'
          and (m.assessed_at at time zone zone)::date between "from" and "to"
      ) as p
    ), '[]')
  );
end;
$$;

comment on function public.mbti_development(date, date) is
  'How the caller''s cognitive functions and MBTI type developed between two days: a series for each function, with its change, and the types found.';

grant execute on function public.mbti_development(date, date) to authenticated;


-- MBTI type statistics: what people of each type do, for everyone to compare with. They must tell nothing of one
-- person, neither by themselves nor by comparing what is shown now with what was shown before:
--
--   Who is counted wishes to take part (user_preferences.analytics_participation), is thirteen or older, was here
--   in the four weeks counted and had an account before them.
--   One cohort a type, the same people for every metric. With fewer than ten, nothing of the type is shown.
--   All that counts happened in four whole weeks, from Monday to Sunday: no totals of a lifetime.
--   A person counts up to a limit, so that one who does a hundred times as much as others does not show.
--   Averages are rounded, to steps, and the number of people down to a multiple of ten. There is no total over all
--   types: less those shown, it would be that of a type withheld.
--   Numbers are made once a week. When people joined or left the cohort since, they stand until that were ten or
--   more, or until no day would be counted in both the old numbers and the new: a difference then never comes from
--   fewer than ten. For that, the people who were counted are kept, in private.mbti_cohorts.

-- private.type_metrics: what types can be compared by: the unit, the most a person counts for, and the step to
-- which an average is rounded.
create function private.type_metrics()
returns table (metric text, unit text, most numeric, step numeric)
language sql
immutable
parallel safe
rows 6
set search_path = ''
as $$
  values
    ('actions_per_week', 'actions a week', 100, 0.5),
    ('active_days_per_week', 'days a week', 7, 0.5),
    ('minutes_per_week', 'minutes a week', 3000, 10),
    ('longest_streak', 'days', 28, 0.5),
    ('habits_kept', 'habits', 20, 0.5),
    ('content_completed', 'items in four weeks', 50, 0.5);
$$;

comment on function private.type_metrics() is
  'What types can be compared by: unit, the most a person counts for, and the step to which averages are rounded.';

grant execute on function private.type_metrics() to authenticated;

create table public.mbti_type_statistics (
  id uuid not null,
  metric text not null,
  mbti_type public.mbti_code not null,
  average numeric(6, 1) not null,
  people integer not null,
  period_start date not null,
  period_end date not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint mbti_type_statistics_pkey primary key (id),
  constraint mbti_type_statistics_metric_mbti_type_key unique (metric, mbti_type),
  constraint mbti_type_statistics_mbti_type_fkey foreign key (mbti_type)
    references public.mbti_types (code) on delete restrict,
  constraint mbti_type_statistics_metric_is_known check (
    metric in (
      'actions_per_week', 'active_days_per_week', 'minutes_per_week', 'longest_streak', 'habits_kept', 'content_completed'
    )
  ),
  constraint mbti_type_statistics_average_is_rounded check (average >= 0 and average * 2 = trunc(average * 2)),
  constraint mbti_type_statistics_people_are_cohorts check (
    people >= private.smallest_cohort() and people % private.smallest_cohort() = 0
  ),
  constraint mbti_type_statistics_period_is_four_weeks check (period_end = period_start + 27)
);

comment on table public.mbti_type_statistics is
  'Catalogue: what people of each type do, in cohorts of ten or more. Computed by the server, once a week.';
comment on column public.mbti_type_statistics.metric is
  'actions_per_week and minutes_per_week: completed actions and their time. active_days_per_week: days with one. longest_streak: the most such days in a row. habits_kept: habits done in each of the four weeks. content_completed: items of the library.';
comment on column public.mbti_type_statistics.average is
  'Mean over the people of the type, in the unit of the metric; rounded to halves, minutes to tens.';
comment on column public.mbti_type_statistics.people is 'Made of at least so many people: a multiple of ten.';
comment on column public.mbti_type_statistics.period_start is 'First of the days counted, a Monday.';
comment on column public.mbti_type_statistics.period_end is 'Last of the days counted, a Sunday four weeks on.';

create index mbti_type_statistics_mbti_type_idx on public.mbti_type_statistics (mbti_type);

comment on index public.mbti_type_statistics_metric_mbti_type_key is 'One number a metric and type; serves compare_types.';

create trigger _100_touch before insert or update on public.mbti_type_statistics
  for each row execute function private.touch();

alter table public.mbti_type_statistics enable row level security;

create policy mbti_type_statistics_select_everyone on public.mbti_type_statistics for select to authenticated
  using (true);
-- No insert, update or delete: the server computes it.

grant select on public.mbti_type_statistics to authenticated, service_role;

select sync.register_table('public.mbti_type_statistics', scope => null, direction => 'down', priority => 30);

create table private.mbti_releases (
  mbti_type public.mbti_code not null,
  period_end date not null,
  people integer not null,
  constraint mbti_releases_pkey primary key (mbti_type),
  constraint mbti_releases_mbti_type_fkey foreign key (mbti_type) references public.mbti_types (code) on delete restrict
);

comment on table private.mbti_releases is
  'The period of each type''s present statistics, and of how many people they were made, to the person.';

create table private.mbti_cohorts (
  mbti_type public.mbti_code not null,
  user_id uuid not null,
  constraint mbti_cohorts_pkey primary key (mbti_type, user_id),
  constraint mbti_cohorts_mbti_type_fkey foreign key (mbti_type) references private.mbti_releases (mbti_type) on delete cascade,
  constraint mbti_cohorts_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade
);

comment on table private.mbti_cohorts is
  'The people of whom each type''s present statistics were made, less those erased since. Written by private.refresh_mbti_type_statistics() only.';

create index mbti_cohorts_user_id_idx on private.mbti_cohorts (user_id);

-- private.type_values: what each person of these types' cohorts counts for, by metric, from the first day to the
-- last, as their calendar has them.
create function private.type_values(types text[], first_day date, last_day date)
returns table (mbti_type text, user_id uuid, metric text, value numeric)
language sql
stable
set search_path = ''
as $$
  with members as (
    select c.mbti_type::text as mbti_type, c.user_id, u.timezone
    from private.mbti_cohorts as c
    join public.users as u on u.id = c.user_id
    where c.mbti_type = any (types)
  ), days as (
    select d.user_id, sum(d.actions) as actions, sum(d.minutes) as minutes, count(*) as days,
      range_agg(daterange(d.day, d.day + 1)) as islands
    from members as m
    join private.progress_days as d on d.user_id = m.user_id
    where d.day between first_day and last_day
    group by d.user_id
  ), habits as (
    select k.user_id, count(*) as kept
    from (
      select l.user_id, l.habit_id
      from members as m
      join public.habit_logs as l on l.user_id = m.user_id
      where l.done_on between first_day and last_day and l.amount > 0
      group by l.user_id, l.habit_id
      having count(distinct (l.done_on - first_day) / 7) = 4
    ) as k
    group by k.user_id
  ), content as (
    select p.user_id, count(*) as completed
    from members as m
    join public.content_progress as p on p.user_id = m.user_id
    where (p.completed_at at time zone m.timezone)::date between first_day and last_day
      -- For the index.
      and p.completed_at >= (first_day - 1)::timestamp at time zone 'UTC'
      and p.completed_at < (last_day + 2)::timestamp at time zone 'UTC'
    group by p.user_id
  )
  select m.mbti_type, m.user_id, t.metric, least(v.value, t.most)
  from members as m
  left join days as d on d.user_id = m.user_id
  left join habits as h on h.user_id = m.user_id
  left join content as c on c.user_id = m.user_id
  cross join lateral (
    values
      ('actions_per_week', coalesce(d.actions, 0) / 4.0),
      ('active_days_per_week', coalesce(d.days, 0) / 4.0),
      ('minutes_per_week', coalesce(d.minutes, 0) / 4.0),
      ('longest_streak', coalesce((select max(upper(i.island) - lower(i.island)) from unnest(d.islands) as i (island)), 0)::numeric),
      ('habits_kept', coalesce(h.kept, 0)::numeric),
      ('content_completed', coalesce(c.completed, 0)::numeric)
  ) as v (metric, value)
  join private.type_metrics() as t on t.metric = v.metric;
$$;

comment on function private.type_values(text[], date, date) is
  'What each person of these types'' cohorts counts for, by metric, between two days. The server''s only.';

-- private.refresh_mbti_type_statistics: makes the statistics of the four weeks before this one, by the rules above.
-- Returns how many types it released or withdrew. Idempotent: a type is released once a week. Run by cron, by the
-- server only.
create function private.refresh_mbti_type_statistics(at timestamptz default now())
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  last_day constant date := date_trunc('week', at at time zone 'UTC')::date - 1;
  first_day constant date := last_day - 27;
  people uuid[];
  types text[];
  due text[];
  withdrawn text[];
begin
  -- One at a time: the people kept must be those of the numbers shown.
  perform pg_advisory_xact_lock(hashtextextended('mbti_type_statistics', 0));

  -- Read once, so that who is compared is who is counted.
  select array_agg(u.id), array_agg(p.mbti_type) into people, types
  from public.mbti_profiles as p
  join public.users as u on u.id = p.user_id
  where p.is_current
    and private.joins_cohorts(u, (last_day + 1)::timestamp at time zone 'UTC')
    and u.last_seen_at >= first_day::timestamp at time zone 'UTC'
    and private.may_record_analytics(u.id);

  with compared as (
    select coalesce(e.mbti_type, c.mbti_type::text) as mbti_type, count(e.user_id) as present, count(c.user_id) as kept,
      count(*) filter (where e.user_id is null or c.user_id is null) as changed
    from unnest(people, types) as e (user_id, mbti_type)
    full join private.mbti_cohorts as c on c.mbti_type::text = e.mbti_type and c.user_id = e.user_id
    group by 1
  ), judged as (
    select t.code::text as mbti_type, r.period_end, coalesce(c.present, 0) as present,
      -- Who was erased is in neither.
      coalesce(c.changed, 0) + coalesce(r.people, 0) - coalesce(c.kept, 0) as changed
    from public.mbti_types as t
    left join compared as c on c.mbti_type = t.code
    left join private.mbti_releases as r on r.mbti_type = t.code
  )
  select
    array_agg(j.mbti_type) filter (
      where j.present >= private.smallest_cohort()
        and (j.period_end < last_day or j.period_end is null)
        and (j.changed = 0 or j.changed >= private.smallest_cohort() or j.period_end < first_day)
    ),
    array_agg(j.mbti_type) filter (where j.present < private.smallest_cohort())
  into due, withdrawn
  from judged as j;
  due := coalesce(due, '{}');

  delete from private.mbti_releases as r where r.mbti_type = any (due);
  insert into private.mbti_releases (mbti_type, period_end, people)
  select e.mbti_type, last_day, count(*)
  from unnest(people, types) as e (user_id, mbti_type)
  where e.mbti_type = any (due)
  group by e.mbti_type;
  insert into private.mbti_cohorts (mbti_type, user_id)
  select e.mbti_type, e.user_id
  from unnest(people, types) as e (user_id, mbti_type)
  where e.mbti_type = any (due);

  insert into public.mbti_type_statistics as s (id, metric, mbti_type, average, people, period_start, period_end)
  select private.catalogue_id('mbti_type_statistics', v.metric || ':' || v.mbti_type), v.metric, v.mbti_type,
    round(avg(v.value) / min(t.step)) * min(t.step),
    count(*)::integer / private.smallest_cohort() * private.smallest_cohort(), first_day, last_day
  from private.type_values(due, first_day, last_day) as v
  join private.type_metrics() as t on t.metric = v.metric
  group by v.metric, v.mbti_type
  order by v.metric, v.mbti_type
  on conflict (metric, mbti_type) do update set
    average = excluded.average, people = excluded.people,
    period_start = excluded.period_start, period_end = excluded.period_end;

  -- The people kept stay: what is shown next is compared with what was shown last.
  with gone as (
    delete from public.mbti_type_statistics as s where s.mbti_type = any (withdrawn) returning s.mbti_type
  )
  select coalesce(array_agg(distinct g.mbti_type::text), '{}') into withdrawn from gone as g;
  return cardinality(due) + cardinality(withdrawn);
end;
$$;

comment on function private.refresh_mbti_type_statistics(timestamptz) is
  'Makes the statistics of each MBTI type over the four weeks before this one, in cohorts of ten or more; returns how many types changed. Idempotent; run by cron.';


-- compare_types: the 16 types side by side by one metric: a row a type, the highest average first. What is withheld
-- (see above) has no average, and comes last. is_own marks the caller's current type.
-- For signed-in people. Raises type_metric_unknown (PT422) and what private.require_person() raises.
create function public.compare_types(metric text)
returns table (
  mbti_type text, average numeric, unit text, people integer, period_start date, period_end date, is_own boolean
)
language plpgsql
stable
security invoker
rows 16
set search_path = ''
as $$
declare
  me constant uuid := private.require_person();
  wanted constant text := compare_types.metric;
  found_unit constant text := (select m.unit from private.type_metrics() as m where m.metric = wanted);
  own constant text := (select p.mbti_type from public.mbti_profiles as p where p.user_id = me and p.is_current);
begin
  if found_unit is null then
    raise exception using errcode = 'PT422', message = 'type_metric_unknown',
      detail = format('metric: there is no metric %L.', left(wanted, 80)),
      hint = 'Send one of ' || (select string_agg(m.metric, ', ') from private.type_metrics() as m) || '.';
  end if;
  return query
    select t.code::text, s.average::numeric, found_unit, s.people, s.period_start, s.period_end, coalesce(t.code = own, false)
    from public.mbti_types as t
    left join public.mbti_type_statistics as s on s.mbti_type = t.code and s.metric = wanted
    order by s.average desc nulls last, t.code;
end;
$$;

comment on function public.compare_types(text) is
  'The 16 MBTI types side by side by one metric, over cohorts of ten people or more; smaller ones have no average.';

grant execute on function public.compare_types(text) to authenticated;
