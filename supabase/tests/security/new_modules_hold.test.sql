-- Mallory tries what the modules about money, minds and measurements would be worth: a plan she did not pay for, more
-- questions than it allows, scores she did not earn, numbers of one person in statistics of many, files of another.
begin;
select plan(21);

select tests.create_person(name) from unnest('{alice,mallory}'::text[]) as name;

-- Which code a record of this table is refused with; null when it is taken.
create function pg_temp.refusal(into_table text, columns jsonb default '{}') returns text language sql as $$
  select tests.push(
    jsonb_build_array(jsonb_build_object('id', tests.id(9), 'user_id', tests.user_id('alice'), '_status', 'created') || columns), into_table => into_table
  ) -> 'rejected' -> 0 ->> 'code';
$$;
create function pg_temp.error(statement text) returns text language plpgsql as $$
begin
  execute statement;
  return 'taken';
exception when others then
  return sqlstate;
end;
$$;
grant execute on all functions in schema pg_temp to authenticated, service_role;

select tests.sign_in('mallory');

-- What the server alone writes.
select is_empty(
  $$
    select t.name, pg_temp.refusal(t.name)
    from unnest('{
      plans,plan_entitlements,subscriptions,invoices,payment_methods,ai_usage_periods,emotional_analytics,learning_analytics,
      learned_preferences,mbti_insights,coaching_adaptations,feature_flags,integrations,content_items,content_item_statistics,
      mbti_type_statistics,met24_versions,levensgebieden,user_roles
    }'::text[]) as t (name)
    where pg_temp.refusal(t.name) is distinct from 'table_read_only'
  $$,
  'plans, limits, catalogues and statistics take no push'
);
select is_empty(
  $$
    select statement
    from unnest(array[
      'update public.ai_usage_periods set queries_used = 0', 'delete from public.ai_usage_periods', 'update public.users set trial_ends_at = now() + interval ''1 year''',
      'update public.users set age_band = ''18_plus''', 'update public.subscriptions set expires_at = ''2099-01-01''', 'select from public.payment_events',
      'select provider_token from public.payment_methods', 'select from public.ai_interactions',
      'select from public.ai_interactions_' || to_char(now(), 'YYYY_MM'), 'select from public.analytics_events_' || to_char(now(), 'YYYY_MM'),
      'select from public.user_activity_daily', 'select from public.feature_flag_overrides',
      'update public.mastery_reviews set mastery_level = 1', 'update public.assessment_attempts set scores = ''{}''',
      'update public.onboarding_progress set completed_at = now()', 'update public.met24_assessments set overall_score = 100', 'update public.levensgebied_scores set score = 100',
      'update public.met24_versions set status = ''retired''', 'delete from public.met24_domains', 'update public.feature_flags set is_enabled = true'
    ]) as statement
    where pg_temp.error(statement) <> '42501'
  $$,
  'nor do they take a statement'
);
select is_empty(
  $$
    select statement
    from unnest(array[
      $a$select public.apply_payment_event('stripe', 'e', 'subscription', now(), '{}')$a$, $a$select private.apply_payment_event('stripe', 'e', 'subscription', now(), '{}')$a$,
      $a$select public.integration_tokens(tests.user_id('alice'), tests.id(1))$a$, $a$select public.connect_integration(tests.user_id('mallory'), 'google', 'x', 'x')$a$,
      $a$select public.send_notification(array[tests.user_id('alice')], 'achievement', '{}')$a$, $a$select public.platform_usage('2026-01-01', '2026-01-02')$a$,
      $a$select private.refresh_emotional_analytics()$a$, $a$select private.score_attempts(array[tests.user_id('alice')], array[tests.id(1)])$a$,
      $a$select private.flags_of(tests.user_id('alice'))$a$, $a$select private.activate_met24_version(1)$a$, $a$select from private.integration_tokens$a$,
      $a$select from private.mbti_cohorts$a$, $a$select from private.counted_ratings$a$, $a$select from private.analytics_marks$a$
    ]) as statement
    where pg_temp.error(statement) <> '42501'
  $$,
  'what the server calls she may not call, and what it keeps of people she may not read'
);
select is(
  (select queries_limit from public.ai_allowance()), private.entitlement_limit(tests.user_id('alice'), 'ai_queries', now())::integer, 'of another''s plan she sees the free one'
);

-- Scores.
select is(
  pg_temp.refusal('assessment_attempts', jsonb_build_object(
    'assessment_id', (select id from public.assessments where scoring = 'mbti' limit 1), 'status', 'completed', 'completed_at', 253402300799000,
    'scores', '{"EI": 100}', 'missing_answers', 0, 'scored_at', 1
  )), null, 'an attempt that brings its own scores is taken'
);
select is((select scores from public.assessment_attempts), null, 'without them');
select ok((select completed_at <= now() + interval '1 second' from public.assessment_attempts), 'and not from the future');
select is_empty('select from public.mbti_profiles', 'and gives no profile');
select is(
  pg_temp.refusal('onboarding_progress', (select jsonb_build_object('id', id, 'flow_id', id, 'completed_at', 1, 'steps_done', 99) from public.onboarding_flows limit 1)),
  null, 'progress that says it is completed is taken'
);
select is((select status from public.onboarding_progress), 'in_progress', 'and is not completed');

-- Notifications and files.
select is(
  pg_temp.refusal('notifications', '{"kind_code": "achievement", "title": "x", "channels": "[\"email\"]", "delivered_at": 1, "dedupe_key": "x"}'), null, 'a notification of hers is taken'
);
select is((select array[user_id::text, channels::text, delivered_at::text, dedupe_key] from public.notifications), array[tests.user_id('mallory')::text, '{in_app}', null, null], 'is for herself, and sends no mail');
select is(
  pg_temp.refusal('notifications', '{"id": "00000000-0000-4000-8000-000000000008", "kind_code": "achievement", "title": "x", "action_path": "//evil.test"}'), 'value_out_of_bounds', 'and leads nowhere else'
);
select is_empty(
  $$
    select path
    from unnest(array[
      tests.user_id('alice') || '/x', tests.user_id('mallory') || '/../' || tests.user_id('alice') || '/x', tests.user_id('mallory') || '//x',
      upper(tests.user_id('mallory')::text) || '/x', tests.user_id('mallory') || 'x/y', tests.user_id('mallory') || E'/a\nb', tests.user_id('mallory') || '/\..\x'
    ]) as path
    where pg_temp.refusal('attachments', jsonb_build_object('path', path, 'file_name', 'x', 'mime_type', 'image/png', 'size_bytes', 1)) is null
  $$,
  'no path leaves her folder'
);

-- Of many at once.
select is((select count(*) from public.compare_types('minutes_per_week') where average is not null), 0::bigint, 'types of fewer than five people show no number');
select is(
  pg_temp.error($$select public.review_concept((select id from public.concepts limit 1), 3, '9999-12-31')$$), 'PT422', 'a review from the year 9999 is refused'
);
select is(
  pg_temp.error($$select public.review_concept((select id from public.concepts limit 1), 3, null, performance_score => 'NaN')$$), 'PT422', 'so is one that is no number'
);
select is(pg_temp.error($$select public.disconnect_integration(tests.id(1))$$), 'PT404', 'an integration that is not hers is none');

-- Suspended.
select tests.as_owner();
select tests.consent('emotional_analysis', 'mallory');
update public.users set account_status = 'suspended' where id = tests.user_id('mallory');
select tests.sign_in('mallory');
select is_empty(
  $$
    select name
    from unnest('{
      my_feature_flags(),get_optimization_hints(),due_reviews(),mastery_overview(),"compare_types(''actions_per_week'')",
      "emotional_dashboard(''2026-01-01'', ''2026-02-01'')","mbti_development(''2026-01-01'', ''2026-02-01'')",recent_learning_sessions(7)
    }'::text[]) as name
    where pg_temp.error('select public.' || name) <> 'PT403'
  $$,
  'a suspended person gets no answer'
);
select is(pg_temp.error('insert into public.emotional_readings (user_id, emotion) values (auth.uid(), ''joy'')'), '42501', 'and adds nothing');

-- A server's mistakes.
select tests.as_service();
select is_empty(
  $$
    select field
    from jsonb_each('{"price_minor": -1, "user_id": "x", "customer": {"a": 1}, "plan": "FAMILY", "subscribed_at": "0000-01-01T00:00:00Z", "cancel_at_period_end": "true"}') as f (field, value)
    where pg_temp.error(format('select public.apply_payment_event(''stripe'', ''e'', ''subscription'', now(), %L)', jsonb_build_object(
      'customer', 'c', 'user_id', tests.user_id('mallory'), 'id', 's', 'plan', 'premium', 'status', 'active', 'billing_cycle', 'monthly',
      'subscribed_at', '2026-11-01T00:00:00Z', 'period_ends_at', '2026-12-01T00:00:00Z'
    ) || jsonb_build_object(field, value))) <> 'PT422'
  $$,
  'a payment event that is malformed gives nobody a plan'
);

select * from finish();
rollback;
