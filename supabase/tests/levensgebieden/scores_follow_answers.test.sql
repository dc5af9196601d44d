-- The score is the server's: the mean of the four answers times 20, a reversed one counted from the other end.
begin;
select plan(17);

select tests.create_person('alice');
create function pg_temp.answered(n integer, answers integer[], code text default 'mental-health', more jsonb default '{}')
returns jsonb language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'id', tests.id(n), '_status', 'created', '_changed', '', 'scored_on', '2026-10-01', 'note', null,
    'answer_1', answers[1], 'answer_2', answers[2], 'answer_3', answers[3], 'answer_4', answers[4],
    'created_at', tests.at(0), 'updated_at', tests.at(0)
  ) || more
$$;
create function pg_temp.score(n integer) returns integer language sql stable set search_path = '' as $$
  select score::integer from public.levensgebied_scores where id = tests.id(n)
$$;
grant execute on all functions in schema pg_temp to authenticated;

-- Of mental-health the third statement is the one that is reversed; of hobbies-and-passions the first.
select tests.sign_in('alice');
create function pg_temp.add(n integer, answers integer[], code text default 'mental-health', more jsonb default '{}') returns text[] language sql as $$
  select tests.rejected(tests.push(jsonb_build_array(
    pg_temp.answered(n, answers) || jsonb_build_object('levensgebied_id', tests.catalogue_id('levensgebieden', '1:' || code)) || more
  ), into_table => 'levensgebied_scores'))
$$;

select is(pg_temp.add(1, '{5,5,1,5}'), '{}', 'answers are pushed without a score');
select is(pg_temp.score(1), 100, 'the best answers make 100: agreeing, and disagreeing with what is reversed');
select pg_temp.add(2, '{1,1,5,1}');
select is(pg_temp.score(2), 20, 'the worst make 20');
select pg_temp.add(3, '{5,5,5,5}');
select is(pg_temp.score(3), 80, 'agreeing with everything is not the best');
select pg_temp.add(4, '{3,4,2,4}');
select is(pg_temp.score(4), 75, 'the mean of 3, 4, 4 and 4 is 3.75, times 20');
select pg_temp.add(5, '{1,5,5,5}', 'hobbies-and-passions');
select is(pg_temp.score(5), 100, 'each area has its own reversed statement');
select is(
  (select array_agg(answer_1 || '' || answer_2 || answer_3 || answer_4 order by id) from public.levensgebied_scores), '{5515,1151,5555,3424,1555}',
  'the answers are kept as they were given'
);

-- All combinations, against the rule as the documents have it.
select tests.as_owner();
insert into public.levensgebied_scores (user_id, levensgebied_id, scored_on, answer_1, answer_2, answer_3, answer_4)
select tests.user_id('alice'), private.catalogue_id('levensgebieden', '1:finances'), '2026-09-01', a, b, c, d
from generate_series(1, 5) as a, generate_series(1, 5) as b, generate_series(1, 5) as c, generate_series(1, 5) as d;
select is(
  (
    select count(*) from public.levensgebied_scores
    where scored_on = '2026-09-01' and score::numeric = (answer_1 + (6 - answer_2) + answer_3 + answer_4) / 4.0 * 20
  ),
  625::bigint, 'so it is for all answers there can be'
);

-- An app cannot send a wrong one.
select tests.sign_in('alice');
select pg_temp.add(6, '{1,1,5,1}', more => '{"score": 100}');
select is(pg_temp.score(6), 20, 'a score that a device sends is not taken');
select tests.raises('update public.levensgebied_scores set score = 100', '42501', null, 'nor one written past the sync');
select tests.raises(
  $$
    insert into public.levensgebied_scores (user_id, levensgebied_id, scored_on, answer_1, answer_2, answer_3, answer_4, score)
    select tests.user_id('alice'), id, '2026-10-01', 1, 1, 1, 1, 100 from public.levensgebieden where code = 'finances'
  $$,
  '42501', null, 'nor along with the answers'
);
update public.levensgebied_scores set answer_3 = 1 where id = tests.id(6);
select is(pg_temp.score(6), 40, 'a corrected answer corrects the score');
update public.levensgebied_scores set levensgebied_id = tests.catalogue_id('levensgebieden', '1:hobbies-and-passions') where id = tests.id(6);
select is(pg_temp.score(6), 40, 'and answers moved to another area are counted by its questions');
select tests.as_owner();
update public.levensgebied_scores set score = 100 where id = tests.id(6);
select is(pg_temp.score(6), 40, 'not even the owner of the table writes another');

select tests.sign_in('alice');
select is(
  (pg_temp.add(7, '{3,3,9,3}') || pg_temp.add(8, '{0,3,3,3}') || pg_temp.add(9, '{3,3,3,null}') || pg_temp.add(10, '{3,3,3,3}', 'luck')),
  '{"7: value_out_of_bounds","8: value_out_of_bounds","9: value_missing","10: levensgebied_unknown"}',
  'answers are from 1 to 5, four of them, about an area there is'
);
select is(
  (
    select array_agg(r ->> 'detail' order by r ->> 'detail')
    from jsonb_array_elements(tests.push(jsonb_build_array(
      pg_temp.answered(11, '{3,3,9,3}') || jsonb_build_object('levensgebied_id', tests.catalogue_id('levensgebieden', '1:finances')),
      pg_temp.answered(12, '{3,3,3,null}') || jsonb_build_object('levensgebied_id', tests.catalogue_id('levensgebieden', '1:finances'))
    ), into_table => 'levensgebied_scores') -> 'rejected') as r
  ),
  '{"column answer_3, rule levensgebied_scores_answer_3_is_on_scale","column answer_4"}', 'and what is refused is refused by its name'
);

-- Two devices answer differently: what results is a score of the answers that result.
select tests.commit();
create function pg_temp.correct(device text, answer text, value integer, edited numeric) returns void language sql as $$
  select tests.push(updated => jsonb_build_array(pg_temp.answered(4, '{3,4,2,4}') || jsonb_build_object(
    'levensgebied_id', tests.catalogue_id('levensgebieden', '1:mental-health'), answer, value,
    '_status', 'updated', '_changed', answer || ',updated_at', 'updated_at', tests.at(edited)
  )), into_table => 'levensgebied_scores', device => device, base => tests.cursor())
$$;
select pg_temp.correct('laptop', 'answer_1', 5, 1), pg_temp.correct('phone', 'answer_3', 1, 2);
select is(
  (select answer_1 || '' || answer_2 || answer_3 || answer_4 || ' ' || score from public.levensgebied_scores where id = tests.id(4)), '5414 90',
  'devices that corrected one answer each make one score of both'
);

select * from finish();
rollback;
