-- People see what they connected; the tokens they never see, and neither does the database in the clear.
begin;
select plan(24);

select tests.create_user('alice');
select tests.create_user('mallory');
create temporary table sealed as select 'v1.' || repeat('Aa9_-', 10) as access, 'v1.' || repeat('Bb8_-', 10) as refresh;
grant select on sealed to service_role;
create temporary table connected (nth integer, id uuid);
grant all on connected to service_role, authenticated;

select tests.as_service();
insert into connected
select 1, public.connect_integration(tests.user_id('alice'), 'google-calendar', 'a-1', access, refresh, now() + interval '1 hour', 'alice@example.test', '{read}')
from sealed;
select results_eq(
  $$select t.sealed_access_token, t.sealed_refresh_token from connected as c, public.integration_tokens(tests.user_id('alice'), c.id) as t$$,
  'select access, refresh from sealed', 'the server has the tokens it sealed'
);
insert into connected
select 2, public.connect_integration(tests.user_id('alice'), 'google-calendar', 'a-1', 'v2.' || repeat('C', 44)) from sealed;
select is((select count(distinct id)::integer from connected), 1, 'connecting an account again is the same connection');
select results_eq(
  $$select t.sealed_access_token, t.sealed_refresh_token from connected as c, public.integration_tokens(tests.user_id('alice'), c.id) as t where c.nth = 1$$,
  $$select 'v2.' || repeat('C', 44), refresh from sealed$$, 'the new access token counts, the refresh token stays where no new one came'
);
select is((select account_label::text from public.integrations), 'alice@example.test', 'so does the label');
select is_empty($$select * from connected as c, public.integration_tokens(tests.user_id('mallory'), c.id)$$, 'an id alone gives no tokens');

select tests.raises(
  $$select public.connect_integration(tests.user_id('alice'), 'google-calendar', 'a-2', 'ya29.a0AfH6SMBx-plain-token-as-google-sends-it')$$,
  'PT422', 'token_not_sealed', 'a token as the provider sent it is refused'
);
select tests.raises(
  $$select public.connect_integration(tests.user_id('alice'), 'google-calendar', 'a-2', 'v1.' || repeat('C', 44), '1//0gplain')$$,
  'PT422', 'token_not_sealed', 'a refresh token too'
);
select tests.raises(
  $$select public.connect_integration(gen_random_uuid(), 'google-calendar', 'a-2', 'v1.' || repeat('C', 44))$$,
  'PT404', 'user_not_found', 'an account is somebody''s'
);
select tests.as_owner();
select throws_like(
  $$update private.integration_tokens set sealed_access_token = 'ya29.plain' where true$$, '%access_token_is_sealed%', 'nor does it get in by another door'
);

select tests.sign_in('alice');
select results_eq(
  'select provider::text, external_account_id, status from public.integrations', $$values ('google-calendar', 'a-1', 'connected')$$, 'alice sees what she connected'
);
select unalike(public.pull_changes_optimized(null, null, null, '{}', null)::text, '%v2.CCC%', 'no token travels to a device');
select tests.raises('select * from private.integration_tokens', '42501', null, 'she cannot read her tokens');
select tests.raises(
  $$select public.integration_tokens(tests.user_id('alice'), (select id from connected limit 1))$$, '42501', null, 'nor ask for them'
);
select tests.raises(
  $$select public.connect_integration(tests.user_id('alice'), 'x', 'y', 'v1.' || repeat('C', 44))$$, '42501', null, 'nor connect by herself'
);
select tests.raises($$update public.integrations set status = 'connected' where true$$, '42501', null, 'nor say it is connected');

select tests.sign_in('mallory');
select tests.raises(
  $$select public.disconnect_integration((select id from connected limit 1))$$, 'PT404', 'integration_not_found', 'mallory cannot end it'
);

select tests.sign_in('alice');
select lives_ok($$select public.disconnect_integration((select id from connected limit 1))$$, 'alice ends it');
select lives_ok($$select public.disconnect_integration((select id from connected limit 1))$$, 'twice is no error');
select is((select status from public.integrations), 'disconnected', 'it is disconnected');
select tests.as_owner();
select is_empty('select * from private.integration_tokens', 'its tokens are gone');

select tests.as_service();
select public.connect_integration(tests.user_id('alice'), 'google-calendar', 'a-1', access) from sealed;
select is((select status from public.integrations), 'connected', 'it can be connected again');
update public.integrations set status = 'expired' where true;
select is((select count(*)::integer from private.integration_tokens), 1, 'while it is only expired, its tokens stay');
select throws_like(
  $$update public.integrations set status = 'failed' where true$$, '%integrations_failed_has_error%', 'what failed says why'
);

select tests.as_owner();
delete from auth.users where id = tests.user_id('alice');
select is_empty('select * from private.integration_tokens', 'tokens go with the person');

select * from finish();
rollback;
