import postgres from 'postgres';

/**
 * Made-up people in any number, each with what one active person makes in some three months, in every module. Written
 * set-based and with all triggers on, so that what they compute is what an app would find. A chunk of people is one
 * transaction: somebody is there with everything, or not at all.
 */

/** People of one transaction. Fewer cost more round trips; with more, the last one waits longer for its end. */
export const CHUNK = 50;

/** They have such addresses, and nobody who exists can. */
const EMAILS = 'perf-%@perf.futuresync.example';

/** The nth person's e-mail address; the password of all is `futuresync`. */
export const emailOf = (nth: number): string =>
  `perf-${String(nth).padStart(6, '0')}@perf.futuresync.example`;

export const PASSWORD = 'futuresync';

/** The nth person's id: the same in every database. */
const personId = (nth: string): string => `md5('futuresync perf person ' || ${nth})::uuid`;

/** A row of a person by what it is and its number. */
const rowId = (what: string, ...nths: string[]): string =>
  `md5(p.id::text || ' ${what} ' || ${nths.join(` || ' ' || `)})::uuid`;

/** A moment of a person, so many days ago, at so many minutes into their day. */
const moment = (daysAgo: string, minute: string): string =>
  `((p.today - (${daysAgo}))::timestamp + (${minute}) * interval '1 minute') at time zone p.timezone`;

const EMOTIONS = `'{joy,curiosity,confidence,flow,calm,neutral,confusion,frustration,anxiety,boredom,stress,fatigue,discouragement}'::text[]`;

/** Sentences that journals and messages are put together from; words enough for a search to find some of them. */
const SENTENCES = `array[
  'Vanmorgen langs het water gelopen, de lucht was helder en koud.', 'Een lang gesprek met mijn zus over vroeger gehad.',
  'De vergadering duurde te lang en ik was daarna leeg.', 'Ik heb eindelijk nee gezegd en het voelde goed.',
  'Geoefend met piano, de linkerhand wil nog niet.', 'Te laat naar bed gegaan, weer de telefoon.',
  'Het plan voor de moestuin hangt nu aan de muur.', 'Ik twijfel of deze baan nog bij mij past.',
  'Samen gekookt, veel gelachen, de afwas laten staan.', 'Het boek is bijna uit en ik wil niet dat het eindigt.',
  'The run was slow but I kept going until the bridge.', 'A colleague thanked me for listening, which I had not noticed doing.',
  'I keep postponing the conversation about money.', 'Slept eight hours for the first time in weeks.',
  'The meditation was mostly thinking about lunch.', 'Booked the train to Antwerp for the exhibition.',
  'Angry for an hour, then I understood what it was about.', 'The budget is right to the cent and I enjoyed that.',
  'Read a chapter on attention and forgot my tea.', 'Tomorrow I want to begin with the hardest thing.']`;

const text = (seed: string, sentences: number): string =>
  `(select string_agg((${SENTENCES})[(${seed} * 7 + s * 11 + p.n) % 20 + 1], ' ' order by s) from generate_series(1, ${sentences}) as s)`;

/** One statement of a chunk. `p` is everybody in it: number, id, zone, type, today, how many sentences they like. */
interface Step {
  table: string;
  sql: string;
}

/** Rows of people, by n and by their numbers k. */
function rows(
  table: string,
  columns: string,
  values: string,
  from = '',
  { where = '' }: { where?: string } = {},
): Step {
  return {
    table,
    sql: `insert into public.${table} (${columns}) select ${values} from pg_temp.perf_people as p ${from} ${where && `where ${where}`}`,
  };
}

/** So many of each person: from `least`, a few more for some. */
const each = (least: number, most = least): string =>
  `cross join generate_series(1, ${least}${most > least ? ` + p.n % ${most - least + 1}` : ''}) as k`;

const at = (daysAgo: string, minute: string): string =>
  `cross join lateral (select ${moment(daysAgo, minute)} as moment) as t`;

const steps: readonly Step[] = [
  {
    table: 'auth.users',
    sql: `
      insert into auth.users (
        instance_id, id, aud, role, email, encrypted_password, email_confirmed_at, raw_app_meta_data, raw_user_meta_data, created_at, updated_at,
        confirmation_token, recovery_token, email_change, email_change_token_new, email_change_token_current, phone_change,
        phone_change_token, reauthentication_token
      )
      select '00000000-0000-0000-0000-000000000000', p.id, 'authenticated', 'authenticated', p.email, p.password, t.moment,
        '{"provider": "email", "providers": ["email"]}', jsonb_build_object(
          'sub', p.id, 'email', p.email, 'email_verified', true, 'username', 'perf_' || p.n, 'display_name', 'Perf ' || p.n,
          'first_name', 'Perf', 'last_name', 'Person ' || p.n, 'locale', p.locale, 'timezone', p.timezone, 'age_band', '18_plus'
        ), t.moment, t.moment, '', '', '', '', '', '', '', ''
      from pg_temp.perf_people as p ${at('92', '600')}`,
  },
  {
    table: 'auth.identities',
    sql: `
      insert into auth.identities (id, provider, provider_id, user_id, identity_data, last_sign_in_at, created_at, updated_at)
      select ${rowId('identity', '0')}, 'email', p.id::text, p.id, jsonb_build_object('sub', p.id, 'email', p.email, 'email_verified', true), t.moment, t.moment, t.moment
      from pg_temp.perf_people as p ${at('92', '600')}`,
  },
  {
    table: 'users',
    sql: `
      update public.users as u set learning_goals = array['Read more ' || p.n % 17], subjects_of_interest = '{psychology,business}',
        onboarding_completed_at = ${moment('91', '620')}, last_seen_at = ${moment('1 + p.n % 20', '1300')}, created_at = ${moment('92', '600')}
      from pg_temp.perf_people as p where u.id = p.id`,
  },
  {
    table: 'user_preferences',
    sql: `
      update public.user_preferences as s set theme = 'dark' from pg_temp.perf_people as p where s.user_id = p.id`,
  },
  {
    table: 'consents',
    sql: `
      insert into public.consents (user_id, id, purpose_code, is_granted, document_id, document_sha256, locale, decided_at, created_at)
      select p.id, ${rowId('consent', 'c.position')}, c.code, true, d.id, d.sha256, 'nl', t.moment, t.moment
      from pg_temp.perf_people as p
      join public.consent_purposes as c on c.code in ('emotional_analysis', 'ai_coaching') or c.code in ('analytics', 'research') and p.n % 2 = 0
      join public.policy_documents as d on d.code = c.document_code and d.version = 1 and d.locale = 'nl'
      ${at('91', '620')}`,
  },
  rows(
    'mbti_profiles',
    'user_id, id, mbti_type, source, assessed_at, created_at, updated_at',
    `p.id, ${rowId('mbti', '0')}, p.mbti_type, 'self_reported', t.moment, t.moment, t.moment`,
    at('91', '640'),
  ),
  rows(
    'cognitive_function_scores',
    'user_id, function_code, score, source, measured_at, created_at, updated_at',
    `p.id, f.code, 20 + (p.n * 7 + f.position * 13) % 70, 'inferred', t.moment, t.moment, t.moment`,
    `cross join public.cognitive_functions as f ${at('80', '600')}`,
  ),
  rows(
    'assessment_attempts',
    'user_id, id, assessment_id, status, started_at, completed_at, created_at, updated_at',
    `p.id, ${rowId('attempt', '0')}, a.id, 'completed', t.moment, t.moment + interval '9 minutes', t.moment, t.moment`,
    `join public.assessments as a on a.code = 'learning-style' and a.version = 1 ${at('90', '700')}`,
  ),
  rows(
    'assessment_answers',
    'user_id, id, attempt_id, question_id, value, created_at, updated_at',
    `p.id, private.derived_id(${rowId('attempt', '0')}, q.id), ${rowId('attempt', '0')}, q.id, 1 + (p.n + q.position * 3) % 5, t.moment, t.moment`,
    `join public.assessments as a on a.code = 'learning-style' and a.version = 1
      join public.assessment_questions as q on q.assessment_id = a.id ${at('90', '705')}`,
  ),
  rows(
    'onboarding_progress',
    'user_id, id, flow_id, started_at, created_at, updated_at',
    'p.id, f.id, f.id, t.moment, t.moment, t.moment',
    `join public.onboarding_flows as f on f.is_default ${at('92', '605')}`,
  ),
  rows(
    'onboarding_responses',
    'user_id, id, flow_id, step_id, status, answer, choices, responded_at, created_at, updated_at',
    `p.id, s.id, f.id, s.id, case when s.kind = 'information' then 'skipped' else 'completed' end, case when s.kind = 'text' then 'Perf ' || p.n end,
      case when s.kind in ('choice', 'choices') then array[s.options -> 0 ->> 'value'] else '{}' end, t.moment, t.moment, t.moment`,
    `join public.onboarding_flows as f on f.is_default join public.onboarding_steps as s on s.flow_id = f.id ${at('92', '606 + s.position')}`,
  ),
  rows(
    'visions',
    'user_id, id, category, title, description, priority, horizon_years, position, created_at, updated_at',
    `p.id, ${rowId('vision', 'k')}, (array['health', 'career', 'relationships', 'personal-growth'])[k], (array['Rust in mijn lijf', 'A practice of my own', 'Dichter bij familie', 'Write a book'])[k] || ' ' || p.n % 23,
      ${text('k', 2)}, k, 1 + k, k, t.moment, t.moment`,
    `${each(3, 4)} ${at('91', '620 + k')}`,
  ),
  rows(
    'vision_milestones',
    'user_id, id, vision_id, title, target_on, completed_at, position, created_at, updated_at',
    `p.id, ${rowId('milestone', 'k')}, ${rowId('vision', '1 + k % 3')}, 'Step ' || k, p.today + 30 * k, case when k % 3 = 0 then ${moment('20', '900')} end, k, t.moment, t.moment`,
    `${each(6)} ${at('91', '630 + k')}`,
  ),
  rows(
    'daily_actions',
    'user_id, id, vision_id, description, scheduled_on, estimated_minutes, actual_minutes, status, completed_at, position, created_at, updated_at',
    `p.id, ${rowId('action', 'k')}, ${rowId('vision', '1 + k % 3')}, (array['Wandelen zonder telefoon', 'A chapter', 'Stretching', 'Mijn zus bellen', 'Budget'])[k % 5 + 1], p.today - k, 20 + k % 40,
      case when (k + p.n) % 4 > 0 then 15 + k % 50 end, case when (k + p.n) % 4 > 0 then 'completed' else 'skipped' end,
      case when (k + p.n) % 4 > 0 then t.moment end, 1, t.moment - interval '10 hours', t.moment`,
    `${each(60, 88)} ${at('k', '600 + k * 7 % 500')}`,
  ),
  rows(
    'action_time_entries',
    'user_id, action_id, started_at, ended_at, created_at, updated_at',
    `p.id, ${rowId('action', 'k * 5')}, t.moment, t.moment + interval '25 minutes', t.moment, t.moment`,
    `${each(12)} ${at('k * 5', '900')}`,
  ),
  rows(
    'projects',
    'user_id, id, vision_id, title, description, status, completed_at, due_on, position, created_at, updated_at',
    `p.id, ${rowId('project', 'k')}, ${rowId('vision', 'k')}, (array['Website', 'Moestuin'])[k], ${text('k', 1)}, case k when 2 then 'completed' else 'active' end,
      case k when 2 then ${moment('10', '800')} end, p.today + 20, k, t.moment, t.moment`,
    `${each(2)} ${at('85', '700 + k')}`,
  ),
  rows(
    'tasks',
    'user_id, id, project_id, title, description, status, completed_at, priority, labels, due_at, position, created_at, updated_at',
    `p.id, ${rowId('task', 'k')}, ${rowId('project', '1 + k % 2')}, (array['Bel de gemeente', 'Write the text', 'Verf kopen', 'Compare insurance', 'Foto laten maken'])[k % 5 + 1] || ' ' || k, ${text('k', 1)},
      case when k % 2 = 0 then 'completed' else 'open' end, case when k % 2 = 0 then t.moment + interval '3 days' end, 1 + k % 4,
      array[(array['huis', 'money', 'bellen'])[k % 3 + 1]], t.moment + interval '20 days', k, t.moment, t.moment`,
    `${each(10, 18)} ${at('80 - k', '720')}`,
  ),
  rows(
    'habits',
    'user_id, id, vision_id, title, cadence, target_amount, unit, position, created_at, updated_at',
    `p.id, ${rowId('habit', 'k')}, ${rowId('vision', 'k')}, (array['Mediteren', 'Flash cards', 'Iemand bellen'])[k], case k when 3 then 'weekly' else 'daily' end, 1, 'x', k, t.moment, t.moment`,
    `${each(3)} ${at('91', '650 + k')}`,
  ),
  rows(
    'habit_logs',
    'user_id, habit_id, done_on, amount, created_at, updated_at',
    `p.id, ${rowId('habit', 'h')}, p.today - k, 1, t.moment, t.moment`,
    `cross join generate_series(1, 3) as h ${each(70, 85)} ${at('k', '1200')}`,
    { where: '(k + p.n + h) % case h when 3 then 6 else 3 end = 0' },
  ),
  rows(
    'journal_entries',
    'user_id, id, written_on, title, body, language, prompt_id, mood, mood_intensity, tags, is_favourite, created_at, updated_at',
    `p.id, ${rowId('entry', 'k')}, p.today - k * 2, (array['Vandaag', 'Slow day', 'Een gesprek', 'Notes'])[k % 4 + 1], ${text('k', 8)}, case p.locale when 'nl-NL' then 'nl' else 'en' end,
      null, (${EMOTIONS})[(k * 3 + p.n) % 13 + 1], 1 + k % 10, array[(array['werk', 'family', 'rust'])[k % 3 + 1]], k % 9 = 0, t.moment, t.moment`,
    `${each(25, 40)} ${at('k * 2', '1290 + k')}`,
  ),
  rows(
    'mood_entries',
    'user_id, id, emotion, intensity, energy, felt_at, influences, created_at, updated_at',
    `p.id, ${rowId('mood', 'k')}, (${EMOTIONS})[(k * 5 + p.n) % 13 + 1], 1 + k % 10, 1 + (k + p.n) % 10, t.moment, '{slaap}', t.moment, t.moment`,
    `${each(40, 80)} ${at('k', '450 + k')}`,
  ),
  rows(
    'conversations',
    'user_id, id, kind, title, language, created_at, updated_at',
    `p.id, ${rowId('talk', 'k')}, 'coaching', 'Gesprek ' || k, 'nl', t.moment, t.moment`,
    `${each(5)} ${at('k * 15', '1200')}`,
  ),
  rows(
    'messages',
    'user_id, id, conversation_id, role, content, language, sent_at, created_at, updated_at',
    `p.id, ${rowId('message', 'k', 'm')}, ${rowId('talk', 'k')}, case m % 2 when 1 then 'user' else 'assistant' end, ${text('k + m', 2)}, 'nl', t.moment, t.moment, t.moment`,
    `${each(5)} cross join generate_series(1, 8) as m ${at('k * 15', '1200 + m')}`,
  ),
  rows(
    'coaching_sessions',
    'user_id, id, kind, title, focus, topics, status, started_at, ended_at, mbti_type, conversation_id, created_at, updated_at',
    `p.id, ${rowId('session', 'k')}, 'coaching', 'Gesprek ' || k, ${text('k', 1)}, '{werk}', 'completed', t.moment, t.moment + interval '30 minutes', p.mbti_type, ${rowId('talk', 'k')}, t.moment, t.moment`,
    `${each(5)} ${at('k * 15', '1200')}`,
  ),
  rows(
    'coaching_outcomes',
    'user_id, session_id, metric, baseline_score, target_score, result_score, satisfaction_rating, measured_at, created_at, updated_at',
    `p.id, ${rowId('session', 'k')}, 'clarity', 40, 90, 50 + p.n % 40, 1 + p.n % 5, t.moment, t.moment, t.moment`,
    `${each(3)} ${at('k * 15', '1235')}`,
  ),
  rows(
    'coaching_adaptations',
    'user_id, session_id, kind, basis, reason, mbti_type, applied_at, created_at, updated_at',
    `p.id, ${rowId('session', 'k')}, 'tone', 'mbti_type', 'Facts first.', p.mbti_type, t.moment, t.moment, t.moment`,
    `${each(2)} ${at('k * 15', '1210')}`,
  ),
  rows(
    'learned_preferences',
    'user_id, key, value, confidence, first_observed_at, last_observed_at, created_at, updated_at',
    `p.id, (array['best_moment', 'reply_length'])[k], 'evening', 0.7, t.moment, t.moment + interval '40 days', t.moment, t.moment`,
    `${each(2)} ${at('70', '180')}`,
  ),
  rows(
    'mbti_insights',
    'user_id, kind, mbti_type, title, body, locale, observed_at, created_at, updated_at',
    `p.id, 'pattern', p.mbti_type, 'Iets opgevallen', ${text('1', 1)}, p.locale, t.moment, t.moment, t.moment`,
    at('30', '190'),
  ),
  rows(
    'ai_recommendations',
    'user_id, kind, title, ai_reasoning, suggested_on, locale, state, created_at, updated_at',
    `p.id, 'daily_action', 'Bel iemand ' || k, ${text('k', 1)}, p.today - k * 12, p.locale, (array['new', 'seen', 'accepted', 'dismissed', 'done'])[k], t.moment, t.moment`,
    `${each(5)} ${at('k * 12', '200')}`,
  ),
  {
    table: 'content_progress',
    sql: `
      insert into public.content_progress (user_id, id, item_id, percent, minutes_spent, started_at, completed_at, last_opened_at, created_at, updated_at)
      select p.id, i.id, i.id, case when i.nth % 2 = 0 then 100 else 40 end, i.minutes, t.moment, case when i.nth % 2 = 0 then t.moment end, t.moment, t.moment, t.moment
      from pg_temp.perf_people as p join pg_temp.perf_items as i on (i.nth + p.n) % 7 = 0 ${at('i.nth', '1150')}`,
  },
  {
    table: 'content_bookmarks',
    sql: `
      insert into public.content_bookmarks (user_id, id, item_id, labels, position, created_at, updated_at)
      select p.id, i.id, i.id, '{later}', i.nth, t.moment, t.moment
      from pg_temp.perf_people as p join pg_temp.perf_items as i on (i.nth + p.n) % 15 = 0 ${at('i.nth', '1155')}`,
  },
  {
    table: 'content_ratings',
    sql: `
      insert into public.content_ratings (user_id, id, item_id, rating, created_at, updated_at)
      select p.id, i.id, i.id, 1 + (i.nth + p.n / 7) % 5, t.moment, t.moment
      from pg_temp.perf_people as p join pg_temp.perf_items as i on (i.nth + p.n) % 21 = 0 ${at('i.nth', '1160')}`,
  },
  {
    table: 'payment_methods',
    sql: `
      insert into public.payment_methods (user_id, id, provider, provider_token, kind, brand, last_four, created_at, updated_at)
      select p.id, ${rowId('card', '0')}, 'perf', 'pm_perf_' || p.n, 'card', 'Visa', '4242', t.moment, t.moment
      from pg_temp.perf_people as p ${at('80', '600')} where p.n % 4 = 0`,
  },
  {
    table: 'subscriptions',
    sql: `
      insert into public.subscriptions (
        user_id, id, plan_id, status, billing_cycle, subscribed_at, current_period_starts_at, current_period_ends_at, price_minor, payment_method_id,
        provider, provider_subscription_id, provider_customer_id, created_at, updated_at
      )
      select p.id, ${rowId('subscription', '0')}, l.id, 'active', 'yearly', t.moment, t.moment, t.moment + interval '1 year', l.yearly_price_minor, ${rowId('card', '0')},
        'perf', 'sub_perf_' || p.n, 'cus_perf_' || p.n, t.moment, t.moment
      from pg_temp.perf_people as p join public.plans as l on l.code = 'premium' ${at('80', '600')} where p.n % 4 = 0`,
  },
  {
    table: 'invoices',
    sql: `
      insert into public.invoices (
        user_id, subscription_id, number, status, currency, subtotal_minor, tax_minor, total_minor, paid_minor, issued_at, paid_at, provider,
        provider_invoice_id, created_at, updated_at
      )
      select p.id, ${rowId('subscription', '0')}, 'PERF-' || p.n, 'paid', 'EUR', 8182, 1718, 9900, 9900, t.moment, t.moment, 'perf', 'in_perf_' || p.n, t.moment, t.moment
      from pg_temp.perf_people as p ${at('80', '601')} where p.n % 4 = 0`,
  },
  rows(
    'met24_assessments',
    'user_id, id, version_id, assessed_on, status, completed_at, created_at, updated_at',
    `p.id, ${rowId('met24', 'k')}, v.id, p.today - k * 40, 'completed', t.moment, t.moment, t.moment`,
    `join public.met24_versions as v on v.status = 'current' ${each(2)} ${at('k * 40', '1200')}`,
  ),
  rows(
    'met24_scores',
    'user_id, assessment_id, domain_id, level_id, score, created_at, updated_at',
    `p.id, ${rowId('met24', 'k')}, d.id, null, (p.n * 7 + d.position * 11 + k) % 101, t.moment, t.moment`,
    `join public.met24_versions as v on v.status = 'current' join public.met24_domains as d on d.version_id = v.id ${each(2)} ${at('k * 40', '1200')}`,
  ),
  rows(
    'met24_goals',
    'user_id, domain_id, title, target_score, position, created_at, updated_at',
    `p.id, d.id, 'Rustiger worden', 80, 1, t.moment, t.moment`,
    `join public.met24_versions as v on v.status = 'current' join public.met24_domains as d on d.version_id = v.id and d.position = 1 + p.n % 7 ${at('60', '1210')}`,
  ),
  rows(
    'met24_reflections',
    'user_id, domain_id, body, reflected_on, created_at, updated_at',
    `p.id, d.id, ${text('k', 3)}, p.today - k * 20, t.moment, t.moment`,
    `join public.met24_versions as v on v.status = 'current' ${each(3)} join public.met24_domains as d on d.version_id = v.id and d.position = k ${at('k * 20', '1220')}`,
  ),
  rows(
    'levensgebied_scores',
    'user_id, levensgebied_id, scored_on, answer_1, answer_2, answer_3, answer_4, created_at, updated_at',
    `p.id, l.id, p.today - k * 28, 1 + (p.n + l.position) % 5, 1 + (p.n + k) % 5, 1 + (l.position + k) % 5, 1 + p.n % 5, t.moment, t.moment`,
    `join public.levensgebied_versions as v on v.status = 'current' join public.levensgebieden as l on l.version_id = v.id ${each(3)} ${at('k * 28', '1230')}`,
  ),
  rows(
    'levensgebied_goals',
    'user_id, levensgebied_id, title, target_score, position, created_at, updated_at',
    `p.id, l.id, 'Vaker buiten', 80, 1, t.moment, t.moment`,
    `join public.levensgebied_versions as v on v.status = 'current' join public.levensgebieden as l on l.version_id = v.id and l.position = 1 + p.n % 9 ${at('60', '1240')}`,
  ),
  rows(
    'levensgebied_reflections',
    'user_id, levensgebied_id, body, reflected_on, created_at, updated_at',
    `p.id, l.id, ${text('5', 3)}, p.today - 28, t.moment, t.moment`,
    `join public.levensgebied_versions as v on v.status = 'current' join public.levensgebieden as l on l.version_id = v.id and l.position = 1 + p.n % 9 ${at('28', '1245')}`,
  ),
  rows(
    'learning_dna',
    'user_id, id, primary_learning_style, learning_style_confidence, attention_span_minutes, optimal_emotional_states, created_at, updated_at',
    `p.id, p.id, (array['visual', 'auditory', 'kinesthetic', 'reading_writing'])[p.n % 4 + 1], 0.7, 30, '{calm}', t.moment, t.moment`,
    at('90', '720'),
  ),
  rows(
    'learning_dna_assessments',
    'user_id, assessed_at, assessment_type, dna_version, created_at, updated_at',
    `p.id, t.moment, 'initial', 1, t.moment, t.moment`,
    at('90', '720'),
  ),
  rows(
    'learning_sessions',
    'user_id, id, started_at, ended_at, session_type, subject_id, device_type, platform, initial_emotional_state, final_emotional_state, questions_attempted, questions_correct, session_completion_rate, user_satisfaction_rating, created_at, updated_at',
    `p.id, ${rowId('lesson', 'k')}, t.moment, t.moment + interval '20 minutes', 'study', s.id, 'mobile', 'web', 'calm', 'confidence', 10, 5 + p.n % 6, 1, 1 + k % 5, t.moment, t.moment`,
    `join public.subjects as s on s.position = (select min(position) from public.subjects) ${each(10)} ${at('k * 4', '750')}`,
  ),
  rows(
    'learning_interactions',
    'user_id, session_id, occurred_at, interaction_type, user_input, ai_text, ai_provider, ai_response_time_ms, ai_tokens_used, ai_cost_micros, ai_cache_hit, created_at, updated_at',
    `p.id, ${rowId('lesson', 'k')}, t.moment, 'question', ${text('k', 1)}, ${text('k + 3', 2)}, 'demo', 800, 200, 700, false, t.moment, t.moment`,
    `${each(8)} ${at('k * 4', '755')}`,
  ),
  {
    table: 'mastery_reviews',
    sql: `
      insert into public.mastery_reviews (
        user_id, concept_id, session_id, reviewed_at, activity_type, rating, performance_score, emotional_state, time_spent_minutes, created_at, updated_at
      )
      select p.id, c.id, ${rowId('lesson', 'r.lesson')}, t.moment, case when r.nth = 0 then 'introduction' else 'practice' end,
        case when r.nth > 0 then 1 + (p.n + c.nth + r.nth) % 4 end, case when r.nth > 0 then 0.5 + (c.nth + r.nth) % 5 / 10.0 end, 'calm', 2, t.moment, t.moment
      from pg_temp.perf_people as p
      join pg_temp.perf_concepts as c on (c.nth + p.n) % 10 = 0
      cross join (values (0, 10), (1, 9), (2, 7), (3, 2)) as r (nth, lesson)
      ${at('r.lesson * 4', '755 + c.nth % 12')}`,
  },
  rows(
    'learning_interventions',
    'user_id, session_id, applied_at, intervention_type, emotional_state, effectiveness_rating, created_at, updated_at',
    `p.id, ${rowId('lesson', '1')}, t.moment, 'break', 'fatigue', 1 + p.n % 5, t.moment, t.moment`,
    at('4', '760'),
  ),
  rows(
    'emotional_readings',
    'user_id, session_id, recorded_at, emotion, intensity, source, created_at, updated_at',
    `p.id, case when m = 1 then ${rowId('lesson', 'k')} end, t.moment, (${EMOTIONS})[(k * 5 + m * 3 + p.n) % 13 + 1], 0.1 + k % 9 / 10.0, 'self_reported', t.moment, t.moment`,
    `${each(10)} cross join generate_series(1, 3) as m ${at('k * 4', '740 + m * 12')}`,
  ),
  rows(
    'sync_devices',
    'user_id, id, name, platform, app_version, schema_version, last_seen_at, created_at, updated_at',
    `p.id, ${rowId('device', 'k')}, 'Device ' || k, 'web', '1.4.0', 14, t.moment, t.moment, t.moment`,
    `${each(1, 2)} ${at('k', '1300')}`,
  ),
  rows(
    'notification_preferences',
    'user_id, kind_code, push, created_at, updated_at',
    `p.id, 'reminder', p.n % 2 = 0, t.moment, t.moment`,
    at('90', '800'),
  ),
  rows(
    'notifications',
    'user_id, kind_code, title, body, deliver_at, delivered_at, read_at, dedupe_key, created_at, updated_at',
    `p.id, 'reminder', 'Het is tijd', 'Je dagboek ligt open.', t.moment, t.moment, case when k % 3 > 0 then t.moment + interval '1 hour' end, 'perf ' || k, t.moment, t.moment`,
    `${each(8)} ${at('k * 3', '510')}`,
  ),
  rows(
    'integrations',
    'user_id, provider, external_account_id, created_at, updated_at',
    `p.id, 'perf-calendar', 'perf ' || p.n, t.moment, t.moment`,
    at('60', '900'),
    { where: 'p.n % 10 = 0' },
  ),
  rows(
    'attachments',
    'user_id, journal_entry_id, path, file_name, mime_type, size_bytes, created_at, updated_at',
    `p.id, ${rowId('entry', '5')}, p.id || '/perf/photo.jpg', 'photo.jpg', 'image/jpeg', 812344, t.moment, t.moment`,
    at('9', '1310'),
  ),
  rows(
    'custom_field_definitions',
    'user_id, id, applies_to, label, value_type, unit, created_at, updated_at',
    `p.id, ${rowId('field', '1')}, 'mood_entries', 'Uren geslapen', 'number', 'uur', t.moment, t.moment`,
    at('90', '810'),
  ),
  rows(
    'custom_field_values',
    'user_id, definition_id, subject_id, number_value, created_at, updated_at',
    `p.id, ${rowId('field', '1')}, ${rowId('mood', 'k')}, 4 + (p.n + k) % 5, t.moment, t.moment`,
    `${each(15)} ${at('k', '470 + k')}`,
  ),
  rows(
    'analytics_events',
    'user_id, occurred_at, session_id, name, feature, screen, duration_ms, platform, device_type, app_version',
    `p.id, t.moment, ${rowId('visit', 'k')}, (array['screen-opened', 'entry-saved'])[m], (array['today', 'journal'])[m], 'today', 40 + (p.n + k) % 300, 'web', 'mobile', '1.4.0'`,
    `${each(20)} cross join generate_series(1, 2) as m ${at('k', '1250 + m')}`,
    { where: 'p.n % 2 = 0' },
  ),
  rows(
    'interaction_analytics',
    'user_id, occurred_at, session_id, kind, target, feature, screen, dwell_ms, platform, device_type',
    `p.id, t.moment, ${rowId('visit', 'k')}, 'view', 'day-card', 'today', 'today', 4000, 'web', 'mobile'`,
    `${each(20)} ${at('k', '1253')}`,
    { where: 'p.n % 2 = 0' },
  ),
  {
    table: 'ai_interactions',
    sql: `
      select public.record_ai_interaction(
          p.id, ${rowId('question', 'k')}, 'coaching', 'demo', 'demo-coach-1', 'completed', t.moment, 300, 120, 900, 'USD', 700 + p.n % 900, p.n % 3 = 0
        ) is not null
      from pg_temp.perf_people as p ${each(1)} ${at('k', '620')}`,
  },
];

/** What a chunk's statements read: the people, and numbered catalogues. */
const prepare = (numbers: string): string => `
  create temporary table perf_people on commit drop as
  select n, ${personId('n')} as id, 'perf-' || lpad(n::text, 6, '0') || '@perf.futuresync.example' as email,
    z.timezone, (now() at time zone z.timezone)::date as today, case when n % 2 = 0 then 'nl-NL' else 'en' end as locale,
    (select m.code from public.mbti_types as m order by m.code offset n / 2 % 16 limit 1) as mbti_type, w.password
  from unnest('${numbers}'::integer[]) as n
  cross join lateral (select (array['Europe/Amsterdam', 'Europe/Brussels', 'UTC', 'America/New_York'])[n % 4 + 1] as timezone) as z
  cross join (select current_setting('futuresync.perf_password') as password) as w;
  create temporary table perf_items on commit drop as
  select i.id, i.minutes, row_number() over (order by i.code)::integer as nth from public.content_items as i where i.kind <> 'course';
  create temporary table perf_concepts on commit drop as
  select c.id, row_number() over (order by c.code)::integer as nth from public.concepts as c;
  analyze pg_temp.perf_people;
`;

export interface PerfPerson {
  n: number;
  id: string;
  email: string;
}

/** Who is there of them. An address alone makes nobody one of them: the id is the one that goes with it. */
export async function findPerf(sql: postgres.Sql): Promise<PerfPerson[]> {
  return sql<PerfPerson[]>`
    select f.n, f.id, f.email
    from (
      select u.id, u.email, substring(u.email from '^perf-([0-9]{1,9})@')::integer as n from auth.users as u where u.email like ${EMAILS}
    ) as f
    where f.id = ${sql.unsafe(personId('f.n'))}
    order by f.n
  `;
}

/** Counts days of feelings and of learning, so many at a time. */
const DAYS = 2_000;
const DAYS_JOB = `private.refresh_emotional_analytics(batch => ${DAYS})`;

export interface Filling {
  /** Connections at work; two keep two cores busy. */
  workers?: number;
  /** Called with people and rows as chunks are committed. */
  onChunk?: (people: number, rows: number) => void;
  /** Asked before each chunk: whether to leave the rest. */
  isStopped?: () => boolean;
}

export interface Filled {
  people: number;
  rows: number;
  /** Rows of each table. */
  tables: Map<string, number>;
  /** Milliseconds spent on each table. */
  times: Map<string, number>;
}

/**
 * Brings the people with these numbers, chunk by chunk, each in one transaction.
 *
 * @param url a database with the migrations, as role postgres
 */
export async function fillPeople(
  url: string,
  numbers: readonly number[],
  { workers = 2, onChunk, isStopped }: Filling = {},
): Promise<Filled> {
  const filled: Filled = { people: 0, rows: 0, tables: new Map(), times: new Map() };
  const sql = postgres(url, { max: workers, onnotice: () => undefined });
  try {
    const [hashed] = await sql<{ password: string }[]>`
      select extensions.crypt(${PASSWORD}, extensions.gen_salt('bf', 4)) as password
    `;
    let next = 0;
    // Plans for empty tables are bad ones for full tables, and nobody may look after them here.
    const analyzeAt = [200, 2_000, 20_000];
    const work = async (worker: number): Promise<void> => {
      for (;;) {
        // What only one may do at a time is done by one, beside the others, instead of alone at the end.
        for (let days = DAYS; worker === 0 && days >= DAYS && !isStopped?.();) {
          days = await runBatch(sql, DAYS_JOB);
        }
        const chunk = numbers.slice(next, next + CHUNK);
        next += CHUNK;
        if (chunk.length === 0 || isStopped?.()) return;
        let count = 0;
        const counts: [string, number, number][] = [];
        await sql.begin(async (transaction) => {
          await transaction`select set_config('statement_timeout', '0', true), set_config('futuresync.perf_password', ${hashed?.password ?? ''}, true)`;
          await transaction.unsafe(prepare(`{${chunk.join(',')}}`)).simple();
          for (const { table, sql: statement } of steps) {
            const startedAt = performance.now();
            const result = await transaction.unsafe(statement);
            counts.push([table, result.count, performance.now() - startedAt]);
            count += result.count;
          }
        });
        for (const [table, rowCount, ms] of counts) {
          filled.tables.set(table, (filled.tables.get(table) ?? 0) + rowCount);
          filled.times.set(table, (filled.times.get(table) ?? 0) + ms);
        }
        filled.people += chunk.length;
        filled.rows += count;
        onChunk?.(chunk.length, count);
        if (filled.people >= (analyzeAt[0] ?? Infinity)) {
          analyzeAt.shift();
          await sql.unsafe('analyze').simple();
        }
      }
    };
    // All of them, also when one fails: none may be at work any more when the connections are closed.
    const done = await Promise.allSettled(
      Array.from({ length: workers }, (_, worker) => work(worker)),
    );
    const failed = done.find((one) => one.status === 'rejected');
    if (failed) throw failed.reason;
    return filled;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** One batch of a job, however long it takes: how many days it counted, fewer than a batch when no more are to come. */
async function runBatch(sql: postgres.Sql, job: string): Promise<number> {
  return sql.begin(async (transaction) => {
    await transaction`set local statement_timeout = 0`;
    const [found] = await transaction.unsafe<{ days: number }[]>(`select ${job} as days`);
    return found?.days ?? 0;
  });
}

/** What jobs make of new rows, made now, a batch at a time; each batch is a transaction. */
export async function runJobs(
  url: string,
  onBatch?: (job: string, days: number) => void,
  isStopped?: () => boolean,
): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    await sql`set statement_timeout = 0`;
    for (const job of [DAYS_JOB, 'private.refresh_activity(batch => 1000)']) {
      for (;;) {
        if (isStopped?.()) return;
        const days = await runBatch(sql, job);
        onBatch?.(job.slice('private.'.length, job.indexOf('(')), days);
        if (days === 0) break;
      }
    }
    await sql.unsafe('select private.refresh_content_statistics()');
    await sql.unsafe('select private.refresh_mbti_type_statistics()');
    await sql.unsafe('analyze').simple();
  } finally {
    await sql.end({ timeout: 5 });
  }
}
