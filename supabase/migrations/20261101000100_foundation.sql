-- Foundation: the schemas, who may enter them, and the few things every other chapter leans on.
--
-- public   tables and thin RPCs; the only schema the API exposes
-- private  trigger functions, definer helpers and jobs; never exposed
-- sync     the sync engine's tables and functions; never exposed
-- privacy  what is held of people, why and for how long, and what they consented to; never exposed
--
-- Nothing here relies on default privileges: they are revoked first, then every object is granted
-- where it is defined, role by role.

create schema private;
create schema sync;
create schema privacy;

comment on schema private is 'Trigger functions, definer helpers and jobs. Never exposed through the API.';
comment on schema privacy is 'What is held of people, why and for how long, and what they consented to. Never exposed through the API.';
comment on schema sync is 'The sync engine: feed, registry, generated readers and writers. Never exposed through the API.';

alter default privileges for role postgres revoke execute on functions from public;
alter default privileges for role postgres in schema public
  revoke all on tables from anon, authenticated, service_role;
alter default privileges for role postgres in schema public
  revoke all on sequences from anon, authenticated, service_role;
alter default privileges for role postgres in schema public
  revoke all on functions from anon, authenticated, service_role;

-- Policies and RPCs run with the caller's rights and call helpers in these schemas.
grant usage on schema private, sync, privacy to authenticated, service_role;


-- Domains. A value that is stored twice is checked once, here.

create domain public.short_text as text
  constraint short_text_is_short check (char_length(value) between 1 and 200);
comment on domain public.short_text is 'A name or title: 1 to 200 characters.';

create domain public.long_text as text
  constraint long_text_is_bounded check (char_length(value) <= 20000);
comment on domain public.long_text is 'A description or note: at most 20,000 characters.';

create domain public.slug as text
  constraint slug_is_lower_case check (value ~ '^[a-z][a-z0-9]*([-_][a-z0-9]+)*$' and char_length(value) <= 80);
comment on domain public.slug is 'A stable code: lower case words joined by - or _, at most 80 characters.';

create domain public.locale_code as text
  constraint locale_code_is_bcp47 check (value ~ '^[a-z]{2}(-[A-Z]{2})?$');
comment on domain public.locale_code is 'Language with optional region after BCP 47: nl, en, nl-BE.';

create domain public.country_code as text
  constraint country_code_is_iso3166 check (value ~ '^[A-Z]{2}$');
comment on domain public.country_code is 'Country after ISO 3166-1 alpha-2: NL, BE.';

create domain public.score as smallint
  constraint score_is_percent check (value between 0 and 100);
comment on domain public.score is 'A score from 0 to 100.';

create domain public.ratio as double precision
  constraint ratio_is_fraction check (value between 0 and 1);
comment on domain public.ratio is 'A fraction from 0 to 1.';

create domain public.minutes as integer
  constraint minutes_is_duration check (value between 0 and 525600);
comment on domain public.minutes is 'A duration in whole minutes, at most a year.';

create domain public.mbti_code as text
  constraint mbti_code_is_type check (value ~ '^[EI][NS][FT][JP]$');
comment on domain public.mbti_code is 'One of the 16 MBTI types: four letters, such as INTJ.';

create domain public.translations as jsonb
  constraint translations_has_dutch_and_english check (
    -- A check that comes to null holds: what is missing must come to false.
    jsonb_typeof(value) = 'object' and value ?& '{nl,en}'
    and jsonb_typeof(value -> 'nl') = 'string' and jsonb_typeof(value -> 'en') = 'string'
  );
comment on domain public.translations is 'One text in several languages: {"nl": "…", "en": "…"}; Dutch and English always.';


-- Settings. Numbers an operator may change without a migration.

create table private.settings (
  name text not null,
  value numeric not null,
  unit text not null,
  description text not null,
  constraint settings_pkey primary key (name),
  constraint settings_value_is_positive check (value > 0)
);

comment on table private.settings is 'Limits and periods an operator may change; one row each, read by private.setting().';

-- private.setting: the value of one setting.
-- Definer: limits are read on behalf of callers who may not read the table.
-- Raises setting_unknown (PT500) when there is none: a typing error must not read as "no limit".
create function private.setting(name text)
returns numeric
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  found_value constant numeric := (select s.value from private.settings as s where s.name = setting.name);
begin
  if found_value is null then
    raise exception using errcode = 'PT500', message = 'setting_unknown',
      detail = format('There is no setting named %L.', name),
      hint = 'Look in private.settings for the names there are.';
  end if;
  return found_value;
end;
$$;

grant execute on function private.setting(text) to authenticated, service_role;


-- Secrets: kept in Supabase Vault. A server without Vault, such as a plain one that only runs the tests, keeps them in
-- a table that nobody is granted.

create table private.secrets (
  name text not null,
  secret text not null,
  constraint secrets_pkey primary key (name)
);

comment on table private.secrets is 'Secrets of a server that has no Vault; empty where there is one.';

-- private.secret: a secret by its name; null when there is none.
create function private.secret(name text)
returns text
language plpgsql
stable
set search_path = ''
as $$
declare
  found_secret text;
begin
  if to_regclass('vault.decrypted_secrets') is null then
    return (select s.secret from private.secrets as s where s.name = secret.name);
  end if;
  execute 'select d.decrypted_secret from vault.decrypted_secrets as d where d.name = $1' into found_secret using name;
  return found_secret;
end;
$$;

-- private.require_secret: a secret that something cannot do without. Raises secret_missing (PT500).
create function private.require_secret(name text)
returns text
language plpgsql
stable
set search_path = ''
as $$
declare
  found_secret constant text := private.secret(name);
begin
  if found_secret is null then
    raise exception using errcode = 'PT500', message = 'secret_missing',
      detail = format('There is no secret %s in Vault.', name),
      hint = 'Put back the Vault of the database that the rows are of.';
  end if;
  return found_secret;
end;
$$;

-- private.ensure_secret: makes a secret of 32 random bytes, in hexadecimal, unless there is one of that name.
create function private.ensure_secret(name text, description text)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  made constant text := encode(extensions.gen_random_bytes(32), 'hex');
begin
  if private.secret(name) is not null then
    return;
  end if;
  if to_regclass('vault.decrypted_secrets') is null then
    insert into private.secrets (name, secret) values (ensure_secret.name, made);
  else
    execute 'select vault.create_secret($1, $2, $3)' using made, name, description;
  end if;
end;
$$;

-- private.forget_secret: removes a secret; none of that name is no error.
create function private.forget_secret(name text)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  if to_regclass('vault.decrypted_secrets') is null then
    delete from private.secrets as s where s.name = forget_secret.name;
  else
    execute 'delete from vault.secrets as s where s.name = $1' using name;
  end if;
end;
$$;


-- Sealed values: what is encrypted in its column, as v<version of the key>.<base64>. The keys are secrets of the server,
-- sealing_key_<version>; new values are sealed with the newest, and privacy.rotate_keys() replaces the others. A table
-- that holds sealed values has the version as a generated column that refers to private.sealing_keys, so that no key is
-- destroyed that something is still sealed with.

create domain private.sealed_text as text
  constraint sealed_text_has_form check (value ~ '^v[1-9][0-9]{0,8}[.][A-Za-z0-9+/]{40,}={0,2}$');
comment on domain private.sealed_text is 'v<version of the key>.<base64 of an OpenPGP message, AES-256>; see private.seal().';

create table private.sealing_keys (
  version integer not null,
  made_at timestamptz not null default now(),
  constraint sealing_keys_pkey primary key (version),
  constraint sealing_keys_version_is_positive check (version between 1 and 999999999)
);

comment on table private.sealing_keys is
  'The keys that values are sealed with, without the keys: those are secrets named sealing_key_<version>. The highest version is the one in use.';

-- private.make_sealing_key: makes the next key, which is the one in use from now on. Returns its version.
create function private.make_sealing_key(at timestamptz default now())
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  made integer;
begin
  -- Of two at once, the second makes the one after.
  lock table private.sealing_keys in share row exclusive mode;
  insert into private.sealing_keys (version, made_at)
  select coalesce(max(k.version), 0) + 1, at from private.sealing_keys as k
  returning version into made;
  perform private.ensure_secret('sealing_key_' || made, 'A key of sealed columns. privacy.rotate_keys() makes and removes it.');
  return made;
end;
$$;

-- private.seal: a text, encrypted with the newest key. Never the same twice. Raises secret_missing (PT500).
create function private.seal(plain text)
returns text
language plpgsql
volatile
set search_path = ''
as $$
declare
  newest integer;
begin
  loop
    -- Locked until the end, so that the key outlives what is being sealed with it. One that was destroyed while this
    -- waited for it is not the newest: the next look finds that.
    select k.version into newest from private.sealing_keys as k order by k.version desc limit 1 for key share;
    exit when found or not exists (select from private.sealing_keys);
  end loop;
  return 'v' || newest || '.' || translate(
    encode(
      -- The key is random: there is no password to stretch.
      extensions.pgp_sym_encrypt(plain, private.require_secret('sealing_key_' || newest), 'cipher-algo=aes256, compress-algo=0, s2k-mode=1'),
      'base64'
    ),
    E'\n', ''
  );
end;
$$;

-- private.sealed_with: the version of the key that a value is sealed with.
create function private.sealed_with(sealed text)
returns integer
language sql
immutable
parallel safe
set search_path = ''
as $$
  select substring(sealed from '^v([0-9]+)[.]')::integer;
$$;

-- private.unseal: what was sealed. Stable, so that a statement finds the key that a value had when it began, also while the
-- value is sealed anew. Raises secret_missing (PT500), and 39000 when the value was tampered with.
create function private.unseal(sealed text)
returns text
language sql
stable
set search_path = ''
as $$
  select extensions.pgp_sym_decrypt(
    decode(substring(sealed from '[.](.*)$'), 'base64'), private.require_secret('sealing_key_' || private.sealed_with(sealed))
  );
$$;

select private.make_sealing_key();


-- Catalogue rows are made by migrations, on every database anew, and must have the same id on each:
-- a device that is moved to a restored or rebuilt database keeps its references.
create function private.catalogue_id(table_name text, code text)
returns uuid
language sql
immutable
parallel safe
set search_path = ''
as $$
  select md5(table_name || ':' || code)::uuid;
$$;

comment on function private.catalogue_id(text, text) is 'The id of a catalogue row, made from its table and its code.';


-- private.touch: trigger `_100_touch`, before insert or update, on every table with updated_at.
-- A synced edit brings its own time, made offline perhaps days ago; it stands. Any other write is now.
-- A time from the future would win every later conflict, so it becomes now; two seconds are forgiven,
-- because clocks that agree to that are equal for a person.
create function private.touch()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  if tg_op = 'UPDATE' and new.updated_at is not distinct from old.updated_at
    or new.updated_at is null
    or new.updated_at > now() + interval '2 seconds'
  then
    new.updated_at := now();
  end if;
  return new;
end;
$$;


-- private.settle_completion: trigger `_200_settle`, before insert or update, on tables with a status and the
-- time of completion. The status leads: devices merge by column, and one may complete what another skips.
-- Completed without a time, it was when the row was edited; a time in the future, from a clock that is
-- fast, becomes now, or a day would count that has yet to come.
create function private.settle_completion()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  if new.status <> 'completed' then
    new.completed_at := null;
  else
    new.completed_at := coalesce(new.completed_at, new.updated_at);
    if new.completed_at > now() + interval '2 seconds' then
      new.completed_at := now();
    end if;
  end if;
  return new;
end;
$$;


-- private.settle_moment: trigger `_200_settle`, before insert or update, on tables whose rows say when something
-- was said, felt or done; the column is its argument. Its trigger calls it for a time in the future, from a clock that
-- is fast: it becomes now, or a day would count that has yet to come. Two seconds are forgiven, as with private.touch.
create function private.settle_moment()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  return jsonb_populate_record(new, jsonb_build_object(tg_argv[0], now()));
end;
$$;


-- private.key_columns: the primary key of a table, in order, with the type of each column.
create function private.key_columns(relation regclass)
returns table (column_name name, type_name text, nth bigint)
language sql
stable
rows 2
set search_path = ''
as $$
  select a.attname, format_type(a.atttypid, a.atttypmod), k.nth
  from pg_catalog.pg_index as i
  cross join unnest(i.indkey) with ordinality as k (attnum, nth)
  join pg_catalog.pg_attribute as a on a.attrelid = i.indrelid and a.attnum = k.attnum
  where i.indrelid = relation and i.indisprimary
  order by k.nth;
$$;


-- private.ensure_partitions: creates the monthly partitions of a table, from the month of `since`, or else of `at`, to
-- `months` ahead of `at`. Idempotent; run by ops.keep_partitions(), so that a write never finds its month missing.
-- Each is made beside the parent and then attached, which lets writers go on meanwhile; the check spares
-- the scan. Row-level security is on before it is attached: a partition can be named directly.
-- A month that has been moved to another schema is there all the same.
create function private.ensure_partitions(parent regclass, months integer default 3, at timestamptz default now(), since timestamptz default null)
returns integer
language plpgsql
volatile
set search_path = ''
as $$
-- A function is named by its regproc, which quotes itself.
-- @plpgsql_check_options: security_warnings = off
declare
  parent_name name;
  space name;
  key constant name := (
    select a.attname
    from pg_catalog.pg_partitioned_table as p
    join pg_catalog.pg_attribute as a on a.attrelid = p.partrelid and a.attnum = p.partattrs[0]
    where p.partrelid = parent
  );
  last_month constant timestamptz := (date_trunc('month', at at time zone 'UTC') + make_interval(months => months)) at time zone 'UTC';
  month timestamptz := date_trunc('month', coalesce(since, at), 'UTC');
  made integer := 0;
  child name;
  hidden name;
  guard record;
begin
  select c.relname, n.nspname into parent_name, space
  from pg_catalog.pg_class as c
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  where c.oid = parent;

  while month <= last_month loop
    child := format('%s_%s', parent_name, to_char(month at time zone 'UTC', 'YYYY_MM'));
    if not exists (
      select from pg_catalog.pg_inherits as i
      join pg_catalog.pg_class as c on c.oid = i.inhrelid
      where i.inhparent = parent and c.relname = child
    ) then
      execute format(
        'create table %1$I.%2$I (like %1$I.%3$I including defaults including generated including constraints, constraint %4$I check (%5$I >= %6$L and %5$I < %7$L))',
        space, child, parent_name, child || '_is_its_month', key, month, month + interval '1 month'
      );
      execute format('alter table %I.%I enable row level security', space, child);
      -- Not inherited: what the planner is to keep of people's words.
      for hidden in
        select a.attname from pg_catalog.pg_attribute as a where a.attrelid = parent and a.attnum > 0 and a.attstattarget = 0
      loop
        execute format('alter table %I.%I alter column %I set statistics 0', space, child, hidden);
      end loop;
      execute format(
        'alter table %1$I.%2$I attach partition %1$I.%3$I for values from (%4$L) to (%5$L)',
        space, parent_name, child, month, month + interval '1 month'
      );
      -- Nor what refuses to empty it.
      for guard in
        select t.tgname, t.tgfoid::regproc as refusal, case t.tgenabled when 'A' then 'enable always' else 'enable' end as enabling
        from pg_catalog.pg_trigger as t
        where t.tgrelid = parent and not t.tgisinternal and pg_get_triggerdef(t.oid) like '% BEFORE TRUNCATE ON %'
      loop
        execute format('create trigger %I before truncate on %I.%I for each statement execute function %s()', guard.tgname, space, child, guard.refusal);
        execute format('alter table %I.%I %s trigger %I', space, child, guard.enabling, guard.tgname);
      end loop;
      made := made + 1;
    end if;
    month := (month at time zone 'UTC' + interval '1 month') at time zone 'UTC';
  end loop;
  return made;
end;
$$;

comment on function private.ensure_partitions(regclass, integer, timestamptz, timestamptz) is
  'Creates the monthly partitions of a table up to some months ahead; returns how many. Idempotent.';
