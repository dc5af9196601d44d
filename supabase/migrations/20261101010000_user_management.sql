-- Module 01, user management: who a person is, how they want to be met, what they may do.
--
--   users, user_preferences                       the profile; e-mail, password and sessions stay in auth
--   cognitive_functions, mbti_types               catalogues: the 8 functions, the 16 types
--   mbti_profiles, cognitive_function_scores      what a person found out about themselves, over time
--   roles, permissions, role_permissions, user_roles
--                                                 what a person may do beyond their own data
--   functions over auth.sessions                  where a person is signed in, and how to end it
--
-- The trigger that makes a person of a sign-up is in the last chapter, with the other platform triggers.


-- private.texts_fit: whether a list holds at most `most` texts of at most `longest` characters each; for checks.
-- In PL/pgSQL: a check may not ask a subquery, and a function with a search_path of its own is never inlined.
create function private.texts_fit(texts text[], most integer, longest integer)
returns boolean
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  item text;
begin
  if texts is null then
    return null;
  end if;
  if cardinality(texts) > most or array_ndims(texts) > 1 then
    return false;
  end if;
  foreach item in array texts loop
    if item is null or char_length(item) > longest then
      return false;
    end if;
  end loop;
  return true;
end;
$$;

-- Whoever writes a row runs its checks.
grant execute on function private.texts_fit(text[], integer, integer) to authenticated, service_role;


-- Time zones. pg_timezone_names reads some 600 files (20 to 100 ms), too slow for each sign-up, and
-- `at time zone` alone also takes POSIX rules such as Foo/Bar3. A name of this form has no digits, which
-- such a rule must have, so that the server knows it only if there is a file of that name.

-- private.is_time_zone: whether a name is one of the IANA time zones, Area/City, UTC or GMT.
create function private.is_time_zone(name text)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  if char_length(name) > 64
    or name !~ '^([A-Z][A-Za-z]+(/[A-Z][A-Za-z_-]+)+|Etc/GMT(\+([0-9]|1[0-2])|-([0-9]|1[0-4]))|UTC|GMT)$'
  then
    return false;
  end if;
  perform now() at time zone name;
  return name is not null;
exception when invalid_parameter_value then
  return false;
end;
$$;

-- private.check_time_zone: trigger `_200_check_time_zone`. Raises time_zone_unknown (PT422).
create function private.check_time_zone()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  if not private.is_time_zone(new.timezone) then
    raise exception using errcode = 'PT422', message = 'time_zone_unknown',
      detail = format('timezone: there is no time zone named %L.', left(new.timezone, 80)),
      hint = 'Send an IANA name, such as Europe/Amsterdam: what Intl.DateTimeFormat().resolvedOptions().timeZone says.';
  end if;
  return new;
end;
$$;


create domain public.https_url as text
  constraint https_url_is_address check (char_length(value) <= 2000 and value ~ '^https://[^[:space:]]+$');
comment on domain public.https_url is 'An https address, at most 2000 characters.';

create domain public.explanation_style as text
  constraint explanation_style_is_known check (value in ('concise', 'detailed', 'comprehensive'));
comment on domain public.explanation_style is 'How much is explained: concise, detailed or comprehensive.';

create domain public.text_language as text
  constraint text_language_is_known check (value in ('nl', 'en'));
comment on domain public.text_language is 'Language of a text, for search and display: nl or en.';


-- users: the profile of each person, keyed by the id that Supabase Auth gave them. Made at sign-up,
-- gone with the account.

create table public.users (
  id uuid not null,
  username text,
  first_name public.short_text,
  last_name public.short_text,
  display_name public.short_text,
  avatar_url public.https_url,
  timezone text not null default 'UTC',
  locale public.locale_code not null default 'en',
  country public.country_code,
  region public.short_text,
  education_level text,
  age_band text,
  learning_goals text[] not null default '{}',
  subjects_of_interest text[] not null default '{}',
  account_status text not null default 'active',
  onboarding_completed_at timestamptz(3),
  trial_ends_at timestamptz(3),
  last_seen_at timestamptz(3),
  archived_at timestamptz(3),
  restricted_at timestamptz(3),
  deleted_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint users_pkey primary key (id),
  constraint users_id_fkey foreign key (id) references auth.users (id) on delete cascade,
  constraint users_username_is_word check (username ~ '^[a-zA-Z0-9_]{3,50}$'),
  constraint users_timezone_is_short check (char_length(timezone) <= 64),
  constraint users_education_level_is_known check (
    education_level in ('middle_school', 'high_school', 'undergraduate', 'graduate', 'professional')
  ),
  constraint users_age_band_is_known check (age_band in ('under_13', '13_15', '16_17', '18_plus')),
  constraint users_learning_goals_are_bounded check (private.texts_fit(learning_goals, 50, 200)),
  constraint users_subjects_of_interest_are_bounded check (private.texts_fit(subjects_of_interest, 50, 200)),
  constraint users_account_status_is_known check (account_status in ('active', 'suspended', 'deleted')),
  constraint users_deleted_has_time check ((account_status = 'deleted') = (deleted_at is not null))
);

comment on table public.users is 'The profile of each person. E-mail, password and sessions are in the auth schema.';
comment on column public.users.id is 'The id in auth.users.';
comment on column public.users.username is
  'Unique whatever the case; kept as the person writes it. Null until they choose one.';
comment on column public.users.display_name is 'What others are shown.';
comment on column public.users.timezone is
  'IANA name, Europe/Amsterdam. Decides when the person''s days begin. UTC while unknown.';
comment on column public.users.locale is 'Language and region for texts, dates and search.';
comment on column public.users.region is 'Province, state or the like, in the person''s words.';
comment on column public.users.age_band is
  'Age when signing up, in years, from the neutral age gate; no birth date is kept. Null until the person says it: the account waits. Only the server changes it.';
comment on column public.users.learning_goals is 'In the person''s words; at most 50, of at most 200 characters.';
comment on column public.users.subjects_of_interest is 'In the person''s words; at most 50, of at most 200 characters.';
comment on column public.users.account_status is
  'active; suspended by an operator; deleted by the person and erased 30 days later. Only active accounts sync, once the age is known and a guardian is verified for who is under 13.';
comment on column public.users.onboarding_completed_at is 'Null while onboarding is not finished.';
comment on column public.users.trial_ends_at is 'Null when there is or was no trial.';
comment on column public.users.last_seen_at is
  'Last contact, to the hour (see private.mark_seen). For retention; it never syncs.';
comment on column public.users.archived_at is
  'Since when the account is archived, because its person was not here for two years: they are told nothing but what is of high importance. Null again once they are here. It never syncs.';
comment on column public.users.restricted_at is
  'Since when nothing is done with the person''s data but keep and show them (Art. 18 GDPR); null when nothing is restricted.';
comment on column public.users.deleted_at is
  'When the person asked for deletion; the account can come back until it is erased.';

-- A deleted account keeps its name for the time it can come back.
create unique index users_username_key on public.users (lower(username));
create index users_created_at_idx on public.users (created_at desc);
create index users_last_seen_at_idx on public.users (last_seen_at desc nulls last);
create index users_restricted_at_idx on public.users (restricted_at) where restricted_at is not null;
create index users_under_13_idx on public.users (id) where age_band = 'under_13';
create index users_trial_ends_at_idx on public.users (trial_ends_at) where trial_ends_at is not null;

comment on index public.users_username_key is 'One name, one person; serves the look-up by name.';
comment on index public.users_created_at_idx is 'Serves newest people, and people by month of sign-up.';
comment on index public.users_last_seen_at_idx is 'Serves recent activity, and retention of inactive accounts.';
comment on index public.users_restricted_at_idx is 'Serves operators: of whom processing is restricted.';
comment on index public.users_under_13_idx is 'Serves retention, which keeps less of children.';
comment on index public.users_trial_ends_at_idx is 'Serves trials that end: what they allowed is recounted then.';

-- private.profile_document: what administrators find a profile by. Immutable in fact: the text form of a
-- text array, for which array_to_string is declared stable, depends on nothing.
create function private.profile_document(
  username text, first_name text, last_name text, display_name text, learning_goals text[]
)
returns tsvector
language sql
immutable
parallel safe
set search_path = ''
as $$
  select to_tsvector(
    'simple',
    concat_ws(' ', username, first_name, last_name, display_name, array_to_string(learning_goals, ' '))
  );
$$;

create index users_document_idx on public.users
  using gin (private.profile_document(username, first_name, last_name, display_name, learning_goals));

comment on index public.users_document_idx is 'Serves search_users.';

-- private.stand_in_line: trigger `_050_stand_in_line`. Writes of a person to their own profile wait for each other here,
-- where their pushes do, and not for the row. So at most one of them is ahead of an operator who wants the row to
-- suspend the account: many at once would keep them waiting until they give up.
create function private.stand_in_line()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('sync.push:' || auth.uid()::text, 0));
  return null;
end;
$$;

create trigger _050_stand_in_line before update on public.users
  for each statement when (current_user = 'authenticated') execute function private.stand_in_line();

-- A change of last_seen_at alone is no edit: a newer updated_at would send the row to every device.
create trigger _100_touch before update on public.users
  for each row when (old.last_seen_at is not distinct from new.last_seen_at and old.archived_at is not distinct from new.archived_at)
  execute function private.touch();
create trigger _200_check_time_zone before insert or update of timezone on public.users
  for each row execute function private.check_time_zone();

alter table public.users enable row level security;

create policy users_select_own on public.users for select to authenticated
  using (id = (select auth.uid()));
create policy users_update_own on public.users for update to authenticated
  using (id = (select auth.uid())) with check (id = (select auth.uid()));
-- No insert: a sign-up makes the row. No delete: a person asks for erasure, which takes everything along.

grant select on public.users to authenticated, service_role;
grant update (
  username, first_name, last_name, display_name, avatar_url, timezone, locale, country, region, education_level,
  learning_goals, subjects_of_interest, onboarding_completed_at, updated_at
) on public.users to authenticated;
grant update (account_status, age_band, trial_ends_at, deleted_at, updated_at) on public.users to service_role;

-- Whoever writes a row keeps the index above, and needs the function for it.
grant execute on function
  private.is_time_zone(text), private.profile_document(text, text, text, text, text[])
to authenticated, service_role;


-- private.may_enter: whether the age of a person lets them use the app: it is known, and a verified guardian stands by
-- who is under 13. Runs with the caller's rights: they may read who their guardians are.
create function private.may_enter(person uuid, age_band text)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return age_band is not null and (age_band <> 'under_13' or private.has_guardian(person));
end;
$$;

-- private.is_active: whether the caller's account is active: to write with. For policies, as (select private.is_active()),
-- so that it is asked once a statement; in PL/pgSQL, which keeps the plan for the next one.
-- Runs with the caller's rights: they may read their own row.
create function private.is_active()
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return sync.is_admitted() and exists (
    select from public.users as u
    where u.id = auth.uid() and u.account_status = 'active' and u.restricted_at is null and private.may_enter(u.id, u.age_band)
  );
end;
$$;

comment on function private.is_active() is
  'Whether the caller''s account may write: neither suspended, restricted, deleted nor gone, and of age or with a guardian; and the database admits people.';

grant execute on function private.may_enter(uuid, text), private.is_active() to authenticated, service_role;

-- private.guard_active: lets only active accounts write to a table, whatever its other policies say: a token stays
-- valid after the account it was made for is suspended, and the API writes to tables past push. Reading stays.
-- Each command is guarded, also one that no policy allows yet. Idempotent; sync.register_table calls it for every
-- table of people's rows. Restrictive policies only take away: the owner's own say whose rows.
create function private.guard_active(relation regclass)
returns void
language plpgsql
volatile
set search_path = ''
-- "does not exist, skipping" is no news here.
set client_min_messages = 'warning'
as $$
-- What is executed is made here, with every name quoted.
-- @plpgsql_check_options: security_warnings = off
declare
  name_of constant name := (select c.relname from pg_catalog.pg_class as c where c.oid = relation);
  command text;
begin
  foreach command in array '{insert,update,delete}'::text[] loop
    execute format('drop policy if exists %I on %s', format('%s_%s_active', name_of, command), relation);
    execute format(
      'create policy %I on %s as restrictive for %s to authenticated %s ((select private.is_active()))',
      format('%s_%s_active', name_of, command), relation, command,
      case command when 'insert' then 'with check' else 'using' end
    );
  end loop;
end;
$$;

comment on function private.guard_active(regclass) is
  'Adds the policies by which only active accounts write to a table. Idempotent; sync.register_table calls it.';

select sync.register_table('public.users', since => 13, scope => 'id',
  column_rules => '{"learning_goals": "union", "subjects_of_interest": "union", "onboarding_completed_at": "min"}',
  pull_only => '{age_band, account_status, trial_ends_at, restricted_at, deleted_at, created_at}',
  -- Each sync would touch the row that all devices hold; and who is archived is not here.
  omit => '{last_seen_at, archived_at}',
  priority => 100);


-- private.mark_seen: notes that the caller was here, at most once an hour: retention counts in years, and
-- each write costs an index entry. Called by push, and when a device says that it is there: also who only reads is here.
-- Definer: last_seen_at is not the person's to write.
create function private.mark_seen()
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  -- Asked first: an update calls the triggers of a statement even when it finds nothing.
  if exists (
    select from public.users as u
    where u.id = (select auth.uid()) and coalesce(u.last_seen_at < now() - interval '1 hour', true)
  ) then
    update public.users as u set last_seen_at = now(), archived_at = null where u.id = (select auth.uid());
  end if;
end;
$$;

grant execute on function private.mark_seen() to authenticated;


-- private.require_admitted: that people are let in, see sync.is_admitted(). Raises restore_unconfirmed (PT503).
create function private.require_admitted()
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if not sync.is_admitted() then
    raise exception using errcode = 'PT503', message = 'restore_unconfirmed',
      detail = 'The database was restored from a backup, which may hold accounts that were erased since.',
      hint = 'Try again later. An operator runs: select privacy.replay_erasures(<the exported ledger>);';
  end if;
end;
$$;

grant execute on function private.require_admitted() to authenticated;


-- private.require_token: whose token the request carries, whatever became of the account. Raises not_signed_in (PT401).
create function private.require_token()
returns uuid
language plpgsql
stable
set search_path = ''
as $$
declare
  person constant uuid := auth.uid();
begin
  if person is null then
    raise exception using errcode = 'PT401', message = 'not_signed_in',
      detail = 'The request carries no token of a person.',
      hint = 'Sign in and send the access token.';
  end if;
  return person;
end;
$$;

grant execute on function private.require_token() to authenticated;

-- private.require_person: who is calling, if they may use the app. Every pull and push begins with it,
-- because a token stays valid after the account it was made for is suspended or gone.
-- Runs with the caller's rights: they may read their own row.
-- Raises not_signed_in (PT401), account_gone, account_suspended, account_deleted, age_unknown, guardian_missing (PT403),
-- account_erased (PT410), and restore_unconfirmed (PT503) after a restore until erasures have been replayed.
create function private.require_person()
returns uuid
language plpgsql
stable
set search_path = ''
as $$
declare
  person constant uuid := private.require_token();
  status text;
  age text;
begin
  perform private.require_admitted();
  select u.account_status, u.age_band into status, age from public.users as u where u.id = person;
  if status = 'active' and private.may_enter(person, age) then
    return person;
  end if;
  case
    when status = 'suspended' then
      raise exception using errcode = 'PT403', message = 'account_suspended',
        detail = 'This account is suspended.',
        hint = 'Ask support. What is on the device stays there and syncs once the account is active again.';
    when status = 'deleted' then
      raise exception using errcode = 'PT403', message = 'account_deleted',
        detail = 'This account is deleted and will be erased.',
        hint = 'Cancel the deletion to go on; otherwise wipe the device.';
    when status is null and privacy.is_erased(person) then
      raise exception using errcode = 'PT410', message = 'account_erased',
        detail = 'This account was erased at the wish of its owner.',
        hint = 'Wipe the local database.';
    when status is null then
      raise exception using errcode = 'PT403', message = 'account_gone',
        detail = 'There is no account for this token: it is younger than the backup that was restored, or was removed.',
        hint = 'Sign in again. Keep what is on the device: nobody asked for it to be erased.';
    when age is null then
      raise exception using errcode = 'PT403', message = 'age_unknown',
        detail = 'This account waits until the person says how old they are.',
        hint = 'Ask for the age without saying which answer opens the app, and call declare_age_band.';
    else
      raise exception using errcode = 'PT403', message = 'guardian_missing',
        detail = 'Who is under 13 needs a parent or guardian who is verified.',
        hint = 'Call name_guardian with their e-mail address. What is on the device stays there and syncs once they are verified.';
  end case;
end;
$$;

comment on function private.require_person() is
  'The caller''s user id; raises PT401, PT403 or PT410 when nobody is signed in or the account may not use the app, PT503 after a restore.';

-- private.require_writer: likewise, for what writes: not while processing is restricted (Art. 18 GDPR).
-- Raises processing_restricted (PT403), and what private.require_person() raises.
create function private.require_writer()
returns uuid
language plpgsql
stable
set search_path = ''
as $$
declare
  person constant uuid := private.require_person();
begin
  if exists (select from public.users as u where u.id = person and u.restricted_at is not null) then
    raise exception using errcode = 'PT403', message = 'processing_restricted',
      detail = 'Processing of this person''s data is restricted, as they asked: they can be read, and nothing is written.',
      hint = 'Call lift_restriction to go on. What is on the device stays there and syncs then.';
  end if;
  return person;
end;
$$;

comment on function private.require_writer() is
  'The caller''s user id, if they may write; raises what require_person raises, and processing_restricted.';

grant execute on function private.require_person(), private.require_writer() to authenticated, service_role;


-- user_preferences: how a person wants to be met. Exactly one row for each, made with the profile.

create table public.user_preferences (
  user_id uuid not null,
  id uuid not null,
  email_notifications boolean not null default true,
  push_notifications boolean not null default true,
  study_reminders boolean not null default true,
  progress_updates boolean not null default true,
  achievement_notifications boolean not null default true,
  conflict_notifications boolean not null default true,
  public_profile boolean not null default false,
  explanation_style public.explanation_style not null default 'detailed',
  difficulty_preference text not null default 'adaptive',
  feedback_frequency text not null default 'moderate',
  emotional_support_level text not null default 'standard',
  theme text not null default 'system',
  text_size text not null default 'medium',
  reduced_motion boolean not null default false,
  language public.text_language,
  week_starts_on smallint not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint user_preferences_pkey primary key (user_id, id),
  constraint user_preferences_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint user_preferences_is_one_row check (id = user_id),
  constraint user_preferences_difficulty_is_known check (
    difficulty_preference in ('easy', 'moderate', 'challenging', 'adaptive')
  ),
  constraint user_preferences_feedback_frequency_is_known check (
    feedback_frequency in ('high', 'moderate', 'minimal')
  ),
  constraint user_preferences_emotional_support_is_known check (
    emotional_support_level in ('minimal', 'standard', 'high')
  ),
  constraint user_preferences_theme_is_known check (theme in ('system', 'light', 'dark')),
  constraint user_preferences_text_size_is_known check (text_size in ('small', 'medium', 'large', 'extra_large')),
  constraint user_preferences_week_starts_on_is_day check (week_starts_on between 1 and 7)
);

comment on table public.user_preferences is
  'How a person wants to be met: notifications, learning, appearance. One row each. What they consent to is in consents.';
comment on column public.user_preferences.id is 'The same as user_id: two devices cannot make two rows.';
comment on column public.user_preferences.conflict_notifications is
  'Say when two devices changed the same thing and the person should look.';
comment on column public.user_preferences.public_profile is
  'A wish: be found by name. Off until the person turns it on.';
comment on column public.user_preferences.text_size is 'Of the interface, relative to the device''s own.';
comment on column public.user_preferences.reduced_motion is 'No animations, whatever the device says.';
comment on column public.user_preferences.language is 'Language of the interface; null follows users.locale.';
comment on column public.user_preferences.week_starts_on is
  'First day of the week after ISO 8601: 1 is Monday, 7 is Sunday.';

create trigger _100_touch before insert or update on public.user_preferences
  for each row execute function private.touch();

alter table public.user_preferences enable row level security;

create policy user_preferences_select_own on public.user_preferences for select to authenticated
  using (user_id = (select auth.uid()));
create policy user_preferences_update_own on public.user_preferences for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
-- No insert and no delete: the row comes with the profile and goes with it.

grant select on public.user_preferences to authenticated, service_role;
grant update (
  email_notifications, push_notifications, study_reminders, progress_updates, achievement_notifications,
  conflict_notifications, public_profile,
  explanation_style, difficulty_preference, feedback_frequency, emotional_support_level,
  theme, text_size, reduced_motion, language, week_starts_on, updated_at
) on public.user_preferences to authenticated;

select sync.register_table('public.user_preferences', since => 13,
  -- Of two wishes about privacy that were made apart, the more private one stands.
  column_rules => '{"public_profile": "min"}',
  pull_only => '{created_at}',
  priority => 99);


-- Cognitive functions: the eight ways of taking in and weighing that types are made of, after C. G. Jung,
-- Psychologische Typen (1921), in the stack model of I. Briggs Myers, Gifts Differing (1980).

create domain public.cognitive_function_code as text
  constraint cognitive_function_code_is_function check (value ~ '^[NSTF][ie]$');
comment on domain public.cognitive_function_code is 'One of the eight cognitive functions: Ni, Ne, Si, Se, Ti, Te, Fi or Fe.';

create table public.cognitive_functions (
  id uuid not null,
  code public.cognitive_function_code not null,
  position smallint not null,
  kind text not null,
  attitude text not null,
  name public.translations not null,
  description public.translations not null,
  strengths public.translations not null,
  growth_edge public.translations not null,
  shows_as public.translations not null,
  table_affinity text[] not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint cognitive_functions_pkey primary key (id),
  constraint cognitive_functions_code_key unique (code),
  constraint cognitive_functions_position_key unique (position),
  constraint cognitive_functions_kind_is_known check (kind in ('thinking', 'feeling', 'intuition', 'sensing')),
  constraint cognitive_functions_attitude_is_known check (attitude in ('extraverted', 'introverted')),
  constraint cognitive_functions_code_says_both check (
    code = case kind when 'intuition' then 'N' else upper(left(kind, 1)) end || left(attitude, 1)
  )
);

comment on table public.cognitive_functions is 'Catalogue: the eight cognitive functions.';
comment on column public.cognitive_functions.code is 'Ni, Ne, Si, Se, Ti, Te, Fi or Fe.';
comment on column public.cognitive_functions.position is 'Order of display, from 1.';
comment on column public.cognitive_functions.kind is 'thinking and feeling judge; intuition and sensing perceive.';
comment on column public.cognitive_functions.growth_edge is
  'What to practise when the function is strong, or leans on itself too much.';
comment on column public.cognitive_functions.shows_as is 'How the function is recognised in what a person does.';
comment on column public.cognitive_functions.table_affinity is
  'Synced tables that the function turns to first, most wanted first; the order of a type''s first pull is made from these.';

create trigger _100_touch before insert or update on public.cognitive_functions
  for each row execute function private.touch();

alter table public.cognitive_functions enable row level security;

create policy cognitive_functions_select_everyone on public.cognitive_functions for select to authenticated
  using (true);
-- No insert, update or delete: the catalogue is content, changed by migrations.

grant select on public.cognitive_functions to authenticated, service_role;

insert into public.cognitive_functions (
  id, code, position, kind, attitude, name, description, strengths, growth_edge, shows_as, table_affinity
)
select private.catalogue_id('cognitive_functions', c.code), c.code, c.position, c.kind, c.attitude,
  jsonb_build_object('nl', c.name_nl, 'en', c.name_en),
  jsonb_build_object('nl', c.description_nl, 'en', c.description_en),
  jsonb_build_object('nl', c.strengths_nl, 'en', c.strengths_en),
  jsonb_build_object('nl', c.growth_nl, 'en', c.growth_en),
  jsonb_build_object('nl', c.shows_nl, 'en', c.shows_en),
  c.table_affinity::text[]
from (values
  ('Ni', 1, 'intuition', 'introverted',
    'Introverte intuïtie', 'Introverted intuition',
    'Voegt indrukken samen tot één beeld van waar iets heen gaat, vaak zonder te weten hoe dat beeld ontstond.',
    'Joins impressions into one picture of where things are heading, often without knowing how that picture arose.',
    'Ziet patronen vroeg, houdt een doel jaren vast en brengt veel terug tot de kern.',
    'Sees patterns early, holds on to a goal for years and reduces much to its essence.',
    'Toets het beeld aan feiten, zeg het hardop voordat het af is en zet vandaag een kleine stap.',
    'Test the picture against facts, say it aloud before it is finished and take one small step today.',
    'Denkt vooruit in jaren, zoekt betekenis achter wat er gebeurt en trekt zich terug om helder te zien.',
    'Thinks years ahead, looks for the meaning behind events and withdraws to see clearly.',
    '{visions,vision_milestones,met24_goals,met24_reflections,mbti_insights}'),
  ('Ne', 2, 'intuition', 'extraverted',
    'Extraverte intuïtie', 'Extraverted intuition',
    'Ziet in alles wat het ook zou kunnen zijn en legt verbanden tussen wat niets met elkaar te maken leek te hebben.',
    'Sees in everything what else it could be and connects what seemed to have nothing in common.',
    'Bedenkt veel mogelijkheden, past zich snel aan en maakt anderen enthousiast.',
    'Thinks up many possibilities, adapts quickly and makes others enthusiastic.',
    'Kies één idee, maak het af en laat de rest bewust liggen.',
    'Choose one idea, finish it and leave the rest on purpose.',
    'Springt van de ene gedachte naar de andere, stelt de vraag wat als en begint graag aan iets nieuws.',
    'Jumps from one thought to the next, asks what if and likes to start something new.',
    '{ai_recommendations,content_items,content_bookmarks,journal_prompts,visions}'),
  ('Si', 3, 'sensing', 'introverted',
    'Introverte gewaarwording', 'Introverted sensing',
    'Vergelijkt wat er nu is met wat eerder is beleefd, en merkt daardoor kleine verschillen op.',
    'Compares what is here now with what was lived before, and so notices small differences.',
    'Betrouwbaar, zorgvuldig, onthoudt details en bouwt gewoonten op die blijven.',
    'Reliable, careful, remembers details and builds habits that last.',
    'Probeer met opzet eens een andere weg en kijk wat die oplevert voordat je oordeelt.',
    'Try another way on purpose and see what it brings before you judge it.',
    'Houdt vast aan beproefde werkwijzen, bewaart herinneringen en voelt snel wat het lichaam nodig heeft.',
    'Keeps to proven ways, keeps memories and soon feels what the body needs.',
    '{habits,habit_logs,journal_entries,mastery_reviews,user_progress}'),
  ('Se', 4, 'sensing', 'extraverted',
    'Extraverte gewaarwording', 'Extraverted sensing',
    'Is met alle zintuigen bij wat er op dit moment gebeurt en handelt ernaar.',
    'Is with all senses in what happens at this moment, and acts on it.',
    'Reageert snel en praktisch, geniet van het moment en ziet kansen die er nu zijn.',
    'Reacts quickly and practically, enjoys the moment and sees the chances that are here now.',
    'Sta stil voordat je ingrijpt en vraag wat dit over een jaar betekent.',
    'Pause before stepping in and ask what this will mean in a year.',
    'Leert door te doen, beweegt veel en merkt op hoe iets eruitziet, klinkt en aanvoelt.',
    'Learns by doing, moves a lot and notices how things look, sound and feel.',
    '{daily_actions,action_time_entries,mood_entries,habits,user_achievements}'),
  ('Ti', 5, 'thinking', 'introverted',
    'Introvert denken', 'Introverted thinking',
    'Zoekt uit hoe iets in elkaar zit, tot de eigen verklaring geen tegenspraak meer bevat.',
    'Works out how something fits together, until its own explanation holds no contradiction.',
    'Scherp in analyse, onafhankelijk in oordeel en precies in taal.',
    'Sharp in analysis, independent in judgement and precise in words.',
    'Besluit ook als het model nog niet af is en leg het een ander in gewone woorden uit.',
    'Decide even when the model is not finished and explain it to another in plain words.',
    'Stelt de vraag waarom, vindt fouten in een redenering en werkt graag ongestoord.',
    'Asks why, finds flaws in an argument and likes to work undisturbed.',
    '{content_mastery,learning_sessions,learning_dna,cognitive_function_scores,met24_scores}'),
  ('Te', 6, 'thinking', 'extraverted',
    'Extravert denken', 'Extraverted thinking',
    'Ordent mensen en middelen om een doel te bereiken en meet of het lukt.',
    'Orders people and means to reach a goal and measures whether it works.',
    'Doelgericht, besluitvaardig en goed in plannen, verdelen en afmaken.',
    'Purposeful, decisive and good at planning, dividing and finishing.',
    'Vraag wat het met iemand doet voordat je vraagt wat het oplevert.',
    'Ask what it does to someone before you ask what it yields.',
    'Maakt lijsten, stelt termijnen, zegt wat er beter kan en wil resultaat zien.',
    'Makes lists, sets dates, says what could be better and wants to see results.',
    '{tasks,projects,daily_actions,user_progress,levensgebied_scores}'),
  ('Fi', 7, 'feeling', 'introverted',
    'Introvert voelen', 'Introverted feeling',
    'Toetst alles aan eigen waarden en weet van binnen of iets klopt.',
    'Weighs everything by its own values and knows from within whether something is right.',
    'Oprecht, trouw aan wat telt en vol begrip voor wie anders is.',
    'Sincere, true to what matters and full of understanding for who is different.',
    'Zeg wat je raakt zolang het klein is en vraag naar de feiten achter je gevoel.',
    'Say what moves you while it is small and ask for the facts behind the feeling.',
    'Schrijft of maakt om te begrijpen wat er leeft, en trekt een grens als waarden in het geding zijn.',
    'Writes or makes things to understand what is alive inside, and draws a line when values are at stake.',
    '{journal_entries,mood_entries,levensgebied_reflections,emotional_readings,visions}'),
  ('Fe', 8, 'feeling', 'extraverted',
    'Extravert voelen', 'Extraverted feeling',
    'Stemt af op de sfeer en zoekt wat mensen samen nodig hebben.',
    'Tunes in to the mood and looks for what people need together.',
    'Verbindt, moedigt aan en maakt dat anderen zich gezien voelen.',
    'Connects, encourages and makes others feel seen.',
    'Vraag je af wat je zelf wilt voordat je vraagt wat de ander wil.',
    'Ask yourself what you want before you ask what the other wants.',
    'Merkt spanning meteen op, vraagt hoe het gaat en bewaart de harmonie.',
    'Notices tension at once, asks how people are and keeps the harmony.',
    '{conversations,messages,coaching_sessions,shared_visions,team_announcements}')
) as c (
  code, position, kind, attitude, name_nl, name_en, description_nl, description_en, strengths_nl, strengths_en,
  growth_nl, growth_en, shows_nl, shows_en, table_affinity
);

select sync.register_table('public.cognitive_functions', since => 13, scope => null, direction => 'down', priority => 90);


-- MBTI types: the sixteen, with the stack of functions that makes each, and what the type means for sync.

create table public.mbti_types (
  id uuid not null,
  code public.mbti_code not null,
  dominant public.cognitive_function_code not null,
  auxiliary public.cognitive_function_code not null,
  tertiary public.cognitive_function_code not null,
  inferior public.cognitive_function_code not null,
  is_extraverted boolean not null generated always as (left(code, 1) = 'E') stored,
  is_intuitive boolean not null generated always as (substr(code, 2, 1) = 'N') stored,
  is_thinking boolean not null generated always as (substr(code, 3, 1) = 'T') stored,
  is_judging boolean not null generated always as (right(code, 1) = 'J') stored,
  name public.translations not null,
  description public.translations not null,
  strengths public.translations not null,
  growth_edge public.translations not null,
  coaching_style public.translations not null,
  table_order text[] not null,
  page_size integer not null,
  cache_scope text not null,
  cache_duration text not null,
  cache_preload text not null,
  cache_seconds integer not null,
  prefetch_tables text[] not null,
  prefetch_items smallint not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint mbti_types_pkey primary key (id),
  constraint mbti_types_code_key unique (code),
  constraint mbti_types_dominant_fkey foreign key (dominant) references public.cognitive_functions (code) on delete restrict,
  constraint mbti_types_auxiliary_fkey foreign key (auxiliary) references public.cognitive_functions (code) on delete restrict,
  constraint mbti_types_tertiary_fkey foreign key (tertiary) references public.cognitive_functions (code) on delete restrict,
  constraint mbti_types_inferior_fkey foreign key (inferior) references public.cognitive_functions (code) on delete restrict,
  constraint mbti_types_first_and_fourth_are_opposite check (inferior = translate(dominant, 'TFNSei', 'FTSNie')),
  constraint mbti_types_second_and_third_are_opposite check (tertiary = translate(auxiliary, 'TFNSei', 'FTSNie')),
  constraint mbti_types_first_two_complement_each_other check (
    (left(dominant, 1) in ('T', 'F')) <> (left(auxiliary, 1) in ('T', 'F')) and right(dominant, 1) <> right(auxiliary, 1)
  ),
  -- E or I is the attitude of the first; the middle letters are the first two; J when the extraverted one judges.
  constraint mbti_types_code_says_stack check (
    code = case when right(dominant, 1) = 'e' then 'E' else 'I' end
      || case when left(dominant, 1) in ('N', 'S')
        then left(dominant, 1) || left(auxiliary, 1) else left(auxiliary, 1) || left(dominant, 1) end
      || case when (right(dominant, 1) = 'e') = (left(dominant, 1) in ('T', 'F')) then 'J' else 'P' end
  ),
  constraint mbti_types_page_size_is_bounded check (page_size between 50 and 5000),
  constraint mbti_types_cache_scope_is_known check (cache_scope in ('broad', 'focused')),
  constraint mbti_types_cache_duration_is_known check (cache_duration in ('short', 'medium', 'long')),
  constraint mbti_types_cache_preload_is_known check (cache_preload in ('social_data', 'personal_data')),
  constraint mbti_types_cache_seconds_is_duration check (cache_seconds between 60 and 31536000),
  constraint mbti_types_prefetch_items_is_bounded check (prefetch_items between 0 and 200)
);

comment on table public.mbti_types is
  'Catalogue: the 16 MBTI types, their stack of cognitive functions, and their sync profile.';
comment on column public.mbti_types.dominant is 'First function of the stack: the one a person trusts most.';
comment on column public.mbti_types.auxiliary is 'Second function: balances the first, perceiving where that judges.';
comment on column public.mbti_types.tertiary is 'Third function: the opposite of the second.';
comment on column public.mbti_types.inferior is 'Fourth function: the opposite of the first, where growth is hardest.';
comment on column public.mbti_types.coaching_style is 'How a coach, human or not, best speaks to this type.';
comment on column public.mbti_types.table_order is
  'Synced tables in the order of a first pull; those not named follow by the registry''s priority.';
comment on column public.mbti_types.page_size is 'Rows a page that suit the type, for a client that pages.';
comment on column public.mbti_types.cache_scope is 'broad: keep some of much; focused: keep all of little.';
comment on column public.mbti_types.cache_duration is
  'How long a client may show what it has without asking: short, medium, long. In seconds: cache_seconds.';
comment on column public.mbti_types.cache_preload is 'What a client loads before it is asked for.';
comment on column public.mbti_types.cache_seconds is 'Seconds that cache_duration stands for.';
comment on column public.mbti_types.prefetch_tables is 'Tables that cache_preload stands for, most wanted first.';
comment on column public.mbti_types.prefetch_items is 'How many content items to prefetch, by affinity to the type.';

create index mbti_types_dominant_idx on public.mbti_types (dominant);
create index mbti_types_auxiliary_idx on public.mbti_types (auxiliary);
create index mbti_types_tertiary_idx on public.mbti_types (tertiary);
create index mbti_types_inferior_idx on public.mbti_types (inferior);

create trigger _100_touch before insert or update on public.mbti_types
  for each row execute function private.touch();

alter table public.mbti_types enable row level security;

create policy mbti_types_select_everyone on public.mbti_types for select to authenticated
  using (true);
-- No insert, update or delete: the catalogue is content, changed by migrations.

grant select on public.mbti_types to authenticated, service_role;

-- The sync profile follows from the stack. Everyone's own profile comes first; then what the dominant
-- function turns to, what the attitude preloads, and what the other three turn to.
--   extraverted  broad, medium, social data; small pages, so that the first screen is there soon
--   introverted  focused, long, personal data; large pages, in fewer rounds
-- Perceiving types browse more than they finish: more content, smaller pages.
insert into public.mbti_types (
  id, code, dominant, auxiliary, tertiary, inferior, name, description, strengths, growth_edge, coaching_style,
  table_order, page_size, cache_scope, cache_duration, cache_preload, cache_seconds, prefetch_tables, prefetch_items
)
select private.catalogue_id('mbti_types', t.code), t.code, t.stack[1], t.stack[2], t.stack[3], t.stack[4],
  jsonb_build_object('nl', t.name_nl, 'en', t.name_en),
  jsonb_build_object('nl', t.description_nl, 'en', t.description_en),
  jsonb_build_object('nl', t.strengths_nl, 'en', t.strengths_en),
  jsonb_build_object('nl', t.growth_nl, 'en', t.growth_en),
  jsonb_build_object('nl', t.coaching_nl, 'en', t.coaching_en),
  array['users', 'user_preferences', 'mbti_profiles'] || (
    select array_agg(w.table_name order by w.place)
    from (
      select wanted.table_name, min(wanted.place) as place
      from (
        select a.table_name, f.nth * 100 + a.nth as place
        from unnest(t.stack) with ordinality as f (code, nth)
        join public.cognitive_functions as c on c.code = f.code
        cross join unnest(c.table_affinity) with ordinality as a (table_name, nth)
        union all
        select p.table_name, 150 + p.nth from unnest(e.prefetch_tables) with ordinality as p (table_name, nth)
      ) as wanted
      group by wanted.table_name
    ) as w
  ),
  case when right(t.code, 1) = 'J' then e.page_size else e.page_size - 100 end,
  e.cache_scope, e.cache_duration, e.cache_preload, e.cache_seconds, e.prefetch_tables,
  case when right(t.code, 1) = 'J' then e.prefetch_items else e.prefetch_items + 8 end
from (values
  ('ISTJ', '{Si,Te,Fi,Ne}'::text[],
    'De bewaker', 'The keeper',
    'Rustig, grondig en trouw; bouwt op ervaring en doet wat is afgesproken.',
    'Calm, thorough and loyal; builds on experience and does what was agreed.',
    'Betrouwbaarheid, geduld met details en een lange adem.',
    'Reliability, patience with detail and staying power.',
    'Ruimte laten voor wat nog niet bewezen is.',
    'Leaving room for what has not been proven yet.',
    'Wees concreet en geordend: stappen, termijnen en waarom het eerder werkte.',
    'Be concrete and orderly: steps, dates and why it worked before.'),
  ('ISFJ', '{Si,Fe,Ti,Ne}',
    'De verzorger', 'The caretaker',
    'Warm en nauwgezet; onthoudt wat mensen nodig hebben en zorgt er stil voor.',
    'Warm and conscientious; remembers what people need and quietly sees to it.',
    'Toewijding, aandacht en zorg die je kunt vertrouwen.',
    'Devotion, attention and care that can be relied on.',
    'Eigen wensen noemen en hulp aannemen.',
    'Naming own wishes and accepting help.',
    'Begin met waardering, geef tijd en maak het praktisch.',
    'Begin with appreciation, allow time and make it practical.'),
  ('INFJ', '{Ni,Fe,Ti,Se}',
    'De gids', 'The guide',
    'Ziet wat iemand kan worden en werkt in stilte aan een betere wereld.',
    'Sees what someone can become and works quietly for a better world.',
    'Inzicht in mensen, bezieling en volharding.',
    'Insight into people, inspiration and perseverance.',
    'Grenzen bewaken en genoegen nemen met goed genoeg.',
    'Keeping boundaries and settling for good enough.',
    'Spreek over betekenis, luister lang en vraag dan naar één volgende stap.',
    'Speak of meaning, listen long and then ask for one next step.'),
  ('INTJ', '{Ni,Te,Fi,Se}',
    'De strateeg', 'The strategist',
    'Ontwerpt een plan voor de lange termijn en werkt er zelfstandig naartoe.',
    'Designs a plan for the long term and works towards it independently.',
    'Overzicht, onafhankelijk denken en hoge maatstaven.',
    'Overview, independent thinking and high standards.',
    'Gevoelens meewegen en van het moment genieten.',
    'Weighing feelings and enjoying the moment.',
    'Wees bondig, geef redenen en laat de uitvoering vrij.',
    'Be brief, give reasons and leave the execution free.'),
  ('ISTP', '{Ti,Se,Ni,Fe}',
    'De vakman', 'The craftsman',
    'Begrijpt dingen door ze in handen te nemen en blijft kalm als het spannend wordt.',
    'Understands things by taking them in hand and stays calm when it gets tense.',
    'Praktisch vernuft, tegenwoordigheid van geest en zelfstandigheid.',
    'Practical ingenuity, presence of mind and independence.',
    'Laten weten wat je voelt en plannen delen.',
    'Letting others know what you feel and sharing plans.',
    'Houd het kort en feitelijk; laat proberen in plaats van vertellen.',
    'Keep it short and factual; let them try instead of telling.'),
  ('ISFP', '{Fi,Se,Ni,Te}',
    'De kunstenaar', 'The artist',
    'Leeft naar eigen waarden en maakt die zichtbaar in wat zij of hij doet.',
    'Lives by own values and makes them visible in what they do.',
    'Echtheid, gevoel voor schoonheid en zachte moed.',
    'Authenticity, a sense of beauty and gentle courage.',
    'Vooruit plannen en je werk durven tonen.',
    'Planning ahead and daring to show your work.',
    'Wees vriendelijk en concreet; koppel doelen aan wat van waarde is.',
    'Be kind and concrete; tie goals to what is of value.'),
  ('INFP', '{Fi,Ne,Si,Te}',
    'De idealist', 'The idealist',
    'Zoekt wat waar is voor het eigen hart en ziet overal wat mogelijk is.',
    'Seeks what is true to the heart and sees what is possible everywhere.',
    'Verbeelding, mededogen en trouw aan een ideaal.',
    'Imagination, compassion and loyalty to an ideal.',
    'Beginnen voordat het volmaakt is en afmaken wat je begon.',
    'Starting before it is perfect and finishing what you started.',
    'Vraag naar waarden, geef ruimte en maak daarna samen een klein plan.',
    'Ask for values, give room and then make a small plan together.'),
  ('INTP', '{Ti,Ne,Si,Fe}',
    'De denker', 'The thinker',
    'Wil begrijpen hoe alles werkt en speelt met ideeën tot ze kloppen.',
    'Wants to understand how everything works and plays with ideas until they fit.',
    'Analyse, oorspronkelijkheid en een open geest.',
    'Analysis, originality and an open mind.',
    'Van denken naar doen, en tonen dat je om mensen geeft.',
    'From thinking to doing, and showing that you care for people.',
    'Geef de redenering, laat vragen toe en spreek een termijn af.',
    'Give the reasoning, welcome questions and agree on a date.'),
  ('ESTP', '{Se,Ti,Fe,Ni}',
    'De ondernemer', 'The doer',
    'Ziet een kans en grijpt haar; leert het meest van wat nu gebeurt.',
    'Sees a chance and takes it; learns most from what is happening now.',
    'Daadkracht, lef en een scherp oog.',
    'Drive, nerve and a sharp eye.',
    'Gevolgen op langere termijn wegen en blijven luisteren.',
    'Weighing consequences further ahead and going on listening.',
    'Wees direct, maak het een uitdaging en laat snel resultaat zien.',
    'Be direct, make it a challenge and show results soon.'),
  ('ESFP', '{Se,Fi,Te,Ni}',
    'De levensgenieter', 'The performer',
    'Brengt leven en warmte in het moment en geniet van mensen.',
    'Brings life and warmth to the moment and enjoys people.',
    'Hartelijkheid, lichtheid en zin voor het praktische.',
    'Warmth, lightness and a practical sense.',
    'Stilstaan bij later en moeilijke gesprekken niet uitstellen.',
    'Thinking of later and not putting off hard talks.',
    'Houd het levendig en kort, vier kleine stappen.',
    'Keep it lively and short, celebrate small steps.'),
  ('ENFP', '{Ne,Fi,Te,Si}',
    'De inspirator', 'The inspirer',
    'Ziet in iedereen mogelijkheden en steekt anderen aan met geestdrift.',
    'Sees possibilities in everyone and infects others with enthusiasm.',
    'Creativiteit, inlevingsvermogen en moed om te beginnen.',
    'Creativity, empathy and the courage to begin.',
    'Kiezen, een vast ritme houden en het lichaam niet vergeten.',
    'Choosing, keeping a steady rhythm and not forgetting the body.',
    'Denk eerst mee, kies daarna samen één ding en kom er vriendelijk op terug.',
    'Explore first, then choose one thing together and come back to it kindly.'),
  ('ENTP', '{Ne,Ti,Fe,Si}',
    'De uitvinder', 'The inventor',
    'Bevraagt wat vanzelf spreekt en vindt er iets beters op.',
    'Questions what goes without saying and finds something better.',
    'Vindingrijkheid, snelle geest en plezier in debat.',
    'Inventiveness, a quick mind and joy in debate.',
    'Volhouden als het nieuwe eraf is en anderen laten uitspreken.',
    'Persisting when the novelty is gone and letting others finish.',
    'Daag uit met vragen, wees niet bang voor tegenspraak en leg vast wat is besloten.',
    'Challenge with questions, do not fear contradiction and record what was decided.'),
  ('ESTJ', '{Te,Si,Ne,Fi}',
    'De organisator', 'The organiser',
    'Brengt orde, verdeelt het werk en zorgt dat het af komt.',
    'Brings order, divides the work and sees that it gets done.',
    'Verantwoordelijkheid, duidelijkheid en uitvoering.',
    'Responsibility, clarity and execution.',
    'Zachter zijn voor jezelf en anderen, en nieuwe wegen proberen.',
    'Being gentler with self and others, and trying new ways.',
    'Wees duidelijk, meetbaar en op tijd; begin bij het resultaat.',
    'Be clear, measurable and on time; begin with the result.'),
  ('ESFJ', '{Fe,Si,Ne,Ti}',
    'De gastheer', 'The host',
    'Brengt mensen bijeen en zorgt dat niemand wordt vergeten.',
    'Brings people together and makes sure nobody is forgotten.',
    'Hartelijkheid, trouw en zorg in de praktijk.',
    'Warmth, loyalty and care in practice.',
    'Los komen van goedkeuring en kritiek zakelijk nemen.',
    'Growing free of approval and taking criticism as information.',
    'Wees persoonlijk, bevestig wat goed gaat en geef houvast.',
    'Be personal, confirm what goes well and give something to hold on to.'),
  ('ENFJ', '{Fe,Ni,Se,Ti}',
    'De mentor', 'The mentor',
    'Ziet wat in mensen schuilt en helpt hen samen verder te komen.',
    'Sees what lies in people and helps them get further together.',
    'Bezieling, afstemming en leiding met hart.',
    'Inspiration, attunement and leading with heart.',
    'Eigen behoeften laten tellen en niet alles willen dragen.',
    'Letting own needs count and not carrying everything.',
    'Vraag eerst hoe het met hen zelf gaat; spreek over groei en invloed.',
    'Ask first how they are themselves; speak of growth and influence.'),
  ('ENTJ', '{Te,Ni,Se,Fi}',
    'De leider', 'The leader',
    'Zet een koers uit, verzamelt mensen en middelen en maakt het waar.',
    'Sets a course, gathers people and means and makes it real.',
    'Visie, besluitvaardigheid en groot overzicht.',
    'Vision, decisiveness and a wide overview.',
    'Vertragen, luisteren en ruimte geven aan gevoel.',
    'Slowing down, listening and giving room to feeling.',
    'Kom snel ter zake, stel hoge doelen en spreek tegen als het nodig is.',
    'Come to the point, set high goals and contradict when needed.')
) as t (
  code, stack, name_nl, name_en, description_nl, description_en, strengths_nl, strengths_en,
  growth_nl, growth_en, coaching_nl, coaching_en
)
join (values
  ('E', 500, 'broad', 'medium', 'social_data', 6 * 60 * 60,
    '{conversations,messages,shared_visions,team_announcements,teams}'::text[], 24),
  ('I', 900, 'focused', 'long', 'personal_data', 7 * 24 * 60 * 60,
    '{journal_entries,visions,mood_entries,levensgebied_scores,habits}', 12)
) as e (energy, page_size, cache_scope, cache_duration, cache_preload, cache_seconds, prefetch_tables, prefetch_items)
  on e.energy = left(t.code, 1);

select sync.register_table('public.mbti_types', since => 13, scope => null, direction => 'down', priority => 89);


-- mbti_profiles: what a person is thought to be, each time it was found out. At most one is current.

create table public.mbti_profiles (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  mbti_type public.mbti_code not null,
  ei_clarity public.score,
  sn_clarity public.score,
  tf_clarity public.score,
  jp_clarity public.score,
  confidence public.ratio,
  source text not null default 'self_reported',
  assessed_at timestamptz(3) not null default now(),
  is_current boolean not null default true,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint mbti_profiles_pkey primary key (user_id, id),
  constraint mbti_profiles_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint mbti_profiles_mbti_type_fkey foreign key (mbti_type) references public.mbti_types (code) on delete restrict,
  constraint mbti_profiles_source_is_known check (
    source in ('self_reported', 'assessment', 'coach', 'inferred', 'imported')
  ),
  -- At commit, so that the trigger below has settled it: a person offline on two devices is no error.
  constraint mbti_profiles_one_is_current exclude using btree (user_id with =) where (is_current)
    deferrable initially deferred
);

comment on table public.mbti_profiles is 'A person''s MBTI type, each time it was found out; at most one is current.';
comment on column public.mbti_profiles.ei_clarity is
  'How clear the preference between E and I is: 0 none, 100 entire. Null when not measured.';
comment on column public.mbti_profiles.sn_clarity is
  'How clear the preference between S and N is: 0 none, 100 entire. Null when not measured.';
comment on column public.mbti_profiles.tf_clarity is
  'How clear the preference between T and F is: 0 none, 100 entire. Null when not measured.';
comment on column public.mbti_profiles.jp_clarity is
  'How clear the preference between J and P is: 0 none, 100 entire. Null when not measured.';
comment on column public.mbti_profiles.confidence is 'How sure the source is of the type as a whole, from 0 to 1.';
comment on column public.mbti_profiles.assessed_at is 'When it was found out, which may be long before it was entered.';
comment on column public.mbti_profiles.is_current is
  'The type the app goes by. Making one current ends the one before; of several, the one edited last stays.';

create index mbti_profiles_mbti_type_idx on public.mbti_profiles (mbti_type);
create index mbti_profiles_user_id_assessed_at_idx on public.mbti_profiles (user_id, assessed_at desc);

comment on index public.mbti_profiles_one_is_current is
  'Serves the look-up of a person''s current type, with every pull.';
comment on index public.mbti_profiles_mbti_type_idx is 'Serves statistics by type.';
comment on index public.mbti_profiles_user_id_assessed_at_idx is 'Serves a person''s development over time.';

create trigger _100_touch before insert or update on public.mbti_profiles
  for each row execute function private.touch();

-- private.keep_one_mbti_profile_current: triggers `_300_keep_one_current_*`. Of a person's current profiles
-- the one edited last stays: whichever device's row arrives first, the same one wins.
create function private.keep_one_mbti_profile_current()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
declare
  people constant uuid[] := array(select distinct n.user_id from new_rows as n where n.is_current order by n.user_id);
begin
  -- Also what ends the recursion: the update below makes none current.
  if people = '{}' then
    return null;
  end if;
  -- Two transactions would not see each other's row; the second waits here, and sees it.
  perform pg_advisory_xact_lock(hashtextextended('mbti_profiles:' || person::text, 0)) from unnest(people) as person;

  -- Ended when the other was chosen, not when that became known here: a choice made in between wins.
  update public.mbti_profiles as p
  set is_current = false, updated_at = latest.updated_at
  from (
    select distinct on (m.user_id) m.user_id, m.id, m.updated_at
    from public.mbti_profiles as m
    where m.user_id = any (people) and m.is_current
    order by m.user_id, m.updated_at desc, m.assessed_at desc, m.id desc
  ) as latest
  where p.user_id = latest.user_id and p.is_current and p.id <> latest.id;
  return null;
end;
$$;

create trigger _300_keep_one_current_insert after insert on public.mbti_profiles
  referencing new table as new_rows for each statement execute function private.keep_one_mbti_profile_current();
create trigger _300_keep_one_current_update after update on public.mbti_profiles
  referencing new table as new_rows for each statement execute function private.keep_one_mbti_profile_current();

alter table public.mbti_profiles enable row level security;

create policy mbti_profiles_select_own on public.mbti_profiles for select to authenticated
  using (user_id = (select auth.uid()));
create policy mbti_profiles_insert_own on public.mbti_profiles for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy mbti_profiles_update_own on public.mbti_profiles for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy mbti_profiles_delete_own on public.mbti_profiles for delete to authenticated
  using (user_id = (select auth.uid()));

grant select, delete on public.mbti_profiles to authenticated;
grant insert (
  user_id, id, mbti_type, ei_clarity, sn_clarity, tf_clarity, jp_clarity, confidence, source, assessed_at, is_current,
  created_at, updated_at
) on public.mbti_profiles to authenticated;
grant update (
  mbti_type, ei_clarity, sn_clarity, tf_clarity, jp_clarity, confidence, source, assessed_at, is_current,
  created_at, updated_at
) on public.mbti_profiles to authenticated;
grant select on public.mbti_profiles to service_role;

select sync.register_table('public.mbti_profiles', since => 13, priority => 98);


-- private.sync_profile: what an MBTI type means for a pull: the type given, else the caller's current one,
-- else a neutral profile. Two index probes at most.
--   table_order   tables in the order of a first pull; the rest follow by the registry's priority
--   page_size     rows a page that suit the type
--   cache_policy  {type, scope, duration, max_age_seconds, preload, prefetch_tables, prefetch_items}
-- Runs with the caller's rights. Raises mbti_type_unknown (PT422).
create function private.sync_profile(
  user_type text, out table_order text[], out page_size integer, out cache_policy jsonb
)
language plpgsql
stable
set search_path = ''
as $$
declare
  wanted text := upper(user_type);
  found_type public.mbti_types;
begin
  if wanted is null then
    select p.mbti_type into wanted from public.mbti_profiles as p where p.user_id = auth.uid() and p.is_current;
  end if;
  if wanted is not null then
    select * into found_type from public.mbti_types as t where t.code = wanted;
  end if;

  if found_type.code is not null then
    table_order := found_type.table_order;
    page_size := found_type.page_size;
    cache_policy := jsonb_build_object(
      'type', found_type.code, 'scope', found_type.cache_scope, 'duration', found_type.cache_duration,
      'max_age_seconds', found_type.cache_seconds, 'preload', found_type.cache_preload,
      'prefetch_tables', to_jsonb(found_type.prefetch_tables), 'prefetch_items', found_type.prefetch_items
    );
  elsif user_type is not null then
    raise exception using errcode = 'PT422', message = 'mbti_type_unknown',
      detail = format('user_type: there is no MBTI type %L.', left(user_type, 40)),
      hint = 'Send one of the 16, such as INTJ, or null for the person''s own.';
  else
    table_order := '{users,user_preferences,mbti_profiles}';
    page_size := 700;
    cache_policy := '{
      "type": null, "scope": "focused", "duration": "medium", "max_age_seconds": 21600, "preload": "personal_data",
      "prefetch_tables": ["visions", "daily_actions", "habits"], "prefetch_items": 12
    }';
  end if;
end;
$$;

comment on function private.sync_profile(text) is
  'Table order, page size and cache policy of an MBTI type, else of the caller''s current one, else neutral.';

grant execute on function private.sync_profile(text) to authenticated;


-- cognitive_function_scores: how strongly a function showed at a time. Never updated in place by the app:
-- development is the series.

create table public.cognitive_function_scores (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  function_code public.cognitive_function_code not null,
  score public.score not null,
  source text not null default 'self_reported',
  measured_at timestamptz(3) not null default now(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint cognitive_function_scores_pkey primary key (user_id, id),
  constraint cognitive_function_scores_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint cognitive_function_scores_function_code_fkey foreign key (function_code)
    references public.cognitive_functions (code) on delete restrict,
  constraint cognitive_function_scores_source_is_known check (
    source in ('self_reported', 'assessment', 'coach', 'inferred', 'imported')
  )
);

comment on table public.cognitive_function_scores is 'How strongly each cognitive function showed, measured over time.';
comment on column public.cognitive_function_scores.function_code is 'Ni, Ne, Si, Se, Ti, Te, Fi or Fe.';
comment on column public.cognitive_function_scores.score is '0 not at all, 100 as strongly as can be.';
comment on column public.cognitive_function_scores.measured_at is
  'What the score is about, which may be long before it was entered.';

create index cognitive_function_scores_user_id_measured_at_idx
  on public.cognitive_function_scores (user_id, measured_at desc);
create index cognitive_function_scores_function_code_idx on public.cognitive_function_scores (function_code);

comment on index public.cognitive_function_scores_user_id_measured_at_idx is
  'Serves a person''s development over time.';
comment on index public.cognitive_function_scores_function_code_idx is 'Serves statistics by function.';

create trigger _100_touch before insert or update on public.cognitive_function_scores
  for each row execute function private.touch();

alter table public.cognitive_function_scores enable row level security;

create policy cognitive_function_scores_select_own on public.cognitive_function_scores for select to authenticated
  using (user_id = (select auth.uid()));
create policy cognitive_function_scores_insert_own on public.cognitive_function_scores for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy cognitive_function_scores_update_own on public.cognitive_function_scores for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy cognitive_function_scores_delete_own on public.cognitive_function_scores for delete to authenticated
  using (user_id = (select auth.uid()));

grant select, delete on public.cognitive_function_scores to authenticated;
grant insert (user_id, id, function_code, score, source, measured_at, created_at, updated_at)
  on public.cognitive_function_scores to authenticated;
grant update (function_code, score, source, measured_at, created_at, updated_at)
  on public.cognitive_function_scores to authenticated;
grant select on public.cognitive_function_scores to service_role;

select sync.register_table('public.cognitive_function_scores', since => 13, priority => 60);


-- Roles and permissions: what a person may do beyond their own data. Own data need no permission: row-level
-- security gives those. A module that guards something adds its permission here by insert, and names the
-- roles that have it; the role admin has every permission by trigger.

create table public.roles (
  id uuid not null,
  code public.slug not null,
  name public.translations not null,
  description public.translations not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint roles_pkey primary key (id),
  constraint roles_code_key unique (code)
);

create table public.permissions (
  id uuid not null,
  code text not null,
  description public.translations not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint permissions_pkey primary key (id),
  constraint permissions_code_key unique (code),
  constraint permissions_code_is_thing_and_verb check (code ~ '^[a-z][a-z_]*\.[a-z][a-z_]*$' and char_length(code) <= 80)
);

create table public.role_permissions (
  role_code public.slug not null,
  permission_code text not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint role_permissions_pkey primary key (role_code, permission_code),
  constraint role_permissions_role_code_fkey foreign key (role_code) references public.roles (code) on delete cascade,
  constraint role_permissions_permission_code_fkey foreign key (permission_code)
    references public.permissions (code) on delete cascade
);

create table public.user_roles (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  role_code public.slug not null,
  assigned_at timestamptz(3) not null default now(),
  assigned_by uuid,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint user_roles_pkey primary key (user_id, id),
  constraint user_roles_user_id_role_code_key unique (user_id, role_code),
  constraint user_roles_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint user_roles_role_code_fkey foreign key (role_code) references public.roles (code) on delete restrict,
  constraint user_roles_assigned_by_fkey foreign key (assigned_by) references public.users (id) on delete set null
);

comment on table public.roles is 'Catalogue: what people can be to the app. What a role may do is in role_permissions.';
comment on table public.permissions is 'Catalogue: what can be allowed, as thing.verb, such as users.read.';
comment on table public.role_permissions is 'Which role has which permission.';
comment on table public.user_roles is
  'Who has which role. Changed by assign_role and revoke_role only; a person''s own roles sync to their devices.';
comment on column public.user_roles.assigned_by is
  'Who assigned it; null for sign-up, and when that account is gone. Stays on the server.';

create index role_permissions_permission_code_idx on public.role_permissions (permission_code);
create index user_roles_role_code_idx on public.user_roles (role_code);
create index user_roles_assigned_by_idx on public.user_roles (assigned_by);

comment on index public.user_roles_user_id_role_code_key is 'One role once a person; serves has_permission.';
comment on index public.user_roles_role_code_idx is 'Serves "who has this role", and the last admin.';

create trigger _100_touch before insert or update on public.roles
  for each row execute function private.touch();
create trigger _100_touch before insert or update on public.permissions
  for each row execute function private.touch();
create trigger _100_touch before insert or update on public.role_permissions
  for each row execute function private.touch();
create trigger _100_touch before insert or update on public.user_roles
  for each row execute function private.touch();

-- private.give_admin_permissions: trigger `_300_give_admin_permissions`. An admin who lacked a permission
-- could not give it to anyone either.
create function private.give_admin_permissions()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  insert into public.role_permissions (role_code, permission_code)
  select 'admin', n.code from new_rows as n
  on conflict do nothing;
  return null;
end;
$$;

create trigger _300_give_admin_permissions after insert on public.permissions
  referencing new table as new_rows for each statement execute function private.give_admin_permissions();

insert into public.roles (id, code, name, description)
select private.catalogue_id('roles', r.code), r.code,
  jsonb_build_object('nl', r.name_nl, 'en', r.name_en),
  jsonb_build_object('nl', r.description_nl, 'en', r.description_en)
from (values
  ('user', 'Gebruiker', 'User',
    'Gebruikt de app met de eigen gegevens. Iedereen krijgt deze rol bij aanmelding.',
    'Uses the app with their own data. Everyone gets this role at sign-up.'),
  ('coach', 'Coach', 'Coach',
    'Begeleidt mensen en schrijft inhoud; ziet van anderen alleen wat zij delen.',
    'Guides people and writes content; sees of others only what they share.'),
  ('editor', 'Redacteur', 'Editor',
    'Beheert inhoud, vragenlijsten en catalogi.',
    'Manages content, questionnaires and catalogues.'),
  ('support', 'Ondersteuning', 'Support',
    'Helpt mensen met hun account.',
    'Helps people with their account.'),
  ('analyst', 'Analist', 'Analyst',
    'Leest geanonimiseerde statistieken.',
    'Reads anonymised statistics.'),
  ('privacy_officer', 'Privacyfunctionaris', 'Privacy officer',
    'Behandelt verzoeken van betrokkenen en leest het auditspoor.',
    'Handles data subjects'' requests and reads the audit trail.'),
  ('operator', 'Beheerder van de dienst', 'Operator',
    'Bewaakt de dienst en grijpt in bij storingen.',
    'Watches over the service and steps in when it fails.'),
  ('admin', 'Beheerder', 'Administrator',
    'Heeft elk recht en kent rollen toe.',
    'Has every permission and assigns roles.')
) as r (code, name_nl, name_en, description_nl, description_en);

insert into public.permissions (id, code, description)
select private.catalogue_id('permissions', p.code), p.code, jsonb_build_object('nl', p.nl, 'en', p.en)
from (values
  ('users.read', 'Mensen opzoeken op e-mail of naam', 'Look people up by e-mail or name'),
  ('users.suspend', 'Accounts schorsen en herstellen', 'Suspend and reinstate accounts'),
  ('roles.read', 'Rollen en hun rechten inzien', 'Read roles and their permissions'),
  ('roles.assign', 'Rollen toekennen en intrekken', 'Assign and revoke roles'),
  ('coaching.provide', 'Mensen begeleiden die daarom vragen', 'Guide people who ask for it'),
  ('content.manage', 'Inhoud en catalogi beheren', 'Manage content and catalogues'),
  ('subscriptions.read', 'Abonnementen en facturen van mensen inzien', 'Read people''s subscriptions and invoices'),
  ('analytics.read', 'Geanonimiseerde statistieken lezen', 'Read anonymised statistics'),
  ('privacy.manage', 'Verzoeken van betrokkenen behandelen', 'Handle data subjects'' requests'),
  ('audit.read', 'Het auditspoor lezen', 'Read the audit trail'),
  ('operations.read', 'Metingen en storingen inzien', 'Read measurements and incidents'),
  ('operations.manage', 'Taken, drempels en functievlaggen wijzigen', 'Change jobs, thresholds and feature flags')
) as p (code, nl, en);

insert into public.role_permissions (role_code, permission_code) values
  ('coach', 'coaching.provide'),
  ('coach', 'content.manage'),
  ('editor', 'content.manage'),
  ('support', 'users.read'),
  ('support', 'users.suspend'),
  ('support', 'subscriptions.read'),
  ('analyst', 'analytics.read'),
  ('privacy_officer', 'users.read'),
  ('privacy_officer', 'privacy.manage'),
  ('privacy_officer', 'audit.read'),
  ('operator', 'operations.read'),
  ('operator', 'operations.manage'),
  ('operator', 'analytics.read');


-- private.has_permission: whether the caller has a permission, through any of their roles. A suspended or
-- deleted account has none. Three index probes; false for a permission there is not.
-- Definer: who is not an administrator may not read what roles may do.
create function private.has_permission(permission text)
returns boolean
language sql
stable
security definer
set search_path = ''
as $$
  select exists (
    select
    from public.user_roles as ur
    join public.role_permissions as rp on rp.role_code = ur.role_code and rp.permission_code = has_permission.permission
    join public.users as u on u.id = ur.user_id and u.account_status = 'active'
    where ur.user_id = (select auth.uid())
  );
$$;

comment on function private.has_permission(text) is
  'Whether the caller has this permission. In a policy: (select private.has_permission(''…'')), so that it is asked once.';

-- private.require_permission: the caller's id, if they have the permission.
-- Raises permission_denied (PT403), and what private.require_person() raises.
create function private.require_permission(permission text)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
declare
  person constant uuid := private.require_person();
begin
  if not private.has_permission(permission) then
    raise exception using errcode = 'PT403', message = 'permission_denied',
      detail = format('This needs the permission %s.', permission),
      hint = 'Ask an administrator for a role that has it.';
  end if;
  return person;
end;
$$;

-- private.require_permission_alone: as private.require_permission(), for what changes the rights of others: until
-- the transaction ends nobody else changes any. Two administrators who shut each other out at once would each still
-- find the other in office, and neither would be left. Whoever waited here is asked again: the one before may have
-- taken the permission away. Sign-ups do not wait.
create function private.require_permission_alone(permission text)
returns uuid
language plpgsql
volatile
set search_path = ''
as $$
begin
  -- Who may not, makes nobody wait.
  perform private.require_permission(permission);
  perform from public.roles as r where r.code = 'admin' for no key update;
  return private.require_permission(permission);
end;
$$;

grant execute on function private.has_permission(text), private.require_permission(text) to authenticated;

alter table public.roles enable row level security;
alter table public.permissions enable row level security;
alter table public.role_permissions enable row level security;
alter table public.user_roles enable row level security;

create policy roles_select_reader on public.roles for select to authenticated
  using ((select private.has_permission('roles.read')));
create policy permissions_select_reader on public.permissions for select to authenticated
  using ((select private.has_permission('roles.read')));
create policy role_permissions_select_reader on public.role_permissions for select to authenticated
  using ((select private.has_permission('roles.read')));
-- Own roles only, for administrators too: they look people up through functions, which are audited.
create policy user_roles_select_own on public.user_roles for select to authenticated
  using (user_id = (select auth.uid()));
-- No insert, update or delete: roles are changed by migrations, assignments by assign_role and revoke_role.

grant select on public.roles, public.permissions, public.role_permissions to authenticated, service_role;
-- Who assigned a role is for operators to know.
grant select (user_id, id, role_code, assigned_at, created_at, updated_at) on public.user_roles to authenticated;
grant select on public.user_roles to service_role;

select sync.register_table('public.user_roles', since => 13, direction => 'down', omit => '{assigned_by}', priority => 97);


-- my_permissions: what the caller may do. Raises what private.require_person() raises.
-- Definer: who is not an administrator may not read what roles may do. Gives the caller's own only.
create function private.my_permissions()
returns setof text
language sql
stable
security definer
rows 10
set search_path = ''
as $$
  select distinct rp.permission_code
  from public.user_roles as ur
  join public.role_permissions as rp on rp.role_code = ur.role_code
  where ur.user_id = (select private.require_person())
  order by rp.permission_code;
$$;

create function public.my_permissions()
returns setof text
language sql
stable
security invoker
rows 10
set search_path = ''
as $$
  select private.my_permissions();
$$;

comment on function public.my_permissions() is
  'The caller''s permissions, sorted: for showing or hiding parts of an app. The database checks them itself.';

grant execute on function private.my_permissions(), public.my_permissions() to authenticated;


-- private.grant_role: gives a role, unasked. For sign-up, assign_role and the operator, who makes the first
-- administrator with: select private.grant_role('<user id>', 'admin'); Idempotent.
create function private.grant_role(to_user uuid, role text, by_user uuid default null)
returns void
language sql
volatile
set search_path = ''
as $$
  insert into public.user_roles (user_id, role_code, assigned_by)
  values (to_user, role, by_user)
  on conflict on constraint user_roles_user_id_role_code_key do nothing;
$$;

-- private.require_role_within_own: the caller's id, if they may assign and revoke this role to and from this
-- person: nobody deals in permissions they lack. Until the transaction ends, nobody else changes any.
-- Raises role_not_found, user_not_found (PT404), role_exceeds_own, permission_denied (PT403).
create function private.require_role_within_own(of_user uuid, role text)
returns uuid
language plpgsql
volatile
set search_path = ''
as $$
declare
  person constant uuid := private.require_permission_alone('roles.assign');
  lacking text;
begin
  if not exists (select from public.roles as r where r.code = role) then
    raise exception using errcode = 'PT404', message = 'role_not_found',
      detail = format('There is no role %L.', left(role, 80)),
      hint = 'Read the table roles for those there are.';
  end if;
  if not exists (select from public.users as u where u.id = of_user) then
    raise exception using errcode = 'PT404', message = 'user_not_found',
      detail = format('There is no person with the id %s.', coalesce(of_user::text, 'null')),
      hint = 'Find the person with find_user_by_email.';
  end if;
  select rp.permission_code into lacking
  from public.role_permissions as rp
  where rp.role_code = role and not private.has_permission(rp.permission_code)
  order by rp.permission_code
  limit 1;
  if lacking is not null then
    raise exception using errcode = 'PT403', message = 'role_exceeds_own',
      detail = format('The role %s has the permission %s, which you do not have.', role, lacking),
      hint = 'Ask an administrator who has it.';
  end if;
  return person;
end;
$$;

-- assign_role: gives a person a role. For who has roles.assign and all that the role may do. Idempotent.
-- Raises what private.require_role_within_own() raises.
-- Definer: nobody may write assignments past this function.
create function private.assign_role(to_user uuid, role text)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  perform private.grant_role(to_user, role, private.require_role_within_own(to_user, role));
end;
$$;

create function public.assign_role(user_id uuid, role text)
returns void
language sql
volatile
security invoker
set search_path = ''
as $$
  select private.assign_role(assign_role.user_id, assign_role.role);
$$;

comment on function public.assign_role(uuid, text) is
  'Gives a person a role. Needs roles.assign and every permission of the role. Idempotent.';

-- revoke_role: takes a role from a person. For who has roles.assign and all that the role may do. Idempotent.
-- Raises last_admin (PT409), and what private.require_role_within_own() raises. An account that is erased
-- is not held back by being the last admin's: the operator makes another with private.grant_role.
-- Definer: nobody may write assignments past this function.
create function private.revoke_role(from_user uuid, role text)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  perform private.require_role_within_own(from_user, role);
  if role = 'admin'
    and exists (select from public.user_roles as ur where ur.user_id = from_user and ur.role_code = 'admin')
    and not exists (
      select
      from public.user_roles as ur
      join public.users as u on u.id = ur.user_id and u.account_status = 'active'
      where ur.role_code = 'admin' and ur.user_id <> from_user
    )
  then
    raise exception using errcode = 'PT409', message = 'last_admin',
      detail = 'This is the last active administrator.',
      hint = 'Assign the role admin to somebody else first.';
  end if;
  delete from public.user_roles as ur where ur.user_id = from_user and ur.role_code = role;
end;
$$;

create function public.revoke_role(user_id uuid, role text)
returns void
language sql
volatile
security invoker
set search_path = ''
as $$
  select private.revoke_role(revoke_role.user_id, revoke_role.role);
$$;

comment on function public.revoke_role(uuid, text) is
  'Takes a role from a person. Needs roles.assign and every permission of the role; the last admin stays. Idempotent.';

grant execute on function
  private.assign_role(uuid, text), public.assign_role(uuid, text),
  private.revoke_role(uuid, text), public.revoke_role(uuid, text)
to authenticated;


-- suspend_user, reinstate_user: shut an account out and let it in again. For who has users.suspend and every
-- permission the person has: support cannot lock out an admin. Idempotent. Suspending ends the person's
-- sessions and keeps them from signing in; a token that was handed out reads on until it expires, but neither
-- writes nor syncs (private.guard_active).
-- Raises permission_denied, role_exceeds_own (PT403), user_not_found (PT404), own_account, account_deleted (PT409).
-- Definer: the account's status is not a client's to write, and sessions belong to the platform.
create function private.set_suspended(of_user uuid, suspended boolean)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  person constant uuid := private.require_permission('users.suspend');
  status text;
  lacking text;
begin
  if of_user = person then
    raise exception using errcode = 'PT409', message = 'own_account',
      detail = 'You cannot suspend yourself.',
      hint = 'Ask somebody else.';
  end if;
  -- Before the rights are held: the person may be writing to the row, and nobody else should wait for that.
  select u.account_status into status from public.users as u where u.id = of_user for no key update;
  perform private.require_permission_alone('users.suspend');
  if status is null then
    raise exception using errcode = 'PT404', message = 'user_not_found',
      detail = format('There is no person with the id %s.', coalesce(of_user::text, 'null')),
      hint = 'Find the person with find_user_by_email.';
  end if;
  select rp.permission_code into lacking
  from public.user_roles as ur
  join public.role_permissions as rp on rp.role_code = ur.role_code
  where ur.user_id = of_user and not private.has_permission(rp.permission_code)
  order by rp.permission_code
  limit 1;
  if lacking is not null then
    raise exception using errcode = 'PT403', message = 'role_exceeds_own',
      detail = format('This person has the permission %s, which you do not have.', lacking),
      hint = 'Ask an administrator who has it.';
  end if;
  if status = 'deleted' then
    raise exception using errcode = 'PT409', message = 'account_deleted',
      detail = 'This account is deleted and will be erased.',
      hint = 'Only the person can cancel that.';
  end if;

  update public.users as u
  set account_status = case when suspended then 'suspended' else 'active' end
  where u.id = of_user and (u.account_status = 'suspended') <> suspended;
  if found then
    update auth.users as a set banned_until = case when suspended then now() + interval '100 years' end where a.id = of_user;
  end if;
  if suspended then
    delete from auth.sessions as s where s.user_id = of_user;
  end if;
end;
$$;

create function public.suspend_user(user_id uuid)
returns void
language sql
volatile
security invoker
set search_path = ''
as $$
  select private.set_suspended(suspend_user.user_id, true);
$$;

create function public.reinstate_user(user_id uuid)
returns void
language sql
volatile
security invoker
set search_path = ''
as $$
  select private.set_suspended(reinstate_user.user_id, false);
$$;

comment on function public.suspend_user(uuid) is
  'Shuts an account out: no sign-in, no sync. Needs users.suspend and every permission the person has. Idempotent.';
comment on function public.reinstate_user(uuid) is
  'Lets a suspended account in again. Needs users.suspend and every permission the person has. Idempotent.';

grant execute on function
  private.set_suspended(uuid, boolean), public.suspend_user(uuid), public.reinstate_user(uuid)
to authenticated;


-- find_user_by_email, search_users: people, for who has users.read. Who was found by whom is in the audit log.
-- Raise permission_denied (PT403).
-- Definer: e-mail addresses are in auth, and profiles are their owners' to read.
-- The unique index on auth.users.email leaves out SSO accounts; those are found by name.
create function private.find_people(by_email text, by_words text, max_rows integer)
returns table (
  id uuid, email text, username text, display_name text, account_status text, role_codes text[],
  created_at timestamptz, last_seen_at timestamptz
)
language plpgsql
volatile
security definer
rows 20
set search_path = ''
as $$
#variable_conflict use_column
declare
  found_ids uuid[];
begin
  perform private.require_permission('users.read');
  if by_email is not null then
    found_ids := array(
      select a.id from auth.users as a where a.email = lower(btrim(by_email)) and a.is_sso_user = false
    );
  else
    found_ids := array(
      select u.id
      from public.users as u
      where private.profile_document(u.username, u.first_name, u.last_name, u.display_name, u.learning_goals)
        @@ websearch_to_tsquery('simple', by_words)
      order by u.created_at desc
      limit least(greatest(max_rows, 1), 100)
    );
  end if;
  perform audit.note(case when by_email is not null then 'find_user_by_email' else 'search_users' end, found_ids);
  return query
    select u.id, a.email::text, u.username, u.display_name::text, u.account_status,
      array(select ur.role_code::text from public.user_roles as ur where ur.user_id = u.id order by ur.role_code),
      u.created_at::timestamptz, u.last_seen_at::timestamptz
    from public.users as u
    join auth.users as a on a.id = u.id
    where u.id = any (found_ids)
    order by u.created_at desc;
end;
$$;

create function public.find_user_by_email(email text)
returns table (
  id uuid, email text, username text, display_name text, account_status text, role_codes text[],
  created_at timestamptz, last_seen_at timestamptz
)
language sql
volatile
security invoker
rows 1
set search_path = ''
as $$
  select * from private.find_people(coalesce($1, ''), null, 1);
$$;

create function public.search_users(query text, max_rows integer default 20)
returns table (
  id uuid, email text, username text, display_name text, account_status text, role_codes text[],
  created_at timestamptz, last_seen_at timestamptz
)
language sql
volatile
security invoker
rows 20
set search_path = ''
as $$
  select * from private.find_people(null, query, max_rows);
$$;

comment on function public.find_user_by_email(text) is 'The person with this e-mail address, if any. Needs users.read.';
comment on function public.search_users(text, integer) is
  'People whose names or learning goals contain these words, newest first; at most 100. Needs users.read.';

grant execute on function
  private.find_people(text, text, integer), public.find_user_by_email(text), public.search_users(text, integer)
to authenticated;


-- Sessions: where a person is signed in. They live in auth.sessions, which nobody reads through the API; a
-- person may see and end their own. An access token that was handed out stays valid until it expires, an
-- hour by default; it cannot be renewed once its session is gone, and has no say over the others any more: a
-- person who ended the session of a stolen device must not be signed out by it.

-- private.present_session: the session the caller's token belongs to; null when the token names none.
-- Raises session_ended (PT401) when that session is over.
create function private.present_session()
returns uuid
language plpgsql
stable
set search_path = ''
as $$
declare
  named constant text := auth.jwt() ->> 'session_id';
  present constant uuid := (
    select s.id
    from auth.sessions as s
    where s.user_id = auth.uid() and s.id::text = named and (s.not_after is null or s.not_after > now())
  );
begin
  if named is not null and present is null then
    raise exception using errcode = 'PT401', message = 'session_ended',
      detail = 'The session of this access token has ended.',
      hint = 'Sign in again.';
  end if;
  return present;
end;
$$;

-- list_my_sessions: the caller's sessions, the newest contact first. Raises session_ended (PT401).
-- Definer: auth.sessions belongs to the platform. Gives the caller's own only.
create function private.my_sessions()
returns table (
  session_id uuid, created_at timestamptz, refreshed_at timestamptz, expires_at timestamptz,
  ip inet, user_agent text, aal text, is_current boolean
)
language plpgsql
stable
security definer
rows 5
set search_path = ''
as $$
declare
  present constant uuid := private.present_session();
begin
  return query
    select s.id, s.created_at, coalesce(s.refreshed_at at time zone 'utc', s.created_at), s.not_after,
      s.ip, s.user_agent, s.aal::text, s.id is not distinct from present
    from auth.sessions as s
    where s.user_id = auth.uid() and (s.not_after is null or s.not_after > now())
    order by 3 desc, 1;
end;
$$;

create function public.list_my_sessions()
returns table (
  session_id uuid, created_at timestamptz, refreshed_at timestamptz, expires_at timestamptz,
  ip inet, user_agent text, aal text, is_current boolean
)
language sql
stable
security invoker
rows 5
set search_path = ''
as $$
  select * from private.my_sessions();
$$;

comment on function public.list_my_sessions() is
  'Where the caller is signed in: since when, last refreshed, address, browser, and which one is asking.';

-- private.change_sessions: begins a change of the caller's sessions, and returns the present one. One at a time:
-- two sessions that end each other at once would both be over. Whoever waited may have been ended meanwhile.
-- Raises session_ended (PT401).
create function private.change_sessions()
returns uuid
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('sessions:' || auth.uid()::text, 0));
  return private.present_session();
end;
$$;

-- revoke_session: ends one of the caller's sessions, the present one included.
-- Raises session_not_found (PT404), the same for another person's session as for none, and session_ended (PT401).
-- Definer: auth.sessions belongs to the platform. Reaches the caller's own only.
create function private.revoke_session(session_id uuid)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  perform private.change_sessions();
  -- Refresh tokens go with their session.
  delete from auth.sessions as s where s.id = revoke_session.session_id and s.user_id = (select auth.uid());
  if not found then
    raise exception using errcode = 'PT404', message = 'session_not_found',
      detail = 'You have no such session.',
      hint = 'It may have ended already: read list_my_sessions again.';
  end if;
end;
$$;

create function public.revoke_session(session_id uuid)
returns void
language sql
volatile
security invoker
set search_path = ''
as $$
  select private.revoke_session(revoke_session.session_id);
$$;

comment on function public.revoke_session(uuid) is
  'Ends one of the caller''s sessions: that device must sign in again.';

-- revoke_other_sessions: ends all of the caller's sessions but the one that asks. Returns how many.
-- Raises session_unidentified (PT409) when the token names no session: then every other one would be all; and
-- session_ended (PT401).
-- Definer: auth.sessions belongs to the platform. Reaches the caller's own only.
create function private.revoke_other_sessions()
returns integer
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  present constant uuid := private.change_sessions();
  ended integer;
begin
  if present is null then
    raise exception using errcode = 'PT409', message = 'session_unidentified',
      detail = 'The access token does not say which session it belongs to.',
      hint = 'Sign in again, or end sessions one by one with revoke_session.';
  end if;
  delete from auth.sessions as s where s.user_id = (select auth.uid()) and s.id <> present;
  get diagnostics ended = row_count;
  return ended;
end;
$$;

create function public.revoke_other_sessions()
returns integer
language sql
volatile
security invoker
set search_path = ''
as $$
  select private.revoke_other_sessions();
$$;

comment on function public.revoke_other_sessions() is
  'Ends all of the caller''s sessions but the present one; returns how many. Those devices must sign in again.';

grant execute on function
  private.my_sessions(), public.list_my_sessions(),
  private.revoke_session(uuid), public.revoke_session(uuid),
  private.revoke_other_sessions(), public.revoke_other_sessions()
to authenticated;


-- Sign-up.

-- private.metadata_text: the first of these keys whose value is a text of 1 to `longest` characters, trimmed.
create function private.metadata_text(metadata jsonb, longest integer, variadic keys text[])
returns text
language sql
immutable
parallel safe
set search_path = ''
as $$
  select btrim(metadata ->> k.key)
  from unnest(keys) with ordinality as k (key, nth)
  where jsonb_typeof(metadata -> k.key) = 'string'
    and char_length(btrim(metadata ->> k.key)) between 1 and longest
  order by k.nth
  limit 1;
$$;

-- private.read_profile: the profile that the metadata of a sign-up describe. What they say is taken when it is valid
-- and dropped when not: a strange value must not keep anyone from signing up.
-- Keys: username, display_name (full_name, name), first_name (given_name), last_name (family_name),
-- avatar_url (picture), locale, timezone, country, age_band.
create function private.read_profile(metadata jsonb)
returns public.users
language plpgsql
stable
set search_path = ''
as $$
declare
  given public.users;
begin
  given.username := substring(private.metadata_text(metadata, 50, 'username') from '^[a-zA-Z0-9_]{3,50}$');
  given.display_name := private.metadata_text(metadata, 200, 'display_name', 'full_name', 'name');
  given.first_name := private.metadata_text(metadata, 200, 'first_name', 'given_name');
  given.last_name := private.metadata_text(metadata, 200, 'last_name', 'family_name');
  given.avatar_url := substring(
    private.metadata_text(metadata, 2000, 'avatar_url', 'picture') from '^https://[^[:space:]]+$'
  );
  given.locale := coalesce(
    substring(replace(private.metadata_text(metadata, 10, 'locale'), '_', '-') from '^[a-z]{2}(?:-[A-Z]{2})?$'), 'en'
  );
  given.timezone := private.metadata_text(metadata, 100, 'timezone');
  if given.timezone is null or not private.is_time_zone(given.timezone) then
    given.timezone := 'UTC';
  end if;
  given.country := substring(upper(private.metadata_text(metadata, 2, 'country')) from '^[A-Z]{2}$');
  given.age_band := substring(
    private.metadata_text(metadata, 10, 'age_band') from '^(?:under_13|13_15|16_17|18_plus)$'
  );
  return given;
end;
$$;

-- private.name_person: enters what the metadata say of who a person is, where nothing is known yet. A name that is
-- taken is left out.
create function private.name_person(person uuid, metadata jsonb)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  given constant public.users := private.read_profile(metadata);
begin
  update public.users as u
  set display_name = coalesce(u.display_name, given.display_name), first_name = coalesce(u.first_name, given.first_name),
    last_name = coalesce(u.last_name, given.last_name), avatar_url = coalesce(u.avatar_url, given.avatar_url)
  where u.id = person;
  begin
    update public.users as u set username = given.username where u.id = person and u.username is null and given.username is not null;
  exception when unique_violation then
    null;
  end;
end;
$$;

-- private.create_person: profile, preferences and the role user for an account of Supabase Auth. Who a person is, is
-- only entered once their age lets them in: of a child that nobody vouches for, and of who does not say how old they
-- are, there is nothing but language, country and time zone. Idempotent: what is there stays.
create function private.create_person(person uuid, metadata jsonb)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  given constant public.users := private.read_profile(metadata);
begin
  insert into public.users (id, locale, timezone, country, age_band)
  values (person, given.locale, given.timezone, given.country, given.age_band)
  on conflict (id) do nothing;
  if found and private.may_enter(person, given.age_band) then
    perform private.name_person(person, metadata);
  end if;

  insert into public.user_preferences (user_id, id) values (person, person) on conflict do nothing;
  perform private.grant_role(person, 'user');
end;
$$;

-- private.welcome: trigger on auth.users, after insert.
-- Definer: sign-ups run as supabase_auth_admin, who has no rights here.
create function private.welcome()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  perform private.create_person(new.id, new.raw_user_meta_data);
  return null;
end;
$$;

-- private.require_admission: trigger on auth.users, before a sign-in is noted there: nobody signs in between a restore and
-- privacy.replay_erasures(). Raises restore_unconfirmed (PT503), of which Auth tells no more than that the database failed.
-- Definer: sign-ins run as supabase_auth_admin, who has no rights here.
create function private.require_admission()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  perform private.require_admitted();
  return new;
end;
$$;
