-- Of what somebody feels nothing is kept without consent: not in the table, and not in the note that it was refused. The
-- server, which writes what the coach senses, is held to it as well.
begin;
select plan(15);

select tests.create_user(name) from unnest('{alice,bob}'::text[]) as name;

-- A push of one record; what the note of its refusal holds, and how often it came.
create function pg_temp.push(table_name text, n integer, columns jsonb) returns text language sql volatile as $$
  select public.push_changes(json_build_object(table_name, json_build_object('created', jsonb_build_array(
    jsonb_build_object('id', tests.id(n), '_status', 'created', '_changed', '', 'created_at', 1763740800000 + n, 'updated_at', 1763740800000 + n) || columns
  )))) #>> '{rejected,0,code}';
$$;
create function pg_temp.noted(n integer) returns text language sql stable security definer as $$
  select r.payload || jsonb_build_object('attempts', r.attempts) from public.sync_rejections as r where r.row_id = tests.id(n)::text;
$$;
grant execute on all functions in schema pg_temp to authenticated, service_role;

select tests.sign_in('bob');
select is(
  pg_temp.push('emotional_readings', 1, '{"emotion": "joy", "source": "detected", "trigger": "the secret"}'), 'consent_missing', 'a reading is refused'
);
select is(pg_temp.noted(1), jsonb_build_object('id', tests.id(1), 'attempts', 1)::text, 'and its id is all that is kept of it');
select pg_temp.push('emotional_readings', 1, '{"emotion": "joy", "source": "detected", "trigger": "another"}');
select is(pg_temp.noted(1), jsonb_build_object('id', tests.id(1), 'attempts', 2)::text, 'sent again, with other words, it is the same note');
select isnt(pg_temp.push('emotional_readings', 2, '{"emotion": "no such", "source": "the secret"}'), null, 'one that is bad anyway is refused');
select is(pg_temp.noted(2), jsonb_build_object('id', tests.id(2), 'attempts', 1)::text, 'and kept no more');
select is(
  pg_temp.push('learning_interventions', 3, '{"intervention_type": "pause", "reason": "the secret", "emotional_state": "anxiety", "applied_at": 1763740800000}'),
  'consent_missing', 'so is what was done about a feeling'
);
select is(pg_temp.noted(3), jsonb_build_object('id', tests.id(3), 'attempts', 1)::text, 'of which no more is kept');
select is(pg_temp.push('tasks', 4, '{"title": "the task", "status": "no such"}') is not null, true, 'where nothing asks for consent');
select alike(pg_temp.noted(4), '%the task%', 'the record is kept, for the person to correct');

select tests.as_owner();
select tests.consent('emotional_analysis', 'alice');
select tests.sign_in('alice');
select isnt(pg_temp.push('emotional_readings', 5, '{"emotion": "no such", "source": "detected"}'), null, 'with consent a bad reading is refused');
select alike(pg_temp.noted(5), '%no such%', 'and kept, to be corrected');

-- What the coach senses.
create function pg_temp.sense(name text) returns text language sql volatile as $$
  insert into public.coaching_adaptations (user_id, kind, basis, reason, detected_emotion)
  values (tests.user_id(name), 'tone', 'emotion', 'It seemed hard.', 'joy') returning 'kept';
$$;
grant execute on all functions in schema pg_temp to service_role;
select tests.as_service();
select tests.raises($$select pg_temp.sense('bob')$$, 'PT403', 'consent_missing', 'what the coach senses is not kept without consent');
select is(pg_temp.sense('alice'), 'kept', 'and is with it');
select tests.raises(
  $$insert into public.learning_interventions (user_id, intervention_type, emotional_state) values (tests.user_id('bob'), 'pause', 'anxiety')$$,
  'PT403', 'consent_missing', 'nor a feeling that an intervention was for'
);
select lives_ok(
  $$insert into public.learning_interventions (user_id, intervention_type) values (tests.user_id('bob'), 'pause')$$, 'the intervention itself is kept'
);

select * from finish();
rollback;
