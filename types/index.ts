export type { Database as SupabaseDatabase, Json } from './database.ts';
export * from './sync.ts';
export * from './watermelon.ts';
