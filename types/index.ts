/**
 * What an app needs: `createSync`, the WatermelonDB schema and migrations, and the types of rows and RPCs.
 *
 * Some records have an id that is derived from two others, so that devices which make the same record offline make one
 * and not two. It is a UUID of version 3 (RFC 9562), which `v3` of the npm package `uuid` makes:
 *
 * @example
 * import { v3 } from 'uuid';
 * const id = v3(questionId, attemptId); // the id of an answer: the name first, then what it lies in
 */
export type { Database as SupabaseDatabase, Json } from './database.ts';
export type { PresentDevice, Presence } from './live.ts';
export * from './records.ts';
export * from './sync.ts';
export * from './watermelon.ts';
