-- Whatever is done to any one event is named: at the beginning, in the middle, at the end, and fifty times at random.
begin;
select plan(5);

-- A log over the turn of a month, of several seals and every kind of event; one committed late, and one is not sealed.
select tests.create_user(name) from unnest('{alice,bob,carol}'::text[]) as name;
update audit.incoming set at = at - interval '1 month' where id % 2 = 0;
select tests.seal(batch => 4);
insert into public.mood_entries (user_id, emotion) select tests.user_id('alice'), 'joy' from generate_series(1, 5);
update public.mood_entries set energy = 3 where user_id = tests.user_id('alice');
create temporary table late as select * from audit.incoming order by id limit 1;
delete from audit.incoming where id in (select id from late);
select private.grant_role(tests.user_id('bob'), 'support');
select tests.sign_in('bob');
select public.find_user_by_email('alice@example.test');
select tests.as_owner();
select tests.seal(batch => 3);
insert into audit.incoming overriding system value select * from late;
update public.users as u set display_name = n.name, locale = 'nl' from unnest('{alice,bob,carol}'::text[]) as n (name) where u.id = tests.user_id(n.name);
delete from public.mood_entries where user_id = tests.user_id('alice');
truncate public.role_permissions;
select audit.erase_payloads(array[tests.user_id('carol')]);
select tests.seal(batch => 5);
update public.users set display_name = 'waits' where id = tests.user_id('bob');

create temporary table chain as
select row_number() over (order by s.number, e.nth) as nth, s.number as seal, e.id, e.leaf, exists (select from audit.payloads as p where p.event_id = e.id) as has_payload
from audit.seals as s
cross join lateral unnest(s.event_ids, s.leaves) with ordinality as e (id, leaf, nth);

-- What may be done: to event %1$s of seal %2$s, and to another, %3$s. Of the two, %4$s of seal %5$s is the first.
create temporary table deeds (kind text, statement text, verdict text);
insert into deeds
select 'edit', 'update audit.events set ' || change || ' where id = %1$s', 'altered seal %2$s event %1$s'
from unnest(array[
  'xid = xid + 1', 'at = at + interval ''1 microsecond''', 'actor = gen_random_uuid()', 'role = role || ''x''', 'session_id = gen_random_uuid()',
  'operation = operation || ''x''', 'relation = relation || ''x''', 'subject = gen_random_uuid()', 'row_key = row_key || ''x''',
  'columns = columns || ''{x}''', 'payload_hash = sha256(coalesce(payload_hash, ''''))',
  'relation = ''audit.events'', operation = ''prune'', row_key = ''9999-01-01'''
]) as change;
insert into deeds values
  ('delete', 'delete from audit.events where id = %1$s', 'missing seal %2$s event %1$s'),
  ('insert', 'insert into audit.events select (jsonb_populate_record(e, ''{"id": 999999}'')).* from audit.events as e where id = %1$s', 'inserted event 999999'),
  ('insert', 'insert into audit.events select (jsonb_populate_record(e, ''{"id": -1}'')).* from audit.events as e where id = %1$s', 'inserted event -1'),
  (
    'reorder', 'update audit.events set id = -id where id in (%1$s, %3$s); update audit.events set id = %1$s + %3$s + id where id in (-%1$s, -%3$s)',
    'reordered seal %5$s event %4$s'
  );
insert into deeds
select 'payload', 'update audit.payloads set ' || change || ' where event_id = %1$s', 'payload_altered seal %2$s event %1$s'
from unnest(array[
  'content = coalesce(content, ''{}'') || ''{"x": 1}''', 'salt = uuid_send(gen_random_uuid())', 'hidden_hash = sha256(salt)', 'subject = gen_random_uuid()'
]) as change;

-- What is said of a deed that is not said as it should be; null when all is well.
create function pg_temp.unnamed(deed deeds, event chain, other chain) returns text language sql as $$
  select format('%s: %s', done.statement, coalesce(done.verdict, 'nothing'))
  from (
    select f.statement, f.expected, tests.verdict(f.statement) as verdict
    from (
      select format(deed.statement, event.id, event.seal, other.id) as statement,
        format(
          deed.verdict, event.id, event.seal, other.id, case when event.nth < other.nth then event.id else other.id end, least(event.seal, other.seal)
        ) as expected
    ) as f
  ) as done
  where done.verdict is distinct from done.expected;
$$;

select is(
  (select array[count(*) >= 40, count(distinct seal) >= 8, count(*) filter (where has_payload) >= 20, bool_or(id < before)]
  from (select c.*, max(c.id) over (order by c.nth rows between unbounded preceding and 1 preceding) as before from chain as c) as c),
  '{t,t,t,t}', 'there is much to tamper with, and not all of it in order'
);
select is_empty('select * from audit.verify()', 'an untouched log has no finding, and what waits is none');

-- At random; to repeat a failure, set the seed it names.
create temporary table seed as select round(random()::numeric, 6)::double precision as value;
select setseed(value) from seed;
create temporary table rounds as
select nth, deed, place, null::chain as event, null::chain as other
from (
  select row_number() over () as nth, deed, place
  from (select distinct on (d.kind) d as deed from deeds as d) as kinds
  cross join (select unnest(array[min(c.nth), max(c.nth) / 2, max(c.nth)]) as place from chain as c) as places
  union all
  select n, (select d from deeds as d where n > 0 order by random() limit 1), null from generate_series(101, 150) as n
) as picked;
update rounds set event = (
  select c from chain as c where c.has_payload or (deed).kind <> 'payload' order by abs(c.nth - place), random() limit 1
) where true;
update rounds set other = (select c from chain as c where c.leaf <> (event).leaf order by random() limit 1) where true;

select is_empty(
  'select unnamed from rounds cross join lateral pg_temp.unnamed(deed, event, other) as unnamed where place is not null and unnamed is not null',
  'at the beginning, in the middle and at the end each kind of deed is named, with seed ' || value
)
from seed;
select is_empty(
  'select unnamed from rounds cross join lateral pg_temp.unnamed(deed, event, other) as unnamed where place is null and unnamed is not null',
  'fifty times at random too, with seed ' || value
)
from seed;

select is_empty('select * from audit.verify()', 'and with all of it undone the log is whole');

select * from finish();
rollback;
