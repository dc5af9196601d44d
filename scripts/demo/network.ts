import type { Fetch } from './device.ts';

/** What a push_changes request carried, and what the server answered. */
export interface Exchange {
  body: Record<string, unknown>;
  answer: unknown;
}

/** A device's connection, which can be off, or break at the worst moment. */
export class Network {
  isOnline = true;
  /** The next push reaches the server and is committed; the answer is lost, and then the line is dead. */
  breaksAfterNextPush = false;
  /** The push whose answer was lost. */
  lost: Exchange | undefined;

  readonly fetch: Fetch = async (input, init) => {
    if (!this.isOnline) throw new TypeError('fetch failed: no network');
    const response = await fetch(input, init);
    const url = input instanceof Request ? input.url : String(input);
    if (this.breaksAfterNextPush && url.endsWith('/rpc/push_changes')) {
      this.breaksAfterNextPush = false;
      this.isOnline = false;
      this.lost = {
        body: JSON.parse(init?.body as string) as Exchange['body'],
        answer: await response.json(),
      };
      throw new TypeError('fetch failed: connection lost');
    }
    return response;
  };
}
