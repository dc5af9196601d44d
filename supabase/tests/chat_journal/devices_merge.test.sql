-- Two devices that were offline both wrote. Long personal texts are kept in both versions; the rest is merged.
begin;
set local timezone = 'UTC';
select plan(13);

select tests.create_user('alice');
select tests.sign_in('alice');

create function pg_temp.entry(columns jsonb)
returns jsonb
language sql
immutable
as $$
  select jsonb_build_object(
    'id', tests.id(1), 'written_on', '2026-11-01', 'title', 'Sunday', 'body', 'Slept well.', 'language', 'en', 'word_count', 999,
    'tags', '[]', 'is_favourite', false, 'coach_may_read', true, 'created_at', tests.at(0), 'updated_at', tests.at(0),
    '_status', 'created', '_changed', ''
  ) || columns;
$$;
create function pg_temp.edit(minute integer, columns jsonb)
returns jsonb
language sql
immutable
as $$
  select jsonb_build_array(pg_temp.entry(columns || jsonb_build_object(
    '_status', 'updated', 'updated_at', tests.at(minute),
    '_changed', (select string_agg(k, ',') || ',updated_at' from jsonb_object_keys(columns) as k)
  )));
$$;

select is(
  tests.rejected(tests.push(jsonb_build_array(pg_temp.entry('{}')), into_table => 'journal_entries')), '{}', 'an entry made offline is accepted'
);
select is((select word_count from public.journal_entries), 2, 'its words are counted by the server, whatever the device says');
select tests.commit();

select tests.push(
  updated => pg_temp.edit(1, '{"body": "Slept well, and long.", "title": "Laptop", "tags": "[\"sleep\"]", "coach_may_read": false}'),
  into_table => 'journal_entries', device => 'laptop', base => tests.cursor()
);
create temporary table answers as
select tests.push(
  updated => pg_temp.edit(2, '{"body": "Slept well. Dreamt of the sea.", "title": "Phone", "tags": "[\"dream\"]", "coach_may_read": true, "is_favourite": true}'),
  into_table => 'journal_entries', base => tests.cursor()
) as answer;

select is((select answer -> 'rejected' from answers), '[]', 'nothing is refused');
select is((select body::text from public.journal_entries), 'Slept well, and long.', 'the text that arrived first stays in place');
select results_eq(
  $$select client_value #>> '{}', server_value #>> '{}', resolution from public.sync_conflicts where column_name = 'body'$$,
  $$values ('Slept well. Dreamt of the sea.', 'Slept well, and long.', 'pending')$$,
  'the other waits for the person, unharmed'
);
select is((select word_count from public.journal_entries), 4, 'the words are those of the text in place');
select is((select title::text from public.journal_entries), 'Phone', 'of two titles the later stands');
select is((select array(select unnest(tags) order by 1) from public.journal_entries), '{dream,sleep}', 'tags of both are kept');
select is((select coach_may_read from public.journal_entries), false, 'the more private wish stands, though the other came later');
select is((select is_favourite from public.journal_entries), true, 'what only one changed is taken over');

select public.resolve_conflict(c.id, 'client') from public.sync_conflicts as c where c.column_name = 'body';
select is((select body::text from public.journal_entries), 'Slept well. Dreamt of the sea.', 'chosen later, the other text comes in place');
select is((select word_count from public.journal_entries), 6, 'and its words are counted');

select tests.as_owner();
select results_eq(
  $$
    select t.table_name::text collate "default", c.column_name::text collate "default", c.rule::text
    from sync.columns as c join sync.tables as t using (table_id)
    where t.table_name in ('conversations', 'messages', 'journal_entries', 'mood_entries')
      and c.rule <> 'latest_edit' and c.column_name not in ('created_at', 'updated_at')
    order by 1, 2
  $$,
  $$values
    ('journal_entries', 'body', 'manual'), ('journal_entries', 'coach_may_read', 'min'), ('journal_entries', 'tags', 'union'),
    ('messages', 'content', 'manual'), ('mood_entries', 'influences', 'union'), ('mood_entries', 'note', 'manual')$$,
  'every long personal text is kept in both versions, every list united'
);

select * from finish();
rollback;
