-- Module 05, content: what people read and do in the app, and what they make of it.
--
--   content_categories, content_items             catalogue: the library, every text in Dutch and English
--   content_mbti_affinity                         catalogue: how well an item suits each of the 16 types
--   content_progress, content_bookmarks, content_ratings
--                                                 a person's own: how far, what for later, what they thought
--   content_item_statistics                       catalogue: what ratings add up to, never fewer than ten
--
-- The library is on every device, because it must be readable without a network. So a tier is no lock: it says
-- for which plans an item is, and the app shows it so. Nor could it be one here: what a person may see would
-- change with their plan and not with the row, and a pull sends rows that changed.
--
-- Two devices of one person, both offline, may open, bookmark or rate the same item. The id of such a row is the
-- id of the item: both devices then write the same row, and push merges them column by column. Were ids free and
-- (user_id, item_id) unique, the second device would be refused for something the person did, and its progress
-- and note with it. A client makes the row with the item's id; any other is refused at once, while it is developed.


-- Cohorts: what aggregates of people are made of before others may see them. Checks of tables ask for the size, so that
-- it is a function, and changing it a migration.

-- private.smallest_cohort: of how many people.
create function private.smallest_cohort()
returns integer
language sql
immutable
parallel safe
set search_path = ''
as $$
  select 10;
$$;

-- private.joins_cohorts: of whom: active accounts that are four weeks old. Whoever makes nine accounts to find out what
-- the tenth person said has to plan it a month ahead, for one number.
create function private.joins_cohorts(person public.users, at timestamptz)
returns boolean
language sql
immutable
parallel safe
set search_path = ''
as $$
  select person.account_status = 'active' and person.created_at <= at - interval '28 days';
$$;

-- private.translations_fit: whether a text is there in Dutch and English, every language of it 1 to `longest`
-- characters; for checks. In PL/pgSQL: a check may not ask a subquery.
create function private.translations_fit(texts jsonb, longest integer)
returns boolean
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
  return texts ?& '{nl,en}' and not exists (
    select from jsonb_each(texts) as t
    where t.key !~ '^[a-z]{2}(-[A-Z]{2})?$'
      or jsonb_typeof(t.value) <> 'string'
      or char_length(t.value #>> '{}') not between 1 and longest
  );
end;
$$;

-- Whoever writes a row runs its checks.
grant execute on function private.translations_fit(jsonb, integer) to service_role;


-- Content categories: the shelves of the library.

create table public.content_categories (
  id uuid not null,
  code public.slug not null,
  name public.translations not null,
  description public.translations not null,
  icon public.slug not null,
  position smallint not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint content_categories_pkey primary key (id),
  constraint content_categories_code_key unique (code),
  constraint content_categories_name_is_short check (private.translations_fit(name, 200)),
  constraint content_categories_description_is_bounded check (private.translations_fit(description, 1000))
);

comment on table public.content_categories is 'Catalogue: the shelves of the library.';
comment on column public.content_categories.icon is 'Name of an icon of the Lucide set.';
comment on column public.content_categories.position is 'Order of display, low first.';

create trigger _100_touch before insert or update on public.content_categories
  for each row execute function private.touch();

alter table public.content_categories enable row level security;

create policy content_categories_select_everyone on public.content_categories for select to authenticated
  using (true);
-- No insert, update or delete: the catalogue is content, changed by migrations and by the editors' server.

grant select on public.content_categories to authenticated;
grant select, insert, update, delete on public.content_categories to service_role;

insert into public.content_categories (id, code, position, icon, name, description)
select private.catalogue_id('content_categories', c.code), c.code, c.position, c.icon,
  jsonb_build_object('nl', c.name_nl, 'en', c.name_en),
  jsonb_build_object('nl', c.description_nl, 'en', c.description_en)
from (values
  ('coaching', 1, 'messages-square',
    'Coaching', 'Coaching',
    'Jezelf en anderen met goede vragen verder helpen.',
    'Helping yourself and others further with good questions.'),
  ('journaling', 2, 'notebook-pen',
    'Dagboek', 'Journaling',
    'Schrijven om te zien wat er leeft.',
    'Writing in order to see what is alive.'),
  ('habits', 3, 'repeat',
    'Gewoonten', 'Habits',
    'Klein beginnen, volhouden en weer opstaan.',
    'Beginning small, keeping on and getting up again.'),
  ('visions', 4, 'telescope',
    'Visies', 'Visions',
    'Van een beeld van later naar een daad van vandaag.',
    'From a picture of later to a deed of today.'),
  ('life-areas', 5, 'compass',
    'Levensgebieden', 'Life areas',
    'Gezondheid, geld, mensen, thuis en wat verder aandacht vraagt.',
    'Health, money, people, home and what else asks for attention.'),
  ('learning', 6, 'graduation-cap',
    'Leren', 'Learning',
    'Onthouden, begrijpen en aandacht houden.',
    'Remembering, understanding and keeping attention.'),
  ('personality', 7, 'fingerprint',
    'Persoonlijkheid', 'Personality',
    'Je type, je functies en hoe je ermee groeit.',
    'Your type, your functions and how to grow with them.')
) as c (code, position, icon, name_nl, name_en, description_nl, description_en);

select sync.register_table('public.content_categories', scope => null, direction => 'down', priority => 42);


-- Content items: articles, exercises, audio, video and courses. One row in all its languages: progress, a bookmark
-- and a rating are a person's with the item, whatever language they read it in.

create table public.content_items (
  id uuid not null,
  code public.slug not null,
  category_id uuid not null,
  kind text not null,
  tier text not null default 'free',
  locale public.locale_code,
  title public.translations not null,
  summary public.translations not null,
  body public.translations not null,
  media_url public.https_url,
  minutes public.minutes not null,
  difficulty text not null default 'easy',
  function_codes text[] not null,
  tags text[] not null default '{}',
  course_id uuid,
  course_position smallint,
  published_at timestamptz(3) not null default now(),
  retired_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint content_items_pkey primary key (id),
  constraint content_items_code_key unique (code),
  constraint content_items_category_id_fkey foreign key (category_id)
    references public.content_categories (id) on delete restrict,
  constraint content_items_course_id_fkey foreign key (course_id) references public.content_items (id) on delete restrict,
  constraint content_items_kind_is_known check (kind in ('article', 'exercise', 'audio', 'video', 'course')),
  constraint content_items_tier_is_known check (tier in ('free', 'premium')),
  constraint content_items_difficulty_is_known check (difficulty in ('easy', 'moderate', 'challenging')),
  constraint content_items_title_is_short check (private.translations_fit(title, 200)),
  constraint content_items_summary_is_bounded check (private.translations_fit(summary, 1000)),
  constraint content_items_body_is_bounded check (private.translations_fit(body, 20000)),
  constraint content_items_video_has_media check (kind <> 'video' or media_url is not null),
  constraint content_items_minutes_are_positive check (minutes > 0),
  constraint content_items_function_codes_are_functions check (
    array_position(function_codes, null) is null
    and cardinality(function_codes) between 1 and 4
    and cardinality(function_codes) = ('Ni' = any (function_codes))::integer + ('Ne' = any (function_codes))::integer
      + ('Si' = any (function_codes))::integer + ('Se' = any (function_codes))::integer
      + ('Ti' = any (function_codes))::integer + ('Te' = any (function_codes))::integer
      + ('Fi' = any (function_codes))::integer + ('Fe' = any (function_codes))::integer
  ),
  constraint content_items_tags_are_bounded check (private.texts_fit(tags, 20, 50) and array_position(tags, '') is null),
  constraint content_items_lesson_has_place check ((course_id is null) = (course_position is null)),
  constraint content_items_courses_do_not_nest check (kind <> 'course' or course_id is null),
  constraint content_items_retired_after_published check (retired_at >= published_at)
);

comment on table public.content_items is
  'Catalogue: the library. Items are retired, not deleted: people have progress in them and notes on them.';
comment on column public.content_items.tier is
  'free: for everyone; premium: for plans with the entitlement premium_content. For the app to show; every device has the whole library.';
comment on column public.content_items.locale is
  'For whom it is: null for everyone; a language or region, such as nl-BE, when it only makes sense there. The texts are in Dutch and English all the same.';
comment on column public.content_items.body is 'Markdown: paragraphs and lists. Of audio, the words that are spoken.';
comment on column public.content_items.media_url is
  'The recording. Null for text, and for audio that the device reads aloud.';
comment on column public.content_items.minutes is 'How long it takes, in minutes; of a course, with its lessons.';
comment on column public.content_items.function_codes is
  'Cognitive functions it speaks to, strongest first, one to four. Affinities with the types are made from these.';
comment on column public.content_items.tags is 'Subjects, in English, to filter by; at most 20, of at most 50 characters.';
comment on column public.content_items.course_id is 'The course it is a lesson of, if any; it can be read on its own too.';
comment on column public.content_items.course_position is 'Place in the course, from 1.';
comment on column public.content_items.published_at is
  'When it becomes visible. Devices have it before, and show it from then on, also without a network.';
comment on column public.content_items.retired_at is
  'When it was taken out of the library; who has it bookmarked keeps it. Null while it is offered.';

create index content_items_document_idx on public.content_items using gin (
  private.document('nl', title ->> 'nl', summary ->> 'nl', body ->> 'nl'),
  private.document('en', title ->> 'en', summary ->> 'en', body ->> 'en')
);
create index content_items_category_id_idx on public.content_items (category_id);
create index content_items_course_id_idx on public.content_items (course_id, course_position) where course_id is not null;
create index content_items_published_at_idx on public.content_items (published_at desc) where retired_at is null;

comment on index public.content_items_document_idx is 'Serves search in the library, in Dutch and in English.';
comment on index public.content_items_category_id_idx is 'Serves a shelf.';
comment on index public.content_items_course_id_idx is 'Serves the lessons of a course, in order.';
comment on index public.content_items_published_at_idx is 'Serves what is new, and the prefetch list of who has no type.';

create trigger _100_touch before insert or update on public.content_items
  for each row execute function private.touch();

alter table public.content_items enable row level security;

-- For everyone and without a condition: a search may then use the index.
create policy content_items_select_everyone on public.content_items for select to authenticated
  using (true);
-- No insert, update or delete: the catalogue is content, changed by migrations and by the editors' server.

grant select on public.content_items to authenticated;
grant select, insert, update, delete on public.content_items to service_role;


-- Content MBTI affinity: how well an item suits a type. Nobody types these in. The rule, for each item and type:
--
--   Each of the item's functions counts by its place in the type's stack: dominant 100, auxiliary 75, tertiary 50,
--   inferior 25, and 0 when it is not in the stack. They are averaged, the item's first function weighing 4, its
--   second 3, its third 2 and its fourth 1.
--
-- An item for Si and Te so suits ISTJ (Si Te Fi Ne) with (4 x 100 + 3 x 75) / 7 = 89, ESTJ with 86, INTJ with 32.

create table public.content_mbti_affinity (
  id uuid not null,
  item_id uuid not null,
  mbti_type public.mbti_code not null,
  affinity public.score not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint content_mbti_affinity_pkey primary key (id),
  constraint content_mbti_affinity_item_id_mbti_type_key unique (item_id, mbti_type),
  constraint content_mbti_affinity_item_id_fkey foreign key (item_id) references public.content_items (id) on delete cascade,
  constraint content_mbti_affinity_mbti_type_fkey foreign key (mbti_type)
    references public.mbti_types (code) on delete restrict
);

comment on table public.content_mbti_affinity is
  'Catalogue: how well each item suits each type, from the functions of both. Computed by the server.';
comment on column public.content_mbti_affinity.affinity is
  '0 not at all, 100 entirely; see private.type_affinity for the rule.';

create index content_mbti_affinity_mbti_type_idx on public.content_mbti_affinity (mbti_type, affinity desc);

comment on index public.content_mbti_affinity_mbti_type_idx is 'Serves the prefetch list of a type, most affine first.';

create trigger _100_touch before insert or update on public.content_mbti_affinity
  for each row execute function private.touch();

alter table public.content_mbti_affinity enable row level security;

create policy content_mbti_affinity_select_everyone on public.content_mbti_affinity for select to authenticated
  using (true);
-- No insert, update or delete: the server computes it.

grant select on public.content_mbti_affinity to authenticated, service_role;

-- private.type_affinity: how well an item for these functions suits a type with this stack, 0 to 100.
create function private.type_affinity(function_codes text[], stack text[])
returns integer
language sql
immutable
parallel safe
set search_path = ''
as $$
  select round(
    sum((5 - f.nth) * coalesce(125 - 25 * array_position(stack, f.code), 0))::numeric / sum(5 - f.nth)
  )::integer
  from unnest(function_codes) with ordinality as f (code, nth);
$$;

-- private.refresh_content_affinity: computes the affinities of these items anew. What stays the same is not written.
create function private.refresh_content_affinity(items uuid[])
returns void
language sql
volatile
set search_path = ''
as $$
  insert into public.content_mbti_affinity as a (id, item_id, mbti_type, affinity)
  select private.catalogue_id('content_mbti_affinity', i.id || ':' || t.code), i.id, t.code,
    private.type_affinity(i.function_codes, array[t.dominant, t.auxiliary, t.tertiary, t.inferior]::text[])
  from public.content_items as i
  cross join public.mbti_types as t
  where i.id = any (items)
  order by i.id, t.code
  on conflict (item_id, mbti_type) do update set affinity = excluded.affinity
  where a.affinity <> excluded.affinity;
$$;

-- private.affinity_after_items: trigger `_300_affinity` on content_items.
-- Definer: who edits an item may not write affinities.
create function private.affinity_after_items()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  items uuid[];
begin
  if tg_op = 'INSERT' then
    items := array(select n.id from new_rows as n);
  else
    items := array(
      select n.id from new_rows as n where not exists (
        select from old_rows as o where o.id = n.id and o.function_codes = n.function_codes
      )
    );
  end if;
  if items <> '{}' then
    perform private.refresh_content_affinity(items);
  end if;
  return null;
end;
$$;

create trigger _300_affinity_insert after insert on public.content_items
  referencing new table as new_rows for each statement execute function private.affinity_after_items();
create trigger _300_affinity_update after update on public.content_items
  referencing old table as old_rows new table as new_rows for each statement execute function private.affinity_after_items();


-- The library to begin with. Of each: code, category, kind, tier, difficulty, minutes, functions, tags, course and
-- place in it; then title, summary and body, each in Dutch and in English.
insert into public.content_items (
  id, code, category_id, kind, tier, difficulty, minutes, function_codes, tags, course_id, course_position,
  title, summary, body, published_at
)
select private.catalogue_id('content_items', i.code), i.code, private.catalogue_id('content_categories', i.category),
  i.kind, i.tier, i.difficulty, i.minutes, i.function_codes::text[], i.tags::text[],
  private.catalogue_id('content_items', i.course), i.course_position,
  jsonb_build_object('nl', i.title_nl, 'en', i.title_en),
  jsonb_build_object('nl', i.summary_nl, 'en', i.summary_en),
  jsonb_build_object('nl', i.body_nl, 'en', i.body_en),
  '2026-11-01 08:00+00'
from (values
  ('asking-for-coaching', 'coaching', 'article', 'free', 'easy', 6, '{Fe,Te}', '{coaching,conversation}', null, null,
    'Wat coaching wel en niet is', 'What coaching is, and what it is not',
    'Waar een coachgesprek voor dient, wat je zelf meebrengt en wanneer je iets anders nodig hebt.',
    'What a coaching conversation is for, what you bring yourself and when you need something else.',
    E'Coaching helpt je om zelf helder te krijgen wat je wilt en wat je volgende stap is. Een coach weet het '
    'niet beter dan jij; de winst zit in goede vragen, iemand die meekijkt en een afspraak waar je op '
    'terugkomt.\n\n'
    'Breng naar een gesprek drie dingen mee: wat er nu speelt, wat je graag anders zou zien en wat je al '
    'geprobeerd hebt. Vraag aan het eind altijd: wat ga ik doen, wanneer, en hoe merk ik dat het werkt?\n\n'
    'Coaching is geen behandeling. Slaap je al weken slecht, zie je overal tegenop of raakt niets je meer, of '
    'denk je eraan jezelf iets aan te doen, bel dan je huisarts of een hulplijn. Dat is geen omweg maar de '
    'kortste weg.',
    E'Coaching helps you find out for yourself what you want and what your next step is. A coach does not know '
    'better than you do; the gain is in good questions, someone who looks along with you and an agreement you '
    'come back to.\n\n'
    'Bring three things to a conversation: what is going on now, what you would like to be different and what '
    'you have tried already. At the end always ask: what will I do, when, and how will I notice that it '
    'works?\n\n'
    'Coaching is not treatment. If you have slept badly for weeks, if you dread everything or nothing touches '
    'you any more, or if you think of harming yourself, call your doctor or a helpline. That is not a detour '
    'but the shortest way.'),
  ('grow-conversation', 'coaching', 'exercise', 'free', 'moderate', 20, '{Te,Ni}', '{coaching,goals,questions}', null, null,
    'Jezelf coachen in vier vragen', 'Coach yourself in four questions',
    'Een doel, de werkelijkheid, de mogelijkheden en wat je gaat doen: twintig minuten met pen en papier.',
    'A goal, the reality, the options and what you will do: twenty minutes with pen and paper.',
    E'Neem een onderwerp waar je al een tijd omheen draait en schrijf bij elke vraag vijf minuten door.\n\n'
    '1. Doel: wat wil ik over een maand kunnen zeggen dat nu nog niet waar is?\n'
    '2. Werkelijkheid: wat is er nu, in feiten die een ander ook zou zien? Wat doe ik zelf dat het in stand '
    'houdt?\n'
    '3. Mogelijkheden: noem er zeven, ook onzinnige. De beste komt vaak na de vijfde.\n'
    '4. Wil: welke kies ik, wat is de eerste stap van hooguit een kwartier en wanneer zet ik die?\n\n'
    'Geef jezelf een cijfer van één tot tien voor hoe zeker je bent dat je het doet. Is het lager dan acht, '
    'maak de stap kleiner tot het een acht wordt.',
    E'Take a subject you have been circling for a while and keep writing for five minutes at each question.\n\n'
    '1. Goal: what do I want to be able to say in a month that is not true now?\n'
    '2. Reality: what is here now, in facts that somebody else would see too? What do I do myself that keeps '
    'it going?\n'
    '3. Options: name seven, silly ones included. The best often comes after the fifth.\n'
    '4. Will: which one do I choose, what is the first step of a quarter of an hour at most, and when do I '
    'take it?\n\n'
    'Give yourself a mark from one to ten for how sure you are that you will do it. If it is below eight, '
    'make the step smaller until it is an eight.'),
  ('good-questions', 'coaching', 'article', 'free', 'easy', 5, '{Ti,Fe}', '{coaching,questions}', null, null,
    'Vragen die verder helpen', 'Questions that help you further',
    'Waarom een waarom-vraag vaak in verdediging eindigt, en wat je in plaats daarvan vraagt.',
    'Why a why-question often ends in defence, and what to ask instead.',
    E'Wie vraagt waarom je iets deed, krijgt redenen: je verdedigt wat er al was. Wie vraagt wat je nodig had, '
    'wat je hoopte of wat je de volgende keer anders doet, krijgt iets waar je mee verder kunt.\n\n'
    'Begin een vraag met wat, hoe, wanneer of wie. Stel er één tegelijk en wacht langer dan prettig is: het '
    'tweede antwoord is meestal eerlijker dan het eerste.\n\n'
    'Drie vragen om bij de hand te houden: wat maakt dit belangrijk voor je? Wat zou je een vriend aanraden? '
    'En stel dat het vanzelf goed kwam, waar zou je dat morgen als eerste aan merken?',
    E'If you ask why somebody did a thing, you get reasons: they defend what was there already. If you ask '
    'what they needed, what they hoped or what they will do differently next time, you get something to go on '
    'with.\n\n'
    'Begin a question with what, how, when or who. Ask one at a time and wait longer than is comfortable: the '
    'second answer is usually more honest than the first.\n\n'
    'Three questions to keep at hand: what makes this matter to you? What would you advise a friend? And '
    'suppose it came right by itself, where would you first notice it tomorrow?'),
  ('inner-critic', 'coaching', 'exercise', 'free', 'moderate', 15, '{Fi,Ni}', '{coaching,emotions,self-compassion}', null, null,
    'Het gesprek met je innerlijke criticus', 'A talk with your inner critic',
    'Schrijf op wat de strenge stem zegt, zoek wat die wil beschermen en antwoord zoals je een vriend zou antwoorden.',
    'Write down what the stern voice says, find what it wants to protect and answer as you would answer a friend.',
    E'Kies een moment van vandaag waarop je streng voor jezelf was.\n\n'
    '1. Schrijf de zin op zoals die klonk, in de jij-vorm: jij kunt ook nooit iets afmaken.\n'
    '2. Vraag de stem: waar ben je bang voor dat er gebeurt als je zwijgt? Schrijf het antwoord op zonder het '
    'te weerleggen.\n'
    '3. Bedank de stem voor wat die wil beschermen. Dat voelt vreemd en haalt de scherpte eraf.\n'
    '4. Schrijf aan jezelf wat je tegen een goede vriend zou zeggen die dit meemaakte: eerlijk, warm en '
    'zonder te overdrijven.\n\n'
    'Lees de vierde stap hardop. Merk je dat een zin blijft haken, bewaar die dan in je dagboek.',
    E'Choose a moment of today at which you were hard on yourself.\n\n'
    '1. Write the sentence down as it sounded, addressed to you: you never finish anything.\n'
    '2. Ask the voice: what are you afraid will happen if you keep silent? Write the answer down without '
    'refuting it.\n'
    '3. Thank the voice for what it wants to protect. That feels odd and takes off the edge.\n'
    '4. Write to yourself what you would say to a good friend in the same place: honest, warm and without '
    'exaggeration.\n\n'
    'Read the fourth step aloud. If a sentence catches, keep it in your journal.'),
  ('accountability', 'coaching', 'article', 'free', 'easy', 4, '{Fe,Se}', '{coaching,habits,together}', null, null,
    'Waarom samen beloven werkt', 'Why promising together works',
    'Een afspraak met één ander maakt een voornemen tastbaar, als je haar klein en concreet houdt.',
    'An agreement with one other person makes an intention tangible, if you keep it small and concrete.',
    E'Een voornemen dat alleen in je hoofd bestaat, kun je ongemerkt verzetten. Zeg je tegen iemand wat je '
    'doet en wanneer je laat weten hoe het ging, dan bestaat het ook buiten jou.\n\n'
    'Houd het licht. Kies iemand die niet oordeelt, spreek één ding af voor de komende week en stuur op de '
    'afgesproken dag een bericht, ook als het niet gelukt is. Juist dan: wat stond er in de weg en wat is de '
    'kleinste stap die wel past?\n\n'
    'Wissel van rol. Wie ook naar de ander vraagt, houdt het langer vol dan wie alleen verantwoording aflegt.',
    E'An intention that exists only in your head can be moved without anybody noticing. If you tell someone '
    'what you will do and when you will let them know how it went, it exists outside you too.\n\n'
    'Keep it light. Choose somebody who does not judge, agree on one thing for the coming week and send a '
    'message on the day you agreed, also when it did not work out. Then above all: what stood in the way, and '
    'what is the smallest step that does fit?\n\n'
    'Change roles. Those who also ask about the other keep going longer than those who only report.'),
  ('difficult-feedback', 'coaching', 'article', 'premium', 'challenging', 7, '{Te,Fi}', '{coaching,conversation,conflict}', null, null,
    'Kritiek ontvangen zonder dicht te slaan', 'Taking criticism without closing up',
    'Drie stappen om uit lastige feedback te halen wat waar is en de rest te laten liggen.',
    'Three steps to take from hard feedback what is true and leave the rest.',
    E'Kritiek raakt eerst het lichaam: warme wangen, een strakke kaak, de drang om iets terug te zeggen. Doe '
    'in die eerste minuut niets anders dan ademen en luisteren. Je hoeft het nog niet eens te zijn.\n\n'
    'Vraag daarna om een voorbeeld: wanneer zag je dat, en wat had je liever gezien? Een voorbeeld maakt van '
    'een oordeel een gebeurtenis, en over een gebeurtenis kun je praten.\n\n'
    'Schrijf later op: wat is hier voor tien procent waar van? Dat deel is van jou en daar kun je iets mee. '
    'Wat overblijft, zegt misschien meer over de verwachtingen van de ander. Bedank in elk geval voor de '
    'moeite; eerlijkheid kost de brenger ook iets.',
    E'Criticism meets the body first: warm cheeks, a tight jaw, the urge to answer back. In that first minute '
    'do nothing but breathe and listen. You do not have to agree yet.\n\n'
    'Then ask for an example: when did you see that, and what would you rather have seen? An example turns a '
    'judgement into an event, and an event can be talked about.\n\n'
    'Later write down: which ten per cent of this is true? That part is yours and you can work with it. What '
    'is left may say more about what the other expected. Thank them for the trouble in any case; honesty '
    'costs the bringer something too.'),
  ('first-journal-page', 'journaling', 'exercise', 'free', 'easy', 10, '{Fi,Si}', '{journaling,beginning}', 'journal-in-a-week', 1,
    'Je eerste bladzijde', 'Your first page',
    'Tien minuten schrijven zonder verbeteren: zo begin je een dagboek dat je ook volgende week nog bijhoudt.',
    'Ten minutes of writing without correcting: how to begin a journal that you will still keep next week.',
    E'Zet een wekker op tien minuten en schrijf tot hij gaat. Niet teruglezen, niet doorstrepen, niet mooi. '
    'Weet je niets, schrijf dan: ik weet niets, en ga door.\n\n'
    'Begin met drie zinnen die je afmaakt. Vandaag was ik blij dat. Waar ik steeds aan denk is. Wat ik morgen '
    'nodig heb is.\n\n'
    'Stop als de wekker gaat, ook midden in een zin. Wie stopt terwijl er nog iets te zeggen is, begint '
    'morgen gemakkelijker. Kies ten slotte een vast moment op de dag en zet je dagboek daar klaar.',
    E'Set a timer for ten minutes and write until it rings. No reading back, no crossing out, nothing '
    'beautiful. If you know nothing, write: I know nothing, and go on.\n\n'
    'Begin with three sentences to complete. Today I was glad that. What I keep thinking about is. What I '
    'need tomorrow is.\n\n'
    'Stop when the timer rings, even in the middle of a sentence. If you stop while there is something left '
    'to say, you will begin more easily tomorrow. Finally choose a fixed moment of the day and leave your '
    'journal ready there.'),
  ('three-good-things', 'journaling', 'exercise', 'free', 'easy', 5, '{Si,Fe}', '{journaling,gratitude,evening}', 'journal-in-a-week', 2,
    'Drie goede dingen', 'Three good things',
    'Elke avond drie dingen die goed gingen, en jouw aandeel daarin.',
    'Every evening three things that went well, and your part in them.',
    E'Schrijf vlak voor het slapen drie dingen op die vandaag goed gingen. Ze mogen klein zijn: de koffie was '
    'warm, iemand hield een deur open, je belde toch even terug.\n\n'
    'Zet achter elk de vraag: hoe kwam dat? En daarachter: wat deed ik zelf? Juist die laatste vraag maakt '
    'het verschil tussen een lijstje en een oefening, want je leert zien waar je invloed hebt.\n\n'
    'Doe het een week elke dag en daarna twee of drie keer per week. Dan blijft het vers; wie het dagelijks '
    'blijft doen, schrijft al snel steeds hetzelfde op.',
    E'Just before you sleep, write down three things that went well today. They may be small: the coffee was '
    'hot, somebody held a door, you did call back after all.\n\n'
    'Add to each the question: how did that come about? And then: what did I do myself? That last question is '
    'the difference between a list and an exercise, for you learn to see where you have influence.\n\n'
    'Do it every day for a week and after that two or three times a week. That keeps it fresh; those who go '
    'on daily soon write the same things over and over.'),
  ('naming-emotions', 'journaling', 'article', 'free', 'easy', 6, '{Fi,Ti}', '{journaling,emotions}', 'journal-in-a-week', 3,
    'Geef het een preciezere naam', 'Give it a more precise name',
    'Hoe meer woorden je hebt voor wat je voelt, hoe beter je weet wat je nodig hebt.',
    'The more words you have for what you feel, the better you know what you need.',
    E'Rot is een begin, maar je kunt er weinig mee. Ben je teleurgesteld, dan verwachtte je iets. Ben je '
    'gekwetst, dan telt iemand voor je. Ben je moe, dan helpt praten niet en slapen wel. Elk woord wijst naar '
    'een andere behoefte.\n\n'
    'Schrijf bij een sterk gevoel eerst op waar je het in je lichaam merkt. Zoek dan drie woorden die erop '
    'lijken en kies het woord dat het dichtst in de buurt komt. Schrijf ten slotte: dit gevoel vraagt om, en '
    'maak de zin af.\n\n'
    'Vaak is er meer dan één gevoel tegelijk. Opgelucht en verdrietig mag allebei. Je hoeft niet te kiezen om '
    'het op te schrijven.',
    E'Awful is a beginning, but there is little you can do with it. If you are disappointed, you expected '
    'something. If you are hurt, someone matters to you. If you are tired, talking will not help and sleep '
    'will. Each word points to a different need.\n\n'
    'With a strong feeling, first write down where in your body you notice it. Then look for three words that '
    'resemble it and choose the one that comes closest. Finally write: this feeling asks for, and complete '
    'the sentence.\n\n'
    'Often there is more than one feeling at a time. Relieved and sad can both be true. You do not have to '
    'choose in order to write it down.'),
  ('letter-not-sent', 'journaling', 'exercise', 'free', 'challenging', 20, '{Fi,Fe}', '{journaling,emotions,relationships}', 'journal-in-a-week', 4,
    'De brief die je niet verstuurt', 'The letter you do not send',
    'Schrijf alles wat je iemand wilt zeggen, zonder dat die het ooit hoeft te lezen.',
    'Write everything you want to tell somebody, without their ever having to read it.',
    E'Neem iemand met wie iets niet af is: een ruzie, een afscheid, een dank die je nooit uitsprak. Schrijf '
    'bovenaan de naam en begin.\n\n'
    '1. Wat er gebeurde, zoals jij het zag.\n'
    '2. Wat je voelde en nog voelt.\n'
    '3. Wat je had willen vragen.\n'
    '4. Wat je, alles bij elkaar, wilt zeggen.\n\n'
    'Verstuur de brief niet. Leg hem een week weg, lees hem terug en vraag je af wat er nog over is. Soms is '
    'dat een gesprek dat je nu rustiger kunt voeren, soms niets meer. Komt er te veel los, stop dan, ga een '
    'stuk lopen en bel iemand die je vertrouwt.',
    E'Take somebody with whom something is unfinished: a quarrel, a parting, thanks that you never spoke. '
    'Write the name at the top and begin.\n\n'
    '1. What happened, as you saw it.\n'
    '2. What you felt and still feel.\n'
    '3. What you would have liked to ask.\n'
    '4. What, all in all, you want to say.\n\n'
    'Do not send the letter. Put it away for a week, read it again and ask what is left. Sometimes that is a '
    'conversation which you can now have more calmly, sometimes nothing at all. If too much comes loose, '
    'stop, go for a walk and call someone you trust.'),
  ('weekly-review', 'journaling', 'exercise', 'free', 'moderate', 25, '{Te,Si}', '{journaling,review,planning}', null, null,
    'De weekterugblik', 'The weekly review',
    'Een vast half uur om te zien wat de week je leerde en wat de volgende van je vraagt.',
    'A fixed half hour to see what the week taught you and what the next one asks of you.',
    E'Kies een vast moment, bijvoorbeeld vrijdag na het werk of zondagavond, en loop deze vragen langs.\n\n'
    '1. Wat gaf deze week energie, en wat kostte het?\n'
    '2. Wat heb ik afgerond? Lees je afgevinkte acties terug; je bent meer vergeten dan je denkt.\n'
    '3. Wat schoof ik vooruit? Was het te groot, te vaag of eigenlijk niet van mij?\n'
    '4. Welke ene zin uit mijn dagboek wil ik bewaren?\n'
    '5. Wat zijn de drie dingen die volgende week een goede week maken?\n\n'
    'Zet die drie meteen op een dag. Een plan zonder dag is een wens.',
    E'Choose a fixed moment, Friday after work or Sunday evening for example, and go through these questions.\n\n'
    '1. What gave energy this week, and what took it?\n'
    '2. What did I finish? Read back the actions you ticked off; you have forgotten more than you think.\n'
    '3. What did I put off? Was it too big, too vague or not really mine?\n'
    '4. Which one sentence from my journal do I want to keep?\n'
    '5. Which three things would make next week a good week?\n\n'
    'Put those three on a day at once. A plan without a day is a wish.'),
  ('journal-in-a-week', 'journaling', 'course', 'free', 'easy', 60, '{Fi,Ni}', '{journaling,course}', null, null,
    'Een dagboek in een week', 'A journal in a week',
    'Vier korte lessen waarmee je in zeven dagen een manier van schrijven vindt die bij je past.',
    'Four short lessons with which you find a way of writing that suits you within seven days.',
    E'Deze cursus bestaat uit vier lessen die je over een week verdeelt, met steeds een dag of twee om te '
    'oefenen.\n\n'
    'Op de eerste dag vul je een bladzijde zonder te verbeteren. Op de derde leer je de dag afsluiten met '
    'drie goede dingen. Op de vijfde geef je gevoelens een preciezere naam. Op de zevende schrijf je een '
    'brief die je niet verstuurt.\n\n'
    'Je hoeft niet alles goed te vinden. Kijk aan het eind welke vorm je het gemakkelijkst volhield, en houd '
    'die een maand. Een dagboek is er voor jou; het hoeft aan niemand te voldoen.',
    E'This course consists of four lessons that you spread over a week, each with a day or two to practise.\n\n'
    'On the first day you fill a page without correcting. On the third you learn to close the day with three '
    'good things. On the fifth you give feelings a more precise name. On the seventh you write a letter that '
    'you do not send.\n\n'
    'You need not like everything. See at the end which form was the easiest to keep up, and keep it for a '
    'month. A journal is there for you; it does not have to please anyone.'),
  ('tiny-habits', 'habits', 'article', 'free', 'easy', 5, '{Si,Se}', '{habits,beginning}', 'habits-that-last', 1,
    'Begin belachelijk klein', 'Begin ridiculously small',
    'Een gewoonte die je op je slechtste dag volhoudt, is groot genoeg om mee te beginnen.',
    'A habit you can keep on your worst day is big enough to begin with.',
    E'We kiezen gewoonten op onze beste dag en moeten ze volhouden op onze slechtste. Draai het om: wat lukt '
    'je nog als je ziek, druk en chagrijnig bent? Eén minuut rekken. Eén zin lezen. Je schoenen aantrekken.\n\n'
    'Klein is geen voorproefje van het echte werk. Het herhalen zelf maakt de gewoonte; de hoeveelheid groeit '
    'vanzelf zodra het beginnen geen moeite meer kost. Op goede dagen mag je altijd meer doen, maar het '
    'minimum blijft het minimum.\n\n'
    'Schrijf je gewoonte zo op dat je achteraf met ja of nee kunt zeggen of je haar deed. Meer bewegen is een '
    'wens; na het tandenpoetsen tien keer door de knieën is een gewoonte.',
    E'We choose habits on our best day and have to keep them on our worst. Turn it round: what can you still '
    'do when you are ill, busy and cross? One minute of stretching. One sentence of reading. Putting on your '
    'shoes.\n\n'
    'Small is not a foretaste of the real work. Repeating is what makes the habit; the amount grows by itself '
    'once beginning takes no effort. On good days you may always do more, but the minimum stays the minimum.\n\n'
    'Write your habit down so that you can say yes or no afterwards. Moving more is a wish; ten knee bends '
    'after brushing my teeth is a habit.'),
  ('if-then-plans', 'habits', 'exercise', 'free', 'easy', 8, '{Te,Si}', '{habits,planning}', 'habits-that-last', 2,
    'Als dit, dan dat', 'If this, then that',
    'Hang je voornemen aan een moment dat toch al komt, en besluit vooraf wat je doet als het tegenzit.',
    'Hang your intention on a moment that comes anyway, and decide beforehand what to do when it goes wrong.',
    E'Een voornemen met een moment wordt vaker gedaan dan een voornemen met alleen goede wil. Maak er nu drie.\n\n'
    '1. Anker: als ik mijn koffie heb ingeschonken, dan schrijf ik mijn belangrijkste actie van vandaag op.\n'
    '2. Hindernis: als het regent, dan doe ik de oefeningen binnen in plaats van te lopen.\n'
    '3. Verleiding: als ik in bed naar mijn telefoon grijp, dan leg ik hem in de gang en pak ik mijn boek.\n\n'
    'Kies voor het anker iets dat al elke dag gebeurt en dat een duidelijk einde heeft. Na het eten is vaag; '
    'als ik mijn bord in de vaatwasser zet, is precies.',
    E'An intention with a moment is carried out more often than one with goodwill alone. Make three now.\n\n'
    '1. Anchor: when I have poured my coffee, I write down my most important action of today.\n'
    '2. Obstacle: if it rains, I do the exercises indoors instead of walking.\n'
    '3. Temptation: if I reach for my phone in bed, I put it in the hall and take my book.\n\n'
    'For the anchor choose something that happens every day already and has a clear end. After dinner is '
    'vague; when I put my plate in the dishwasher is precise.'),
  ('after-a-missed-day', 'habits', 'article', 'free', 'easy', 4, '{Si,Fi}', '{habits,self-compassion}', 'habits-that-last', 3,
    'De dag na een gemiste dag', 'The day after a missed day',
    'Eén keer overslaan is een voorval. Wat je de volgende dag doet, beslist of het een patroon wordt.',
    'Missing once is an incident. What you do the next day decides whether it becomes a pattern.',
    E'Wie een reeks ziet breken, denkt al snel dat alles weg is. Dat is niet zo: wat je honderd keer deed, '
    'blijf je kunnen. Het gevaar zit in de tweede dag, als de gedachte nu maakt het toch niet meer uit het '
    'overneemt.\n\n'
    'Heb daarom een regel klaar: nooit twee keer achter elkaar. Doe de volgende dag de kleinste versie, hoe '
    'klein ook, en noteer haar.\n\n'
    'Kijk pas daarna wat er misging. Was je moe, dan is de gewoonte misschien te laat op de dag. Was je '
    'vergeten, dan mist er een anker. Had je geen zin, dan is zij te groot. Streng zijn voor jezelf lost geen '
    'van drieën op.',
    E'Who sees a streak break soon thinks that all is lost. It is not: what you did a hundred times you can '
    'still do. The danger is in the second day, when the thought that it no longer matters takes over.\n\n'
    'So have a rule ready: never twice in a row. The next day do the smallest version, however small, and '
    'record it.\n\n'
    'Only then look at what went wrong. If you were tired, the habit may be too late in the day. If you '
    'forgot, an anchor is missing. If you did not feel like it, it is too big. Being hard on yourself solves '
    'none of the three.'),
  ('shape-your-surroundings', 'habits', 'article', 'free', 'easy', 5, '{Se,Te}', '{habits,environment}', 'habits-that-last', 4,
    'Laat je omgeving het werk doen', 'Let your surroundings do the work',
    'Maak het goede zichtbaar en dichtbij, en het andere een stap verder weg.',
    'Make the good visible and near, and the rest one step further away.',
    E'Wilskracht is een slechte planner: zij is op als je haar het hardst nodig hebt. Je omgeving wordt nooit '
    'moe. Leg het fruit op tafel en de koekjes op de bovenste plank, en je eet anders zonder iets te '
    'besluiten.\n\n'
    'Loop vandaag door één kamer en stel bij elke gewoonte twee vragen. Hoe maak ik de gewenste vijf seconden '
    'gemakkelijker? De gitaar op een standaard, de hardloopschoenen bij de deur. Hoe maak ik de ongewenste '
    'twintig seconden lastiger? De app van het beginscherm, de oplader buiten de slaapkamer.\n\n'
    'Verander één ding per week en kijk wat het doet.',
    E'Willpower plans badly: it is used up when you need it most. Your surroundings never tire. Put fruit on '
    'the table and biscuits on the top shelf, and you eat differently without deciding anything.\n\n'
    'Walk through one room today and ask two questions about each habit. How do I make the wanted one five '
    'seconds easier? The guitar on a stand, the running shoes by the door. How do I make the unwanted one '
    'twenty seconds harder? The app off the home screen, the charger outside the bedroom.\n\n'
    'Change one thing a week and see what it does.'),
  ('evening-wind-down', 'habits', 'audio', 'free', 'easy', 8, '{Si,Fe}', '{habits,sleep,breathing}', null, null,
    'Afronden voor de nacht', 'Winding down for the night',
    'Een rustige begeleiding van acht minuten om de dag los te laten. De woorden kun je laten voorlezen.',
    'A quiet guidance of eight minutes to let go of the day. The words can be read aloud to you.',
    E'Ga liggen zoals je straks wilt slapen. Laat je schouders zakken en je kaak los. Je hoeft nu nergens meer '
    'heen.\n\n'
    'Adem in door je neus en tel rustig tot vier. Adem langzaam uit en tel tot zes. Nog vijf keer, in je '
    'eigen tempo. Als een gedachte je meeneemt, is dat niet erg; kom terug bij de volgende uitademing.\n\n'
    'Ga met je aandacht naar je voeten en laat ze zwaar worden. Dan je benen, je buik, je handen, je gezicht. '
    'Wat gespannen is, mag gespannen zijn; je hoeft het alleen op te merken.\n\n'
    'Noem in stilte één ding van vandaag dat af is. Zeg dan: de rest kan wachten tot morgen. Blijf bij je '
    'adem zolang je wilt.',
    E'Lie down the way you want to fall asleep. Let your shoulders sink and loosen your jaw. There is nowhere '
    'you still have to go.\n\n'
    'Breathe in through your nose and count gently to four. Breathe out slowly and count to six. Five more '
    'times, at your own pace. If a thought takes you along, that is all right; come back with the next breath '
    'out.\n\n'
    'Bring your attention to your feet and let them grow heavy. Then your legs, your belly, your hands, your '
    'face. What is tense may be tense; you need only notice it.\n\n'
    'Name in silence one thing of today that is finished. Then say: the rest can wait until tomorrow. Stay '
    'with your breath as long as you like.'),
  ('habits-that-last', 'habits', 'course', 'free', 'easy', 45, '{Si,Te}', '{habits,course}', null, null,
    'Gewoonten die blijven', 'Habits that last',
    'Vier lessen, één gewoonte: klein beginnen, een moment kiezen, doorgaan na een misser en je omgeving inrichten.',
    'Four lessons, one habit: begin small, choose a moment, go on after a miss and arrange your surroundings.',
    E'Kies voor deze cursus één gewoonte en houd die alle vier de weken aan. Wie er drie tegelijk begint, '
    'heeft er na een maand meestal nul.\n\n'
    'In week één maak je haar zo klein dat zij altijd lukt. In week twee hang je haar aan een vast moment en '
    'bedenk je wat je doet als het tegenzit. In week drie oefen je met doorgaan na een gemiste dag: die komt '
    'vanzelf. In week vier verander je je omgeving, zodat de gewoonte je tegemoet komt.\n\n'
    'Log elke dag of het gelukt is. Niet om jezelf te beoordelen, maar om te zien wanneer het makkelijk gaat '
    'en waarom.',
    E'For this course choose one habit and keep it for all four weeks. Those who begin three at once usually '
    'have none after a month.\n\n'
    'In week one you make it so small that it always works. In week two you hang it on a fixed moment and '
    'think of what to do when things go wrong. In week three you practise going on after a missed day: that '
    'will come by itself. In week four you change your surroundings, so that the habit comes to meet you.\n\n'
    'Log every day whether it worked. Not to judge yourself, but to see when it goes easily and why.'),
  ('five-years-from-now', 'visions', 'exercise', 'free', 'moderate', 30, '{Ni,Fi}', '{visions,imagination}', 'a-vision-of-your-own', 1,
    'Een gewone dag over vijf jaar', 'An ordinary day in five years',
    'Beschrijf geen hoogtepunt maar een dinsdag. Daaraan zie je wat je werkelijk wilt.',
    'Do not describe a highlight but a Tuesday. That shows what you really want.',
    E'Een droom van grote momenten zegt weinig over hoe je wilt leven. Een gewone dag wel. Neem een half uur '
    'en schrijf in de tegenwoordige tijd, alsof het over vijf jaar dinsdag is.\n\n'
    '1. Je wordt wakker. Waar, naast wie, hoe laat, en hoe voelt je lichaam?\n'
    '2. Het is elf uur. Waar ben je mee bezig en wie heeft daar iets aan?\n'
    '3. Het is etenstijd. Wie zit er aan tafel en waar praten jullie over?\n'
    '4. Je gaat slapen. Waar ben je die dag tevreden over?\n\n'
    'Onderstreep daarna de drie zinnen die je het meest raken. Zet achter elke zin wat daarvan dit jaar al '
    'een klein beetje waar kan zijn.',
    E'A dream of great moments says little about how you want to live. An ordinary day does. Take half an hour '
    'and write in the present tense, as if it were a Tuesday in five years.\n\n'
    '1. You wake up. Where, beside whom, at what time, and how does your body feel?\n'
    '2. It is eleven. What are you working on, and who is better off for it?\n'
    '3. It is dinner time. Who is at the table and what do you talk about?\n'
    '4. You go to sleep. What are you content with that day?\n\n'
    'Then underline the three sentences that move you most. Write behind each what part of it can be a little '
    'true this year.'),
  ('values-before-goals', 'visions', 'exercise', 'free', 'moderate', 20, '{Fi,Fe}', '{visions,values}', 'a-vision-of-your-own', 2,
    'Waarden voor doelen', 'Values before goals',
    'Een doel haal je, een waarde leef je. Vind de vijf die voor jou de richting geven.',
    'A goal is reached, a value is lived. Find the five that give you direction.',
    E'Schrijf tien momenten op waarop je trots was, of juist boos omdat iets niet klopte. Achter elk zit een '
    'waarde: eerlijkheid, vrijheid, zorg, vakmanschap, avontuur, rust.\n\n'
    '1. Geef elk moment het woord dat erbij past.\n'
    '2. Voeg samen wat hetzelfde is, tot er vijf over zijn.\n'
    '3. Zet ze op volgorde door er steeds twee naast elkaar te leggen: als ik één van beide een jaar moest '
    'missen, welke zou dat zijn?\n'
    '4. Schrijf bij de bovenste drie op wat je vorige week deed dat erbij paste, en wat ertegenin ging.\n\n'
    'Leg je visie ernaast. Dient zij deze waarden, dan houd je haar vol. Dient zij vooral die van een ander, '
    'dan weet je waarom het stroef gaat.',
    E'Write down ten moments at which you were proud, or angry because something was not right. Behind each '
    'there is a value: honesty, freedom, care, craft, adventure, peace.\n\n'
    '1. Give each moment the word that fits.\n'
    '2. Join what is the same, until five are left.\n'
    '3. Put them in order by laying two side by side each time: if I had to go without one of them for a '
    'year, which would it be?\n'
    '4. For the top three write down what you did last week that matched, and what went against them.\n\n'
    'Lay your vision beside them. If it serves these values, you will keep it up. If it mainly serves those '
    'of somebody else, you know why it goes so stiffly.'),
  ('from-vision-to-today', 'visions', 'article', 'free', 'easy', 6, '{Te,Ni}', '{visions,planning,actions}', 'a-vision-of-your-own', 3,
    'Van visie naar vandaag', 'From vision to today',
    'Vijf jaar, een jaar, een maand, een week, een kwartier: zo wordt een groot beeld een kleine daad.',
    'Five years, a year, a month, a week, a quarter of an hour: how a large picture becomes a small deed.',
    E'Een visie zonder volgende stap wordt een schilderij: mooi om naar te kijken. Reken daarom terug. Wat '
    'moet over een jaar waar zijn, wil dit over vijf jaar kunnen? Noem hooguit drie mijlpalen.\n\n'
    'Neem de eerste en vraag: waaraan zie ik over een maand dat zij dichterbij komt? Daarna: wat is deze week '
    'de eenvoudigste bijdrage? En ten slotte: wat kan ik vandaag in een kwartier doen?\n\n'
    'Zet dat ene kwartier als dagelijkse actie bij je visie. Wie elke dag iets kleins doet, heeft na een jaar '
    'negentig uur in zijn toekomst gestoken, zonder er ooit een vrije dag voor te hoeven nemen.',
    E'A vision without a next step becomes a painting: lovely to look at. So reckon back. What must be true in '
    'a year for this to be possible in five? Name three milestones at most.\n\n'
    'Take the first and ask: how will I see in a month that it is closer? Then: what is the simplest '
    'contribution this week? And finally: what can I do today in a quarter of an hour?\n\n'
    'Put that one quarter as a daily action with your vision. Whoever does something small every day has put '
    'ninety hours into the future after a year, without ever taking a day off for it.'),
  ('premortem', 'visions', 'exercise', 'premium', 'challenging', 20, '{Ti,Ni}', '{visions,planning,risk}', 'a-vision-of-your-own', 4,
    'Stel dat het mislukt', 'Suppose it fails',
    'Kijk vanuit een denkbeeldige mislukking terug en je ziet nu al wat je kunt voorkomen.',
    'Look back from an imagined failure and you already see what you can prevent.',
    E'Kies een plan dat je belangrijk vindt. Stel je voor dat het een jaar later is en dat er niets van '
    'terechtkwam.\n\n'
    '1. Schrijf tien minuten lang op hoe dat kwam. Wees concreet: in maart werd het druk en toen schoof alles '
    'op.\n'
    '2. Zet een streep bij de drie oorzaken die het waarschijnlijkst zijn en waar je zelf iets aan kunt doen.\n'
    '3. Bedenk bij elk één maatregel voor vooraf en één teken waaraan je op tijd merkt dat het die kant op '
    'gaat.\n'
    '4. Zet de tekens in je agenda als vraag, op een dag waarop je nog kunt bijsturen.\n\n'
    'Dit is geen somberen. Wie zich de hindernis voorstelt naast het doel, begint eerder en geeft minder snel '
    'op.',
    E'Choose a plan that matters to you. Imagine that it is a year later and nothing came of it.\n\n'
    '1. For ten minutes write down how that happened. Be concrete: in March it got busy and then everything '
    'shifted.\n'
    '2. Mark the three causes that are the most likely and that you can do something about.\n'
    '3. For each think of one measure beforehand and one sign by which you notice in time that things go that '
    'way.\n'
    '4. Put the signs in your calendar as a question, on a day when you can still correct.\n\n'
    'This is not gloom. Whoever pictures the obstacle beside the goal begins sooner and gives up less soon.'),
  ('letting-go-of-a-goal', 'visions', 'article', 'free', 'moderate', 5, '{Fi,Ne}', '{visions,choices}', null, null,
    'Een doel mogen loslaten', 'Being allowed to let a goal go',
    'Stoppen is geen falen als je weet waarom. Vijf vragen om het verschil te zien.',
    'Stopping is no failure if you know why. Five questions to see the difference.',
    E'Volhouden is een deugd, tot het doel niet meer van jou is. Mensen veranderen, en een visie van drie jaar '
    'geleden is geschreven door iemand die jij niet meer helemaal bent.\n\n'
    'Vraag je af: zou ik dit vandaag opnieuw kiezen? Wil ik het resultaat, of alleen dat het af is? Wie zou '
    'er teleurgesteld zijn als ik stopte, en is dat een reden? Wat komt er vrij aan tijd en aandacht? En wat '
    'neem ik ervan mee?\n\n'
    'Is het antwoord dat je stopt, doe het dan met opzet. Zet de visie op gestopt, schrijf in je dagboek wat '
    'zij je gebracht heeft en kies pas over een week iets nieuws. Ruimte is ook een uitkomst.',
    E'Persistence is a virtue, until the goal is no longer yours. People change, and a vision of three years '
    'ago was written by someone you no longer quite are.\n\n'
    'Ask yourself: would I choose this again today? Do I want the result, or only to be done with it? Who '
    'would be disappointed if I stopped, and is that a reason? What time and attention would come free? And '
    'what do I take along from it?\n\n'
    'If the answer is that you stop, do it on purpose. Mark the vision as abandoned, write in your journal '
    'what it brought you and choose something new only after a week. Space is an outcome too.'),
  ('a-vision-of-your-own', 'visions', 'course', 'premium', 'moderate', 90, '{Ni,Te}', '{visions,course}', null, null,
    'Een visie van jezelf', 'A vision of your own',
    'In vier lessen van een dagdroom naar een visie met mijlpalen en een eerste week.',
    'In four lessons from a daydream to a vision with milestones and a first week.',
    E'Neem voor deze cursus vier avonden, liefst met een paar dagen ertussen, zodat wat je schreef kan '
    'bezinken.\n\n'
    'De eerste avond beschrijf je een gewone dag over vijf jaar. De tweede zoek je de waarden die eronder '
    'liggen en schrap je wat van een ander is. De derde reken je terug tot een actie voor vandaag. De vierde '
    'stel je je voor dat het mislukt, en haal je daar je maatregelen uit.\n\n'
    'Aan het eind heb je één visie, hooguit drie mijlpalen en zeven kleine acties. Vertel haar daarna aan '
    'iemand: een visie die je hardop kunt zeggen, is er een die je begrijpt.',
    E'Take four evenings for this course, preferably with a few days in between, so that what you wrote can '
    'settle.\n\n'
    'On the first evening you describe an ordinary day in five years. On the second you look for the values '
    'underneath and strike out what is somebody else''s. On the third you reckon back to an action for today. '
    'On the fourth you imagine that it fails, and take your measures from that.\n\n'
    'At the end you have one vision, three milestones at most and seven small actions. Then tell it to '
    'someone: a vision you can say aloud is one that you understand.'),
  ('balance-is-a-rhythm', 'life-areas', 'article', 'free', 'easy', 5, '{Fe,Si}', '{life-areas,balance}', null, null,
    'Balans is een ritme, geen stand', 'Balance is a rhythm, not a position',
    'Waarom negen levensgebieden nooit tegelijk een tien halen, en waarom dat niet erg is.',
    'Why nine areas of life never all get a ten at once, and why that does not matter.',
    E'Wie zijn levensgebieden scoort, ziet een wiel met deuken. De eerste neiging is alle deuken tegelijk '
    'uitkloppen. Dat lukt niemand: een pasgeboren kind, een verhuizing of een nieuwe baan vraagt een tijdlang '
    'ruimte van al het andere.\n\n'
    'Kijk liever over een jaar dan over een week. Kwam elk gebied een keer aan de beurt? Is er een dat al '
    'maanden zakt zonder dat je daarvoor koos? Dat is het gebied dat aandacht vraagt, niet per se het '
    'laagste.\n\n'
    'Kies voor dit seizoen één gebied om te voeden en één om met rust te laten. Beide zijn een besluit.',
    E'Whoever scores their areas of life sees a wheel with dents. The first impulse is to beat out all dents '
    'at once. Nobody can: a newborn child, a move or a new job asks room of everything else for a while.\n\n'
    'Look over a year rather than a week. Did each area have its turn? Is there one that has been sinking for '
    'months without your choosing it? That is the area that asks for attention, not necessarily the lowest.\n\n'
    'For this season choose one area to nourish and one to leave in peace. Both are decisions.'),
  ('energy-audit', 'life-areas', 'exercise', 'free', 'easy', 15, '{Se,Si}', '{life-areas,energy,health}', null, null,
    'De energiebalans', 'The energy balance',
    'Zie in een kwartier wat je oplaadt en wat je leegtrekt, en verplaats één ding.',
    'See in a quarter of an hour what charges and what drains you, and move one thing.',
    E'Teken twee kolommen. Links komt wat je de afgelopen week energie gaf, rechts wat energie kostte. Wees '
    'precies: niet werk, maar het overleg van maandag; niet sport, maar het eerste stuk fietsen door het '
    'park.\n\n'
    '1. Zet bij elk een cijfer van één tot vijf.\n'
    '2. Omcirkel rechts wat je kunt schrappen, inkorten of aan een ander vragen.\n'
    '3. Omcirkel links wat minder dan een half uur kost.\n'
    '4. Plan één omcirkelde oplader vlak na één omcirkelde energievreter.\n\n'
    'Herhaal dit over een maand. Wat mensen oplaadt, verschilt meer dan we denken: de één komt bij van '
    'stilte, de ander van gezelschap.',
    E'Draw two columns. On the left goes what gave you energy this past week, on the right what took it. Be '
    'precise: not work, but the meeting on Monday; not sport, but the first stretch of cycling through the '
    'park.\n\n'
    '1. Give each a mark from one to five.\n'
    '2. On the right, circle what you can drop, shorten or ask of somebody else.\n'
    '3. On the left, circle what takes less than half an hour.\n'
    '4. Plan one circled charger right after one circled drain.\n\n'
    'Repeat this in a month. What charges people differs more than we think: one recovers in silence, another '
    'in company.'),
  ('money-in-one-page', 'life-areas', 'exercise', 'free', 'moderate', 30, '{Te,Si}', '{life-areas,finances}', null, null,
    'Je geld op één bladzijde', 'Your money on one page',
    'Wat komt erin, wat gaat er vast uit, wat blijft over en waar is dat voor?',
    'What comes in, what goes out for certain, what is left and what is that for?',
    E'Onrust over geld komt vaker van niet weten dan van te weinig hebben. Pak je bankafschriften van drie '
    'maanden en neem één bladzijde.\n\n'
    '1. Wat komt er elke maand zeker binnen?\n'
    '2. Wat gaat er vast af? Tel ook wat eens per jaar komt, gedeeld door twaalf.\n'
    '3. Wat gaf je daarnaast gemiddeld uit, in hooguit vijf potjes?\n'
    '4. Wat blijft er over, en wat wil je dat het voor je doet?\n\n'
    'Kies één bedrag dat je op de dag van je inkomen automatisch opzij zet, hoe klein ook. Kom je structureel '
    'tekort, wacht dan niet: je gemeente helpt gratis, en vroeg is altijd goedkoper dan laat.',
    E'Unrest about money comes more often from not knowing than from having too little. Take three months of '
    'bank statements and one page.\n\n'
    '1. What is certain to come in each month?\n'
    '2. What goes out for certain? Count what comes once a year too, divided by twelve.\n'
    '3. What did you spend besides on average, in five pots at most?\n'
    '4. What is left, and what do you want it to do for you?\n\n'
    'Choose one amount that is put aside automatically on the day your income arrives, however small. If you '
    'are short month after month, do not wait: many municipalities help free of charge, and early is always '
    'cheaper than late.'),
  ('keep-in-touch', 'life-areas', 'exercise', 'free', 'easy', 10, '{Fe,Ne}', '{life-areas,relationships}', null, null,
    'Vijf mensen, vijf berichten', 'Five people, five messages',
    'Vriendschap verdwijnt zelden door ruzie en vaak door uitstel. Tien minuten zijn genoeg.',
    'Friendship seldom ends in a quarrel and often in delay. Ten minutes are enough.',
    E'Schrijf vijf namen op van mensen die je mist of te lang niet sprak. Stuur ze vandaag elk een kort '
    'bericht dat om niets vraagt.\n\n'
    'Goede openingen zijn concreet: ik kwam langs het café waar we toen kletsnat binnenliepen, en dacht aan '
    'je. Ik las iets wat jij mooi zou vinden. Hoe is het met je moeder? Vermijd we moeten weer eens '
    'afspreken, want daar kan niemand iets mee.\n\n'
    'Antwoordt iemand, stel dan meteen een dag voor. Antwoordt iemand niet, laat het dan rusten: een groet is '
    'ook zonder antwoord iets waard. Kies ten slotte één van de vijf voor een vast ritme, bijvoorbeeld elke '
    'eerste zondag bellen.',
    E'Write down five names of people you miss or have not spoken to for too long. Send each a short message '
    'today that asks for nothing.\n\n'
    'Good openings are concrete: I passed the café that we entered soaking wet that day, and thought of you. '
    'I read something you would like. How is your mother? Avoid we must meet up some time, for nobody can do '
    'anything with that.\n\n'
    'If someone answers, propose a day at once. If someone does not, let it rest: a greeting is worth '
    'something without an answer too. Finally choose one of the five for a fixed rhythm, such as calling on '
    'the first Sunday of the month.'),
  ('move-a-little', 'life-areas', 'article', 'free', 'easy', 5, '{Se,Si}', '{life-areas,health,movement}', null, null,
    'Bewegen zonder sportschool', 'Moving without a gym',
    'Elk stukje telt mee. Hoe je een week met meer beweging maakt uit wat je toch al doet.',
    'Every bit counts. How to make a week with more movement out of what you do anyway.',
    E'Gezondheidsraden noemen voor volwassenen ongeveer honderdvijftig minuten matig inspannende beweging per '
    'week, en twee keer iets voor spieren en botten. Dat klinkt als een sportabonnement, maar flink '
    'doorfietsen, traplopen en stevig wandelen tellen mee.\n\n'
    'Loop eens door je dag: welke afstand onder de drie kilometer leg je nu zittend af? Welk telefoontje kan '
    'lopend? Welke trap neem je voortaan? Koppel er één aan iets vasts.\n\n'
    'Spieren vragen weinig tijd: twee keer per week tien minuten opstaan uit een stoel, opdrukken tegen het '
    'aanrecht en een tas tillen is een begin. Heb je klachten of ben je lang niet in beweging geweest, begin '
    'rustig en vraag je huisarts.',
    E'For adults, health councils name about a hundred and fifty minutes of moderate exertion a week, and '
    'something for muscles and bones twice. That sounds like a gym membership, but brisk cycling, climbing '
    'stairs and firm walking all count.\n\n'
    'Go through your day: which distance below three kilometres do you now cover sitting? Which phone call '
    'can be walked? Which stairs will you take from now on? Tie one of them to something fixed.\n\n'
    'Muscles ask little time: twice a week ten minutes of rising from a chair, press-ups against the kitchen '
    'counter and lifting a bag is a beginning. If you have complaints or have not moved for long, begin '
    'gently and ask your doctor.'),
  ('home-that-helps', 'life-areas', 'exercise', 'free', 'easy', 15, '{Si,Se}', '{life-areas,home}', null, null,
    'Een plek in huis die je helpt', 'A place at home that helps you',
    'Kies één hoek, geef die één doel en haal weg wat daar niet bij hoort.',
    'Choose one corner, give it one purpose and take away what does not belong.',
    E'Je hoeft geen huis op te ruimen om er rust te vinden. Eén vierkante meter is genoeg, als die een '
    'bedoeling heeft: lezen, schrijven, rekken, muziek.\n\n'
    '1. Kies de plek en zeg hardop waar hij voor is.\n'
    '2. Haal alles weg wat daar niet bij hoort, ook als je nog niet weet waar het heen moet. Een doos is goed '
    'genoeg.\n'
    '3. Leg klaar wat je nodig hebt om binnen tien seconden te beginnen.\n'
    '4. Voeg één ding toe dat je zintuigen aanspreekt: licht, een plant, een geur.\n\n'
    'Gebruik de plek een week lang alleen waarvoor hij bedoeld is. Je zult merken dat je er anders gaat '
    'zitten.',
    E'You need not tidy a house to find peace in it. One square metre is enough, if it has a purpose: reading, '
    'writing, stretching, music.\n\n'
    '1. Choose the place and say aloud what it is for.\n'
    '2. Take away everything that does not belong, even if you do not know yet where it should go. A box will '
    'do.\n'
    '3. Lay out what you need in order to begin within ten seconds.\n'
    '4. Add one thing that speaks to your senses: light, a plant, a scent.\n\n'
    'For a week use the place only for what it is meant for. You will notice that you sit down there '
    'differently.'),
  ('active-imagination', 'life-areas', 'audio', 'premium', 'challenging', 12, '{Ni,Fi}', '{life-areas,imagination,meditation}', null, null,
    'Actieve imaginatie: een beeld laten spreken', 'Active imagination: letting an image speak',
    'Een begeleide oefening om met een droom- of fantasiebeeld in gesprek te gaan. De woorden kun je laten voorlezen.',
    'A guided exercise for entering into talk with an image from a dream or fantasy. The words can be read aloud to you.',
    E'Ga zitten met papier en pen naast je. Kies een beeld dat je bijbleef: een figuur uit een droom, een '
    'dier, een plek. Sluit je ogen als dat prettig is en laat het beeld komen, zonder eraan te trekken.\n\n'
    'Kijk rustig rond. Welke kleur heeft het licht? Wat beweegt er? Blijf kijken tot er iets verandert; dat '
    'doet het altijd.\n\n'
    'Vraag nu aan wie of wat je daar ziet: wat wil je dat ik weet? Wacht. Neem het eerste wat komt, een '
    'woord, een gebaar, een stilte. Vraag door zoals je een gast zou vragen, en zeg ook eerlijk wat jij ervan '
    'vindt.\n\n'
    'Neem afscheid en kom terug in de kamer: voel de vloer, noem vijf dingen die je ziet. Schrijf dan op wat '
    'er gebeurde. Wordt een beeld te heftig, open je ogen en stop; deze oefening is niet bedoeld voor wie nu '
    'in crisis is.',
    E'Sit down with pen and paper beside you. Choose an image that stayed with you: a figure from a dream, an '
    'animal, a place. Close your eyes if that is comfortable and let the image come, without pulling at it.\n\n'
    'Look around calmly. What colour is the light? What moves? Keep looking until something changes; it '
    'always does.\n\n'
    'Now ask whoever or whatever you see there: what do you want me to know? Wait. Take the first thing that '
    'comes, a word, a gesture, a silence. Go on asking as you would ask a guest, and say honestly what you '
    'think of it too.\n\n'
    'Take your leave and come back to the room: feel the floor, name five things that you see. Then write '
    'down what happened. If an image grows too intense, open your eyes and stop; this exercise is not meant '
    'for anyone in a crisis.'),
  ('spaced-repetition', 'learning', 'article', 'free', 'easy', 6, '{Si,Ti}', '{learning,memory}', 'learn-to-learn', 1,
    'Herhalen op het juiste moment', 'Repeating at the right moment',
    'Waarom je meer onthoudt van vijf keer tien minuten dan van één keer een uur.',
    'Why you remember more from five times ten minutes than from once an hour.',
    E'Vergeten begint zodra je stopt met leren, en elke keer dat je iets met enige moeite terughaalt, vergeet '
    'je het daarna langzamer. De kunst is te herhalen als het nog net lukt: niet te vroeg, want dan leer je '
    'niets bij, en niet te laat, want dan begin je opnieuw.\n\n'
    'Een goed ritme om mee te beginnen is na een dag, drie dagen, een week en een maand. Wie de app laat '
    'plannen, krijgt voor elk begrip een eigen ritme, berekend uit hoe goed het de vorige keren ging.\n\n'
    'Haal steeds eerst zelf op en kijk dan pas. Teruglezen voelt als weten, maar het is alleen herkennen.',
    E'Forgetting begins as soon as you stop learning, and each time you recall something with some effort, you '
    'forget it more slowly afterwards. The art is to repeat while it still just works: not too early, for '
    'then you learn nothing more, and not too late, for then you begin anew.\n\n'
    'A good rhythm to begin with is after a day, three days, a week and a month. If you let the app plan, '
    'each concept gets a rhythm of its own, reckoned from how well it went before.\n\n'
    'Always recall first and look only then. Reading again feels like knowing, but it is only recognising.'),
  ('explain-it-simply', 'learning', 'exercise', 'free', 'moderate', 15, '{Ti,Fe}', '{learning,understanding}', 'learn-to-learn', 2,
    'Leg het uit aan een twaalfjarige', 'Explain it to a twelve-year-old',
    'Wat je niet eenvoudig kunt zeggen, begrijp je nog niet. Zo vind je de gaten.',
    'What you cannot say simply you do not understand yet. This is how to find the gaps.',
    E'Kies iets wat je aan het leren bent en sluit je boek.\n\n'
    '1. Schrijf bovenaan de naam van het begrip.\n'
    '2. Leg het uit in gewone zinnen, alsof er een slimme twaalfjarige tegenover je zit. Geen vakwoorden, wel '
    'een voorbeeld.\n'
    '3. Waar je hapert of een moeilijk woord nodig hebt, zet je een streep. Daar zit je gat.\n'
    '4. Zoek alleen die stukken op en schrijf ze opnieuw.\n'
    '5. Bedenk een vergelijking: het is net als. Vraag je dan af waar die vergelijking mank gaat.\n\n'
    'Kun je het nu in een halve bladzijde? Vertel het dan echt aan iemand. Diens eerste vraag is je volgende '
    'les.',
    E'Choose something you are learning and close your book.\n\n'
    '1. Write the name of the concept at the top.\n'
    '2. Explain it in plain sentences, as if a bright twelve-year-old sat opposite you. No technical terms, '
    'but an example.\n'
    '3. Where you falter or need a difficult word, draw a line. There is your gap.\n'
    '4. Look up only those parts and write them again.\n'
    '5. Think of a comparison: it is like. Then ask where the comparison limps.\n\n'
    'Can you do it in half a page now? Then really tell somebody. Their first question is your next lesson.'),
  ('deep-work-block', 'learning', 'exercise', 'free', 'moderate', 50, '{Ti,Ni}', '{learning,focus}', 'learn-to-learn', 3,
    'Een uur zonder onderbreking', 'An hour without interruption',
    'Vijftig minuten voor één ding, met een duidelijk begin en een duidelijk einde.',
    'Fifty minutes for one thing, with a clear beginning and a clear end.',
    E'Aandacht komt pas na een minuut of tien op gang, en elke onderbreking zet de teller terug. Geef één taak '
    'daarom een heel blok.\n\n'
    '1. Schrijf op wat er na vijftig minuten af of begonnen moet zijn. Eén zin.\n'
    '2. Telefoon uit het zicht, meldingen uit, deur dicht, water op tafel.\n'
    '3. Komt er een gedachte die niets met de taak te maken heeft, schrijf haar op een briefje en ga door.\n'
    '4. Na vijftig minuten stop je, sta je op en loop je tien minuten zonder scherm.\n'
    '5. Noteer in één zin waar je de volgende keer begint.\n\n'
    'Begin met twee blokken per week. Vijfentwintig minuten is ook goed, als dat is wat je hebt.',
    E'Attention takes some ten minutes to get going, and each interruption sets the clock back. So give one '
    'task a whole block.\n\n'
    '1. Write down what must be finished or begun after fifty minutes. One sentence.\n'
    '2. Phone out of sight, notifications off, door closed, water on the table.\n'
    '3. If a thought comes that has nothing to do with the task, write it on a slip and go on.\n'
    '4. After fifty minutes you stop, get up and walk for ten minutes without a screen.\n'
    '5. Note in one sentence where you will begin next time.\n\n'
    'Begin with two blocks a week. Twenty-five minutes is fine too, if that is what you have.'),
  ('mix-it-up', 'learning', 'article', 'free', 'moderate', 5, '{Ne,Ti}', '{learning,practice}', 'learn-to-learn', 4,
    'Door elkaar oefenen', 'Practising all mixed up',
    'Onderwerpen afwisselen voelt rommelig en levert meer op dan één soort som achter elkaar.',
    'Alternating subjects feels messy and yields more than one kind of problem in a row.',
    E'Wie twintig dezelfde opgaven maakt, weet na de derde al welke aanpak nodig is. Wie ze door elkaar maakt, '
    'moet bij elke opgave eerst uitzoeken wat voor opgave het is, en dat is precies wat je later nodig hebt.\n\n'
    'Meng daarom twee of drie onderwerpen in één sessie, zodra je van elk de basis hebt. Het gaat trager en '
    'je maakt meer fouten; dat is geen teken dat het niet werkt, maar dat je leert.\n\n'
    'Wissel ook van plek en van vorm: een keer hardop, een keer met een tekening, een keer als toets. Hoe '
    'meer wegen naar hetzelfde, hoe gemakkelijker je het terugvindt.',
    E'Whoever does twenty of the same problems knows after the third which approach is needed. Whoever mixes '
    'them must first find out each time what kind of problem it is, and that is exactly what you need later.\n\n'
    'So mix two or three subjects in one session, once you have the basics of each. It goes more slowly and '
    'you make more mistakes; that is no sign that it does not work, but that you are learning.\n\n'
    'Change place and form too: once aloud, once with a drawing, once as a test. The more ways to the same '
    'thing, the more easily you find it again.'),
  ('learn-from-mistakes', 'learning', 'exercise', 'free', 'easy', 10, '{Te,Ti}', '{learning,mistakes}', null, null,
    'Het foutenschrift', 'The book of mistakes',
    'Noteer niet alleen wat fout ging maar welk soort fout het was. Na een maand zie je je patroon.',
    'Note not only what went wrong but what kind of mistake it was. After a month you see your pattern.',
    E'Een fout die je verbetert en vergeet, maak je opnieuw. Een fout die je benoemt, wordt een les. Neem een '
    'schrift of een notitie en schrijf bij elke fout vier regels.\n\n'
    '1. Wat deed ik?\n'
    '2. Wat had het moeten zijn?\n'
    '3. Welk soort fout was het: niet geweten, verkeerd gelezen, te snel, verkeerde aanpak?\n'
    '4. Waaraan merk ik het de volgende keer op tijd?\n\n'
    'Lees het schrift eens per maand door en tel de soorten. Blijkt de helft te snel te zijn, dan heb je geen '
    'kennis nodig maar een controle aan het eind. Zo leer je niet harder maar op de goede plek.',
    E'A mistake that you correct and forget you will make again. A mistake that you name becomes a lesson. '
    'Take a notebook or a note and write four lines for each.\n\n'
    '1. What did I do?\n'
    '2. What should it have been?\n'
    '3. What kind of mistake was it: did not know, misread, too fast, wrong approach?\n'
    '4. By what will I notice it in time next time?\n\n'
    'Read the book through once a month and count the kinds. If half turns out to be too fast, you need no '
    'knowledge but a check at the end. So you learn not harder but in the right place.'),
  ('learn-to-learn', 'learning', 'course', 'premium', 'moderate', 100, '{Ti,Si}', '{learning,course}', null, null,
    'Leren leren', 'Learning to learn',
    'Vier lessen die je bij elk vak kunt gebruiken: ophalen, uitleggen, aandacht en afwisseling.',
    'Four lessons that you can use with any subject: recalling, explaining, attention and variety.',
    E'De meeste mensen leren zoals ze het op school deden: lezen, onderstrepen, nog eens lezen. Dat voelt '
    'vertrouwd en beklijft slecht. In deze cursus oefen je vier manieren die meer moeite kosten en meer '
    'opleveren.\n\n'
    'Neem een onderwerp dat je toch al wilt leren en gebruik het in alle vier de lessen. Eerst plan je '
    'herhalingen en haal je op voordat je kijkt. Dan leg je het uit in gewone woorden. Daarna maak je blokken '
    'zonder onderbreking. Ten slotte meng je onderwerpen.\n\n'
    'Meet jezelf aan het begin en na vier weken met dezelfde tien vragen. Het verschil is het beste bewijs, '
    'en het is van jou.',
    E'Most people learn the way they did at school: read, underline, read again. That feels familiar and '
    'sticks badly. In this course you practise four ways that take more effort and give more back.\n\n'
    'Take a subject that you want to learn anyway and use it in all four lessons. First you plan repetitions '
    'and recall before you look. Then you explain it in plain words. After that you make blocks without '
    'interruption. Finally you mix subjects.\n\n'
    'Measure yourself at the beginning and after four weeks with the same ten questions. The difference is '
    'the best proof, and it is yours.'),
  ('what-mbti-says', 'personality', 'article', 'free', 'easy', 6, '{Ti,Ne}', '{mbti,beginning}', null, null,
    'Wat je type zegt, en wat niet', 'What your type says, and what it does not',
    'Vier letters beschrijven een voorkeur. Ze zijn een begin van een gesprek, geen uitslag.',
    'Four letters describe a preference. They begin a conversation and are no verdict.',
    E'MBTI beschrijft vier voorkeuren: waar je energie vandaan haalt, hoe je informatie opneemt, hoe je '
    'beslist en hoe je je leven inricht. Een voorkeur is als een schrijfhand: je kunt beide gebruiken, maar '
    'één gaat vanzelf.\n\n'
    'Het type zegt niet hoe goed je iets kunt, of je gezond bent, of wie bij je past. Het voorspelt gedrag '
    'maar matig, en wie de vragenlijst later opnieuw invult, krijgt soms een andere letter, vooral als een '
    'voorkeur niet sterk was. Let daarom op hoe duidelijk elke letter is.\n\n'
    'Gebruik het om nieuwsgierig te zijn: wat kost mij moeite dat een ander vanzelf doet? Herken je de '
    'beschrijving niet, dan heb jij gelijk en niet de test.',
    E'MBTI describes four preferences: where you draw energy from, how you take in information, how you decide '
    'and how you arrange your life. A preference is like the hand you write with: you can use both, but one '
    'goes by itself.\n\n'
    'The type does not say how good you are at something, whether you are healthy, or who suits you. It '
    'predicts behaviour only moderately, and those who fill in the questionnaire again later sometimes get '
    'another letter, above all where a preference was not strong. So mind how clear each letter is.\n\n'
    'Use it to be curious: what takes me effort that another does by themselves? If you do not recognise the '
    'description, you are right and the test is not.'),
  ('function-stack', 'personality', 'article', 'free', 'moderate', 8, '{Ti,Ni}', '{mbti,cognitive-functions}', null, null,
    'Je vier functies op volgorde', 'Your four functions in order',
    'Dominant, hulp, derde en vierde: wat de volgorde van je functies betekent in het dagelijks leven.',
    'Dominant, auxiliary, third and fourth: what the order of your functions means in daily life.',
    E'Achter de vier letters zit een volgorde van functies: manieren van waarnemen en beslissen, naar binnen '
    'of naar buiten gericht. De eerste vertrouw je het meest, vaak zonder haar op te merken. De tweede houdt '
    'haar in evenwicht: neemt de eerste waar, dan beslist de tweede, en is de eerste naar binnen gericht, dan '
    'de tweede naar buiten.\n\n'
    'De derde is speelser en minder geoefend. De vierde is het tegendeel van de eerste; daar ben je onhandig, '
    'snel moe en soms verrassend ontroerd. Onder druk neemt zij het over op een kinderlijke manier.\n\n'
    'Zoek je eigen rij op in de app en vraag bij elke functie: wanneer gebruikte ik haar vandaag? Wie de '
    'tweede vaker inzet, groeit het snelst.',
    E'Behind the four letters there is an order of functions: ways of perceiving and deciding, turned inward '
    'or outward. You trust the first the most, often without noticing it. The second keeps it in balance: if '
    'the first perceives, the second decides, and if the first is turned inward, the second is turned '
    'outward.\n\n'
    'The third is more playful and less practised. The fourth is the opposite of the first; there you are '
    'clumsy, soon tired and sometimes surprisingly moved. Under pressure it takes over in a childish way.\n\n'
    'Look up your own row in the app and ask of each function: when did I use it today? Whoever uses the '
    'second more often grows fastest.'),
  ('introvert-energy', 'personality', 'exercise', 'free', 'easy', 10, '{Fi,Ni,Ti,Si}', '{mbti,energy,introversion}', null, null,
    'Ruimte maken om bij te tanken', 'Making room to recharge',
    'Voor wie energie uit stilte haalt: plan herstel net zo vast als een afspraak.',
    'For those who draw energy from silence: plan recovery as firmly as an appointment.',
    E'Wie naar binnen gericht is, raakt niet leeg van mensen maar van te weinig tijd ertussen. Herstel dat je '
    'niet plant, wordt opgegeten door wie het wel vraagt.\n\n'
    '1. Kijk in je agenda van volgende week en zoek de twee drukste dagen.\n'
    '2. Zet na elk daarvan een half uur alleen, met een naam die je serieus neemt.\n'
    '3. Bedenk een zin om op tijd weg te gaan: ik heb genoten, ik ga nu naar huis.\n'
    '4. Kies één ontmoeting die je inkort of wandelend doet.\n\n'
    'Stilte is geen afwijzing van anderen. Zeg dat ook: wie weet dat je straks weer terugkomt, laat je '
    'gemakkelijker gaan.',
    E'Whoever is turned inward is not drained by people but by too little time in between. Recovery that you '
    'do not plan is eaten up by whoever does ask.\n\n'
    '1. Look in your calendar of next week and find the two busiest days.\n'
    '2. After each of them put half an hour alone, under a name that you take seriously.\n'
    '3. Think of a sentence with which to leave in time: I enjoyed this, I am going home now.\n'
    '4. Choose one meeting that you shorten or hold while walking.\n\n'
    'Silence is no rejection of others. Say so too: those who know that you will come back let you go more '
    'easily.'),
  ('extravert-pause', 'personality', 'exercise', 'free', 'easy', 10, '{Fe,Te,Ne,Se}', '{mbti,energy,extraversion}', null, null,
    'Praten om te denken, en dan even niet', 'Talking to think, and then a pause',
    'Voor wie al pratend ontdekt wat hij vindt: gebruik dat, en bouw één stil moment in.',
    'For those who find out what they think by talking: use it, and build in one quiet moment.',
    E'Wie naar buiten gericht is, denkt het helderst met iemand erbij. Dat is geen zwakte; het is een manier '
    'van werken waar je anderen bij nodig hebt.\n\n'
    '1. Kies een vraag waar je mee zit en iemand die goed kan luisteren. Zeg vooraf: ik wil hardop denken, je '
    'hoeft niets op te lossen.\n'
    '2. Praat tien minuten. Laat de ander alleen vragen: en wat nog meer?\n'
    '3. Ga daarna vijf minuten alleen zitten en schrijf op wat je jezelf hoorde zeggen.\n'
    '4. Onderstreep de zin die je verraste.\n\n'
    'Is er niemand, spreek dan in op je telefoon en luister het terug. Het stille moment erna is waar het '
    'gesprek van jou wordt.',
    E'Whoever is turned outward thinks most clearly with somebody there. That is no weakness; it is a way of '
    'working for which you need others.\n\n'
    '1. Choose a question that occupies you and somebody who listens well. Say beforehand: I want to think '
    'aloud, you need not solve anything.\n'
    '2. Talk for ten minutes. Let the other only ask: and what else?\n'
    '3. Then sit alone for five minutes and write down what you heard yourself say.\n'
    '4. Underline the sentence that surprised you.\n\n'
    'If there is nobody, record yourself and listen to it. The quiet moment afterwards is where the talk '
    'becomes yours.'),
  ('deciding-with-both', 'personality', 'exercise', 'free', 'moderate', 15, '{Te,Fe,Ti,Fi}', '{mbti,choices}', null, null,
    'Beslissen met hoofd en hart', 'Deciding with head and heart',
    'Loop een keuze twee keer langs, één keer met redenen en één keer met mensen en waarden.',
    'Go through a choice twice, once with reasons and once with people and values.',
    E'Denkers en voelers wegen allebei, maar leggen iets anders op de schaal. Een goed besluit verdraagt '
    'beide.\n\n'
    '1. Schrijf de keuze op als vraag met twee of drie antwoorden.\n'
    '2. Het hoofd: wat zijn de gevolgen, wat kost het, welk antwoord zou ik een vreemde geven?\n'
    '3. Het hart: wie raakt dit, welke waarde staat er op het spel, hoe voel ik me als ik me elk antwoord een '
    'dag lang voorstel?\n'
    '4. Wijzen beide dezelfde kant op, besluit dan vandaag. Wijzen ze verschillend, schrijf dan op wat de ene '
    'kant weet wat de andere niet ziet.\n\n'
    'Begin met de kant die je van nature overslaat. Die heeft meestal het minst gezegd.',
    E'Thinkers and feelers both weigh, but put different things on the scale. A good decision can bear both.\n\n'
    '1. Write the choice down as a question with two or three answers.\n'
    '2. The head: what are the consequences, what does it cost, which answer would I give a stranger?\n'
    '3. The heart: whom does this touch, which value is at stake, how do I feel when I imagine each answer '
    'for a day?\n'
    '4. If both point the same way, decide today. If they differ, write down what the one side knows that the '
    'other does not see.\n\n'
    'Begin with the side that you naturally skip. It has usually said the least.'),
  ('finish-one-idea', 'personality', 'exercise', 'free', 'moderate', 15, '{Ne,Se}', '{mbti,focus,finishing}', null, null,
    'Kies er één en maak het af', 'Choose one and finish it',
    'Voor wie tien dingen tegelijk begint: een parkeerplaats voor ideeën en een eindstreep voor één.',
    'For those who begin ten things at once: a parking place for ideas and a finishing line for one.',
    E'Nieuwe ideeën voelen beter dan oude, omdat ze nog nergens op stuiten. Dat is geen gebrek maar een gave '
    'die een bedding nodig heeft.\n\n'
    '1. Schrijf alles op waar je nu mee bezig bent of aan denkt. Alles.\n'
    '2. Kies het ene ding dat over twee weken af kan zijn en waar je blij van wordt als het af is.\n'
    '3. Beschrijf het einde zo dat een ander het kan zien: het ligt bij de drukker, zij heeft het gelezen.\n'
    '4. Zet de rest op een parkeerlijst met een datum waarop je er weer naar kijkt.\n\n'
    'Komt er een nieuw idee, schrijf het op de lijst en ga terug. Je gooit niets weg; je laat het wachten.',
    E'New ideas feel better than old ones, because they have not met with anything yet. That is no defect but '
    'a gift that needs a bed to flow in.\n\n'
    '1. Write down everything you are working on or thinking of now. Everything.\n'
    '2. Choose the one thing that can be finished in two weeks and that will make you glad when it is.\n'
    '3. Describe the end so that another can see it: it is at the printer''s, she has read it.\n'
    '4. Put the rest on a parking list with a date on which you look again.\n\n'
    'If a new idea comes, write it on the list and go back. You throw nothing away; you let it wait.'),
  ('under-pressure', 'personality', 'article', 'premium', 'challenging', 8, '{Ni,Si,Ne,Se}', '{mbti,stress}', null, null,
    'Als je jezelf niet bent', 'When you are not yourself',
    'Wat er onder grote druk met je vierde functie gebeurt, en hoe je weer thuiskomt.',
    'What happens to your fourth function under great pressure, and how you come home again.',
    E'Bij langdurige stress doe je eerst meer van wat je het beste kunt, tot het niet meer werkt. Dan slaat '
    'het om: de planner raakt verstrikt in details, de rustige denker barst uit in verwijten, de zorgzame '
    'wordt kil en rekenend. Mensen zeggen achteraf: ik was mezelf niet.\n\n'
    'Dat is vaak de vierde functie, ongeoefend en daarom grof. Bestrijd haar niet met nog meer van hetzelfde '
    'en neem in zo''n bui geen besluiten. Wat helpt is eten, slapen, bewegen, en iets eenvoudigs doen voor je '
    'tweede functie: een lijstje voor wie graag ordent, een goed gesprek voor wie graag verbindt.\n\n'
    'Schrijf als het over is op wat eraan voorafging. De volgende keer herken je de eerste tekenen een dag '
    'eerder.',
    E'Under lasting stress you first do more of what you do best, until it no longer works. Then it tips over: '
    'the planner gets tangled in details, the quiet thinker bursts into reproaches, the caring one turns cold '
    'and calculating. Afterwards people say: I was not myself.\n\n'
    'That is often the fourth function, unpractised and therefore coarse. Do not fight it with more of the '
    'same, and make no decisions in such a mood. What helps is eating, sleeping, moving, and doing something '
    'simple for your second function: a list for those who like order, a good talk for those who like to '
    'connect.\n\n'
    'When it is over, write down what came before. Next time you will recognise the first signs a day '
    'earlier.'),
  ('talking-across-types', 'personality', 'article', 'free', 'moderate', 7, '{Fe,Ne}', '{mbti,conversation,relationships}', null, null,
    'Praten met wie anders kiest', 'Talking with those who prefer otherwise',
    'Vier kleine vertalingen voor gesprekken met iemand die anders waarneemt of beslist dan jij.',
    'Four small translations for conversations with somebody who perceives or decides differently.',
    E'Veel wrijving tussen mensen is geen onwil maar een andere volgorde. De één wil eerst de feiten, de ander '
    'eerst het idee. De één wil een besluit, de ander nog een mogelijkheid.\n\n'
    'Voor wie van feiten houdt: noem een voorbeeld voordat je het verband legt. Voor wie van verbanden houdt: '
    'zeg in één zin waar het heen gaat en vul dan pas in. Voor wie denkend beslist: noem je redenen, ook voor '
    'wat je voelt. Voor wie voelend beslist: begin met wat je waardeert en zeg wat het voor mensen betekent.\n\n'
    'Weet je niet wat de ander prefereert, vraag het gewoon: wil je eerst het geheel of de details? Die vraag '
    'alleen al scheelt de helft.',
    E'Much friction between people is not unwillingness but a different order. One wants the facts first, '
    'another the idea. One wants a decision, another one more possibility.\n\n'
    'For those who like facts: name an example before you make the connection. For those who like '
    'connections: say in one sentence where it is going and only then fill in. For those who decide by '
    'thinking: give your reasons, also for what you feel. For those who decide by feeling: begin with what '
    'you value and say what it means for people.\n\n'
    'If you do not know what the other prefers, just ask: would you like the whole first or the details? That '
    'question alone saves half.'),
  ('growing-the-inferior', 'personality', 'exercise', 'premium', 'challenging', 20, '{Se,Ni,Te,Fi}', '{mbti,growth}', null, null,
    'Spelen met je vierde functie', 'Playing with your fourth function',
    'Groei waar je onhandig bent, in kleine doses en zonder dat het ergens voor hoeft.',
    'Grow where you are clumsy, in small doses and without its having to be for anything.',
    E'De vierde functie laat zich niet dwingen, wel uitnodigen. Kies hieronder wat het verst van je af staat '
    'en doe het twintig minuten, slecht en met plezier.\n\n'
    '1. Zit je altijd in de toekomst? Kook iets op geur en gevoel, zonder recept.\n'
    '2. Leef je in het moment? Schrijf een brief aan jezelf over tien jaar.\n'
    '3. Houd je alles in de hand? Zeg iemand wat je van binnen raakte, zonder conclusie.\n'
    '4. Volg je altijd je hart? Maak van je maand een tabel en trek er één nuchtere gevolgtrekking uit.\n'
    '5. Bewaar je het vertrouwde? Vraag bij iets gewoons tien keer: wat kan dit nog meer zijn?\n'
    '6. Zie je overal mogelijkheden? Doe één ding precies zoals gisteren en merk op wat anders was.\n'
    '7. Zoek je steeds de logica? Vraag drie mensen hoe het met hen gaat en geef geen raad.\n'
    '8. Zorg je voor iedereen? Neem een stelling en zoek er drie zwakke plekken in.\n\n'
    'Noteer wat het met je deed. Moe mag; verrast is het teken dat er iets bewoog.',
    E'The fourth function cannot be forced, but it can be invited. Choose below what is furthest from you and '
    'do it for twenty minutes, badly and with pleasure.\n\n'
    '1. Always in the future? Cook something by smell and touch, without a recipe.\n'
    '2. Living in the moment? Write a letter to yourself in ten years.\n'
    '3. Keeping everything in hand? Tell somebody what moved you inside, without a conclusion.\n'
    '4. Always following your heart? Make a table of your month and draw one sober inference from it.\n'
    '5. Keeping to the familiar? Ask of something ordinary ten times: what else could this be?\n'
    '6. Seeing possibilities everywhere? Do one thing exactly as yesterday and notice what was different.\n'
    '7. Always looking for the logic? Ask three people how they are and give no advice.\n'
    '8. Caring for everyone? Take a proposition and look for three weak spots in it.\n\n'
    'Note what it did to you. Tired is fine; surprised is the sign that something moved.'),
  ('type-and-journaling', 'personality', 'article', 'free', 'easy', 6, '{Ne,Fi}', '{mbti,journaling}', null, null,
    'Een dagboek dat bij je type past', 'A journal that suits your type',
    'Lijstjes, verhalen, beelden of vragen: welke vorm van schrijven je waarschijnlijk volhoudt.',
    'Lists, stories, images or questions: which form of writing you will probably keep up.',
    E'Er is geen goede manier om een dagboek bij te houden, wel een die je volhoudt. Wie graag ordent, '
    'schrijft met plezier in lijstjes: gedaan, geleerd, morgen. Wie het van verbanden moet hebben, tekent '
    'liever een web en kijkt wat er oplicht.\n\n'
    'Wie voelend beslist, vraagt: wat raakte me en waarom? Wie denkend beslist: wat klopte er niet, en hoe '
    'zit het dan? Wie in het nu leeft, plakt een foto en schrijft er één zin onder. Wie herinnert, beschrijft '
    'het huis, de geur, wat iemand precies zei.\n\n'
    'Probeer eens een week de vorm die het minst bij je past. Je leest dan over jezelf als over een ander, en '
    'dat is vaak het leerzaamst.',
    E'There is no right way to keep a journal, but there is one that you keep up. Those who like order write '
    'happily in lists: done, learned, tomorrow. Those who live by connections would rather draw a web and see '
    'what lights up.\n\n'
    'Those who decide by feeling ask: what moved me, and why? Those who decide by thinking: what did not fit, '
    'and how is it then? Those who live in the present paste a photo and write one sentence under it. Those '
    'who remember describe the house, the scent, what exactly somebody said.\n\n'
    'Try for a week the form that suits you least. You then read about yourself as about another, and that '
    'often teaches the most.')
) as i (
  code, category, kind, tier, difficulty, minutes, function_codes, tags, course, course_position,
  title_nl, title_en, summary_nl, summary_en, body_nl, body_en
);

select sync.register_table('public.content_items', scope => null, direction => 'down', priority => 42);
select sync.register_table('public.content_mbti_affinity', scope => null, direction => 'down', priority => 36);


-- private.settle_content_progress: trigger `_200_settle`, before insert or update. How far a person came leads, and
-- the time of completion follows, so that no merge of two devices ends in a row that is refused. Completed without
-- a time, it was when the row was edited; a time in the future, from a clock that is fast, becomes now.
create function private.settle_content_progress()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  if new.percent < 100 then
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


-- Content progress: how far a person came with an item.

create table public.content_progress (
  user_id uuid not null,
  id uuid not null,
  item_id uuid not null,
  percent public.score not null default 0,
  position_seconds integer,
  minutes_spent public.minutes not null default 0,
  started_at timestamptz(3) not null default now(),
  completed_at timestamptz(3),
  last_opened_at timestamptz(3) not null default now(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint content_progress_pkey primary key (user_id, id),
  constraint content_progress_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint content_progress_item_id_fkey foreign key (item_id) references public.content_items (id) on delete restrict,
  constraint content_progress_is_one_per_item check (id = item_id),
  constraint content_progress_position_is_duration check (position_seconds between 0 and 86400),
  constraint content_progress_completed_is_all check ((percent = 100) = (completed_at is not null))
);

comment on table public.content_progress is 'How far a person came with an item of the library; one row an item.';
comment on column public.content_progress.id is 'The item''s id: two devices that open the same item offline write the same row.';
comment on column public.content_progress.percent is
  'How far, 100 is completed. Of two devices the further one counts; who reads it again stays completed.';
comment on column public.content_progress.position_seconds is
  'Where to go on, in seconds, in audio and video; of two devices, where it was played last.';
comment on column public.content_progress.minutes_spent is
  'Time given to it, in minutes, as a device measured it; of two devices the higher counts.';
comment on column public.content_progress.started_at is 'When it was first opened, on whichever device.';
comment on column public.content_progress.completed_at is 'When it was first completed; null while it is not.';
comment on column public.content_progress.last_opened_at is 'When it was last opened, on whichever device.';

create index content_progress_item_id_idx on public.content_progress (item_id);
create index content_progress_user_id_last_opened_at_idx on public.content_progress (user_id, last_opened_at desc);
create index content_progress_completed_at_idx on public.content_progress (completed_at) where completed_at is not null;

comment on index public.content_progress_item_id_idx is 'Serves how many completed an item, and under its foreign key.';
comment on index public.content_progress_user_id_last_opened_at_idx is 'Serves "go on where you were".';
comment on index public.content_progress_completed_at_idx is 'Serves what was completed in a period: statistics by type.';

create trigger _100_touch before insert or update on public.content_progress
  for each row execute function private.touch();
create trigger _200_settle before insert or update on public.content_progress
  for each row execute function private.settle_content_progress();

alter table public.content_progress enable row level security;

create policy content_progress_select_own on public.content_progress for select to authenticated
  using (user_id = (select auth.uid()));
create policy content_progress_insert_own on public.content_progress for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy content_progress_update_own on public.content_progress for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy content_progress_delete_own on public.content_progress for delete to authenticated
  using (user_id = (select auth.uid()));

grant select, delete on public.content_progress to authenticated;
grant insert (
  user_id, id, item_id, percent, position_seconds, minutes_spent, started_at, completed_at, last_opened_at,
  created_at, updated_at
) on public.content_progress to authenticated;
grant update (
  item_id, percent, position_seconds, minutes_spent, started_at, completed_at, last_opened_at, created_at, updated_at
) on public.content_progress to authenticated;
grant select on public.content_progress to service_role;

select sync.register_table('public.content_progress',
  column_rules => '{
    "percent": "max", "minutes_spent": "max", "started_at": "min", "completed_at": "min", "last_opened_at": "max"
  }',
  priority => 55);


-- Content bookmarks: what a person keeps for later. Taking one away deletes the row.

create table public.content_bookmarks (
  user_id uuid not null,
  id uuid not null,
  item_id uuid not null,
  note public.long_text,
  labels text[] not null default '{}',
  position integer not null default 0,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint content_bookmarks_pkey primary key (user_id, id),
  constraint content_bookmarks_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint content_bookmarks_item_id_fkey foreign key (item_id) references public.content_items (id) on delete restrict,
  constraint content_bookmarks_is_one_per_item check (id = item_id),
  constraint content_bookmarks_labels_are_bounded check (
    private.texts_fit(labels, 20, 100) and array_position(labels, '') is null
  )
);

comment on table public.content_bookmarks is 'What a person keeps of the library for later; one row an item.';
comment on column public.content_bookmarks.id is 'The item''s id: two devices that bookmark the same item offline write the same row.';
comment on column public.content_bookmarks.note is 'Why, or what to remember; edited on two devices, the person chooses.';
comment on column public.content_bookmarks.labels is 'The person''s own; at most 20, of at most 100 characters. Devices'' labels add up.';
comment on column public.content_bookmarks.position is 'Place in the person''s own order, low first.';

create index content_bookmarks_item_id_idx on public.content_bookmarks (item_id);
create index content_bookmarks_document_idx on public.content_bookmarks
  using gin (user_id, private.document(null, note, private.join_texts(labels)));
alter index public.content_bookmarks_document_idx alter column 2 set statistics 0;

comment on index public.content_bookmarks_item_id_idx is 'Serves how many keep an item, and under its foreign key.';
comment on index public.content_bookmarks_document_idx is 'Serves search_everything.';

create trigger _100_touch before insert or update on public.content_bookmarks
  for each row execute function private.touch();

alter table public.content_bookmarks enable row level security;

create policy content_bookmarks_select_own on public.content_bookmarks for select to authenticated
  using (user_id = (select auth.uid()));
create policy content_bookmarks_insert_own on public.content_bookmarks for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy content_bookmarks_update_own on public.content_bookmarks for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy content_bookmarks_delete_own on public.content_bookmarks for delete to authenticated
  using (user_id = (select auth.uid()));

grant select, delete on public.content_bookmarks to authenticated;
grant insert (user_id, id, item_id, note, labels, position, created_at, updated_at)
  on public.content_bookmarks to authenticated;
grant update (item_id, note, labels, position, created_at, updated_at) on public.content_bookmarks to authenticated;
grant select on public.content_bookmarks to service_role;

select sync.register_table('public.content_bookmarks',
  column_rules => '{"note": "manual", "labels": "union"}', priority => 55);


-- Content ratings: what a person thought of an item. Theirs alone; others see what ten or more add up to.

create table public.content_ratings (
  user_id uuid not null,
  id uuid not null,
  item_id uuid not null,
  rating smallint not null,
  feedback public.long_text,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint content_ratings_pkey primary key (user_id, id),
  constraint content_ratings_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint content_ratings_item_id_fkey foreign key (item_id) references public.content_items (id) on delete restrict,
  constraint content_ratings_is_one_per_item check (id = item_id),
  constraint content_ratings_rating_is_stars check (rating between 1 and 5)
);

comment on table public.content_ratings is 'What a person thought of an item of the library; one row an item, seen by nobody else.';
comment on column public.content_ratings.id is 'The item''s id: two devices that rate the same item offline write the same row.';
comment on column public.content_ratings.rating is '1 did not help, 5 helped very much; of two devices, the later.';
comment on column public.content_ratings.feedback is 'What the person adds, for the editors; edited on two devices, the person chooses.';

create index content_ratings_item_id_idx on public.content_ratings (item_id);

comment on index public.content_ratings_item_id_idx is 'Serves the ratings of an item.';

create trigger _100_touch before insert or update on public.content_ratings
  for each row execute function private.touch();

alter table public.content_ratings enable row level security;

create policy content_ratings_select_own on public.content_ratings for select to authenticated
  using (user_id = (select auth.uid()));
create policy content_ratings_insert_own on public.content_ratings for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy content_ratings_update_own on public.content_ratings for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy content_ratings_delete_own on public.content_ratings for delete to authenticated
  using (user_id = (select auth.uid()));

grant select, delete on public.content_ratings to authenticated;
grant insert (user_id, id, item_id, rating, feedback, created_at, updated_at) on public.content_ratings to authenticated;
grant update (item_id, rating, feedback, created_at, updated_at) on public.content_ratings to authenticated;
grant select on public.content_ratings to service_role;

select sync.register_table('public.content_ratings', column_rules => '{"feedback": "manual"}', priority => 45);


-- Content item statistics: what ratings add up to, for everyone to see. That must tell nothing of one person:
--
--   Fewer than ten ratings are not shown, and only those of accounts that may join a cohort count.
--   Averages are rounded to halves, and the number of ratings down to a multiple of ten.
--   Who compares two moments must not learn what came between: a number stands until ten people more have rated who
--   never counted before. Whoever changed their mind, or took a rating back, is counted so from then on, and moves
--   nothing by it: an account helps to bring out a number once. For that, who was counted is kept, below.
--
-- Nothing helps against somebody who owns nine of ten new accounts, each four weeks old; that gets them one look, and
-- halves leave them a guess.

create table private.counted_ratings (
  user_id uuid not null,
  item_id uuid not null,
  rating smallint,
  constraint counted_ratings_pkey primary key (item_id, user_id),
  constraint counted_ratings_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint counted_ratings_item_id_fkey foreign key (item_id) references public.content_items (id) on delete cascade
);

comment on table private.counted_ratings is
  'Who has ever counted in an item''s statistics, and with what at present. Written by private.refresh_content_statistics() only.';
comment on column private.counted_ratings.rating is 'Null when it was taken back.';

create index counted_ratings_user_id_idx on private.counted_ratings (user_id);

create table public.content_item_statistics (
  id uuid not null generated always as (item_id) stored,
  item_id uuid not null,
  rating_average numeric(2, 1) not null,
  rating_count integer not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint content_item_statistics_pkey primary key (id),
  constraint content_item_statistics_item_id_key unique (item_id),
  constraint content_item_statistics_item_id_fkey foreign key (item_id)
    references public.content_items (id) on delete cascade,
  constraint content_item_statistics_average_is_in_halves check (
    rating_average between 1 and 5 and rating_average * 2 = trunc(rating_average * 2)
  ),
  constraint content_item_statistics_count_is_in_cohorts check (
    rating_count >= private.smallest_cohort() and rating_count % private.smallest_cohort() = 0
  )
);

comment on table public.content_item_statistics is
  'Catalogue: what the ratings of an item add up to, from ten ratings on. Computed by the server, once a day.';
comment on column public.content_item_statistics.id is 'The item''s id: there is one row an item.';
comment on column public.content_item_statistics.rating_average is 'Mean rating, 1 to 5, rounded to halves.';
comment on column public.content_item_statistics.rating_count is 'At least so many people rated it: a multiple of ten.';

create trigger _100_touch before insert or update on public.content_item_statistics
  for each row execute function private.touch();

alter table public.content_item_statistics enable row level security;

create policy content_item_statistics_select_everyone on public.content_item_statistics for select to authenticated
  using (true);
-- No insert, update or delete: the server computes it.

grant select on public.content_item_statistics to authenticated, service_role;

select sync.register_table('public.content_item_statistics', scope => null, direction => 'down', priority => 30);


-- private.refresh_content_statistics: brings the statistics of items up to date with their ratings, by the rules
-- above. Returns how many items it released anew or withdrew. Idempotent; run by cron, by the server only.
create function private.refresh_content_statistics(at timestamptz default now())
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  due uuid[];
  released integer;
  withdrawn integer;
begin
  -- One at a time: the counted ratings must be those of the numbers shown.
  perform pg_advisory_xact_lock(hashtextextended('content_item_statistics', 0));

  due := array(
    select r.item_id
    from public.content_ratings as r
    join public.users as u on u.id = r.user_id and private.joins_cohorts(u, at)
    left join private.counted_ratings as c on c.item_id = r.item_id and c.user_id = r.user_id
    group by r.item_id
    having count(*) filter (where c.user_id is null) >= private.smallest_cohort()
  );

  update private.counted_ratings as c
  set rating = null
  where c.item_id = any (due) and c.rating is not null;
  insert into private.counted_ratings as c (user_id, item_id, rating)
  select r.user_id, r.item_id, r.rating
  from public.content_ratings as r
  join public.users as u on u.id = r.user_id and private.joins_cohorts(u, at)
  where r.item_id = any (due)
  on conflict on constraint counted_ratings_pkey do update set rating = excluded.rating;

  insert into public.content_item_statistics as s (item_id, rating_average, rating_count)
  select c.item_id, round(avg(c.rating) * 2) / 2,
    count(c.rating)::integer / private.smallest_cohort() * private.smallest_cohort()
  from private.counted_ratings as c
  where c.item_id = any (due)
  group by c.item_id
  order by c.item_id
  on conflict (item_id) do update set rating_average = excluded.rating_average, rating_count = excluded.rating_count
  where (s.rating_average, s.rating_count) <> (excluded.rating_average, excluded.rating_count);
  get diagnostics released = row_count;

  delete from public.content_item_statistics as s
  where (
    select count(*) from public.content_ratings as r where r.item_id = s.item_id
  ) < private.smallest_cohort();
  get diagnostics withdrawn = row_count;
  return released + withdrawn;
end;
$$;

comment on function private.refresh_content_statistics(timestamptz) is
  'Brings the ratings that others may see up to date, in cohorts of ten or more; returns how many items changed. Idempotent; run by cron.';
