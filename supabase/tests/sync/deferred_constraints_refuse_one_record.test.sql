-- A constraint that is checked at commit must not fail a whole push.
begin;
select plan(3);

select tests.create_person('alice');
create table public.slots (
  user_id uuid not null, id uuid not null, slot integer not null,
  constraint slots_pkey primary key (user_id, id),
  constraint slots_slot_key unique (user_id, slot) deferrable initially deferred
);
alter table public.slots enable row level security;
create policy slots_all on public.slots to authenticated using (user_id = (select auth.uid()));
grant select, insert, update, delete on public.slots to authenticated;
select sync.register_table('public.slots', conflict => 'client_wins');
select tests.sign_in('alice');

create function pg_temp.slot(n integer, slot integer) returns jsonb language sql as $$
  select jsonb_build_object('id', tests.id(n), 'slot', slot, '_status', 'created')
$$;

select tests.push(jsonb_build_array(pg_temp.slot(1, 1)), into_table => 'slots');
select is(
  tests.rejected(tests.push(jsonb_build_array(pg_temp.slot(2, 2), pg_temp.slot(3, 1)), into_table => 'slots')), '{"3: value_taken"}',
  'a record that breaks a deferred constraint is refused alone'
);
select lives_ok('set constraints all immediate', 'so the push can commit');

set constraints all deferred;
select tests.push(updated => jsonb_build_array(
  '{"slot": 2}' || jsonb_build_object('id', tests.id(1)), '{"slot": 1}' || jsonb_build_object('id', tests.id(2))
), into_table => 'slots');
select is(
  (select array_agg(slot order by id) from public.slots), '{2,1}', 'values may change places, which deferring is for'
);

select * from finish();
rollback;
