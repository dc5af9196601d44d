-- Edit times of a device whose clock is off are corrected, and the device is told.
begin;
select plan(7);

select tests.create_person('alice');
select tests.create_notes();
select tests.sign_in('alice');
select tests.commit();

create function pg_temp.now_ms() returns bigint language sql as $$select (extract(epoch from clock_timestamp()) * 1000)::bigint$$;

-- The clock is an hour slow: what the device calls an hour ago is now.
select tests.push(
  jsonb_build_array(tests.note(1, jsonb_build_object(
    'created_at', pg_temp.now_ms() - 3660000, 'updated_at', pg_temp.now_ms() - 3605000
  ))),
  client_time => pg_temp.now_ms() - 3600000
);
select ok(
  (select updated_at between now() - interval '15 s' and now() from public.notes), 'an edit of five seconds ago by a slow clock was five seconds ago'
);
select ok(
  (select created_at between now() - interval '75 s' and now() - interval '55 s' from public.notes), 'so is the time of creation'
);
select is(tests.updated(tests.pulled(tests.cursor(), device => 'phone')), '{1}', 'the device is sent the corrected times');

select tests.push(
  jsonb_build_array(tests.note(2, jsonb_build_object('created_at', pg_temp.now_ms() + 7200000, 'updated_at', pg_temp.now_ms() + 7200000))),
  client_time => pg_temp.now_ms() + 7200000
);
select ok((select updated_at between now() - interval '10 s' and now() + interval '2 s' from public.notes where id = tests.id(2)), 'a fast clock is corrected likewise');

select tests.push(
  jsonb_build_array(tests.note(3, jsonb_build_object('updated_at', tests.at(0)))),
  client_time => pg_temp.now_ms() + 900
);
select is(
  (select (extract(epoch from updated_at) * 1000)::bigint from public.notes where id = tests.id(3)), tests.at(0),
  'less than two seconds are the network''s: the time stands as sent'
);

select tests.push(
  jsonb_build_array(tests.note(4, jsonb_build_object('updated_at', pg_temp.now_ms() + 86400000)))
);
select ok(
  (select updated_at between now() - interval '10 s' and now() + interval '2 s' from public.notes where id = tests.id(4)), 'a time from the future is now'
);
select is(tests.updated(tests.pulled(tests.cursor(), device => 'phone')), '{1,2,4}', 'and the device is sent that too');

select * from finish();
rollback;
