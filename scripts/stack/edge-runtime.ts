// Loaded by Deno before each edge function; it never runs on Node.

interface DenoParts {
  /** The process that started this one. */
  readonly ppid: number;
  unrefTimer(timer: number): void;
  exit(code: number): never;
}
const { Deno } = globalThis as unknown as { Deno: DenoParts };

// What hosted offers beyond Deno: work that goes on after the response. A local process simply lives on.
const EdgeRuntime = {
  waitUntil<T>(promise: Promise<T>): Promise<T> {
    promise.catch((error: unknown) => console.error(error));
    return promise;
  },
};
Object.assign(globalThis, { EdgeRuntime });

// When the stack is gone, however it went, so is its function. (Deno waits for what a preloaded module
// has begun before it runs the function; a timer that does not count is not waited for.)
const stack = Deno.ppid;
const timer = setInterval(() => {
  if (Deno.ppid !== stack) Deno.exit(0);
}, 500);
Deno.unrefTimer(timer as unknown as number);
