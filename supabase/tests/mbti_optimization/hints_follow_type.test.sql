-- What a device is told about fetching and keeping data follows from the person's type.
begin;
select plan(19);

select tests.create_user('alice');
select tests.create_user('bob');
select tests.sign_in('alice');

create function pg_temp.hints(user_type text default null)
returns jsonb
language sql
stable
as $$
  select public.get_optimization_hints(user_type)::jsonb;
$$;
create function pg_temp.prefetched(user_type text default null)
returns uuid[]
language sql
stable
as $$
  select array(select id::uuid from jsonb_array_elements_text(pg_temp.hints(user_type) -> 'prefetch_item_ids') as id);
$$;
-- The affinities of what is prefetched, in its order.
create function pg_temp.affinities(user_type text)
returns integer[]
language sql
stable
as $$
  select array_agg(a.affinity::integer order by p.place)
  from unnest(pg_temp.prefetched(user_type)) with ordinality as p (item_id, place)
    join public.content_mbti_affinity as a on a.item_id = p.item_id and a.mbti_type = user_type;
$$;

select is(pg_temp.hints() -> 'type', 'null', 'who has no type gets a neutral profile');
select is(pg_temp.hints() -> 'functions', '[]', 'without a stack');
select is(cardinality(pg_temp.prefetched()), 12, 'and the newest of the library');

insert into public.mbti_profiles (user_id, mbti_type) values (auth.uid(), 'INTJ');
select is(pg_temp.hints() ->> 'type', 'INTJ', 'who has a type gets its profile');
select is(
  jsonb_path_query_array(pg_temp.hints(), '$.functions[*].code'), '["Ni", "Te", "Fi", "Se"]',
  'with the functions of its stack, dominant first'
);
select is(
  pg_temp.hints() -> 'functions' -> 0 ->> 'tables',
  (select to_jsonb(table_affinity)::text from public.cognitive_functions where code = 'Ni'), 'and what each turns to'
);
select is(
  pg_temp.hints() -> 'cache_policy', (select cache_policy from private.sync_profile(null)), 'the cache policy is that of a pull'
);
select is(
  (pg_temp.hints() ->> 'page_size')::integer, (select page_size from private.sync_profile(null)), 'so is the page size'
);

-- What a first pull really sends is in that order.
insert into public.visions (user_id, category, title) values (auth.uid(), 'health', 'Fit');
insert into public.tasks (user_id, title) values (auth.uid(), 'Weed');
insert into public.habits (user_id, title) values (auth.uid(), 'Stretch');
select is(
  array(select k from json_object_keys(public.pull_changes_optimized() -> 'changes') as k),
  array(
    select t from jsonb_array_elements_text(pg_temp.hints() -> 'table_order') as t
    where (select public.pull_changes_optimized()::jsonb -> 'changes') ? t
  ),
  'the table order is the order of a first pull'
);
select is(
  jsonb_array_length(pg_temp.hints() -> 'table_order')::bigint, (select count(*) from sync.tables where direction <> 'up'), 'and names every synced table'
);
select isnt(pg_temp.hints('ESFP') -> 'table_order', pg_temp.hints() -> 'table_order', 'two types differ in it');

select ok(
  pg_temp.affinities('INTJ') = array(select a from unnest(pg_temp.affinities('INTJ')) as a order by a desc)
    and (pg_temp.affinities('INTJ'))[1] > 80
    and 0 <> all (pg_temp.affinities('INTJ')),
  'content is prefetched by affinity to the type, most affine first, and nothing that does not suit it'
);
select is(
  cardinality(pg_temp.prefetched('enfp')), (select prefetch_items::integer from public.mbti_types where code = 'ENFP'),
  'as many items as the type''s profile says, whatever its case'
);

-- What need not be fetched.
insert into public.content_progress (user_id, id, item_id, percent)
select auth.uid(), id, id, 100 from unnest((pg_temp.prefetched())[1:1]) as id;
insert into public.content_progress (user_id, id, item_id, percent)
select auth.uid(), id, id, 50 from unnest((pg_temp.prefetched())[1:1]) as id;
create temporary table seen as select id, percent from public.content_progress;
select is(
  (select array_agg(id = any (pg_temp.prefetched()) order by percent) from seen), '{t,f}',
  'what is completed is left out, what is begun is not'
);
select tests.as_owner();
create temporary table odd as
select i.id, row_number() over (order by a.affinity desc, i.code) as nth
from public.content_items as i join public.content_mbti_affinity as a on a.item_id = i.id and a.mbti_type = 'ENTJ'
order by a.affinity desc, i.code limit 4;
update public.content_items set retired_at = now() where id = (select id from odd where nth = 1);
update public.content_items set published_at = now() + interval '1 day' where id = (select id from odd where nth = 2);
update public.content_items set locale = 'nl-BE' where id = (select id from odd where nth = 3);
update public.content_items set locale = 'nl' where id = (select id from odd where nth = 4);
update public.users set locale = 'nl-NL' where id = tests.user_id('bob');
grant select on odd to authenticated;
select tests.sign_in('bob');
select is(
  (select array_agg(id = any (pg_temp.prefetched('ENTJ')) order by nth) from odd), '{f,f,f,t}',
  'nor is anything retired, not yet published or for another region; what is for the person''s language is'
);
select is(pg_temp.hints() -> 'type', 'null', 'bob does not get alice''s profile');
select tests.raises($$select public.get_optimization_hints('XXXX')$$, 'PT422', 'mbti_type_unknown', 'a type that does not exist is refused');
select tests.as_owner();
update public.users set account_status = 'suspended' where id = tests.user_id('bob');
select tests.sign_in('bob');
select tests.raises('select public.get_optimization_hints()', 'PT403', 'account_suspended', 'a suspended account gets none');
select tests.sign_out();
select tests.raises('select public.get_optimization_hints()', '42501', null, 'nor does a visitor');

select * from finish();
rollback;
