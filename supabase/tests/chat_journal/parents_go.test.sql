-- What goes along when something is deleted, and what stays.
begin;
select plan(6);

select tests.create_user('alice');
insert into public.conversations (user_id, id) values (tests.user_id('alice'), tests.id(1));
insert into public.messages (user_id, id, conversation_id, content) values (tests.user_id('alice'), tests.id(2), tests.id(1), 'x');
insert into public.journal_entries (user_id, id, written_on, conversation_id, prompt_id)
values (tests.user_id('alice'), tests.id(3), '2026-11-01', tests.id(1), private.catalogue_id('journal_prompts', 'three-good-things'));
insert into public.mood_entries (user_id, id, emotion, journal_entry_id) values (tests.user_id('alice'), tests.id(4), 'joy', tests.id(3));

select tests.sign_in('alice');
select tests.push(deleted => jsonb_build_array(tests.id(1)), into_table => 'conversations');
select is_empty('select id from public.messages', 'messages go with their conversation');
select results_eq(
  'select id, conversation_id from public.journal_entries', $$values (tests.id(3), null::uuid)$$, 'what was written after it stays'
);
select tests.push(deleted => jsonb_build_array(tests.id(3)), into_table => 'journal_entries');
select results_eq('select id, journal_entry_id from public.mood_entries', $$values (tests.id(4), null::uuid)$$, 'what was felt stays');

-- A device that does not know yet writes to what is gone.
select tests.push(jsonb_build_array(jsonb_build_object(
  'id', tests.id(5), '_status', 'created', 'conversation_id', tests.id(1), 'content', 'late'
)), into_table => 'messages');
select is_empty('select id from public.messages', 'a message to a deleted conversation went with it');
select tests.push(jsonb_build_array(jsonb_build_object(
  'id', tests.id(6), '_status', 'created', 'conversation_id', tests.id(1), 'written_on', '2026-11-02', 'body', 'late'
)), into_table => 'journal_entries');
select results_eq(
  'select id, conversation_id from public.journal_entries', $$values (tests.id(6), null::uuid)$$,
  'an entry about it is kept, on its own'
);

select tests.as_owner();
delete from auth.users where id = tests.user_id('alice');
select is_empty(
  $$
    select user_id from public.conversations union all select user_id from public.messages
    union all select user_id from public.journal_entries union all select user_id from public.mood_entries
  $$,
  'all of it goes with the person'
);

select * from finish();
rollback;
