-- Devices hold a published version, and somebody may be answering it without a network: it does not change, whoever
-- wants it to, before there are answers and after.
begin;
select plan(12);

select tests.create_user('alice');

select tests.as_service();
select tests.raises(
  $$update public.met24_domains set name = '{"nl": "x", "en": "x"}' where code = 'soul'$$,
  'PT409', 'catalogue_version_published', 'a domain keeps its name'
);
select tests.raises(
  $$update public.met24_domains set guiding_questions = '{"nl": ["x"], "en": ["x"]}' where code = 'soul'$$,
  'PT409', 'catalogue_version_published', 'and its questions'
);
select tests.raises($$update public.met24_levels set position = 9 where code = 'expert'$$, 'PT409', 'catalogue_version_published', 'a level keeps its place');
select tests.raises($$delete from public.met24_domains where code = 'soul'$$, 'PT409', 'catalogue_version_published', 'no domain is taken out');
select tests.raises('delete from public.met24_versions where version = 1', 'PT409', 'catalogue_version_published', 'and no version deleted');
select lives_ok($$update public.met24_domains set icon = 'feather', color = '#123456' where code = 'soul'$$, 'how it looks may change: no answer depends on it');
select tests.raises($$update public.met24_domains set color = 'red' where code = 'soul'$$, '23514', null, 'to another colour');

-- Nor by who owns the tables.
select tests.as_owner();
select tests.raises($$update public.met24_domains set code = 'x' where code = 'soul'$$, 'PT409', 'catalogue_version_published', 'the owner of the tables meets the same rule');
select tests.raises(
  $$
    insert into public.met24_levels (version_id, status, code, position, name, description, guiding_questions)
    select version_id, status, 'sixth', 6, name, description, guiding_questions from public.met24_levels where code = 'expert'
  $$,
  'PT409', 'catalogue_version_published', 'no level is added'
);
select tests.raises(
  $$
    insert into public.met24_levels (version_id, code, position, name, description, guiding_questions)
    select version_id, 'sixth', 6, name, description, guiding_questions from public.met24_levels where code = 'expert'
  $$,
  '23503', null, 'not by calling it a draft either'
);
select tests.raises(
  $$update public.met24_domains set status = 'draft' where code = 'soul'$$, '23503', null,
  'a domain has the status of its version and no other'
);
select tests.raises(
  $$
    insert into public.met24_versions (version, status, changes, published_at)
    values (2, 'current', '{"nl": "x", "en": "x"}', now())
  $$,
  'PT409', 'catalogue_version_published', 'every version begins as a draft'
);

select * from finish();
rollback;
