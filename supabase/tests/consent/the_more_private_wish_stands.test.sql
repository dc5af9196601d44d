-- Consents are made on devices without a network and with clocks that are off. Whatever order they arrive in, a withdrawal
-- is not undone by a consent that was given before it, on either clock.
begin;
select plan(11);

select tests.create_user('alice');
create function pg_temp.consent(n integer, is_granted boolean, minutes_ago integer) returns jsonb language sql stable as $$
  select jsonb_build_object(
    'id', tests.id(n), 'purpose_code', 'emotional_analysis', 'is_granted', is_granted, 'document_id', d.id, 'document_sha256', d.sha256,
    'locale', 'nl', 'decided_at', (date_part('epoch', now()) * 1000)::bigint - minutes_ago * 60000, '_status', 'created', '_changed', ''
  )
  from public.policy_documents as d where d.code = 'privacy-policy' and d.locale = 'nl';
$$;
create function pg_temp.reading(n integer) returns jsonb language sql stable as $$
  select jsonb_build_object('id', tests.id(n), 'emotion', 'calm', '_status', 'created', '_changed', '');
$$;
create function pg_temp.stands() returns boolean language sql stable as $$
  select private.has_consent(auth.uid(), 'emotional_analysis');
$$;
-- What was pushed so far came an hour ago.
create function pg_temp.an_hour_passes() returns void language sql security definer as $$
  update public.consents set created_at = created_at - interval '1 hour' where user_id = tests.user_id('alice');
$$;
grant execute on all functions in schema pg_temp to authenticated;

select tests.sign_in('alice');
select is(
  tests.rejected(tests.push(jsonb_build_array(pg_temp.reading(1)), into_table => 'emotional_readings')), '{"1: consent_missing"}',
  'a reading is refused without consent'
);
select is(
  (select r.payload from public.sync_rejections as r where r.table_name = 'emotional_readings'), jsonb_build_object('id', tests.id(1)),
  'and stays on her device, for her to decide about'
);
select tests.push(jsonb_build_array(pg_temp.consent(2, true, 30)), into_table => 'consents');
select is(
  tests.rejected(tests.push(jsonb_build_array(pg_temp.reading(1)), into_table => 'emotional_readings')), '{}', 'with consent it is taken'
);


-- The laptop withdrew before that, without a network, and comes later: nobody knows which clock is right.
select pg_temp.an_hour_passes();
select tests.push(jsonb_build_array(pg_temp.consent(3, false, 90)), into_table => 'consents', device => 'laptop');
select is(pg_temp.stands(), false, 'a withdrawal that arrives later ends consent that was given later by its clock');
select is(
  tests.rejected(tests.push(jsonb_build_array(pg_temp.reading(4)), into_table => 'emotional_readings')), '{"4: consent_missing"}', 'and counts at once'
);
-- A consent that was given before the withdrawal was seen.
select pg_temp.an_hour_passes();
select tests.push(jsonb_build_array(pg_temp.consent(5, true, 240)), into_table => 'consents', device => 'tablet');
select is(pg_temp.stands(), false, 'a consent that arrives later does not undo it, having been given before');
select pg_temp.an_hour_passes();
select tests.push(jsonb_build_array(pg_temp.consent(6, true, 0)), into_table => 'consents');
select is(pg_temp.stands(), true, 'given anew, it stands');
select tests.push(jsonb_build_array(pg_temp.consent(6, true, 0)), into_table => 'consents');
select is((select count(*) from public.consents), 4::bigint, 'sent again, it is there once');
select is(
  tests.rejected(tests.push(updated => jsonb_build_array(pg_temp.consent(6, false, 0)), into_table => 'consents')), '{"6: not_allowed"}',
  'a device cannot turn what was decided into something else'
);
select tests.push(jsonb_build_array(pg_temp.consent(7, true, -600), pg_temp.consent(8, false, -600)), into_table => 'consents');
select is(pg_temp.stands(), false, 'of two from a clock that is fast, made at one moment, the withdrawal stands');
select is((select count(*) from public.consents where decided_at > now() + interval '1 second'), 0::bigint, 'and neither is from tomorrow');

select * from finish();
rollback;
