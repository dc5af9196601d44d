-- What devices push is recorded as their person's, and much of it at once in a few statements.
begin;
select plan(11);

select tests.create_person(name) from unnest('{alice,mallory}'::text[]) as name;

select tests.sign_in('alice');
select is(
  public.push_changes(jsonb_build_object(
    'journal_entries', jsonb_build_object('created', jsonb_build_array(jsonb_build_object(
      'id', tests.id(1), 'written_on', '2026-11-01', 'title', 'canary', 'body', 'canary', 'tags', '[]', '_status', 'created', '_changed', ''
    )), 'updated', '[]'::jsonb, 'deleted', '[]'::jsonb),
    'users', jsonb_build_object('created', '[]'::jsonb, 'updated', jsonb_build_array(jsonb_build_object(
      'id', tests.user_id('alice'), 'display_name', 'Alice', '_status', 'updated', '_changed', 'display_name'
    )), 'deleted', '[]'::jsonb)
  )::json, device_id => tests.device('phone')) -> 'accepted', '{"users": 1, "journal_entries": 1}', 'a phone pushes'
);
select tests.as_owner();
select tests.seal();
select results_eq(
  $$
    select e.operation, e.relation, e.actor, e.subject, e.role from audit.events as e
    where e.actor is not null order by e.relation
  $$,
  $$
    values ('insert', 'public.journal_entries'::text collate "C", tests.alias('alice'), tests.alias('alice'), 'authenticated'),
      ('update', 'public.users', tests.alias('alice'), tests.alias('alice'), 'authenticated')
  $$, 'the person of the device did it'
);
select is_empty($$select * from audit.payloads as p where p::text ~ 'canary'$$, 'nothing of a diary is kept');

-- A record that is refused leaves no event: it did not happen.
select tests.sign_in('alice');
select public.push_changes(jsonb_build_object(
  'mood_entries', jsonb_build_object('created', jsonb_build_array(
    jsonb_build_object('id', tests.id(2), 'emotion', 'joy', 'intensity', 5, 'felt_at', tests.at(0), 'influences', '[]', '_status', 'created', '_changed', ''),
    jsonb_build_object('id', tests.id(3), 'emotion', 'joy', 'intensity', 99, 'felt_at', tests.at(0), 'influences', '[]', '_status', 'created', '_changed', '')
  ), 'updated', '[]'::jsonb, 'deleted', '[]'::jsonb)
)::json, device_id => tests.device('phone'));
select tests.as_owner();
select tests.seal();
select results_eq(
  $$select e.row_key from audit.events as e where e.relation = 'public.mood_entries'$$, array[tests.id(2)::text collate "C"],
  'of a push that is partly refused, what was taken is recorded'
);

-- In bulk.
insert into public.mood_entries (user_id, id, emotion)
select tests.user_id('alice'), gen_random_uuid(), 'joy' from generate_series(1, 10000);
select tests.seal(batch => 1000);
select is(
  (select count(*) from audit.events as e where e.relation = 'public.mood_entries'), 10001::bigint, '10,000 rows are 10,000 events'
);
select is((select count(*) from audit.payloads as p where p.hidden_hash is not null), 10002::bigint, 'each with a salted hash of its own');
select is((select count(distinct p.salt) from audit.payloads as p), (select count(*) from audit.payloads), 'no salt is used twice');
select is(
  (select count(distinct (e.at, e.xid, e.actor)) from audit.events as e where e.relation = 'public.mood_entries' and e.actor is null), 1::bigint,
  'entered by one statement of the trigger, as one transaction of one caller'
);
update public.mood_entries set energy = 3 where user_id = tests.user_id('alice');
select tests.seal();
select is(
  (select count(*) from audit.events as e where e.operation = 'update' and e.columns = '{energy}'), 10001::bigint, 'so is an update of all'
);
delete from public.mood_entries where user_id = tests.user_id('alice');
select tests.seal();
select is((select count(*) from audit.events as e where e.operation = 'delete'), 10001::bigint, 'and a deletion');
select is_empty('select * from audit.verify()', 'all of it is sealed and verified');

select * from finish();
rollback;
