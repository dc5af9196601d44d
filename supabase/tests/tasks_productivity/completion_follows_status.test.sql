-- Devices merge column by column, so status and time of completion may come from different ones. The status leads.
begin;
select plan(12);

select tests.create_user('alice');
select tests.sign_in('alice');

insert into public.daily_actions (user_id, id, description, scheduled_on, status, completed_at, updated_at) values
  (tests.user_id('alice'), '00000000-0000-4000-8000-000000000001', 'Run', '2026-03-02', 'completed', null, '2026-03-02 07:30+00'),
  (tests.user_id('alice'), '00000000-0000-4000-8000-000000000002', 'Read', '2026-03-02', 'skipped', '2026-03-02 08:00+00', '2026-03-02 08:00+00'),
  (tests.user_id('alice'), '00000000-0000-4000-8000-000000000003', 'Rest', '2026-03-02', 'completed', '2026-03-01 21:00+00', '2026-03-02 08:00+00'),
  (tests.user_id('alice'), '00000000-0000-4000-8000-000000000004', 'Plan', '2026-03-02', 'completed', now() + interval '3 days', now());

create function pg_temp.completed_at(number integer)
returns timestamptz
language sql
stable
set search_path = ''
as $$
  select a.completed_at from public.daily_actions as a where a.id = ('00000000-0000-4000-8000-00000000000' || number)::uuid;
$$;

select is(pg_temp.completed_at(1), '2026-03-02 07:30+00', 'completed without a time: it was when the row was edited');
select is(pg_temp.completed_at(2), null, 'what is not completed has no time of completion');
select is(pg_temp.completed_at(3), '2026-03-01 21:00+00', 'a time that is given stands');
select is(pg_temp.completed_at(4), now()::timestamptz(3), 'a time in the future is now: the day has yet to come');

update public.daily_actions set status = 'pending' where id = '00000000-0000-4000-8000-000000000003';
select is(pg_temp.completed_at(3), null, 'undoing the completion takes its time along');

update public.daily_actions set completed_at = '2026-03-02 09:00+00' where id = '00000000-0000-4000-8000-000000000003';
select is(pg_temp.completed_at(3), null, 'a time alone completes nothing');

update public.daily_actions set status = 'completed', updated_at = '2026-03-02 10:00+00' where id = '00000000-0000-4000-8000-000000000003';
select is(pg_temp.completed_at(3), '2026-03-02 10:00+00', 'completed again, it is when that was done');

update public.daily_actions set description = 'Rest well' where id = '00000000-0000-4000-8000-000000000003';
select is(pg_temp.completed_at(3), '2026-03-02 10:00+00', 'editing something else leaves it');

insert into public.visions (user_id, category, title, status) values (tests.user_id('alice'), 'health', 'Fit', 'completed');
insert into public.projects (user_id, title, status) values (tests.user_id('alice'), 'Garden', 'completed');
insert into public.tasks (user_id, title, status) values (tests.user_id('alice'), 'Weed', 'completed');
select isnt((select v.completed_at from public.visions as v), null, 'the same holds for visions');
select isnt((select p.completed_at from public.projects as p), null, 'for projects');
select isnt((select t.completed_at from public.tasks as t), null, 'and for tasks');

-- The other device, with an older base, skips what this one completed: its row merges into this one.
select tests.as_owner();
select tests.sign_in('alice');
select lives_ok(
  $$update public.daily_actions set status = 'skipped', completed_at = now() where id = '00000000-0000-4000-8000-000000000003'$$,
  'a merge of one device''s status with another''s time is not refused'
);

select * from finish();
rollback;
