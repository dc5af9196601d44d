-- Subscriptions and payment (module 06): what the plans are, who has which, and what they may do with it.
--
--   plans, plan_entitlements                      catalogue: three plans, and what each allows, as data
--   subscriptions, payment_methods, invoices      what the payment provider says of a person; devices read it
--   payment_references                            what the provider calls people and things, sealed
--   payment_events                                what the provider told us, each thing once
--   has_entitlement, entitlement_limit, my_plan   what the caller's plan allows
--
-- Which plan a person has at a moment follows from stored times alone, so that a device knows it offline and nothing
-- has to run for a plan to end. It is the best of these:
--
--   free                      always
--   the plan of the trial     until users.trial_ends_at
--   that of a subscription    from subscribed_at until expires_at, which follows from its status:
--     trial                   trial_ends_at
--     active                  the end of the period and subscription.grace_days: the message that it was renewed
--                             may be late. Without them when it was cancelled for the end of the period
--     past_due                subscription.grace_days after the payment was due
--     cancelled               ended_at
--     inactive                never: it was not paid for the first time, or is paused
--
-- The end is exclusive throughout. Access to one's own data, its export and erasure are no entitlements: everyone has
-- them on every plan, always.

create domain public.minor_units as bigint
  constraint minor_units_is_amount check (value between 0 and 100000000000);
comment on domain public.minor_units is 'An amount of money in the smallest unit of its currency, such as cents; the currency is beside it.';

insert into private.settings (name, value, unit, description) values
  ('subscription.grace_days', 7, 'days', 'How long a plan goes on after a payment was due.'),
  ('payment.event_days', 90, 'days', 'How long the content of a payment event is kept; that it came is kept on.'),
  ('payment.unmatched_days', 30, 'days', 'How long a payment event waits for the person it belongs to.');


-- Plans.

create table public.plans (
  id uuid not null,
  code public.slug not null,
  position smallint not null,
  name public.translations not null,
  description public.translations not null,
  monthly_price_minor public.minor_units not null,
  yearly_price_minor public.minor_units not null,
  currency public.currency_code not null default 'EUR',
  trial_days smallint not null default 0,
  is_default boolean not null default false,
  is_trial boolean not null default false,
  is_active boolean not null default true,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint plans_pkey primary key (id),
  constraint plans_code_key unique (code),
  constraint plans_position_key unique (position),
  constraint plans_trial_days_are_bounded check (trial_days between 0 and 365),
  constraint plans_default_is_free check (not is_default or monthly_price_minor = 0 and yearly_price_minor = 0)
);

comment on table public.plans is 'Catalogue: what a person can subscribe to. What a plan allows is in plan_entitlements.';
comment on column public.plans.position is 'Order of display, and rank: of several plans a person has the highest.';
comment on column public.plans.monthly_price_minor is 'Price of a month, in minor units of currency, VAT included.';
comment on column public.plans.yearly_price_minor is 'Price of a year paid at once, in minor units of currency, VAT included.';
comment on column public.plans.trial_days is 'Days of trial a new subscription begins with; 0 none.';
comment on column public.plans.is_default is 'The plan of whoever has no other. Exactly one.';
comment on column public.plans.is_trial is 'The plan a person has until users.trial_ends_at. At most one.';
comment on column public.plans.is_active is 'Whether it is offered. A plan that is not any more stays for those who have it.';

create unique index plans_is_default_key on public.plans (is_default) where is_default;
create unique index plans_is_trial_key on public.plans (is_trial) where is_trial;

comment on index public.plans_is_default_key is 'One default; serves the look-up of it.';
comment on index public.plans_is_trial_key is 'One plan for trials.';

create trigger _100_touch before insert or update on public.plans
  for each row execute function private.touch();

alter table public.plans enable row level security;

create policy plans_select_everyone on public.plans for select to authenticated
  using (true);
-- No insert, update or delete: the catalogue is content, changed by migrations.

grant select on public.plans to authenticated, service_role;

insert into public.plans (
  id, code, position, name, description, monthly_price_minor, yearly_price_minor, trial_days, is_default, is_trial
)
select private.catalogue_id('plans', p.code), p.code, p.position,
  jsonb_build_object('nl', p.name_nl, 'en', p.name_en),
  jsonb_build_object('nl', p.description_nl, 'en', p.description_en),
  p.monthly, p.yearly, p.trial_days, p.code = 'free', p.code = 'premium'
from (values
  ('free', 1, 0, 0, 0, 'Gratis', 'Free',
    'Dagboek, visies, dagelijkse acties en gewoonten, op al je apparaten, met een kennismaking met de coach.',
    'Journal, visions, daily actions and habits on all your devices, with a first taste of the coach.'),
  ('premium', 2, 999, 9900, 14, 'Premium', 'Premium',
    'Ruim met de coach in gesprek, alle inhoud, diepere inzichten in je type en je ontwikkeling.',
    'Plenty of talk with the coach, all content, deeper insights into your type and your development.'),
  ('family', 3, 1499, 14900, 14, 'Gezin', 'Family',
    'Alles van Premium, met meer ruimte en hulp met voorrang, voor een huishouden van ten hoogste zes.',
    'All of Premium, with more room and priority support, for a household of at most six.')
) as p (code, position, monthly, yearly, trial_days, name_nl, name_en, description_nl, description_en);

select sync.register_table('public.plans', scope => null, direction => 'down', priority => 92);


-- Plan entitlements: what a plan allows, as data. A plan has what it has a row for.

create table public.plan_entitlements (
  id uuid not null,
  plan_id uuid not null,
  key public.slug not null,
  limit_value bigint,
  unit text not null,
  name public.translations not null,
  description public.translations not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint plan_entitlements_pkey primary key (id),
  constraint plan_entitlements_plan_id_key_key unique (plan_id, key),
  constraint plan_entitlements_plan_id_fkey foreign key (plan_id) references public.plans (id) on delete cascade,
  constraint plan_entitlements_unit_is_known check (unit in ('feature', 'queries_per_month', 'sessions_per_month', 'megabytes', 'people')),
  constraint plan_entitlements_limit_is_not_negative check (limit_value between 0 and 2147483647),
  constraint plan_entitlements_feature_has_no_limit check (unit <> 'feature' or limit_value is null)
);

comment on table public.plan_entitlements is 'Catalogue: what each plan allows. A plan without a row for a key does not allow it.';
comment on column public.plan_entitlements.key is 'What has_entitlement and entitlement_limit are asked for.';
comment on column public.plan_entitlements.limit_value is 'How much, in unit; null: as much as they like, or a feature that is simply there.';
comment on column public.plan_entitlements.unit is 'What the limit counts; feature: nothing to count.';

comment on index public.plan_entitlements_plan_id_key_key is 'One row a plan and key; serves has_entitlement.';

create trigger _100_touch before insert or update on public.plan_entitlements
  for each row execute function private.touch();

alter table public.plan_entitlements enable row level security;

create policy plan_entitlements_select_everyone on public.plan_entitlements for select to authenticated
  using (true);
-- No insert, update or delete: the catalogue is content, changed by migrations.

grant select on public.plan_entitlements to authenticated, service_role;

-- Limits by plan; a dash where the plan has none of it, no text at all for as much as one likes.
insert into public.plan_entitlements (id, plan_id, key, limit_value, unit, name, description)
select private.catalogue_id('plan_entitlements', p.code || ':' || e.key), private.catalogue_id('plans', p.code), e.key,
  nullif(p.allowed, '')::bigint, e.unit,
  jsonb_build_object('nl', e.name_nl, 'en', e.name_en),
  jsonb_build_object('nl', e.description_nl, 'en', e.description_en)
from (values
  ('ai_queries', 'queries_per_month', '25', '500', '2000', 'Vragen aan de coach', 'Questions to the coach',
    'Hoeveel vragen je in een maand aan de AI-coach stelt.', 'How many questions you ask the AI coach in a month.'),
  ('coaching_sessions', 'sessions_per_month', '4', '', '', 'Coachgesprekken', 'Coaching sessions',
    'Hoeveel begeleide gesprekken je in een maand begint.', 'How many guided sessions you begin in a month.'),
  ('attachment_storage', 'megabytes', '100', '5000', '20000', 'Opslag voor bijlagen', 'Storage for attachments',
    'Ruimte voor foto''s, opnamen en documenten, in megabytes.', 'Room for photos, recordings and documents, in megabytes.'),
  ('premium_content', 'feature', '-', '', '', 'Alle inhoud', 'All content',
    'Ook de verdiepende artikelen, oefeningen en programma''s.', 'Also the in-depth articles, exercises and programmes.'),
  ('vision_analysis', 'feature', '-', '', '', 'Analyse van visies', 'Analysis of visions',
    'De coach weegt sterke kanten, obstakels en volgende stappen van een visie.', 'The coach weighs strengths, obstacles and next steps of a vision.'),
  ('mbti_insights', 'feature', '-', '', '', 'Inzichten in je type', 'Insights into your type',
    'Wat de coach opmerkt over hoe je type zich toont en ontwikkelt.', 'What the coach notices about how your type shows and develops.'),
  ('advanced_analytics', 'feature', '-', '', '', 'Uitgebreide overzichten', 'Advanced analytics',
    'Ontwikkeling over langere tijd, en verbanden tussen wat je doet en hoe je je voelt.',
    'Development over time, and how what you do relates to how you feel.'),
  ('priority_support', 'feature', '-', '-', '', 'Hulp met voorrang', 'Priority support',
    'Antwoord binnen één werkdag.', 'An answer within one working day.'),
  ('household_members', 'people', '-', '-', '6', 'Leden van het huishouden', 'Members of the household',
    'Voor hoeveel mensen het plan is, jijzelf meegeteld.', 'How many people the plan is for, yourself included.')
) as e (key, unit, free, premium, family, name_nl, name_en, description_nl, description_en)
cross join lateral (values ('free', e.free), ('premium', e.premium), ('family', e.family)) as p (code, allowed)
where p.allowed <> '-';

select sync.register_table('public.plan_entitlements', scope => null, direction => 'down', priority => 91);


-- Payment methods: what a person pays with. The provider keeps the account; here is what a person recognises it by.

create table public.payment_methods (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  provider public.slug not null,
  provider_token text not null,
  kind text not null,
  brand public.short_text,
  last_four text,
  expires_month smallint,
  expires_year smallint,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint payment_methods_pkey primary key (user_id, id),
  constraint payment_methods_provider_token_key unique (provider, provider_token),
  constraint payment_methods_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint payment_methods_token_is_bounded check (char_length(provider_token) between 1 and 200),
  constraint payment_methods_kind_is_known check (
    kind in ('card', 'sepa_debit', 'ideal', 'bancontact', 'paypal', 'apple_pay', 'google_pay', 'other')
  ),
  constraint payment_methods_last_four_are_digits check (last_four ~ '^[0-9]{4}$'),
  constraint payment_methods_month_is_month check (expires_month between 1 and 12),
  constraint payment_methods_year_is_year check (expires_year between 2000 and 2999),
  constraint payment_methods_expiry_is_whole check ((expires_month is null) = (expires_year is null))
);

comment on table public.payment_methods is 'What a person pays with, as far as they need it to tell one from another.';
comment on column public.payment_methods.provider is 'The payment provider: stripe, mollie.';
comment on column public.payment_methods.provider_token is 'What the provider calls it, by private.payment_reference(). Stays on the server.';
comment on column public.payment_methods.brand is 'Brand of the card, or name of the bank.';
comment on column public.payment_methods.last_four is 'Last four digits of the card or account. More is never stored.';
comment on column public.payment_methods.expires_month is 'Last month in which the card is valid, 1 to 12.';
comment on column public.payment_methods.expires_year is 'Year of that month.';

comment on index public.payment_methods_provider_token_key is 'Serves events of the provider.';

create trigger _100_touch before insert or update on public.payment_methods
  for each row execute function private.touch();

alter table public.payment_methods enable row level security;

create policy payment_methods_select_own on public.payment_methods for select to authenticated
  using (user_id = (select auth.uid()));
-- No insert, update or delete: a person changes it with the provider, whose events come here.

grant select (user_id, id, provider, kind, brand, last_four, expires_month, expires_year, created_at, updated_at)
  on public.payment_methods to authenticated;
grant select on public.payment_methods to service_role;

select sync.register_table('public.payment_methods', direction => 'down', omit => '{provider_token}', priority => 20);


-- Subscriptions: what a person subscribed to. Normally one; the history stays.

create table public.subscriptions (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  plan_id uuid not null,
  status text not null,
  billing_cycle text not null,
  subscribed_at timestamptz(3) not null,
  current_period_starts_at timestamptz(3),
  current_period_ends_at timestamptz(3),
  trial_ends_at timestamptz(3),
  past_due_since timestamptz(3),
  cancel_at_period_end boolean not null default false,
  cancelled_at timestamptz(3),
  ended_at timestamptz(3),
  expires_at timestamptz(3),
  price_minor public.minor_units,
  currency public.currency_code not null default 'EUR',
  payment_method_id uuid,
  provider public.slug not null,
  provider_subscription_id text not null,
  provider_customer_id text not null,
  provider_payment_method_id text,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint subscriptions_pkey primary key (user_id, id),
  constraint subscriptions_provider_subscription_id_key unique (provider, provider_subscription_id),
  constraint subscriptions_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint subscriptions_plan_id_fkey foreign key (plan_id) references public.plans (id) on delete restrict,
  constraint subscriptions_payment_method_id_fkey foreign key (user_id, payment_method_id)
    references public.payment_methods (user_id, id) on delete set null (payment_method_id),
  constraint subscriptions_status_is_known check (status in ('trial', 'active', 'past_due', 'cancelled', 'inactive')),
  constraint subscriptions_billing_cycle_is_known check (billing_cycle in ('monthly', 'yearly')),
  constraint subscriptions_trial_has_end check (status <> 'trial' or trial_ends_at is not null),
  constraint subscriptions_paid_has_period check (status not in ('active', 'past_due') or current_period_ends_at is not null),
  constraint subscriptions_period_ends_after_start check (current_period_ends_at > current_period_starts_at),
  constraint subscriptions_past_due_has_time check ((status = 'past_due') = (past_due_since is not null)),
  constraint subscriptions_cancelled_has_end check ((status = 'cancelled') = (ended_at is not null)),
  constraint subscriptions_cancelling_has_time check (not cancel_at_period_end or cancelled_at is not null),
  constraint subscriptions_inactive_gives_nothing check (status <> 'inactive' or expires_at is null),
  constraint subscriptions_provider_ids_are_bounded check (
    char_length(provider_subscription_id) between 1 and 200 and char_length(provider_customer_id) between 1 and 200
    and char_length(provider_payment_method_id) between 1 and 200
  )
);

comment on table public.subscriptions is 'What a person subscribed to, as the payment provider last said.';
comment on column public.subscriptions.status is
  'trial; active; past_due: a payment failed and is tried again; cancelled: it has ended; inactive: not paid for the first time, or paused.';
comment on column public.subscriptions.billing_cycle is 'How often it is paid.';
comment on column public.subscriptions.subscribed_at is 'When it began.';
comment on column public.subscriptions.past_due_since is 'When the payment that failed was due.';
comment on column public.subscriptions.cancel_at_period_end is 'Whether it ends with the period: the person cancelled, and has paid until then.';
comment on column public.subscriptions.cancelled_at is 'When the person cancelled; it may go on until the end of the period.';
comment on column public.subscriptions.ended_at is 'When it ended for good.';
comment on column public.subscriptions.expires_at is
  'Until when it gives its plan if nothing else happens; null when it gives nothing. Follows from the other columns.';
comment on column public.subscriptions.price_minor is 'What a period costs this person, in minor units of currency, VAT included.';
comment on column public.subscriptions.payment_method_id is 'What it is paid with; null while that is not known.';
comment on column public.subscriptions.provider is 'The payment provider: stripe, mollie.';
comment on column public.subscriptions.provider_subscription_id is 'What the provider calls it, by private.payment_reference(). Stays on the server.';
comment on column public.subscriptions.provider_customer_id is 'What the provider calls the person, likewise. Stays on the server.';
comment on column public.subscriptions.provider_payment_method_id is
  'What the provider calls what it is paid with, likewise, which may be told later. Stays on the server.';

create index subscriptions_plan_id_idx on public.subscriptions (plan_id);
create index subscriptions_user_id_payment_method_id_idx on public.subscriptions (user_id, payment_method_id)
  where payment_method_id is not null;
create index subscriptions_status_expires_at_idx on public.subscriptions (status, expires_at);
create index subscriptions_expires_at_idx on public.subscriptions (expires_at) where expires_at is not null;

comment on index public.subscriptions_provider_subscription_id_key is 'Serves events of the provider.';
comment on index public.subscriptions_plan_id_idx is 'Serves who has a plan.';
comment on index public.subscriptions_user_id_payment_method_id_idx is 'Serves what is paid with a method, when that is removed.';
comment on index public.subscriptions_status_expires_at_idx is 'Serves subscription management: what is past due, what ends soon.';
comment on index public.subscriptions_expires_at_idx is 'Serves limits that change because a plan ended: private.refresh_due_ai_limits().';

-- private.settle_subscription: trigger `_200_settle`, before insert or update: until when it gives its plan. The
-- rules are at the head of this chapter.
create function private.settle_subscription()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
declare
  grace constant interval := make_interval(days => private.setting('subscription.grace_days')::integer);
begin
  new.expires_at := case new.status
    when 'trial' then new.trial_ends_at
    when 'active' then new.current_period_ends_at + case when new.cancel_at_period_end then interval '0' else grace end
    when 'past_due' then new.past_due_since + grace
    when 'cancelled' then new.ended_at
  end;
  return new;
end;
$$;

create trigger _100_touch before insert or update on public.subscriptions
  for each row execute function private.touch();
create trigger _200_settle before insert or update on public.subscriptions
  for each row execute function private.settle_subscription();

alter table public.subscriptions enable row level security;

create policy subscriptions_select_own on public.subscriptions for select to authenticated
  using (user_id = (select auth.uid()));
-- No insert, update or delete: a person changes it with the provider, whose events come here.

grant select (
  user_id, id, plan_id, status, billing_cycle, subscribed_at, current_period_starts_at, current_period_ends_at, trial_ends_at,
  past_due_since, cancel_at_period_end, cancelled_at, ended_at, expires_at, price_minor, currency, payment_method_id,
  provider, created_at, updated_at
) on public.subscriptions to authenticated;
grant select on public.subscriptions to service_role;

select sync.register_table('public.subscriptions', direction => 'down',
  omit => '{provider_subscription_id,provider_customer_id,provider_payment_method_id}', priority => 90);


-- Invoices.

-- private.are_invoice_lines: whether this is a list of at most 100 objects, each with a description, an amount in whole
-- minor units, less than nothing for a discount, and perhaps a quantity; and at most 20,000 bytes in all.
create function private.are_invoice_lines(lines jsonb)
returns boolean
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
  return jsonb_typeof(lines) = 'array'
    and jsonb_array_length(lines) <= 100
    and octet_length(lines::text) <= 20000
    and not exists (
      select
      from jsonb_array_elements(lines) as line
      where jsonb_typeof(line) <> 'object'
        or jsonb_typeof(line -> 'description') is distinct from 'string'
        or jsonb_typeof(line -> 'amount_minor') is distinct from 'number'
        or line ->> 'amount_minor' !~ '^-?[0-9]{1,11}$'
        or coalesce(jsonb_typeof(line -> 'quantity'), 'number') <> 'number'
        or line ->> 'quantity' !~ '^[0-9]{1,9}(\.[0-9]{1,6})?$'
    );
end;
$$;


create table public.invoices (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  subscription_id uuid,
  number text,
  status text not null,
  currency public.currency_code not null,
  subtotal_minor public.minor_units not null,
  tax_minor public.minor_units not null default 0,
  total_minor public.minor_units not null,
  paid_minor public.minor_units not null default 0,
  refunded_minor public.minor_units not null default 0,
  lines jsonb not null default '[]',
  issued_at timestamptz(3) not null,
  due_at timestamptz(3),
  paid_at timestamptz(3),
  period_starts_at timestamptz(3),
  period_ends_at timestamptz(3),
  url public.https_url,
  provider public.slug not null,
  provider_invoice_id text not null,
  provider_subscription_id text,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint invoices_pkey primary key (user_id, id),
  constraint invoices_provider_invoice_id_key unique (provider, provider_invoice_id),
  constraint invoices_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint invoices_subscription_id_fkey foreign key (user_id, subscription_id)
    references public.subscriptions (user_id, id) on delete set null (subscription_id),
  constraint invoices_number_is_short check (char_length(number) between 1 and 80),
  constraint invoices_status_is_known check (status in ('draft', 'open', 'paid', 'void', 'uncollectible', 'refunded')),
  constraint invoices_total_is_sum check (total_minor = subtotal_minor + tax_minor),
  constraint invoices_paid_has_time check ((status in ('paid', 'refunded')) = (paid_at is not null)),
  constraint invoices_refund_was_paid check (refunded_minor <= paid_minor),
  constraint invoices_provider_ids_are_bounded check (
    char_length(provider_invoice_id) between 1 and 200 and char_length(provider_subscription_id) between 1 and 200
  ),
  constraint invoices_lines_have_shape check (private.are_invoice_lines(lines))
);

comment on table public.invoices is 'What a person was charged, as the payment provider last said.';
comment on column public.invoices.subscription_id is 'What it is for; null while that is not known.';
comment on column public.invoices.number is 'As printed on it; null while it is a draft.';
comment on column public.invoices.subtotal_minor is 'Without VAT, in minor units of currency.';
comment on column public.invoices.tax_minor is 'VAT, in minor units of currency.';
comment on column public.invoices.total_minor is 'VAT included, in minor units of currency.';
comment on column public.invoices.paid_minor is 'What was paid of it, in minor units of currency.';
comment on column public.invoices.refunded_minor is 'What was given back of that, in minor units of currency.';
comment on column public.invoices.lines is '[{"description": text, "quantity": number, "amount_minor": integer}], at most 100.';
comment on column public.invoices.url is 'Where the provider shows it.';
comment on column public.invoices.provider is 'The payment provider: stripe, mollie.';
comment on column public.invoices.provider_invoice_id is 'What the provider calls it, by private.payment_reference(). Stays on the server.';
comment on column public.invoices.provider_subscription_id is
  'What the provider calls what it is for, likewise, which may be told later. Stays on the server.';

create index invoices_user_id_issued_at_idx on public.invoices (user_id, issued_at desc);
create index invoices_user_id_subscription_id_idx on public.invoices (user_id, subscription_id) where subscription_id is not null;

comment on index public.invoices_provider_invoice_id_key is 'Serves events of the provider.';
comment on index public.invoices_user_id_issued_at_idx is 'Serves a person''s invoices, the newest first, and those whose subscription came later.';
comment on index public.invoices_user_id_subscription_id_idx is 'Serves the invoices of a subscription.';

create trigger _100_touch before insert or update on public.invoices
  for each row execute function private.touch();

alter table public.invoices enable row level security;

create policy invoices_select_own on public.invoices for select to authenticated
  using (user_id = (select auth.uid()));
-- No insert, update or delete: the provider's events make them.

grant select (
  user_id, id, subscription_id, number, status, currency, subtotal_minor, tax_minor, total_minor, paid_minor, refunded_minor,
  lines, issued_at, due_at, paid_at, period_starts_at, period_ends_at, url, provider, created_at, updated_at
) on public.invoices to authenticated;
grant select on public.invoices to service_role;

select sync.register_table('public.invoices', direction => 'down',
  omit => '{provider_invoice_id,provider_subscription_id}', priority => 20);


-- Payment references: what the provider calls people, subscriptions, invoices and what is paid with. With the provider's
-- key it charges them, and joined with the provider's records it says who is who; nothing here needs to read it but the
-- server that speaks with the provider. So it is kept once, sealed, and everywhere else there is a keyed hash of it, by
-- which rows are found and compared as by the thing itself. The key of the hashes is not rotated: no text comes back
-- out of them.

select private.ensure_secret('payment_reference_key', 'The key of the hashes in private.payment_references. Without it nothing that the provider says is recognised.');

create table private.payment_references (
  provider public.slug not null,
  reference text not null,
  user_id uuid,
  sealed private.sealed_text not null,
  sealed_with integer not null generated always as (private.sealed_with(sealed)) stored,
  named_at timestamptz(3) not null default now(),
  constraint payment_references_pkey primary key (provider, reference),
  constraint payment_references_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint payment_references_sealed_with_fkey foreign key (sealed_with) references private.sealing_keys (version) on delete restrict,
  constraint payment_references_reference_is_hash check (reference ~ '^[0-9a-f]{64}$')
);

comment on table private.payment_references is 'What the payment provider calls people and things, sealed, and the reference that stands for it elsewhere.';
comment on column private.payment_references.reference is 'HMAC-SHA-256 of provider and name, under the secret payment_reference_key.';
comment on column private.payment_references.user_id is 'Whose it is; null while nobody is known by the customer.';
comment on column private.payment_references.named_at is 'When it was first named; while it is nobody''s, last.';

create index payment_references_user_id_idx on private.payment_references (user_id);
create index payment_references_sealed_with_idx on private.payment_references (sealed_with);
create index payment_references_named_at_idx on private.payment_references (named_at) where user_id is null;

comment on index private.payment_references_user_id_idx is 'Serves export and erasure.';
comment on index private.payment_references_sealed_with_idx is 'Serves privacy.rotate_keys(): what an older key still seals; and under its foreign key.';
comment on index private.payment_references_named_at_idx is 'Serves private.prune_payment_events().';

-- private.payment_reference: what stands for a name that the provider gave; null for none. Raises secret_missing (PT500).
create function private.payment_reference(provider text, name text)
returns text
language sql
stable
set search_path = ''
as $$
  select encode(
    extensions.hmac(payment_reference.provider || ':' || payment_reference.name, private.require_secret('payment_reference_key'), 'sha256'), 'hex'
  );
$$;

-- private.payment_names: the names that the provider gave, in what an event says, each with its reference.
create function private.payment_names(provider text, payload jsonb)
returns table (key text, name text, reference text)
language sql
stable
rows 4
set search_path = ''
as $$
  select n.key, payload ->> n.key, private.payment_reference(payment_names.provider, payload ->> n.key)
  from unnest('{customer,id,payment_method,subscription}'::text[]) as n (key)
  where payload ->> n.key is not null;
$$;

-- private.payment_words: of what an event says, what apply_payment_event names. Whatever else came with it is not kept:
-- providers send names and addresses along.
create function private.payment_words(kind text, payload jsonb)
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select coalesce(jsonb_object_agg(e.key, case
    when e.key <> 'lines' or jsonb_typeof(e.value) <> 'array' then e.value
    else (
      select coalesce(jsonb_agg(
        case
          when jsonb_typeof(line) <> 'object' then line
          else (
            select coalesce(jsonb_object_agg(w.key, w.value), '{}')
            from jsonb_each(line) as w
            where w.key in ('description', 'quantity', 'amount_minor')
          )
        end order by nth
      ), '[]')
      from jsonb_array_elements(e.value) with ordinality as l (line, nth)
    )
  end), '{}')
  from jsonb_each(payload) as e
  where e.key = any (case kind
    when 'subscription' then '{
      customer,user_id,id,plan,status,billing_cycle,subscribed_at,period_starts_at,period_ends_at,trial_ends_at,
      past_due_since,cancel_at_period_end,cancelled_at,ended_at,price_minor,currency,payment_method
    }'
    when 'invoice' then '{
      customer,user_id,id,subscription,number,status,currency,subtotal_minor,tax_minor,total_minor,paid_minor,
      refunded_minor,issued_at,due_at,paid_at,period_starts_at,period_ends_at,url,lines
    }'
    when 'payment_method' then '{customer,user_id,id,kind,brand,last_four,expires_month,expires_year}'
    when 'payment_method_removed' then '{customer,user_id,id}'
    else '{}'
  end::text[]);
$$;

-- open_payment_reference: what the provider calls a thing, for the edge function that speaks with the provider; null when
-- there is no such reference. For the server.
-- Definer: names are sealed, and nobody is granted them.
create function private.open_payment_reference(provider text, reference text)
returns text
language sql
stable
security definer
set search_path = ''
as $$
  select private.unseal(r.sealed)
  from private.payment_references as r
  where r.provider = open_payment_reference.provider and r.reference = open_payment_reference.reference;
$$;

create function public.open_payment_reference(provider text, reference text)
returns text
language sql
stable
security invoker
set search_path = ''
as $$
  select private.open_payment_reference($1, $2);
$$;

comment on function public.open_payment_reference(text, text) is
  'What the payment provider calls what a reference stands for, such as subscriptions.provider_subscription_id; null when there is none. For the server only.';

grant execute on function private.open_payment_reference(text, text), public.open_payment_reference(text, text) to service_role;


-- Payment events: what the provider told us. Each is applied once; whether it is older than what is known is asked
-- of the other events, so that the last word stands in whatever order they come.

create table public.payment_events (
  id uuid not null default gen_random_uuid(),
  provider public.slug not null,
  event_id text not null,
  kind text not null,
  occurred_at timestamptz(3) not null,
  received_at timestamptz(3) not null default now(),
  customer_id text,
  object_kind text,
  object_id text,
  user_id uuid,
  outcome text not null,
  reason text,
  payload jsonb not null default '{}',
  constraint payment_events_pkey primary key (id),
  constraint payment_events_provider_event_id_key unique (provider, event_id),
  constraint payment_events_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint payment_events_texts_are_bounded check (
    char_length(event_id) between 1 and 200 and char_length(kind) between 1 and 200
    and char_length(customer_id) <= 200 and char_length(object_id) <= 200
  ),
  constraint payment_events_outcome_is_known check (outcome in ('applied', 'stale', 'unmatched', 'gone', 'ignored', 'refused')),
  constraint payment_events_refused_has_reason check ((outcome = 'refused') = (reason is not null)),
  constraint payment_events_object_is_known check (object_kind in ('subscription', 'invoice', 'payment_method')),
  constraint payment_events_object_is_whole check ((object_kind is null) = (object_id is null)),
  constraint payment_events_used_has_person check ((outcome in ('applied', 'stale', 'refused')) = (user_id is not null)),
  -- What comes may have 100,000 bytes; references are longer than names.
  constraint payment_events_payload_is_small_object check (jsonb_typeof(payload) = 'object' and octet_length(payload::text) <= 101000)
);

comment on table public.payment_events is 'Webhooks of the payment provider, each once. Server only.';
comment on column public.payment_events.event_id is 'What the provider calls the event: the same id is the same event.';
comment on column public.payment_events.kind is 'What it is about; see apply_payment_event.';
comment on column public.payment_events.occurred_at is 'When the provider says it happened. An older event never overwrites a newer one.';
comment on column public.payment_events.customer_id is 'What the provider calls the person, by private.payment_reference().';
comment on column public.payment_events.object_kind is 'What it says something of.';
comment on column public.payment_events.object_id is 'What the provider calls that, likewise.';
comment on column public.payment_events.outcome is
  'applied; stale: something newer was known; unmatched: nobody is known by the customer yet; gone: the person is not there any more; ignored: of no kind we use; refused: it contradicts what is known, and somebody has to look.';
comment on column public.payment_events.reason is 'Why it was refused, for who looks.';
comment on column public.payment_events.payload is 'What the event said, in our words, with references in place of the provider''s; emptied after payment.event_days.';

create index payment_events_object_idx on public.payment_events (provider, object_kind, object_id, occurred_at desc);
create index payment_events_customer_idx on public.payment_events (provider, customer_id);
create index payment_events_user_id_idx on public.payment_events (user_id);
create index payment_events_received_at_idx on public.payment_events using brin (received_at);
create index payment_events_refused_idx on public.payment_events (received_at) where outcome = 'refused';

comment on index public.payment_events_provider_event_id_key is 'Each event once.';
comment on index public.payment_events_object_idx is 'Serves whether something newer is known.';
comment on index public.payment_events_customer_idx is 'Serves who a customer is, and what waits for them.';
comment on index public.payment_events_user_id_idx is 'Serves support, and erasure.';
comment on index public.payment_events_received_at_idx is 'Serves retention.';
comment on index public.payment_events_refused_idx is 'Serves what somebody has to look at.';

-- No policy: only the server reads and writes it.
alter table public.payment_events enable row level security;
grant select on public.payment_events to service_role;


-- Former customers: what the provider goes on to say of somebody whose account is gone is not collected again.

create table private.former_customers (
  provider public.slug not null,
  reference text not null,
  constraint former_customers_pkey primary key (provider, reference),
  constraint former_customers_reference_is_hash check (reference ~ '^[0-9a-f]{64}$')
);

comment on table private.former_customers is
  'Customers whose account was erased, by private.payment_reference(), which names nobody: events of theirs are gone, and not kept.';

-- private.note_former_customers: trigger `_300_former_customers` of payment_events. Events of a person go with the account only.
create function private.note_former_customers()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  insert into private.former_customers (provider, reference)
  select distinct o.provider, o.customer_id
  from old_rows as o
  -- Nothing but a hash, or an erasure would leave a name, or fail.
  where o.user_id is not null and o.customer_id ~ '^[0-9a-f]{64}$'
  on conflict on constraint former_customers_pkey do nothing;
  return null;
end;
$$;

create trigger _300_former_customers after delete on public.payment_events
  referencing old table as old_rows for each statement execute function private.note_former_customers();


-- private.payment_field: a field of an event's payload, as text that can be cast; null when it is not there.
-- `shape` is text, id, time, amount, number, currency, flag or url. Raises payment_event_malformed (PT422), which names the field.
create function private.payment_field(
  payload jsonb, key text, shape text, is_required boolean default false, choices text[] default null
)
returns text
language plpgsql
stable
set search_path = ''
as $$
declare
  value constant jsonb := nullif(payload -> key, 'null');
  plain constant text := payload ->> key;
  is_good boolean;
begin
  if value is null and not is_required then
    return null;
  end if;
  is_good := coalesce(case shape
    when 'text' then jsonb_typeof(value) = 'string' and char_length(plain) between 1 and 200
    when 'id' then jsonb_typeof(value) = 'string' and plain ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
    when 'time' then jsonb_typeof(value) = 'string' and plain ~ '^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)$'
    when 'amount' then jsonb_typeof(value) = 'number' and plain ~ '^[0-9]{1,11}$'
    when 'number' then jsonb_typeof(value) = 'number' and plain ~ '^[0-9]{1,4}$'
    when 'currency' then jsonb_typeof(value) = 'string' and plain ~ '^[A-Z]{3}$'
    when 'flag' then jsonb_typeof(value) = 'boolean'
    when 'url' then jsonb_typeof(value) = 'string' and char_length(plain) <= 2000 and plain ~ '^https://[^[:space:]]+$'
  end, false) and (choices is null or plain = any (choices));
  if is_good and shape = 'time' then
    begin
      perform plain::timestamptz;
    -- The thirteenth month.
    exception when datetime_field_overflow or invalid_datetime_format or invalid_time_zone_displacement_value then
      is_good := false;
    end;
  end if;
  if not is_good then
    raise exception using errcode = 'PT422', message = 'payment_event_malformed',
      detail = format(
        'payload.%s: %s.', key,
        case
          when value is null then 'it is missing'
          when choices is not null then 'one of ' || array_to_string(choices, ', ') || ' is wanted'
          when shape = 'time' then 'a time with its zone is wanted, 2026-11-02T09:00:00Z'
          when shape = 'amount' then 'a whole number of minor units is wanted'
          when shape = 'currency' then 'a code of ISO 4217 is wanted'
          when shape = 'flag' then 'true or false is wanted'
          when shape = 'url' then 'an https address is wanted'
          when shape = 'id' then 'a uuid is wanted'
          when shape = 'number' then 'a whole number is wanted'
          else 'a text of 1 to 200 characters is wanted'
        end
      ),
      hint = 'Mend how the webhook is translated, and let the provider send it again.';
  end if;
  return plain;
end;
$$;

-- private.require_payment: raises payment_event_malformed (PT422) unless a rule over several fields holds.
create function private.require_payment(holds boolean, rule text)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if holds is not true then
    raise exception using errcode = 'PT422', message = 'payment_event_malformed',
      detail = format('payload.%s.', rule),
      hint = 'Mend how the webhook is translated, and let the provider send it again.';
  end if;
end;
$$;

-- private.read_subscription, private.read_invoice, private.read_payment_method: the row that an event's payload
-- describes, without its owner. What is read can be written: an event that waits for its person must not fail when they
-- come. Raise payment_event_malformed (PT422).
create function private.read_subscription(provider text, occurred_at timestamptz, payload jsonb)
returns public.subscriptions
language plpgsql
stable
set search_path = ''
as $$
declare
  given public.subscriptions;
  plan_code constant text := private.payment_field(payload, 'plan', 'text', true);
begin
  select p.id into given.plan_id from public.plans as p where p.code = plan_code;
  perform private.require_payment(given.plan_id is not null, 'plan: there is no such plan');
  given.provider := provider;
  given.provider_subscription_id := private.payment_field(payload, 'id', 'text', true);
  given.provider_customer_id := private.payment_field(payload, 'customer', 'text', true);
  given.provider_payment_method_id := private.payment_field(payload, 'payment_method', 'text');
  given.status := private.payment_field(payload, 'status', 'text', true, '{trial,active,past_due,cancelled,inactive}');
  given.billing_cycle := private.payment_field(payload, 'billing_cycle', 'text', true, '{monthly,yearly}');
  given.subscribed_at := private.payment_field(payload, 'subscribed_at', 'time', true);
  given.current_period_starts_at := private.payment_field(payload, 'period_starts_at', 'time');
  given.current_period_ends_at :=
    private.payment_field(payload, 'period_ends_at', 'time', given.status in ('active', 'past_due'));
  perform private.require_payment(
    coalesce(given.current_period_ends_at > given.current_period_starts_at, true), 'period_ends_at: it must be after period_starts_at'
  );
  given.trial_ends_at := private.payment_field(payload, 'trial_ends_at', 'time', given.status = 'trial');
  given.cancelled_at := private.payment_field(payload, 'cancelled_at', 'time');
  given.cancel_at_period_end := coalesce(private.payment_field(payload, 'cancel_at_period_end', 'flag')::boolean, false);
  if given.cancel_at_period_end then
    given.cancelled_at := coalesce(given.cancelled_at, occurred_at);
  end if;
  -- Read whatever the status: what is kept of an event has been looked at. What the provider leaves out follows from the
  -- event alone, whatever came before it: a payment is due when its period begins.
  given.past_due_since := private.payment_field(payload, 'past_due_since', 'time');
  given.past_due_since := case
    when given.status = 'past_due' then coalesce(given.past_due_since, given.current_period_starts_at, occurred_at)
  end;
  given.ended_at := private.payment_field(payload, 'ended_at', 'time');
  given.ended_at := case when given.status = 'cancelled' then coalesce(given.ended_at, given.cancelled_at, occurred_at) end;
  given.price_minor := private.payment_field(payload, 'price_minor', 'amount');
  given.currency := coalesce(private.payment_field(payload, 'currency', 'currency'), 'EUR');
  return given;
end;
$$;

create function private.read_invoice(provider text, occurred_at timestamptz, payload jsonb)
returns public.invoices
language plpgsql
stable
set search_path = ''
as $$
declare
  given public.invoices;
begin
  given.provider := provider;
  given.provider_invoice_id := private.payment_field(payload, 'id', 'text', true);
  given.provider_subscription_id := private.payment_field(payload, 'subscription', 'text');
  given.number := private.payment_field(payload, 'number', 'text');
  perform private.require_payment(coalesce(char_length(given.number) <= 80, true), 'number: at most 80 characters are wanted');
  given.status := private.payment_field(payload, 'status', 'text', true, '{draft,open,paid,void,uncollectible,refunded}');
  given.currency := private.payment_field(payload, 'currency', 'currency', true);
  given.subtotal_minor := private.payment_field(payload, 'subtotal_minor', 'amount', true);
  given.tax_minor := coalesce(private.payment_field(payload, 'tax_minor', 'amount'), '0');
  given.total_minor := private.payment_field(payload, 'total_minor', 'amount', true);
  perform private.require_payment(
    given.total_minor = given.subtotal_minor + given.tax_minor, 'total_minor: it is not the sum of subtotal_minor and tax_minor'
  );
  given.paid_minor := coalesce(private.payment_field(payload, 'paid_minor', 'amount'), '0');
  given.refunded_minor := coalesce(private.payment_field(payload, 'refunded_minor', 'amount'), '0');
  perform private.require_payment(given.refunded_minor <= given.paid_minor, 'refunded_minor: it is more than paid_minor');
  given.issued_at := private.payment_field(payload, 'issued_at', 'time', true);
  given.due_at := private.payment_field(payload, 'due_at', 'time');
  given.period_starts_at := private.payment_field(payload, 'period_starts_at', 'time');
  given.period_ends_at := private.payment_field(payload, 'period_ends_at', 'time');
  given.paid_at := private.payment_field(payload, 'paid_at', 'time');
  given.paid_at := case when given.status in ('paid', 'refunded') then coalesce(given.paid_at, occurred_at) end;
  given.url := private.payment_field(payload, 'url', 'url');
  given.lines := coalesce(nullif(payload -> 'lines', 'null'), '[]');
  perform private.require_payment(
    private.are_invoice_lines(given.lines), 'lines: at most 100 objects with description and amount_minor, in whole minor units, are wanted'
  );
  return given;
end;
$$;

create function private.read_payment_method(provider text, payload jsonb)
returns public.payment_methods
language plpgsql
stable
set search_path = ''
as $$
declare
  given public.payment_methods;
begin
  given.provider := provider;
  given.provider_token := private.payment_field(payload, 'id', 'text', true);
  given.kind := private.payment_field(
    payload, 'kind', 'text', true, '{card,sepa_debit,ideal,bancontact,paypal,apple_pay,google_pay,other}'
  );
  given.brand := private.payment_field(payload, 'brand', 'text');
  given.last_four := private.payment_field(payload, 'last_four', 'text');
  perform private.require_payment(coalesce(given.last_four ~ '^[0-9]{4}$', true), 'last_four: four digits are wanted, and no more');
  given.expires_month := private.payment_field(payload, 'expires_month', 'number');
  given.expires_year := private.payment_field(payload, 'expires_year', 'number', given.expires_month is not null);
  perform private.require_payment(
    given.expires_year is null or given.expires_month between 1 and 12 and given.expires_year between 2000 and 2999,
    'expires_month: a month of a year is wanted'
  );
  return given;
end;
$$;

-- private.settle_payment_event: applies an event to its person, unless something newer is known of the same object, and
-- returns it with what became of it. What refers to something that was not told yet is linked when that is.
-- An object stays whose it is: told under another customer it is refused, whatever it says, and never tried again. The
-- provider, or who set up the checkout, mixed up two people.
create function private.settle_payment_event(event public.payment_events, person uuid)
returns public.payment_events
language plpgsql
volatile
set search_path = ''
as $$
declare
  is_theirs boolean;
  subscription public.subscriptions;
  invoice public.invoices;
  method public.payment_methods;
begin
  if exists (
    select
    from public.payment_events as e
    where e.provider = event.provider and e.object_kind = event.object_kind and e.object_id = event.object_id
      and e.user_id = person and e.occurred_at > event.occurred_at and e.outcome = 'applied'
  ) then
    event.outcome := 'stale';
    return event;
  end if;

  if event.kind = 'subscription' then
    subscription := private.read_subscription(event.provider, event.occurred_at, event.payload);
    insert into public.subscriptions as s (
      user_id, plan_id, status, billing_cycle, subscribed_at, current_period_starts_at, current_period_ends_at, trial_ends_at,
      past_due_since, cancel_at_period_end, cancelled_at, ended_at, price_minor, currency, payment_method_id, provider,
      provider_subscription_id, provider_customer_id, provider_payment_method_id
    )
    values (
      person, subscription.plan_id, subscription.status, subscription.billing_cycle, subscription.subscribed_at,
      subscription.current_period_starts_at, subscription.current_period_ends_at, subscription.trial_ends_at,
      subscription.past_due_since, subscription.cancel_at_period_end, subscription.cancelled_at, subscription.ended_at,
      subscription.price_minor, subscription.currency,
      (
        select m.id from public.payment_methods as m
        where m.user_id = person and m.provider = event.provider and m.provider_token = subscription.provider_payment_method_id
      ),
      subscription.provider, subscription.provider_subscription_id, subscription.provider_customer_id,
      subscription.provider_payment_method_id
    )
    on conflict on constraint subscriptions_provider_subscription_id_key do update set
      plan_id = excluded.plan_id, status = excluded.status, billing_cycle = excluded.billing_cycle,
      subscribed_at = excluded.subscribed_at, current_period_starts_at = excluded.current_period_starts_at,
      current_period_ends_at = excluded.current_period_ends_at, trial_ends_at = excluded.trial_ends_at,
      past_due_since = excluded.past_due_since, cancel_at_period_end = excluded.cancel_at_period_end,
      cancelled_at = excluded.cancelled_at, ended_at = excluded.ended_at, price_minor = excluded.price_minor,
      currency = excluded.currency, payment_method_id = excluded.payment_method_id,
      provider_customer_id = excluded.provider_customer_id, provider_payment_method_id = excluded.provider_payment_method_id
    where s.user_id = excluded.user_id
    returning s.* into subscription;
    is_theirs := found;

    update public.invoices as i
    set subscription_id = subscription.id
    where is_theirs and i.user_id = person and i.provider = event.provider and i.provider_subscription_id = event.object_id
      and i.subscription_id is distinct from subscription.id;

  elsif event.kind = 'invoice' then
    invoice := private.read_invoice(event.provider, event.occurred_at, event.payload);
    insert into public.invoices as i (
      user_id, subscription_id, number, status, currency, subtotal_minor, tax_minor, total_minor, paid_minor, refunded_minor,
      lines, issued_at, due_at, paid_at, period_starts_at, period_ends_at, url, provider, provider_invoice_id,
      provider_subscription_id
    )
    values (
      person,
      (
        select s.id from public.subscriptions as s
        where s.user_id = person and s.provider = event.provider
          and s.provider_subscription_id = invoice.provider_subscription_id
      ),
      invoice.number, invoice.status, invoice.currency, invoice.subtotal_minor, invoice.tax_minor, invoice.total_minor,
      invoice.paid_minor, invoice.refunded_minor, invoice.lines, invoice.issued_at, invoice.due_at, invoice.paid_at,
      invoice.period_starts_at, invoice.period_ends_at, invoice.url, invoice.provider, invoice.provider_invoice_id,
      invoice.provider_subscription_id
    )
    on conflict on constraint invoices_provider_invoice_id_key do update set
      subscription_id = excluded.subscription_id, number = excluded.number, status = excluded.status,
      currency = excluded.currency, subtotal_minor = excluded.subtotal_minor, tax_minor = excluded.tax_minor,
      total_minor = excluded.total_minor, paid_minor = excluded.paid_minor, refunded_minor = excluded.refunded_minor,
      lines = excluded.lines, issued_at = excluded.issued_at, due_at = excluded.due_at, paid_at = excluded.paid_at,
      period_starts_at = excluded.period_starts_at, period_ends_at = excluded.period_ends_at, url = excluded.url,
      provider_subscription_id = excluded.provider_subscription_id
    where i.user_id = excluded.user_id;
    is_theirs := found;

  elsif event.kind = 'payment_method' then
    method := private.read_payment_method(event.provider, event.payload);
    insert into public.payment_methods as m (
      user_id, provider, provider_token, kind, brand, last_four, expires_month, expires_year
    )
    values (
      person, method.provider, method.provider_token, method.kind, method.brand, method.last_four, method.expires_month,
      method.expires_year
    )
    on conflict on constraint payment_methods_provider_token_key do update set
      kind = excluded.kind, brand = excluded.brand, last_four = excluded.last_four, expires_month = excluded.expires_month,
      expires_year = excluded.expires_year
    where m.user_id = excluded.user_id
    returning m.* into method;
    is_theirs := found;

    update public.subscriptions as s
    set payment_method_id = method.id
    where is_theirs and s.user_id = person and s.provider = event.provider and s.provider_payment_method_id = event.object_id
      and s.payment_method_id is distinct from method.id;

  else
    -- Gone for good: what was said of it before is older than this event.
    delete from public.payment_methods as m
    where m.user_id = person and m.provider = event.provider and m.provider_token = event.object_id;
    is_theirs := not exists (
      select from public.payment_methods as m where m.provider = event.provider and m.provider_token = event.object_id
    );
  end if;

  event.outcome := case when is_theirs then 'applied' else 'refused' end;
  event.reason := case when not is_theirs then format('id: the %s is another customer''s.', replace(event.object_kind, '_', ' ')) end;
  return event;
end;
$$;


-- apply_payment_event: enters what the payment provider told us, once, and applies it. For the webhook, with the secret
-- key, which has verified the provider's signature and put the event in these words:
--
--   subscription            {customer, user_id?, id, plan, status, billing_cycle, subscribed_at, period_starts_at?,
--                           period_ends_at?, trial_ends_at?, past_due_since?, cancel_at_period_end?, cancelled_at?, ended_at?,
--                           price_minor?, currency?, payment_method?}
--   invoice                 {customer, user_id?, id, subscription?, number?, status, currency, subtotal_minor, tax_minor?,
--                           total_minor, paid_minor?, refunded_minor?, issued_at, due_at?, paid_at?, period_starts_at?,
--                           period_ends_at?, url?, lines?}
--   payment_method          {customer, user_id?, id, kind, brand?, last_four?, expires_month?, expires_year?}
--   payment_method_removed  {customer, user_id?, id}
--
-- Lines are [{description, quantity?, amount_minor}]. Each event says all that is known of its object, which is named by
-- the provider's id; other kinds are ignored, and other fields are dropped before anything is kept. The names that the
-- provider gave (customer, id, payment_method, subscription) are sealed, and references take their place. Times are ISO
-- 8601 with their zone, amounts whole minor units. Whose it is, the first event of a customer says with user_id (put there
-- at checkout); events of a customer nobody is known by wait until one does, and those of an erased account are not kept.
--
-- Returns the outcome; for an event that was entered before, the one it had. Idempotent. Of two events of one
-- object that happened at the same moment, the one that arrives last stands.
-- Raises payment_event_malformed (PT422), which names the field, and secret_missing (PT500), and leaves nothing.
-- Definer: what a person pays is nobody's to write past this function, not even the server's.
create function private.apply_payment_event(provider text, event_id text, kind text, occurred_at timestamptz, payload jsonb)
returns text
language plpgsql
volatile
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  is_ours constant boolean := coalesce(kind in ('subscription', 'invoice', 'payment_method', 'payment_method_removed'), false);
  customer text;
  claimed uuid;
  person uuid;
  event public.payment_events;
  waiting public.payment_events;
  told jsonb;
  problem text;
  broken text;
begin
  problem := case
    when provider is null or provider !~ '^[a-z][a-z0-9]*([-_][a-z0-9]+)*$' or char_length(provider) > 80
      then 'provider: a lower case name is wanted'
    when event_id is null or char_length(event_id) not between 1 and 200 then 'event_id: 1 to 200 characters are wanted'
    when kind is null or char_length(kind) not between 1 and 200 then 'kind: 1 to 200 characters are wanted'
    when occurred_at is null or not isfinite(occurred_at) then 'occurred_at: it is missing'
    when occurred_at > now() + interval '1 hour' then 'occurred_at: it lies ahead'
    when payload is null or jsonb_typeof(payload) <> 'object' or octet_length(payload::text) > 100000
      then 'payload: an object of at most 100,000 bytes is wanted'
  end;
  if problem is not null then
    raise exception using errcode = 'PT422', message = 'payment_event_malformed',
      detail = problem || '.',
      hint = 'Mend how the webhook is translated, and let the provider send it again.';
  end if;

  if is_ours then
    payload := private.payment_words(kind, payload);
    told := payload;
    customer := private.payment_field(payload, 'customer', 'text', true);
    claimed := private.payment_field(payload, 'user_id', 'id')::uuid;
    perform private.payment_field(payload, 'id', 'text', true);
    case kind
      when 'subscription' then perform private.read_subscription(provider, occurred_at, payload);
      when 'invoice' then perform private.read_invoice(provider, occurred_at, payload);
      when 'payment_method' then perform private.read_payment_method(provider, payload);
      else null;
    end case;
    -- From here on, names are references.
    payload := payload || (select jsonb_object_agg(n.key, n.reference) from private.payment_names(provider, told) as n);
    customer := payload ->> 'customer';
  end if;
  -- One event of a customer at a time, and what is of none by itself: whoever waited sees what the one before applied.
  perform pg_advisory_xact_lock(hashtextextended('payment_events:' || provider || ':' || coalesce(customer, event_id), 0));

  select e.* into event from public.payment_events as e where e.provider = provider and e.event_id = event_id;
  if event.id is not null then
    return event.outcome;
  end if;

  if is_ours then
    -- Who a customer is, the first event said; it does not change.
    select e.user_id into person
    from public.payment_events as e
    where e.provider = provider and e.customer_id = customer and e.user_id is not null
    limit 1;
    person := coalesce(person, (select u.id from public.users as u where u.id = claimed));
  end if;

  event.id := gen_random_uuid();
  event.provider := provider;
  event.event_id := event_id;
  event.kind := kind;
  event.occurred_at := occurred_at;
  event.payload := '{}';
  event.outcome := 'ignored';
  if is_ours then
    event.object_kind := case when kind in ('subscription', 'invoice') then kind else 'payment_method' end;
    event.object_id := payload ->> 'id';
    if person is not null then
      event.user_id := person;
      event.customer_id := customer;
      event.payload := payload;
      event := private.settle_payment_event(event, person);
    elsif claimed is not null or exists (
      select from private.former_customers as f where f.provider = provider and f.reference = customer
    ) then
      -- The account is gone: that the event came is kept, and nothing of what it says.
      event.object_kind := null;
      event.object_id := null;
      event.outcome := 'gone';
    else
      event.customer_id := customer;
      event.payload := payload;
      event.outcome := 'unmatched';
    end if;
  end if;
  if event.customer_id is not null then
    -- Whose a name is, it stays.
    insert into private.payment_references as r (provider, reference, user_id, sealed)
    select distinct on (n.reference) provider, n.reference, person, private.seal(n.name)
    from private.payment_names(provider, told) as n
    where not exists (
      select from private.payment_references as r where r.provider = provider and r.reference = n.reference and r.user_id is not null
    )
    order by n.reference
    on conflict on constraint payment_references_pkey do update
    set user_id = excluded.user_id, named_at = excluded.named_at
    where r.user_id is null;
  end if;

  insert into public.payment_events (
    id, provider, event_id, kind, occurred_at, customer_id, object_kind, object_id, user_id, outcome, reason, payload
  )
  values (
    event.id, event.provider, event.event_id, event.kind, event.occurred_at, event.customer_id, event.object_kind,
    event.object_id, event.user_id, event.outcome, event.reason, event.payload
  );

  -- What waited for this person. In the order it happened: each may be what the next refers to.
  if person is not null then
    for waiting in
      select e.*
      from public.payment_events as e
      where e.provider = event.provider and e.customer_id = customer and e.outcome = 'unmatched'
      order by e.occurred_at, e.received_at, e.id
    loop
      begin
        waiting := private.settle_payment_event(waiting, person);
      -- One that cannot be applied must not keep from its person what comes after it.
      exception when integrity_constraint_violation or data_exception or sqlstate 'PT422' then
        get stacked diagnostics broken = constraint_name;
        waiting.outcome := 'refused';
        waiting.reason := format('it could not be applied: %s.', coalesce(nullif(broken, ''), sqlstate));
      end;
      update public.payment_events as e
      set user_id = person, outcome = waiting.outcome, reason = waiting.reason
      where e.id = waiting.id;
      update private.payment_references as r
      set user_id = person
      where r.provider = event.provider and r.user_id is null
        and r.reference in (
          waiting.customer_id, waiting.object_id, waiting.payload ->> 'payment_method', waiting.payload ->> 'subscription'
        );
    end loop;
  end if;
  return event.outcome;
end;
$$;

create function public.apply_payment_event(
  provider text, event_id text, kind text, occurred_at timestamptz, payload jsonb default '{}'
)
returns text
language sql
volatile
security invoker
set search_path = ''
as $$
  select private.apply_payment_event($1, $2, $3, $4, $5);
$$;

comment on function public.apply_payment_event(text, text, text, timestamptz, jsonb) is
  'For the webhook of a payment provider: enters an event once and applies it unless something newer is known. Returns applied, stale, unmatched, gone, ignored or refused. Idempotent by provider and event_id.';

grant execute on function
  private.apply_payment_event(text, text, text, timestamptz, jsonb),
  public.apply_payment_event(text, text, text, timestamptz, jsonb)
to service_role;


-- private.prune_payment_events: forgets events that waited too long for their person, with the names they gave, and the
-- content of old ones; that they came, and when, is kept, so that none is applied twice. Idempotent; run by cron. Returns
-- how many events it changed, at most `batch` of each.
create function private.prune_payment_events(at timestamptz default now(), batch integer default 10000)
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  gone integer;
  emptied integer;
begin
  delete from public.payment_events as e
  where e.id in (
    select o.id
    from public.payment_events as o
    where o.outcome = 'unmatched'
      and o.received_at < at - make_interval(days => private.setting('payment.unmatched_days')::integer)
    limit batch
  );
  get diagnostics gone = row_count;
  -- When no event is left that named them.
  if gone < batch then
    delete from private.payment_references as r
    where r.user_id is null and r.named_at < at - make_interval(days => private.setting('payment.unmatched_days')::integer);
  end if;

  update public.payment_events as e
  set payload = '{}'
  where e.id in (
    select o.id
    from public.payment_events as o
    where o.payload <> '{}'
      and o.received_at < at - make_interval(days => private.setting('payment.event_days')::integer)
    limit batch
  );
  get diagnostics emptied = row_count;
  return gone + emptied;
end;
$$;

comment on function private.prune_payment_events(timestamptz, integer) is
  'Forgets unmatched payment events and the content of old ones; returns how many. Idempotent; run by cron.';


-- private.plan_of: the plan a person has at a moment; see the head of this chapter. Runs with the caller's rights: they may
-- read their own rows, so of anyone else it sees the free plan.
create function private.plan_of(person uuid, at timestamptz)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select p.id
    from public.plans as p
    where p.is_default
      or p.is_trial and exists (select from public.users as u where u.id = person and u.trial_ends_at > at)
      or exists (
        select
        from public.subscriptions as s
        where s.user_id = person and s.plan_id = p.id and s.subscribed_at <= at and s.expires_at > at
      )
    order by p.position desc
    limit 1
  );
end;
$$;

-- private.entitlement_limit: how much of something a person's plan allows at a moment: null as much as they like, 0 none,
-- as for a key there is not.
create function private.entitlement_limit(person uuid, key text, at timestamptz)
returns bigint
language plpgsql
stable
set search_path = ''
as $$
declare
  allowed bigint;
begin
  select e.limit_value into allowed
  from public.plan_entitlements as e
  where e.plan_id = private.plan_of(person, at) and e.key = entitlement_limit.key;
  return case when found then allowed else 0 end;
end;
$$;

-- has_entitlement, entitlement_limit, my_plan: what the caller's plan allows now. In a policy:
-- (select public.has_entitlement('…')), so that it is asked once. Raise what private.require_person() raises.
create function public.entitlement_limit(key text)
returns bigint
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return private.entitlement_limit(private.require_person(), key, now());
end;
$$;

create function public.has_entitlement(key text)
returns boolean
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  -- Null is as much as they like.
  return public.entitlement_limit(key) is distinct from 0;
end;
$$;

create function public.my_plan(out plan_code text, out source text, out ends_at timestamptz)
language sql
stable
security invoker
set search_path = ''
as $$
  select p.code::text,
    case when s.expires_at is not null then 'subscription' when t.trial_ends_at is not null then 'trial' else 'default' end,
    greatest(s.expires_at, t.trial_ends_at)
  from private.require_person() as me (id)
  join public.plans as p on p.id = private.plan_of(me.id, now())
  left join lateral (
    select max(s.expires_at) as expires_at
    from public.subscriptions as s
    where s.user_id = me.id and s.plan_id = p.id and s.subscribed_at <= now() and s.expires_at > now()
  ) as s on true
  left join public.users as t on p.is_trial and t.id = me.id and t.trial_ends_at > now();
$$;

comment on function public.has_entitlement(text) is
  'Whether the caller''s plan allows something now: a feature, or any of what is limited. False for a key there is not.';
comment on function public.entitlement_limit(text) is
  'How much of something the caller''s plan allows now, in the unit of plan_entitlements: null as much as they like, 0 none.';
comment on function public.my_plan() is
  'The caller''s plan now, what they have it by (default, trial, subscription), and until when if nothing else happens; null always.';

grant execute on function
  private.plan_of(uuid, timestamptz), private.entitlement_limit(uuid, text, timestamptz),
  public.has_entitlement(text), public.entitlement_limit(text), public.my_plan()
to authenticated;


-- AI usage: how many questions a plan allows in a month.

-- private.open_ai_usage_period: the usage period of a person that a moment falls in, opened when there is none. A period
-- that runs gets the limit their plan gives now. Locked until the transaction ends. Called by record_ai_interaction.
create function private.open_ai_usage_period(person uuid, at timestamptz)
returns public.ai_usage_periods
language plpgsql
volatile
set search_path = ''
as $$
declare
  first_moment constant timestamptz := date_trunc('month', at, 'UTC');
  found_period public.ai_usage_periods;
begin
  insert into public.ai_usage_periods (user_id, starts_at, resets_at, queries_limit)
  values (
    person, first_moment, (first_moment at time zone 'UTC' + interval '1 month') at time zone 'UTC',
    private.entitlement_limit(person, 'ai_queries', at)
  )
  on conflict on constraint ai_usage_periods_user_id_starts_at_key do nothing;
  if found then
    perform private.recount_ai_usage(array[person], array[at]);
  else
    perform private.refresh_ai_limits(array[person]);
  end if;

  select * into found_period
  from public.ai_usage_periods as p
  where p.user_id = person and p.starts_at = first_moment
  for no key update;
  return found_period;
end;
$$;

-- private.refresh_ai_limits: gives these people's running usage periods the limit of the plan they have at a moment. A
-- period that has it is not written. Returns how many were.
create function private.refresh_ai_limits(people uuid[], at timestamptz default now())
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  changed integer;
begin
  update public.ai_usage_periods as p
  set queries_limit = f.allowed
  from (
    select k.user_id, k.id, private.entitlement_limit(k.user_id, 'ai_queries', at)::integer as allowed
    from public.ai_usage_periods as k
    where k.user_id = any (people) and k.starts_at = date_trunc('month', at, 'UTC')
  ) as f
  where p.user_id = f.user_id and p.id = f.id and p.queries_limit is distinct from f.allowed;
  get diagnostics changed = row_count;
  return changed;
end;
$$;

-- private.ai_limits_after_subscriptions: trigger `_300_ai_limits` on subscriptions.
create function private.ai_limits_after_subscriptions()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
declare
  people uuid[];
begin
  if tg_op = 'DELETE' then
    people := array(select distinct o.user_id from old_rows as o);
  else
    people := array(select distinct n.user_id from new_rows as n);
  end if;
  perform private.refresh_ai_limits(people);
  return null;
end;
$$;

create trigger _300_ai_limits_insert after insert on public.subscriptions
  referencing new table as new_rows for each statement execute function private.ai_limits_after_subscriptions();
create trigger _300_ai_limits_update after update on public.subscriptions
  referencing new table as new_rows for each statement execute function private.ai_limits_after_subscriptions();
create trigger _300_ai_limits_delete after delete on public.subscriptions
  referencing old table as old_rows for each statement execute function private.ai_limits_after_subscriptions();

-- private.ai_limits_after_trial: trigger `_300_ai_limits` on users: a trial begins, is prolonged or ended.
-- Definer: whoever sets a trial may not write limits.
create function private.ai_limits_after_trial()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  perform private.refresh_ai_limits(array[new.id]);
  return null;
end;
$$;

-- For each row, with a condition: users are updated all the time, and their trial almost never.
create trigger _300_ai_limits after update of trial_ends_at on public.users
  for each row when (new.trial_ends_at is distinct from old.trial_ends_at) execute function private.ai_limits_after_trial();

-- private.refresh_due_ai_limits: lowers and raises limits where a plan began or ended by the clock alone in the two days
-- before a moment. Asking a model does so by itself; this tells devices. Idempotent; run by cron. Returns how many.
create function private.refresh_due_ai_limits(at timestamptz default now())
returns integer
language sql
volatile
set search_path = ''
as $$
  select private.refresh_ai_limits(
    array(
      select s.user_id from public.subscriptions as s where s.expires_at > at - interval '2 days' and s.expires_at <= at
      union
      select s.user_id from public.subscriptions as s
      where s.expires_at > at and s.subscribed_at > at - interval '2 days' and s.subscribed_at <= at
      union
      select u.id from public.users as u where u.trial_ends_at > at - interval '2 days' and u.trial_ends_at <= at
    ),
    at
  );
$$;

comment on function private.refresh_due_ai_limits(timestamptz) is
  'Brings AI limits up to date where a plan began or ended by the clock; returns how many. Idempotent; run by cron.';

-- ai_allowance: how many questions the caller may still ask AI models this month; the same numbers are in
-- ai_usage_periods once there is a row for the month. Raises what private.require_person() raises.
create function public.ai_allowance(
  out queries_used integer, out queries_limit integer, out queries_left integer, out resets_at timestamptz
)
language sql
stable
security invoker
set search_path = ''
as $$
  select a.used, a.allowed, greatest(a.allowed - a.used, 0),
    (date_trunc('month', now(), 'UTC') at time zone 'UTC' + interval '1 month') at time zone 'UTC'
  from (
    select private.entitlement_limit(me.id, 'ai_queries', now())::integer as allowed,
      coalesce((
        select p.queries_used
        from public.ai_usage_periods as p
        where p.user_id = me.id and p.starts_at = date_trunc('month', now(), 'UTC')
      ), 0) as used
    from private.require_person() as me (id)
  ) as a;
$$;

comment on function public.ai_allowance() is
  'How many questions the caller asked AI models this month, may ask, and has left (null: as many as they like), and when it begins anew.';

grant execute on function public.ai_allowance() to authenticated;
