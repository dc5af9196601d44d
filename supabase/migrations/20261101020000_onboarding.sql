-- Module 02, onboarding: how the app and a person get to know each other.
--
--   onboarding_flows, onboarding_steps            catalogues: the ways in, and what each asks
--   assessments, assessment_questions             catalogues: questionnaires, and how they are scored
--   assessment_attempts, assessment_answers       what a person answered, and what it comes to
--   onboarding_progress, onboarding_responses     how far a person is in a flow, and what they said
--
-- People do this on a train, on two devices, and with the network gone halfway. So:
--
--   Two devices that say the same thing write the same row. A row of which there can be one (a flow, a step, a
--   question within an attempt) has an id that is derived from what it is about. A rule of uniqueness would refuse
--   the second device for something the person did; this way the two merge, column by column, as any edits do.
--
--   What follows is computed from facts, whenever they arrive. A push writes parents first, so an attempt that says
--   "completed" is here before its answers. That is no error: it waits, unscored, and is scored by the answers.
--
-- Catalogues are versioned. What people have answered keeps its version; a change of what is asked is a new one.


-- private.derived_id: the id of the one row about `child` within `parent`: a UUID version 3 of RFC 9562, with the
-- parent's id as the namespace and the child's, in lower case, as the name. A device computes the same with
-- `v3(child, parent)` of the package uuid.
create function private.derived_id(parent uuid, child uuid)
returns uuid
language sql
immutable
parallel safe
set search_path = ''
as $$
  select encode(set_byte(set_byte(h.hash, 6, get_byte(h.hash, 6) & 15 | 48), 8, get_byte(h.hash, 8) & 63 | 128), 'hex')::uuid
  from (select decode(md5(uuid_send(parent) || decode(child::text, 'escape')), 'hex') as hash) as h;
$$;

comment on function private.derived_id(uuid, uuid) is
  'The id of the one row about a child within a parent: UUID version 3, the parent as namespace, the child as name.';

-- private.are_translations: whether a value is a list of `fewest` to `most` objects, each with a text in Dutch and in
-- English, and short; for checks.
create function private.are_translations(value jsonb, fewest integer, most integer)
returns boolean
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
  return jsonb_typeof(value) = 'array'
    and jsonb_array_length(value) between fewest and most
    and octet_length(value::text) <= 16384
    and not jsonb_path_exists(value, '$[*] ? (!(@.nl.type() == "string" && @.en.type() == "string"))');
end;
$$;

-- Whoever writes a row runs its checks.
grant execute on function private.derived_id(uuid, uuid) to authenticated, service_role;


-- Assessments: the questionnaires. Each question is answered on the one scale of its assessment, from 1 (entirely
-- disagree) up, and counts for one of its scales.

create table public.assessments (
  id uuid not null,
  code public.slug not null,
  version smallint not null,
  scoring text not null,
  name public.translations not null,
  description public.translations not null,
  instructions public.translations not null,
  scale_points smallint not null,
  scale_labels jsonb not null,
  scales jsonb not null,
  estimated_minutes smallint not null,
  is_active boolean not null default true,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint assessments_pkey primary key (id),
  constraint assessments_code_version_key unique (code, version),
  constraint assessments_version_is_positive check (version > 0),
  constraint assessments_scoring_is_known check (scoring in ('mbti', 'cognitive_functions', 'means')),
  -- An odd number: there is always a middle.
  constraint assessments_scale_has_middle check (scale_points in (3, 5, 7, 9)),
  constraint assessments_scale_has_labels check (private.are_translations(scale_labels, scale_points, scale_points)),
  constraint assessments_scales_have_names check (
    private.are_translations(scales, 1, 20)
    and not jsonb_path_exists(scales, '$[*] ? (!(@.code like_regex "^[A-Za-z][A-Za-z_]{0,39}$"))')
  ),
  constraint assessments_minutes_are_few check (estimated_minutes between 1 and 120)
);

comment on table public.assessments is 'Catalogue: questionnaires, each version of each. Those who took one keep the version they took.';
comment on column public.assessments.code is 'What stays the same over all versions: mbti.';
comment on column public.assessments.version is 'Counts from 1. Of a code at most one is active.';
comment on column public.assessments.scoring is
  'What a completed attempt becomes. mbti: four axes, and a row of mbti_profiles; cognitive_functions: eight scales, and rows of cognitive_function_scores; means: its scales.';
comment on column public.assessments.instructions is 'What a person reads before the first question.';
comment on column public.assessments.scale_points is 'Answers run from 1, entirely disagree, to this; the one in the middle is neutral.';
comment on column public.assessments.scale_labels is 'What each answer means, from 1 up: [{"nl": text, "en": text}].';
comment on column public.assessments.scales is
  'What is measured, in order of display: [{"code": scale, "nl": name, "en": name}]. Of an axis of mbti, the letter that a positive score stands for comes first in its code.';
comment on column public.assessments.estimated_minutes is 'How long most people take, in minutes.';
comment on column public.assessments.is_active is 'Whether it is offered. Attempts at others can still be finished.';

create unique index assessments_code_key on public.assessments (code) where is_active;

comment on index public.assessments_code_key is 'One version of each is offered; serves the look-up by code.';

create trigger _100_touch before insert or update on public.assessments
  for each row execute function private.touch();

alter table public.assessments enable row level security;

create policy assessments_select_everyone on public.assessments for select to authenticated
  using (true);
-- No insert, update or delete: the catalogue is content, changed by migrations.

grant select on public.assessments to authenticated, service_role;

-- The scale is the same for all: agreement in five steps.
insert into public.assessments (
  id, code, version, scoring, name, description, instructions, scale_points, scale_labels, scales, estimated_minutes
)
select private.catalogue_id('assessments', a.code || ':' || a.version), a.code, a.version, a.scoring,
  jsonb_build_object('nl', a.name_nl, 'en', a.name_en),
  jsonb_build_object('nl', a.description_nl, 'en', a.description_en),
  jsonb_build_object('nl', a.instructions_nl, 'en', a.instructions_en),
  5,
  '[
    {"nl": "Helemaal oneens", "en": "Strongly disagree"},
    {"nl": "Oneens", "en": "Disagree"},
    {"nl": "Niet eens, niet oneens", "en": "Neither agree nor disagree"},
    {"nl": "Eens", "en": "Agree"},
    {"nl": "Helemaal eens", "en": "Strongly agree"}
  ]',
  a.scales::jsonb, a.estimated_minutes
from (values
  ('mbti', 1, 'mbti',
    'Persoonlijkheidstype', 'Personality type',
    'Achtenveertig uitspraken over waar je energie van krijgt, wat je opmerkt, hoe je kiest en hoe je leeft. Samen wijzen ze naar een van de zestien types.',
    'Forty-eight statements about what gives you energy, what you notice, how you choose and how you live. Together they point to one of the sixteen types.',
    'Kies wat meestal bij je past, niet wie je zou willen zijn. Er zijn geen goede of foute antwoorden; je eerste ingeving is vaak de beste.',
    'Choose what usually fits you, not who you would like to be. There are no right or wrong answers; your first thought is often the best.',
    '[
      {"code": "EI", "nl": "Extraversie of introversie", "en": "Extraversion or introversion"},
      {"code": "SN", "nl": "Gewaarwording of intuïtie", "en": "Sensing or intuition"},
      {"code": "TF", "nl": "Denken of voelen", "en": "Thinking or feeling"},
      {"code": "JP", "nl": "Oordelen of waarnemen", "en": "Judging or perceiving"}
    ]', 8),
  ('cognitive-functions', 1, 'cognitive_functions',
    'Cognitieve functies', 'Cognitive functions',
    'Vierentwintig uitspraken over de acht manieren waarop mensen waarnemen en afwegen. Herhaal ze eens per half jaar, dan zie je waarin je groeit.',
    'Twenty-four statements about the eight ways in which people perceive and weigh. Repeat them every half year and you see where you grow.',
    'Kies hoe je de afgelopen maanden was, niet hoe je denkt te horen zijn.',
    'Choose how you have been in the past months, not how you think you should be.',
    '[
      {"code": "Ni", "nl": "Introverte intuïtie", "en": "Introverted intuition"},
      {"code": "Ne", "nl": "Extraverte intuïtie", "en": "Extraverted intuition"},
      {"code": "Si", "nl": "Introverte gewaarwording", "en": "Introverted sensing"},
      {"code": "Se", "nl": "Extraverte gewaarwording", "en": "Extraverted sensing"},
      {"code": "Ti", "nl": "Introvert denken", "en": "Introverted thinking"},
      {"code": "Te", "nl": "Extravert denken", "en": "Extraverted thinking"},
      {"code": "Fi", "nl": "Introvert voelen", "en": "Introverted feeling"},
      {"code": "Fe", "nl": "Extravert voelen", "en": "Extraverted feeling"}
    ]', 4),
  ('learning-style', 1, 'means',
    'Leerstijl', 'Learning style',
    'Zestien uitspraken over hoe je het liefst iets nieuws leert: door te kijken, te luisteren, te lezen en schrijven, of te doen. Het zegt wat je prettig vindt, niet wat je kunt.',
    'Sixteen statements about how you like to learn something new: by looking, listening, reading and writing, or doing. It tells what you enjoy, not what you are able to do.',
    'Denk aan de laatste keer dat je iets nieuws leerde en kies wat het best bij je past.',
    'Think of the last time you learned something new and choose what fits you best.',
    '[
      {"code": "visual", "nl": "Kijken", "en": "Looking"},
      {"code": "auditory", "nl": "Luisteren", "en": "Listening"},
      {"code": "reading_writing", "nl": "Lezen en schrijven", "en": "Reading and writing"},
      {"code": "kinesthetic", "nl": "Doen", "en": "Doing"}
    ]', 3)
) as a (
  code, version, scoring, name_nl, name_en, description_nl, description_en, instructions_nl, instructions_en, scales, estimated_minutes
);

select sync.register_table('public.assessments', scope => null, direction => 'down', priority => 95);


create table public.assessment_questions (
  id uuid not null,
  assessment_id uuid not null,
  code public.slug not null,
  position smallint not null,
  scale_code text not null,
  direction smallint not null default 1,
  is_required boolean not null default true,
  prompt public.translations not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint assessment_questions_pkey primary key (id),
  constraint assessment_questions_assessment_id_fkey foreign key (assessment_id)
    references public.assessments (id) on delete cascade,
  constraint assessment_questions_assessment_id_code_key unique (assessment_id, code),
  constraint assessment_questions_assessment_id_position_key unique (assessment_id, position),
  constraint assessment_questions_scale_is_word check (scale_code ~ '^[A-Za-z][A-Za-z_]{0,39}$'),
  constraint assessment_questions_direction_is_sign check (direction in (1, -1))
);

comment on table public.assessment_questions is 'Catalogue: the questions of each assessment.';
comment on column public.assessment_questions.code is 'Unique within the assessment: ei-01.';
comment on column public.assessment_questions.position is 'Place within the assessment, from 1.';
comment on column public.assessment_questions.scale_code is 'Which of the assessment''s scales it counts for.';
comment on column public.assessment_questions.direction is
  '1: agreeing raises the scale (on an axis, towards its first letter); -1: agreeing lowers it. Both occur, so that who agrees with everything is told nothing.';
comment on column public.assessment_questions.is_required is 'Whether an attempt is scored only when it is answered.';
comment on column public.assessment_questions.prompt is 'The statement to agree or disagree with.';

comment on index public.assessment_questions_assessment_id_position_key is 'Serves the questions of an assessment, in order.';

create trigger _100_touch before insert or update on public.assessment_questions
  for each row execute function private.touch();

alter table public.assessment_questions enable row level security;

create policy assessment_questions_select_everyone on public.assessment_questions for select to authenticated
  using (true);
-- No insert, update or delete: the catalogue is content, changed by migrations.

grant select on public.assessment_questions to authenticated, service_role;

-- MBTI. Twelve statements for each axis, six for either letter. They come by turns, one of each axis, and the letter
-- they speak for alternates, so that no pattern in the answers can pass for a type.
insert into public.assessment_questions (id, assessment_id, code, position, scale_code, direction, prompt)
select private.catalogue_id('assessment_questions', 'mbti:1:' || c.code), private.catalogue_id('assessments', 'mbti:1'),
  c.code, (q.nth - 1) * 4 + strpos('ESTJ', left(q.axis, 1)), q.axis, q.direction,
  jsonb_build_object('nl', q.nl, 'en', q.en)
from (values
  ('EI', 1, 1, 'Na een avond met veel mensen heb ik meer energie dan ervoor.', 'After an evening with many people I have more energy than before.'),
  ('EI', 2, -1, 'Na een drukke dag heb ik tijd alleen nodig om op te laden.', 'After a busy day I need time alone to recharge.'),
  ('EI', 3, 1, 'Ik denk het best hardop, in gesprek met anderen.', 'I think best out loud, in conversation with others.'),
  ('EI', 4, -1, 'Ik denk iets eerst helemaal uit voordat ik erover praat.', 'I think something through entirely before I talk about it.'),
  ('EI', 5, 1, 'Onder onbekenden begin ik als eerste een gesprek.', 'Among strangers I am the first to start a conversation.'),
  ('EI', 6, -1, 'Ik heb liever één goed gesprek dan een kamer vol bekenden.', 'I would rather have one good talk than a room full of acquaintances.'),
  ('EI', 7, 1, 'Als er iets leuks gebeurt, wil ik het meteen aan iemand vertellen.', 'When something nice happens, I want to tell someone at once.'),
  ('EI', 8, -1, 'In een groep luister ik langer dan ik praat.', 'In a group I listen longer than I talk.'),
  ('EI', 9, 1, 'Ik werk liever in een ruimte vol leven dan in stilte.', 'I would rather work in a lively room than in silence.'),
  ('EI', 10, -1, 'Mensen leren mij pas na een tijd echt kennen.', 'It takes people a while to really get to know me.'),
  ('EI', 11, 1, 'Ik heb een brede kring van mensen met wie ik regelmatig optrek.', 'I have a wide circle of people I regularly spend time with.'),
  ('EI', 12, -1, 'Een weekend zonder afspraken lijkt mij heerlijk.', 'A weekend without plans with others sounds wonderful to me.'),

  ('SN', 1, -1, 'Ik ben meer bezig met wat zou kunnen zijn dan met wat er is.', 'I am busier with what could be than with what is.'),
  ('SN', 2, 1, 'Ik vertrouw het meest op wat ik zelf heb gezien of meegemaakt.', 'I trust most in what I have seen or lived through myself.'),
  ('SN', 3, -1, 'Ik zie snel verbanden tussen dingen die ver uit elkaar liggen.', 'I soon see links between things that lie far apart.'),
  ('SN', 4, 1, 'Bij een uitleg wil ik eerst de feiten en stappen, daarna pas het geheel.', 'In an explanation I want the facts and steps first, and only then the whole.'),
  ('SN', 5, -1, 'Een idee boeit mij ook als het nergens voor te gebruiken is.', 'An idea fascinates me even when it is of no use for anything.'),
  ('SN', 6, 1, 'Mij vallen kleine veranderingen op, in een kamer of aan een mens.', 'I notice small changes, in a room or in a person.'),
  ('SN', 7, -1, 'Ik zoek achter wat mensen zeggen naar een diepere betekenis.', 'I look for a deeper meaning behind what people say.'),
  ('SN', 8, 1, 'Ik gebruik liever een manier die zich heeft bewezen dan een die nog bedacht moet worden.', 'I would rather use a way that has proven itself than one still to be invented.'),
  ('SN', 9, -1, 'Doe ik iets voor de tweede keer, dan zoek ik al een andere manier.', 'When I do something for the second time, I already look for another way.'),
  ('SN', 10, 1, 'Ik houd van werk waarvan ik het resultaat kan zien of vastpakken.', 'I like work whose result I can see or hold.'),
  ('SN', 11, -1, 'Ik stel me vaak voor hoe het leven er over tien jaar uitziet.', 'I often imagine what life will look like in ten years.'),
  ('SN', 12, 1, 'Als ik iets vertel, houd ik me aan wat er precies is gebeurd.', 'When I tell a story, I keep to exactly what happened.'),

  ('TF', 1, 1, 'Bij een moeilijke keuze zet ik de voor- en nadelen zakelijk op een rij.', 'Facing a hard choice, I list the pros and cons objectively.'),
  ('TF', 2, -1, 'Bij een besluit weegt voor mij het zwaarst wat het met mensen doet.', 'In a decision, what it does to people weighs most for me.'),
  ('TF', 3, 1, 'Ik zeg wat er niet klopt, ook als dat niet leuk is om te horen.', 'I say what is not right, even when it is not nice to hear.'),
  ('TF', 4, -1, 'Ik merk aan kleine dingen hoe iemand zich voelt.', 'I can tell from small things how someone feels.'),
  ('TF', 5, 1, 'Een regel moet voor iedereen gelijk zijn, ook als dat voor één mens hard uitpakt.', 'A rule must be the same for everyone, even when that is hard on one person.'),
  ('TF', 6, -1, 'Ik laat liever een punt vallen dan dat de sfeer eronder lijdt.', 'I would rather drop a point than let the mood suffer.'),
  ('TF', 7, 1, 'In een meningsverschil telt voor mij wie de beste argumenten heeft.', 'In a disagreement, what counts for me is who has the best arguments.'),
  ('TF', 8, -1, 'Wat goed is, weet ik eerder met mijn hart dan met mijn hoofd.', 'I know what is right with my heart sooner than with my head.'),
  ('TF', 9, 1, 'Komt iemand met een probleem, dan zoek ik als eerste een oplossing.', 'When someone comes with a problem, the first thing I do is look for a solution.'),
  ('TF', 10, -1, 'Is iemand verdrietig, dan wil ik er eerst zijn en pas later raad geven.', 'When someone is sad, I want to be there first and give advice later.'),
  ('TF', 11, 1, 'Ik kan werk beoordelen los van wat ik van de maker vind.', 'I can judge a piece of work apart from what I think of its maker.'),
  ('TF', 12, -1, 'Kritiek op mijn werk voelt al gauw als kritiek op mij.', 'Criticism of my work soon feels like criticism of me.'),

  ('JP', 1, -1, 'Ik houd mijn mogelijkheden open tot het laatste moment.', 'I keep my options open until the last moment.'),
  ('JP', 2, 1, 'Ik begin ruim op tijd, zodat ik niet onder druk hoef af te maken.', 'I start well in time, so that I need not finish under pressure.'),
  ('JP', 3, -1, 'Ik werk het best als de tijd begint te dringen.', 'I work best when time is running out.'),
  ('JP', 4, 1, 'Ik weet graag vooraf hoe mijn week eruitziet.', 'I like to know beforehand what my week looks like.'),
  ('JP', 5, -1, 'Als plannen opeens veranderen, vind ik dat eerder leuk dan lastig.', 'When plans suddenly change, I find that more fun than trouble.'),
  ('JP', 6, 1, 'Een open eind maakt mij onrustig; ik hak graag de knoop door.', 'A loose end makes me restless; I like to settle things.'),
  ('JP', 7, -1, 'Ik begin makkelijk aan iets nieuws terwijl het oude nog niet af is.', 'I easily start something new while the old is not finished.'),
  ('JP', 8, 1, 'Ik werk met lijstjes en streep af wat klaar is.', 'I work with lists and tick off what is done.'),
  ('JP', 9, -1, 'Op reis zie ik wel waar ik uitkom, zonder vast programma.', 'When I travel I see where I end up, without a fixed programme.'),
  ('JP', 10, 1, 'Ik ontspan pas echt als mijn werk gedaan is.', 'I only really relax when my work is done.'),
  ('JP', 11, -1, 'Ik volg liever de inval van het moment dan mijn planning.', 'I would rather follow the idea of the moment than my schedule.'),
  ('JP', 12, 1, 'Mijn spullen hebben een vaste plek.', 'My things have their fixed place.')
) as q (axis, nth, direction, nl, en)
cross join lateral (select lower(q.axis) || '-' || lpad(q.nth::text, 2, '0') as code) as c;

-- Cognitive functions. Three statements for each, one of them turned round.
insert into public.assessment_questions (id, assessment_id, code, position, scale_code, direction, prompt)
select private.catalogue_id('assessment_questions', 'cognitive-functions:1:' || c.code),
  private.catalogue_id('assessments', 'cognitive-functions:1'),
  c.code, (q.nth - 1) * 8 + array_position('{Ni,Ne,Si,Se,Ti,Te,Fi,Fe}', q.scale), q.scale, q.direction,
  jsonb_build_object('nl', q.nl, 'en', q.en)
from (values
  ('Ni', 1, 1, 'Ik weet soms waar iets op uitloopt zonder te kunnen uitleggen hoe.', 'Sometimes I know where something is heading without being able to explain how.'),
  ('Ni', 2, 1, 'Ik breng een ingewikkelde zaak graag terug tot één kern.', 'I like to reduce a complicated matter to one essence.'),
  ('Ni', 3, -1, 'Met de verre toekomst houd ik me zelden bezig.', 'I seldom occupy myself with the distant future.'),
  ('Ne', 1, 1, 'Bij één vraag komen er meteen tien mogelijkheden bij mij op.', 'One question brings ten possibilities to my mind at once.'),
  ('Ne', 2, -1, 'Ik blijf het liefst bij één idee, zonder zijpaden.', 'I prefer to stay with one idea, without side paths.'),
  ('Ne', 3, 1, 'Ik vind het leuk om ideeën uit heel verschillende hoeken te combineren.', 'I enjoy combining ideas from very different corners.'),
  ('Si', 1, -1, 'Vaste gewoonten zeggen mij weinig.', 'Fixed habits mean little to me.'),
  ('Si', 2, 1, 'Ik vergelijk wat ik nu meemaak met hoe het eerder ging.', 'I compare what happens to me now with how it went before.'),
  ('Si', 3, 1, 'Van vroeger weet ik nog hoe iets rook, klonk of voelde.', 'I still know how things from the past smelled, sounded or felt.'),
  ('Se', 1, 1, 'Ik ga op in wat er op dit moment om mij heen gebeurt.', 'I am absorbed in what happens around me at this moment.'),
  ('Se', 2, 1, 'Als er snel gehandeld moet worden, ben ik op mijn best.', 'I am at my best when quick action is needed.'),
  ('Se', 3, -1, 'Wat er om mij heen te zien en te horen is, ontgaat mij vaak.', 'What there is to see and hear around me often escapes me.'),
  ('Ti', 1, 1, 'Ik rust pas als ik begrijp hoe iets werkt.', 'I do not rest until I understand how something works.'),
  ('Ti', 2, -1, 'Of een verklaring helemaal sluitend is, vind ik niet zo belangrijk.', 'Whether an explanation is entirely consistent does not matter much to me.'),
  ('Ti', 3, 1, 'Een denkfout valt mij op, ook als iedereen het eens is.', 'I notice an error in reasoning, even when everyone agrees.'),
  ('Te', 1, -1, 'Doelen en termijnen zijn aan mij niet besteed.', 'Goals and deadlines are not for me.'),
  ('Te', 2, 1, 'Ik verdeel het werk en zorg dat het op tijd af is.', 'I divide the work and see that it is finished in time.'),
  ('Te', 3, 1, 'Ik meet graag of iets werkt.', 'I like to measure whether something works.'),
  ('Fi', 1, 1, 'Ik voel meteen of iets tegen mijn waarden ingaat.', 'I feel at once whether something goes against my values.'),
  ('Fi', 2, 1, 'Wat ik doe moet bij mij passen, ook als niemand het ziet.', 'What I do must be true to me, even when nobody sees it.'),
  ('Fi', 3, -1, 'Wat ik ergens zelf van vind, weet ik vaak niet zo goed.', 'I often do not quite know what I feel about something myself.'),
  ('Fe', 1, 1, 'Ik stem mijn toon af op wie er voor mij zit.', 'I tune my tone to whoever is in front of me.'),
  ('Fe', 2, -1, 'Of anderen op hun gemak zijn, merk ik vaak niet.', 'I often do not notice whether others are at ease.'),
  ('Fe', 3, 1, 'Als de sfeer gespannen is, probeer ik er iets aan te doen.', 'When the mood is tense, I try to do something about it.')
) as q (scale, nth, direction, nl, en)
cross join lateral (select lower(q.scale) || '-' || lpad(q.nth::text, 2, '0') as code) as c;

-- Learning style. Four statements for each way of learning, one of them turned round.
insert into public.assessment_questions (id, assessment_id, code, position, scale_code, direction, prompt)
select private.catalogue_id('assessment_questions', 'learning-style:1:' || c.code),
  private.catalogue_id('assessments', 'learning-style:1'),
  c.code, (q.nth - 1) * 4 + array_position('{visual,auditory,reading_writing,kinesthetic}', q.scale), q.scale, q.direction,
  jsonb_build_object('nl', q.nl, 'en', q.en)
from (values
  ('visual', 1, 1, 'Ik onthoud iets beter als ik er een tekening, schema of kaart van zie.', 'I remember something better when I see a drawing, diagram or map of it.'),
  ('visual', 2, 1, 'Als ik iets leer, zie ik het in gedachten voor me.', 'When I learn something, I see it before me in my mind.'),
  ('visual', 3, -1, 'Aan een schema of grafiek heb ik weinig.', 'A diagram or chart is of little help to me.'),
  ('visual', 4, 1, 'Met kleuren en pijlen orden ik wat ik moet weten.', 'I use colours and arrows to order what I need to know.'),
  ('auditory', 1, 1, 'Ik begrijp iets sneller als iemand het mij vertelt.', 'I understand something sooner when someone tells me about it.'),
  ('auditory', 2, -1, 'Als iemand lang iets uitlegt, dwalen mijn gedachten af.', 'When someone explains at length, my thoughts wander.'),
  ('auditory', 3, 1, 'Ik herhaal hardop wat ik wil onthouden.', 'I repeat aloud what I want to remember.'),
  ('auditory', 4, 1, 'Van een gesprek of een podcast steek ik veel op.', 'I learn a lot from a conversation or a podcast.'),
  ('reading_writing', 1, 1, 'Ik leer het liefst uit een goede tekst.', 'I like best to learn from a good text.'),
  ('reading_writing', 2, 1, 'Ik maak aantekeningen in mijn eigen woorden.', 'I take notes in my own words.'),
  ('reading_writing', 3, 1, 'Wat ik heb opgeschreven, onthoud ik.', 'What I have written down, I remember.'),
  ('reading_writing', 4, -1, 'Lange teksten sla ik het liefst over.', 'I prefer to skip long texts.'),
  ('kinesthetic', 1, -1, 'Oefenen in de praktijk voegt voor mij weinig toe.', 'Practising for real adds little for me.'),
  ('kinesthetic', 2, 1, 'Ik leer iets pas echt door het te doen.', 'I only really learn something by doing it.'),
  ('kinesthetic', 3, 1, 'Ik probeer iets liever uit dan dat ik eerst de uitleg lees.', 'I would rather try something out than read the explanation first.'),
  ('kinesthetic', 4, 1, 'Ik denk beter als ik beweeg of iets in mijn handen heb.', 'I think better when I move or have something in my hands.')
) as q (scale, nth, direction, nl, en)
cross join lateral (select replace(q.scale, '_', '-') || '-' || lpad(q.nth::text, 2, '0') as code) as c;

select sync.register_table('public.assessment_questions', scope => null, direction => 'down', priority => 94);


-- Assessment attempts: that a person sat down for an assessment. Taking it again is another attempt, and so are two
-- devices that both begin one.

create table public.assessment_attempts (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  assessment_id uuid not null,
  status text not null default 'in_progress',
  started_at timestamptz(3) not null default now(),
  completed_at timestamptz(3),
  missing_answers smallint,
  scores jsonb,
  scored_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint assessment_attempts_pkey primary key (user_id, id),
  constraint assessment_attempts_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint assessment_attempts_assessment_id_fkey foreign key (assessment_id)
    references public.assessments (id) on delete restrict,
  constraint assessment_attempts_status_is_known check (status in ('in_progress', 'completed', 'abandoned')),
  constraint assessment_attempts_completed_has_time check ((status = 'completed') = (completed_at is not null)),
  constraint assessment_attempts_missing_is_completed check (missing_answers is null or status = 'completed'),
  constraint assessment_attempts_scored_is_whole check ((scores is not null) = (missing_answers is not distinct from 0)),
  constraint assessment_attempts_scored_has_time check ((scores is not null) = (scored_at is not null)),
  constraint assessment_attempts_missing_is_not_negative check (missing_answers >= 0),
  constraint assessment_attempts_scores_have_shape check (
    scores is null
    or jsonb_typeof(scores) = 'object' and octet_length(scores::text) <= 2048
      and not jsonb_path_exists(scores, '$.* ? (@.type() != "number" || @ < -100 || @ > 100)')
  )
);

comment on table public.assessment_attempts is 'Each time a person took an assessment, and what it came to.';
comment on column public.assessment_attempts.assessment_id is 'The version that was taken.';
comment on column public.assessment_attempts.status is
  'in_progress, completed or abandoned, as the person says. A completed attempt with answers missing is no error: it is scored once they are here.';
comment on column public.assessment_attempts.completed_at is 'When the person finished it; of two devices that both did, the first time.';
comment on column public.assessment_attempts.missing_answers is
  'Required questions that a completed attempt has no answer to; 0 once it is scored. Null while it is not completed. Computed by the server.';
comment on column public.assessment_attempts.scores is
  '{"scale": score}: of an axis of mbti -100 to 100, positive for its first letter; of other scales 0 to 100. Null while it cannot be scored. Computed by the server.';
comment on column public.assessment_attempts.scored_at is 'When the scores last changed. Computed by the server.';

create index assessment_attempts_user_id_completed_at_idx on public.assessment_attempts (user_id, completed_at desc)
  where completed_at is not null;
create index assessment_attempts_assessment_id_idx on public.assessment_attempts (assessment_id);

comment on index public.assessment_attempts_user_id_completed_at_idx is 'Serves a person''s results, latest first.';
comment on index public.assessment_attempts_assessment_id_idx is 'Serves who took a version, and under its foreign key.';

-- private.forget_result: trigger `_300_forget_result`, before insert or update. What is not completed has no result.
create function private.forget_result()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  new.missing_answers := null;
  new.scores := null;
  new.scored_at := null;
  return new;
end;
$$;

create trigger _100_touch before insert or update on public.assessment_attempts
  for each row execute function private.touch();
create trigger _200_settle before insert or update on public.assessment_attempts
  for each row execute function private.settle_completion();
create trigger _300_forget_result before insert or update on public.assessment_attempts
  for each row when (new.status <> 'completed') execute function private.forget_result();

alter table public.assessment_attempts enable row level security;

create policy assessment_attempts_select_own on public.assessment_attempts for select to authenticated
  using (user_id = (select auth.uid()));
create policy assessment_attempts_insert_own on public.assessment_attempts for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy assessment_attempts_update_own on public.assessment_attempts for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy assessment_attempts_delete_own on public.assessment_attempts for delete to authenticated
  using (user_id = (select auth.uid()));

grant select, delete on public.assessment_attempts to authenticated;
grant insert (user_id, id, assessment_id, status, started_at, completed_at, created_at, updated_at)
  on public.assessment_attempts to authenticated;
grant update (assessment_id, status, started_at, completed_at, created_at, updated_at)
  on public.assessment_attempts to authenticated;
grant select on public.assessment_attempts to service_role;

select sync.register_table('public.assessment_attempts',
  column_rules => '{"started_at": "min", "completed_at": "min"}',
  pull_only => '{missing_answers, scores, scored_at}',
  priority => 70);


-- Assessment answers: one for each question of an attempt. The id says which, so two devices that answer the same
-- question write the same row, and the later answer stands. Nobody is refused for having two devices. An answer is
-- taken back by deleting it.

create table public.assessment_answers (
  user_id uuid not null,
  id uuid not null,
  attempt_id uuid not null,
  question_id uuid not null,
  value smallint not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint assessment_answers_pkey primary key (user_id, id),
  constraint assessment_answers_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint assessment_answers_attempt_id_fkey foreign key (user_id, attempt_id)
    references public.assessment_attempts (user_id, id) on delete cascade,
  constraint assessment_answers_question_id_fkey foreign key (question_id)
    references public.assessment_questions (id) on delete restrict,
  -- Makes attempt and question unique together, without a rule that a second device could break.
  constraint assessment_answers_id_is_derived check (id = private.derived_id(attempt_id, question_id)),
  constraint assessment_answers_value_is_positive check (value > 0)
);

comment on table public.assessment_answers is 'What a person answered, one row for each question of an attempt. They go with the attempt.';
comment on column public.assessment_answers.id is
  'UUID version 3, with attempt_id as the namespace and question_id as the name: v3(question_id, attempt_id) of the package uuid.';
comment on column public.assessment_answers.value is 'From 1, entirely disagree, to the assessment''s scale_points, entirely agree.';

create index assessment_answers_user_id_attempt_id_idx on public.assessment_answers (user_id, attempt_id);
create index assessment_answers_question_id_idx on public.assessment_answers (question_id);

comment on index public.assessment_answers_user_id_attempt_id_idx is 'Serves the answers of an attempt, to list and to score.';
comment on index public.assessment_answers_question_id_idx is 'Serves how a question is answered, and under its foreign key.';

-- private.check_answers: triggers `_250_check_*`, after insert or update. An answer is to a question of the
-- assessment that was taken, and on its scale.
-- Runs with the rights of who writes: the attempt is theirs to read, and the catalogue everyone's.
-- Raises question_not_in_assessment, answer_out_of_scale (PT422).
create function private.check_answers()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
declare
  bad record;
begin
  select n.question_id, n.value, a.id is null as is_elsewhere, a.scale_points into bad
  from new_rows as n
  join public.assessment_attempts as t on t.user_id = n.user_id and t.id = n.attempt_id
  join public.assessment_questions as q on q.id = n.question_id
  left join public.assessments as a on a.id = t.assessment_id and a.id = q.assessment_id
  where a.id is null or n.value > a.scale_points
  limit 1;
  if bad.is_elsewhere then
    raise exception using errcode = 'PT422', message = 'question_not_in_assessment',
      detail = format('question_id: %s is no question of the assessment that this attempt is at.', bad.question_id),
      hint = 'Answer the questions of the attempt''s own version.';
  elsif found then
    raise exception using errcode = 'PT422', message = 'answer_out_of_scale',
      detail = format('value: %s; the scale runs from 1 to %s.', bad.value, bad.scale_points),
      hint = 'Send one of the answers that scale_labels names, counted from 1.';
  end if;
  return null;
end;
$$;

create trigger _100_touch before insert or update on public.assessment_answers
  for each row execute function private.touch();
create trigger _250_check_insert after insert on public.assessment_answers
  referencing new table as new_rows for each statement execute function private.check_answers();
create trigger _250_check_update after update on public.assessment_answers
  referencing new table as new_rows for each statement execute function private.check_answers();

alter table public.assessment_answers enable row level security;

create policy assessment_answers_select_own on public.assessment_answers for select to authenticated
  using (user_id = (select auth.uid()));
create policy assessment_answers_insert_own on public.assessment_answers for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy assessment_answers_update_own on public.assessment_answers for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy assessment_answers_delete_own on public.assessment_answers for delete to authenticated
  using (user_id = (select auth.uid()));

grant select, delete on public.assessment_answers to authenticated;
grant insert (user_id, id, attempt_id, question_id, value, created_at, updated_at) on public.assessment_answers to authenticated;
grant update (attempt_id, question_id, value, created_at, updated_at) on public.assessment_answers to authenticated;
grant select on public.assessment_answers to service_role;

select sync.register_table('public.assessment_answers', priority => 40);


-- Scoring. An answer counts from -1 (entirely disagree) over 0 to 1, turned round where the question is; a scale is
-- the mean of its answers. On an axis of MBTI:
--
--   letter      the first one when the mean is above 0, else the second. So a tie goes to I, N, F or P: the letters
--               that the world around us rewards less, and that a person who doubts has more often kept to
--               themselves. (The same rule as in I. Briggs Myers and M. H. McCaulley, Manual, 1985.)
--   clarity     how far the mean is from 0, from 0 to 100: 0 is a tie
--   confidence  how likely it is that another set of such statements would give the same four letters: the product
--               over the axes of Φ(mean / standard error). Φ by its logistic approximation, 1 / (1 + exp(-1.702 t));
--               the standard error from how much the answers differ, by half a step of the scale at least. A tie has
--               1/2; all four, 1/16.

-- private.score_attempts: brings scores up to date of those of these attempts that are completed, and what follows
-- from them. The arrays are parallel. Idempotent: computed from the answers there are, and only what differs is written.
--
-- With answers missing there is no score; missing_answers says how many.
-- Of mbti, the profile has the attempt's id. It is current from when the attempt was completed: a choice that was made
-- later stands, whichever arrives first. Later answers change it, and make it current no more than it was. A device may
-- write the same row at once, to show it without a network. Of cognitive_functions, the row of a function has an id that is
-- derived from the attempt's and the function's.
-- What was found out stays when the attempt goes or is reopened; who deletes it does not get it back, unless they reopen
-- and finish the attempt.
create function private.score_attempts(people uuid[], attempt_ids uuid[])
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  -- Two transactions that bring the last two answers would not see each other's; the second waits here, and sees it.
  perform
  from public.assessment_attempts as t
  where (t.user_id, t.id) in (select c.user_id, c.id from unnest(people, attempt_ids) as c (user_id, id))
  order by t.user_id, t.id
  for no key update;

  with asked as materialized (
    select t.user_id, t.id, t.assessment_id, t.completed_at, t.scored_at, t.missing_answers, t.scores, a.scoring, a.scale_points
    from public.assessment_attempts as t
    join public.assessments as a on a.id = t.assessment_id
    where (t.user_id, t.id) in (select c.user_id, c.id from unnest(people, attempt_ids) as c (user_id, id))
      and t.status = 'completed'
  ), scales as materialized (
    select t.user_id, t.id, t.scoring, q.scale_code,
      count(*) filter (where q.is_required and r.value is null) as missing,
      max(r.updated_at) as edited_at,
      coalesce(sum(c.points), 0) as points,
      -- From -1 to 1.
      coalesce(avg(c.points) / (t.scale_points - 1), 0)::double precision as mean,
      -- In standard errors. Points: a step of the scale is two.
      coalesce(abs(avg(c.points)) * sqrt(count(c.points)) / greatest(coalesce(stddev_samp(c.points), t.scale_points - 1), 1), 0)
        ::double precision as distance
    from asked as t
    join public.assessment_questions as q on q.assessment_id = t.assessment_id
    left join public.assessment_answers as r
      on r.user_id = t.user_id and r.attempt_id = t.id and r.question_id = q.id
    cross join lateral (select q.direction * (2 * r.value - t.scale_points - 1) as points) as c
    group by t.user_id, t.id, t.scoring, t.scale_points, q.scale_code
  ), results as materialized (
    select s.user_id, s.id,
      sum(s.missing)::smallint as missing_answers,
      case when sum(s.missing) = 0 then jsonb_object_agg(s.scale_code, case s.scoring
        when 'mbti' then round(100 * s.mean)
        else round(50 + 50 * s.mean)
      end::integer) end as scores,
      max(s.edited_at) as edited_at,
      string_agg(
        case when s.points > 0 then left(s.scale_code, 1) else right(s.scale_code, 1) end, ''
        order by array_position('{EI,SN,TF,JP}', s.scale_code)
      ) as mbti_type,
      round(exp(sum(-ln(1 + exp(-1.702 * s.distance))))::numeric, 4) as confidence
    from scales as s
    group by s.user_id, s.id
  ), written as (
    update public.assessment_attempts as t
    set missing_answers = f.missing_answers,
      scores = f.scores,
      scored_at = case when f.scores is not distinct from t.scores then t.scored_at when f.scores is not null then now() end
    from results as f
    where t.user_id = f.user_id and t.id = f.id
      and (t.missing_answers, t.scores) is distinct from (f.missing_answers, f.scores)
  ), functions as (
    insert into public.cognitive_function_scores as p (
      user_id, id, function_code, score, source, measured_at, created_at, updated_at
    )
    select f.user_id, d.id, c.code, (f.scores -> c.code::text)::integer, 'assessment', t.completed_at,
      t.completed_at, greatest(t.completed_at, f.edited_at)
    from results as f
    join asked as t on t.user_id = f.user_id and t.id = f.id
    join public.cognitive_functions as c on f.scores ? c.code
    cross join lateral (select private.derived_id(f.id, c.id) as id) as d
    where t.scoring = 'cognitive_functions'
      and (
        t.scored_at is null
        or exists (select from public.cognitive_function_scores as m where m.user_id = f.user_id and m.id = d.id)
      )
    order by f.user_id, d.id
    on conflict (user_id, id) do update set
      function_code = excluded.function_code, score = excluded.score, source = excluded.source, measured_at = excluded.measured_at,
      updated_at = greatest(excluded.updated_at, p.updated_at + interval '1 millisecond')
    where (p.function_code, p.score, p.source, p.measured_at)
      is distinct from (excluded.function_code, excluded.score, excluded.source, excluded.measured_at)
  )
  insert into public.mbti_profiles as p (
    user_id, id, mbti_type, ei_clarity, sn_clarity, tf_clarity, jp_clarity, confidence, source, assessed_at, is_current,
    created_at, updated_at
  )
  select f.user_id, f.id, f.mbti_type,
    abs((f.scores -> 'EI')::integer), abs((f.scores -> 'SN')::integer), abs((f.scores -> 'TF')::integer),
    abs((f.scores -> 'JP')::integer), f.confidence, 'assessment', t.completed_at, true,
    t.completed_at, greatest(t.completed_at, f.edited_at)
  from results as f
  join asked as t on t.user_id = f.user_id and t.id = f.id
  where f.scores is not null and t.scoring = 'mbti'
    -- Scored before, and the profile not here: it was deleted.
    and (t.scored_at is null or exists (select from public.mbti_profiles as m where m.user_id = f.user_id and m.id = f.id))
  order by f.user_id, f.id
  on conflict (user_id, id) do update set
    mbti_type = excluded.mbti_type, ei_clarity = excluded.ei_clarity, sn_clarity = excluded.sn_clarity,
    tf_clarity = excluded.tf_clarity, jp_clarity = excluded.jp_clarity, confidence = excluded.confidence,
    source = excluded.source, assessed_at = excluded.assessed_at,
    -- When the answers were edited, not when they arrived: which profile is current is decided by this.
    updated_at = greatest(excluded.updated_at, p.updated_at + interval '1 millisecond')
  where (p.mbti_type, p.ei_clarity, p.sn_clarity, p.tf_clarity, p.jp_clarity, p.confidence, p.source, p.assessed_at)
    is distinct from (
      excluded.mbti_type, excluded.ei_clarity, excluded.sn_clarity, excluded.tf_clarity, excluded.jp_clarity,
      excluded.confidence, excluded.source, excluded.assessed_at
    );
end;
$$;

-- private.score_after_attempts: triggers `_300_score_*` on assessment_attempts.
-- Definer: people may not write what their attempts come to.
create function private.score_after_attempts()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  people uuid[];
  attempt_ids uuid[];
begin
  if tg_op = 'INSERT' then
    select array_agg(n.user_id), array_agg(n.id) into people, attempt_ids
    from new_rows as n
    where n.status = 'completed';
  else
    -- Also what ends the recursion: scoring changes none of these.
    -- Not joined: the planner takes transition tables for one row, and would join in nested loops.
    select array_agg(c.user_id), array_agg(c.id) into people, attempt_ids
    from (
      select n.user_id, n.id, n.status, n.completed_at, n.assessment_id from new_rows as n where n.status = 'completed'
      except
      select o.user_id, o.id, o.status, o.completed_at, o.assessment_id from old_rows as o
    ) as c;
  end if;
  if people is not null then
    perform private.score_attempts(people, attempt_ids);
  end if;
  return null;
end;
$$;

-- private.score_after_answers: triggers `_300_score_*` on assessment_answers.
-- Definer: people may not write what their attempts come to.
create function private.score_after_answers()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  people uuid[];
  attempt_ids uuid[];
begin
  if tg_op = 'INSERT' then
    select array_agg(c.user_id), array_agg(c.attempt_id) into people, attempt_ids
    from (select distinct n.user_id, n.attempt_id from new_rows as n) as c;
  elsif tg_op = 'DELETE' then
    select array_agg(c.user_id), array_agg(c.attempt_id) into people, attempt_ids
    from (select distinct o.user_id, o.attempt_id from old_rows as o) as c;
  else
    -- Which attempt and question it is about cannot change: they are in the id.
    select array_agg(c.user_id), array_agg(c.attempt_id) into people, attempt_ids
    from (
      select distinct d.user_id, d.attempt_id
      from (
        select n.user_id, n.attempt_id, n.id, n.value from new_rows as n
        except
        select o.user_id, o.attempt_id, o.id, o.value from old_rows as o
      ) as d
    ) as c;
  end if;

  -- Also of an attempt that is not completed yet, as far as is seen here: whoever is completing it must wait for these
  -- answers, or be waited for.
  if people is not null then
    perform private.score_attempts(people, attempt_ids);
  end if;
  return null;
end;
$$;

create trigger _300_score_insert after insert on public.assessment_attempts
  referencing new table as new_rows for each statement execute function private.score_after_attempts();
create trigger _300_score_update after update on public.assessment_attempts
  referencing old table as old_rows new table as new_rows for each statement execute function private.score_after_attempts();
create trigger _300_score_insert after insert on public.assessment_answers
  referencing new table as new_rows for each statement execute function private.score_after_answers();
create trigger _300_score_update after update on public.assessment_answers
  referencing old table as old_rows new table as new_rows for each statement execute function private.score_after_answers();
create trigger _300_score_delete after delete on public.assessment_answers
  referencing old table as old_rows for each statement execute function private.score_after_answers();


-- Onboarding flows: the ways in. A person chooses one; they may go through others later.

create table public.onboarding_flows (
  id uuid not null,
  code public.slug not null,
  version smallint not null,
  audience text not null default 'everyone',
  position smallint not null,
  name public.translations not null,
  description public.translations not null,
  icon public.slug not null,
  estimated_minutes smallint not null,
  is_default boolean not null default false,
  is_active boolean not null default true,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint onboarding_flows_pkey primary key (id),
  constraint onboarding_flows_code_version_key unique (code, version),
  constraint onboarding_flows_version_is_positive check (version > 0),
  constraint onboarding_flows_audience_is_known check (audience in ('everyone', 'learners')),
  constraint onboarding_flows_minutes_are_few check (estimated_minutes between 1 and 120),
  constraint onboarding_flows_default_is_active check (is_active or not is_default)
);

comment on table public.onboarding_flows is 'Catalogue: the ways in, each version of each. Those who began one keep the version they began.';
comment on column public.onboarding_flows.code is 'What stays the same over all versions: quick-start.';
comment on column public.onboarding_flows.version is
  'Counts from 1. Of a code at most one is active. Another set of required steps is another version: it would change how far people are.';
comment on column public.onboarding_flows.audience is 'Whom it is meant for; who chooses it is free.';
comment on column public.onboarding_flows.position is 'Order of display, from 1.';
comment on column public.onboarding_flows.icon is 'Name of an icon of the Lucide set.';
comment on column public.onboarding_flows.estimated_minutes is 'How long most people take, in minutes.';
comment on column public.onboarding_flows.is_default is 'The one proposed to a person of whom nothing is known; there is one.';
comment on column public.onboarding_flows.is_active is 'Whether it is offered. Others can still be finished.';

create unique index onboarding_flows_code_key on public.onboarding_flows (code) where is_active;
create unique index onboarding_flows_is_default_key on public.onboarding_flows (is_default) where is_default;

comment on index public.onboarding_flows_code_key is 'One version of each is offered; serves the look-up by code.';
comment on index public.onboarding_flows_is_default_key is 'One is the default.';

create trigger _100_touch before insert or update on public.onboarding_flows
  for each row execute function private.touch();

alter table public.onboarding_flows enable row level security;

create policy onboarding_flows_select_everyone on public.onboarding_flows for select to authenticated
  using (true);
-- No insert, update or delete: the catalogue is content, changed by migrations.

grant select on public.onboarding_flows to authenticated, service_role;

insert into public.onboarding_flows (
  id, code, version, audience, position, name, description, icon, estimated_minutes, is_default
)
select private.catalogue_id('onboarding_flows', f.code || ':' || f.version), f.code, f.version, f.audience, f.position,
  jsonb_build_object('nl', f.name_nl, 'en', f.name_en),
  jsonb_build_object('nl', f.description_nl, 'en', f.description_en),
  f.icon, f.estimated_minutes, f.is_default
from (values
  ('quick-start', 1, 'everyone', 1,
    'Snel beginnen', 'Quick start',
    'In twee minuten aan de slag. Je vult later aan wat je wilt.',
    'Under way in two minutes. You can add the rest later.',
    'rocket', 2, true),
  ('full-start', 1, 'everyone', 2,
    'Grondig beginnen', 'Thorough start',
    'Neem een kwartier de tijd om jezelf te leren kennen: waar je staat, waar je heen wilt en welk type bij je past.',
    'Take a quarter of an hour to get to know yourself: where you stand, where you want to go and which type fits you.',
    'compass', 18, false),
  ('learner-start', 1, 'learners', 3,
    'Beginnen met leren', 'Start learning',
    'Voor wie studeert of iets nieuws wil leren: wat, waarom en op welke manier het jou het best lukt.',
    'For who studies or wants to learn something new: what, why and in which way it works best for you.',
    'graduation-cap', 8, false)
) as f (
  code, version, audience, position, name_nl, name_en, description_nl, description_en, icon, estimated_minutes, is_default
);

select sync.register_table('public.onboarding_flows', scope => null, direction => 'down', priority => 97);


-- Onboarding steps: what a flow says and asks, screen by screen.

create table public.onboarding_steps (
  id uuid not null,
  flow_id uuid not null,
  code public.slug not null,
  position smallint not null,
  kind text not null,
  title public.translations not null,
  body public.translations not null,
  is_required boolean not null,
  options jsonb,
  max_choices smallint,
  scale_points smallint,
  scale_ends jsonb,
  assessment_code public.slug,
  fills_column text,
  icon public.slug,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint onboarding_steps_pkey primary key (id),
  constraint onboarding_steps_flow_id_fkey foreign key (flow_id) references public.onboarding_flows (id) on delete cascade,
  -- What responses and progress refer to, so that a step is always one of the flow.
  constraint onboarding_steps_flow_id_id_key unique (flow_id, id),
  constraint onboarding_steps_flow_id_code_key unique (flow_id, code),
  constraint onboarding_steps_flow_id_position_key unique (flow_id, position),
  constraint onboarding_steps_kind_is_known check (
    kind in ('information', 'text', 'choice', 'choices', 'scale', 'assessment', 'consent')
  ),
  constraint onboarding_steps_choice_has_options check ((kind in ('choice', 'choices')) = (options is not null)),
  constraint onboarding_steps_options_have_names check (
    options is null
    or private.are_translations(options, 2, 20)
      and not jsonb_path_exists(options, '$[*] ? (!(@.value like_regex "^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$"))')
  ),
  constraint onboarding_steps_options_have_most check ((options is not null) = (max_choices is not null)),
  constraint onboarding_steps_choice_is_one check (kind <> 'choice' or max_choices = 1),
  constraint onboarding_steps_most_is_within_options check (max_choices between 1 and jsonb_array_length(options)),
  constraint onboarding_steps_scale_has_points check ((kind = 'scale') = (scale_points is not null)),
  constraint onboarding_steps_scale_has_ends check ((kind = 'scale') = (scale_ends is not null)),
  constraint onboarding_steps_scale_is_short check (scale_points between 3 and 10),
  constraint onboarding_steps_ends_have_names check (scale_ends is null or private.are_translations(scale_ends, 2, 2)),
  constraint onboarding_steps_assessment_has_code check ((kind = 'assessment') = (assessment_code is not null)),
  constraint onboarding_steps_fills_profile check (
    fills_column is null
    or kind in ('text', 'choice', 'choices') and fills_column ~ '^(users|user_preferences)\.[a-z_]{1,63}$'
  )
);

comment on table public.onboarding_steps is 'Catalogue: what each flow says and asks, screen by screen.';
comment on column public.onboarding_steps.code is 'Unique within the flow: life-areas.';
comment on column public.onboarding_steps.position is 'Place within the flow, from 1.';
comment on column public.onboarding_steps.kind is
  'What the screen asks: information nothing; text a few words; choice one option; choices some; scale a number; assessment a questionnaire; consent what the consent screens ask, which is recorded there and never here.';
comment on column public.onboarding_steps.body is 'What the screen says, or why it asks.';
comment on column public.onboarding_steps.is_required is 'Whether the flow is finished only when this is done; any other may be skipped.';
comment on column public.onboarding_steps.options is 'Of a choice: [{"value": code, "nl": text, "en": text}], in order of display.';
comment on column public.onboarding_steps.max_choices is 'How many options may be chosen; 1 for a choice.';
comment on column public.onboarding_steps.scale_points is 'Of a scale: answers run from 1 to this.';
comment on column public.onboarding_steps.scale_ends is 'Of a scale: what its first and its last point mean: [{"nl": text, "en": text}, …].';
comment on column public.onboarding_steps.assessment_code is 'The assessment to take, in the version that is active.';
comment on column public.onboarding_steps.fills_column is
  'Where the app also writes the answer: users.display_name. A choice''s values are those the column takes. Null: the response is all there is.';
comment on column public.onboarding_steps.icon is 'Name of an icon of the Lucide set.';

comment on index public.onboarding_steps_flow_id_position_key is 'Serves the steps of a flow, in order.';

create trigger _100_touch before insert or update on public.onboarding_steps
  for each row execute function private.touch();

alter table public.onboarding_steps enable row level security;

create policy onboarding_steps_select_everyone on public.onboarding_steps for select to authenticated
  using (true);
-- No insert, update or delete: the catalogue is content, changed by migrations.

grant select on public.onboarding_steps to authenticated, service_role;

-- Options that several flows offer are written once.
with lists (name, options) as (
  values
    -- The categories of visions.
    ('areas', '[
      {"value": "health", "nl": "Gezondheid", "en": "Health"},
      {"value": "career", "nl": "Werk en loopbaan", "en": "Work and career"},
      {"value": "relationships", "nl": "Relaties", "en": "Relationships"},
      {"value": "personal-growth", "nl": "Persoonlijke groei", "en": "Personal growth"}
    ]'::jsonb),
    ('minutes', '[
      {"value": "5", "nl": "Vijf minuten", "en": "Five minutes"},
      {"value": "15", "nl": "Een kwartier", "en": "A quarter of an hour"},
      {"value": "30", "nl": "Een half uur", "en": "Half an hour"},
      {"value": "60", "nl": "Een uur of meer", "en": "An hour or more"}
    ]'),
    ('moments', '[
      {"value": "morning", "nl": "''s Ochtends", "en": "In the morning"},
      {"value": "midday", "nl": "Rond de middag", "en": "Around noon"},
      {"value": "evening", "nl": "''s Avonds", "en": "In the evening"},
      {"value": "varies", "nl": "Dat wisselt", "en": "It varies"}
    ]'),
    ('obstacles', '[
      {"value": "time", "nl": "Te weinig tijd", "en": "Too little time"},
      {"value": "energy", "nl": "Te weinig energie", "en": "Too little energy"},
      {"value": "focus", "nl": "Te veel afleiding", "en": "Too much distraction"},
      {"value": "starting", "nl": "Moeite met beginnen", "en": "Trouble getting started"},
      {"value": "persisting", "nl": "Moeite met volhouden", "en": "Trouble keeping it up"},
      {"value": "doubt", "nl": "Twijfel aan mezelf", "en": "Doubt about myself"},
      {"value": "direction", "nl": "Niet weten wat ik wil", "en": "Not knowing what I want"}
    ]'),
    ('explanations', '[
      {"value": "concise", "nl": "Kort en bondig", "en": "Short and to the point"},
      {"value": "detailed", "nl": "Uitgebreid", "en": "Detailed"},
      {"value": "comprehensive", "nl": "Tot op de bodem", "en": "In full depth"}
    ]'),
    ('support', '[
      {"value": "minimal", "nl": "Zakelijk: houd het bij de stof", "en": "Matter-of-fact: keep to the subject"},
      {"value": "standard", "nl": "Af en toe een woord van steun", "en": "A word of support now and then"},
      {"value": "high", "nl": "Veel aandacht voor hoe het met me gaat", "en": "Much attention to how I am doing"}
    ]'),
    ('education', '[
      {"value": "middle_school", "nl": "Onderbouw van de middelbare school", "en": "Middle school"},
      {"value": "high_school", "nl": "Bovenbouw van de middelbare school of mbo", "en": "High school"},
      {"value": "undergraduate", "nl": "Bachelor, hbo of universiteit", "en": "Undergraduate"},
      {"value": "graduate", "nl": "Master of promotie", "en": "Graduate"},
      {"value": "professional", "nl": "Ik werk", "en": "I work"}
    ]'),
    ('subjects', '[
      {"value": "languages", "nl": "Talen", "en": "Languages"},
      {"value": "mathematics", "nl": "Wiskunde", "en": "Mathematics"},
      {"value": "science", "nl": "Natuurwetenschap", "en": "Science"},
      {"value": "technology", "nl": "Techniek en programmeren", "en": "Technology and programming"},
      {"value": "history", "nl": "Geschiedenis en maatschappij", "en": "History and society"},
      {"value": "psychology", "nl": "Psychologie", "en": "Psychology"},
      {"value": "business", "nl": "Economie en ondernemen", "en": "Economics and business"},
      {"value": "health", "nl": "Gezondheid en lichaam", "en": "Health and the body"},
      {"value": "arts", "nl": "Kunst en muziek", "en": "Art and music"},
      {"value": "philosophy", "nl": "Filosofie en levensvragen", "en": "Philosophy and the questions of life"}
    ]'),
    ('difficulty', '[
      {"value": "easy", "nl": "Rustig aan", "en": "Take it easy"},
      {"value": "moderate", "nl": "Gemiddeld", "en": "Moderate"},
      {"value": "challenging", "nl": "Daag me uit", "en": "Challenge me"},
      {"value": "adaptive", "nl": "Pas het aan mij aan", "en": "Adapt it to me"}
    ]'),
    ('feedback', '[
      {"value": "high", "nl": "Bij elke stap", "en": "At every step"},
      {"value": "moderate", "nl": "Af en toe", "en": "Now and then"},
      {"value": "minimal", "nl": "Alleen aan het eind", "en": "Only at the end"}
    ]')
)
insert into public.onboarding_steps (
  id, flow_id, code, position, kind, title, body, is_required, options, max_choices, scale_points, scale_ends,
  assessment_code, fills_column, icon
)
select private.catalogue_id('onboarding_steps', s.flow || ':1:' || s.code), private.catalogue_id('onboarding_flows', s.flow || ':1'),
  s.code, s.position, s.kind,
  jsonb_build_object('nl', s.title_nl, 'en', s.title_en),
  jsonb_build_object('nl', s.body_nl, 'en', s.body_en),
  s.is_required, l.options, s.max_choices,
  case when s.kind = 'scale' then 10 end,
  case when s.kind = 'scale' then '[
    {"nl": "Helemaal niet tevreden", "en": "Not satisfied at all"}, {"nl": "Helemaal tevreden", "en": "Entirely satisfied"}
  ]'::jsonb end,
  case when s.kind = 'assessment' then s.asks end, case when s.kind in ('text', 'choice', 'choices') then s.fills end, s.icon
from (values
  ('quick-start', 1, 'welcome', 'information', false, null, null::smallint, null, null, 'hand',
    'Welkom', 'Welcome',
    'Fijn dat je er bent. Drie korte vragen en je kunt beginnen, ook zonder netwerk.',
    'Good to have you here. Three short questions and you can begin, also without a network.'),
  ('quick-start', 2, 'name', 'text', true, null, null, null, 'users.display_name', 'user',
    'Hoe mogen we je noemen?', 'What may we call you?',
    'Een voornaam of een bijnaam is genoeg. Je kunt hem altijd veranderen.',
    'A first name or a nickname will do. You can change it at any time.'),
  ('quick-start', 3, 'life-areas', 'choices', true, 'areas', 2, null, null, 'layout-grid',
    'Waar wil je mee beginnen?', 'Where do you want to begin?',
    'Kies een of twee gebieden. Minder tegelijk lukt vaker.',
    'Choose one or two areas. Fewer at a time succeed more often.'),
  ('quick-start', 4, 'daily-time', 'choice', true, 'minutes', 1, null, null, 'clock',
    'Hoeveel tijd heb je op een gewone dag?', 'How much time do you have on an ordinary day?',
    'We stellen acties voor die daarin passen.',
    'We propose actions that fit into it.'),
  ('quick-start', 5, 'first-action', 'text', false, null, null, null, null, 'footprints',
    'Wat is één kleine stap voor vandaag?', 'What is one small step for today?',
    'Iets dat je in een paar minuten kunt doen. Je mag dit overslaan.',
    'Something you can do in a few minutes. You may skip this.'),

  ('full-start', 1, 'welcome', 'information', false, null, null, null, null, 'hand',
    'Welkom', 'Welcome',
    'We nemen een kwartier om je te leren kennen. Stoppen mag altijd: wat je hebt ingevuld, blijft bewaard en je gaat verder waar je was.',
    'We take a quarter of an hour to get to know you. You may stop at any time: what you filled in is kept and you go on where you were.'),
  ('full-start', 2, 'privacy', 'consent', true, null, null, null, null, 'shield-check',
    'Jouw gegevens zijn van jou', 'Your data are yours',
    'Je kiest zelf wat we mogen gebruiken om je beter te helpen. Alles werkt ook als je niets toestaat, en je kunt later van gedachten veranderen.',
    'You choose what we may use to help you better. Everything works when you allow nothing, too, and you can change your mind later.'),
  ('full-start', 3, 'name', 'text', true, null, null, null, 'users.display_name', 'user',
    'Hoe mogen we je noemen?', 'What may we call you?',
    'Een voornaam of een bijnaam is genoeg. Je kunt hem altijd veranderen.',
    'A first name or a nickname will do. You can change it at any time.'),
  ('full-start', 4, 'satisfaction', 'scale', true, null, null, null, null, 'gauge',
    'Hoe tevreden ben je nu met je leven?', 'How satisfied are you with your life now?',
    'Eén getal voor het geheel. Over een tijd vragen we het opnieuw, zodat je ziet wat er is veranderd.',
    'One number for the whole. We ask again after a while, so that you see what has changed.'),
  ('full-start', 5, 'life-areas', 'choices', true, 'areas', 3, null, null, 'layout-grid',
    'Waar wil je aan werken?', 'What do you want to work on?',
    'Kies hoogstens drie gebieden. De andere blijven er; ze krijgen later een beurt.',
    'Choose three areas at most. The others stay; their turn comes later.'),
  ('full-start', 6, 'vision', 'text', true, null, null, null, null, 'telescope',
    'Hoe ziet je leven er over vijf jaar uit?', 'What does your life look like in five years?',
    'Stel je een gewone dag voor die helemaal klopt. Waar ben je, met wie en wat doe je? Een paar zinnen zijn genoeg.',
    'Imagine an ordinary day on which everything is right. Where are you, with whom and what do you do? A few sentences will do.'),
  ('full-start', 7, 'obstacles', 'choices', false, 'obstacles', 3, null, null, 'mountain',
    'Wat houdt je nu tegen?', 'What holds you back now?',
    'Kies hoogstens drie. Dan weten we waar we rekening mee houden.',
    'Choose three at most. Then we know what to allow for.'),
  ('full-start', 8, 'personality', 'assessment', true, null, null, 'mbti', null, 'brain',
    'Welk type past bij je?', 'Which type fits you?',
    'Achtenveertig korte uitspraken, ongeveer acht minuten. De uitkomst bepaalt hoe we met je praten en wat je als eerste ziet.',
    'Forty-eight short statements, about eight minutes. The result decides how we talk with you and what you see first.'),
  ('full-start', 9, 'daily-time', 'choice', true, 'minutes', 1, null, null, 'clock',
    'Hoeveel tijd heb je op een gewone dag?', 'How much time do you have on an ordinary day?',
    'We stellen acties voor die daarin passen.',
    'We propose actions that fit into it.'),
  ('full-start', 10, 'best-moment', 'choice', false, 'moments', 1, null, null, 'sunrise',
    'Wanneer heb je de meeste rust?', 'When do you have most peace?',
    'Rond die tijd herinneren we je aan je dag.',
    'Around that time we remind you of your day.'),
  ('full-start', 11, 'support', 'choice', false, 'support', 1, null, 'user_preferences.emotional_support_level', 'heart-handshake',
    'Hoe mag je coach met je praten?', 'How may your coach talk with you?',
    'Je kunt dit op elk moment veranderen in je instellingen.',
    'You can change this in your settings at any moment.'),
  ('full-start', 12, 'first-action', 'text', false, null, null, null, null, 'footprints',
    'Wat is één kleine stap voor vandaag?', 'What is one small step for today?',
    'Iets dat je in een paar minuten kunt doen en dat je visie dichterbij brengt.',
    'Something you can do in a few minutes that brings your vision closer.'),

  ('learner-start', 1, 'welcome', 'information', false, null, null, null, null, 'hand',
    'Welkom', 'Welcome',
    'Samen zoeken we uit wat je wilt leren en hoe het jou het best lukt.',
    'Together we find out what you want to learn and how it works best for you.'),
  ('learner-start', 2, 'name', 'text', true, null, null, null, 'users.display_name', 'user',
    'Hoe mogen we je noemen?', 'What may we call you?',
    'Een voornaam of een bijnaam is genoeg. Je kunt hem altijd veranderen.',
    'A first name or a nickname will do. You can change it at any time.'),
  ('learner-start', 3, 'education', 'choice', true, 'education', 1, null, 'users.education_level', 'school',
    'Waar zit je nu?', 'Where are you now?',
    'Dan sluiten uitleg en voorbeelden aan bij wat je al weet.',
    'Then explanations and examples connect to what you know.'),
  ('learner-start', 4, 'subjects', 'choices', true, 'subjects', 5, null, 'users.subjects_of_interest', 'library',
    'Waar wil je meer over weten?', 'What do you want to know more about?',
    'Kies hoogstens vijf onderwerpen.',
    'Choose five subjects at most.'),
  ('learner-start', 5, 'goal', 'text', true, null, null, null, 'users.learning_goals', 'target',
    'Wat wil je over drie maanden kunnen?', 'What do you want to be able to do in three months?',
    'Hoe concreter, hoe beter: iets wat je kunt laten zien.',
    'The more concrete the better: something you can show.'),
  ('learner-start', 6, 'learning-style', 'assessment', true, null, null, 'learning-style', null, 'shapes',
    'Hoe leer je het liefst?', 'How do you like to learn?',
    'Zestien korte uitspraken, ongeveer drie minuten. We beginnen met wat je prettig vindt en wisselen af.',
    'Sixteen short statements, about three minutes. We begin with what you enjoy and vary from there.'),
  ('learner-start', 7, 'explanations', 'choice', false, 'explanations', 1, null, 'user_preferences.explanation_style', 'message-square-text',
    'Hoeveel uitleg wil je?', 'How much explanation do you want?',
    'Je kunt altijd om meer of minder vragen.',
    'You can always ask for more or less.'),
  ('learner-start', 8, 'difficulty', 'choice', false, 'difficulty', 1, null, 'user_preferences.difficulty_preference', 'bar-chart-3',
    'Hoe moeilijk mag het zijn?', 'How hard may it be?',
    'Leren gaat het best op de rand van wat je al kunt.',
    'Learning works best at the edge of what you can do already.'),
  ('learner-start', 9, 'feedback', 'choice', false, 'feedback', 1, null, 'user_preferences.feedback_frequency', 'message-circle',
    'Hoe vaak wil je horen hoe het gaat?', 'How often do you want to hear how it is going?',
    'Sommigen willen het meteen weten, anderen liever aan het eind.',
    'Some want to know at once, others rather at the end.'),
  ('learner-start', 10, 'support', 'choice', false, 'support', 1, null, 'user_preferences.emotional_support_level', 'heart-handshake',
    'Hoeveel steun helpt jou bij het leren?', 'How much support helps you to learn?',
    'Je kunt dit op elk moment veranderen in je instellingen.',
    'You can change this in your settings at any moment.')
) as s (
  flow, position, code, kind, is_required, options, max_choices, asks, fills, icon, title_nl, title_en, body_nl, body_en
)
left join lists as l on l.name = s.options;

select sync.register_table('public.onboarding_steps', scope => null, direction => 'down', priority => 96);


-- Onboarding progress: that a person began a flow, and how far they are. Its id is the flow's: whoever begins on two
-- devices begins once.

create table public.onboarding_progress (
  user_id uuid not null,
  id uuid not null,
  flow_id uuid not null,
  current_step_id uuid,
  started_at timestamptz(3) not null default now(),
  skipped_at timestamptz(3),
  steps_done smallint not null default 0,
  completed_at timestamptz(3),
  status text not null generated always as (
    case when completed_at is not null then 'completed' when skipped_at is not null then 'skipped' else 'in_progress' end
  ) stored,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint onboarding_progress_pkey primary key (user_id, id),
  constraint onboarding_progress_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint onboarding_progress_flow_id_fkey foreign key (flow_id) references public.onboarding_flows (id) on delete restrict,
  constraint onboarding_progress_current_step_id_fkey foreign key (flow_id, current_step_id)
    references public.onboarding_steps (flow_id, id) on delete set null (current_step_id),
  constraint onboarding_progress_is_one_a_flow check (id = flow_id),
  constraint onboarding_progress_steps_are_counted check (steps_done >= 0)
);

comment on table public.onboarding_progress is 'Which flows a person began, and how far they are. One row for each flow.';
comment on column public.onboarding_progress.id is 'The flow''s id: a flow is begun once, on however many devices.';
comment on column public.onboarding_progress.current_step_id is 'The screen the person was at last; a step of the flow.';
comment on column public.onboarding_progress.started_at is 'When it was begun; of two devices, the first time.';
comment on column public.onboarding_progress.skipped_at is 'When the person chose not to finish it; null while they go on.';
comment on column public.onboarding_progress.steps_done is 'Required steps that are done. Computed by the server.';
comment on column public.onboarding_progress.completed_at is
  'When the last of the required steps was done; null while one is not. Computed by the server.';
comment on column public.onboarding_progress.status is 'completed, else skipped, else in_progress. Computed, so that it cannot disagree.';

create index onboarding_progress_flow_id_idx on public.onboarding_progress (flow_id, current_step_id);

comment on index public.onboarding_progress_flow_id_idx is 'Serves how far people get in a flow, and under its foreign keys.';

create trigger _100_touch before insert or update on public.onboarding_progress
  for each row execute function private.touch();

alter table public.onboarding_progress enable row level security;

create policy onboarding_progress_select_own on public.onboarding_progress for select to authenticated
  using (user_id = (select auth.uid()));
create policy onboarding_progress_insert_own on public.onboarding_progress for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy onboarding_progress_update_own on public.onboarding_progress for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy onboarding_progress_delete_own on public.onboarding_progress for delete to authenticated
  using (user_id = (select auth.uid()));

grant select, delete on public.onboarding_progress to authenticated;
grant insert (user_id, id, flow_id, current_step_id, started_at, skipped_at, created_at, updated_at)
  on public.onboarding_progress to authenticated;
grant update (flow_id, current_step_id, started_at, skipped_at, created_at, updated_at)
  on public.onboarding_progress to authenticated;
grant select on public.onboarding_progress to service_role;

select sync.register_table('public.onboarding_progress',
  column_rules => '{"started_at": "min"}',
  pull_only => '{steps_done, completed_at, status}',
  priority => 97);


-- Onboarding responses: what a person said to a step. Its id is the step's: two devices that both answer write the
-- same row, and the later answer stands.

create table public.onboarding_responses (
  user_id uuid not null,
  id uuid not null,
  flow_id uuid not null,
  step_id uuid not null,
  status text not null default 'completed',
  answer public.long_text,
  choices text[] not null default '{}',
  rating smallint,
  attempt_id uuid,
  responded_at timestamptz(3) not null default now(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint onboarding_responses_pkey primary key (user_id, id),
  constraint onboarding_responses_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint onboarding_responses_flow_id_fkey foreign key (user_id, flow_id)
    references public.onboarding_progress (user_id, id) on delete cascade,
  constraint onboarding_responses_step_id_fkey foreign key (flow_id, step_id)
    references public.onboarding_steps (flow_id, id) on delete restrict,
  constraint onboarding_responses_attempt_id_fkey foreign key (user_id, attempt_id)
    references public.assessment_attempts (user_id, id) on delete set null (attempt_id),
  constraint onboarding_responses_is_one_a_step check (id = step_id),
  constraint onboarding_responses_status_is_known check (status in ('completed', 'skipped')),
  constraint onboarding_responses_choices_are_bounded check (private.texts_fit(choices, 20, 80)),
  constraint onboarding_responses_rating_is_positive check (rating > 0)
);

comment on table public.onboarding_responses is 'What a person said to each step of a flow. They go with the progress of the flow.';
comment on column public.onboarding_responses.id is 'The step''s id: a step is answered once, on however many devices.';
comment on column public.onboarding_responses.flow_id is 'The flow the step is of, and so the id of the progress it counts for.';
comment on column public.onboarding_responses.status is
  'completed or skipped. A completed response to a question counts once what is asked is given.';
comment on column public.onboarding_responses.answer is 'In the person''s words; for steps that ask a text.';
comment on column public.onboarding_responses.choices is 'Values of the chosen options; for steps that ask a choice.';
comment on column public.onboarding_responses.rating is 'From 1 to the step''s scale_points; for steps that ask a number.';
comment on column public.onboarding_responses.attempt_id is
  'The attempt at the assessment that the step asks for; null when that was deleted. That the person was through with it counts, not what it came to.';
comment on column public.onboarding_responses.responded_at is 'When the person answered or skipped.';

create index onboarding_responses_user_id_flow_id_idx on public.onboarding_responses (user_id, flow_id);
create index onboarding_responses_flow_id_step_id_idx on public.onboarding_responses (flow_id, step_id);
create index onboarding_responses_user_id_attempt_id_idx on public.onboarding_responses (user_id, attempt_id)
  where attempt_id is not null;

comment on index public.onboarding_responses_user_id_flow_id_idx is 'Serves a person''s responses within a flow.';
comment on index public.onboarding_responses_flow_id_step_id_idx is 'Serves how a step is answered, and under its foreign key.';
comment on index public.onboarding_responses_user_id_attempt_id_idx is 'Serves the deletion of an attempt.';

-- private.check_responses: triggers `_250_check_*`, after insert or update. What is chosen is offered, and a number is on the
-- scale. Each column is checked against the step, and none against another column: devices merge by column.
-- Raises response_not_offered, response_out_of_scale (PT422).
create function private.check_responses()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
declare
  bad record;
begin
  select s.code, s.max_choices, s.scale_points, n.rating, n.rating > coalesce(s.scale_points, 0) as is_off_scale into bad
  from new_rows as n
  join public.onboarding_steps as s on s.id = n.step_id
  where n.rating > coalesce(s.scale_points, 0)
    or cardinality(n.choices) > coalesce(s.max_choices, 0)
    or n.choices <> '{}' and not coalesce(to_jsonb(n.choices) <@ jsonb_path_query_array(s.options, '$[*].value'), false)
  limit 1;
  if bad.is_off_scale then
    raise exception using errcode = 'PT422', message = 'response_out_of_scale',
      detail = case
        when bad.scale_points is null then format('rating: the step %s asks no number.', bad.code)
        else format('rating: %s; the step %s takes 1 to %s.', bad.rating, bad.code, bad.scale_points)
      end,
      hint = 'Send what the step asks for: see its kind and scale_points.';
  elsif found then
    raise exception using errcode = 'PT422', message = 'response_not_offered',
      detail = case
        when bad.max_choices is null then format('choices: the step %s offers none.', bad.code)
        else format('choices: at most %s of the options of the step %s.', bad.max_choices, bad.code)
      end,
      hint = 'Send values from the step''s options, and no more than its max_choices.';
  end if;
  return null;
end;
$$;

create trigger _100_touch before insert or update on public.onboarding_responses
  for each row execute function private.touch();
create trigger _200_settle before insert or update on public.onboarding_responses
  for each row when (new.responded_at > now() + interval '2 seconds') execute function private.settle_moment('responded_at');
create trigger _250_check_insert after insert on public.onboarding_responses
  referencing new table as new_rows for each statement execute function private.check_responses();
create trigger _250_check_update after update on public.onboarding_responses
  referencing new table as new_rows for each statement execute function private.check_responses();

alter table public.onboarding_responses enable row level security;

create policy onboarding_responses_select_own on public.onboarding_responses for select to authenticated
  using (user_id = (select auth.uid()));
create policy onboarding_responses_insert_own on public.onboarding_responses for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy onboarding_responses_update_own on public.onboarding_responses for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy onboarding_responses_delete_own on public.onboarding_responses for delete to authenticated
  using (user_id = (select auth.uid()));

grant select, delete on public.onboarding_responses to authenticated;
grant insert (
  user_id, id, flow_id, step_id, status, answer, choices, rating, attempt_id, responded_at, created_at, updated_at
) on public.onboarding_responses to authenticated;
grant update (flow_id, step_id, status, answer, choices, rating, attempt_id, responded_at, created_at, updated_at)
  on public.onboarding_responses to authenticated;
grant select on public.onboarding_responses to service_role;

select sync.register_table('public.onboarding_responses', column_rules => '{"answer": "manual"}', priority => 65);


-- private.refresh_onboarding: brings these people's progress in these flows up to date, and users.onboarding_completed_at
-- with it. The arrays are parallel. Idempotent: computed from the responses there are.
-- A flow is completed when its last required step is, at the time the person did that, however late it is known here.
-- A response that is taken back undoes it; users.onboarding_completed_at keeps the first time any flow was completed:
-- nobody who is through is sent back to the start.
create function private.refresh_onboarding(people uuid[], flow_ids uuid[])
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  -- Two transactions that bring the last two responses would not see each other's; the second waits here, and sees it.
  perform
  from public.onboarding_progress as p
  where (p.user_id, p.id) in (select c.user_id, c.id from unnest(people, flow_ids) as c (user_id, id))
  order by p.user_id, p.id
  for no key update;

  with facts as (
    select p.user_id, p.id, count(r.id)::smallint as steps_done,
      case when count(r.id) = count(*) then max(r.responded_at) end as completed_at
    from public.onboarding_progress as p
    join public.onboarding_steps as s on s.flow_id = p.flow_id and s.is_required
    left join public.onboarding_responses as r
      on r.user_id = p.user_id and r.id = s.id and r.status = 'completed'
      and case s.kind
        when 'text' then r.answer ~ '\S'
        when 'choice' then r.choices <> '{}'
        when 'choices' then r.choices <> '{}'
        when 'scale' then r.rating is not null
        else true
      end
    where (p.user_id, p.id) in (select c.user_id, c.id from unnest(people, flow_ids) as c (user_id, id))
    group by p.user_id, p.id
  ), changed as (
    update public.onboarding_progress as p
    set steps_done = f.steps_done, completed_at = f.completed_at
    from facts as f
    where p.user_id = f.user_id and p.id = f.id
      and (p.steps_done, p.completed_at) is distinct from (f.steps_done, f.completed_at)
    returning p.user_id, p.completed_at
  )
  update public.users as u
  set onboarding_completed_at = f.completed_at
  from (select c.user_id, min(c.completed_at) as completed_at from changed as c group by c.user_id) as f
  where u.id = f.user_id
    and f.completed_at < coalesce(u.onboarding_completed_at, 'infinity');
end;
$$;

-- private.onboarding_after_responses: triggers `_300_progress_*` on onboarding_responses.
-- Definer: people may not write how far they are.
create function private.onboarding_after_responses()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  people uuid[];
  flow_ids uuid[];
begin
  if tg_op = 'DELETE' then
    select array_agg(c.user_id), array_agg(c.flow_id) into people, flow_ids
    from (select distinct o.user_id, o.flow_id from old_rows as o) as c;
  else
    -- Which step it is about cannot change, nor with it the flow: it is the id.
    select array_agg(c.user_id), array_agg(c.flow_id) into people, flow_ids
    from (select distinct n.user_id, n.flow_id from new_rows as n) as c;
  end if;
  if people is not null then
    perform private.refresh_onboarding(people, flow_ids);
  end if;
  return null;
end;
$$;

create trigger _300_progress_insert after insert on public.onboarding_responses
  referencing new table as new_rows for each statement execute function private.onboarding_after_responses();
create trigger _300_progress_update after update on public.onboarding_responses
  referencing new table as new_rows for each statement execute function private.onboarding_after_responses();
create trigger _300_progress_delete after delete on public.onboarding_responses
  referencing old table as old_rows for each statement execute function private.onboarding_after_responses();
