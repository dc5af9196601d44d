-- An erasure takes what the log said of a person and whom it said it of. The chain stays whole.
begin;
select plan(18);

select tests.create_user(name) from unnest('{alice,bob,mallory}'::text[]) as name;
select private.grant_role(tests.user_id('bob'), 'admin');
update public.users set display_name = 'Canary' where id = tests.user_id('alice');
insert into public.mood_entries (user_id, emotion) values (tests.user_id('alice'), 'joy');
select tests.sign_in('alice');
update public.users set first_name = 'Canary' where id = tests.user_id('alice');
select tests.sign_in('bob');
select public.assign_role(tests.user_id('alice'), 'coach');
select public.assign_role(tests.user_id('mallory'), 'coach');
select tests.as_owner();
select tests.seal();

create function pg_temp.payloads_of(alias uuid) returns bigint language sql as $$
  select count(*) from audit.payloads as p join audit.events as e on e.id = p.event_id where e.subject = alias;
$$;
create function pg_temp.mentions(word text) returns bigint language sql as $$
  select tests.seal();
  select (select count(*) from audit.events as e where e::text ~* word) + (select count(*) from audit.payloads as p where p::text ~* word)
    + (select count(*) from audit.aliases as k where k::text ~* word);
$$;
create temporary table was as select tests.alias('alice') as alice, tests.alias('mallory') as mallory, (select count(*) from audit.events) as events;
create temporary table of_mallory as
  select p.* from audit.payloads as p join audit.events as e on e.id = p.event_id where e.subject = tests.alias('mallory');

select is(pg_temp.payloads_of(alice) >= 6, true, 'there is something to erase') from was;
select is(pg_temp.mentions('canary'), 2::bigint, 'with what alice wrote');
select is(pg_temp.mentions(tests.user_id('alice')::text), 1::bigint, 'her id is in one place only');

select is(audit.erase_payloads(array[tests.user_id('alice')]) >= 6, true, 'it is erased');
select is(pg_temp.payloads_of(alice), 0::bigint, 'nothing is left of it') from was;
select is(pg_temp.mentions('canary'), 0::bigint, 'nor of what she wrote');
select is(pg_temp.mentions(tests.user_id('alice')::text), 0::bigint, 'nor of who she is');
select tests.seal();
select is((select count(*) from audit.events), events + 1, 'every event is there, and one that tells of the erasure') from was;
select is_empty('select * from audit.verify()', 'and the log is whole');
select set_eq(
  $$select p.* from audit.payloads as p join audit.events as e on e.id = p.event_id where e.subject = tests.alias('mallory')$$,
  'select * from of_mallory', 'somebody else''s payloads are as they were'
);
select is(audit.erase_payloads(array[tests.user_id('alice')]), 0::bigint, 'a second time there is nothing to erase');

-- What happens afterwards tells nothing of her either.
update public.users set display_name = 'Canary' where id = tests.user_id('alice');
select tests.seal();
select is(
  (select e.subject from audit.events as e order by e.id desc limit 1), '00000000-0000-0000-0000-000000000000', 'later events are nobody''s'
);
select audit.erase_payloads(array[tests.user_id('alice')]);

-- The deletion of an account erases by itself, in the transaction that deletes; also what is not sealed yet.
update public.users set display_name = 'Canary' where id = tests.user_id('mallory');
delete from auth.users where id = tests.user_id('mallory');
select is(pg_temp.payloads_of(mallory), 0::bigint, 'the deletion of an account erases too') from was;
select is_empty('select * from audit.incoming as i where i.content is not null or i.salt is not null', 'of what is not sealed yet too');
select is(pg_temp.mentions(tests.user_id('mallory')::text), 0::bigint, 'no id is left');
select results_eq(
  format($$select e.operation from audit.events as e where e.subject = %L and e.relation = 'public.users' order by e.id desc limit 2$$, mallory),
  $$values ('erase_payloads'), ('delete')$$, 'and the log tells of both, under the alias'
)
from was;
select tests.seal();
select is_empty('select * from audit.verify()', 'the log is whole');
select is_empty(
  $$select * from audit.events as e where e.operation = 'delete' and e.relation <> 'public.users'$$, 'what went with the account is not told row by row'
);

select * from finish();
rollback;
