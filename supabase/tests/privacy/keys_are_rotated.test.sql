-- Keys of sealed columns are renewed once a year, or when an operator wishes; what they seal stays the same.
begin;
select plan(18);

insert into private.payment_references (provider, reference, sealed)
select 'stripe', encode(extensions.digest(n::text, 'sha256'), 'hex'), private.seal('cus_' || n) from generate_series(1, 25) as n;
create function pg_temp.progress() returns text[] language sql stable as $$
  select array_agg(p.version || ': ' || p.value_count || case when p.is_newest then ' newest' else '' end order by p.version) from privacy.sealing_progress as p;
$$;
create function pg_temp.names() returns text[] language sql stable as $$
  select array_agg(private.unseal(r.sealed) order by private.unseal(r.sealed)) from private.payment_references as r;
$$;
create temporary table before as
select array_agg('cus_' || n order by 'cus_' || n) as names, array(select sealed::text from private.payment_references) as sealed from generate_series(1, 25) as n;

select is(pg_temp.progress(), '{"1: 25 newest"}', 'in the beginning there is one key');
select is(privacy.rotate_keys(), 0, 'it is new, and nothing is done');
select is(privacy.rotate_keys(now() + interval '364 days', 10), 0, 'for a year');

select is(privacy.rotate_keys(now() + interval '366 days', 10), 10, 'then there is another, and a batch is sealed again');
select is(pg_temp.progress(), '{"1: 15","2: 10 newest"}', 'the operator sees how far it is');
select is(pg_temp.names(), (select names from before), 'meanwhile everything is read');
select is(private.sealed_with(private.seal('x')), 2, 'and what is new is sealed with the new key');
select is(privacy.rotate_keys(now() + interval '366 days', 10), 10, 'the next run goes on');
select isnt(private.secret('sealing_key_1'), null, 'a key that is needed is there');
select is(privacy.rotate_keys(now() + interval '366 days', 10), 5, 'until nothing is left');
select is(pg_temp.progress(), '{"2: 25 newest"}', 'and the old key is destroyed');
select is(private.secret('sealing_key_1'), null, 'in the Vault too');
select is(privacy.rotate_keys(now() + interval '366 days', 10), 0, 'run again, it does nothing');
select is(pg_temp.names(), (select names from before), 'nothing is lost');
select is_empty(
  $$select from private.payment_references as r, before as b where r.sealed = any (b.sealed)$$, 'and nothing is as it was sealed before'
);

-- Known to others: at once. Two renewals may be under way together.
select private.make_sealing_key();
select private.make_sealing_key();
select is(privacy.rotate_keys(), 25, 'a key that an operator makes is taken at once');
select is(pg_temp.progress(), '{"4: 25 newest"}', 'over all that came before');

select is(
  (
    select string_agg(format('%s.%s', a.attrelid::regclass, a.attname), ' ')
    from pg_attribute as a
    join pg_class as c on c.oid = a.attrelid and c.relkind in ('r', 'p')
    where a.atttypid = 'private.sealed_text'::regtype
  ),
  'private.payment_references.sealed', 'no other column is sealed: privacy.rotate_keys and privacy.sealing_progress name each'
);

select * from finish();
rollback;
