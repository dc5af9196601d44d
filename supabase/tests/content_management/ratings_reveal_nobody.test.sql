-- What others see of ratings is made of ten people or more, and so is every difference between two looks at it.
begin;
select plan(26);

create temporary table cast_of as
select n, tests.create_user('rater_' || n) as id from generate_series(1, 60) as n;
update public.users set created_at = now() - interval '28 days 1 second' where true;

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

select pg_temp.rate(1, 9, 5);
select is(private.refresh_content_statistics(), 0, 'nine ratings are not enough');
select is(pg_temp.shown(), null, 'to be shown');

-- Accounts made for the purpose, or shut out, do not help.
select pg_temp.rate(10, 10, 4);
update public.users set created_at = now() - interval '27 days' where id = tests.user_id('rater_10');
select is(private.refresh_content_statistics(), 0, 'nor is a tenth of an account that is not four weeks old');
update public.users set created_at = now() - interval '28 days 1 second', account_status = 'suspended' where id = tests.user_id('rater_10');
select is(private.refresh_content_statistics(), 0, 'or of one that is suspended');
update public.users set account_status = 'active' where id = tests.user_id('rater_10');
select is(private.refresh_content_statistics(), 1, 'with a tenth of any other they are released');
select is(pg_temp.shown(), '5.0 of 10', 'the average in halves: 4.9 is 5');
select is(private.refresh_content_statistics(), 0, 'doing it again changes nothing');

select pg_temp.rate(11, 11, 1);
select is(private.refresh_content_statistics(), 0, 'one rating more would tell what that one is');
select is(pg_temp.shown(), '5.0 of 10', 'so the numbers stand');
select pg_temp.rate(11, 19, 1);
select private.refresh_content_statistics();
select is(pg_temp.shown(), '5.0 of 10', 'also with eight more');

-- Nine accounts that wait for a tenth person: by changing their minds they bring out nothing.
select pg_temp.unrate(11, 19);
select pg_temp.rate(20, 20, 1);
select pg_temp.rate(1, 9, 1);
select is(private.refresh_content_statistics(), 0, 'nine changes of mind and one new rating are not told');
select pg_temp.unrate(1, 9);
select is(private.refresh_content_statistics(), 1, 'when fewer than ten are left');
select is(pg_temp.shown(), null, 'the numbers are withdrawn');
select pg_temp.rate(1, 9, 5);
select is(private.refresh_content_statistics(), 0, 'nine who counted before, back with a new one');
select is(pg_temp.shown(), null, 'do not bring them back');

select pg_temp.rate(21, 29, 1);
select is(private.refresh_content_statistics(), 1, 'ten new people do');
select is(pg_temp.shown(), '3.0 of 20', 'with all that others said meanwhile: (9 x 5 + 4 + 10) / 20 is 2.95');

select pg_temp.unrate(1, 5);
select pg_temp.rate(30, 43, 5);
select is(private.refresh_content_statistics(), 1, 'fourteen more');
select is(pg_temp.shown(), '3.5 of 20', 'and five less: (4 x 5 + 4 + 10 + 14 x 5) / 29 is 3.6, and the number is rounded down');
select pg_temp.rate(1, 5, 1);
select pg_temp.rate(44, 48, 1);
select is(private.refresh_content_statistics(), 0, 'who counted once, and took it back since, is never new again');

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
select tests.as_owner();
select tests.raises(
  $$insert into public.content_item_statistics (item_id, rating_average, rating_count) select id, 3, 9 from public.content_items where code = 'premortem'$$,
  '23514', null, 'the table itself takes no fewer than ten'
);

select * from finish();
rollback;
