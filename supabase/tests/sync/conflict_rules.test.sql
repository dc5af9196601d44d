-- Guarantee 6: a column that both sides changed is resolved by its rule, recorded, and visible to the person.
begin;
select plan(10);

select tests.create_person('alice');
select tests.create_notes(column_rules => '{
  "title": "client_wins", "body": "server_wins", "rank": "max", "labels": "union", "meta": "manual", "due_at": "min"
}');
select tests.sign_in('alice');
select tests.push(jsonb_build_array(tests.note(1, '{"labels": "[\"a\"]"}'), tests.note(2), tests.note(3), tests.note(4)));
select tests.commit();

create function pg_temp.both(n integer, laptop jsonb, phone jsonb) returns jsonb language plpgsql as $$
begin
  perform tests.push(updated => jsonb_build_array(tests.edited(n, laptop, 1)), device => 'laptop', base => tests.cursor());
  return tests.push(updated => jsonb_build_array(tests.edited(n, phone, 2)), device => 'phone', base => tests.cursor());
end;
$$;

create temporary table answers on commit drop as
select pg_temp.both(1,
  '{"title": "laptop", "body": "laptop", "rank": 5, "labels": "[\"b\", \"d\"]", "meta": "{\"from\": \"laptop\"}", "due_at": 2000}',
  '{"title": "phone", "body": "phone", "rank": 3, "labels": "[\"c\", \"b\"]", "meta": "{\"from\": \"phone\"}", "due_at": 1000}'
) as answer;

select is(
  tests.conflicts(answer), '{"body: server","due_at: client","labels: merged","meta: pending","rank: server","title: client"}',
  'each column follows its own rule'
) from answers;
select results_eq(
  $$select title, body, rank, labels, meta ->> 'from', extract(epoch from due_at)::integer from public.notes where id = tests.id(1)$$,
  $$values ('phone', 'laptop', 5, '{b,c,d}'::text[], 'laptop', 1)$$,
  'client_wins, server_wins, max, union, manual and min do what they say'
);
select results_eq(
  'select column_name, rule, client_value, server_value, resolution, device_id from public.sync_conflicts order by 1',
  $$values
    ('body', 'server_wins', '"phone"'::jsonb, '"laptop"'::jsonb, 'server', tests.device('phone')),
    ('due_at', 'min', '1000', '2000', 'client', tests.device('phone')),
    ('labels', 'union', '"[\"c\", \"b\"]"', '"[\"b\",\"d\"]"', 'merged', tests.device('phone')),
    ('meta', 'manual', '"{\"from\": \"phone\"}"', '"{\"from\": \"laptop\"}"', 'pending', tests.device('phone')),
    ('rank', 'max', '3', '5', 'server', tests.device('phone')),
    ('title', 'client_wins', '"phone"', '"laptop"', 'client', tests.device('phone'))$$,
  'each conflict is recorded with both values'
);
select is(
  (select count(*)::integer from jsonb_array_elements(tests.pulled(tests.cursor(), 'sync_conflicts', 'laptop') -> 'updated')), 6,
  'and reaches every device of the person'
);
select is(
  (select array_agg(distinct k order by k) from answers, jsonb_array_elements(answer -> 'conflicts') as c, jsonb_object_keys(c) as k),
  '{client,column,id,resolution,server,table}', 'the answer tells of each the table, id, column, both values and whose was taken'
);

select is(
  tests.conflicts(pg_temp.both(2, '{"rank": 3, "due_at": 1000}', '{"rank": 5, "due_at": 2000}')), '{"due_at: server","rank: client"}',
  'max and min work the other way round'
);
select is(
  tests.conflicts(pg_temp.both(3, '{"rank": 3, "due_at": 5, "title": "same"}', '{"rank": null, "due_at": null, "title": "same"}')), '{"due_at: server","rank: server"}',
  'a value beats none; the same edit twice is no conflict'
);
select tests.commit('then');
select is(
  tests.conflicts(pg_temp.both(4, '{"rank": 3, "title": "laptop"}', '{"body": "phone", "due_at": 5}')), '{}',
  'different columns are no conflict under any rule'
);

select is(
  (select count(*)::integer from public.sync_conflicts where column_name in ('created_at', 'updated_at')), 0,
  'that two devices differ in when is no conflict of its own'
);

select is(
  tests.rejected(pg_temp.both(4, '{"labels": "[\"y\"]"}', '{"labels": "{\"not\": \"a list\"}"}')), '{"4: value_malformed"}',
  'a union with what is no list refuses the record'
);

select * from finish();
rollback;
