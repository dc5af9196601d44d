-- mallory wants to see, change and borrow from what is alice's.
begin;
select plan(11);

select tests.create_user('alice');
select tests.create_user('mallory');
select tests.consent('emotional_analysis');
insert into public.learning_sessions (user_id, id) values (tests.user_id('alice'), tests.id(1));
insert into public.learning_dna (user_id, id) values (tests.user_id('alice'), tests.user_id('alice'));
insert into public.learning_interactions (user_id, session_id, interaction_type, user_input) values (tests.user_id('alice'), tests.id(1), 'question', 'x');
insert into public.learning_interventions (user_id, intervention_type) values (tests.user_id('alice'), 'short-break');
insert into public.emotional_readings (user_id, emotion) values (tests.user_id('alice'), 'joy');
insert into public.mastery_reviews (user_id, concept_id, rating) values (tests.user_id('alice'), private.catalogue_id('concepts', 'empathy'), 3);

select tests.sign_in('mallory');
select is_empty(
  $$
    select user_id from public.learning_sessions union all select user_id from public.learning_dna union all select user_id from public.learning_interactions
    union all select user_id from public.learning_interventions union all select user_id from public.emotional_readings
    union all select user_id from public.mastery_reviews union all select user_id from public.content_mastery
  $$,
  'mallory sees nothing of alice''s'
);
select is_empty('select id from public.recent_learning_sessions()', 'not by asking either');
select tests.raises(
  $$insert into public.learning_interactions (user_id, session_id, interaction_type) values (tests.user_id('mallory'), tests.id(1), 'question')$$,
  '23503', null, 'an interaction cannot join another person''s session'
);
select tests.raises(
  $$insert into public.emotional_readings (user_id, session_id, emotion) values (tests.user_id('mallory'), tests.id(1), 'joy')$$,
  '23503', null, 'nor a reading'
);
select tests.raises(
  $$insert into public.emotional_readings (user_id, emotion) values (tests.user_id('alice'), 'anxiety')$$, '42501', null, 'nobody feels for alice'
);
select tests.raises(
  $$select public.review_concept((select id from public.concepts where code = 'empathy'), 3, session_id => tests.id(1))$$, 'PT404', 'learning_session_not_found',
  'a session of alice''s is as good as none'
);
select is_empty($$delete from public.content_mastery returning id$$, 'mallory cannot make alice forget');

-- What the server computes is nobody's to write, and the catalogue is content.
select public.review_concept((select id from public.concepts where code = 'empathy'), 3);
select tests.raises('update public.content_mastery set mastery_level = 1', '42501', null, 'nobody writes how well they know something');
select tests.raises('update public.mastery_reviews set reached_mastery = true', '42501', null, 'or that a review made them master it');
select tests.raises($$update public.concepts set difficulty_level = 0$$, '42501', null, 'or makes the catalogue easier');

-- Nothing stands in the way of a person who goes.
select tests.as_owner();
select lives_ok($$delete from public.users where id = tests.user_id('alice')$$, 'all of it goes with the person');

select * from finish();
rollback;
