-- Time invested is what was measured: as the person gave it, else by the clock they let run. Never the estimate.
begin;
select plan(10);

select tests.create_user('alice');
select tests.sign_in('alice');

insert into public.daily_actions (user_id, id, description, scheduled_on, estimated_minutes, status) values
  (tests.user_id('alice'), '00000000-0000-4000-8000-000000000001', 'Run', current_date, 60, 'completed');

create function pg_temp.invested()
returns bigint
language sql
stable
set search_path = ''
as $$
  select p.total_time_invested_minutes from public.user_progress as p;
$$;

select is(pg_temp.invested(), 0::bigint, 'an estimate is not time invested');

insert into public.action_time_entries (user_id, id, action_id, started_at) values
  (tests.user_id('alice'), '00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-000000000001', '2026-03-02 08:00+00');
select is(pg_temp.invested(), 0::bigint, 'nor is a clock that still runs');

update public.action_time_entries set ended_at = '2026-03-02 08:25:59+00';
select is((select e.minutes from public.action_time_entries as e), 25::public.minutes, 'an entry has whole minutes');
select is(pg_temp.invested(), 25::bigint, 'they count once it has ended');

insert into public.action_time_entries (user_id, action_id, started_at, ended_at) values
  (tests.user_id('alice'), '00000000-0000-4000-8000-000000000001', '2026-03-02 09:00+00', '2026-03-02 09:10+00');
select is(pg_temp.invested(), 35::bigint, 'entries of one action add up');

update public.daily_actions set actual_minutes = 40;
select is(pg_temp.invested(), 40::bigint, 'what the person says outweighs the clock');

update public.daily_actions set actual_minutes = null;
delete from public.action_time_entries where id = '00000000-0000-4000-8000-000000000002';
select is(pg_temp.invested(), 10::bigint, 'without that the entries there are count');

update public.daily_actions set status = 'in_progress';
select is(pg_temp.invested(), 0::bigint, 'time counts with the completion of its action');

insert into public.daily_actions (user_id, id, description, scheduled_on, actual_minutes, status) values
  (tests.user_id('alice'), '00000000-0000-4000-8000-000000000003', 'Read', current_date, 5, 'completed');
update public.daily_actions set status = 'completed' where description = 'Run';
update public.action_time_entries set action_id = '00000000-0000-4000-8000-000000000003';
select is(pg_temp.invested(), 5::bigint, 'an entry that moves to another action leaves the first');

select tests.as_owner();
insert into public.daily_actions (user_id, description, scheduled_on, actual_minutes, status)
select tests.user_id('alice'), 'Sleep', current_date, 525600, 'completed' from generate_series(1, 5000);
select is(pg_temp.invested(), 5 + 5000 * 525600::bigint, 'more minutes than an integer holds are no trouble');

select * from finish();
rollback;
