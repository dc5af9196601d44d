-- What a device pushes into a table it may only read is refused, and the device is given the server's truth.
begin;
select plan(12);

select tests.create_person(name) from unnest('{alice,bob,mallory}'::text[]) as name;
create table public.facts (user_id uuid, id uuid, label text, constraint facts_pkey primary key (user_id, id));
alter table public.facts enable row level security;
create policy facts_all on public.facts to authenticated using (user_id = (select auth.uid()));
grant select, insert, update, delete on public.facts to authenticated;
select sync.register_table('public.facts', direction => 'down', conflict => 'server_wins');
create table public.colours (id uuid primary key, label text);
alter table public.colours enable row level security;
create policy colours_all on public.colours to authenticated using (true);
grant select, insert, update, delete on public.colours to authenticated;
select sync.register_table('public.colours', scope => null, direction => 'down', conflict => 'server_wins');
insert into public.facts values (tests.user_id('alice'), tests.id(1), 'true');
insert into public.colours values (tests.id(1), 'red');
select tests.commit();

create function pg_temp.sent(n integer, label text) returns jsonb language sql as $$select jsonb_build_object('id', tests.id(n), 'label', label)$$;
grant execute on function pg_temp.sent(integer, text) to authenticated;
select tests.sign_in('alice');
create temporary table answers on commit drop as
select tests.push(jsonb_build_array(pg_temp.sent(2, 'false')), jsonb_build_array(pg_temp.sent(1, 'false')), into_table => 'facts') as answer;
select is(tests.rejected(answer), '{"1: table_read_only","2: table_read_only"}', 'each record is refused') from answers;
select is(answer -> 'experimentalRejectedIds', '{}', 'but does not stay unsent on the device') from answers;
select results_eq('select label from public.facts', $$values ('true')$$, 'nothing is written');
select is(
  array[tests.updated(p), tests.deleted(p)], '{{1},{2}}', 'the next pull brings what is true, and takes what is not there'
) from tests.pulled(tests.cursor(), 'facts', 'phone') as p;
select tests.push(deleted => jsonb_build_array(tests.id(1)), into_table => 'facts');
select is(tests.updated(tests.pulled(tests.cursor(), 'facts', 'phone')), '{1}', 'a deletion comes back');
select is(
  tests.push(jsonb_build_array('{"id": "not-a-uuid", "label": "x"}'::jsonb), into_table => 'facts') -> 'experimentalRejectedIds', '{"facts": ["not-a-uuid"]}',
  'a record that no pull could take away, its id being no uuid, does stay unsent'
);

-- Mallory pushes into a catalogue.
select tests.sign_in('bob');
select is(tests.updated(tests.pulled(tests.cursor(), 'colours')), '{}', 'bob has the catalogue');
select tests.sign_in('mallory');
select is(
  tests.rejected(tests.push(jsonb_build_array(pg_temp.sent(2, 'black')), jsonb_build_array(pg_temp.sent(1, 'black')), into_table => 'colours')),
  '{"1: table_read_only","2: table_read_only"}', 'mallory''s edits of a catalogue are refused'
);
select is(
  array[tests.updated(p), tests.deleted(p)], '{{1},{2}}', 'she is given what is true'
) from tests.pulled(tests.cursor(), 'colours') as p;
select tests.sign_in('bob');
select is(tests.pulled(tests.cursor(), 'colours'), null, 'and nobody else is sent anything because of her');
select tests.as_owner();
select results_eq('select label from public.colours', $$values ('red')$$, 'the catalogue is as it was');

update public.colours set label = 'crimson';
select tests.sign_in('bob');
select is(tests.updated(tests.pulled(tests.cursor(), 'colours')), '{1}', 'what the server changes in a catalogue reaches everybody');

select * from finish();
rollback;
