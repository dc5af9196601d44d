-- A snippet is plain text around what was found, which is marked, and harmless wherever it is put.
begin;
select plan(9);

select tests.create_user('alice');
insert into public.journal_entries (user_id, id, written_on, title, body, language)
values
  (tests.user_id('alice'), tests.id(1), '2026-11-01', 'Huis & haard', 'Een huis in het bos', 'nl'),
  (tests.user_id('alice'), tests.id(2), '2026-11-02', null, 'The <img src=x onerror=alert(1)> attack & a < b, <script>alert("attack")</script>', 'en'),
  (tests.user_id('alice'), tests.id(3), '2026-11-03', null, e'A forged \uE000mark\uE001 forgery', 'en'),
  (tests.user_id('alice'), tests.id(4), '2026-11-04', null, repeat('word ', 500) || 'needle in the hay ' || repeat('word ', 500) || 'another needle', 'en'),
  (tests.user_id('alice'), tests.id(5), '2026-11-05', 'Compass', '', 'en'),
  (tests.user_id('alice'), tests.id(6), '2026-11-06', null, 'De fietsen staan bij the churches', null);
select tests.sign_in('alice');

create function pg_temp.first(query text, field text default 'snippet')
returns text
language sql
stable
as $$
  select public.search_everything(query, '{journal}') -> 'results' -> 0 ->> field;
$$;
-- Marks that can be read.
create function pg_temp.marked(query text)
returns text
language sql
stable
as $$
  select translate(pg_temp.first(query), e'\uE000\uE001', '[]');
$$;

select is(pg_temp.marked('huizen'), 'Een [huis] in het bos', 'what was found is marked, in the form it has');
select is(pg_temp.first('huizen', 'title'), 'Huis & haard', 'the title is as it was written');
select matches(pg_temp.marked('church'), '\[churches\]', 'in a text of unknown language an English word is marked');
select matches(pg_temp.marked('fiets'), '\[fietsen\]', 'and a Dutch one');
select is(pg_temp.first('attack') ~ '[<>]', false, 'no snippet can be taken for HTML');
select is(pg_temp.marked('forgery'), 'A forged mark [forgery]', 'nobody can forge a mark');
select is(pg_temp.marked('needle') ~ '\[needle\].* … .*\[needle\]' and char_length(pg_temp.first('needle')) < 500, true, 'a long text gives two passages');
select is(pg_temp.first('compass'), '', 'a title alone has no passage');
select is(pg_temp.marked('chruches'), 'De fietsen staan bij the [churches]', 'of a mistyped word, what was found instead is marked');

select * from finish();
rollback;
