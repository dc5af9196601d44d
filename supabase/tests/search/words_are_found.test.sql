-- Words are found in any form, in the language of the text, wherever the person wrote them.
begin;
select plan(29);

select tests.create_user('alice');
update public.users set locale = 'nl' where id = tests.user_id('alice');
insert into public.journal_entries (user_id, id, written_on, title, body, language)
values
  (tests.user_id('alice'), tests.id(1), '2026-11-01', 'Zondag', 'Een klein huis aan zee, met oude brieven.', 'nl'),
  (tests.user_id('alice'), tests.id(2), '2026-11-02', 'Sunday', 'We were walking past the lighthouses.', 'en'),
  (tests.user_id('alice'), tests.id(3), '2026-11-03', null, 'Fietsen naar het theehuis, then walking home with an old map.', null);
insert into public.conversations (user_id, id, title, summary, summarised_at, language)
values (tests.user_id('alice'), tests.id(4), 'Kompas', 'Over zeilboten', now(), 'nl');
insert into public.messages (user_id, id, conversation_id, content)
values (tests.user_id('alice'), tests.id(5), tests.id(4), 'Kan ik leren zeilen met een zeilboot?');
insert into public.mood_entries (user_id, id, emotion, note, influences)
values (tests.user_id('alice'), tests.id(6), 'joy', 'Koorzang gehoord', '{accordeons}');
insert into public.visions (user_id, id, category, title, description)
values (tests.user_id('alice'), tests.id(7), 'career', 'Own a bakery', 'Sourdough for the village');
insert into public.vision_milestones (user_id, id, vision_id, title)
values (tests.user_id('alice'), tests.id(8), tests.id(7), 'First ovens');
insert into public.projects (user_id, id, title) values (tests.user_id('alice'), tests.id(9), 'Bakkerijplan');
insert into public.tasks (user_id, id, title, labels) values (tests.user_id('alice'), tests.id(10), 'Buy flour', '{errands}');
insert into public.daily_actions (user_id, id, description, scheduled_on)
values (tests.user_id('alice'), tests.id(11), 'Kneading dough', '2026-11-01');
insert into public.habits (user_id, id, title) values (tests.user_id('alice'), tests.id(12), 'Vroeg opstaan');
insert into public.coaching_sessions (user_id, id, topics, notes)
values (tests.user_id('alice'), tests.id(13), '{delegating}', 'Gesproken over uitstellen');
insert into public.met24_reflections (user_id, id, question, body, reflected_on)
values (tests.user_id('alice'), tests.id(14), 'Waar komt je kracht vandaan?', 'Uit stiltes.', '2026-11-01');
insert into public.levensgebied_reflections (user_id, id, body, reflected_on)
values (tests.user_id('alice'), tests.id(15), 'Minder vergaderingen.', '2026-11-01');
insert into public.met24_goals (user_id, id, title, domain_id, target_score)
select tests.user_id('alice'), tests.id(16), 'Meditate', d.id, 80 from public.met24_domains as d limit 1;
insert into public.levensgebied_goals (user_id, id, title, levensgebied_id, target_score)
select tests.user_id('alice'), tests.id(17), 'Hardlopen', l.id, 80 from public.levensgebieden as l limit 1;
insert into public.learning_sessions (user_id, id, topics, learning_objectives)
values (tests.user_id('alice'), tests.id(18), '{Trigonometry}', '{"Sinus begrijpen"}');
insert into public.learning_interactions (user_id, id, session_id, interaction_type, user_input)
values (tests.user_id('alice'), tests.id(19), tests.id(18), 'question', 'What is a hypotenuse?');
insert into public.content_bookmarks (user_id, id, item_id, note)
select tests.user_id('alice'), i.id, i.id, 'Voorlezen aan oma' from public.content_items as i where i.code = 'accountability';
select tests.sign_in('alice');

-- The ids found among what is hers, in order.
create function pg_temp.found(query text, kinds text[] default null)
returns uuid[]
language sql
stable
as $$
  select array(
    select (f.result ->> 'id')::uuid
    from json_array_elements(public.search_everything(query, kinds, 50) -> 'results') with ordinality as f (result, place)
    where f.result ->> 'table' <> 'content_items'
    order by f.place
  );
$$;

select is(pg_temp.found('huizen'), array[tests.id(1)], 'huizen finds huis: z and s at the end of a word are one');
select is(pg_temp.found('brief'), array[tests.id(1)], 'brief finds brieven: so are v and f');
select is(pg_temp.found('walks'), array[tests.id(3), tests.id(2)], 'walks finds walking, in an English text and in one of unknown language');
select is(pg_temp.found('lighthouse'), array[tests.id(2)], 'an English plural is found');
select is(pg_temp.found('fiets'), array[tests.id(3)], 'a text of unknown language is found by Dutch words as well');
select is(pg_temp.found('WANDELING'), '{}', 'what is not there is not found');
select is(pg_temp.found('klein zee'), array[tests.id(1)], 'every word is wanted');
select is(pg_temp.found('klein lighthouse'), '{}', 'not any of them');
select is(pg_temp.found('walking -maps'), array[tests.id(2)], 'a word can be left out, in any form');
select is(pg_temp.found('klein or lighthouse', '{journal}') @> array[tests.id(1), tests.id(2)], true, 'or is or');
select is(pg_temp.found('"old map"'), array[tests.id(3)], 'words in quotes follow each other');
select is(pg_temp.found('"map old"'), '{}', 'in that order');

select bag_eq(
  $$select unnest(pg_temp.found('zeilboot'))$$, array[tests.id(4), tests.id(5)], 'conversations and messages are searched'
);
select is(pg_temp.found('koorzang') || pg_temp.found('accordeon'), array[tests.id(6), tests.id(6)], 'so are notes on moods and their influences');
select is(pg_temp.found('bakery') || pg_temp.found('oven'), array[tests.id(7), tests.id(8)], 'visions and their milestones');
select is(pg_temp.found('bakkerijplannen'), array[tests.id(9)], 'projects');
select is(pg_temp.found('flour') || pg_temp.found('errand'), array[tests.id(10), tests.id(10)], 'tasks and their labels');
select is(pg_temp.found('knead'), array[tests.id(11)], 'daily actions');
select is(pg_temp.found('opstaan'), array[tests.id(12)], 'habits');
select is(pg_temp.found('delegate') || pg_temp.found('uitstellen'), array[tests.id(13), tests.id(13)], 'coaching sessions');
select is(pg_temp.found('kracht') || pg_temp.found('vergadering'), array[tests.id(14), tests.id(15)], 'reflections');
select is(pg_temp.found('meditating') || pg_temp.found('hardlopen'), array[tests.id(16), tests.id(17)], 'goals');
select is(
  pg_temp.found('sinus') || pg_temp.found('hypotenuses'), array[tests.id(18), tests.id(19)], 'learning sessions and what was said in them'
);
select is(pg_temp.found('voorlezen'), array(select i.id from public.content_items as i where i.code = 'accountability'), 'notes on the library');

select tests.as_owner();
select is(
  (select array_agg(distinct s.kind order by s.kind) from private.search_sources as s),
  (select array_agg(distinct k order by k) from unnest('{journal,vision,goal,project,task,action,habit,reflection,mood,coaching,conversation,message,bookmark,content,learning}'::text[]) as k),
  'these are the kinds there are'
);
select tests.sign_in('alice');
select is(pg_temp.found('zeilboot', '{message}'), array[tests.id(5)], 'a search can be of one kind');
select is(pg_temp.found('zeilboot', '{task,message,conversation}') @> array[tests.id(4), tests.id(5)], true, 'or of several');
select is(pg_temp.found('zeilboot', '{task,habit}'), '{}', 'the others are left out');
select is(
  (select array_agg(distinct f.result ->> 'kind') from json_array_elements(public.search_everything('gewoonte', '{content}') -> 'results') as f (result)),
  '{content}', 'the library is a kind too'
);

select * from finish();
rollback;
