-- Pages follow each other without a gap and without a repeat, whatever is added in between.
begin;
select plan(9);

select tests.create_user('alice');
-- Of three kinds, many of the same rank and time; 300 too long to be ranked all.
insert into public.journal_entries (user_id, id, written_on, title, body, language, updated_at)
select tests.user_id('alice'), tests.id(n), '2026-11-01', case when n % 10 = 0 then 'Compass' else 'Day' end,
  repeat('compass ', 1 + n % 150), 'en', timestamptz '2026-01-01' + n % 7 * interval '1 hour'
from generate_series(1, 300) as n;
insert into public.tasks (user_id, id, title, updated_at)
select tests.user_id('alice'), tests.id(n), 'Buy a compass', '2026-01-01' from generate_series(1, 40) as n;
insert into public.habits (user_id, id, title, updated_at)
select tests.user_id('alice'), tests.id(n), 'Use the compass', '2026-01-01' from generate_series(1, 20) as n;
select tests.sign_in('alice');

create temporary table seen (page integer, place bigint, "table" text, id uuid, rank double precision);
create function pg_temp.read_all(query text, kinds text[], size integer, between_pages text default null)
returns integer
language plpgsql
volatile
as $$
declare
  pages integer := 0;
  after text;
  answer json;
begin
  truncate seen;
  loop
    answer := public.search_everything(query, kinds, size, after);
    pages := pages + 1;
    insert into seen
    select pages, f.place, f.result ->> 'table', (f.result ->> 'id')::uuid, (f.result ->> 'rank')::double precision
    from json_array_elements(answer -> 'results') with ordinality as f (result, place);
    after := answer ->> 'next_cursor';
    exit when after is null or pages > 100;
    if between_pages is not null then
      execute format(between_pages, pages);
    end if;
  end loop;
  return pages;
end;
$$;

select is(pg_temp.read_all('compass', '{journal,task,habit}', 7), 52, '360 results are 52 pages of at most 7');
select is((select count(*) from seen), 360::bigint, 'each comes once');
select is((select count(distinct ("table", id)) from seen), 360::bigint, 'and all come');
select is(
  (select count(*) from (select s.rank > lag(s.rank) over (order by s.page, s.place) as is_better from seen as s) as o where o.is_better),
  0::bigint, 'none is better than one before it'
);
select is(pg_temp.read_all('compas', '{task}', 30), 2, 'pages of mistyped words go on with the same words');

-- Every time a task that is new, and a long text that a device wrote before the search began.
select pg_temp.read_all('compass', '{journal,task}', 50, $$
  with task as (
    insert into public.tasks (user_id, id, title) values (tests.user_id('alice'), tests.id(1000 + %1$s), 'Compass')
  )
  insert into public.journal_entries (user_id, id, written_on, title, body, language, updated_at)
  values (tests.user_id('alice'), tests.id(1000 + %1$s), '2026-11-01', 'Compass', repeat('north ', 3000), 'en', '2026-01-02')
$$);
select is((select count(*) from seen where id <= tests.id(300)), 340::bigint, 'what is added meanwhile pushes nothing out');
select is((select count(*) from (select from seen group by "table", id having count(*) > 1) as twice), 0::bigint, 'and repeats nothing');
select is(
  public.search_everything('compass', '{habit}', 20) ->> 'next_cursor', null, 'a page that is full and the last has no next'
);

-- An edit an hour after the search began, of what is still to come: by its new words it would be the first of all.
create temporary table first as
select public.search_everything('compass', '{habit}', 19) as answer;
select tests.as_owner();
alter table public.habits disable trigger _100_touch;
update public.habits as h set title = 'Compass', description = 'Compass', updated_at = now() + interval '1 hour'
where h.user_id = tests.user_id('alice')
  and h.id not in (select (r ->> 'id')::uuid from first as f, json_array_elements(f.answer -> 'results') as r);
select tests.sign_in('alice');
select is(
  (
    select array_agg(r ->> 'title')
    from first as f, json_array_elements(public.search_everything('compass', '{habit}', 19, f.answer ->> 'next_cursor') -> 'results') as r
  ),
  '{Compass}', 'what is changed meanwhile is not missed'
);
select * from finish();
rollback;
