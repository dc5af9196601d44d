-- A person sees and ends their own sessions, and nobody else's.
begin;
select plan(24);

select tests.create_user('alice');
select tests.create_user('mallory');
delete from auth.sessions;
insert into auth.sessions (id, user_id, created_at, refreshed_at, not_after, ip, user_agent, aal) values
  ('00000000-0000-4000-8000-00000000000a', tests.user_id('alice'), now() - interval '3 days', now() - interval '1 hour', null, '192.0.2.1', 'Phone', 'aal1'),
  ('00000000-0000-4000-8000-00000000000b', tests.user_id('alice'), now() - interval '2 days', null, null, '192.0.2.2', 'Laptop', 'aal1'),
  ('00000000-0000-4000-8000-00000000000c', tests.user_id('alice'), now() - interval '1 day', now(), now() + interval '1 day', '192.0.2.3', 'Tablet', 'aal2'),
  ('00000000-0000-4000-8000-00000000000d', tests.user_id('alice'), now() - interval '9 days', null, now() - interval '1 day', '192.0.2.4', 'Over', 'aal1'),
  ('00000000-0000-4000-8000-000000000001', tests.user_id('mallory'), now(), null, null, '203.0.113.1', 'Hers', 'aal1');
insert into auth.refresh_tokens (id, token, user_id, session_id)
values (1, 'secret', tests.user_id('alice'), '00000000-0000-4000-8000-00000000000a');

select tests.sign_in('alice', '{"session_id": "00000000-0000-4000-8000-00000000000b"}');
select results_eq(
  'select user_agent, host(ip), is_current from public.list_my_sessions()',
  $$values ('Tablet', '192.0.2.3', false), ('Phone', '192.0.2.1', false), ('Laptop', '192.0.2.2', true)$$,
  'alice sees her sessions that are not over, newest contact first, and which one is asking'
);
select is(
  (select refreshed_at from public.list_my_sessions() where user_agent = 'Laptop'),
  (select created_at from public.list_my_sessions() where user_agent = 'Laptop'),
  'one that was never refreshed was last heard of when it began'
);
select tests.raises('select * from auth.sessions', '42501', null, 'the table itself stays closed');

select tests.sign_in('mallory', '{"session_id": "00000000-0000-4000-8000-000000000001"}');
select results_eq('select user_agent from public.list_my_sessions()', array['Hers'], 'mallory sees hers');
select tests.raises(
  $$select public.revoke_session('00000000-0000-4000-8000-00000000000a')$$, 'PT404', 'session_not_found',
  'mallory cannot end alice''s'
);
select tests.raises(
  $$select public.revoke_session(gen_random_uuid())$$, 'PT404', 'session_not_found',
  'and is told the same as for none'
);
select tests.raises('select public.revoke_session(null)', 'PT404', 'session_not_found', 'or for null');
select is(public.revoke_other_sessions(), 0, 'mallory''s others are none');

select tests.as_owner();
select is((select count(*) from auth.sessions), 5::bigint, 'after that, all sessions are there');

select tests.sign_in('alice', '{"session_id": "00000000-0000-4000-8000-00000000000b"}');
select lives_ok($$select public.revoke_session('00000000-0000-4000-8000-00000000000a')$$, 'alice ends her phone''s session');
select tests.raises(
  $$select public.revoke_session('00000000-0000-4000-8000-00000000000a')$$, 'PT404', 'session_not_found',
  'once'
);
select tests.as_owner();
select is_empty('select from auth.refresh_tokens', 'its refresh token is gone with it');

select tests.sign_in('alice');
select tests.raises(
  'select public.revoke_other_sessions()', 'PT409', 'session_unidentified',
  'a token that names no session cannot say which are the others'
);
select ok(not bool_or(is_current), 'and none is marked as the present one') from public.list_my_sessions();

select tests.sign_in('alice', '{"session_id": "00000000-0000-4000-8000-00000000000b"}');
select is(public.revoke_other_sessions(), 2, 'alice ends all her others');
select results_eq('select user_agent from public.list_my_sessions()', array['Laptop'], 'hers stays');

select tests.as_owner();
select results_eq(
  $$select user_agent from auth.sessions order by 1$$, array['Hers', 'Laptop'], 'and mallory''s'
);

-- A thief has the phone. Its token is valid for an hour more, its session is not.
select tests.sign_in('alice', '{"session_id": "00000000-0000-4000-8000-00000000000a"}');
select tests.raises('select public.list_my_sessions()', 'PT401', 'session_ended', 'the token of an ended session sees no others');
select tests.raises(
  $$select public.revoke_session('00000000-0000-4000-8000-00000000000b')$$, 'PT401', 'session_ended', 'nor ends one'
);
select tests.raises('select public.revoke_other_sessions()', 'PT401', 'session_ended', 'nor all of them');
select tests.sign_in('alice', '{"session_id": "00000000-0000-4000-8000-000000000001"}');
select tests.raises('select public.revoke_other_sessions()', 'PT401', 'session_ended', 'another person''s session is none of alice''s');
select tests.sign_in('alice', '{"session_id": "none"}');
select tests.raises('select public.revoke_other_sessions()', 'PT401', 'session_ended', 'nor is what is no session at all');
select tests.as_owner();
select is((select count(*) from auth.sessions), 2::bigint, 'after that, alice is signed in where she was');

select tests.sign_out();
select tests.raises('select * from public.list_my_sessions()', '42501', null, 'a visitor has none');

select * from finish();
rollback;
