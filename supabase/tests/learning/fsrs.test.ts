import { createEmptyCard, fsrs, Rating, State, type Card, type Grade } from 'ts-fsrs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../scripts/test/database.ts';

// The schedule of reviews in SQL is that of ts-fsrs, by which a client shows it offline: 10,000 random histories, reviewed
// early, on time and late, several times a day and years apart, in one statement.

const HISTORIES = 10_000;

let db: TestDatabase;

beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

interface Review {
  rating: Grade;
  reviewedAt: Date;
}

interface Replayed {
  state: string;
  step: number;
  stability: number;
  difficulty: number;
  interval_days: number;
  due_at: string;
  lapses: number;
}

/** Numbers from 0 to 1, the same for the same seed. */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Good is what a review most often is. */
const RATINGS = [Rating.Again, Rating.Hard, Rating.Good, Rating.Good, Rating.Good, Rating.Easy];

const scheduler = fsrs({ enable_fuzz: false });

/** What ts-fsrs makes of a history, review by review; the moments depend on when it says something is due. */
function play(random: () => number): { reviews: Review[]; cards: Card[] } {
  const reviews: Review[] = [];
  const cards: Card[] = [];
  let now = Date.UTC(2020, 0, 1) + Math.floor(random() * 1000 * 86_400_000);
  let card = createEmptyCard(new Date(now));
  const length = 1 + Math.floor(random() * 14);
  for (let nth = 0; nth < length; nth += 1) {
    const rating = RATINGS[Math.floor(random() * RATINGS.length)] as Grade;
    card = scheduler.next(card, new Date(now), rating).card;
    reviews.push({ rating, reviewedAt: new Date(now) });
    cards.push(card);
    const untilDue = card.due.getTime() - now;
    // At once, early, on time, or late by up to half a year.
    const wait = [
      Math.floor(random() * 60_000),
      Math.floor(random() * untilDue),
      untilDue,
      untilDue + Math.floor(random() ** 3 * 180 * 86_400_000),
    ][Math.floor(random() * 4)] as number;
    now += Math.max(wait, 1);
  }
  return { reviews, cards };
}

test(`${String(HISTORIES)} random histories end as ts-fsrs says, review by review`, async () => {
  const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
  const random = randomNumbers(seed);
  const histories = Array.from({ length: HISTORIES }, () => play(random));

  const rows = await db.sql<{ history: number; replayed: Replayed[] }[]>`
    select h.nth::integer as history, (
      select json_agg(r order by r.nth)
      from private.fsrs_replay(
        array(select (e ->> 0)::smallint from jsonb_array_elements(h.reviews) with ordinality as e (e, n) order by n),
        array(select to_timestamp((e ->> 1)::numeric / 1000)::timestamptz(3) from jsonb_array_elements(h.reviews) with ordinality as e (e, n) order by n)
      ) as r
    ) as replayed
    from jsonb_array_elements(${db.sql.json(
      histories.map(({ reviews }) =>
        reviews.map(({ rating, reviewedAt }) => [rating, reviewedAt.getTime()]),
      ),
    )}::jsonb) with ordinality as h (reviews, nth)
    order by h.nth`;

  expect(rows).toHaveLength(HISTORIES);
  let compared = 0;
  for (const { history, replayed } of rows) {
    const { reviews, cards } = histories[history - 1] ?? { reviews: [], cards: [] };
    const told = `seed ${String(seed)}, history ${String(history)}: ${JSON.stringify(reviews)}`;
    expect(replayed, told).toHaveLength(cards.length);
    for (const [nth, card] of cards.entries()) {
      const ours = replayed[nth] as Replayed;
      compared += 1;
      // Plain comparisons first: ten thousand histories of expectations would take minutes.
      const isSame =
        ours.state === State[card.state].toLowerCase() &&
        ours.interval_days === card.scheduled_days &&
        new Date(ours.due_at).getTime() === card.due.getTime() &&
        ours.lapses === card.lapses &&
        (ours.state === 'review' || ours.step === card.learning_steps) &&
        Math.abs(ours.stability - card.stability) <= 1e-7 * Math.max(1, card.stability) &&
        Math.abs(ours.difficulty - card.difficulty) <= 1e-7;
      if (!isSame) {
        expect(ours, `review ${String(nth + 1)} of ${told}`).toEqual({
          state: State[card.state].toLowerCase(),
          step: card.learning_steps,
          stability: card.stability,
          difficulty: card.difficulty,
          interval_days: card.scheduled_days,
          due_at: card.due.toISOString(),
          lapses: card.lapses,
        });
      }
    }
  }
  expect(compared).toBeGreaterThan(HISTORIES * 5);
});
