-- The catalogue is content. What clients and the awarding lean on is checked here.
begin;
select plan(9);

select cmp_ok((select count(*) from public.achievements), '>=', 12::bigint, 'there are a dozen achievements or more');
select is_empty(
  $$select code from public.achievements where id <> private.catalogue_id('achievements', code)$$,
  'each has the id that every database gives it'
);
select is_empty(
  $$
    select code, text
    from public.achievements,
      unnest(array[name ->> 'nl', name ->> 'en', description ->> 'nl', description ->> 'en']) as text
    where char_length(trim(text)) < 3
  $$,
  'each has its texts in Dutch and English'
);
select is_empty(
  $$
    select series from public.achievements group by series having min(level) <> 1 or max(level) <> count(*)
  $$,
  'levels of a series count from 1 without a gap: the next is the one after'
);
select is_empty(
  $$
    select harder.code
    from public.achievements as easier
      join public.achievements as harder on harder.series = easier.series and harder.level = easier.level + 1
    where harder.criteria ->> 'metric' <> easier.criteria ->> 'metric'
      or (harder.criteria -> 'at_least') <= (easier.criteria -> 'at_least')
      or harder.points <= easier.points
  $$,
  'each level asks more of the same, and gives more'
);
select throws_like(
  $$update public.achievements set criteria = '{"metric": "luck", "at_least": 1}' where code = 'first-step'$$,
  '%"achievements_criteria_have_shape"', 'criteria name a metric that is computed'
);
select throws_like(
  $$update public.achievements set criteria = '{"metric": "longest_streak"}' where code = 'first-step'$$,
  '%"achievements_criteria_have_shape"', 'and a threshold'
);

select tests.create_user('alice');
insert into public.daily_actions (user_id, description, scheduled_on, status) values (tests.user_id('alice'), 'Run', current_date, 'completed');

-- Every metric that criteria may name is one that the history knows.
insert into public.visions (user_id, id, category, title, status)
values (tests.user_id('alice'), '00000000-0000-4000-8000-000000000001', 'health', 'Fit', 'completed');
insert into public.vision_milestones (user_id, vision_id, title, completed_at)
values (tests.user_id('alice'), '00000000-0000-4000-8000-000000000001', 'Start', now());
insert into public.projects (user_id, title, status) values (tests.user_id('alice'), 'Garden', 'completed');
insert into public.tasks (user_id, title, status) values (tests.user_id('alice'), 'Weed', 'completed');
insert into public.habits (user_id, id, title) values (tests.user_id('alice'), '00000000-0000-4000-8000-000000000001', 'Stretch');
insert into public.habit_logs (user_id, habit_id, done_on) values (tests.user_id('alice'), '00000000-0000-4000-8000-000000000001', current_date);
select set_eq(
  $$select metric from private.metric_history(array[tests.user_id('alice')], array(select distinct criteria ->> 'metric' from public.achievements))$$,
  $$select distinct criteria ->> 'metric' from public.achievements$$,
  'every metric of the catalogue has a history'
);

-- What a migration does that adds one for which some people qualify already.
insert into public.achievements (id, code, series, level, criteria, icon, color, tier, points, name, description)
values (
  private.catalogue_id('achievements', 'probe'), 'probe', 'probe', 1, '{"metric": "tasks_completed", "at_least": 1}', 'star', '#ffffff', 'bronze', 1,
  '{"nl": "Proef", "en": "Probe"}', '{"nl": "Proef", "en": "Probe"}'
);
select private.award_achievements(array(select u.id from public.users as u), '{tasks_completed}');
select private.award_achievements(array(select u.id from public.users as u), '{tasks_completed}');
select results_eq(
  $$select count(*) from public.user_achievements where achievement_id = private.catalogue_id('achievements', 'probe')$$, array[1::bigint],
  'a new achievement can be given to those who have reached it, once'
);

select * from finish();
rollback;
