-- Levensgebieden (module 08): the areas of a life, the questions by which a person scores them, and the wheel that
-- these scores make. The name is Dutch for life areas, and it is the product's own.
--
--   levensgebied_versions, levensgebieden, levensgebied_questions
--                                                 catalogue: areas and questions, in versions
--   levensgebied_scores                           four answers, and the score that follows from them
--   levensgebied_goals, levensgebied_reflections  where a person wants to go, and what they make of it
--
-- Each area has four statements, answered from 1 to 5. The score is the mean of the four answers times 20, so from 20
-- to 100; of a statement that is put the other way round, 6 less the answer counts. The server computes it.
--
-- Areas and questions are content, changed with data as the MET24 framework is (see module 07):
--
--   select private.copy_levensgebied_version();          -- a draft that equals the current version; returns its number
--   update public.levensgebied_questions set …           -- with the key of the service, or in the dashboard: whatever
--     where status = 'draft' and levensgebied_id = …;    -- is in the draft may be changed, added and removed
--   select private.activate_levensgebied_version(2);     -- from now on it is what people see; the one before is retired
--
-- A published version does not change any more, since answers depend on it. An answer refers to the area of the
-- version it was given for; an area is the same one in another version when it has the same code.
--
-- private.keep_published, which guards what was published, is defined in module 07.


-- Versions: areas and questions as a whole, each time they changed.

create table public.levensgebied_versions (
  id uuid not null default gen_random_uuid(),
  version integer not null,
  status public.version_status not null default 'draft',
  changes public.translations not null,
  answer_labels public.translated_list not null,
  published_at timestamptz(3),
  retired_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint levensgebied_versions_pkey primary key (id),
  constraint levensgebied_versions_version_key unique (version),
  -- What areas refer to, so that their status is the version's.
  constraint levensgebied_versions_id_status_key unique (id, status),
  constraint levensgebied_versions_version_counts check (version > 0),
  constraint levensgebied_versions_answers_are_five check (jsonb_array_length(answer_labels -> 'nl') = 5),
  constraint levensgebied_versions_published_has_time check ((status <> 'draft') = (published_at is not null)),
  constraint levensgebied_versions_retired_has_time check ((status = 'retired') = (retired_at is not null))
);

comment on table public.levensgebied_versions is 'Catalogue: the versions of the life areas and their questions. One is current.';
comment on column public.levensgebied_versions.version is 'Counts from 1.';
comment on column public.levensgebied_versions.status is
  'draft until it is activated; then current, until another is: then retired. Changed by private.activate_levensgebied_version.';
comment on column public.levensgebied_versions.changes is 'What is new in it, for the people who use it.';
comment on column public.levensgebied_versions.answer_labels is 'What the answers 1 to 5 are called, in that order.';
comment on column public.levensgebied_versions.published_at is 'When it first became current. Null for a draft.';
comment on column public.levensgebied_versions.retired_at is 'When another took its place.';

create unique index levensgebied_versions_current_key on public.levensgebied_versions (status) where status = 'current';

comment on index public.levensgebied_versions_current_key is 'One version is current; serves the look-up of it.';

create trigger _100_touch before insert or update on public.levensgebied_versions
  for each row execute function private.touch();
create trigger _200_keep_published before insert or update or delete on public.levensgebied_versions
  for each row execute function private.keep_published('status', 'changes', 'published_at', 'retired_at', 'updated_at');

alter table public.levensgebied_versions enable row level security;

create policy levensgebied_versions_select_published on public.levensgebied_versions for select to authenticated
  using (status <> 'draft');
-- No insert, update or delete: the catalogue is its owner's.

grant select on public.levensgebied_versions to authenticated, service_role;
-- Versions come by private.copy_levensgebied_version; a draft that is not wanted goes with all that is in it.
grant update (changes, answer_labels), delete on public.levensgebied_versions to service_role;

select sync.register_table('public.levensgebied_versions', scope => null, direction => 'down', priority => 64);


-- Levensgebieden: the areas of a life.

create table public.levensgebieden (
  id uuid not null default gen_random_uuid(),
  version_id uuid not null,
  status public.version_status not null default 'draft',
  code public.slug not null,
  position smallint not null,
  name public.translations not null,
  description public.translations not null,
  icon public.slug not null,
  color public.hex_color not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint levensgebieden_pkey primary key (id),
  -- What questions refer to, so that their status is the area's.
  constraint levensgebieden_id_status_key unique (id, status),
  constraint levensgebieden_version_id_fkey foreign key (version_id, status)
    references public.levensgebied_versions (id, status) on update cascade on delete cascade,
  constraint levensgebieden_version_id_code_key unique (version_id, code),
  -- At the end of a statement, so that one statement can give all another place.
  constraint levensgebieden_version_id_position_key unique (version_id, position) deferrable,
  constraint levensgebieden_position_counts check (position between 1 and 100)
);

comment on table public.levensgebieden is 'Catalogue: the areas of a life, by version. They are the spokes of the wheel.';
comment on column public.levensgebieden.status is 'That of the version; it follows by itself.';
comment on column public.levensgebieden.code is 'Stable: an area with the same code in another version is the same area.';
comment on column public.levensgebieden.position is 'Order of display, from 1.';
comment on column public.levensgebieden.icon is 'Name of an icon of the Lucide set.';
comment on column public.levensgebieden.color is 'Colour as #rrggbb, lower case.';

create index levensgebieden_version_id_status_idx on public.levensgebieden (version_id, status);
create index levensgebieden_code_idx on public.levensgebieden (code);

comment on index public.levensgebieden_code_idx is 'Serves an area in all versions.';

create trigger _100_touch before insert or update on public.levensgebieden
  for each row execute function private.touch();
create trigger _200_keep_published before insert or update or delete on public.levensgebieden
  for each row execute function private.keep_published('status', 'icon', 'color', 'updated_at');

alter table public.levensgebieden enable row level security;

create policy levensgebieden_select_published on public.levensgebieden for select to authenticated
  using (status <> 'draft');
-- No insert, update or delete: the catalogue is its owner's.

grant select on public.levensgebieden to authenticated, service_role;
grant insert (id, version_id, code, position, name, description, icon, color),
  update (code, position, name, description, icon, color), delete
  on public.levensgebieden to service_role;

select sync.register_table('public.levensgebieden', scope => null, direction => 'down', priority => 64);


-- Questions: the four statements of each area.

create table public.levensgebied_questions (
  id uuid not null default gen_random_uuid(),
  levensgebied_id uuid not null,
  status public.version_status not null default 'draft',
  position smallint not null,
  statement public.translations not null,
  is_reversed boolean not null default false,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint levensgebied_questions_pkey primary key (id),
  constraint levensgebied_questions_levensgebied_id_fkey foreign key (levensgebied_id, status)
    references public.levensgebieden (id, status) on update cascade on delete cascade,
  constraint levensgebied_questions_levensgebied_id_position_key unique (levensgebied_id, position) deferrable,
  constraint levensgebied_questions_position_is_of_four check (position between 1 and 4)
);

comment on table public.levensgebied_questions is 'Catalogue: the four statements of each life area, answered from 1 to 5.';
comment on column public.levensgebied_questions.status is 'That of the version; it follows by itself.';
comment on column public.levensgebied_questions.position is 'From 1 to 4: its answer is answer_1 to answer_4 of levensgebied_scores.';
comment on column public.levensgebied_questions.statement is 'What the person agrees with, or not.';
comment on column public.levensgebied_questions.is_reversed is 'Put the other way round: who agrees is worse off, and 6 less the answer counts.';

create index levensgebied_questions_levensgebied_id_status_idx on public.levensgebied_questions (levensgebied_id, status);

create trigger _100_touch before insert or update on public.levensgebied_questions
  for each row execute function private.touch();
create trigger _200_keep_published before insert or update or delete on public.levensgebied_questions
  for each row execute function private.keep_published('status', 'updated_at');

alter table public.levensgebied_questions enable row level security;

create policy levensgebied_questions_select_published on public.levensgebied_questions for select to authenticated
  using (status <> 'draft');
-- No insert, update or delete: the catalogue is its owner's.

grant select on public.levensgebied_questions to authenticated, service_role;
grant insert (id, levensgebied_id, position, statement, is_reversed),
  update (position, statement, is_reversed), delete
  on public.levensgebied_questions to service_role;

select sync.register_table('public.levensgebied_questions', scope => null, direction => 'down', priority => 63);


-- private.copy_levensgebied_version: makes a draft that equals a version, the current one unless another is named,
-- and returns its number. For the owner of the catalogue.
-- Definer: versions are made here only.
-- Ids are random: nobody can refer to a draft they cannot see.
-- Raises catalogue_version_not_found (PT404).
create function private.copy_levensgebied_version(from_version integer default null)
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
  perform pg_advisory_xact_lock(hashtextextended('levensgebied_versions', 0));
  source_id := (
    select v.id
    from public.levensgebied_versions as v
    where case when from_version is null then v.status = 'current' else v.version = from_version end
  );
  if source_id is null then
    raise exception using errcode = 'PT404', message = 'catalogue_version_not_found',
      detail = format('from_version: the life areas have no version %s.', coalesce(from_version::text, 'that is current')),
      hint = 'Look in public.levensgebied_versions for those there are.';
  end if;

  insert into public.levensgebied_versions (id, version, changes, answer_labels)
  select draft_id, (select max(v.version) + 1 from public.levensgebied_versions as v), v.changes, v.answer_labels
  from public.levensgebied_versions as v
  where v.id = source_id
  returning version into draft_version;

  insert into public.levensgebieden (version_id, code, position, name, description, icon, color)
  select draft_id, a.code, a.position, a.name, a.description, a.icon, a.color
  from public.levensgebieden as a
  where a.version_id = source_id;

  insert into public.levensgebied_questions (levensgebied_id, position, statement, is_reversed)
  select copied.id, q.position, q.statement, q.is_reversed
  from public.levensgebieden as a
  join public.levensgebieden as copied on copied.version_id = draft_id and copied.code = a.code
  join public.levensgebied_questions as q on q.levensgebied_id = a.id
  where a.version_id = source_id;

  return draft_version;
end;
$$;

comment on function private.copy_levensgebied_version(integer) is
  'Makes a draft of the life areas and their questions that equals a version, by default the current one; returns its number.';

-- private.activate_levensgebied_version: makes a draft, or a retired version, the current one; the one before is
-- retired. Idempotent. For the owner of the catalogue.
-- Definer: the status of a version is changed here only.
-- Raises catalogue_version_not_found (PT404), catalogue_version_incomplete (PT409).
create function private.activate_levensgebied_version(version integer)
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
  perform pg_advisory_xact_lock(hashtextextended('levensgebied_versions', 0));
  -- Whoever is changing the draft holds on to these rows: what they did is seen below.
  select v.id, v.status into chosen_id, chosen_status
  from public.levensgebied_versions as v
  where v.version = activate_levensgebied_version.version
  for update;
  if chosen_id is null then
    raise exception using errcode = 'PT404', message = 'catalogue_version_not_found',
      detail = format('version: the life areas have no version %s.', coalesce(version::text, 'null')),
      hint = 'Look in public.levensgebied_versions for those there are.';
  end if;
  if chosen_status = 'current' then
    return;
  end if;

  perform from public.levensgebieden as a where a.version_id = chosen_id order by a.id for update;
  perform
  from public.levensgebied_questions as q
  join public.levensgebieden as a on a.id = q.levensgebied_id
  where a.version_id = chosen_id
  order by q.id
  for update of q;
  lacking := case
    when not exists (select from public.levensgebieden as a where a.version_id = chosen_id) then 'has no areas'
    else (
      select format('has an area, %s, without four questions', a.code)
      from public.levensgebieden as a
      where a.version_id = chosen_id
        and (select count(*) from public.levensgebied_questions as q where q.levensgebied_id = a.id) <> 4
      order by a.position
      limit 1
    )
  end;
  if lacking is not null then
    raise exception using errcode = 'PT409', message = 'catalogue_version_incomplete',
      detail = format('Version %s of the life areas %s.', version, lacking),
      hint = 'Complete the draft first.';
  end if;

  -- Areas follow by their foreign key, questions by theirs, and so does the feed.
  update public.levensgebied_versions as v
  set status = 'retired', retired_at = now()
  where v.status = 'current';
  update public.levensgebied_versions as v
  set status = 'current', retired_at = null, published_at = coalesce(v.published_at, now())
  where v.id = chosen_id;
end;
$$;

comment on function private.activate_levensgebied_version(integer) is
  'Makes a version of the life areas the current one, and retires the one before. Idempotent.';

grant execute on function
  private.copy_levensgebied_version(integer), private.activate_levensgebied_version(integer)
to service_role;


-- The first version.

insert into public.levensgebied_versions (id, version, changes, answer_labels)
values (
  private.catalogue_id('levensgebied_versions', '1'), 1,
  '{"nl": "De eerste uitgave: negen gebieden met elk vier stellingen.", "en": "The first edition: nine areas with four statements each."}',
  '{
    "nl": ["Helemaal oneens", "Oneens", "Niet eens, niet oneens", "Eens", "Helemaal eens"],
    "en": ["Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"]
  }'
);

insert into public.levensgebieden (id, version_id, code, position, icon, color, name, description)
select private.catalogue_id('levensgebieden', '1:' || a.code), private.catalogue_id('levensgebied_versions', '1'),
  a.code, a.position, a.icon, a.color,
  jsonb_build_object('nl', a.name_nl, 'en', a.name_en),
  jsonb_build_object('nl', a.description_nl, 'en', a.description_en)
from (values
  ('mental-health', 1, 'brain', '#7e57c2', 'Psychische gezondheid', 'Mental health',
    'Hoe je je voelt en met spanning, zorgen en tegenslag omgaat.',
    'How you feel, and how you deal with tension, worries and setbacks.'),
  ('physical-health', 2, 'heart-pulse', '#e53935', 'Lichamelijke gezondheid', 'Physical health',
    'Slaap, voeding, beweging en luisteren naar je lichaam.',
    'Sleep, food, movement and listening to your body.'),
  ('finances', 3, 'wallet', '#43a047', 'Financiën', 'Finances',
    'Overzicht, zekerheid en geld uitgeven aan wat voor jou telt.',
    'Overview, security and spending money on what counts for you.'),
  ('work-and-society', 4, 'briefcase', '#1e88e5', 'Werk en samenleving', 'Work and society',
    'Wat je bijdraagt, betaald of niet, en wat je daarvoor terugkrijgt.',
    'What you contribute, paid or not, and what you get back for it.'),
  ('hobbies-and-passions', 5, 'palette', '#fb8c00', 'Hobby en passies', 'Hobbies and passions',
    'Wat je doet omdat je er blij van wordt.',
    'What you do because it makes you happy.'),
  ('active-imagination', 6, 'sparkles', '#8e24aa', 'Actieve imaginatie', 'Active imagination',
    'Het gesprek met je binnenwereld: dromen, beelden en invallen die je aandacht en vorm geeft.',
    'The conversation with your inner world: dreams, images and ideas that you give attention and form.'),
  ('professional-development', 7, 'graduation-cap', '#00897b', 'Professionele ontwikkeling', 'Professional development',
    'Leren en groeien in je vak, en weten waar je heen wilt.',
    'Learning and growing in your profession, and knowing where you want to go.'),
  ('social-relationships', 8, 'users', '#d81b60', 'Sociale relaties', 'Social relationships',
    'Familie, vrienden, liefde, en de mensen om je heen.',
    'Family, friends, love, and the people around you.'),
  ('home-environment', 9, 'house', '#6d4c41', 'Thuisomgeving', 'Home environment',
    'Je huis en je buurt: rust, ruimte, orde en je welkom voelen.',
    'Your house and neighbourhood: rest, room, order and feeling welcome.')
) as a (code, position, icon, color, name_nl, name_en, description_nl, description_en);

-- One statement of each area is put the other way round, so that agreeing with everything is no answer.
insert into public.levensgebied_questions (id, levensgebied_id, position, is_reversed, statement)
select private.catalogue_id('levensgebied_questions', '1:' || q.code || ':' || q.position),
  private.catalogue_id('levensgebieden', '1:' || q.code), q.position, q.is_reversed,
  jsonb_build_object('nl', q.statement_nl, 'en', q.statement_en)
from (values
  ('mental-health', 1, false,
    'Ik voel me de meeste dagen in balans.', 'On most days I feel in balance.'),
  ('mental-health', 2, false,
    'Als er iets tegenzit, vind ik mijn rust weer terug.', 'When something goes wrong, I find my calm again.'),
  ('mental-health', 3, true,
    'Ik pieker meer dan goed voor me is.', 'I worry more than is good for me.'),
  ('mental-health', 4, false,
    'Ik kijk met vertrouwen naar de komende tijd.', 'I look to the time ahead with confidence.'),
  ('physical-health', 1, false,
    'Ik slaap genoeg en word uitgerust wakker.', 'I sleep enough and wake up rested.'),
  ('physical-health', 2, false,
    'Ik beweeg genoeg om me fit te voelen.', 'I move enough to feel fit.'),
  ('physical-health', 3, false,
    'Ik eet en drink wat mijn lichaam goed doet.', 'I eat and drink what does my body good.'),
  ('physical-health', 4, true,
    'Ik ga over de grenzen van mijn lichaam heen.', 'I go beyond the limits of my body.'),
  ('finances', 1, false,
    'Ik weet wat er elke maand binnenkomt en uitgaat.', 'I know what comes in and goes out each month.'),
  ('finances', 2, true,
    'Zorgen over geld houden me bezig.', 'Worries about money are on my mind.'),
  ('finances', 3, false,
    'Een onverwachte uitgave kan ik opvangen.', 'I can absorb an unexpected expense.'),
  ('finances', 4, false,
    'Ik geef mijn geld uit aan wat ik belangrijk vind.', 'I spend my money on what I find important.'),
  ('work-and-society', 1, false,
    'Mijn werk of dagelijkse bezigheid geeft me voldoening.', 'My work or daily occupation satisfies me.'),
  ('work-and-society', 2, false,
    'Ik draag bij aan iets dat groter is dan mezelf.', 'I contribute to something larger than myself.'),
  ('work-and-society', 3, true,
    'Mijn werk of verplichtingen putten me uit.', 'My work or obligations exhaust me.'),
  ('work-and-society', 4, false,
    'Ik voel me gewaardeerd om wat ik doe.', 'I feel valued for what I do.'),
  ('hobbies-and-passions', 1, true,
    'Ik kom niet toe aan wat ik graag doe.', 'I do not get round to what I love to do.'),
  ('hobbies-and-passions', 2, false,
    'Ik doe regelmatig iets waarbij ik de tijd vergeet.', 'I regularly do something that makes me forget the time.'),
  ('hobbies-and-passions', 3, false,
    'Er is iets leuks waar ik naar uitkijk.', 'There is something enjoyable that I look forward to.'),
  ('hobbies-and-passions', 4, false,
    'Ik gun mezelf plezier dat nergens goed voor hoeft te zijn.', 'I allow myself pleasure that need not be good for anything.'),
  ('active-imagination', 1, false,
    'Ik neem de tijd om stil te worden en beelden van binnen te laten opkomen.',
    'I take time to become quiet and let images rise from within.'),
  ('active-imagination', 2, false,
    'Ik schenk aandacht aan mijn dromen en invallen.', 'I pay attention to my dreams and sudden ideas.'),
  ('active-imagination', 3, false,
    'Ik geef vorm aan wat er in me leeft, in woord, beeld, klank of beweging.',
    'I give form to what is alive in me, in words, images, sound or movement.'),
  ('active-imagination', 4, true,
    'Beelden en gedachten die me niet uitkomen, druk ik weg.', 'I push away images and thoughts that do not suit me.'),
  ('professional-development', 1, false,
    'Ik leer dingen die me verder brengen in mijn vak.', 'I learn things that take me further in my profession.'),
  ('professional-development', 2, false,
    'Ik weet welke stap ik hierna wil zetten.', 'I know which step I want to take next.'),
  ('professional-development', 3, true,
    'Ik blijf hangen in wat ik al kan.', 'I stay stuck in what I can do already.'),
  ('professional-development', 4, false,
    'Ik vraag om feedback en doe er iets mee.', 'I ask for feedback and do something with it.'),
  ('social-relationships', 1, false,
    'Ik heb mensen bij wie ik mezelf kan zijn.', 'I have people with whom I can be myself.'),
  ('social-relationships', 2, true,
    'Ik voel me vaak alleen.', 'I often feel lonely.'),
  ('social-relationships', 3, false,
    'Ik maak tijd voor de mensen van wie ik houd.', 'I make time for the people I love.'),
  ('social-relationships', 4, false,
    'Ik vraag om hulp als ik die nodig heb.', 'I ask for help when I need it.'),
  ('home-environment', 1, false,
    'Thuis kom ik tot rust.', 'At home I come to rest.'),
  ('home-environment', 2, false,
    'Mijn huis is ingericht zoals het bij me past.', 'My home is arranged in a way that suits me.'),
  ('home-environment', 3, true,
    'Rommel of lawaai thuis kost me energie.', 'Clutter or noise at home drains me.'),
  ('home-environment', 4, false,
    'Ik voel me veilig en welkom in mijn buurt.', 'I feel safe and welcome in my neighbourhood.')
) as q (code, position, is_reversed, statement_nl, statement_en);

select private.activate_levensgebied_version(1);


-- Scores: how one area stood on a day. Several for a day are no error: a person may look again, and two devices that
-- both did so offline are both right; the wheel shows the one made last.

create table public.levensgebied_scores (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  levensgebied_id uuid not null,
  scored_on date not null,
  answer_1 smallint not null,
  answer_2 smallint not null,
  answer_3 smallint not null,
  answer_4 smallint not null,
  score public.score not null,
  note public.long_text,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint levensgebied_scores_pkey primary key (user_id, id),
  constraint levensgebied_scores_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint levensgebied_scores_levensgebied_id_fkey foreign key (levensgebied_id)
    references public.levensgebieden (id) on delete restrict,
  constraint levensgebied_scores_day_is_plausible check (scored_on between '1970-01-01' and '2999-12-31'),
  constraint levensgebied_scores_answer_1_is_on_scale check (answer_1 between 1 and 5),
  constraint levensgebied_scores_answer_2_is_on_scale check (answer_2 between 1 and 5),
  constraint levensgebied_scores_answer_3_is_on_scale check (answer_3 between 1 and 5),
  constraint levensgebied_scores_answer_4_is_on_scale check (answer_4 between 1 and 5),
  -- A sum of four answers, times 20, by four.
  constraint levensgebied_scores_score_is_mean check (score between 20 and 100 and score % 5 = 0)
);

comment on table public.levensgebied_scores is 'How one life area stood on a day: four answers, and the score that follows from them.';
comment on column public.levensgebied_scores.levensgebied_id is 'The area, of the version whose questions were answered.';
comment on column public.levensgebied_scores.scored_on is 'The day it is about, as the person''s calendar has it.';
comment on column public.levensgebied_scores.answer_1 is 'Answer to the area''s first question as it was given: 1 strongly disagree to 5 strongly agree.';
comment on column public.levensgebied_scores.answer_2 is 'Answer to its second question, 1 to 5.';
comment on column public.levensgebied_scores.answer_3 is 'Answer to its third question, 1 to 5.';
comment on column public.levensgebied_scores.answer_4 is 'Answer to its fourth question, 1 to 5.';
comment on column public.levensgebied_scores.score is
  'Mean of the four answers times 20, so 20 to 100; of a reversed question 6 less the answer counts. Computed by the server.';
comment on column public.levensgebied_scores.note is 'What the person adds in their words. Edited on two devices at once, they decide.';

create index levensgebied_scores_levensgebied_id_idx on public.levensgebied_scores (levensgebied_id, user_id, scored_on);
create index levensgebied_scores_user_id_scored_on_idx on public.levensgebied_scores (user_id, scored_on desc);

comment on index public.levensgebied_scores_levensgebied_id_idx is 'Serves a person''s latest scores of an area, and under its foreign key.';
comment on index public.levensgebied_scores_user_id_scored_on_idx is 'Serves a person''s scores of all areas over time.';

-- private.score_levensgebied: trigger `_200_score`, before insert or update: the score follows from the answers,
-- whatever is sent for it. An answer that is none counts as the nearest one; the row's own checks then refuse it by
-- its name.
-- Raises levensgebied_unknown (PT422).
create function private.score_levensgebied()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  new.score := (
    select sum(case when q.is_reversed then 6 - a.answer else a.answer end) * 20 / 4
    from public.levensgebied_questions as q
    cross join lateral (
      select least(greatest((array[new.answer_1, new.answer_2, new.answer_3, new.answer_4])[q.position], 1), 5) as answer
    ) as a
    where q.levensgebied_id = new.levensgebied_id and q.status <> 'draft'
  );
  if new.score is null then
    raise exception using errcode = 'PT422', message = 'levensgebied_unknown',
      detail = format('levensgebied_id: there is no life area %s.', coalesce(new.levensgebied_id::text, 'null')),
      hint = 'Choose one of public.levensgebieden.';
  end if;
  return new;
end;
$$;

create trigger _100_touch before insert or update on public.levensgebied_scores
  for each row execute function private.touch();
create trigger _200_score before insert or update on public.levensgebied_scores
  for each row execute function private.score_levensgebied();

alter table public.levensgebied_scores enable row level security;

create policy levensgebied_scores_select_own on public.levensgebied_scores for select to authenticated
  using (user_id = (select auth.uid()));
create policy levensgebied_scores_insert_own on public.levensgebied_scores for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy levensgebied_scores_update_own on public.levensgebied_scores for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy levensgebied_scores_delete_own on public.levensgebied_scores for delete to authenticated
  using (user_id = (select auth.uid()));

grant select, delete on public.levensgebied_scores to authenticated;
grant insert (
  user_id, id, levensgebied_id, scored_on, answer_1, answer_2, answer_3, answer_4, note, created_at, updated_at
) on public.levensgebied_scores to authenticated;
grant update (levensgebied_id, scored_on, answer_1, answer_2, answer_3, answer_4, note, created_at, updated_at)
  on public.levensgebied_scores to authenticated;
grant select on public.levensgebied_scores to service_role;

select sync.register_table('public.levensgebied_scores',
  column_rules => '{"note": "manual"}', pull_only => '{score}', priority => 60);


-- Goals: where a person wants to be in an area, and by when.

create table public.levensgebied_goals (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  levensgebied_id uuid not null,
  vision_id uuid,
  title public.short_text not null,
  description public.long_text,
  target_score public.score not null,
  due_on date,
  status text not null default 'active',
  completed_at timestamptz(3),
  position integer not null default 0,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint levensgebied_goals_pkey primary key (user_id, id),
  constraint levensgebied_goals_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint levensgebied_goals_levensgebied_id_fkey foreign key (levensgebied_id)
    references public.levensgebieden (id) on delete restrict,
  constraint levensgebied_goals_target_can_be_reached check (target_score >= 20),
  constraint levensgebied_goals_due_day_is_plausible check (due_on between '1970-01-01' and '2999-12-31'),
  constraint levensgebied_goals_status_is_known check (status in ('active', 'paused', 'completed', 'abandoned')),
  constraint levensgebied_goals_completed_has_time check ((status = 'completed') = (completed_at is not null))
);

comment on table public.levensgebied_goals is 'Where a person wants to be in a life area, and by when.';
comment on column public.levensgebied_goals.levensgebied_id is
  'The area, of the version it was set for; it counts for the area of the same code in any other.';
comment on column public.levensgebied_goals.vision_id is
  'The vision it serves: visions.id of the same person. Not enforced, and it may be gone; null when it serves none.';
comment on column public.levensgebied_goals.description is 'What it means and how to get there. Edited on two devices at once, the person decides.';
comment on column public.levensgebied_goals.target_score is 'The score to reach, from 20 to 100: none is lower.';
comment on column public.levensgebied_goals.due_on is 'The day by which it should be reached; null when there is no hurry.';
comment on column public.levensgebied_goals.completed_at is 'When it was reached; follows the status.';
comment on column public.levensgebied_goals.position is 'Place in the person''s own order, low first.';

create index levensgebied_goals_levensgebied_id_idx on public.levensgebied_goals (levensgebied_id, user_id);
create index levensgebied_goals_user_id_due_on_idx on public.levensgebied_goals (user_id, due_on) where status = 'active';
create index levensgebied_goals_document_idx on public.levensgebied_goals
  using gin (user_id, private.document(null, title, description));
alter index public.levensgebied_goals_document_idx alter column 2 set statistics 0;

comment on index public.levensgebied_goals_levensgebied_id_idx is 'Serves a person''s goals in an area, and under its foreign key.';
comment on index public.levensgebied_goals_user_id_due_on_idx is 'Serves a person''s active goals by due date.';
comment on index public.levensgebied_goals_document_idx is 'Serves search_everything.';

create trigger _100_touch before insert or update on public.levensgebied_goals
  for each row execute function private.touch();
create trigger _200_settle before insert or update on public.levensgebied_goals
  for each row execute function private.settle_completion();

alter table public.levensgebied_goals enable row level security;

create policy levensgebied_goals_select_own on public.levensgebied_goals for select to authenticated
  using (user_id = (select auth.uid()));
create policy levensgebied_goals_insert_own on public.levensgebied_goals for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy levensgebied_goals_update_own on public.levensgebied_goals for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy levensgebied_goals_delete_own on public.levensgebied_goals for delete to authenticated
  using (user_id = (select auth.uid()));

grant select, delete on public.levensgebied_goals to authenticated;
grant insert (
  user_id, id, levensgebied_id, vision_id, title, description, target_score, due_on, status, completed_at,
  position, created_at, updated_at
) on public.levensgebied_goals to authenticated;
grant update (
  levensgebied_id, vision_id, title, description, target_score, due_on, status, completed_at,
  position, created_at, updated_at
) on public.levensgebied_goals to authenticated;
grant select on public.levensgebied_goals to service_role;

select sync.register_table('public.levensgebied_goals', column_rules => '{"description": "manual"}', priority => 58);


-- Reflections: what a person writes about an area, or about life as a whole.

create table public.levensgebied_reflections (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  levensgebied_id uuid,
  score_id uuid,
  question text,
  body public.long_text not null,
  reflected_on date not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint levensgebied_reflections_pkey primary key (user_id, id),
  constraint levensgebied_reflections_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint levensgebied_reflections_levensgebied_id_fkey foreign key (levensgebied_id)
    references public.levensgebieden (id) on delete restrict,
  -- What was written stays, also when the score is thrown away.
  constraint levensgebied_reflections_score_id_fkey foreign key (user_id, score_id)
    references public.levensgebied_scores (user_id, id) on delete set null (score_id),
  constraint levensgebied_reflections_question_is_bounded check (char_length(question) <= 500),
  constraint levensgebied_reflections_body_is_given check (body <> ''),
  constraint levensgebied_reflections_day_is_plausible check (reflected_on between '1970-01-01' and '2999-12-31')
);

comment on table public.levensgebied_reflections is 'What a person writes about a life area, or about life as a whole.';
comment on column public.levensgebied_reflections.levensgebied_id is 'The area it is about; null: all of them.';
comment on column public.levensgebied_reflections.score_id is
  'The score it was written with; null when it was written apart, or that was deleted.';
comment on column public.levensgebied_reflections.question is 'The question it answers, as the person read it; at most 500 characters.';
comment on column public.levensgebied_reflections.body is 'The text. Edited on two devices at once, both are kept and the person decides.';
comment on column public.levensgebied_reflections.reflected_on is 'The day, as the person''s calendar has it.';

create index levensgebied_reflections_levensgebied_id_idx on public.levensgebied_reflections (levensgebied_id, user_id)
  where levensgebied_id is not null;
create index levensgebied_reflections_user_id_score_id_idx on public.levensgebied_reflections (user_id, score_id)
  where score_id is not null;
create index levensgebied_reflections_user_id_reflected_on_idx on public.levensgebied_reflections (user_id, reflected_on desc);
create index levensgebied_reflections_document_idx on public.levensgebied_reflections
  using gin (user_id, private.document(null, question, body));
alter index public.levensgebied_reflections_document_idx alter column 2 set statistics 0;

comment on index public.levensgebied_reflections_levensgebied_id_idx is 'Serves a person''s reflections on an area, and under its foreign key.';
comment on index public.levensgebied_reflections_user_id_score_id_idx is 'Serves the reflections written with a score.';
comment on index public.levensgebied_reflections_user_id_reflected_on_idx is 'Serves a person''s reflections, latest first.';
comment on index public.levensgebied_reflections_document_idx is 'Serves search_everything.';

create trigger _100_touch before insert or update on public.levensgebied_reflections
  for each row execute function private.touch();

alter table public.levensgebied_reflections enable row level security;

create policy levensgebied_reflections_select_own on public.levensgebied_reflections for select to authenticated
  using (user_id = (select auth.uid()));
create policy levensgebied_reflections_insert_own on public.levensgebied_reflections for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy levensgebied_reflections_update_own on public.levensgebied_reflections for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy levensgebied_reflections_delete_own on public.levensgebied_reflections for delete to authenticated
  using (user_id = (select auth.uid()));

grant select, delete on public.levensgebied_reflections to authenticated;
grant insert (user_id, id, levensgebied_id, score_id, question, body, reflected_on, created_at, updated_at)
  on public.levensgebied_reflections to authenticated;
grant update (levensgebied_id, score_id, question, body, reflected_on, created_at, updated_at)
  on public.levensgebied_reflections to authenticated;
-- No grant to service_role: what people write here is for nobody else.

select sync.register_table('public.levensgebied_reflections', column_rules => '{"body": "manual"}', priority => 52);


-- life_balance: the caller's wheel: for each area of the current version the latest score, and the change since the one
-- before. Areas are the same across versions by their code; `version` and `previous_version` say whose questions each
-- score answered. Raises what private.require_person() raises.
create function public.life_balance(at date default null)
returns table (
  levensgebied_id uuid, code text, "position" smallint, name jsonb, icon text, color text,
  score_id uuid, scored_on date, version integer, score smallint,
  previous_scored_on date, previous_version integer, previous_score smallint, change smallint,
  active_goals integer, last_reflected_on date
)
language sql
stable
security invoker
rows 9
set search_path = ''
as $$
  with ranked as (
    select a.code, s.id, s.scored_on, v.version, s.score,
      row_number() over (partition by a.code order by s.scored_on desc, s.created_at desc, s.id desc) as nth
    from public.levensgebied_scores as s
    join public.levensgebieden as a on a.id = s.levensgebied_id
    join public.levensgebied_versions as v on v.id = a.version_id
    where s.user_id = (select private.require_person()) and (life_balance.at is null or s.scored_on <= life_balance.at)
  )
  select a.id, a.code, a.position, a.name, a.icon, a.color,
    latest.id, latest.scored_on, latest.version, latest.score,
    before.scored_on, before.version, before.score, (latest.score - before.score)::smallint,
    (
      select count(*)::integer
      from public.levensgebied_goals as g
      join public.levensgebieden as same on same.id = g.levensgebied_id
      where g.user_id = (select private.require_person()) and g.status = 'active' and same.code = a.code
    ),
    (
      select max(r.reflected_on)
      from public.levensgebied_reflections as r
      join public.levensgebieden as same on same.id = r.levensgebied_id
      where r.user_id = (select private.require_person()) and same.code = a.code
        and (life_balance.at is null or r.reflected_on <= life_balance.at)
    )
  from public.levensgebied_versions as v
  join public.levensgebieden as a on a.version_id = v.id
  left join ranked as latest on latest.code = a.code and latest.nth = 1
  left join ranked as before on before.code = a.code and before.nth = 2
  where v.status = 'current'
  order by a.position;
$$;

comment on function public.life_balance(date) is
  'The caller''s wheel of life: for each area the latest score, the change since the one before, active goals, last reflection. With `at`: scores and reflections as they were on that day.';

grant execute on function public.life_balance(date) to authenticated;
