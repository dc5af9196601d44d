-- U+0000 and halves of surrogate pairs: the record that has one is refused, the rest of the push commits.
begin;
select plan(6);

select tests.create_person('alice');
select tests.create_notes();
select tests.sign_in('alice');

-- As text: jsonb could not hold it.
create function pg_temp.push(titles text[]) returns jsonb language sql as $$
  select public.push_changes(('{"notes": {"created": [' || string_agg(
    format('{"id": "%s", "title": "%s", "_status": "created"}', tests.id(nth::integer), title), ', '
  ) || ']}}')::json)
  from unnest(titles) with ordinality as t (title, nth)
$$;

select is(
  tests.rejected(pg_temp.push(array[
    'plain', 'a\u0000b', 'cut \ud83d', '\ude00 cut', '\ud83d\ud83d', '\ude00\ud83d', 'whole \ud83d\ude00', 'escaped \\u0000 \\ud83d', '\\\u0000',
    '\ud83d\ude00\ude00', '\ud83d\ud83d\ude00', '\uD83D\uDE00\uD83D\uDE00', '\\ud83d\ude00', '\ud83d\\ude00', '\ud83d\u0000\ude00'
  ])),
  '{"2: text_invalid","3: text_invalid","4: text_invalid","5: text_invalid","6: text_invalid","9: text_invalid","10: text_invalid","11: text_invalid","13: text_invalid","14: text_invalid","15: text_invalid"}',
  'each record with such text is refused, singly'
);
select results_eq(
  'select title from public.notes order by id',
  $$values ('plain'), (U&'whole \+01F600'), ('escaped \u0000 \ud83d'), (U&'\+01F600\+01F600')$$,
  'what only looks like it is written as it is'
);
select is((select count(*)::integer from public.sync_rejections), 11, 'the refusals can be noted down');
select tests.commit();
select is(jsonb_array_length(tests.pulled(tests.cursor(), 'sync_rejections') -> 'updated'), null, 'and were synced');

-- The adapter says it in its own way, since the API reads no such text at all.
select is(tests.rejected(tests.push(jsonb_build_array(tests.note(40), tests.note(41, jsonb_build_object('body', U&'cut \FDD0'))))), '{"41: text_invalid"}', 'what stands for it is refused as it is');

-- In a collection that is not synced, and in a key.
select is(
  public.push_changes('{"local": {"created": [{"id": "x", "text": "\u0000"}]}, "notes": {"created": [{"id": "00000000-0000-4000-8000-000000000051", "title": "fine"}]}}')
    -> 'accepted', '{"notes": 1}', 'elsewhere it is ignored'
);

select * from finish();
rollback;
