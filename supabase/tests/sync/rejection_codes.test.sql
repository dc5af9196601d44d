-- Each reason to refuse a record has a stable code.
begin;
select plan(24);

select tests.create_person('alice');
select tests.create_notes();
create table public.probes (
  user_id uuid, id uuid, required text not null, slot integer, day date, note_id uuid, small public.short_text, mood public.score, note text,
  constraint probes_pkey primary key (user_id, id),
  constraint probes_slot_key unique (user_id, slot),
  constraint probes_slot_positive check (slot > 0),
  constraint probes_note_fkey foreign key (user_id, note_id) references public.notes (user_id, id) on delete cascade
);
alter table public.probes enable row level security;
create policy probes_all on public.probes to authenticated using (user_id = (select auth.uid())) with check (coalesce(required, '') <> 'forbidden');
grant select, insert, update, delete on public.probes to authenticated;
create function pg_temp.guard() returns trigger language plpgsql as $$
begin
  case new.required
    when 'contract' then raise exception using errcode = 'PT409', message = 'probe_closed', detail = 'The probe is closed.', hint = 'Open it.';
    when 'plain' then raise exception 'probe_is_full';
    when 'words' then raise exception 'Something with spaces';
    when 'division' then perform 1 / (new.slot - new.slot);
    else null;
  end case;
  return new;
end$$;
create trigger _300_guard before insert on public.probes for each row execute function pg_temp.guard();
select sync.register_table('public.probes', conflict => 'client_wins');
select tests.sign_in('alice');
select tests.push(jsonb_build_array('{"id": "00000000-0000-4000-8000-000000000099", "required": "x", "slot": 9}'::jsonb), into_table => 'probes');

select is(
  (tests.push(jsonb_build_array('{"id": "00000000-0000-4000-8000-000000000001", "required": "x"}'::jsonb || columns), into_table => 'probes') #>> '{rejected,0,code}'),
  code, code || ' for ' || columns
)
from (values
  ('{"required": null}'::jsonb, 'value_missing'), ('{"note_id": "00000000-0000-4000-8000-000000000077"}', 'parent_missing'),
  ('{"slot": 9}', 'value_taken'), ('{"slot": -1}', 'value_out_of_bounds'), ('{"small": ""}', 'value_out_of_bounds'), ('{"mood": 101}', 'value_out_of_bounds'),
  ('{"required": "forbidden"}', 'not_allowed'), ('{"slot": "many"}', 'value_malformed'), ('{"slot": 1.5}', 'value_malformed'), ('{"slot": 99999999999}', 'value_malformed'),
  ('{"day": "2026-02-30"}', 'value_malformed'), ('{"note_id": "x"}', 'value_malformed'), ('{"required": "contract"}', 'probe_closed'),
  ('{"required": "plain"}', 'probe_is_full'), ('{"required": "words"}', 'refused'), ('{"required": "division", "slot": 1}', 'value_malformed'),
  ('{"id": "x"}', 'id_malformed'), ('{"id": "0000000000004000800000000000000A"}', 'id_malformed'), ('{"id": "A0000000-0000-4000-8000-000000000001"}', 'id_malformed')
) as t (columns, code);

create temporary table answers on commit drop as
select tests.push(jsonb_build_array('{"id": "00000000-0000-4000-8000-000000000001", "required": "contract"}'::jsonb), into_table => 'probes') #> '{rejected,0}' as r;
select is(r ->> 'detail', 'The probe is closed.', 'what our own errors say in detail reaches the person') from answers;
select is(r ->> 'hint', 'Open it.', 'and the hint') from answers;
select is((select array_agg(k order by k) from answers, jsonb_object_keys(r) as k), '{code,detail,hint,id,message,table}', 'a rejection has six fields');
select is(
  tests.push(jsonb_build_array('{"id": "00000000-0000-4000-8000-000000000001", "slot": 1}'::jsonb), into_table => 'probes') #>> '{rejected,0,detail}', 'column required', 'the column is named'
);
select results_eq('select count(*)::integer from public.probes', 'values (1)', 'nothing of all this was written');

select * from finish();
rollback;
