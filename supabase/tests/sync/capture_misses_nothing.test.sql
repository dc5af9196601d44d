-- Whatever way a row is written, the feed knows.
begin;
select plan(16);

select tests.create_person(name) from unnest('{alice,bob}'::text[]) as name;
select tests.create_notes();
insert into public.notes (user_id, id, title, updated_at)
select tests.user_id('alice'), tests.id(n), 'note ' || n, '2026-01-01' from generate_series(1, 9) as n;
select tests.commit();

create function pg_temp.as_alice() returns text language plpgsql as $$
declare
  told text;
begin
  perform tests.sign_in('alice');
  told := coalesce((select tests.updated(p)::text || tests.deleted(p)::text from tests.pulled(tests.cursor()) as p), '{}{}');
  perform tests.as_owner();
  perform tests.commit();
  return told;
end$$;

select is(pg_temp.as_alice(), '{}{}', 'nothing was written');
update public.notes set title = title;
select is(pg_temp.as_alice(), '{1,2,3,4,5,6,7,8,9}{}', 'an update of everything, even to the same, for updated_at is new');
update public.notes set title = 'x' where false;
select is(pg_temp.as_alice(), '{}{}', 'an update of nothing is none');
set local session_replication_role = replica;
update public.notes set title = 'replica' where id = tests.id(1);
delete from public.notes where id = tests.id(2);
set local session_replication_role = origin;
select is(pg_temp.as_alice(), '{1}{2}', 'a session that replays, as after a restore, is captured');
insert into public.notes (user_id, id, title) values (tests.user_id('alice'), tests.id(3), 'x'), (tests.user_id('alice'), tests.id(10), 'x')
on conflict on constraint notes_pkey do update set title = 'upserted';
select is(pg_temp.as_alice(), '{3,10}{}', 'an upsert enters what it inserts and what it updates');
merge into public.notes as n using (values (tests.id(4)), (tests.id(11))) as s (id) on n.id = s.id
when matched then delete when not matched then insert (user_id, id, title) values (tests.user_id('alice'), s.id, 'merged');
select is(pg_temp.as_alice(), '{11}{4}', 'so does a merge');
with gone as (delete from public.notes where id = tests.id(5) returning *)
insert into public.notes select g.user_id, tests.id(12), g.title from gone as g;
select is(pg_temp.as_alice(), '{12}{5}', 'and a statement that does both');
update public.notes set id = tests.id(13) where id = tests.id(6);
select is(pg_temp.as_alice(), '{13}{6}', 'a row with a new id is one deleted and one new');
update public.notes set parent_id = tests.id(7) where id = tests.id(8);
select tests.commit();
delete from public.notes where id = tests.id(7);
select is(pg_temp.as_alice(), '{}{7,8}', 'what goes by a foreign key goes from the devices');
alter table public.notes disable trigger _100_touch;
update public.notes set title = title;
select is(pg_temp.as_alice(), '{}{}', 'an update that changes nothing at all is no news');
alter table public.notes enable trigger _100_touch;

-- A row that changes hands.
update public.notes set user_id = tests.user_id('bob') where id = tests.id(9);
select tests.sign_in('bob');
select is(tests.updated(tests.pulled(tests.cursor())), '{9}', 'a row that changes hands is new to one');
select tests.as_owner();
select is(pg_temp.as_alice(), '{}{9}', 'and gone for the other');

select tests.raises('truncate public.notes', 'PT405', 'truncate_refused', 'a truncate, which names no rows, is refused');
set local session_replication_role = replica;
select tests.raises('truncate public.notes', 'PT405', 'truncate_refused', 'even while replaying');
set local session_replication_role = origin;
select tests.raises('truncate public.users cascade', 'PT405', 'truncate_refused', 'and by way of another table');

-- What JSON cannot hold stays out by every door.
select throws_ok($$update public.notes set due_at = 'infinity'$$, '23514', null, 'an infinite time is refused, whoever writes it');

select * from finish();
rollback;
