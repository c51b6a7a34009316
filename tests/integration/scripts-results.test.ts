import { describe, expect, it } from 'vitest';
import { add, counts, fromPlaywright, fromVitest, summaryLine } from '../../scripts/lib/results.mjs';

describe('adding up tests', () => {
  const vitest = { passed: 3, failures: ['a › b'], skips: [{ name: 'c', reason: 'no display' }] };
  const playwright = {
    suites: [
      {
        title: 'a.spec.ts',
        specs: [{ title: 'one', tests: [{ projectName: 'browser', status: 'expected' }] }],
        suites: [
          {
            title: 'group',
            specs: [
              {
                title: 'two',
                tests: [
                  {
                    projectName: 'browser',
                    status: 'unexpected',
                    results: [{ error: { message: '\u001b[31mnot within 5 s\u001b[39m\nat here' } }],
                  },
                ],
              },
              {
                title: 'three',
                tests: [
                  {
                    projectName: 'browser',
                    status: 'flaky',
                    results: [{ error: { message: 'too late' } }, {}],
                  },
                ],
              },
              {
                title: 'four',
                tests: [
                  {
                    projectName: 'desktop',
                    status: 'skipped',
                    annotations: [{ type: 'skip', description: 'no tray here' }],
                  },
                ],
              },
            ],
          },
        ],
      },
    ],
    errors: [],
  };

  it('counts what the tools report, with names and reasons', () => {
    const total = add([fromVitest('unit', 1, vitest), fromPlaywright(1, playwright)]);
    expect(total).toMatchObject({ passed: 5, failed: 2, skipped: 2 });
    expect(total.failures).toEqual(['a › b', '[browser] a.spec.ts › group › two: not within 5 s']);
    expect(total.skips).toContainEqual({
      name: '[desktop] a.spec.ts › group › four',
      reason: 'no tray here',
    });
    expect(total.second).toEqual(['[browser] a.spec.ts › group › three: too late']);
    expect(summaryLine(total)).toBe('5 passed, 2 failed, 2 skipped');
  });

  it('counts a tool that died, or failed with nothing to show for it, as a failure', () => {
    expect(fromVitest('unit', 137, undefined).failed).toBe(1);
    expect(fromVitest('unit', 1, { passed: 3, failures: [], skips: [] }).failed).toBe(1);
    expect(fromPlaywright(1, undefined).failed).toBe(1);
    expect(fromPlaywright(1, { suites: [], errors: [{ message: 'cannot load config' }] }).failed).toBe(1);
    expect(fromPlaywright(0, { suites: [], errors: [] }).failed).toBe(0);
  });

  it('ends with the line that others read', () => {
    expect(summaryLine(counts({ passed: 12 }))).toBe('12 passed, 0 failed');
  });
});
