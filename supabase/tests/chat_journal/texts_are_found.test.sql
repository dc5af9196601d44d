-- What people write is found by its words, in its language, through an index, and is not copied into statistics.
begin;
select plan(16);

select is(private.document('nl', 'Wandelingen') @@ to_tsquery('dutch', 'wandeling'), true, 'Dutch texts are stemmed as Dutch');
select is(private.document('nl', 'walking') @@ to_tsquery('english', 'walk'), false, 'and not as English');
select is(private.document('en', 'We were walking') @@ to_tsquery('english', 'walks'), true, 'English texts are stemmed as English');
select is(private.document('en', 'de fietsen') @@ to_tsquery('dutch', 'fietsen'), false, 'and not as Dutch');
select is(
  private.document(null, 'walking naar de fietsen') @@ (to_tsquery('dutch', 'fietsen') && to_tsquery('english', 'walk')), true,
  'a text of an unknown language is found by both'
);
select is(private.document('fr', 'fietsen'), private.document(null, 'fietsen'), 'so is one of a language without a dictionary');
select is(
  private.document('en', 'alpha', 'beta', 'gamma', 'delta')::text, $$'alpha':1A 'beta':2B 'delta':4 'gamma':3C$$,
  'the parts weigh from A to D'
);
select is(private.document('en', null, null)::text, '', 'no text has no words');
select is(
  (select concat(p.provolatile, p.proparallel) from pg_proc as p where p.oid = 'private.document(text, text, text, text, text)'::regprocedure), 'is',
  'the function may stand in an index'
);

select tests.create_user('alice');
select tests.create_user('bob');
insert into public.journal_entries (user_id, written_on, title, body, language, tags)
select tests.user_id(name), '2026-11-01', 'Day ' || n, 'walking in the rain ' || n, 'en', '{weather}'
from unnest('{alice,bob}'::text[]) as name, generate_series(1, 300) as n;
insert into public.journal_entries (user_id, id, written_on, title, body, language, tags)
values (tests.user_id('alice'), tests.id(1), '2026-11-02', 'Zondag', 'Lange wandelingen langs de zeldzame vuurtoren', 'nl', '{duinen}');
insert into public.conversations (user_id, id) values (tests.user_id('alice'), tests.id(2));
insert into public.messages (user_id, conversation_id, content)
select tests.user_id('alice'), tests.id(2), 'It rains ' || n from generate_series(1, 300) as n;
insert into public.messages (user_id, id, conversation_id, content)
values (tests.user_id('alice'), tests.id(3), tests.id(2), 'Tell me about lighthouses');
analyze public.journal_entries, public.messages;

prepare found(text, tsquery) as
select e.id from public.journal_entries as e
where e.user_id = tests.user_id($1)
  and private.document(e.language, e.title, e.body, private.join_texts(e.tags)) @@ $2;
select results_eq(
  $$execute found('alice', to_tsquery('dutch', 'wandeling & vuurtoren'))$$, array[tests.id(1)], 'an entry is found by its body'
);
select results_eq($$execute found('alice', to_tsquery('dutch', 'duin'))$$, array[tests.id(1)], 'and by its tags');
select is_empty($$execute found('bob', to_tsquery('dutch', 'vuurtoren'))$$, 'not among another''s');
select results_eq(
  $$
    select m.id from public.messages as m
    where m.user_id = tests.user_id('alice') and private.document(m.language, m.content) @@ to_tsquery('english', 'lighthouse')
  $$,
  array[tests.id(3)], 'a message is found, though nobody said in which language it is'
);

create function pg_temp.plan_of(sql text) returns text language plpgsql as $$
declare
  plan json;
begin
  execute 'explain (format json) ' || sql into plan;
  return plan::text;
end;
$$;
select matches(
  pg_temp.plan_of($$
    select from public.journal_entries as e
    where e.user_id = tests.user_id('alice')
      and private.document(e.language, e.title, e.body, private.join_texts(e.tags)) @@ to_tsquery('dutch', 'vuurtoren')
  $$),
  'journal_entries_document_idx", *[^}]*"Index Cond": "\(\(user_id = [^}]*@@', 'the index serves whose and which words at once'
);
select matches(
  pg_temp.plan_of($$
    select from public.messages as m
    where m.user_id = tests.user_id('alice')
      and private.document(m.language, m.content) @@ to_tsquery('english', 'lighthouse')
  $$),
  'messages_document_idx", *[^}]*"Index Cond": "\(\(user_id = [^}]*@@', 'that of messages too'
);
select is_empty(
  $$
    select tablename, attname from pg_stats
    where schemaname = 'public' and tablename in ('journal_entries_document_idx', 'messages_document_idx')
      and (most_common_elems is not null or most_common_vals is not null) and attname <> 'user_id'
  $$,
  'no word of anybody''s is in the statistics'
);

select * from finish();
rollback;
