import { defineConfig } from 'vitest/config';
import LongestFirst from './tests/support/longest-first.ts';

export default defineConfig({
  test: {
    // Tests start processes and workers.
    pool: 'forks',
    teardownTimeout: 20_000,
    sequence: { sequencer: LongestFirst },
    maxWorkers: 2,
    // A busy machine can upset a test that waits for time to pass; `npm test` names each that needed its second try.
    retry: process.env.CI ? 1 : 0,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'src/**/*.test.tsx'],
          testTimeout: 10_000,
          // Each file has modules of its own all the same, and is checked for what it leaves behind.
          isolate: false,
          setupFiles: ['tests/support/shared-process.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['tests/{integration,migrations,security,chaos}/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
