-- Countries, currencies and time zones: all of them, in both languages, and such that the rest can rely on them.
begin;
select plan(19);

select is((select count(*)::integer from public.countries), 249, 'there are the 249 countries of ISO 3166-1');
select results_eq(
  $$select code::text, alpha3_code, numeric_code, name ->> 'nl', name ->> 'en' from public.countries where code in ('NL', 'BE', 'DE') order by 1$$,
  $$values ('BE', 'BEL', '056', 'België', 'Belgium'), ('DE', 'DEU', '276', 'Duitsland', 'Germany'), ('NL', 'NLD', '528', 'Nederland', 'Netherlands')$$,
  'with their codes and names'
);
select is((select count(*)::integer from public.currencies), 155, 'there are the 155 currencies that people pay with');
select results_eq(
  'select minor_units::integer, count(*)::integer from public.currencies group by 1 order by 1', 'values (0, 16), (2, 132), (3, 7)',
  'most have hundredths, some thousandths, some none'
);
select results_eq(
  $$select code::text, minor_units::integer, symbol, name ->> 'nl' from public.currencies where code in ('EUR', 'JPY', 'KWD', 'XCG') order by 1$$,
  $$values ('EUR', 2, '€', 'Euro'), ('JPY', 0, '¥', 'Japanse yen'), ('KWD', 3, 'KWD', 'Koeweitse dinar'), ('XCG', 2, 'Cg.', 'Caribische gulden')$$,
  'with their minor units, sign and name'
);
select is_empty(
  $$select code from public.currencies where code in ('BGN', 'HRK', 'ANG', 'ZWL', 'CUC', 'SLL', 'XAU', 'XTS', 'XXX', 'CHE', 'XDR')$$,
  'what is withdrawn, a fund, a metal or a test is not there'
);
select is((select count(*)::integer from public.time_zones), 419, 'there are the 418 time zones of zone.tab, and UTC');
select is_empty('select code from public.time_zones where not private.is_time_zone(code)', 'a profile takes every one of them');
select is_empty(
  $$select code from public.time_zones where (now() at time zone code) is null$$, 'and Postgres knows what time it is there'
);
select results_eq(
  $$select code from public.time_zones where country_code = 'NL'$$, array['Europe/Amsterdam'], 'the Netherlands have one'
);
select results_eq(
  $$select city ->> 'nl', city ->> 'en', name ->> 'nl', name ->> 'en' from public.time_zones where code = 'Europe/Brussels'$$,
  $$values ('Brussel', 'Brussels', 'Midden-Europese tijd', 'Central European Time')$$, 'with city and name in both languages'
);
select results_eq(
  'select code from public.time_zones where country_code is null', array['UTC'], 'all but UTC are some country''s'
);
-- Bouvet Island and Heard Island are uninhabited.
select results_eq(
  'select c.code::text from public.countries as c where not exists (select from public.time_zones as z where z.country_code = c.code) order by 1',
  array['BV', 'HM'], 'every country where people live has a time zone'
);
select is_empty(
  $$
    select code from public.countries where least(length(name ->> 'nl'), length(name ->> 'en')) < 3
    union all select code from public.currencies where least(length(name ->> 'nl'), length(name ->> 'en')) < 3
    union all
    select code from public.time_zones
    where least(length(name ->> 'nl'), length(name ->> 'en'), length(city ->> 'nl'), length(city ->> 'en')) < 3
  $$,
  'everything has a name in Dutch and in English'
);
select cmp_ok(
  (select count(*)::integer from public.countries where name ->> 'nl' <> name ->> 'en'), '>', 130, 'and the Dutch is not the English'
);
select is((select count(distinct name ->> 'nl') || ' ' || count(distinct name ->> 'en') from public.countries), '249 249', 'no two countries are named alike');
select is(
  (select id from public.countries where code = 'NL'), private.catalogue_id('countries', 'NL'), 'ids are the same on every database'
);

select tests.create_user('alice');
select tests.sign_in('alice');
select is(
  (select count(*)::integer from jsonb_array_elements(tests.pulled(null, 'countries') -> 'updated')), 249, 'devices have them offline'
);
select tests.raises($$delete from public.currencies where true$$, '42501', null, 'nobody changes them');

select * from finish();
rollback;
