import { stripVTControlCharacters } from 'node:util';

/**
 * Creates counts: `{ passed, failed, skipped, failures: string[], skips: { name, reason }[], second: string[] }`, the last
 * being tests that passed at their second try, each with why the first failed.
 */
export function counts(part = {}) {
  return { passed: 0, failed: 0, skipped: 0, failures: [], skips: [], second: [], ...part };
}

/** Returns the first line of an error's message, without colours. A log that was cut still has it in the summary. */
export function firstLine(error) {
  const text = stripVTControlCharacters(String(error?.message ?? error ?? 'no message'));
  return text.trim().split('\n', 1)[0].slice(0, 300);
}

/** Counts a run as failed if it exited with an error although its report has no failures. */
function withExitCode(name, code, result) {
  if (code === 0 || result.failed > 0) return result;
  return { ...result, failed: 1, failures: [`${name} exited with code ${code}`] };
}

/** Returns the counts of a report from lib/vitest-reporter.mjs. A missing report counts as one failure. */
export function fromVitest(name, code, report) {
  if (report === undefined)
    return counts({ failed: 1, failures: [`${name}: Vitest exited with code ${code} and no report`] });
  const result = counts({
    passed: report.passed,
    failed: report.failures.length,
    skipped: report.skips.length,
    failures: report.failures,
    skips: report.skips,
    second: report.second ?? [],
  });
  return withExitCode(`${name}: Vitest`, code, result);
}

function* specsOf(suite, titles) {
  const path = suite.title ? [...titles, suite.title] : titles;
  for (const spec of suite.specs ?? []) yield { spec, title: [...path, spec.title].join(' › ') };
  for (const child of suite.suites ?? []) yield* specsOf(child, path);
}

/** Returns the counts of a report from Playwright's JSON reporter. A test that passed at its second try counts as passed. */
export function fromPlaywright(code, report) {
  if (report === undefined)
    return counts({ failed: 1, failures: [`end to end: Playwright exited with code ${code} and no report`] });
  const result = counts();
  for (const suite of report.suites ?? []) {
    for (const { spec, title } of specsOf(suite, [])) {
      for (const test of spec.tests) {
        const name = `[${test.projectName}] ${title}`;
        if (test.status === 'skipped') {
          const reason = test.annotations?.find(
            (note) => note.type === 'skip' || note.type === 'fixme',
          )?.description;
          result.skips.push({ name, reason: reason ?? 'no reason given' });
        } else if (test.status === 'unexpected')
          result.failures.push(`${name}: ${firstLine(test.results?.at(-1)?.error)}`);
        else {
          result.passed += 1;
          if (test.status === 'flaky') result.second.push(`${name}: ${firstLine(test.results?.[0]?.error)}`);
        }
      }
    }
  }
  for (const error of report.errors ?? []) result.failures.push(`Playwright: ${firstLine(error)}`);
  result.failed = result.failures.length;
  result.skipped = result.skips.length;
  return withExitCode('Playwright', code, result);
}

/** Adds up counts. */
export function add(results) {
  return results.reduce(
    (sum, part) => ({
      passed: sum.passed + part.passed,
      failed: sum.failed + part.failed,
      skipped: sum.skipped + part.skipped,
      failures: [...sum.failures, ...part.failures],
      skips: [...sum.skips, ...part.skips],
      second: [...sum.second, ...part.second],
    }),
    counts(),
  );
}

/** Returns the last line of `npm test`. */
export function summaryLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
