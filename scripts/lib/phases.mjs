import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { productEnv, productNode, root, tools } from './paths.mjs';
import { endProcess, exitCodeOf } from './process.mjs';
import { fromPlaywright, fromVitest } from './results.mjs';

const maxPhaseMs = 40 * 60_000;

/**
 * Runs a program with our input and output. Resolves with its exit code. Stops it when we are stopped, or after
 * `maxMs`.
 */
export function runInherited(command, args, { env, maxMs = maxPhaseMs } = {}) {
  const child = spawn(command, args, { cwd: root, env, stdio: 'inherit' });
  const timer = setTimeout(() => {
    process.stderr.write(`Stopped after ${maxMs / 60_000} minutes.\n`);
    void endProcess(child);
  }, maxMs);
  const ignore = () => {};
  const terminate = () => child.kill('SIGTERM');
  process.on('SIGINT', ignore);
  process.on('SIGTERM', terminate);
  return new Promise((done) => {
    const finish = (code) => {
      clearTimeout(timer);
      process.off('SIGINT', ignore);
      process.off('SIGTERM', terminate);
      done(code);
    };
    child.once('error', () => finish(127));
    child.once('exit', (code, signal) => finish(exitCodeOf(code, signal)));
  });
}

/** Runs a test tool that writes a JSON report. Resolves with the exit code and the report, undefined if there is none. */
async function withReport(run) {
  const folder = mkdtempSync(join(tmpdir(), 'quayside-report-'));
  const file = join(folder, 'report.json');
  try {
    const code = await run(file);
    try {
      return { code, report: JSON.parse(readFileSync(file, 'utf8')) };
    } catch {
      return { code, report: undefined };
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs one Vitest project. Resolves with the counts of its tests. */
export async function runVitest(project, extra = [], env = {}) {
  const reporter = join(root, 'scripts/lib/vitest-reporter.mjs');
  const { code, report } = await withReport((file) =>
    runInherited(
      productNode(),
      [
        ...[tools.vitest, 'run', '--project', project, '--passWithNoTests'],
        ...['--reporter=default', `--reporter=${reporter}`],
        ...extra,
      ],
      { env: productEnv({ ...env, QUAYSIDE_TEST_REPORT: file }) },
    ),
  );
  return fromVitest(project, code, report);
}

/** Runs the Playwright specs. Resolves with their counts. */
export async function runPlaywright(extra = [], env = {}) {
  const { code, report } = await withReport((file) =>
    runInherited(
      productNode(),
      [tools.playwright, 'test', '--pass-with-no-tests', '--reporter=list,json', ...extra],
      { env: productEnv({ ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: file }) },
    ),
  );
  return fromPlaywright(code, report);
}
