-- Learning (module 14): what there is to learn, how a person learns, what they did, and what they know by now.
--
--   subjects, concepts, concept_prerequisites     catalogues: what can be learned, and what comes before what
--   emotional_states                              catalogue: the states by which all of this speaks of emotions
--   learning_dna, learning_dna_assessments        how a person learns best, and how that was found out
--   learning_sessions, learning_interactions, learning_interventions
--                                                 what happened in a session, step by step
--   emotional_readings                            what a person felt, moment by moment; raw, kept 90 days
--   mastery_reviews, content_mastery              what a person recalled, and what they know because of it
--
-- As elsewhere, facts lead. Reviews are facts: content_mastery is computed by replaying them in the order in which they
-- happened, so that a review which arrives days late from an offline device gives the same state as one in time. What a
-- session used of the coach follows from its interactions. Where two devices both make a row for the same thing (the
-- profile, the mastery of a concept), its id is given, so that they make the same row.
--
-- The schedule of reviews is FSRS-6, the Free Spaced Repetition Scheduler of the Open Spaced Repetition group (J. Ye and
-- others, 2022-2025; github.com/open-spaced-repetition), as its TypeScript edition ts-fsrs computes it: a client that runs
-- ts-fsrs without fuzz shows offline what the server will say.


insert into private.settings (name, value, unit, description) values
  ('learning.concept_reviews', 1000, 'rows', 'How many reviews of one concept a person may have: each new one replays them all.');


-- Emotions. The states are a closed set that formulas rely on. Chapter 03 has the domain for single values; here is what lists and
-- JSON need.

-- private.emotional_states: all that public.emotional_state takes, for checks of lists and of JSON keys.
create function private.emotional_states()
returns text[]
language sql
immutable
parallel safe
set search_path = ''
as $$
  select '{
    joy, curiosity, confidence, flow, calm, neutral, confusion, frustration, anxiety, boredom, stress, fatigue, discouragement
  }'::text[];
$$;


-- Shapes of JSON, for checks. In PL/pgSQL: a check may not ask a subquery.

-- private.value_fits: whether a JSON value is of a kind: text (1 to 2000 characters), code (1 to 80), fraction (0 to 1), percent (0
-- to 100), points (-100 to 100), rating (1 to 5), amount (from 0), count (a whole number from 0), instant (an ISO 8601 time), emotion,
-- direction of a trend, texts and emotions (lists of at most 20). A kind that ends in ? may be JSON's null. What is no JSON fits none.
create function private.value_fits(value jsonb, kind text)
returns boolean
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  word constant text := case when jsonb_typeof(value) = 'string' then value #>> '{}' end;
  amount constant numeric := case when jsonb_typeof(value) = 'number' then value::numeric end;
begin
  -- One expression: a branch of PL/pgSQL for each kind takes twice the time, and a row may have fifty values.
  return coalesce(
    right(kind, 1) = '?' and jsonb_typeof(value) = 'null'
    or case rtrim(kind, '?')
      when 'fraction' then amount between 0 and 1
      when 'percent' then amount between 0 and 100
      when 'points' then amount between -100 and 100
      when 'rating' then amount between 1 and 5
      when 'amount' then amount between 0 and 1000000000
      when 'count' then amount between 0 and 9007199254740991 and scale(trim_scale(amount)) = 0
      when 'text' then char_length(word) between 1 and 2000
      when 'code' then char_length(word) between 1 and 80
      when 'emotion' then word = any (private.emotional_states())
      when 'direction' then word in ('increasing', 'decreasing', 'stable')
      when 'instant' then word ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})$'
      when 'texts' then case
        when jsonb_typeof(value) = 'array'
          then jsonb_array_length(value) <= 20 and not jsonb_path_exists(value, 'strict $[*] ? (@.type() != "string")')
      end
      when 'emotions' then case
        when jsonb_typeof(value) = 'array' then jsonb_array_length(value) <= 20 and value <@ to_jsonb(private.emotional_states())
      end
    end,
    false
  );
end;
$$;

-- private.objects_fit: whether JSON is a list of at most `most` objects, each with all of these fields and no other, of the
-- kinds given: {"concept": "code", "confidence_level": "fraction"}.
create function private.objects_fit(list jsonb, fields jsonb, most integer)
returns boolean
language plpgsql
immutable
strict
parallel safe
set search_path = ''
as $$
declare
  names text[];
  item jsonb;
begin
  if jsonb_typeof(list) <> 'array' or jsonb_array_length(list) > most then
    return false;
  elsif list = '[]' then
    return true;
  end if;
  names := array(select jsonb_object_keys(fields));
  -- By index: a loop over a query costs more than what it finds here.
  for nth in 0 .. jsonb_array_length(list) - 1 loop
    item := list -> nth;
    if jsonb_typeof(item) <> 'object' or item - names <> '{}' then
      return false;
    end if;
    for field in 1 .. cardinality(names) loop
      if not coalesce(private.value_fits(item -> names[field], fields ->> names[field]), false) then
        return false;
      end if;
    end loop;
  end loop;
  return true;
end;
$$;

-- private.map_fits: whether JSON is an object of at most `most` keys of one kind, with values of another.
create function private.map_fits(map jsonb, key_kind text, value_kind text, most integer)
returns boolean
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  entry record;
  entries integer := 0;
begin
  if jsonb_typeof(map) <> 'object' then
    return false;
  end if;
  for entry in select e.key, e.value from jsonb_each(map) as e loop
    entries := entries + 1;
    if entries > most or not private.value_fits(to_jsonb(entry.key), key_kind) or not private.value_fits(entry.value, value_kind) then
      return false;
    end if;
  end loop;
  return true;
end;
$$;

-- private.fractions_fit: whether a list holds at most `most` numbers from 0 to 1.
create function private.fractions_fit(fractions double precision[], most integer)
returns boolean
language sql
immutable
parallel safe
set search_path = ''
as $$
  select cardinality(fractions) <= most and array_position(fractions, null) is null
    and 0 <= all (fractions) and 1 >= all (fractions);
$$;

-- Whoever writes a row runs its checks.
grant execute on function
  private.emotional_states(), private.value_fits(jsonb, text), private.objects_fit(jsonb, jsonb, integer),
  private.map_fits(jsonb, text, text, integer), private.fractions_fit(double precision[], integer)
to authenticated, service_role;


-- Emotional states: the names of the 13, and where each lies: how pleasant, and how much energy it has, after the
-- circumplex of J. A. Russell (1980). The rollups of emotional_analytics compute with these numbers.

create table public.emotional_states (
  id uuid not null,
  code public.emotional_state not null,
  position smallint not null,
  valence double precision not null,
  energy double precision not null,
  name public.translations not null,
  description public.translations not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint emotional_states_pkey primary key (id),
  constraint emotional_states_code_key unique (code),
  constraint emotional_states_position_key unique (position),
  constraint emotional_states_valence_is_bounded check (valence between -1 and 1),
  constraint emotional_states_energy_is_bounded check (energy between -1 and 1)
);

comment on table public.emotional_states is 'Catalogue: the 13 emotional states, and how pleasant and energetic each is.';
comment on column public.emotional_states.position is 'Order of display, from 1.';
comment on column public.emotional_states.valence is 'From -1, as unpleasant as can be, by 0, neither, to 1, as pleasant.';
comment on column public.emotional_states.energy is 'From -1, without any, to 1, as much as can be.';

create trigger _100_touch before insert or update on public.emotional_states
  for each row execute function private.touch();

alter table public.emotional_states enable row level security;

create policy emotional_states_select_everyone on public.emotional_states for select to authenticated
  using (true);
-- No insert, update or delete: the catalogue is content, changed by migrations.

grant select on public.emotional_states to authenticated, service_role;

insert into public.emotional_states (id, code, position, valence, energy, name, description)
select private.catalogue_id('emotional_states', s.code), s.code, s.position, s.valence, s.energy,
  jsonb_build_object('nl', s.name_nl, 'en', s.name_en),
  jsonb_build_object('nl', s.description_nl, 'en', s.description_en)
from (values
  ('joy', 1, 1.0, 0.6, 'Vreugde', 'Joy',
    'Je hebt plezier in wat je doet of in wat er lukt.', 'You take pleasure in what you do or in what succeeds.'),
  ('curiosity', 2, 0.6, 0.5, 'Nieuwsgierigheid', 'Curiosity',
    'Je wilt weten hoe het zit en zoekt vanzelf verder.', 'You want to know how it is and go on looking by yourself.'),
  ('confidence', 3, 0.8, 0.3, 'Zelfvertrouwen', 'Confidence',
    'Je vertrouwt erop dat het je gaat lukken.', 'You trust that you will manage.'),
  ('flow', 4, 0.9, 0.4, 'Flow', 'Flow',
    'Je gaat op in wat je doet en vergeet de tijd.', 'You are absorbed in what you do and forget the time.'),
  ('calm', 5, 0.5, -0.5, 'Rust', 'Calm',
    'Je bent ontspannen en hebt je aandacht erbij.', 'You are at ease and attentive.'),
  ('neutral', 6, 0.0, 0.0, 'Neutraal', 'Neutral',
    'Niets overheerst.', 'Nothing stands out.'),
  ('confusion', 7, -0.3, 0.2, 'Verwarring', 'Confusion',
    'Het klopt nog niet en je weet niet goed waarom.', 'It does not add up yet and you are not sure why.'),
  ('frustration', 8, -0.7, 0.6, 'Frustratie', 'Frustration',
    'Het lukt niet, hoewel je het blijft proberen.', 'It does not work, though you keep trying.'),
  ('anxiety', 9, -0.7, 0.7, 'Angst', 'Anxiety',
    'Je bent bang dat het misgaat.', 'You are afraid that it will go wrong.'),
  ('boredom', 10, -0.4, -0.6, 'Verveling', 'Boredom',
    'Het boeit je niet of is te makkelijk.', 'It does not hold you or is too easy.'),
  ('stress', 11, -0.6, 0.8, 'Spanning', 'Stress',
    'Er komt meer op je af dan je denkt aan te kunnen.', 'More comes at you than you think you can handle.'),
  ('fatigue', 12, -0.4, -0.8, 'Vermoeidheid', 'Fatigue',
    'Je bent moe en je aandacht glipt weg.', 'You are tired and your attention slips.'),
  ('discouragement', 13, -0.8, -0.4, 'Moedeloosheid', 'Discouragement',
    'Je gelooft niet meer dat het zin heeft.', 'You no longer believe there is a point.')
) as s (code, position, valence, energy, name_nl, name_en, description_nl, description_en);

select sync.register_table('public.emotional_states', scope => null, direction => 'down', priority => 47);


-- Subjects: what one can learn about.

create table public.subjects (
  id uuid not null,
  code public.slug not null,
  position smallint not null,
  name public.translations not null,
  description public.translations not null,
  icon public.slug not null,
  color public.hex_color not null,
  is_active boolean not null default true,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint subjects_pkey primary key (id),
  constraint subjects_code_key unique (code),
  constraint subjects_position_key unique (position)
);

comment on table public.subjects is 'Catalogue: what one can learn about.';
comment on column public.subjects.position is 'Order of display, from 1.';
comment on column public.subjects.icon is 'Name of an icon of the Lucide set.';
comment on column public.subjects.is_active is 'Whether it is still offered. Retired ones stay for those who began.';

create trigger _100_touch before insert or update on public.subjects
  for each row execute function private.touch();

alter table public.subjects enable row level security;

create policy subjects_select_everyone on public.subjects for select to authenticated
  using (true);
-- No insert, update or delete: the catalogue is content, changed by migrations.

grant select on public.subjects to authenticated, service_role;

insert into public.subjects (id, code, position, icon, color, name, description)
select private.catalogue_id('subjects', s.code), s.code, s.position, s.icon, s.color,
  jsonb_build_object('nl', s.name_nl, 'en', s.name_en),
  jsonb_build_object('nl', s.description_nl, 'en', s.description_en)
from (values
  ('learning-to-learn', 1, 'brain', '#5c6bc0', 'Leren leren', 'Learning to learn',
    'Hoe geheugen en aandacht werken, en hoe je daar gebruik van maakt.',
    'How memory and attention work, and how to make use of it.'),
  ('emotional-intelligence', 2, 'heart', '#ec407a', 'Emotionele intelligentie', 'Emotional intelligence',
    'Emoties herkennen, begrijpen en ermee omgaan, bij jezelf en bij anderen.',
    'Recognising, understanding and handling emotions, your own and those of others.'),
  ('habits-and-motivation', 3, 'repeat', '#26a69a', 'Gewoonten en motivatie', 'Habits and motivation',
    'Wat je in beweging zet en hoe gedrag vanzelf gaat.',
    'What sets you in motion and how behaviour becomes second nature.'),
  ('communication', 4, 'message-circle', '#ffa726', 'Communicatie', 'Communication',
    'Luisteren, je uitspreken en er samen uitkomen.',
    'Listening, speaking up and working things out together.'),
  ('personal-finance', 5, 'wallet', '#66bb6a', 'Persoonlijke financiën', 'Personal finance',
    'Overzicht over je geld en keuzes die over jaren tellen.',
    'An overview of your money and choices that count over years.'),
  ('health-and-energy', 6, 'activity', '#42a5f5', 'Gezondheid en energie', 'Health and energy',
    'Slapen, bewegen, eten en herstellen: waar je het op volhoudt.',
    'Sleep, movement, food and recovery: what keeps you going.')
) as s (code, position, icon, color, name_nl, name_en, description_nl, description_en);

select sync.register_table('public.subjects', scope => null, direction => 'down', priority => 48);


-- Concepts: the smallest things one can know or not know; what reviews are about.

create table public.concepts (
  id uuid not null,
  code public.slug not null,
  subject_id uuid not null,
  topic public.slug not null,
  topic_name public.translations not null,
  position smallint not null,
  name public.translations not null,
  description public.translations not null,
  difficulty_level public.ratio not null,
  is_active boolean not null default true,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint concepts_pkey primary key (id),
  constraint concepts_code_key unique (code),
  constraint concepts_subject_id_position_key unique (subject_id, position),
  constraint concepts_subject_id_fkey foreign key (subject_id) references public.subjects (id) on delete restrict
);

comment on table public.concepts is 'Catalogue: the smallest things one can know; what reviews are about.';
comment on column public.concepts.topic is 'The part of the subject it belongs to.';
comment on column public.concepts.position is 'Place in the subject, from 1: what comes earlier is best learned earlier.';
comment on column public.concepts.description is 'What there is to know, in a sentence or two: the back of the card.';
comment on column public.concepts.difficulty_level is 'How hard it is to people in general, from 0 to 1.';
comment on column public.concepts.is_active is 'Whether it is still offered. Retired ones stay for those who began.';

comment on index public.concepts_subject_id_position_key is 'Serves the concepts of a subject, in order.';

create trigger _100_touch before insert or update on public.concepts
  for each row execute function private.touch();

alter table public.concepts enable row level security;

create policy concepts_select_everyone on public.concepts for select to authenticated
  using (true);
-- No insert, update or delete: the catalogue is content, changed by migrations.

grant select on public.concepts to authenticated, service_role;

insert into public.concepts (id, code, subject_id, topic, topic_name, position, difficulty_level, name, description)
select private.catalogue_id('concepts', c.code), c.code, private.catalogue_id('subjects', c.subject), c.topic,
  jsonb_build_object('nl', t.name_nl, 'en', t.name_en),
  row_number() over (partition by c.subject order by c.nth), c.difficulty,
  jsonb_build_object('nl', c.name_nl, 'en', c.name_en),
  jsonb_build_object('nl', c.description_nl, 'en', c.description_en)
from (values
  (1, 'learning-to-learn', 'memory', 'working-memory', 0.2, 'Werkgeheugen', 'Working memory',
    'Wat je nu in gedachten hebt. Er passen ongeveer vier losse dingen tegelijk in; meer raakt kwijt.',
    'What you have in mind right now. It holds about four separate things at once; more gets lost.'),
  (2, 'learning-to-learn', 'memory', 'chunking', 0.3, 'Groeperen', 'Chunking',
    'Losse gegevens samenvoegen tot één betekenisvol geheel, zodat het werkgeheugen er één ding aan heeft.',
    'Joining separate items into one meaningful whole, so that working memory holds them as one.'),
  (3, 'learning-to-learn', 'memory', 'forgetting-curve', 0.3, 'Vergeetcurve', 'Forgetting curve',
    'Zonder herhaling vergeet je eerst snel en dan steeds langzamer: de kans op herinneren daalt met de tijd sinds de laatste keer.',
    'Without review you forget fast at first and then ever more slowly: the chance of recall falls with time since the last one.'),
  (4, 'learning-to-learn', 'memory', 'cognitive-load', 0.5, 'Cognitieve belasting', 'Cognitive load',
    'De inspanning die een taak van het werkgeheugen vraagt. Wat afleidt van de kern, gaat af van wat je leert.',
    'The effort a task asks of working memory. What distracts from the core takes away from what you learn.'),
  (5, 'learning-to-learn', 'practice', 'active-recall', 0.3, 'Actief ophalen', 'Active recall',
    'Iets uit je hoofd ophalen versterkt het geheugen meer dan het opnieuw lezen.',
    'Retrieving something from memory strengthens it more than reading it again.'),
  (6, 'learning-to-learn', 'practice', 'spaced-repetition', 0.4, 'Gespreid herhalen', 'Spaced repetition',
    'Herhalen met groeiende tussenpozen, net voordat je het vergeet, bewaart het langst met de minste tijd.',
    'Reviewing at growing intervals, just before you forget, keeps it longest for the least time.'),
  (7, 'learning-to-learn', 'practice', 'interleaving', 0.6, 'Afwisselen', 'Interleaving',
    'Soorten opgaven door elkaar oefenen is lastiger, maar leert je kiezen welke aanpak past.',
    'Mixing kinds of problems is harder, but teaches you to choose which approach fits.'),
  (8, 'learning-to-learn', 'practice', 'desirable-difficulty', 0.7, 'Wenselijke moeilijkheid', 'Desirable difficulty',
    'Oefenen dat moeite kost, maar lukt, levert meer op dan oefenen dat vanzelf gaat.',
    'Practice that takes effort but succeeds yields more than practice that runs by itself.'),
  (9, 'learning-to-learn', 'self-regulation', 'metacognition', 0.6, 'Metacognitie', 'Metacognition',
    'Denken over je eigen denken: weten wat je weet, en je aanpak daarop bijstellen.',
    'Thinking about your own thinking: knowing what you know, and adjusting your approach to it.'),
  (10, 'learning-to-learn', 'self-regulation', 'deliberate-practice', 0.7, 'Doelgericht oefenen', 'Deliberate practice',
    'Aan één zwak punt werken, buiten wat je al kunt, met directe terugkoppeling.',
    'Working on one weak point, beyond what you already can, with immediate feedback.'),
  (11, 'emotional-intelligence', 'awareness', 'emotion-labelling', 0.2, 'Emoties benoemen', 'Naming emotions',
    'Een gevoel onder woorden brengen maakt het minder heftig en geeft ruimte om te kiezen.',
    'Putting a feeling into words makes it less intense and gives room to choose.'),
  (12, 'emotional-intelligence', 'awareness', 'valence-and-arousal', 0.4, 'Prettigheid en energie', 'Valence and arousal',
    'Elk gevoel ligt op twee assen: hoe prettig het is en hoeveel energie het heeft.',
    'Every feeling lies on two axes: how pleasant it is and how much energy it has.'),
  (13, 'emotional-intelligence', 'awareness', 'emotional-triggers', 0.3, 'Triggers', 'Triggers',
    'Wat bij jou een sterk gevoel oproept, vaak sneller dan je het doorhebt.',
    'What sets off a strong feeling in you, often before you notice.'),
  (14, 'emotional-intelligence', 'awareness', 'interoception', 0.5, 'Lichaamssignalen', 'Interoception',
    'Merken wat er in je lichaam gebeurt: hartslag, spanning, adem. Gevoelens beginnen daar.',
    'Noticing what happens in your body: heartbeat, tension, breath. Feelings begin there.'),
  (15, 'emotional-intelligence', 'regulation', 'cognitive-reappraisal', 0.5, 'Anders bekijken', 'Cognitive reappraisal',
    'Een situatie op een andere manier uitleggen verandert het gevoel dat erbij hoort.',
    'Explaining a situation in another way changes the feeling that goes with it.'),
  (16, 'emotional-intelligence', 'regulation', 'physiological-sigh', 0.2, 'Dubbele zucht', 'Physiological sigh',
    'Twee keer in door de neus en lang uit door de mond: zo daalt spanning binnen een paar ademteugen.',
    'Twice in through the nose and long out through the mouth: tension falls within a few breaths.'),
  (17, 'emotional-intelligence', 'regulation', 'window-of-tolerance', 0.6, 'Raampje van verdraagzaamheid', 'Window of tolerance',
    'Het bereik van spanning waarbinnen je kunt denken en voelen; erbuiten vecht, vlucht of bevries je.',
    'The range of arousal in which you can think and feel; outside it you fight, flee or freeze.'),
  (18, 'emotional-intelligence', 'relations', 'empathy', 0.4, 'Inleven', 'Empathy',
    'Aanvoelen wat een ander voelt en begrijpen waarom, zonder het over te nemen.',
    'Sensing what another feels and understanding why, without taking it over.'),
  (19, 'emotional-intelligence', 'relations', 'emotional-contagion', 0.5, 'Besmettelijke gevoelens', 'Emotional contagion',
    'Gevoelens gaan over op wie erbij is, meestal zonder woorden.',
    'Feelings pass on to whoever is there, mostly without words.'),
  (20, 'emotional-intelligence', 'relations', 'self-compassion', 0.5, 'Zelfcompassie', 'Self-compassion',
    'Jezelf bij tegenslag toespreken zoals je een goede vriend zou doen.',
    'Speaking to yourself after a setback as you would to a good friend.'),
  (21, 'habits-and-motivation', 'habits', 'habit-loop', 0.2, 'Gewoontelus', 'Habit loop',
    'Een aanleiding zet gedrag in gang dat een beloning geeft; door herhaling gaat het vanzelf.',
    'A cue starts a behaviour that brings a reward; by repetition it becomes automatic.'),
  (22, 'habits-and-motivation', 'habits', 'implementation-intention', 0.3, 'Als-danplan', 'If-then plan',
    'Vooraf bepalen wat je doet zodra iets gebeurt: als het zeven uur is, dan trek ik mijn schoenen aan.',
    'Deciding beforehand what you do once something happens: when it is seven, I put on my shoes.'),
  (23, 'habits-and-motivation', 'habits', 'habit-stacking', 0.3, 'Gewoonten stapelen', 'Habit stacking',
    'Nieuw gedrag vastmaken aan iets wat je elke dag al doet.',
    'Attaching new behaviour to something you already do every day.'),
  (24, 'habits-and-motivation', 'habits', 'environment-design', 0.4, 'Omgeving inrichten', 'Environment design',
    'Het gewenste gedrag makkelijk en zichtbaar maken, en het ongewenste lastig.',
    'Making the behaviour you want easy and visible, and the other one difficult.'),
  (25, 'habits-and-motivation', 'motivation', 'intrinsic-motivation', 0.3, 'Intrinsieke motivatie', 'Intrinsic motivation',
    'Iets doen omdat het zelf de moeite waard is, en niet om wat je ervoor krijgt.',
    'Doing something because it is worthwhile itself, and not for what you get for it.'),
  (26, 'habits-and-motivation', 'motivation', 'self-determination', 0.5, 'Zelfbeschikking', 'Self-determination',
    'Mensen bloeien als ze zelf kiezen, ergens goed in worden en erbij horen.',
    'People thrive when they choose for themselves, become good at something and belong.'),
  (27, 'habits-and-motivation', 'motivation', 'growth-mindset', 0.3, 'Groeigerichte instelling', 'Growth mindset',
    'Geloven dat je kunt leren wat je nog niet kunt, maakt dat je het langer probeert.',
    'Believing that you can learn what you cannot do yet makes you try longer.'),
  (28, 'habits-and-motivation', 'goals', 'process-goals', 0.4, 'Procesdoelen', 'Process goals',
    'Een doel dat zegt wat je doet, heb je zelf in de hand; een uitkomst niet.',
    'A goal that says what you do is in your own hands; an outcome is not.'),
  (29, 'habits-and-motivation', 'goals', 'mental-contrasting', 0.6, 'Wens en obstakel', 'Mental contrasting',
    'Je wens voor je zien en daarna wat er in jou in de weg staat; samen geven ze een plan.',
    'Picturing your wish and then what in you stands in the way; together they make a plan.'),
  (30, 'habits-and-motivation', 'goals', 'relapse-planning', 0.5, 'Terugval voorbereiden', 'Relapse planning',
    'Vooraf bedenken wat je doet na een gemiste keer, zodat één keer niet het einde is.',
    'Thinking beforehand of what to do after a miss, so that one miss is not the end.'),
  (31, 'communication', 'listening', 'active-listening', 0.2, 'Actief luisteren', 'Active listening',
    'Met volle aandacht luisteren en laten merken wat je hoort, zonder al te antwoorden.',
    'Listening with full attention and showing what you hear, without answering yet.'),
  (32, 'communication', 'listening', 'open-questions', 0.2, 'Open vragen', 'Open questions',
    'Vragen die met hoe of wat beginnen, nodigen uit tot een verhaal in plaats van ja of nee.',
    'Questions that begin with how or what invite a story instead of a yes or no.'),
  (33, 'communication', 'listening', 'paraphrasing', 0.3, 'Samenvatten', 'Paraphrasing',
    'In eigen woorden teruggeven wat je hoorde, zodat de ander kan bevestigen of bijstellen.',
    'Giving back in your own words what you heard, so that the other can confirm or correct.'),
  (34, 'communication', 'expression', 'observation-versus-judgement', 0.4, 'Waarneming en oordeel', 'Observation and judgement',
    'Zeggen wat je zag of hoorde, los van wat je ervan vindt.',
    'Saying what you saw or heard, apart from what you think of it.'),
  (35, 'communication', 'expression', 'i-messages', 0.3, 'Ik-boodschap', 'I-messages',
    'Zeggen wat iets met jou doet en wat je nodig hebt, in plaats van wat de ander verkeerd doet.',
    'Saying what something does to you and what you need, instead of what the other does wrong.'),
  (36, 'communication', 'expression', 'assertiveness', 0.5, 'Assertiviteit', 'Assertiveness',
    'Opkomen voor wat je wilt met respect voor wat de ander wil.',
    'Standing up for what you want with respect for what the other wants.'),
  (37, 'communication', 'expression', 'setting-boundaries', 0.5, 'Grenzen stellen', 'Setting boundaries',
    'Duidelijk zeggen wat je wel en niet doet, en je daar vriendelijk aan houden.',
    'Saying clearly what you do and do not do, and keeping to it kindly.'),
  (38, 'communication', 'conflict', 'nonviolent-communication', 0.6, 'Geweldloze communicatie', 'Nonviolent communication',
    'Vier stappen: waarneming, gevoel, behoefte, verzoek.',
    'Four steps: observation, feeling, need, request.'),
  (39, 'communication', 'conflict', 'interests-and-positions', 0.6, 'Belangen en standpunten', 'Interests and positions',
    'Achter wat iemand eist, ligt waarom. Over het waarom is meer mogelijk.',
    'Behind what someone demands lies why. More is possible about the why.'),
  (40, 'communication', 'conflict', 'giving-feedback', 0.5, 'Feedback geven', 'Giving feedback',
    'Gedrag, effect en wens noemen: kort na het voorval, onder vier ogen, over wat te veranderen is.',
    'Naming behaviour, effect and wish: soon after, in private, about what can be changed.'),
  (41, 'personal-finance', 'overview', 'cash-flow', 0.2, 'Inkomsten en uitgaven', 'Cash flow',
    'Wat er per maand binnenkomt en uitgaat; het verschil is wat je overhoudt.',
    'What comes in and goes out each month; the difference is what you keep.'),
  (42, 'personal-finance', 'overview', 'budgeting', 0.3, 'Begroten', 'Budgeting',
    'Vooraf bepalen waar elke euro heen gaat.',
    'Deciding beforehand where every euro goes.'),
  (43, 'personal-finance', 'overview', 'net-worth', 0.3, 'Eigen vermogen', 'Net worth',
    'Wat je bezit min wat je schuldig bent.',
    'What you own minus what you owe.'),
  (44, 'personal-finance', 'safety', 'emergency-fund', 0.3, 'Buffer', 'Emergency fund',
    'Geld voor drie tot zes maanden uitgaven, direct beschikbaar, voor wat je niet zag aankomen.',
    'Money for three to six months of spending, at hand, for what you did not see coming.'),
  (45, 'personal-finance', 'safety', 'debt-snowball-and-avalanche', 0.5, 'Schulden aflossen', 'Paying off debt',
    'De duurste schuld eerst kost het minst; de kleinste eerst geeft het snelst moed.',
    'The dearest debt first costs least; the smallest first gives courage soonest.'),
  (46, 'personal-finance', 'safety', 'insurance', 0.4, 'Verzekeren', 'Insurance',
    'Een klein zeker verlies betalen om een groot onzeker verlies te vermijden dat je niet kunt dragen.',
    'Paying a small certain loss to avoid a large uncertain one that you cannot bear.'),
  (47, 'personal-finance', 'growth', 'inflation', 0.4, 'Inflatie', 'Inflation',
    'Prijzen stijgen, dus hetzelfde geld koopt elk jaar minder.',
    'Prices rise, so the same money buys less each year.'),
  (48, 'personal-finance', 'growth', 'compound-interest', 0.5, 'Rente op rente', 'Compound interest',
    'Rente die zelf weer rente oplevert: groei gaat eerst traag en dan steeds sneller.',
    'Interest that earns interest itself: growth is slow at first and then ever faster.'),
  (49, 'personal-finance', 'growth', 'diversification', 0.6, 'Spreiden', 'Diversification',
    'Over veel beleggingen verdelen, zodat één tegenvaller weinig kost.',
    'Dividing over many investments, so that one setback costs little.'),
  (50, 'personal-finance', 'growth', 'risk-and-time-horizon', 0.7, 'Risico en looptijd', 'Risk and time horizon',
    'Hoe langer je het geld kunt missen, hoe meer schommelingen je kunt uitzitten.',
    'The longer you can do without the money, the more ups and downs you can sit out.'),
  (51, 'health-and-energy', 'sleep', 'sleep-pressure', 0.3, 'Slaapdruk', 'Sleep pressure',
    'Hoe langer je wakker bent, hoe groter de drang om te slapen; cafeïne verbergt die alleen.',
    'The longer you are awake, the stronger the urge to sleep; caffeine only hides it.'),
  (52, 'health-and-energy', 'sleep', 'circadian-rhythm', 0.4, 'Biologische klok', 'Circadian rhythm',
    'Je lichaam volgt een ritme van ongeveer een dag, dat licht in de ochtend gelijkzet.',
    'Your body follows a rhythm of about a day, which morning light sets right.'),
  (53, 'health-and-energy', 'sleep', 'sleep-hygiene', 0.3, 'Slaapgewoonten', 'Sleep hygiene',
    'Vaste tijden, een koele donkere kamer en geen fel licht in het laatste uur.',
    'Fixed times, a cool dark room and no bright light in the last hour.'),
  (54, 'health-and-energy', 'movement', 'zone-two', 0.4, 'Rustige duurinspanning', 'Zone two',
    'Bewegen in een tempo waarin je nog kunt praten: de basis voor uithoudingsvermogen.',
    'Moving at a pace at which you can still talk: the base of endurance.'),
  (55, 'health-and-energy', 'movement', 'progressive-overload', 0.5, 'Geleidelijk opbouwen', 'Progressive overload',
    'Steeds een klein beetje meer vragen dan de vorige keer, zodat het lichaam zich aanpast.',
    'Asking a little more than last time, so that the body adapts.'),
  (56, 'health-and-energy', 'movement', 'recovery', 0.4, 'Herstel', 'Recovery',
    'Je wordt sterker in de rust na de inspanning, niet tijdens de inspanning.',
    'You grow stronger in the rest after the effort, not during it.'),
  (57, 'health-and-energy', 'food', 'energy-balance', 0.3, 'Energiebalans', 'Energy balance',
    'Over langere tijd bepaalt het verschil tussen wat je eet en verbruikt je gewicht.',
    'Over time the difference between what you eat and use decides your weight.'),
  (58, 'health-and-energy', 'food', 'glycaemic-response', 0.6, 'Bloedsuikerreactie', 'Glycaemic response',
    'Hoe snel eten je bloedsuiker verhoogt; vezels, eiwit en vet maken de piek lager.',
    'How fast food raises your blood sugar; fibre, protein and fat lower the peak.'),
  (59, 'health-and-energy', 'stress', 'stress-response', 0.4, 'Stressreactie', 'Stress response',
    'Het lichaam maakt zich klaar voor actie: nuttig als het kort duurt, schadelijk als het blijft.',
    'The body gets ready for action: useful when short, harmful when it stays.'),
  (60, 'health-and-energy', 'stress', 'energy-management', 0.6, 'Energie verdelen', 'Energy management',
    'Inspanning en herstel afwisselen over de dag werkt beter dan alleen je tijd plannen.',
    'Alternating effort and recovery over the day works better than only planning your time.')
) as c (nth, subject, topic, code, difficulty, name_nl, name_en, description_nl, description_en)
join (values
  ('memory', 'Geheugen', 'Memory'),
  ('practice', 'Oefenen', 'Practice'),
  ('self-regulation', 'Zelfsturing', 'Self-regulation'),
  ('awareness', 'Bewustzijn', 'Awareness'),
  ('regulation', 'Reguleren', 'Regulation'),
  ('relations', 'Relaties', 'Relations'),
  ('habits', 'Gewoonten', 'Habits'),
  ('motivation', 'Motivatie', 'Motivation'),
  ('goals', 'Doelen', 'Goals'),
  ('listening', 'Luisteren', 'Listening'),
  ('expression', 'Je uitspreken', 'Speaking up'),
  ('conflict', 'Er samen uitkomen', 'Working it out'),
  ('overview', 'Overzicht', 'Overview'),
  ('safety', 'Zekerheid', 'Safety'),
  ('growth', 'Opbouwen', 'Growth'),
  ('sleep', 'Slaap', 'Sleep'),
  ('movement', 'Beweging', 'Movement'),
  ('food', 'Voeding', 'Food'),
  ('stress', 'Spanning en herstel', 'Stress and recovery')
) as t (topic, name_nl, name_en) on t.topic = c.topic;

select sync.register_table('public.concepts', scope => null, direction => 'down', priority => 47);


-- Concept prerequisites: what is best known before what. A graph without circles.

create table public.concept_prerequisites (
  id uuid not null,
  concept_id uuid not null,
  prerequisite_id uuid not null,
  importance_weight public.ratio not null,
  mastery_required public.ratio not null,
  dependency_strength public.ratio not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint concept_prerequisites_pkey primary key (id),
  constraint concept_prerequisites_concept_id_prerequisite_id_key unique (concept_id, prerequisite_id),
  constraint concept_prerequisites_concept_id_fkey foreign key (concept_id) references public.concepts (id) on delete cascade,
  constraint concept_prerequisites_prerequisite_id_fkey foreign key (prerequisite_id)
    references public.concepts (id) on delete restrict
);

comment on table public.concept_prerequisites is 'Catalogue: which concepts are best known before which.';
comment on column public.concept_prerequisites.concept_id is 'The concept that leans on the other.';
comment on column public.concept_prerequisites.prerequisite_id is 'The concept it leans on.';
comment on column public.concept_prerequisites.importance_weight is 'How much the concept needs it, from 0 to 1.';
comment on column public.concept_prerequisites.mastery_required is 'The mastery_level of the prerequisite from which on one is ready for the concept.';
comment on column public.concept_prerequisites.dependency_strength is 'How much knowing the prerequisite helps with the concept, from 0 to 1.';

create index concept_prerequisites_prerequisite_id_idx on public.concept_prerequisites (prerequisite_id);

comment on index public.concept_prerequisites_concept_id_prerequisite_id_key is 'Serves what a concept leans on.';
comment on index public.concept_prerequisites_prerequisite_id_idx is 'Serves what leans on a concept: the way up when circles are looked for.';

-- private.refuse_prerequisite_cycles: triggers `_250_cycles_*`, after insert or update. Nothing comes before
-- itself, by however many steps: nobody could ever begin.
-- Raises concept_prerequisite_cycle (PT409).
create function private.refuse_prerequisite_cycles()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
declare
  offending text;
begin
  -- Two transactions would not see each other's; the second waits here.
  perform pg_advisory_xact_lock(hashtextextended('concept_prerequisites', 0));
  with recursive before as (
    select n.concept_id, n.prerequisite_id from new_rows as n
    union
    select b.concept_id, p.prerequisite_id
    from before as b
    join public.concept_prerequisites as p on p.concept_id = b.prerequisite_id
  )
  select c.code into offending
  from before as b
  join public.concepts as c on c.id = b.concept_id
  where b.concept_id = b.prerequisite_id
  order by c.code
  limit 1;
  if offending is not null then
    raise exception using errcode = 'PT409', message = 'concept_prerequisite_cycle',
      detail = format('prerequisite_id: the concept %s would come before itself.', offending),
      hint = 'Leave out one of the prerequisites in the circle.';
  end if;
  return null;
end;
$$;

create trigger _100_touch before insert or update on public.concept_prerequisites
  for each row execute function private.touch();
create trigger _250_cycles_insert after insert on public.concept_prerequisites
  referencing new table as new_rows for each statement execute function private.refuse_prerequisite_cycles();
create trigger _250_cycles_update after update on public.concept_prerequisites
  referencing new table as new_rows for each statement execute function private.refuse_prerequisite_cycles();

alter table public.concept_prerequisites enable row level security;

create policy concept_prerequisites_select_everyone on public.concept_prerequisites for select to authenticated
  using (true);
-- No insert, update or delete: the catalogue is content, changed by migrations.

grant select on public.concept_prerequisites to authenticated, service_role;

insert into public.concept_prerequisites (
  id, concept_id, prerequisite_id, importance_weight, mastery_required, dependency_strength
)
select private.catalogue_id('concept_prerequisites', p.concept || '<' || p.prerequisite), private.catalogue_id('concepts', p.concept),
  private.catalogue_id('concepts', p.prerequisite), p.importance, p.required, p.strength
from (
  values
    ('chunking', 'working-memory', 0.8, 0.6, 0.7),
    ('forgetting-curve', 'working-memory', 0.4, 0.5, 0.4),
    ('cognitive-load', 'working-memory', 0.9, 0.6, 0.8),
    ('cognitive-load', 'chunking', 0.5, 0.5, 0.5),
    ('active-recall', 'forgetting-curve', 0.6, 0.5, 0.6),
    ('spaced-repetition', 'forgetting-curve', 0.9, 0.6, 0.9),
    ('spaced-repetition', 'active-recall', 0.8, 0.6, 0.8),
    ('interleaving', 'active-recall', 0.6, 0.6, 0.5),
    ('interleaving', 'spaced-repetition', 0.5, 0.5, 0.5),
    ('desirable-difficulty', 'active-recall', 0.7, 0.6, 0.7),
    ('desirable-difficulty', 'interleaving', 0.6, 0.5, 0.6),
    ('metacognition', 'cognitive-load', 0.4, 0.5, 0.4),
    ('metacognition', 'active-recall', 0.6, 0.6, 0.6),
    ('deliberate-practice', 'desirable-difficulty', 0.8, 0.6, 0.8),
    ('deliberate-practice', 'metacognition', 0.7, 0.6, 0.7),
    ('valence-and-arousal', 'emotion-labelling', 0.7, 0.6, 0.7),
    ('emotional-triggers', 'emotion-labelling', 0.7, 0.6, 0.6),
    ('interoception', 'emotion-labelling', 0.5, 0.5, 0.5),
    ('cognitive-reappraisal', 'emotion-labelling', 0.8, 0.6, 0.8),
    ('cognitive-reappraisal', 'emotional-triggers', 0.6, 0.5, 0.6),
    ('physiological-sigh', 'interoception', 0.4, 0.4, 0.4),
    ('window-of-tolerance', 'valence-and-arousal', 0.8, 0.6, 0.8),
    ('window-of-tolerance', 'interoception', 0.6, 0.5, 0.6),
    ('empathy', 'emotion-labelling', 0.6, 0.6, 0.6),
    ('emotional-contagion', 'empathy', 0.7, 0.6, 0.6),
    ('self-compassion', 'cognitive-reappraisal', 0.5, 0.5, 0.5),
    ('self-compassion', 'empathy', 0.6, 0.5, 0.6),
    ('implementation-intention', 'habit-loop', 0.7, 0.6, 0.7),
    ('habit-stacking', 'habit-loop', 0.8, 0.6, 0.8),
    ('habit-stacking', 'implementation-intention', 0.6, 0.5, 0.6),
    ('environment-design', 'habit-loop', 0.8, 0.6, 0.7),
    ('self-determination', 'intrinsic-motivation', 0.9, 0.6, 0.9),
    ('growth-mindset', 'intrinsic-motivation', 0.4, 0.4, 0.4),
    ('process-goals', 'intrinsic-motivation', 0.4, 0.4, 0.4),
    ('mental-contrasting', 'process-goals', 0.6, 0.5, 0.6),
    ('mental-contrasting', 'implementation-intention', 0.7, 0.6, 0.7),
    ('relapse-planning', 'habit-loop', 0.7, 0.6, 0.7),
    ('relapse-planning', 'implementation-intention', 0.8, 0.6, 0.8),
    ('relapse-planning', 'self-compassion', 0.4, 0.4, 0.4),
    ('deliberate-practice', 'process-goals', 0.4, 0.4, 0.4),
    ('paraphrasing', 'active-listening', 0.9, 0.6, 0.8),
    ('open-questions', 'active-listening', 0.5, 0.5, 0.5),
    ('i-messages', 'observation-versus-judgement', 0.8, 0.6, 0.8),
    ('i-messages', 'emotion-labelling', 0.6, 0.5, 0.6),
    ('assertiveness', 'i-messages', 0.7, 0.6, 0.7),
    ('setting-boundaries', 'assertiveness', 0.8, 0.6, 0.8),
    ('nonviolent-communication', 'observation-versus-judgement', 0.9, 0.7, 0.9),
    ('nonviolent-communication', 'i-messages', 0.8, 0.6, 0.8),
    ('nonviolent-communication', 'empathy', 0.6, 0.5, 0.6),
    ('interests-and-positions', 'open-questions', 0.7, 0.6, 0.7),
    ('interests-and-positions', 'paraphrasing', 0.6, 0.5, 0.6),
    ('giving-feedback', 'observation-versus-judgement', 0.8, 0.6, 0.8),
    ('giving-feedback', 'i-messages', 0.6, 0.5, 0.6),
    ('budgeting', 'cash-flow', 0.9, 0.6, 0.9),
    ('net-worth', 'cash-flow', 0.4, 0.4, 0.4),
    ('emergency-fund', 'budgeting', 0.7, 0.6, 0.7),
    ('debt-snowball-and-avalanche', 'budgeting', 0.7, 0.6, 0.7),
    ('debt-snowball-and-avalanche', 'net-worth', 0.5, 0.5, 0.5),
    ('insurance', 'emergency-fund', 0.6, 0.5, 0.6),
    ('compound-interest', 'inflation', 0.5, 0.5, 0.5),
    ('diversification', 'compound-interest', 0.5, 0.5, 0.5),
    ('risk-and-time-horizon', 'diversification', 0.8, 0.6, 0.8),
    ('risk-and-time-horizon', 'emergency-fund', 0.6, 0.6, 0.5),
    ('risk-and-time-horizon', 'inflation', 0.6, 0.5, 0.6),
    ('sleep-hygiene', 'sleep-pressure', 0.7, 0.5, 0.7),
    ('sleep-hygiene', 'circadian-rhythm', 0.8, 0.6, 0.8),
    ('progressive-overload', 'zone-two', 0.4, 0.4, 0.4),
    ('recovery', 'progressive-overload', 0.6, 0.5, 0.6),
    ('recovery', 'sleep-pressure', 0.5, 0.4, 0.5),
    ('glycaemic-response', 'energy-balance', 0.6, 0.5, 0.6),
    ('energy-management', 'stress-response', 0.8, 0.6, 0.8),
    ('energy-management', 'recovery', 0.7, 0.6, 0.7),
    ('energy-management', 'circadian-rhythm', 0.6, 0.5, 0.6),
    ('stress-response', 'physiological-sigh', 0.3, 0.3, 0.3)
) as p (concept, prerequisite, importance, required, strength);

select sync.register_table('public.concept_prerequisites', scope => null, direction => 'down', priority => 46);


-- Learning DNA: how a person learns best: cognitive profile, motivation, emotional patterns, and what works. One row.

create table public.learning_dna (
  user_id uuid not null,
  id uuid not null,
  version integer not null default 1,
  primary_learning_style text,
  secondary_learning_style text,
  learning_style_confidence public.ratio,
  learning_style_assessment_method text,
  learning_style_assessed_at timestamptz(3),
  processing_speed text,
  working_memory_capacity text,
  attention_span_minutes public.minutes,
  information_processing_preference text,
  multitasking_ability text,
  preferred_difficulty_level public.ratio,
  challenge_tolerance text,
  explanation_depth_preference public.explanation_style,
  example_density_preference text,
  abstract_vs_concrete double precision,
  goal_orientation text,
  intrinsic_motivation_level public.ratio,
  extrinsic_motivation_responsiveness public.ratio,
  feedback_preference text,
  achievement_sensitivity public.ratio,
  autonomy_preference text,
  optimal_emotional_states text[] not null default '{}',
  problematic_emotional_states text[] not null default '{}',
  stress_triggers text[] not null default '{}',
  confidence_builders text[] not null default '{}',
  engagement_factors text[] not null default '{}',
  emotional_recovery_strategies text[] not null default '{}',
  emotional_resilience_score public.ratio,
  subjects_performance jsonb not null default '{}',
  overall_learning_velocity double precision,
  personalization_effectiveness public.ratio,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint learning_dna_pkey primary key (user_id, id),
  constraint learning_dna_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint learning_dna_is_one_row check (id = user_id),
  constraint learning_dna_version_is_positive check (version > 0),
  constraint learning_dna_primary_style_is_known check (
    primary_learning_style in ('visual', 'auditory', 'kinesthetic', 'reading_writing')
  ),
  constraint learning_dna_secondary_style_is_known check (
    secondary_learning_style in ('visual', 'auditory', 'kinesthetic', 'reading_writing')
  ),
  constraint learning_dna_assessment_method_is_known check (
    learning_style_assessment_method in ('survey', 'behavioral_analysis', 'hybrid')
  ),
  constraint learning_dna_processing_speed_is_known check (processing_speed in ('slow', 'average', 'fast')),
  constraint learning_dna_working_memory_is_known check (working_memory_capacity in ('low', 'average', 'high')),
  constraint learning_dna_attention_span_fits_day check (attention_span_minutes between 1 and 1440),
  constraint learning_dna_processing_preference_is_known check (
    information_processing_preference in ('sequential', 'global', 'mixed')
  ),
  constraint learning_dna_multitasking_is_known check (multitasking_ability in ('low', 'average', 'high')),
  constraint learning_dna_challenge_tolerance_is_known check (challenge_tolerance in ('low', 'moderate', 'high')),
  constraint learning_dna_example_density_is_known check (
    example_density_preference in ('minimal', 'moderate', 'extensive')
  ),
  constraint learning_dna_abstract_vs_concrete_is_bounded check (abstract_vs_concrete between -1 and 1),
  constraint learning_dna_goal_orientation_is_known check (
    goal_orientation in ('mastery', 'performance', 'social', 'mixed')
  ),
  constraint learning_dna_feedback_preference_is_known check (
    feedback_preference in ('immediate', 'periodic', 'milestone_based')
  ),
  constraint learning_dna_autonomy_preference_is_known check (
    autonomy_preference in ('guided', 'semi_independent', 'self_directed')
  ),
  constraint learning_dna_optimal_states_are_known check (
    private.texts_fit(optimal_emotional_states, 13, 40) and optimal_emotional_states <@ private.emotional_states()
  ),
  constraint learning_dna_problematic_states_are_known check (
    private.texts_fit(problematic_emotional_states, 13, 40) and problematic_emotional_states <@ private.emotional_states()
  ),
  constraint learning_dna_stress_triggers_are_bounded check (private.texts_fit(stress_triggers, 50, 200)),
  constraint learning_dna_confidence_builders_are_bounded check (private.texts_fit(confidence_builders, 50, 200)),
  constraint learning_dna_engagement_factors_are_bounded check (private.texts_fit(engagement_factors, 50, 200)),
  constraint learning_dna_recovery_strategies_are_bounded check (private.texts_fit(emotional_recovery_strategies, 50, 200)),
  constraint learning_dna_subjects_performance_has_shape check (
    jsonb_typeof(subjects_performance) = 'object'
    and private.objects_fit(
      jsonb_path_query_array(subjects_performance, '$.*'),
      '{"mastery_rate": "fraction", "engagement_level": "fraction", "optimal_difficulty": "fraction"}', 100
    )
  ),
  constraint learning_dna_velocity_is_not_negative check (overall_learning_velocity >= 0)
);

comment on table public.learning_dna is 'How a person learns best: cognitive profile, motivation, emotional patterns, and what works. One row each.';
comment on column public.learning_dna.id is 'The same as user_id: two devices cannot make two rows.';
comment on column public.learning_dna.version is 'Grows by one with each change of the profile, whoever made it; what the server measures does not count. Counted by the server.';
comment on column public.learning_dna.primary_learning_style is 'How the person likes to take things in.';
comment on column public.learning_dna.secondary_learning_style is 'The next best way, when there is one.';
comment on column public.learning_dna.learning_style_confidence is 'How sure the assessment of the style is, from 0 to 1.';
comment on column public.learning_dna.learning_style_assessment_method is 'How the style was found out.';
comment on column public.learning_dna.attention_span_minutes is 'How long the person stays with one thing, in minutes.';
comment on column public.learning_dna.information_processing_preference is 'sequential: step by step; global: the whole first.';
comment on column public.learning_dna.preferred_difficulty_level is 'From 0, easy, to 1, as hard as can be.';
comment on column public.learning_dna.abstract_vs_concrete is 'From -1, concrete, to 1, abstract.';
comment on column public.learning_dna.goal_orientation is 'What a goal is for: being able, showing it, belonging.';
comment on column public.learning_dna.intrinsic_motivation_level is 'How much the person learns for its own sake, from 0 to 1.';
comment on column public.learning_dna.extrinsic_motivation_responsiveness is 'How much rewards move the person, from 0 to 1.';
comment on column public.learning_dna.feedback_preference is 'When the person likes to hear how it went.';
comment on column public.learning_dna.achievement_sensitivity is 'How much badges and streaks move the person, from 0 to 1.';
comment on column public.learning_dna.autonomy_preference is 'How much guidance the person likes.';
comment on column public.learning_dna.optimal_emotional_states is 'States in which the person learns well, of emotional_states.';
comment on column public.learning_dna.problematic_emotional_states is 'States in which the person learns badly, of emotional_states.';
comment on column public.learning_dna.stress_triggers is 'What puts the person under stress. What two devices add is all kept.';
comment on column public.learning_dna.confidence_builders is 'What gives the person confidence.';
comment on column public.learning_dna.engagement_factors is 'What draws the person in.';
comment on column public.learning_dna.emotional_recovery_strategies is 'What helps the person to come round.';
comment on column public.learning_dna.emotional_resilience_score is 'How well the person comes round, from 0 to 1.';
comment on column public.learning_dna.subjects_performance is
  '{subject code: {"mastery_rate", "engagement_level", "optimal_difficulty"}}, each 0 to 1. Written by the server.';
comment on column public.learning_dna.overall_learning_velocity is 'Concepts mastered per hour of sessions. Written by the server.';
comment on column public.learning_dna.personalization_effectiveness is
  'How much better the person does when sessions adapt to them, from 0 to 1. Written by the server.';

create index learning_dna_updated_at_idx on public.learning_dna (updated_at desc);
create index learning_dna_primary_learning_style_idx on public.learning_dna (primary_learning_style)
  where primary_learning_style is not null;
create index learning_dna_overall_learning_velocity_idx on public.learning_dna (overall_learning_velocity desc)
  where overall_learning_velocity is not null;

-- One person's profile is found by the primary key.
comment on index public.learning_dna_updated_at_idx is 'Serves operators: profiles that changed lately, over all people.';
comment on index public.learning_dna_primary_learning_style_idx is 'Serves operators: how many people learn in which style.';
comment on index public.learning_dna_overall_learning_velocity_idx is 'Serves operators: how fast people learn, over all people.';

-- private.count_dna_version: trigger `_200_version`, before update. The next version, if anything of the profile changed; what is
-- measured of its effectiveness changes all the time and is none.
create function private.count_dna_version()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
declare
  measured constant text[] := '{version,subjects_performance,overall_learning_velocity,personalization_effectiveness,created_at,updated_at}';
begin
  new.version := old.version;
  if to_jsonb(new) - measured <> to_jsonb(old) - measured then
    new.version := old.version + 1;
  end if;
  return new;
end;
$$;

create trigger _100_touch before insert or update on public.learning_dna
  for each row execute function private.touch();
create trigger _200_version before update on public.learning_dna
  for each row execute function private.count_dna_version();

alter table public.learning_dna enable row level security;

create policy learning_dna_select_own on public.learning_dna for select to authenticated
  using (user_id = (select auth.uid()));
create policy learning_dna_insert_own on public.learning_dna for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy learning_dna_update_own on public.learning_dna for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy learning_dna_delete_own on public.learning_dna for delete to authenticated
  using (user_id = (select auth.uid()));

grant select, delete on public.learning_dna to authenticated;
grant insert (
  user_id, id, primary_learning_style, secondary_learning_style, learning_style_confidence,
  learning_style_assessment_method, learning_style_assessed_at, processing_speed, working_memory_capacity,
  attention_span_minutes, information_processing_preference, multitasking_ability, preferred_difficulty_level,
  challenge_tolerance, explanation_depth_preference, example_density_preference, abstract_vs_concrete,
  goal_orientation, intrinsic_motivation_level, extrinsic_motivation_responsiveness, feedback_preference,
  achievement_sensitivity, autonomy_preference, optimal_emotional_states, problematic_emotional_states,
  stress_triggers, confidence_builders, engagement_factors, emotional_recovery_strategies,
  emotional_resilience_score, created_at, updated_at
) on public.learning_dna to authenticated;
grant update (
  primary_learning_style, secondary_learning_style, learning_style_confidence,
  learning_style_assessment_method, learning_style_assessed_at, processing_speed, working_memory_capacity,
  attention_span_minutes, information_processing_preference, multitasking_ability, preferred_difficulty_level,
  challenge_tolerance, explanation_depth_preference, example_density_preference, abstract_vs_concrete,
  goal_orientation, intrinsic_motivation_level, extrinsic_motivation_responsiveness, feedback_preference,
  achievement_sensitivity, autonomy_preference, optimal_emotional_states, problematic_emotional_states,
  stress_triggers, confidence_builders, engagement_factors, emotional_recovery_strategies,
  emotional_resilience_score, created_at, updated_at
) on public.learning_dna to authenticated;
-- The coach learns how a person learns.
grant select, insert, update on public.learning_dna to service_role;

select sync.register_table('public.learning_dna',
  column_rules => '{
    "optimal_emotional_states": "union", "problematic_emotional_states": "union", "stress_triggers": "union",
    "confidence_builders": "union", "engagement_factors": "union", "emotional_recovery_strategies": "union"
  }',
  pull_only => '{version,subjects_performance,overall_learning_velocity,personalization_effectiveness}',
  priority => 72);


-- Learning DNA assessments: each time the profile was looked at anew, and what changed.

create table public.learning_dna_assessments (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  assessed_at timestamptz(3) not null default now(),
  assessment_type text not null,
  changes_made text[] not null default '{}',
  confidence_delta double precision not null default 0,
  dna_version integer,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint learning_dna_assessments_pkey primary key (user_id, id),
  constraint learning_dna_assessments_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint learning_dna_assessments_type_is_known check (
    assessment_type in ('initial', 'behavioral_update', 'user_feedback', 'performance_based')
  ),
  constraint learning_dna_assessments_changes_are_bounded check (private.texts_fit(changes_made, 60, 500)),
  constraint learning_dna_assessments_delta_is_bounded check (confidence_delta between -1 and 1),
  constraint learning_dna_assessments_version_is_positive check (dna_version > 0)
);

comment on table public.learning_dna_assessments is 'How the learning DNA evolved: each assessment, and what it changed.';
comment on column public.learning_dna_assessments.changes_made is 'What changed in the profile, one line a change.';
comment on column public.learning_dna_assessments.confidence_delta is 'By how much the profile became surer, from -1 to 1.';
comment on column public.learning_dna_assessments.dna_version is 'The version of learning_dna that it led to, when known.';

create index learning_dna_assessments_user_id_assessed_at_idx on public.learning_dna_assessments (user_id, assessed_at desc);

comment on index public.learning_dna_assessments_user_id_assessed_at_idx is 'Serves how a person''s profile evolved.';

create trigger _100_touch before insert or update on public.learning_dna_assessments
  for each row execute function private.touch();

alter table public.learning_dna_assessments enable row level security;

create policy learning_dna_assessments_select_own on public.learning_dna_assessments for select to authenticated
  using (user_id = (select auth.uid()));
create policy learning_dna_assessments_insert_own on public.learning_dna_assessments for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy learning_dna_assessments_update_own on public.learning_dna_assessments for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy learning_dna_assessments_delete_own on public.learning_dna_assessments for delete to authenticated
  using (user_id = (select auth.uid()));

grant select, delete on public.learning_dna_assessments to authenticated;
grant insert (
  user_id, id, assessed_at, assessment_type, changes_made, confidence_delta, dna_version, created_at,
  updated_at
) on public.learning_dna_assessments to authenticated;
grant update (
  assessed_at, assessment_type, changes_made, confidence_delta, dna_version, created_at, updated_at
) on public.learning_dna_assessments to authenticated;
grant select, insert on public.learning_dna_assessments to service_role;

select sync.register_table('public.learning_dna_assessments', priority => 35);


-- Learning sessions: one sitting, with what it was for, what was done and how it went.

create table public.learning_sessions (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  started_at timestamptz(3) not null default now(),
  ended_at timestamptz(3),
  duration_minutes public.minutes generated always as (
    case when ended_at >= started_at then least(floor(extract(epoch from ended_at - started_at) / 60), 525600)::integer end
  ) stored,
  session_type text not null default 'study',
  subject_id uuid,
  topics text[] not null default '{}',
  learning_objectives text[] not null default '{}',
  initial_difficulty_level public.ratio,
  device_type text,
  platform public.platform,
  concepts_introduced text[] not null default '{}',
  concepts_practiced text[] not null default '{}',
  concepts_mastered text[] not null default '{}',
  knowledge_gaps_identified text[] not null default '{}',
  mastery_demonstrations jsonb not null default '[]',
  initial_emotional_state public.emotional_state,
  final_emotional_state public.emotional_state,
  overall_emotional_health_score public.ratio,
  questions_attempted integer not null default 0,
  questions_correct integer not null default 0,
  accuracy_percentage numeric(5, 2) generated always as (
    case when questions_attempted > 0 then round(100.0 * questions_correct / questions_attempted, 2) end
  ) stored,
  average_response_time_seconds double precision,
  difficulty_progression jsonb not null default '[]',
  follow_up_questions integer not null default 0,
  self_directed_exploration boolean not null default false,
  session_completion_rate public.ratio,
  total_ai_queries integer not null default 0,
  providers_used jsonb not null default '{}',
  total_tokens_consumed bigint not null default 0,
  total_ai_cost_micros bigint not null default 0,
  ai_cost_currency text not null default 'USD',
  average_ai_response_time_ms integer,
  ai_cache_hit_rate public.ratio,
  quality_scores double precision[] not null default '{}',
  learning_objectives_met text[] not null default '{}',
  areas_needing_more_work text[] not null default '{}',
  user_satisfaction_rating smallint,
  perceived_difficulty_rating smallint,
  emotional_satisfaction_rating smallint,
  next_session_recommendations text[] not null default '{}',
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint learning_sessions_pkey primary key (user_id, id),
  constraint learning_sessions_started_at_is_plausible check (started_at between '1970-01-01 00:00+00' and '2999-12-31 00:00+00'),
  constraint learning_sessions_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint learning_sessions_subject_id_fkey foreign key (subject_id) references public.subjects (id) on delete restrict,
  constraint learning_sessions_ends_after_start check (ended_at >= started_at),
  constraint learning_sessions_type_is_known check (
    session_type in ('study', 'practice', 'assessment', 'revision', 'exploration')
  ),
  constraint learning_sessions_device_type_is_known check (device_type in ('mobile', 'tablet', 'desktop')),
  constraint learning_sessions_topics_are_bounded check (private.texts_fit(topics, 50, 200)),
  constraint learning_sessions_objectives_are_bounded check (private.texts_fit(learning_objectives, 50, 500)),
  constraint learning_sessions_introduced_are_bounded check (private.texts_fit(concepts_introduced, 200, 80)),
  constraint learning_sessions_practiced_are_bounded check (private.texts_fit(concepts_practiced, 200, 80)),
  constraint learning_sessions_mastered_are_bounded check (private.texts_fit(concepts_mastered, 200, 80)),
  constraint learning_sessions_gaps_are_bounded check (private.texts_fit(knowledge_gaps_identified, 100, 500)),
  constraint learning_sessions_demonstrations_have_shape check (
    private.objects_fit(
      mastery_demonstrations, '{"concept": "code", "evidence": "text", "confidence_level": "fraction"}', 100
    )
  ),
  constraint learning_sessions_attempted_is_count check (questions_attempted between 0 and 100000),
  constraint learning_sessions_correct_were_attempted check (questions_correct between 0 and questions_attempted),
  constraint learning_sessions_response_time_is_bounded check (average_response_time_seconds between 0 and 86400),
  constraint learning_sessions_progression_has_shape check (
    private.objects_fit(
      difficulty_progression, '{"timestamp": "instant", "difficulty_level": "fraction", "success_rate": "fraction"}', 500
    )
  ),
  constraint learning_sessions_follow_ups_are_count check (follow_up_questions between 0 and 100000),
  constraint learning_sessions_ai_queries_are_count check (total_ai_queries >= 0),
  constraint learning_sessions_providers_have_shape check (private.map_fits(providers_used, 'code', 'count', 50)),
  constraint learning_sessions_tokens_are_count check (total_tokens_consumed >= 0),
  constraint learning_sessions_ai_cost_is_not_negative check (total_ai_cost_micros >= 0),
  constraint learning_sessions_ai_cost_currency_is_iso4217 check (ai_cost_currency ~ '^[A-Z]{3}$'),
  constraint learning_sessions_ai_response_time_is_duration check (average_ai_response_time_ms >= 0),
  constraint learning_sessions_quality_scores_are_fractions check (private.fractions_fit(quality_scores, 10000)),
  constraint learning_sessions_objectives_met_are_bounded check (private.texts_fit(learning_objectives_met, 50, 500)),
  constraint learning_sessions_more_work_is_bounded check (private.texts_fit(areas_needing_more_work, 50, 500)),
  constraint learning_sessions_satisfaction_is_rating check (user_satisfaction_rating between 1 and 5),
  constraint learning_sessions_perceived_difficulty_is_rating check (perceived_difficulty_rating between 1 and 5),
  constraint learning_sessions_emotional_satisfaction_is_rating check (emotional_satisfaction_rating between 1 and 5),
  constraint learning_sessions_recommendations_are_bounded check (private.texts_fit(next_session_recommendations, 50, 500))
);

comment on table public.learning_sessions is 'One sitting of learning: what it was for, what was done, and how it went.';
comment on column public.learning_sessions.ended_at is 'Null while it goes on.';
comment on column public.learning_sessions.duration_minutes is 'Whole minutes from start to end. Computed, so that it cannot disagree.';
comment on column public.learning_sessions.subject_id is 'Null when it is about something the catalogue does not have; topics say what.';
comment on column public.learning_sessions.topics is 'What it was about, in the person''s words or by topic code.';
comment on column public.learning_sessions.initial_difficulty_level is 'Where it began, from 0, easy, to 1.';
comment on column public.learning_sessions.concepts_introduced is 'Codes of concepts that were new; also of ones the catalogue does not have.';
comment on column public.learning_sessions.concepts_practiced is 'Codes of concepts that were practised.';
comment on column public.learning_sessions.concepts_mastered is 'Codes of concepts the person mastered in it, as the coach saw it. What counts as mastered elsewhere follows from mastery_reviews.';
comment on column public.learning_sessions.knowledge_gaps_identified is 'What turned out to be missing.';
comment on column public.learning_sessions.mastery_demonstrations is '[{"concept": code, "evidence": text, "confidence_level": 0 to 1}].';
comment on column public.learning_sessions.initial_emotional_state is 'How it began. What came between is in emotional_readings, what was done about it in learning_interventions.';
comment on column public.learning_sessions.final_emotional_state is 'How it ended.';
comment on column public.learning_sessions.overall_emotional_health_score is 'How the person fared in it, from 0 to 1, as the coach saw it.';
comment on column public.learning_sessions.accuracy_percentage is 'Correct of attempted, in percent; null without questions. Computed, so that it cannot disagree.';
comment on column public.learning_sessions.average_response_time_seconds is 'How long the person took to answer, in seconds, on average.';
comment on column public.learning_sessions.difficulty_progression is '[{"timestamp": ISO 8601, "difficulty_level": 0 to 1, "success_rate": 0 to 1}].';
comment on column public.learning_sessions.follow_up_questions is 'Questions the person asked of their own accord.';
comment on column public.learning_sessions.self_directed_exploration is 'Whether the person went beyond what was offered.';
comment on column public.learning_sessions.session_completion_rate is 'Share of what was planned that was done.';
comment on column public.learning_sessions.total_ai_queries is 'Answers of the coach. This and the following follow from learning_interactions; computed by the server.';
comment on column public.learning_sessions.providers_used is '{provider: number of answers}.';
comment on column public.learning_sessions.total_ai_cost_micros is 'In millionths of ai_cost_currency.';
comment on column public.learning_sessions.ai_cost_currency is 'Currency after ISO 4217. Providers charge in US dollars.';
comment on column public.learning_sessions.average_ai_response_time_ms is 'How long the coach took to answer, in milliseconds, on average.';
comment on column public.learning_sessions.ai_cache_hit_rate is 'Share of answers that came from a cache.';
comment on column public.learning_sessions.quality_scores is 'Quality of each answer that was rated, from 0 to 1, in order.';
comment on column public.learning_sessions.user_satisfaction_rating is 'From 1, not at all, to 5.';
comment on column public.learning_sessions.perceived_difficulty_rating is 'From 1, far too easy, by 3, right, to 5, far too hard.';
comment on column public.learning_sessions.emotional_satisfaction_rating is 'How the person felt supported, from 1, not at all, to 5.';

create index learning_sessions_user_id_started_at_idx on public.learning_sessions (user_id, started_at desc);
create index learning_sessions_user_id_subject_id_started_at_idx on public.learning_sessions (user_id, subject_id, started_at desc);
create index learning_sessions_subject_id_started_at_idx on public.learning_sessions (subject_id, started_at desc);
create index learning_sessions_started_at_idx on public.learning_sessions (started_at desc);
create index learning_sessions_total_ai_cost_micros_idx on public.learning_sessions (total_ai_cost_micros desc)
  where total_ai_cost_micros > 0;
create index learning_sessions_document_idx on public.learning_sessions
  using gin (
    user_id,
    private.document(
      null, private.join_texts(topics), private.join_texts(learning_objectives), private.join_texts(knowledge_gaps_identified)
    )
  );
alter index public.learning_sessions_document_idx alter column 2 set statistics 0;

-- One session is found by the primary key.
comment on index public.learning_sessions_user_id_started_at_idx is 'Serves recent_learning_sessions, the commonest question, and rollups of a day.';
comment on index public.learning_sessions_user_id_subject_id_started_at_idx is 'Serves a person''s sessions about a subject, latest first.';
comment on index public.learning_sessions_subject_id_started_at_idx is 'Serves operators: how much a subject is studied, over all people; and under its foreign key.';
comment on index public.learning_sessions_started_at_idx is 'Serves operators: sessions by time, over all people; and retention.';
comment on index public.learning_sessions_total_ai_cost_micros_idx is 'Serves operators: the sessions that cost most.';
comment on index public.learning_sessions_document_idx is 'Serves search_everything.';

create trigger _100_touch before insert or update on public.learning_sessions
  for each row execute function private.touch();
create trigger _200_settle before insert or update on public.learning_sessions
  for each row when (new.started_at > now() + interval '2 seconds') execute function private.settle_moment('started_at');

alter table public.learning_sessions enable row level security;

create policy learning_sessions_select_own on public.learning_sessions for select to authenticated
  using (user_id = (select auth.uid()));
create policy learning_sessions_insert_own on public.learning_sessions for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy learning_sessions_update_own on public.learning_sessions for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy learning_sessions_delete_own on public.learning_sessions for delete to authenticated
  using (user_id = (select auth.uid()));

grant select, delete on public.learning_sessions to authenticated;
grant insert (
  user_id, id, started_at, ended_at, session_type, subject_id, topics, learning_objectives,
  initial_difficulty_level, device_type, platform, concepts_introduced, concepts_practiced, concepts_mastered,
  knowledge_gaps_identified, mastery_demonstrations, initial_emotional_state, final_emotional_state,
  overall_emotional_health_score, questions_attempted, questions_correct, average_response_time_seconds,
  difficulty_progression, follow_up_questions, self_directed_exploration, session_completion_rate,
  learning_objectives_met, areas_needing_more_work, user_satisfaction_rating, perceived_difficulty_rating,
  emotional_satisfaction_rating, next_session_recommendations, created_at, updated_at
) on public.learning_sessions to authenticated;
grant update (
  started_at, ended_at, session_type, subject_id, topics, learning_objectives, initial_difficulty_level,
  device_type, platform, concepts_introduced, concepts_practiced, concepts_mastered, knowledge_gaps_identified,
  mastery_demonstrations, initial_emotional_state, final_emotional_state, overall_emotional_health_score,
  questions_attempted, questions_correct, average_response_time_seconds, difficulty_progression,
  follow_up_questions, self_directed_exploration, session_completion_rate, learning_objectives_met,
  areas_needing_more_work, user_satisfaction_rating, perceived_difficulty_rating,
  emotional_satisfaction_rating, next_session_recommendations, created_at, updated_at
) on public.learning_sessions to authenticated;
-- The coach notes what it saw and what to do next; how the person rates it is theirs.
grant select, update (
  concepts_introduced, concepts_practiced, concepts_mastered, knowledge_gaps_identified, mastery_demonstrations,
  final_emotional_state, overall_emotional_health_score, difficulty_progression, learning_objectives_met,
  areas_needing_more_work, next_session_recommendations
) on public.learning_sessions to service_role;

select sync.register_table('public.learning_sessions',
  column_rules => '{
    "topics": "union", "learning_objectives": "union", "concepts_introduced": "union", "concepts_practiced": "union",
    "concepts_mastered": "union", "knowledge_gaps_identified": "union", "learning_objectives_met": "union",
    "areas_needing_more_work": "union", "next_session_recommendations": "union", "mastery_demonstrations": "union",
    "difficulty_progression": "union", "questions_attempted": "max", "questions_correct": "max", "follow_up_questions": "max",
    "ended_at": "max", "started_at": "min"
  }',
  pull_only => '{
    duration_minutes,accuracy_percentage,total_ai_queries,providers_used,total_tokens_consumed,total_ai_cost_micros,
    ai_cost_currency,average_ai_response_time_ms,ai_cache_hit_rate,quality_scores
  }',
  priority => 55);


-- Learning interactions: each exchange of a session, with what the coach answered, sensed and adapted. They go with the
-- session.

create table public.learning_interactions (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  session_id uuid not null,
  occurred_at timestamptz(3) not null default now(),
  interaction_type text not null,
  user_input public.long_text,
  ai_text public.long_text,
  ai_provider public.slug,
  ai_response_time_ms integer,
  ai_tokens_used integer,
  ai_cost_micros bigint,
  ai_cache_hit boolean,
  ai_quality_score public.ratio,
  detected_emotion public.emotional_state,
  emotion_confidence public.ratio,
  emotional_intensity public.ratio,
  adaptations_applied text[] not null default '{}',
  difficulty_adjustment double precision,
  explanation_style public.explanation_style,
  content_modifications text[] not null default '{}',
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint learning_interactions_pkey primary key (user_id, id),
  constraint learning_interactions_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint learning_interactions_session_id_fkey foreign key (user_id, session_id)
    references public.learning_sessions (user_id, id) on delete cascade,
  constraint learning_interactions_type_is_known check (
    interaction_type in ('question', 'response', 'feedback', 'assessment')
  ),
  constraint learning_interactions_ai_has_provider check (
    (ai_provider is not null) = (ai_text is not null)
    and (ai_provider is not null or num_nonnulls(ai_response_time_ms, ai_tokens_used, ai_cost_micros, ai_cache_hit, ai_quality_score) = 0)
  ),
  constraint learning_interactions_response_time_is_bounded check (ai_response_time_ms between 0 and 3600000),
  constraint learning_interactions_tokens_are_bounded check (ai_tokens_used between 0 and 10000000),
  constraint learning_interactions_cost_is_bounded check (ai_cost_micros between 0 and 1000000000),
  constraint learning_interactions_emotion_has_details check (
    detected_emotion is not null or num_nonnulls(emotion_confidence, emotional_intensity) = 0
  ),
  constraint learning_interactions_adaptations_are_bounded check (private.texts_fit(adaptations_applied, 20, 200)),
  constraint learning_interactions_adjustment_is_bounded check (difficulty_adjustment between -1 and 1),
  constraint learning_interactions_modifications_are_bounded check (private.texts_fit(content_modifications, 20, 200))
);

comment on table public.learning_interactions is 'Each exchange of a learning session: what the person said, what the coach answered, sensed and adapted.';
comment on column public.learning_interactions.user_input is 'What the person said. Sensitive.';
comment on column public.learning_interactions.ai_text is 'What the coach answered.';
comment on column public.learning_interactions.ai_provider is 'Who made the answer: groq, gemini, emergent, or whoever comes after them.';
comment on column public.learning_interactions.ai_response_time_ms is 'How long the answer took, in milliseconds.';
comment on column public.learning_interactions.ai_cost_micros is 'What the answer cost, in millionths of a US dollar.';
comment on column public.learning_interactions.ai_cache_hit is 'Whether the answer came from a cache.';
comment on column public.learning_interactions.ai_quality_score is 'How good the answer was, from 0 to 1, when it was rated.';
comment on column public.learning_interactions.detected_emotion is 'What the coach sensed. It counts in analytics only when it is also written to emotional_readings.';
comment on column public.learning_interactions.emotion_confidence is 'How sure the coach was, from 0 to 1.';
comment on column public.learning_interactions.emotional_intensity is 'How strong the emotion was, from 0 to 1.';
comment on column public.learning_interactions.adaptations_applied is 'What the coach did differently because of the emotion.';
comment on column public.learning_interactions.difficulty_adjustment is 'By how much it became harder, from -1 to 1.';
comment on column public.learning_interactions.content_modifications is 'What was changed in the content for this person.';

create index learning_interactions_user_id_session_id_idx on public.learning_interactions (user_id, session_id, occurred_at);
create index learning_interactions_document_idx on public.learning_interactions
  using gin (user_id, private.document(null, user_input, ai_text));
alter index public.learning_interactions_document_idx alter column 2 set statistics 0;

comment on index public.learning_interactions_user_id_session_id_idx is 'Serves the exchanges of a session, in order, and what they add up to.';
comment on index public.learning_interactions_document_idx is 'Serves search_everything.';

create trigger _100_touch before insert or update on public.learning_interactions
  for each row execute function private.touch();
-- What a person says of themselves is theirs to write; what the coach senses in it needs consent.
create trigger _150_consent_insert before insert on public.learning_interactions
  for each row when (new.detected_emotion is not null) execute function private.require_consent('emotional_analysis');
create trigger _150_consent_update before update on public.learning_interactions
  for each row when (
    new.detected_emotion is not null
    and (new.detected_emotion, new.emotion_confidence, new.emotional_intensity)
      is distinct from (old.detected_emotion, old.emotion_confidence, old.emotional_intensity)
  )
  execute function private.require_consent('emotional_analysis');

alter table public.learning_interactions enable row level security;

create policy learning_interactions_select_own on public.learning_interactions for select to authenticated
  using (user_id = (select auth.uid()));
create policy learning_interactions_insert_own on public.learning_interactions for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy learning_interactions_update_own on public.learning_interactions for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy learning_interactions_delete_own on public.learning_interactions for delete to authenticated
  using (user_id = (select auth.uid()));

grant select, delete on public.learning_interactions to authenticated;
grant insert (
  user_id, id, session_id, occurred_at, interaction_type, user_input, ai_text, ai_provider,
  ai_response_time_ms, ai_tokens_used, ai_cost_micros, ai_cache_hit, ai_quality_score, detected_emotion,
  emotion_confidence, emotional_intensity, adaptations_applied, difficulty_adjustment, explanation_style,
  content_modifications, created_at, updated_at
) on public.learning_interactions to authenticated;
grant update (
  session_id, occurred_at, interaction_type, user_input, ai_text, ai_provider, ai_response_time_ms,
  ai_tokens_used, ai_cost_micros, ai_cache_hit, ai_quality_score, detected_emotion, emotion_confidence,
  emotional_intensity, adaptations_applied, difficulty_adjustment, explanation_style, content_modifications,
  created_at, updated_at
) on public.learning_interactions to authenticated;
-- The coach writes its part of an exchange.
grant select, insert on public.learning_interactions to service_role;

select sync.register_table('public.learning_interactions', priority => 30);


-- private.refresh_session_usage: adds up what these sessions used of the coach. `people` and `session_ids` are parallel,
-- each session once. A session whose sums stay the same is not written.
create function private.refresh_session_usage(people uuid[], session_ids uuid[])
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  -- One at a time for each session; the next statement then sees what the one before committed.
  perform
  from public.learning_sessions as s
  where (s.user_id, s.id) in (select asked.user_id, asked.session_id from unnest(people, session_ids) as asked (user_id, session_id))
  order by s.user_id, s.id
  for no key update;

  update public.learning_sessions as s
  set total_ai_queries = f.queries, providers_used = f.providers, total_tokens_consumed = f.tokens,
    total_ai_cost_micros = f.cost, average_ai_response_time_ms = f.response_time, ai_cache_hit_rate = f.cache_hit_rate,
    quality_scores = f.quality
  from (
    select asked.user_id, asked.session_id, a.queries, a.tokens, a.cost, a.response_time, a.cache_hit_rate, a.quality,
      coalesce(p.providers, '{}') as providers
    from unnest(people, session_ids) as asked (user_id, session_id)
    cross join lateral (
      select count(*)::integer as queries,
        coalesce(sum(i.ai_tokens_used), 0)::bigint as tokens,
        coalesce(sum(i.ai_cost_micros), 0)::bigint as cost,
        round(avg(i.ai_response_time_ms))::integer as response_time,
        avg(i.ai_cache_hit::integer)::double precision as cache_hit_rate,
        -- The latest, should there be more than a session may hold.
        coalesce((array_agg(i.ai_quality_score::double precision order by i.occurred_at, i.id)
          filter (where i.ai_quality_score is not null))[greatest(1, count(i.ai_quality_score) - 9999):], '{}') as quality
      from public.learning_interactions as i
      where i.user_id = asked.user_id and i.session_id = asked.session_id and i.ai_provider is not null
    ) as a
    cross join lateral (
      select jsonb_object_agg(c.ai_provider, c.answers) as providers
      from (
        select i.ai_provider, count(*) as answers
        from public.learning_interactions as i
        where i.user_id = asked.user_id and i.session_id = asked.session_id and i.ai_provider is not null
        group by i.ai_provider
        order by answers desc, i.ai_provider
        limit 50
      ) as c
    ) as p
  ) as f
  where s.user_id = f.user_id and s.id = f.session_id
    and (
      s.total_ai_queries, s.providers_used, s.total_tokens_consumed, s.total_ai_cost_micros, s.average_ai_response_time_ms,
      s.ai_cache_hit_rate::double precision, s.quality_scores
    ) is distinct from (
      f.queries, f.providers, f.tokens, f.cost, f.response_time, f.cache_hit_rate, f.quality
    );
end;
$$;

-- private.session_usage_after_interactions: triggers `_300_usage_*` on learning_interactions.
-- Definer: people may not write what their sessions used, and it is written as part of their own statement.
create function private.session_usage_after_interactions()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  people uuid[];
  session_ids uuid[];
begin
  if tg_op = 'INSERT' then
    select array_agg(c.user_id), array_agg(c.session_id) into people, session_ids
    from (select distinct n.user_id, n.session_id from new_rows as n where n.ai_provider is not null) as c;
  elsif tg_op = 'DELETE' then
    select array_agg(c.user_id), array_agg(c.session_id) into people, session_ids
    from (select distinct o.user_id, o.session_id from old_rows as o where o.ai_provider is not null) as c;
  else
    select array_agg(c.user_id), array_agg(c.session_id) into people, session_ids
    from (
      select n.user_id, n.session_id from new_rows as n
      union
      select o.user_id, o.session_id from old_rows as o
    ) as c;
  end if;
  if people is not null then
    perform private.refresh_session_usage(people, session_ids);
  end if;
  return null;
end;
$$;

create trigger _300_usage_insert after insert on public.learning_interactions
  referencing new table as new_rows for each statement execute function private.session_usage_after_interactions();
create trigger _300_usage_update after update on public.learning_interactions
  referencing old table as old_rows new table as new_rows for each statement execute function private.session_usage_after_interactions();
create trigger _300_usage_delete after delete on public.learning_interactions
  referencing old table as old_rows for each statement execute function private.session_usage_after_interactions();


-- Learning interventions: what the coach or the person did when an emotion stood in the way. They stay without the session.

create table public.learning_interventions (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  session_id uuid,
  applied_at timestamptz(3) not null default now(),
  intervention_type public.slug not null,
  reason public.long_text,
  emotional_state public.emotional_state,
  effectiveness_rating smallint,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint learning_interventions_pkey primary key (user_id, id),
  constraint learning_interventions_moment_is_plausible check (applied_at between '1970-01-01 00:00+00' and '2999-12-31 00:00+00'),
  constraint learning_interventions_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint learning_interventions_session_id_fkey foreign key (user_id, session_id)
    references public.learning_sessions (user_id, id) on delete set null (session_id),
  constraint learning_interventions_effectiveness_is_rating check (effectiveness_rating between 1 and 5)
);

comment on table public.learning_interventions is 'What was done when an emotion stood in the way of learning, and how well it worked.';
comment on column public.learning_interventions.session_id is 'The session it was part of; null when there was none, or that was deleted.';
comment on column public.learning_interventions.intervention_type is 'What was done: breathing-exercise, short-break, easier-example, encouragement, and so on.';
comment on column public.learning_interventions.reason is 'Why.';
comment on column public.learning_interventions.emotional_state is 'The state it was meant for, when known; else the reading before it tells.';
comment on column public.learning_interventions.effectiveness_rating is 'What the person thought of it, from 1, no use, to 5. Null until they say.';

create index learning_interventions_user_id_session_id_idx on public.learning_interventions (user_id, session_id)
  where session_id is not null;
create index learning_interventions_user_id_applied_at_idx on public.learning_interventions (user_id, applied_at desc);

comment on index public.learning_interventions_user_id_session_id_idx is 'Serves the interventions of a session.';
comment on index public.learning_interventions_user_id_applied_at_idx is 'Serves what was tried, latest first, and rollups of a day.';

create trigger _100_touch before insert or update on public.learning_interventions
  for each row execute function private.touch();
create trigger _150_consent_insert before insert on public.learning_interventions
  for each row when (new.emotional_state is not null) execute function private.require_consent('emotional_analysis');
create trigger _150_consent_update before update on public.learning_interventions
  for each row when (new.emotional_state is not null and new.emotional_state is distinct from old.emotional_state)
  execute function private.require_consent('emotional_analysis');
create trigger _200_settle before insert or update on public.learning_interventions
  for each row when (new.applied_at > now() + interval '2 seconds') execute function private.settle_moment('applied_at');

alter table public.learning_interventions enable row level security;

create policy learning_interventions_select_own on public.learning_interventions for select to authenticated
  using (user_id = (select auth.uid()));
create policy learning_interventions_insert_own on public.learning_interventions for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy learning_interventions_update_own on public.learning_interventions for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy learning_interventions_delete_own on public.learning_interventions for delete to authenticated
  using (user_id = (select auth.uid()));

grant select, delete on public.learning_interventions to authenticated;
grant insert (
  user_id, id, session_id, applied_at, intervention_type, reason, emotional_state, effectiveness_rating,
  created_at, updated_at
) on public.learning_interventions to authenticated;
grant update (
  session_id, applied_at, intervention_type, reason, emotional_state, effectiveness_rating, created_at,
  updated_at
) on public.learning_interventions to authenticated;
-- The coach intervenes; how well it worked is the person's to say.
grant select, insert (user_id, id, session_id, applied_at, intervention_type, reason, emotional_state)
  on public.learning_interventions to service_role;

select sync.register_table('public.learning_interventions', priority => 30);


-- Emotional readings: what a person felt, moment by moment: the timeline of sessions, and moments between them. Raw: kept 90
-- days, after which only the rollups of emotional_analytics remain.

create table public.emotional_readings (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  session_id uuid,
  recorded_at timestamptz(3) not null default now(),
  emotion public.emotional_state not null,
  intensity public.ratio not null default 0.5,
  confidence public.ratio,
  source text not null default 'self_reported',
  trigger public.short_text,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint emotional_readings_pkey primary key (user_id, id),
  constraint emotional_readings_moment_is_plausible check (recorded_at between '1970-01-01 00:00+00' and '2999-12-31 00:00+00'),
  constraint emotional_readings_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint emotional_readings_session_id_fkey foreign key (user_id, session_id)
    references public.learning_sessions (user_id, id) on delete set null (session_id),
  constraint emotional_readings_source_is_known check (source in ('self_reported', 'detected', 'coach'))
);

comment on table public.emotional_readings is 'What a person felt at a moment. Raw, kept 90 days; the rollups in emotional_analytics stay.';
comment on column public.emotional_readings.session_id is 'The session it was felt in; null outside of one, or when that was deleted.';
comment on column public.emotional_readings.intensity is 'From 0, hardly, to 1, as strongly as can be.';
comment on column public.emotional_readings.confidence is 'How sure the source is, from 0 to 1; null when the person said so themselves.';
comment on column public.emotional_readings.source is 'self_reported: the person said so; detected: from behaviour or text; coach: a coach noted it.';
comment on column public.emotional_readings.trigger is 'What set it off, in few words.';

create index emotional_readings_user_id_recorded_at_idx on public.emotional_readings (user_id, recorded_at);
create index emotional_readings_user_id_session_id_idx on public.emotional_readings (user_id, session_id)
  where session_id is not null;
create index emotional_readings_recorded_at_idx on public.emotional_readings (recorded_at);

comment on index public.emotional_readings_user_id_recorded_at_idx is 'Serves a person''s timeline, and rollups of a day.';
comment on index public.emotional_readings_user_id_session_id_idx is 'Serves the timeline of a session.';
comment on index public.emotional_readings_recorded_at_idx is 'Serves retention: what is older than 90 days.';

create trigger _100_touch before insert or update on public.emotional_readings
  for each row execute function private.touch();
create trigger _150_consent_insert before insert on public.emotional_readings
  for each statement execute function private.require_consent('emotional_analysis');
create trigger _150_consent_server after insert on public.emotional_readings
  referencing new table as new_rows for each statement execute function private.require_consent_of_all('emotional_analysis');
-- Not when its session goes.
create trigger _150_consent_update before update on public.emotional_readings
  for each row when (
    (new.recorded_at, new.emotion, new.intensity, new.confidence, new.source, new.trigger)
      is distinct from (old.recorded_at, old.emotion, old.intensity, old.confidence, old.source, old.trigger)
  )
  execute function private.require_consent('emotional_analysis');
create trigger _200_settle before insert or update on public.emotional_readings
  for each row when (new.recorded_at > now() + interval '2 seconds') execute function private.settle_moment('recorded_at');

alter table public.emotional_readings enable row level security;

create policy emotional_readings_select_own on public.emotional_readings for select to authenticated
  using (user_id = (select auth.uid()));
create policy emotional_readings_insert_own on public.emotional_readings for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy emotional_readings_update_own on public.emotional_readings for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy emotional_readings_delete_own on public.emotional_readings for delete to authenticated
  using (user_id = (select auth.uid()));

grant select, delete on public.emotional_readings to authenticated;
grant insert (
  user_id, id, session_id, recorded_at, emotion, intensity, confidence, source, trigger, created_at, updated_at
) on public.emotional_readings to authenticated;
grant update (
  session_id, recorded_at, emotion, intensity, confidence, source, trigger, created_at, updated_at
) on public.emotional_readings to authenticated;
grant select, insert on public.emotional_readings to service_role;

select sync.register_table('public.emotional_readings', priority => 45);


-- FSRS-6. Each concept a person reviews has a stability (days until the chance of recall falls to 90 %) and a difficulty (1 to
-- 10). The chance of recall after t days is R = (1 + F t / S) ^ D, with D = -w20 and F = 0.9 ^ (1 / D) - 1. All of it is pure: the
-- same history gives the same state. Numbers are rounded to 8 decimals where ts-fsrs rounds them.
-- The learning steps are 1 and 10 minutes, the one to relearn with 10 minutes, the wanted recall 90 %, the longest interval 100
-- years; days are those of UTC, all as in ts-fsrs by default, and nothing is left to chance (no fuzz).

-- private.fsrs_weights: w0 to w20, the defaults of FSRS-6, fitted by its authors to several hundred million reviews.
create function private.fsrs_weights()
returns double precision[]
language sql
immutable
parallel safe
set search_path = ''
as $$
  select '{
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835, 0.0614, 0.2629, 1.6483, 0.6014,
    1.8729, 0.5425, 0.0912, 0.0658, 0.1542
  }'::double precision[];
$$;

-- private.fsrs_retrievability: the chance of recall `elapsed_days` after the last review.
create function private.fsrs_retrievability(elapsed_days double precision, stability double precision)
returns double precision
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  -- Weights count from 1 here.
  decay constant double precision := -(private.fsrs_weights())[21];
  factor constant double precision := floor((power(0.9, 1 / decay) - 1) * 1e8 + 0.5) / 1e8;
begin
  return floor(power(1 + factor * greatest(elapsed_days, 0) / stability, decay) * 1e8 + 0.5) / 1e8;
end;
$$;

-- private.fsrs_interval: after how many whole days the chance of recall falls to 90 %, at least 1 and at most 36,500.
create function private.fsrs_interval(stability double precision)
returns integer
language sql
immutable
parallel safe
set search_path = ''
as $$
  -- Stability is that time by definition; were another recall wanted, it would be stretched by ((r ^ (1 / D)) - 1) / F.
  select least(greatest(floor(stability + 0.5), 1), 36500)::integer;
$$;

-- private.fsrs_memory: stability and difficulty after a review with this rating (1 again, 2 hard, 3 good, 4 easy),
-- `elapsed_days` after the last. Without a state before it, it is the first.
create function private.fsrs_memory(
  old_stability double precision, old_difficulty double precision, rating integer, elapsed_days integer,
  out stability double precision, out difficulty double precision
)
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  w constant double precision[] := private.fsrs_weights();
  recall double precision;
begin
  if old_stability is null then
    stability := greatest(w[rating], 0.1);
    difficulty := least(greatest(floor((w[5] - exp((rating - 1) * w[6]) + 1) * 1e8 + 0.5) / 1e8, 1), 10);
    return;
  end if;

  if elapsed_days = 0 then
    -- On the same day what is recalled does not become less stable.
    stability := power(old_stability, -w[20]) * exp(w[18] * (rating - 3 + w[19]));
    stability := old_stability * case when rating >= 2 then greatest(stability, 1) else stability end;
  else
    recall := private.fsrs_retrievability(elapsed_days, old_stability);
    if rating = 1 then
      stability := w[12] * power(old_difficulty, -w[13]) * (power(old_stability + 1, w[14]) - 1) * exp((1 - recall) * w[15]);
      -- What was forgotten is never more stable than before.
      stability := least(stability, old_stability / exp(w[18] * w[19]));
    else
      stability := old_stability * (
        1 + exp(w[9]) * (11 - old_difficulty) * power(old_stability, -w[10]) * (exp((1 - recall) * w[11]) - 1)
          * case rating when 2 then w[16] when 4 then w[17] else 1 end
      );
    end if;
  end if;
  stability := floor(least(greatest(stability, 0.001), 36500) * 1e8 + 0.5) / 1e8;

  -- Drawn a little towards that of a first review rated easy, so that nothing stays at the worst for ever.
  difficulty := old_difficulty + floor(-w[7] * (rating - 3) * (10 - old_difficulty) / 9 * 1e8 + 0.5) / 1e8;
  difficulty := w[8] * (floor((w[5] - exp(3 * w[6]) + 1) * 1e8 + 0.5) / 1e8) + (1 - w[8]) * difficulty;
  difficulty := least(greatest(floor(difficulty * 1e8 + 0.5) / 1e8, 1), 10);
end;
$$;

-- private.fsrs_replay: the states after each review of a history, in the order given. `ratings` and `moments` are parallel; a
-- null rating changes nothing. Each review depends on the one before: a loop.
create function private.fsrs_replay(ratings smallint[], moments timestamptz[])
returns table (
  nth integer, state text, step integer, stability double precision, difficulty double precision, interval_days integer,
  due_at timestamptz, lapses integer
)
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  rating integer;
  old_stability double precision;
  old_difficulty double precision;
  elapsed integer;
  last_day date;
  wait_minutes integer;
  hard_days integer;
  good_days integer;
begin
  state := 'new';
  step := 0;
  lapses := 0;
  interval_days := 0;
  for position in 1 .. coalesce(cardinality(ratings), 0) loop
    nth := position;
    rating := ratings[position];
    if rating is null then
      return next;
      continue;
    end if;
    elapsed := greatest(coalesce((moments[position] at time zone 'UTC')::date - last_day, 0), 0);
    last_day := greatest((moments[position] at time zone 'UTC')::date, last_day);
    old_stability := stability;
    old_difficulty := difficulty;
    select m.stability, m.difficulty into stability, difficulty
    from private.fsrs_memory(old_stability, old_difficulty, rating, elapsed) as m;

    -- Minutes to the next step; without one, the concept is under review and waits whole days.
    wait_minutes := null;
    if state = 'review' then
      if rating = 1 then
        state := 'relearning';
        step := 0;
        lapses := lapses + 1;
        wait_minutes := 10;
      end if;
    elsif state = 'relearning' then
      wait_minutes := case rating when 1 then 10 when 2 then 15 end;
    else
      wait_minutes := case rating when 1 then 1 when 2 then 6 when 3 then case when step = 0 then 10 end end;
      step := case rating when 1 then 0 when 3 then step + 1 else step end;
      -- 'new' ends here.
      if wait_minutes is not null then
        state := 'learning';
      end if;
    end if;

    if wait_minutes is not null then
      interval_days := 0;
      due_at := moments[position] + make_interval(mins => wait_minutes);
    else
      interval_days := private.fsrs_interval(stability);
      -- Hard never waits longer than good, good longer than hard, and easy longer than good.
      if state = 'review' then
        if rating = 2 then
          interval_days := least(interval_days, private.fsrs_interval((
            select m.stability from private.fsrs_memory(old_stability, old_difficulty, 3, elapsed) as m
          )));
        else
          select least(private.fsrs_interval(hard.stability), private.fsrs_interval(good.stability)), private.fsrs_interval(good.stability)
          into hard_days, good_days
          from private.fsrs_memory(old_stability, old_difficulty, 2, elapsed) as hard,
            private.fsrs_memory(old_stability, old_difficulty, 3, elapsed) as good;
          good_days := greatest(good_days, hard_days + 1);
          interval_days := case rating when 4 then greatest(interval_days, good_days + 1) else good_days end;
        end if;
      end if;
      state := 'review';
      step := 0;
      due_at := moments[position] + make_interval(days => interval_days);
    end if;
    return next;
  end loop;
end;
$$;

comment on function private.fsrs_replay(smallint[], timestamptz[]) is
  'FSRS-6: the state after each review of a history: new, learning, review or relearning; stability in days, difficulty 1 to 10, due.';


-- private.mastery_levels: how well something is mastered after each of these performances (0 to 1), oldest first: a moving
-- average that begins at 0 and goes 40 % of the way to each performance. Four perfect ones pass 0.8, five good ones (0.9) do.
-- A null changes nothing.
create function private.mastery_levels(performances double precision[])
returns double precision[]
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  level double precision := 0;
  levels double precision[] := '{}';
  performance double precision;
begin
  foreach performance in array performances loop
    level := level + 0.4 * (coalesce(performance, level) - level);
    levels := levels || round(level::numeric, 6)::double precision;
  end loop;
  return levels;
end;
$$;

-- private.performance_of: what a review counts for: the score it was given, else what its rating stands for.
create function private.performance_of(rating smallint, performance_score double precision)
returns double precision
language sql
immutable
parallel safe
set search_path = ''
as $$
  select coalesce(performance_score, case rating when 1 then 0.0 when 2 then 0.7 when 3 then 0.9 when 4 then 1.0 end);
$$;


-- Content mastery: how well a person knows a concept, and when to review it. What the person or the coach finds out about how
-- they learn it is written; everything else follows from mastery_reviews.

create table public.content_mastery (
  user_id uuid not null,
  id uuid not null,
  concept_id uuid not null,
  mastery_level public.ratio not null default 0,
  mastery_confidence public.ratio not null default 0,
  first_exposed_at timestamptz(3),
  last_practiced_at timestamptz(3),
  mastery_achieved_at timestamptz(3),
  state text not null default 'new',
  step smallint not null default 0,
  stability double precision,
  difficulty double precision,
  initial_strength double precision,
  decay_rate double precision not null default 0.1542,
  interval_days integer not null default 0,
  due_at timestamptz(3),
  reviews_count integer not null default 0,
  lapses_count integer not null default 0,
  time_spent_minutes double precision not null default 0,
  emotional_associations jsonb not null default '{}',
  optimal_difficulty_level public.ratio,
  effective_learning_strategies text[] not null default '{}',
  learning_style_effectiveness jsonb not null default '{}',
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint content_mastery_pkey primary key (user_id, id),
  constraint content_mastery_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint content_mastery_concept_id_fkey foreign key (concept_id) references public.concepts (id) on delete restrict,
  constraint content_mastery_is_one_row_a_concept check (id = concept_id),
  constraint content_mastery_state_is_known check (state in ('new', 'learning', 'review', 'relearning')),
  constraint content_mastery_step_is_place check (step between 0 and 1),
  constraint content_mastery_state_has_memory check (
    (state = 'new') = (stability is null) and (state = 'new') = (difficulty is null)
    and (state = 'new') = (due_at is null) and (state = 'new') = (initial_strength is null)
  ),
  constraint content_mastery_stability_is_bounded check (stability between 0.001 and 36500),
  constraint content_mastery_difficulty_is_bounded check (difficulty between 1 and 10),
  constraint content_mastery_strength_is_positive check (initial_strength > 0),
  constraint content_mastery_decay_is_positive check (decay_rate > 0),
  constraint content_mastery_interval_is_bounded check (interval_days between 0 and 36502),
  constraint content_mastery_counts_are_not_negative check (reviews_count >= 0 and lapses_count >= 0 and time_spent_minutes >= 0),
  constraint content_mastery_practiced_was_exposed check (last_practiced_at >= first_exposed_at),
  constraint content_mastery_achieved_was_exposed check (mastery_achieved_at >= first_exposed_at),
  constraint content_mastery_associations_have_shape check (private.map_fits(emotional_associations, 'emotion', 'fraction', 13)),
  constraint content_mastery_strategies_are_bounded check (private.texts_fit(effective_learning_strategies, 50, 200)),
  constraint content_mastery_style_effectiveness_has_shape check (
    private.map_fits(learning_style_effectiveness, 'code', 'fraction', 4)
    and learning_style_effectiveness - '{visual,auditory,kinesthetic,reading_writing}'::text[] = '{}'
  )
);

comment on table public.content_mastery is 'How well a person knows a concept, and when it is due for review. Follows from mastery_reviews.';
comment on column public.content_mastery.id is 'The concept''s id: two devices cannot make two rows. Its subject and topic are in concepts.';
comment on column public.content_mastery.mastery_level is 'From 0 to 1: a moving average of performances. Above 0.8 it is mastered. This and all that follows up to emotional_associations is computed by the server.';
comment on column public.content_mastery.mastery_confidence is 'How sure the level is: n / (n + 2) after n performances.';
comment on column public.content_mastery.first_exposed_at is 'The first review or introduction.';
comment on column public.content_mastery.last_practiced_at is 'The latest review; introductions do not count.';
comment on column public.content_mastery.mastery_achieved_at is 'When the level first passed 0.8; it stays when the level falls later.';
comment on column public.content_mastery.state is 'new: never reviewed; learning and relearning: due within minutes; review: due in days.';
comment on column public.content_mastery.step is 'Which of the learning steps comes next, from 0.';
comment on column public.content_mastery.stability is 'FSRS-6: days until the chance of recall falls to 90 %, when last reviewed.';
comment on column public.content_mastery.difficulty is 'FSRS-6: from 1, easy, to 10.';
comment on column public.content_mastery.initial_strength is 'Forgetting curve: the stability after the first review, in days.';
comment on column public.content_mastery.decay_rate is 'Forgetting curve: w20 of FSRS-6, the exponent by which the chance of recall falls.';
comment on column public.content_mastery.interval_days is 'Days from the last review to the next; 0 for minutes.';
comment on column public.content_mastery.due_at is 'When to review it next.';
comment on column public.content_mastery.lapses_count is 'How often it was forgotten after it had been learned.';
comment on column public.content_mastery.time_spent_minutes is 'Minutes given to it in all its reviews.';
comment on column public.content_mastery.emotional_associations is '{emotion: mean performance in it, 0 to 1}.';
comment on column public.content_mastery.optimal_difficulty_level is 'The difficulty at which this person learns it best, from 0 to 1.';
comment on column public.content_mastery.effective_learning_strategies is 'What helps this person with it.';
comment on column public.content_mastery.learning_style_effectiveness is '{visual, auditory, kinesthetic, reading_writing: 0 to 1}.';

create index content_mastery_user_id_due_at_idx on public.content_mastery (user_id, due_at) where due_at is not null;
create index content_mastery_due_at_idx on public.content_mastery (due_at) where due_at is not null;
create index content_mastery_user_id_mastery_level_idx on public.content_mastery (user_id, mastery_level desc);
create index content_mastery_concept_id_mastery_level_idx on public.content_mastery (concept_id, mastery_level desc);

-- A person's concepts of a subject are found by the primary key: the ids are those of the subject's concepts.
comment on index public.content_mastery_user_id_due_at_idx is 'Serves due_reviews: what a person should review.';
comment on index public.content_mastery_due_at_idx is 'Serves reminders: who has reviews coming up, over all people.';
comment on index public.content_mastery_user_id_mastery_level_idx is 'Serves a person''s strengths.';
comment on index public.content_mastery_concept_id_mastery_level_idx is 'Serves operators: how hard a concept is to people; and under its foreign key.';

create trigger _100_touch before insert or update on public.content_mastery
  for each row execute function private.touch();

alter table public.content_mastery enable row level security;

create policy content_mastery_select_own on public.content_mastery for select to authenticated
  using (user_id = (select auth.uid()));
create policy content_mastery_insert_own on public.content_mastery for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy content_mastery_update_own on public.content_mastery for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy content_mastery_delete_own on public.content_mastery for delete to authenticated
  using (user_id = (select auth.uid()));

grant select, delete on public.content_mastery to authenticated;
grant insert (
  user_id, id, concept_id, optimal_difficulty_level, effective_learning_strategies,
  learning_style_effectiveness, created_at, updated_at
) on public.content_mastery to authenticated;
grant update (
  concept_id, optimal_difficulty_level, effective_learning_strategies, learning_style_effectiveness,
  created_at, updated_at
) on public.content_mastery to authenticated;
-- The coach finds out how a person learns a concept.
grant select, update (optimal_difficulty_level, effective_learning_strategies, learning_style_effectiveness)
  on public.content_mastery to service_role;

select sync.register_table('public.content_mastery',
  column_rules => '{"effective_learning_strategies": "union"}',
  pull_only => '{
    mastery_level,mastery_confidence,first_exposed_at,last_practiced_at,mastery_achieved_at,state,step,stability,difficulty,
    initial_strength,decay_rate,interval_days,due_at,reviews_count,lapses_count,time_spent_minutes,emotional_associations
  }',
  priority => 65);


-- Mastery reviews: each time a person met a concept, and how well they recalled it. The facts that content_mastery follows from.

create table public.mastery_reviews (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  concept_id uuid not null,
  session_id uuid,
  reviewed_at timestamptz(3) not null default now(),
  activity_type text not null default 'practice',
  rating smallint,
  performance_score public.ratio,
  difficulty_level public.ratio,
  emotional_state public.emotional_state,
  time_spent_minutes double precision,
  interval_days integer,
  interval_adjustment_days integer,
  stability double precision,
  difficulty double precision,
  mastery_level public.ratio,
  reached_mastery boolean not null default false,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint mastery_reviews_pkey primary key (user_id, id),
  constraint mastery_reviews_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint mastery_reviews_concept_id_fkey foreign key (concept_id) references public.concepts (id) on delete restrict,
  constraint mastery_reviews_session_id_fkey foreign key (user_id, session_id)
    references public.learning_sessions (user_id, id) on delete set null (session_id),
  constraint mastery_reviews_activity_is_known check (activity_type in ('introduction', 'practice', 'assessment', 'revision')),
  constraint mastery_reviews_rating_is_known check (rating between 1 and 4),
  constraint mastery_reviews_recall_is_rated check (rating is not null or activity_type = 'introduction'),
  constraint mastery_reviews_moment_is_plausible check (reviewed_at between '1970-01-01 00:00+00' and '2999-12-31 00:00+00'),
  constraint mastery_reviews_time_spent_fits_day check (time_spent_minutes between 0 and 1440)
);

comment on table public.mastery_reviews is 'Each time a person met a concept, and how well they recalled it. content_mastery is computed from these.';
comment on column public.mastery_reviews.session_id is 'The session it was part of; null when there was none, or that was deleted.';
comment on column public.mastery_reviews.reviewed_at is 'When it happened, also when it arrives later from an offline device.';
comment on column public.mastery_reviews.rating is '1 again (forgotten), 2 hard, 3 good, 4 easy. Null only for an introduction, where nothing is recalled.';
comment on column public.mastery_reviews.performance_score is 'From 0 to 1, when it was measured; else the rating stands for 0, 0.7, 0.9 or 1.';
comment on column public.mastery_reviews.difficulty_level is 'How hard the exercise was, from 0 to 1.';
comment on column public.mastery_reviews.emotional_state is 'How the person felt.';
comment on column public.mastery_reviews.interval_days is 'Days to the next review, as decided by this one. This and what follows is computed by the server.';
comment on column public.mastery_reviews.interval_adjustment_days is 'By how many days that is longer than the interval before it.';
comment on column public.mastery_reviews.stability is 'Stability after it, in days.';
comment on column public.mastery_reviews.difficulty is 'Difficulty after it, from 1 to 10.';
comment on column public.mastery_reviews.mastery_level is 'Mastery level after it.';
comment on column public.mastery_reviews.reached_mastery is 'Whether it is the one by which the concept was first mastered.';

create index mastery_reviews_user_id_concept_id_idx on public.mastery_reviews (user_id, concept_id, reviewed_at);
create index mastery_reviews_user_id_reviewed_at_idx on public.mastery_reviews (user_id, reviewed_at);
create index mastery_reviews_user_id_session_id_idx on public.mastery_reviews (user_id, session_id) where session_id is not null;
create index mastery_reviews_concept_id_idx on public.mastery_reviews (concept_id);

comment on index public.mastery_reviews_user_id_concept_id_idx is 'Serves the history of a concept: what is replayed.';
comment on index public.mastery_reviews_user_id_reviewed_at_idx is 'Serves what was reviewed lately, and rollups of a day.';
comment on index public.mastery_reviews_user_id_session_id_idx is 'Serves the reviews of a session.';
comment on index public.mastery_reviews_concept_id_idx is 'Serves operators: how a concept is recalled; and under its foreign key.';

create trigger _100_touch before insert or update on public.mastery_reviews
  for each row execute function private.touch();
create trigger _200_settle before insert or update on public.mastery_reviews
  for each row when (new.reviewed_at > now() + interval '2 seconds') execute function private.settle_moment('reviewed_at');

alter table public.mastery_reviews enable row level security;

create policy mastery_reviews_select_own on public.mastery_reviews for select to authenticated
  using (user_id = (select auth.uid()));
create policy mastery_reviews_insert_own on public.mastery_reviews for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy mastery_reviews_update_own on public.mastery_reviews for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy mastery_reviews_delete_own on public.mastery_reviews for delete to authenticated
  using (user_id = (select auth.uid()));

grant select, delete on public.mastery_reviews to authenticated;
grant insert (
  user_id, id, concept_id, session_id, reviewed_at, activity_type, rating, performance_score, difficulty_level,
  emotional_state, time_spent_minutes, created_at, updated_at
) on public.mastery_reviews to authenticated;
grant update (
  concept_id, session_id, reviewed_at, activity_type, rating, performance_score, difficulty_level,
  emotional_state, time_spent_minutes, created_at, updated_at
) on public.mastery_reviews to authenticated;
grant select on public.mastery_reviews to service_role;

select sync.register_table('public.mastery_reviews',
  pull_only => '{interval_days,interval_adjustment_days,stability,difficulty,mastery_level,reached_mastery}',
  priority => 50);


-- private.refresh_mastery: replays the reviews of these concepts. `people` and `concept_ids` are parallel, each pair once. Who
-- has no row for a concept that they reviewed gets one; rows that stay the same are not written.
create function private.refresh_mastery(people uuid[], concept_ids uuid[])
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  -- Someone who is being erased is gone from users by the time their reviews go.
  insert into public.content_mastery (user_id, id, concept_id)
  select asked.user_id, asked.concept_id, asked.concept_id
  from unnest(people, concept_ids) as asked (user_id, concept_id)
  join public.users as u on u.id = asked.user_id
  where exists (
      select from public.mastery_reviews as r where r.user_id = asked.user_id and r.concept_id = asked.concept_id
    )
    and not exists (
      select from public.content_mastery as m where m.user_id = asked.user_id and m.id = asked.concept_id
    )
  order by asked.user_id, asked.concept_id
  on conflict do nothing;

  -- One at a time for each concept; the next statement then sees what the one before committed.
  perform
  from public.content_mastery as m
  where (m.user_id, m.id) in (select asked.user_id, asked.concept_id from unnest(people, concept_ids) as asked (user_id, concept_id))
  order by m.user_id, m.id
  for no key update;

  with history as materialized (
    select r.user_id, r.concept_id,
      count(*) as entries,
      array_agg(r.id order by r.reviewed_at, r.id) as ids,
      array_agg(r.rating order by r.reviewed_at, r.id) as ratings,
      array_agg(r.reviewed_at::timestamptz order by r.reviewed_at, r.id) as moments,
      private.mastery_levels(
        array_agg(private.performance_of(r.rating, r.performance_score) order by r.reviewed_at, r.id)
      ) as levels,
      min(r.reviewed_at) as first_exposed_at,
      max(r.reviewed_at) filter (where r.activity_type <> 'introduction') as last_practiced_at,
      count(r.rating)::integer as reviews_count,
      count(private.performance_of(r.rating, r.performance_score)) as performances,
      coalesce(sum(r.time_spent_minutes), 0) as time_spent_minutes
    from unnest(people, concept_ids) as asked (user_id, concept_id)
    join public.mastery_reviews as r on r.user_id = asked.user_id and r.concept_id = asked.concept_id
    group by r.user_id, r.concept_id
  ), replayed as materialized (
    -- Without the lists, or each row would carry them all.
    select h.user_id, h.concept_id, s.id, s.rating, s.reviewed_at, s.nth, s.nth = h.entries as is_last, s.state, s.step,
      s.stability, s.difficulty, s.interval_days, s.due_at, s.lapses, s.level,
      s.interval_days - lag(s.interval_days) over concept as adjustment,
      s.level > 0.8 and coalesce(max(s.level) over (concept rows between unbounded preceding and 1 preceding) <= 0.8, true) as reached_mastery
    from history as h
    cross join lateral rows from (
      unnest(h.ids, h.ratings, h.moments, h.levels), private.fsrs_replay(h.ratings, h.moments)
    ) as s (id, rating, reviewed_at, level, nth, state, step, stability, difficulty, interval_days, due_at, lapses)
    window concept as (partition by h.user_id, h.concept_id order by s.nth)
  ), outcome as (
    select p.user_id, p.concept_id, min(p.reviewed_at) filter (where p.reached_mastery) as mastery_achieved_at,
      (array_agg(p.stability order by p.nth) filter (where p.stability is not null))[1] as initial_strength
    from replayed as p
    group by p.user_id, p.concept_id
  ), reviewed as (
    update public.mastery_reviews as r
    set interval_days = f.interval_days, interval_adjustment_days = f.adjustment, stability = f.stability,
      difficulty = f.difficulty, mastery_level = f.level, reached_mastery = f.reached_mastery
    from (
      select p.user_id, p.id, p.stability, p.difficulty, p.level, p.reached_mastery,
        case when p.rating is not null then p.interval_days end as interval_days,
        case when p.rating is not null then coalesce(p.adjustment, p.interval_days) end as adjustment
      from replayed as p
    ) as f
    where r.user_id = f.user_id and r.id = f.id
      and (
        r.interval_days, r.interval_adjustment_days, r.stability, r.difficulty, r.mastery_level::double precision, r.reached_mastery
      ) is distinct from (f.interval_days, f.adjustment, f.stability, f.difficulty, f.level, f.reached_mastery)
  )
  update public.content_mastery as m
  set mastery_level = f.level, mastery_confidence = f.confidence, first_exposed_at = f.first_exposed_at,
    last_practiced_at = f.last_practiced_at, mastery_achieved_at = f.mastery_achieved_at, state = f.state, step = f.step,
    stability = f.stability, difficulty = f.difficulty, initial_strength = f.initial_strength, interval_days = f.interval_days,
    due_at = f.due_at, reviews_count = f.reviews_count, lapses_count = f.lapses, time_spent_minutes = f.time_spent_minutes,
    emotional_associations = f.emotional_associations
  from (
    select asked.user_id, asked.concept_id,
      coalesce(l.level, 0) as level,
      coalesce(h.performances / (h.performances + 2.0), 0)::double precision as confidence,
      h.first_exposed_at, h.last_practiced_at, o.mastery_achieved_at,
      coalesce(l.state, 'new') as state, coalesce(l.step, 0) as step, l.stability, l.difficulty, o.initial_strength,
      coalesce(l.interval_days, 0) as interval_days, l.due_at, coalesce(h.reviews_count, 0) as reviews_count,
      coalesce(l.lapses, 0) as lapses, coalesce(h.time_spent_minutes, 0) as time_spent_minutes,
      coalesce((
        select jsonb_object_agg(e.emotional_state, e.mean)
        from (
          select r.emotional_state,
            round(avg(private.performance_of(r.rating, r.performance_score))::numeric, 4) as mean
          from public.mastery_reviews as r
          where r.user_id = asked.user_id and r.concept_id = asked.concept_id and r.emotional_state is not null
            and private.performance_of(r.rating, r.performance_score) is not null
          group by r.emotional_state
        ) as e
      ), '{}') as emotional_associations
    from unnest(people, concept_ids) as asked (user_id, concept_id)
    left join history as h on h.user_id = asked.user_id and h.concept_id = asked.concept_id
    left join outcome as o on o.user_id = asked.user_id and o.concept_id = asked.concept_id
    left join replayed as l on l.user_id = asked.user_id and l.concept_id = asked.concept_id and l.is_last
  ) as f
  where m.user_id = f.user_id and m.id = f.concept_id
    and (
      m.mastery_level::double precision, m.mastery_confidence::double precision, m.first_exposed_at, m.last_practiced_at,
      m.mastery_achieved_at, m.state, m.step::integer, m.stability, m.difficulty, m.initial_strength, m.interval_days, m.due_at,
      m.reviews_count, m.lapses_count, m.time_spent_minutes, m.emotional_associations
    ) is distinct from (
      f.level, f.confidence, f.first_exposed_at, f.last_practiced_at, f.mastery_achieved_at, f.state, f.step, f.stability,
      f.difficulty, f.initial_strength, f.interval_days, f.due_at, f.reviews_count, f.lapses, f.time_spent_minutes,
      f.emotional_associations
    );
end;
$$;

-- private.mastery_after_reviews: triggers `_300_mastery_*` on mastery_reviews. What it writes back to them is no
-- change of facts, and ends the recursion. Raises reviews_too_many (PT422): who reviews in earnest has some fifty of a
-- concept in a lifetime.
-- Definer: people may not write their mastery, and it is written as part of their own statement.
create function private.mastery_after_reviews()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  most constant integer := private.setting('learning.concept_reviews')::integer;
  people uuid[];
  concept_ids uuid[];
  crowded uuid;
begin
  if tg_op = 'INSERT' then
    select array_agg(c.user_id), array_agg(c.concept_id) into people, concept_ids
    from (select distinct n.user_id, n.concept_id from new_rows as n) as c;
  elsif tg_op = 'DELETE' then
    select array_agg(c.user_id), array_agg(c.concept_id) into people, concept_ids
    from (select distinct o.user_id, o.concept_id from old_rows as o) as c;
  else
    select array_agg(c.user_id), array_agg(c.concept_id) into people, concept_ids
    from (
      select distinct d.user_id, d.concept_id
      from (
        (
          select o.user_id, o.id, o.concept_id, o.reviewed_at, o.activity_type, o.rating, o.performance_score, o.emotional_state, o.time_spent_minutes
          from old_rows as o
          except
          select n.user_id, n.id, n.concept_id, n.reviewed_at, n.activity_type, n.rating, n.performance_score, n.emotional_state, n.time_spent_minutes
          from new_rows as n
        )
        union all
        (
          select n.user_id, n.id, n.concept_id, n.reviewed_at, n.activity_type, n.rating, n.performance_score, n.emotional_state, n.time_spent_minutes
          from new_rows as n
          except
          select o.user_id, o.id, o.concept_id, o.reviewed_at, o.activity_type, o.rating, o.performance_score, o.emotional_state, o.time_spent_minutes
          from old_rows as o
        )
      ) as d
    ) as c;
  end if;
  if people is not null and tg_op <> 'DELETE' then
    select r.concept_id into crowded
    from unnest(people, concept_ids) as asked (user_id, concept_id)
    join public.mastery_reviews as r on r.user_id = asked.user_id and r.concept_id = asked.concept_id
    group by r.user_id, r.concept_id
    having count(*) > most
    limit 1;
    if crowded is not null then
      raise exception using errcode = 'PT422', message = 'reviews_too_many',
        detail = format('concept_id: there are %s reviews of concept %s, and no more are taken.', most, crowded),
        hint = 'Delete its row of content_mastery to begin anew: its reviews go with it.';
    end if;
  end if;
  if people is not null then
    perform private.refresh_mastery(people, concept_ids);
  end if;
  return null;
end;
$$;

create trigger _300_mastery_insert after insert on public.mastery_reviews
  referencing new table as new_rows for each statement execute function private.mastery_after_reviews();
create trigger _300_mastery_update after update on public.mastery_reviews
  referencing old table as old_rows new table as new_rows for each statement execute function private.mastery_after_reviews();
create trigger _300_mastery_delete after delete on public.mastery_reviews
  referencing old table as old_rows for each statement execute function private.mastery_after_reviews();

-- private.reviews_go_with_mastery: trigger `_300_reviews` on content_mastery: who deletes it wants to begin anew.
-- A review that another device made meanwhile does begin anew.
-- Definer: it completes the person's own deletion, whoever carries it out.
create function private.reviews_go_with_mastery()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  delete from public.mastery_reviews as r
  using old_rows as o
  where r.user_id = o.user_id and r.concept_id = o.concept_id;
  return null;
end;
$$;

create trigger _300_reviews_delete after delete on public.content_mastery
  referencing old table as old_rows for each statement execute function private.reviews_go_with_mastery();


-- What a person reviews, and what they know.

-- review_concept: notes that the caller reviewed a concept, and returns what they know of it now and when it is
-- next due. The same review_id again changes nothing and returns the state as it is. Offline, a device inserts
-- into mastery_reviews instead; the result is the same.
-- Raises concept_not_found, learning_session_not_found (PT404), rating_unknown, review_malformed (PT422), and what
-- private.require_writer() raises.
create function public.review_concept(
  concept_id uuid,
  rating integer,
  reviewed_at timestamptz default now(),
  review_id uuid default gen_random_uuid(),
  session_id uuid default null,
  activity_type text default 'practice',
  performance_score double precision default null,
  difficulty_level double precision default null,
  emotional_state text default null,
  time_spent_minutes double precision default null
)
returns setof public.content_mastery
language plpgsql
volatile
security invoker
rows 1
set search_path = ''
as $$
#variable_conflict use_column
declare
  person constant uuid := private.require_writer();
begin
  if not exists (select from public.concepts as c where c.id = review_concept.concept_id) then
    raise exception using errcode = 'PT404', message = 'concept_not_found',
      detail = format('concept_id: there is no concept %s.', coalesce(review_concept.concept_id::text, 'null')),
      hint = 'Choose one of concepts.';
  end if;
  if review_concept.rating is null or review_concept.rating not between 1 and 4 then
    raise exception using errcode = 'PT422', message = 'rating_unknown',
      detail = format('rating: %s is not 1 (again), 2 (hard), 3 (good) or 4 (easy).', coalesce(review_concept.rating::text, 'null')),
      hint = 'Send one of the four.';
  end if;
  if review_concept.session_id is not null and not exists (
    select from public.learning_sessions as s where s.user_id = person and s.id = review_concept.session_id
  ) then
    raise exception using errcode = 'PT404', message = 'learning_session_not_found',
      detail = format('session_id: you have no learning session %s.', review_concept.session_id),
      hint = 'Make the session first, or leave it out.';
  end if;
  declare
    field constant text := case
      when not coalesce(isfinite(review_concept.reviewed_at), false)
        or review_concept.reviewed_at not between '1970-01-01 00:00+00' and '2999-12-31 00:00+00' then 'reviewed_at'
      when review_id is null then 'review_id'
      when review_concept.activity_type is null
        or review_concept.activity_type not in ('introduction', 'practice', 'assessment', 'revision') then 'activity_type'
      when review_concept.performance_score not between 0 and 1 then 'performance_score'
      when review_concept.difficulty_level not between 0 and 1 then 'difficulty_level'
      when review_concept.emotional_state <> all (private.emotional_states()) then 'emotional_state'
      when review_concept.time_spent_minutes not between 0 and 1440 then 'time_spent_minutes'
    end;
  begin
    if field is not null then
      raise exception using errcode = 'PT422', message = 'review_malformed',
        detail = format('%s: the value is out of bounds.', field),
        hint = 'See the columns of mastery_reviews for what each may be.';
    end if;
  end;

  insert into public.mastery_reviews (
    user_id, id, concept_id, session_id, reviewed_at, activity_type, rating, performance_score, difficulty_level, emotional_state,
    time_spent_minutes
  )
  values (
    person, review_id, review_concept.concept_id, review_concept.session_id, review_concept.reviewed_at, review_concept.activity_type,
    review_concept.rating, review_concept.performance_score, review_concept.difficulty_level, review_concept.emotional_state,
    review_concept.time_spent_minutes
  )
  on conflict on constraint mastery_reviews_pkey do nothing;

  return query
    select m.*
    from public.content_mastery as m
    where m.user_id = person and m.id = review_concept.concept_id;
end;
$$;

comment on function public.review_concept(
  uuid, integer, timestamptz, uuid, uuid, text, double precision, double precision, text, double precision
) is 'Notes that the caller reviewed a concept (rating 1 again, 2 hard, 3 good, 4 easy); returns its content_mastery. Idempotent by review_id.';

-- due_reviews: what the caller should review by then, the longest overdue first.
-- Raises limit_out_of_range (PT422) unless 1 to 500, and what private.require_person() raises.
create function public.due_reviews(at timestamptz default now(), "limit" integer default 50)
returns table (
  concept_id uuid, concept_code text, concept_name jsonb, subject_code text, topic text, state text, due_at timestamptz,
  overdue_days double precision, retrievability double precision, stability double precision, mastery_level double precision
)
language plpgsql
stable
security invoker
rows 50
set search_path = ''
as $$
#variable_conflict use_column
-- Its parameters have the names of the JSON keys, which are words of SQL.
-- @plpgsql_check_options: extra_warnings = off, other_warnings = off
declare
  person constant uuid := private.require_person();
  moment constant timestamptz := coalesce(due_reviews.at, now());
begin
  if due_reviews."limit" is null or due_reviews."limit" not between 1 and 500 then
    raise exception using errcode = 'PT422', message = 'limit_out_of_range',
      detail = format('limit: %s is not between 1 and 500.', coalesce(due_reviews."limit"::text, 'null')),
      hint = 'Ask for fewer; what is left comes with the next question.';
  end if;
  return query
    select d.concept_id, c.code::text, c.name::jsonb, s.code::text, c.topic::text, d.state, d.due_at::timestamptz,
      greatest(extract(epoch from moment - d.due_at) / 86400, 0)::double precision,
      private.fsrs_retrievability((extract(epoch from moment - d.last_practiced_at) / 86400)::double precision, d.stability),
      d.stability, d.mastery_level::double precision
    from (
      select m.*
      from public.content_mastery as m
      where m.user_id = person and m.due_at <= moment
      order by m.due_at, m.id
      limit due_reviews."limit"
    ) as d
    join public.concepts as c on c.id = d.concept_id
    join public.subjects as s on s.id = c.subject_id
    order by d.due_at, d.id;
end;
$$;

comment on function public.due_reviews(timestamptz, integer) is
  'What the caller should review by a moment, longest overdue first, with the chance that they still recall it.';

-- recent_learning_sessions: the caller's sessions of the last days, latest first.
-- Raises days_out_of_range (PT422) unless 1 to 730, and what private.require_person() raises.
create function public.recent_learning_sessions(days integer default 30)
returns setof public.learning_sessions
language plpgsql
stable
security invoker
rows 50
set search_path = ''
as $$
declare
  person constant uuid := private.require_person();
begin
  if days is null or days not between 1 and 730 then
    raise exception using errcode = 'PT422', message = 'days_out_of_range',
      detail = format('days: %s is not between 1 and 730.', coalesce(days::text, 'null')),
      hint = 'Sessions are kept in detail for two years.';
  end if;
  return query
    select s.*
    from public.learning_sessions as s
    where s.user_id = person and s.started_at >= now() - make_interval(days => days)
    order by s.started_at desc, s.id;
end;
$$;

comment on function public.recent_learning_sessions(integer) is 'The caller''s learning sessions of the last days (30), latest first.';

-- mastery_overview: how the caller stands with each concept of a subject, or of all, in the order of the
-- catalogue: also with those not begun. One is ready for a concept when all it leans on is mastered as far as it
-- asks.
-- Raises subject_not_found (PT404), and what private.require_person() raises.
create function public.mastery_overview(subject text default null)
returns table (
  subject_code text, subject_mastery double precision, concept_id uuid, concept_code text, concept_name jsonb, topic text,
  mastery_level double precision, mastery_confidence double precision, is_mastered boolean, is_ready boolean,
  missing_prerequisites text[], state text, due_at timestamptz, retrievability double precision
)
language plpgsql
stable
security invoker
rows 60
set search_path = ''
as $$
#variable_conflict use_column
declare
  person constant uuid := private.require_person();
begin
  if mastery_overview.subject is not null and not exists (
    select from public.subjects as s where s.code = mastery_overview.subject
  ) then
    raise exception using errcode = 'PT404', message = 'subject_not_found',
      detail = format('subject: there is no subject %L.', left(mastery_overview.subject, 80)),
      hint = 'Send the code of one of subjects, or null for all.';
  end if;
  return query
    select s.code::text,
      round(avg(coalesce(m.mastery_level, 0)) over (partition by s.id)::numeric, 6)::double precision,
      c.id, c.code::text, c.name::jsonb, c.topic::text,
      coalesce(m.mastery_level, 0)::double precision, coalesce(m.mastery_confidence, 0)::double precision,
      m.mastery_achieved_at is not null, missing.codes = '{}', missing.codes,
      coalesce(m.state, 'new'), m.due_at::timestamptz,
      private.fsrs_retrievability((extract(epoch from now() - m.last_practiced_at) / 86400)::double precision, m.stability)
    from public.subjects as s
    join public.concepts as c on c.subject_id = s.id
    left join public.content_mastery as m on m.user_id = person and m.id = c.id
    cross join lateral (
      select array(
        select needed.code::text
        from public.concept_prerequisites as p
        join public.concepts as needed on needed.id = p.prerequisite_id
        left join public.content_mastery as k on k.user_id = person and k.id = p.prerequisite_id
        where p.concept_id = c.id and coalesce(k.mastery_level, 0) < p.mastery_required
        order by p.importance_weight desc, needed.code
      ) as codes
    ) as missing
    where (mastery_overview.subject is null or s.code = mastery_overview.subject)
      and (c.is_active and s.is_active or m.id is not null)
    order by s.position, c.position;
end;
$$;

comment on function public.mastery_overview(text) is
  'How the caller stands with each concept of a subject (its code), or of all: mastery, readiness, what is missing, what is due.';

grant execute on function
  private.fsrs_weights(), private.fsrs_retrievability(double precision, double precision),
  public.review_concept(uuid, integer, timestamptz, uuid, uuid, text, double precision, double precision, text, double precision),
  public.due_reviews(timestamptz, integer), public.recent_learning_sessions(integer), public.mastery_overview(text)
to authenticated;
