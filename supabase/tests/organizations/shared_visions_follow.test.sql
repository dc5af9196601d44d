-- What alice shows of a vision is what it says, no more, for as long as she shows it.
begin;
select plan(33);

select tests.organize('acme', 'bob', 'carol:admin', 'alice', 'dave');
select tests.organize('other', 'alice');
select tests.organize('evil', 'mallory');
insert into public.visions (user_id, id, category, title, description, target_on, ai_summary, analysed_at) values
  (tests.user_id('alice'), tests.id(1), 'career', 'Own a bakery', 'With a secret oven', '2031-01-01', 'Brave', now()),
  (tests.user_id('alice'), tests.id(2), 'health', 'Sleep', null, null, null, null),
  (tests.user_id('mallory'), tests.id(3), 'career', 'Rule', null, null, null, null);

create function pg_temp.attempt(name text, sql text) returns text language plpgsql as $$
declare
  met bigint;
begin
  perform tests.sign_in(name);
  execute sql;
  get diagnostics met = row_count;
  return met;
exception when others then
  return sqlerrm;
end;
$$;
create function pg_temp.publish(name text, n integer, vision integer, org text default 'acme') returns text language sql as $$
  select pg_temp.attempt(name, format(
    'insert into public.shared_visions (organization_id, id, vision_id, note) values (%L, %L, %L, %L)', tests.organization_id(org), tests.id(n), tests.id(vision), 'Join me'
  ));
$$;
grant execute on all functions in schema pg_temp to authenticated;

select is(pg_temp.publish('alice', 11, 1), '1', 'alice publishes a vision');
select tests.sign_in('dave');
select results_eq(
  $$select user_id, category, title::text, description::text, status, horizon_years, target_on, note::text from public.shared_visions$$,
  $$values (tests.user_id('alice'), 'career', 'Own a bakery', null::text, 'active', 5::smallint, '2031-01-01'::date, 'Join me')$$,
  'the others see what it says, and not its description'
);
select hasnt_column('public', 'shared_visions', 'ai_summary', 'nor what the coach made of it');
select is_empty('select from public.visions', 'and nothing of the vision itself');

select is(
  pg_temp.attempt('alice', $$insert into public.shared_visions (organization_id, vision_id, title) values (tests.organization_id('acme'), tests.id(2), 'x')$$),
  'permission denied for table shared_visions', 'nobody shows what the vision does not say'
);
select is(
  pg_temp.attempt('dave', $$insert into public.shared_visions (organization_id, vision_id, user_id) values (tests.organization_id('acme'), tests.id(2), tests.user_id('alice'))$$),
  'permission denied for table shared_visions', 'or publishes for another'
);
select matches(pg_temp.publish('dave', 12, 1), 'shared_visions_vision_id_fkey', 'or publishes another''s vision as theirs');
select is(
  pg_temp.publish('mallory', 12, 3), 'new row violates row-level security policy for table "shared_visions"', 'or publishes where they do not belong'
);

-- In step.
select is(pg_temp.publish('alice', 21, 1, 'other'), '1', 'alice shows it to another organisation, too');
update public.visions set title = 'Own two bakeries', status = 'completed', completed_at = '2026-01-01' where id = tests.id(1);
select results_eq(
  $$select title::text, status, completed_at::timestamptz from public.shared_visions$$,
  $$values ('Own two bakeries', 'completed', '2026-01-01'::timestamptz), ('Own two bakeries', 'completed', '2026-01-01'::timestamptz)$$,
  'an edit of the vision shows in both'
);
select tests.as_owner();
select tests.as_service();
update public.visions set ai_summary = 'Braver' where user_id = tests.user_id('alice') and id = tests.id(1);
select tests.sign_in('alice');
create temporary table before as select organization_id, updated_at, ctid as place from public.shared_visions;
grant select on before to authenticated;
update public.visions set description = 'With a bigger secret', position = 3 where id = tests.id(1);
select set_eq(
  'select organization_id, updated_at, ctid as place from public.shared_visions', 'select organization_id, updated_at, place from before',
  'what is not shown changes nothing for the others'
);
update public.shared_visions set shares_description = true where organization_id = tests.organization_id('acme');
select results_eq(
  $$select description::text from public.shared_visions order by organization_id = tests.organization_id('acme')$$, array[null, 'With a bigger secret'],
  'the description is shown where she says so'
);
update public.visions set description = 'With the biggest' where id = tests.id(1);
select is(
  (select description::text from public.shared_visions where organization_id = tests.organization_id('acme')), 'With the biggest', 'and follows'
);
update public.shared_visions set shares_description = false where organization_id = tests.organization_id('acme');
select is((select count(description) from public.shared_visions), 0::bigint, 'until she says otherwise');

-- Others' hands.
select is(pg_temp.attempt('carol', $$update public.shared_visions set note = 'x' where true$$), '0', 'an admin does not edit it');
select is(pg_temp.attempt('dave', $$delete from public.shared_visions where true$$), '0', 'a member does not take it down');
select is(pg_temp.attempt('mallory', $$delete from public.shared_visions where true$$), '0', 'nor a stranger');

-- Published again by another device.
select is(pg_temp.publish('alice', 13, 1), '1', 'another device publishes the same vision');
select results_eq(
  $$select id from public.shared_visions where organization_id = tests.organization_id('acme')$$, array[tests.id(13)], 'it is there once, under the later id'
);
select is(
  pg_temp.attempt('alice', $$update public.shared_visions set vision_id = tests.id(2) where organization_id = tests.organization_id('other')$$), '1',
  'alice shows another instead'
);
select is(
  (select title::text from public.shared_visions where organization_id = tests.organization_id('other')), 'Sleep', 'and what is shown is that one'
);

-- How it ends.
select is(pg_temp.attempt('carol', $$delete from public.shared_visions where true$$), '1', 'an admin takes it down');
select is(pg_temp.publish('alice', 14, 1), '1', 'alice publishes it again');
select is(pg_temp.attempt('alice', $$delete from public.shared_visions where id = tests.id(14)$$), '1', 'and unpublishes it');
select is(pg_temp.publish('alice', 15, 1), '1', 'and again');
select is(pg_temp.attempt('alice', $$delete from public.visions where id = tests.id(1)$$), '1', 'she deletes the vision');
select is_empty($$select from public.shared_visions where vision_id = tests.id(1)$$, 'which is not shown any more');
select is(pg_temp.publish('alice', 16, 2), '1', 'she shows another');
select is(pg_temp.attempt('alice', $$select public.leave_organization(tests.organization_id('acme'))$$), '1', 'and leaves');
select tests.as_owner();
select results_eq(
  $$select organization_id, vision_id from public.shared_visions$$, $$values (tests.organization_id('other'), tests.id(2))$$,
  'with her goes what she showed there, and only there'
);
select isnt_empty($$select from public.visions where id = tests.id(2)$$, 'the vision stays hers');
delete from auth.users where id = tests.user_id('alice');
select is_empty('select from public.shared_visions', 'and with her account all of it');
select is_empty(
  $$select tgname from pg_trigger where tgrelid = 'public.visions'::regclass and tgname = '_350_follow_visions' and tgtype & 1 = 1$$, 'visions are followed by the statement, not by the row'
);

select * from finish();
rollback;
