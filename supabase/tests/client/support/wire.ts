/** One request of supabase-js, as the server saw it. */
export interface Call {
  /** Name of the RPC, or the path of anything else. */
  readonly rpc: string;
  /** Changes to it are sent. */
  readonly body: Record<string, unknown>;
  readonly bytesUp: number;
  /** Delivers the request; for a fate that wants to be there when it is. */
  send(): Promise<Response>;
  /** Known when the answer is there. */
  answer: unknown;
  status: number;
  bytesDown: number;
}

/**
 * What happens to a request: it is delivered; it never reaches the server; the server does what it asks and the
 * reply is lost; or it is answered by somebody else.
 */
export type Fate = 'deliver' | 'drop' | 'lose' | Response;

/** The network between one device and the server: counts what goes over it, and breaks as a test wants. */
export class Wire {
  readonly calls: Call[] = [];
  isOnline = true;
  /** How far the device's clock is off; the adapter tells the server the time of the device. */
  skewMs = 0;
  /** Asked before each request; may take its time, which delays the request. */
  fate: (call: Call) => Fate | Promise<Fate> = () => 'deliver';
  /** Told of each answer that arrived at the server's end, also of lost ones. */
  answered: (call: Call) => void | Promise<void> = () => undefined;

  /** Requests for one RPC, oldest first. */
  of(rpc: string): Call[] {
    return this.calls.filter((call) => call.rpc === rpc);
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const text = typeof init?.body === 'string' ? init.body : '';
    const rpc = /\/rpc\/(\w+)$/.exec(url.pathname)?.[1] ?? url.pathname;
    let body: Record<string, unknown> = {};
    if (text.startsWith('{')) {
      body = JSON.parse(text) as Record<string, unknown>;
      if (typeof body.client_time === 'number' && this.skewMs !== 0) {
        body.client_time += this.skewMs;
      }
    }
    const call: Call = {
      rpc,
      body,
      bytesUp: Buffer.byteLength(text),
      answer: undefined,
      status: 0,
      bytesDown: 0,
      async send() {
        const response = await fetch(
          input,
          text === '' ? init : { ...init, body: JSON.stringify(body) },
        );
        const answer = await response.text();
        call.status = response.status;
        call.bytesDown = Buffer.byteLength(answer);
        call.answer = answer === '' ? undefined : parsed(answer);
        return new Response(answer === '' ? null : answer, {
          status: response.status,
          headers: response.headers,
        });
      },
    };
    this.calls.push(call);
    const fate = this.isOnline ? await this.fate(call) : 'drop';
    // What fetch throws when there is no network.
    if (fate === 'drop') throw new TypeError('fetch failed');
    if (fate instanceof Response) {
      call.status = fate.status;
      return fate;
    }
    const response = await call.send();
    await this.answered(call);
    if (fate === 'lose') throw new TypeError('fetch failed');
    return response;
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
