-- Demo people and what they did in the last 26 weeks, for looking around in a fresh database: Anna (INFJ, Utrecht),
-- who wants a practice of her own and had to rest first; Bram (ESTP, Gent), who wants a second climbing hall and
-- works in bursts; Chris (ISTJ, Rotterdam), who runs, learns Dutch and misses little.
--
-- Run by `supabase db push --include-seed`, `supabase start`, `supabase db reset` and `npm start`.
-- Never on a database with real people: the password is public.
--
-- demo sign-in: anna@example.com / futuresync
-- demo sign-in: bram@example.com / futuresync
-- demo sign-in: chris@example.com / futuresync
--
-- Only facts are written: progress, streaks, achievements, scores, mastery and rollups are what the triggers and the
-- jobs make of them. Everything hangs on pg_temp.demo_people, which holds who is not here yet. So a second run changes
-- nothing, and brings back nothing that somebody deleted. Ids are made from names, days are counted back from today and
-- variation comes from their numbers: every database gets the same, and it never grows old.

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
  select p.*, pg_temp.moment(p.today, 181, '19:30', p.timezone) as joined_at from pg_temp.demo_people as p
) as d;

insert into auth.identities (id, provider, provider_id, user_id, identity_data, last_sign_in_at, created_at, updated_at)
select pg_temp.demo_id('identity', d.name), 'email', d.id::text, d.id,
  jsonb_build_object('sub', d.id, 'email', d.email, 'email_verified', true, 'phone_verified', false),
  d.joined_at, d.joined_at, d.joined_at
from (
  select p.*, pg_temp.moment(p.today, 181, '19:30', p.timezone) as joined_at from pg_temp.demo_people as p
) as d;

update public.users as u
set education_level = more.education_level, learning_goals = more.learning_goals,
  subjects_of_interest = more.subjects_of_interest,
  created_at = pg_temp.moment(p.today, 181, '19:30', p.timezone),
  onboarding_completed_at = pg_temp.moment(p.today, 181, '20:05', p.timezone),
  last_seen_at = pg_temp.moment(p.today, 1, '22:40', p.timezone)
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

-- What they consent to, since they joined. Bram wants to be counted nowhere: no event of his may be found.
insert into public.consents (
  user_id, id, purpose_code, is_granted, document_id, document_sha256, locale, decided_at, created_at
)
select p.id, pg_temp.demo_id('consent', p.name, c.code), c.code, true, d.id, d.sha256, d.locale, t.decided_at, t.decided_at
from pg_temp.demo_people as p
join (
  values
    ('anna', '{analytics,emotional_analysis,ai_coaching,research,learning_sharing}'::text[]),
    ('bram', '{emotional_analysis,ai_coaching}'),
    ('chris', '{analytics,emotional_analysis,ai_coaching,research,marketing_email}')
) as given (name, purposes) on given.name = p.name
join public.consent_purposes as c on c.code = any (given.purposes)
join public.policy_documents as d on d.code = c.document_code and d.version = 1 and d.locale = left(p.locale, 2)
cross join lateral (select pg_temp.moment(p.today, 181, '20:00', p.timezone) as decided_at) as t;


-- Who they are. Anna took herself for an INFP before she answered the questions; Chris heard from a coach what his
-- answers had said. The profiles are scored from the answers, one for each question; Bram gave up halfway on another list.

insert into public.mbti_profiles (user_id, id, mbti_type, confidence, source, assessed_at, is_current, created_at, updated_at)
select p.id, pg_temp.demo_id('mbti', p.name, m.mbti_type, m.source), m.mbti_type, m.confidence, m.source, a.assessed_at, false,
  a.assessed_at, a.assessed_at
from pg_temp.demo_people as p
join (
  values ('anna', 'INFP', 0.5, 'self_reported', 181)
) as m (name, mbti_type, confidence, source, days_ago) on m.name = p.name
cross join lateral (select pg_temp.moment(p.today, m.days_ago, '20:00', p.timezone) as assessed_at) as a;

create temporary table demo_attempts as
select p.name, p.id as user_id, p.mbti_type, t.*, pg_temp.demo_id('attempt', p.name, t.assessment) as id,
  pg_temp.moment(p.today, t.days_ago, '20:00', p.timezone) as started_at
from pg_temp.demo_people as p
join (
  values
    ('anna', 'mbti', 140, 48),
    ('anna', 'cognitive-functions', 120, 24),
    ('bram', 'mbti', 179, 48),
    ('bram', 'cognitive-functions', 150, 12),
    ('chris', 'mbti', 181, 48),
    ('chris', 'cognitive-functions', 120, 24)
) as t (person, assessment, days_ago, answered) on t.person = p.name;

insert into public.assessment_attempts (user_id, id, assessment_id, status, started_at, completed_at, created_at, updated_at)
select t.user_id, t.id, a.id, case when t.answered = 12 then 'abandoned' else 'completed' end, t.started_at,
  case when t.answered <> 12 then t.started_at + interval '14 minutes' end, t.started_at, t.started_at + interval '14 minutes'
from pg_temp.demo_attempts as t
join public.assessments as a on a.code = t.assessment and a.version = 1;

-- Towards the letter of their type, or as far as a function is from the top of their stack; now and then in between.
insert into public.assessment_answers (user_id, id, attempt_id, question_id, value, created_at, updated_at)
select t.user_id, private.derived_id(t.id, q.id), t.id, q.id, 3 + q.direction * case
    when t.assessment = 'mbti' then
      case when strpos(t.mbti_type, left(q.scale_code, 1)) > 0 then 1 else -1 end
        * case
          when (q.position / 4 * 3 + q.position % 4 * 2 + ascii(t.name)) % 7 = 0 then -1
          when (q.position / 4 + q.position % 4 * ascii(t.name)) % 3 = 0 then 1
          else 2
        end
    else case q.scale_code
        when m.dominant then 2
        when m.auxiliary then case when q.position < 9 then 1 else 2 end
        when m.tertiary then 0
        else case when q.position % 3 = 0 then -2 else -1 end
      end
  end,
  w.answered_at, w.answered_at
from pg_temp.demo_attempts as t
join public.assessments as a on a.code = t.assessment and a.version = 1
join public.assessment_questions as q on q.assessment_id = a.id and q.position <= t.answered
join public.mbti_types as m on m.code = t.mbti_type
cross join lateral (select t.started_at + q.position * interval '17 seconds' as answered_at) as w;

insert into public.mbti_profiles (
  user_id, id, mbti_type, ei_clarity, sn_clarity, tf_clarity, jp_clarity, confidence, source, assessed_at, is_current,
  created_at, updated_at
)
select p.id, pg_temp.demo_id('mbti', p.name, p.mbti_type, 'coach'), p.mbti_type, 58, 81, 73, 90, 0.91, 'coach', a.assessed_at,
  true, a.assessed_at, a.assessed_at
from pg_temp.demo_people as p
cross join lateral (select pg_temp.moment(p.today, 49, '20:00', p.timezone) as assessed_at) as a
where p.name = 'chris';

-- The functions of the stack stand out from the others, and the first two grew. Anna began to walk: her fourth did too.
insert into public.cognitive_function_scores (
  user_id, id, function_code, score, source, measured_at, created_at, updated_at
)
select p.id, pg_temp.demo_id('function', p.name, f.code, w.days_ago::text), f.code,
  case f.code
    when t.dominant then 76 + w.growth
    when t.auxiliary then 62 + w.growth
    when t.tertiary then 49
    when t.inferior then 31 + case p.name when 'anna' then 2 * w.growth else 0 end
    else 22
  end + length(p.name) % 3,
  'assessment', w.measured_at, w.measured_at, w.measured_at
from pg_temp.demo_people as p
join public.mbti_types as t on t.code = p.mbti_type
cross join public.cognitive_functions as f
cross join lateral (
  select g.days_ago, g.growth, pg_temp.moment(p.today, g.days_ago, '20:10', p.timezone) as measured_at
  from (values (180, 0), (140, 2), (90, 5), (45, 8), (4, 11)) as g (days_ago, growth)
) as w;


-- Where they want to be. Codes stand for ids in the lists below.

insert into public.visions (
  user_id, id, category, title, description, priority, time_allocation_minutes, horizon_years, target_on, position,
  status, completed_at, created_at, updated_at
)
select p.id, pg_temp.demo_id('vision', p.name, v.code), v.category, v.title, v.description, v.priority, v.minutes, v.years,
  case when v.target_days is not null then p.today + v.target_days end, v.position,
  case when v.completed_days is not null then 'completed' when v.code = 'koken' then 'paused' else 'active' end,
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
    ('bram', 'koken', 'personal-growth', 'Koken zonder recept', 'Voor tien man, uit de losse pols.', 4, 30, 2, null, null, 3),
    ('chris', 'marathon', 'health', 'Run the Amsterdam marathon', 'Under four hours, and enjoying the last ten kilometres.', 1, 50, 1, 260, null, 1),
    ('chris', 'dutch', 'personal-growth', 'Speak Dutch with my neighbours', 'Not only about the weather.', 2, 25, 2, null, null, 2),
    ('chris', 'debt', 'career', 'Free of the study loan', null, 3, 10, 1, null, 9, 3)
) as v (name, code, category, title, description, priority, minutes, years, target_days, completed_days, position)
  on v.name = p.name
cross join lateral (
  select pg_temp.moment(p.today, 180, time '20:00' + v.position * interval '4 minutes', p.timezone) as created_at
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
    ('bram', 'zaak', 1, 'Ondernemingsplan bij de bank', 40, 38),
    ('bram', 'zaak', 2, 'De bank zegt ja', 14, 12),
    ('bram', 'zaak', 3, 'Pand gevonden', -45, null),
    ('bram', 'klimmen', 1, '6c binnen', 25, 27),
    ('bram', 'klimmen', 2, '7a binnen', -40, null),
    ('chris', 'marathon', 1, '10 kilometres without a break', 45, 45),
    ('chris', 'marathon', 2, 'Half marathon', 5, 5),
    ('chris', 'marathon', 3, '32 kilometres', -70, null),
    ('chris', 'dutch', 1, 'Book a table by telephone', 28, 24),
    ('chris', 'dutch', 2, 'Understand the news', -20, null)
) as m (name, vision, position, title, target_days, completed_days) on m.name = p.name
cross join lateral (
  select pg_temp.moment(p.today, 180, time '20:20' + m.position * interval '1 minute', p.timezone) as created_at
) as c
cross join lateral (select pg_temp.moment(p.today, m.completed_days, '18:40', p.timezone) as completed_at) as d;


-- What they did, day by day. Each day has one action from a person's round of five, on some days a second. `rhythm`
-- says which days were kept. Anna starts well, drags herself through weeks 7 to 11, writes nothing in week 12 and
-- missed three days since; Bram works in bursts, drifts in between and hurts a finger; Chris has a cold, loses a key
-- client and misses nothing else. Today's are still ahead.

create temporary table demo_days as
select p.name, p.id as user_id, p.today, p.timezone, n as days_ago, turn,
  pg_temp.demo_id('action', p.name, n::text, turn::text) as id,
  pg_temp.moment(p.today, n + 1, '21:45', p.timezone) as planned_at,
  pg_temp.moment(p.today, n, time '07:10' + turn * interval '5 hours' + (n * 7 + turn * 11) % 50 * interval '1 minute', p.timezone) as done_at,
  n > 0 and case p.name
    when 'anna' then case
      when n < 56 then n not in (13, 27, 41)
      when n < 98 then n % 5 > 0
      when n < 140 then n % 3 = 0
      else n % 8 > 0
    end
    when 'bram' then case
      when n between 91 and 118 then n % 9 in (1, 2)
      when n between 119 and 153 then n % 9 = 1
      else n % 9 in (1, 2, 4, 5, 6)
    end
    else n not between 125 and 130 and (n not between 45 and 55 or n % 3 > 0)
  end as is_kept
from pg_temp.demo_people as p
cross join generate_series(0, 179) as n
cross join generate_series(1, 2) as turn
where (turn = 1 or n % case p.name when 'bram' then 2 else 4 end = 1)
  and not (p.name = 'anna' and n between 98 and 104);

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
    ('anna', 'opleiding', 'praktijk', 'Opleiding tot coach', 'Acht weekenden in Zeist.', -40, 33, '#5c6bc0', 3),
    ('bram', 'plan', 'zaak', 'Financiering', 'Bank, gemeente en twee vrienden.', -12, 12, '#ef6c00', 1),
    ('bram', 'pand', 'zaak', 'Een pand zoeken', 'Hoog genoeg voor twaalf meter wand.', 60, null, '#6d4c41', 2),
    ('chris', 'race', 'marathon', 'Race season', null, 150, null, '#1565c0', 1),
    ('chris', 'taxes', null, 'Tax return', null, -12, 14, '#546e7a', 2)
) as j (name, code, vision, title, description, due_days, completed_days, color, position) on j.name = p.name
cross join lateral (
  select pg_temp.moment(p.today, 120 - j.position, '19:00', p.timezone) as created_at,
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
    ('anna', 'intake', 'opleiding', null, 'Intakegesprek in Zeist', 88, 1, '{bellen}', -88, 60, null, 9),
    ('anna', 'werkstuk', 'opleiding', null, 'Eindwerkstuk schrijven', 40, 1, '{schrijven}', -40, 600, null, 10),
    ('anna', 'proefklanten', 'website', null, 'Drie proefklanten vragen', 60, 2, '{bellen}', -58, 45, null, 11),
    ('anna', 'bezoek', null, null, 'Papa naar de cardioloog brengen', 101, 1, '{familie}', -101, 180, null, 12),
    ('bram', 'bezichtiging', 'pand', null, 'Loods aan de Schelde bezichtigen', 20, 2, '{gemeente}', -20, 60, null, 6),
    ('bram', 'makelaar', 'pand', null, 'Makelaar terugbellen', null, 2, '{bellen}', 1, 10, null, 7),
    ('bram', 'vinger', null, null, 'Kinesist voor die vinger', 100, 1, '{klimmen}', -100, 45, null, 8),
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
  select pg_temp.moment(p.today, 110, time '19:10' + k.position * interval '2 minutes', p.timezone) as created_at,
    pg_temp.moment(p.today, k.completed_days, '16:30', p.timezone) as completed_at
) as t;


-- Habits, with a log for each day kept: `misses` says how often not.

create temporary table demo_habits as
select p.name, p.id as user_id, p.today, p.timezone, pg_temp.demo_id('habit', p.name, h.code) as id, h.*,
  pg_temp.moment(p.today, 180, time '20:40' + h.position * interval '3 minutes', p.timezone) as created_at
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
cross join generate_series(1, 179) as n
cross join lateral (
  select pg_temp.moment(h.today, n, time '12:00' + n % 56 * interval '7 minutes', h.timezone) as logged_at
) as t
where (h.misses = 0 or n % h.misses > 0)
  and case h.name
    when 'anna' then n not between 98 and 104 and (n not between 105 and 139 or n % 3 = 0)
    when 'bram' then n not between 91 and 153 or n % 4 = 0
    else n not between 125 and 130
  end
  and case h.cadence
    when 'daily' then extract(isodow from h.today - n)::smallint = any (h.weekdays)
    when 'weekly' then extract(isodow from h.today - n) in (2, 4, 6, 7)
    else extract(day from h.today - n) in (1, 15)
  end;


-- Custom fields: what they want to know beside what everybody notes.

create temporary table demo_fields as
select p.name, p.id as user_id, pg_temp.demo_id('field', p.name) as id, f.*,
  pg_temp.moment(p.today, 178, '21:00', p.timezone) as created_at
from pg_temp.demo_people as p
join (
  values
    ('anna', 'mood_entries', 'Uren geslapen', 'number', '{}'::text[], 0, 14, 'uur'),
    ('bram', 'daily_actions', 'Zwaarste route', 'choice', '{5c,6a,6b,6c,7a,7b}', null, null, null),
    ('chris', 'mood_entries', 'Resting pulse', 'number', '{}', 30, 120, 'bpm')
) as f (person, applies_to, label, value_type, options, minimum, maximum, unit) on f.person = p.name;

insert into public.custom_field_definitions (
  user_id, id, applies_to, label, value_type, options, minimum, maximum, unit, position, created_at, updated_at
)
select f.user_id, f.id, f.applies_to, f.label, f.value_type, f.options, f.minimum, f.maximum, f.unit, 1, f.created_at, f.created_at
from pg_temp.demo_fields as f;

insert into public.custom_field_values (user_id, id, definition_id, subject_id, choices, created_at, updated_at)
select d.user_id, pg_temp.demo_id('value', d.id::text), f.id, d.id,
  array[case when d.days_ago > 150 then '6a' when d.days_ago > 60 then '6b' when d.days_ago > 27 then '6c' else '7a' end],
  d.done_at, d.done_at
from pg_temp.demo_days as d
join pg_temp.demo_fields as f on f.user_id = d.user_id
where d.name = 'bram' and d.is_kept and (d.days_ago + d.turn) % 5 in (0, 2) and d.days_ago not between 91 and 118;


-- The way in: Anna answered everything, in three sittings; Bram took the short way and skipped what he could; Chris went
-- through it in one go.

create temporary table demo_responses as
select p.name, p.id as user_id, r.*, f.id as flow_id, s.id as step_id,
  pg_temp.moment(p.today, 181, time '19:40', p.timezone) + r.after as responded_at
from pg_temp.demo_people as p
join (
  values
    ('anna', 'full-start', 'welcome', 'completed', null, '{}'::text[], null, interval '0'),
    ('anna', 'full-start', 'privacy', 'completed', null, '{}', null, interval '2 minutes'),
    ('anna', 'full-start', 'name', 'completed', 'Anna', '{}', null, interval '3 minutes'),
    ('anna', 'full-start', 'satisfaction', 'completed', null, '{}', 5, interval '4 minutes'),
    ('anna', 'full-start', 'life-areas', 'completed', null, '{health,career,personal-growth}', null, interval '5 minutes'),
    ('anna', 'full-start', 'vision', 'completed', 'Ik wil mensen begeleiden in een huis met een tuin, en zelf uitgerust zijn.', '{}', null, interval '25 hours'),
    ('anna', 'full-start', 'obstacles', 'completed', null, '{energy,doubt}', null, interval '25 hours 5 minutes'),
    ('anna', 'full-start', 'personality', 'completed', null, '{}', null, interval '984 hours 40 minutes'),
    ('anna', 'full-start', 'daily-time', 'completed', null, '{30}', null, interval '984 hours 45 minutes'),
    ('anna', 'full-start', 'best-moment', 'completed', null, '{evening}', null, interval '984 hours 46 minutes'),
    ('anna', 'full-start', 'support', 'completed', null, '{high}', null, interval '984 hours 47 minutes'),
    ('anna', 'full-start', 'first-action', 'completed', 'Vanavond om half elf het licht uit.', '{}', null, interval '984 hours 50 minutes'),
    ('bram', 'quick-start', 'welcome', 'skipped', null, '{}', null, interval '10 seconds'),
    ('bram', 'quick-start', 'name', 'completed', 'Bram', '{}', null, interval '20 seconds'),
    ('bram', 'quick-start', 'life-areas', 'completed', null, '{career,health}', null, interval '30 seconds'),
    ('bram', 'quick-start', 'daily-time', 'completed', null, '{15}', null, interval '40 seconds'),
    ('bram', 'quick-start', 'first-action', 'skipped', null, '{}', null, interval '45 seconds'),
    ('chris', 'full-start', 'welcome', 'completed', null, '{}', null, interval '1 minute'),
    ('chris', 'full-start', 'privacy', 'completed', null, '{}', null, interval '4 minutes'),
    ('chris', 'full-start', 'name', 'completed', 'Chris', '{}', null, interval '5 minutes'),
    ('chris', 'full-start', 'satisfaction', 'completed', null, '{}', 7, interval '6 minutes'),
    ('chris', 'full-start', 'life-areas', 'completed', null, '{health,personal-growth}', null, interval '7 minutes'),
    ('chris', 'full-start', 'vision', 'completed', 'Run the marathon, and talk with the neighbours in their own language.', '{}', null, interval '9 minutes'),
    ('chris', 'full-start', 'obstacles', 'completed', null, '{time}', null, interval '10 minutes'),
    ('chris', 'full-start', 'personality', 'completed', null, '{}', null, interval '35 minutes'),
    ('chris', 'full-start', 'daily-time', 'completed', null, '{60}', null, interval '36 minutes'),
    ('chris', 'full-start', 'best-moment', 'completed', null, '{morning}', null, interval '37 minutes'),
    ('chris', 'full-start', 'support', 'completed', null, '{standard}', null, interval '38 minutes'),
    ('chris', 'full-start', 'first-action', 'completed', 'Lay out my running shoes tonight.', '{}', null, interval '40 minutes')
) as r (person, flow, step, status, answer, choices, rating, after) on r.person = p.name
join public.onboarding_flows as f on f.code = r.flow and f.version = 1
join public.onboarding_steps as s on s.flow_id = f.id and s.code = r.step;

insert into public.onboarding_progress (user_id, id, flow_id, started_at, created_at, updated_at)
select r.user_id, r.flow_id, r.flow_id, min(r.responded_at), min(r.responded_at), max(r.responded_at)
from pg_temp.demo_responses as r
group by r.user_id, r.flow_id;

insert into public.onboarding_responses (
  user_id, id, flow_id, step_id, status, answer, choices, rating, attempt_id, responded_at, created_at, updated_at
)
select r.user_id, r.step_id, r.flow_id, r.step_id, r.status, r.answer, r.choices, r.rating, t.id, r.responded_at, r.responded_at,
  r.responded_at
from pg_temp.demo_responses as r
left join pg_temp.demo_attempts as t on t.user_id = r.user_id and t.assessment = 'mbti' and r.step = 'personality';


-- What Anna wrote at night: four times a week, in the voice of the weeks she was in. Two paragraphs an entry; each pair
-- comes once.

create temporary table demo_pages as
select *
from (
  values
    ('begin', 0, 'Begin', 'curiosity', 'Ik heb vandaag eindelijk opgeschreven wat ik al drie jaar tegen niemand zeg: ik wil een praktijk. Niet ooit. Binnen vijf jaar, in een huis met een tuin, drie dagen in de week. Het staat er nu in blauwe inkt en het ziet er minder belachelijk uit dan in mijn hoofd.'),
    ('begin', 1, 'Oma''s keuken', 'joy', 'Het verhaal van oma begint in de keuken, dat weet ik nu zeker. Niet bij de oorlog, niet bij het schip, maar bij de geur van natte was boven het fornuis. Ik schreef een halve bladzijde en moest huilen om iets dat ik helemaal niet heb meegemaakt.'),
    ('begin', 2, 'Op kantoor', 'calm', 'Op het werk had ik een gesprek met iemand die wilde vertrekken en niet durfde. Ik stelde drie vragen en zweeg. Na een kwartier wist ze het zelf. Dit is het enige van mijn werk waar ik niet moe van word, en het staat niet in mijn functieomschrijving.'),
    ('begin', 3, 'Licht uit', 'calm', 'Half elf het licht uit, zoals afgesproken met mezelf. Tot twaalf uur naar het plafond gekeken. Maar het was een vriendelijk plafond, zonder telefoon. Ik denk dat mijn lijf nog moet leren dat er niets meer komt na half elf.'),
    ('begin', 4, 'Lotte', 'curiosity', 'Lotte gebeld zonder dat er iemand jarig was. Ze vroeg wat er aan de hand was. Niets, zei ik, en toen werd het stil, en toen lachte ze. We hebben het over de hond gehad, en over mama, en ergens in het midden ging het echt ergens over.'),
    ('begin', 5, 'Wandeling', 'joy', 'Gewandeld langs de Kromme Rijn zonder telefoon. Na twintig minuten begon ik dingen te zien in plaats van te denken: een reiger, een man die zijn boot schilderde, mijn eigen handen die warm werden. Ik wil dit onthouden voor dagen waarop ik het niet geloof.'),
    ('begin', 6, 'Luisteren', 'curiosity', 'Het hoofdstuk over luisteren gaat eigenlijk over ophouden met repareren. Ik merkte hoe snel ik een oplossing klaar heb, vooral bij wie ik liefheb. Een oplossing is ook een manier om niet te hoeven voelen wat de ander voelt.'),
    ('begin', 7, 'Droom', 'curiosity', 'Ik droomde van een huis met een kamer die ik nooit had gezien. Er stonden twee stoelen tegenover elkaar en verder niets. Ik werd wakker met het gevoel dat ik te laat was, en daarna met het gevoel dat iemand op me wachtte, wat niet hetzelfde is.'),
    ('moe', 0, 'De gang', 'anxiety', 'Papa ligt op de vierde, kamer twaalf. Het is zijn hart, het is niet acuut, het is wel iets. Ik ken nu alle automaten in die gang. Ik zat daar met een bekertje en dacht aan alles wat ik deze week zou doen, alsof dat van iemand anders was.'),
    ('moe', 1, 'Niet geslapen', 'fatigue', 'Weer om vier uur wakker. Het is niet piekeren, het is meer een soort waken, alsof er iemand moet opletten. Ik doe de lamp aan en schrijf dit omdat het beter is dan liggen. Morgen om negen uur een reorganisatiegesprek. Ik ga daar heel kalm kijken.'),
    ('moe', 2, 'Overgeslagen', 'discouragement', 'Ik heb de hele week niets gedaan van wat op de lijst stond. Vroeger zou ik mezelf nu een preek geven. Vandaag ben ik daar te moe voor, en misschien is dat ergens goed voor. Het boek ligt er nog. De praktijk loopt niet weg, hij is er immers niet.'),
    ('moe', 3, 'Lotte in de auto', 'calm', 'Lotte reed vannacht vanuit Groningen. We zaten om half zes bij de tankstationskoffie en zeiden bijna niets. Ik dacht: dit is wat er stond, bij die visie, dichter bij mijn zus. Ik had me er alleen iets gezelligers bij voorgesteld.'),
    ('moe', 4, 'Boos', 'frustration', 'Boos op de arts die langs me heen praatte, boos op mama die doet of er niets is, boos op mijn baas omdat ze aardig was. Onder de boosheid zit iets dat veel kleiner is. Daar kan ik nu niet bij, ik heb morgen weer een dag nodig.'),
    ('moe', 5, 'Klein', 'fatigue', 'Vandaag gelukt: douchen, soep, de plant water. Ik schrijf het op omdat ik anders denk dat het een dag zonder iets was. De coach vroeg wat ik tegen een cliënt zou zeggen. Dat je van een mens die draagt niet ook nog kunt vragen te dansen.'),
    ('moe', 6, 'Spiegel', 'stress', 'Ik hoorde mezelf tegen een collega zeggen dat het prima ging, met precies de stem waar ik bij anderen doorheen hoor. Ze knikte. Ik dacht: als ik ooit tegenover iemand zit in die kamer met twee stoelen, laat me dan dit nog weten.'),
    ('moe', 7, 'De tuin van papa', 'discouragement', 'Ik heb bij papa thuis het gras gemaaid omdat hij daarover begon en niet over het infuus. Het werd scheef. Hij zal het zien en er niets van zeggen. Toen ik de maaier uitzette was het zo stil dat ik even niet wist wat ik daarna moest doen.'),
    ('terug', 0, 'Weer open', 'calm', 'Een week niets geschreven en niemand is eraan doodgegaan. Papa is thuis, met een doosje voor elke dag. Ik heb vannacht zes uur aan één stuk geslapen en werd wakker van een merel, wat ik eerst voor een alarm hield.'),
    ('terug', 1, 'Eén ding', 'curiosity', 'Afgesproken met mezelf: één ding per dag, en dan is het genoeg. Vandaag was dat het telefoontje naar Zeist over de opleiding. Ik kreeg iemand die zweeg op de goede momenten. Ik heb me niet ingeschreven. Ik heb wel de datum opgeschreven.'),
    ('terug', 2, 'De muren', 'joy', 'De slaapkamer wordt groen, het soort groen dat je alleen ziet als je er niet naar kijkt. Ik had verf op mijn neus toen de buurman aanbelde. Het is lang geleden dat ik iets deed waarvan je aan het eind van de dag ziet dat het gedaan is.'),
    ('terug', 3, 'Meditatie', 'calm', 'Tien minuten. Acht daarvan was ik bij de boodschappen. Twee minuten niet. Ik begin te begrijpen dat die acht erbij horen, dat het terugkomen de oefening is en niet het blijven. Dat had iemand me natuurlijk al verteld.'),
    ('terug', 4, 'Mama', 'confusion', 'Mama zei aan de telefoon dat ze het vroeger ook gewild had, mensen helpen, maar dat er toen kinderen kwamen. Ze zei het alsof het over het weer ging. Ik heb het hele gesprek teruggelezen in mijn hoofd en weet nog steeds niet of ze mij iets gaf of iets vroeg.'),
    ('terug', 5, 'Ingeschreven', 'confidence', 'Ingeschreven. Acht weekenden, te beginnen in de herfst. Mijn hand trilde en ik heb op de bevestiging gewacht als op een uitslag. Daarna de afwas gedaan. Het is een rare gedachte dat een leven kan veranderen terwijl er nog pannen staan.'),
    ('terug', 6, 'De bladzijden', 'joy', 'Vier bladzijden over het schip. Ik dacht dat ik niets wist, maar oma''s zinnen zaten er nog, met haar woorden voor wind. Ik schrijf het niet mooi. Ik schrijf het op, en dan zie ik later wel wie het leest.'),
    ('terug', 7, 'Grenzen', 'confidence', 'Nee gezegd tegen een extra dag. Ze vroegen het aardig, dat maakte het moeilijk. Ik zei: ik heb het nagedacht en het antwoord is nee. Geen reden erbij. In de lift moest ik tegen de wand leunen en toen heb ik heel hard gelachen.'),
    ('praktijk', 0, 'De eerste', 'confidence', 'Mijn eerste gesprek als coach, in de achterkamer van Marijke, met twee stoelen die niet bij elkaar pasten. Ik was zo bezig met goed luisteren dat ik de eerste tien minuten niets hoorde. Toen zei ze iets over haar moeder en was ik er ineens.'),
    ('praktijk', 1, 'Vragen', 'curiosity', 'Ik heb er een lijst van gemaakt: vragen die ik te vroeg stel. Bovenaan staat: wat zou je willen? Mensen weten dat zelden in het eerste halfuur. Beter: wanneer was het er al even? Dan gaan de ogen naar links boven en komt er iets.'),
    ('praktijk', 2, 'Geld', 'stress', 'Vandaag de eerste rekening verstuurd. Vijfenveertig minuten aan drie regels gezeten. Het voelt of ik geld vraag voor iets dat ik altijd gratis gaf, en misschien is dat precies wat er moet gebeuren. Lotte zei: je vraagt het niet, het kost het gewoon.'),
    ('praktijk', 3, 'Zonder wekker', 'joy', 'Voor het eerst in jaren wakker geworden zonder wekker en het was nog geen zeven uur. Ik ben even blijven liggen om te kijken of het echt was. Buiten was het grijs en binnen niet. Papa belde over de tomaten, zomaar, drie minuten.'),
    ('praktijk', 4, 'Twijfel', 'anxiety', 'Een cliënt zegde af en ik wist binnen een seconde zeker dat het aan mij lag. Het duurde een wandeling voordat ik kon denken dat mensen ook gewoon griep hebben. Die seconde ken ik. Hij is korter dan vroeger, dat wil ik hier wel vastleggen.'),
    ('praktijk', 5, 'Vijf', 'joy', 'Vijf mensen nu. Ik heb hun namen op een kaartje en daaronder geen doelen maar één zin die ze zelf zeiden. Het is de mooiste lijst die ik ooit heb gemaakt. Op mijn werk maken ze er spreadsheets van en dat mag ook.'),
    ('praktijk', 6, 'Website', 'frustration', 'De tekst over mijzelf is af en ik haat hem, wat volgens Marijke betekent dat hij bijna goed is. Ik heb alle woorden geschrapt die ik bij anderen niet geloof. Er bleef weinig over. Dat weinige durf ik wel hardop te zeggen.'),
    ('praktijk', 7, 'Waar ik ben', 'calm', 'Als ik terugblader zie ik hoe vaak ik schreef dat ik te laat was. Ik schrijf het nu niet meer. Niet omdat ik er ben, maar omdat ik niet meer weet waar het station is. Ik loop en dat is genoeg; er is ook iets te zien onderweg.')
) as t (phase, nth, title, mood, body);

create temporary table demo_entries as
select p.name, p.id as user_id, p.today, p.timezone, d.days_ago, pg_temp.demo_id('entry', p.name, d.days_ago::text) as id,
  d.title, d.body, d.mood, d.tags, d.is_favourite, 'nl' as language,
  case d.turn % 8 when 1 then 'three-good-things' when 5 then 'type-infj' end as prompt,
  pg_temp.moment(p.today, d.days_ago, time '21:30' + d.days_ago * 7 % 40 * interval '1 minute', p.timezone) as written_at
from pg_temp.demo_people as p
cross join lateral (
  select w.days_ago, w.turn, a.title, a.mood, a.body || E'\n\n' || b.body as body,
    case w.phase when 'moe' then '{familie}'::text[] when 'praktijk' then '{praktijk,werk}' when 'terug' then '{rust}' else '{}' end as tags,
    w.turn % 11 = 3 as is_favourite
  from (
    select n as days_ago, h.phase, row_number() over (partition by h.phase order by n desc)::integer as turn
    from generate_series(1, 180) as n
    cross join lateral (
      select case when n >= 140 then 'begin' when n >= 105 then 'moe' when n >= 42 then 'terug' else 'praktijk' end as phase
    ) as h
    where extract(isodow from p.today - n) in (2, 4, 6, 7) and n not between 98 and 104
  ) as w
  join pg_temp.demo_pages as a on a.phase = w.phase and a.nth = w.turn % 8
  join pg_temp.demo_pages as b on b.phase = w.phase and b.nth = (w.turn + 1 + w.turn / 8 % 7) % 8
) as d
where p.name = 'anna'

-- Bram, when something happened.
union all
select p.name, p.id, p.today, p.timezone, e.days_ago, pg_temp.demo_id('entry', p.name, e.days_ago::text),
  e.title, e.body, e.mood, e.tags, e.days_ago in (12, 27), 'nl', null,
  pg_temp.moment(p.today, e.days_ago, time '22:10' + e.days_ago % 30 * interval '1 minute', p.timezone)
from pg_temp.demo_people as p
join (
  values
    (178, 'Start', 'Sara zegt dat ik dit moet bijhouden. Goed. Plan: tweede zaal, aan het water, met keuken. Klaar.', 'joy', '{zaak}'::text[]),
    (171, null, 'Drie panden bekeken. Eén te laag, één te duur, één vol duiven. Die met de duiven dus.', 'joy', '{zaak}'),
    (163, null, 'Gisteren 6b in één keer. Vandaag voel ik elke spier die ik heb en twee die ik niet kende.', 'flow', '{klimmen}'),
    (155, 'Volle bak', 'Zaterdag 140 man binnen. Wachtrij tot aan de straat. Dit moet groter, ik zei het toch.', 'joy', '{zaak}'),
    (144, null, 'Twee weken niks geschreven. Te druk of te lui, kies maar.', 'boredom', '{}'),
    (131, null, 'Boekhouding. Ik zou liever op een vingertop aan een lat hangen.', 'frustration', '{zaak}'),
    (123, null, 'Sara vroeg wat ik nu eigenlijk wil. Ik zei klimmen. Ze zei dat dat geen ondernemingsplan is.', 'confusion', '{zaak}'),
    (116, 'Krak', 'Ringvinger. Pees. Zes weken niet klimmen. Ik heb de hele avond naar de muur zitten kijken als een hond naar een deur.', 'frustration', '{klimmen}'),
    (109, null, 'Dan maar dat geldcursusje. Kasstroom is gewoon: komt er meer binnen dan eruit. Waarom zegt niemand dat.', 'curiosity', '{zaak}'),
    (101, null, 'Kinesist zegt geduld. Ik zeg: hoeveel minuten.', 'boredom', '{klimmen}'),
    (94, null, 'Een nieuwe gast leren zekeren. Hij trilde als een blad en stond een uur later te lachen boven. Daar doe ik het voor.', 'joy', '{klimmen}'),
    (86, null, 'Vinger doet weer mee. Alleen grote grepen, beloofd. Bijna gehouden ook.', 'joy', '{klimmen}'),
    (73, 'De loods', 'Loods aan de Schelde. Veertien meter hoog, lekt, stinkt, perfect. Sara zag het ook. Ze zei niks, dat is haar ja.', 'flow', '{zaak}'),
    (66, null, 'Drie jaar begroten. Het eerste jaar verlies, staat er. Het voelt raar om verlies te plannen.', 'stress', '{zaak,cijfers}'),
    (52, null, 'De bank wilde alles nog eens, maar dan in hun kolommen. Gedaan. Nu wachten. Ik haat wachten.', 'frustration', '{zaak}'),
    (38, null, 'Plan ingeleverd. 31 bladzijden. Ik heb nog nooit iets van 31 bladzijden gelezen.', 'confidence', '{zaak}'),
    (27, '6c', 'Binnen, in de overhang, met Sara onder me die riep dat ik moest ademen. Ik ademde.', 'flow', '{klimmen}'),
    (20, null, 'Weer in de loods gestaan. Met de rolmeter. Wand hier, keuken daar, licht van boven.', 'joy', '{zaak}'),
    (12, 'JA', 'De bank zegt ja. Ik heb het drie keer gelezen en toen heel hard geroepen in een lege zaal. Goede akoestiek.', 'joy', '{zaak}'),
    (7, null, 'Nu is het echt en nu slaap ik slecht. Had niemand gezegd.', 'stress', '{zaak}'),
    (4, null, 'Vergunning. Formulier 14b. Er is dus ook een 14a.', 'boredom', '{zaak,gemeente}'),
    (1, null, 'Gekookt voor acht man zonder recept. Eén pan aangebrand, niemand die het zei. Goede vrienden.', 'joy', '{}')
) as e (days_ago, title, body, mood, tags) on p.name = 'bram'

-- Chris, on Sundays, under the same three headings.
union all
select p.name, p.id, p.today, p.timezone, d.days_ago, pg_temp.demo_id('entry', p.name, d.days_ago::text),
  'Week ' || d.week, 'Done: ' || d.done || E'\n\nCost: ' || d.cost || E'\n\nNext: ' || d.next,
  case when d.days_ago between 45 and 58 then 'stress' when d.days_ago between 4 and 10 then 'joy' when d.week % 3 = 0 then 'confidence' else 'calm' end,
  '{review}'::text[], d.week in (1, 26), 'en', case when d.week % 4 = 0 then 'week-in-review' end,
  pg_temp.moment(p.today, d.days_ago, '17:00', p.timezone)
from pg_temp.demo_people as p
cross join lateral (
  select n as days_ago, row_number() over (order by n desc)::integer as week,
    case
      when n between 124 and 131 then 'nothing. Five days in bed with a cold. The streak is gone; I am told that the habit is not.'
      when n between 45 and 58 then 'ran four times. The Hendriks account has left us after eleven years. I kept the runs, not the sleep.'
      else (array[
        'six runs, all at the planned pace. Two hundred cards, nine of ten right. The filing is up to date.',
        'five runs and one rest day that felt like cheating. Read the newspaper aloud to the cat, who left.',
        'intervals on Tuesday, faster than last month by four seconds. Ordered bread in Dutch and was answered in Dutch.',
        'the long run in the rain, twenty-one kilometres. Twenty new words a day. Closed the month in the ledger.',
        'six runs. Helped Mrs De Groot with her bins and understood the joke about the mayor, afterwards.',
        'everything on the list, in order. The stretching takes ten minutes and I no longer argue with it.',
        'easy week by the plan. Sorted the receipts by date instead of by size, which is what they are for.'
      ])[row_number() over (order by n desc) % 7 + 1]
    end as done,
    case
      when n between 45 and 58 then 'two bad nights and a short answer to somebody who did not earn one. I apologised on Thursday.'
      else (array[
        'one evening with colleagues that I would have liked to attend more than I expected.',
        'a stiff left calf. Six euros for a second pair of laces.',
        'patience, mainly on the telephone with the tax office. Forty minutes.',
        'half an hour of sleep on Friday, by my own doing: one more chapter.',
        'nothing worth entering.',
        'the cinema. I went alone and it was fine, and I noted that I had noted it.',
        'some pride. I asked the neighbour to speak more slowly, in front of his brother.',
        'a missed train, because I stopped to look at the herons.'
      ])[row_number() over (order by n desc) % 8 + 1]
    end as cost,
    (array[
      'long run on Saturday, twenty-four kilometres. Renew the library card.',
      'go over the budget on the first. Ask about the evening course.',
      'one conversation with a neighbour that is not about the weather. Write down the words I lacked.',
      'keep the heart rate under 145 on easy days, also when somebody overtakes me.',
      'new shoes before the old ones decide for me. Two rest days, planned as such.'
    ])[row_number() over (order by n desc) % 5 + 1] as next
  from generate_series(1, 180) as n
  where extract(isodow from p.today - n) = 7
) as d
where p.name = 'chris';

insert into public.journal_entries (
  user_id, id, written_on, title, body, language, prompt_id, area_code, mood, mood_intensity, tags, is_favourite, coach_may_read,
  created_at, updated_at
)
select e.user_id, e.id, e.today - e.days_ago, e.title, e.body, e.language, q.id, q.area_code, e.mood,
  4 + (e.days_ago * 5) % 5, e.tags, e.is_favourite, e.name = 'anna' and e.days_ago % 3 = 0, e.written_at, e.written_at
from pg_temp.demo_entries as e
left join public.journal_prompts as q on q.code = e.prompt;


-- Moods: Anna in the morning and in the evening, six days a week; Bram when he remembers; Chris at ten o'clock, daily.

create temporary table demo_moods as
select m.*, pg_temp.demo_id('mood', m.name, m.days_ago::text, m.turn::text) as id
from (
  select p.name, p.id as user_id, n as days_ago, turn,
    pg_temp.moment(p.today, n, case
        when p.name = 'chris' then time '22:00'
        when p.name = 'bram' then time '13:10' + n % 47 * interval '9 minutes'
        when turn = 1 then time '07:20' + n % 25 * interval '1 minute'
        else time '22:05' + n % 30 * interval '1 minute'
      end, p.timezone) as felt_at,
    case p.name
      when 'anna' then (case
          when n >= 140 then '{calm,curiosity,joy,calm,curiosity,neutral,fatigue}'::text[]
          when n >= 105 then '{fatigue,anxiety,discouragement,fatigue,stress,anxiety,calm}'
          when n >= 42 then '{calm,fatigue,curiosity,calm,confidence,joy,anxiety}'
          else '{confidence,stress,joy,calm,confidence,curiosity,flow}'
        end)[(n * 3 + turn * 2) % 7 + 1]
      when 'bram' then (case
          when n between 91 and 118 then '{boredom,frustration,boredom,curiosity,joy}'::text[]
          else '{joy,flow,boredom,joy,frustration,flow,joy,stress}'
        end)[n % case when n between 91 and 118 then 5 else 8 end + 1]
      else case
          when n between 125 and 130 then 'fatigue'
          when n between 45 and 58 then (array['stress', 'stress', 'fatigue', 'calm'])[n % 4 + 1]
          when n = 5 then 'joy'
          else (array['neutral', 'calm', 'calm', 'confidence', 'neutral', 'calm'])[n % 6 + 1]
        end
    end as emotion
  from pg_temp.demo_people as p
  cross join generate_series(1, 180) as n
  cross join generate_series(1, 2) as turn
  where case p.name
      when 'anna' then n % 7 <> 3 and n not between 98 and 104
      when 'bram' then turn = 1 and n % 9 in (1, 4, 6) and n not between 119 and 150
      else turn = 1
    end
) as m;

insert into public.mood_entries (
  user_id, id, emotion, intensity, energy, felt_at, note, influences, journal_entry_id, created_at, updated_at
)
select m.user_id, m.id, m.emotion, 3 + (m.days_ago * 7 + m.turn * 3) % 6,
  case
    when m.emotion in ('fatigue', 'discouragement') then 2 + m.days_ago % 2
    when m.emotion in ('joy', 'flow', 'confidence') then 7 + m.days_ago % 3
    else 4 + (m.days_ago + m.turn) % 4
  end,
  m.felt_at,
  case m.name
    when 'anna' then case m.days_ago % 17 when 2 then 'Slecht geslapen, wel wakker geworden.' when 9 then 'Stil in huis, dat helpt.' end
    when 'bram' then case m.days_ago % 13 when 1 then 'Zaal vol.' when 6 then 'Stilzitten.' end
    else case m.days_ago when 5 then 'Half marathon, 1:48:12.' when 57 then 'Hendriks has left.' when 128 then 'Cold. In bed.' end
  end,
  case m.name
    when 'anna' then case when m.days_ago between 105 and 139 then '{familie,slaap}'::text[] when m.turn = 1 then '{slaap}' else '{werk,schrijven}' end
    when 'bram' then case when m.emotion in ('joy', 'flow') then '{klimmen}'::text[] else '{papierwerk}' end
    else case when m.days_ago between 45 and 58 then '{work,sleep}'::text[] else '{running}' end
  end,
  case when m.turn = 2 or m.name <> 'anna' then e.id end, m.felt_at, m.felt_at
from pg_temp.demo_moods as m
left join pg_temp.demo_entries as e on e.user_id = m.user_id and e.days_ago = m.days_ago and e.written_at <= m.felt_at;

insert into public.custom_field_values (user_id, id, definition_id, subject_id, number_value, created_at, updated_at)
select m.user_id, pg_temp.demo_id('value', m.id::text), f.id, m.id,
  case m.name
    when 'anna' then (case when m.days_ago between 105 and 139 then 4.5 when m.days_ago > 42 then 5.5 else 6.5 end) + (m.days_ago * 3) % 5 * 0.5
    else 58 - (180 - m.days_ago) / 25 + m.days_ago % 3 + case when m.days_ago between 125 and 130 then 9 else 0 end
  end,
  m.felt_at, m.felt_at
from pg_temp.demo_moods as m
join pg_temp.demo_fields as f on f.user_id = m.user_id and f.applies_to = 'mood_entries'
where m.turn = 1 and (m.name = 'anna' or m.days_ago % 2 = 0);


-- Coaching, and the conversations it was held in: Anna on Wednesday evenings, Bram every other Monday before the hall
-- opens, Chris every other Sunday. Each talk begins with what the person brought; then the coach asks on.

create temporary table demo_sessions as
select s.*, pg_temp.demo_id('session', s.name, s.days_ago::text) as id, pg_temp.demo_id('talk', s.name, s.days_ago::text) as talk_id,
  o.title, o.area, o.opening,
  case
    when s.name = 'bram' and s.nth in (4, 6) then 'abandoned'
    when s.name = 'bram' and s.nth = s.sessions then 'paused'
    else 'completed'
  end as status
from (
  select p.name, p.id as user_id, p.mbti_type, p.today, p.timezone, n as days_ago,
    row_number() over (partition by p.id order by n desc)::integer as nth, count(*) over (partition by p.id)::integer as sessions,
    pg_temp.moment(p.today, n, case p.name when 'anna' then time '20:00' when 'bram' then time '08:15' else time '17:30' end, p.timezone) as started_at,
    case p.name when 'anna' then 40 when 'bram' then 15 else 25 end as minutes
  from pg_temp.demo_people as p
  cross join generate_series(1, 178) as n
  where case p.name
      when 'anna' then extract(isodow from p.today - n) = 3 and n not between 98 and 104
      when 'bram' then extract(isodow from p.today - n) = 1 and (p.today - n - date '2024-01-01') / 7 % 2 = 0
      else extract(isodow from p.today - n) = 7 and (p.today - n - date '2024-01-07') / 7 % 2 = 0
    end
) as s
join (
  values
    ('anna', 0, 'Een praktijk', 'work-and-society', 'Ik wil een praktijk beginnen en ik durf het woord nauwelijks uit te spreken.'),
    ('anna', 1, 'Slapen', 'physical-health', 'Ik slaap weer slecht. Ik lig te waken alsof er iemand moet opletten.'),
    ('anna', 2, 'Mijn zus', 'social-relationships', 'Ik wil Lotte bellen zonder dat er een reden voor is, en dan bel ik niet.'),
    ('anna', 3, 'Het boek', 'hobbies-and-passions', 'Ik schrijf elke avond en ik vind er niets aan. Moet ik stoppen?'),
    ('anna', 4, 'Nee zeggen', 'work-and-society', 'Ze vroegen me voor een extra dag en ik zei bijna ja.'),
    ('anna', 5, 'Papa', 'mental-health', 'Papa ligt in het ziekenhuis. Ik weet niet wat ik hier vandaag kom doen.'),
    ('anna', 6, 'De opleiding', 'professional-development', 'De opleiding kost evenveel als mijn auto waard is.'),
    ('anna', 7, 'Beelden', 'active-imagination', 'Ik droomde van een kamer met twee stoelen. Het laat me niet los.'),
    ('bram', 0, 'Tweede zaal', 'work-and-society', 'Ik wil die tweede zaal. Gisteren liever dan morgen.'),
    ('bram', 1, 'Cijfers', 'finances', 'De boekhouding. Ik kan er niet tegen.'),
    ('bram', 2, 'Vinger', 'physical-health', 'Ik mag zes weken niet klimmen. Wat moet ik dan.'),
    ('bram', 3, 'De bank', 'finances', 'Morgen naar de bank. Ik heb een das gekocht.'),
    ('chris', 0, 'Training', 'physical-health', 'My last three runs had the same pace. I would like a plan that changes that.'),
    ('chris', 1, 'Dutch', 'social-relationships', 'I understand the neighbours now, but by the time I have a sentence they have gone in.'),
    ('chris', 2, 'Work', 'work-and-society', 'A client of eleven years has left. It was nobody''s fault and I am awake at three.'),
    ('chris', 3, 'Review', 'professional-development', 'I have the list of this month here. Shall I read it to you?')
) as o (person, nth, title, area, opening) on o.person = s.name and o.nth = case
    when s.name = 'anna' and s.days_ago between 105 and 139 then case when s.nth % 2 = 0 then 5 else 1 end
    when s.name = 'anna' then (array[0, 1, 2, 3, 4, 6, 7])[s.nth % 7 + 1]
    when s.name = 'bram' then case when s.days_ago between 91 and 118 then 2 when s.days_ago between 30 and 60 then 3 else s.nth % 2 end
    when s.days_ago between 45 and 60 then 2
    else (array[0, 1, 3])[s.nth % 3 + 1]
  end;

insert into public.conversations (user_id, id, kind, title, language, area_code, coaching_session_id, summary, summarised_at, is_pinned, created_at, updated_at)
select s.user_id, s.talk_id, 'coaching', s.title, case s.name when 'chris' then 'en' else 'nl' end, s.area, s.id,
  case when s.nth % 3 = 0 then case s.name when 'chris' then 'One thing to do before the next talk, and when.' else 'Eén ding om te doen voor het volgende gesprek, en wanneer.' end end,
  case when s.nth % 3 = 0 then s.started_at + make_interval(mins => s.minutes + 1) end, s.nth = 1, s.started_at,
  s.started_at + make_interval(mins => s.minutes)
from pg_temp.demo_sessions as s;

create temporary table demo_turns as
select *
from (
  values
    ('anna', 0, 'Wat zou er anders zijn als het er al was?', 'Dan zou ik ''s avonds moe zijn van iets waar ik om geef.'),
    ('anna', 1, 'Wanneer was het er deze week al even?', 'Dinsdag, met die collega. Ik zei bijna niets en zij ging rechter zitten.'),
    ('anna', 2, 'Wat vraagt het van je, als je heel eerlijk bent?', 'Dat ik iemand teleurstel. Waarschijnlijk mijn moeder.'),
    ('anna', 3, 'Waar merk je dat in je lijf?', 'Tussen mijn schouders. Alsof ik een jas draag die van iemand anders is.'),
    ('anna', 4, 'Wat zou een vriendin tegen je zeggen?', 'Dat ik mezelf een cijfer geef voor dingen waar geen cijfers voor bestaan.'),
    ('anna', 5, 'Wat is de kleinste stap die nog telt?', 'De mail openen. Niet versturen, alleen openen.'),
    ('anna', 6, 'En wat houd je daarvan tegen?', 'Dat het dan echt is. Nu kan het nog mooi blijven.'),
    ('bram', 0, 'Wat doe je vandaag?', 'Bellen. Nu.'),
    ('bram', 1, 'En als dat niet lukt?', 'Nog eens bellen.'),
    ('bram', 2, 'Wie kan je helpen?', 'Sara. Die kan tellen.'),
    ('bram', 3, 'Wat heb je geleerd van de vorige keer?', 'Eerst meten, dan roepen. Een beetje toch.'),
    ('bram', 4, 'Hoe weet je dat het gelukt is?', 'Als er volk binnen staat.'),
    ('chris', 0, 'What exactly would you measure?', 'Pace in the last five kilometres, and the pulse next morning.'),
    ('chris', 1, 'What went as planned?', 'Six of six. I do not know what to do with the praise, so I have entered it.'),
    ('chris', 2, 'What would make it ten percent easier?', 'Shoes by the door. A text ready for the first sentence.'),
    ('chris', 3, 'And what did you feel while you did it?', 'Is that needed for the plan? Relief, I think.'),
    ('chris', 4, 'Who noticed?', 'Mrs De Groot. She said that I walk like somebody who is early.'),
    ('chris', 5, 'When will you do it?', 'Tuesday, 06:45, before the post.')
) as t (name, nth, asked, answered);

insert into public.messages (user_id, id, conversation_id, role, content, language, sent_at, rating, created_at, updated_at)
select s.user_id, pg_temp.demo_id('message', s.talk_id::text, m.nth::text), s.talk_id, m.role, m.content,
  case s.name when 'chris' then 'en' else 'nl' end, m.sent_at,
  case when m.role = 'assistant' and (s.nth + m.nth) % 7 = 0 then case when s.name = 'bram' and s.nth % 3 = 0 then -1 else 1 end end,
  m.sent_at, m.sent_at
from pg_temp.demo_sessions as s
cross join lateral (
  select 0 as nth, 'user' as role, s.opening as content, s.started_at as sent_at
  union all
  select 2 * k - 1 + side, case side when 0 then 'assistant' else 'user' end, case side when 0 then t.asked else t.answered end,
    s.started_at + (2 * k - 1 + side) * make_interval(secs => 60.0 * s.minutes / 18)
  from generate_series(1, case s.name when 'anna' then 6 when 'bram' then 3 else 5 end) as k
  cross join generate_series(0, 1) as side
  join pg_temp.demo_turns as t on t.name = s.name
    and t.nth = (s.nth + k) % case s.name when 'anna' then 7 when 'bram' then 5 else 6 end
  union all
  select 99, 'assistant', case s.name
      when 'anna' then 'Je hoeft het vanavond niet te weten. Schrijf op wat je nu voelt, en wat je woensdag zou willen kunnen zeggen.'
      when 'bram' then 'Goed. Eén ding voor vanavond; de rest mag wachten.'
      else 'Agreed. I shall ask about it in two weeks, by date.'
    end, s.started_at + make_interval(mins => s.minutes - 1)
  where s.status = 'completed'
) as m;

insert into public.coaching_sessions (
  user_id, id, kind, title, focus, topics, status, started_at, ended_at, mbti_type, explanation_style, conversation_id, vision_id,
  notes, next_steps, ai_summary, summarised_at, created_at, updated_at
)
select s.user_id, s.id, case when s.nth = 1 then 'onboarding' when s.nth % 4 = 0 then 'review' else 'coaching' end, s.title, s.opening,
  array[s.area], s.status, s.started_at,
  case when s.status <> 'paused' then s.started_at + make_interval(mins => case s.status when 'abandoned' then 4 else s.minutes end) end,
  s.mbti_type, case s.name when 'anna' then 'comprehensive' when 'bram' then 'concise' else 'detailed' end, s.talk_id,
  pg_temp.demo_id('vision', s.name, case s.name when 'anna' then 'praktijk' when 'bram' then 'zaak' when 'chris' then 'marathon' end),
  case when s.status = 'completed' and s.name <> 'bram' then
    case s.name when 'anna' then 'Volgende keer terugkomen op wat ik niet zei.' else 'Bring the log.' end end,
  case when s.status = 'completed' then case s.name
      when 'anna' then array['Opschrijven wat ik voel', 'Eén mail openen']
      when 'bram' then array['Bellen']
      else array['Tuesday 06:45', 'One sentence to a neighbour'] end
    else '{}' end,
  case when s.status = 'completed' then case s.name
      when 'anna' then 'Anna onderzocht wat haar tegenhoudt, vond waar het al lukt, en koos een kleine stap.'
      when 'bram' then 'Bram koos één actie en een moment.'
      else 'Chris reviewed the plan, changed one thing and set a date.' end end,
  case when s.status = 'completed' then s.started_at + make_interval(mins => s.minutes) end, s.started_at,
  s.started_at + make_interval(mins => s.minutes)
from pg_temp.demo_sessions as s;

-- For each second one, how it worked: slowly better.
insert into public.coaching_outcomes (
  user_id, id, session_id, metric, baseline_score, target_score, result_score, satisfaction_rating, difficulty_rating,
  emotional_satisfaction_rating, objectives_met, measured_at, created_at, updated_at
)
select s.user_id, pg_temp.demo_id('outcome', s.id::text), s.id,
  (array['clarity', 'goal_progress', 'wellbeing', 'confidence'])[s.nth / 2 % 4 + 1], 40, 90,
  least(90, 56 + s.nth + case s.name when 'chris' then 6 else 0 end), 3 + s.nth % 2 + case when s.nth > 12 then 1 else 0 end,
  2 + s.nth % 3, case s.name when 'bram' then null else 3 + s.nth % 2 end,
  case when s.nth > 8 then array[s.title] else '{}'::text[] end, m.measured_at, m.measured_at, m.measured_at
from pg_temp.demo_sessions as s
cross join lateral (select s.started_at + make_interval(mins => s.minutes + 5) as measured_at) as m
where s.status = 'completed' and s.nth % 2 = 0;

insert into public.coaching_adaptations (
  user_id, id, session_id, kind, basis, reason, mbti_type, function_code, explanation_style, detected_emotion, emotion_confidence,
  emotional_intensity, confidence, applied_at, created_at, updated_at
)
select s.user_id, pg_temp.demo_id('adaptation', s.id::text), s.id,
  case when a.basis = 'emotion' then 'emotional_support' when a.basis = 'preference' then 'pace' else 'explanation_style' end, a.basis,
  case s.name
    when 'chris' then case a.basis when 'emotion' then 'You wrote about bad nights: fewer tasks, more order.' when 'mbti_type' then 'Facts first, then what they mean.' else 'You prefer a fixed time.' end
    else case a.basis when 'emotion' then 'Je klonk moe, daarom minder vragen achter elkaar.' when 'mbti_type' then 'Eerst het grotere beeld, dan de stap.' else 'Je antwoordt kort; de vragen ook.' end
  end,
  case when a.basis = 'mbti_type' then s.mbti_type end, null,
  case s.name when 'anna' then 'comprehensive' when 'bram' then 'concise' else 'detailed' end,
  case when a.basis = 'emotion' then case s.name when 'chris' then 'stress' else 'fatigue' end end,
  case when a.basis = 'emotion' then 0.7 end, case when a.basis = 'emotion' then 0.6 end, 0.5 + s.nth % 5 / 10.0,
  s.started_at + interval '3 minutes', s.started_at, s.started_at
from pg_temp.demo_sessions as s
cross join lateral (
  select case
    when s.days_ago between 105 and 139 and s.name = 'anna' or s.days_ago between 45 and 60 and s.name = 'chris' then 'emotion'
    when s.nth % 2 = 0 then 'mbti_type' else 'preference' end as basis
) as a
where s.nth % 2 = 1;

insert into public.learned_preferences (
  user_id, id, key, value, source, confidence, evidence_count, evidence, first_observed_at, last_observed_at, created_at, updated_at
)
select p.id, pg_temp.demo_id('preference', p.name, l.key), l.key, l.value, l.source, l.confidence, l.times, l.evidence, o.first_at,
  o.last_at, o.first_at, o.last_at
from pg_temp.demo_people as p
join (
  values
    ('anna', 'best_moment', 'evening', 'behaviour', 0.92, 104, 'Zij schrijft bijna altijd na half tien.'),
    ('anna', 'question_style', 'open', 'feedback', 0.8, 17, 'Open vragen krijgen een duim omhoog.'),
    ('anna', 'reply_length', 'long', 'conversation', 0.7, 30, null),
    ('anna', 'reminders', 'few', 'outcome', 0.6, 8, 'Na twee herinneringen op een dag doet zij niets meer.'),
    ('bram', 'best_moment', 'morning', 'behaviour', 0.55, 9, null),
    ('bram', 'reply_length', 'short', 'conversation', 0.95, 28, 'Drie woorden, gemiddeld.'),
    ('bram', 'task_size', 'small', 'outcome', 0.75, 40, 'Wat langer dan een uur duurt blijft liggen.'),
    ('bram', 'competition', 'likes', 'feedback', 0.65, 6, null),
    ('chris', 'best_moment', 'early-morning', 'behaviour', 0.97, 170, 'Before 07:15 on nearly all days.'),
    ('chris', 'structure', 'lists', 'behaviour', 0.9, 120, null),
    ('chris', 'tone', 'plain', 'feedback', 0.7, 12, 'Praise is entered, not enjoyed.'),
    ('chris', 'numbers', 'exact', 'conversation', 0.85, 44, null)
) as l (name, key, value, source, confidence, times, evidence) on l.name = p.name
cross join lateral (
  select pg_temp.moment(p.today, 160, '03:00', p.timezone) as first_at, pg_temp.moment(p.today, 2, '03:00', p.timezone) as last_at
) as o;

insert into public.mbti_insights (
  user_id, id, kind, mbti_type, function_code, title, body, suggestion, locale, confidence, observed_at, created_at, updated_at
)
select p.id, pg_temp.demo_id('insight', p.name, i.nth::text), i.kind, p.mbti_type, i.function_code, i.title, i.body, i.suggestion,
  p.locale, i.confidence, o.observed_at, o.observed_at, o.observed_at
from pg_temp.demo_people as p
join (
  values
    ('anna', 1, 'strength', 'Ni', 'Je ziet het aankomen', 'In drie van je verhalen wist je weken eerder wat er zou gebeuren.', 'Schrijf het op zodra je het vermoedt.', 0.8, 130),
    ('anna', 2, 'stress', 'Se', 'Moe is bij jou stil', 'In de weken met papa verdween alles uit je dagboek wat je zag, hoorde of proefde.', 'Tien minuten buiten, zonder doel.', 0.7, 95),
    ('anna', 3, 'development', 'Se', 'Je lijf doet mee', 'Sinds je wandelt schrijf je vaker over handen, licht en geluid.', null, 0.6, 20),
    ('bram', 1, 'strength', 'Se', 'Doen is jouw denken', 'Je beste besluiten nam je staand in een ruimte, niet achter een tafel.', 'Neem de cijfers mee naar de loods.', 0.75, 70),
    ('bram', 2, 'blind_spot', 'Ni', 'Later bestaat ook', 'Wat na volgende maand komt noem je zelden.', 'Eén zin over volgend jaar, elke maandag.', 0.6, 120),
    ('bram', 3, 'pattern', 'Ti', 'Begrijpen maakt rustig', 'Toen kasstroom klopte, sliep je.', null, 0.5, 50),
    ('chris', 1, 'strength', 'Si', 'You build on what held', 'Your plans change one thing at a time, and those changes stay.', null, 0.9, 140),
    ('chris', 2, 'growth_edge', 'Ne', 'One unplanned thing a week', 'The herons made you miss a train, and it is the entry you marked.', 'Leave Thursday evening empty.', 0.6, 40),
    ('chris', 3, 'relationship', 'Fi', 'You apologised on Thursday', 'It took four days and one sentence; in spring it would not have been entered.', null, 0.65, 44)
) as i (name, nth, kind, function_code, title, body, suggestion, confidence, days_ago) on i.name = p.name
cross join lateral (select pg_temp.moment(p.today, i.days_ago, '03:10', p.timezone) as observed_at) as o;

insert into public.ai_recommendations (
  user_id, id, kind, title, ai_reasoning, importance, confidence, mbti_type, estimated_minutes, suggested_on, locale, expires_at,
  state, created_at, updated_at
)
select p.id, pg_temp.demo_id('recommendation', p.name, k::text), t.kind, t.title, t.reasoning, 2 + k % 3, 0.5 + k % 5 / 10.0, p.mbti_type,
  5 + k % 4 * 5, p.today - w.days_ago, p.locale, case when k > 12 then pg_temp.moment(p.today, -14, '03:00', p.timezone) end,
  case when w.days_ago < 14 then 'new' when k % 20 < 8 then case when k % 4 = 0 then 'done' else 'accepted' end when k % 20 < 13 then 'dismissed' else 'seen' end,
  w.made_at, w.made_at + interval '17 hours'
from pg_temp.demo_people as p
cross join generate_series(1, 15) as k
join (
  values
    ('anna', 0, 'reflection', 'Schrijf een brief die je niet verstuurt', 'Je noemde je moeder drie keer zonder haar aan te spreken.'),
    ('anna', 1, 'habit', 'Vijf minuten buiten voor het ontbijt', 'Op dagen dat je buiten was sliep je langer.'),
    ('anna', 2, 'daily_action', 'Open de mail van de opleiding', 'Hij staat al vier dagen ongelezen.'),
    ('bram', 0, 'daily_action', 'Bel de makelaar', 'Je bent sneller aan de telefoon dan op papier.'),
    ('bram', 1, 'learning', 'Tien minuten kasstroom', 'De bank zal ernaar vragen.'),
    ('bram', 2, 'life_area', 'Eén vrije avond', 'Je werkte negen dagen achter elkaar.'),
    ('chris', 0, 'content', 'Read: mix it up', 'Your cards come in the same order each day.'),
    ('chris', 1, 'daily_action', 'Ask a neighbour one question', 'You have the words; the moment is missing.'),
    ('chris', 2, 'habit', 'Lights out at half past ten', 'Your resting pulse rises after late evenings.')
) as t (name, nth, kind, title, reasoning) on t.name = p.name and t.nth = k % 3
cross join lateral (select 181 - k * 12 as days_ago, pg_temp.moment(p.today, 181 - k * 12, '03:20', p.timezone) as made_at) as w;

-- The provider was asked this week; what was asked before is pruned in time.
select public.record_ai_interaction(
    p.id, pg_temp.demo_id('ai', p.name, k::text), (array['coaching', 'recommendation', 'insight', 'journal'])[k % 4 + 1], 'demo', 'demo-coach-1',
    case when k % 7 = 0 then 'failed' else 'completed' end, pg_temp.moment(p.today, 1 + k % 5, time '09:00' + k * interval '41 minutes', p.timezone),
    300 + k * 37, 120 + k * 19, 900 + k * 110, 'USD', 700 + k * 90, k % 3 = 0, case when k % 7 > 0 then 0.7 + k % 3 / 10.0 end,
    case when k % 7 = 0 then 'timeout' end
  ) is not null
from pg_temp.demo_people as p
cross join generate_series(1, 9) as k
where p.name <> 'bram' or k <= 4;


-- What they read in the library. Fewer than five people rate, so no average is published.

create temporary table demo_readings as
select p.name, p.id as user_id, p.today, p.timezone, i.id as item_id, i.nth, i.minutes, 170 - i.nth * 3 as days_ago,
  i.nth % 2 = 0 as is_finished, pg_temp.moment(p.today, 170 - i.nth * 3, '19:15', p.timezone) as opened_at
from pg_temp.demo_people as p
cross join (
  select c.id, c.minutes, row_number() over (order by c.code)::integer as nth
  from public.content_items as c
  where c.tier = 'free' and c.kind <> 'course'
) as i
where case p.name when 'anna' then i.nth % 4 > 0 when 'bram' then i.nth % 5 = 2 else i.nth % 3 > 0 end;

insert into public.content_progress (
  user_id, id, item_id, percent, minutes_spent, started_at, completed_at, last_opened_at, created_at, updated_at
)
select r.user_id, r.item_id, r.item_id, case when r.is_finished then 100 else 15 + r.nth * 7 % 70 end,
  case when r.is_finished then r.minutes else r.minutes / 2 end, r.opened_at,
  case when r.is_finished then r.opened_at + make_interval(mins => r.minutes) end, r.opened_at + make_interval(mins => r.minutes),
  r.opened_at, r.opened_at + make_interval(mins => r.minutes)
from pg_temp.demo_readings as r;

insert into public.content_bookmarks (user_id, id, item_id, note, labels, position, created_at, updated_at)
select r.user_id, r.item_id, r.item_id, case when r.name = 'anna' and r.nth % 3 = 0 then 'Voor mijn cliënten later.' end,
  case r.name when 'anna' then '{praktijk}'::text[] when 'chris' then '{reread}' else '{}' end, r.nth, r.opened_at, r.opened_at
from pg_temp.demo_readings as r
where (r.nth + length(r.name)) % 3 = 0 or r.name = 'bram' and r.nth < 10;

insert into public.content_ratings (user_id, id, item_id, rating, feedback, created_at, updated_at)
select r.user_id, r.item_id, r.item_id,
  case r.name when 'anna' then 4 + r.nth % 4 / 2 when 'bram' then 2 + r.nth % 4 else 3 + r.nth % 4 / 2 end,
  case when r.name = 'anna' then (array['Dit las ik twee keer.', 'Precies genoeg.', 'Mag korter, mag nooit weg.'])[r.nth % 3 + 1] end,
  r.opened_at + interval '1 hour', r.opened_at + interval '1 hour'
from pg_temp.demo_readings as r
where r.is_finished;


-- Payments, as a provider's webhook told of them: Anna by the month after a trial, Chris by the year; Bram let his trial
-- end. One event came twice, one late.

update public.users as u
set trial_ends_at = pg_temp.moment(p.today, 167, '19:30', p.timezone)
from pg_temp.demo_people as p
where p.name = 'bram' and u.id = p.id;

select public.apply_payment_event('demo', e.event_id, e.kind, e.occurred_at, e.payload)
from (
  select 1 as place, 'evt_' || p.name || '_card' as event_id, 'payment_method' as kind, c.began_at as occurred_at,
    jsonb_build_object('customer', 'cus_demo_' || p.name, 'user_id', p.id, 'id', 'pm_demo_' || p.name, 'kind', 'card', 'brand', 'Visa',
      'last_four', '4242', 'expires_month', 12, 'expires_year', extract(year from p.today)::integer + 3) as payload
  from pg_temp.demo_people as p
  cross join lateral (select pg_temp.moment(p.today, 153, '20:00', p.timezone) as began_at) as c
  where p.name in ('anna', 'chris')
  union all
  -- A subscription's last word, then an earlier one that was held up.
  select case when w.periods_ago = 5 and p.name = 'anna' then 9 else 2 end, 'evt_' || p.name || '_sub_' || w.periods_ago, 'subscription', w.starts_at,
    jsonb_build_object('customer', 'cus_demo_' || p.name, 'user_id', p.id, 'id', 'sub_demo_' || p.name, 'plan', 'premium',
      'payment_method', 'pm_demo_' || p.name, 'billing_cycle', w.cycle, 'subscribed_at', w.began_at, 'price_minor', w.price,
      'period_starts_at', w.starts_at, 'period_ends_at', w.ends_at)
      || case when w.periods_ago = 5 and p.name = 'anna' then jsonb_build_object('status', 'trial', 'trial_ends_at', w.ends_at) else '{"status": "active"}' end
  from pg_temp.demo_people as p
  cross join lateral (
    select 'monthly' as cycle, 999 as price, k as periods_ago, pg_temp.moment(p.today, 153, '20:00', p.timezone) as began_at,
      pg_temp.moment(p.today, 3 + 30 * k, '20:00', p.timezone) as starts_at, pg_temp.moment(p.today, 3 + 30 * k - 30, '20:00', p.timezone) as ends_at
    from generate_series(0, 5) as k
    where p.name = 'anna'
    union all
    select 'yearly', 9900, 0, pg_temp.moment(p.today, 153, '20:00', p.timezone), pg_temp.moment(p.today, 153, '20:00', p.timezone),
      pg_temp.moment(p.today, 153 - 365, '20:00', p.timezone)
    where p.name = 'chris'
  ) as w
  union all
  select 3, 'evt_' || p.name || '_inv_' || w.nth, 'invoice', w.issued_at,
    jsonb_build_object('customer', 'cus_demo_' || p.name, 'user_id', p.id, 'id', 'in_demo_' || p.name || '_' || w.nth,
      'subscription', 'sub_demo_' || p.name, 'number', 'DEMO-' || upper(left(p.name, 1)) || '-000' || w.nth, 'status', 'paid', 'currency', 'EUR',
      'subtotal_minor', w.total - w.tax, 'tax_minor', w.tax, 'total_minor', w.total, 'paid_minor', w.total, 'issued_at', w.issued_at,
      'lines', jsonb_build_array(jsonb_build_object('description', 'Premium', 'amount_minor', w.total, 'quantity', 1)))
  from pg_temp.demo_people as p
  cross join lateral (
    select k + 1 as nth, 999 as total, 173 as tax, pg_temp.moment(p.today, 123 - 30 * k, '20:00', p.timezone) as issued_at
    from generate_series(0, 4) as k
    where p.name = 'anna'
    union all
    select 1, 9900, 1718, pg_temp.moment(p.today, 153, '20:00', p.timezone) where p.name = 'chris'
  ) as w
  union all
  select 8, 'evt_anna_inv_5', 'invoice', pg_temp.moment(p.today, 3, '20:00', p.timezone), '{"customer": "cus_demo_anna", "id": "in_demo_anna_5",
    "status": "paid", "currency": "EUR", "subtotal_minor": 826, "tax_minor": 173, "total_minor": 999, "issued_at": "2026-01-01T00:00:00Z"}'
  from pg_temp.demo_people as p
  where p.name = 'anna'
  order by 1, 4, 2
) as e;


-- MET2.4: Anna looks every month, Chris each quarter; Bram began twice.

create temporary table demo_met24 as
select p.name, p.id as user_id, pg_temp.demo_id('met24', p.name, s.days_ago::text) as assessment_id, v.id as version_id, s.*, p.today,
  pg_temp.moment(p.today, s.days_ago, '20:15', p.timezone) as assessed_at
from pg_temp.demo_people as p
join (
  -- The One, universal, local, psychological, soul, biological, environment.
  values
    ('anna', 175, '{60,50,55,55,50,45,60}'::integer[], 'Voor het eerst.'),
    ('anna', 145, '{62,52,55,50,55,40,58}', null),
    ('anna', 115, '{60,55,50,40,60,30,55}', 'Alles kost moeite, behalve wat ik droom.'),
    ('anna', 85, '{64,56,55,50,68,45,58}', null),
    ('anna', 55, '{68,58,60,60,74,55,62}', null),
    ('anna', 20, '{70,60,62,68,80,65,64}', 'Ik herken mezelf.'),
    ('bram', 160, '{50,null,null,40,null,88,null}', null),
    ('bram', 30, '{52,40,60,50,null,90,70}', 'Ziel: geen idee.'),
    ('chris', 150, '{30,20,50,55,40,78,75}', null),
    ('chris', 40, '{35,25,52,58,45,82,80}', 'Second quarter.')
) as s (person, days_ago, scores, note) on s.person = p.name
join public.met24_versions as v on v.status = 'current';

insert into public.met24_assessments (user_id, id, version_id, assessed_on, status, completed_at, note, created_at, updated_at)
select m.user_id, m.assessment_id, m.version_id, m.today - m.days_ago, case when m.days_ago = 160 then 'abandoned' else 'completed' end,
  case when m.days_ago <> 160 then m.assessed_at end, m.note, m.assessed_at - interval '15 minutes', m.assessed_at
from pg_temp.demo_met24 as m;

insert into public.met24_scores (user_id, id, assessment_id, domain_id, level_id, score, confidence, note, created_at, updated_at)
select m.user_id, pg_temp.demo_id('met24 score', m.assessment_id::text, d.code), m.assessment_id, d.id, l.id, m.scores[d.position],
  case when m.name = 'chris' and d.code = 'universal-cosmic' then 0.3 else 0.6 + d.position % 4 / 10.0 end,
  case when m.name = 'chris' and d.code = 'universal-cosmic' then 'Not sure what this asks of me.' end, m.assessed_at, m.assessed_at
from pg_temp.demo_met24 as m
join public.met24_domains as d on d.version_id = m.version_id and m.scores[d.position] is not null
join public.met24_levels as l on l.version_id = m.version_id and l.code = case
    when m.name = 'anna' and d.code = 'soul' then 'advanced'
    when m.name = 'anna' or m.name = 'bram' and d.code = 'biological' or d.code = 'external-environment' then 'applied'
    else 'fundamental'
  end;

insert into public.met24_goals (
  user_id, id, domain_id, vision_id, title, target_score, due_on, status, completed_at, position, created_at, updated_at
)
select p.id, pg_temp.demo_id('met24 goal', p.name, g.nth::text), d.id, pg_temp.demo_id('vision', p.name, g.vision), g.title, g.target,
  p.today - g.due_days, case when g.done_days is null then 'active' else 'completed' end,
  pg_temp.moment(p.today, g.done_days, '20:30', p.timezone), g.nth, t.created_at, coalesce(pg_temp.moment(p.today, g.done_days, '20:30', p.timezone), t.created_at)
from pg_temp.demo_people as p
join (
  values
    ('anna', 1, 'soul', 'schrijven', 'Elke week een beeld uitwerken', 75, 30, 50),
    ('anna', 2, 'biological', 'rust', 'Zes uur slaap, drie weken lang', 60, 20, 24),
    ('anna', 3, 'the-one', null, 'Stil kunnen zijn zonder iets te willen', 80, -90, null),
    ('anna', 4, 'psychological', 'praktijk', 'Twijfel herkennen binnen een minuut', 75, -60, null),
    ('bram', 1, 'biological', 'klimmen', 'Vinger helemaal heel', 95, 60, 80),
    ('bram', 2, 'psychological', 'zaak', 'Slapen voor een bankdag', 60, -30, null),
    ('chris', 1, 'external-environment', null, 'A desk with nothing on it', 85, -30, null),
    ('chris', 2, 'local-cosmic', 'dutch', 'Know the names in the street', 60, -120, null)
) as g (name, nth, domain, vision, title, target, due_days, done_days) on g.name = p.name
join public.met24_versions as v on v.status = 'current'
join public.met24_domains as d on d.version_id = v.id and d.code = g.domain
cross join lateral (select pg_temp.moment(p.today, 140 - g.nth, '20:30', p.timezone) as created_at) as t
where true;

insert into public.met24_reflections (user_id, id, domain_id, assessment_id, question, body, reflected_on, created_at, updated_at)
select p.id, pg_temp.demo_id('met24 reflection', p.name, w.days_ago::text), d.id,
  (select m.assessment_id from pg_temp.demo_met24 as m where m.user_id = p.id and m.days_ago >= w.days_ago order by m.days_ago limit 1),
  d.guiding_questions #>> array[case p.name when 'chris' then 'en' else 'nl' end, '0'], w.body, p.today - w.days_ago, r.at, r.at
from pg_temp.demo_people as p
cross join lateral (
  select k as nth, 175 - 7 * k as days_ago,
    (array[
      'Het antwoord was er eerder dan de vraag. Ik heb het een naam gegeven en toen werd het kleiner.',
      'Vandaag merkte ik dat ik iets van mezelf in een ander hoorde en het daar wel goed vond.',
      'Stilte in de ochtend. Niets gezien, niets gewild. Dat is meer dan het klinkt.',
      'Mijn lichaam wist het gisteren al; ik heb er een dag over gedaan.',
      'De kamer met de twee stoelen weer. Deze keer zat ik in de andere.',
      'Wat ik geef komt uit een put die ik niet zelf gegraven heb.',
      'Ik zocht betekenis en vond een reiger. Prima.'
    ])[k % 7 + 1] as body
  from generate_series(0, 24) as k
  where p.name = 'anna' and 175 - 7 * k not between 98 and 104
  union all
  select e.nth, e.days_ago, e.body
  from (
    values
      ('bram', 1, 160, 'Lijf: top. De rest: vraag het Sara.'),
      ('bram', 2, 76, 'Boven in de wand denk ik niet. Dat zal het wel zijn.'),
      ('bram', 3, 30, 'Je ziet je leven beter van veertien meter hoog.'),
      ('chris', 1, 150, 'I do not have a view of the cosmos. I have a view of the Rotte at seven in the morning, and it will do.'),
      ('chris', 2, 113, 'Order outside makes room inside. I knew this of desks.'),
      ('chris', 3, 76, 'A question about the soul. I entered: not today.'),
      ('chris', 5, 40, 'The street has names now. That changed something, and I am not able to say in which column.')
  ) as e (name, nth, days_ago, body)
  where e.name = p.name
) as w
join public.met24_versions as v on v.status = 'current'
join public.met24_domains as d on d.version_id = v.id and d.position = w.nth % 7 + 1
cross join lateral (select pg_temp.moment(p.today, w.days_ago, '21:10', p.timezone) as at) as r;


-- Areas of life, one row for each area and month. Written are the answers that give the wanted score: a sum of a fifth
-- of it, spread over four, the one that is asked the other way round turned.

create temporary table demo_areas as
select p.name, p.id as user_id, p.today, l.id as levensgebied_id, l.code, d.days_ago,
  pg_temp.demo_id('area', p.name, l.code, d.days_ago::text) as id, s.scores[d.nth] / 5 as points,
  pg_temp.moment(p.today, d.days_ago, '20:45', p.timezone) as scored_at
from pg_temp.demo_people as p
join (
  values
    ('anna', 'mental-health', '{65,60,40,45,60,70,75}'::integer[]),
    ('anna', 'physical-health', '{55,50,35,40,55,65,70}'),
    ('anna', 'finances', '{70,70,65,65,60,60,65}'),
    ('anna', 'work-and-society', '{50,50,45,50,60,70,75}'),
    ('anna', 'hobbies-and-passions', '{60,65,55,60,60,65,60}'),
    ('anna', 'active-imagination', '{70,75,80,80,80,85,85}'),
    ('anna', 'professional-development', '{60,60,55,60,65,65,65}'),
    ('anna', 'social-relationships', '{60,55,50,55,65,70,70}'),
    ('anna', 'home-environment', '{60,60,55,55,60,65,65}'),
    ('bram', 'mental-health', '{null,65,null,null,null,70,null}'),
    ('bram', 'physical-health', '{null,70,null,null,null,70,null}'),
    ('bram', 'finances', '{null,35,null,null,null,60,null}'),
    ('bram', 'work-and-society', '{null,80,null,null,null,90,null}'),
    ('bram', 'hobbies-and-passions', '{null,95,null,null,null,80,null}'),
    ('bram', 'active-imagination', '{null,60,null,null,null,65,null}'),
    ('bram', 'professional-development', '{null,60,null,null,null,70,null}'),
    ('bram', 'social-relationships', '{null,70,null,null,null,65,null}'),
    ('bram', 'home-environment', '{null,45,null,null,null,45,null}'),
    ('chris', 'mental-health', '{70,70,70,70,65,70,75}'),
    ('chris', 'physical-health', '{70,75,60,80,85,90,95}'),
    ('chris', 'finances', '{85,85,85,85,75,85,85}'),
    ('chris', 'work-and-society', '{70,70,70,70,65,65,70}'),
    ('chris', 'hobbies-and-passions', '{70,70,65,70,70,75,75}'),
    ('chris', 'active-imagination', '{25,25,30,30,30,35,40}'),
    ('chris', 'professional-development', '{60,60,60,60,50,55,60}'),
    ('chris', 'social-relationships', '{40,40,45,45,50,55,60}'),
    ('chris', 'home-environment', '{75,75,75,75,75,75,75}')
) as s (name, code, scores) on s.name = p.name
join public.levensgebied_versions as v on v.status = 'current'
join public.levensgebieden as l on l.version_id = v.id and l.code = s.code
join (values (1, 175), (2, 147), (3, 119), (4, 91), (5, 56), (6, 28), (7, 2)) as d (nth, days_ago) on s.scores[d.nth] is not null;

insert into public.levensgebied_scores (
  user_id, id, levensgebied_id, scored_on, answer_1, answer_2, answer_3, answer_4, note, created_at, updated_at
)
select a.user_id, a.id, a.levensgebied_id, a.today - a.days_ago, w.answers[1], w.answers[2], w.answers[3], w.answers[4],
  case when a.name = 'anna' and a.days_ago = 119 and a.code = 'mental-health' then 'Papa.' end, a.scored_at, a.scored_at
from pg_temp.demo_areas as a
cross join lateral (
  select array_agg(case when q.is_reversed then 6 - r.answer else r.answer end order by q.position) as answers
  from public.levensgebied_questions as q
  cross join lateral (select a.points / 4 + case when q.position <= a.points % 4 then 1 else 0 end as answer) as r
  where q.levensgebied_id = a.levensgebied_id
) as w;

insert into public.levensgebied_goals (
  user_id, id, levensgebied_id, vision_id, title, target_score, due_on, status, completed_at, position, created_at, updated_at
)
select p.id, pg_temp.demo_id('area goal', p.name, g.nth::text), l.id, pg_temp.demo_id('vision', p.name, g.vision), g.title, g.target,
  p.today - g.due_days, case when g.done_days is null then 'active' else 'completed' end,
  pg_temp.moment(p.today, g.done_days, '20:50', p.timezone), g.nth, t.created_at, coalesce(pg_temp.moment(p.today, g.done_days, '20:50', p.timezone), t.created_at)
from pg_temp.demo_people as p
join (
  values
    ('anna', 1, 'physical-health', 'rust', 'Drie keer per week buiten lopen', 70, 10, 3),
    ('anna', 2, 'social-relationships', 'familie', 'Elke week iemand bellen', 70, 20, 28),
    ('anna', 3, 'work-and-society', 'praktijk', 'Vijf gesprekken gevoerd', 80, -30, null),
    ('anna', 4, 'finances', 'praktijk', 'Een half jaar buffer', 80, -200, null),
    ('bram', 1, 'finances', 'zaak', 'Cijfers elke vrijdag', 60, 30, 28),
    ('bram', 2, 'home-environment', null, 'Die kraan', 60, 60, null),
    ('chris', 1, 'physical-health', 'marathon', 'Ninety or more', 90, 30, 28),
    ('chris', 2, 'social-relationships', 'dutch', 'Dinner with the neighbours', 65, -40, null),
    ('chris', 3, 'active-imagination', null, 'Finish one novel', 45, -60, null)
) as g (name, nth, area, vision, title, target, due_days, done_days) on g.name = p.name
join public.levensgebied_versions as v on v.status = 'current'
join public.levensgebieden as l on l.version_id = v.id and l.code = g.area
cross join lateral (select pg_temp.moment(p.today, 146 - g.nth, '20:50', p.timezone) as created_at) as t;

insert into public.levensgebied_reflections (user_id, id, levensgebied_id, score_id, body, reflected_on, created_at, updated_at)
select a.user_id, pg_temp.demo_id('area reflection', a.id::text), a.levensgebied_id, a.id,
  case a.name
    when 'anna' then case
      when a.days_ago = 119 then 'Ik streep niets weg deze maand. Het is wat het is, en het is van papa.'
      when a.points >= 14 then 'Hier gaat het vanzelf, of bijna. Dat mag ik ook opschrijven.'
      else 'Niet waar ik wil zijn, wel waar ik kijk.' end
    when 'bram' then 'Kan beter. Komt goed.'
    else case when a.points < 10 then 'Low by the questions. I am not certain that the questions know me.' else 'As expected; see the log.' end
  end,
  a.today - a.days_ago, a.scored_at, a.scored_at
from pg_temp.demo_areas as a
where a.code in ('mental-health', 'active-imagination') and (a.days_ago % 4 = 3 or a.name <> 'anna') or a.code = 'finances' and a.name = 'bram';


-- Learning: Chris ten reviews a day, Anna about feelings and talks, Bram about money while his finger healed. Each
-- concept comes back after longer and longer; how it went decides, by FSRS, when it is due.

create temporary table demo_lessons as
select p.name, p.id as user_id, p.today, p.timezone, n as days_ago, pg_temp.demo_id('lesson', p.name, n::text) as id,
  row_number() over (partition by p.id order by n desc)::integer as nth,
  (select s.id from public.subjects as s where s.code = case p.name
      when 'anna' then case when n % 2 = 0 then 'emotional-intelligence' else 'communication' end
      when 'bram' then 'personal-finance'
      else (array['learning-to-learn', 'habits-and-motivation', 'health-and-energy'])[n % 3 + 1] end) as subject_id,
  pg_temp.moment(p.today, n, case p.name when 'anna' then time '19:00' when 'bram' then time '14:00' else time '12:30' end, p.timezone) as started_at,
  case p.name when 'anna' then 35 when 'bram' then 20 else 22 end as minutes
from pg_temp.demo_people as p
cross join generate_series(1, 178) as n
where case p.name
    when 'anna' then extract(isodow from p.today - n) = 6 and n not between 98 and 104
    when 'bram' then n between 91 and 118 and n % 5 = 0
    else n % 3 > 0 and n not between 125 and 130
  end;

insert into public.learning_dna (
  user_id, id, primary_learning_style, secondary_learning_style, learning_style_confidence, learning_style_assessment_method,
  learning_style_assessed_at, processing_speed, working_memory_capacity, attention_span_minutes, information_processing_preference,
  multitasking_ability, preferred_difficulty_level, challenge_tolerance, explanation_depth_preference, example_density_preference,
  abstract_vs_concrete, goal_orientation, intrinsic_motivation_level, extrinsic_motivation_responsiveness, feedback_preference,
  achievement_sensitivity, autonomy_preference, optimal_emotional_states, problematic_emotional_states, stress_triggers,
  confidence_builders, engagement_factors, emotional_recovery_strategies, emotional_resilience_score, created_at, updated_at
)
select p.id, p.id, d.first_style, d.second_style, d.sure, 'hybrid', t.assessed_at, d.speed, 'average', d.attention, d.processing, 'low',
  d.level, d.tolerance, d.depth, d.examples, d.abstract, d.goal, d.intrinsic, 1 - d.intrinsic, d.feedback, 0.5, d.autonomy, d.good, d.bad,
  d.triggers, d.builders, d.factors, d.strategies, d.resilience, t.assessed_at, t.assessed_at
from pg_temp.demo_people as p
join (
  values
    ('anna', 'reading_writing', 'auditory', 0.8, 'average', 45, 'global', 0.6, 'moderate', 'comprehensive', 'moderate', -0.6, 'mastery', 0.9, 'periodic', 'self_directed', '{calm,curiosity}'::text[], '{fatigue,anxiety}'::text[], '{tijdsdruk,toekijken}'::text[], '{rust,een voorbeeld}'::text[], '{verhalen,beelden}'::text[], '{wandelen,schrijven}'::text[], 0.6),
    ('bram', 'kinesthetic', 'visual', 0.9, 'fast', 15, 'mixed', 0.7, 'high', 'concise', 'extensive', 0.8, 'social', 0.5, 'immediate', 'semi_independent', '{flow,joy}', '{boredom,frustration}', '{formulieren}', '{meteen doen}', '{wedstrijd,mensen}', '{klimmen}', 0.8),
    ('chris', 'reading_writing', 'visual', 0.75, 'average', 30, 'sequential', 0.5, 'moderate', 'detailed', 'moderate', 0.5, 'performance', 0.7, 'milestone_based', 'self_directed', '{calm,confidence}', '{stress}', '{"changed plans"}', '{"a complete list"}', '{"numbers that rise"}', '{running,"an early night"}', 0.7)
) as d (name, first_style, second_style, sure, speed, attention, processing, level, tolerance, depth, examples, abstract, goal, intrinsic, feedback, autonomy, good, bad, triggers, builders, factors, strategies, resilience)
  on d.name = p.name
cross join lateral (select pg_temp.moment(p.today, 178, '19:00', p.timezone) as assessed_at) as t;

insert into public.learning_dna_assessments (user_id, id, assessed_at, assessment_type, changes_made, confidence_delta, dna_version, created_at, updated_at)
select p.id, pg_temp.demo_id('dna', p.name, a.days_ago::text), t.assessed_at, a.kind, a.changes, a.delta, 1, t.assessed_at, t.assessed_at
from pg_temp.demo_people as p
cross join (
  values (178, 'initial', '{}'::text[], 0.5), (60, 'behavioral_update', '{attention_span_minutes}', 0.1)
) as a (days_ago, kind, changes, delta)
cross join lateral (select pg_temp.moment(p.today, a.days_ago, '19:00', p.timezone) as assessed_at) as t;

insert into public.learning_sessions (
  user_id, id, started_at, ended_at, session_type, subject_id, topics, initial_difficulty_level, device_type, platform,
  initial_emotional_state, final_emotional_state, questions_attempted, questions_correct, average_response_time_seconds,
  session_completion_rate, user_satisfaction_rating, perceived_difficulty_rating, emotional_satisfaction_rating, created_at, updated_at
)
select s.user_id, s.id, s.started_at, s.started_at + make_interval(mins => s.minutes), case when s.nth % 3 = 0 then 'practice' else 'study' end,
  s.subject_id, '{}', 0.4 + s.nth % 4 / 10.0, case s.name when 'chris' then 'desktop' else 'mobile' end, 'web',
  case s.name when 'anna' then case when s.days_ago between 105 and 139 then 'fatigue' else 'curiosity' end when 'bram' then 'boredom' else 'calm' end,
  case s.name when 'anna' then 'calm' when 'bram' then 'curiosity' else 'confidence' end, 10,
  least(10, case s.name when 'anna' then 7 when 'bram' then 5 else 8 end + s.nth % 3), 6 + s.nth % 9, case when s.nth % 9 = 0 then 0.6 else 1 end,
  3 + s.nth % 3, 2 + s.nth % 3, 3 + s.nth % 2, s.started_at, s.started_at + make_interval(mins => s.minutes)
from pg_temp.demo_lessons as s;

insert into public.learning_interactions (
  user_id, id, session_id, occurred_at, interaction_type, user_input, ai_text, ai_provider, ai_response_time_ms, ai_tokens_used, ai_cost_micros,
  ai_cache_hit, ai_quality_score, detected_emotion, emotion_confidence, explanation_style, created_at, updated_at
)
select s.user_id, pg_temp.demo_id('question', s.id::text, k::text), s.id, t.at, case k when 1 then 'question' else 'feedback' end,
  case s.name
    when 'anna' then case k when 1 then 'Hoe merk ik het verschil tussen meevoelen en overnemen?' else 'Dit voorbeeld hielp.' end
    when 'bram' then case k when 1 then 'Kort: wat is het verschil met winst?' else 'Ok.' end
    else case k when 1 then 'Which of the two should I review first?' else 'Noted.' end
  end,
  case when k = 1 then case s.name
      when 'anna' then 'Let op waar je adem zit. Wie overneemt, ademt met de ander mee en vergeet de eigen voeten.'
      when 'bram' then 'Winst staat op papier. Kasstroom staat op de rekening.'
      else 'The one that you are more likely to forget, which is the first.' end end,
  case when k = 1 then 'demo' end, case when k = 1 then 800 + s.nth * 7 % 400 end, case when k = 1 then 240 + s.nth % 90 end,
  case when k = 1 then 700 end, case when k = 1 then s.nth % 4 = 0 end, case when k = 1 then 0.8 end,
  case when k = 2 then case s.name when 'bram' then 'curiosity' else 'calm' end end, case when k = 2 then 0.6 end,
  case when k = 1 then case s.name when 'anna' then 'comprehensive' when 'bram' then 'concise' else 'detailed' end end, t.at, t.at
from pg_temp.demo_lessons as s
cross join generate_series(1, 2) as k
cross join lateral (select s.started_at + make_interval(mins => 5 * k) as at) as t
where s.name <> 'chris' or s.nth % 4 = 0;

insert into public.mastery_reviews (
  user_id, id, concept_id, session_id, reviewed_at, activity_type, rating, performance_score, emotional_state, time_spent_minutes,
  created_at, updated_at
)
select r.user_id, pg_temp.demo_id('review', r.name, r.code, r.nth::text), r.concept_id, s.id, r.reviewed_at,
  case when r.nth = 0 then 'introduction' else 'practice' end,
  case when r.nth > 0 then r.rating end, case when r.nth > 0 then (array[0.2, 0.55, 0.85, 1.0])[r.rating] end,
  case when r.rating = 1 then 'frustration' when r.name = 'chris' then 'calm' else 'curiosity' end, 1 + r.nth % 3, r.reviewed_at, r.reviewed_at
from (
  select p.name, p.id as user_id, c.id as concept_id, c.code, o.nth, c.first_day - o.after as days_ago,
    case when (c.turn * 5 + o.nth * 3) % case p.name when 'bram' then 4 else 9 end = 0 then 1
      when (c.turn + o.nth) % 5 = 0 then 2 when (c.turn + o.nth) % 7 = 0 then 4 else 3 end as rating,
    pg_temp.moment(p.today, c.first_day - o.after, time '12:31' + c.turn % 20 * interval '1 minute', p.timezone) as reviewed_at
  from pg_temp.demo_people as p
  cross join lateral (
    select k.id, k.code, w.turn, case p.name when 'chris' then 178 - 4 * w.turn when 'anna' then 170 - 7 * w.turn else 118 - 2 * w.turn end as first_day
    from public.concepts as k
    join public.subjects as s on s.id = k.subject_id
    cross join lateral (
      select ((array_position(case p.name
          when 'chris' then '{learning-to-learn,habits-and-motivation,health-and-energy,personal-finance}'::text[]
          when 'anna' then '{emotional-intelligence,communication}' else '{personal-finance}' end, s.code::text) - 1) * 10 + k.position - 1) as turn
    ) as w
    where w.turn is not null
  ) as c
  cross join (
    values (0, 0), (1, 1), (2, 3), (3, 6), (4, 10), (5, 16), (6, 24), (7, 34), (8, 46), (9, 60), (10, 76), (11, 94), (12, 114), (13, 136), (14, 160)
  ) as o (nth, after)
  where c.first_day - o.after >= case p.name when 'bram' then 91 else 1 end
    and (p.name <> 'anna' or c.first_day - o.after not between 98 and 104)
    and (p.name <> 'chris' or c.first_day - o.after not between 125 and 130)
) as r
left join pg_temp.demo_lessons as s on s.user_id = r.user_id and s.days_ago = r.days_ago and s.name = 'chris';

insert into public.emotional_readings (
  user_id, id, session_id, recorded_at, emotion, intensity, confidence, source, trigger, created_at, updated_at
)
select m.user_id, pg_temp.demo_id('reading', m.id::text), s.id, m.felt_at, m.emotion, 0.3 + (m.days_ago * 7 + m.turn) % 6 / 10.0,
  case when m.turn = 1 then 0.8 end, case when m.turn = 1 then 'detected' else 'self_reported' end,
  case when m.emotion in ('stress', 'anxiety', 'frustration') then case m.name when 'anna' then 'familie' when 'bram' then 'papierwerk' else 'work' end end,
  m.felt_at, m.felt_at
from pg_temp.demo_moods as m
left join pg_temp.demo_lessons as s
  on s.user_id = m.user_id and s.days_ago = m.days_ago and m.felt_at between s.started_at and s.started_at + make_interval(mins => s.minutes);

insert into public.learning_interventions (
  user_id, id, session_id, applied_at, intervention_type, reason, emotional_state, effectiveness_rating, created_at, updated_at
)
select s.user_id, pg_temp.demo_id('intervention', s.id::text), s.id, t.at, (array['break', 'breathing', 'easier-example'])[s.nth % 3 + 1],
  case s.name when 'chris' then 'Three answers slower than usual.' else 'Drie antwoorden trager dan anders.' end,
  case s.name when 'anna' then 'fatigue' when 'bram' then 'frustration' else 'stress' end, 3 + s.nth % 3, t.at, t.at
from pg_temp.demo_lessons as s
cross join lateral (select s.started_at + interval '12 minutes' as at) as t
where case s.name when 'anna' then s.days_ago between 105 and 139 when 'bram' then s.nth % 2 = 0 else s.days_ago between 45 and 58 and s.nth % 2 = 0 end;


-- Devices, and what two of them could not agree on: Bram changed one reflection on his telephone and on his laptop,
-- and has yet to choose; Anna chose long ago; Chris's telephone sent a task without a title.

insert into public.sync_devices (user_id, id, name, platform, app_version, schema_version, last_seen_at, created_at, updated_at)
select p.id, pg_temp.demo_id('device', p.name, d.kind), initcap(p.name) || ' (' || d.kind || ')', d.platform, '1.4.0', 14, t.seen_at,
  pg_temp.moment(p.today, 181, '19:35', p.timezone), t.seen_at
from pg_temp.demo_people as p
cross join (values ('phone', 1), ('laptop', 2)) as d0 (kind, days_ago)
cross join lateral (
  select d0.kind, case when d0.kind = 'laptop' then 'web' when p.name = 'bram' then 'android' else 'ios' end as platform
) as d
cross join lateral (select pg_temp.moment(p.today, d0.days_ago, '22:40', p.timezone) as seen_at) as t;

insert into public.sync_conflicts (
  user_id, id, device_id, table_name, row_id, column_name, rule, client_value, server_value, resolution, decision, decided_at,
  created_at, updated_at
)
select p.id, pg_temp.demo_id('conflict', p.name), pg_temp.demo_id('device', p.name, 'phone'), c.table_name, c.row_id, 'body', 'manual',
  to_jsonb(c.client_value), to_jsonb(c.server_value), c.resolution, c.decision, case when c.decision is not null then t.found_at + interval '2 hours' end,
  t.found_at, t.found_at
from pg_temp.demo_people as p
join (
  select 'bram' as name, 'met24_reflections' as table_name, r.id as row_id, 'Boven denk ik niet. Beneden te veel.' as client_value, r.body::text as server_value,
    'pending' as resolution, null as decision, 76 as days_ago
  from public.met24_reflections as r
  join pg_temp.demo_people as d on d.id = r.user_id and d.name = 'bram'
  where r.id = pg_temp.demo_id('met24 reflection', 'bram', '76')
  union all
  select e.name, 'journal_entries', e.id, e.body, 'Nog niet af.', 'client', 'client', e.days_ago
  from (select m.* from pg_temp.demo_entries as m where m.name = 'anna' and m.days_ago > 60 order by m.days_ago limit 1) as e
) as c on c.name = p.name
cross join lateral (select pg_temp.moment(p.today, c.days_ago - 1, '08:10', p.timezone) as found_at) as t;

insert into public.sync_rejections (user_id, id, device_id, table_name, row_id, code, message, detail, hint, payload, attempted_at, created_at, updated_at)
select p.id, pg_temp.demo_id('rejection', p.name), pg_temp.demo_id('device', p.name, 'phone'), 'tasks', pg_temp.demo_id('task', p.name, 'empty')::text,
  '23514', 'check_violation', 'title: it is empty.', 'Give it a title, or delete it on the device.',
  jsonb_build_object('id', pg_temp.demo_id('task', p.name, 'empty'), 'title', '', 'status', 'open'), t.at, t.at, t.at
from pg_temp.demo_people as p
cross join lateral (select pg_temp.moment(p.today, 3, '07:05', p.timezone) as at) as t
where p.name = 'chris';


-- What their devices pushed this week: the telephones three times a day, the laptops in the evening.
select private.ensure_partitions('public.sync_runs', since => now() - interval '8 days') from (select from pg_temp.demo_people limit 1) as one;
insert into public.sync_runs (
  id, started_at, user_id, device_id, duration_ms, record_count, byte_count, accepted_count, conflict_count, rejected_count
)
select pg_temp.demo_id('push', p.name, d.kind, n::text, d.clock::text), t.at, p.id, pg_temp.demo_id('device', p.name, d.kind),
  4.25 + (n * 7 + r.records) % 9, r.records, 310 * r.records, r.records - s.refused, (p.name = 'bram' and n = 3 and d.kind = 'laptop')::integer,
  s.refused
from pg_temp.demo_people as p
cross join (values ('phone', time '07:10'), ('phone', '12:45'), ('phone', '22:40'), ('laptop', '22:45')) as d (kind, clock)
cross join generate_series(0, 7) as n
cross join lateral (select pg_temp.moment(p.today, n, d.clock, p.timezone) as at) as t
cross join lateral (select 1 + (n * 3 + length(p.name)) % 6 as records) as r
cross join lateral (select (p.name = 'chris' and n = 2 and d.clock = '12:45')::integer as refused) as s
where t.at < now();


-- Notifications of the last month, a third unread; a calendar; pictures whose files still wait on the telephone.

insert into public.notification_preferences (user_id, id, kind_code, in_app, push, email, quiet_from, quiet_until, created_at, updated_at)
select p.id, pg_temp.demo_id('wants', p.name, w.kind), w.kind, true, w.push, w.email, w.quiet_from, w.quiet_until, t.at, t.at
from pg_temp.demo_people as p
join (
  values
    ('anna', 'reminder', true, false, time '22:00', time '08:00'),
    ('anna', 'insight', false, true, null, null),
    ('bram', 'reminder', true, false, null, null),
    ('bram', 'insight', false, false, null, null),
    ('chris', 'reminder', true, false, time '22:30', time '06:00'),
    ('chris', 'learning', true, true, null, null)
) as w (name, kind, push, email, quiet_from, quiet_until) on w.name = p.name
cross join lateral (select pg_temp.moment(p.today, 175, '20:00', p.timezone) as at) as t;

insert into public.notifications (
  user_id, id, kind_code, title, body, action_path, channels, deliver_at, delivered_at, read_at, dedupe_key, created_at, updated_at
)
select p.id, pg_temp.demo_id('notification', p.name, k::text), n.kind, n.title, n.body, n.path, '{in_app,push}', t.at, t.at,
  case when k % 3 > 0 then t.at + interval '50 minutes' end, 'demo ' || k, t.at, t.at + interval '50 minutes'
from pg_temp.demo_people as p
cross join generate_series(1, 13) as k
join (
  values
    ('anna', 0, 'reminder', 'Het is half tien', 'Je dagboek ligt open.', '/journal'),
    ('anna', 1, 'insight', 'Iets opgevallen', 'Sinds je wandelt schrijf je over licht.', '/insights'),
    ('anna', 2, 'achievement', 'Gelukt', 'Een reeks van zeven dagen.', '/progress'),
    ('anna', 3, 'coaching', 'Woensdag, acht uur', null, '/coaching'),
    ('bram', 0, 'reminder', 'Drie acties voor vandaag', null, '/today'),
    ('bram', 1, 'coaching', 'Maandag om kwart over acht', 'Koffie mag.', '/coaching'),
    ('bram', 2, 'sync', 'Twee versies', 'Je telefoon en je laptop zijn het oneens over een reflectie.', '/sync/conflicts'),
    ('bram', 3, 'learning', 'Negen begrippen wachten', null, '/learning'),
    ('chris', 0, 'reminder', 'Flash cards', 'Twenty are due.', '/learning'),
    ('chris', 1, 'learning', 'Ten reviewed', 'Nine right.', '/learning'),
    ('chris', 2, 'achievement', 'Forty-two days', 'You know the question, of course.', '/progress'),
    ('chris', 3, 'billing', 'Paid', 'Your yearly plan is active.', '/account')
) as n (name, nth, kind, title, body, path) on n.name = p.name and n.nth = k % 4
cross join lateral (select pg_temp.moment(p.today, 2 * k, time '08:30' + k * interval '13 minutes', p.timezone) as at) as t;

insert into public.integrations (
  user_id, id, provider, external_account_id, account_label, scopes, status, connected_at, last_used_at, created_at, updated_at
)
select p.id, pg_temp.demo_id('calendar', p.name), 'demo-calendar', 'chris-demo', 'Chris (calendar)', '{calendar.read}', 'connected', t.at,
  pg_temp.moment(p.today, 1, '06:00', p.timezone), t.at, t.at
from pg_temp.demo_people as p
cross join lateral (select pg_temp.moment(p.today, 150, '18:00', p.timezone) as at) as t
where p.name = 'chris';

insert into public.attachments (
  user_id, id, journal_entry_id, vision_id, path, file_name, mime_type, size_bytes, width_px, height_px, created_at, updated_at
)
select p.id, pg_temp.demo_id('attachment', p.name, a.nth::text), e.id,
  case when a.vision is not null then pg_temp.demo_id('vision', p.name, a.vision) end,
  p.id || '/demo/' || a.file_name, a.file_name, 'image/jpeg', a.size_bytes, 2048, 1536, t.at, t.at
from pg_temp.demo_people as p
join (
  values
    ('anna', 1, null, 'reiger.jpg', 812344, 20), ('anna', 2, 'praktijk', 'huis-met-tuin.jpg', 1204332, 100),
    ('bram', 1, 'zaak', 'loods.jpg', 2210034, 73), ('bram', 2, null, 'zevenplus.jpg', 990120, 27),
    ('chris', 1, 'marathon', 'half-marathon.jpg', 650011, 5), ('chris', 2, null, 'rotte-0700.jpg', 540120, 40)
) as a (name, nth, vision, file_name, size_bytes, days_ago) on a.name = p.name
left join lateral (
  select w.id from pg_temp.demo_entries as w where w.user_id = p.id and a.vision is null and w.days_ago >= a.days_ago order by w.days_ago limit 1
) as e on true
cross join lateral (select pg_temp.moment(p.today, a.days_ago - 1, '23:10', p.timezone) as at) as t;


-- Analytics: of who wants to be counted, and of as many months as are kept. Nobody else is let in.

insert into public.analytics_events (
  user_id, id, occurred_at, session_id, name, category, feature, screen, properties, duration_ms, platform, device_type, app_version
)
select p.id, pg_temp.demo_id('event', p.name, n::text, k::text), t.at, pg_temp.demo_id('visit', p.name, n::text),
  (array['screen-opened', 'entry-saved', 'sync-finished', 'action-completed'])[k], (array['behavior', 'effectiveness', 'performance', 'behavior'])[k],
  (array['today', 'journal', 'sync', 'today'])[k], (array['today', 'journal', null, 'today'])[k], case k when 3 then jsonb_build_object('rows', n % 40) else '{}' end,
  case k when 3 then 60 + n * 13 % 400 end, case p.name when 'chris' then 'web' else 'ios' end, case p.name when 'chris' then 'desktop' else 'mobile' end, '1.4.0'
from pg_temp.demo_people as p
cross join generate_series(1, 84) as n
cross join generate_series(1, 4) as k
cross join lateral (
  select pg_temp.moment(p.today, n, case p.name when 'chris' then time '06:50' else time '21:20' end + k * (90 + n % 70) * interval '1 second', p.timezone) as at
) as t
where p.name <> 'bram';

insert into public.interaction_analytics (
  user_id, id, occurred_at, session_id, kind, target, feature, screen, dwell_ms, scroll_percent, outcome, effectiveness, platform, device_type
)
select p.id, pg_temp.demo_id('tap', p.name, n::text, k::text), t.at, pg_temp.demo_id('visit', p.name, n::text), case k when 1 then 'view' else 'submit' end,
  case k when 1 then 'day-card' else 'entry-form' end, case k when 1 then 'today' else 'journal' end, case k when 1 then 'today' else 'journal' end,
  4000 + n * 311 % 20000, case k when 1 then 40 + n % 60 end, case k when 2 then 'completed' end, case k when 2 then 50 + n % 50 end,
  case p.name when 'chris' then 'web' else 'ios' end, case p.name when 'chris' then 'desktop' else 'mobile' end
from pg_temp.demo_people as p
cross join generate_series(1, 84) as n
cross join generate_series(1, 2) as k
cross join lateral (
  select pg_temp.moment(p.today, n, case p.name when 'chris' then time '06:51' else time '21:21' end + k * 80 * interval '1 second', p.timezone) as at
) as t
where p.name <> 'bram';


-- The three run together on Thursdays, and show each other one thing they are after. Who comes back finds what the others
-- kept of it.

insert into public.organizations (id, name, slug, description, default_locale, timezone, brand_color)
select pg_temp.demo_id('organization'), 'Loopgroep De Rotte', 'loopgroep-de-rotte', 'Donderdag om zeven uur, weer of geen weer.', 'nl', 'Europe/Amsterdam', '#0f766e'
from (select from pg_temp.demo_people limit 1) as one
on conflict (id) do nothing;

insert into public.organization_members (organization_id, id, user_id, role, display_name, joined_at, joined_by, created_at)
select pg_temp.demo_id('organization'), pg_temp.demo_id('member', p.name), p.id, m.role, initcap(p.name), t.at,
  case m.role when 'owner' then 'founding' else 'invitation' end, t.at
from pg_temp.demo_people as p
join (values ('chris', 'owner', 90), ('anna', 'coach', 88), ('bram', 'member', 60)) as m (name, role, days_ago) on m.name = p.name
cross join lateral (select pg_temp.moment(p.today, m.days_ago, '20:15', p.timezone) as at) as t
order by m.days_ago desc;

insert into public.teams (organization_id, id, name, description, color, lead_id)
select pg_temp.demo_id('organization'), pg_temp.demo_id('team'), 'Marathon', 'Wie in het voorjaar mee wil.', '#0f766e', p.id
from pg_temp.demo_people as p where p.name = 'anna'
on conflict (organization_id, id) do update set lead_id = excluded.lead_id;

insert into public.team_members (organization_id, id, team_id, user_id)
select pg_temp.demo_id('organization'), pg_temp.demo_id('team', p.name), pg_temp.demo_id('team'), p.id from pg_temp.demo_people as p;

insert into public.shared_visions (organization_id, id, user_id, vision_id, note)
select pg_temp.demo_id('organization'), pg_temp.demo_id('shared', p.name), p.id, pg_temp.demo_id('vision', p.name, v.code), v.note
from pg_temp.demo_people as p
join (
  values ('anna', 'rust', 'Vraag me op donderdag hoe het slapen gaat.'), ('bram', 'klimmen', null), ('chris', 'marathon', 'Who runs the long one with me?')
) as v (name, code, note) on v.name = p.name;

insert into public.team_announcements (organization_id, id, team_id, author_id, title, body, is_pinned)
select pg_temp.demo_id('organization'), pg_temp.demo_id('announcement'), pg_temp.demo_id('team'), p.id,
  'Zondag 28 kilometer', 'We vertrekken om negen uur bij de molen. Neem zelf water mee.', true
from pg_temp.demo_people as p where p.name = 'anna'
on conflict (organization_id, id) do update set author_id = excluded.author_id;


-- What jobs would make of it in a while, now: the days, weeks and months of feelings and learning, the days of use; and
-- the raw feelings that are older than they may be kept go. With nobody new, nothing is asked of them.

select private.refresh_emotional_analytics(batch => 10000) from (select from pg_temp.demo_people limit 1) as one;
select private.prune_emotional_readings(batch => 10000) from (select from pg_temp.demo_people limit 1) as one;
select private.refresh_activity() from (select from pg_temp.demo_people limit 1) as one;
select private.refresh_streaks() from (select from pg_temp.demo_people limit 1) as one;


drop table pg_temp.demo_people, pg_temp.demo_days, pg_temp.demo_habits, pg_temp.demo_attempts, pg_temp.demo_fields,
  pg_temp.demo_responses, pg_temp.demo_pages, pg_temp.demo_entries, pg_temp.demo_moods, pg_temp.demo_sessions,
  pg_temp.demo_turns, pg_temp.demo_readings, pg_temp.demo_met24, pg_temp.demo_areas, pg_temp.demo_lessons;
drop function pg_temp.demo_id(text[]), pg_temp.moment(date, integer, time, text);
