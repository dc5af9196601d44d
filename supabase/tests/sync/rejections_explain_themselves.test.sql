-- A rejection says to the person what is wrong, names the columns, and what to do; not in the words of Postgres.
begin;
select plan(15);

select tests.create_person('alice');
select tests.create_notes();
create table public.probes (
  user_id uuid, id uuid, required text not null, slot integer, started_on date, ended_on date, note_id uuid, title public.short_text,
  constraint probes_pkey primary key (user_id, id),
  constraint probes_slot_key unique (user_id, slot),
  constraint probes_slot_positive check (slot > 0),
  constraint probes_ends_after_start check (ended_on >= started_on),
  constraint probes_note_fkey foreign key (user_id, note_id) references public.notes (user_id, id) on delete restrict
);
comment on constraint probes_slot_positive on public.probes is 'Slots are counted from 1.';
create unique index probes_title_idx on public.probes (user_id, title) where title <> 'any';
alter table public.probes enable row level security;
create policy probes_all on public.probes to authenticated using (user_id = (select auth.uid())) with check (coalesce(required, '') <> 'forbidden');
grant select, insert, update, delete on public.probes to authenticated;
create function pg_temp.guard() returns trigger language plpgsql as $$
begin
  if new.required = 'contract' then
    raise exception using errcode = 'PT409', message = 'probe_closed', detail = 'The probe is closed.', hint = 'Open it.';
  elsif new.required = 'division' then
    perform 1 / (new.slot - new.slot);
  end if;
  return new;
end$$;
create trigger _300_guard before insert on public.probes for each row execute function pg_temp.guard();
select sync.register_table('public.probes', conflict => 'client_wins');

-- What the first rejection of a push says: message, detail, hint.
create function pg_temp.said(answer jsonb) returns text language sql as $$
  select concat_ws(' | ', r ->> 'message', r ->> 'detail', r ->> 'hint') from (select answer #> '{rejected,0}') as x (r)
$$;
grant execute on function pg_temp.said(jsonb) to authenticated;
select tests.sign_in('alice');
select tests.push(jsonb_build_array(tests.note(1)));
select tests.push(jsonb_build_array(
  jsonb_build_object('id', tests.id(99), 'required', 'x', 'slot', 9, 'title', 'taken', 'note_id', tests.id(1))
), into_table => 'probes');

select is(
  pg_temp.said(tests.push(jsonb_build_array('{"id": "00000000-0000-4000-8000-000000000001", "required": "x"}'::jsonb || columns), into_table => 'probes')),
  said, columns::text
)
from (values
  ('{"required": null}'::jsonb, 'A value is wanted. | column required | Fill it in.'),
  ('{"slot": -1}', 'Slots are counted from 1. | column slot, rule probes_slot_positive | Change the value so that the rule holds.'),
  (
    '{"started_on": "2026-02-02", "ended_on": "2026-02-01"}',
    'The rule is: ends after start. | columns started_on, ended_on, rule probes_ends_after_start | Change the value so that the rule holds.'
  ),
  ('{"title": ""}', 'A name or title: 1 to 200 characters. | column title | Change the value so that the rule holds.'),
  ('{"slot": "many"}', 'The value is none of the type integer. | column slot | Correct the value.'),
  ('{"slot": 99999999999}', 'The value is none of the type integer. | column slot | Correct the value.'),
  ('{"started_on": "2026-02-30", "slot": 1.5}', 'The value is none of the type date or integer. | columns slot, started_on | Correct the value.'),
  (
    '{"note_id": "00000000-0000-4000-8000-000000000077"}',
    'The record it refers to is not there. | column note_id, rule probes_note_fkey | Refer to another, or to none.'
  ),
  ('{"slot": 9}', 'Another record has this value. | column slot, rule probes_slot_key | Choose another.'),
  ('{"title": "taken"}', 'Another record has this value. | column title, rule probes_title_idx | Choose another.'),
  ('{"required": "forbidden"}', 'You may not write this record. | Take the change back, or ask for the right.'),
  ('{"required": "contract"}', 'probe_closed | The probe is closed. | Open it.'),
  ('{"required": "division", "slot": 1}', 'division by zero | Correct the value.')
) as t (columns, said);

select is(
  pg_temp.said(tests.push(deleted => jsonb_build_array(tests.id(1)))),
  'Other records still refer to it. | column probes.note_id, rule probes_note_fkey | Delete those first, or let them refer to another.',
  'a deletion that other records are in the way of'
);
select is((select count(*)::integer from public.probes), 1, 'nothing of all this was written');

select * from finish();
rollback;
