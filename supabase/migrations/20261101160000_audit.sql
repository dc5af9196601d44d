-- Audit: who changed what and who looked at whom, so that an auditor can check it and nobody can rewrite it unseen.
--
--   audit.aliases        who is meant: a random alias for each person, forgotten with the account
--   audit.incoming       what was written just now, until the next seal
--   audit.events         what happened, by month; never changed, not even by an erasure
--   audit.payloads       what the values were, by month; erased with the person, or earlier
--   audit.seals          a chain of hashes over the events
--   audit.tables         which tables are audited, and what of them is kept
--   audit.verify         names the first event that was altered, removed, added or moved
--
-- Events hold no personal data once the alias is gone: a person is an alias in them, and so is the owner of a row. What
-- a row said is in the payload, of which the event has only a hash, salted with a random number that goes with the
-- payload. So erasing a person breaks no seal, and what is left cannot be guessed back.
--
-- A write enters what it did in audit.incoming, in its own transaction, and nothing else: hashing and chaining there
-- would make writers wait for each other. Each minute audit.seal() files what has been committed as events and payloads
-- and seals it. What commits late is seen late, and sealed then; nobody waits for a stranger's transaction, and nothing
-- is missed. There is no event without a seal, so that one that is slipped in is found whenever it claims to have been.
-- Each head of the chain is published outside the database: whoever rewrites all of it cannot rewrite that.
--
-- What it is no help against: who owns the database can stop a trigger (ops.health() tells), enter what never happened
-- as if it just had, or act as anybody. What was sealed they cannot change, remove, add to or move unseen; nor what was
-- published, unless they can also delete from the bucket: then copy the heads to where they cannot.
--
-- From which request: the session of the token and the transaction, which is one request of the API. Neither address
-- nor user agent: auth.sessions has them, for as long as the session lives, and then nobody needs them.

create schema audit;

comment on schema audit is 'The audit log: events, their payloads, and the chain that seals them. Never exposed through the API.';

-- To call what the RPCs call; no table here is granted to any role of the API.
grant usage on schema audit to authenticated, service_role;

insert into private.settings (name, value, unit, description) values
  ('audit.kept_months', 36, 'months', 'How long audit events are kept, in whole months; their seals stay.'),
  ('audit.payload_months', 12, 'months', 'How long the values in the audit log are kept, in whole months.');


-- audit.refuse: trigger `_050_refuse`. Raises audit_append_only (PT403).
create function audit.refuse()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  raise exception using errcode = 'PT403', message = 'audit_append_only',
    detail = format('%s of %s.%s: the audit log is only added to.', tg_op, tg_table_schema, tg_table_name),
    hint = 'Months go as a whole, by audit.prune(); what a person left behind goes by audit.erase_payloads().';
end;
$$;


-- aliases: how the log names people.

create table audit.aliases (
  user_id uuid not null,
  alias uuid not null default gen_random_uuid(),
  constraint aliases_pkey primary key (user_id),
  constraint aliases_alias_key unique (alias)
);

comment on table audit.aliases is
  'How the log names people. Made with the profile; gone with it, and then nobody can tell whom an event is about.';

-- No foreign key to public.users: the deletion of a profile is still told under its alias.

-- audit.name_people: trigger `_400_name_people` on public.users, after insert.
-- Definer: whoever makes a profile may not write here.
create function audit.name_people()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  insert into audit.aliases (user_id) select n.id from new_rows as n on conflict do nothing;
  return null;
end;
$$;

create trigger _400_name_people after insert on public.users
  referencing new table as new_rows for each statement execute function audit.name_people();
alter table public.users enable always trigger _400_name_people;

insert into audit.aliases (user_id) select u.id from public.users as u;


-- incoming: what is not sealed yet.

create table audit.incoming (
  id bigint not null generated always as identity,
  xid xid8 not null default pg_current_xact_id(),
  at timestamptz not null default now(),
  actor uuid,
  role text not null,
  session_id uuid,
  operation text not null,
  relation text not null,
  subject uuid not null,
  row_key text not null,
  columns text[],
  content text,
  salt bytea,
  hidden_hash bytea,
  constraint incoming_pkey primary key (id)
);

comment on table audit.incoming is 'What the next audit.seal() files: events and payloads in one. The columns are theirs.';
comment on column audit.incoming.columns is 'Null too for an update whose content names them.';
comment on column audit.incoming.content is 'JSON.';

-- The planner would keep the commonest values, where erasure does not find them.
alter table audit.incoming alter column content set statistics 0;
-- No grants: triggers and audit.note() write it.


-- events: what happened.

create table audit.events (
  id bigint not null,
  xid bigint not null,
  at timestamptz not null,
  actor uuid,
  role text not null,
  session_id uuid,
  operation text not null,
  relation text collate "C" not null,
  subject uuid not null,
  row_key text collate "C" not null,
  columns text[],
  payload_hash bytea,
  constraint events_pkey primary key (relation, subject, row_key, at, id)
) partition by range (at);

comment on table audit.events is 'What happened to audited tables, and who looked at whom. Only added to; no personal data but by audit.aliases.';
comment on column audit.events.id is 'In the order in which things were done; a transaction that committed late is sealed after others.';
comment on column audit.events.xid is 'The transaction, which is one request of the API. Means something on one server only.';
comment on column audit.events.at is 'When the transaction began.';
comment on column audit.events.actor is 'Alias of who was signed in; null for servers and jobs.';
comment on column audit.events.role is 'The role of the API the request ran as; else the role of the database that was logged in.';
comment on column audit.events.session_id is 'The session of the token, auth.sessions.';
comment on column audit.events.operation is
  'insert, update, delete or truncate; else what somebody did who may see others'' data, such as find_user_by_email.';
comment on column audit.events.relation is 'The table, with its schema.';
comment on column audit.events.subject is
  'Whose row it is: the alias of a person, or the id of an organisation; the nil uuid for what is nobody''s, or of a person unknown.';
comment on column audit.events.row_key is 'The rest of the row''s key, joined by colons; empty when there is no more.';
comment on column audit.events.columns is 'Which columns an update changed; null for other operations.';
comment on column audit.events.payload_hash is 'SHA-256 of the payload and its salt; null when the event has none.';

create index events_at_idx on audit.events using brin (at) with (autosummarize = on);

comment on index audit.events_pkey is 'Serves the history of a row, and what concerns a person.';
comment on index audit.events_at_idx is 'Serves verifying a part.';

create trigger _050_refuse before update or delete on audit.events
  for each row execute function audit.refuse();
create trigger _050_refuse_truncate before truncate on audit.events
  for each statement execute function audit.refuse();
alter table audit.events enable always trigger _050_refuse;
alter table audit.events enable always trigger _050_refuse_truncate;

-- No grants: it is read through audit_history() and my_access_log().


-- payloads: what the values were.

create table audit.payloads (
  event_id bigint not null,
  at timestamptz not null,
  subject uuid not null,
  salt bytea not null,
  content jsonb,
  hidden_hash bytea,
  constraint payloads_pkey primary key (event_id, at),
  -- What is hashed one after the other can be told apart.
  constraint payloads_salt_is_16_bytes check (octet_length(salt) = 16),
  constraint payloads_hidden_hash_is_32_bytes check (octet_length(hidden_hash) = 32)
) partition by range (at);

comment on table audit.payloads is 'What an event was about, until it is erased. May only be added and deleted.';
comment on column audit.payloads.at is 'As in the event.';
comment on column audit.payloads.subject is 'As in the event.';
comment on column audit.payloads.salt is '16 random bytes. Without them payload_hash cannot be guessed back from likely values.';
comment on column audit.payloads.content is
  'insert, delete: {"column": value}; update: {"column": [old, new]} of those that changed. People are aliases. Null when all is hidden.';
comment on column audit.payloads.hidden_hash is
  'SHA-256 of the salt and the values of columns that are never kept here: shows that a text is the one that was written.';

create index payloads_subject_idx on audit.payloads (subject);

comment on index audit.payloads_subject_idx is 'Serves erasure.';

create trigger _050_refuse before update on audit.payloads
  for each row execute function audit.refuse();
create trigger _050_refuse_truncate before truncate on audit.payloads
  for each statement execute function audit.refuse();
alter table audit.payloads enable always trigger _050_refuse;
alter table audit.payloads enable always trigger _050_refuse_truncate;

-- The planner would keep the commonest values, where erasure does not find them.
alter table audit.payloads alter column content set statistics 0;

-- A year ahead: what is to be filed must find its month even when no job has run for long.
select private.ensure_partitions(parent, 12) from unnest('{audit.events,audit.payloads}'::regclass[]) as parent;


-- tables: what is audited.

create table audit.tables (
  relation text collate "C" not null,
  owner_column name,
  owner_is_person boolean not null,
  hidden name[] not null,
  people name[] not null,
  ignored name[] not null,
  constraint tables_pkey primary key (relation)
);

comment on table audit.tables is
  'The audited tables: one row for each, written by audit.attach. A row stays when its table goes: my_access_log finds its events by it.';
comment on column audit.tables.owner_column is 'Whose row it is; null for what is nobody''s.';
comment on column audit.tables.hidden is 'Columns whose change is told, but never a value; {*} for all.';
comment on column audit.tables.people is 'Columns with the id of a person, who is an alias in the log.';
comment on column audit.tables.ignored is 'Columns whose change alone is no event.';

-- audit.generated_body: the body of the trigger function of an audited table, with its columns by name: comparing
-- whole rows as JSON costs several times as much.
create function audit.generated_body(entry audit.tables)
returns text
language plpgsql
stable
set search_path = ''
as $generator$
declare
  nil constant text := '''00000000-0000-0000-0000-000000000000''::uuid';
  key_of text;
  keys_match text;
  key_changed text;
  owner_of text;
  names text;
  pairs text;
  new_values text;
  old_values text;
  hidden_differ text;
  hidden_new text;
  hidden_old text;
  hidden_pair text;
  is_there text;
  fence text;
  sources text[];
  tail text;
begin
  with key as (
    select k.column_name as attname, k.nth
    from private.key_columns(entry.relation::regclass) as k
  ), columns as (
    select a.attname, a.attnum,
      coalesce(a.attname = any (entry.hidden) or entry.hidden = '{*}', false) as is_hidden,
      case when a.attname = any (entry.people)
        then '(select k.alias from audit.aliases as k where k.user_id = %1$s.%2$I)' else '%1$s.%2$I'
      end as value,
      format('n.%1$I is distinct from o.%1$I', a.attname) as differs
    from pg_catalog.pg_attribute as a
    where a.attrelid = entry.relation::regclass and a.attnum > 0 and not a.attisdropped
      and a.attname is distinct from entry.owner_column and a.attname <> all (entry.ignored)
      and a.attname not in (select key.attname from key)
  )
  select
    (
      select coalesce(string_agg(
        case when key.attname = any (entry.people)
          then format('coalesce((select k.alias from audit.aliases as k where k.user_id = %%1$s.%1$I)::text, '''')', key.attname)
          else format('%%1$s.%I::text', key.attname)
        end, ' || '':'' || ' order by key.nth
      ), '''''')
      from key
      where key.attname is distinct from entry.owner_column
    ),
    (select string_agg(format('n.%1$I = o.%1$I', key.attname), ' and ' order by key.nth) from key),
    (select format('n.%1$I is null or o.%1$I is null', key.attname) from key where key.nth = 1),
    string_agg(format('case when %s then %L end', c.differs, c.attname), E',\n          ' order by c.attnum),
    string_agg(
      format(
        'case when %s then %L || json_build_array(%s, %s)::text end',
        c.differs, to_json(c.attname) || ':', format(c.value, 'o', c.attname), format(c.value, 'n', c.attname)
      ), E',\n          ' order by c.attnum
    ) filter (where not c.is_hidden),
    string_agg(format(c.value, 'n', c.attname) || format(' as %I', c.attname), ', ' order by c.attnum) filter (where not c.is_hidden),
    string_agg(format(c.value, 'o', c.attname) || format(' as %I', c.attname), ', ' order by c.attnum) filter (where not c.is_hidden),
    string_agg(c.differs, ' or ' order by c.attnum) filter (where c.is_hidden),
    string_agg(format('n.%I', c.attname), ', ' order by c.attnum) filter (where c.is_hidden),
    string_agg(format('o.%I', c.attname), ', ' order by c.attnum) filter (where c.is_hidden),
    string_agg(format('o.%1$I, n.%1$I', c.attname), ', ' order by c.attnum) filter (where c.is_hidden)
  into key_of, keys_match, key_changed, names, pairs, new_values, old_values, hidden_differ, hidden_new, hidden_old, hidden_pair
  from columns as c;

  if entry.relation = 'public.users' then
    old_values := null;
  end if;
  owner_of := case when entry.owner_column is null then 'null::uuid' else format('%%1$s.%I', entry.owner_column) end;
  -- What goes with an account is told by the deletion of the account; and that is no time to write down its values.
  is_there := case when entry.owner_is_person and entry.relation <> 'public.users'
    then format(E'\n      where (select true from public.users as u where u.id = o.%I)', entry.owner_column) else ''
  end;
  -- A subquery that is not merged into the statement, so that what it computes is computed once.
  fence := case when hidden_new is not null then E'\n      offset 0' else '' end;

  sources := array[
    format(
      $code$
      select 'insert' as operation, %1$s as owner, %2$s as row_key, null::text[] as columns,
        %3$s as content,
        %4$s as hidden
      from new_rows as n%5$s%6$s$code$,
      format(owner_of, 'n'), format(key_of, 'n'), case when new_values is null then 'null::text' else 'row_to_json(r.*)::text' end,
      coalesce('row(' || hidden_new || ')::text', 'null::text'), coalesce(E'\n      cross join lateral (select ' || new_values || ') as r', ''),
      fence
    ),
    format(
      $code$
      select 'update' as operation, p.owner, p.row_key, p.columns, '{' || nullif(p.pairs, '') || '}' as content, p.hidden
      from (
        select coalesce(%1$s, %2$s) as owner, coalesce(%3$s, %4$s) as row_key,
          %5$s as columns,
          %6$s as pairs,
          %7$s as hidden, %10$s as is_key_changed
        from old_rows as o
        full join new_rows as n on %8$s
        offset 0
      ) as p
      where %9$s or p.is_key_changed$code$,
      format(owner_of, 'n'), format(owner_of, 'o'), format(key_of, 'n'), format(key_of, 'o'),
      -- With nothing hidden the values name the columns: once is enough.
      case when hidden_new is null then 'null::text[]'
        else E'array_remove(array[\n          ' || names || E'\n          ]::text[], null)'
      end,
      coalesce(E'concat_ws('','',\n          ' || pairs || E'\n          )', ''''''),
      coalesce('case when ' || hidden_differ || ' then row(' || hidden_pair || ')::text end', 'null::text'), keys_match,
      case when hidden_new is null then 'p.pairs <> ''''' else 'p.columns <> ''{}''' end, key_changed
    ),
    format(
      $code$
      select 'delete' as operation, %1$s as owner, %2$s as row_key, null::text[] as columns,
        %3$s as content,
        %4$s as hidden
      from old_rows as o%5$s%6$s%7$s$code$,
      format(owner_of, 'o'), format(key_of, 'o'), case when old_values is null then 'null::text' else 'row_to_json(r.*)::text' end,
      coalesce('row(' || hidden_old || ')::text', 'null::text'), coalesce(E'\n      cross join lateral (select ' || old_values || ') as r', ''),
      is_there, fence
    )
  ];

  tail := format(
    $code$
    )
    insert into audit.incoming (
      actor, role, session_id, operation, relation, subject, row_key, columns, content, salt, hidden_hash
    )
    select (_by).actor, (_by).role, (_by).session_id, c.operation, %3$L,
      %1$s,
      c.row_key, c.columns, c.content%4$s
    from changed as c%2$s;$code$,
    case
      -- Mostly people write what is their own. Not joined: a plan that was made for many rows would read all aliases for one.
      when entry.owner_is_person then format(
        'coalesce(case when c.owner = (_by).person then (_by).actor else (select k.alias from audit.aliases as k where k.user_id = c.owner) end, %s)', nil
      )
      when entry.owner_column is null then nil
      else format('coalesce(c.owner, %s)', nil)
    end,
    case when hidden_new is not null then $code$
    cross join lateral (
      select case when c.hidden is not null then uuid_send(gen_random_uuid()) end as salt
    ) as s$code$ else '' end,
    entry.relation,
    case when hidden_new is not null then $code$, s.salt,
      sha256(s.salt || convert_to(c.hidden, 'UTF8'))$code$ else ', null, null' end
  );

  return format(
    $code$
declare
  _by constant audit.caller := audit.current_caller();
begin
  if tg_op = 'INSERT' then
    with changed as (%1$s%4$s
  elsif tg_op = 'UPDATE' then
    with changed as (%2$s%4$s
  elsif tg_op = 'DELETE' then
    with changed as (%3$s%4$s
  else
    insert into audit.incoming (actor, role, session_id, operation, relation, subject, row_key)
    values ((_by).actor, (_by).role, (_by).session_id, 'truncate', %5$L, %6$s, '');
  end if;
  return null;
end;
$code$, sources[1], sources[2], sources[3], tail, entry.relation, nil
  );
end;
$generator$;

-- audit.current_caller: who is at work, as events tell it.
create type audit.caller as (person uuid, actor uuid, role text, session_id uuid);

create function audit.current_caller()
returns audit.caller
language plpgsql
stable
set search_path = ''
as $$
declare
  by_whom audit.caller;
begin
  by_whom.person := auth.uid();
  if by_whom.person is not null then
    by_whom.actor := (select k.alias from audit.aliases as k where k.user_id = by_whom.person);
    by_whom.session_id := substring(auth.jwt() ->> 'session_id' from '^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$')::uuid;
  end if;
  -- Unlike current_user it is still the caller's in a definer function.
  by_whom.role := coalesce(nullif(current_setting('role', true), 'none'), session_user);
  return by_whom;
end;
$$;

-- audit.attach: from now on, changes of a table are audited. Called by a migration, once more after the table has
-- changed (audit.stale_tables tells). `owner` is the column of the person or organisation the row is of; `hide` names
-- columns whose values are never kept, '{*}' all of them; `people` those with a person's id, beside the foreign keys to
-- public.users; `ignore` those whose change alone is no event. Idempotent.
-- Raises table_cannot_be_audited (PT400).
create function audit.attach(
  relation regclass, owner name default 'user_id', hide name[] default '{}', people name[] default '{}',
  ignore name[] default '{updated_at}'
)
returns void
language plpgsql
volatile
set search_path = ''
set client_min_messages = 'warning'
as $$
-- What is executed is generated here, with every name quoted.
-- @plpgsql_check_options: security_warnings = off
declare
  entry audit.tables;
  function_name name;
  missing name;
begin
  select format('%I.%I', n.nspname, c.relname), 'record_' || c.relname into entry.relation, function_name
  from pg_catalog.pg_class as c
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  where c.oid = attach.relation;

  select named.column_name into missing
  from unnest(array[owner] || hide || people) as named (column_name)
  where named.column_name <> '*'
    and not exists (
      select from pg_catalog.pg_attribute as a
      where a.attrelid = attach.relation and a.attname = named.column_name and not a.attisdropped
    )
  limit 1;
  if missing is not null or not exists (
    select from private.key_columns(attach.relation)
  ) then
    raise exception using errcode = 'PT400', message = 'table_cannot_be_audited',
      detail = format('%s has no %s.', attach.relation, coalesce('column ' || missing, 'primary key')),
      hint = 'Name the columns the table has; owner => null for rows that are nobody''s.';
  end if;

  entry.owner_column := owner;
  entry.hidden := hide;
  entry.ignored := ignore;
  entry.people := array(
    select distinct a.attname
    from pg_catalog.pg_constraint as f
    join pg_catalog.pg_attribute as a on a.attrelid = f.conrelid and a.attnum = f.conkey[1]
    where f.conrelid = attach.relation and f.contype = 'f' and cardinality(f.conkey) = 1
      and f.confrelid in ('public.users'::regclass, 'auth.users'::regclass) and a.attname is distinct from owner
    union
    select unnest(attach.people)
    order by 1
  );
  entry.owner_is_person := attach.relation = 'public.users'::regclass or exists (
    select
    from pg_catalog.pg_constraint as f
    join pg_catalog.pg_attribute as a on a.attrelid = f.conrelid and a.attnum = f.conkey[1]
    where f.conrelid = attach.relation and f.contype = 'f' and f.confrelid = 'public.users'::regclass and a.attname = owner
  );
  insert into audit.tables values (entry.*)
  on conflict on constraint tables_pkey do update set
    owner_column = excluded.owner_column, owner_is_person = excluded.owner_is_person, hidden = excluded.hidden,
    people = excluded.people, ignored = excluded.ignored;

  execute format(
    $ddl$
      -- Definer: whoever writes the table may not write the log. In UTC: what is hashed must not depend on who writes.
      create or replace function audit.%1$I() returns trigger language plpgsql volatile security definer
        set search_path = '' set timezone = 'UTC' as %2$L;
      create or replace trigger _500_audit_insert after insert on %3$s
        referencing new table as new_rows for each statement execute function audit.%1$I();
      create or replace trigger _500_audit_update after update on %3$s
        referencing old table as old_rows new table as new_rows for each statement execute function audit.%1$I();
      create or replace trigger _500_audit_delete after delete on %3$s
        referencing old table as old_rows for each statement execute function audit.%1$I();
      create or replace trigger _500_audit_truncate after truncate on %3$s
        for each statement execute function audit.%1$I();
      alter table %3$s enable always trigger _500_audit_insert;
      alter table %3$s enable always trigger _500_audit_update;
      alter table %3$s enable always trigger _500_audit_delete;
      alter table %3$s enable always trigger _500_audit_truncate;
    $ddl$,
    function_name, audit.generated_body(entry), entry.relation
  );
end;
$$;

comment on function audit.attach(regclass, name, name[], name[], name[]) is
  'Audits a table: adds its triggers and enters it in audit.tables. Idempotent; call it again when the table has changed.';

-- audit.stale_tables: audited tables whose trigger function is not as it should be now. Empty when all is well.
create function audit.stale_tables()
returns table (relation text, reason text)
language sql
stable
set search_path = ''
as $$
  select t.relation, 'its columns were changed: call audit.attach again'
  from audit.tables as t
  where to_regclass(t.relation) is not null
    and not exists (
      select from pg_catalog.pg_proc as p
      where p.pronamespace = 'audit'::regnamespace and p.proname = 'record_' || split_part(t.relation, '.', 2)
        and p.prosrc = audit.generated_body(t)
    )
  union all
  select t.relation, format('trigger %s is missing or not enabled always', wanted.trigger_name)
  from audit.tables as t
  cross join (
    values ('_500_audit_insert'), ('_500_audit_update'), ('_500_audit_delete'), ('_500_audit_truncate')
  ) as wanted (trigger_name)
  left join pg_catalog.pg_trigger as g on g.tgrelid = to_regclass(t.relation) and g.tgname = wanted.trigger_name
  where to_regclass(t.relation) is not null and g.tgenabled is distinct from 'A';
$$;


-- What is audited, and what is not. Who may do what, who pays what and what was agreed to must be accounted for, with
-- values. Of diaries, talks and moods only that they were changed, by whom: a second copy of what people confide would
-- be a risk of its own. What comes by the thousand and decides nothing (readings, events, progress) is not audited.

-- Identity. last_seen_at is kept to the hour by the server itself.
select audit.attach('public.users', owner => 'id', ignore => '{updated_at,last_seen_at}');
select audit.attach('public.user_preferences', people => '{id}');
select audit.attach('public.mbti_profiles');

-- What people may do, and the limits an operator sets.
select audit.attach('public.user_roles');
select audit.attach('public.roles', owner => null);
select audit.attach('public.permissions', owner => null);
select audit.attach('public.role_permissions', owner => null);
select audit.attach('private.settings', owner => null);
select audit.attach('public.feature_flags', owner => null);

-- Payment. References to payment providers are secrets.
select audit.attach('public.plans', owner => null);
select audit.attach('public.plan_entitlements', owner => null);
select audit.attach(
  'public.subscriptions', hide => '{provider_subscription_id,provider_customer_id,provider_payment_method_id}'
);
select audit.attach('public.payment_methods', hide => '{*}');
select audit.attach('public.invoices', hide => '{lines,url,provider_invoice_id,provider_subscription_id}');

-- Who belongs to an organisation, as what, and who let them in.
select audit.attach('public.organizations', owner => 'id');
select audit.attach('public.organization_members');
select audit.attach('public.organization_invitations', owner => 'organization_id', hide => '{token_hash,email}', people => '{invited_by,accepted_by}');
select audit.attach('public.organization_domains', owner => 'organization_id', hide => '{verification_token}');

-- What was agreed to, who answers for a child, and what people asked about their data.
select audit.attach('public.consents');
select audit.attach('public.guardian_links', hide => '{email_hash,evidence_reference}');
select audit.attach('privacy.subject_requests');
select audit.attach('public.data_exports', ignore => '{updated_at,rows_done,size_bytes}', hide => '{links}');
select audit.attach('privacy.erasures', hide => '{*}');

-- Access for other services; their tokens are elsewhere.
select audit.attach('public.integrations', hide => '{external_account_id,account_label}', ignore => '{updated_at,last_used_at}');

-- Sensitive content.
select audit.attach('public.journal_entries', hide => '{*}');
select audit.attach('public.mood_entries', hide => '{*}');
select audit.attach('public.conversations', hide => '{*}');
select audit.attach('public.messages', hide => '{*}');
select audit.attach('public.coaching_sessions', hide => '{*}');


-- audit.note: enters what a function did for somebody who may see the data of others: one event for each person whose
-- data it was, or one when it was nobody's. For definer functions; nobody calls it from outside.
create function audit.note(operation text, of_users uuid[] default '{}')
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  by_whom constant audit.caller := audit.current_caller();
begin
  insert into audit.incoming (actor, role, session_id, operation, relation, subject, row_key)
  select by_whom.actor, by_whom.role, by_whom.session_id, note.operation, 'public.users',
    coalesce(k.alias, '00000000-0000-0000-0000-000000000000'), ''
  from unnest(case when of_users = '{}' then array[null::uuid] else of_users end) as person (id)
  left join audit.aliases as k on k.user_id = person.id;
end;
$$;

comment on function audit.note(text, uuid[]) is
  'Enters in the audit log that somebody with the right to saw or did something: an event for each person it was about.';


-- Erasure.

-- audit.erase_payloads: forgets what events about people said, and whom they were about. The events stay, of an alias
-- that is nobody's any more, and with them the chain: an erasure breaks no seal. Runs with the deletion of a profile;
-- also by itself, before or after, and as often as one likes. Returns how many payloads went.
create function audit.erase_payloads(of_users uuid[])
returns bigint
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  aliases constant uuid[] := array(select k.alias from audit.aliases as k where k.user_id = any (of_users));
  erased bigint;
begin
  perform audit.note('erase_payloads', array(select k.user_id from audit.aliases as k where k.user_id = any (of_users)));
  -- First: what a sealer is just filing is waited for here, and found below.
  update audit.incoming as i set content = null, salt = null, hidden_hash = null where i.subject = any (aliases);
  delete from audit.payloads as p where p.subject = any (aliases);
  get diagnostics erased = row_count;
  delete from audit.aliases as k where k.user_id = any (of_users);
  return erased;
end;
$$;

comment on function audit.erase_payloads(uuid[]) is
  'Erases what the audit log says of people, and whom it says it of. Leaves the chain intact. Returns how many payloads went.';

-- audit.forget_people: trigger `_600_forget_people` on public.users, after delete and after it was audited.
-- Definer: whoever deletes a profile may not write here.
create function audit.forget_people()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  perform audit.erase_payloads(array(select o.id from old_rows as o));
  return null;
end;
$$;

create trigger _600_forget_people after delete on public.users
  referencing old table as old_rows for each statement execute function audit.forget_people();
alter table public.users enable always trigger _600_forget_people;


-- Reading.

-- audit_history: what happened to a row, the newest first, at most 500 events. For who has audit.read; it is entered
-- in the log itself. What was done in the last minute is not filed yet. For a row of a person `user_id` says whose;
-- `row_key` is the rest of its key, empty for a profile,
-- which also has what was done with the person's data by those who may.
-- Raises permission_denied (PT403), and what private.require_person() raises.
-- Definer: nobody reads the log past this function.
create function audit.history(
  of_table text, row_key text, user_id uuid, before timestamptz, max_rows integer
)
returns table (
  event_id bigint, at timestamptz, operation text, by_user uuid, by_role text, session_id uuid, request bigint,
  columns text[], content jsonb
)
language plpgsql
volatile
security definer
rows 50
set search_path = ''
as $$
#variable_conflict use_column
begin
  perform private.require_person();
  perform private.require_permission('audit.read');
  perform audit.note('audit_history', case when history.user_id is null then '{}' else array[history.user_id] end);
  return query
    select e.id, e.at, e.operation, k.user_id, e.role, e.session_id, e.xid, e.columns, p.content
    from audit.events as e
    left join audit.aliases as k on k.alias = e.actor
    left join audit.payloads as p on p.event_id = e.id and p.at = e.at
    where e.relation = case when position('.' in of_table) > 0 then of_table else 'public.' || of_table end
      and e.subject = coalesce(
        (select s.alias from audit.aliases as s where s.user_id = history.user_id), history.user_id, '00000000-0000-0000-0000-000000000000'
      )
      and e.row_key = history.row_key
      and e.at < coalesce(before, 'infinity')
    order by e.at desc, e.id desc
    limit least(greatest(max_rows, 1), 500);
end;
$$;

create function public.audit_history(
  table_name text, row_key text default '', user_id uuid default null, before timestamptz default null,
  max_rows integer default 100
)
returns table (
  event_id bigint, at timestamptz, operation text, by_user uuid, by_role text, session_id uuid, request bigint,
  columns text[], content jsonb
)
language sql
volatile
security invoker
rows 50
set search_path = ''
as $$
  select * from audit.history($1, $2, $3, $4, $5);
$$;

comment on function public.audit_history(text, text, uuid, timestamptz, integer) is
  'What happened to a row, newest first: by whom, as which role, in which session and transaction, and what changed. Needs audit.read, and is audited itself.';

-- my_access_log: who saw or changed the caller's data, beside the caller: Art. 15 GDPR. Colleagues who do their work
-- are not named to the person; the log knows them. Callable by any signed-in person.
-- Definer: nobody reads the log past this function. Gives the caller's own only.
create function audit.my_access_log(before timestamptz, max_rows integer)
returns table (at timestamptz, operation text, table_name text, columns text[], by_whom text)
language sql
stable
security definer
rows 50
set search_path = ''
as $$
  select e.at, e.operation, split_part(e.relation, '.', 2), e.columns,
    case when e.actor is not null then 'staff' when e.role = 'service_role' then 'service' else 'system' end
  from (select k.alias from audit.aliases as k where k.user_id = (select auth.uid())) as me
  cross join (select t.relation from audit.tables as t where t.owner_is_person) as audited
  join audit.events as e on e.relation = audited.relation and e.subject = me.alias
  where e.actor is distinct from me.alias and e.at < coalesce(before, 'infinity')
  order by e.at desc, e.id desc
  limit least(greatest(max_rows, 1), 500);
$$;

create function public.my_access_log(before timestamptz default null, max_rows integer default 100)
returns table (at timestamptz, operation text, table_name text, columns text[], by_whom text)
language sql
stable
security invoker
rows 50
set search_path = ''
as $$
  select * from audit.my_access_log($1, $2);
$$;

comment on function public.my_access_log(timestamptz, integer) is
  'Who saw or changed the caller''s data beside the caller, newest first: staff, a service, or the system itself.';

grant execute on function
  audit.history(text, text, uuid, timestamptz, integer), public.audit_history(text, text, uuid, timestamptz, integer),
  audit.my_access_log(timestamptz, integer), public.my_access_log(timestamptz, integer)
to authenticated;


-- Sealing.

create table audit.seals (
  number integer not null,
  month date not null,
  from_at timestamptz not null,
  to_at timestamptz not null,
  count integer not null,
  event_ids bigint[] not null,
  leaves bytea[] not null,
  sealed_at timestamptz not null,
  prev bytea not null,
  root bytea not null,
  constraint seals_pkey primary key (number),
  constraint seals_counts_its_events check (count = cardinality(event_ids) and count = cardinality(leaves))
);

comment on table audit.seals is
  'The chain: each seal holds the hashes of some events, and the root of the seal before. Kept for good: no personal data.';
comment on column audit.seals.from_at is 'When the first of its events happened, and to_at the last.';
comment on column audit.seals.month is 'Of the events, in UTC: they go with their month, and the seal says what there was.';
comment on column audit.seals.leaves is 'SHA-256 of each event, see audit.leaves; in the order of event_ids.';
comment on column audit.seals.root is 'SHA-256 of all the rest, see audit.root.';

create trigger _050_refuse before update or delete on audit.seals
  for each row execute function audit.refuse();
create trigger _050_refuse_truncate before truncate on audit.seals
  for each statement execute function audit.refuse();
alter table audit.seals enable always trigger _050_refuse;
alter table audit.seals enable always trigger _050_refuse_truncate;

-- audit.root: what a seal's root must be.
create function audit.root(seal audit.seals)
returns bytea
language sql
immutable
set search_path = ''
as $$
  select sha256(
    seal.prev || int4send(seal.number) || date_send(seal.month) || timestamptz_send(seal.from_at)
      || timestamptz_send(seal.to_at) || timestamptz_send(seal.sealed_at)
      || coalesce(string_agg(int8send(e.id) || e.leaf, '' order by e.nth), '')
  )
  from unnest(seal.event_ids, seal.leaves) with ordinality as e (id, leaf, nth);
$$;

-- leaves: events with the hash of each, the id left out: it is compared by itself, so that events that changed places
-- are told from events that were altered. Nothing in it is written otherwise for who has other settings.
create view audit.leaves with (security_invoker = true) as
  select e.*,
    sha256(convert_to(row(
      e.xid, extract(epoch from e.at), e.actor, e.role, e.session_id, e.operation, e.relation, e.subject, e.row_key,
      e.columns, encode(e.payload_hash, 'hex')
    )::text, 'UTF8')) as leaf
  from audit.events as e;

comment on view audit.leaves is 'Events, each with the hash that its seal keeps.';

-- The chain begins with a random number, so that two databases never have the same.
insert into audit.seals (number, month, from_at, to_at, count, event_ids, leaves, sealed_at, prev, root)
select g.number, g.month, g.from_at, g.to_at, g.count, g.event_ids, g.leaves, g.sealed_at, g.prev, audit.root(g)
from jsonb_populate_record(null::audit.seals, jsonb_build_object(
  'number', 0, 'month', date_trunc('month', now() at time zone 'UTC')::date, 'from_at', now(), 'to_at', now(), 'count', 0,
  'event_ids', '{}', 'leaves', '{}', 'sealed_at', now(),
  'prev', '\x' || replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '')
)) as g;

-- audit.seal: files what has been committed since, and seals it; at most `batch` events a seal, and at most `most` a run:
-- a long backlog is worked off by several. Run by cron each minute; twice, beside itself, or after it was killed it goes
-- on where the chain ends. Returns how many events were sealed.
create function audit.seal(at timestamptz default now(), batch integer default 10000, most integer default 1000000)
returns bigint
language plpgsql
volatile
set search_path = ''
as $$
declare
  head audit.seals;
  next audit.seals;
  filed bigint[];
  filed_from timestamptz;
  filed_to timestamptz;
begin
  -- One at a time; the second waits, and goes on from there. Writers do not wait.
  lock table audit.seals in share row exclusive mode;
  -- Where a clock was wrong an event may be of any month, and for want of it nothing would be sealed any more.
  perform private.ensure_partitions(parent, 0, i.month)
  from (select distinct date_trunc('month', o.at, 'UTC') as month from audit.incoming as o) as i,
    unnest('{audit.events,audit.payloads}'::regclass[]) as parent;

  with taken as (
    delete from audit.incoming as i
    where i.id in (select o.id from audit.incoming as o order by o.id limit most)
    returning i.*
  ), salted as materialized (
    select t.*, t.content::jsonb as values,
      case when t.content is null and t.hidden_hash is null then null else coalesce(t.salt, uuid_send(gen_random_uuid())) end as own_salt
    from taken as t
  ), kept as (
    insert into audit.payloads (event_id, at, subject, salt, content, hidden_hash)
    select s.id, s.at, s.subject, s.own_salt, s.values, s.hidden_hash from salted as s where s.own_salt is not null
  ), entered as (
    insert into audit.events as events (
      id, xid, at, actor, role, session_id, operation, relation, subject, row_key, columns, payload_hash
    )
    select s.id, s.xid::text::bigint, s.at, s.actor, s.role, s.session_id, s.operation, s.relation, s.subject, s.row_key,
      coalesce(s.columns, case when s.operation = 'update' then array(select jsonb_object_keys(s.values) as k order by k) end),
      sha256(s.own_salt || convert_to(coalesce(s.values::text, ''), 'UTF8') || coalesce(s.hidden_hash, ''))
    from salted as s
    returning id, events.at
  )
  select array_agg(e.id), min(e.at), max(e.at) into filed, filed_from, filed_to from entered as e;

  select * into head from audit.seals as s order by s.number desc limit 1;
  for next in
    select head.number + row_number() over (order by c.month, c.nth), c.month, min(c.at), max(c.at), count(*),
      array_agg(c.id order by c.id), array_agg(c.leaf order by c.id), seal.at, ''::bytea, ''::bytea
    from (
      select l.id, l.at, l.leaf, m.month, (row_number() over (partition by m.month order by l.id) - 1) / batch as nth
      from unnest(filed) as f (id)
      join audit.leaves as l on l.id = f.id and l.at between filed_from and filed_to
      cross join lateral (select date_trunc('month', l.at at time zone 'UTC')::date as month) as m
    ) as c
    group by c.month, c.nth
    order by c.month, c.nth
  loop
    next.prev := head.root;
    next.root := audit.root(next);
    insert into audit.seals values (next.*);
    head := next;
  end loop;
  return coalesce(cardinality(filed), 0);
end;
$$;

comment on function audit.seal(timestamptz, integer, integer) is
  'Files and seals what has been committed since: more links of the chain. Idempotent; returns how many events were sealed.';

-- audit.verify: what is wrong with the log, at most 100 findings: links of the chain first, then events in its order, so
-- that the first is the first event that is not as it was sealed. Nothing when all is well.
--   altered, missing, inserted    an event is not as it was, is gone, or was not there
--   reordered                     an event stands in the place of another
--   payload_altered               the values are not those of the event; payload_inserted: there is no such event
--   seal_altered, seal_missing    a link of the chain itself
--   head_differs                  the chain does not lead through a head that was published: its end is gone, or all of
--                                 it was made anew
-- `since` is the number of a seal that was verified before: only what came later is read. `published` are heads as
-- audit.head() gave them, from where they were published: [{"number": 12, "root": "…"}].
-- An erased payload is no finding; neither is a month that audit.prune() dropped. What is still in audit.incoming cannot
-- be verified: who owns the database can enter there what never happened, under any name, but not seal it into the past.
-- Raises seal_number_invalid (PT400).
create function audit.verify(since integer default 0, published jsonb default '[]')
returns table (problem text, seal integer, event_id bigint, detail text)
language plpgsql
volatile
rows 10
set search_path = ''
as $$
#variable_conflict use_column
declare
  -- The first month that is kept, and what happened before which was verified before.
  kept_from timestamptz;
  read_from timestamptz;
begin
  if since < 0 then
    raise exception using errcode = 'PT400', message = 'seal_number_invalid',
      detail = format('since is %s; seals are numbered from 0.', since), hint = 'Leave it out to verify the whole log.';
  end if;
  -- Before anything is read: a month that audit.prune() is just dropping must be seen together with its word for it.
  -- In its order, so that the two do not wait for each other.
  lock table audit.payloads, audit.events in access share mode;
  -- The log's own last word on what was dropped is believed if it was sealed.
  kept_from := coalesce((
    select max(l.row_key)::date::timestamp at time zone 'UTC'
    from audit.leaves as l
    where l.relation = 'audit.events' and l.operation = 'prune'
      and exists (
        select from audit.seals as s
        where l.at between s.from_at and s.to_at and s.leaves[array_position(s.event_ids, l.id)] = l.leaf
      )
  ), '-infinity');
  read_from := case
    when since > 0 then (select min(s.from_at) from audit.seals as s where s.number >= since) else '-infinity'
  end;
  return query
    with chain as materialized (
      select s.number, s.month, s.to_at, s.event_ids, s.leaves,
        case
          when s.number <> 0 and s.number is distinct from lag(s.number) over w + 1 then 'seal_missing'
          when s.number <> 0 and s.prev is distinct from lag(s.root) over w then 'seal_altered'
          when (s.number > since or s.number = 0) and s.root is distinct from audit.root(s) then 'seal_altered'
        end as problem
      from audit.seals as s
      window w as (order by s.number)
    ), sealed as materialized (
      select c.number, c.month, e.nth, e.id, e.leaf
      from chain as c
      cross join lateral unnest(c.event_ids, c.leaves) with ordinality as e (id, leaf, nth)
      where c.to_at >= read_from
        and (
          c.month >= (kept_from at time zone 'UTC')::date
          or c.month in (select date_trunc('month', l.at at time zone 'UTC')::date from audit.events as l where l.at < kept_from)
        )
    ), present as materialized (
      select l.id, l.at, l.subject, l.payload_hash, l.leaf from audit.leaves as l where l.at >= read_from
    ), differing as materialized (
      select s.number, s.nth, coalesce(s.id, p.id) as id, p.at, p.leaf,
        case when p.id is null then 'missing' when s.id is null then 'inserted' else 'altered' end as problem
      from sealed as s
      full join present as p on p.id = s.id
      -- Of older seals only a part was read; and what is of a month that was dropped may be gone.
      where p.leaf is distinct from s.leaf
        and (p.id is not null or s.number > since and s.month >= (kept_from at time zone 'UTC')::date)
    ), changed as materialized (
      select * from differing as d where d.problem <> 'inserted' order by d.number, d.nth limit 100
    ), moved as (
      select s.leaf, min(s.id) as id
      from sealed as s
      where s.leaf in (select c.leaf from changed as c where c.problem = 'altered')
      group by s.leaf
    ), unsealed as (
      -- Never sealed, or there more than once.
      (select d.id, d.at from differing as d where d.problem = 'inserted' order by d.at, d.id limit 100)
      union all
      (select p.id, max(p.at) from present as p group by p.id having count(*) > 1 order by max(p.at), p.id limit 100)
    ), found as (
      select c.problem, c.number, c.number as place, null::bigint as nth, null::bigint as id,
        case c.problem when 'seal_missing' then 'The seal before it is gone.' else 'Its contents do not give its root, or it does not follow from the seal before.' end as detail
      from chain as c
      where c.problem is not null
      union all
      select 'seal_missing', since, since, null, null, 'The chain ends before it.'
      where not exists (select from chain as c where c.number >= since)
      union all
      select case when m.id is not null then 'reordered' else c.problem end, c.number, c.number, c.nth, c.id,
        case
          when c.problem = 'missing' then 'The event was sealed and is gone.'
          when m.id is not null then format('It is what event %s was when it was sealed.', m.id)
          else 'The event is not as it was when it was sealed.'
        end
      from changed as c
      left join moved as m on c.problem = 'altered' and m.leaf = c.leaf
      union all
      -- Among the others, where it claims to have happened.
      select 'inserted', null, (select c.number from chain as c where c.to_at >= u.at order by c.number limit 1), null, u.id,
        'The event was never sealed.'
      from unsealed as u
      union all
      select case when e.id is null then 'payload_inserted' else 'payload_altered' end, o.number, o.number, o.nth, p.event_id,
        'The values are not those of the event.'
      from audit.payloads as p
      left join present as e on e.id = p.event_id and e.at = p.at
      left join sealed as o on o.id = p.event_id
      where p.at >= read_from
        and (
          p.subject is distinct from e.subject
          or e.payload_hash is distinct from sha256(
            p.salt || convert_to(coalesce(p.content::text, ''), 'UTF8') || coalesce(p.hidden_hash, '')
          )
        )
        -- Else it is the event that is told.
        and e.leaf is not distinct from o.leaf
      union all
      select 'head_differs', h.number, h.number, null, null, 'A head with this number was published, and it was another.'
      from jsonb_to_recordset(published) as h (number integer, root text)
      where not exists (select from audit.seals as s where s.number = h.number and encode(s.root, 'hex') = h.root)
    )
    select f.problem, f.number, f.id, f.detail
    from found as f
    order by f.id is not null, f.place, f.nth, f.id
    limit 100;
end;
$$;

comment on function audit.verify(integer, jsonb) is
  'What is wrong with the audit log, the first event first; nothing when all is well. Give the heads that were published.';


-- audit.watch: verifies what was sealed in the last `days`, and that the chain is whole. Run by cron each night.
-- Raises audit_log_altered (PT500) with the first finding: so the job fails, and operators hear of it.
create function audit.watch(at timestamptz default now(), days integer default 7)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  since constant integer := coalesce(
    (select max(s.number) from audit.seals as s where s.sealed_at < watch.at - days * interval '1 day'), 0
  );
  finding record;
begin
  select v.* into finding from audit.verify(since) as v limit 1;
  if found then
    raise exception using errcode = 'PT500', message = 'audit_log_altered',
      detail = concat_ws(', ', finding.problem, 'seal ' || finding.seal, 'event ' || finding.event_id) || '. ' || finding.detail,
      hint = 'Ask audit.verify() for all findings, and audit-publisher for what was published. Tell the privacy officer.';
  end if;
end;
$$;

comment on function audit.watch(timestamptz, integer) is
  'Verifies what was sealed in the last days. Raises audit_log_altered with the first finding.';


-- audit.head: the newest seal, {number, root, sealed_at}. The edge function audit-publisher puts it where nobody who
-- can write the database can change it; audit.verify() compares the chain with what was put there.
create function audit.head()
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object('number', s.number, 'root', encode(s.root, 'hex'), 'sealed_at', s.sealed_at)
  from audit.seals as s
  order by s.number desc
  limit 1;
$$;

comment on function audit.head() is
  'The head of the audit chain, {number, root, sealed_at}, to be published outside the database.';


-- Retention.

-- audit.prune: drops the months that need not be kept: payloads earlier than events. The log itself says which
-- events went; seals stay, so that the rest can still be verified.
-- Run by cron; returns how many months went.
create function audit.prune(at timestamptz default now())
returns integer
language plpgsql
volatile
set search_path = ''
set lock_timeout = 0
as $$
-- What is executed is made here, with every name quoted.
-- @plpgsql_check_options: security_warnings = off
declare
  past record;
  gone integer := 0;
begin
  -- Waits for a sealer as long as it takes, but nobody waits for it.
  perform audit.seal(at);
  perform set_config('lock_timeout', '1s', true);
  for past in
    select c.relname as table_name, i.inhparent = 'audit.events'::regclass as is_events,
      to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month' as next_month
    from pg_catalog.pg_inherits as i
    join pg_catalog.pg_class as c on c.oid = i.inhrelid
    where i.inhparent in ('audit.events'::regclass, 'audit.payloads'::regclass)
      and to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month' <= at at time zone 'UTC' - make_interval(
        months => ceil(private.setting(
          case when i.inhparent = 'audit.events'::regclass then 'audit.kept_months' else 'audit.payload_months' end
        ))::integer
      )
    -- Payloads first: none is to be left without its event.
    order by is_events, next_month
  loop
    begin
      execute format('drop table audit.%I', past.table_name);
    exception when lock_not_available then
      raise warning 'audit.% is in use, and left to the next run', past.table_name;
      exit;
    end;
    if past.is_events then
      insert into audit.incoming (actor, role, session_id, operation, relation, subject, row_key)
      select by_whom.actor, by_whom.role, by_whom.session_id, 'prune', 'audit.events', '00000000-0000-0000-0000-000000000000',
        to_char(past.next_month, 'YYYY-MM-DD')
      from audit.current_caller() as by_whom;
    end if;
    gone := gone + 1;
  end loop;
  -- Until the log says so itself, a month that is gone is a finding.
  perform audit.seal(at);
  return gone;
end;
$$;

comment on function audit.prune(timestamptz) is
  'Drops the months of the audit log that need not be kept. Idempotent; returns how many went.';


-- Where audit-publisher puts the head of each seal. Give it object lock, if the platform has it.
insert into storage.buckets (id, name, public) values ('audit-heads', 'audit-heads', false) on conflict (id) do nothing;

grant usage on schema audit to backup_reader;
grant select on all tables in schema audit to backup_reader;
alter default privileges for role postgres in schema audit grant select on tables to backup_reader;


-- The log in the data map. It knows people by an alias, which goes with the profile, and so do its payloads.

select privacy.map_table('audit.aliases', 'user_id', 'privacy', 'account', 'key: user_id alias',
  omit => '{"*": "It names the person in the log only."}',
  keep => '{"*": "By it audit.forget_people() finds what the log holds of a profile that goes, and then deletes it."}');
select privacy.map_table('audit.tables', null, 'operation', 'forever', '
  none: relation owner_column owner_is_person hidden people ignored
');
select privacy.map_table('audit.incoming', 'subject', 'privacy', 'forever', '
  none: id xid at
  access: actor role session_id operation relation subject row_key columns
  words: content
  secrets: salt hidden_hash
',
  omit => '{"*": "my_access_log tells who saw or changed what."}',
  keep => '{"*": "Nobody can tell whom it is about once the alias is gone; what it holds of them goes with the profile."}');
select privacy.map_table('audit.events', 'subject', 'privacy', 'forever', '
  none: id xid at
  access: actor role session_id operation relation subject row_key columns
  secrets: payload_hash
',
  omit => '{"*": "my_access_log tells who saw or changed what."}',
  keep => '{"*": "Nobody can tell whom it is about once the alias is gone."}');
select privacy.map_table('audit.payloads', 'subject', 'privacy', 'forever', '
  none: event_id at
  access: subject
  words: content
  secrets: salt hidden_hash
',
  omit => '{"*": "my_access_log tells who saw or changed what."}',
  keep => '{"*": "It goes with the profile, through audit.erase_payloads()."}');
select privacy.map_table('audit.seals', null, 'operation', 'forever', '
  none: number month from_at to_at count event_ids leaves sealed_at prev root
');
