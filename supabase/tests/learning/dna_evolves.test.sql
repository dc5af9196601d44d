-- How a person learns is one row, whoever writes it, and it tells how often it changed.
begin;
select plan(9);

select tests.create_user('alice');
select tests.sign_in('alice');

create function pg_temp.push(columns jsonb, device text)
returns jsonb
language sql
volatile
as $$
  select public.push_changes(
    jsonb_build_object('learning_dna', jsonb_build_object(
      'created', jsonb_build_array(jsonb_build_object('id', tests.user_id('alice'), '_status', 'created', 'version', 40) || columns),
      'updated', '[]'::jsonb, 'deleted', '[]'::jsonb
    ))::json,
    device_id => tests.device(device)
  );
$$;
create temporary table answers (title text, answer jsonb);

insert into answers select 'phone', pg_temp.push('{"primary_learning_style": "visual", "stress_triggers": "[\"deadlines\"]", "overall_learning_velocity": 9}', 'phone');
select is((select answer -> 'rejected' from answers), '[]', 'a phone makes the profile');
select results_eq(
  'select version, primary_learning_style, overall_learning_velocity from public.learning_dna', $$values (1, 'visual', null::double precision)$$,
  'at version one; what the server measures is not its to say'
);
insert into answers select 'laptop', pg_temp.push('{"goal_orientation": "mastery", "stress_triggers": "[\"noise\"]"}', 'laptop');
select is((select answer -> 'rejected' from answers where title = 'laptop'), '[]', 'a laptop that made one too is no error');
select results_eq(
  'select version, primary_learning_style, goal_orientation, array(select unnest(stress_triggers) order by 1) from public.learning_dna',
  $$values (2, 'visual', 'mastery', '{deadlines,noise}'::text[])$$, 'they become one, of the next version'
);
update public.learning_dna set goal_orientation = 'mastery', updated_at = now();
select is((select version from public.learning_dna), 2, 'to write what is there is no new version');
select tests.raises('update public.learning_dna set version = 7', '42501', null, 'nobody counts it up by hand');
select tests.raises(
  $$insert into public.learning_dna (user_id, id) values (tests.user_id('alice'), tests.id(1))$$, '23514', null, 'there is no second row'
);

select tests.as_service();
select lives_ok(
  $$
    update public.learning_dna
    set overall_learning_velocity = 1.5, subjects_performance = '{"communication": {"mastery_rate": 0.5, "engagement_level": 1, "optimal_difficulty": 0.6}}'
    where user_id = tests.user_id('alice')
  $$,
  'the server writes what it measured'
);
select is((select version from public.learning_dna where user_id = tests.user_id('alice')), 2, 'which is no other profile');

select * from finish();
rollback;
