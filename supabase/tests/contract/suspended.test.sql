-- A suspended account is shut out of every function, also of those to come. Its token stays valid for an hour.
begin;
select plan(1);

create temporary table allowed (name text, reason text);
insert into allowed values
  -- A person who was shut out, perhaps because somebody else was at their account, must be able to end sessions.
  ('list_my_sessions', 'Where one is signed in.'),
  ('my_consents', 'What one consents to.'),
  ('withdraw_consent', 'Withdrawing is never refused.'),
  ('my_retention', 'How long things are kept.'),
  ('request_about_my_data', 'Rights over one''s data outlast a suspension.'),
  ('my_data_requests', 'Likewise.'),
  ('my_access_log', 'Likewise.'),
  ('count_request', 'Who is shut out has a limit too.'),
  ('health_check', 'Whether the service works is for everybody to know.'),
  ('request_account_erasure', 'Likewise.'),
  ('cancel_account_erasure', 'Whoever has the code may, without an account.'),
  ('declare_age_band', 'An account without an age waits for it.'),
  ('name_guardian', 'A child without a guardian waits for one.'),
  ('revoke_session', 'Ends a session.'),
  ('revoke_other_sessions', 'Ends sessions.');

select tests.create_user('mallory');
update public.users set account_status = 'suspended' where id = tests.user_id('mallory');

-- Each is called with nothing for what it must be given: who may call comes before what they say.
create temporary table callee as
select p.proname::text as name, format(
  'select count(*) from public.%I(%s) as r', p.proname,
  (select string_agg(format('null::%s', t::regtype), ', ' order by nth) from unnest(p.proargtypes[:p.pronargs - p.pronargdefaults - 1]) with ordinality as a (t, nth))
) as statement
from tests.our_functions() as f
join pg_catalog.pg_proc as p on p.oid = f.id
where f.schema_name = 'public' and has_function_privilege('authenticated', p.oid, 'execute') and p.prorettype <> 'trigger'::regtype;
grant select on callee, allowed to authenticated;

-- What it did is taken back: the next is asked of the same account.
create function pg_temp.says(statement text)
returns text
language plpgsql
volatile
as $$
begin
  execute statement;
  raise exception using errcode = 'TS000', message = 'answers';
exception when others then
  return sqlstate || ' ' || sqlerrm;
end;
$$;

grant execute on function pg_temp.says(text) to authenticated;

select tests.sign_in('mallory');
select set_eq(
  $$select c.name from callee as c where pg_temp.says(c.statement) <> 'PT403 account_suspended'$$, 'select a.name from allowed as a',
  'every function refuses a suspended account, but those that are allowed'
);

select * from finish();
rollback;
