-- mallory wants to know how alice uses the app, and to make her look busy.
begin;
select plan(17);

select tests.create_user(name) from unnest('{alice,mallory}'::text[]) as name;
select tests.consent('analytics', 'alice', 'mallory');
insert into public.analytics_events (user_id, id, occurred_at, session_id, name, feature)
values (tests.user_id('alice'), tests.id(1), now(), tests.id(9), 'app-opened', 'journal');
insert into public.interaction_analytics (user_id, id, occurred_at, session_id, kind, target)
values (tests.user_id('alice'), tests.id(1), now(), tests.id(9), 'tap', 'button');
select private.refresh_activity();

select tests.sign_in('mallory');
select is_empty(
  'select user_id from public.analytics_events union all select user_id from public.interaction_analytics', 'mallory sees nothing of alice''s'
);
select tests.raises(
  $$insert into public.analytics_events (user_id, occurred_at, session_id, name) values (tests.user_id('alice'), now(), tests.id(9), 'x')$$,
  '42501', null, 'she may not add an event to alice''s'
);
select tests.raises(
  $$insert into public.interaction_analytics (user_id, occurred_at, session_id, kind, target) values (tests.user_id('alice'), now(), tests.id(9), 'tap', 'x')$$,
  '42501', null, 'or an interaction'
);
select is(
  tests.push(jsonb_build_array(jsonb_build_object(
    'id', tests.id(1), 'user_id', tests.user_id('alice'), 'occurred_at', date_part('epoch', now())::bigint * 1000, 'session_id', tests.id(9),
    'name', 'mine', '_status', 'created', '_changed', ''
  )), into_table => 'analytics_events') -> 'accepted', '{"analytics_events": 1}', 'what she pushes is her own, whatever it says'
);
select results_eq('select user_id from public.analytics_events', array[tests.user_id('mallory')], 'and an id of alice''s is free for her');
-- The names of months can be guessed.
select tests.raises(
  format('select * from public.%I', 'analytics_events_' || to_char(now() at time zone 'UTC', 'YYYY_MM')), '42501', null,
  'a month cannot be read by its name'
);
select tests.raises(
  format(
    'insert into public.%I (user_id, occurred_at, occurred_on, session_id, name) values (tests.user_id(''alice''), now(), now(), tests.id(9), ''x'')',
    'analytics_events_' || to_char(now() at time zone 'UTC', 'YYYY_MM')
  ), '42501', null, 'or written'
);
select tests.raises(format('select * from public.%I', name), '42501', null, name || ' is not for people')
from unnest('{user_activity_daily,feature_usage_daily,platform_usage_daily}'::text[]) as name;
select tests.raises('select * from private.feature_days', '42501', null, 'nor is who used which feature');
select tests.raises('select * from public.platform_usage(current_date, current_date)', '42501', null, 'nor the report');
select tests.raises('select private.refresh_activity()', '42501', null, 'nor are the jobs');

select tests.sign_out();
select tests.raises('select * from public.analytics_events', '42501', null, 'a visitor sees nothing');
select tests.raises(
  $$insert into public.analytics_events (user_id, occurred_at, session_id, name) values (tests.user_id('alice'), now(), tests.id(9), 'x')$$,
  '42501', null, 'and adds nothing'
);
select tests.raises('select * from public.platform_usage(current_date, current_date)', '42501', null, 'and gets no report');

select tests.as_owner();
select is(
  (select count(*)::integer from public.analytics_events where user_id = tests.user_id('alice')), 1, 'alice has what she had'
);

select * from finish();
rollback;
