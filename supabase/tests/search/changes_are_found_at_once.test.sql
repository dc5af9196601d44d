-- What a device pushes is found by the next search, as it is now; what is deleted is found no more.
begin;
set local timezone = 'UTC';
select plan(6);

select tests.create_user('alice');
select tests.sign_in('alice');

create function pg_temp.found(query text)
returns integer
language sql
stable
as $$
  select json_array_length(public.search_everything(query, '{journal}') -> 'results');
$$;
create function pg_temp.entry(columns jsonb)
returns jsonb
language sql
immutable
as $$
  select jsonb_build_object(
    'id', tests.id(1), 'written_on', '2026-11-01', 'title', 'Sunday', 'body', 'By the lighthouse.', 'language', 'en',
    'tags', '[]', 'is_favourite', false, 'coach_may_read', true, 'created_at', tests.at(0), 'updated_at', tests.at(0),
    '_status', 'created', '_changed', ''
  ) || columns;
$$;

select tests.push(jsonb_build_array(pg_temp.entry('{}')), into_table => 'journal_entries');
select is(pg_temp.found('lighthouses'), 1, 'what was pushed is found, though its clock says it is old');
select tests.commit();
select tests.push(
  updated => jsonb_build_array(pg_temp.entry(jsonb_build_object(
    'body', 'By the windmill.', 'language', 'nl', '_status', 'updated', '_changed', 'body,language,updated_at', 'updated_at', tests.at(1)
  ))), into_table => 'journal_entries', base => tests.cursor()
);
select is(pg_temp.found('windmill'), 1, 'what was changed is found by its new words');
select is(pg_temp.found('"lighthouse"'), 0, 'and no more by the old');
select is((public.search_everything('windmill', '{journal}') -> 'results' -> 0 ->> 'updated_at')::timestamptz,
  to_timestamp(tests.at(1) / 1000), 'the time is that of the edit');
select tests.commit();
select tests.push(deleted => jsonb_build_array(tests.id(1)), into_table => 'journal_entries', base => tests.cursor());
select is(pg_temp.found('windmill'), 0, 'what was deleted is not found');
select is(public.search_everything('wndmill', '{journal}') ->> 'similar_words', null, 'nor are its words offered');

select * from finish();
rollback;
