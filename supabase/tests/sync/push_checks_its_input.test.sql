-- Bad input of a push gets a 4xx that names the field, and nothing is written.
begin;
select plan(32);

select tests.create_person('alice');
select tests.create_notes();
select tests.sign_in('alice');
create function pg_temp.refusal(arguments text) returns text language plpgsql as $$
declare
  said text;
begin
  execute 'select public.push_changes(' || arguments || ')';
  return 'pushed';
exception when others then
  get stacked diagnostics said = pg_exception_detail;
  return sqlstate || ' ' || sqlerrm || ': ' || said;
end;
$$;

select is(pg_temp.refusal($$'{}'$$), 'pushed', 'nothing need have changed');
select matches(pg_temp.refusal(coalesce(quote_literal(changes), 'null')), '^PT422 changes_malformed: changes' || replace(place, '.', '\.') || ':', coalesce(changes, 'null'))
from (values
  ('', null), ('', 'null'), ('', '[]'), ('', '5'), ('', '"x"'),
  ('.notes', '{"notes": []}'), ('.notes', '{"notes": null}'), ('.notes', '{"notes": 5}'),
  ('.notes.created', '{"notes": {"created": {}}}'), ('.notes.created', '{"notes": {"created": null}}'), ('.notes.removed', '{"notes": {"removed": []}}'),
  ('.notes.created', '{"notes": {"created": ["x"]}}'), ('.notes.created', '{"notes": {"created": [{}]}}'), ('.notes.updated', '{"notes": {"updated": [{"id": 5}]}}'),
  ('.notes.updated', '{"notes": {"updated": [null]}}'), ('.notes.deleted', '{"notes": {"deleted": [5]}}'), ('.notes.deleted', '{"notes": {"deleted": [{"id": "x"}]}}')
) as t (place, changes);
select is(pg_temp.refusal($$'{"notes": {}}'$$), 'pushed', 'lists without entries may be left out');

select matches(pg_temp.refusal($$'{}', base_pulled_at => -1$$), '^PT422 cursor_malformed', 'base_pulled_at: -1');
select matches(pg_temp.refusal($$'{}', base_pulled_at => 9007199254740992$$), '^PT422 cursor_malformed', 'base_pulled_at: beyond what JavaScript can hold');
select matches(pg_temp.refusal($$'{}', last_pulled_at => -1$$), '^PT422 cursor_malformed', 'last_pulled_at: -1');
select matches(pg_temp.refusal($$'{}', base_snapshot => 'x'$$), '^PT422 hint_malformed: .*snapshot', 'base_snapshot: x');
select matches(pg_temp.refusal($$'{}', client_time => -9223372036854775808$$), '^PT422 ', 'client_time: before all time');
select is(pg_temp.refusal($$'{}', client_time => 0$$), 'pushed', 'a clock that never ran is only very slow');
select is(pg_temp.refusal($$'{}', client_time => 9007199254740991$$), 'pushed', 'one that is far ahead only very fast');

select tests.as_owner();
update private.settings set value = 3 where name = 'sync.push_max_rows';
select tests.sign_in('alice');
select matches(
  pg_temp.refusal(quote_literal(jsonb_build_object('notes', jsonb_build_object('created', jsonb_build_array(tests.note(1), tests.note(2), tests.note(3), tests.note(4)))))),
  '^PT413 push_too_large: changes: 4 records', 'more records than sync.push_max_rows'
);
select is(
  pg_temp.refusal(quote_literal(jsonb_build_object('notes', jsonb_build_object('created', jsonb_build_array(tests.note(1), tests.note(2), tests.note(3)))))),
  'pushed', 'as many are taken'
);
select tests.as_owner();
update private.settings set value = 100 where name = 'sync.push_max_bytes';
select tests.sign_in('alice');
select matches(
  pg_temp.refusal(quote_literal(jsonb_build_object('notes', jsonb_build_object('created', jsonb_build_array(tests.note(4)))))),
  '^PT413 push_too_large: changes: [0-9]+ bytes', 'more bytes than sync.push_max_bytes'
);

select is((select count(*)::integer from public.notes), 3, 'a push that is refused writes nothing');

select tests.as_owner();
update public.users set account_status = 'suspended' where id = tests.user_id('alice');
select tests.sign_in('alice');
select matches(pg_temp.refusal($$'{}'$$), '^PT403 account_suspended', 'a suspended person pushes nothing');
select tests.sign_out();
select matches(pg_temp.refusal($$'{}'$$), '^42501', 'nor does a visitor');

select * from finish();
rollback;
