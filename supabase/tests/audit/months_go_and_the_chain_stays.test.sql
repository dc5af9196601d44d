-- Old months go as a whole, and what is left can still be verified.
begin;
select plan(21);

select tests.create_user('alice');
create function pg_temp.months(parent text) returns text[] language sql stable as $$
  select array_agg(right(inhrelid::regclass::text, 7) order by inhrelid::regclass::text) from pg_inherits where inhparent = parent::regclass;
$$;
create function pg_temp.month(at timestamptz) returns text language sql stable as $$select to_char(at at time zone 'UTC', 'YYYY_MM')$$;

select is((pg_temp.months('audit.events'))[1], pg_temp.month(now()), 'events have this month');
select is(cardinality(pg_temp.months('audit.events')), 13, 'and a year of them ahead');
select is(pg_temp.months('audit.payloads'), pg_temp.months('audit.events'), 'so have payloads');
select is(private.ensure_partitions('audit.events', 12), 0, 'what is there is not made again');
select is(audit.prune(), 0, 'today no month is past');

-- What happened so far was two months ago.
select private.ensure_partitions(parent, 0, now() - interval '2 months') from unnest('{audit.events,audit.payloads}'::regclass[]) as parent;
select tests.tamper($$
  update audit.incoming set at = at - interval '2 months' where true;
  update audit.payloads set at = at - interval '2 months' where true;
  update audit.events set at = at - interval '2 months' where true;
  delete from audit.seals where number > 0;
$$);
create temporary table unsealed as select * from audit.events;
select tests.tamper('delete from audit.events where true');
insert into audit.incoming (xid, at, role, operation, relation, subject, row_key)
select xid::text::xid8, at, role, operation, relation, subject, row_key from unsealed;
select tests.seal();
delete from audit.payloads where event_id not in (select id from audit.events);
select is_empty('select * from audit.verify()', 'a log of an earlier month is whole');

update private.settings set value = 1 where name = 'audit.payload_months';
select is(audit.prune(), 1, 'with a month to keep, the payloads of that month go');
select is_empty('select * from audit.verify()', 'values that are gone are no finding');
update private.settings set value = 1 where name = 'audit.kept_months';
select is(audit.prune(), 1, 'then its events');
select is(
  (select e.row_key from audit.events as e where e.operation = 'prune'),
  to_char(date_trunc('month', now() at time zone 'UTC' - interval '1 month'), 'YYYY-MM-DD'), 'the log itself says which'
);
select is_empty('select * from audit.verify()', 'so that is no finding');
select is((select max(count) > 1 from audit.seals), true, 'the seals stay');
select is(audit.prune(), 0, 'a second time nothing goes');
select matches(
  tests.verdict($$delete from audit.events where operation = 'prune'$$), '^missing seal 1 event', 'without the log''s word for it, they would be missed'
);

-- The turn of a month, and a clock that was wrong.
select tests.seal();
select private.ensure_partitions(parent, 0, now() + interval '1 month') from unnest('{audit.events,audit.payloads}'::regclass[]) as parent;
create temporary table before as select max(number) as number from audit.seals;
insert into audit.incoming (at, role, operation, relation, subject, row_key, content)
select date_trunc('month', now(), 'UTC') + interval '1 month' + hours * interval '1 hour', 'postgres', 'look', 'public.users', gen_random_uuid(), '', '{"a": 1}'
from generate_series(-2, 1) as hours;
select is(audit.seal(batch => 10), 4::bigint, 'what happened around midnight is sealed at once');
select results_eq(
  'select s.count, s.to_at < date_trunc(''month'', now(), ''UTC'') + interval ''1 month'' from audit.seals as s, before where s.number > before.number order by s.number',
  'values (2, true), (2, false)', 'each month by itself'
);
select is_empty('select * from audit.verify()', 'and verified');
insert into audit.incoming (at, role, operation, relation, subject, row_key)
select at, 'postgres', 'look', 'public.users', gen_random_uuid(), '' from unnest(array[now() - interval '40 years', now(), now() + interval '40 years']) as at;
select is(audit.seal(), 3::bigint, 'a month that there is not is made, so that one wrong clock does not stop the seals');
select is_empty('select * from audit.verify()', 'that is verified too');

-- A backlog.
insert into audit.incoming (role, operation, relation, subject, row_key)
select 'postgres', 'look', 'public.users', gen_random_uuid(), '' from generate_series(1, 25);
select is(array[audit.seal(batch => 4, most => 10), audit.seal(batch => 4, most => 10), audit.seal(), audit.seal()], '{10,10,5,0}', 'a backlog is worked off by several runs');
select is_empty('select * from audit.verify()', 'with nothing wrong');

select * from finish();
rollback;
