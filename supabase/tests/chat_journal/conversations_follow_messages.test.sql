-- What a conversation says of its messages is computed from them, whenever and in whatever order they arrive.
begin;
set local timezone = 'UTC';
select plan(15);

select tests.create_user('alice');
select tests.create_user('bob');
select tests.sign_in('alice');

create function pg_temp.message(n integer, minute numeric, conversation integer default 1)
returns jsonb
language sql
immutable
as $$
  select jsonb_build_object(
    'id', tests.id(n), '_status', 'created', '_changed', '', 'conversation_id', tests.id(conversation), 'role', 'user',
    'content', 'message ' || n, 'sent_at', tests.at(minute), 'created_at', tests.at(minute), 'updated_at', tests.at(minute)
  );
$$;
create function pg_temp.counted(conversation integer default 1)
returns text
language sql
stable
as $$
  select message_count || ' ' || coalesce(((extract(epoch from last_message_at) * 1000 - tests.at(0)) / 60000)::integer::text, 'none')
  from public.conversations where id = tests.id(conversation) and user_id = tests.user_id('alice');
$$;

insert into public.conversations (user_id, id) values (tests.user_id('alice'), tests.id(1)), (tests.user_id('alice'), tests.id(2));
select is(pg_temp.counted(), '0 none', 'a new conversation has no messages');

select tests.push(jsonb_build_array(pg_temp.message(11, 30)), into_table => 'messages');
select is(pg_temp.counted(), '1 30', 'a message counts');

select tests.commit();
select is(
  tests.rejected(tests.push(
    jsonb_build_array(pg_temp.message(12, 10), pg_temp.message(13, 20)), into_table => 'messages', device => 'laptop'
  )), '{}', 'messages that a laptop wrote offline, before that one, arrive later'
);
select is(pg_temp.counted(), '3 30', 'they count, and the last stays the last');
select is(
  tests.updated(tests.pulled(tests.cursor(), 'conversations', device => 'laptop')), '{1}',
  'the device that pushed them is sent the conversation: it cannot know what it says now'
);

select tests.push(deleted => jsonb_build_array(tests.id(11)), into_table => 'messages');
select is(pg_temp.counted(), '2 20', 'when the last message is deleted by sync, the one before is the last');

select tests.commit();
select tests.push(
  updated => jsonb_build_array(pg_temp.message(12, 10) || jsonb_build_object('sent_at', tests.at(25), '_status', 'updated', '_changed', 'sent_at')),
  into_table => 'messages', base => tests.cursor()
);
select is(pg_temp.counted(), '2 25', 'a corrected time is taken over');

update public.messages set conversation_id = tests.id(2) where id = tests.id(12);
select is(pg_temp.counted() || ', ' || pg_temp.counted(2), '1 20, 1 25', 'a message that moves is counted where it is');

select tests.push(
  jsonb_build_array(pg_temp.message(14, 40, 1), pg_temp.message(15, 41, 2), pg_temp.message(16, 42, 2)), into_table => 'messages'
);
select is(pg_temp.counted() || ', ' || pg_temp.counted(2), '2 40, 3 42', 'one push may bring messages of several conversations');

select tests.push(deleted => jsonb_build_array(tests.id(13), tests.id(14)), into_table => 'messages');
select is(pg_temp.counted(), '0 none', 'when all are gone, there is no last');

-- What is not changed is not written: each write goes to every device.
select tests.as_owner();
create temporary table stands as select ctid as place, updated_at from public.conversations where id = tests.id(2);
update public.messages set rating = 1 where id = tests.id(15);
select results_eq(
  $$select ctid, updated_at::timestamptz from public.conversations where id = tests.id(2)$$,
  'select place, updated_at::timestamptz from stands',
  'a rating leaves the conversation alone'
);
update public.messages set sent_at = sent_at - interval '10 minutes' where id = tests.id(12);
select results_eq(
  $$select ctid, updated_at::timestamptz from public.conversations where id = tests.id(2)$$,
  'select place, updated_at::timestamptz from stands',
  'so does another time of a message that is not the last'
);

-- A conversation of the same id, of somebody else.
insert into public.conversations (user_id, id) values (tests.user_id('bob'), tests.id(1));
insert into public.messages (user_id, conversation_id, content) values (tests.user_id('bob'), tests.id(1), 'mine');
select is(pg_temp.counted(), '0 none', 'another person''s messages do not count, though their conversation has the same id');

insert into public.messages (user_id, conversation_id, content, sent_at)
select tests.user_id('alice'), tests.id(1 + n % 2), 'bulk ' || n, to_timestamp(tests.at(100 + n) / 1000.0)
from generate_series(1, 500) as n;
select is(pg_temp.counted() || ', ' || pg_temp.counted(2), '250 600, 253 599', 'many at once are counted together');

delete from public.conversations where user_id = tests.user_id('alice') and id = tests.id(2);
select is(
  (select count(*)::integer from public.messages where user_id = tests.user_id('alice') and conversation_id = tests.id(2)), 0,
  'messages go with their conversation, and nothing is in the way'
);

select * from finish();
rollback;
