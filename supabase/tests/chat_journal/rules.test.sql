-- What a row must keep to, by the name of each rule.
begin;
select plan(29);

select tests.create_user('alice');

select tests.refuses('conversations_kind_is_known',
  $$insert into public.conversations (user_id, kind) values (tests.user_id('alice'), 'gossip')$$,
  'a conversation is of a known kind');
select tests.refuses('conversations_summary_has_time',
  $$insert into public.conversations (user_id, summary) values (tests.user_id('alice'), 'We spoke.')$$,
  'a summary has a time');
select tests.refuses('conversations_summary_has_time',
  $$insert into public.conversations (user_id, summarised_at) values (tests.user_id('alice'), now())$$,
  'and a time has a summary');
select tests.refuses('conversations_messages_have_last',
  $$insert into public.conversations (user_id, message_count) values (tests.user_id('alice'), 1)$$,
  'where there are messages, there is a last');
select tests.refuses('conversations_messages_have_last',
  $$insert into public.conversations (user_id, last_message_at) values (tests.user_id('alice'), now())$$,
  'and where there are none, there is not');
select tests.refuses('conversations_message_count_is_not_negative',
  $$insert into public.conversations (user_id, message_count) values (tests.user_id('alice'), -1)$$,
  'no conversation has fewer than no messages');
select tests.refuses('text_language_is_known',
  $$insert into public.conversations (user_id, language) values (tests.user_id('alice'), 'fr')$$,
  'a language is one that search knows');
select tests.refuses('slug_is_lower_case',
  $$insert into public.conversations (user_id, area_code) values (tests.user_id('alice'), 'Thuis!')$$,
  'an area is named by its code');

insert into public.conversations (user_id, id) values (tests.user_id('alice'), tests.id(1));

create function pg_temp.say(columns text, val text)
returns text
language sql
immutable
as $$
  select format(
    'insert into public.messages (user_id, conversation_id, %s) values (tests.user_id(''alice''), tests.id(1), %s)', columns, val
  );
$$;
select tests.refuses('messages_role_is_known', pg_temp.say('content, role', $$'x', 'therapist'$$), 'a message is the person''s, the coach''s or the app''s');
select tests.refuses('messages_content_is_given', pg_temp.say('content', $$''$$), 'a message says something');
select tests.refuses('long_text_is_bounded', pg_temp.say('content', $$repeat('x', 20001)$$), 'in at most 20,000 characters');
select tests.refuses('messages_rating_is_thumb', pg_temp.say('content, rating', $$'x', 0$$), 'a rating is a thumb up or down');
select tests.refuses('messages_interaction_is_of_reply', pg_temp.say('content, ai_interaction_id', $$'x', tests.id(9)$$), 'only a reply has an AI interaction');
select tests.refuses('messages_sent_at_is_plausible', pg_temp.say('content, sent_at', $$'x', '1969-12-31'$$), 'nothing was said before there were devices');
select lives_ok(pg_temp.say('content, role, rating, ai_interaction_id', $$'x', 'assistant', 1, tests.id(9)$$), 'a rated reply of the coach is taken');
insert into public.messages (user_id, id, conversation_id, content, sent_at)
values (tests.user_id('alice'), tests.id(3), tests.id(1), 'from a fast clock', now() + interval '1 day');
select is(
  (select sent_at::timestamptz from public.messages where id = tests.id(3)), now()::timestamptz(3)::timestamptz,
  'what a fast clock dates to the future was said now'
);

create function pg_temp.write(columns text, val text)
returns text
language sql
immutable
as $$
  select format(
    'insert into public.journal_entries (user_id, written_on, %s) values (tests.user_id(''alice''), ''2026-11-01'', %s)', columns, val
  );
$$;
select tests.refuses('emotional_state_is_known', pg_temp.write('mood', $$'hunger'$$), 'a mood is one of the thirteen states');
select tests.refuses('journal_entries_mood_intensity_is_scale', pg_temp.write('mood, mood_intensity', $$'joy', 11$$), 'felt from 1 to 10');
select tests.refuses('journal_entries_tags_are_given', pg_temp.write('tags', $$'{work,""}'$$), 'tags say something');
select tests.refuses('journal_entries_tags_are_bounded', pg_temp.write('tags', $$array_fill('x'::text, '{51}')$$), 'there are at most 50');
select tests.refuses('journal_entries_written_on_is_plausible',
  $$insert into public.journal_entries (user_id, written_on) values (tests.user_id('alice'), '1899-12-31')$$,
  'a day is one that a living person may write about');
select throws_ok(
  $$insert into public.journal_entries (user_id, body) values (tests.user_id('alice'), 'x')$$, '23502', null,
  'an entry says which day it is about'
);
select throws_ok(pg_temp.write('word_count', '7'), '428C9', null, 'nobody says how many words there are');

insert into public.journal_entries (user_id, id, written_on, body)
values (tests.user_id('alice'), tests.id(4), '2026-11-01', E'Twee ideeën: e-mail en don’t.\n\n— 👍 3 keer');
select is((select word_count from public.journal_entries where id = tests.id(4)), 7, 'words are counted: what apostrophes and hyphens join is one');
update public.journal_entries set body = '' where id = tests.id(4);
select is((select word_count from public.journal_entries where id = tests.id(4)), 0, 'and counted anew');

select tests.refuses('mood_entries_intensity_is_scale',
  $$insert into public.mood_entries (user_id, emotion, intensity) values (tests.user_id('alice'), 'calm', 0)$$,
  'a mood is felt at least a little');
select tests.refuses('mood_entries_energy_is_scale',
  $$insert into public.mood_entries (user_id, emotion, energy) values (tests.user_id('alice'), 'calm', 11)$$,
  'energy goes to 10');
select tests.refuses('mood_entries_influences_are_given',
  $$insert into public.mood_entries (user_id, emotion, influences) values (tests.user_id('alice'), 'calm', '{""}')$$,
  'an influence is named');
insert into public.mood_entries (user_id, id, emotion, felt_at) values (tests.user_id('alice'), tests.id(5), 'calm', 'infinity');
select is(
  (select felt_at::timestamptz from public.mood_entries where id = tests.id(5)), now()::timestamptz(3)::timestamptz,
  'nobody has felt what is to come'
);

select * from finish();
rollback;
