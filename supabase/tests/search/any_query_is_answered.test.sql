-- Whatever is typed is answered; what goes beyond a limit is refused by name.
begin;
select plan(22);

select tests.create_user('alice');
insert into public.tasks (user_id, id, title)
values (tests.user_id('alice'), tests.id(1), 'Call O''Brien about the e-mail 100% <script> a\b');
select tests.sign_in('alice');

create function pg_temp.found(query text)
returns text
language sql
stable
as $$
  select coalesce(string_agg(f.result ->> 'id', ','), 'nothing') from json_array_elements(public.search_everything(query, '{task}') -> 'results') as f (result);
$$;

select is(pg_temp.found(''), 'nothing', 'nothing finds nothing');
select is(pg_temp.found(e' \t\n '), 'nothing', 'so do blanks');
select is(pg_temp.found('the of'), 'nothing', 'and stop words');
select is(pg_temp.found('🙂🙂 👩‍👩‍👧'), 'nothing', 'and emoji');
select is(pg_temp.found('-call'), 'nothing', 'to leave out is not to look for');
select is(pg_temp.found('& | ! <-> ( ) :* '' \ %% $1 {}'), 'nothing', 'signs of queries are no more than signs');
select is(pg_temp.found('call & (brien | '), tests.id(1)::text, 'words between them are found');
select is(pg_temp.found(''' or 1=1; drop table public.tasks; --'), 'nothing', 'SQL is words');
select is(pg_temp.found('O''Brien'), tests.id(1)::text, 'an apostrophe is part of a name');
select is(pg_temp.found('"e-mail'), tests.id(1)::text, 'a quote may be left open');
select is(pg_temp.found('e-mail'), tests.id(1)::text, 'a hyphen is no minus');
select is(pg_temp.found('call -e-mail'), 'nothing', 'but after a blank it is');
select is(pg_temp.found(repeat('x', 200)), 'nothing', 'a query may have 200 characters');
select is(pg_temp.found(rtrim(repeat('"a b" or -c ', 16))), 'nothing', 'all of them signs, if it must be');

create function pg_temp.refusal(sql text)
returns text
language plpgsql
stable
as $$
declare
  field text;
begin
  execute sql;
  return null;
exception when sqlstate 'PT422' then
  get stacked diagnostics field = pg_exception_detail;
  return sqlerrm || ' ' || split_part(field, ':', 1);
end;
$$;
select is(pg_temp.refusal($$select public.search_everything(null)$$), 'search_malformed query', 'a query is wanted');
select is(pg_temp.refusal($$select public.search_everything(repeat('x', 10000))$$), 'search_malformed query', 'of at most 200 characters');
select is(
  pg_temp.refusal($$select public.search_everything('x', "limit" => 51)$$) || pg_temp.refusal($$select public.search_everything('x', "limit" => 0)$$),
  'search_malformed limitsearch_malformed limit', 'the limit is from 1 to 50'
);
select is(pg_temp.refusal($$select public.search_everything('x', "limit" => null)$$), 'search_malformed limit', 'and not null');
select is(
  pg_temp.refusal($$select public.search_everything('x', '{task,users}')$$) || pg_temp.refusal($$select public.search_everything('x', '{}')$$)
    || pg_temp.refusal($$select public.search_everything('x', '{task,null}')$$),
  'search_malformed kindssearch_malformed kindssearch_malformed kinds', 'kinds are those there are, at least one'
);
select is(
  pg_temp.refusal($$select public.search_everything('x', cursor => 'x')$$) || pg_temp.refusal($$select public.search_everything('x', cursor => '')$$),
  'search_malformed cursorsearch_malformed cursor', 'a cursor is one that a search returned'
);
insert into public.tasks (user_id, title) values (tests.user_id('alice'), 'Call again');
select is(
  pg_temp.refusal(format($$select public.search_everything('calls', '{task}', 1, %L)$$, public.search_everything('call', '{task}', 1) ->> 'next_cursor'))
    || pg_temp.refusal(format($$select public.search_everything('call', '{task,habit}', 1, %L)$$, public.search_everything('call', '{task}', 1) ->> 'next_cursor')),
  'search_malformed cursorsearch_malformed cursor', 'for the same query and kinds'
);
-- Each part of a cursor at its largest.
select is(
  pg_temp.refusal(format(
    $$select public.search_everything('call', '{task}', 1, %L)$$,
    split_part(public.search_everything('call', '{task}', 1) ->> 'next_cursor', '.', 1)
      || '.999999999999999.1:999999999999999:9999:' || tests.id(1) || '.9999999:999999999999999:9999:' || tests.id(1) || '.' || repeat('a b,', 100)
  )), null, 'a cursor that was tampered with does no harm'
);

select * from finish();
rollback;
