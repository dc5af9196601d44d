-- What a row must keep to, by the name of each rule that no other file here is about.
begin;
select plan(23);

select tests.create_user('alice');

select tests.refuses('countries_alpha3_code_is_three_letters', $$update public.countries set alpha3_code = 'nld' where code = 'NL'$$, 'a long country code is three capitals');
select tests.refuses('countries_numeric_code_is_three_digits', $$update public.countries set numeric_code = '28' where code = 'NL'$$, 'a numeric one three digits');
select tests.refuses('countries_code_key', $$update public.countries set code = 'BE' where code = 'NL'$$, 'two countries do not share a code');
select tests.refuses('currency_code_is_iso4217', $$update public.currencies set code = '€' where code = 'EUR'$$, 'a currency code is three capitals');
select tests.refuses('currencies_numeric_code_is_three_digits', $$update public.currencies set numeric_code = '8' where code = 'EUR'$$, 'its number three digits');
select tests.refuses('currencies_minor_units_are_decimals', $$update public.currencies set minor_units = 5 where code = 'EUR'$$, 'it has at most four decimals');
select tests.refuses('currencies_symbol_is_short', $$update public.currencies set symbol = '' where code = 'EUR'$$, 'it has a sign');
select tests.refuses('time_zones_country_code_fkey', $$update public.time_zones set country_code = 'XX' where code = 'UTC'$$, 'a time zone is in a country there is');
select tests.refuses('time_zones_code_is_short', $$update public.time_zones set code = repeat('x', 65) where code = 'UTC'$$, 'its name is one that a profile takes');
select tests.refuses('notification_kinds_mandatory_is_in_app', $$update public.notification_kinds set in_app = false where code = 'security'$$, 'what must be told is told in the app');

create function pg_temp.notify(columns text, val text)
returns text
language sql
immutable
as $$
  select format('insert into public.notifications (user_id, kind_code, title, %s) values (tests.user_id(''alice''), ''general'', ''x'', %s)', columns, val);
$$;
select tests.refuses('notifications_importance_is_known', pg_temp.notify('importance', $$'huge'$$), 'importance is low, normal or high');
select tests.refuses('notifications_channels_are_known', pg_temp.notify('channels', $$'{pigeon}'$$), 'there are three channels');
select tests.refuses('notifications_channels_are_known', pg_temp.notify('channels', $$'{}'$$), 'and one is used');
select tests.refuses('notifications_action_path_is_in_app', pg_temp.notify('action_path', $$'/\evil.test'$$), 'no path is read as another site');
select tests.refuses('notifications_dedupe_key_is_short', pg_temp.notify('dedupe_key', $$''$$), 'a key is something');
select lives_ok(pg_temp.notify('action_path', $$'/'$$), 'the way home is a path');

insert into public.integrations (user_id, provider, external_account_id) values (tests.user_id('alice'), 'strava', '1');
select tests.refuses('integrations_status_is_known', $$update public.integrations set status = 'odd' where true$$, 'an integration is in a known state');
select tests.refuses('integrations_failed_has_error', $$update public.integrations set error_code = 'quota' where true$$, 'what works has no error');
select tests.refuses('integrations_account_key',
  $$insert into public.integrations (user_id, provider, external_account_id) values (tests.user_id('alice'), 'strava', '1')$$, 'an account is connected once');
select tests.refuses('integrations_scopes_are_bounded', $$update public.integrations set scopes = array_fill('x'::text, '{51}') where true$$, 'scopes are few');

create function pg_temp.define(applies_to text, value_type text, options text)
returns text
language sql
immutable
as $$
  select format(
    'insert into public.custom_field_definitions (user_id, label, applies_to, value_type, options) values (tests.user_id(''alice''), ''x'', %L, %L, %L)',
    applies_to, value_type, options
  );
$$;
select tests.refuses('custom_field_definitions_applies_to_is_known', pg_temp.define('users', 'text', '{}'), 'a field is of a table that takes them');
select tests.refuses('custom_field_definitions_value_type_is_known', pg_temp.define('tasks', 'colour', '{}'), 'and of a known type');
select tests.refuses('custom_field_definitions_options_are_given', pg_temp.define('tasks', 'choice', '{"",a}'), 'its options say something');

select * from finish();
rollback;
