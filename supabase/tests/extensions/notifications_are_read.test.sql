-- A notification is read once, on whichever device; and gone some time after it expired.
begin;
select plan(11);

create function pg_temp.retain(policy text, at timestamptz default now(), batch integer default 10000) returns integer language sql as $$
  select sum(privacy.apply_rule(r, at, batch))::integer from privacy.retention_rules as r where r.policy = $1;
$$;

select tests.create_user('alice');
select public.send_notification(array[tests.user_id('alice')], 'reminder', '{"nl": "a", "en": "b"}', dedupe_key => 'secret key');
update public.notifications set id = tests.id(1) where true;
select tests.commit();
select tests.sign_in('alice');

create function pg_temp.read_at(device text, minute numeric, base bigint)
returns jsonb
language sql
volatile
as $$
  select tests.push(
    updated => jsonb_build_array(jsonb_build_object(
      'id', tests.id(1), '_status', 'updated', '_changed', 'read_at,channels,updated_at', 'kind_code', 'reminder', 'title', 'b',
      'read_at', tests.at(minute), 'channels', '["email"]', 'updated_at', tests.at(minute)
    )), into_table => 'notifications', device => device, base => base
  );
$$;
select pg_temp.read_at('phone', 10, tests.cursor());
select is(tests.rejected(pg_temp.read_at('laptop', 5, tests.cursor())), '{}', 'a laptop that read it earlier, offline, says so later');
select is((select (extract(epoch from read_at) * 1000)::bigint from public.notifications), tests.at(5), 'the first time counts');
select pg_temp.read_at('tablet', 20, tests.cursor());
select is((select (extract(epoch from read_at) * 1000)::bigint from public.notifications), tests.at(5), 'a later one does not');
select is((select channels from public.notifications), '{in_app,push}', 'by which channels it is told is not a device''s to say');
select ok(
  not (tests.pulled(null, 'notifications') -> 'updated' -> 0) ? 'dedupe_key', 'what the server remembers it by stays on the server'
);

select is(
  tests.rejected(tests.push(jsonb_build_array(jsonb_build_object(
    'id', tests.id(2), '_status', 'created', 'kind_code', 'reminder', 'title', 'Water the plants', 'action_path', '/tasks'
  )), into_table => 'notifications')), '{}', 'a device may make its own'
);
select is(
  tests.rejected(tests.push(jsonb_build_array(jsonb_build_object(
    'id', tests.id(3), '_status', 'created', 'kind_code', 'gossip', 'title', 'x'
  )), into_table => 'notifications')), '{"3: parent_missing"}', 'of a kind there is'
);

select tests.as_owner();
update public.notifications set expires_at = now() - interval '29 days' where id = tests.id(1);
update public.notifications set expires_at = now() - interval '31 days' where id = tests.id(2);
insert into public.notifications (user_id, id, kind_code, title) values (tests.user_id('alice'), tests.id(4), 'reminder', 'stays');
select is(pg_temp.retain('notifications'), 1, 'what expired 30 days ago is pruned');
select results_eq('select id from public.notifications order by id', array[tests.id(1), tests.id(4)], 'and nothing else');
select is(pg_temp.retain('notifications'), 0, 'running again does nothing');
select is(pg_temp.retain('notifications', now() + interval '2 days', 0), 0, 'a batch is no larger than asked for');

select * from finish();
rollback;
