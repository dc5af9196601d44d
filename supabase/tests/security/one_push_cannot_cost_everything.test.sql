-- A broken or hostile device, against itself and everybody on the server: records made to fail a whole push for
-- ever, small requests that become huge, and pushes that are tried without end.
begin;
select plan(17);

select tests.create_person('alice');
select tests.create_notes();
select tests.sign_in('alice');

-- Which records are refused of a good note, the given one, and another good one; or the error of the whole push.
create function pg_temp.rejected(bad jsonb) returns text language plpgsql as $$
begin
  return array_to_string(tests.rejected(tests.push(jsonb_build_array(tests.note(1), tests.note(2, bad), tests.note(3)))), ', ');
exception when others then
  return sqlstate || ' ' || sqlerrm;
end;
$$;
-- Letters that do not compress.
create function pg_temp.noise(length integer) returns text language sql as $$
  select left(string_agg(md5(n::text), ''), length) from generate_series(1, length / 32 + 1) as n;
$$;

-- How many records a push refuses; or the error of the whole push.
create function pg_temp.refused(created jsonb, deleted jsonb default '[]', into_table text default 'notes') returns text language plpgsql as $$
begin
  return jsonb_array_length(tests.push(created, deleted => deleted, into_table => into_table) -> 'rejected');
exception when others then
  return sqlstate || ' ' || sqlerrm;
end;
$$;

-- No poison.
select matches(
  pg_temp.rejected(jsonb_build_object('labels', repeat('[', 50000) || repeat(']', 50000))), '^2: [a-z_]+$',
  'JSON that nests too deeply is one bad record'
);
select is(
  pg_temp.refused(jsonb_build_array(tests.note(4), tests.note(5) || jsonb_build_object('id', pg_temp.noise(9000)))), '1',
  'an id too long for an index is one bad record'
);
select is(pg_temp.refused('[]', jsonb_build_array(pg_temp.noise(9000))), '1', 'so is one that is deleted');
select is(
  pg_temp.refused(jsonb_build_array(
    jsonb_build_object('id', tests.id(1), 'function_code', pg_temp.noise(9000), 'score', 1, '_status', 'created')
  ), into_table => 'cognitive_function_scores'), '1', 'so is a value too long for its index'
);
select is(pg_temp.rejected('{"due_at": 1e300}'), '2: value_malformed', 'a time beyond all calendars is one bad record');
select is(pg_temp.rejected('{"updated_at": 1e300}'), '2: value_malformed', 'so is an edit time');
select is(pg_temp.rejected('{"rank": 1e400}'), '2: value_malformed', 'so is a number that does not fit');
select is(pg_temp.rejected('{"created_at": "x"}'), '2: value_malformed', 'so is a time that is no number');

-- What is small stays small. 1e131071 is eight characters as sent, and 131,072 as text.
select isnt(pg_temp.rejected('{"labels": "[1e131071,1e131071]"}'), '', 'a label is not 131,072 digits long because a device sent eight characters');
select tests.push(jsonb_build_array(tests.note(6, '{"title": "", "junk": 1e131071}')));
select cmp_ok(
  coalesce((select max(octet_length(payload::text)) from public.sync_rejections), 0), '<', 20000, 'nor does a refused record grow when it is kept'
);
select tests.push(jsonb_build_array(tests.note(7, jsonb_build_object('parent_id', pg_temp.noise(100000)))));
select cmp_ok((select max(char_length(message)) from public.sync_rejections), '<=', 1000, 'the reason why a record was refused does not repeat all of it');
create function pg_temp.snapshot() returns text language sql as $$
  select '1:2:' || string_agg((n + 10)::text, ',') from generate_series(1, 100000) as n;
$$;
select tests.raises(
  'select tests.push(snapshot => pg_temp.snapshot())', 'PT422', 'hint_malformed',
  'a snapshot that lists more transactions than a server can run is refused'
);
select tests.raises(
  $$select tests.pulled(1, hints => jsonb_build_object('snapshot', pg_temp.snapshot()))$$,
  'PT422', 'hint_malformed', 'in a pull as well'
);

-- What is tried again is tried a few times. A sequence counts, since it is not rolled back.
select tests.as_owner();
create sequence public.attempts;
create function pg_temp.count_attempt() returns trigger language plpgsql security definer as $$
begin
  perform nextval('public.attempts');
  return null;
end;
$$;
create trigger _000_count before insert on public.notes for each statement execute function pg_temp.count_attempt();
select setval('public.attempts', 1);
select tests.sign_in('alice');
-- Children before their parents, and between each two a record whose parent never comes: each round helps one.
select is(
  jsonb_array_length(tests.push((
    select jsonb_agg(note order by n, kind)
    from generate_series(1, 24) as n
    cross join lateral (values
      (1, tests.note(100 + n, jsonb_build_object('parent_id', case when n < 24 then tests.id(101 + n) end))),
      (2, tests.note(200 + n, jsonb_build_object('parent_id', tests.id(999))))
    ) as pair (kind, note)
  )) -> 'rejected'), 24, 'orphans are refused, and children that came before their parents are not'
);
select tests.as_owner();
select cmp_ok((select last_value from public.attempts), '<=', 48::bigint * 8, 'and that takes a few attempts a record, not one for each other record');

-- Text that looks like more than it is, in a push that has to be salvaged.
select tests.sign_in('alice');
select is(
  tests.rejected(public.push_changes(format(
    '{"notes": {"created": [{"id": "%s", "title": "%s", "_status": "created"}]}}', tests.id(300), repeat('\\', 100000) || '\u0000'
  )::json)), '{"300: text_invalid"}', 'a hundred thousand backslashes are read in one pass'
);
select is(
  tests.rejected(public.push_changes(format(
    '{"notes": {"created": [{"id": "%s", "title": "x", "body": "%s", "_status": "created"}]}}', tests.id(301), repeat('\ud83d\ude00', 2000) || '\ud83d'
  )::json)), '{"301: text_invalid"}', 'so are two thousand pairs before a half'
);

select * from finish();
rollback;
