-- Areas and questions change with data: a copy, edits to the draft, activation.
begin;
select plan(23);

select tests.create_person('alice');

select tests.sign_in('alice');
insert into public.levensgebied_scores (user_id, id, levensgebied_id, scored_on, answer_1, answer_2, answer_3, answer_4)
select tests.user_id('alice'), tests.id(1), id, '2026-10-01', 3, 3, 3, 3 from public.levensgebieden where code = 'finances';

select tests.as_service();
select is(private.copy_levensgebied_version(), 2, 'a copy is the next version');
select results_eq(
  $$
    select a.status::text, to_jsonb(a) - '{id,version_id,status,created_at,updated_at}'::text[]
    from public.levensgebieden as a where a.status = 'draft' order by a.position
  $$,
  $$
    select 'draft', to_jsonb(a) - '{id,version_id,status,created_at,updated_at}'::text[]
    from public.levensgebieden as a where a.status = 'current' order by a.position
  $$,
  'a draft with the same areas'
);
select results_eq(
  $$
    select a.code::text, to_jsonb(q) - '{id,levensgebied_id,status,created_at,updated_at}'::text[]
    from public.levensgebied_questions as q join public.levensgebieden as a on a.id = q.levensgebied_id
    where q.status = 'draft' order by a.position, q.position
  $$,
  $$
    select a.code::text, to_jsonb(q) - '{id,levensgebied_id,status,created_at,updated_at}'::text[]
    from public.levensgebied_questions as q join public.levensgebieden as a on a.id = q.levensgebied_id
    where q.status = 'current' order by a.position, q.position
  $$,
  'the same questions'
);
select is(
  (select answer_labels from public.levensgebied_versions where version = 2), (select answer_labels from public.levensgebied_versions where version = 1),
  'and the same answers'
);

-- In the draft the first statement about money is put the other way round, an area goes and another comes.
update public.levensgebied_questions as q
set statement = '{"nl": "Ik heb geen zicht op mijn geld.", "en": "I have no view of my money."}', is_reversed = true
from public.levensgebieden as a
where a.id = q.levensgebied_id and a.code = 'finances' and q.status = 'draft' and q.position = 1;
update public.levensgebied_questions set position = 5 - position where status = 'draft' and levensgebied_id = (
  select id from public.levensgebieden where status = 'draft' and code = 'home-environment'
);
delete from public.levensgebieden where status = 'draft' and code = 'professional-development';
insert into public.levensgebieden (version_id, code, position, name, description, icon, color)
select id, 'nature', 7, '{"nl": "Natuur", "en": "Nature"}', '{"nl": "Buiten zijn", "en": "Being outside"}', 'leaf', '#2e7d32'
from public.levensgebied_versions where status = 'draft';
insert into public.levensgebied_questions (levensgebied_id, position, statement)
select id, n, '{"nl": "Ik ben vaak buiten.", "en": "I am often outside."}'
from public.levensgebieden, generate_series(1, 3) as n where status = 'draft' and code = 'nature';
select tests.raises(
  'select private.activate_levensgebied_version(2)', 'PT409', 'catalogue_version_incomplete', 'an area with three questions is not published'
);
insert into public.levensgebied_questions (levensgebied_id, position, statement)
select id, 4, '{"nl": "Ik ken de vogels hier.", "en": "I know the birds here."}'
from public.levensgebieden where status = 'draft' and code = 'nature';
select tests.raises(
  $$
    insert into public.levensgebied_questions (levensgebied_id, position, statement)
    select id, 5, '{"nl": "x", "en": "x"}' from public.levensgebieden where status = 'draft' and code = 'nature'
  $$,
  '23514', null, 'a fifth has no place'
);
select tests.raises(
  $$update public.levensgebied_versions set answer_labels = '{"nl": ["nee", "ja"], "en": ["no", "yes"]}' where status = 'draft'$$,
  '23514', null, 'and the answers remain five'
);

select tests.as_owner();
create temporary table drafts on commit drop as select id, code::text from public.levensgebieden where status = 'draft';
grant select on drafts to authenticated;
select tests.commit('drafted');
select tests.sign_in('alice');
select is(
  (select count(*) from public.levensgebieden where status = 'draft') + (select count(*) from public.levensgebied_questions where status = 'draft'), 0::bigint,
  'nobody else sees the draft'
);
select is(jsonb_array_length(tests.pulled(of_table => 'levensgebied_questions') -> 'updated'), 36, 'and no device is sent it');
select tests.raises(
  $$
    insert into public.levensgebied_scores (user_id, levensgebied_id, scored_on, answer_1, answer_2, answer_3, answer_4)
    select tests.user_id('alice'), id, '2026-10-01', 3, 3, 3, 3 from drafts where code = 'finances'
  $$,
  'PT422', 'levensgebied_unknown', 'nor is it answered by who guesses its id'
);
select tests.as_owner();
select tests.raises(
  $$
    insert into public.levensgebied_scores (user_id, levensgebied_id, scored_on, answer_1, answer_2, answer_3, answer_4)
    select tests.user_id('alice'), id, '2026-10-01', 3, 3, 3, 3 from drafts where code = 'finances'
  $$,
  'PT422', 'levensgebied_unknown', 'not for a person by the server either'
);

select tests.as_service();
select private.activate_levensgebied_version(2);
select results_eq(
  $$select version, status::text, retired_at is not null from public.levensgebied_versions order by version$$,
  $$values (1, 'retired', true), (2, 'current', false)$$, 'activated, it is current, and the one before retired'
);
select results_eq(
  $$
    select v.version, a.status::text, q.status::text, count(*)
    from public.levensgebied_versions as v join public.levensgebieden as a on a.version_id = v.id
      join public.levensgebied_questions as q on q.levensgebied_id = a.id
    group by 1, 2, 3 order by 1
  $$,
  $$values (1, 'retired', 'retired', 36::bigint), (2, 'current', 'current', 36)$$, 'with all that is in them'
);
select tests.as_owner();
select tests.commit('activated');
select private.activate_levensgebied_version(2);
select tests.sign_in('alice');
select is(tests.pulled(tests.cursor('activated'), 'levensgebieden'), null, 'activating it again changes nothing');
select is(jsonb_array_length(tests.pulled(tests.cursor('drafted'), 'levensgebied_questions') -> 'updated'), 72, 'devices are sent what is new, and that the rest is retired');

-- Old answers keep their meaning; new ones have the new.
insert into public.levensgebied_scores (user_id, id, levensgebied_id, scored_on, answer_1, answer_2, answer_3, answer_4)
select tests.user_id('alice'), tests.id(2), id, '2026-11-01', 1, 1, 5, 5 from public.levensgebieden where status = 'current' and code = 'finances';
update public.levensgebied_scores set answer_1 = 5 where id = tests.id(1);
select results_eq(
  'select score::integer from public.levensgebied_scores order by id', array[70, 100],
  'each score is computed by the questions it answered, also when it is corrected later'
);
select results_eq(
  $$select version, score::integer, previous_version, previous_score::integer, change::integer from public.life_balance() where code = 'finances'$$,
  $$values (2, 100, 1, 70, 30)$$, 'the wheel says whose questions each score answered'
);
select is(
  (select array_agg(code order by position) from public.life_balance() where code in ('nature', 'professional-development')), '{nature}',
  'and has the areas of the current version'
);
-- From a device that was offline all along.
insert into public.levensgebied_scores (user_id, levensgebied_id, scored_on, answer_1, answer_2, answer_3, answer_4)
select tests.user_id('alice'), id, '2026-10-20', 5, 1, 5, 5 from public.levensgebieden where status = 'retired' and code = 'finances';
select is((select previous_score::integer from public.life_balance() where code = 'finances'), 100, 'who began with the old questions may finish with them');

select tests.as_service();
select private.activate_levensgebied_version(1);
select results_eq(
  $$select version, status::text from public.levensgebied_versions order by version$$,
  $$values (1, 'current'), (2, 'retired')$$, 'a publication can be taken back'
);
select private.copy_levensgebied_version(2);
delete from public.levensgebied_versions where version = 3;
select is((select count(*) from public.levensgebied_questions where status = 'draft'), 0::bigint, 'a draft that is not wanted goes with what is in it');
select tests.raises('select private.activate_levensgebied_version(3)', 'PT404', 'catalogue_version_not_found', 'a version that is not there cannot be activated');

select tests.sign_in('alice');
select tests.raises('select private.activate_levensgebied_version(2)', '42501', null, 'and a person activates none');

select * from finish();
rollback;
