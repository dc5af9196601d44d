import { SingleBar, type Options as BarOptions } from 'cli-progress';

/** A bar on a terminal, a line for each step elsewhere; on stderr, so that stdout is the result alone. */
export class Progress {
  #bar: SingleBar | undefined;
  #expected = 0;
  #done = 0;
  readonly #isQuiet: boolean;

  constructor({ isQuiet = false }: { isQuiet?: boolean } = {}) {
    this.#isQuiet = isQuiet;
  }

  /** A new step begins. */
  step(name: string): void {
    this.end();
    if (this.#isQuiet) return;
    if (!process.stderr.isTTY) {
      process.stderr.write(`${name} …\n`);
      return;
    }
    this.#expected = 0;
    this.#done = 0;
    const options: BarOptions = {
      format: '{bar} {percentage}% {name}',
      stream: process.stderr,
      hideCursor: true,
      clearOnComplete: true,
      barsize: 24,
    };
    this.#bar = new SingleBar(options);
    this.#bar.start(1, 0, { name });
  }

  /** The step has this many more parts than was known. */
  expect(parts: number): void {
    this.#expected += parts;
    this.#bar?.setTotal(this.#expected);
  }

  advance(parts = 1): void {
    this.#done += parts;
    this.#bar?.update(this.#done);
  }

  end(): void {
    this.#bar?.stop();
    this.#bar = undefined;
  }
}
