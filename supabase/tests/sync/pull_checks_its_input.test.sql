-- Bad input of a pull gets a 4xx that names the field.
begin;
select plan(52);

select tests.create_person('alice');
select tests.sign_in('alice');
create function pg_temp.refusal(arguments text) returns text language plpgsql as $$
declare
  said text;
begin
  execute 'select public.pull_changes_optimized(' || arguments || ')';
  return 'pulled';
exception when others then
  get stacked diagnostics said = pg_exception_detail;
  return sqlstate || ' ' || sqlerrm || ': ' || said;
end;
$$;

select is(pg_temp.refusal(''), 'pulled', 'nothing need be given');
select is(pg_temp.refusal($$null, null, null, null, null$$), 'pulled', 'nor anything but null');
select is(pg_temp.refusal($$0$$), 'pulled', 'a cursor of 0 is a first pull');
select is(pg_temp.refusal($$null, null, null, 'null', 'null'$$), 'pulled', 'JSON null will do too');

select matches(pg_temp.refusal('-1'), '^PT422 cursor_malformed: The cursor -1', 'a negative cursor');
select matches(pg_temp.refusal('9007199254740992'), '^PT422 cursor_malformed', 'a cursor that JavaScript cannot hold');
select is(pg_temp.refusal('9007199254740991'), 'pulled', 'the largest it can is one of another history');
select matches(pg_temp.refusal('null, 0'), '^PT422 schema_version_malformed: schema_version', 'a schema version of 0');
select matches(pg_temp.refusal('null, -3'), '^PT422 schema_version_malformed', 'a negative one');
select matches(pg_temp.refusal($$null, null, 'ABCD'$$), '^PT422 mbti_type_unknown: user_type', 'an unknown MBTI type');
select is(pg_temp.refusal($$null, null, 'intj'$$), 'pulled', 'one in lower case will do');

select matches(pg_temp.refusal(format('null, null, null, %L', hints)), '^PT422 hint_malformed: ' || field, field || ': ' || hints)
from (values
  ('optimization_hints', '[]'), ('optimization_hints', '"x"'), ('optimization_hints', '5'),
  ('device_id', '{"device_id": "phone"}'), ('device_id', '{"device_id": 5}'), ('device_id', '{"device_id": {}}'), ('device_id', '{"device_id": ""}'),
  ('page_size', '{"page_size": 0}'), ('page_size', '{"page_size": -1}'), ('page_size', '{"page_size": 10001}'), ('page_size', '{"page_size": 1.5}'),
  ('page_size', '{"page_size": "many"}'), ('page_size', '{"page_size": []}'), ('page_size', '{"page_size": 99999999999999999999}'),
  ('page_token', '{"page_token": "x"}'), ('page_token', '{"page_token": ""}'), ('page_token', '{"page_token": {}}'),
  ('page_token', '{"page_token": "1;1:1:;0;list;01234567;notes;00000000-0000-0000-0000-000000000000;------------------------------------"}'),
  ('page_token', '{"page_token": "1;1:1:;0;feed;1;99999;00000000-0000-4000-8000-000000000001"}'),
  ('snapshot', '{"snapshot": "x"}'), ('snapshot', '{"snapshot": "1:2"}'), ('snapshot', '{"snapshot": "1:2:3,"}'), ('snapshot', '{"snapshot": "1:9999999999999999999:"}'),
  ('snapshot', '{"snapshot": []}'),
  ('acknowledged', '{"acknowledged": "x"}'), ('acknowledged', '{"acknowledged": -1}'), ('acknowledged', '{"acknowledged": 1e30}')
) as t (field, hints);
select is(pg_temp.refusal($$null, null, null, '{"device_id": null, "page_size": null, "page_token": null, "snapshot": null, "unknown": {}}'$$), 'pulled', 'hints of null, and unknown ones, are ignored');

select matches(pg_temp.refusal(format('null, null, null, null, %L', migration)), '^PT422 migration_malformed: migration', 'migration: ' || migration)
from (values ('[]'), ('"x"'), ('{"tables": {}}'), ('{"tables": "notes"}'), ('{"columns": {}}'), ('{"tables": [1]}'), ('{"columns": [{"table": 5}]}')) as t (migration);
select is(pg_temp.refusal($$null, null, null, null, '{"from": 13, "tables": ["nothing"], "columns": [1, null, {}, {"table": "nobody", "columns": ["x"]}]}'$$), 'pulled', 'tables that nobody knows are ignored');
select matches(
  pg_temp.refusal($$1, null, null, '{"page_token": "1;1:1:;0;list;01234567;users;00000000-0000-0000-0000-000000000000;00000000-0000-4000-8000-000000000001"}'$$), '^PT409 page_token_expired', 'a page of another history'
);

select tests.as_owner();
update public.users set account_status = 'suspended' where id = tests.user_id('alice');
select tests.sign_in('alice');
select matches(pg_temp.refusal(''), '^PT403 account_suspended', 'a suspended person pulls nothing');
select tests.as_owner();
delete from auth.users where id = tests.user_id('alice');
select set_config('role', 'authenticated', true), set_config('request.jwt.claims', jsonb_build_object('sub', tests.user_id('alice'), 'role', 'authenticated')::text, true);
select matches(pg_temp.refusal(''), '^PT403 account_gone', 'nor one who is gone');
select set_config('request.jwt.claims', '{"role": "authenticated"}', true);
select matches(pg_temp.refusal(''), '^PT401 not_signed_in', 'nor somebody without a name');
select tests.sign_out();
select matches(pg_temp.refusal(''), '^42501', 'nor a visitor');

select * from finish();
rollback;
