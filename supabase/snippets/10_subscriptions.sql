-- Subscriptions: how many people are on each plan, what ends soon, and what is owed.
--
-- Look for: past_due that grows (payments fail), trials that end without becoming paid, payment events that found nobody.
-- Do:       select * from public.payment_events where outcome = 'unmatched'; the provider's dashboard for failed payments.

select p.code as plan, coalesce(s.status, 'nobody') as status, s.billing_cycle, count(s.id) as people,
  count(*) filter (where s.trial_ends_at between now() and now() + interval '7 days') as trials_end_this_week,
  count(*) filter (where s.cancel_at_period_end) as will_end, min(s.past_due_since)::date as past_due_since,
  sum(s.price_minor) filter (where s.status = 'active') as price_minor, min(s.currency) as currency,
  (select count(*) from public.payment_events as e where e.outcome = 'unmatched') as unmatched_events
from public.plans as p
left join public.subscriptions as s on s.plan_id = p.id
group by p.id, p.code, p.position, s.status, s.billing_cycle
order by p.position, people desc;
