-- Chat and journal (module 03): what a person talks over with the coach, writes for themselves, and feels.
--
--   conversations, messages    talks, with the coach or with oneself
--   journal_prompts            catalogue: questions to write about, by MBTI type and by area of life
--   journal_entries            what a person writes, by the day it is about
--   mood_entries               what a person felt, and how strongly
--
-- Nobody writes the same thing twice. So where two devices changed one long personal text, neither version is thrown
-- away: the server's stays in place, the other waits in sync_conflicts until the person has chosen (rule manual).
--
-- This chapter also has what every searchable table makes its index with: private.document().

-- A person's words are found among their own rows only, so the search indexes below begin with whose they are.
create extension if not exists btree_gin with schema extensions;


-- private.document: what a text is searched by: its parts, weighted as A (a title) to D (an aside), stemmed as
-- Dutch ('nl') or English ('en'); in any other language, or when it is not known which, as both. For expression
-- indexes, and for the queries these serve, which must call it with the same arguments.
-- Immutable in fact: it names its dictionaries in full, and these come with Postgres. Parts are to be bounded: a
-- tsvector holds 1 MB. Its cost is what it is: to read the index is cheaper than to make documents of a person's rows.
-- An index made with it is only used in definer functions, which say themselves whose rows they want: under row-level
-- security the planner asks the policy first, before an operator that is not leakproof, and @@ is not. And its
-- statistics must be turned off (alter index … alter column … set statistics 0), or the commonest words of everybody's
-- texts are copied to where erasure does not find them.
create function private.document(
  language text, weight_a text, weight_b text default null, weight_c text default null, weight_d text default null
)
returns tsvector
language plpgsql
immutable
parallel safe
cost 2000
set search_path = ''
as $$
declare
  dictionaries constant regconfig[] := case language
    when 'nl' then '{pg_catalog.dutch}' when 'en' then '{pg_catalog.english}' else '{pg_catalog.dutch,pg_catalog.english}'
  end;
  parts constant text[] := array[weight_a, weight_b, weight_c, weight_d];
  weights constant "char"[] := '{A,B,C,D}';
  dictionary regconfig;
  lexemes tsvector := '';
begin
  foreach dictionary in array dictionaries loop
    for nth in 1 .. 4 loop
      continue when parts[nth] is null;
      lexemes := lexemes
        -- Postgres's parser takes quadratic time over what has no spaces: 20,000 characters of a_a_a_ would take seconds.
        || setweight(to_tsvector(dictionary, regexp_replace(parts[nth], '(\S{100})', '\1 ', 'g')), weights[nth]);
    end loop;
  end loop;
  return lexemes;
end;
$$;

comment on function private.document(text, text, text, text, text) is
  'What a text is searched by: up to four parts by weight, stemmed as Dutch (nl), English (en), or both when it is neither.';

-- private.join_texts: a list of texts as one, for private.document. array_to_string is declared stable, because of
-- types whose text depends on settings; a text is its own.
create function private.join_texts(texts text[])
returns text
language sql
immutable
parallel safe
set search_path = ''
as $$
  select array_to_string(texts, ' ');
$$;

-- private.word_count: how many words a text has. What apostrophes and hyphens join is one word.
create function private.word_count(body text)
returns integer
language sql
immutable
parallel safe
set search_path = ''
as $$
  select regexp_count(body, '[[:alnum:]]+(?:[''’-][[:alnum:]]+)*');
$$;

-- Whoever writes a row keeps its indexes and computed columns, and needs the functions for it.
grant execute on function
  private.document(text, text, text, text, text), private.join_texts(text[]), private.word_count(text)
to authenticated, service_role;


create domain public.emotional_state as text
  constraint emotional_state_is_known check (
    value in (
      'joy', 'curiosity', 'confidence', 'flow', 'calm', 'neutral', 'confusion', 'frustration', 'anxiety', 'boredom',
      'stress', 'fatigue', 'discouragement'
    )
  );
comment on domain public.emotional_state is 'What a person feels: one of thirteen states, from joy to discouragement.';


-- Conversations: a talk about something, with the coach or with oneself.

create table public.conversations (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  kind text not null default 'coaching',
  title public.short_text,
  language public.text_language,
  area_code public.slug,
  coaching_session_id uuid,
  summary public.long_text,
  summarised_at timestamptz(3),
  is_pinned boolean not null default false,
  archived_at timestamptz(3),
  last_message_at timestamptz(3),
  message_count integer not null default 0,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint conversations_pkey primary key (user_id, id),
  constraint conversations_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint conversations_kind_is_known check (kind in ('coaching', 'reflection', 'planning', 'learning', 'support')),
  constraint conversations_summary_has_time check ((summary is not null) = (summarised_at is not null)),
  constraint conversations_messages_have_last check ((message_count > 0) = (last_message_at is not null)),
  constraint conversations_message_count_is_not_negative check (message_count >= 0)
);

comment on table public.conversations is 'A talk about something, with the coach or with oneself. Its messages go with it.';
comment on column public.conversations.kind is
  'coaching: with the coach; reflection: looking back; planning: what to do; learning: about something studied; support: about the app.';
comment on column public.conversations.title is 'Null until the person or the coach gives one.';
comment on column public.conversations.language is 'Language it is held in; null while unknown.';
comment on column public.conversations.area_code is
  'The area of life it is about: code of a row in levensgebieden, which is not enforced.';
comment on column public.conversations.coaching_session_id is
  'The coaching session it belongs to: a row in coaching_sessions, which is not enforced.';
comment on column public.conversations.summary is 'What was said so far, by the coach. Written by the server.';
comment on column public.conversations.summarised_at is 'When the summary was made; older than last_message_at when more was said since.';
comment on column public.conversations.archived_at is 'When the person put it away; null while it is in the list.';
comment on column public.conversations.last_message_at is
  'When the last message was said; null while there is none. Computed by the server from the messages.';
comment on column public.conversations.message_count is 'How many messages there are. Computed by the server from the messages.';

create index conversations_user_id_last_message_at_idx on public.conversations (user_id, last_message_at desc nulls last)
  where archived_at is null;
create index conversations_document_idx on public.conversations
  using gin (user_id, private.document(language, title, summary));
alter index public.conversations_document_idx alter column 2 set statistics 0;

comment on index public.conversations_user_id_last_message_at_idx is 'Serves the list of conversations, the latest first.';
comment on index public.conversations_document_idx is 'Serves search_everything.';

create trigger _100_touch before insert or update on public.conversations
  for each row execute function private.touch();

alter table public.conversations enable row level security;

create policy conversations_select_own on public.conversations for select to authenticated
  using (user_id = (select auth.uid()));
create policy conversations_insert_own on public.conversations for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy conversations_update_own on public.conversations for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy conversations_delete_own on public.conversations for delete to authenticated
  using (user_id = (select auth.uid()));

grant select, delete on public.conversations to authenticated;
grant insert (
  user_id, id, kind, title, language, area_code, coaching_session_id, is_pinned, archived_at, created_at, updated_at
) on public.conversations to authenticated;
grant update (
  kind, title, language, area_code, coaching_session_id, is_pinned, archived_at, created_at, updated_at
) on public.conversations to authenticated;
-- The coach may begin a conversation, name it and sum it up.
grant select, insert (user_id, id, kind, title, language, area_code, coaching_session_id),
  update (title, summary, summarised_at) on public.conversations to service_role;

select sync.register_table('public.conversations',
  pull_only => '{summary,summarised_at,last_message_at,message_count}', priority => 65);


-- Messages: what was said in a conversation.

create table public.messages (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  conversation_id uuid not null,
  role text not null default 'user',
  content public.long_text not null,
  language public.text_language,
  sent_at timestamptz(3) not null default now(),
  rating smallint,
  ai_interaction_id uuid,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint messages_pkey primary key (user_id, id),
  constraint messages_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint messages_conversation_id_fkey foreign key (user_id, conversation_id)
    references public.conversations (user_id, id) on delete cascade,
  constraint messages_role_is_known check (role in ('user', 'assistant', 'system')),
  constraint messages_content_is_given check (content <> ''),
  constraint messages_sent_at_is_plausible check (sent_at between '1970-01-01 00:00+00' and '2999-12-31 00:00+00'),
  constraint messages_rating_is_thumb check (rating in (-1, 1)),
  constraint messages_interaction_is_of_reply check (ai_interaction_id is null or role = 'assistant')
);

comment on table public.messages is 'What was said in a conversation, by the person or to them. It goes with the conversation.';
comment on column public.messages.role is
  'Who said it: user, the person; assistant, the coach; system, the app. As the device says: what the server''s coach wrote has an ai_interaction_id.';
comment on column public.messages.language is 'Language of the content; null while unknown: then it is found by Dutch and by English words.';
comment on column public.messages.sent_at is
  'When it was said, by the clock of who said it, perhaps offline; never in the future. The order of a conversation is by this, then by id.';
comment on column public.messages.rating is 'What the person thought of a reply: 1 thumb up, -1 thumb down.';
comment on column public.messages.ai_interaction_id is
  'Of a reply that the server''s coach wrote: a row in ai_interactions, which is not enforced and is gone after its 90 days. Written by the server.';

create index messages_user_id_conversation_id_idx on public.messages (user_id, conversation_id, sent_at);
create index messages_document_idx on public.messages
  using gin (user_id, private.document(language, content));
alter index public.messages_document_idx alter column 2 set statistics 0;

comment on index public.messages_user_id_conversation_id_idx is
  'Serves the messages of a conversation, in order, and counts them.';
comment on index public.messages_document_idx is
  'Serves search: user_id = … and private.document(language, content) @@ …, in definer functions.';

create trigger _100_touch before insert or update on public.messages
  for each row execute function private.touch();
create trigger _200_settle before insert or update on public.messages
  for each row when (new.sent_at > now() + interval '2 seconds') execute function private.settle_moment('sent_at');

alter table public.messages enable row level security;

create policy messages_select_own on public.messages for select to authenticated
  using (user_id = (select auth.uid()));
create policy messages_insert_own on public.messages for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy messages_update_own on public.messages for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy messages_delete_own on public.messages for delete to authenticated
  using (user_id = (select auth.uid()));

grant select, delete on public.messages to authenticated;
grant insert (user_id, id, conversation_id, role, content, language, sent_at, rating, created_at, updated_at)
  on public.messages to authenticated;
grant update (conversation_id, role, content, language, sent_at, rating, created_at, updated_at)
  on public.messages to authenticated;
-- The coach replies; what was said stays as it was said.
grant select, insert (user_id, id, conversation_id, role, content, language, sent_at, ai_interaction_id)
  on public.messages to service_role;

select sync.register_table('public.messages',
  column_rules => '{"content": "manual"}', pull_only => '{ai_interaction_id}', priority => 55);


-- private.refresh_conversations: computes what these conversations say of their messages anew. `people` and
-- `conversation_ids` are parallel, each conversation once. One that stays the same is not written.
create function private.refresh_conversations(people uuid[], conversation_ids uuid[])
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  -- One at a time for each conversation; the next statement then sees what the one before committed.
  perform
  from public.conversations as c
  where (c.user_id, c.id) in (select asked.user_id, asked.id from unnest(people, conversation_ids) as asked (user_id, id))
  order by c.user_id, c.id
  for no key update;

  update public.conversations as c
  set message_count = f.message_count, last_message_at = f.last_message_at
  from (
    select asked.user_id, asked.id, count(m.id)::integer as message_count, max(m.sent_at) as last_message_at
    from unnest(people, conversation_ids) as asked (user_id, id)
    left join public.messages as m on m.user_id = asked.user_id and m.conversation_id = asked.id
    group by asked.user_id, asked.id
  ) as f
  where c.user_id = f.user_id and c.id = f.id
    and (c.message_count, c.last_message_at) is distinct from (f.message_count, f.last_message_at);
end;
$$;

-- private.conversations_after_messages: triggers `_300_conversations_*` on messages. A message that arrives late, from
-- a device that was offline, or moves to another conversation, is counted like any other.
-- Definer: people may not write these columns of their conversations.
create function private.conversations_after_messages()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  people uuid[];
  conversation_ids uuid[];
begin
  if tg_op = 'INSERT' then
    select array_agg(c.user_id), array_agg(c.conversation_id) into people, conversation_ids
    from (select distinct n.user_id, n.conversation_id from new_rows as n) as c;
  elsif tg_op = 'DELETE' then
    select array_agg(c.user_id), array_agg(c.conversation_id) into people, conversation_ids
    from (select distinct o.user_id, o.conversation_id from old_rows as o) as c;
  else
    select array_agg(c.user_id), array_agg(c.conversation_id) into people, conversation_ids
    from (
      select d.user_id, d.conversation_id
      from (
        select o.user_id, o.id, o.conversation_id, o.sent_at from old_rows as o
        except
        select n.user_id, n.id, n.conversation_id, n.sent_at from new_rows as n
      ) as d
      union
      select d.user_id, d.conversation_id
      from (
        select n.user_id, n.id, n.conversation_id, n.sent_at from new_rows as n
        except
        select o.user_id, o.id, o.conversation_id, o.sent_at from old_rows as o
      ) as d
    ) as c;
  end if;
  if people is not null then
    perform private.refresh_conversations(people, conversation_ids);
  end if;
  return null;
end;
$$;

create trigger _300_conversations_insert after insert on public.messages
  referencing new table as new_rows for each statement execute function private.conversations_after_messages();
create trigger _300_conversations_update after update on public.messages
  referencing old table as old_rows new table as new_rows for each statement
  execute function private.conversations_after_messages();
create trigger _300_conversations_delete after delete on public.messages
  referencing old table as old_rows for each statement execute function private.conversations_after_messages();


-- Journal prompts: questions to write about. Some are for a type, where it grows or finds rest; some for an area of
-- life; the rest for anyone.

create table public.journal_prompts (
  id uuid not null,
  code public.slug not null,
  kind text not null,
  mbti_type public.mbti_code,
  area_code public.slug,
  moment text not null default 'any',
  question public.translations not null,
  hint public.translations not null,
  position smallint not null,
  is_active boolean not null default true,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint journal_prompts_pkey primary key (id),
  constraint journal_prompts_code_key unique (code),
  constraint journal_prompts_mbti_type_fkey foreign key (mbti_type) references public.mbti_types (code) on delete restrict,
  constraint journal_prompts_kind_is_known check (
    kind in ('reflection', 'gratitude', 'emotions', 'goals', 'relationships', 'imagination', 'growth', 'review')
  ),
  constraint journal_prompts_moment_is_known check (moment in ('morning', 'evening', 'any'))
);

comment on table public.journal_prompts is 'Catalogue: questions to write about in the journal, by MBTI type and area of life.';
comment on column public.journal_prompts.mbti_type is 'The type it was written for; null: for every type.';
comment on column public.journal_prompts.area_code is
  'The area of life it is about: code of a row in levensgebieden, which is not enforced; null: none in particular.';
comment on column public.journal_prompts.moment is 'When in the day it fits best: morning, evening or any.';
comment on column public.journal_prompts.question is 'The question itself.';
comment on column public.journal_prompts.hint is 'A first step for who does not know how to begin.';
comment on column public.journal_prompts.position is 'Order of display, from 1.';
comment on column public.journal_prompts.is_active is 'Whether it is still proposed. Entries keep prompts that are not.';

create index journal_prompts_mbti_type_idx on public.journal_prompts (mbti_type) where mbti_type is not null;

comment on index public.journal_prompts_mbti_type_idx is 'Serves the prompts of a type.';

create trigger _100_touch before insert or update on public.journal_prompts
  for each row execute function private.touch();

alter table public.journal_prompts enable row level security;

create policy journal_prompts_select_everyone on public.journal_prompts for select to authenticated
  using (true);
-- No insert, update or delete: the catalogue is content, changed by migrations.

grant select on public.journal_prompts to authenticated, service_role;

insert into public.journal_prompts (id, code, kind, mbti_type, area_code, moment, question, hint, position)
select private.catalogue_id('journal_prompts', p.code), p.code, p.kind, p.mbti_type, p.area_code, p.moment,
  jsonb_build_object('nl', p.question_nl, 'en', p.question_en),
  jsonb_build_object('nl', p.hint_nl, 'en', p.hint_en),
  row_number() over ()
from (values
  ('three-good-things', 'gratitude', null::text, null::text, 'evening',
    'Welke drie dingen gingen vandaag goed, en wat had jij daaraan bijgedragen?',
    'Which three things went well today, and what was your part in them?',
    'Klein mag: een gesprek, een maaltijd, een moment van rust.',
    'Small is fine: a talk, a meal, a moment of quiet.'),
  ('morning-intention', 'goals', null, null, 'morning',
    'Wat zou van vandaag een goede dag maken?',
    'What would make today a good day?',
    'Kies één ding dat je zelf in de hand hebt.',
    'Choose one thing that is in your own hands.'),
  ('name-the-feeling', 'emotions', null, null, 'any',
    'Wat voel je nu, waar in je lichaam merk je het, en wat vraagt het van je?',
    'What do you feel now, where in your body do you notice it, and what does it ask of you?',
    'Geef het gevoel eerst een naam voordat je het verklaart.',
    'Give the feeling a name before you explain it.'),
  ('what-drained-me', 'review', null, null, 'evening',
    'Wat gaf je vandaag energie en wat kostte het?',
    'What gave you energy today, and what took it?',
    'Loop de dag langs van het opstaan tot nu.',
    'Walk through the day from getting up until now.'),
  ('unsent-letter', 'relationships', null, null, 'any',
    'Aan wie zou je een brief schrijven die je niet verstuurt, en wat staat erin?',
    'To whom would you write a letter you do not send, and what does it say?',
    'Begin met: wat ik je nooit heb gezegd.',
    'Begin with: what I never told you.'),
  ('letter-from-later', 'imagination', null, null, 'any',
    'Je schrijft jezelf vanuit je leven over vijf jaar. Wat wil je dat je nu weet?',
    'You write to yourself from your life five years ahead. What do you want yourself to know now?',
    'Vertel eerst waar je zit en wat je om je heen ziet.',
    'First tell where you are sitting and what you see around you.'),
  ('kept-promise', 'growth', null, null, 'any',
    'Welke belofte aan jezelf heb je gehouden, en welke schuif je voor je uit?',
    'Which promise to yourself did you keep, and which are you putting off?',
    'Maak de uitgestelde zo klein dat je vandaag kunt beginnen.',
    'Make the one you put off so small that you can begin today.'),
  ('same-story', 'reflection', null, null, 'any',
    'Welk verhaal over jezelf vertel je steeds weer, en klopt het nog?',
    'Which story about yourself do you keep telling, and is it still true?',
    'Zoek één gebeurtenis die er niet in past.',
    'Look for one event that does not fit it.'),
  ('week-in-review', 'review', null, null, 'evening',
    'Wat heb je deze week geleerd dat je volgende week anders laat doen?',
    'What did you learn this week that makes you do next week differently?',
    'Noem één ding om mee te beginnen en één om te laten.',
    'Name one thing to start and one to leave.'),
  ('dream-image', 'imagination', null, null, 'morning',
    'Welk beeld bleef hangen uit je droom of van vannacht?',
    'Which image stayed with you from your dream or from last night?',
    'Beschrijf het als een foto, zonder het te verklaren.',
    'Describe it like a photograph, without explaining it.'),
  ('worry-on-paper', 'emotions', null, 'mental-health', 'evening',
    'Wat maal je rond, en wat daarvan kun je morgen echt beïnvloeden?',
    'What goes round in your head, and what of it can you really influence tomorrow?',
    'Schrijf alles op en zet een streep onder wat niet aan jou is.',
    'Write it all down and draw a line under what is not up to you.'),
  ('gentle-voice', 'growth', null, 'mental-health', 'any',
    'Wat zou je tegen een vriend zeggen die zich voelt zoals jij nu?',
    'What would you say to a friend who feels as you do now?',
    'Lees het daarna hardop voor aan jezelf.',
    'Then read it aloud to yourself.'),
  ('body-report', 'reflection', null, 'physical-health', 'any',
    'Als je lichaam vandaag een verslag schreef, wat stond erin?',
    'If your body wrote a report today, what would it say?',
    'Ga van je voeten naar je hoofd.',
    'Go from your feet to your head.'),
  ('moving-moment', 'goals', null, 'physical-health', 'morning',
    'Welke beweging deed je goed, en wanneer past die morgen in je dag?',
    'Which movement did you good, and when does it fit in your day tomorrow?',
    'Tien minuten tellen ook.',
    'Ten minutes count too.'),
  ('money-feeling', 'emotions', null, 'finances', 'any',
    'Welk gevoel komt op als je aan geld denkt, en waar heb je dat geleerd?',
    'What feeling comes up when you think of money, and where did you learn it?',
    'Denk aan een zin over geld uit je jeugd.',
    'Think of a sentence about money from your childhood.'),
  ('worth-the-price', 'review', null, 'finances', 'evening',
    'Welke uitgave van de afgelopen maand was elke cent waard, en welke niet?',
    'Which expense of the past month was worth every cent, and which was not?',
    'Zoek wat de goede uitgaven gemeen hebben.',
    'Look for what the good ones have in common.'),
  ('work-that-mattered', 'gratitude', null, 'work-and-society', 'evening',
    'Wanneer deed je werk er deze week toe, en voor wie?',
    'When did your work matter this week, and to whom?',
    'Denk ook aan werk waar niemand voor betaalt.',
    'Think of work that nobody pays for, too.'),
  ('fair-share', 'reflection', null, 'work-and-society', 'any',
    'Wat geef je aan de wereld om je heen, en wat zou je meer of minder willen geven?',
    'What do you give to the world around you, and of what would you give more or less?',
    'Noem één plek waar jouw bijdrage wordt gemist als je er niet bent.',
    'Name one place where your part is missed when you are not there.'),
  ('lost-in-time', 'reflection', null, 'hobbies-and-passions', 'any',
    'Wanneer vergat je voor het laatst de tijd, en wat deed je toen?',
    'When did you last forget the time, and what were you doing?',
    'Beschrijf het laatste kwartier daarvan.',
    'Describe the last fifteen minutes of it.'),
  ('once-loved', 'imagination', null, 'hobbies-and-passions', 'any',
    'Wat deed je als kind graag dat je nu niet meer doet?',
    'What did you love to do as a child that you no longer do?',
    'Bedenk een versie ervan die deze week past.',
    'Think of a version of it that fits this week.'),
  ('inner-figure', 'imagination', null, 'active-imagination', 'any',
    'Stel je een figuur voor die iets van jou weet wat jij vergeten bent. Wat zegt die?',
    'Imagine a figure who knows something of you that you have forgotten. What does it say?',
    'Laat de figuur uitspreken voordat je antwoordt.',
    'Let the figure finish before you answer.'),
  ('open-door', 'imagination', null, 'active-imagination', 'evening',
    'Je staat voor een deur die je niet kent. Wat ligt erachter, en ga je naar binnen?',
    'You stand before a door you do not know. What lies behind it, and do you go in?',
    'Schrijf in de tegenwoordige tijd, alsof het nu gebeurt.',
    'Write in the present tense, as if it happens now.'),
  ('stretch-skill', 'growth', null, 'professional-development', 'any',
    'Welke vaardigheid zou het komende jaar het meeste verschil maken, en wat is de eerste oefening?',
    'Which skill would make the greatest difference this coming year, and what is the first exercise?',
    'Kies iets wat je binnen een week kunt proberen.',
    'Choose something you can try within a week.'),
  ('useful-mistake', 'review', null, 'professional-development', 'evening',
    'Van welke fout heb je onlangs het meest geleerd?',
    'Which recent mistake taught you the most?',
    'Schrijf op wat je nu weet dat je toen niet wist.',
    'Write what you know now and did not know then.'),
  ('who-was-there', 'gratitude', null, 'social-relationships', 'evening',
    'Wie was er de laatste tijd voor je, en weet diegene dat?',
    'Who has been there for you lately, and do they know?',
    'Bedenk hoe je het kunt laten merken.',
    'Think of a way to show it.'),
  ('hard-conversation', 'relationships', null, 'social-relationships', 'any',
    'Welk gesprek stel je uit, en wat hoop je dat de ander begrijpt?',
    'Which conversation are you putting off, and what do you hope the other understands?',
    'Schrijf je eerste zin op, en wat je bereid bent te horen.',
    'Write your first sentence, and what you are willing to hear.'),
  ('favourite-corner', 'gratitude', null, 'home-environment', 'any',
    'Op welke plek in huis kom je tot rust, en waardoor?',
    'At which place at home do you come to rest, and why?',
    'Beschrijf wat je er ziet, hoort en ruikt.',
    'Describe what you see, hear and smell there.'),
  ('one-shelf', 'goals', null, 'home-environment', 'morning',
    'Wat thuis zeurt elke keer als je erlangs loopt, en wat zou je het kosten om het af te maken?',
    'What at home nags each time you pass it, and what would it take to finish it?',
    'Kies de kleinste plank, la of hoek.',
    'Choose the smallest shelf, drawer or corner.'),
  ('type-istj', 'growth', 'ISTJ', null, 'any',
    'Welke vaste gewoonte dient je nog goed, en welke houd je alleen uit plicht?',
    'Which fixed habit still serves you well, and which do you keep out of duty alone?',
    'Wat zou er werkelijk gebeuren als je die ene een week losliet?',
    'What would really happen if you let that one go for a week?'),
  ('type-isfj', 'growth', 'ISFJ', null, 'evening',
    'Voor wie heb je vandaag gezorgd, en wie zorgde voor jou?',
    'Whom did you care for today, and who cared for you?',
    'Schrijf één wens op die je nog niet hebt uitgesproken.',
    'Write one wish you have not spoken yet.'),
  ('type-infj', 'reflection', 'INFJ', null, 'any',
    'Wat zie je aankomen dat anderen nog niet zien, en waar baseer je dat op?',
    'What do you see coming that others do not see yet, and what do you base it on?',
    'Zet naast het beeld drie feiten die ervoor of ertegen spreken.',
    'Put three facts beside the picture that speak for it or against it.'),
  ('type-intj', 'emotions', 'INTJ', null, 'any',
    'Welk gevoel heb je de laatste tijd weggeredeneerd, en wat wilde het je vertellen?',
    'Which feeling have you reasoned away lately, and what did it want to tell you?',
    'Behandel het als een gegeven dat in je plan ontbreekt.',
    'Treat it as a fact that is missing from your plan.'),
  ('type-istp', 'relationships', 'ISTP', null, 'any',
    'Wat zou je iemand laten merken als woorden niet hoefden?',
    'What would you let someone notice if words were not needed?',
    'Bedenk iets wat je met je handen kunt doen, en doe het deze week.',
    'Think of something you can do with your hands, and do it this week.'),
  ('type-isfp', 'reflection', 'ISFP', null, 'any',
    'Wat heb je gemaakt, gekozen of geweigerd waarin je jezelf herkent?',
    'What did you make, choose or refuse in which you recognise yourself?',
    'Beschrijf kleur, klank of vorm voordat je naar de betekenis zoekt.',
    'Describe colour, sound or shape before you look for the meaning.'),
  ('type-infp', 'goals', 'INFP', null, 'any',
    'Welk ideaal draag je mee, en wat is de onvolmaakte eerste stap die je vandaag kunt zetten?',
    'Which ideal do you carry, and what is the imperfect first step you can take today?',
    'Maak de stap zo klein dat hij niet mooi hoeft te zijn.',
    'Make the step so small that it need not be beautiful.'),
  ('type-intp', 'growth', 'INTP', null, 'any',
    'Over welke vraag denk je al lang na, en wat moet je weten om te kunnen besluiten?',
    'Which question have you been turning over for long, and what must you know in order to decide?',
    'Schrijf het besluit op dat je zou nemen als het nu moest.',
    'Write the decision you would take if it had to be now.'),
  ('type-estp', 'review', 'ESTP', null, 'evening',
    'Welk risico nam je onlangs, en hoe kijk je er over een jaar op terug?',
    'Which risk did you take lately, and how will you look back on it in a year?',
    'Beschrijf het moment vlak voordat je sprong.',
    'Describe the moment just before you jumped.'),
  ('type-esfp', 'emotions', 'ESFP', null, 'evening',
    'Wat voelde je toen het stil werd na de drukte?',
    'What did you feel when it became quiet after the bustle?',
    'Blijf er drie zinnen bij voordat je verdergaat.',
    'Stay with it for three sentences before you move on.'),
  ('type-enfp', 'goals', 'ENFP', null, 'morning',
    'Welke van al je ideeën verdient het om afgemaakt te worden?',
    'Which of all your ideas deserves to be finished?',
    'Schrijf van de andere één regel op, zodat je ze los kunt laten.',
    'Write one line about each of the others, so that you can let them go.'),
  ('type-entp', 'growth', 'ENTP', null, 'any',
    'Welke overtuiging heb je het felst verdedigd, en wat is het beste argument ertegen?',
    'Which conviction did you defend most fiercely, and what is the best argument against it?',
    'Schrijf het alsof je het zelf gelooft.',
    'Write it as if you believed it yourself.'),
  ('type-estj', 'emotions', 'ESTJ', null, 'evening',
    'Wat heb je vandaag voor elkaar gekregen, en wat deed het met je?',
    'What did you get done today, and what did it do to you?',
    'Noem naast elk resultaat één gevoel.',
    'Name one feeling beside each result.'),
  ('type-esfj', 'growth', 'ESFJ', null, 'any',
    'Wanneer zei je ja terwijl je nee bedoelde?',
    'When did you say yes while you meant no?',
    'Schrijf het nee op zoals je het vriendelijk had kunnen zeggen.',
    'Write the no as you could have said it kindly.'),
  ('type-enfj', 'reflection', 'ENFJ', null, 'evening',
    'Wiens groei heb je gesteund, en wat heb je daarvoor van jezelf opzijgezet?',
    'Whose growth did you support, and what of your own did you set aside for it?',
    'Kies één ding dat je deze week terugneemt.',
    'Choose one thing you take back this week.'),
  ('type-entj', 'relationships', 'ENTJ', null, 'any',
    'Wie loopt met je mee naar je doel, en wanneer heb je voor het laatst naar diegene geluisterd?',
    'Who walks with you towards your goal, and when did you last listen to them?',
    'Schrijf op wat zij zouden zeggen als je niet zou onderbreken.',
    'Write what they would say if you did not interrupt.')
) as p (code, kind, mbti_type, area_code, moment, question_nl, question_en, hint_nl, hint_en);

select sync.register_table('public.journal_prompts', scope => null, direction => 'down', priority => 60);


-- Journal entries: what a person writes for themselves.

create table public.journal_entries (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  written_on date not null,
  title public.short_text,
  body public.long_text not null default '',
  language public.text_language,
  word_count integer not null generated always as (private.word_count(body)) stored,
  prompt_id uuid,
  conversation_id uuid,
  area_code public.slug,
  mood public.emotional_state,
  mood_intensity smallint,
  tags text[] not null default '{}',
  is_favourite boolean not null default false,
  coach_may_read boolean not null default false,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint journal_entries_pkey primary key (user_id, id),
  constraint journal_entries_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint journal_entries_prompt_id_fkey foreign key (prompt_id)
    references public.journal_prompts (id) on delete set null,
  -- What a person wrote stays theirs when the talk that led to it is deleted.
  constraint journal_entries_conversation_id_fkey foreign key (user_id, conversation_id)
    references public.conversations (user_id, id) on delete set null (conversation_id),
  constraint journal_entries_written_on_is_plausible check (written_on between '1900-01-01' and '2999-12-31'),
  constraint journal_entries_mood_intensity_is_scale check (mood_intensity between 1 and 10),
  constraint journal_entries_tags_are_bounded check (private.texts_fit(tags, 50, 100)),
  constraint journal_entries_tags_are_given check ('' <> all (tags))
);

comment on table public.journal_entries is 'What a person writes for themselves. Nobody else reads it; the coach only what they are let.';
comment on column public.journal_entries.written_on is
  'The day it is about, as the person''s calendar has it; several a day are fine.';
comment on column public.journal_entries.body is
  'The text itself, at most 20,000 characters. Of two versions made apart both are kept, until the person chooses.';
comment on column public.journal_entries.language is
  'Language of the text; null while unknown: then it is found by Dutch and by English words.';
comment on column public.journal_entries.word_count is 'Words in the body. Computed, so that it cannot disagree.';
comment on column public.journal_entries.prompt_id is 'The prompt it answers; null when it answers none.';
comment on column public.journal_entries.conversation_id is 'The conversation it came from; null when it came from none, or that was deleted.';
comment on column public.journal_entries.area_code is
  'The area of life it is about: code of a row in levensgebieden, which is not enforced.';
comment on column public.journal_entries.mood is 'How the person felt while writing; null when they did not say.';
comment on column public.journal_entries.mood_intensity is 'How strongly, from 1 hardly to 10 overwhelmingly. Says nothing without a mood.';
comment on column public.journal_entries.tags is
  'The person''s own: at most 50, of 1 to 100 characters. Those that two devices add at the same time are all kept.';
comment on column public.journal_entries.coach_may_read is
  'Whether the coach may read it. Of two answers given apart, the more private one stands.';

create index journal_entries_user_id_written_on_idx on public.journal_entries (user_id, written_on desc);
create index journal_entries_user_id_conversation_id_idx on public.journal_entries (user_id, conversation_id)
  where conversation_id is not null;
create index journal_entries_prompt_id_idx on public.journal_entries (prompt_id) where prompt_id is not null;
create index journal_entries_document_idx on public.journal_entries
  using gin (user_id, private.document(language, title, body, private.join_texts(tags)));
alter index public.journal_entries_document_idx alter column 2 set statistics 0;

comment on index public.journal_entries_user_id_written_on_idx is 'Serves the journal by day, and that of a month.';
comment on index public.journal_entries_user_id_conversation_id_idx is 'Serves what was written after a conversation.';
comment on index public.journal_entries_prompt_id_idx is 'Serves how often a prompt is answered, and under its foreign key.';
comment on index public.journal_entries_document_idx is
  'Serves search: user_id = … and private.document(language, title, body, private.join_texts(tags)) @@ …, in definer functions.';

create trigger _100_touch before insert or update on public.journal_entries
  for each row execute function private.touch();

alter table public.journal_entries enable row level security;

create policy journal_entries_select_own on public.journal_entries for select to authenticated
  using (user_id = (select auth.uid()));
create policy journal_entries_insert_own on public.journal_entries for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy journal_entries_update_own on public.journal_entries for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy journal_entries_delete_own on public.journal_entries for delete to authenticated
  using (user_id = (select auth.uid()));

grant select, delete on public.journal_entries to authenticated;
grant insert (
  user_id, id, written_on, title, body, language, prompt_id, conversation_id, area_code, mood, mood_intensity, tags,
  is_favourite, coach_may_read, created_at, updated_at
) on public.journal_entries to authenticated;
grant update (
  written_on, title, body, language, prompt_id, conversation_id, area_code, mood, mood_intensity, tags,
  is_favourite, coach_may_read, created_at, updated_at
) on public.journal_entries to authenticated;
-- The coach's server asks for coach_may_read itself: it bypasses row-level security.
grant select on public.journal_entries to service_role;

select sync.register_table('public.journal_entries',
  column_rules => '{"body": "manual", "tags": "union", "coach_may_read": "min"}',
  pull_only => '{word_count}', priority => 80);


-- Mood entries: what a person felt at a moment, and how strongly. Several a day are the point of it.

create table public.mood_entries (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  emotion public.emotional_state not null,
  intensity smallint not null default 5,
  energy smallint,
  felt_at timestamptz(3) not null default now(),
  note public.long_text,
  influences text[] not null default '{}',
  area_code public.slug,
  journal_entry_id uuid,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint mood_entries_pkey primary key (user_id, id),
  constraint mood_entries_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  -- What was felt was felt, also when what was written about it goes.
  constraint mood_entries_journal_entry_id_fkey foreign key (user_id, journal_entry_id)
    references public.journal_entries (user_id, id) on delete set null (journal_entry_id),
  constraint mood_entries_intensity_is_scale check (intensity between 1 and 10),
  constraint mood_entries_energy_is_scale check (energy between 1 and 10),
  constraint mood_entries_felt_at_is_plausible check (felt_at between '1900-01-01 00:00+00' and '2999-12-31 00:00+00'),
  constraint mood_entries_influences_are_bounded check (private.texts_fit(influences, 30, 100)),
  constraint mood_entries_influences_are_given check ('' <> all (influences))
);

comment on table public.mood_entries is 'What a person felt at a moment, and how strongly, in their own judgement.';
comment on column public.mood_entries.intensity is 'How strongly, from 1 hardly to 10 overwhelmingly.';
comment on column public.mood_entries.energy is 'How much energy the person had, from 1 none to 10 plenty; null when they did not say.';
comment on column public.mood_entries.felt_at is 'The moment it is about, by the device''s clock; never in the future.';
comment on column public.mood_entries.note is 'In the person''s words. Of two versions made apart both are kept, until the person chooses.';
comment on column public.mood_entries.influences is
  'What it came from, in the person''s words: at most 30, of 1 to 100 characters. Those that two devices add are all kept.';
comment on column public.mood_entries.area_code is
  'The area of life it came from: code of a row in levensgebieden, which is not enforced.';
comment on column public.mood_entries.journal_entry_id is 'What the person wrote about it; null when nothing, or that was deleted.';

create index mood_entries_user_id_felt_at_idx on public.mood_entries (user_id, felt_at desc);
create index mood_entries_user_id_journal_entry_id_idx on public.mood_entries (user_id, journal_entry_id)
  where journal_entry_id is not null;
create index mood_entries_document_idx on public.mood_entries
  using gin (user_id, private.document(null, note, private.join_texts(influences)));
alter index public.mood_entries_document_idx alter column 2 set statistics 0;

comment on index public.mood_entries_user_id_felt_at_idx is 'Serves moods over time.';
comment on index public.mood_entries_user_id_journal_entry_id_idx is 'Serves the moods of a journal entry.';
comment on index public.mood_entries_document_idx is 'Serves search_everything.';

create trigger _100_touch before insert or update on public.mood_entries
  for each row execute function private.touch();
create trigger _200_settle before insert or update on public.mood_entries
  for each row when (new.felt_at > now() + interval '2 seconds') execute function private.settle_moment('felt_at');

alter table public.mood_entries enable row level security;

create policy mood_entries_select_own on public.mood_entries for select to authenticated
  using (user_id = (select auth.uid()));
create policy mood_entries_insert_own on public.mood_entries for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy mood_entries_update_own on public.mood_entries for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy mood_entries_delete_own on public.mood_entries for delete to authenticated
  using (user_id = (select auth.uid()));

grant select, delete on public.mood_entries to authenticated;
grant insert (
  user_id, id, emotion, intensity, energy, felt_at, note, influences, area_code, journal_entry_id, created_at, updated_at
) on public.mood_entries to authenticated;
grant update (
  emotion, intensity, energy, felt_at, note, influences, area_code, journal_entry_id, created_at, updated_at
) on public.mood_entries to authenticated;
grant select on public.mood_entries to service_role;

select sync.register_table('public.mood_entries', column_rules => '{"note": "manual", "influences": "union"}', priority => 70);
