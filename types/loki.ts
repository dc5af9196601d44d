/**
 * WatermelonDB's adapter for browsers, which also runs in Node. It is CommonJS: what importing it gives differs between
 * Node and bundlers, and between bundlers. This is the class in all of them.
 */
import type { DatabaseAdapter } from '@nozbe/watermelondb';
import loki, { type LokiAdapterOptions } from '@nozbe/watermelondb/adapters/lokijs/index.js';

type Constructor = new (options: LokiAdapterOptions) => DatabaseAdapter;

export const LokiJSAdapter: Constructor = 'default' in loki ? loki.default : loki;
