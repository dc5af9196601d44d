-- Module 11, analytics tracking: how the app is used, and what that adds up to.
--
--   analytics_events          what happened: a screen opened, an entry saved, a query that took long
--   interaction_analytics     what was touched, for how long, how far, and which cognitive function it exercised
--   user_activity_daily       what a person did on a day
--   feature_usage_daily       how many used a part of the app on a day; never who, and never of fewer than ten
--   platform_usage_daily      active people and sessions of a day
--
-- Devices only add events, and are sent none (direction up). Their months are partitions, and go as a whole when they
-- are past. Nobody is recorded without consent to it (purpose analytics), and nobody under 13: such events are refused.
-- Events hold codes and numbers, never what a person wrote, and neither address nor user agent.
--
-- Rollups follow from the events. A statement that adds or removes events notes which days of whom it changed;
-- private.refresh_activity() counts those days anew, so that what arrives weeks late is counted like the rest.

insert into private.settings (name, value, unit, description) values
  ('analytics.kept_months', 3, 'months', 'How old an event may be when it arrives. A month goes two days after its last event may have come.'),
  ('analytics.activity_months', 24, 'months', 'How long it is kept what one person did on a day.');


-- private.analytics_since: how old an event may be that arrives at `at`.
create function private.analytics_since(at timestamptz default now())
returns timestamptz
language sql
stable
set search_path = ''
as $$
  select (at at time zone 'UTC' - make_interval(months => ceil(private.setting('analytics.kept_months'))::integer)) at time zone 'UTC';
$$;

-- private.analytics_first_month: the first month of which events are kept. Two days before the oldest event that may
-- arrive: the day it belongs to begins before it, in any time zone, and is counted anew from all its events.
create function private.analytics_first_month(at timestamptz default now())
returns timestamptz
language sql
stable
set search_path = ''
as $$
  select date_trunc('month', private.analytics_since(at) - interval '2 days', 'UTC');
$$;

-- private.is_event_time: whether there is a month for an event of this moment. For the domain event_time.
-- Postgres looks for the partition of a row before any trigger sees it, and what it says when there is none names no
-- field. A value becomes one of its domain earlier than that. What is stored has its month, so this holds for as long
-- as it is there, and when it is restored; how old an event may be when it arrives is the trigger's to say.
-- The first moment of a month is one in any case: the bounds of a partition are made of the domain too, before it is there.
-- Raises event_time_missing, event_too_old, event_in_future (PT422).
create function private.is_event_time(value timestamptz)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
declare
  month constant text := to_char(value at time zone 'UTC', 'YYYY_MM');
begin
  if to_regclass('public.analytics_events_' || month) is not null and to_regclass('public.interaction_analytics_' || month) is not null
    or value > '2026-01-01 00:00:00+00' and isfinite(value) and value = date_trunc('month', value, 'UTC')
  then
    return true;
  elsif value is null then
    raise exception using errcode = 'PT422', message = 'event_time_missing',
      detail = 'occurred_at: an event needs the time at which it happened.',
      hint = 'Send it with the event, and the same again if the event is sent again.';
  elsif value > now() then
    raise exception using errcode = 'PT422', message = 'event_in_future',
      detail = format('occurred_at: %s has not come yet.', value),
      hint = 'Correct the clock; an event is taken once its time has come.';
  else
    raise exception using errcode = 'PT422', message = 'event_too_old',
      detail = format('occurred_at: %s is longer ago than events are kept.', value),
      hint = 'Delete the event on the device; it is never taken.';
  end if;
end;
$$;

create domain public.event_time as timestamptz(3)
  constraint event_time_has_month check (private.is_event_time(value));
comment on domain public.event_time is
  'When an event happened: a moment in one of the months of which events are kept, or of the next ones.';

create domain public.app_version as text
  constraint app_version_is_version check (
    value ~ '^[0-9]{1,6}([.][0-9]{1,6}){0,3}(-[a-z]{1,10}([.-]?[0-9]{1,6})?)?([+][0-9a-z]{1,12})?$' and char_length(value) <= 40
  );
comment on domain public.app_version is 'The version of an app, and no sentence: 1.4.0, 2.14.0-beta.3+512; at most 40 characters.';

-- private.properties_fit: whether JSON is an object of at most `most` keys with plain values: numbers, booleans, nulls,
-- and texts that are codes of at most `longest` characters. Codes have no space, @ or colon, so that no sentence,
-- e-mail address, URL or user agent is one; and an IP address is none either. A key is of four words at most. For checks.
create function private.properties_fit(properties jsonb, most integer, longest integer)
returns boolean
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  item record;
  keys integer := 0;
begin
  if jsonb_typeof(properties) <> 'object' then
    return false;
  end if;
  for item in select p.key, p.value, jsonb_typeof(p.value) as type, p.value #>> '{}' as text from jsonb_each(properties) as p loop
    keys := keys + 1;
    if keys > most or char_length(item.key) > 40 or item.key !~ '^[a-z][a-z0-9]*(_[a-z0-9]+){0,3}$' or item.type in ('object', 'array')
      or item.type = 'string' and (
        char_length(item.text) > longest
        or item.text !~ '^[A-Za-z0-9_./+-]*$'
        or item.text ~ '^[0-9]{1,3}([.][0-9]{1,3}){3}(/|$)'
      )
      or item.type = 'number' and char_length(item.text) > 40
    then
      return false;
    end if;
  end loop;
  return true;
end;
$$;

-- Whoever writes a row runs its checks and its trigger.
grant execute on function
  private.analytics_since(timestamptz),
  private.is_event_time(timestamptz),
  private.properties_fit(jsonb, integer, integer)
to authenticated, service_role;


-- Events: what happened in the app. They are added and never changed, so there is no updated_at.

create table public.analytics_events (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  occurred_at public.event_time not null,
  occurred_on date not null,
  session_id uuid not null,
  name public.slug not null,
  category text not null default 'behavior',
  feature public.slug,
  screen public.slug,
  properties jsonb not null default '{}',
  duration_ms integer,
  platform public.platform,
  device_type text,
  app_version public.app_version,
  mbti_type public.mbti_code,
  created_at timestamptz(3) not null default now(),
  constraint analytics_events_pkey primary key (user_id, id, occurred_at),
  constraint analytics_events_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint analytics_events_category_is_known check (category in ('behavior', 'performance', 'business', 'effectiveness')),
  constraint analytics_events_properties_are_codes check (private.properties_fit(properties, 20, 100)),
  constraint analytics_events_duration_ms_is_a_day check (duration_ms between 0 and 86400000),
  constraint analytics_events_device_type_is_known check (device_type in ('mobile', 'tablet', 'desktop'))
) partition by range (occurred_at);

comment on table public.analytics_events is
  'What happened in the app, as devices tell it. Monthly partitions; kept for analytics.kept_months. Codes and numbers only. Refused of a person who does not consent to analytics.';
comment on column public.analytics_events.occurred_at is 'When it happened, or began, by the device''s clock.';
comment on column public.analytics_events.occurred_on is
  'The day of occurred_at where the person was when it arrived (users.timezone then). Set by the server, and stays there.';
comment on column public.analytics_events.session_id is 'The stay in the app it belongs to: a uuid that the device makes anew each time the app is opened.';
comment on column public.analytics_events.name is 'What happened, as a code: journal-entry-saved.';
comment on column public.analytics_events.category is
  'behavior: what people do; performance: how the app fares; business: plans and conversions; effectiveness: whether it helped.';
comment on column public.analytics_events.feature is 'The part of the app, as a code: journal, visions, coaching. feature_usage_daily counts by it.';
comment on column public.analytics_events.screen is 'The screen it happened on, as a code.';
comment on column public.analytics_events.properties is
  'At most 20 further facts by name: numbers, booleans, and codes of at most 100 letters, digits and _ . / + -.';
comment on column public.analytics_events.duration_ms is 'Milliseconds it took; null for what takes no time.';
comment on column public.analytics_events.mbti_type is
  'The type the app went by at the time. If the device does not say, the current one when it arrived.';
comment on column public.analytics_events.created_at is 'When it reached the server, which may be weeks after occurred_at. Stays there.';

create index analytics_events_user_id_occurred_at_idx on public.analytics_events (user_id, occurred_at);
comment on index public.analytics_events_user_id_occurred_at_idx is 'Serves the events of a person''s day: private.refresh_activity().';


-- Interactions: what was touched and what it exercised. Like events in all else.

create table public.interaction_analytics (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  occurred_at public.event_time not null,
  occurred_on date not null,
  session_id uuid not null,
  kind text not null,
  target public.slug not null,
  target_id uuid,
  feature public.slug,
  screen public.slug,
  dwell_ms integer,
  scroll_percent public.score,
  cognitive_function public.cognitive_function_code,
  outcome text,
  effectiveness public.score,
  properties jsonb not null default '{}',
  platform public.platform,
  device_type text,
  app_version public.app_version,
  mbti_type public.mbti_code,
  created_at timestamptz(3) not null default now(),
  constraint interaction_analytics_pkey primary key (user_id, id, occurred_at),
  constraint interaction_analytics_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint interaction_analytics_kind_is_known check (
    kind in (
      'view', 'tap', 'long_press', 'swipe', 'scroll', 'drag', 'input', 'select', 'submit', 'navigate', 'search', 'play',
      'pause', 'share', 'dismiss', 'adapt', 'session'
    )
  ),
  constraint interaction_analytics_dwell_ms_is_a_day check (dwell_ms between 0 and 86400000),
  constraint interaction_analytics_outcome_is_known check (outcome in ('completed', 'abandoned', 'succeeded', 'failed')),
  constraint interaction_analytics_properties_are_codes check (private.properties_fit(properties, 20, 100)),
  constraint interaction_analytics_device_type_is_known check (device_type in ('mobile', 'tablet', 'desktop'))
) partition by range (occurred_at);

comment on table public.interaction_analytics is
  'What people touched, for how long, and which cognitive function it exercised. Monthly partitions; kept for analytics.kept_months. Codes and numbers only. Refused of a person who does not consent to analytics.';
comment on column public.interaction_analytics.occurred_at is 'When it began, by the device''s clock.';
comment on column public.interaction_analytics.occurred_on is
  'The day of occurred_at where the person was when it arrived (users.timezone then). Set by the server, and stays there.';
comment on column public.interaction_analytics.session_id is
  'The stay in the app it belongs to: a uuid that the device makes anew each time the app is opened.';
comment on column public.interaction_analytics.kind is
  'What was done. adapt: the app adapted itself to the person; session: a coaching or learning session as a whole.';
comment on column public.interaction_analytics.target is 'What it was done to, as a code: vision-card, coaching-session.';
comment on column public.interaction_analytics.target_id is
  'The record shown there, such as a row of coaching_sessions or content_items. Not enforced: events outlive records.';
comment on column public.interaction_analytics.feature is 'The part of the app, as a code: journal, visions, coaching. feature_usage_daily counts by it.';
comment on column public.interaction_analytics.screen is 'The screen it happened on, as a code.';
comment on column public.interaction_analytics.dwell_ms is 'Milliseconds the person stayed with it.';
comment on column public.interaction_analytics.scroll_percent is 'How far down they scrolled, from 0 to 100.';
comment on column public.interaction_analytics.cognitive_function is 'The cognitive function it exercised, if one stands out.';
comment on column public.interaction_analytics.outcome is 'How it ended, where that can be told.';
comment on column public.interaction_analytics.effectiveness is 'How well it served its purpose, from 0 to 100, where the app measures that.';
comment on column public.interaction_analytics.properties is
  'At most 20 further facts by name: numbers, booleans, and codes of at most 100 letters, digits and _ . / + -.';
comment on column public.interaction_analytics.mbti_type is
  'The type the app went by at the time. If the device does not say, the current one when it arrived.';
comment on column public.interaction_analytics.created_at is 'When it reached the server, which may be weeks after occurred_at. Stays there.';

create index interaction_analytics_user_id_occurred_at_idx on public.interaction_analytics (user_id, occurred_at);
comment on index public.interaction_analytics_user_id_occurred_at_idx is
  'Serves the interactions of a person''s day: private.refresh_activity().';


-- Changes: which days of whom have events that are not counted yet. Writers only ever append here, and so never wait for
-- the job that takes the rows away.

create table private.activity_changes (
  changed_at timestamptz not null default now(),
  id uuid not null default gen_random_uuid(),
  user_id uuid,
  day date not null,
  constraint activity_changes_pkey primary key (changed_at, id),
  constraint activity_changes_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade
);

comment on table private.activity_changes is 'Days that must be counted anew because events came or went; private.refresh_activity() takes them away.';
comment on column private.activity_changes.user_id is 'Whose day; null when they are gone, and only the sums of the day are left to correct.';

create index activity_changes_user_id_idx on private.activity_changes (user_id);
comment on index private.activity_changes_user_id_idx is 'Serves the erasure of a person.';

-- For the freshness of reports.
grant select (changed_at) on private.activity_changes to service_role;


-- private.admit_event: trigger `_200_admit`: decides whether an event came in time, and on which day it falls.
-- Raises event_too_old, event_in_future (PT422).
create function private.admit_event()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  select (new.occurred_at at time zone u.timezone)::date,
    coalesce(new.mbti_type, (select p.mbti_type from public.mbti_profiles as p where p.user_id = u.id and p.is_current limit 1))
  into new.occurred_on, new.mbti_type
  from public.users as u
  where u.id = new.user_id;
  if not found then
    -- Another person's: row-level security refuses it.
    return new;
  end if;
  if new.occurred_at < private.analytics_since() then
    raise exception using errcode = 'PT422', message = 'event_too_old',
      detail = format('occurred_at: %s is longer ago than events are kept.', new.occurred_at),
      hint = 'Delete the event on the device; it is never taken.';
  elsif new.occurred_at > now() + interval '2 seconds' then
    raise exception using errcode = 'PT422', message = 'event_in_future',
      detail = format('occurred_at: %s has not come yet.', new.occurred_at),
      hint = 'Correct the clock; an event is taken once its time has come.';
  end if;
  return new;
end;
$$;

-- private.activity_after_events: triggers `_300_activity` on both tables: notes the days that changed.
-- Definer: the notes are not people's to write.
create function private.activity_after_events()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  -- Someone who is being erased is gone from users by the time their events go.
  if tg_op = 'INSERT' then
    insert into private.activity_changes (user_id, day)
    select distinct u.id, n.occurred_on
    from new_rows as n
    left join public.users as u on u.id = n.user_id;
  elsif tg_op = 'DELETE' then
    insert into private.activity_changes (user_id, day)
    select distinct u.id, o.occurred_on
    from old_rows as o
    left join public.users as u on u.id = o.user_id;
  else
    insert into private.activity_changes (user_id, day)
    select u.id, c.occurred_on
    from (select o.user_id, o.occurred_on from old_rows as o union select n.user_id, n.occurred_on from new_rows as n) as c
    left join public.users as u on u.id = c.user_id;
  end if;
  return null;
end;
$$;

create trigger _150_consent before insert on public.analytics_events
  for each statement execute function private.require_consent('analytics');
create trigger _150_consent_server after insert on public.analytics_events
  referencing new table as new_rows for each statement execute function private.require_consent_of_all('analytics');
create trigger _200_admit before insert on public.analytics_events
  for each row execute function private.admit_event();
create trigger _150_consent before insert on public.interaction_analytics
  for each statement execute function private.require_consent('analytics');
create trigger _150_consent_server after insert on public.interaction_analytics
  referencing new table as new_rows for each statement execute function private.require_consent_of_all('analytics');
create trigger _200_admit before insert on public.interaction_analytics
  for each row execute function private.admit_event();
create trigger _300_activity_insert after insert on public.analytics_events
  referencing new table as new_rows for each statement execute function private.activity_after_events();
create trigger _300_activity_update after update on public.analytics_events
  referencing old table as old_rows new table as new_rows for each statement execute function private.activity_after_events();
create trigger _300_activity_delete after delete on public.analytics_events
  referencing old table as old_rows for each statement execute function private.activity_after_events();
create trigger _300_activity_insert after insert on public.interaction_analytics
  referencing new table as new_rows for each statement execute function private.activity_after_events();
create trigger _300_activity_update after update on public.interaction_analytics
  referencing old table as old_rows new table as new_rows for each statement execute function private.activity_after_events();
create trigger _300_activity_delete after delete on public.interaction_analytics
  referencing old table as old_rows for each statement execute function private.activity_after_events();

alter table public.analytics_events enable row level security;

create policy analytics_events_select_own on public.analytics_events for select to authenticated
  using (user_id = (select auth.uid()));
create policy analytics_events_insert_own on public.analytics_events for insert to authenticated
  with check (user_id = (select auth.uid()));
-- No update or delete: what happened has happened. Events go with their month, or with the account.

grant select on public.analytics_events to authenticated, service_role;
grant insert (
  user_id, id, occurred_at, session_id, name, category, feature, screen, properties, duration_ms, platform, device_type,
  app_version, mbti_type
) on public.analytics_events to authenticated;

alter table public.interaction_analytics enable row level security;

create policy interaction_analytics_select_own on public.interaction_analytics for select to authenticated
  using (user_id = (select auth.uid()));
create policy interaction_analytics_insert_own on public.interaction_analytics for insert to authenticated
  with check (user_id = (select auth.uid()));
-- No update or delete: what happened has happened. Events go with their month, or with the account.

grant select on public.interaction_analytics to authenticated, service_role;
grant insert (
  user_id, id, occurred_at, session_id, kind, target, target_id, feature, screen, dwell_ms, scroll_percent,
  cognitive_function, outcome, effectiveness, properties, platform, device_type, app_version, mbti_type
) on public.interaction_analytics to authenticated;

select sync.register_table('public.analytics_events', direction => 'up', omit => '{occurred_on,created_at}', priority => 20);
select sync.register_table('public.interaction_analytics', direction => 'up', omit => '{occurred_on,created_at}', priority => 20);


-- The months of which events are kept, this one, and the next three.
select private.ensure_partitions('public.analytics_events', since => private.analytics_first_month());
select private.ensure_partitions('public.interaction_analytics', since => private.analytics_first_month());


-- Rollups. Only the server reads them: a device knows what its person did, and would be sent a row for each day.

create table public.user_activity_daily (
  user_id uuid not null,
  day date not null,
  session_count integer not null,
  session_ms bigint not null,
  event_count integer not null,
  interaction_count integer not null,
  feature_count integer not null,
  duration_ms bigint not null,
  dwell_ms bigint not null,
  first_at timestamptz(3) not null,
  last_at timestamptz(3) not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint user_activity_daily_pkey primary key (user_id, day),
  constraint user_activity_daily_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint user_activity_daily_has_activity check (event_count >= 0 and interaction_count >= 0 and event_count + interaction_count > 0),
  constraint user_activity_daily_has_session check (session_count between 1 and event_count + interaction_count),
  constraint user_activity_daily_first_is_first check (last_at >= first_at)
);

comment on table public.user_activity_daily is
  'What a person did on a day of theirs. Follows from the events; private.refresh_activity() computes it. Kept for analytics.activity_months; server only.';
comment on column public.user_activity_daily.day is 'The person''s own day: analytics_events.occurred_on.';
comment on column public.user_activity_daily.session_count is 'Sessions with an event on the day. One that runs past midnight counts on both days, with its part of each.';
comment on column public.user_activity_daily.session_ms is
  'Milliseconds of those sessions on the day, each from the begin of its first event to the end of its last.';
comment on column public.user_activity_daily.feature_count is 'Different features used.';
comment on column public.user_activity_daily.duration_ms is 'Milliseconds that events took, together.';
comment on column public.user_activity_daily.dwell_ms is 'Milliseconds of dwelling, together.';
comment on column public.user_activity_daily.first_at is 'Begin of the first event or interaction of the day.';
comment on column public.user_activity_daily.last_at is 'End of the one that ended last.';

create index user_activity_daily_day_idx on public.user_activity_daily (day);
comment on index public.user_activity_daily_day_idx is 'Serves platform_usage_daily, and retention.';

create trigger _100_touch before insert or update on public.user_activity_daily
  for each row execute function private.touch();

-- No policy: only the server reads and writes it.
alter table public.user_activity_daily enable row level security;
grant select on public.user_activity_daily to service_role;


-- Between the events and feature_usage_daily stands who used what: a day of one person changes a few rows here, and the
-- events of all the others are not read again. It goes with the events.

create table private.feature_days (
  user_id uuid not null,
  day date not null,
  feature public.slug not null,
  session_count integer not null,
  event_count integer not null,
  interaction_count integer not null,
  duration_ms bigint not null,
  dwell_ms bigint not null,
  constraint feature_days_pkey primary key (user_id, day, feature),
  constraint feature_days_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade
);

comment on table private.feature_days is
  'Which parts of the app a person used on a day, as long as events of the day may still come. private.refresh_activity() computes it.';

create index feature_days_day_idx on private.feature_days (day);
comment on index private.feature_days_day_idx is 'Serves feature_usage_daily, and retention.';


create table public.feature_usage_daily (
  day date not null,
  feature public.slug not null,
  user_count integer not null,
  session_count bigint not null,
  event_count bigint not null,
  interaction_count bigint not null,
  duration_ms bigint not null,
  dwell_ms bigint not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint feature_usage_daily_pkey primary key (day, feature),
  constraint feature_usage_daily_is_cohort check (user_count >= private.smallest_cohort())
);

comment on table public.feature_usage_daily is
  'How a part of the app was used on a day, by how many; nobody can be told apart. A feature that fewer than ten people used has no row. Server only.';
comment on column public.feature_usage_daily.day is 'The day where each person was.';
comment on column public.feature_usage_daily.feature is 'analytics_events.feature and interaction_analytics.feature.';
comment on column public.feature_usage_daily.user_count is 'People who used it: at least ten.';
comment on column public.feature_usage_daily.duration_ms is 'Milliseconds that events took, together.';
comment on column public.feature_usage_daily.dwell_ms is 'Milliseconds of dwelling, together.';

create index feature_usage_daily_feature_day_idx on public.feature_usage_daily (feature, day);
comment on index public.feature_usage_daily_feature_day_idx is 'Serves one feature over time.';

create trigger _100_touch before insert or update on public.feature_usage_daily
  for each row execute function private.touch();

-- No policy: only the server reads and writes it.
alter table public.feature_usage_daily enable row level security;
grant select on public.feature_usage_daily to service_role;


create table public.platform_usage_daily (
  day date not null,
  active_users integer not null,
  session_count bigint not null,
  session_ms bigint not null,
  event_count bigint not null,
  interaction_count bigint not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint platform_usage_daily_pkey primary key (day),
  constraint platform_usage_daily_has_users check (active_users > 0 and session_count >= active_users)
);

comment on table public.platform_usage_daily is
  'How many people used the app on a day, and for how long: the sums of user_activity_daily, which they outlive. Server only.';
comment on column public.platform_usage_daily.day is 'The day where each person was.';
comment on column public.platform_usage_daily.active_users is 'People with an event or interaction.';
comment on column public.platform_usage_daily.session_ms is 'Milliseconds of all sessions, together.';

create trigger _100_touch before insert or update on public.platform_usage_daily
  for each row execute function private.touch();

-- No policy: only the server reads and writes it.
alter table public.platform_usage_daily enable row level security;
grant select on public.platform_usage_daily to service_role;


-- private.analytics_complete_from: the first day of which all events are there, wherever the person was: the second of
-- the oldest month. Days before it are counted for good.
create function private.analytics_complete_from()
returns date
language sql
stable
set search_path = ''
as $$
  select max(t.first_day) + 1
  from (
    select min(to_date(right(c.relname, 7), 'YYYY_MM')) as first_day
    from pg_catalog.pg_inherits as i
    join pg_catalog.pg_class as c on c.oid = i.inhrelid
    where i.inhparent in ('public.analytics_events'::regclass, 'public.interaction_analytics'::regclass)
    group by i.inhparent
  ) as t;
$$;

-- private.activity_facts: events and interactions of these days of these people. The arrays are parallel.
create function private.activity_facts(people uuid[], days date[])
returns table (
  user_id uuid, day date, session_id uuid, feature text, first_at timestamptz, last_at timestamptz, events integer,
  interactions integer, duration_ms integer, dwell_ms integer
)
language sql
stable
set search_path = ''
as $$
  with target as (
    select t.user_id, t.day,
      -- As far as a local day can lie from the same day in UTC, for the index and the months.
      (t.day - 1)::timestamp at time zone 'UTC' as first_moment, (t.day + 2)::timestamp at time zone 'UTC' as end_moment
    from unnest(people, days) as t (user_id, day)
  )
  select t.user_id, t.day, e.session_id, e.feature, e.occurred_at,
    e.occurred_at + coalesce(e.duration_ms, 0) * interval '1 millisecond', 1, 0, coalesce(e.duration_ms, 0), 0
  from target as t
  join public.analytics_events as e
    on e.user_id = t.user_id and e.occurred_on = t.day and e.occurred_at >= t.first_moment and e.occurred_at < t.end_moment
  union all
  select t.user_id, t.day, i.session_id, i.feature, i.occurred_at,
    i.occurred_at + coalesce(i.dwell_ms, 0) * interval '1 millisecond', 0, 1, 0, coalesce(i.dwell_ms, 0)
  from target as t
  join public.interaction_analytics as i
    on i.user_id = t.user_id and i.occurred_on = t.day and i.occurred_at >= t.first_moment and i.occurred_at < t.end_moment;
$$;


-- private.refresh_activity: counts anew the days whose events changed until `at`: at most `batch` notes of changes at
-- once, the oldest first. Returns how many notes it dealt with; 0 when everything is counted. Run by cron.
-- Idempotent: a day is computed from all its events, whenever they came. One runs at a time; writers never wait for it.
create function private.refresh_activity(at timestamptz default now(), batch integer default 10000)
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  first_day date;
  taken integer;
  people uuid[];
  person_days date[];
  days date[];
begin
  perform pg_advisory_xact_lock(hashtextextended('private.refresh_activity', 0));
  first_day := private.analytics_complete_from();

  with taken as (
    delete from private.activity_changes as c
    using (
      select o.changed_at, o.id
      from private.activity_changes as o
      where o.changed_at <= at
        -- Of whom processing is restricted, days wait.
        and not exists (select from public.users as u where u.id = o.user_id and u.restricted_at is not null)
      order by o.changed_at, o.id
      limit batch
    ) as oldest
    where c.changed_at = oldest.changed_at and c.id = oldest.id
    returning c.user_id, c.day
  ), changed as (
    -- Of earlier days some events are gone, for good, and the days stay as they were counted.
    select distinct t.user_id, t.day from taken as t where t.day >= first_day
  )
  select
    (select count(*) from taken),
    (select array_agg(c.user_id order by c.user_id, c.day) from changed as c where c.user_id is not null),
    (select array_agg(c.day order by c.user_id, c.day) from changed as c where c.user_id is not null),
    (select array_agg(distinct c.day) from changed as c)
  into taken, people, person_days, days;
  if days is null then
    return taken;
  end if;

  -- Whoever is being erased is waited for. The statements after this see every event whose note was taken.
  perform from public.users as u where u.id = any (people) order by u.id for key share;

  with fact as materialized (
    select * from private.activity_facts(people, person_days)
  ), used as materialized (
    select f.user_id, f.day, f.feature, count(distinct f.session_id) as session_count, sum(f.events) as event_count,
      sum(f.interactions) as interaction_count, sum(f.duration_ms) as duration_ms, sum(f.dwell_ms) as dwell_ms
    from fact as f
    where f.feature is not null
    group by f.user_id, f.day, f.feature
  ), session as (
    select f.user_id, f.day, min(f.first_at) as first_at, max(f.last_at) as last_at, sum(f.events) as events,
      sum(f.interactions) as interactions, sum(f.duration_ms) as duration_ms, sum(f.dwell_ms) as dwell_ms
    from fact as f
    group by f.user_id, f.day, f.session_id
  ), active as materialized (
    select s.user_id, s.day, count(*) as session_count, sum(date_part('epoch', s.last_at - s.first_at) * 1000)::bigint as session_ms,
      sum(s.events) as event_count, sum(s.interactions) as interaction_count, sum(s.duration_ms) as duration_ms,
      sum(s.dwell_ms) as dwell_ms, min(s.first_at) as first_at, max(s.last_at) as last_at
    from session as s
    group by s.user_id, s.day
  ), unused as (
    delete from private.feature_days as d
    using unnest(people, person_days) as t (user_id, day)
    where d.user_id = t.user_id and d.day = t.day
      -- Hashed once: an anti-join may become one loop in another, and the days of a batch are many.
      and (d.user_id, d.day, d.feature) not in (select u.user_id, u.day, u.feature from used as u)
  ), inactive as (
    delete from public.user_activity_daily as a
    using unnest(people, person_days) as t (user_id, day)
    where a.user_id = t.user_id and a.day = t.day
      and (a.user_id, a.day) not in (select c.user_id, c.day from active as c)
  ), features as (
    insert into private.feature_days as d (user_id, day, feature, session_count, event_count, interaction_count, duration_ms, dwell_ms)
    select u.user_id, u.day, u.feature, u.session_count, u.event_count, u.interaction_count, u.duration_ms, u.dwell_ms
    from used as u
    on conflict on constraint feature_days_pkey do update set
      session_count = excluded.session_count, event_count = excluded.event_count, interaction_count = excluded.interaction_count,
      duration_ms = excluded.duration_ms, dwell_ms = excluded.dwell_ms
    where (d.session_count, d.event_count, d.interaction_count, d.duration_ms, d.dwell_ms) is distinct from (
        excluded.session_count, excluded.event_count, excluded.interaction_count, excluded.duration_ms, excluded.dwell_ms
      )
  )
  insert into public.user_activity_daily as a (
    user_id, day, session_count, session_ms, event_count, interaction_count, feature_count, duration_ms, dwell_ms, first_at, last_at
  )
  select c.user_id, c.day, c.session_count, c.session_ms, c.event_count, c.interaction_count, coalesce(u.feature_count, 0),
    c.duration_ms, c.dwell_ms, c.first_at, c.last_at
  from active as c
  left join (select x.user_id, x.day, count(*) as feature_count from used as x group by x.user_id, x.day) as u
    on u.user_id = c.user_id and u.day = c.day
  on conflict on constraint user_activity_daily_pkey do update set
    session_count = excluded.session_count, session_ms = excluded.session_ms, event_count = excluded.event_count,
    interaction_count = excluded.interaction_count, feature_count = excluded.feature_count, duration_ms = excluded.duration_ms,
    dwell_ms = excluded.dwell_ms, first_at = excluded.first_at, last_at = excluded.last_at
  where (
      a.session_count, a.session_ms, a.event_count, a.interaction_count, a.feature_count, a.duration_ms, a.dwell_ms, a.first_at, a.last_at
    ) is distinct from (
      excluded.session_count, excluded.session_ms, excluded.event_count, excluded.interaction_count, excluded.feature_count,
      excluded.duration_ms, excluded.dwell_ms, excluded.first_at, excluded.last_at
    );

  with computed as materialized (
    select d.day, d.feature, count(*) as user_count, sum(d.session_count) as session_count, sum(d.event_count) as event_count,
      sum(d.interaction_count) as interaction_count, sum(d.duration_ms) as duration_ms, sum(d.dwell_ms) as dwell_ms
    from private.feature_days as d
    where d.day = any (days)
    group by d.day, d.feature
    having count(*) >= private.smallest_cohort()
  ), gone as (
    delete from public.feature_usage_daily as u
    where u.day = any (days) and not exists (select from computed as c where c.day = u.day and c.feature = u.feature)
  )
  insert into public.feature_usage_daily as u (
    day, feature, user_count, session_count, event_count, interaction_count, duration_ms, dwell_ms
  )
  select c.day, c.feature, c.user_count, c.session_count, c.event_count, c.interaction_count, c.duration_ms, c.dwell_ms
  from computed as c
  on conflict on constraint feature_usage_daily_pkey do update set
    user_count = excluded.user_count, session_count = excluded.session_count, event_count = excluded.event_count,
    interaction_count = excluded.interaction_count, duration_ms = excluded.duration_ms, dwell_ms = excluded.dwell_ms
  where (u.user_count, u.session_count, u.event_count, u.interaction_count, u.duration_ms, u.dwell_ms) is distinct from (
      excluded.user_count, excluded.session_count, excluded.event_count, excluded.interaction_count, excluded.duration_ms, excluded.dwell_ms
    );

  with computed as materialized (
    select a.day, count(*) as active_users, sum(a.session_count) as session_count, sum(a.session_ms) as session_ms,
      sum(a.event_count) as event_count, sum(a.interaction_count) as interaction_count
    from public.user_activity_daily as a
    where a.day = any (days)
    group by a.day
  ), gone as (
    delete from public.platform_usage_daily as p
    where p.day = any (days) and not exists (select from computed as c where c.day = p.day)
  )
  insert into public.platform_usage_daily as p (day, active_users, session_count, session_ms, event_count, interaction_count)
  select c.day, c.active_users, c.session_count, c.session_ms, c.event_count, c.interaction_count
  from computed as c
  on conflict on constraint platform_usage_daily_pkey do update set
    active_users = excluded.active_users, session_count = excluded.session_count, session_ms = excluded.session_ms,
    event_count = excluded.event_count, interaction_count = excluded.interaction_count
  where (p.active_users, p.session_count, p.session_ms, p.event_count, p.interaction_count) is distinct from (
      excluded.active_users, excluded.session_count, excluded.session_ms, excluded.event_count, excluded.interaction_count
    );
  return taken;
end;
$$;

comment on function private.refresh_activity(timestamptz, integer) is
  'Counts the days anew whose events changed, at most one batch of changes; returns how many, 0 when all is counted. Idempotent; run by cron.';


-- private.drop_analytics_months: drops the months of a table of events that ended by a moment, the oldest first. Returns how many.
-- Idempotent. Detaching concurrently cannot be done in a function, and dropping a partition takes an exclusive lock on its
-- table, for a moment: so that writers need not queue up behind it while it waits for one of them, it gives up after a
-- second and leaves the month to the next run. Nothing is added to such a month, so waiting costs nothing but space.
create function private.drop_analytics_months(parent regclass, before timestamptz)
returns integer
language plpgsql
volatile
set search_path = ''
set lock_timeout = '1s'
as $$
declare
  child name;
  dropped integer := 0;
begin
  for child in
    select c.relname
    from pg_catalog.pg_inherits as i
    join pg_catalog.pg_class as c on c.oid = i.inhrelid
    where i.inhparent = parent
      and (to_date(right(c.relname, 7), 'YYYY_MM')::timestamp + interval '1 month') at time zone 'UTC' <= before
    order by c.relname
  loop
    begin
      execute format('drop table public.%I', child);
      dropped := dropped + 1;
    exception when lock_not_available then
      raise warning 'public.% is in use, and left to the next run', child;
      -- A later month must not go before an earlier one, nor make writers wait once more.
      exit;
    end;
  end loop;
  return dropped;
end;
$$;

comment on function private.drop_analytics_months(regclass, timestamptz) is
  'Drops the months of a table of events that ended by a moment; returns how many. Idempotent.';

-- private.prune_analytics: drops the months that are past, once their days are counted, and deletes at most one batch
-- each of what else is: who used which feature, when all of the day is gone, and what one person did on a day,
-- analytics.activity_months ago. Sums of days stay. Returns how many months and rows went. Idempotent; run by cron.
create function private.prune_analytics(at timestamptz default now(), batch integer default 10000)
returns integer
language plpgsql
volatile
set search_path = ''
set lock_timeout = '1min'
as $$
declare
  keep_days_from constant date :=
    (at at time zone 'UTC' - make_interval(months => ceil(private.setting('analytics.activity_months'))::integer))::date;
  uncounted_from timestamptz;
  first_day date;
  gone integer;
  total integer;
begin
  -- While days are counted, their events stay. Writers do not wait for this.
  perform pg_advisory_xact_lock(hashtextextended('private.refresh_activity', 0));
  -- What is not counted yet would be counted from what is left.
  uncounted_from := (select (min(c.day) - 1)::timestamp at time zone 'UTC' from private.activity_changes as c);
  total := private.drop_analytics_months('public.analytics_events', least(private.analytics_first_month(at), uncounted_from))
    + private.drop_analytics_months('public.interaction_analytics', least(private.analytics_first_month(at), uncounted_from));

  first_day := private.analytics_complete_from();
  delete from private.feature_days as d
  using (
    select o.user_id, o.day, o.feature from private.feature_days as o where o.day < first_day order by o.day limit batch
  ) as old
  where d.user_id = old.user_id and d.day = old.day and d.feature = old.feature;
  get diagnostics gone = row_count;
  total := total + gone;

  delete from public.user_activity_daily as a
  using (
    select o.user_id, o.day
    from public.user_activity_daily as o
    where o.day < least(first_day, keep_days_from)
    order by o.day
    limit batch
  ) as old
  where a.user_id = old.user_id and a.day = old.day;
  get diagnostics gone = row_count;
  return total + gone;
end;
$$;

comment on function private.prune_analytics(timestamptz, integer) is
  'Drops months of events that are past and counted, and deletes a batch each of what follows from them; returns how many. Idempotent; run by cron.';


-- platform_usage: active people, sessions and their mean duration, for each day from one to another, both included.
-- For operators: service_role only. Reads sums by day, so that a year costs 366 rows. `counted_until` says how fresh they
-- are: what had reached the server by then is in them. Days are people's own, so today is still growing, and the
-- last three months may, as devices come back.
-- Raises period_malformed (PT422).
create function public.platform_usage(from_day date, to_day date)
returns table (
  day date, active_users integer, sessions bigint, mean_session_minutes numeric, events bigint, interactions bigint,
  counted_until timestamptz
)
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  nothing_waits_since constant timestamptz := coalesce((select min(c.changed_at) from private.activity_changes as c), now());
  problem constant text := case
    when from_day is null then 'from_day: a day is wanted'
    when to_day is null then 'to_day: a day is wanted'
    when not isfinite(from_day) then 'from_day: a day that comes is wanted'
    when not isfinite(to_day) then 'to_day: a day that comes is wanted'
    when to_day < from_day then 'to_day: it is before from_day'
    when to_day - from_day > 3660 then 'to_day: it is more than ten years after from_day'
  end;
begin
  if problem is not null then
    raise exception using errcode = 'PT422', message = 'period_malformed', detail = problem || '.',
      hint = 'Send the first and the last day, at most ten years apart.';
  end if;
  return query
    select d.day, coalesce(p.active_users, 0), coalesce(p.session_count, 0),
      round(p.session_ms / 60000.0 / p.session_count, 2), coalesce(p.event_count, 0), coalesce(p.interaction_count, 0),
      nothing_waits_since
    from (select from_day + n as day from generate_series(0, to_day - from_day) as n) as d
    left join public.platform_usage_daily as p on p.day = d.day
    order by d.day;
end;
$$;

comment on function public.platform_usage(date, date) is
  'Active people, sessions and mean session duration in minutes (null without sessions), for each day of a period, and until when everything is counted. service_role only.';

grant execute on function public.platform_usage(date, date) to service_role;
