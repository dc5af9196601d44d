-- The coach proposes; the person changes the state of what it proposed, and nothing else.
begin;
select plan(18);

select tests.create_user('alice');
select tests.as_service();
insert into public.ai_recommendations (user_id, id, kind, title, ai_reasoning, estimated_minutes)
select tests.user_id('alice'), tests.id(n), 'daily_action', 'Walk ' || n, 'You slept badly', 20 from generate_series(1, 4) as n;
select tests.raises(
  $$update public.ai_recommendations set state = 'accepted'$$, '42501', null, 'the coach decides nothing for the person'
);
select tests.raises(
  $$insert into public.ai_recommendations (user_id, kind, title, state) values (tests.user_id('alice'), 'habit', 'x', 'accepted')$$,
  '42501', null, 'not even at the start'
);

select tests.sign_in('alice');
select results_eq(
  'select distinct state, seen_at, decided_at, done_at from public.ai_recommendations',
  $$values ('new', null::timestamptz, null::timestamptz, null::timestamptz)$$, 'what is proposed is new'
);
select tests.raises(
  $$update public.ai_recommendations set title = 'Sleep'$$, '42501', null, 'the words of a recommendation are the coach''s'
);
select tests.raises(
  $$insert into public.ai_recommendations (user_id, kind, title) values (tests.user_id('alice'), 'habit', 'x')$$,
  '42501', null, 'a person proposes nothing to themselves'
);
select tests.raises(
  $$update public.ai_recommendations set seen_at = now()$$, '42501', null, 'times follow the state'
);

create function pg_temp.times(n integer)
returns text
language sql
stable
set search_path = ''
as $$
  select concat_ws(' ', r.state, to_char(r.seen_at at time zone 'UTC', '"seen" DD'), to_char(r.decided_at at time zone 'UTC', '"decided" DD'), to_char(r.done_at at time zone 'UTC', '"done" DD'))
  from public.ai_recommendations as r
  where r.user_id = tests.user_id('alice') and r.id = tests.id(n);
$$;
create function pg_temp.set_state(n integer, state text, day integer)
returns text
language sql
volatile
set search_path = ''
as $$
  update public.ai_recommendations as r
  set state = set_state.state, updated_at = make_timestamptz(2026, 3, day, 12, 0, 0, 'UTC')
  where r.user_id = tests.user_id('alice') and r.id = tests.id(n);
  select pg_temp.times(n);
$$;

select is(pg_temp.set_state(1, 'seen', 1), 'seen seen 01', 'seen has its time');
select is(pg_temp.set_state(1, 'accepted', 2), 'accepted seen 01 decided 02', 'accepted has another');
select is(pg_temp.set_state(1, 'done', 5), 'done seen 01 decided 02 done 05', 'what is done was accepted when it was accepted');
select is(pg_temp.set_state(1, 'accepted', 6), 'accepted seen 01 decided 02', 'and may be undone');
select is(pg_temp.set_state(1, 'dismissed', 7), 'dismissed seen 01 decided 07', 'a decision may be changed');
select is(pg_temp.set_state(1, 'seen', 8), 'dismissed seen 01 decided 07', 'but seeing it again undoes none');
select is(pg_temp.set_state(1, 'new', 9), 'dismissed seen 01 decided 07', 'nor does anything make it new');
select is(pg_temp.set_state(2, 'done', 3), 'done seen 03 decided 03 done 03', 'what is done at once was seen and accepted then');

-- The laptop accepts; the phone, offline, only shows it, later.
update public.ai_recommendations set updated_at = '2025-11-01 00:00+00' where id = tests.id(3);
select tests.commit();
select tests.push(
  into_table => 'ai_recommendations', base => tests.cursor(), device => 'laptop',
  updated => jsonb_build_array(jsonb_build_object(
    'id', tests.id(3), '_status', 'updated', '_changed', 'state,updated_at', 'state', 'accepted', 'updated_at', tests.at(1)
  ))
);
select is(
  tests.push(
    into_table => 'ai_recommendations', base => tests.cursor(),
    updated => jsonb_build_array(jsonb_build_object(
      'id', tests.id(3), '_status', 'updated', '_changed', 'state,title,updated_at', 'state', 'seen', 'title', 'Mine', 'updated_at', tests.at(5)
    ))
  ) -> 'rejected',
  '[]', 'a phone that only shows it is no error'
);
select results_eq(
  $$select state, title::text from public.ai_recommendations where id = tests.id(3)$$, $$values ('accepted', 'Walk 3')$$,
  'and undoes neither the decision nor the words'
);
select is(
  tests.rejected(tests.push(
    into_table => 'ai_recommendations',
    created => jsonb_build_array(jsonb_build_object('id', tests.id(9), '_status', 'created', 'kind', 'habit', 'title', 'Mine'))
  )),
  '{"9: not_allowed"}', 'a device proposes nothing either'
);

delete from public.ai_recommendations where id = tests.id(4);
select is((select count(*) from public.ai_recommendations), 3::bigint, 'what a person does not want to see they delete');

select * from finish();
rollback;
