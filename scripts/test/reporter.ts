import type { SerializedError } from 'vitest';
import type { Reporter, TestModule } from 'vitest/node';

/** Ends a run with the one line that people and `.ci/run` read: `N passed, N failed in N s`. */
export default class SummaryReporter implements Reporter {
  #startedAt = Date.now();

  onTestRunStart(): void {
    this.#startedAt = Date.now();
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) {
      const before = counts.failed;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'pending') counts.failed += 1;
        else counts[state] += 1;
      }
      // A file that does not load, or whose hook throws, fails without a failed test.
      if (module.state() === 'failed' && counts.failed === before) counts.failed += 1;
    }
    const skipped = counts.skipped === 0 ? '' : `, ${counts.skipped} skipped`;
    const seconds = ((Date.now() - this.#startedAt) / 1000).toFixed(0);
    process.stdout.write(
      `${counts.passed} passed, ${counts.failed} failed${skipped} in ${seconds} s\n`,
    );
  }
}
