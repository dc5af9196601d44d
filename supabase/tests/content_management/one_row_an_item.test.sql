-- Two devices of one person, both offline, open, bookmark and rate the same item. Nothing is refused or lost.
begin;
set local timezone = 'UTC';
select plan(19);

select tests.create_user('alice');
select tests.sign_in('alice');

-- An item's id, as private.catalogue_id makes it; a person may not call that.
create function pg_temp.item(code text)
returns uuid
language sql
immutable
as $$
  select md5('content_items:' || code)::uuid;
$$;
create function pg_temp.ms(moment timestamptz)
returns bigint
language sql
immutable
as $$
  select (extract(epoch from moment) * 1000)::bigint;
$$;
-- A row as a device makes it, with the item's id.
create function pg_temp.made(code text, columns jsonb, edited timestamptz)
returns jsonb
language sql
immutable
as $$
  select jsonb_build_object(
    'id', pg_temp.item(code), 'item_id', pg_temp.item(code), '_status', 'created', '_changed', '',
    'created_at', pg_temp.ms(edited), 'updated_at', pg_temp.ms(edited)
  ) || columns;
$$;

-- The phone read half of it on the train; the laptop finished it the day before and synced later.
select is(
  tests.push(into_table => 'content_progress', created => jsonb_build_array(pg_temp.made('tiny-habits', jsonb_build_object(
    'percent', 50, 'minutes_spent', 4, 'started_at', pg_temp.ms('2026-11-03 09:00+00'), 'completed_at', null,
    'position_seconds', 30, 'last_opened_at', pg_temp.ms('2026-11-03 09:04+00')
  ), '2026-11-03 09:04+00'))) -> 'rejected',
  '[]', 'the phone''s progress arrives'
);
select is(
  tests.push(into_table => 'content_progress', device => 'laptop', created => jsonb_build_array(pg_temp.made('tiny-habits', jsonb_build_object(
    'percent', 100, 'minutes_spent', 3, 'started_at', pg_temp.ms('2026-11-02 20:00+00'),
    'completed_at', pg_temp.ms('2026-11-02 20:05+00'), 'position_seconds', 99, 'last_opened_at', pg_temp.ms('2026-11-02 20:05+00')
  ), '2026-11-02 20:05+00'))) -> 'rejected',
  '[]', 'the laptop''s, of the same item, is not refused'
);
select results_eq(
  'select percent::integer, minutes_spent::integer from public.content_progress', 'values (100, 4)',
  'there is one row: the further progress counts, and the longer time'
);
select results_eq(
  'select started_at::timestamptz, completed_at::timestamptz, last_opened_at::timestamptz from public.content_progress',
  $$values ('2026-11-02 20:00+00'::timestamptz, '2026-11-02 20:05+00'::timestamptz, '2026-11-03 09:04+00'::timestamptz)$$,
  'started and completed when that first was, opened when that last was'
);
select is(
  (select position_seconds from public.content_progress), 30, 'and it goes on where it was played last'
);

-- What follows from how far a person came.
update public.content_progress set percent = 60 where true;
select is((select completed_at from public.content_progress), null, 'what is taken back is not completed');
update public.content_progress set percent = 100, updated_at = '2026-11-04 10:00+00' where true;
select is(
  (select completed_at::timestamptz from public.content_progress), '2026-11-04 10:00+00'::timestamptz,
  'completed without a time, it was when the row was edited'
);
update public.content_progress set completed_at = now() + interval '1 day' where true;
select is(
  (select completed_at::timestamptz from public.content_progress), now()::timestamptz(3)::timestamptz, 'and never in the future'
);

select is(
  tests.push(into_table => 'content_bookmarks', created => jsonb_build_array(
    pg_temp.made('premortem', '{"labels": "[\"work\"]", "note": "For the launch", "position": 0}', '2026-11-03 09:00+00')
  )) -> 'rejected',
  '[]', 'a bookmark made on the phone arrives'
);
select tests.commit();
select is(
  tests.push(into_table => 'content_bookmarks', device => 'laptop', created => jsonb_build_array(
    pg_temp.made('premortem', '{"labels": "[\"home\"]", "note": "For the move", "position": 0}', '2026-11-03 10:00+00')
  )) -> 'rejected',
  '[]', 'one of the same item, made on the laptop, too'
);
select results_eq(
  'select array(select unnest(labels) order by 1), note::text from public.content_bookmarks',
  $$values ('{home,work}'::text[], 'For the launch')$$,
  'the labels of both are kept'
);
select set_eq(
  'select column_name::text from public.sync_conflicts where table_name = ''content_bookmarks'' and resolution = ''pending''', '{note}'::text[],
  'and of two notes the person chooses: neither is lost'
);

-- Taken away on one device while it is made anew on the other.
select tests.push(into_table => 'content_bookmarks', deleted => jsonb_build_array(pg_temp.item('premortem')));
select is((select count(*) from public.content_bookmarks), 0::bigint, 'a bookmark is taken away by deleting it');
select tests.push(into_table => 'content_bookmarks', created => jsonb_build_array(
  pg_temp.made('premortem', '{"labels": "[]", "note": null, "position": 0}', '2026-11-05 10:00+00')
));
select is((select count(*) from public.content_bookmarks), 1::bigint, 'and may be made again');

select tests.push(into_table => 'content_ratings', created => jsonb_build_array(
  pg_temp.made('premortem', '{"rating": 5, "feedback": null}', '2026-11-03 09:00+00')
));
select is(
  tests.push(into_table => 'content_ratings', device => 'laptop', created => jsonb_build_array(
    pg_temp.made('premortem', '{"rating": 2, "feedback": null}', '2026-11-02 09:00+00')
  )) -> 'rejected',
  '[]', 'a rating made on both devices is no error'
);
select is((select rating::integer from public.content_ratings), 5, 'the later one stands, though the earlier came last');

-- A client that makes ids of its own learns so at once, and not when a second device syncs.
select is(
  tests.rejected(tests.push(into_table => 'content_bookmarks', created => jsonb_build_array(
    pg_temp.made('tiny-habits', '{"labels": "[]"}', '2026-11-03 09:00+00') || jsonb_build_object('id', tests.id(7))
  ))),
  '{"7: value_out_of_bounds"}', 'a row under another id than its item''s is refused'
);
select is(
  tests.push(into_table => 'content_bookmarks', created => jsonb_build_array(
    pg_temp.made('no-such-item', '{"labels": "[]"}', '2026-11-03 09:00+00')
  )) #>> '{rejected,0,code}',
  'parent_missing', 'so is one for an item there is not'
);

-- Retired items stay, with what people have on them.
select tests.as_owner();
update public.content_items set retired_at = now() where code = 'premortem';
select throws_like(
  $$delete from public.content_items where code = 'premortem'$$, '%content_bookmarks_item_id_fkey%',
  'an item somebody has a bookmark on can be retired, not deleted'
);

select * from finish();
rollback;
