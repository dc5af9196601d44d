-- Consent, age and guardians: what may be done with a person's data, and who decides it. Before the modules, because
-- these ask it with every write.
--
--   policy_documents     the texts that people agree to, by version and language, each with its hash
--   consent_purposes     what is asked, each by itself
--   consents             what a person gave and withdrew, and when: rows are only ever added
--   guardian_links       who answers for a child
--
-- private.has_consent() is the one place that says whether something may be done. Nothing that needs consent is written
-- without it, whatever way a row comes. The age is known from the gate at sign-up, as a band: no birth date is kept.


-- Policy documents: what people agree to, word for word. A new version is a new row; what was agreed to stays.

create table public.policy_documents (
  id uuid not null,
  code public.slug not null,
  version smallint not null,
  locale public.locale_code not null,
  title public.short_text not null,
  body public.long_text not null,
  sha256 text not null generated always as (encode(extensions.digest(body, 'sha256'), 'hex')) stored,
  published_at timestamptz(3) not null default now(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint policy_documents_pkey primary key (id),
  constraint policy_documents_code_version_locale_key unique (code, version, locale),
  constraint policy_documents_version_is_positive check (version > 0)
);

comment on table public.policy_documents is 'Catalogue: the texts that people agree to, by version and language. A text is never changed: a new version is a new row.';
comment on column public.policy_documents.sha256 is 'SHA-256 of the body in UTF-8, in hexadecimal: what a device showed can be compared with it.';

create trigger _100_touch before insert or update on public.policy_documents
  for each row execute function private.touch();

-- private.keep_document: trigger `_200_keep`: what people agreed to stays as it was. Raises document_published (PT409).
create function private.keep_document()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  raise exception using errcode = 'PT409', message = 'document_published',
    detail = format('The text %s %s (%s) may have been agreed to.', old.code, old.version, old.locale),
    hint = 'Add a new version.';
end;
$$;

create trigger _200_keep before update of code, version, locale, body on public.policy_documents
  for each row execute function private.keep_document();

alter table public.policy_documents enable row level security;

create policy policy_documents_select_everyone on public.policy_documents for select to authenticated
  using (true);
-- No insert, update or delete: the catalogue is content, changed by migrations.

grant select on public.policy_documents to authenticated, service_role;

insert into public.policy_documents (id, code, version, locale, title, body)
select private.catalogue_id('policy_documents', d.code || ':' || d.version || ':' || d.locale), d.code, d.version, d.locale, d.title, d.body
from (values
  ('privacy-policy', 1, 'nl', 'Zo gaan we met je gegevens om',
    E'Wat je schrijft is van jou. We bewaren je profiel, je dagboek, je doelen, wat je leert en hoe je apparaten gelijk blijven, omdat de app anders niet werkt. Andere mensen zien daar niets van, ook je organisatie niet, tenzij je het zelf deelt.\n\nVoor de rest vragen we je toestemming, voor elk doel apart: meten hoe je de app gebruikt, emoties herkennen en samenvatten, antwoorden van een taalmodel, meetellen in statistieken, je leerresultaten delen en e-mail over nieuws. Zonder die toestemming gebeurt het niet, en werkt de rest gewoon. Je trekt haar net zo makkelijk in als je haar gaf; wat je daarna doet telt niet meer mee.\n\nBen je jonger dan 13, dan gebruik je de app alleen als een ouder of voogd zich heeft bekendgemaakt, en meten we nooit hoe je je gedraagt of voelt. Tot de leeftijd die in jouw land geldt geeft een ouder of voogd de toestemming.\n\nWe bewaren niets langer dan nodig: gesprekken met het taalmodel 90 dagen, losse metingen van emoties 90 dagen, metingen van gebruik 3 maanden, leersessies 2 jaar, samenvattingen van emoties 5 jaar. Je kunt dat zelf korter maken. Verwijder je je account, dan is na 30 dagen alles weg.\n\nJe kunt alles inzien, meenemen, verbeteren en laten wissen, en ons vragen er een tijd niets mee te doen. We antwoorden binnen een maand. Je kunt een klacht indienen bij de Autoriteit Persoonsgegevens.'),
  ('privacy-policy', 1, 'en', 'How we treat your data',
    E'What you write is yours. We keep your profile, your journal, your goals, what you learn and how your devices stay in step, because the app cannot work without. Other people see none of it, nor does your organisation, unless you share it yourself.\n\nFor anything else we ask your consent, for each purpose by itself: measuring how you use the app, recognising and summarising emotions, answers of a language model, being counted in statistics, sharing what you learn, and e-mail with news. Without that consent it does not happen, and everything else works as it does. You withdraw it as easily as you gave it; what you do afterwards counts no more.\n\nIf you are under 13, you use the app only once a parent or guardian has made themselves known, and we never measure how you behave or feel. Up to the age that your country sets, a parent or guardian gives the consent.\n\nWe keep nothing longer than needed: talks with the language model 90 days, single readings of emotions 90 days, measurements of use 3 months, learning sessions 2 years, summaries of emotions 5 years. You can make that shorter yourself. When you delete your account, everything is gone after 30 days.\n\nYou can see, take, correct and erase all of it, and ask us to do nothing with it for a time. We answer within a month. You can complain to the data protection authority of your country.')
) as d (code, version, locale, title, body);

select sync.register_table('public.policy_documents', scope => null, direction => 'down', priority => 97);


-- Consent purposes: what people are asked, each by itself (Art. 7 GDPR).

create table public.consent_purposes (
  id uuid not null,
  code public.slug not null,
  name public.translations not null,
  description public.translations not null,
  needed_for public.translations not null,
  document_code public.slug not null,
  since_version smallint not null default 1,
  is_for_children boolean not null,
  position smallint not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint consent_purposes_pkey primary key (id),
  constraint consent_purposes_code_key unique (code),
  constraint consent_purposes_position_key unique (position),
  constraint consent_purposes_since_version_is_positive check (since_version > 0)
);

comment on table public.consent_purposes is 'Catalogue: what people are asked consent for, each purpose by itself.';
comment on column public.consent_purposes.needed_for is 'What does not happen without it. None is needed for the rest of the app.';
comment on column public.consent_purposes.document_code is 'The text that tells of it: policy_documents.code.';
comment on column public.consent_purposes.since_version is
  'First version of the text by which consent still counts. Raising it asks everyone anew.';
comment on column public.consent_purposes.is_for_children is
  'Whether a guardian may give it for a child under 13. Never for what measures how a child behaves or feels.';
comment on column public.consent_purposes.position is 'Order of display, from 1.';

create trigger _100_touch before insert or update on public.consent_purposes
  for each row execute function private.touch();

alter table public.consent_purposes enable row level security;

create policy consent_purposes_select_everyone on public.consent_purposes for select to authenticated
  using (true);
-- No insert, update or delete: the catalogue is content, changed by migrations.

grant select on public.consent_purposes to authenticated, service_role;

insert into public.consent_purposes (id, code, name, description, needed_for, document_code, is_for_children, position)
select private.catalogue_id('consent_purposes', p.code), p.code,
  jsonb_build_object('nl', p.name_nl, 'en', p.name_en), jsonb_build_object('nl', p.description_nl, 'en', p.description_en),
  jsonb_build_object('nl', p.needed_nl, 'en', p.needed_en), 'privacy-policy', p.is_for_children, p.position
from (values
  ('analytics', 1, false, 'Gebruik meten', 'Measuring use',
    'We houden bij welke schermen je opent, hoelang je er blijft en wat je aanraakt, in codes en getallen. Zo zien we wat werkt en wat niet.',
    'We note which screens you open, how long you stay and what you touch, in codes and numbers. That shows us what works and what does not.',
    'Het meten van gebruik', 'Measuring use'),
  ('emotional_analysis', 2, false, 'Emoties herkennen', 'Recognising emotions',
    'We bewaren wat je tijdens het leren voelt, ook wat de coach daarvan vermoedt, en vatten het samen per dag, week en maand. Dit zijn bijzondere gegevens.',
    'We keep what you feel while learning, also what the coach senses of it, and summarise it by day, week and month. These are special data.',
    'Metingen en overzichten van emoties', 'Readings and summaries of emotions'),
  ('ai_coaching', 3, true, 'Coachen met een taalmodel', 'Coaching with a language model',
    'Wat je de coach vraagt gaat naar een aanbieder van taalmodellen, die het niet bewaart en er niet van leert.',
    'What you ask the coach goes to a provider of language models, who does not keep it and does not learn from it.',
    'Antwoorden, inzichten en aanbevelingen van de coach', 'Answers, insights and recommendations of the coach'),
  ('research', 4, false, 'Meetellen in statistieken', 'Being counted in statistics',
    'Je telt mee in gemiddelden per type over groepen van ten minste vijf mensen. Niemand is daarin te herkennen.',
    'You are counted in averages by type over groups of at least five people. Nobody can be recognised in them.',
    'Vergelijkingen tussen typen', 'Comparisons between types'),
  ('learning_sharing', 5, false, 'Leerresultaten delen', 'Sharing what you learn',
    'Wie je in je organisatie begeleidt ziet wat je leert en beheerst, niet wat je erover schrijft of erbij voelt.',
    'Who guides you in your organisation sees what you learn and master, not what you write about it or feel.',
    'Het delen van voortgang', 'Sharing progress'),
  ('marketing_email', 6, false, 'E-mail over nieuws', 'E-mail with news',
    'We schrijven je hooguit twee keer per maand over wat er nieuw is.',
    'We write to you at most twice a month about what is new.',
    'Nieuwsbrieven', 'Newsletters')
) as p (code, position, is_for_children, name_nl, name_en, description_nl, description_en, needed_nl, needed_en);

select sync.register_table('public.consent_purposes', scope => null, direction => 'down', priority => 96);


-- Guardian links: who answers for a child. The address of a guardian is kept as a hash only: it is compared with, and
-- never written to. Children under 13 cannot use the app before one is verified.

create table public.guardian_links (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  guardian_id uuid,
  email_hash text not null,
  method text,
  evidence_reference public.short_text,
  verified_at timestamptz(3),
  revoked_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint guardian_links_pkey primary key (user_id, id),
  constraint guardian_links_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint guardian_links_guardian_id_fkey foreign key (guardian_id) references public.users (id) on delete set null,
  constraint guardian_links_is_somebody_else check (guardian_id <> user_id),
  constraint guardian_links_email_hash_is_hash check (email_hash ~ '^[$]2a[$]' and char_length(email_hash) = 60),
  constraint guardian_links_method_is_known check (
    method in ('signed_form', 'card_payment', 'video_call', 'identity_document', 'trusted_organisation')
  ),
  constraint guardian_links_verified_has_evidence check (
    num_nulls(verified_at, method, evidence_reference) in (0, 3)
  )
);

comment on table public.guardian_links is 'Who answers for a child: named by the child, verified by the server, revocable.';
comment on column public.guardian_links.user_id is 'The child.';
comment on column public.guardian_links.guardian_id is 'The guardian''s own account, when they have one; they can then give consent, look and delete.';
comment on column public.guardian_links.email_hash is 'bcrypt of the guardian''s e-mail address in lower case. The address itself is not kept.';
comment on column public.guardian_links.method is 'How they were verified; one of the ways that 16 CFR 312.5 (COPPA) accepts.';
comment on column public.guardian_links.evidence_reference is 'Where the evidence is found: the number of a form, a payment, a call. Not the evidence itself.';
comment on column public.guardian_links.verified_at is 'Null until somebody looked at the evidence.';
comment on column public.guardian_links.revoked_at is 'When the guardian stopped answering for the child. Their account closes until another does.';

create index guardian_links_guardian_id_idx on public.guardian_links (guardian_id) where guardian_id is not null;
comment on index public.guardian_links_guardian_id_idx is 'Serves a guardian''s children.';

create trigger _100_touch before insert or update on public.guardian_links
  for each row execute function private.touch();

alter table public.guardian_links enable row level security;

create policy guardian_links_select_own on public.guardian_links for select to authenticated
  using (user_id = (select auth.uid()) or guardian_id = (select auth.uid()));
-- No insert, update or delete: name_guardian, verify_guardian and revoke_guardian do that.

-- Not the hash: it could be tried against addresses.
grant select (user_id, id, guardian_id, method, verified_at, revoked_at, created_at, updated_at) on public.guardian_links to authenticated;
grant select, update (revoked_at, updated_at) on public.guardian_links to service_role;

-- private.has_guardian: whether a verified guardian answers for this person.
-- Runs with the caller's rights: they may read their own links.
create function private.has_guardian(person uuid)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return exists (
    select from public.guardian_links as g where g.user_id = person and g.verified_at is not null and g.revoked_at is null
  );
end;
$$;

-- private.require_guardian: who is calling, if they are the verified guardian of this child and may use the app. Who has
-- grown up is nobody's child.
-- Raises guardian_only (PT403), the same for another's child as for nobody's, and what require_person() raises.
create function private.require_guardian(child_id uuid)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
declare
  guardian constant uuid := private.require_person();
begin
  if not exists (
    select
    from public.guardian_links as g
    join public.users as u on u.id = g.user_id and u.age_band in ('under_13', '13_15')
    where g.user_id = child_id and g.guardian_id = guardian and g.verified_at is not null and g.revoked_at is null
  ) then
    raise exception using errcode = 'PT403', message = 'guardian_only',
      detail = 'child_id: you are not the verified guardian of such a child.',
      hint = 'Ask support to be verified as their guardian.';
  end if;
  return guardian;
end;
$$;

-- private.acting_guardian: who is calling, if they act for a child as its guardian; null when for themselves: without a
-- child_id, or with their own. Raises what private.require_guardian() raises.
create function private.acting_guardian(child_id uuid)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
begin
  return case when child_id is null or child_id = auth.uid() then null else private.require_guardian(child_id) end;
end;
$$;

grant execute on function
  private.has_guardian(uuid), private.require_guardian(uuid), private.acting_guardian(uuid)
to authenticated, service_role;


-- private.who_consents: who decides about a purpose for a person: self, guardian or nobody. The age of consent is their
-- country's (countries.consent_age), and 16 where that is unknown; in a band that begins below it a guardian decides.
-- Runs with the caller's rights: they may read their own profile.
create function private.who_consents(person uuid, purpose_code text)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select case
        when u.age_band is null or u.age_band = 'under_13' and not p.is_for_children then 'nobody'
        when u.age_band = 'under_13' then 'guardian'
        when u.age_band = '13_15'
          and coalesce((select c.consent_age from public.countries as c where c.code = u.country), 16) > 13 then 'guardian'
        else 'self'
      end
    from public.users as u
    join public.consent_purposes as p on p.code = who_consents.purpose_code
    where u.id = person
  );
end;
$$;

grant execute on function private.who_consents(uuid, text) to authenticated, service_role;


-- Consents: what a person gave and withdrew. Rows are only added: what was agreed to when, to which words, can be shown
-- for as long as the account exists. A device may add one without a network; it counts once it arrives.

create table public.consents (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  purpose_code public.slug not null,
  is_granted boolean not null,
  document_id uuid,
  document_sha256 text,
  locale public.locale_code,
  method text not null default 'app',
  guardian_id uuid,
  device_id uuid,
  decided_at timestamptz(3) not null default now(),
  created_at timestamptz(3) not null default now(),
  constraint consents_pkey primary key (user_id, id),
  constraint consents_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint consents_purpose_code_fkey foreign key (purpose_code) references public.consent_purposes (code) on delete restrict,
  constraint consents_document_id_fkey foreign key (document_id) references public.policy_documents (id) on delete restrict,
  constraint consents_guardian_id_fkey foreign key (guardian_id) references public.users (id) on delete set null,
  constraint consents_method_is_known check (method in ('app', 'guardian', 'server')),
  constraint consents_sha256_is_hash check (document_sha256 ~ '^[0-9a-f]{64}$'),
  constraint consents_granted_to_words check (
    not is_granted or document_id is not null and document_sha256 is not null and locale is not null
  )
);

comment on table public.consents is 'What a person gave consent for and withdrew. Append-only; the current state is privacy.current_consents.';
comment on column public.consents.is_granted is 'True: given; false: withdrawn.';
comment on column public.consents.document_id is 'The words that were agreed to; null when withdrawn, which needs none.';
comment on column public.consents.document_sha256 is 'SHA-256 of the words as the device showed them. Consent to others is refused.';
comment on column public.consents.locale is 'The language the app spoke when it asked.';
comment on column public.consents.method is
  'app: the person, in the app; guardian: a guardian in theirs; server: support noted it, from a form or a call. Set by the server.';
comment on column public.consents.guardian_id is 'The guardian who decided; null when the person did, or the guardian is gone.';
comment on column public.consents.device_id is 'The device it was decided on, if it says so. Not enforced: devices come and go.';
comment on column public.consents.decided_at is 'When it was decided, by the device''s clock.';
comment on column public.consents.created_at is 'When it reached the server. Set there.';

create index consents_user_id_purpose_code_idx on public.consents (user_id, purpose_code, decided_at desc);
create index consents_purpose_code_idx on public.consents (purpose_code);
create index consents_document_id_idx on public.consents (document_id);
create index consents_guardian_id_idx on public.consents (guardian_id) where guardian_id is not null;

comment on index public.consents_user_id_purpose_code_idx is 'Serves private.has_consent(), asked with every write that needs consent.';
comment on index public.consents_purpose_code_idx is 'Serves how many consent to what; and under its foreign key.';
comment on index public.consents_document_id_idx is 'Serves who agreed to which words; and under its foreign key.';
comment on index public.consents_guardian_id_idx is 'Serves the erasure of a guardian.';

-- private.check_consent: trigger `_300_check`: consent that cannot be given, or was given to other words, is refused.
-- Withdrawing is never refused.
-- Raises consent_impossible, guardian_consent_missing (PT403), consent_text_differs (PT422).
create function private.check_consent()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
declare
  decider text;
begin
  if not new.is_granted then
    return new;
  end if;
  decider := private.who_consents(new.user_id, new.purpose_code);
  if decider = 'nobody' then
    raise exception using errcode = 'PT403', message = 'consent_impossible',
      detail = format('purpose_code: %s is not for children, whoever consents.', new.purpose_code),
      hint = 'Do not ask for it.';
  elsif decider = 'guardian' and new.method = 'app' then
    raise exception using errcode = 'PT403', message = 'guardian_consent_missing',
      detail = format('purpose_code: for %s a parent or guardian consents at this age.', new.purpose_code),
      hint = 'Let the guardian call give_consent with child_id.';
  elsif decider = 'self' and new.method = 'guardian' then
    raise exception using errcode = 'PT403', message = 'own_consent_missing',
      detail = format('purpose_code: about %s the child decides alone at this age.', new.purpose_code),
      hint = 'Let them call give_consent themselves.';
  end if;
  if decider is not null and not exists (
    select
    from public.policy_documents as d
    join public.consent_purposes as p on p.document_code = d.code and p.since_version <= d.version
    where d.id = new.document_id and p.code = new.purpose_code and d.sha256 = new.document_sha256
  ) then
    raise exception using errcode = 'PT422', message = 'consent_text_differs',
      detail = 'document_sha256: these are not the words of the document, or it is not the one that counts now.',
      hint = 'Show the newest policy_documents of the purpose, and send the SHA-256 of the body that was shown.';
  end if;
  return new;
end;
$$;

create trigger _200_settle before insert on public.consents
  for each row when (new.decided_at > now() + interval '2 seconds') execute function private.settle_moment('decided_at');
create trigger _300_check before insert on public.consents
  for each row execute function private.check_consent();

alter table public.consents enable row level security;

create policy consents_select_own on public.consents for select to authenticated
  using (user_id = (select auth.uid()));
create policy consents_insert_own on public.consents for insert to authenticated
  with check (user_id = (select auth.uid()));
-- No update or delete: what was decided was decided. It goes with the account.

grant select on public.consents to authenticated, service_role;
grant insert (
  user_id, id, purpose_code, is_granted, document_id, document_sha256, locale, device_id, decided_at
) on public.consents to authenticated;

-- Registered before the tables that need consent: of a push that brings both, it is written first.
select sync.register_table('public.consents', conflict => 'server_wins', pull_only => '{method,guardian_id,created_at}', priority => 98);


-- The current state. A withdrawal ends what was given before it by either clock, that of the device or ours: of a
-- consent and a withdrawal that were made apart, the more private one stands.

create view privacy.current_consents with (security_invoker = true) as
select distinct on (g.user_id, g.purpose_code)
  g.user_id, g.purpose_code, g.id, g.document_id, d.version as document_version, g.method, g.guardian_id, g.decided_at
from public.consents as g
join public.policy_documents as d on d.id = g.document_id
join public.consent_purposes as p on p.code = g.purpose_code and p.since_version <= d.version
where g.is_granted
  and not exists (
    select from public.consents as w
    where w.user_id = g.user_id and w.purpose_code = g.purpose_code and not w.is_granted
      and (w.decided_at >= g.decided_at or w.created_at > g.created_at)
  )
order by g.user_id, g.purpose_code, g.decided_at desc, g.id;

comment on view privacy.current_consents is 'The consent that stands: given, to words that still count, and not withdrawn since.';

grant select on privacy.current_consents to authenticated, service_role;

-- private.has_consent: whether something may be done with a person's data for a purpose now: they or their guardian
-- consented, who decides at their age, and nothing is restricted. The one place that says so.
-- Runs with the caller's rights: they may read their own rows.
create function private.has_consent(person uuid, purpose_code text)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return exists (
    select
    from privacy.current_consents as c
    join public.users as u on u.id = c.user_id and u.restricted_at is null
    where c.user_id = person and c.purpose_code = has_consent.purpose_code
      and case private.who_consents(person, has_consent.purpose_code)
        -- What a guardian gave ends when the child decides alone.
        when 'self' then c.method <> 'guardian'
        -- A guardian's consent stands as long as they answer for the child.
        when 'guardian' then c.method = 'server' or c.method = 'guardian' and private.has_guardian(person)
        else false
      end
  );
end;
$$;

comment on function private.has_consent(uuid, text) is
  'Whether a purpose that needs consent may be pursued with a person''s data now. The one place that decides it.';

-- private.refuse_unconsented: raises consent_missing (PT403).
create function private.refuse_unconsented(purpose_code text)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  raise exception using errcode = 'PT403', message = 'consent_missing',
    detail = format('purpose_code: nothing is kept for %s without consent, and none stands.', purpose_code),
    hint = 'Ask for it and call give_consent, or do not record it.';
end;
$$;

-- private.require_consent: triggers `_150_consent*` on tables that need consent; their argument is the purpose. Who is held
-- by row-level security can only add rows of their own, and is asked once, before anything of them is checked or written.
-- Where it depends on the row, the trigger is the row's; there another's passes: row-level security refuses it, without a
-- word about what they consented to. Raises consent_missing (PT403).
create function private.require_consent()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  if tg_level = 'ROW' then
    if not private.has_consent(new.user_id, tg_argv[0]) and exists (select from public.users as u where u.id = new.user_id) then
      perform private.refuse_unconsented(tg_argv[0]);
    end if;
    return new;
  end if;
  if row_security_active(tg_relid) and not private.has_consent((select auth.uid()), tg_argv[0]) then
    perform private.refuse_unconsented(tg_argv[0]);
  end if;
  return null;
end;
$$;

-- private.require_consent_of_all: triggers `_150_consent_server`: whom row-level security does not hold, the server, may
-- add rows of anybody, and is asked afterwards for each person of the statement. One that names a partition goes past the
-- triggers of its parent: only the owner can. Raises consent_missing (PT403).
create function private.require_consent_of_all()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  if not row_security_active(tg_relid) and exists (
    select
    -- As an array: the planner would ask before it finds out who is in it twice.
    from unnest(array(select distinct n.user_id from new_rows as n)) as p (user_id)
    where not private.has_consent(p.user_id, tg_argv[0])
  ) then
    perform private.refuse_unconsented(tg_argv[0]);
  end if;
  return null;
end;
$$;

-- private.lacks_consent: whether a table asks for a consent that a person has not given: what they send for it must not be
-- kept elsewhere either.
create function private.lacks_consent(relation regclass, person uuid)
returns boolean
language sql
stable
set search_path = ''
as $$
  select exists (
    select
    from pg_catalog.pg_trigger as t
    where t.tgrelid = relation and t.tgfoid = 'private.require_consent'::regproc
      -- As text an argument ends in \000.
      and not private.has_consent(person, split_part(encode(t.tgargs, 'escape'), '\000', 1))
  );
$$;

-- Whoever writes a row runs its triggers.
grant execute on function private.has_consent(uuid, text), private.refuse_unconsented(text) to authenticated, service_role;


-- give_consent, withdraw_consent: what a person decides, or a guardian for a child. Both take the same to call, and
-- withdrawing works whatever state the account is in. Idempotent: what stands already is not noted again.
--   purpose_code      consent_purposes.code
--   document_id, document_sha256, locale   the words that were shown, and the language of the app
--   device_id         the device, if it has one
--   child_id          for whom, when it is not the caller
-- Raise purpose_unknown (PT404), guardian_only (PT403); give_consent too what private.check_consent() and
-- private.require_writer() raise.
-- Definer: the method is not the person's to say, and withdrawing works when writing does not.
create function private.record_consent(
  purpose_code text, is_granted boolean, document_id uuid, document_sha256 text, locale text, device_id uuid, child_id uuid
)
returns public.consents
language plpgsql
volatile
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  guardian constant uuid := private.acting_guardian(child_id);
  person constant uuid := case when guardian is not null then child_id when is_granted then private.require_writer() else auth.uid() end;
  noted public.consents;
begin
  if person is null then
    perform private.require_person();
  end if;
  if not exists (select from public.consent_purposes as p where p.code = purpose_code) then
    raise exception using errcode = 'PT404', message = 'purpose_unknown',
      detail = format('purpose_code: there is no purpose %s.', coalesce(quote_literal(left(purpose_code, 80)), 'null')),
      hint = 'Send the code of one of consent_purposes.';
  end if;
  -- One decision of a person at a time: two devices that give the same consent give it once.
  perform pg_advisory_xact_lock(hashtextextended('consent:' || person::text, 0));
  select c.* into noted
  from public.consents as c
  left join privacy.current_consents as s on s.user_id = c.user_id and s.id = c.id
  where c.user_id = person and c.purpose_code = purpose_code
    and case when is_granted
      then s.id is not null and c.document_id = document_id and c.document_sha256 = document_sha256
        and (c.method = 'app') = (guardian is null)
      else not c.is_granted and not exists (
        select from privacy.current_consents as o where o.user_id = person and o.purpose_code = purpose_code
      )
    end
  order by c.created_at desc
  limit 1;
  if noted.id is null then
    insert into public.consents (
      user_id, purpose_code, is_granted, document_id, document_sha256, locale, method, guardian_id, device_id, decided_at
    )
    values (
      person, purpose_code, is_granted, document_id, document_sha256, locale,
      case when guardian is null then 'app' else 'guardian' end, guardian, device_id,
      -- After what was decided before, also within a millisecond.
      greatest(clock_timestamp(), (
        select max(c.decided_at) + interval '1 millisecond' from public.consents as c where c.user_id = person and c.purpose_code = purpose_code
      ))
    )
    returning * into noted;
  end if;
  return noted;
end;
$$;

create function public.give_consent(
  purpose_code text, document_id uuid, document_sha256 text, locale text default 'en', device_id uuid default null, child_id uuid default null
)
returns public.consents
language sql
volatile
security invoker
set search_path = ''
as $$
  select private.record_consent($1, true, $2, $3, $4, $5, $6);
$$;

create function public.withdraw_consent(purpose_code text, device_id uuid default null, child_id uuid default null)
returns public.consents
language sql
volatile
security invoker
set search_path = ''
as $$
  select private.record_consent($1, false, null, null, null, $2, $3);
$$;

comment on function public.give_consent(text, uuid, text, text, uuid, uuid) is
  'Notes that the caller, or a guardian for child_id, consents to a purpose by these words; returns the row of consents. Idempotent.';
comment on function public.withdraw_consent(text, uuid, uuid) is
  'Notes that the caller, or a guardian for child_id, withdraws a consent; it counts at once. Never refused; idempotent.';

-- my_consents: every purpose, whether consent to it stands, since when and to which version, and who decides. For
-- signed-in people, whatever state their account is in.
create function public.my_consents()
returns table (
  purpose_code text, is_granted boolean, decided_at timestamptz, document_version smallint, who_decides text
)
language sql
stable
security invoker
rows 6
set search_path = ''
as $$
  select p.code, private.has_consent(auth.uid(), p.code), c.decided_at, c.document_version, private.who_consents(auth.uid(), p.code)
  from public.consent_purposes as p
  left join privacy.current_consents as c on c.user_id = (select auth.uid()) and c.purpose_code = p.code
  order by p.position;
$$;

comment on function public.my_consents() is
  'Every purpose, whether the caller''s consent to it counts now, since when, to which version, and who decides: self, guardian or nobody.';

grant execute on function
  private.record_consent(text, boolean, uuid, text, text, uuid, uuid),
  public.give_consent(text, uuid, text, text, uuid, uuid), public.withdraw_consent(text, uuid, uuid), public.my_consents()
to authenticated;


-- declare_age_band: says how old the caller is, once; for accounts that were made without, such as those of other
-- identity providers. Only then it is entered who they are. Another answer cannot be tried.
-- Raises age_band_unknown (PT422), age_declared (PT409), not_signed_in (PT401).
-- Definer: the age is not the person's to change.
create function private.declare_age_band(age_band text)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  person constant uuid := auth.uid();
begin
  if person is null then
    perform private.require_person();
  end if;
  if age_band is null or age_band not in ('under_13', '13_15', '16_17', '18_plus') then
    raise exception using errcode = 'PT422', message = 'age_band_unknown',
      detail = format('age_band: there is no band %s.', coalesce(quote_literal(left(age_band, 80)), 'null')),
      hint = 'Send under_13, 13_15, 16_17 or 18_plus.';
  end if;
  update public.users as u set age_band = declare_age_band.age_band where u.id = person and u.age_band is null;
  if not found then
    raise exception using errcode = 'PT409', message = 'age_declared',
      detail = 'The age of this account is known.',
      hint = 'Ask support to correct it.';
  end if;
  if private.may_enter(person, age_band) then
    perform private.name_person(person, (select a.raw_user_meta_data from auth.users as a where a.id = person));
  end if;
end;
$$;

create function public.declare_age_band(age_band text)
returns void
language sql
volatile
security invoker
set search_path = ''
as $$
  select private.declare_age_band($1);
$$;

comment on function public.declare_age_band(text) is
  'Says how old the caller is: under_13, 13_15, 16_17 or 18_plus. Once, for accounts that were made without.';

-- name_guardian: names the parent or guardian of the caller, who is under 16; returns the id of the link. The server
-- writes to them and verifies them. May be called while the account waits.
-- Raises email_malformed (PT422), guardian_unneeded, guardian_named (PT409), not_signed_in (PT401).
-- Definer: links are not people's to write.
create function private.name_guardian(email text)
returns uuid
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  person constant uuid := auth.uid();
  age text;
  link_id uuid;
begin
  if person is null then
    perform private.require_person();
  end if;
  if coalesce(btrim(email), '') !~ '^[^@[:space:]]{1,64}@[^@[:space:]]{1,180}$' then
    raise exception using errcode = 'PT422', message = 'email_malformed',
      detail = 'email: this is no e-mail address.', hint = 'Correct it.';
  end if;
  select u.age_band into age from public.users as u where u.id = person for no key update;
  if age is null or age not in ('under_13', '13_15') then
    raise exception using errcode = 'PT409', message = 'guardian_unneeded',
      detail = 'Only who is under 16 names a guardian.', hint = 'Say how old you are first: declare_age_band.';
  end if;
  -- Each is a message to somebody.
  if (select count(*) from public.guardian_links as g where g.user_id = person and g.revoked_at is null) >= 3 then
    raise exception using errcode = 'PT409', message = 'guardian_named',
      detail = 'Three guardians are named already.', hint = 'Ask support to revoke one.';
  end if;
  insert into public.guardian_links (user_id, email_hash)
  values (person, extensions.crypt(lower(btrim(email)), extensions.gen_salt('bf', 8)))
  returning id into link_id;
  return link_id;
end;
$$;

create function public.name_guardian(email text)
returns uuid
language sql
volatile
security invoker
set search_path = ''
as $$
  select private.name_guardian($1);
$$;

comment on function public.name_guardian(text) is
  'Names the parent or guardian of the caller, who is under 16, by e-mail address; returns the id of the link. They are verified by the server.';

grant execute on function
  private.declare_age_band(text), public.declare_age_band(text), private.name_guardian(text), public.name_guardian(text)
to authenticated;

-- verify_guardian: notes that a guardian is verified, how, and where the evidence is. Only then a child under 13 comes
-- in, and only then it is entered who they are. With `guardian_id` they may act for the child in the app: it must be the
-- account of the address that was named. Idempotent.
-- For the server. Raises guardian_link_not_found (PT404), guardian_differs, guardian_revoked (PT409).
-- Definer: reads addresses and what the sign-up said, which are in auth.
create function private.verify_guardian(
  child_id uuid, link_id uuid, method text, evidence_reference text, guardian_id uuid, at timestamptz
)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  link public.guardian_links;
  email text;
begin
  select g.* into link from public.guardian_links as g where g.user_id = child_id and g.id = link_id for no key update;
  if link.id is null then
    raise exception using errcode = 'PT404', message = 'guardian_link_not_found',
      detail = 'link_id: this person has no such link.', hint = 'Send what name_guardian returned.';
  end if;
  if link.revoked_at is not null then
    raise exception using errcode = 'PT409', message = 'guardian_revoked',
      detail = 'This guardian stopped answering for the child.', hint = 'Let the child name them again.';
  end if;
  if guardian_id is not null then
    select a.email into email from auth.users as a where a.id = verify_guardian.guardian_id and a.email_confirmed_at is not null;
    if email is null or extensions.crypt(lower(email), link.email_hash) <> link.email_hash then
      raise exception using errcode = 'PT409', message = 'guardian_differs',
        detail = 'guardian_id: the address of this account is not the one that was named, or not confirmed.',
        hint = 'Let the guardian sign up with the address that the child named.';
    end if;
  end if;
  update public.guardian_links as g
  set method = verify_guardian.method, evidence_reference = verify_guardian.evidence_reference,
    guardian_id = coalesce(verify_guardian.guardian_id, g.guardian_id), verified_at = coalesce(g.verified_at, verify_guardian.at)
  where g.user_id = child_id and g.id = link_id;
  perform private.name_person(child_id, (select a.raw_user_meta_data from auth.users as a where a.id = child_id));
end;
$$;

create function public.verify_guardian(
  user_id uuid, link_id uuid, method text, evidence_reference text, guardian_id uuid default null, at timestamptz default now()
)
returns void
language sql
volatile
security invoker
set search_path = ''
as $$
  select private.verify_guardian($1, $2, $3, $4, $5, $6);
$$;

comment on function public.verify_guardian(uuid, uuid, text, text, uuid, timestamptz) is
  'Notes that the guardian of a child is verified, how, and where the evidence is found. For the server only; idempotent.';

-- revoke_guardian: the caller answers for this child no more. What they consented to counts no more, and the account of
-- a child under 13 closes at once, unless another guardian answers for them. The server may revoke any link.
-- Raises what private.require_guardian() raises.
-- Definer: links are not people's to write.
create function private.revoke_guardian(child_id uuid)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  guardian constant uuid := private.require_guardian(child_id);
begin
  update public.guardian_links as g
  set revoked_at = now()
  where g.user_id = child_id and g.guardian_id = guardian and g.revoked_at is null;
end;
$$;

create function public.revoke_guardian(child_id uuid)
returns void
language sql
volatile
security invoker
set search_path = ''
as $$
  select private.revoke_guardian($1);
$$;

comment on function public.revoke_guardian(uuid) is
  'Ends that the caller answers for a child; without another guardian the account of a child under 13 closes at once.';

grant execute on function private.revoke_guardian(uuid), public.revoke_guardian(uuid) to authenticated;
grant execute on function
  private.verify_guardian(uuid, uuid, text, text, uuid, timestamptz), public.verify_guardian(uuid, uuid, text, text, uuid, timestamptz)
to service_role;
