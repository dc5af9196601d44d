import { parseArgs } from 'node:util';
import type { Closers, Server } from './server.ts';

const help = `npm run demo [-- devices|mbti] [options]

  devices   two devices of one person, each a real WatermelonDB, work offline on the same records, lose a reply,
            hold a record the server refuses, come back and agree (the default)
  mbti      two people of different types pull for the first time: what comes first, and what is kept ready

Every sentence is checked before it is printed.

Starts a temporary server of its own, unless told where one is:

  --url <url>            API of a running stack or project, such as http://127.0.0.1:54321
  --key <key>            its publishable key
  --database-url <url>   Postgres behind it, as role postgres: to hold a stranger's transaction open (optional)
  --help

A server that was given keeps what the demo made: two people named noor-… and sem-…@example.com. The story mbti makes
nothing; it needs the demo people there (npm start brings them).
Exit code 0: every sentence was true. 1: one was not, or something failed.`;

const closers: Closers = [];
let closing: Promise<void> | undefined;

/** Undoes what was started, last first. What cannot be undone must not keep the rest from it. */
function close(): Promise<void> {
  closing ??= (async () => {
    for (let closer = closers.pop(); closer; closer = closers.pop())
      await closer().catch(() => undefined);
  })();
  return closing;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      url: { type: 'string' },
      key: { type: 'string' },
      'database-url': { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const [story = 'devices', ...more] = positionals;
  if (!['devices', 'mbti'].includes(story) || more.length > 0)
    throw new Error(`there is no story ${positionals.join(' ')}: devices or mbti is wanted`);
  if ((values.url === undefined) !== (values.key === undefined)) {
    throw new Error('--url and --key go together');
  }

  // Libraries announce themselves: supabase-js that it will drop Node 20 one day. No part of the story.
  for (const level of ['warn', 'error'] as const) {
    const print = console[level].bind(console);
    console[level] = (...message: unknown[]): void => {
      if (!/Node\.js 20|EXPERIMENTAL FEATURES/.test(String(message[0]))) print(...message);
    };
  }
  // Imported now: what takes a second should not delay --help.
  const [{ Narrator }, { startServer }, tell] = await Promise.all([
    import('./narrator.ts'),
    import('./server.ts'),
    story === 'mbti'
      ? import('./mbti.ts').then(({ tellTypes }) => tellTypes)
      : import('./story.ts').then(({ tellStory }) => tellStory),
  ]);
  const narrator = new Narrator((line) => console.log(line));
  const startedAt = performance.now();
  const seconds = (): string => ((performance.now() - startedAt) / 1000).toFixed(1);
  try {
    let server: Server;
    if (values.url !== undefined && values.key !== undefined) {
      server = { url: values.url, key: values.key };
      if (values['database-url'] !== undefined) server.databaseUrl = values['database-url'];
    } else {
      narrator.chapter('Starting a server for this demo alone');
      server = await startServer(closers, (line) => narrator.progress(line), {
        seed: story === 'mbti',
      });
      narrator.progress(`ready after ${seconds()} s`);
    }
    await tell(server, narrator, closers);
    narrator.chapter(
      `Everything above was checked: ${narrator.claims} sentences, all true, in ${seconds()} s.`,
    );
    return 0;
  } catch (error) {
    // After Ctrl-C everything fails.
    if (interrupted === undefined) narrator.failure(error);
    return 1;
  } finally {
    await close();
  }
}

let interrupted: number | undefined;
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const) {
  process.once(signal, () => {
    interrupted = code;
    console.log('\nStopping …');
    void close().then(() => process.exit(code));
  });
}

main().then(
  (code) => process.exit(interrupted ?? code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(interrupted ?? 1);
  },
);
