-- Onboarding is complete, with everything that makes it so, or has left nothing behind.
begin;
select plan(22);

select tests.create_user('alice');
select tests.create_user('bob');
select tests.sign_in('alice');

create function pg_temp.payload()
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select '{
    "profile": {"display_name": "Alice", "timezone": "Europe/Amsterdam", "locale": "nl", "learning_goals": ["rest", "focus"]},
    "mbti_profile": {"mbti_type": "INTJ", "ei_clarity": 60, "confidence": 0.8, "source": "assessment", "assessed_at": "2026-03-01T10:00:00Z"},
    "preferences": {"theme": "dark", "explanation_style": "concise", "week_starts_on": 7},
    "coaching_session": {"title": "Kennismaking", "topics": ["start"], "scheduled_at": 1772360000000},
    "onboarding_completed_at": "2026-03-01T10:30:00Z"
  }'::jsonb;
$$;
create temporary table first as select public.complete_onboarding(pg_temp.payload()) as value;

select results_eq(
  'select display_name::text, timezone, learning_goals, onboarding_completed_at::timestamptz from public.users',
  $$values ('Alice', 'Europe/Amsterdam', '{rest,focus}'::text[], '2026-03-01 10:30+00'::timestamptz)$$, 'the profile is written'
);
select results_eq(
  'select mbti_type::text, ei_clarity::integer, source, assessed_at::timestamptz, is_current from public.mbti_profiles',
  $$values ('INTJ', 60, 'assessment', '2026-03-01 10:00+00'::timestamptz, true)$$, 'so is the type, which is current'
);
select results_eq(
  'select theme, explanation_style::text, week_starts_on::integer, push_notifications from public.user_preferences',
  $$values ('dark', 'concise', 7, true)$$, 'so are the preferences; the others stay'
);
select results_eq(
  'select kind, title::text, status, topics, mbti_type::text from public.coaching_sessions',
  $$values ('onboarding', 'Kennismaking', 'planned', '{start}'::text[], 'INTJ')$$, 'and the first session, for that type'
);
select is((select value ->> 'user_type' from first), 'INTJ', 'the answer says the type');
select is(
  (select (value -> 'onboarding_completed_at')::bigint from first), (extract(epoch from timestamptz '2026-03-01 10:30+00') * 1000)::bigint, 'and since when'
);

update public.users set display_name = 'Al';
select is(public.complete_onboarding(pg_temp.payload()), (select value from first), 'called twice, it answers the same');
select is((select display_name::text from public.users), 'Al', 'and writes nothing');

-- Another payload, as from a second device.
select isnt(
  public.complete_onboarding(pg_temp.payload() || '{"preferences": {"theme": "light"}, "onboarding_completed_at": "2026-03-02T09:00:00Z"}'), (select value from first),
  'what says something else is another operation'
);
select results_eq(
  'select (select count(*) from public.mbti_profiles), (select count(*) from public.coaching_sessions)', $$values (1::bigint, 1::bigint)$$, 'and makes no second rows either'
);
select results_eq(
  'select p.theme, u.onboarding_completed_at::timestamptz from public.user_preferences as p, public.users as u',
  $$values ('light', '2026-03-01 10:30+00'::timestamptz)$$, 'it was complete when it first was'
);
select public.complete_onboarding('{"mbti_profile": {"mbti_type": "ENFP"}}');
select results_eq(
  'select mbti_type::text, is_current from public.mbti_profiles order by 1', $$values ('ENFP', true), ('INTJ', false)$$, 'another type is another row, and current'
);

-- What is wrong is named, and nothing is kept.
select tests.sign_in('bob');
create function pg_temp.failure(change jsonb)
returns text
language plpgsql
volatile
set search_path = ''
as $$
declare
  detail text;
begin
  perform public.complete_onboarding(pg_temp.payload() || change);
  return 'completed';
exception when others then
  get stacked diagnostics detail = pg_exception_detail;
  return concat_ws(' ', sqlstate, sqlerrm, split_part(detail, ': ', 1));
end;
$$;
select is(pg_temp.failure('{"profile": {"username": "a b"}}'), 'PT422 value_out_of_bounds payload.profile.username', 'a field of the profile');
select is(pg_temp.failure('{"profile": {"timezone": "Mars/Base"}}'), 'PT422 time_zone_unknown payload.profile.timezone', 'one that a trigger looks at');
select is(pg_temp.failure('{"profile": {"account_status": "active"}}'), 'PT422 field_malformed payload.profile.account_status', 'one that is not the person''s');
select is(pg_temp.failure('{"mbti_profile": {"mbti_type": "XXXX"}}'), 'PT422 value_out_of_bounds payload.mbti_profile.mbti_type', 'the type');
select is(pg_temp.failure('{"preferences": {"theme": true}}'), 'PT422 field_malformed payload.preferences.theme', 'a preference');
select is(pg_temp.failure('{"coaching_session": {"scheduled_at": "soon"}}'), 'PT422 field_malformed payload.coaching_session.scheduled_at', 'a time of the session');
select is(pg_temp.failure('{"mbti_profile": null}'), 'PT422 onboarding_incomplete payload.mbti_profile', 'a type is wanted');
select is(pg_temp.failure('{"session": {}}'), 'PT422 field_malformed payload.session', 'a part that is none');
select results_eq(
  $$
    select (select count(*) from public.mbti_profiles), (select count(*) from public.coaching_sessions),
      (select num_nonnulls(u.display_name, u.onboarding_completed_at) from public.users as u), (select p.theme from public.user_preferences as p)
  $$,
  $$values (0::bigint, 0::bigint, 0, 'system')$$, 'and nothing of any of these was written'
);

select tests.sign_out();
select tests.raises($$select public.complete_onboarding('{}')$$, '42501', null, 'nobody onboards a visitor');

select * from finish();
rollback;
