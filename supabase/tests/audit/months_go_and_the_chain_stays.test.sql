-- Old months go as a whole, and what is left can still be verified.
begin;
select plan(15);

select tests.create_user('alice');
select tests.seal();
create function pg_temp.months(parent text) returns text[] language sql stable as $$
  select array_agg(right(inhrelid::regclass::text, 7) order by inhrelid::regclass::text) from pg_inherits where inhparent = parent::regclass;
$$;
create function pg_temp.month(at timestamptz) returns text language sql stable as $$select to_char(at at time zone 'UTC', 'YYYY_MM')$$;

select is((pg_temp.months('audit.events'))[1], pg_temp.month(now()), 'events have this month');
select is(cardinality(pg_temp.months('audit.events')), 13, 'and a year of them ahead, for when no job has run for long');
select is(pg_temp.months('audit.payloads'), pg_temp.months('audit.events'), 'so have payloads');
select is(private.ensure_partitions('audit.events', 12), 0, 'what is there is not made again');

select is(audit.prune(), 0, 'today no month is past');
update private.settings set value = 1 where name like 'audit.%';
select is(audit.prune(now() + interval '3 months') > 0, true, 'three months later, with a month to keep, some are');
select is(pg_temp.months('audit.payloads') @> array[pg_temp.month(now())], false, 'payloads of this month are gone');
select is((pg_temp.months('audit.events'))[1], pg_temp.month(now()), 'its events are not: not all of it was sealed');
select is_empty('select * from audit.verify()', 'values that are gone are no finding');

-- A month of which all is sealed. The log has to go on in another: this month's events are moved back by two.
select private.ensure_partitions('audit.events', 0, now() - interval '2 months');
select tests.tamper($$
  delete from audit.seals where number > 0;
  delete from audit.histories where number > 1;
  update audit.events set at = at - interval '2 months', history = 1 where true;
$$);
select tests.seal();
select is_empty('select * from audit.verify()', 'a log of an earlier month is whole');
select is(audit.prune(now()), 1, 'a month later it may go');
select is((select operation || ' ' || row_key from audit.events order by id desc limit 1), 'prune ' || to_char(date_trunc('month', now() at time zone 'UTC' - interval '1 month'), 'YYYY-MM-DD'), 'the log says so itself');
select is_empty('select * from audit.verify()', 'that is no finding');
select is((select count(*) from audit.seals where count > 0), 1::bigint, 'the seal stays');
select is(
  tests.verdict($$delete from audit.events where operation = 'prune'$$) ~ '^missing seal 1 event', true, 'without the log''s word for it, it would be'
);

select * from finish();
rollback;
