import type { SupabaseClient } from '@supabase/supabase-js';
import { connect } from './device.ts';
import type { Narrator } from './narrator.ts';
import type { Server } from './server.ts';

interface Hints {
  type: string;
  functions: { code: string; tables: string[] }[];
  table_order: string[];
  page_size: number;
  prefetch_item_ids: string[];
  cache_policy: { scope: string; duration: string; preload: string };
}

interface Page {
  changes: Record<string, { updated: { id: string }[] }>;
  timestamp: number;
  has_more: boolean;
  page_token: string | null;
  cache_policy: Hints['cache_policy'];
}

/** One person's first pull, as it arrived. */
interface Arrival {
  name: string;
  hints: Hints;
  /** Tables in the order in which their first row came. */
  order: string[];
  rows: Map<string, number>;
  /** The same, had it come at once. */
  whole: Map<string, number>;
  pages: number;
  policy: Hints['cache_policy'];
  titles: string[];
}

// Small, so that what comes first can be told from what comes later.
const PAGE_SIZE = 50;
const SHOWN = 12;

/** Tells how the same first pull differs between two people of different types. */
export async function tellTypes(server: Server, narrator: Narrator): Promise<void> {
  narrator.chapter('1. Anna and Bram install the app, and their devices pull for the first time');
  const anna = await arrive(server, 'anna');
  const bram = await arrive(server, 'bram');
  narrator.tell(
    `Anna is ${anna.hints.type}, Bram is ${bram.hints.type}.`,
    [anna.hints.type, bram.hints.type],
    ['INFJ', 'ESTP'],
  );
  for (const { name, hints, order, rows, pages } of [anna, bram]) {
    narrator.check(
      `${name}'s ${sum(rows)} rows of ${order.length} tables come on ${pages} pages, in the order of ${hints.type}: who they are, then what its functions turn to, then the rest.`,
      order,
      hints.table_order.filter((table) => rows.has(table)),
    );
  }

  narrator.chapter('2. What comes first');
  narrator.table([
    ['', `Anna, ${anna.hints.type}`, 'because of', `Bram, ${bram.hints.type}`, 'because of'],
    ...Array.from({ length: SHOWN }, (_, nth) => [
      String(nth + 1),
      anna.order[nth] ?? '',
      reason(anna, nth),
      bram.order[nth] ?? '',
      reason(bram, nth),
    ]),
  ]);
  const elsewhere = anna.order.filter((table, nth) => bram.order[nth] !== table).length;
  narrator.check(
    `${elsewhere} of Anna's ${anna.order.length} tables come at another place than Bram's.`,
    elsewhere >= SHOWN / 2,
  );

  narrator.chapter('3. What is kept ready');
  narrator.table([
    ['', 'Anna', 'Bram'],
    ['rows a page', String(anna.hints.page_size), String(bram.hints.page_size)],
    ['cache', cache(anna), cache(bram)],
    ...Array.from({ length: 5 }, (_, nth) => [
      nth === 0 ? 'to read first' : '',
      anna.titles[nth] ?? '',
      bram.titles[nth] ?? '',
    ]),
  ]);
  narrator.check(
    'Introverts keep a focused cache for long, their own data first; extraverts a broad one for less long, social data first.',
    [anna.policy, bram.policy].map(({ scope, duration, preload }) => ({
      scope,
      duration,
      preload,
    })),
    [
      { scope: 'focused', duration: 'long', preload: 'personal_data' },
      { scope: 'broad', duration: 'medium', preload: 'social_data' },
    ],
  );
  const both = anna.hints.prefetch_item_ids.filter((id) =>
    bram.hints.prefetch_item_ids.includes(id),
  );
  narrator.check(
    `Of the library, ${anna.hints.prefetch_item_ids.length} items are fetched ahead for Anna and ${bram.hints.prefetch_item_ids.length} for Bram; ${both.length} for both.`,
    both.length < anna.hints.prefetch_item_ids.length,
  );
  narrator.check(
    'In the end each has what one pull without pages brings: the order decides what comes first, never what comes.',
    [anna.rows, bram.rows],
    [anna.whole, bram.whole],
  );
}

async function arrive(server: Server, name: string): Promise<Arrival> {
  const supabase = connect(server.url, server.key);
  const { error } = await supabase.auth.signInWithPassword({
    email: `${name}@example.com`,
    password: 'futuresync',
  });
  if (error)
    throw new Error(`${name}@example.com cannot sign in at ${server.url}: ${error.message}`, {
      cause: error,
    });
  const hints = await call<Hints>(supabase, 'get_optimization_hints', {});
  const rows = new Map<string, number>();
  let page: Page | undefined;
  let pages = 0;
  do {
    page = await call<Page>(supabase, 'pull_changes_optimized', {
      optimization_hints: {
        page_size: PAGE_SIZE,
        ...(page?.page_token ? { page_token: page.page_token } : {}),
      },
    });
    pages += 1;
    for (const [table, count] of counts(page)) rows.set(table, (rows.get(table) ?? 0) + count);
  } while (page.has_more);
  const whole = counts(await call<Page>(supabase, 'pull_changes_optimized', {}));
  const items = await supabase
    .from('content_items')
    .select('id, title')
    .in('id', hints.prefetch_item_ids);
  const titles = new Map(
    (items.data as { id: string; title: { en: string } }[]).map(({ id, title }) => [id, title.en]),
  );
  return {
    name: name.charAt(0).toUpperCase() + name.slice(1),
    hints,
    order: [...rows.keys()],
    rows,
    whole,
    pages,
    policy: page.cache_policy,
    titles: hints.prefetch_item_ids.map((id) => titles.get(id) ?? ''),
  };
}

async function call<Result>(
  supabase: SupabaseClient,
  name: string,
  args: Record<string, unknown>,
): Promise<Result> {
  const answer = await supabase.rpc(name, args);
  const { error } = answer;
  if (error) throw new Error(`${name}: ${error.message}. ${error.details}`, { cause: error });
  return answer.data as Result;
}

/** The cognitive function that a table comes early for. */
function reason({ order, hints }: Arrival, nth: number): string {
  const table = order[nth] ?? '';
  return hints.functions.find(({ tables }) => tables.includes(table))?.code ?? '';
}

function cache({ policy }: Arrival): string {
  return `${policy.scope}, ${policy.duration}, ${policy.preload.replace('_', ' ')} first`;
}

function counts(page: Page): Map<string, number> {
  return new Map(
    Object.entries(page.changes).map(([table, { updated }]) => [table, updated.length]),
  );
}

function sum(rows: ReadonlyMap<string, number>): number {
  return [...rows.values()].reduce((total, count) => total + count, 0);
}
