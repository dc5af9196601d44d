import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient, REALTIME_SUBSCRIBE_STATES } from '@supabase/supabase-js';
import WebSocket from 'ws';
import { Tokens } from '../stack/keys.ts';
import { startRealtime } from '../stack/realtime.ts';
import { PULL, type Position, newNotes, nowhere, pull, pullArguments, push } from './engine.ts';
import { type Side, interleave, summarize, timed } from './measure.ts';
import type { Result, Row } from './rows.ts';
import { columns, type Database, generatedRow, person, syncedTable } from './world.ts';

// What is an organisation's: people in very many, many devices in one, and how soon the others hear of it.

const SHARED_TABLE = 'bench_shared';

/** The organisation of that number, as SQL. */
const organizationSql = (nth: string): string => `md5('bench organization ' || ${nth})::uuid`;

/** Adds organisations to a database, each with three records; `belongs` says who is in the nth, as a condition on `n`. */
async function organize(
  database: Database,
  organizations: number,
  members: readonly { user: string; belongs: string }[],
): Promise<void> {
  const [made] = await database.sql<{ is: boolean }[]>`
    select to_regclass(${`public.${SHARED_TABLE}`}) is not null as is
  `;
  if (!made?.is) await database.sql.unsafe(sharedTableSql).simple();
  await database.sql.begin(async (sql) => {
    await sql`select sync.keep_quiet()`;
    await sql.unsafe(`
      insert into public.organizations (id, name, slug)
      select ${organizationSql('n')}, 'Organisation ' || n, 'organisation-' || n from generate_series(1, ${organizations}) as n
      on conflict do nothing
    `);
    for (const { user, belongs } of members) {
      await sql.unsafe(`
        insert into public.organization_members (organization_id, user_id, role, joined_by)
        select ${organizationSql('n')}, '${user}', 'owner', 'founding' from generate_series(1, ${organizations}) as n where ${belongs}
        on conflict do nothing
      `);
    }
    await sql.unsafe(`
      insert into public.${SHARED_TABLE} (${generatedRow.columns.replace('user_id', 'organization_id')})
      select ${generatedRow.values(organizationSql('n'), 'r')}
      from generate_series(1, ${organizations}) as n, generate_series(1, 3) as r
    `);
  });
  await database.admin.unsafe('vacuum analyze');
}

const sharedTableSql = `
  create table public.${SHARED_TABLE} (
    ${columns.replace('user_id', 'organization_id')},
    constraint ${SHARED_TABLE}_pkey primary key (organization_id, id),
    constraint ${SHARED_TABLE}_organization_id_fkey foreign key (organization_id)
      references public.organizations (id) on delete cascade
  );
  create unique index ${SHARED_TABLE}_id_key on public.${SHARED_TABLE} (id);
  create trigger _100_touch before insert or update on public.${SHARED_TABLE}
    for each row execute function private.touch();
  alter table public.${SHARED_TABLE} enable row level security;
  create policy ${SHARED_TABLE}_select_member on public.${SHARED_TABLE} for select to authenticated
    using (exists (
      select from sync.scope_grants as g
      where g.user_id = (select auth.uid()) and g.scope_id = ${SHARED_TABLE}.organization_id and g.is_granted
    ));
  create policy ${SHARED_TABLE}_insert_owner on public.${SHARED_TABLE} for insert to authenticated
    with check (private.organization_role(organization_id) = 'owner');
  create policy ${SHARED_TABLE}_update_owner on public.${SHARED_TABLE} for update to authenticated
    using (private.organization_role(organization_id) = 'owner')
    with check (private.organization_role(organization_id) = 'owner');
  grant select, insert, update on public.${SHARED_TABLE} to authenticated;
  select sync.register_table('public.${SHARED_TABLE}', scope => 'organization_id');
`;

export const scopes: Row = {
  name: 'scopes',
  description:
    'a pull by people in 1, 100 and 10,000 organisations, with nothing new and with 10 changed records',
  async run({ world, progress, isQuick }) {
    const counts = isQuick ? [1, 20, 200] : [1, 100, 10_000];
    const most = counts.at(-1) ?? 0;
    const database = await world.database({ tables: 40, people: 101 });
    progress.step(`founding ${most.toLocaleString('en')} organisations`);
    await organize(
      database,
      most,
      counts.map((count, nth) => ({ user: person(nth + 1), belongs: `n <= ${count}` })),
    );

    progress.step('pulls by number of organisations');
    const results: Result[] = [];
    for (const isChanged of [false, true]) {
      const positions: Position[] = [];
      for (const nth of counts.keys())
        positions.push((await pull(database, person(nth + 1), nowhere)).position);
      if (isChanged) {
        await database.sql.unsafe(`
          update public.${SHARED_TABLE} set title = 'changed' where organization_id = ${organizationSql('1')};
          insert into public.${SHARED_TABLE} (${generatedRow.columns.replace('user_id', 'organization_id')})
          select ${generatedRow.values(organizationSql('1'), 'r')} from generate_series(1, 7) as r;
        `);
      }
      const sides = positions.map((position, nth): Side => {
        const values = pullArguments(position, { pageSize: 1_000 });
        return {
          sample: async () => (await database.clocked(person(nth + 1), PULL, values)).ms,
        };
      });
      const measured = await interleave(progress, sides, {
        samples: isQuick ? 8 : 200,
        warmUp: 12,
      });
      const [one] = measured;
      for (const [nth, value] of measured.entries()) {
        if (!one || nth === 0) continue;
        results.push({
          name: isChanged ? 'scopes, 10 records' : 'scopes, idle',
          measured: `in ${counts[nth]?.toLocaleString('en')} organisations beside ${counts[0]}, p95`,
          value,
          beside: one,
          ratio: value.p95 / one.p95,
          target: 'p95 ≤ 2 ×',
          isKept: value.p95 / one.p95 <= 2,
        });
      }
    }
    return results;
  },
};

const WARM_UP = 6;

export const writers: Row = {
  name: 'writers',
  description: 'pushes of one record each by 50 devices into one organisation, as fast as they can',
  async run({ world, progress, isQuick }) {
    const devices = isQuick ? 8 : 50;
    const seconds = isQuick ? 1 : 15;
    const database = await world.database({ tables: 40, people: 101 });
    const users = Array.from({ length: devices }, (_, nth) => person(nth + 1));
    await organize(
      database,
      1,
      users.map((user) => ({ user, belongs: 'true' })),
    );
    const [organization] = await database.sql.unsafe<{ id: string }[]>(
      `select ${organizationSql('1')} as id`,
    );
    if (!organization) return [];

    progress.step(`${devices} devices into one organisation: ${seconds} s`);
    const samples: number[] = [];
    // A connection plans everything once; the clock runs when all have.
    let until = Infinity;
    let startedAt = 0;
    let warm = 0;
    // One after the other: fifty that first plan a whole pull are another figure, "first pull on a new connection".
    const writing: { connection: ReturnType<Database['another']>; position: Position }[] = [];
    const device = async (user: string, nth: number): Promise<void> => {
      const { connection, position } = writing[nth] as (typeof writing)[number];
      const deviceId = randomUUID();
      for (let round = 0; Date.now() < until; round += 1) {
        const notes = newNotes(1, `${nth} ${round}`).map((note) => ({
          ...note,
          organization_id: organization.id,
        }));
        const { ms } = await push(
          connection,
          user,
          SHARED_TABLE,
          { created: notes },
          { base: position, deviceId },
        );
        if (round === WARM_UP) {
          warm += 1;
          if (warm === devices) {
            startedAt = Date.now();
            until = startedAt + seconds * 1_000;
          }
        }
        if (startedAt > 0) samples.push(ms);
      }
    };
    try {
      for (const user of users) {
        const connection = database.another();
        const { position } = await pull(connection, user, nowhere);
        writing.push({ connection, position });
      }
      await Promise.all(users.map(device));
    } finally {
      await Promise.all(writing.map(({ connection }) => connection.close()));
    }
    const rate = samples.length / ((Date.now() - startedAt) / 1_000);
    return [
      {
        name: "one scope's writers",
        measured: `one push by each of ${devices} devices at a time, all into one organisation`,
        value: summarize(samples),
        figures: { pushesPerSecond: Math.round(rate) },
        target: '≥ 500 pushes/s',
        isKept: isQuick ? null : rate >= 500,
      },
    ];
  },
};

export const poke: Row = {
  name: 'poke',
  description:
    'from the commit of a push to the poke at another client, through the local Realtime',
  async run({ world, progress, isQuick }) {
    const database = await world.database({ tables: 40, people: 101 });
    const user = person(7);
    progress.step('pokes');
    // What is not on disk is not sent.
    await database.sql`set synchronous_commit = on`;
    const realtime = await startRealtime({ pg: database.server, database: database.name });
    try {
      const token = await new Tokens(realtime.keys).issue({
        sub: user,
        role: 'authenticated',
        exp: Math.floor(Date.now() / 1_000) + 3_600,
      });
      const client = createClient(realtime.url, realtime.keys.publishableKey, {
        realtime: { transport: WebSocket as never },
        accessToken: async () => token,
      });
      await client.realtime.setAuth();
      let heard: (() => void) | undefined;
      await new Promise<void>((resolve, reject) => {
        client
          .channel(`sync:${user}`, { config: { private: true } })
          .on('broadcast', { event: 'changed' }, () => heard?.())
          .subscribe((status, error) => {
            if (status === REALTIME_SUBSCRIBE_STATES.SUBSCRIBED) resolve();
            else if (error) reject(error);
          });
      });
      const rounds = isQuick ? 5 : 500;
      const samples: number[] = [];
      progress.expect(rounds);
      for (let nth = 0; nth < rounds; nth += 1) {
        const arrived = new Promise<void>((resolve) => (heard = resolve));
        const edit = `update public.${syncedTable(1)} set title = 'poke ${nth}' where user_id = '${user}'`;
        const { ms } = await timed(async () => {
          await database.sql.unsafe(edit);
          await Promise.race([arrived, sleep(5_000)]);
        });
        samples.push(ms);
        progress.advance();
      }
      await client.removeAllChannels();
      await client.realtime.disconnect();
      const value = summarize(samples);
      return [
        {
          name: 'poke',
          measured: 'an edit, its commit and the message at the client, local stack',
          value,
          target: 'p95 ≤ 132 ms',
          isKept: value.p95 <= 132,
        },
      ];
    } finally {
      await realtime.stop();
    }
  },
};
