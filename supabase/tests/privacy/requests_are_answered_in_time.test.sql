-- What people ask about their data is answered within a month, or three when they were told why; nobody has to remember.
begin;
select plan(17);

select tests.create_user(name) from unnest('{alice,mallory}'::text[]) as name;
select tests.sign_in('alice');
create temporary table asked as select public.request_about_my_data('rectification') as id;
select is(public.request_about_my_data('rectification'), (select id from asked), 'asked again while it is open, it is the same request');
select tests.raises($$select public.request_about_my_data('money')$$, 'PT422', 'request_malformed', 'not everything can be asked');
select is((select count(*) from public.my_data_requests()), 1::bigint, 'alice sees what she asked');
select tests.raises('select * from privacy.subject_requests', '42501', null, 'and only that');
select tests.raises('select * from privacy.requests_due()', '42501', null, 'what others asked is the operator''s');
select tests.sign_in('mallory');
select is_empty('select * from public.my_data_requests()', 'mallory sees nothing of it');
select tests.raises(format('select * from public.my_data_requests(%L)', tests.user_id('alice')), 'PT403', 'guardian_only', 'whoever she says she is');

select tests.as_owner();
update privacy.subject_requests set received_at = '2026-01-31 12:00+00' where true;
select is((select due_at from privacy.subject_requests), '2026-02-28 12:00+00'::timestamptz, 'a month from the end of January ends with February');
create function pg_temp.stage(at timestamptz) returns text language sql stable as $$
  select stage || ' ' || round(time_used, 2) from privacy.requests_due(at);
$$;
select is(pg_temp.stage('2026-02-10'), 'on_time 0.34', 'there is time');
select is(pg_temp.stage('2026-02-14 12:00+00'), 'half 0.50', 'half of it has passed');
select is(pg_temp.stage('2026-02-24'), 'urgent 0.84', 'four fifths have');
select is(pg_temp.stage('2026-03-01'), 'late 1.02', 'and all of it');
select tests.raises(
  format('select privacy.extend_request(%L, %L, ''Many'', ''2026-03-01'')', tests.user_id('alice'), (select id from asked)), 'PT409', 'extension_late',
  'it is extended before it is late'
);
select privacy.extend_request(tests.user_id('alice'), (select id from asked), 'Many rows', '2026-02-20');
select is((select due_at from privacy.subject_requests), '2026-04-30 12:00+00'::timestamptz, 'by two months');
select tests.raises(
  format('select privacy.extend_request(%L, %L, ''Many'', ''2026-03-01'')', tests.user_id('alice'), (select id from asked)), 'PT409', 'extension_late', 'and once'
);
select privacy.close_request(tests.user_id('alice'), (select id from asked), 'done', 'Corrected.');
select is_empty($$select * from privacy.requests_due('2026-05-01')$$, 'what was answered is due no more');
select tests.raises(
  format('select privacy.extend_request(%L, %L, ''Many'')', tests.user_id('alice'), (select id from asked)), 'PT404', 'request_not_found', 'nor extended'
);

select * from finish();
rollback;
