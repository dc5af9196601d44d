-- Demo people and what they did in the last eight weeks, for looking around in a fresh database.
-- Run by `supabase db push --include-seed`, `supabase start`, `supabase db reset` and `npm start`.
-- Never on a database with real people: the password is public.
--
-- demo sign-in: anna@example.com / futuresync
-- demo sign-in: bram@example.com / futuresync
-- demo sign-in: chris@example.com / futuresync
--
-- Only facts are written: progress, streaks and achievements are what the triggers make of them. Everything
-- hangs on pg_temp.demo_people, which holds who is not here yet. So a second run changes nothing, and
-- brings back nothing that somebody deleted. Ids are made from names: the same in every database.

create function pg_temp.demo_id(variadic parts text[])
returns uuid
language sql
immutable
set search_path = ''
as $$
  select md5('futuresync demo ' || array_to_string(parts, ' '))::uuid;
$$;

-- A moment on one of a person's own days, so many days ago.
create function pg_temp.moment(today date, days_ago integer, clock time, zone text)
returns timestamptz
language sql
stable
set search_path = ''
as $$
  select ((today - days_ago) + clock) at time zone zone;
$$;

create temporary table demo_people as
select p.*, pg_temp.demo_id('person', p.name) as id, p.name || '@example.com' as email,
  (now() at time zone p.timezone)::date as today
from (
  values
    ('anna', 'Anna', 'de Vries', 'INFJ', 'nl-NL', 'NL', 'Europe/Amsterdam'),
    ('bram', 'Bram', 'Jansen', 'ESTP', 'nl-BE', 'BE', 'Europe/Brussels'),
    ('chris', 'Chris', 'Bakker', 'ISTJ', 'en', 'NL', 'Europe/Amsterdam')
) as p (name, first_name, last_name, mbti_type, locale, country, timezone)
where not exists (
  select from auth.users as u where u.id = pg_temp.demo_id('person', p.name) or u.email = p.name || '@example.com'
);


-- Accounts, as Supabase Auth writes them: it cannot read a null in any of the token columns. The sign-up
-- trigger makes profile, preferences and role.

insert into auth.users (
  instance_id, id, aud, role, email, encrypted_password, email_confirmed_at, raw_app_meta_data, raw_user_meta_data,
  created_at, updated_at, confirmation_token, recovery_token, email_change, email_change_token_new,
  email_change_token_current, phone_change, phone_change_token, reauthentication_token
)
select '00000000-0000-0000-0000-000000000000', d.id, 'authenticated', 'authenticated', d.email,
  extensions.crypt('futuresync', extensions.gen_salt('bf', 10)), d.joined_at,
  '{"provider": "email", "providers": ["email"]}',
  jsonb_build_object(
    'sub', d.id, 'email', d.email, 'email_verified', true, 'phone_verified', false, 'username', d.name,
    'display_name', d.first_name, 'first_name', d.first_name, 'last_name', d.last_name,
    'locale', d.locale, 'country', d.country, 'timezone', d.timezone, 'age_band', '18_plus'
  ),
  d.joined_at, d.joined_at, '', '', '', '', '', '', '', ''
from (
  select p.*, pg_temp.moment(p.today, 57, '19:30', p.timezone) as joined_at from pg_temp.demo_people as p
) as d;

insert into auth.identities (id, provider, provider_id, user_id, identity_data, last_sign_in_at, created_at, updated_at)
select pg_temp.demo_id('identity', d.name), 'email', d.id::text, d.id,
  jsonb_build_object('sub', d.id, 'email', d.email, 'email_verified', true, 'phone_verified', false),
  d.joined_at, d.joined_at, d.joined_at
from (
  select p.*, pg_temp.moment(p.today, 57, '19:30', p.timezone) as joined_at from pg_temp.demo_people as p
) as d;

update public.users as u
set education_level = more.education_level, learning_goals = more.learning_goals,
  subjects_of_interest = more.subjects_of_interest,
  onboarding_completed_at = pg_temp.moment(p.today, 56, '20:05', p.timezone)
from pg_temp.demo_people as p
join (
  values
    ('anna', 'graduate', '{Beter luisteren,Elke week schrijven}'::text[], '{psychologie,literatuur,yoga}'::text[]),
    ('bram', 'undergraduate', '{Een eigen zaak leiden}', '{ondernemen,klimmen,koken}'),
    ('chris', 'professional', '{Dutch at level B2,Read one book a month}', '{history,running,accounting}')
) as more (name, education_level, learning_goals, subjects_of_interest) on more.name = p.name
where u.id = p.id;

update public.user_preferences as s
set explanation_style = more.explanation_style, feedback_frequency = more.feedback_frequency,
  emotional_support_level = more.emotional_support_level, theme = more.theme, language = more.language
from pg_temp.demo_people as p
join (
  values
    ('anna', 'comprehensive', 'moderate', 'high', 'light', 'nl'),
    ('bram', 'concise', 'high', 'minimal', 'dark', 'nl'),
    ('chris', 'detailed', 'minimal', 'standard', 'system', 'en')
) as more (name, explanation_style, feedback_frequency, emotional_support_level, theme, language) on more.name = p.name
where s.user_id = p.id;


-- Who they are: the type, and for Anna the one she took herself for before. The functions of the stack
-- stand out from the others, and the first two grew.

insert into public.mbti_profiles (
  user_id, id, mbti_type, ei_clarity, sn_clarity, tf_clarity, jp_clarity, confidence, source, assessed_at, is_current,
  created_at, updated_at
)
select p.id, pg_temp.demo_id('mbti', p.name, m.mbti_type), m.mbti_type, m.ei, m.sn, m.tf, m.jp, m.confidence, m.source,
  a.assessed_at, m.is_current, a.assessed_at, a.assessed_at
from pg_temp.demo_people as p
join (
  values
    ('anna', 'INFP', null, null, null, null, 0.5, 'self_reported', 56, false),
    ('anna', 'INFJ', 71, 88, 64, 55, 0.82, 'assessment', 35, true),
    ('bram', 'ESTP', 84, 67, 48, 79, 0.76, 'assessment', 55, true),
    ('chris', 'ISTJ', 58, 81, 73, 90, 0.91, 'coach', 49, true)
) as m (name, mbti_type, ei, sn, tf, jp, confidence, source, days_ago, is_current) on m.name = p.name
cross join lateral (select pg_temp.moment(p.today, m.days_ago, '20:00', p.timezone) as assessed_at) as a;

insert into public.cognitive_function_scores (
  user_id, id, function_code, score, source, measured_at, created_at, updated_at
)
select p.id, pg_temp.demo_id('function', p.name, f.code, w.days_ago::text), f.code,
  case f.code
    when t.dominant then 80 + w.growth
    when t.auxiliary then 66 + w.growth
    when t.tertiary then 49
    when t.inferior then 31
    else 22
  end + length(p.name) % 3,
  'assessment', w.measured_at, w.measured_at, w.measured_at
from pg_temp.demo_people as p
join public.mbti_types as t on t.code = p.mbti_type
cross join public.cognitive_functions as f
cross join lateral (
  select g.days_ago, g.growth, pg_temp.moment(p.today, g.days_ago, '20:10', p.timezone) as measured_at
  from (values (49, 0), (21, 3), (4, 7)) as g (days_ago, growth)
) as w;


-- Where they want to be. Codes stand for ids in the lists below.

insert into public.visions (
  user_id, id, category, title, description, priority, time_allocation_minutes, horizon_years, target_on, position,
  status, completed_at, created_at, updated_at
)
select p.id, pg_temp.demo_id('vision', p.name, v.code), v.category, v.title, v.description, v.priority, v.minutes, v.years,
  case when v.target_days is not null then p.today + v.target_days end, v.position,
  case when v.completed_days is not null then 'completed' else 'active' end,
  pg_temp.moment(p.today, v.completed_days, '21:00', p.timezone), c.created_at, c.created_at
from pg_temp.demo_people as p
join (
  values
    ('anna', 'rust', 'health', 'Rust in mijn lijf', 'Ik slaap goed en word wakker zonder wekker.', 2, 30, 1, 300, null, 1),
    ('anna', 'praktijk', 'career', 'Een eigen praktijk', 'Drie dagen in de week begeleid ik mensen, in een huis met een tuin.', 1, 60, 5, null, null, 2),
    ('anna', 'familie', 'relationships', 'Dichter bij mijn zus', 'We bellen niet alleen op verjaardagen.', 3, 15, 2, null, null, 3),
    ('anna', 'schrijven', 'personal-growth', 'Een boek schrijven', 'Het verhaal van oma, voor de kinderen.', 2, 45, 3, 900, null, 4),
    ('bram', 'zaak', 'career', 'Een tweede zaak openen', 'Klimhal met keuken, aan het water.', 1, 120, 3, 720, null, 1),
    ('bram', 'klimmen', 'health', '7b klimmen', 'Buiten, op rots, zonder te vallen.', 2, 60, 1, 200, null, 2),
    ('chris', 'marathon', 'health', 'Run the Amsterdam marathon', 'Under four hours, and enjoying the last ten kilometres.', 1, 50, 1, 260, null, 1),
    ('chris', 'dutch', 'personal-growth', 'Speak Dutch with my neighbours', 'Not only about the weather.', 2, 25, 2, null, null, 2),
    ('chris', 'debt', 'career', 'Free of the study loan', null, 3, 10, 1, null, 9, 3)
) as v (name, code, category, title, description, priority, minutes, years, target_days, completed_days, position)
  on v.name = p.name
cross join lateral (
  select pg_temp.moment(p.today, 56, time '20:00' + v.position * interval '4 minutes', p.timezone) as created_at
) as c;

insert into public.vision_milestones (
  user_id, id, vision_id, title, target_on, completed_at, position, created_at, updated_at
)
select p.id, pg_temp.demo_id('milestone', p.name, m.vision, m.position::text), pg_temp.demo_id('vision', p.name, m.vision),
  m.title, p.today - m.target_days, d.completed_at, m.position, c.created_at, coalesce(d.completed_at, c.created_at)
from pg_temp.demo_people as p
join (
  values
    ('anna', 'rust', 1, 'Een week lang voor elf uur naar bed', 42, 40),
    ('anna', 'rust', 2, 'Een maand zonder scherm in de slaapkamer', 10, 7),
    ('anna', 'rust', 3, 'Drie maanden zonder wekker', -60, null),
    ('anna', 'praktijk', 1, 'Opleiding tot coach gekozen', 30, 33),
    ('anna', 'praktijk', 2, 'Eerste vijf gesprekken', -30, null),
    ('anna', 'schrijven', 1, 'Tien bladzijden', 20, 16),
    ('anna', 'schrijven', 2, 'Honderd bladzijden', -120, null),
    ('bram', 'zaak', 1, 'Ondernemingsplan bij de bank', 14, 12),
    ('bram', 'zaak', 2, 'Pand gevonden', -45, null),
    ('bram', 'klimmen', 1, '6c binnen', 25, 27),
    ('bram', 'klimmen', 2, '7a binnen', -40, null),
    ('chris', 'marathon', 1, '10 kilometres without a break', 45, 45),
    ('chris', 'marathon', 2, 'Half marathon', 5, 5),
    ('chris', 'marathon', 3, '32 kilometres', -70, null),
    ('chris', 'dutch', 1, 'Book a table by telephone', 28, 24),
    ('chris', 'dutch', 2, 'Understand the news', -20, null)
) as m (name, vision, position, title, target_days, completed_days) on m.name = p.name
cross join lateral (
  select pg_temp.moment(p.today, 56, time '20:20' + m.position * interval '1 minute', p.timezone) as created_at
) as c
cross join lateral (select pg_temp.moment(p.today, m.completed_days, '18:40', p.timezone) as completed_at) as d;


-- What they did, day by day. Each day has one action from a person's round of five, on some days a second.
-- `rhythm` says which days were kept: Anna missed three, Bram works in bursts, Chris missed none in six weeks.
-- Today's are still ahead.

create temporary table demo_days as
select p.name, p.id as user_id, p.today, p.timezone, n as days_ago, turn,
  pg_temp.demo_id('action', p.name, n::text, turn::text) as id,
  pg_temp.moment(p.today, n + 1, '21:45', p.timezone) as planned_at,
  pg_temp.moment(p.today, n, time '07:10' + turn * interval '5 hours' + (n * 7 + turn * 11) % 50 * interval '1 minute', p.timezone) as done_at,
  n > 0 and case p.name
    when 'anna' then n not in (13, 27, 41)
    when 'bram' then n % 9 in (1, 2, 4, 5, 6)
    else n < 45 or n % 3 > 0
  end as is_kept
from pg_temp.demo_people as p
cross join generate_series(0, 55) as n
cross join generate_series(1, 2) as turn
where turn = 1 or n % case p.name when 'bram' then 2 else 4 end = 1;

insert into public.daily_actions (
  user_id, id, vision_id, description, scheduled_on, estimated_minutes, actual_minutes, status, completed_at,
  ai_generated, ai_reasoning, position, created_at, updated_at
)
select d.user_id, d.id, case when a.vision is not null then pg_temp.demo_id('vision', d.name, a.vision) end,
  a.description, d.today - d.days_ago, a.minutes,
  -- Every third one was timed with the clock instead, see below.
  case when d.is_kept and d.days_ago % 3 > 0 then a.minutes + (d.days_ago * 5) % 11 - 4 end,
  case when d.is_kept then 'completed' when d.days_ago = 0 then 'pending' else 'skipped' end,
  case when d.is_kept then d.done_at end,
  a.reasoning is not null, a.reasoning, d.turn, d.planned_at, case when d.is_kept then d.done_at else d.planned_at end
from pg_temp.demo_days as d
join (
  values
    ('anna', 0, 'schrijven', 'Een half uur aan het boek', 30, null),
    ('anna', 1, 'rust', 'Om half elf het licht uit', 10, null),
    ('anna', 2, 'praktijk', 'Een hoofdstuk over luisteren lezen', 35, 'Je leest graag voordat je iets probeert.'),
    ('anna', 3, 'familie', 'Mijn zus een bericht sturen', 10, null),
    ('anna', 4, null, 'Wandelen zonder telefoon', 40, null),
    ('bram', 0, 'klimmen', 'Vingerkracht', 25, null),
    ('bram', 1, 'zaak', 'Een pand bekijken', 60, null),
    ('bram', 2, 'klimmen', 'Boulderen met Sara', 90, null),
    ('bram', 3, 'zaak', 'Cijfers van de week', 30, 'Een vast moment houdt het kort.'),
    ('bram', 4, null, 'Koken voor vrienden', 75, null),
    ('chris', 0, 'marathon', 'Easy run', 45, null),
    ('chris', 1, 'dutch', 'Twenty new words', 20, null),
    ('chris', 2, 'marathon', 'Intervals', 40, 'Your last three runs had the same pace.'),
    ('chris', 3, 'dutch', 'Read the newspaper aloud', 25, null),
    ('chris', 4, 'debt', 'Book the week''s spending', 15, null)
) as a (name, nth, vision, description, minutes, reasoning) on a.name = d.name and a.nth = (d.days_ago + d.turn) % 5;

insert into public.action_time_entries (user_id, id, action_id, started_at, ended_at, created_at, updated_at)
select d.user_id, pg_temp.demo_id('time', d.id::text), d.id,
  d.done_at - make_interval(mins => 18 + d.days_ago % 25), d.done_at, d.done_at, d.done_at
from pg_temp.demo_days as d
where d.is_kept and d.days_ago % 3 = 0;


-- Projects and tasks.

insert into public.projects (
  user_id, id, vision_id, title, description, status, completed_at, due_on, color, position, created_at, updated_at
)
select p.id, pg_temp.demo_id('project', p.name, j.code),
  case when j.vision is not null then pg_temp.demo_id('vision', p.name, j.vision) end, j.title, j.description,
  case when j.completed_days is null then 'active' else 'completed' end, t.completed_at, p.today + j.due_days, j.color,
  j.position, t.created_at, coalesce(t.completed_at, t.created_at)
from pg_temp.demo_people as p
join (
  values
    ('anna', 'website', 'praktijk', 'Website voor de praktijk', 'Eén bladzijde is genoeg.', 30, null, '#7e57c2', 1),
    ('anna', 'kamer', 'rust', 'Slaapkamer opknappen', null, -20, 18, '#26a69a', 2),
    ('bram', 'plan', 'zaak', 'Financiering', 'Bank, gemeente en twee vrienden.', 60, null, '#ef6c00', 1),
    ('chris', 'race', 'marathon', 'Race season', null, 150, null, '#1565c0', 1),
    ('chris', 'taxes', null, 'Tax return', null, -12, 14, '#546e7a', 2)
) as j (name, code, vision, title, description, due_days, completed_days, color, position) on j.name = p.name
cross join lateral (
  select pg_temp.moment(p.today, 52 - j.position, '19:00', p.timezone) as created_at,
    pg_temp.moment(p.today, j.completed_days, '17:20', p.timezone) as completed_at
) as t;

insert into public.tasks (
  user_id, id, project_id, parent_task_id, title, status, completed_at, priority, labels, due_at, estimated_minutes,
  recurrence, position, created_at, updated_at
)
select p.id, pg_temp.demo_id('task', p.name, k.code),
  case when k.project is not null then pg_temp.demo_id('project', p.name, k.project) end,
  case when k.parent is not null then pg_temp.demo_id('task', p.name, k.parent) end,
  k.title, case when k.completed_days is null then 'open' else 'completed' end, t.completed_at, k.priority, k.labels,
  pg_temp.moment(p.today, -k.due_days, '17:00', p.timezone), k.minutes, k.recurrence, k.position,
  t.created_at, coalesce(t.completed_at, t.created_at)
from pg_temp.demo_people as p
join (
  values
    ('anna', 'tekst', 'website', null, 'Tekst over mijzelf', 3, 2, '{schrijven}'::text[], 4, 90, null, 1),
    ('anna', 'foto', 'website', null, 'Foto laten maken', null, 3, '{buiten}', 10, 60, null, 2),
    ('anna', 'naam', 'website', null, 'Naam kiezen', 21, 1, '{}', null, 30, null, 3),
    ('anna', 'verf', 'kamer', null, 'Muren verven', 20, 3, '{huis}', -20, 240, null, 4),
    ('anna', 'verf-kopen', 'kamer', 'verf', 'Verf kopen', 24, 3, '{huis,boodschappen}', -24, 45, null, 5),
    ('anna', 'gordijn', 'kamer', null, 'Dikkere gordijnen', 18, 4, '{huis}', -18, 60, null, 6),
    ('anna', 'planten', null, null, 'Planten water geven', null, 4, '{huis}', 1, 10, 'FREQ=WEEKLY;BYDAY=MO,TH', 7),
    ('anna', 'tandarts', null, null, 'Tandarts bellen', null, 2, '{bellen}', 2, 5, null, 8),
    ('bram', 'begroting', 'plan', null, 'Begroting voor drie jaar', 13, 1, '{cijfers}', -12, 180, null, 1),
    ('bram', 'offerte', 'plan', null, 'Offerte klimwanden', null, 2, '{bellen}', 6, 30, null, 2),
    ('bram', 'vergunning', 'plan', null, 'Vergunning bij de gemeente', null, 1, '{gemeente}', 15, 60, null, 3),
    ('bram', 'touw', null, null, 'Nieuw touw', 30, 3, '{klimmen}', null, 20, null, 4),
    ('bram', 'kranen', null, null, 'Lekkende kraan', null, 4, '{huis}', null, 30, null, 5),
    ('chris', 'register', 'race', null, 'Register for the half marathon', 48, 1, '{running}', -47, 10, null, 1),
    ('chris', 'shoes', 'race', null, 'New shoes', 40, 2, '{running,shopping}', -40, 60, null, 2),
    ('chris', 'plan', 'race', null, 'Training plan', 47, 1, '{running}', -46, 60, null, 3),
    ('chris', 'hotel', 'race', null, 'Book a hotel', 33, 3, '{}', -30, 20, null, 4),
    ('chris', 'physio', 'race', null, 'Physiotherapist', null, 2, '{running}', 7, 45, null, 5),
    ('chris', 'receipts', 'taxes', null, 'Collect receipts', 26, 1, '{money}', -25, 90, null, 6),
    ('chris', 'mileage', 'taxes', 'receipts', 'Add up mileage', 25, 2, '{money}', -25, 30, null, 7),
    ('chris', 'form', 'taxes', null, 'Fill in the form', 15, 1, '{money}', -14, 120, null, 8),
    ('chris', 'check', 'taxes', null, 'Have it checked', 14, 2, '{money}', -13, 30, null, 9),
    ('chris', 'library', null, null, 'Library card', 22, 4, '{dutch}', null, 20, null, 10),
    ('chris', 'course', null, null, 'Choose a course for autumn', 12, 3, '{dutch}', -10, 40, null, 11),
    ('chris', 'books', null, null, 'Return the books', 6, 3, '{dutch}', -6, 15, 'FREQ=MONTHLY;BYMONTHDAY=15', 12),
    ('chris', 'insurance', null, null, 'Compare health insurance', null, 2, '{money}', 21, 60, null, 13)
) as k (name, code, project, parent, title, completed_days, priority, labels, due_days, minutes, recurrence, position)
  on k.name = p.name
cross join lateral (
  select pg_temp.moment(p.today, 50, time '19:10' + k.position * interval '2 minutes', p.timezone) as created_at,
    pg_temp.moment(p.today, k.completed_days, '16:30', p.timezone) as completed_at
) as t;


-- Habits, with a log for each day kept: `misses` says how often not.

create temporary table demo_habits as
select p.name, p.id as user_id, p.today, p.timezone, pg_temp.demo_id('habit', p.name, h.code) as id, h.*,
  pg_temp.moment(p.today, 56, time '20:40' + h.position * interval '3 minutes', p.timezone) as created_at
from pg_temp.demo_people as p
join (
  values
    ('anna', 'mediteren', 'rust', 'Mediteren', 'daily', '{1,2,3,4,5,6,7}'::smallint[], 10, 'minuten', time '07:00', 'flower', '#80cbc4', 19, 12, 1),
    ('anna', 'dagboek', 'schrijven', 'Dagboek', 'daily', '{1,2,3,4,5}', 1, null, time '21:30', 'notebook-pen', '#b39ddb', 11, 1, 2),
    ('anna', 'bellen', 'familie', 'Iemand bellen', 'weekly', '{1,2,3,4,5,6,7}', 1, null, null, 'phone', '#f48fb1', 0, 1, 3),
    ('bram', 'trainen', 'klimmen', 'Trainen', 'weekly', '{1,2,3,4,5,6,7}', 3, 'keer', null, 'dumbbell', '#ff8a65', 6, 1, 1),
    ('bram', 'water', null, 'Water', 'daily', '{1,2,3,4,5,6,7}', 2, 'liter', time '10:00', 'glass-water', '#4fc3f7', 4, 2.25, 2),
    ('chris', 'stretch', 'marathon', 'Stretching', 'daily', '{1,2,3,4,5,6,7}', 10, 'minutes', time '06:45', 'stretch-horizontal', '#90caf9', 0, 15, 1),
    ('chris', 'cards', 'dutch', 'Flash cards', 'daily', '{1,2,3,4,5,6}', 20, 'cards', time '12:30', 'layers', '#ffcc80', 17, 25, 2),
    ('chris', 'budget', 'debt', 'Go over the budget', 'monthly', '{1,2,3,4,5,6,7}', 1, null, null, 'wallet', '#a5d6a7', 0, 1, 3)
) as h (person, code, vision, title, cadence, weekdays, target, unit, reminder, icon, color, misses, amount, position)
  on h.person = p.name;

insert into public.habits (
  user_id, id, vision_id, title, cadence, weekdays, target_amount, unit, reminder_time, icon, color, position,
  created_at, updated_at
)
select h.user_id, h.id, case when h.vision is not null then pg_temp.demo_id('vision', h.name, h.vision) end, h.title,
  h.cadence, h.weekdays, h.target, h.unit, h.reminder, h.icon, h.color, h.position, h.created_at, h.created_at
from pg_temp.demo_habits as h;

insert into public.habit_logs (user_id, id, habit_id, done_on, amount, created_at, updated_at)
select h.user_id, pg_temp.demo_id('log', h.name, h.code, n::text), h.id, h.today - n, h.amount, t.logged_at, t.logged_at
from pg_temp.demo_habits as h
cross join generate_series(1, 55) as n
cross join lateral (
  select pg_temp.moment(h.today, n, time '12:00' + n * interval '7 minutes', h.timezone) as logged_at
) as t
where (h.misses = 0 or n % h.misses > 0)
  and case h.cadence
    when 'daily' then extract(isodow from h.today - n)::smallint = any (h.weekdays)
    when 'weekly' then extract(isodow from h.today - n) in (2, 4, 6, 7)
    else extract(day from h.today - n) in (1, 15)
  end;


drop table pg_temp.demo_people, pg_temp.demo_days, pg_temp.demo_habits;
drop function pg_temp.demo_id(text[]), pg_temp.moment(date, integer, time, text);
