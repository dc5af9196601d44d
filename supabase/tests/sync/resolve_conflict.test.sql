-- resolve_conflict takes the other side's value after all.
begin;
select plan(19);

select tests.create_person(name) from unnest('{alice,mallory}'::text[]) as name;
select tests.create_notes(conflict => 'manual');
select tests.sign_in('alice');
select tests.push((select jsonb_agg(tests.note(n)) from generate_series(1, 8) as n));
select tests.commit();
create function pg_temp.edit(device text, ids integer[]) returns void language sql as $$
  select tests.push(updated => (select jsonb_agg(tests.edited(n, jsonb_build_object('title', device), 1)) from unnest(ids) as n), device => device, base => tests.cursor());
$$;
create function pg_temp.remove(device text, ids integer[]) returns void language sql as $$
  select tests.push(deleted => (select jsonb_agg(tests.id(n)) from unnest(ids) as n), device => device, base => tests.cursor());
$$;
create function pg_temp.conflict(n integer) returns uuid language sql as $$
  select id from public.sync_conflicts where row_id = tests.id(n)
$$;

-- 1 to 3: edited on both. 4, 5: deleted on the laptop, edited on the phone. 6, 7: edited on the laptop, deleted on the phone.
select pg_temp.edit('laptop', '{1,2,3,6,7}'), pg_temp.remove('laptop', '{4,5}');
select pg_temp.edit('phone', '{1,2,3,4,5}'), pg_temp.remove('phone', '{6,7}');
select is((select array_agg(title order by id) from public.notes where id <= tests.id(3)), '{laptop,laptop,laptop}', 'until the person decides, the server''s value stands');
select is((select array_agg(distinct resolution) from public.sync_conflicts where column_name = 'title'), '{pending}', 'and the conflict is pending');
select tests.commit('synced');

select public.resolve_conflict(pg_temp.conflict(1), 'client');
select is((select title from public.notes where id = tests.id(1)), 'phone', 'client: the device''s value is written');
select public.resolve_conflict(pg_temp.conflict(2), 'server');
select is((select title from public.notes where id = tests.id(2)), 'laptop', 'server: the server''s stays');
select is(tests.updated(tests.pulled(tests.cursor('synced'), device => 'phone')), '{1}', 'what changed reaches the devices, the one it came from too');
select results_eq(
  $$select decision, decided_at is not null from public.sync_conflicts where row_id in (tests.id(1), tests.id(2)) order by row_id$$,
  $$values ('client', true), ('server', true)$$, 'the decision is kept with its time'
);
select is(jsonb_array_length(tests.pulled(tests.cursor('synced'), 'sync_conflicts', 'phone') -> 'updated'), 2, 'and reaches the devices');

select public.resolve_conflict(pg_temp.conflict(4), 'client');
select is((select title from public.notes where id = tests.id(4)), 'phone', 'a row that the server had deleted is restored as the device had it');
select public.resolve_conflict(pg_temp.conflict(5), 'server');
select is((select count(*)::integer from public.notes where id = tests.id(5)), 0, 'or stays deleted');
select public.resolve_conflict(pg_temp.conflict(6), 'server');
select is((select title from public.notes where id = tests.id(6)), 'laptop', 'a row that the device had deleted is restored as the server had it');
select public.resolve_conflict(pg_temp.conflict(7), 'client');
select is((select count(*)::integer from public.notes where id = tests.id(7)), 0, 'or stays deleted');
select is(tests.updated(tests.pulled(tests.cursor('synced'), device => 'phone')), '{1,4,6}', 'restored rows reach the devices');

select tests.raises(format('select public.resolve_conflict(%L, %L)', pg_temp.conflict(3), 'both'), 'PT422', 'choice_unknown', 'another choice is refused');
select tests.raises(format('select public.resolve_conflict(%L, null)', pg_temp.conflict(3)), 'PT422', 'choice_unknown', 'so is none');
select tests.raises(format('select public.resolve_conflict(%L, %L)', tests.id(99), 'client'), 'PT404', 'conflict_not_found', 'an unknown conflict is not found');
select tests.raises(format('select public.resolve_conflict(%L, %L)', pg_temp.conflict(1), 'server'), 'PT409', 'conflict_decided', 'a conflict is decided once');

delete from public.notes where id = tests.id(3);
select tests.raises(format('select public.resolve_conflict(%L, %L)', pg_temp.conflict(3), 'client'), 'PT409', 'conflict_superseded', 'a row that was deleted since has no column to set');
select pg_temp.edit('laptop', '{8}');
select pg_temp.remove('phone', '{8}');
select tests.as_owner();
insert into public.notes (user_id, id, title) values (tests.user_id('alice'), tests.id(8), 'back');
select tests.sign_in('alice');
select tests.raises(format('select public.resolve_conflict(%L, %L)', pg_temp.conflict(8), 'server'), 'PT409', 'conflict_superseded', 'a row that came back since is not restored over');

select set_config('tests.found', pg_temp.conflict(3)::text, true);
select tests.sign_in('mallory');
select tests.raises(
  format('select public.resolve_conflict(%L, %L)', current_setting('tests.found'), 'client'), 'PT404', 'conflict_not_found', 'mallory finds no conflict of alice''s'
);

select * from finish();
rollback;
