-- Whatever is done to one event, audit.verify() names that event first.
begin;
select plan(43);

select tests.create_user(name) from unnest('{alice,bob}'::text[]) as name;
update public.users set display_name = 'Alice' where id = tests.user_id('alice');
select tests.seal();
update public.users set display_name = 'Al' where id = tests.user_id('alice');
update public.users set locale = 'nl' where id = tests.user_id('alice');
update public.users set locale = 'de' where id = tests.user_id('alice');
select tests.seal();
update public.users set display_name = 'Bob' where id = tests.user_id('bob');
select tests.seal();

-- The three events of the second seal, and the one of the last.
create temporary table sealed as
  select s.number, s.event_ids from audit.seals as s order by s.number desc limit 2;
create function pg_temp.seal_number(back integer) returns integer language sql as $$
  select (select max(number) from audit.seals) - back;
$$;
create function pg_temp.event(nth integer, back integer default 1) returns bigint language sql as $$
  select event_ids[nth] from audit.seals where number = pg_temp.seal_number(back);
$$;
create function pg_temp.named(problem text, nth integer, back integer default 1) returns text language sql as $$
  select format('%s seal %s event %s', problem, pg_temp.seal_number(back), pg_temp.event(nth, back));
$$;

select is_empty('select * from audit.verify()', 'an untouched log has no finding');
select is(pg_temp.event(2) is not null and pg_temp.event(1, 0) is not null, true, 'there is something to tamper with');

-- Edits, of each column.
select is(
  tests.verdict(format('update audit.events set %s where id = %s', change, pg_temp.event(2))),
  pg_temp.named('altered', 2), format('an edit is named: %s', change)
)
from unnest(array[
  'actor = gen_random_uuid()', 'role = ''nobody''', 'operation = ''delete''', 'columns = ''{theme}''', 'row_key = ''x''',
  'relation = ''public.plans''', 'subject = gen_random_uuid()', 'at = at + interval ''1 second''', 'payload_hash = null',
  'session_id = gen_random_uuid()', 'xid = 1', 'relation = relation || ''s'''
]) as change;

select is(
  tests.verdict(format('delete from audit.events where id = %s', pg_temp.event(2))), pg_temp.named('missing', 2), 'a deletion is named'
);
select is(
  tests.verdict(format('delete from audit.events where id = %s', pg_temp.event(1, 0))), pg_temp.named('missing', 1, 0),
  'so is that of the last event that was sealed'
);
select is(
  tests.verdict(format(
    'insert into audit.events select (jsonb_populate_record(e, ''{"id": 999999}'')).* from audit.events as e where id = %s', pg_temp.event(2)
  )),
  'inserted event 999999', 'an event that is slipped in is named'
);
select is(
  tests.verdict(format(
    'update audit.events set id = -id where id in (%1$s, %2$s); update audit.events set id = %1$s + %2$s + id where id in (-%1$s, -%2$s)',
    pg_temp.event(2), pg_temp.event(3)
  )),
  pg_temp.named('reordered', 2), 'two that changed places are named'
);
-- Wherever a slipped-in event claims to have been: long ago, and as an exact copy.
select is(
  tests.verdict(format(
    $$
      select private.ensure_partitions('audit.events', 0, now() - interval '9 years');
      insert into audit.events select (jsonb_populate_record(e, jsonb_build_object('id', 999999, 'at', now() - interval '9 years'))).* from audit.events as e where id = %s
    $$, pg_temp.event(2)
  )),
  'inserted event 999999', 'also one that claims to be older than the log'
);
select is(
  tests.verdict(format(
    'alter table audit.events drop constraint events_pkey; insert into audit.events select * from audit.events where id = %s', pg_temp.event(2)
  )),
  format('inserted event %s', pg_temp.event(2)), 'or that is there already'
);
select matches(
  tests.verdict('drop table audit.events_' || to_char(now() at time zone 'UTC', 'YYYY_MM')), '^missing seal 1 event \d+$',
  'when a whole month is gone, its first event is named'
);

-- Payloads.
select is(
  tests.verdict(format('update audit.payloads set content = ''{"locale": ["en", "fr"]}'' where event_id = %s', pg_temp.event(2))),
  format('payload_altered seal %s event %s', pg_temp.seal_number(1), pg_temp.event(2)), 'an edit of what a value was is named'
);
select is(
  tests.verdict('insert into audit.payloads (event_id, at, subject, salt, content) values (999999, now(), gen_random_uuid(), uuid_send(gen_random_uuid()), ''{}'')'),
  'payload_inserted event 999999', 'a payload without an event too'
);

select is(
  tests.verdict(format('update audit.payloads set %s where event_id = %s', change, pg_temp.event(2))),
  format('payload_altered seal %s event %s', pg_temp.seal_number(1), pg_temp.event(2)), format('or of what goes with it: %s', change)
)
from unnest(array[
  'subject = gen_random_uuid()', 'salt = uuid_send(gen_random_uuid())', 'hidden_hash = sha256(salt)', 'content = null'
]) as change;
select tests.raises(
  format('select tests.tamper($$update audit.payloads set salt = salt || convert_to(content::text, ''UTF8''), content = null where event_id = %s$$)', pg_temp.event(2)),
  '23514', null, 'what is hashed together cannot be cut elsewhere'
);

-- What the log says of itself: that a month was dropped is believed only if that was sealed.
select is(
  tests.verdict(format($$update audit.events set relation = 'audit.events', operation = 'prune', row_key = %L where id = %s$$, month, pg_temp.event(2))),
  pg_temp.named('altered', 2), format('an event that is made to say that months were dropped hides nothing: until %s', month)
)
from unnest('{9999-01-01,no month}'::text[]) as month;
select is(
  tests.verdict($$
    insert into audit.events (id, xid, at, role, operation, relation, subject, row_key)
    values (999999, 1, now(), 'postgres', 'prune', 'audit.events', '00000000-0000-0000-0000-000000000000', '9999-01-01')
  $$),
  'inserted event 999999', 'nor does one that is slipped in'
);

-- The chain itself: the forger makes the event, the hash and the seal fit.
create function pg_temp.forge(back integer) returns text language sql as $$
  select format(
    $f$
      update audit.events set role = 'nobody' where id = %1$s;
      update audit.seals set leaves[1] = (select leaf from audit.leaves where id = %1$s) where number = %2$s;
      update audit.seals as s set root = audit.root(s) where number = %2$s
    $f$, pg_temp.event(1, back), pg_temp.seal_number(back)
  );
$$;
select is(
  tests.verdict(pg_temp.forge(1)), format('seal_altered seal %s', pg_temp.seal_number(0)), 'a forged seal does not fit the next one'
);
create temporary table heads as select jsonb_build_array(audit.head()) as published;
select is(
  tests.verdict(pg_temp.forge(0)) is null and tests.verdict(pg_temp.forge(0), published) = format('head_differs seal %s', pg_temp.seal_number(0)), true,
  'if it is the last one, what was published tells'
)
from heads;
select is(
  tests.verdict(format('delete from audit.seals where number = %s', pg_temp.seal_number(1))), format('seal_missing seal %s', pg_temp.seal_number(0)),
  'a seal that is gone is missed'
);

select is(
  tests.verdict(format('update audit.seals set %s where number = 0', change)), 'seal_altered seal 0', format('nor may the beginning be another: %s', change)
)
from unnest('{prev = root,sealed_at = sealed_at - interval ''1 day''}'::text[]) as change;

-- The end.
create function pg_temp.truncated(back integer) returns text language sql as $$
  select format(
    $t$
      delete from audit.payloads where event_id in (select unnest(event_ids) from audit.seals where number > %1$s);
      delete from audit.events where id in (select unnest(event_ids) from audit.seals where number > %1$s);
      delete from audit.seals where number > %1$s
    $t$, pg_temp.seal_number(back)
  );
$$;
select is(
  tests.verdict(pg_temp.truncated(2), published), format('head_differs seal %s', pg_temp.seal_number(0)), 'an end that is gone with its seals is told by what was published'
)
from heads;
select is(
  tests.verdict('delete from audit.payloads where true; delete from audit.events where true; delete from audit.seals where true'), 'seal_missing seal 0',
  'that all of it is gone, by itself'
);
select results_eq(
  'select problem, seal from audit.verify(since => 999999)', 'values (''seal_missing'', 999999)', 'there is nothing after the end that could have been verified'
);
select throws_ok('select * from audit.verify(-1)', 'PT400', 'seal_number_invalid', 'nor before the beginning');

-- What cron asks each night.
select lives_ok('select audit.watch()', 'a night without a finding passes');
create temporary table was as select role from audit.events where id = pg_temp.event(2);
select tests.tamper(format('update audit.events set role = ''nobody'' where id = %s', pg_temp.event(2)));
select throws_ok('select audit.watch()', 'PT500', 'audit_log_altered', 'one with a finding fails');
select tests.tamper(format('update audit.events set role = %L where id = %s', role, pg_temp.event(2))) from was;

select is_empty('select * from audit.verify()', 'and with all of it undone the log is whole');

select * from finish();
rollback;
