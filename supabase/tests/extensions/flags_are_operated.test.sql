-- Operators switch flags and make exceptions, through functions that check what they may and what they send.
begin;
select plan(21);

select tests.create_user('alice');
select tests.create_user('bob');
select tests.create_user('mallory');
select private.grant_role(tests.user_id('bob'), 'operator');

select tests.sign_in('mallory');
select tests.raises($$select public.set_feature_flag('voice-journal', true)$$, 'PT403', 'permission_denied', 'mallory switches nothing');
select tests.raises(
  $$select public.override_feature_flag('voice-journal', tests.user_id('mallory'), true, 'please')$$, 'PT403', 'permission_denied',
  'nor makes herself an exception'
);
select tests.raises($$update public.feature_flags set is_enabled = true where true$$, '42501', null, 'nor past the functions');

select tests.sign_in('bob');
select lives_ok($$select public.set_feature_flag('voice-journal', is_enabled => true, rollout_percent => 10)$$, 'an operator does');
select results_eq(
  $$select is_enabled, rollout_percent::integer from public.feature_flags where code = 'voice-journal'$$, 'values (true, 10)', 'it is on for ten in a hundred'
);
select lives_ok($$select public.set_feature_flag('voice-journal', rollout_percent => 25)$$, 'and raises it');
select results_eq(
  $$select is_enabled, rollout_percent::integer from public.feature_flags where code = 'voice-journal'$$, 'values (true, 25)', 'what is not said stays'
);
select tests.commit();
select lives_ok($$select public.set_feature_flag('voice-journal', true, 25)$$, 'setting it again is no error');
select is(tests.updated(tests.pulled(tests.cursor(), 'feature_flags')), '{}', 'and wakes no device');
select tests.raises($$select public.set_feature_flag('voice-journal', rollout_percent => 101)$$, 'PT422', 'rollout_malformed', 'a rollout is a percentage');
select tests.raises($$select public.set_feature_flag('voice-journal', rollout_percent => -1)$$, 'PT422', 'rollout_malformed', 'from 0');
select tests.raises($$select public.set_feature_flag('no-such-flag', true)$$, 'PT404', 'feature_flag_unknown', 'of a flag there is');

select tests.raises(
  $$select public.override_feature_flag('no-such-flag', tests.user_id('alice'), true, 'x')$$, 'PT404', 'feature_flag_unknown', 'so is an exception'
);
select tests.raises(
  $$select public.override_feature_flag('no-such-flag', tests.user_id('alice'), null)$$, 'PT404', 'feature_flag_unknown', 'and taking one back'
);
select tests.raises(
  $$select public.override_feature_flag('voice-journal', gen_random_uuid(), true, 'x')$$, 'PT404', 'user_not_found', 'an exception is somebody'
);
select tests.raises(
  $$select public.override_feature_flag('voice-journal', tests.user_id('alice'), true, ' ')$$, 'PT422', 'reason_missing', 'for a reason'
);
select public.override_feature_flag('voice-journal', tests.user_id('alice'), true, 'tries it out');
select lives_ok(
  $$select public.override_feature_flag('voice-journal', tests.user_id('alice'), false, 'too slow', now() + interval '1 day')$$,
  'a second one replaces the first'
);
select tests.as_owner();
select results_eq(
  'select is_on, reason::text, expires_at is null from public.feature_flag_overrides', $$values (false, 'too slow', false)$$, 'with its reason and end'
);
select tests.sign_in('bob');
select lives_ok($$select public.override_feature_flag('voice-journal', tests.user_id('alice'), null)$$, 'it is taken back');
select lives_ok($$select public.override_feature_flag('voice-journal', tests.user_id('alice'), null)$$, 'twice is no error');
select tests.as_owner();
select is_empty('select * from public.feature_flag_overrides', 'and is gone');

select * from finish();
rollback;
