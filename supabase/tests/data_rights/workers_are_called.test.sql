-- Cron calls the workers when there is something to do, and shows them a secret that is only in Vault.
begin;
select plan(11);

select tests.create_person('alice');
select is(privacy.is_worker(private.secret('worker_secret')), true, 'the secret is known');
select is(privacy.is_worker('guess'), false, 'a guess is not');
select is(privacy.is_worker(null), false, 'nor is none');
select is(private.secret('no such secret'), null, 'a secret that is not there is null');
select private.ensure_secret('worker_secret', 'again');
select is(privacy.is_worker(private.secret('worker_secret')), true, 'making it again does not change it');
select is(private.call_worker('export-worker'), null, 'without the address of the project nothing is called');

select private.ensure_secret('project_url', 'where the functions are');
create function pg_temp.is_called(answer bigint) returns boolean language sql as $$
  -- A server without pg_net cannot call.
  select (answer is not null) = (to_regnamespace('net') is not null)
$$;
select is(privacy.wake_export_worker(), null, 'with nothing to do no worker is called');
select is(privacy.wake_erasure_worker(), null, 'neither of them');
select private.queue_export(tests.user_id('alice'), 'csv');
select ok(pg_temp.is_called(privacy.wake_export_worker()), 'an export that was asked for is work');
select privacy.erase_account(tests.user_id('alice'));
select ok(pg_temp.is_called(privacy.wake_erasure_worker()), 'so is an account to be erased');
select tests.sign_in('alice');
select throws_ok('select privacy.is_worker(null)', '42501', null, 'alice does not get to guess');

select * from finish();
rollback;
