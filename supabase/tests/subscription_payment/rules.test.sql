-- What a row must keep to, by the name of each rule.
begin;
select plan(16);

select tests.create_user('alice');

create function pg_temp.insert_into(table_name text, fields jsonb)
returns void
language plpgsql
volatile
as $$
begin
  execute (
    select format('insert into public.%I (user_id, %s) values (tests.user_id(''alice''), %s)', table_name,
      string_agg(quote_ident(f.key), ', '), string_agg(quote_nullable(f.value), ', '))
    from jsonb_each_text(fields) as f
  );
end;
$$;
-- A good row with this changed is refused.
create function pg_temp.refuses(rule text, table_name text, changed jsonb, title text)
returns text
language sql
volatile
as $$
  select throws_like(
    format('select pg_temp.insert_into(%L, %L)', table_name, case table_name
      when 'subscriptions' then jsonb_build_object('plan_id', private.catalogue_id('plans', 'premium')) || '{"status": "active", "billing_cycle": "monthly", "subscribed_at": "2026-03-01 00:00+00",
        "current_period_starts_at": "2026-03-01 00:00+00", "current_period_ends_at": "2026-04-01 00:00+00", "provider": "stripe", "provider_subscription_id": "s", "provider_customer_id": "c"}'
      when 'invoices' then '{"status": "open", "currency": "EUR", "subtotal_minor": 1, "total_minor": 1, "issued_at": "2026-03-01 00:00+00", "provider": "stripe", "provider_invoice_id": "i"}'
      else '{"provider": "stripe", "provider_token": "t", "kind": "card"}'::jsonb
    end || changed), '%"' || rule || '"', title
  );
$$;

select pg_temp.refuses('subscriptions_status_is_known', 'subscriptions', '{"status": "paused"}', 'a status is known');
select pg_temp.refuses('subscriptions_trial_has_end', 'subscriptions', '{"status": "trial"}', 'a trial has an end');
select pg_temp.refuses('subscriptions_paid_has_period', 'subscriptions', '{"current_period_ends_at": null}', 'what is paid is paid for a period');
select pg_temp.refuses('subscriptions_period_ends_after_start', 'subscriptions', '{"current_period_ends_at": "2026-03-01 00:00+00"}', 'a period has a length');
select pg_temp.refuses('subscriptions_past_due_has_time', 'subscriptions', '{"past_due_since": "2026-03-01 00:00+00"}', 'only what is past due has been for some time');
select pg_temp.refuses('subscriptions_past_due_has_time', 'subscriptions', '{"status": "past_due"}', 'and it has');
select pg_temp.refuses('subscriptions_cancelled_has_end', 'subscriptions', '{"status": "cancelled"}', 'what was cancelled has ended');
select pg_temp.refuses('subscriptions_cancelling_has_time', 'subscriptions', '{"cancel_at_period_end": true}', 'who cancels does so at some time');
select pg_temp.refuses('invoices_total_is_sum', 'invoices', '{"tax_minor": 1}', 'a total is a sum');
select pg_temp.refuses('invoices_paid_has_time', 'invoices', '{"status": "paid"}', 'what is paid was paid at some time');
select pg_temp.refuses('invoices_refund_was_paid', 'invoices', '{"refunded_minor": 1}', 'no more is given back than was paid');
select pg_temp.refuses('invoices_lines_have_shape', 'invoices', '{"lines": [{"description": "x", "amount_minor": "1"}]}', 'lines have a shape');
select pg_temp.refuses('minor_units_is_amount', 'invoices', '{"paid_minor": -1}', 'an amount is not negative');
select pg_temp.refuses('payment_methods_last_four_are_digits', 'payment_methods', '{"last_four": "42424"}', 'four digits are four');
select pg_temp.refuses('payment_methods_expiry_is_whole', 'payment_methods', '{"expires_month": 3}', 'a month has a year');
select throws_like(
  $$insert into public.payment_events (provider, event_id, kind, occurred_at, outcome) values ('x', 'x', 'x', now(), 'applied')$$,
  '%"payment_events_used_has_person"', 'what was applied was applied to somebody'
);

select * from finish();
rollback;
