-- Privacy: what is held of people, why, for how long, and what they can do about it.
--
--   privacy.processing_activities    why: each purpose, its legal basis, who receives the data
--   privacy.retention_policies       how long
--   privacy.data_map                 what: every column of every table, with both of these; export, erasure and
--                                    anonymised copies are made from it
--   privacy.record_of_processing     the same as the record that Art. 30 GDPR asks for
--   privacy.subject_requests         what people asked, and by when it must be answered
--
-- and restriction (Art. 18), retention, the keys of sealed columns, and copies without people in them.
--
-- Consent and age decide about writes in every module, and have a chapter of their own before them.

-- Processing activities: the purposes for which people's data are held.

create table privacy.processing_activities (
  code public.slug not null,
  description public.translations not null,
  legal_basis text not null,
  recipients public.translations not null,
  transfers public.translations not null,
  constraint processing_activities_pkey primary key (code),
  constraint processing_activities_legal_basis_is_known check (
    legal_basis in ('contract', 'consent', 'explicit_consent', 'legal_obligation', 'legitimate_interest', 'none')
  )
);

comment on table privacy.processing_activities is
  'Why personal data are held: one row for each purpose, for the record of processing of Art. 30 GDPR.';
comment on column privacy.processing_activities.legal_basis is
  'Art. 6(1) GDPR: contract (b), consent (a), legal_obligation (c), legitimate_interest (f); explicit_consent: Art. 9(2)(a) too; none: no personal data.';
comment on column privacy.processing_activities.recipients is 'Who receives the data, besides the people themselves.';
comment on column privacy.processing_activities.transfers is 'Whether they leave the European Economic Area, and under which safeguard.';

insert into privacy.processing_activities (code, description, legal_basis, recipients, transfers)
select a.code, jsonb_build_object('nl', a.nl, 'en', a.en), a.legal_basis,
  jsonb_build_object('nl', r.nl, 'en', r.en),
  case when a.recipients = 'models'
    then '{"nl": "Buiten de EER alleen met modelcontractbepalingen", "en": "Outside the EEA only under standard contractual clauses"}'
    else '{"nl": "Geen", "en": "None"}'
  end::jsonb
from (values
  ('account', 'Een account hebben en beveiligen', 'Having an account, and keeping it safe', 'contract', 'platform'),
  ('settings', 'De app laten werken zoals iemand wenst', 'Making the app work as a person wishes', 'contract', 'platform'),
  ('personality', 'Laten zien welk type iemand is en de app daarop afstemmen', 'Showing people their type, and adapting the app to it', 'contract', 'platform'),
  ('journal', 'Een dagboek, stemmingen en gesprekken bewaren', 'Keeping a journal, moods and conversations', 'contract', 'platform'),
  ('coaching', 'Coachen, ook met antwoorden van een model', 'Coaching, with answers of a model too', 'consent', 'models'),
  ('content', 'Bijhouden wat iemand las, bewaarde en waardeerde', 'Remembering what a person read, saved and rated', 'contract', 'platform'),
  ('payment', 'Abonnementen afrekenen', 'Charging for subscriptions', 'contract', 'payments'),
  ('growth', 'Levensgebieden, visies, doelen en acties bijhouden', 'Keeping life areas, visions, goals and actions', 'contract', 'platform'),
  ('learning', 'Leren, herhalen en voortgang meten', 'Learning, repeating and measuring progress', 'contract', 'platform'),
  ('emotional_analysis', 'Emoties tijdens het leren herkennen en samenvatten', 'Recognising and summarising emotions while learning', 'explicit_consent', 'platform'),
  ('analytics', 'Meten hoe de app gebruikt wordt', 'Measuring how the app is used', 'consent', 'platform'),
  ('sync', 'Apparaten gelijk houden', 'Keeping devices in step', 'contract', 'platform'),
  ('notifications', 'Iemand iets laten weten', 'Letting a person know something', 'contract', 'messages'),
  ('integrations', 'Verbinden met diensten die iemand kiest', 'Connecting to services that a person chooses', 'contract', 'platform'),
  ('organizations', 'Samenwerken in een organisatie', 'Working together in an organisation', 'contract', 'platform'),
  ('privacy', 'Toestemming, leeftijd en rechten kunnen aantonen', 'Being able to show consent, age and rights', 'legal_obligation', 'platform'),
  ('operation', 'De dienst draaiende houden', 'Running the service', 'legitimate_interest', 'platform'),
  ('statistics', 'Tellen zonder dat iemand te herkennen is', 'Counting without anybody being recognisable', 'none', 'platform'),
  ('reference', 'Inhoud en naslag die voor iedereen gelijk is', 'Content and reference that is the same for everyone', 'none', 'platform')
) as a (code, nl, en, legal_basis, recipients)
join (values
  ('platform', 'De hostingpartij, als verwerker', 'The hosting provider, as processor'),
  ('models', 'De hostingpartij en de aanbieders van taalmodellen, als verwerkers', 'The hosting provider and the providers of language models, as processors'),
  ('payments', 'De hostingpartij, als verwerker, en de betaaldienst', 'The hosting provider, as processor, and the payment provider'),
  ('messages', 'De hostingpartij en de bezorgers van e-mail en push, als verwerkers', 'The hosting provider and those who deliver e-mail and push, as processors')
) as r (code, nl, en) on r.code = a.recipients;


-- Retention policies: how long what is kept. The period is here, or in a setting that decides more than that.
-- privacy.apply_retention() carries them out.

create table privacy.retention_policies (
  code public.slug not null,
  description public.translations not null,
  kept interval,
  setting text,
  shortest interval,
  kept_of_children interval,
  worker text,
  constraint retention_policies_pkey primary key (code),
  constraint retention_policies_setting_fkey foreign key (setting) references private.settings (name) on delete restrict,
  constraint retention_policies_period_is_told_once check (num_nonnulls(kept, setting) <= 1),
  constraint retention_policies_periods_are_positive check (least(kept, shortest, kept_of_children) > interval '0'),
  constraint retention_policies_worker_is_function check (worker ~ '^(private|privacy|sync)[.][a-z_]+$')
);

comment on table privacy.retention_policies is 'How long what is kept, and who carries it out.';
comment on column privacy.retention_policies.kept is 'How long; null when a setting says it, or when it is kept for as long as the account or the service exists.';
comment on column privacy.retention_policies.setting is 'The setting that says how long.';
comment on column privacy.retention_policies.shortest is 'A person may shorten it for themselves down to this; null when they may not.';
comment on column privacy.retention_policies.kept_of_children is 'How long of a child under 13, when that is shorter.';
comment on column privacy.retention_policies.worker is
  'The function of the module that deletes what is past, called with at and batch; null when privacy.retention_rules names the tables, or nothing is deleted.';

create index retention_policies_setting_idx on privacy.retention_policies (setting);
comment on index privacy.retention_policies_setting_idx is 'Under its foreign key.';

insert into privacy.retention_policies (code, description, kept, setting, shortest, kept_of_children, worker)
select p.code, jsonb_build_object('nl', p.nl, 'en', p.en), p.kept, p.setting, p.shortest, p.of_children, p.worker
from (values
  ('forever', 'Zolang de dienst bestaat; geen persoonsgegevens', 'As long as the service exists; no personal data',
    null::interval, null, null::interval, null::interval, null),
  ('account', 'Zolang het account bestaat', 'As long as the account exists', null, null, null, null, null),
  ('deleted-accounts', 'Verwijderde accounts, tot ze gewist worden', 'Deleted accounts, until they are erased',
    interval '30 days', null, null, null, null),
  ('inactive-accounts', 'Accounts waarvan niemand meer komt; na twee jaar gearchiveerd', 'Accounts whose person comes no more; archived after two years',
    interval '5 years', null, null, null, 'privacy.retire_accounts'),
  ('feed', 'Welke rijen zijn aangeraakt', 'Which rows were touched', null, 'sync.retention_days', null, null, 'sync.prune'),
  ('push-answers', 'Wat apparaten te horen kregen', 'What devices were told', null, 'sync.answer_days', null, null, null),
  ('sync-notes', 'Conflicten en weigeringen', 'Conflicts and rejections', null, 'sync.retention_days', null, null, null),
  -- The chapter operations does this one, by the month.
  ('sync-runs', 'Wanneer apparaten kwamen; daarna niet meer van wie', 'When devices came; after that, no more whose', interval '13 months', null, null, null, null),
  ('ai-interactions', 'Vragen aan taalmodellen', 'Questions to language models', interval '90 days', null, null, interval '45 days', null),
  ('payment-events', 'De inhoud van berichten van de betaaldienst', 'The content of messages of the payment provider',
    null, 'payment.event_days', null, null, 'private.prune_payment_events'),
  ('notifications', 'Berichten, nadat ze verliepen', 'Notifications, after they expired', interval '30 days', null, null, null, null),
  ('analytics-events', 'Hoe de app gebruikt wordt', 'How the app is used', null, 'analytics.kept_months', null, null, 'private.prune_analytics'),
  ('activity', 'Wat iemand op een dag deed; gaat met de vorige mee', 'What a person did on a day; goes with those before',
    null, 'analytics.activity_months', null, null, null),
  ('emotional-readings', 'Losse metingen van emoties, nadat hun dag is samengevat', 'Single readings of emotions, after their day was summarised',
    null, 'emotional_readings.keep_days', interval '7 days', interval '30 days', 'private.prune_emotional_readings'),
  ('emotional-aggregates', 'Samenvattingen van emoties en leren', 'Summaries of emotions and learning',
    interval '5 years', null, interval '90 days', interval '1 year', null),
  ('learning-sessions', 'Leersessies, met wat er gezegd werd', 'Learning sessions, with what was said',
    interval '2 years', null, interval '30 days', interval '6 months', 'private.prune_learning_sessions'),
  ('learning-history', 'Hoe het leren verliep', 'How learning went', interval '3 years', null, interval '90 days', interval '1 year', null)
) as p (code, nl, en, kept, setting, shortest, of_children, worker);


-- Retention rules: the tables of policies that no module has a function for.

create table privacy.retention_rules (
  policy public.slug not null,
  relation text not null,
  moment_column name not null,
  emptied name[],
  constraint retention_rules_pkey primary key (policy, relation),
  constraint retention_rules_policy_fkey foreign key (policy) references privacy.retention_policies (code) on delete cascade
);

comment on table privacy.retention_rules is 'The tables whose rows go by a policy, and the moment from which it counts.';
comment on column privacy.retention_rules.relation is 'The table, as schema.table.';
comment on column privacy.retention_rules.emptied is 'Columns that are emptied while their row stays; null: the row goes.';

insert into privacy.retention_rules (policy, relation, moment_column, emptied)
values
  ('push-answers', 'sync.pushes', 'answered_at', null),
  ('push-answers', 'private.operations', 'done_at', null),
  ('sync-notes', 'public.sync_conflicts', 'created_at', null),
  ('sync-notes', 'public.sync_rejections', 'attempted_at', null),
  ('ai-interactions', 'public.ai_interactions', 'started_at', null),
  ('notifications', 'public.notifications', 'expires_at', null),
  ('emotional-aggregates', 'public.emotional_analytics', 'analysis_date', null),
  ('emotional-aggregates', 'public.learning_analytics', 'analysis_date', null),
  ('emotional-aggregates', 'private.reading_days', 'day', null),
  ('emotional-aggregates', 'private.part_days', 'day', null),
  ('emotional-aggregates', 'private.intervention_days', 'day', null),
  ('emotional-aggregates', 'private.performance_days', 'day', null),
  ('emotional-aggregates', 'private.learning_days', 'day', null),
  ('learning-sessions', 'public.learning_interventions', 'applied_at', null),
  ('learning-history', 'public.learning_dna_assessments', 'assessed_at', null),
  -- The reviews themselves are what mastery follows from, and stay with it.
  ('learning-history', 'public.mastery_reviews', 'reviewed_at', '{emotional_state}');


-- The data map: one row for every column there is. It is what export, erasure and anonymised copies are made from, so
-- that none of them can forget a column: a table or column without an entry fails a test, and changing a table in a
-- migration fails in privacy.map_table already.

create table privacy.data_map (
  schema_name name not null,
  table_name name not null,
  column_name name not null,
  position smallint not null,
  subject_column name,
  category text not null,
  purpose public.slug not null,
  legal_basis text not null,
  on_export text not null,
  export_reason text,
  on_erase text not null,
  erase_reason text,
  retention public.slug not null,
  is_sensitive boolean not null,
  constraint data_map_pkey primary key (schema_name, table_name, column_name),
  constraint data_map_purpose_fkey foreign key (purpose) references privacy.processing_activities (code) on delete restrict,
  constraint data_map_retention_fkey foreign key (retention) references privacy.retention_policies (code) on delete restrict,
  constraint data_map_category_is_known check (
    category in (
      'none', 'key', 'time', 'identity', 'contact', 'place', 'age', 'settings', 'personality', 'words', 'choices', 'activity',
      'emotions', 'learning', 'inferences', 'money', 'secrets', 'devices', 'access'
    )
  ),
  constraint data_map_legal_basis_is_known check (
    legal_basis in ('contract', 'consent', 'explicit_consent', 'legal_obligation', 'legitimate_interest', 'none')
  ),
  constraint data_map_on_export_is_known check (on_export in ('include', 'omit')),
  constraint data_map_omission_has_reason check ((on_export = 'omit') = (export_reason is not null)),
  constraint data_map_on_erase_is_known check (on_erase in ('delete', 'anonymise', 'keep')),
  constraint data_map_rest_has_reason check ((on_erase <> 'delete') = (erase_reason is not null)),
  constraint data_map_personal_has_subject check ((category = 'none') = (subject_column is null)),
  constraint data_map_nobody_is_deleted check (category <> 'none' or on_erase = 'keep' and on_export = 'omit')
);

comment on table privacy.data_map is
  'One row for every column of every table: what it holds of whom, why, on what basis, for how long, and what becomes of it in an export and an erasure.';
comment on column privacy.data_map.position is 'Order of the columns in their table, as in an export.';
comment on column privacy.data_map.subject_column is
  'The column of the same table that holds the id of the person it is about; null when it is about nobody.';
comment on column privacy.data_map.category is
  'none: no personal data. key, time: ids, times and counters, personal for being part of a person''s row. words: what a person wrote; inferences: what was concluded about them; the others say themselves.';
comment on column privacy.data_map.purpose is 'privacy.processing_activities.';
comment on column privacy.data_map.legal_basis is 'See privacy.processing_activities; a column may have another than its purpose.';
comment on column privacy.data_map.on_export is 'include: in the export of the person; omit: not, for export_reason.';
comment on column privacy.data_map.on_erase is
  'delete: the row goes with the person; anonymise: the row stays and the column is emptied; keep: it stays as it is. The last two for erase_reason.';
comment on column privacy.data_map.retention is 'privacy.retention_policies: how long it is kept, at most.';
comment on column privacy.data_map.is_sensitive is 'Special categories (Art. 9 GDPR), intimate words, secrets: never in logs, first to be encrypted.';

create index data_map_purpose_idx on privacy.data_map (purpose);
create index data_map_retention_idx on privacy.data_map (retention);

comment on index privacy.data_map_purpose_idx is 'Serves the record of processing.';
comment on index privacy.data_map_retention_idx is 'Serves what a policy is about.';

grant select on privacy.processing_activities, privacy.retention_policies, privacy.data_map to service_role;


-- privacy.map_table: enters a table in the data map; one call belongs to every table. `columns` names each column once,
-- after its category: "words: title body  key: user_id id". The others give what differs from the rest of the table:
-- `omit`, `anonymise` and `keep` with a reason by column, "*" for all; `subjects` the column with the person's id where
-- that is not `subject`; `sensitive` names columns. Of a table of the platform only what is named is entered.
-- Idempotent: the table's entries are replaced.
-- Raises data_map_incomplete (PT500) when the columns are not those the table has.
create function privacy.map_table(
  relation regclass, subject name, purpose text, retention text, columns text,
  omit jsonb default '{}', anonymise jsonb default '{}', keep jsonb default '{}', subjects jsonb default '{}',
  sensitive text default '', legal_basis text default null
)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  categories text[];
  names text[];
  problem text;
begin
  -- A category holds for the names after it, up to the next.
  with word as (
    select w.text, w.nth, count(*) filter (where w.text like '%:') over (order by w.nth) as group_number
    from regexp_split_to_table(btrim(map_table.columns, E' \n'), '\s+') with ordinality as w (text, nth)
  )
  select array_agg(rtrim(c.text, ':') order by n.nth), array_agg(n.text order by n.nth)
  into categories, names
  from word as n
  join word as c on c.group_number = n.group_number and c.text like '%:'
  where n.text not like '%:';

  select string_agg(p.text, ', ' order by p.text) into problem
  from (
    select a.attname || ' is not mapped' as text
    from pg_catalog.pg_attribute as a
    join pg_catalog.pg_class as r on r.oid = a.attrelid
    where a.attrelid = relation and a.attnum > 0 and not a.attisdropped and a.attname <> all (names)
      and pg_catalog.pg_has_role(r.relowner, 'usage')
    union all
    select m.name || ' is no column'
    from (
      select unnest(names)
      union
      select jsonb_object_keys((omit || anonymise || keep || subjects) - '*')
      union
      select unnest(string_to_array(nullif(sensitive, ''), ' '))
    ) as m (name)
    where not exists (
      select from pg_catalog.pg_attribute as a
      where a.attrelid = relation and a.attnum > 0 and not a.attisdropped and a.attname = m.name
    )
    union all
    select n.name || ' is mapped twice' from unnest(names) as n (name) group by n.name having count(*) > 1
  ) as p;
  if problem is not null then
    raise exception using errcode = 'PT500', message = 'data_map_incomplete',
      detail = format('%s: %s.', relation, problem),
      hint = 'Name every column once, after what it holds of people: none when it holds nothing.';
  end if;

  delete from privacy.data_map as m
  using pg_catalog.pg_class as r
  where r.oid = relation and m.schema_name = r.relnamespace::regnamespace::name and m.table_name = r.relname;

  insert into privacy.data_map (
    schema_name, table_name, column_name, position, subject_column, category, purpose, legal_basis,
    on_export, export_reason, on_erase, erase_reason, retention, is_sensitive
  )
  select r.relnamespace::regnamespace::name, r.relname, a.attname, a.attnum,
    case when n.category <> 'none' then coalesce(subjects ->> n.name, subject) end,
    n.category, map_table.purpose,
    case when n.category = 'none' then 'none' else coalesce(map_table.legal_basis, p.legal_basis) end,
    case when w.omission is null then 'include' else 'omit' end, w.omission,
    case when w.anonymisation is not null then 'anonymise' when w.keeping is not null then 'keep' else 'delete' end,
    coalesce(w.anonymisation, w.keeping),
    map_table.retention, n.name = any (string_to_array(sensitive, ' '))
  from unnest(categories, names) as n (category, name)
  join pg_catalog.pg_class as r on r.oid = relation
  join pg_catalog.pg_attribute as a on a.attrelid = relation and a.attname = n.name
  left join privacy.processing_activities as p on p.code = map_table.purpose
  cross join lateral (
    select case when n.category = 'none' then 'It holds nothing about anybody.' end as nobody
  ) as o
  cross join lateral (
    select coalesce(o.nobody, omit ->> n.name, omit ->> '*') as omission,
      coalesce(anonymise ->> n.name, anonymise ->> '*') as anonymisation,
      coalesce(o.nobody, keep ->> n.name, keep ->> '*') as keeping
  ) as w;
end;
$$;

comment on function privacy.map_table(regclass, name, text, text, text, jsonb, jsonb, jsonb, jsonb, text, text) is
  'Enters a table in the data map, every column of it. Idempotent; raises data_map_incomplete when one is missing.';


-- Retention choices: what a person keeps shorter than the policy says.

create table privacy.retention_choices (
  user_id uuid not null,
  policy public.slug not null,
  kept interval not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint retention_choices_pkey primary key (user_id, policy),
  constraint retention_choices_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint retention_choices_policy_fkey foreign key (policy) references privacy.retention_policies (code) on delete cascade,
  constraint retention_choices_kept_is_positive check (kept > interval '0')
);

comment on table privacy.retention_choices is 'What a person keeps shorter than the policy says.';

create index retention_choices_policy_idx on privacy.retention_choices (policy);
comment on index privacy.retention_choices_policy_idx is 'Serves privacy.terms().';

create trigger _100_touch before insert or update on privacy.retention_choices
  for each row execute function private.touch();

-- privacy.kept: how long a policy keeps things of everyone; null when it deletes nothing.
create function privacy.kept(policy text)
returns interval
language sql
stable
set search_path = ''
as $$
  select coalesce(p.kept, case s.unit
    when 'days' then s.value * interval '1 day'
    when 'months' then s.value * interval '1 month'
  end)
  from privacy.retention_policies as p
  left join private.settings as s on s.name = p.setting
  where p.code = kept.policy;
$$;

-- privacy.terms: how long a policy keeps things: of everyone (user_id is null), and of whom they go sooner: who chose so,
-- and children under 13.
create function privacy.terms(policy text)
returns table (user_id uuid, kept interval)
language sql
stable
rows 10
set search_path = ''
as $$
  select null, privacy.kept(terms.policy)
  union all
  select s.user_id, min(s.kept)
  from (
    select c.user_id, c.kept from privacy.retention_choices as c where c.policy = terms.policy
    union all
    select u.id, p.kept_of_children
    from privacy.retention_policies as p
    join public.users as u on u.age_band = 'under_13'
    where p.code = terms.policy and p.kept_of_children is not null
  ) as s
  where s.kept < privacy.kept(terms.policy)
  group by s.user_id;
$$;


-- Retention runs: what each run of a policy deleted, for the operator and the auditor. Of nobody in particular.

create table privacy.retention_runs (
  id uuid not null default gen_random_uuid(),
  policy public.slug not null,
  target text not null,
  as_of timestamptz(3) not null,
  started_at timestamptz(3) not null,
  duration_ms integer not null,
  row_count integer not null,
  constraint retention_runs_pkey primary key (id),
  constraint retention_runs_policy_fkey foreign key (policy) references privacy.retention_policies (code) on delete cascade,
  constraint retention_runs_row_count_is_counted check (row_count > 0)
);

comment on table privacy.retention_runs is 'What each run of a retention policy deleted or emptied. A run that found nothing leaves no row.';
comment on column privacy.retention_runs.target is 'The table, or the function of the module.';
comment on column privacy.retention_runs.as_of is 'The moment for which it was decided what is past.';

create index retention_runs_policy_started_at_idx on privacy.retention_runs (policy, started_at desc);
comment on index privacy.retention_runs_policy_started_at_idx is 'Serves when a policy last found something.';

grant select on privacy.retention_choices, privacy.retention_rules, privacy.retention_runs to service_role;

-- privacy.subject_column: the column of a table that says whose a row is, by the data map.
create function privacy.subject_column(relation regclass)
returns name
language sql
stable
set search_path = ''
as $$
  select max(m.subject_column)
  from privacy.data_map as m
  join pg_catalog.pg_class as c on c.relname = m.table_name and c.relnamespace::regnamespace::name = m.schema_name
  where c.oid = relation and m.category = 'key';
$$;

-- privacy.apply_rule: deletes, or empties, at most `batch` rows of a table that are past by their policy, the oldest
-- first: of everyone, and of whom they go sooner. Of whom processing is restricted nothing goes: they may need it. Rows
-- that somebody is writing are left to the next run. Returns how many.
create function privacy.apply_rule(rule privacy.retention_rules, at timestamptz, batch integer)
returns integer
language plpgsql
volatile
set search_path = ''
as $$
-- What is executed is made of the catalogue, with every name quoted.
-- @plpgsql_check_options: security_warnings = off
declare
  target constant regclass := rule.relation::regclass;
  subject constant name := privacy.subject_column(target);
  key text;
  same_row text;
  whose text;
  done integer;
  total integer := 0;
begin
  select string_agg(format('o.%I', k.column_name), ', '), string_agg(format('t.%1$I = past.%1$I', k.column_name), ' and ')
  into key, same_row
  from private.key_columns(target) as k;

  -- By the moment for everyone, by the person for whom it is sooner: each has its index.
  foreach whose in array array['s.user_id is null', format('o.%I = s.user_id', subject)] loop
    execute format(
      $sql$
      with past as materialized (
        select %2$s
        from privacy.terms($1) as s
        join %1$s as o on o.%3$I < $2 - s.kept and %8$s
        where not exists (select from public.users as u where u.id = o.%4$I and u.restricted_at is not null) %5$s
        order by o.%3$I
        limit $3
        for update of o skip locked
      )
      %6$s where %7$s
      $sql$,
      target, key, rule.moment_column, subject,
      (select format('and num_nonnulls(%s) > 0', string_agg(format('o.%I', e.name), ', ')) from unnest(rule.emptied) as e (name) having count(*) > 0),
      coalesce(
        (
          select format('update %s as t set %s from past', target, string_agg(format('%I = null', e.name), ', '))
          from unnest(rule.emptied) as e (name)
          having count(*) > 0
        ),
        format('delete from %s as t using past', target)
      ),
      same_row, whose
    ) using rule.policy, at, batch;
    get diagnostics done = row_count;
    total := total + done;
  end loop;
  return total;
end;
$$;

-- privacy.retire_accounts: accounts whose person was not here for two years are archived: they are told nothing any more but
-- what is of high importance, until they come back. After five years they are deleted, and erased like any other. Returns
-- how many.
create function privacy.retire_accounts(at timestamptz default now(), batch integer default 1000)
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  retired uuid[];
  archived integer;
begin
  retired := array(
    select u.id
    from public.users as u
    where coalesce(u.last_seen_at, u.created_at) < at - privacy.kept('inactive-accounts')
      and u.account_status = 'active' and u.restricted_at is null
    order by u.last_seen_at
    limit batch
  );
  -- The chapter data_rights erases: files, devices and the proof that it was done.
  if retired <> '{}' then
    perform privacy.erase_account(r.id, at + privacy.kept('deleted-accounts'), at) from unnest(retired) as r (id);
  end if;

  update public.users as u
  set archived_at = at
  where u.id in (
    select o.id
    from public.users as o
    where coalesce(o.last_seen_at, o.created_at) < at - interval '2 years' and o.archived_at is null and o.account_status = 'active'
    order by o.last_seen_at
    limit batch
    for update skip locked
  );
  get diagnostics archived = row_count;
  return cardinality(retired) + archived;
end;
$$;

comment on function privacy.retire_accounts(timestamptz, integer) is
  'Archives accounts that nobody came to for two years, and deletes those for five; returns how many. Idempotent.';

-- privacy.apply_retention: deletes what is past by every policy, at most `batch` rows of each table, and notes what went.
-- Returns how many rows; 0 means that nothing is past. Run by cron, by the server only. One at a time: another that is
-- called meanwhile does nothing. What is interrupted is as if it had not begun, and the next run does it. It stops
-- beginning with policies after half a minute; those that waited longest come first.
create function privacy.apply_retention(at timestamptz default now(), batch integer default 1000)
returns integer
language plpgsql
volatile
set search_path = ''
as $$
-- What is executed is the name of a worker, which is a row of our own.
-- @plpgsql_check_options: security_warnings = off
declare
  began_at constant timestamptz := clock_timestamp();
  step record;
  step_began_at timestamptz;
  done integer;
  total integer := 0;
begin
  if not pg_try_advisory_xact_lock(hashtextextended('privacy.apply_retention', 0)) then
    return 0;
  end if;
  for step in
    select p.code, p.worker, r as rule, coalesce(r.relation, p.worker) as target
    from privacy.retention_policies as p
    left join privacy.retention_rules as r on r.policy = p.code
    where p.worker is not null or r.policy is not null
    order by (select max(n.started_at) from privacy.retention_runs as n where n.policy = p.code) nulls first, p.code, r.relation
  loop
    exit when clock_timestamp() > began_at + interval '30 seconds';
    step_began_at := clock_timestamp();
    if step.worker is not null then
      execute format('select %s(at => $1, batch => $2)', step.worker) into done using at, batch;
    end if;
    if (step.rule).relation is not null then
      done := case when step.worker is null then 0 else done end + privacy.apply_rule(step.rule, at, batch);
    end if;
    if done > 0 then
      insert into privacy.retention_runs (policy, target, as_of, started_at, duration_ms, row_count)
      values (
        step.code, step.target, at, step_began_at, (date_part('epoch', clock_timestamp() - step_began_at) * 1000)::integer, done
      );
    end if;
    total := total + done;
  end loop;
  return total;
end;
$$;

comment on function privacy.apply_retention(timestamptz, integer) is
  'Deletes what is past by the retention policies, at most one batch of each table; returns how many rows. Idempotent; run by cron.';

grant execute on function privacy.apply_retention(timestamptz, integer) to service_role;


-- my_retention, keep_shorter: how long things are kept, and what a person decides about it for themselves. A period is in
-- days; null takes back what was chosen.
-- keep_shorter raises retention_fixed (PT403), retention_out_of_range (PT422), and what private.require_person() raises.
-- Definer: policies and choices are in a closed schema. Reach the caller's own only.
create function private.my_retention()
returns table (policy text, description jsonb, kept_days integer, shortest_days integer, my_days integer)
language sql
stable
security definer
rows 20
set search_path = ''
as $$
  select p.code, p.description, date_part('day', now() - (now() - privacy.kept(p.code)))::integer,
    date_part('day', p.shortest)::integer, date_part('day', c.kept)::integer
  from privacy.retention_policies as p
  left join privacy.retention_choices as c on c.policy = p.code and c.user_id = (select auth.uid())
  where p.code <> 'forever'
  order by p.code;
$$;

create function private.keep_shorter(policy text, days integer)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  me constant uuid := private.require_person();
  shortest constant interval := (select p.shortest from privacy.retention_policies as p where p.code = keep_shorter.policy);
begin
  if shortest is null then
    raise exception using errcode = 'PT403', message = 'retention_fixed',
      detail = format('policy: how long %s is kept is not for people to choose.', coalesce(quote_literal(left(policy, 80)), 'null')),
      hint = 'Choose one of those that my_retention gives shortest_days for.';
  elsif days * interval '1 day' not between shortest and privacy.kept(policy) then
    raise exception using errcode = 'PT422', message = 'retention_out_of_range',
      detail = format('days: no fewer than %s, and no longer than the policy keeps it.', date_part('day', shortest)),
      hint = 'Read my_retention again.';
  end if;
  if days is null then
    delete from privacy.retention_choices as c where c.user_id = me and c.policy = keep_shorter.policy;
  else
    insert into privacy.retention_choices as c (user_id, policy, kept)
    values (me, keep_shorter.policy, days * interval '1 day')
    on conflict on constraint retention_choices_pkey do update set kept = excluded.kept;
  end if;
end;
$$;

create function public.my_retention()
returns table (policy text, description jsonb, kept_days integer, shortest_days integer, my_days integer)
language sql
stable
security invoker
rows 20
set search_path = ''
as $$
  select * from private.my_retention();
$$;

create function public.keep_shorter(policy text, days integer)
returns void
language sql
volatile
security invoker
set search_path = ''
as $$
  select private.keep_shorter($1, $2);
$$;

comment on function public.my_retention() is
  'How many days each kind of data is kept, how short the caller may make that, and what they chose.';
comment on function public.keep_shorter(text, integer) is
  'Keeps a kind of the caller''s data for so many days instead of as long as the policy says; null takes that back.';

grant execute on function
  private.my_retention(), public.my_retention(), private.keep_shorter(text, integer), public.keep_shorter(text, integer)
to authenticated;


-- Sealed columns: what devices need not read and the server reads seldom is encrypted in its column (see private.seal).
-- It protects a dump, a replica or a backup that is read without the Vault, and logs that show a row. It does not protect
-- against who reads as the owner of the database, where the keys are at hand. What devices sync cannot be sealed: their
-- person reads it, and it is searched, merged and summarised here; the disk of the platform is encrypted.

insert into private.settings (name, value, unit, description) values
  ('sealing.key_days', 365, 'days', 'How old the key of sealed columns becomes before another takes its place.');

-- privacy.rotate_keys: makes a new key when the newest is older than sealing.key_days, seals again at most `batch` values that
-- an older key seals, and destroys older keys that seal nothing any more. Returns how many values it sealed again; 0 means
-- that all are under the newest. Run by cron; one at a time: another that is called meanwhile does nothing. What is
-- interrupted is as if it had not begun. Nobody waits for it: a row that somebody writes, and a key that somebody is
-- sealing with, are left to the next run.
-- When a key may be known to others: select private.make_sealing_key(), and the next runs do the rest.
create function privacy.rotate_keys(at timestamptz default now(), batch integer default 1000)
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  newest private.sealing_keys;
  outdated integer;
  done integer;
begin
  if not pg_try_advisory_xact_lock(hashtextextended('privacy.rotate_keys', 0)) then
    return 0;
  end if;
  select k.* into newest from private.sealing_keys as k order by k.version desc limit 1;
  if newest.made_at < at - make_interval(days => private.setting('sealing.key_days')::integer) then
    newest.version := private.make_sealing_key(at);
  end if;

  update private.payment_references as r
  set sealed = private.seal(private.unseal(r.sealed))
  from (
    select o.provider, o.reference
    from private.payment_references as o
    where o.sealed_with < newest.version
    order by o.sealed_with
    limit batch
    for update skip locked
  ) as due
  where r.provider = due.provider and r.reference = due.reference;
  get diagnostics done = row_count;

  for outdated in
    select k.version from private.sealing_keys as k where k.version < newest.version for update skip locked
  loop
    -- Asked with the key locked: what was being sealed with it is there to be seen.
    if not exists (select from private.payment_references as r where r.sealed_with = outdated) then
      delete from private.sealing_keys as k where k.version = outdated;
      perform private.forget_secret('sealing_key_' || outdated);
    end if;
  end loop;
  return done;
end;
$$;

comment on function privacy.rotate_keys(timestamptz, integer) is
  'Renews the key of sealed columns when it is old, and seals at most one batch of values again; returns how many. Idempotent; run by cron.';

create view privacy.sealing_progress as
select k.version, k.made_at, k.version = max(k.version) over () as is_newest,
  (select count(*) from private.payment_references as r where r.sealed_with = k.version) as value_count
from private.sealing_keys as k;

comment on view privacy.sealing_progress is
  'The keys of sealed columns and how many values each seals. A rotation is done when there is one.';

grant select on privacy.sealing_progress to service_role;


-- Subject requests: what people asked about their data (Art. 15 to 22 GDPR), and by when it must be done. A right that the
-- app carries out at once is entered as done; the proof is what counts.

create table privacy.subject_requests (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  kind text not null,
  state text not null default 'open',
  received_at timestamptz(3) not null default now(),
  due_at timestamptz(3) not null generated always as (
    (received_at at time zone 'UTC' + case when extension_reason is null then interval '1 month' else interval '3 months' end) at time zone 'UTC'
  ) stored,
  extension_reason public.short_text,
  closed_at timestamptz(3),
  outcome public.short_text,
  requested_by text not null default 'person',
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint subject_requests_pkey primary key (user_id, id),
  constraint subject_requests_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint subject_requests_kind_is_known check (
    kind in ('access', 'portability', 'rectification', 'erasure', 'restriction', 'lifting', 'objection', 'complaint')
  ),
  constraint subject_requests_state_is_known check (state in ('open', 'done', 'refused')),
  constraint subject_requests_closed_has_time check ((state = 'open') = (closed_at is null)),
  constraint subject_requests_refused_has_reason check (state <> 'refused' or outcome is not null),
  constraint subject_requests_requested_by_is_known check (requested_by in ('person', 'guardian', 'server'))
);

comment on table privacy.subject_requests is 'What people asked about their data, and by when it must be answered (Art. 12(3) GDPR).';
comment on column privacy.subject_requests.due_at is 'A month after it was received; three, once extended.';
comment on column privacy.subject_requests.extension_reason is 'Why it takes two months more, as the person was told; null when it does not.';
comment on column privacy.subject_requests.outcome is 'What became of it, as the person was told.';
comment on column privacy.subject_requests.requested_by is 'The person, their guardian, or the server for them.';

create index subject_requests_due_at_idx on privacy.subject_requests (due_at) where state = 'open';
comment on index privacy.subject_requests_due_at_idx is 'Serves what is due next.';

create trigger _100_touch before insert or update on privacy.subject_requests
  for each row execute function private.touch();

-- privacy.file_request: enters a request; one of a kind is open at a time, and asked again it is the same. `is_done` closes
-- it at once. Returns its id.
create function privacy.file_request(
  person uuid, kind text, requested_by text default 'person', is_done boolean default false, at timestamptz default now()
)
returns uuid
language plpgsql
volatile
set search_path = ''
as $$
#variable_conflict use_variable
declare
  request_id uuid;
begin
  perform pg_advisory_xact_lock(hashtextextended('subject_requests:' || person::text, 0));
  request_id := (
    select r.id from privacy.subject_requests as r where r.user_id = person and r.kind = file_request.kind and r.state = 'open' limit 1
  );
  if request_id is null then
    insert into privacy.subject_requests (user_id, kind, requested_by, received_at)
    values (person, kind, requested_by, at)
    returning id into request_id;
  end if;
  if is_done then
    perform privacy.close_request(person, request_id, 'done', null, at);
  end if;
  return request_id;
end;
$$;

-- privacy.close_request: notes that a request was carried out, or refused and why. Idempotent: the first word stands.
create function privacy.close_request(
  person uuid, request_id uuid, state text, outcome text default null, at timestamptz default now()
)
returns void
language sql
volatile
set search_path = ''
as $$
  update privacy.subject_requests as r
  set state = close_request.state, outcome = close_request.outcome, closed_at = close_request.at
  where r.user_id = person and r.id = request_id and r.state = 'open';
$$;

-- privacy.extend_request: notes that a request takes two months more, and why (Art. 12(3) GDPR). Within the first month.
-- Raises request_not_found (PT404), extension_late (PT409).
create function privacy.extend_request(person uuid, request_id uuid, reason text, at timestamptz default now())
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  request privacy.subject_requests;
begin
  select r.* into request
  from privacy.subject_requests as r
  where r.user_id = person and r.id = request_id and r.state = 'open'
  for no key update;
  if request.id is null then
    raise exception using errcode = 'PT404', message = 'request_not_found',
      detail = 'request_id: this person has no such open request.', hint = 'Look in privacy.requests_due.';
  elsif request.extension_reason is not null or at > request.due_at then
    raise exception using errcode = 'PT409', message = 'extension_late',
      detail = 'A request is extended once, and within the month in which it was due.', hint = 'Answer it.';
  end if;
  update privacy.subject_requests as r set extension_reason = reason where r.user_id = person and r.id = request_id;
end;
$$;

-- privacy.requests_due: open requests, and how much of their time has passed at `at`: on_time, half (from 50 %), urgent (from
-- 80 %) or late.
create function privacy.requests_due(at timestamptz default now())
returns table (user_id uuid, id uuid, kind text, received_at timestamptz, due_at timestamptz, time_used numeric, stage text)
language sql
stable
rows 100
set search_path = ''
as $$
  select r.user_id, r.id, r.kind, r.received_at, r.due_at, u.share,
    case when u.share > 1 then 'late' when u.share >= 0.8 then 'urgent' when u.share >= 0.5 then 'half' else 'on_time' end
  from privacy.subject_requests as r
  cross join lateral (
    select round((date_part('epoch', requests_due.at - r.received_at) / date_part('epoch', r.due_at - r.received_at))::numeric, 4) as share
  ) as u
  where r.state = 'open'
  order by r.due_at, r.user_id, r.id;
$$;

comment on function privacy.requests_due(timestamptz) is
  'Open requests of people about their data, the next due first, and how much of their time has passed: on_time, half, urgent, late.';

grant select on privacy.subject_requests to service_role;
grant execute on function
  privacy.file_request(uuid, text, text, boolean, timestamptz), privacy.close_request(uuid, uuid, text, text, timestamptz),
  privacy.extend_request(uuid, uuid, text, timestamptz), privacy.requests_due(timestamptz)
to service_role;


-- restrict_processing, lift_restriction: asks that nothing be done with the caller's data but keep and show them
-- (Art. 18 GDPR), and ends that; a guardian may for a child. Nothing is written, computed, sent to a model or deleted by
-- retention meanwhile; reading, exporting and erasing go on. Idempotent. Return since when it holds.
-- Raise guardian_only (PT403), and what private.require_person() raises.
-- Definer: the mark is not people's to write otherwise, and requests are in a closed schema. Reach the caller's own only.
create function private.set_restricted(restricted boolean, child_id uuid)
returns timestamptz
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  guardian constant uuid := private.acting_guardian(child_id);
  person constant uuid := case when guardian is null then private.require_person() else child_id end;
  since timestamptz;
begin
  update public.users as u
  set restricted_at = case when restricted then now() end
  where u.id = person and (u.restricted_at is not null) <> restricted;
  if found then
    perform privacy.file_request(
      person, case when restricted then 'restriction' else 'lifting' end, case when guardian is null then 'person' else 'guardian' end, true
    );
  end if;
  select u.restricted_at into since from public.users as u where u.id = person;
  return since;
end;
$$;

create function public.restrict_processing(child_id uuid default null)
returns timestamptz
language sql
volatile
security invoker
set search_path = ''
as $$
  select private.set_restricted(true, $1);
$$;

create function public.lift_restriction(child_id uuid default null)
returns timestamptz
language sql
volatile
security invoker
set search_path = ''
as $$
  select private.set_restricted(false, $1);
$$;

comment on function public.restrict_processing(uuid) is
  'Asks that the caller''s data, or those of their child, be kept and shown and nothing else (Art. 18 GDPR); returns since when. Idempotent.';
comment on function public.lift_restriction(uuid) is
  'Ends the restriction of the caller''s data, or of those of their child. Idempotent.';

-- request_about_my_data: asks what the app does not do by itself: a correction by support, an objection, a complaint; a
-- guardian may for a child. Returns the id; the answer is due in a month.
-- my_data_requests: what the caller asked, or a guardian for a child, and by when it is answered.
-- Raise request_malformed (PT422), guardian_only (PT403), not_signed_in (PT401).
-- Definer: requests are in a closed schema. Reach the caller's own and their children's only.
create function private.request_about_my_data(kind text, child_id uuid)
returns uuid
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  guardian constant uuid := private.acting_guardian(child_id);
  person constant uuid := coalesce(child_id, auth.uid());
begin
  if person is null then
    perform private.require_person();
  end if;
  if kind is null or kind not in ('access', 'portability', 'rectification', 'erasure', 'objection', 'complaint') then
    raise exception using errcode = 'PT422', message = 'request_malformed',
      detail = format('kind: %s cannot be asked for.', coalesce(quote_literal(left(kind, 80)), 'null')),
      hint = 'Send access, portability, rectification, erasure, objection or complaint.';
  end if;
  return privacy.file_request(person, kind, case when guardian is null then 'person' else 'guardian' end);
end;
$$;

create function private.my_data_requests(child_id uuid)
returns table (id uuid, kind text, state text, received_at timestamptz, due_at timestamptz, closed_at timestamptz, outcome text)
language plpgsql
stable
security definer
rows 10
set search_path = ''
as $$
begin
  perform private.acting_guardian(child_id);
  return query
    select r.id, r.kind, r.state, r.received_at::timestamptz, r.due_at::timestamptz, r.closed_at::timestamptz, r.outcome::text
    from privacy.subject_requests as r
    where r.user_id = coalesce(child_id, auth.uid())
    order by r.received_at desc, r.id;
end;
$$;

create function public.request_about_my_data(kind text, child_id uuid default null)
returns uuid
language sql
volatile
security invoker
set search_path = ''
as $$
  select private.request_about_my_data($1, $2);
$$;

create function public.my_data_requests(child_id uuid default null)
returns table (id uuid, kind text, state text, received_at timestamptz, due_at timestamptz, closed_at timestamptz, outcome text)
language sql
stable
security invoker
rows 10
set search_path = ''
as $$
  select * from private.my_data_requests($1);
$$;

comment on function public.request_about_my_data(text, uuid) is
  'Asks something about the caller''s data, or those of their child, that the app does not do by itself; returns the id. Answered within a month.';
comment on function public.my_data_requests(uuid) is
  'What the caller asked about their data, or for their child, the newest first, and by when it is answered.';

-- review_child: what is held of a child: for each table how many rows and of what kind. For their guardian. Read-only.
-- Raises guardian_only (PT403), and what private.require_person() raises.
-- Definer: a child's rows are nobody else's to read; numbers only.
create function private.review_child(child_id uuid)
returns table (table_name text, purpose jsonb, categories text[], row_count bigint, kept_days integer)
language plpgsql
stable
security definer
rows 60
set search_path = ''
as $$
-- What is executed is made of the data map, with every name quoted.
-- @plpgsql_check_options: security_warnings = off
declare
  held record;
begin
  perform private.require_guardian(child_id);
  for held in
    select m.schema_name, m.table_name, m.subject_column, a.description,
      array_agg(distinct m.category order by m.category) filter (where m.category not in ('none', 'key', 'time')) as categories,
      date_part('day', now() - (now() - privacy.kept(m.retention)))::integer as kept_days
    from privacy.data_map as m
    join privacy.processing_activities as a on a.code = m.purpose
    where m.on_export = 'include' and m.schema_name = 'public'
    group by m.schema_name, m.table_name, m.subject_column, a.description, m.retention
    order by m.table_name
  loop
    execute format('select count(*) from %I.%I as t where t.%I = $1', held.schema_name, held.table_name, held.subject_column)
      into row_count using child_id;
    table_name := held.table_name;
    purpose := held.description;
    categories := held.categories;
    kept_days := held.kept_days;
    if row_count > 0 then
      return next;
    end if;
  end loop;
end;
$$;

create function public.review_child(child_id uuid)
returns table (table_name text, purpose jsonb, categories text[], row_count bigint, kept_days integer)
language sql
stable
security invoker
rows 60
set search_path = ''
as $$
  select * from private.review_child($1);
$$;

comment on function public.review_child(uuid) is
  'For a guardian: what is held of their child: of each table how many rows, of what kind, why, and for how many days.';

grant execute on function
  private.set_restricted(boolean, uuid), public.restrict_processing(uuid), public.lift_restriction(uuid),
  private.request_about_my_data(text, uuid), public.request_about_my_data(text, uuid),
  private.my_data_requests(uuid), public.my_data_requests(uuid), private.review_child(uuid), public.review_child(uuid)
to authenticated;


-- The record of processing (Art. 30 GDPR).

create view privacy.record_of_processing as
select a.code as purpose, a.description, m.legal_basis, array_agg(distinct m.category order by m.category) as data_categories,
  bool_or(m.is_sensitive) as holds_sensitive_data,
  array_agg(distinct format('%I.%I', m.schema_name, m.table_name) order by format('%I.%I', m.schema_name, m.table_name)) as tables,
  array_agg(distinct m.retention::text order by m.retention::text) as retention, a.recipients, a.transfers
from privacy.data_map as m
join privacy.processing_activities as a on a.code = m.purpose
where m.category <> 'none'
group by a.code, a.description, m.legal_basis, a.recipients, a.transfers;

comment on view privacy.record_of_processing is
  'What is processed of people: for each purpose and legal basis the kinds of data, who receives them and how long they are kept. Art. 30 GDPR.';

grant select on privacy.record_of_processing to service_role;


-- The map itself, chapter by chapter. A chapter after this one maps its tables itself.

-- Foundation.

select privacy.map_table('private.settings', null, 'operation', 'forever', 'none: name value unit description');
select privacy.map_table('private.secrets', null, 'operation', 'forever', 'none: name secret');
select privacy.map_table('private.sealing_keys', null, 'operation', 'forever', 'none: version made_at');

-- Sync feed.

select privacy.map_table('sync.epochs', null, 'operation', 'forever', 'none: number tag identity shared_xid started_at admitted_at');
select privacy.map_table('sync.heartbeats', null, 'operation', 'forever', 'none: hour xid beaten_at');
select privacy.map_table('sync.horizon', null, 'operation', 'forever', 'none: singleton xid');
select privacy.map_table('sync.changes', 'scope_id', 'sync', 'feed', '
  key: scope_id table_id row_id xid last_xid origin column_xids is_shared
',
  omit => '{"*": "It says that rows were touched, and holds nothing of them; the rows are exported."}');
select privacy.map_table('sync.scope_grants', 'user_id', 'sync', 'account', '
  key: user_id scope_id is_granted granted_xid revoked_xid changed_xid
',
  omit => '{"*": "It follows from organization_members, which is exported."}');

-- Sync registry.

select privacy.map_table('sync.tables', null, 'operation', 'forever', '
  none: table_id table_name scope_kind scope_column since direction conflict priority depth is_recursive omitted
');
select privacy.map_table('sync.columns', null, 'operation', 'forever', '
  none: table_id column_name position since rule is_writable is_nullable wire_type type_name encoding
    default_expression
');

-- User management.

select privacy.map_table('public.users', 'id', 'account', 'account', '
  key: id
  identity: username first_name last_name display_name avatar_url
  place: timezone locale country
  age: education_level age_band
  words: region learning_goals subjects_of_interest
  activity: onboarding_completed_at trial_ends_at last_seen_at archived_at restricted_at
    deleted_at
  access: account_status
  time: created_at updated_at
');
select privacy.map_table('public.user_preferences', 'user_id', 'settings', 'account', '
  key: user_id id
  settings: email_notifications push_notifications study_reminders progress_updates achievement_notifications
    conflict_notifications public_profile explanation_style difficulty_preference feedback_frequency
    emotional_support_level theme text_size reduced_motion language week_starts_on
  time: created_at updated_at
');
select privacy.map_table('public.cognitive_functions', null, 'reference', 'forever', '
  none: id code position kind attitude name description strengths growth_edge shows_as table_affinity created_at
    updated_at
');
select privacy.map_table('public.mbti_types', null, 'reference', 'forever', '
  none: id code dominant auxiliary tertiary inferior is_extraverted is_intuitive is_thinking is_judging name
    description strengths growth_edge coaching_style table_order page_size cache_scope cache_duration cache_preload
    cache_seconds prefetch_tables prefetch_items created_at updated_at
');
select privacy.map_table('public.mbti_profiles', 'user_id', 'personality', 'account', '
  key: user_id id
  personality: mbti_type ei_clarity sn_clarity tf_clarity jp_clarity confidence source assessed_at is_current
  time: created_at updated_at
');
select privacy.map_table('public.cognitive_function_scores', 'user_id', 'personality', 'account', '
  key: user_id id
  personality: function_code score source measured_at
  time: created_at updated_at
');
select privacy.map_table('public.roles', null, 'reference', 'forever', 'none: id code name description created_at updated_at');
select privacy.map_table('public.permissions', null, 'reference', 'forever', 'none: id code description created_at updated_at');
select privacy.map_table('public.role_permissions', null, 'reference', 'forever', '
  none: role_code permission_code created_at updated_at
');
select privacy.map_table('public.user_roles', 'user_id', 'account', 'account', '
  key: user_id id
  access: role_code assigned_at assigned_by
  time: created_at updated_at
',
  omit => '{"assigned_by": "It is about somebody else."}',
  anonymise => '{"assigned_by": "Who gave a role to another is forgotten; that the other has it stays."}',
  subjects => '{"assigned_by": "assigned_by"}');

-- Consent.

select privacy.map_table('public.policy_documents', null, 'reference', 'forever', '
  none: id code version locale title body sha256 published_at created_at updated_at
');
select privacy.map_table('public.consent_purposes', null, 'reference', 'forever', '
  none: id code name description needed_for document_code since_version is_for_children position created_at updated_at
');
select privacy.map_table('public.guardian_links', 'user_id', 'privacy', 'account', '
  key: user_id id
  contact: email_hash
  words: evidence_reference
  access: guardian_id method verified_at revoked_at
  time: created_at updated_at
',
  omit => '{"email_hash": "It is about the guardian, and tells the child nothing.", "guardian_id": "It is about the guardian."}',
  anonymise => '{"guardian_id": "Who the guardian was is forgotten with their account; that there was one stays with the child''s."}',
  subjects => '{"guardian_id": "guardian_id"}',
  sensitive => 'email_hash');
select privacy.map_table('public.consents', 'user_id', 'privacy', 'account', '
  key: user_id id
  choices: purpose_code is_granted document_id document_sha256 locale method decided_at
  access: guardian_id
  devices: device_id
  time: created_at
',
  omit => '{"guardian_id": "It is about the guardian."}',
  anonymise => '{"guardian_id": "Who the guardian was is forgotten with their account; that one decided stays with the child''s."}',
  subjects => '{"guardian_id": "guardian_id"}');

-- Onboarding.

select privacy.map_table('public.assessments', null, 'reference', 'forever', '
  none: id code version scoring name description instructions scale_points scale_labels scales estimated_minutes
    is_active created_at updated_at
');
select privacy.map_table('public.assessment_questions', null, 'reference', 'forever', '
  none: id assessment_id code position scale_code direction is_required prompt created_at updated_at
');
select privacy.map_table('public.assessment_attempts', 'user_id', 'personality', 'account', '
  key: user_id id assessment_id
  personality: scores
  activity: status started_at completed_at missing_answers scored_at
  time: created_at updated_at
');
select privacy.map_table('public.assessment_answers', 'user_id', 'personality', 'account', '
  key: user_id id attempt_id question_id
  choices: value
  time: created_at updated_at
');
select privacy.map_table('public.onboarding_flows', null, 'reference', 'forever', '
  none: id code version audience position name description icon estimated_minutes is_default is_active created_at
    updated_at
');
select privacy.map_table('public.onboarding_steps', null, 'reference', 'forever', '
  none: id flow_id code position kind title body is_required options max_choices scale_points scale_ends
    assessment_code fills_column icon created_at updated_at
');
select privacy.map_table('public.onboarding_progress', 'user_id', 'settings', 'account', '
  key: user_id id flow_id current_step_id
  activity: started_at skipped_at steps_done completed_at status
  time: created_at updated_at
');
select privacy.map_table('public.onboarding_responses', 'user_id', 'settings', 'account', '
  key: user_id id flow_id step_id attempt_id
  words: answer
  choices: choices rating
  activity: status responded_at
  time: created_at updated_at
');

-- Chat and journal.

select privacy.map_table('public.conversations', 'user_id', 'journal', 'account', '
  key: user_id id coaching_session_id
  settings: is_pinned
  words: title
  activity: kind language area_code summarised_at archived_at last_message_at message_count
  inferences: summary
  time: created_at updated_at
',
  sensitive => 'title summary');
select privacy.map_table('public.messages', 'user_id', 'journal', 'account', '
  key: user_id id conversation_id ai_interaction_id
  words: content
  choices: rating
  activity: role language sent_at
  time: created_at updated_at
',
  sensitive => 'content');
select privacy.map_table('public.journal_prompts', null, 'reference', 'forever', '
  none: id code kind mbti_type area_code moment question hint position is_active created_at updated_at
');
select privacy.map_table('public.journal_entries', 'user_id', 'journal', 'account', '
  key: user_id id prompt_id conversation_id
  settings: is_favourite coach_may_read
  words: title body tags
  activity: written_on language word_count area_code
  emotions: mood mood_intensity
  time: created_at updated_at
',
  sensitive => 'title body tags mood mood_intensity');
select privacy.map_table('public.mood_entries', 'user_id', 'journal', 'account', '
  key: user_id id journal_entry_id
  words: note influences
  activity: felt_at area_code
  emotions: emotion intensity energy
  time: created_at updated_at
',
  sensitive => 'emotion intensity energy note influences');

-- AI and machine learning.

select privacy.map_table('public.coaching_sessions', 'user_id', 'coaching', 'account', '
  key: user_id id conversation_id vision_id
  settings: explanation_style
  personality: mbti_type
  words: title focus topics notes next_steps
  activity: kind status scheduled_at started_at ended_at duration_minutes summarised_at outcome_count
  inferences: ai_summary session_state effectiveness
  time: created_at updated_at
',
  sensitive => 'focus notes ai_summary session_state');
select privacy.map_table('public.coaching_outcomes', 'user_id', 'coaching', 'account', '
  key: user_id id session_id
  words: objectives_met needs_more_work next_session_recommendations note
  choices: satisfaction_rating difficulty_rating emotional_satisfaction_rating
  activity: metric baseline_score target_score result_score measured_at
  inferences: effectiveness
  time: created_at updated_at
',
  sensitive => 'note');
select privacy.map_table('public.coaching_adaptations', 'user_id', 'coaching', 'account', '
  key: user_id id session_id interaction_id
  personality: mbti_type function_code
  activity: kind basis applied_at
  emotions: detected_emotion emotion_confidence emotional_intensity
  inferences: reason explanation_style difficulty_adjustment content_modifications confidence
  time: created_at updated_at
',
  sensitive => 'detected_emotion emotion_confidence emotional_intensity');
select privacy.map_table('public.learned_preferences', 'user_id', 'coaching', 'account', '
  key: user_id id
  activity: source first_observed_at last_observed_at
  inferences: key value confidence evidence_count evidence
  time: created_at updated_at
');
select privacy.map_table('public.mbti_insights', 'user_id', 'personality', 'account', '
  key: user_id id session_id
  personality: mbti_type function_code
  activity: kind locale observed_at
  inferences: title body suggestion evidence confidence
  time: created_at updated_at
',
  sensitive => 'body');
select privacy.map_table('public.ai_recommendations', 'user_id', 'coaching', 'account', '
  key: user_id id session_id target_id
  personality: mbti_type
  activity: kind target_table locale suggested_on expires_at state seen_at decided_at done_at
  inferences: title body ai_reasoning importance confidence estimated_minutes
  time: created_at updated_at
');
select privacy.map_table('public.ai_interactions', 'user_id', 'coaching', 'ai-interactions', '
  key: user_id id coaching_session_id conversation_id message_id learning_session_id
  activity: started_at finished_at purpose provider model outcome error_code tokens_in tokens_out tokens_used
    cost_micros cost_currency latency_ms is_cache_hit quality_score
');
select privacy.map_table('public.ai_usage_periods', 'user_id', 'coaching', 'account', '
  key: user_id id
  activity: starts_at resets_at queries_used queries_limit tokens_used
  time: created_at updated_at
');

-- Content.

select privacy.map_table('public.content_categories', null, 'reference', 'forever', '
  none: id code name description icon position created_at updated_at
');
select privacy.map_table('public.content_items', null, 'reference', 'forever', '
  none: id code category_id kind tier locale title summary body media_url minutes difficulty function_codes tags
    course_id course_position published_at retired_at created_at updated_at
');
select privacy.map_table('public.content_mbti_affinity', null, 'reference', 'forever', '
  none: id item_id mbti_type affinity created_at updated_at
');
select privacy.map_table('public.content_progress', 'user_id', 'content', 'account', '
  key: user_id id item_id
  activity: percent position_seconds minutes_spent started_at completed_at last_opened_at
  time: created_at updated_at
');
select privacy.map_table('public.content_bookmarks', 'user_id', 'content', 'account', '
  key: user_id id item_id position
  words: note labels
  time: created_at updated_at
');
select privacy.map_table('public.content_ratings', 'user_id', 'content', 'account', '
  key: user_id id item_id
  words: feedback
  choices: rating
  time: created_at updated_at
');
select privacy.map_table('private.counted_ratings', 'user_id', 'content', 'account', '
  key: user_id item_id
  choices: rating
',
  omit => '{"*": "A copy of content_ratings, which is exported."}');
select privacy.map_table('public.content_item_statistics', null, 'statistics', 'forever', '
  none: id item_id rating_average rating_count created_at updated_at
');

-- Subscriptions and payment.

select privacy.map_table('public.plans', null, 'reference', 'forever', '
  none: id code position name description monthly_price_minor yearly_price_minor currency trial_days is_default
    is_trial is_active created_at updated_at
');
select privacy.map_table('public.plan_entitlements', null, 'reference', 'forever', '
  none: id plan_id key limit_value unit name description created_at updated_at
');
select privacy.map_table('public.payment_methods', 'user_id', 'payment', 'account', '
  key: user_id id provider_token
  money: provider kind brand last_four expires_month expires_year
  time: created_at updated_at
');
select privacy.map_table('private.payment_references', 'user_id', 'payment', 'account', '
  key: user_id reference
  money: provider
  secrets: sealed
  activity: sealed_with named_at
',
  sensitive => 'sealed');
select privacy.map_table('private.former_customers', null, 'payment', 'forever', '
  none: provider reference
');
select privacy.map_table('public.subscriptions', 'user_id', 'payment', 'account', '
  key: user_id id plan_id payment_method_id provider_subscription_id provider_customer_id provider_payment_method_id
  money: status billing_cycle subscribed_at current_period_starts_at current_period_ends_at trial_ends_at
    past_due_since cancel_at_period_end cancelled_at ended_at expires_at price_minor currency provider
  time: created_at updated_at
');
select privacy.map_table('public.invoices', 'user_id', 'payment', 'account', '
  key: user_id id subscription_id provider_invoice_id provider_subscription_id
  money: number status currency subtotal_minor tax_minor total_minor paid_minor refunded_minor lines issued_at
    due_at paid_at period_starts_at period_ends_at url provider
  time: created_at updated_at
',
  sensitive => 'number url');
select privacy.map_table('public.payment_events', 'user_id', 'payment', 'payment-events', '
  key: id event_id user_id customer_id object_id
  money: reason provider kind occurred_at received_at object_kind outcome payload
',
  sensitive => 'payload');

-- MET24.

select privacy.map_table('public.met24_versions', null, 'reference', 'forever', '
  none: id version status changes published_at retired_at created_at updated_at
');
select privacy.map_table('public.met24_domains', null, 'reference', 'forever', '
  none: id version_id status code position name description guiding_questions icon color created_at updated_at
');
select privacy.map_table('public.met24_levels', null, 'reference', 'forever', '
  none: id version_id status code position name description guiding_questions created_at updated_at
');
select privacy.map_table('public.met24_assessments', 'user_id', 'growth', 'account', '
  key: user_id id version_id
  words: title note
  choices: overall_score domains_scored
  activity: assessed_on status completed_at
  time: created_at updated_at
',
  sensitive => 'note');
select privacy.map_table('public.met24_scores', 'user_id', 'growth', 'account', '
  key: user_id id assessment_id domain_id level_id
  words: note
  choices: score confidence
  time: created_at updated_at
',
  sensitive => 'note');
select privacy.map_table('public.met24_goals', 'user_id', 'growth', 'account', '
  key: user_id id domain_id vision_id target_level_id position
  words: title description
  choices: target_score
  activity: due_on status completed_at
  time: created_at updated_at
');
select privacy.map_table('public.met24_reflections', 'user_id', 'growth', 'account', '
  key: user_id id domain_id assessment_id
  words: question body
  activity: reflected_on
  time: created_at updated_at
',
  sensitive => 'body');

-- Levensgebieden.

select privacy.map_table('public.levensgebied_versions', null, 'reference', 'forever', '
  none: id version status changes answer_labels published_at retired_at created_at updated_at
');
select privacy.map_table('public.levensgebieden', null, 'reference', 'forever', '
  none: id version_id status code position name description icon color created_at updated_at
');
select privacy.map_table('public.levensgebied_questions', null, 'reference', 'forever', '
  none: id levensgebied_id status position statement is_reversed created_at updated_at
');
select privacy.map_table('public.levensgebied_scores', 'user_id', 'growth', 'account', '
  key: user_id id levensgebied_id
  words: note
  choices: answer_1 answer_2 answer_3 answer_4 score
  activity: scored_on
  time: created_at updated_at
',
  sensitive => 'answer_1 answer_2 answer_3 answer_4 score note');
select privacy.map_table('public.levensgebied_goals', 'user_id', 'growth', 'account', '
  key: user_id id levensgebied_id vision_id position
  words: title description
  choices: target_score
  activity: due_on status completed_at
  time: created_at updated_at
');
select privacy.map_table('public.levensgebied_reflections', 'user_id', 'growth', 'account', '
  key: user_id id levensgebied_id score_id
  words: question body
  activity: reflected_on
  time: created_at updated_at
',
  sensitive => 'body');

-- Tasks and productivity.

select privacy.map_table('public.visions', 'user_id', 'growth', 'account', '
  key: user_id id position
  words: title description
  choices: category priority time_allocation_minutes horizon_years
  activity: status completed_at target_on analysed_at
  inferences: ai_summary ai_analysis
  time: created_at updated_at
');
select privacy.map_table('public.vision_milestones', 'user_id', 'growth', 'account', '
  key: user_id id vision_id position
  words: title description
  activity: target_on completed_at
  time: created_at updated_at
');
select privacy.map_table('public.daily_actions', 'user_id', 'growth', 'account', '
  key: user_id id vision_id position
  words: description
  activity: scheduled_on estimated_minutes actual_minutes status completed_at ai_generated
  inferences: ai_reasoning
  time: created_at updated_at
');
select privacy.map_table('public.action_time_entries', 'user_id', 'growth', 'account', '
  key: user_id id action_id
  words: note
  activity: started_at ended_at minutes
  time: created_at updated_at
');
select privacy.map_table('public.projects', 'user_id', 'growth', 'account', '
  key: user_id id vision_id position
  settings: color
  words: title description
  activity: status completed_at due_on
  time: created_at updated_at
');
select privacy.map_table('public.tasks', 'user_id', 'growth', 'account', '
  key: user_id id project_id parent_task_id position
  words: title description labels
  choices: priority
  activity: status completed_at due_at estimated_minutes recurrence
  time: created_at updated_at
');
select privacy.map_table('public.habits', 'user_id', 'growth', 'account', '
  key: user_id id vision_id position
  settings: cadence weekdays target_amount reminder_time icon color
  words: title description unit
  activity: archived_at current_streak longest_streak streak_ends_on
  time: created_at updated_at
');
select privacy.map_table('public.habit_logs', 'user_id', 'growth', 'account', '
  key: user_id id habit_id
  words: note
  activity: done_on amount
  time: created_at updated_at
');
select privacy.map_table('private.progress_days', 'user_id', 'growth', 'account', '
  key: user_id
  activity: day actions minutes
',
  omit => '{"*": "It follows from daily_actions and action_time_entries, which are exported."}');
select privacy.map_table('public.user_progress', 'user_id', 'growth', 'account', '
  key: user_id id
  activity: current_streak longest_streak total_days_completed total_actions_completed total_time_invested_minutes
    last_completed_on
  time: created_at updated_at
');
select privacy.map_table('public.achievements', null, 'reference', 'forever', '
  none: id code series level name description criteria icon color tier points is_secret is_active created_at
    updated_at
');
select privacy.map_table('public.user_achievements', 'user_id', 'growth', 'account', '
  key: user_id id achievement_id
  activity: unlocked_at progress_value
  time: created_at updated_at
');

-- Sync status.

select privacy.map_table('public.sync_devices', 'user_id', 'sync', 'account', '
  key: user_id id
  identity: name
  devices: platform app_version schema_version last_seen_at last_push_at last_push_timestamp last_cursor
  time: created_at updated_at
');
select privacy.map_table('public.sync_conflicts', 'user_id', 'sync', 'sync-notes', '
  key: user_id id organization_id device_id row_id
  words: client_value server_value
  choices: decision
  activity: table_name column_name rule resolution decided_at
  time: created_at updated_at
',
  sensitive => 'client_value server_value');
select privacy.map_table('public.sync_rejections', 'user_id', 'sync', 'sync-notes', '
  key: user_id id organization_id device_id row_id
  words: detail payload hint
  activity: table_name code message base_cursor base_snapshot attempts attempted_at
  time: created_at updated_at
',
  sensitive => 'payload');
select privacy.map_table('public.sync_runs', 'user_id', 'sync', 'sync-runs', '
  key: id user_id device_id
  activity: started_at duration_ms record_count byte_count accepted_count conflict_count rejected_count outcome
');
select privacy.map_table('sync.pushes', 'user_id', 'sync', 'push-answers', '
  key: user_id push_id
  words: answer
  activity: fingerprint answered_at
',
  omit => '{"*": "A repetition of what the device was told; what it is about is exported."}',
  sensitive => 'answer');

-- Analytics.

select privacy.map_table('public.analytics_events', 'user_id', 'analytics', 'analytics-events', '
  key: user_id id session_id
  personality: mbti_type
  activity: occurred_at occurred_on name category feature screen properties duration_ms
  devices: platform device_type app_version
  time: created_at
');
select privacy.map_table('public.interaction_analytics', 'user_id', 'analytics', 'analytics-events', '
  key: user_id id session_id target_id
  personality: mbti_type
  activity: occurred_at occurred_on kind target feature screen dwell_ms scroll_percent cognitive_function outcome
    effectiveness properties
  devices: platform device_type app_version
  time: created_at
');
select privacy.map_table('private.activity_changes', 'user_id', 'analytics', 'analytics-events', '
  key: id user_id
  activity: changed_at day
',
  omit => '{"*": "A note that a day is to be counted; its events are exported."}');
select privacy.map_table('public.user_activity_daily', 'user_id', 'analytics', 'activity', '
  key: user_id
  activity: day session_count session_ms event_count interaction_count feature_count duration_ms dwell_ms first_at
    last_at
  time: created_at updated_at
');
select privacy.map_table('private.feature_days', 'user_id', 'analytics', 'analytics-events', '
  key: user_id
  activity: day feature session_count event_count interaction_count duration_ms dwell_ms
',
  omit => '{"*": "It follows from analytics_events and interaction_analytics, which are exported."}');
select privacy.map_table('public.feature_usage_daily', null, 'statistics', 'forever', '
  none: day feature user_count session_count event_count interaction_count duration_ms dwell_ms created_at
    updated_at
');
select privacy.map_table('public.platform_usage_daily', null, 'statistics', 'forever', '
  none: day active_users session_count session_ms event_count interaction_count created_at updated_at
');

-- Extensions.

select privacy.map_table('public.countries', null, 'reference', 'forever', '
  none: id code alpha3_code numeric_code consent_age name created_at updated_at
');
select privacy.map_table('public.currencies', null, 'reference', 'forever', '
  none: id code numeric_code minor_units symbol name created_at updated_at
');
select privacy.map_table('public.time_zones', null, 'reference', 'forever', '
  none: id code country_code city name created_at updated_at
');
select privacy.map_table('public.feature_flags', null, 'reference', 'forever', '
  none: id code name description is_enabled rollout_percent created_at updated_at
');
select privacy.map_table('public.feature_flag_overrides', 'user_id', 'operation', 'account', '
  key: flag_id user_id
  settings: is_on expires_at
  words: reason
  time: created_at updated_at
');
select privacy.map_table('public.notification_kinds', null, 'reference', 'forever', '
  none: id code name description in_app push email is_mandatory position created_at updated_at
');
select privacy.map_table('public.notification_preferences', 'user_id', 'notifications', 'account', '
  key: user_id id
  settings: kind_code in_app push email quiet_from quiet_until
  time: created_at updated_at
');
select privacy.map_table('public.notifications', 'user_id', 'notifications', 'notifications', '
  key: user_id id
  words: title body dedupe_key
  activity: kind_code action_path importance channels deliver_at delivered_at read_at dismissed_at expires_at
  time: created_at updated_at
');
select privacy.map_table('public.integrations', 'user_id', 'integrations', 'account', '
  key: user_id id
  identity: external_account_id account_label
  activity: provider status connected_at last_used_at error_code
  access: scopes
  time: created_at updated_at
',
  sensitive => 'external_account_id');
select privacy.map_table('private.integration_tokens', 'user_id', 'integrations', 'account', '
  key: user_id integration_id
  activity: expires_at
  secrets: sealed_access_token sealed_refresh_token
  time: created_at updated_at
',
  omit => '{"*": "Keys to the account elsewhere, sealed: they would open it to whoever finds the export."}',
  sensitive => 'sealed_access_token sealed_refresh_token');
select privacy.map_table('public.attachments', 'user_id', 'journal', 'account', '
  key: user_id id journal_entry_id message_id vision_id task_id
  words: path file_name
  activity: bucket mime_type size_bytes checksum_sha256 width_px height_px duration_seconds uploaded_at
  time: created_at updated_at
');
select privacy.map_table('public.custom_field_definitions', 'user_id', 'growth', 'account', '
  key: user_id id position
  settings: applies_to value_type minimum maximum is_required archived_at
  words: label description options unit
  time: created_at updated_at
');
select privacy.map_table('public.custom_field_values', 'user_id', 'growth', 'account', '
  key: user_id id definition_id subject_id
  words: text_value number_value boolean_value date_value moment_value choices
  time: created_at updated_at
',
  sensitive => 'text_value');

-- Organizations. What an organisation is, is about nobody; who its members are, and what they publish, is. Invitations, the lead
-- of a team and authors name a member, who is their person's only by way of organization_members.

select privacy.map_table('public.organizations', null, 'organizations', 'forever', '
  none: id name slug description website_url default_locale timezone week_starts_on coaches_may_invite
    allows_domain_join brand_color accent_color logo_path plan_id subscription_status subscription_ends_at seat_limit
    created_at updated_at
');
select privacy.map_table('public.organization_members', 'user_id', 'organizations', 'account', '
  key: organization_id id user_id
  identity: display_name
  access: role joined_at joined_by invited_by
  time: created_at updated_at
');
select privacy.map_table('private.organization_departures', 'user_id', 'organizations', 'account', '
  key: organization_id user_id
  activity: left_at was_removed
', omit => '{"*": "It says that an organisation was left, so that devices forget it."}');
select privacy.map_table('public.organization_invitations', 'accepted_by', 'organizations', 'account', '
  key: organization_id id
  contact: email
  secrets: token_hash
  access: role invited_by expires_at accepted_at accepted_by declined_at revoked_at
  time: created_at updated_at
',
  omit => '{"*": "It is the organisation''s, and was sent to the person."}',
  anonymise => '{"email": "The organisation keeps that it invited; whom is forgotten.", "accepted_by": "The organisation keeps that it invited; whom is forgotten."}',
  keep => '{"*": "That somebody was invited is the organisation''s."}',
  sensitive => 'token_hash');
select privacy.map_table('private.public_mail_domains', null, 'reference', 'forever', 'none: domain');
select privacy.map_table('public.organization_domains', null, 'organizations', 'forever', '
  none: organization_id id domain verification_token verified_at created_at updated_at
');
select privacy.map_table('public.teams', 'lead_id', 'organizations', 'account', '
  none: organization_id id name description color created_at updated_at
  access: lead_id
', anonymise => '{"lead_id": "The team stays; who led it is forgotten."}');
select privacy.map_table('public.team_members', 'user_id', 'organizations', 'account', '
  key: organization_id id team_id user_id
  time: created_at updated_at
');
select privacy.map_table('public.shared_visions', 'user_id', 'organizations', 'account', '
  key: organization_id id user_id vision_id
  words: note title description
  choices: category shares_description horizon_years
  activity: status completed_at target_on
  time: created_at updated_at
');
select privacy.map_table('public.team_announcements', 'author_id', 'organizations', 'account', '
  key: organization_id id team_id
  access: author_id
  words: title body
  activity: is_pinned expires_on
  time: created_at updated_at
', anonymise => '{"author_id": "What was announced is the organisation''s; who wrote it is forgotten."}',
  keep => '{"*": "What was announced is the organisation''s."}');

-- Learning.

select privacy.map_table('public.emotional_states', null, 'reference', 'forever', '
  none: id code position valence energy name description created_at updated_at
');
select privacy.map_table('public.subjects', null, 'reference', 'forever', '
  none: id code position name description icon color is_active created_at updated_at
');
select privacy.map_table('public.concepts', null, 'reference', 'forever', '
  none: id code subject_id topic topic_name position name description difficulty_level is_active created_at
    updated_at
');
select privacy.map_table('public.concept_prerequisites', null, 'reference', 'forever', '
  none: id concept_id prerequisite_id importance_weight mastery_required dependency_strength created_at updated_at
');
select privacy.map_table('public.learning_dna', 'user_id', 'learning', 'account', '
  key: user_id id
  words: stress_triggers confidence_builders emotional_recovery_strategies engagement_factors
  emotions: optimal_emotional_states problematic_emotional_states emotional_resilience_score
  learning: version primary_learning_style secondary_learning_style learning_style_confidence
    learning_style_assessment_method learning_style_assessed_at processing_speed working_memory_capacity
    attention_span_minutes information_processing_preference multitasking_ability preferred_difficulty_level
    challenge_tolerance explanation_depth_preference example_density_preference abstract_vs_concrete
    goal_orientation intrinsic_motivation_level extrinsic_motivation_responsiveness feedback_preference
    achievement_sensitivity autonomy_preference subjects_performance overall_learning_velocity
    personalization_effectiveness
  time: created_at updated_at
',
  sensitive => 'problematic_emotional_states stress_triggers emotional_resilience_score');
select privacy.map_table('public.learning_dna_assessments', 'user_id', 'learning', 'learning-history', '
  key: user_id id
  words: changes_made
  learning: assessed_at assessment_type confidence_delta dna_version
  time: created_at updated_at
');
select privacy.map_table('public.learning_sessions', 'user_id', 'learning', 'learning-sessions', '
  key: user_id id subject_id
  words: topics learning_objectives knowledge_gaps_identified mastery_demonstrations learning_objectives_met
    areas_needing_more_work next_session_recommendations concepts_introduced concepts_practiced concepts_mastered
  choices: user_satisfaction_rating perceived_difficulty_rating emotional_satisfaction_rating
  emotions: initial_emotional_state final_emotional_state overall_emotional_health_score
  learning: started_at ended_at duration_minutes session_type initial_difficulty_level questions_attempted
    questions_correct accuracy_percentage average_response_time_seconds difficulty_progression follow_up_questions
    self_directed_exploration session_completion_rate total_ai_queries providers_used total_tokens_consumed
    total_ai_cost_micros ai_cost_currency average_ai_response_time_ms ai_cache_hit_rate quality_scores
  devices: device_type platform
  time: created_at updated_at
',
  sensitive => 'initial_emotional_state final_emotional_state overall_emotional_health_score');
select privacy.map_table('public.learning_interactions', 'user_id', 'learning', 'learning-sessions', '
  key: user_id id session_id
  words: user_input ai_text adaptations_applied content_modifications
  emotions: detected_emotion emotion_confidence emotional_intensity
  learning: occurred_at interaction_type ai_provider ai_response_time_ms ai_tokens_used ai_cost_micros
    ai_cache_hit ai_quality_score difficulty_adjustment explanation_style
  time: created_at updated_at
',
  sensitive => 'user_input ai_text detected_emotion emotion_confidence emotional_intensity');
select privacy.map_table('public.learning_interventions', 'user_id', 'learning', 'learning-sessions', '
  key: user_id id session_id
  words: reason
  emotions: emotional_state
  learning: applied_at intervention_type effectiveness_rating
  time: created_at updated_at
',
  sensitive => 'emotional_state reason');
select privacy.map_table('public.emotional_readings', 'user_id', 'emotional_analysis', 'emotional-readings', '
  key: user_id id session_id
  activity: recorded_at
  words: trigger
  emotions: emotion intensity confidence source
  time: created_at updated_at
',
  sensitive => 'emotion intensity trigger');
select privacy.map_table('public.content_mastery', 'user_id', 'learning', 'account', '
  key: user_id id concept_id
  words: effective_learning_strategies
  emotions: emotional_associations
  learning: mastery_level mastery_confidence first_exposed_at last_practiced_at mastery_achieved_at state step
    stability difficulty initial_strength decay_rate interval_days due_at reviews_count lapses_count
    time_spent_minutes optimal_difficulty_level learning_style_effectiveness
  time: created_at updated_at
',
  sensitive => 'emotional_associations');
select privacy.map_table('public.mastery_reviews', 'user_id', 'learning', 'learning-history', '
  key: user_id id concept_id session_id
  emotions: emotional_state
  learning: reviewed_at activity_type rating performance_score difficulty_level time_spent_minutes interval_days
    interval_adjustment_days stability difficulty mastery_level reached_mastery
  time: created_at updated_at
',
  sensitive => 'emotional_state');

-- Emotional analytics.

select privacy.map_table('private.analytics_marks', 'user_id', 'emotional_analysis', 'account', '
  key: id user_id
  words: error
  activity: day marked_at
',
  omit => '{"*": "A note that a day is to be summarised; its rows are exported."}');
select privacy.map_table('private.analytics_days', 'user_id', 'emotional_analysis', 'emotional-aggregates', '
  key: user_id
  emotions: day changes change_sum readings_sealed learning_sealed
',
  omit => '{"*": "It follows from what is exported: readings, sessions, reviews and interventions."}');
select privacy.map_table('private.reading_days', 'user_id', 'emotional_analysis', 'emotional-aggregates', '
  key: user_id
  words: triggers
  emotions: day emotion readings minutes affect sessions recoveries recovery_minutes
',
  omit => '{"*": "It follows from what is exported: readings, sessions, reviews and interventions."}',
  sensitive => 'emotion affect triggers');
select privacy.map_table('private.part_days', 'user_id', 'emotional_analysis', 'emotional-aggregates', '
  key: user_id
  emotions: day part minutes affect unpleasant_minutes
',
  omit => '{"*": "It follows from what is exported: readings, sessions, reviews and interventions."}');
select privacy.map_table('private.intervention_days', 'user_id', 'emotional_analysis', 'emotional-aggregates', '
  key: user_id
  emotions: day intervention_type emotion applications rated rating_sum successes tried recovered
',
  omit => '{"*": "It follows from what is exported: readings, sessions, reviews and interventions."}');
select privacy.map_table('private.performance_days', 'user_id', 'emotional_analysis', 'emotional-aggregates', '
  key: user_id
  emotions: day emotion purpose reviews performance minutes mastered
',
  omit => '{"*": "It follows from what is exported: readings, sessions, reviews and interventions."}');
select privacy.map_table('private.learning_days', 'user_id', 'learning', 'emotional-aggregates', '
  key: user_id
  learning: day subject_code sessions session_minutes questions_attempted questions_correct completions
    completion_sum introductions reviews recalled performances performance weighted_difficulty difficulty_weight
    review_minutes loose_review_minutes mastered
',
  omit => '{"*": "It follows from what is exported: readings, sessions, reviews and interventions."}');
select privacy.map_table('public.emotional_analytics', 'user_id', 'emotional_analysis', 'emotional-aggregates', '
  key: user_id id
  emotions: analysis_date data_source readings_count total_time_minutes dominant_emotion emotion_distribution
    emotional_stability_score overall_emotional_wellness most_productive_emotions problematic_emotional_patterns
    best_emotional_state_for_new_concepts best_emotional_state_for_practice best_emotional_state_for_assessment
    interventions_applied average_recovery_time_minutes most_effective_recovery_strategies emotional_trends
    best_learning_times challenging_periods emotional_biorhythm_insights
  time: created_at updated_at
',
  sensitive => 'emotion_distribution problematic_emotional_patterns emotional_trends challenging_periods emotional_biorhythm_insights');
select privacy.map_table('public.learning_analytics', 'user_id', 'learning', 'emotional-aggregates', '
  key: user_id id
  learning: analysis_date data_source active_days sessions_count session_minutes questions_attempted
    questions_correct accuracy_percentage average_completion_rate introductions_count reviews_count recall_rate
    average_performance review_minutes concepts_mastered_count learning_velocity subjects
  time: created_at updated_at
');

-- Atomic operations.

select privacy.map_table('private.batch_functions', null, 'operation', 'forever', 'none: name reason');
select privacy.map_table('private.operations', 'user_id', 'sync', 'push-answers', '
  key: user_id operation_id
  words: result
  activity: fingerprint done_at
',
  omit => '{"*": "A repetition of what the device was told; what it is about is exported."}',
  sensitive => 'result');

-- Search.

select privacy.map_table('private.search_sources', null, 'operation', 'forever', '
  none: position kind table_name language is_titled parts rows_shown
');

-- MBTI optimization.

select privacy.map_table('public.mbti_type_statistics', null, 'statistics', 'forever', '
  none: id metric mbti_type average people period_start period_end created_at updated_at
');
select privacy.map_table('private.mbti_releases', null, 'statistics', 'forever', 'none: mbti_type period_end people');
select privacy.map_table('private.mbti_cohorts', 'user_id', 'statistics', 'account', '
  key: user_id
  personality: mbti_type
',
  omit => '{"*": "Whether a person was counted follows from their consent, which is exported."}',
  legal_basis => 'consent');

-- localStorage import.

select privacy.map_table('private.local_storage_fields', null, 'operation', 'forever', '
  none: kind column_name names reading argument
');

-- Privacy.

select privacy.map_table('privacy.processing_activities', null, 'operation', 'forever', '
  none: code description legal_basis recipients transfers
');
select privacy.map_table('privacy.retention_policies', null, 'operation', 'forever', '
  none: code description kept setting shortest kept_of_children worker
');
select privacy.map_table('privacy.retention_rules', null, 'operation', 'forever', 'none: policy relation moment_column emptied');
select privacy.map_table('privacy.retention_runs', null, 'operation', 'forever', '
  none: id policy target as_of started_at duration_ms row_count
');
select privacy.map_table('privacy.subject_requests', 'user_id', 'privacy', 'account', '
  key: user_id id
  words: extension_reason outcome
  choices: kind requested_by
  activity: state received_at due_at closed_at
  time: created_at updated_at
');
select privacy.map_table('privacy.retention_choices', 'user_id', 'privacy', 'account', '
  key: user_id
  choices: policy kept
  time: created_at updated_at
');
select privacy.map_table('privacy.data_map', null, 'operation', 'forever', '
  none: schema_name table_name column_name position subject_column category purpose legal_basis on_export export_reason
    on_erase erase_reason retention is_sensitive
');

-- Accounts and sessions, which are the platform's.

select privacy.map_table('auth.users', 'id', 'account', 'account', '
  key: id
  contact: email phone
  identity: raw_user_meta_data
  secrets: encrypted_password
  access: email_confirmed_at last_sign_in_at banned_until
  time: created_at updated_at
', omit => '{"encrypted_password": "A secret; and no password can be read from it."}', sensitive => 'encrypted_password');
select privacy.map_table('auth.identities', 'user_id', 'account', 'account', '
  key: id user_id
  identity: identity_data
  access: provider last_sign_in_at
  time: created_at updated_at
');
select privacy.map_table('auth.sessions', 'user_id', 'account', 'account', '
  key: id user_id
  devices: user_agent ip
  access: aal not_after refreshed_at
  time: created_at updated_at
');


-- Copies without people in them, for staging and tests.

-- privacy.scrub: JSON with another text of the same length for every text in it; of an object of counts, the keys too.
create function privacy.scrub(value jsonb)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
begin
  return case jsonb_typeof(value)
    when 'string' then to_jsonb(privacy.other_words(value #>> '{}'))
    when 'array' then (
      select coalesce(jsonb_agg(privacy.scrub(e.item) order by e.nth), '[]') from jsonb_array_elements(value) with ordinality as e (item, nth)
    )
    when 'object' then (
      select coalesce(jsonb_object_agg(
        case when jsonb_typeof(e.item) = 'number' and e.key ~ '[^a-z_]' then 'word ' || e.nth else e.key end, privacy.scrub(e.item)
      ), '{}')
      from jsonb_each(value) with ordinality as e (key, item, nth)
    )
    else value
  end;
end;
$$;

-- privacy.other_words: other words of the same length, always the same.
create function privacy.other_words(value text)
returns text
language sql
immutable
set search_path = ''
as $$
  select left(repeat('lorem ipsum dolor sit amet ', char_length(value) / 27 + 1), char_length(value));
$$;

-- privacy.anonymise: takes out of this database who its people are and what they wrote: every column of the data map that
-- holds a name, an address, words, conclusions or a secret. What remains is how much there is of what, when, and how it
-- hangs together, and it satisfies every constraint. Ids stay, so the copy is not for publication: who also has the
-- original can join the two. For a copy only: `database_name` must be the name of the database it runs in.
-- For the owner of the database. Raises anonymise_refused (PT409), anonymise_failed (PT500). Returns how many columns.
create function privacy.anonymise(database_name text)
returns integer
language plpgsql
volatile
set search_path = ''
-- Nothing follows from words that are none, and no one consents for a copy.
set session_replication_role = replica
as $$
-- What is executed is made of the data map, with every name quoted.
-- @plpgsql_check_options: security_warnings = off
declare
  mapped record;
  attempt text;
  attempts text[];
  is_done boolean;
  failed text[] := '{}';
  total integer := 0;
begin
  if database_name is distinct from current_database() then
    raise exception using errcode = 'PT409', message = 'anonymise_refused',
      detail = format('database_name: this is the database %I.', current_database()),
      hint = 'Make a copy, connect to it and name it.';
  end if;

  for mapped in
    select format('%I.%I', m.schema_name, m.table_name)::regclass as relation, m.column_name, m.category,
      coalesce(nullif(b.typbasetype, 0), b.oid)::regtype::text as type_name,
      (
        select string_agg(format('t.%I', k.column_name), ', ')
        from privacy.data_map as k
        where k.schema_name = m.schema_name and k.table_name = m.table_name and k.category = 'key'
      ) as key
    from privacy.data_map as m
    join pg_catalog.pg_attribute as a on a.attrelid = format('%I.%I', m.schema_name, m.table_name)::regclass and a.attname = m.column_name
    join pg_catalog.pg_type as b on b.oid = a.atttypid
    where a.attgenerated = ''
      and (
        m.category in ('identity', 'contact', 'words', 'inferences', 'secrets')
        or m.category = 'money' and m.is_sensitive
        or m.is_sensitive and coalesce(nullif(b.typbasetype, 0), b.oid)::regtype::text in ('jsonb', 'text[]')
      )
      and coalesce(nullif(b.typbasetype, 0), b.oid)::regtype::text in ('text', 'text[]', 'jsonb', 'character varying')
    order by m.schema_name, m.table_name, m.position
  loop
    -- What is tried in turn, until the constraints of the table are satisfied.
    attempts := case
      when mapped.type_name = 'jsonb' then array['privacy.scrub(%1$s)', '''{}''', '''[]''', 'null']
      when mapped.type_name = 'text[]' then array[
        '(select array_agg(''word '' || n) from generate_series(1, cardinality(%1$s)) as n)', '''{}''', 'null'
      ]
      when mapped.category = 'contact' then array['md5(concat(%2$s)) || ''@example.invalid''', 'null', 'rpad(left(%1$s, 7), char_length(%1$s), ''x'')']
      else array[
        'privacy.other_words(%1$s)', '''x'' || md5(concat(%2$s, %1$s))', 'null', 'rpad(left(%1$s, 7), char_length(%1$s), ''x'')',
        'md5(concat(%2$s)) || ''/file'''
      ]
    end;
    is_done := false;
    foreach attempt in array attempts loop
      begin
        execute format(
          'update %s as t set %I = %s where t.%2$I is not null' || case when mapped.type_name = 'text[]' then ' and cardinality(t.%2$I) > 0' else '' end,
          mapped.relation, mapped.column_name, format(attempt, format('t.%I', mapped.column_name), coalesce(mapped.key, ''''''))
        );
        is_done := true;
        exit;
      exception when check_violation or unique_violation or not_null_violation or string_data_right_truncation then
        null;
      end;
    end loop;
    if is_done then
      total := total + 1;
    else
      failed := failed || format('%s.%I', mapped.relation, mapped.column_name);
    end if;
  end loop;
  if failed <> '{}' then
    raise exception using errcode = 'PT500', message = 'anonymise_failed',
      detail = format('%s: no other value satisfies the constraints.', array_to_string(failed, ', ')),
      hint = 'Put codes under another category in the data map, or add a value to try to privacy.anonymise.';
  end if;

  -- What repeats what was said, or opens the app.
  delete from sync.pushes where true;
  delete from private.operations where true;
  delete from auth.sessions where true;
  return total;
end;
$$;

comment on function privacy.anonymise(text) is
  'Takes names, addresses, words, conclusions and secrets out of a copy of the database, by the data map; returns of how many columns.';


-- Roles for people and programs that connect to the database itself, each with the least it needs. None can sign in until
-- the operator gives it a password: alter role … login password …
--
--   app_admin          runs what operators run: requests, retention, guardians; reads no person's rows
--   analytics_reader   reads statistics in which nobody is recognisable, and nothing else
--   backup_reader      reads everything and writes nothing, for dumps

do $$
declare
  missing name;
begin
  -- Roles are the cluster's: another database may have made them.
  for missing in
    select r.name
    from unnest('{app_admin,analytics_reader,backup_reader}'::name[]) as r (name)
    where not exists (select from pg_catalog.pg_roles as p where p.rolname = r.name)
  loop
    execute format('create role %I nologin noinherit', missing);
  end loop;
end;
$$;

-- Statistics are behind row-level security too; these views show them with their owner's rights, and only them.
create view privacy.feature_statistics as
select f.day, f.feature, f.user_count, f.session_count, f.event_count, f.interaction_count, f.duration_ms, f.dwell_ms
from public.feature_usage_daily as f;
create view privacy.type_statistics as
select t.metric, t.mbti_type, t.average, t.people, t.period_start, t.period_end
from public.mbti_type_statistics as t;

comment on view privacy.feature_statistics is 'How parts of the app are used, by ten people or more; for analytics_reader.';
comment on view privacy.type_statistics is 'What people of each type do on average, by ten people or more; for analytics_reader.';

grant usage on schema privacy to analytics_reader, app_admin;
grant select on privacy.feature_statistics, privacy.type_statistics to analytics_reader;

grant select on
  privacy.processing_activities, privacy.retention_policies, privacy.retention_rules, privacy.retention_runs, privacy.data_map,
  privacy.record_of_processing, privacy.sealing_progress
to app_admin;
grant execute on function
  privacy.requests_due(timestamptz), privacy.extend_request(uuid, uuid, text, timestamptz),
  privacy.close_request(uuid, uuid, text, text, timestamptz)
to app_admin;
grant select, update on privacy.subject_requests to app_admin;

-- To read a table is not to read through its policies: a backup is made with row_security off, which only who bypasses
-- them may. That attribute is the platform's to give: alter role backup_reader bypassrls.
grant usage on schema public, private, sync, privacy to backup_reader;
grant select on all tables in schema public, private, sync, privacy to backup_reader;
alter default privileges for role postgres in schema public, private, sync, privacy grant select on tables to backup_reader;
