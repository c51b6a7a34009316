import { writeFileSync } from 'node:fs';
import { firstLine } from './results.mjs';

/**
 * A Vitest reporter that writes the report for lib/results.mjs. Unlike Vitest's own JSON report, it has the reasons of
 * skipped tests and the errors of files that could not be run.
 */
export default class Reporter {
  onTestRunEnd(modules, unhandledErrors) {
    const report = { passed: 0, failures: [], skips: [], second: [] };
    for (const module of modules) {
      let failures = 0;
      for (const test of module.children.allTests()) {
        const { state, note, errors } = test.result();
        const name = `${module.relativeModuleId} › ${test.fullName}`;
        if (state === 'passed') {
          report.passed += 1;
          if (test.diagnostic()?.flaky) report.second.push(`${name}: ${firstLine(errors?.[0])}`);
        } else if (state === 'skipped')
          report.skips.push({ name, reason: note ?? test.options.mode ?? 'skipped' });
        else {
          failures += 1;
          report.failures.push(`${name}: ${firstLine(errors?.[0])}`);
        }
      }
      if (failures === 0 && module.state() === 'failed')
        report.failures.push(`${module.relativeModuleId} could not be run`);
    }
    for (const error of unhandledErrors) report.failures.push(`unhandled error: ${firstLine(error)}`);
    const file = process.env.QUAYSIDE_TEST_REPORT;
    if (file) writeFileSync(file, JSON.stringify(report));
  }
}
