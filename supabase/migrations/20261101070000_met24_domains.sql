-- MET24 domains (module 07): the owner's framework of seven domains and five levels, and what people find when they
-- hold their life against it.
--
--   met24_versions, met24_domains, met24_levels   catalogue: the framework, in versions
--   met24_assessments, met24_scores               where a person sees themselves, and when
--   met24_goals, met24_reflections                where they want to go, and what they make of it
--
-- The framework is content, and its owner changes it with data, without a migration:
--
--   select private.copy_met24_version();          -- a draft that equals the current version; returns its number, say 2
--   update public.met24_domains set …             -- with the key of the service, or in the dashboard: the draft's
--     where status = 'draft' and code = 'soul';   -- domains and levels may be changed, added and removed
--   select private.activate_met24_version(2);     -- from now on it is what people see; the one before is retired
--
-- Nobody but the owner sees a draft. A published version does not change any more: devices hold it, and somebody may
-- just have answered it without a network. What people gave refers to the domains of the version they gave it for,
-- and stays readable; a domain is the same one in another version when it has the same code. Activating a retired
-- version takes a publication back.
--
-- Levels are kept in the owner's order and are no thresholds: nothing here derives a level from a score.


-- Versioned catalogues. What follows until the first table serves the life areas (module 08) as well.

create domain public.hex_color as text
  constraint hex_color_is_rgb check (value ~ '^#[0-9a-f]{6}$');
comment on domain public.hex_color is 'A colour as #rrggbb, lower case.';

-- private.translated_list_fits: whether JSON is {"nl": [text], "en": [text]} with 1 to `most` texts of 1 to `longest`
-- characters, as many in each language; for checks.
create function private.translated_list_fits(value jsonb, most integer, longest integer)
returns boolean
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  item jsonb;
begin
  if jsonb_typeof(value) <> 'object' or jsonb_typeof(value -> 'nl') is distinct from 'array'
    or jsonb_typeof(value -> 'en') is distinct from 'array' or value - '{nl,en}'::text[] <> '{}'
  then
    return false;
  end if;
  if jsonb_array_length(value -> 'nl') not between 1 and most
    or jsonb_array_length(value -> 'nl') <> jsonb_array_length(value -> 'en')
  then
    return false;
  end if;
  for item in select t.text from jsonb_array_elements((value -> 'nl') || (value -> 'en')) as t (text) loop
    if jsonb_typeof(item) <> 'string' or char_length(item #>> '{}') not between 1 and longest then
      return false;
    end if;
  end loop;
  return true;
end;
$$;

create domain public.translated_list as jsonb
  constraint translated_list_has_shape check (private.translated_list_fits(value, 20, 500));
comment on domain public.translated_list is
  'Some texts in Dutch and English, as many in each: {"nl": ["…"], "en": ["…"]}; 1 to 20, of at most 500 characters.';

create domain public.version_status as text
  constraint version_status_is_known check (value in ('draft', 'current', 'retired'));
comment on domain public.version_status is
  'Of a version of a catalogue: draft, seen by its owner only; current, one at a time; retired, kept for what refers to it.';

-- Whoever writes a row runs its checks.
grant execute on function private.translated_list_fits(jsonb, integer, integer) to service_role;

-- private.keep_published: trigger `_200_keep_published`, before insert, update or delete, on catalogues in versions:
-- only drafts change. Its arguments are the columns that may change nevertheless, since no answer depends on them.
-- That a row's status is its version's is a foreign key's affair.
-- Raises catalogue_version_published (PT409).
create function private.keep_published()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' and new.status = 'draft'
    or tg_op <> 'INSERT' and old.status = 'draft'
    or tg_op = 'UPDATE' and to_jsonb(old) - tg_argv = to_jsonb(new) - tg_argv
  then
    return case when tg_op = 'DELETE' then old else new end;
  end if;
  raise exception using errcode = 'PT409', message = 'catalogue_version_published',
    detail = format('%s: a version that was published does not change.', tg_table_name),
    hint = 'Copy the version, change the draft and activate it.';
end;
$$;


-- MET24 versions: the framework as a whole, each time its owner changed it.

create table public.met24_versions (
  id uuid not null default gen_random_uuid(),
  version integer not null,
  status public.version_status not null default 'draft',
  changes public.translations not null,
  published_at timestamptz(3),
  retired_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint met24_versions_pkey primary key (id),
  constraint met24_versions_version_key unique (version),
  -- What domains and levels refer to, so that their status is the version's.
  constraint met24_versions_id_status_key unique (id, status),
  constraint met24_versions_version_counts check (version > 0),
  constraint met24_versions_published_has_time check ((status <> 'draft') = (published_at is not null)),
  constraint met24_versions_retired_has_time check ((status = 'retired') = (retired_at is not null))
);

comment on table public.met24_versions is 'Catalogue: the versions of the MET24 framework. One is current.';
comment on column public.met24_versions.version is 'Counts from 1.';
comment on column public.met24_versions.status is
  'draft until it is activated; then current, until another is: then retired. Changed by private.activate_met24_version.';
comment on column public.met24_versions.changes is 'What is new in it, for the people who use it.';
comment on column public.met24_versions.published_at is 'When it first became current. Null for a draft.';
comment on column public.met24_versions.retired_at is 'When another took its place.';

create unique index met24_versions_current_key on public.met24_versions (status) where status = 'current';

comment on index public.met24_versions_current_key is 'One version is current; serves the look-up of it.';

create trigger _100_touch before insert or update on public.met24_versions
  for each row execute function private.touch();
create trigger _200_keep_published before insert or update or delete on public.met24_versions
  for each row execute function private.keep_published('status', 'changes', 'published_at', 'retired_at', 'updated_at');

alter table public.met24_versions enable row level security;

create policy met24_versions_select_published on public.met24_versions for select to authenticated
  using (status <> 'draft');
-- No insert, update or delete: the framework is its owner's.

grant select on public.met24_versions to authenticated, service_role;
-- Versions come by private.copy_met24_version; a draft that is not wanted goes with all that is in it.
grant update (changes), delete on public.met24_versions to service_role;

select sync.register_table('public.met24_versions', scope => null, direction => 'down', priority => 64);


-- MET24 domains: the seven.

create table public.met24_domains (
  id uuid not null default gen_random_uuid(),
  version_id uuid not null,
  status public.version_status not null default 'draft',
  code public.slug not null,
  position smallint not null,
  name public.translations not null,
  description public.translations not null,
  guiding_questions public.translated_list not null,
  icon public.slug not null,
  color public.hex_color not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint met24_domains_pkey primary key (id),
  constraint met24_domains_version_id_fkey foreign key (version_id, status)
    references public.met24_versions (id, status) on update cascade on delete cascade,
  constraint met24_domains_version_id_code_key unique (version_id, code),
  -- At the end of a statement, so that one statement can give all another place.
  constraint met24_domains_version_id_position_key unique (version_id, position) deferrable,
  constraint met24_domains_position_counts check (position between 1 and 100)
);

comment on table public.met24_domains is
  'Catalogue: the domains of MET24, by version, from the One that all comes from to the surroundings a person lives in.';
comment on column public.met24_domains.status is 'That of the version; it follows by itself.';
comment on column public.met24_domains.code is 'Stable: a domain with the same code in another version is the same domain.';
comment on column public.met24_domains.position is 'Order of display, from 1.';
comment on column public.met24_domains.guiding_questions is 'What a person may ask themselves before giving a score, or to reflect on.';
comment on column public.met24_domains.icon is 'Name of an icon of the Lucide set.';
comment on column public.met24_domains.color is 'Colour as #rrggbb, lower case.';

create index met24_domains_version_id_status_idx on public.met24_domains (version_id, status);

create trigger _100_touch before insert or update on public.met24_domains
  for each row execute function private.touch();
create trigger _200_keep_published before insert or update or delete on public.met24_domains
  for each row execute function private.keep_published('status', 'icon', 'color', 'updated_at');

alter table public.met24_domains enable row level security;

create policy met24_domains_select_published on public.met24_domains for select to authenticated
  using (status <> 'draft');
-- No insert, update or delete: the framework is its owner's.

grant select on public.met24_domains to authenticated, service_role;
grant insert (id, version_id, code, position, name, description, guiding_questions, icon, color),
  update (code, position, name, description, guiding_questions, icon, color), delete
  on public.met24_domains to service_role;

select sync.register_table('public.met24_domains', scope => null, direction => 'down', priority => 64);


-- MET24 levels: the five, at which a person may meet a domain.

create table public.met24_levels (
  id uuid not null default gen_random_uuid(),
  version_id uuid not null,
  status public.version_status not null default 'draft',
  code public.slug not null,
  position smallint not null,
  name public.translations not null,
  description public.translations not null,
  guiding_questions public.translated_list not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint met24_levels_pkey primary key (id),
  constraint met24_levels_version_id_fkey foreign key (version_id, status)
    references public.met24_versions (id, status) on update cascade on delete cascade,
  constraint met24_levels_version_id_code_key unique (version_id, code),
  constraint met24_levels_version_id_position_key unique (version_id, position) deferrable,
  constraint met24_levels_position_counts check (position between 1 and 100)
);

comment on table public.met24_levels is 'Catalogue: the levels of MET24, by version, at which a person may meet a domain.';
comment on column public.met24_levels.status is 'That of the version; it follows by itself.';
comment on column public.met24_levels.code is 'Stable: a level with the same code in another version is the same level.';
comment on column public.met24_levels.position is 'The framework''s own order, from 1.';
comment on column public.met24_levels.guiding_questions is 'By which a person recognises whether they meet a domain at this level.';

create index met24_levels_version_id_status_idx on public.met24_levels (version_id, status);

create trigger _100_touch before insert or update on public.met24_levels
  for each row execute function private.touch();
create trigger _200_keep_published before insert or update or delete on public.met24_levels
  for each row execute function private.keep_published('status', 'updated_at');

alter table public.met24_levels enable row level security;

create policy met24_levels_select_published on public.met24_levels for select to authenticated
  using (status <> 'draft');
-- No insert, update or delete: the framework is its owner's.

grant select on public.met24_levels to authenticated, service_role;
grant insert (id, version_id, code, position, name, description, guiding_questions),
  update (code, position, name, description, guiding_questions), delete
  on public.met24_levels to service_role;

select sync.register_table('public.met24_levels', scope => null, direction => 'down', priority => 64);


-- private.copy_met24_version: makes a draft that equals a version, the current one unless another is named, and
-- returns its number. For the owner of the framework.
-- Definer: versions are made here only.
-- Ids are random: nobody can refer to a draft they cannot see.
-- Raises catalogue_version_not_found (PT404).
create function private.copy_met24_version(from_version integer default null)
returns integer
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  source_id uuid;
  draft_id constant uuid := gen_random_uuid();
  draft_version integer;
begin
  -- One at a time: each would give its draft the same number.
  perform pg_advisory_xact_lock(hashtextextended('met24_versions', 0));
  source_id := (
    select v.id
    from public.met24_versions as v
    where case when from_version is null then v.status = 'current' else v.version = from_version end
  );
  if source_id is null then
    raise exception using errcode = 'PT404', message = 'catalogue_version_not_found',
      detail = format('from_version: MET24 has no version %s.', coalesce(from_version::text, 'that is current')),
      hint = 'Look in public.met24_versions for those there are.';
  end if;

  insert into public.met24_versions (id, version, changes)
  select draft_id, (select max(v.version) + 1 from public.met24_versions as v), v.changes
  from public.met24_versions as v
  where v.id = source_id
  returning version into draft_version;

  insert into public.met24_domains (version_id, code, position, name, description, guiding_questions, icon, color)
  select draft_id, d.code, d.position, d.name, d.description, d.guiding_questions, d.icon, d.color
  from public.met24_domains as d
  where d.version_id = source_id;

  insert into public.met24_levels (version_id, code, position, name, description, guiding_questions)
  select draft_id, l.code, l.position, l.name, l.description, l.guiding_questions
  from public.met24_levels as l
  where l.version_id = source_id;

  return draft_version;
end;
$$;

comment on function private.copy_met24_version(integer) is
  'Makes a draft of MET24 that equals a version, by default the current one; returns its number.';

-- private.activate_met24_version: makes a draft, or a retired version, the current one; the one before is retired.
-- Idempotent. For the owner of the framework.
-- Definer: the status of a version is changed here only.
-- Raises catalogue_version_not_found (PT404), catalogue_version_incomplete (PT409).
create function private.activate_met24_version(version integer)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  chosen_id uuid;
  chosen_status text;
  lacking text;
begin
  perform pg_advisory_xact_lock(hashtextextended('met24_versions', 0));
  -- Whoever is adding to the draft holds on to its row: what they add is seen below.
  select v.id, v.status into chosen_id, chosen_status
  from public.met24_versions as v
  where v.version = activate_met24_version.version
  for update;
  if chosen_id is null then
    raise exception using errcode = 'PT404', message = 'catalogue_version_not_found',
      detail = format('version: MET24 has no version %s.', coalesce(version::text, 'null')),
      hint = 'Look in public.met24_versions for those there are.';
  end if;
  if chosen_status = 'current' then
    return;
  end if;

  lacking := case
    when not exists (select from public.met24_domains as d where d.version_id = chosen_id) then 'domains'
    when not exists (select from public.met24_levels as l where l.version_id = chosen_id) then 'levels'
  end;
  if lacking is not null then
    raise exception using errcode = 'PT409', message = 'catalogue_version_incomplete',
      detail = format('Version %s of MET24 has no %s.', version, lacking),
      hint = 'Add some to the draft first.';
  end if;

  -- Domains and levels follow by their foreign keys, and so does the feed.
  update public.met24_versions as v
  set status = 'retired', retired_at = now()
  where v.status = 'current';
  update public.met24_versions as v
  set status = 'current', retired_at = null, published_at = coalesce(v.published_at, now())
  where v.id = chosen_id;
end;
$$;

comment on function private.activate_met24_version(integer) is
  'Makes a version of MET24 the current one, and retires the one before. Idempotent.';

grant execute on function private.copy_met24_version(integer), private.activate_met24_version(integer) to service_role;


-- The first version.

insert into public.met24_versions (id, version, changes)
values (
  private.catalogue_id('met24_versions', '1'), 1,
  '{"nl": "De eerste uitgave: zeven domeinen en vijf niveaus.", "en": "The first edition: seven domains and five levels."}'
);

insert into public.met24_domains (
  id, version_id, code, position, icon, color, name, description, guiding_questions
)
select private.catalogue_id('met24_domains', '1:' || d.code), private.catalogue_id('met24_versions', '1'),
  d.code, d.position, d.icon, d.color,
  jsonb_build_object('nl', d.name_nl, 'en', d.name_en),
  jsonb_build_object('nl', d.description_nl, 'en', d.description_en),
  jsonb_build_object('nl', d.questions_nl, 'en', d.questions_en)
from (values
  ('the-one', 1, 'sun', '#f2c14e', 'The One', 'The One',
    'De ene bron waaruit alles voortkomt en waarin alles verbonden is, hoe je haar ook noemt. Dit domein gaat over je verhouding tot die eenheid: stilte, overgave en het besef deel te zijn van een geheel dat groter is dan jezelf.',
    'The one source from which all comes and in which all is joined, whatever you call it. This domain is about how you relate to that unity: silence, surrender and the sense of being part of a whole that is greater than yourself.',
    array['Wanneer voelde je je voor het laatst verbonden met alles om je heen?', 'Wat betekent eenheid voor jou, in je eigen woorden?', 'Waar houd je vast, terwijl loslaten dichter bij de bron zou brengen?', 'Hoe geef je stilte een plaats in je dag?'],
    array['When did you last feel joined with everything around you?', 'What does unity mean to you, in your own words?', 'Where do you hold on, while letting go would bring you closer to the source?', 'How do you give silence a place in your day?']),
  ('universal-cosmic', 2, 'orbit', '#6c5ce7', 'Universeel Kosmisch', 'Universal Cosmic',
    'De wetten en ritmes die overal gelden: ontstaan en vergaan, oorzaak en gevolg, orde en verandering. Dit domein gaat over de zin die je ervaart in het grote geheel en over leven in samenklank met wat voor alles geldt.',
    'The laws and rhythms that hold everywhere: arising and passing, cause and effect, order and change. This domain is about the meaning you find in the greater whole, and about living in tune with what holds for everything.',
    array['Welke grote beweging herken je in wat je nu meemaakt?', 'Welke beginselen zijn voor jou altijd waar, waar je ook bent?', 'Hoe ga je om met wat eindigt om plaats te maken voor iets anders?', 'Waarin ervaar je dat je leven deel is van een groter verhaal?'],
    array['Which great movement do you recognise in what you are living through now?', 'Which principles are always true for you, wherever you are?', 'How do you deal with what ends to make room for something else?', 'In what do you feel that your life is part of a larger story?']),
  ('local-cosmic', 3, 'moon-star', '#3f7cac', 'Lokaal Kosmisch', 'Local Cosmic',
    'De kosmos dicht bij huis: zon, maan en aarde, de seizoenen, dag en nacht, de plek waar je leeft. Dit domein gaat over hoe je meebeweegt met de ritmes die je hier en nu omgeven.',
    'The cosmos close to home: sun, moon and earth, the seasons, day and night, the place where you live. This domain is about how you move along with the rhythms that surround you here and now.',
    array['Wat vraagt dit seizoen van je?', 'Hoe sluiten je dagen aan bij licht en donker, drukte en rust?', 'Welke plek in de natuur laadt je op, en wanneer was je er voor het laatst?', 'Welk ritme om je heen merk je pas op als je stilstaat?'],
    array['What does this season ask of you?', 'How do your days fit light and dark, bustle and rest?', 'Which place in nature recharges you, and when were you last there?', 'Which rhythm around you do you notice only when you stand still?']),
  ('psychological', 4, 'brain', '#e17055', 'Psychologisch', 'Psychological',
    'Je denken, voelen en willen: hoe je waarneemt, betekenis geeft, besluit en met jezelf en anderen omgaat. Dit domein gaat over je patronen, je kracht en wat in je om groei vraagt.',
    'Your thinking, feeling and willing: how you perceive, give meaning, decide and deal with yourself and others. This domain is about your patterns, your strength and what in you asks for growth.',
    array['Welke gedachte keert vaak terug, en klopt ze nog?', 'Welk gevoel laat je het moeilijkst toe?', 'Wanneer reageer je uit gewoonte, en wanneer kies je werkelijk?', 'Wat heb je het afgelopen jaar over jezelf geleerd?'],
    array['Which thought keeps coming back, and is it still true?', 'Which feeling do you find hardest to allow?', 'When do you react out of habit, and when do you truly choose?', 'What did you learn about yourself in the past year?']),
  ('soul', 5, 'flame', '#b56576', 'Domein van de Ziel', 'Domain of the Soul',
    'Wat je ten diepste beweegt: je roeping, je verlangen, je geweten en de beelden die uit je binnenste opkomen. Dit domein gaat over trouw zijn aan wie je in wezen bent.',
    'What moves you at the deepest: your calling, your longing, your conscience and the images that rise from within. This domain is about being true to who you are in essence.',
    array['Waar gaat je hart naar uit als niemand iets van je vraagt?', 'Welk beeld of welke droom blijft bij je?', 'Waarin doe je jezelf tekort?', 'Wat zou je doen als je wist dat je bedoeld bent om het te doen?'],
    array['What does your heart turn to when nobody asks anything of you?', 'Which image or dream stays with you?', 'In what do you sell yourself short?', 'What would you do if you knew that you are meant to do it?']),
  ('biological', 6, 'heart-pulse', '#55a630', 'Biologisch', 'Biological',
    'Je lichaam en zijn wijsheid: slaap, voeding, beweging, adem, energie en herstel. Dit domein gaat over luisteren naar je lijf en zorgen voor het leven dat je draagt.',
    'Your body and its wisdom: sleep, food, movement, breath, energy and recovery. This domain is about listening to your body and caring for the life that carries you.',
    array['Wat vertelt je lichaam je op dit moment?', 'Wat geeft je energie, en wat kost je meer dan je dacht?', 'Hoe herstel je na een zware dag?', 'Welke kleine gewoonte zou je lichaam je in dank afnemen?'],
    array['What is your body telling you at this moment?', 'What gives you energy, and what costs you more than you thought?', 'How do you recover after a hard day?', 'For which small habit would your body be grateful?']),
  ('external-environment', 7, 'trees', '#8d6e63', 'Externe Omgevingsfactoren', 'External Environmental Factors',
    'Wat je van buiten omgeeft en vormt: mensen, werk, huis, geld, cultuur en techniek. Dit domein gaat over hoe je omgeving op je inwerkt en hoe jij haar mee vormgeeft.',
    'What surrounds and shapes you from outside: people, work, home, money, culture and technology. This domain is about how your surroundings act on you, and how you help to shape them.',
    array['Welke mensen en plekken maken dat je groeit?', 'Wat in je omgeving trekt energie weg, en wat kun je daaraan veranderen?', 'Welke verwachting van anderen draag je die niet de jouwe is?', 'Hoe maak je je omgeving deze week een beetje beter?'],
    array['Which people and places make you grow?', 'What in your surroundings drains you, and what can you change about it?', 'Which expectation of others do you carry that is not yours?', 'How will you make your surroundings a little better this week?'])
) as d (
  code, position, icon, color, name_nl, name_en, description_nl, description_en, questions_nl, questions_en
);

insert into public.met24_levels (id, version_id, code, position, name, description, guiding_questions)
select private.catalogue_id('met24_levels', '1:' || l.code), private.catalogue_id('met24_versions', '1'),
  l.code, l.position,
  jsonb_build_object('nl', l.name_nl, 'en', l.name_en),
  jsonb_build_object('nl', l.description_nl, 'en', l.description_en),
  jsonb_build_object('nl', l.questions_nl, 'en', l.questions_en)
from (values
  ('transcendent', 1, 'Transcendent', 'Transcendent',
    'Het domein zoals het boven het persoonlijke uitgaat: ervaren, eerder dan begrepen.',
    'The domain as it reaches beyond the personal: experienced rather than understood.',
    array['Wat ervaar je hier dat niet in woorden past?', 'Wat verandert er als je jezelf even niet in het midden zet?'],
    array['What do you experience here that does not fit into words?', 'What changes when you do not put yourself at the centre for a while?']),
  ('fundamental', 2, 'Fundamenteel', 'Fundamental',
    'De grondbeginselen: weten waar het domein over gaat en het in jezelf herkennen.',
    'The first principles: knowing what the domain is about and recognising it in yourself.',
    array['Kun je in eigen woorden zeggen waar dit domein over gaat?', 'Waar herken je het in je eigen leven?'],
    array['Can you say in your own words what this domain is about?', 'Where do you recognise it in your own life?']),
  ('applied', 3, 'Toegepast', 'Applied',
    'In praktijk gebracht: wat je weet, doe je, op gewone dagen.',
    'Put into practice: what you know, you do, on ordinary days.',
    array['Wat deed je deze week anders door wat je hier hebt geleerd?', 'Welke gewoonte houdt dit domein levend?'],
    array['What did you do differently this week because of what you learned here?', 'Which habit keeps this domain alive?']),
  ('advanced', 4, 'Geavanceerd', 'Advanced',
    'Verdiept en verbonden: je houdt het vol onder druk en ziet hoe het met de andere domeinen samenhangt.',
    'Deepened and connected: you keep it up under pressure and see how it hangs together with the other domains.',
    array['Wat blijft er overeind als het tegenzit?', 'Hoe werkt dit domein door in de andere?'],
    array['What still stands when things go against you?', 'How does this domain work through into the others?']),
  ('expert', 5, 'Expert', 'Expert',
    'Meesterschap dat doorgeeft: je begeleidt anderen erin en blijft zelf leerling.',
    'Mastery that passes on: you guide others in it and remain a learner yourself.',
    array['Wie help je hierin verder, en wat leer je van hen?', 'Wat weet je nu dat je over vijf jaar misschien anders ziet?'],
    array['Whom do you help along in this, and what do you learn from them?', 'What do you know now that you may see differently in five years?'])
) as l (code, position, name_nl, name_en, description_nl, description_en, questions_nl, questions_en);

select private.activate_met24_version(1);


-- Assessments: a person holds their life against the framework, once or again. The scores are rows of their own, so
-- that two devices can fill in one assessment; what they add up to is computed from them.

create table public.met24_assessments (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  version_id uuid not null,
  title public.short_text,
  assessed_on date not null,
  status text not null default 'in_progress',
  completed_at timestamptz(3),
  note public.long_text,
  domains_scored smallint not null default 0,
  overall_score public.score,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint met24_assessments_pkey primary key (user_id, id),
  constraint met24_assessments_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint met24_assessments_version_id_fkey foreign key (version_id)
    references public.met24_versions (id) on delete restrict,
  constraint met24_assessments_day_is_plausible check (assessed_on between '1970-01-01' and '2999-12-31'),
  constraint met24_assessments_status_is_known check (status in ('in_progress', 'completed', 'abandoned')),
  constraint met24_assessments_completed_has_time check ((status = 'completed') = (completed_at is not null)),
  constraint met24_assessments_scored_counts check (domains_scored >= 0),
  constraint met24_assessments_scored_has_overall check ((domains_scored > 0) = (overall_score is not null))
);

comment on table public.met24_assessments is
  'A person holds their life against the MET24 framework. Its scores are in met24_scores, and go with it.';
comment on column public.met24_assessments.version_id is 'The version of the framework it is about. It never changes.';
comment on column public.met24_assessments.title is 'What the person calls it, if anything.';
comment on column public.met24_assessments.assessed_on is 'The day it is about, as the person''s calendar has it.';
comment on column public.met24_assessments.status is 'Only a completed one counts in public.met24_overview().';
comment on column public.met24_assessments.completed_at is 'When it was completed; follows the status.';
comment on column public.met24_assessments.domains_scored is 'How many domains have a score. Computed by the server.';
comment on column public.met24_assessments.overall_score is
  'Mean of the scores of its domains, rounded; null while there are none. Computed by the server.';

create index met24_assessments_version_id_idx on public.met24_assessments (version_id);
create index met24_assessments_user_id_assessed_on_idx on public.met24_assessments (user_id, assessed_on desc);

comment on index public.met24_assessments_version_id_idx is 'Serves under its foreign key.';
comment on index public.met24_assessments_user_id_assessed_on_idx is 'Serves a person''s assessments, latest first.';

-- private.keep_met24_version: trigger `_150_keep_version`: the scores are for its version.
-- Raises domain_version_fixed (PT409).
create function private.keep_met24_version()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  raise exception using errcode = 'PT409', message = 'domain_version_fixed',
    detail = format('version_id: assessment %s was made for another version of MET24.', old.id),
    hint = 'Make a new assessment for the new version.';
end;
$$;

create trigger _100_touch before insert or update on public.met24_assessments
  for each row execute function private.touch();
create trigger _150_keep_version before update on public.met24_assessments
  for each row when (new.version_id <> old.version_id) execute function private.keep_met24_version();
create trigger _200_settle before insert or update on public.met24_assessments
  for each row execute function private.settle_completion();

alter table public.met24_assessments enable row level security;

create policy met24_assessments_select_own on public.met24_assessments for select to authenticated
  using (user_id = (select auth.uid()));
create policy met24_assessments_insert_own on public.met24_assessments for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy met24_assessments_update_own on public.met24_assessments for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy met24_assessments_delete_own on public.met24_assessments for delete to authenticated
  using (user_id = (select auth.uid()));

grant select, delete on public.met24_assessments to authenticated;
grant insert (user_id, id, version_id, title, assessed_on, status, completed_at, note, created_at, updated_at)
  on public.met24_assessments to authenticated;
grant update (version_id, title, assessed_on, status, completed_at, note, created_at, updated_at)
  on public.met24_assessments to authenticated;
grant select on public.met24_assessments to service_role;

select sync.register_table('public.met24_assessments',
  column_rules => '{"note": "manual"}', pull_only => '{domains_scored,overall_score}', priority => 60);


-- Scores: how a person sees themselves in one domain. Two devices that both score a domain of the same assessment
-- are no error: the score edited last counts. A client that wants one row makes its id from assessment and domain.

create table public.met24_scores (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  assessment_id uuid not null,
  domain_id uuid not null,
  level_id uuid,
  score public.score not null,
  confidence public.ratio,
  note public.long_text,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint met24_scores_pkey primary key (user_id, id),
  constraint met24_scores_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint met24_scores_assessment_id_fkey foreign key (user_id, assessment_id)
    references public.met24_assessments (user_id, id) on delete cascade,
  constraint met24_scores_domain_id_fkey foreign key (domain_id) references public.met24_domains (id) on delete restrict,
  constraint met24_scores_level_id_fkey foreign key (level_id) references public.met24_levels (id) on delete restrict
);

comment on table public.met24_scores is
  'How a person sees themselves in one domain, in one assessment. Of several for a domain, the one edited last counts.';
comment on column public.met24_scores.domain_id is 'A domain of the assessment''s version.';
comment on column public.met24_scores.level_id is
  'The level, of the same version, at which they meet the domain; null when they did not say.';
comment on column public.met24_scores.score is 'How fully they live it, from 0 to 100.';
comment on column public.met24_scores.confidence is 'How sure they are of it, from 0 to 1; null when they did not say.';
comment on column public.met24_scores.note is 'Why they think so, in their words.';

create index met24_scores_user_id_assessment_id_idx on public.met24_scores (user_id, assessment_id);
create index met24_scores_domain_id_idx on public.met24_scores (domain_id, user_id);
create index met24_scores_level_id_idx on public.met24_scores (level_id) where level_id is not null;

comment on index public.met24_scores_user_id_assessment_id_idx is 'Serves the scores of an assessment, and what they add up to.';
comment on index public.met24_scores_domain_id_idx is 'Serves a person''s scores in a domain, and under its foreign key.';
comment on index public.met24_scores_level_id_idx is 'Serves under its foreign key.';

-- private.check_met24_scores: triggers `_250_check_*`, after insert or update. A score is for a domain and a level of
-- the version its assessment is about. What cannot be seen, such as a draft, is of no version.
-- Raises domain_version_mismatch (PT422).
create function private.check_met24_scores()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
declare
  wrong record;
begin
  select n.id, case when d.version_id is distinct from a.version_id then 'domain_id' else 'level_id' end as field into wrong
  from new_rows as n
  join public.met24_assessments as a on a.user_id = n.user_id and a.id = n.assessment_id
  left join public.met24_domains as d on d.id = n.domain_id and d.status <> 'draft'
  left join public.met24_levels as l on l.id = n.level_id and l.status <> 'draft'
  where d.version_id is distinct from a.version_id
    or n.level_id is not null and l.version_id is distinct from a.version_id
  limit 1;
  if found then
    raise exception using errcode = 'PT422', message = 'domain_version_mismatch',
      detail = format('%s: score %s is not for the version of MET24 that its assessment is about.', wrong.field, wrong.id),
      hint = 'Choose from the domains and levels of the assessment''s version_id.';
  end if;
  return null;
end;
$$;

-- private.total_met24_assessments: triggers `_300_total_*`. What the scores of an assessment add up to, computed anew
-- from all of them: they may arrive late, in any order, and go again.
-- Definer: people may not write what is computed.
create function private.total_met24_assessments()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  people uuid[];
  assessment_ids uuid[];
begin
  if tg_op = 'INSERT' then
    select array_agg(c.user_id), array_agg(c.assessment_id) into people, assessment_ids
    from (select distinct n.user_id, n.assessment_id from new_rows as n) as c;
  elsif tg_op = 'DELETE' then
    select array_agg(c.user_id), array_agg(c.assessment_id) into people, assessment_ids
    from (select distinct o.user_id, o.assessment_id from old_rows as o) as c;
  else
    select array_agg(c.user_id), array_agg(c.assessment_id) into people, assessment_ids
    from (
      select o.user_id, o.assessment_id from old_rows as o union select n.user_id, n.assessment_id from new_rows as n
    ) as c;
  end if;
  if people is null then
    return null;
  end if;

  -- One at a time for each assessment; the next statement then sees what the one before committed.
  perform
  from public.met24_assessments as a
  where (a.user_id, a.id) in (select c.user_id, c.id from unnest(people, assessment_ids) as c (user_id, id))
  order by a.user_id, a.id
  for no key update;

  update public.met24_assessments as a
  set domains_scored = f.domains_scored, overall_score = f.overall_score
  from (
    select c.user_id, c.id, count(s.score) as domains_scored, round(avg(s.score)) as overall_score
    from unnest(people, assessment_ids) as c (user_id, id)
    left join lateral (
      select distinct on (k.domain_id) k.score
      from public.met24_scores as k
      where k.user_id = c.user_id and k.assessment_id = c.id
      order by k.domain_id, k.updated_at desc, k.id desc
    ) as s on true
    group by c.user_id, c.id
  ) as f
  where a.user_id = f.user_id and a.id = f.id
    and (a.domains_scored, a.overall_score) is distinct from (f.domains_scored, f.overall_score);
  return null;
end;
$$;

create trigger _100_touch before insert or update on public.met24_scores
  for each row execute function private.touch();
create trigger _250_check_insert after insert on public.met24_scores
  referencing new table as new_rows for each statement execute function private.check_met24_scores();
create trigger _250_check_update after update on public.met24_scores
  referencing new table as new_rows for each statement execute function private.check_met24_scores();
create trigger _300_total_insert after insert on public.met24_scores
  referencing new table as new_rows for each statement execute function private.total_met24_assessments();
create trigger _300_total_update after update on public.met24_scores
  referencing old table as old_rows new table as new_rows for each statement execute function private.total_met24_assessments();
create trigger _300_total_delete after delete on public.met24_scores
  referencing old table as old_rows for each statement execute function private.total_met24_assessments();

alter table public.met24_scores enable row level security;

create policy met24_scores_select_own on public.met24_scores for select to authenticated
  using (user_id = (select auth.uid()));
create policy met24_scores_insert_own on public.met24_scores for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy met24_scores_update_own on public.met24_scores for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy met24_scores_delete_own on public.met24_scores for delete to authenticated
  using (user_id = (select auth.uid()));

grant select, delete on public.met24_scores to authenticated;
grant insert (user_id, id, assessment_id, domain_id, level_id, score, confidence, note, created_at, updated_at)
  on public.met24_scores to authenticated;
grant update (assessment_id, domain_id, level_id, score, confidence, note, created_at, updated_at)
  on public.met24_scores to authenticated;
grant select on public.met24_scores to service_role;

select sync.register_table('public.met24_scores', column_rules => '{"note": "manual"}', priority => 58);


-- Goals: where a person wants to be in a domain, and by when.

create table public.met24_goals (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  domain_id uuid not null,
  vision_id uuid,
  title public.short_text not null,
  description public.long_text,
  target_score public.score not null,
  target_level_id uuid,
  due_on date,
  status text not null default 'active',
  completed_at timestamptz(3),
  position integer not null default 0,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint met24_goals_pkey primary key (user_id, id),
  constraint met24_goals_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint met24_goals_domain_id_fkey foreign key (domain_id) references public.met24_domains (id) on delete restrict,
  constraint met24_goals_target_level_id_fkey foreign key (target_level_id)
    references public.met24_levels (id) on delete restrict,
  constraint met24_goals_due_day_is_plausible check (due_on between '1970-01-01' and '2999-12-31'),
  constraint met24_goals_status_is_known check (status in ('active', 'paused', 'completed', 'abandoned')),
  constraint met24_goals_completed_has_time check ((status = 'completed') = (completed_at is not null))
);

comment on table public.met24_goals is 'Where a person wants to be in a MET24 domain, and by when.';
comment on column public.met24_goals.domain_id is
  'The domain, of the version it was set for; it counts for the domain of the same code in any other.';
comment on column public.met24_goals.vision_id is
  'The vision it serves: visions.id of the same person. Not enforced, and it may be gone; null when it serves none.';
comment on column public.met24_goals.description is 'What it means and how to get there. Edited on two devices at once, the person decides.';
comment on column public.met24_goals.target_score is 'The score to reach, from 0 to 100.';
comment on column public.met24_goals.target_level_id is 'The level to reach; null when the score alone is the goal.';
comment on column public.met24_goals.due_on is 'The day by which it should be reached; null when there is no hurry.';
comment on column public.met24_goals.completed_at is 'When it was reached; follows the status.';
comment on column public.met24_goals.position is 'Place in the person''s own order, low first.';

create index met24_goals_domain_id_idx on public.met24_goals (domain_id, user_id);
create index met24_goals_target_level_id_idx on public.met24_goals (target_level_id) where target_level_id is not null;
create index met24_goals_user_id_due_on_idx on public.met24_goals (user_id, due_on) where status = 'active';
create index met24_goals_document_idx on public.met24_goals
  using gin (user_id, private.document(null, title, description));
alter index public.met24_goals_document_idx alter column 2 set statistics 0;

comment on index public.met24_goals_domain_id_idx is 'Serves a person''s goals in a domain, and under its foreign key.';
comment on index public.met24_goals_target_level_id_idx is 'Serves under its foreign key.';
comment on index public.met24_goals_user_id_due_on_idx is 'Serves a person''s active goals by due date.';
comment on index public.met24_goals_document_idx is 'Serves search_everything.';

create trigger _100_touch before insert or update on public.met24_goals
  for each row execute function private.touch();
create trigger _200_settle before insert or update on public.met24_goals
  for each row execute function private.settle_completion();

alter table public.met24_goals enable row level security;

create policy met24_goals_select_own on public.met24_goals for select to authenticated
  using (user_id = (select auth.uid()));
create policy met24_goals_insert_own on public.met24_goals for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy met24_goals_update_own on public.met24_goals for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy met24_goals_delete_own on public.met24_goals for delete to authenticated
  using (user_id = (select auth.uid()));

grant select, delete on public.met24_goals to authenticated;
grant insert (
  user_id, id, domain_id, vision_id, title, description, target_score, target_level_id, due_on, status, completed_at,
  position, created_at, updated_at
) on public.met24_goals to authenticated;
grant update (
  domain_id, vision_id, title, description, target_score, target_level_id, due_on, status, completed_at,
  position, created_at, updated_at
) on public.met24_goals to authenticated;
grant select on public.met24_goals to service_role;

select sync.register_table('public.met24_goals', column_rules => '{"description": "manual"}', priority => 58);


-- Reflections: what a person writes about a domain, or about the framework as a whole.

create table public.met24_reflections (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  domain_id uuid,
  assessment_id uuid,
  question text,
  body public.long_text not null,
  reflected_on date not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint met24_reflections_pkey primary key (user_id, id),
  constraint met24_reflections_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint met24_reflections_domain_id_fkey foreign key (domain_id)
    references public.met24_domains (id) on delete restrict,
  -- What was written stays, also when the scores are thrown away.
  constraint met24_reflections_assessment_id_fkey foreign key (user_id, assessment_id)
    references public.met24_assessments (user_id, id) on delete set null (assessment_id),
  constraint met24_reflections_question_is_bounded check (char_length(question) <= 500),
  constraint met24_reflections_body_is_given check (body <> ''),
  constraint met24_reflections_day_is_plausible check (reflected_on between '1970-01-01' and '2999-12-31')
);

comment on table public.met24_reflections is 'What a person writes about a MET24 domain, or about the framework as a whole.';
comment on column public.met24_reflections.domain_id is 'The domain it is about; null: all of them.';
comment on column public.met24_reflections.assessment_id is
  'The assessment it was written with; null when it was written apart, or that was deleted.';
comment on column public.met24_reflections.question is 'The question it answers, as the person read it; at most 500 characters.';
comment on column public.met24_reflections.body is 'The text. Edited on two devices at once, both are kept and the person decides.';
comment on column public.met24_reflections.reflected_on is 'The day, as the person''s calendar has it.';

create index met24_reflections_domain_id_idx on public.met24_reflections (domain_id, user_id) where domain_id is not null;
create index met24_reflections_user_id_assessment_id_idx on public.met24_reflections (user_id, assessment_id)
  where assessment_id is not null;
create index met24_reflections_user_id_reflected_on_idx on public.met24_reflections (user_id, reflected_on desc);
create index met24_reflections_document_idx on public.met24_reflections
  using gin (user_id, private.document(null, question, body));
alter index public.met24_reflections_document_idx alter column 2 set statistics 0;

comment on index public.met24_reflections_domain_id_idx is 'Serves a person''s reflections on a domain, and under its foreign key.';
comment on index public.met24_reflections_user_id_assessment_id_idx is 'Serves the reflections written with an assessment.';
comment on index public.met24_reflections_user_id_reflected_on_idx is 'Serves a person''s reflections, latest first.';
comment on index public.met24_reflections_document_idx is 'Serves search_everything.';

create trigger _100_touch before insert or update on public.met24_reflections
  for each row execute function private.touch();

alter table public.met24_reflections enable row level security;

create policy met24_reflections_select_own on public.met24_reflections for select to authenticated
  using (user_id = (select auth.uid()));
create policy met24_reflections_insert_own on public.met24_reflections for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy met24_reflections_update_own on public.met24_reflections for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy met24_reflections_delete_own on public.met24_reflections for delete to authenticated
  using (user_id = (select auth.uid()));

grant select, delete on public.met24_reflections to authenticated;
grant insert (user_id, id, domain_id, assessment_id, question, body, reflected_on, created_at, updated_at)
  on public.met24_reflections to authenticated;
grant update (domain_id, assessment_id, question, body, reflected_on, created_at, updated_at)
  on public.met24_reflections to authenticated;
-- No grant to service_role: what people write here is for nobody else.

select sync.register_table('public.met24_reflections', column_rules => '{"body": "manual"}', priority => 52);


-- met24_overview: where the caller stands in each domain of the current version: by their latest completed assessment
-- with a score for it, and the one before. Domains are the same across versions by their code; `version` and
-- `previous_version` say what each score was given for. Raises what private.require_person() raises.
create function public.met24_overview(at date default null)
returns table (
  domain_id uuid, code text, "position" smallint, name jsonb, icon text, color text,
  assessment_id uuid, assessed_on date, version integer, level_code text, level_name jsonb, score smallint,
  previous_assessed_on date, previous_version integer, previous_score smallint, change smallint,
  active_goals integer, last_reflected_on date
)
language sql
stable
security invoker
rows 7
set search_path = ''
as $$
  with given as (
    select distinct on (a.id, d.code) d.code, a.id, a.assessed_on, a.completed_at, v.version, s.level_id, s.score
    from public.met24_assessments as a
    join public.met24_scores as s on s.user_id = a.user_id and s.assessment_id = a.id
    join public.met24_domains as d on d.id = s.domain_id
    join public.met24_versions as v on v.id = d.version_id
    where a.user_id = (select private.require_person())
      and a.status = 'completed'
      and (met24_overview.at is null or a.assessed_on <= met24_overview.at)
    order by a.id, d.code, s.updated_at desc, s.id desc
  ), ranked as (
    select g.*, row_number() over (partition by g.code order by g.assessed_on desc, g.completed_at desc, g.id desc) as nth
    from given as g
  )
  select d.id, d.code, d.position, d.name, d.icon, d.color,
    latest.id, latest.assessed_on, latest.version, l.code, l.name, latest.score,
    before.assessed_on, before.version, before.score, (latest.score - before.score)::smallint,
    (
      select count(*)::integer
      from public.met24_goals as g
      join public.met24_domains as same on same.id = g.domain_id
      where g.user_id = (select private.require_person()) and g.status = 'active' and same.code = d.code
    ),
    (
      select max(r.reflected_on)
      from public.met24_reflections as r
      join public.met24_domains as same on same.id = r.domain_id
      where r.user_id = (select private.require_person()) and same.code = d.code
        and (met24_overview.at is null or r.reflected_on <= met24_overview.at)
    )
  from public.met24_versions as v
  join public.met24_domains as d on d.version_id = v.id
  left join ranked as latest on latest.code = d.code and latest.nth = 1
  left join ranked as before on before.code = d.code and before.nth = 2
  left join public.met24_levels as l on l.id = latest.level_id
  where v.status = 'current'
  order by d.position;
$$;

comment on function public.met24_overview(date) is
  'Where the caller stands in each domain of MET24: the latest score and level, the change since the one before, active goals, last reflection. With `at`: scores and reflections as they were on that day.';

grant execute on function public.met24_overview(date) to authenticated;
