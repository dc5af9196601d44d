-- record_ai_interaction is for servers, and names the field that is wrong.
begin;
select plan(26);

select tests.create_user('alice');
select tests.create_user('bob');

select tests.as_service();
create function pg_temp.complaint(fields text)
returns text
language plpgsql
volatile
as $$
declare
  message text;
  detail text;
begin
  execute format('select public.record_ai_interaction(%s)', fields);
  return 'taken';
exception when others then
  get stacked diagnostics message = message_text, detail = pg_exception_detail;
  return sqlstate || ' ' || message || ' ' || split_part(detail, ':', 1);
end;
$$;
create function pg_temp.with(field text)
returns text
language sql
volatile
as $$
  select pg_temp.complaint(format(
    'user_id => tests.user_id(''alice''), id => tests.id(1), purpose => ''coaching'', provider => ''groq'', model => ''llama-3'', %s', field
  ));
$$;

select is(pg_temp.complaint('null, tests.id(1), ''coaching'', ''groq'', ''x'''), 'PT422 ai_interaction_malformed user_id', 'user_id is wanted');
select is(pg_temp.complaint('tests.user_id(''alice''), null, ''coaching'', ''groq'', ''x'''), 'PT422 ai_interaction_malformed id', 'id is wanted');
select is(pg_temp.complaint('tests.user_id(''alice''), tests.id(1), null, ''groq'', ''x'''), 'PT422 ai_interaction_malformed purpose', 'purpose is wanted');
select is(pg_temp.complaint('tests.user_id(''alice''), tests.id(1), ''gossip'', ''groq'', ''x'''), 'PT422 ai_interaction_malformed purpose', 'and known');
select is(pg_temp.complaint('tests.user_id(''alice''), tests.id(1), ''coaching'', ''Groq!'', ''x'''), 'PT422 ai_interaction_malformed provider', 'provider is a name');
select is(pg_temp.complaint('tests.user_id(''alice''), tests.id(1), ''coaching'', ''groq'', '''''), 'PT422 ai_interaction_malformed model', 'model is wanted');
select is(pg_temp.with('outcome => ''lost'''), 'PT422 ai_interaction_malformed outcome', 'only the server finds a question lost');
select is(pg_temp.with('outcome => null'), 'PT422 ai_interaction_malformed outcome', 'outcome is wanted');
select is(pg_temp.with('cost_currency => ''euro'''), 'PT422 ai_interaction_malformed cost_currency', 'cost_currency is a code');
select is(pg_temp.with('error_code => ''timeout'''), 'PT422 ai_interaction_malformed error_code', 'what was completed has no error');
select is(pg_temp.with('tokens_out => -1'), 'PT422 ai_interaction_malformed tokens_out', 'tokens are not negative');
select is(pg_temp.with('tokens_in => 2147483647, tokens_out => 1'), 'PT422 ai_interaction_malformed tokens_in', 'nor more than their sum can hold');
select is(pg_temp.with('cost_micros => 9223372036854775807'), 'PT422 ai_interaction_malformed cost_micros', 'a cost is a number that JavaScript can hold');
select is(pg_temp.with('latency_ms => 2147483647'), 'PT422 ai_interaction_malformed latency_ms', 'nobody waits for weeks');
select is(pg_temp.with('outcome => ''failed'', error_code => repeat(''x'', 81)'), 'PT422 ai_interaction_malformed error_code', 'an error code is short');
select is(pg_temp.with('quality_score => 1.5'), 'PT422 ai_interaction_malformed quality_score', 'quality_score is a fraction');
select is(pg_temp.with('quality_score => ''NaN'''), 'PT422 ai_interaction_malformed quality_score', 'and a number');
select is(pg_temp.with('started_at => now() + interval ''1 minute'''), 'PT422 ai_interaction_malformed started_at', 'a question does not begin in the future');
select is(pg_temp.with('started_at => now() - interval ''8 days'''), 'PT422 ai_interaction_malformed started_at', 'nor so long ago that its month is closed');
select is(pg_temp.complaint('tests.user_id(''nobody''), tests.id(1), ''coaching'', ''groq'', ''x'''), 'PT404 user_not_found user_id', 'a person is wanted');
select is_empty('select * from public.ai_interactions', 'nothing of all that was recorded');

select is(pg_temp.with('outcome => ''failed'', error_code => ''overloaded'', quality_score => 0.5'), 'taken', 'a failure may say why');

select tests.as_owner();
insert into public.ai_interactions (user_id, id, purpose, provider, model, outcome)
values (tests.user_id('bob'), tests.id(1), 'coaching', 'groq', 'llama-3', 'started');
update public.users set account_status = 'suspended' where id in (tests.user_id('alice'), tests.user_id('bob'));
select tests.as_service();
select is(
  pg_temp.complaint('tests.user_id(''alice''), tests.id(2), ''coaching'', ''groq'', ''x'''), 'PT403 account_suspended user_id',
  'a suspended account asks nothing'
);
select is(
  pg_temp.complaint('tests.user_id(''bob''), tests.id(1), ''coaching'', ''groq'', ''x'''), 'taken',
  'but what it asked before is recorded'
);

select tests.raises(
  $$insert into public.ai_interactions (user_id, id, purpose, provider, model, outcome) values (tests.user_id('bob'), tests.id(3), 'other', 'x', 'x', 'started')$$,
  '42501', null, 'not even the server records past the function'
);
select tests.sign_in('alice');
select tests.raises(
  $$select public.record_ai_interaction(tests.user_id('alice'), tests.id(4), 'coaching', 'groq', 'x', 'failed')$$,
  '42501', null, 'people do not record'
);

select * from finish();
rollback;
