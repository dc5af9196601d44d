-- Old months go as a whole, and what is left can still be verified.
begin;
select plan(14);

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
select xid, at, role, operation, relation, subject, row_key from unsealed;
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

select * from finish();
rollback;
