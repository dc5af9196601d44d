-- sync.register_table takes only what makes the round trip to a client and back, and what row-level security guards.
begin;
select plan(35);

create function pg_temp.refusal(columns text, arguments text default '', extra text default '') returns text language plpgsql as $$
declare
  said text;
begin
  execute format('create table public.probes (user_id uuid not null, id uuid not null, %s, primary key (user_id, id))', columns);
  alter table public.probes enable row level security;
  execute extra;
  execute format('select sync.register_table(''public.probes'', conflict => ''client_wins'' %s)', arguments);
  raise exception 'undo' using errcode = 'P0009';
exception
  when sqlstate 'PT400' then
    get stacked diagnostics said = pg_exception_detail;
    return sqlerrm || ': ' || said;
  when sqlstate 'P0009' then
    return 'registered';
  when others then
    return sqlstate || ' ' || sqlerrm;
end;
$$;

select is(pg_temp.refusal('title text'), 'registered', 'a plain table is registered');

select matches(pg_temp.refusal('span interval'), '^table_cannot_sync: .*column span', 'an interval is refused');
select matches(pg_temp.refusal('data bytea'), 'column data', 'bytea is refused');
select matches(pg_temp.refusal('at timestamptz'), 'column at.*timestamptz\(3\)', 'microseconds are refused');
select matches(pg_temp.refusal('at timestamp(3)'), 'column at', 'a timestamp without time zone is refused');
select matches(pg_temp.refusal('amount numeric'), 'column amount.*15', 'a numeric of any size is refused');
select matches(pg_temp.refusal('amount numeric(20, 2)'), 'column amount', 'a numeric of more than 15 digits is refused');
select is(pg_temp.refusal('amount numeric(15, 2)'), 'registered', 'one of 15 digits is taken');
select matches(pg_temp.refusal('data json'), 'column data.*jsonb', 'json is refused in favour of jsonb');
select matches(pg_temp.refusal('"Title" text'), 'column Title', 'a name in capitals is refused');
select matches(pg_temp.refusal('amounts numeric[]'), 'column amounts', 'an array of what is refused is refused');
select is(pg_temp.refusal('title text, secret bytea', ', omit => ''{secret}'''), 'registered', 'what cannot sync may be omitted');
select matches(pg_temp.refusal('secret text', ', omit => ''{secret}'''), '^table_cannot_sync', 'a table of which nothing is left to sync is refused');
select is(
  pg_temp.refusal('rows text, ids uuid[], after uuid, version integer, max_rows integer, lock boolean, mask bigint, device uuid, raw jsonb, r text, e text, t text, n text, o text'),
  'registered', 'columns may have any name, such as those that the generated functions use'
);
select matches(pg_temp.refusal('title text', ', direction => ''sideways'''), '^table_cannot_sync.*direction', 'an unknown direction is refused');
select matches(pg_temp.refusal('title text', ', column_rules => ''{"title": "newest"}'''), '^table_cannot_sync.*newest', 'so is an unknown rule');
select matches(pg_temp.refusal('secret text', ', omit => ''{sekret}'''), 'sekret', 'omitting a column that is not there is refused: it was meant to protect one that is');
select matches(pg_temp.refusal('title text', ', pull_only => ''{titel}'''), 'titel', 'so is naming another in pull_only');
select matches(pg_temp.refusal('title text', ', column_rules => ''{"titel": "manual"}'''), 'titel', 'and in column_rules');
select matches(pg_temp.refusal('title text', ', column_rules => ''{"title": "union"}'''), 'column title.*union', 'the rule union is refused for what is no array');
select matches(pg_temp.refusal('title text', ', column_rules => ''{"title": "latest_edit"}'''), 'updated_at', 'the rule latest_edit of a column needs updated_at');
select matches(
  pg_temp.refusal((select string_agg('c' || n || ' text', ', ') from generate_series(1, 61) as n)), '60 columns', 'more than 60 columns are refused'
);
select matches(pg_temp.refusal('title text', '', 'alter table public.probes disable row level security'), 'row-level security', 'a table without row-level security is refused');
select matches(pg_temp.refusal('owner uuid', ', scope => ''owner'''), 'primary key must be \(owner, id\)', 'a key that does not begin with the owner is refused');
select matches(pg_temp.refusal('title text', ', scope => null'), 'primary key must be \(id\)', 'a catalogue''s key is its id');
select matches(
  pg_temp.refusal('title text', '', 'alter table public.probes drop constraint probes_pkey; alter table public.probes alter id type text; alter table public.probes add primary key (user_id, id)'),
  'uuid', 'ids other than uuid are refused'
);

create table public.lists (organization_id uuid not null, id uuid not null unique, title text, primary key (organization_id, id));
alter table public.lists enable row level security;
select tests.raises(
  $$select sync.register_table('public.lists', scope => 'organization_id', conflict => 'client_wins')$$, 'PT400', 'table_cannot_sync',
  'an organisation''s table that does not refer to organizations is refused: it would be a person''s, and nobody''s'
);
alter table public.lists add foreign key (organization_id) references public.organizations (id) on delete cascade;
select lives_ok($$select sync.register_table('public.lists', scope => 'organization_id', conflict => 'client_wins')$$, 'one that does is taken');

create schema elsewhere;
create table elsewhere.probes (user_id uuid, id uuid, primary key (user_id, id));
select tests.raises($$select sync.register_table('elsewhere.probes')$$, 'PT400', 'table_cannot_sync', 'a table outside public is refused');

create table public.colours (id uuid primary key, name text);
alter table public.colours enable row level security;
select tests.raises(
  $$select sync.register_table('public.colours', scope => null, conflict => 'client_wins')$$, 'PT400', 'table_cannot_sync',
  'a catalogue that devices would write is refused: its feed is everybody''s'
);
select lives_ok($$select sync.register_table('public.colours', scope => null, direction => 'down', conflict => 'server_wins')$$, 'one they only read is taken');

create table public.plain (user_id uuid, id uuid, title text, primary key (user_id, id));
alter table public.plain enable row level security;
select tests.raises($$select sync.register_table('public.plain')$$, 'PT400', 'table_cannot_sync', 'the default rule latest_edit needs updated_at');

create table public.hints (user_id uuid, id uuid, title text, primary key (user_id, id));
alter table public.hints enable row level security;
select tests.raises(
  $$select sync.register_table('public.hints', conflict => 'client_wins')$$, 'PT400', 'table_cannot_sync',
  'a table whose functions would take the names of the engine''s own is refused'
);
select has_function('sync', 'read_hints', array['jsonb'], 'the engine''s own are still there');

create table public."Capitals" (user_id uuid, id uuid, title text, primary key (user_id, id));
alter table public."Capitals" enable row level security;
select tests.raises(
  $$select sync.register_table('public."Capitals"', conflict => 'client_wins')$$, 'PT400', 'table_cannot_sync', 'a table name in capitals is refused'
);

select * from finish();
rollback;
