-- Who has all of their limits again is forgotten within a minute, and whoever is erased at once.
begin;
select plan(8);

select tests.create_person(name) from unnest('{alice,bob,mallory}'::text[]) as name;
delete from ops.rate_uses where true;
insert into ops.rate_uses (subject, limit_name, used_until)
select tests.user_id(name), 'api', now() + seconds * interval '1 second'
from (values ('alice', -1), ('bob', 30), ('mallory', -60)) as v (name, seconds);

select is(ops.prune_rate_uses(batch => 1), 1, 'as many go as are asked for');
select is(ops.prune_rate_uses(), 1, 'and then the rest');
select is((select array_agg(subject) from ops.rate_uses), array[tests.user_id('bob')], 'but for whom it still matters');
select is(ops.prune_rate_uses(), 0, 'run again, nobody is left to be forgotten');
select is(ops.prune_rate_uses(at => now() + interval '31 seconds'), 1, 'until their time has come too');

select tests.sign_in('alice');
select public.count_request('api');
select public.request_account_erasure(immediate => true);
select tests.as_owner();
select is((select count(*) from ops.rate_uses), 1::bigint, 'alice calls, and asks to be erased');
create temporary table claimed as select claim from privacy.claim_erasure();
select cmp_ok(privacy.erase_batch(claim), '>', 0::bigint, 'her rows are erased') from claimed;
select is((select count(*) from ops.rate_uses), 0::bigint, 'and that she called with them');

select * from finish();
rollback;
