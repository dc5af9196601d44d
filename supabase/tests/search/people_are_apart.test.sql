-- mallory looks for what is alice's, in every way there is.
begin;
select plan(13);

select tests.create_user('alice');
select tests.create_user('mallory');
insert into public.journal_entries (user_id, written_on, title, body) values (tests.user_id('alice'), '2026-11-01', 'Zeldzaamheid', 'zeldzaamheid');
insert into public.conversations (user_id, id, title) values (tests.user_id('alice'), tests.id(1), 'zeldzaamheid');
insert into public.messages (user_id, conversation_id, content) values (tests.user_id('alice'), tests.id(1), 'zeldzaamheid');
insert into public.mood_entries (user_id, emotion, note) values (tests.user_id('alice'), 'joy', 'zeldzaamheid');
insert into public.visions (user_id, id, category, title) values (tests.user_id('alice'), tests.id(1), 'career', 'zeldzaamheid');
insert into public.vision_milestones (user_id, vision_id, title) values (tests.user_id('alice'), tests.id(1), 'zeldzaamheid');
insert into public.projects (user_id, title) values (tests.user_id('alice'), 'zeldzaamheid');
insert into public.tasks (user_id, title) values (tests.user_id('alice'), 'zeldzaamheid');
insert into public.daily_actions (user_id, description, scheduled_on) values (tests.user_id('alice'), 'zeldzaamheid', '2026-11-01');
insert into public.habits (user_id, title) values (tests.user_id('alice'), 'zeldzaamheid');
insert into public.coaching_sessions (user_id, notes) values (tests.user_id('alice'), 'zeldzaamheid');
insert into public.met24_goals (user_id, title, domain_id, target_score)
select tests.user_id('alice'), 'zeldzaamheid', d.id, 80 from public.met24_domains as d limit 1;
insert into public.met24_reflections (user_id, body, reflected_on) values (tests.user_id('alice'), 'zeldzaamheid', '2026-11-01');
insert into public.levensgebied_goals (user_id, title, levensgebied_id, target_score)
select tests.user_id('alice'), 'zeldzaamheid', l.id, 80 from public.levensgebieden as l limit 1;
insert into public.levensgebied_reflections (user_id, body, reflected_on) values (tests.user_id('alice'), 'zeldzaamheid', '2026-11-01');
insert into public.learning_sessions (user_id, id, topics) values (tests.user_id('alice'), tests.id(1), '{zeldzaamheid}');
insert into public.learning_interactions (user_id, session_id, interaction_type, user_input)
values (tests.user_id('alice'), tests.id(1), 'question', 'zeldzaamheid');
insert into public.content_bookmarks (user_id, id, item_id, note)
select tests.user_id('alice'), i.id, i.id, 'zeldzaamheid' from public.content_items as i limit 1;
-- Retired, and not yet published: in nobody's library, but in that of who kept it.
update public.content_items set retired_at = now()
where id = (select b.id from public.content_bookmarks as b where b.user_id = tests.user_id('alice'));
create temporary table kept as
select i.id, i.title ->> 'en' as title from public.content_items as i
where i.id = (select b.id from public.content_bookmarks as b where b.user_id = tests.user_id('alice'));
grant select on kept to authenticated;

select tests.sign_in('alice');
create temporary table hers as
select public.search_everything('zeldzaamheid', null, 50) as answer;
select is(
  (select count(distinct r ->> 'table') from hers, json_array_elements(answer -> 'results') as r)::integer,
  (select count(*)::integer from unnest('{journal_entries,conversations,messages,mood_entries,visions,vision_milestones,projects,tasks,daily_actions,habits,coaching_sessions,met24_goals,met24_reflections,levensgebied_goals,levensgebied_reflections,content_bookmarks,learning_sessions,learning_interactions}'::text[])),
  'alice finds it in each of her tables'
);
select tests.as_owner();
select is(
  (select count(*) from private.search_sources as s where s.language <> 'translated')::integer, 18, 'and these are all that people have'
);
select tests.sign_in('alice');
create temporary table cursors as
select public.search_everything('zeldzaamheid', null, 1) ->> 'next_cursor' as cursor;
grant select on cursors to public;
select ok(
  (select bool_or(r ->> 'id' = k.id::text) from kept as k, json_array_elements(public.search_everything('"' || k.title || '"', '{content}', 50) -> 'results') as r),
  'alice finds what she kept of what was retired'
);

select tests.sign_in('mallory');
select is(
  public.search_everything('zeldzaamheid')::text, '{"results" : [], "next_cursor" : null, "similar_words" : null}', 'mallory finds nothing'
);
select is(
  (select public.search_everything('zeldzaamheid', null, 1, c.cursor)::text from cursors as c),
  '{"results" : [], "next_cursor" : null, "similar_words" : null}', 'nor with a cursor of alice''s'
);
select is(
  public.search_everything('-nothing')::text || public.search_everything('zeldzaamheid or zeldzame')::text,
  repeat('{"results" : [], "next_cursor" : null, "similar_words" : null}', 2), 'nor by leaving out, nor by or'
);
select ok(
  not coalesce((select bool_or(r ->> 'id' = k.id::text) from kept as k, json_array_elements(public.search_everything('"' || k.title || '"', '{content}', 50) -> 'results') as r), false),
  'what was retired is not in her library'
);
select tests.raises(
  $$select private.search_page(tests.user_id('alice'), 'nl', 'nl', null, 'x', 'x', 'x', false, '{}', now(), null, null, null, null, null, null, null, null, 1)$$,
  '42501', null, 'what takes a person as an argument she may not call'
);
select tests.raises($$select private.newest_texts(tests.user_id('alice'), 'nl', null)$$, '42501', null, 'neither of the two');
select tests.raises($$select private.similar_words('zeldzaamheit', null)$$, '42501', null, 'and words are compared for a search only');
select tests.raises($$update private.search_sources set rows_shown = 'true'$$, '42501', null, 'she may not change what is searched');

select tests.as_owner();
update public.users set account_status = 'suspended' where id = tests.user_id('mallory');
select tests.sign_in('mallory');
select tests.raises($$select public.search_everything('x')$$, 'PT403', 'account_suspended', 'a suspended person searches nothing');
select tests.sign_out();
select tests.raises($$select public.search_everything('x')$$, '42501', null, 'a visitor searches nothing');

select * from finish();
rollback;
