-- What others see of ratings is made of five people or more, and so is every difference between two looks at it.
begin;
select plan(23);

create temporary table cast_of as
select n, tests.create_user('rater_' || n) as id from generate_series(1, 30) as n;

create function pg_temp.rate(first integer, last integer, stars integer, code text default 'tiny-habits')
returns void
language sql
volatile
as $$
  insert into public.content_ratings as r (user_id, id, item_id, rating)
  select c.id, i.id, i.id, stars from cast_of as c, public.content_items as i where c.n between first and last and i.code = rate.code
  on conflict (user_id, id) do update set rating = excluded.rating;
$$;
create function pg_temp.unrate(first integer, last integer)
returns void
language sql
volatile
as $$
  delete from public.content_ratings as r using cast_of as c where r.user_id = c.id and c.n between first and last;
$$;
create function pg_temp.shown()
returns text
language sql
volatile
as $$
  select s.rating_average || ' of ' || s.rating_count
  from public.content_item_statistics as s join public.content_items as i on i.id = s.item_id
  where i.code = 'tiny-habits';
$$;

select pg_temp.rate(1, 4, 5);
select is(private.refresh_content_statistics(), 0, 'four ratings are not enough');
select is(pg_temp.shown(), null, 'to be shown');

select pg_temp.rate(5, 5, 4);
select is(private.refresh_content_statistics(), 1, 'with the fifth they are released');
select is(pg_temp.shown(), '5.0 of 5', 'the average in halves: 4.8 is 5');
select is(private.refresh_content_statistics(), 0, 'doing it again changes nothing');

select pg_temp.rate(6, 6, 1);
select is(private.refresh_content_statistics(), 0, 'one rating more would tell what that one is');
select is(pg_temp.shown(), '5.0 of 5', 'so the numbers stand');
select pg_temp.rate(6, 9, 1);
select private.refresh_content_statistics();
select is(pg_temp.shown(), '5.0 of 5', 'also with four more');
select pg_temp.rate(10, 10, 1);
select private.refresh_content_statistics();
select is(pg_temp.shown(), '3.0 of 10', 'five more are released together: (4 x 5 + 4 + 5 x 1) / 10 is 2.9');

select pg_temp.rate(11, 14, 5);
select pg_temp.unrate(1, 1);
select private.refresh_content_statistics();
select is(pg_temp.shown(), '3.5 of 10', 'one taken back and four made are five; the number is rounded down: 13 are 10');

select pg_temp.rate(2, 5, 1);
select is(private.refresh_content_statistics(), 0, 'four changes of mind are not told');
select pg_temp.rate(2, 5, 5);
select pg_temp.rate(5, 5, 4);
select pg_temp.unrate(11, 14);
select is(private.refresh_content_statistics(), 0, 'nor are four ratings taken back');
select is(pg_temp.shown(), '3.5 of 10', 'though only nine are left');

-- Below five, nothing may stand; and what comes back must differ by five from what stood.
select pg_temp.unrate(5, 14);
select is(private.refresh_content_statistics(), 1, 'when fewer than five are left');
select is(pg_temp.shown(), null, 'the numbers are withdrawn');
select pg_temp.rate(6, 14, 1);
select pg_temp.rate(11, 14, 5);
select pg_temp.rate(5, 5, 4);
select is(private.refresh_content_statistics(), 0, 'the same people with the same ratings');
select is(pg_temp.shown(), null, 'do not bring them back: who was missing meanwhile would show');
select pg_temp.rate(20, 24, 5);
select is(private.refresh_content_statistics(), 1, 'five others do');

-- An account that is erased takes what was counted of it along.
delete from auth.users where id = tests.user_id('rater_20');
select is(
  (select count(*) from private.counted_ratings where user_id = tests.user_id('rater_20')), 0::bigint,
  'no rating outlives its account'
);

select tests.sign_in('rater_1');
select is((select count(*) from public.content_item_statistics), 1::bigint, 'everyone reads the statistics');
select tests.raises('select * from private.counted_ratings', '42501', null, 'nobody reads what they were made of');
select tests.raises('select private.refresh_content_statistics()', '42501', null, 'nor makes them, as often as it takes to learn something');
select is((select count(*) from public.content_ratings where user_id <> auth.uid()), 0::bigint, 'and ratings are seen by who gave them');

select * from finish();
rollback;
