-- An operation is done once, however often it is sent; its id means nothing to anybody else; and it is forgotten in time.
begin;
select plan(12);

create function pg_temp.retain(policy text, at timestamptz default now(), batch integer default 10000) returns integer language sql as $$
  select sum(privacy.apply_rule(r, at, batch))::integer from privacy.retention_rules as r where r.policy = $1;
$$;

select tests.create_user('alice');
select tests.create_user('bob');
select tests.sign_in('alice');

create function pg_temp.log(amount numeric)
returns jsonb
language sql
volatile
set search_path = ''
as $$
  select public.execute_operations(jsonb_build_array(
    jsonb_build_object('id', tests.id(101), 'kind', 'create', 'table', 'habits', 'row', jsonb_build_object('id', tests.id(1), 'title', 'Water')),
    jsonb_build_object('id', tests.id(102), 'kind', 'update', 'table', 'habits', 'row', jsonb_build_object('id', tests.id(1), 'target_amount', amount), 'depends_on', jsonb_build_array(tests.id(101)))
  ));
$$;
create temporary table first as select pg_temp.log(8) as value;
update public.habits set target_amount = 5;
create temporary table second as select pg_temp.log(8) as value;

select is(
  (select jsonb_agg(r - 'repeated') from second, jsonb_array_elements(value -> 'results') as r),
  (select jsonb_agg(r - 'repeated') from first, jsonb_array_elements(value -> 'results') as r),
  'a repetition is answered as the first time'
);
select is((select jsonb_agg(r -> 'repeated') from second, jsonb_array_elements(value -> 'results') as r), '[true, true]', 'and says so');
select is((select target_amount from public.habits), 5.00, 'and leaves alone what was edited since');
select tests.raises('select pg_temp.log(9)', 'PT409', 'operation_id_reused', 'the same id with another content is refused');
select is(
  public.execute_operations(jsonb_build_array(
    jsonb_build_object('kind', 'update', 'depends_on', '[]'::jsonb, 'priority', 3, 'row', jsonb_build_object('target_amount', 8, 'id', tests.id(1)), 'id', tests.id(102), 'table', 'habits')
  )) #>> '{results,0,repeated}',
  'true', 'in another order of fields, with other dependencies, it is the same'
);
delete from public.habits;
select is(pg_temp.log(8) #>> '{results,0,repeated}', 'true', 'what was deleted since is not made again');
select is((select count(*) from public.habits), 0::bigint, 'it stays deleted');

select tests.sign_in('bob');
select is(pg_temp.log(9) -> 'done', '2', 'bob''s operations are his own, whatever their ids');

select tests.as_owner();
select results_eq(
  'select user_id, count(*) from private.operations group by 1 order by 2, 1',
  $$select u, 2::bigint from unnest(array[tests.user_id('alice'), tests.user_id('bob')]) as u order by u$$, 'each is remembered once'
);
select is(pg_temp.retain('push-answers', now() + interval '6 days'), 0, 'for as long as answers are kept');
select is(pg_temp.retain('push-answers', now() + interval '8 days'), 4, 'and no longer');
select ok(
  not has_table_privilege('authenticated', 'private.operations', 'select'), 'the memory is nobody''s to read'
);

select * from finish();
rollback;
