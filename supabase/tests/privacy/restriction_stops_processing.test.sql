-- Who restricts processing (Art. 18 GDPR) keeps reading and taking along what is theirs. Nothing else is done with it: not
-- by devices, not by the API, not by jobs, not by a model; until they lift it.
begin;
select plan(28);

select tests.create_user(name) from unnest('{alice,bob,mallory}'::text[]) as name;
select tests.consent(purpose) from unnest('{analytics,emotional_analysis,ai_coaching,research}'::text[]) as purpose;
create function pg_temp.restricted() returns text[] language sql stable security definer as $$
  select array_agg(split_part(a.email, '@', 1) order by a.email) from public.users as u join auth.users as a using (id) where u.restricted_at is not null;
$$;
create function pg_temp.task(n integer) returns jsonb language sql stable as $$
  select jsonb_build_object('id', tests.id(n), 'title', 'Call', '_status', 'created', '_changed', '');
$$;
grant execute on all functions in schema pg_temp to authenticated;

select tests.sign_in('alice');
insert into public.tasks (user_id, id, title) values (auth.uid(), tests.id(1), 'Read');
insert into public.analytics_events (user_id, occurred_at, session_id, name) values (auth.uid(), now() - interval '1 hour', tests.id(9), 'app-opened');
insert into public.emotional_readings (user_id, recorded_at, emotion) values (auth.uid(), now() - interval '200 days', 'joy');
select isnt(public.restrict_processing(), null, 'alice restricts processing');
select is(public.restrict_processing(), public.restrict_processing(), 'asked again, since the same moment');
select is(pg_temp.restricted(), '{alice}', 'of nobody else');
select results_eq(
  $$select kind, state from public.my_data_requests()$$, $$values ('restriction', 'done')$$, 'that she asked is noted once, and done'
);

-- Reading.
select lives_ok('select public.pull_changes_optimized()', 'she still pulls');
select is((select title::text from public.tasks), 'Read', 'and reads');
-- Writing.
select tests.raises(
  $$select tests.push(jsonb_build_array(pg_temp.task(2)), into_table => 'tasks')$$, 'PT403', 'processing_restricted',
  'a push is refused as a whole, so that the device keeps what it has'
);
select tests.raises($$insert into public.tasks (user_id, title) values (auth.uid(), 'x')$$, '42501', null, 'and so is a new row through the API');
select tests.raises($$select public.execute_operations('[]')$$, 'PT403', 'processing_restricted', 'a batch of operations');
select is_empty($$update public.tasks set title = 'x' where true returning id$$, 'a change');
select is_empty($$delete from public.tasks where true returning id$$, 'a deletion');
select tests.raises($$update public.users set restricted_at = null where id = auth.uid()$$, '42501', null, 'the mark is not hers to wipe');
select is(private.has_consent(auth.uid(), 'analytics'), false, 'no consent counts meanwhile');

-- Jobs and models.
select tests.as_owner();
select private.refresh_activity();
select is_empty('select from public.user_activity_daily', 'her days are not counted');
select private.refresh_emotional_analytics();
select is_empty('select from public.emotional_analytics', 'nor her emotions summarised');
select tests.raises(
  $$select public.record_ai_interaction(tests.user_id('alice'), tests.id(5), 'coaching', 'groq', 'llama', 'started')$$,
  'PT403', 'processing_restricted', 'no model is asked'
);
delete from private.analytics_marks where true;
insert into public.sync_conflicts (user_id, table_name, row_id, column_name, rule, client_value, server_value, resolution, created_at)
values (tests.user_id('alice'), 'tasks', tests.id(1), 'title', 'manual', '1', '2', 'server', now() - interval '1 year');
select privacy.apply_retention();
select is((select count(*) from public.emotional_readings), 1::bigint, 'retention deletes nothing she may need');
select is((select count(*) from public.sync_conflicts), 1::bigint, 'in any table');

-- Others, and the end of it.
select tests.sign_in('mallory');
select tests.raises(format('select public.lift_restriction(%L)', tests.user_id('alice')), 'PT403', 'guardian_only', 'mallory does not lift it');
select tests.raises(format('select public.restrict_processing(%L)', tests.user_id('bob')), 'PT403', 'guardian_only', 'nor restricts bob');
select tests.sign_in('bob');
select is_empty('select * from public.my_data_requests()', 'what alice asked is not bob''s to read');
select tests.sign_in('alice');
select is((public.withdraw_consent('research')).is_granted, false, 'consent is withdrawn all the same');
select is(public.lift_restriction(), null, 'alice lifts it');
select is(tests.rejected(tests.push(jsonb_build_array(pg_temp.task(2)), into_table => 'tasks')), '{}', 'and the device brings what it kept');
select tests.as_owner();
select private.refresh_activity();
select is((select count(*) from public.user_activity_daily), 1::bigint, 'the days that waited are counted');
select privacy.apply_retention();
select is((select count(*) from public.emotional_readings), 0::bigint, 'and what is past goes');
select is((select count(*) from public.sync_conflicts), 0::bigint, 'everywhere');
select results_eq(
  $$select kind, state from privacy.subject_requests order by kind$$, $$values ('lifting', 'done'), ('restriction', 'done')$$, 'both are noted'
);

select * from finish();
rollback;
