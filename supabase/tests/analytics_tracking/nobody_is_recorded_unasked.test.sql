-- Who does not consent is not recorded, by whatever way an event comes. The device is told why and forgets it, and
-- nothing of the event is kept in another place.
begin;
select plan(18);

select tests.create_user(name) from unnest('{alice,bob}'::text[]) as name;

create function pg_temp.event(n integer) returns jsonb language sql stable as $$
  select jsonb_build_object(
    'id', tests.id(n), 'occurred_at', date_part('epoch', now())::bigint * 1000 - n, 'session_id', tests.id(900), 'name', 'app-opened',
    '_status', 'created', '_changed', ''
  );
$$;
create function pg_temp.interaction(n integer) returns jsonb language sql stable as $$
  select pg_temp.event(n) - 'name' || '{"kind": "tap", "target": "button"}';
$$;
create function pg_temp.counts() returns integer[] language sql volatile security definer as $$
  select array[
    (select count(*) from public.analytics_events)::integer, (select count(*) from public.interaction_analytics)::integer,
    (select count(*) from private.activity_changes)::integer
  ];
$$;

-- A consent as a device records it, without a network.
create function pg_temp.consent(n integer, is_granted boolean, minutes_ago integer default 0) returns jsonb language sql stable as $$
  select jsonb_build_object(
    'id', tests.id(n), 'purpose_code', 'analytics', 'is_granted', is_granted, 'document_id', d.id, 'document_sha256', d.sha256, 'locale', 'en',
    'decided_at', date_part('epoch', now())::bigint * 1000 - minutes_ago * 60000, '_status', 'created', '_changed', ''
  )
  from public.policy_documents as d where d.code = 'privacy-policy' and d.locale = 'en';
$$;
grant execute on all functions in schema pg_temp to authenticated, service_role;

select tests.sign_in('alice');
select is((select is_granted from public.my_consents() where purpose_code = 'analytics'), false, 'nobody has consented by signing up');
create temporary table answers on commit drop as
select public.push_changes(json_build_object(
  'analytics_events', json_build_object('created', jsonb_build_array(pg_temp.event(1), pg_temp.event(2))),
  'interaction_analytics', json_build_object('created', jsonb_build_array(pg_temp.interaction(3))),
  'tasks', json_build_object('created', jsonb_build_array(jsonb_build_object('id', tests.id(5), 'title', 'Call', '_status', 'created', '_changed', '')))
), device_id => tests.device('phone')) as answer;
select is(
  (select array_agg(distinct r ->> 'table' || ' ' || (r ->> 'code')) from jsonb_array_elements(answer -> 'rejected') as r),
  '{"analytics_events consent_missing","interaction_analytics consent_missing"}', 'what her device sends is refused, with the reason'
) from answers;
select is(answer #> '{accepted,tasks}', '1', 'the sync goes on') from answers;
select is(answer -> 'experimentalRejectedIds', '{}', 'and the device keeps none of it, to be sent again for ever') from answers;
select is(pg_temp.counts(), '{0,0,0}', 'nothing of it is stored');
select is_empty('select * from public.sync_rejections', 'no rejection holds what was not to be recorded');
select tests.raises(
  $$insert into public.analytics_events (user_id, occurred_at, session_id, name) values (tests.user_id('alice'), now(), tests.id(9), 'x')$$,
  'PT403', 'consent_missing', 'the API is as strict'
);

-- What else is wrong with it is not looked at, or the answer, which is kept, would say when it was.
select public.push_changes(json_build_object(
  'analytics_events', json_build_object('created', jsonb_build_array(pg_temp.event(6) || jsonb_build_object('occurred_at', date_part('epoch', now())::bigint * 1000 + 86400000))),
  'emotional_readings', json_build_object('created', jsonb_build_array(jsonb_build_object(
    'id', tests.id(7), 'session_id', tests.id(999), 'emotion', 'joy', 'intensity', 7, 'recorded_at', date_part('epoch', now())::bigint * 1000, '_status', 'created', '_changed', ''
  )))
), device_id => tests.device('phone'), push_id => tests.id(800));
select tests.as_owner();
select is(
  (select array_agg(r ->> 'table' || ' ' || (r ->> 'code') order by r ->> 'table') from sync.pushes as p, jsonb_array_elements(p.answer -> 'rejected') as r where p.push_id = tests.id(800)),
  '{"analytics_events consent_missing","emotional_readings consent_missing"}', 'consent is asked before anything else'
);
select is_empty('select * from public.sync_conflicts', 'and nothing is decided about what is not taken');
select is((select count(*) from public.emotional_readings), 0::bigint, 'nor kept of it');
select tests.sign_in('alice');

-- Consent and what follows from it may come in one push.
select tests.commit();
select is(
  public.push_changes(json_build_object(
    'analytics_events', json_build_object('created', jsonb_build_array(pg_temp.event(1))),
    'interaction_analytics', json_build_object('created', jsonb_build_array(pg_temp.interaction(3))),
    'consents', json_build_object('created', jsonb_build_array(pg_temp.consent(10, true, 60)))
  ), device_id => tests.device('phone'), base_pulled_at => tests.cursor()) -> 'rejected', '[]', 'alice consents'
);
select is(pg_temp.counts(), '{1,1,2}', 'from then on, she is recorded');
select tests.push(jsonb_build_array(pg_temp.consent(11, false)), into_table => 'consents');
select tests.push(jsonb_build_array(pg_temp.event(4)), into_table => 'analytics_events');
select is(pg_temp.counts(), '{1,1,2}', 'when she withdraws it, no longer');

-- A child is not recorded even if somebody writes that they consented.
select tests.as_owner();
select tests.consent('analytics', 'bob');
update public.users set age_band = 'under_13' where id = tests.user_id('bob');
insert into public.guardian_links (user_id, email_hash, method, evidence_reference, verified_at)
values (tests.user_id('bob'), extensions.crypt('x', extensions.gen_salt('bf', 8)), 'signed_form', 'form 1', now());
select tests.sign_in('bob');
select tests.push(jsonb_build_array(pg_temp.event(1)), into_table => 'analytics_events');
select is(pg_temp.counts(), '{1,1,2}', 'nobody under 13 is recorded, whatever was consented to');
select tests.as_owner();
update public.users set age_band = '16_17' where id = tests.user_id('bob');
select tests.sign_in('bob');
select tests.push(jsonb_build_array(pg_temp.event(1)), into_table => 'analytics_events');
select is(pg_temp.counts(), '{2,1,3}', 'older ones are');

-- Nor does the server itself go round it.
select tests.as_owner();
select tests.raises(
  $$
    insert into public.interaction_analytics (user_id, occurred_at, session_id, kind, target)
    values (tests.user_id('alice'), now(), tests.id(900), 'tap', 'button')
  $$,
  'PT403', 'consent_missing', 'what the server records goes by the same consent'
);
select tests.raises(
  $$
    insert into public.interaction_analytics (user_id, occurred_at, session_id, kind, target)
    select tests.user_id(name), now(), tests.id(900), 'tap', 'button' from unnest('{bob,bob,alice}'::text[]) as name
  $$,
  'PT403', 'consent_missing', 'nor does one person''s consent stand for another in the same statement'
);

-- mallory must not learn from an answer what others have chosen.
select tests.create_user('mallory');
select tests.sign_in('mallory');
select results_eq(
  $$select private.has_consent(tests.user_id(name), 'analytics') from unnest('{alice,bob}'::text[]) as name$$, '{false,false}'::boolean[],
  'what others chose is not told'
);

select * from finish();
rollback;
