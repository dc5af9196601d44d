-- People are told in their language, by the channels they want, outside their quiet hours, and once.
begin;
set local timezone = 'UTC';
select plan(38);

select tests.create_user('alice');
select tests.create_user('bob');
select tests.create_user('mallory');
update public.users set locale = 'nl-BE', timezone = 'Europe/Amsterdam' where id = tests.user_id('alice');
update public.users set account_status = 'suspended' where id = tests.user_id('mallory');

create function pg_temp.tell(kind text, importance text default 'normal', at timestamptz default '2026-11-02 21:30+00', dedupe_key text default null)
returns integer
language sql
volatile
as $$
  select public.send_notification(
    array[tests.user_id('alice'), tests.user_id('bob'), tests.user_id('mallory'), gen_random_uuid()], kind,
    '{"nl": "Hallo", "en": "Hello"}', '{"nl": "Daar", "en": "There"}', '/habits', importance, at, null, dedupe_key
  );
$$;
grant execute on function pg_temp.tell(text, text, timestamptz, text) to service_role;
create function pg_temp.told(name text)
returns text
language sql
stable
as $$
  select string_agg(n.title || ' ' || array_to_string(n.channels, '+') || ' ' || to_char(n.deliver_at, 'DD HH24:MI'), ', ' order by n.title, n.channels)
  from public.notifications as n where n.user_id = tests.user_id(name);
$$;

select tests.as_service();
select is(pg_temp.tell('reminder'), 2, 'those who are there and active are told');
select tests.as_owner();
select is(pg_temp.told('alice'), 'Hallo in_app+push 02 21:30', 'alice in Dutch, by the channels of the kind');
select is(pg_temp.told('bob'), 'Hello in_app+push 02 21:30', 'bob in English');
select is(pg_temp.told('mallory'), null, 'a suspended account is not told');
select is((select body::text from public.notifications where user_id = tests.user_id('alice')), 'Daar', 'the body too is in the person''s language');

-- Each from here on anew.
create function pg_temp.anew()
returns void
language sql
volatile
as $$
  delete from public.notifications where true;
  delete from public.notification_preferences where true;
  update public.user_preferences set push_notifications = true, email_notifications = true, language = null where true;
$$;
select pg_temp.anew();
update public.user_preferences set language = 'en' where user_id = tests.user_id('alice');
select pg_temp.tell('reminder');
select is(pg_temp.told('alice'), 'Hello in_app+push 02 21:30', 'the language of the interface goes before the locale');

select pg_temp.anew();
insert into public.notification_preferences (user_id, kind_code, in_app, push, email) values (tests.user_id('alice'), 'reminder', true, false, true);
select pg_temp.tell('reminder');
select is(pg_temp.told('alice'), 'Hallo in_app+email 02 21:30', 'a preference decides the channels of its kind');
select pg_temp.tell('achievement');
select is(pg_temp.told('alice'), 'Hallo in_app+email 02 21:30, Hallo in_app+push 02 21:30', 'and of no other');
update public.user_preferences set email_notifications = false, push_notifications = false where user_id = tests.user_id('alice');
delete from public.notifications where true;
select pg_temp.tell('reminder');
select is(pg_temp.told('alice'), 'Hallo in_app 02 21:30', 'what is switched off for everything is off for the kind');
update public.notification_preferences set in_app = false where true;
delete from public.notifications where true;
select is(pg_temp.tell('reminder'), 1, 'who wants no channel is not told');

select pg_temp.anew();
insert into public.notification_preferences (user_id, kind_code, in_app, push, email) values (tests.user_id('alice'), 'security', false, false, false);
select pg_temp.tell('security');
select is(pg_temp.told('alice'), 'Hallo in_app 02 21:30', 'what concerns security is in the app all the same');

select pg_temp.anew();
insert into public.notification_preferences (user_id, id, kind_code, push, updated_at)
values
  (tests.user_id('alice'), tests.id(1), 'reminder', false, now() - interval '1 hour'),
  (tests.user_id('alice'), tests.id(2), 'reminder', true, now() - interval '2 hours');
select pg_temp.tell('reminder');
select is(pg_temp.told('alice'), 'Hallo in_app 02 21:30', 'of two preferences, made on two devices, the later counts');

-- 21:30 UTC is 22:30 in Amsterdam.
select pg_temp.anew();
insert into public.notification_preferences (user_id, kind_code, quiet_from, quiet_until) values (tests.user_id('alice'), 'general', '22:00', '07:00');
select pg_temp.tell('reminder');
select is(pg_temp.told('alice'), 'Hallo in_app+push 03 06:00', 'in quiet hours it waits until they are over, by the person''s clock');
select is(pg_temp.told('bob'), 'Hello in_app+push 02 21:30', 'nobody else waits');
delete from public.notifications where true;
select pg_temp.tell('reminder', 'high');
select is(pg_temp.told('alice'), 'Hallo in_app+push 02 21:30', 'what is important does not wait');
insert into public.notification_preferences (user_id, kind_code, quiet_from, quiet_until) values (tests.user_id('alice'), 'reminder', '23:00', '06:00');
delete from public.notifications where true;
select pg_temp.tell('reminder');
select is(pg_temp.told('alice'), 'Hallo in_app+push 02 21:30', 'quiet hours of the kind go before the general ones');
update public.notification_preferences set quiet_until = null where kind_code = 'reminder';
delete from public.notifications where true;
select pg_temp.tell('reminder');
select is(pg_temp.told('alice'), 'Hallo in_app+push 03 06:00', 'half of them are none');

select is(private.after_quiet_hours('2026-11-02 03:00+00', 'Europe/Amsterdam', '22:00', '07:00'), '2026-11-02 06:00+00', 'after midnight they end the same day');
select is(private.after_quiet_hours('2026-11-02 06:00+00', 'Europe/Amsterdam', '22:00', '07:00'), '2026-11-02 06:00+00', 'at their end they are over');
select is(private.after_quiet_hours('2026-11-02 12:00+00', 'UTC', '12:00', '13:00'), '2026-11-02 13:00+00', 'they may lie within a day');
select is(private.after_quiet_hours('2026-11-02 13:30+00', 'UTC', '12:00', '13:00'), '2026-11-02 13:30+00', 'and leave the rest of it alone');
select is(private.after_quiet_hours('2026-11-02 12:00+00', 'UTC', '12:00', '12:00'), '2026-11-02 12:00+00', 'from noon to noon is never');
select is(private.after_quiet_hours('2026-11-02 12:00+00', 'UTC', null, null), '2026-11-02 12:00+00', 'without them nothing waits');

select pg_temp.anew();
select is(pg_temp.tell('insight', dedupe_key => 'week 45'), 2, 'a job tells of week 45');
select is(pg_temp.tell('insight', dedupe_key => 'week 45'), 0, 'run twice, it tells once');
select is(pg_temp.tell('insight', dedupe_key => 'week 46'), 2, 'week 46 is another');

select tests.raises($$select pg_temp.tell('gossip')$$, 'PT422', 'notification_kind_unknown', 'it is of a kind there is');
select tests.raises(
  $$select public.send_notification(array[tests.user_id('alice')], 'insight', '{"nl": "Hallo"}')$$, 'PT422', 'notification_malformed', 'and in both languages'
);
select tests.raises(
  $$select public.send_notification(array[tests.user_id('alice')], 'insight', '{"nl": "a", "en": "b"}', '{"en": "b"}')$$, 'PT422', 'notification_malformed', 'the body too'
);
select throws_like(
  $$select public.send_notification(array[tests.user_id('alice')], 'insight', '{"nl": "a", "en": "b"}', action_path => 'https://evil.test')$$,
  '%notifications_action_path_is_in_app%', 'it leads nowhere but into the app'
);
select throws_like(
  $$select public.send_notification(array[tests.user_id('alice')], 'insight', '{"nl": "a", "en": "b"}', action_path => '//evil.test')$$,
  '%notifications_action_path_is_in_app%', 'whatever it looks like'
);

-- Who was not here for years, and who restricted what is done with their data.
select pg_temp.anew();
update public.users set archived_at = now() where id = tests.user_id('alice');
update public.users set restricted_at = now() where id = tests.user_id('bob');
select is(pg_temp.tell('reminder'), 0, 'neither is told what can wait');
select is(pg_temp.tell('security', 'high'), 2, 'both are told what they must know');
select tests.sign_in('alice');
select public.register_device(tests.id(1));
select tests.sign_in('bob');
select public.lift_restriction();
select tests.as_owner();
select is((select archived_at from public.users where id = tests.user_id('alice')), null, 'once alice is here again she is archived no more');
select is(pg_temp.tell('reminder'), 2, 'and both are told as before');

select tests.sign_in('alice');
select tests.raises(
  $$select public.send_notification(array[tests.user_id('bob')], 'security', '{"nl": "a", "en": "b"}')$$, '42501', null, 'people tell each other nothing by it'
);

select tests.as_owner();
select is((select count(*)::integer from public.notification_kinds), 11, 'there are eleven kinds');
select is_empty(
  $$select code from public.notification_kinds where length(name ->> 'nl') < 3 or length(name ->> 'en') < 3 or description ->> 'nl' = description ->> 'en'$$,
  'described in both languages'
);

select * from finish();
rollback;
