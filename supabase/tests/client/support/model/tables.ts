import type postgres from 'postgres';

/**
 * The tables of the model: a parent, a child with a column for each conflict rule, and a catalogue. A column `extra`
 * came with version 2 of the client. The real tables would do as well, but their triggers answer for one another,
 * and a history that fails could not be read.
 */
export interface ModelTable {
  name: string;
  /** Without id; every version of the client knows them. */
  columns: readonly string[];
  /** Since version 2. */
  newColumns: readonly string[];
  /** What a person edits. */
  editable: readonly string[];
}

export const notebooks: ModelTable = {
  name: 'model_notebooks',
  columns: ['title', 'created_at', 'updated_at'],
  newColumns: [],
  editable: ['title'],
};

export const notes: ModelTable = {
  name: 'model_notes',
  columns: [
    'notebook_id',
    'latest',
    'server',
    'client',
    'manual',
    'most',
    'labels',
    'created_at',
    'updated_at',
  ],
  newColumns: ['extra'],
  editable: ['latest', 'server', 'client', 'manual', 'most', 'labels', 'notebook_id', 'extra'],
};

export const topics: ModelTable = {
  name: 'model_topics',
  columns: ['name'],
  newColumns: [],
  editable: [],
};

/** An organisation's: its members read them, its admins write them. */
export const cards: ModelTable = {
  name: 'model_cards',
  columns: [
    'organization_id',
    'latest',
    'server',
    'client',
    'manual',
    'most',
    'labels',
    'created_at',
    'updated_at',
  ],
  newColumns: [],
  editable: ['latest', 'server', 'client', 'manual', 'most', 'labels'],
};

/** What the engine itself tells of its work reaches the devices too. */
const engineTables: readonly ModelTable[] = [
  {
    name: 'sync_conflicts',
    columns: [
      'device_id',
      'organization_id',
      'table_name',
      'row_id',
      'column_name',
      'rule',
      'client_value',
      'server_value',
      'resolution',
      'decision',
      'decided_at',
      'created_at',
      'updated_at',
    ],
    newColumns: [],
    editable: [],
  },
  {
    name: 'sync_rejections',
    columns: [
      'device_id',
      'organization_id',
      'table_name',
      'row_id',
      'code',
      'message',
      'detail',
      'hint',
      'payload',
      'created_at',
      'updated_at',
    ],
    newColumns: [],
    editable: [],
  },
];

export const modelTables: readonly ModelTable[] = [
  notebooks,
  notes,
  cards,
  topics,
  ...engineTables,
];

/** What devices write, parents before children. */
export const writtenTables: readonly ModelTable[] = [notebooks, notes, cards];

/** A value that the server refuses, in any editable text column of a note. */
export const POISON = 'poison';

/**
 * Adds the tables of the model to a test database: for clients of `version`, `extra` for those of the next. Version 1
 * is below that of all other tables, which are then not sent.
 */
export async function installModel(sql: postgres.Sql, version = 1): Promise<void> {
  await sql.unsafe(`
    create table public.model_notebooks (
      user_id uuid not null references public.users (id) on delete cascade,
      id uuid not null default gen_random_uuid(),
      title text not null,
      created_at timestamptz(3) not null default now(),
      updated_at timestamptz(3) not null default now(),
      constraint model_notebooks_pkey primary key (user_id, id)
    );

    create table public.model_notes (
      user_id uuid not null references public.users (id) on delete cascade,
      id uuid not null default gen_random_uuid(),
      notebook_id uuid,
      latest text,
      server text,
      client text,
      manual text,
      most integer,
      labels jsonb,
      created_at timestamptz(3) not null default now(),
      updated_at timestamptz(3) not null default now(),
      constraint model_notes_pkey primary key (user_id, id),
      constraint model_notes_notebook_id_fkey foreign key (user_id, notebook_id)
        references public.model_notebooks (user_id, id) on delete cascade,
      constraint model_notes_are_no_poison check (latest <> '${POISON}')
    );
    create index model_notes_notebook_id_idx on public.model_notes (user_id, notebook_id);

    create table public.model_topics (
      id uuid not null default gen_random_uuid(),
      name text not null,
      constraint model_topics_pkey primary key (id)
    );
    alter table public.model_topics enable row level security;
    create policy model_topics_select_all on public.model_topics for select to authenticated using (true);
    grant select on public.model_topics to authenticated;

    create table public.model_cards (
      organization_id uuid not null references public.organizations (id) on delete cascade,
      id uuid not null default gen_random_uuid(),
      latest text,
      server text,
      client text,
      manual text,
      most integer,
      labels jsonb,
      created_at timestamptz(3) not null default now(),
      updated_at timestamptz(3) not null default now(),
      constraint model_cards_pkey primary key (organization_id, id)
    );
    create unique index model_cards_id_key on public.model_cards (id);
    create trigger _100_touch before insert or update on public.model_cards
      for each row execute function private.touch();
    alter table public.model_cards enable row level security;
    create policy model_cards_select_member on public.model_cards for select to authenticated
      using (exists (
        select from sync.scope_grants as g
        where g.user_id = (select auth.uid()) and g.scope_id = model_cards.organization_id and g.is_granted
      ));
    create policy model_cards_insert_admin on public.model_cards for insert to authenticated
      with check (private.organization_role(organization_id) in ('owner', 'admin'));
    create policy model_cards_update_admin on public.model_cards for update to authenticated
      using (private.organization_role(organization_id) in ('owner', 'admin'))
      with check (private.organization_role(organization_id) in ('owner', 'admin'));
    create policy model_cards_delete_admin on public.model_cards for delete to authenticated
      using (private.organization_role(organization_id) in ('owner', 'admin'));
    grant select, insert, update, delete on public.model_cards to authenticated;
  `);
  for (const { name } of [notebooks, notes]) {
    await sql.unsafe(`
      create trigger _100_touch before insert or update on public.${name}
        for each row execute function private.touch();
      alter table public.${name} enable row level security;
      create policy ${name}_select_own on public.${name} for select to authenticated
        using (user_id = (select auth.uid()));
      create policy ${name}_insert_own on public.${name} for insert to authenticated
        with check (user_id = (select auth.uid()));
      create policy ${name}_update_own on public.${name} for update to authenticated
        using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
      create policy ${name}_delete_own on public.${name} for delete to authenticated
        using (user_id = (select auth.uid()));
      grant select, insert, update, delete on public.${name} to authenticated;
    `);
  }
  const rules = {
    server: 'server_wins',
    client: 'client_wins',
    manual: 'manual',
    most: 'max',
    labels: 'union',
  };
  await sql.unsafe(`
    select sync.register_table('public.model_notebooks', since => ${version});
    select sync.register_table('public.model_notes', since => ${version}, column_rules => '${JSON.stringify(rules)}');
    select sync.register_table('public.model_cards', scope => 'organization_id', since => ${version}, column_rules => '${JSON.stringify(rules)}');
    select sync.register_table('public.model_topics', scope => null, since => ${version}, direction => 'down', conflict => 'server_wins');
    alter table public.model_notes add column extra text;
    grant insert (extra), update (extra) on public.model_notes to authenticated;
    select sync.register_table('public.model_notes', since => ${version + 1}, column_rules => '${JSON.stringify(rules)}');
    update sync.tables set since = least(since, ${version}) where table_name in ('sync_conflicts', 'sync_rejections');
    update sync.columns as c set since = least(c.since, ${version}) from sync.tables as t
      where t.table_id = c.table_id and t.table_name in ('sync_conflicts', 'sync_rejections');
  `);
}
