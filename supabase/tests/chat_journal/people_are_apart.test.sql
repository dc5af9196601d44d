-- mallory wants to read alice's journal, to speak in her talks, and to be the coach.
begin;
select plan(15);

select tests.create_user('alice');
select tests.create_user('mallory');
insert into public.conversations (user_id, id, title) values (tests.user_id('alice'), tests.id(1), 'About my mother');
insert into public.messages (user_id, id, conversation_id, content) values (tests.user_id('alice'), tests.id(1), tests.id(1), 'I miss her');
insert into public.journal_entries (user_id, id, written_on, body) values (tests.user_id('alice'), tests.id(1), '2026-11-01', 'A secret');
insert into public.mood_entries (user_id, id, emotion) values (tests.user_id('alice'), tests.id(1), 'anxiety');

select tests.sign_in('mallory');
select is_empty(
  $$
    select user_id from public.conversations union all select user_id from public.messages
    union all select user_id from public.journal_entries union all select user_id from public.mood_entries
  $$,
  'mallory sees nothing of alice''s'
);
select tests.raises(
  $$insert into public.messages (user_id, conversation_id, content) values (tests.user_id('alice'), tests.id(1), 'x')$$, '42501', null,
  'mallory may not speak in alice''s name'
);
select tests.raises(
  $$insert into public.messages (user_id, conversation_id, content) values (tests.user_id('mallory'), tests.id(1), 'x')$$, '23503', null,
  'nor in alice''s conversation in her own'
);
select tests.raises(
  $$insert into public.journal_entries (user_id, written_on, conversation_id) values (tests.user_id('mallory'), '2026-11-01', tests.id(1))$$, '23503', null,
  'nor write about it'
);
select tests.raises(
  $$insert into public.mood_entries (user_id, emotion, journal_entry_id) values (tests.user_id('mallory'), 'joy', tests.id(1))$$, '23503', null,
  'nor hang a mood on alice''s entry'
);

insert into public.conversations (user_id, id) values (tests.user_id('mallory'), tests.id(1));
select is(
  tests.rejected(tests.push(jsonb_build_array(jsonb_build_object(
    'id', tests.id(2), '_status', 'created', 'conversation_id', tests.id(1), 'content', 'Trust me', 'role', 'assistant',
    'ai_interaction_id', tests.id(9)
  )), into_table => 'messages')), '{}', 'a device may keep what an assistant of its own said'
);
select is((select ai_interaction_id from public.messages where id = tests.id(2)), null, 'but not pass it off as the server''s coach');
select tests.raises($$update public.messages set ai_interaction_id = tests.id(9) where true$$, '42501', null, 'nor past push');
select tests.raises($$update public.conversations set message_count = 5 where true$$, '42501', null, 'people do not count messages');
select tests.raises(
  $$update public.conversations set summary = 'x', summarised_at = now() where true$$, '42501', null, 'nor write the coach''s summary'
);

select tests.as_service();
insert into public.messages (user_id, conversation_id, role, content, ai_interaction_id)
values (tests.user_id('alice'), tests.id(1), 'assistant', 'Tell me about her', tests.id(9));
update public.conversations set summary = 'Mourning', summarised_at = now() where user_id = tests.user_id('alice');
select is((select message_count from public.conversations where user_id = tests.user_id('alice')), 2, 'the coach replies');
select tests.raises($$update public.messages set content = 'x' where true$$, '42501', null, 'but does not rewrite what was said');
select tests.raises($$update public.journal_entries set body = 'x' where true$$, '42501', null, 'nor the journal');
select tests.raises($$delete from public.mood_entries where true$$, '42501', null, 'nor what people felt');

select tests.as_owner();
select results_eq(
  $$select message_count, summary::text from public.conversations where user_id = tests.user_id('alice')$$,
  $$values (2, 'Mourning')$$, 'alice''s talk is as it was, but for the coach'
);

select * from finish();
rollback;
