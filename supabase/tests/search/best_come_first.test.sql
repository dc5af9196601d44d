-- A title outranks a text; then the newest comes first, also of what is too much to be ranked.
begin;
select plan(7);

select tests.create_user('alice');
insert into public.journal_entries (user_id, id, written_on, title, body, language, updated_at)
values
  (tests.user_id('alice'), tests.id(1), '2026-11-01', 'Lighthouse', 'By the sea.', 'en', '2026-01-01'),
  (tests.user_id('alice'), tests.id(2), '2026-11-01', 'Sea', repeat('The lighthouse shines. ', 50), 'en', '2026-03-01'),
  (tests.user_id('alice'), tests.id(3), '2026-11-01', 'Sea', 'A lighthouse.', 'en', '2026-02-01'),
  (tests.user_id('alice'), tests.id(4), '2026-11-01', 'Sea', 'A lighthouse.', 'en', '2026-04-01');
insert into public.conversations (user_id, id) values (tests.user_id('alice'), tests.id(5));
insert into public.messages (user_id, id, conversation_id, content, language, updated_at)
values (tests.user_id('alice'), tests.id(6), tests.id(5), 'A lighthouse?', 'en', '2026-01-01');
-- More than can be ranked: 400 times 1,000 characters.
insert into public.journal_entries (user_id, id, written_on, title, body, language, updated_at)
select tests.user_id('alice'), tests.id(1000 + n), '2026-11-01', 'Day', repeat('quiet compass ', 70), 'en', timestamptz '2026-01-01' + n * interval '1 hour'
from generate_series(1, 400) as n;
insert into public.journal_entries (user_id, id, written_on, title, body, language, updated_at)
values (tests.user_id('alice'), tests.id(7), '2026-11-01', 'Compass', 'Old.', 'en', '2020-01-01');
select tests.sign_in('alice');

create temporary table found as
select f.place, (f.result ->> 'id')::uuid as id, (f.result ->> 'rank')::double precision as rank
from json_array_elements(public.search_everything('lighthouses') -> 'results') with ordinality as f (result, place);
select is((select id from found where place = 1), tests.id(1), 'a word in the title outranks fifty in a text');
select is((select id from found where place = 2), tests.id(2), 'fifty in a text outrank one');
select is((select array_agg(id order by place) from found where place in (3, 4)), array[tests.id(4), tests.id(3)], 'of equals the newest comes first');
select is((select rank from found where id = tests.id(6)), (select rank from found where id = tests.id(3)), 'a message counts as a text, not as a title');
select ok((select bool_and(rank between 0 and 1) from found), 'ranks are from 0 to 1');

create temporary table many as
select f.place, (f.result ->> 'id')::uuid as id
from json_array_elements(public.search_everything('compass', '{journal}', 50) -> 'results') with ordinality as f (result, place);
select is((select id from many where place = 1), tests.id(7), 'a title is ranked however old it is and however much there is');
select is(
  (select array_agg(id order by place) from many where place between 2 and 50),
  (select array_agg(tests.id(1000 + n) order by n desc) from generate_series(352, 400) as n),
  'of too many equals the newest come first'
);

select * from finish();
rollback;
