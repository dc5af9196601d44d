-- last_seen_at changes with every visit; it must not send the profile to every device each time.
begin;
select plan(6);

select tests.create_user('alice');
select tests.create_user('bob');
delete from sync.changes;
update public.users set updated_at = now() - interval '1 day';
delete from sync.changes;

select tests.sign_in('alice');
select private.mark_seen();

select tests.as_owner();
select is(
  (select last_seen_at from public.users where id = tests.user_id('alice')), now()::timestamptz(3),
  'the visit is noted'
);
select is_empty('select * from sync.changes', 'and enters nothing into the feed');
select is(
  (select last_seen_at from public.users where id = tests.user_id('bob')), null,
  'bob was not here'
);

update public.users set last_seen_at = now() - interval '59 minutes' where id = tests.user_id('alice');
select tests.sign_in('alice');
select private.mark_seen();
select is(
  (select last_seen_at from public.users), (now() - interval '59 minutes')::timestamptz(3),
  'a second visit within the hour is not written'
);

update public.users set display_name = 'Alice' where id = tests.user_id('alice');
select is(
  (select updated_at from public.users), now()::timestamptz(3),
  'an edit of the profile moves updated_at'
);
select tests.as_owner();
select is(
  (select count(*) from sync.changes), 1::bigint,
  'and enters the profile into the feed'
);

select * from finish();
rollback;
