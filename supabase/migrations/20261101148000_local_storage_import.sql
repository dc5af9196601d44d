-- Import from localStorage: what the first version of the app kept in the browser, brought over.
--
--   preview_local_storage_import   what an import would do, item by item; writes nothing
--   import_local_storage           does it, in one transaction
--
-- The payload is localStorage itself: an object of its keys, each value as it was stored, a string of JSON, or parsed.
-- The old app wrote its keys in several ways over time, with or without a prefix, in camel or snake case, as lists, as
-- objects by id or by day, or all under one key of a state library. All of them are read. What is not the app's is left.
--
--   user, profile            the person: fills what is empty here, and replaces nothing
--   preferences, settings    likewise; wishes about privacy are asked anew, not imported
--   visions, milestones      rows of visions and vision_milestones
--   dailyActions, timeEntries  rows of daily_actions and action_time_entries
--   progress, achievements   follow from the actions that are imported, and are not read
--
-- Old ids, of whatever form, are turned into ids that are always the same for the same person. So references hold, a
-- second import finds what the first brought, and leaves it alone: what was edited here stays edited, and what was
-- deleted stays deleted for as long as the feed knows of it (sync.retention_days).
--
-- What does not fit is mended where the meaning is plain, with a note of it, and otherwise refused, with the reason and
-- what to do. No text is ever cut short without its whole being kept.
--
-- Preview and import are one function. Preview does the import and takes it back, so that both say the same.

insert into private.settings (name, value, unit, description) values
  ('import.max_items', 2000, 'items', 'Most items one import from localStorage may bring.'),
  ('import.max_bytes', 10485760, 'bytes', 'Largest payload of an import from localStorage, as jsonb holds it. Browsers keep about 5 million characters.');


-- The short functions are in PL/pgSQL, which keeps their plans: they are called for each key of each item.

-- private.plain_name: a key of the old app without prefix, case and punctuation: futuresync_daily-actions is dailyactions.
create function private.plain_name(name text)
returns text
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  plain constant text := translate(lower(name), '_-.:/ @', '');
begin
  return case when left(plain, 10) in ('futuresync', 'futurasync') and length(plain) > 10 then substr(plain, 11) else plain end;
end;
$$;

-- private.plain_keys: an object with such names for keys. Of two that come out the same the later one stands.
create function private.plain_keys(item jsonb)
returns jsonb
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_object_agg(private.plain_name(i.key), i.value), '{}')
    from jsonb_each(case jsonb_typeof(item) when 'object' then item else '{}' end) as i
    where i.value <> 'null'
  );
end;
$$;

-- private.local_storage_kind: what a key of the old app holds; null when it is none of its.
create function private.local_storage_kind(name text)
returns text
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
  return (
    select case
      when n.name in ('user', 'profile', 'userprofile', 'currentuser', 'userdata') then 'profile'
      when n.name in ('preferences', 'settings', 'userpreferences', 'usersettings') then 'preferences'
      when n.name in ('vision', 'visions', 'uservisions') then 'vision'
      when n.name in ('milestones', 'visionmilestones') then 'milestone'
      when n.name in ('actions', 'dailyactions', 'userdailyactions', 'todaysactions') then 'action'
      when n.name in ('timeentries', 'actiontimeentries', 'timetracking') then 'time_entry'
      when n.name in ('progress', 'userprogress', 'streak', 'streaks', 'achievements', 'userachievements') then 'computed'
    end
    from (select private.plain_name(local_storage_kind.name) as name) as n
  );
end;
$$;

-- private.local_storage_id: the old id of an item, as text: its own, else the key it stood under unless that is a day,
-- else one made of its content.
create function private.local_storage_id(item jsonb, fallback text)
returns text
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
  -- Nearly always.
  if jsonb_typeof(item -> 'id') in ('string', 'number') and item ->> 'id' <> '' then
    return item ->> 'id';
  end if;
  return (
    select coalesce(
      (
        select nullif(i.value #>> '{}', '')
        from jsonb_each(case jsonb_typeof(item) when 'object' then item else '{}' end) as i
        where private.plain_name(i.key) in ('id', 'uuid', 'key') and jsonb_typeof(i.value) in ('string', 'number')
        order by private.plain_name(i.key)
        limit 1
      ),
      case when fallback !~ '^\d{4}-\d{2}-\d{2}' then fallback end,
      'content:' || md5(item::text)
    )
  );
end;
$$;

-- What is read of each kind, as data.

create table private.local_storage_fields (
  kind text not null,
  column_name name not null,
  names text[] not null,
  reading text not null,
  argument jsonb,
  constraint local_storage_fields_pkey primary key (kind, column_name),
  constraint local_storage_fields_reading_is_known check (
    reading in (
      'title', 'text', 'word', 'boolean', 'minutes', 'integer', 'past', 'day', 'username', 'url', 'time_zone', 'locale', 'country'
    )
  )
);

comment on table private.local_storage_fields is 'What an import from localStorage reads of the items of the old app.';
comment on column private.local_storage_fields.column_name is
  'The column it becomes. completed and onboarding_completed are none; they say whether a time is wanted.';
comment on column private.local_storage_fields.names is 'What the old app called it, as private.plain_name has it; the first that is there counts.';
comment on column private.local_storage_fields.reading is 'How private.read_old_value reads it.';
comment on column private.local_storage_fields.argument is
  'word: what each word means, * being any other; minutes: the most; integer: the least and the most.';

grant select on private.local_storage_fields to authenticated;

insert into private.local_storage_fields (kind, column_name, names, reading, argument) values
  ('profile', 'display_name', '{displayname,name,fullname}', 'title', null),
  ('profile', 'first_name', '{firstname}', 'title', null),
  ('profile', 'last_name', '{lastname}', 'title', null),
  ('profile', 'username', '{username,handle}', 'username', null),
  ('profile', 'avatar_url', '{avatarurl,avatar}', 'url', null),
  ('profile', 'timezone', '{timezone,tz}', 'time_zone', null),
  ('profile', 'locale', '{locale,language}', 'locale', null),
  ('profile', 'country', '{country,countrycode}', 'country', null),
  ('profile', 'onboarding_completed_at', '{onboardingcompletedat}', 'past', null),
  ('profile', 'onboarding_completed', '{onboardingcompleted,hascompletedonboarding,isonboarded}', 'boolean', null),
  ('preferences', 'theme', '{theme,colorscheme}', 'word', '{"system": "system", "auto": "system", "light": "light", "dark": "dark"}'),
  ('preferences', 'text_size', '{textsize,fontsize}', 'word', '{"small": "small", "medium": "medium", "normal": "medium", "large": "large", "extralarge": "extra_large"}'),
  ('preferences', 'language', '{language,locale}', 'word', '{"nl": "nl", "nlnl": "nl", "nlbe": "nl", "dutch": "nl", "en": "en", "enus": "en", "engb": "en", "english": "en"}'),
  ('preferences', 'reduced_motion', '{reducedmotion,reducemotion}', 'boolean', null),
  ('preferences', 'email_notifications', '{emailnotifications}', 'boolean', null),
  ('preferences', 'push_notifications', '{pushnotifications,notifications,notificationsenabled}', 'boolean', null),
  ('preferences', 'study_reminders', '{studyreminders,reminders,dailyreminders,dailyreminder}', 'boolean', null),
  ('preferences', 'progress_updates', '{progressupdates}', 'boolean', null),
  ('preferences', 'achievement_notifications', '{achievementnotifications}', 'boolean', null),
  ('preferences', 'week_starts_on', '{weekstartson}', 'word', '{"1": 1, "monday": 1, "6": 6, "saturday": 6, "0": 7, "7": 7, "sunday": 7}'),
  ('vision', 'category', '{category,area,type}', 'word', '{
      "health": "health", "gezondheid": "health", "fitness": "health", "career": "career", "work": "career",
      "carriere": "career", "relationships": "relationships", "relationship": "relationships", "relaties": "relationships",
      "personalgrowth": "personal-growth", "growth": "personal-growth", "personal": "personal-growth", "*": "personal-growth"
    }'),
  ('vision', 'title', '{title,name,headline}', 'title', null),
  ('vision', 'description', '{description,text,content,details}', 'text', null),
  ('vision', 'priority', '{priority}', 'word', '{
      "1": 1, "urgent": 1, "critical": 1, "2": 2, "high": 2, "3": 3, "medium": 3, "normal": 3, "4": 4, "low": 4, "*": 3
    }'),
  ('vision', 'time_allocation_minutes', '{timeallocationminutes,timeallocation,minutesperday,dailyminutes}', 'minutes', '1440'),
  ('vision', 'horizon_years', '{horizonyears,horizon,years}', 'integer', '[1, 50]'),
  ('vision', 'status', '{status}', 'word', '{
      "active": "active", "paused": "paused", "onhold": "paused", "completed": "completed", "done": "completed",
      "achieved": "completed", "abandoned": "abandoned", "archived": "abandoned", "*": "active"
    }'),
  ('vision', 'completed', '{completed,iscompleted,done}', 'boolean', null),
  ('vision', 'completed_at', '{completedat,completeddate}', 'past', null),
  ('vision', 'target_on', '{targeton,targetdate,deadline}', 'day', null),
  ('vision', 'position', '{position,order,sortorder}', 'integer', '[-1000000, 1000000]'),
  ('vision', 'created_at', '{createdat,created}', 'past', null),
  ('vision', 'updated_at', '{updatedat,lastmodified,updated,createdat,created}', 'past', null),
  ('milestone', 'title', '{title,name,text,description}', 'title', null),
  ('milestone', 'description', '{description,details}', 'text', null),
  ('milestone', 'target_on', '{targeton,targetdate,deadline,duedate}', 'day', null),
  ('milestone', 'completed', '{completed,iscompleted,done}', 'boolean', null),
  ('milestone', 'completed_at', '{completedat,completeddate}', 'past', null),
  ('milestone', 'position', '{position,order,sortorder}', 'integer', '[-1000000, 1000000]'),
  ('milestone', 'created_at', '{createdat,created}', 'past', null),
  ('milestone', 'updated_at', '{updatedat,lastmodified,updated,createdat,created}', 'past', null),
  ('action', 'description', '{description,title,text,action,name}', 'text', null),
  ('action', 'scheduled_on', '{scheduledon,date,scheduledfor,scheduleddate,day}', 'day', null),
  ('action', 'estimated_minutes', '{estimatedtimeminutes,estimatedminutes,estimatedtime,timeestimate,duration}', 'minutes', '525600'),
  ('action', 'actual_minutes', '{actualtimeminutes,actualminutes,actualtime,timespent,timespentminutes}', 'minutes', '525600'),
  ('action', 'status', '{status}', 'word', '{
      "pending": "pending", "todo": "pending", "open": "pending", "inprogress": "in_progress", "started": "in_progress",
      "completed": "completed", "complete": "completed", "done": "completed", "skipped": "skipped", "cancelled": "skipped", "*": "pending"
    }'),
  ('action', 'completed', '{completed,iscompleted,done}', 'boolean', null),
  ('action', 'completed_at', '{completedat,completeddate}', 'past', null),
  ('action', 'ai_generated', '{aigenerated,isaigenerated,generated}', 'boolean', null),
  ('action', 'ai_reasoning', '{aireasoning,reasoning,why}', 'text', null),
  ('action', 'position', '{position,order,sortorder}', 'integer', '[-1000000, 1000000]'),
  ('action', 'created_at', '{createdat,created}', 'past', null),
  ('action', 'updated_at', '{updatedat,lastmodified,updated}', 'past', null),
  ('time_entry', 'started_at', '{startedat,start,starttime,from}', 'past', null),
  ('time_entry', 'ended_at', '{endedat,end,endtime,stoppedat,to}', 'past', null),
  ('time_entry', 'note', '{note,notes,comment}', 'text', null),
  ('time_entry', 'created_at', '{createdat,created,startedat,start,starttime}', 'past', null),
  ('time_entry', 'updated_at', '{updatedat,endedat,end,endtime,startedat,start,starttime}', 'past', null);


-- private.read_old_value: one value of the old app as sync has it. `is_mended` says that it did not fit and became
-- another, or null when there was no telling which. A time without an offset is by the clock of `zone`.
create function private.read_old_value(given jsonb, reading text, argument jsonb, zone text, out value jsonb, out is_mended boolean)
language plpgsql
stable
set search_path = ''
as $$
declare
  said constant text := btrim(given #>> '{}');
  moment timestamptz;
  amount numeric;
begin
  is_mended := false;
  if given is null or jsonb_typeof(given) = 'null' or said = '' then
    return;
  end if;
  -- A list or an object where a single value belongs.
  if jsonb_typeof(given) in ('array', 'object') then
    is_mended := true;
    return;
  end if;

  if reading in ('minutes', 'integer') and said ~ '^-?\d{1,15}([.]\d{1,15})?$' then
    amount := round(said::numeric);
  elsif reading in ('past', 'day') then
    if said ~ '^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}([.]\d+)?)?(Z|[+-]\d{2}(:?\d{2})?)?)?$' then
      begin
        moment := case when said ~ '[T ].*(Z|[+-]\d{2}(:?\d{2})?)$' then said::timestamptz else said::timestamp at time zone zone end;
      exception when datetime_field_overflow or invalid_datetime_format or invalid_time_zone_displacement_value then
        moment := null;
      end;
    elsif said ~ '^\d{9,14}([.]\d+)?$' then
      -- Epoch seconds are below 10^11 until the year 5138, and milliseconds above it since 1973.
      amount := said::numeric;
      moment := to_timestamp((case when amount < 100000000000 then amount else amount / 1000 end)::double precision);
    end if;
    if moment not between '1970-01-01' and '2999-12-31' then
      moment := null;
    end if;
  end if;

  case reading
    when 'title' then
      is_mended := char_length(said) > 200;
      value := to_jsonb(case when is_mended then left(said, 199) || '…' else said end);
    when 'text' then
      value := to_jsonb(said);
    when 'boolean' then
      value := case lower(said) when 'true' then 'true' when '1' then 'true' when 'yes' then 'true' when 'false' then 'false' when '0' then 'false' when 'no' then 'false' end::jsonb;
    when 'word' then
      value := coalesce(argument -> private.plain_name(said), argument -> '*');
      is_mended := not argument ? private.plain_name(said);
    when 'minutes' then
      value := case when amount between 0 and argument::numeric then to_jsonb(amount) end;
    when 'integer' then
      value := case when amount between (argument ->> 0)::numeric and (argument ->> 1)::numeric then to_jsonb(amount) end;
    when 'past' then
      is_mended := moment > now() + interval '2 seconds';
      value := to_jsonb((date_part('epoch', least(moment, now())) * 1000)::bigint);
    when 'day' then
      value := to_jsonb((moment at time zone zone)::date);
    when 'username' then
      value := case when said ~ '^[a-zA-Z0-9_]{3,50}$' then to_jsonb(said) end;
    when 'url' then
      value := case when char_length(said) <= 2000 and said ~ '^https://[^[:space:]]+$' then to_jsonb(said) end;
    when 'time_zone' then
      value := case when private.is_time_zone(said) then to_jsonb(said) end;
    when 'locale' then
      value := case when replace(said, '_', '-') ~ '^[a-z]{2}(-[A-Z]{2})?$' then to_jsonb(replace(said, '_', '-')) end;
    when 'country' then
      value := case when upper(said) ~ '^[A-Z]{2}$' then to_jsonb(upper(said)) end;
  end case;
  is_mended := coalesce(is_mended, false) or value is null;
end;
$$;

-- private.mending: one note of what was mended: the field, what it was, and what it became.
create function private.mending(field text, was jsonb, became jsonb, why text)
returns jsonb
language sql
immutable
parallel safe
set search_path = ''
as $$
  select jsonb_build_object('field', field, 'was', case when octet_length(was::text) <= 200 then was end, 'became', became, 'why', why);
$$;


-- private.read_old_item: an item of the old app as a record of sync, without id and references.
--   entry     its fields
--   repairs    what was mended, as private.mending says it
--   ignored    names of what was not read
--   code, reason, remedy   why it is refused; null when it is not
create function private.read_old_item(
  kind text, item jsonb, fallback text, zone text, out entry jsonb, out repairs jsonb, out ignored jsonb, out code text,
  out reason text, out remedy text
)
language plpgsql
stable
set search_path = ''
as $$
declare
  plain jsonb;
  field record;
  title text;
  today constant date := (now() at time zone zone)::date;
begin
  entry := '{}';
  repairs := '[]';
  ignored := '[]';
  -- A text alone is what it says.
  if jsonb_typeof(item) = 'string' and kind in ('vision', 'milestone', 'action') then
    item := jsonb_build_object('text', item);
  end if;
  if jsonb_typeof(item) <> 'object' then
    code := 'item_malformed';
    reason := 'It is no object.';
    remedy := 'Leave it, or enter it by hand.';
    return;
  end if;
  plain := private.plain_keys(item);
  -- What it stood under says what it does not say itself.
  if kind = 'vision' and not plain ?| '{category,area,type}' and fallback is not null and private.local_storage_kind(fallback) is null then
    plain := jsonb_build_object('category', fallback) || plain;
    if (select f.argument ? private.plain_name(fallback) from private.local_storage_fields as f where f.kind = 'vision' and f.column_name = 'category') is not true then
      plain := plain - 'category';
    end if;
  elsif kind = 'action' and fallback ~ '^\d{4}-\d{2}-\d{2}' and not plain ?| '{scheduledon,date,scheduledfor,scheduleddate,day}' then
    plain := plain || jsonb_build_object('date', left(fallback, 10));
  end if;
  ignored := (
    select coalesce(jsonb_agg(i.key order by i.key), '[]')
    from (select k.key, private.plain_name(k.key) as name from jsonb_object_keys(item) as k (key) offset 0) as i
    where plain ? i.name
      and i.name <> all ('{
        id,uuid,key,visionid,vision,goalid,actionid,dailyactionid,action,milestones,timeentries,timetracking,preferences,settings
      }')
      and not exists (select from private.local_storage_fields as f where f.kind = read_old_item.kind and i.name = any (f.names))
  );

  for field in
    select f.column_name, plain -> n.name as given, r.value, r.is_mended
    from private.local_storage_fields as f
    cross join lateral (
      select u.name from unnest(f.names) with ordinality as u (name, nth) where plain ? u.name order by u.nth limit 1
    ) as n
    cross join lateral private.read_old_value(plain -> n.name, f.reading, f.argument, zone) as r
    where f.kind = read_old_item.kind
  loop
    if field.value is not null then
      entry := entry || jsonb_build_object(field.column_name, field.value);
    end if;
    if field.is_mended and not (field.column_name = 'title' and field.value is not null) then
      repairs := repairs || private.mending(field.column_name, field.given, field.value, 'The value does not fit.');
    end if;
  end loop;

  if entry::text like U&'%\FFFD%' then
    repairs := repairs || private.mending('*', null, null, 'What was no character became U+FFFD.');
  end if;

  code := case when exists (
    select from jsonb_each(entry) as r where r.key in ('description', 'ai_reasoning', 'note') and char_length(r.value #>> '{}') > 20000
  ) then 'text_too_long' end;
  if code is not null then
    reason := 'A text is longer than 20,000 characters.';
    remedy := 'Divide it in the old app, or keep it in the journal.';
    return;
  end if;

  -- Whole texts: what does not fit a title stands in the description.
  if kind in ('vision', 'milestone') then
    title := (
      select btrim(plain ->> n.name)
      from unnest(case kind when 'vision' then '{title,name,headline}'::text[] else '{title,name,text,description}' end) with ordinality as n (name, nth)
      where plain ? n.name and jsonb_typeof(plain -> n.name) in ('string', 'number')
      order by n.nth
      limit 1
    );
    if coalesce(title, '') = '' and entry ? 'description' then
      title := entry ->> 'description';
      entry := entry || jsonb_build_object('title', case when char_length(split_part(title, E'\n', 1)) <= 200
        then btrim(split_part(title, E'\n', 1)) else left(title, 199) || '…' end);
      repairs := repairs || private.mending('title', null, entry -> 'title', 'There was none; it is the beginning of the description.');
    elsif char_length(title) > 200 then
      if char_length(concat_ws(E'\n\n', title, entry ->> 'description')) > 20000 then
        code := 'text_too_long';
        reason := 'Title and description together are longer than 20,000 characters.';
        remedy := 'Divide it in the old app, or keep it in the journal.';
        return;
      end if;
      if entry ->> 'description' is distinct from title then
        entry := entry || jsonb_build_object('description', concat_ws(E'\n\n', title, entry ->> 'description'));
      end if;
      repairs := repairs || private.mending('title', null, entry -> 'title', 'It was longer than 200 characters; the whole is in the description.');
    elsif kind = 'milestone' and entry ->> 'description' = entry ->> 'title' then
      entry := entry - 'description';
    end if;
  end if;
  if kind in ('vision', 'milestone') and not entry ? 'title' or kind = 'action' and coalesce(entry ->> 'description', '') = '' then
    code := 'text_missing';
    reason := 'It has no text.';
    remedy := 'Give it one in the old app, or leave it.';
    return;
  end if;
  if kind = 'vision' and not entry ? 'category' then
    entry := entry || '{"category": "personal-growth"}';
    repairs := repairs || private.mending('category', null, '"personal-growth"', 'There was none.');
  end if;
  if kind = 'time_entry' and not entry ? 'started_at' then
    code := 'start_missing';
    reason := 'There is no telling when it began.';
    remedy := 'Give it a start in the old app, or leave it.';
    return;
  end if;
  if kind = 'time_entry' and (entry ->> 'ended_at')::numeric < (entry ->> 'started_at')::numeric then
    repairs := repairs || private.mending('ended_at', entry -> 'ended_at', entry -> 'started_at', 'It ended before it began.');
    entry := entry || jsonb_build_object('ended_at', entry -> 'started_at');
  end if;

  -- Completion. The status leads, as everywhere; a box that was ticked is a status.
  if kind in ('vision', 'action') then
    if not entry ? 'status' and entry -> 'completed' = 'true' then
      entry := entry || '{"status": "completed"}';
    elsif not entry ? 'status' and not entry ? 'completed' and entry ? 'completed_at' then
      entry := entry || '{"status": "completed"}';
    end if;
    if entry ? 'completed_at' and entry ->> 'status' is distinct from 'completed' then
      repairs := repairs || private.mending('completed_at', entry -> 'completed_at', null, 'It is not completed.');
      entry := entry - 'completed_at';
    end if;
  elsif kind = 'milestone' and entry -> 'completed' = 'true' and not entry ? 'completed_at' then
    entry := entry || jsonb_build_object('completed_at', coalesce(entry -> 'updated_at', private.epoch_ms(to_jsonb(now()))));
    repairs := repairs || private.mending('completed_at', null, entry -> 'completed_at', 'There was none; it is when the milestone was last edited.');
  end if;

  if kind = 'action' then
    if not entry ? 'scheduled_on' then
      entry := entry || jsonb_build_object('scheduled_on', coalesce(
        (to_timestamp(coalesce(entry ->> 'completed_at', entry ->> 'created_at')::double precision / 1000) at time zone zone)::date, today
      ));
      repairs := repairs || private.mending('scheduled_on', null, entry -> 'scheduled_on', 'There was none; it is the day it was completed or entered.');
    end if;
    if entry ->> 'status' = 'completed' and not entry ? 'completed_at' then
      entry := entry || jsonb_build_object('completed_at', (date_part('epoch', least(
        now(), ((entry ->> 'scheduled_on')::date + time '12:00') at time zone zone
      )) * 1000)::bigint);
      repairs := repairs || private.mending('completed_at', null, entry -> 'completed_at', 'There was none; it is noon of the day it was planned for.');
    end if;
  end if;

  if kind = 'profile' then
    -- First word and the rest: Jan, van der Berg.
    title := btrim(coalesce(plain ->> 'name', plain ->> 'fullname'));
    if not entry ?| '{first_name,last_name}' and title ~ '\s' and char_length(title) <= 200 then
      entry := entry || jsonb_build_object('first_name', split_part(title, ' ', 1), 'last_name', btrim(substr(title, strpos(title, ' '))));
    end if;
    if entry -> 'onboarding_completed' = 'true' and not entry ? 'onboarding_completed_at' then
      entry := entry || jsonb_build_object('onboarding_completed_at', (date_part('epoch', now()) * 1000)::bigint);
      repairs := repairs || private.mending('onboarding_completed_at', null, entry -> 'onboarding_completed_at', 'There was none; it is now.');
    end if;
  end if;
  entry := entry - '{completed,onboarding_completed}'::text[];
end;
$$;


-- private.local_storage_items: every item in a payload, in order, with where it stood and under what key.
--   parent    the old id of the item it stood in
--   problem   why its key could not be read
create function private.local_storage_items(payload jsonb)
returns table (place text, kind text, item jsonb, fallback text, parent text, problem text)
language plpgsql
stable
set search_path = ''
as $$
declare
  stored record;
  part record;
  entry record;
  parsed jsonb;
begin
  for stored in select p.key, p.value from jsonb_each(payload) as p order by p.key loop
    parsed := stored.value;
    problem := null;
    if jsonb_typeof(parsed) = 'string' then
      begin
        parsed := sync.parse_json(stored.value #>> '{}');
      exception
        when untranslatable_character or invalid_text_representation then
          begin
            -- Halves of characters and U+0000, which Postgres cannot hold.
            parsed := translate(sync.salvage((stored.value #>> '{}')::json)::text, U&'\FDD0', U&'\FFFD')::jsonb;
          exception when invalid_text_representation then
            -- No JSON; a text is a text.
            parsed := stored.value;
          end;
        when numeric_value_out_of_range or statement_too_complex then
          problem := 'It holds a number beyond what JavaScript can hold, or nests too deeply.';
      end;
    end if;

    place := left(stored.key, 200);
    kind := private.local_storage_kind(stored.key);
    -- A library that keeps the state of the app under one key.
    if jsonb_typeof(parsed) = 'object' and jsonb_typeof(parsed -> 'state') = 'object' then
      parsed := parsed -> 'state';
      place := place || '.state';
      if exists (select from jsonb_object_keys(parsed) as k (key) where private.local_storage_kind(k.key) is not null) then
        kind := null;
      end if;
    end if;

    for part in
      select place || '.' || left(p.key, 200) as place, private.local_storage_kind(p.key) as kind, p.value
      from jsonb_each(case when kind is null and problem is null and jsonb_typeof(parsed) = 'object' then parsed else '{}' end) as p
      where private.local_storage_kind(p.key) is not null
      union all
      select place, kind, parsed
      where kind is not null or problem is not null or jsonb_typeof(parsed) <> 'object'
        or not exists (select from jsonb_object_keys(parsed) as k (key) where private.local_storage_kind(k.key) is not null)
    loop
      for entry in
        -- One item; a list; or an object of items, or of lists, by id or by day.
        select part.place, part.value as item, null::text as fallback
        where part.kind is null or problem is not null or part.kind in ('profile', 'preferences', 'computed')
          or jsonb_typeof(part.value) not in ('array', 'object')
          or jsonb_typeof(part.value) = 'object' and private.plain_keys(part.value) ?| '{id,title,description,text,startedat}'
        union all
        select format('%s[%s]', part.place, a.nth - 1), a.item, null
        from jsonb_array_elements(case when problem is null and part.kind in ('vision', 'milestone', 'action', 'time_entry') and jsonb_typeof(part.value) = 'array' then part.value else '[]' end)
          with ordinality as a (item, nth)
        union all
        select b.place, b.item, b.fallback
        from jsonb_each(
          case when problem is null and part.kind in ('vision', 'milestone', 'action', 'time_entry') and jsonb_typeof(part.value) = 'object'
            and not private.plain_keys(part.value) ?| '{id,title,description,text,startedat}' then part.value else '{}' end
        ) as o
        cross join lateral (
          select format('%s.%s', part.place, left(o.key, 200)) as place, o.value as item, o.key as fallback
          where jsonb_typeof(o.value) <> 'array'
          union all
          select format('%s.%s[%s]', part.place, left(o.key, 200), l.nth - 1), l.item, case when o.key ~ '^\d{4}-\d{2}-\d{2}' then o.key end
          from jsonb_array_elements(case jsonb_typeof(o.value) when 'array' then o.value else '[]' end) with ordinality as l (item, nth)
        ) as b
      loop
        return query select entry.place, part.kind, entry.item, entry.fallback, null::text, problem;
        -- What stands in an item is an item of its own.
        return query
          select format('%s.%s[%s]', entry.place, inner_list.key, n.nth - 1), inner_list.kind, n.item, null::text,
            private.local_storage_id(entry.item, entry.fallback), null::text
          from (
            select i.key, case when jsonb_typeof(i.value) = 'array' then private.local_storage_kind(i.key) end as kind, i.value
            from jsonb_each(case jsonb_typeof(entry.item) when 'object' then entry.item else '{}' end) as i
          ) as inner_list
          cross join lateral jsonb_array_elements(
            case when jsonb_typeof(inner_list.value) = 'array' and (part.kind, inner_list.kind) in (('vision', 'milestone'), ('action', 'time_entry')) then inner_list.value else '[]' end
          ) with ordinality as n (item, nth)
          union all
          select format('%s.%s', entry.place, i.key), 'preferences', i.value, null, null, null
          from jsonb_each(case when part.kind = 'profile' and jsonb_typeof(entry.item) = 'object' then entry.item else '{}' end) as i
          where jsonb_typeof(i.value) = 'object' and private.local_storage_kind(i.key) = 'preferences';
      end loop;
    end loop;
  end loop;
end;
$$;


-- private.import_profile: fills what is empty in the one row a person has in users or user_preferences; a column that
-- has its default counts as empty. Returns the outcome of the item.
create function private.import_profile(of_table text, fields jsonb, repairs jsonb, place text)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  me constant uuid := (select auth.uid());
  present jsonb;
  wanted jsonb;
  outcome constant jsonb := jsonb_build_object('table', of_table, 'id', me);
  message text;
  detail text;
begin
  execute format('select sync.%I($1, $2)', 'rows_' || of_table) into present using me, array[me];
  present := present -> me::text;
  wanted := (
    select coalesce(jsonb_object_agg(f.key, f.value), '{}')
    from jsonb_each(fields) as f
    join sync.columns as c on c.column_name = f.key
    join sync.tables as r on r.table_id = c.table_id and r.table_name = of_table
    where present -> f.key <> f.value
      and (
        present -> f.key = 'null'
        -- 'UTC'::text, true, 1
        or present ->> f.key = regexp_replace(c.default_expression, '^''?(.*?)''?(::.*)?$', '\1')
      )
  );
  repairs := (select coalesce(jsonb_agg(r), '[]') from jsonb_array_elements(repairs) as r where r -> 'became' = 'null' or wanted ? (r ->> 'field'));
  if wanted = '{}' then
    return outcome || jsonb_build_object('status', 'unchanged', 'reason', 'What is here stands, and nothing of it was empty.');
  end if;
  begin
    perform private.apply_step('update', of_table, wanted || jsonb_build_object('id', me), place);
  exception
    when sqlstate 'PT409' then
      -- The name is somebody else's by now.
      repairs := repairs || private.mending('username', wanted -> 'username', null, 'Somebody else has it.');
      wanted := wanted - 'username';
      if wanted <> '{}' then
        perform private.apply_step('update', of_table, wanted || jsonb_build_object('id', me), place);
      end if;
    when sqlstate 'PT422' then
      get stacked diagnostics message = message_text, detail = pg_exception_detail;
      return outcome || jsonb_build_object(
        'status', 'refused', 'code', message, 'reason', detail, 'remedy', 'Enter it by hand.', 'repairs', repairs
      );
  end;
  return outcome || jsonb_build_object(
    'status', case when repairs = '[]' then 'imported' else 'repaired' end, 'repairs', repairs,
    'fields', (select jsonb_agg(w.key order by w.key) from jsonb_object_keys(wanted) as w (key))
  );
end;
$$;


-- private.import_records: writes the items of one kind that are not here yet. `items` are as in
-- private.run_local_storage_import, and refer to rows of `parent_table` that came from items of `parent_kind`.
-- Returns their outcomes by number: {nth: outcome}.
create function private.import_records(
  of_table text, parent_table text, parent_kind text, parent_column text, parent_names text[], items jsonb, zone text
)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  me constant uuid := (select auth.uid());
  table_id constant smallint := (select r.table_id from sync.tables as r where r.table_name = of_table);
  parents uuid[] := '{}';
  read jsonb;
  ids uuid[];
  present jsonb;
  known uuid[];
  candidates jsonb;
  context sync.push_context;
  result jsonb;
begin
  if parent_table is not null then
    execute format('select array_agg(t.id) from public.%I as t where t.user_id = $1', parent_table) into parents using me;
  end if;

  with given as materialized (
    select i.ordinal, i.value ->> 'nth' as nth, i.value -> 'item' as item, r.entry, r.repairs, r.ignored, r.code, r.reason, r.remedy,
      o.old_id, private.named_id(me, format('localStorage:%s:%s', i.value ->> 'kind', o.old_id)) as id,
      coalesce(i.value ->> 'parent', (
        select p.value #>> '{}'
        from jsonb_each(case jsonb_typeof(i.value -> 'item') when 'object' then i.value -> 'item' else '{}' end) as p
        where private.plain_name(p.key) = any (parent_names) and jsonb_typeof(p.value) in ('string', 'number')
        order by p.key
        limit 1
      )) as old_parent_id
    from jsonb_array_elements(items) with ordinality as i (value, ordinal)
    cross join lateral private.read_old_item(i.value ->> 'kind', i.value -> 'item', i.value ->> 'fallback', zone) as r
    cross join lateral (select private.local_storage_id(i.value -> 'item', i.value ->> 'fallback') as old_id) as o
  ), related as (
    select g.*, h.parent_id, row_number() over same as copy, first_value(g.item) over same as first_item
    from given as g
    left join unnest(parents) as h (parent_id)
      on h.parent_id = private.named_id(me, format('localStorage:%s:%s', parent_kind, g.old_parent_id))
    -- What is refused for itself takes nobody's place.
    window same as (partition by g.id, g.code is null order by g.ordinal)
  )
  select jsonb_agg(
    jsonb_build_object(
      'nth', r.nth, 'id', r.id,
      'fields', r.entry || case when parent_table is not null then jsonb_build_object(parent_column, r.parent_id) else '{}' end
        || jsonb_build_object('id', r.id, '_status', 'created'),
      'outcome', jsonb_build_object(
        'table', of_table, 'id', r.id, 'old_id', left(r.old_id, 200), 'ignored', r.ignored,
        'repairs', r.repairs
          || case when r.old_id like 'content:%' and of_table <> 'action_time_entries' then private.mending('id', null, to_jsonb(r.id), 'There was none; it is made of the content.') else '[]' end
          || case when r.old_parent_id is not null and r.parent_id is null
            then private.mending(parent_column, to_jsonb(r.old_parent_id), null, format('There is no such %s.', parent_kind)) else '[]' end
      ) || case
        when r.code is not null then jsonb_build_object('status', 'refused', 'code', r.code, 'reason', r.reason, 'remedy', r.remedy)
        when r.copy > 1 and r.item = r.first_item then '{"status": "unchanged", "repairs": [], "reason": "It is the same as one before it."}'
        when r.copy > 1 then
          '{"status": "refused", "code": "id_repeated", "reason": "Another item has the same id.", "remedy": "Give it an id of its own, or enter it by hand."}'
        when r.parent_id is null and parent_table is not null and of_table <> 'daily_actions' then jsonb_build_object(
          'status', 'refused', 'code', 'parent_missing', 'reason', format('The %s it belongs to is not here.', parent_kind),
          'remedy', format('Import that %s first.', parent_kind)
        )
        else '{}'
      end
    )
    order by r.ordinal
  )
  into read
  from related as r;

  -- What is here stands; so does that it was deleted.
  ids := array(select (r ->> 'id')::uuid from jsonb_array_elements(read) as r where not r -> 'outcome' ? 'status');
  execute format('select sync.%I($1, $2)', 'rows_' || of_table) into present using me, ids;
  known := array(select s.row_id from sync.stamps(table_id, me, ids) as s);
  candidates := (
    select jsonb_agg(r -> 'fields')
    from jsonb_array_elements(read) as r
    where not r -> 'outcome' ? 'status' and not present ? (r ->> 'id') and not (r ->> 'id')::uuid = any (known)
  );
  if candidates is not null then
    -- As from a device that has seen nothing yet: what Postgres refuses is found, and the rest is written.
    context := sync.open_push(context, null, null, null, null, null);
    result := sync.push_batch((select r from sync.tables as r where r.table_name = of_table), candidates, false, context);
  end if;

  return (
    select jsonb_object_agg(r ->> 'nth', r -> 'outcome' || case
      when r -> 'outcome' ? 'status' then '{}'
      when present ? (r ->> 'id') then '{"status": "unchanged", "repairs": [], "reason": "It was imported before. What is here stands."}'
      when (r ->> 'id')::uuid = any (known) then '{"status": "unchanged", "repairs": [], "reason": "It was imported before, and deleted here since."}'
      when refusal.value is not null then jsonb_build_object(
        'status', 'refused', 'code', refusal.value -> 'code', 'remedy', coalesce(refusal.value ->> 'hint', 'Correct it in the old app, or enter it by hand.'),
        'reason', concat_ws(' ', refusal.value ->> 'message', '(' || (refusal.value ->> 'detail') || ')')
      )
      when r -> 'outcome' -> 'repairs' = '[]' then '{"status": "imported"}'
      else '{"status": "repaired"}'
    end)
    from jsonb_array_elements(read) as r
    left join jsonb_array_elements(result -> 'rejected') as refusal (value)
      on refusal.value ->> 'id' = r ->> 'id' and not r -> 'outcome' ? 'status'
  );
end;
$$;


-- private.run_local_storage_import: imports a payload, or does so and takes it back. The only way either is done.
create function private.run_local_storage_import(payload jsonb, is_preview boolean)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  me constant uuid := private.require_person();
  most_items constant numeric := private.setting('import.max_items');
  most_bytes constant numeric := private.setting('import.max_bytes');
  items jsonb;
  entry jsonb;
  reading record;
  zone text;
  outcomes jsonb := '{}';
  step record;
begin
  if jsonb_typeof(payload) is distinct from 'object' or sync.has_endless_number(payload) then
    raise exception using errcode = 'PT422', message = 'import_malformed',
      detail = case jsonb_typeof(payload) when 'object' then 'payload: a number is beyond what JavaScript can hold.'
        else 'payload: an object of the keys of localStorage is wanted.' end,
      hint = 'Send Object.fromEntries(Object.entries(localStorage)).';
  end if;
  if pg_column_size(payload) > most_bytes then
    raise exception using errcode = 'PT413', message = 'import_too_large',
      detail = format('payload: %s bytes; at most %s are taken at once.', pg_column_size(payload), most_bytes),
      hint = 'Send visions first, then the actions in several parts.';
  end if;
  select jsonb_agg(jsonb_build_object(
    'nth', i.nth - 1, 'place', i.place, 'kind', i.kind, 'item', i.item, 'fallback', i.fallback, 'parent', i.parent, 'problem', i.problem
  ) order by i.nth)
  into items
  from private.local_storage_items(payload) with ordinality as i (place, kind, item, fallback, parent, problem, nth);
  items := coalesce(items, '[]');
  if jsonb_array_length(items) > most_items then
    raise exception using errcode = 'PT413', message = 'import_too_large',
      detail = format('payload: %s items; at most %s are taken at once.', jsonb_array_length(items), most_items),
      hint = 'Send visions first, then the actions in several parts.';
  end if;

  -- With the person's pushes, one at a time.
  perform pg_advisory_xact_lock(hashtextextended('sync.push:' || me::text, 0));
  begin
    outcomes := (
      select coalesce(jsonb_object_agg(i ->> 'nth', case
        when i ->> 'problem' is not null then
          jsonb_build_object('status', 'refused', 'code', 'item_malformed', 'reason', i -> 'problem', 'remedy', 'Leave it, or enter it by hand.')
        when i ->> 'kind' = 'computed' then '{
          "status": "refused", "code": "value_computed",
          "reason": "Progress and achievements are computed from the actions, and never taken as given.",
          "remedy": "Import the actions; streaks follow from them."
        }'
        else '{
          "status": "refused", "code": "key_unknown", "reason": "It is none of the keys that the app kept its data under.",
          "remedy": "Leave it out; nothing of the app is in it."
        }'
      end), '{}')
      from jsonb_array_elements(items) as i
      where i ->> 'problem' is not null or i ->> 'kind' is null or i ->> 'kind' = 'computed'
    );

    for entry in
      select i
      from jsonb_array_elements(items) as i
      where i ->> 'kind' in ('profile', 'preferences') and i ->> 'problem' is null
      order by i ->> 'kind' <> 'profile', (i ->> 'nth')::integer
    loop
      select * into reading
      from private.read_old_item(entry ->> 'kind', entry -> 'item', null, coalesce((select u.timezone from public.users as u where u.id = me), 'UTC'));
      outcomes := outcomes || jsonb_build_object(entry ->> 'nth', case
        when reading.code is not null then jsonb_build_object('status', 'refused', 'code', reading.code, 'reason', reading.reason, 'remedy', reading.remedy)
        else private.import_profile(
          case entry ->> 'kind' when 'profile' then 'users' else 'user_preferences' end, reading.entry, reading.repairs, entry ->> 'place'
        ) || jsonb_build_object('ignored', reading.ignored)
      end);
    end loop;

    -- Parents first. By the clock of the person, as the profile has it by now.
    zone := (select u.timezone from public.users as u where u.id = me);
    for step in
      select s.*, (
        select jsonb_agg(i order by (i ->> 'nth')::integer)
        from jsonb_array_elements(items) as i
        where i ->> 'kind' = s.kind and i ->> 'problem' is null
      ) as items
      from (values
        (1, 'vision', 'visions', null, null, null, '{}'::text[]),
        (2, 'milestone', 'vision_milestones', 'visions', 'vision', 'vision_id', '{visionid,vision,goalid}'),
        (3, 'action', 'daily_actions', 'visions', 'vision', 'vision_id', '{visionid,vision,goalid}'),
        (4, 'time_entry', 'action_time_entries', 'daily_actions', 'action', 'action_id', '{actionid,dailyactionid,action}')
      ) as s (nth, kind, of_table, parent_table, parent_kind, parent_column, parent_names)
      order by s.nth
    loop
      if step.items is not null then
        outcomes := outcomes || private.import_records(
          step.of_table, step.parent_table, step.parent_kind, step.parent_column, step.parent_names, step.items, zone
        );
      end if;
    end loop;

    if is_preview then
      -- Takes back all that was written since the block began; what the variables hold stays.
      raise exception using errcode = 'FS001', message = 'preview';
    end if;
  exception when sqlstate 'FS001' then
    null;
  end;

  return (
    select jsonb_build_object(
      'is_preview', is_preview,
      'imported', count(*) filter (where o.value ->> 'status' = 'imported'),
      'repaired', count(*) filter (where o.value ->> 'status' = 'repaired'),
      'unchanged', count(*) filter (where o.value ->> 'status' = 'unchanged'),
      'refused', count(*) filter (where o.value ->> 'status' = 'refused'),
      'items', coalesce(jsonb_agg(
        jsonb_build_object(
          'place', i -> 'place', 'kind', i -> 'kind', 'table', null, 'id', null, 'old_id', null, 'repairs', '[]'::jsonb, 'ignored', '[]'::jsonb,
          'code', null, 'reason', null, 'remedy', null
        ) || o.value
        order by (i ->> 'nth')::integer
      ), '[]')
    )
    from jsonb_array_elements(items) as i
    cross join lateral (select outcomes -> (i ->> 'nth') as value) as o
  );
end;
$$;


-- import_local_storage: brings over what the first version of the app kept in localStorage, in one transaction.
--
--   payload   an object of the keys of localStorage: Object.fromEntries(Object.entries(localStorage))
--
-- Returns {is_preview, imported, repaired, unchanged, refused, items}: how many of each, and for each item where it
-- stood (`place`), its `kind`, `table`, `id` and `old_id`, and its `status`:
--   imported    written as it was
--   repaired    written, after `repairs`: [{field, was, became, why}]
--   unchanged   not written, because it was imported before, or what is here stands
--   refused     not written; `code` and `reason` say why, `remedy` what to do
-- `ignored` names what was not read of an item. One item that is refused fails none of the others.
--
-- For the person whose data it is, with their rights. Raises import_malformed (PT422), import_too_large (PT413).
create function public.import_local_storage(payload jsonb)
returns jsonb
language sql
volatile
security invoker
set search_path = ''
as $$
  select private.run_local_storage_import(payload, false);
$$;

comment on function public.import_local_storage(jsonb) is
  'Imports what the first version of the app kept in localStorage; reports on each item. Idempotent; overwrites nothing that is here.';

-- preview_local_storage_import: what import_local_storage would do now, in the same form. Nothing of it stays.
create function public.preview_local_storage_import(payload jsonb)
returns jsonb
language sql
volatile
security invoker
set search_path = ''
as $$
  select private.run_local_storage_import(payload, true);
$$;

comment on function public.preview_local_storage_import(jsonb) is
  'What import_local_storage would do now with the same payload, item by item. Leaves nothing behind.';


grant execute on function
  private.plain_name(text),
  private.plain_keys(jsonb),
  private.local_storage_kind(text),
  private.local_storage_id(jsonb, text),
  private.read_old_value(jsonb, text, jsonb, text),
  private.mending(text, jsonb, jsonb, text),
  private.read_old_item(text, jsonb, text, text),
  private.local_storage_items(jsonb),
  private.import_profile(text, jsonb, jsonb, text),
  private.import_records(text, text, text, text, text[], jsonb, text),
  private.run_local_storage_import(jsonb, boolean)
to authenticated;
grant execute on function
  public.import_local_storage(jsonb),
  public.preview_local_storage_import(jsonb)
to authenticated;
