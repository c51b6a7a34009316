import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');

/** Where the time of day enters the program: the ports and what cannot have one. */
const TIME_OF_DAY: Readonly<Record<string, string>> = {
  'src/main/system-clock.ts': 'the clock of the console',
  'src/gateway/execute/executor.ts': 'the clock of the gateway',
  'src/gateway/cli/serve.ts': 'the clock of the demo',
  'src/gateway/ids.ts': 'the time in an id; ids ascend also when it goes back',
  'src/gateway/widget/script.ts': "the time in an id, on a customer's computer",
  'src/gateway/widget/message-script.ts': "which messages are of today, on a customer's computer",
};

/** Where the console asks the clock of its machine. Everything else compares with the gateway's time. */
const MACHINE_TIME: Readonly<Record<string, string>> = {
  'src/main/engine/client/client.ts': "the gateway's time before it is known",
  'src/main/engine/connection/gateway-time.ts':
    "the gateway's time before it is known, and how long the machine slept",
  'src/main/engine/threads/engine.ts': 'names of damaged files, times of refused events, no open account',
  'src/main/hosts/browser/access.ts': 'cookies, which outlive the process',
  'src/main/hosts/browser/power.ts': 'how long the machine slept',
  'src/main/services/json-file.ts': 'names of damaged files',
};

/** Returns the sources without comments, by path. */
function sources(pattern: string): ReadonlyMap<string, string> {
  const files = globSync(pattern, { cwd: ROOT }).filter((file) => !/\.test\.tsx?$/.test(file));
  return new Map(
    files.map((file) => [
      file.replaceAll('\\', '/'),
      readFileSync(join(ROOT, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ''),
    ]),
  );
}

/** Returns the files that match a pattern and are not listed. */
function unlisted(pattern: RegExp, files: ReadonlyMap<string, string>, listed: readonly string[]): string[] {
  return [...files]
    .filter(([file, text]) => pattern.test(text) && !listed.includes(file))
    .map(([file]) => file);
}

describe('the time of day', () => {
  // A duration is measured by `monotonic()` of the console's clock, or by `performance.now()`: neither ever goes back.
  it('is read in the listed files only', () => {
    const reads = /\bDate\.now\b|\bnew Date\(\)|\bDate\(\)/;
    expect(unlisted(reads, sources('src/**/*.{ts,tsx}'), Object.keys(TIME_OF_DAY))).toEqual([]);
  });

  it('is that of the gateway in the console, but for the listed files', () => {
    const reads = /clock\.now\b/i;
    expect(unlisted(reads, sources('src/main/**/*.ts'), Object.keys(MACHINE_TIME))).toEqual([]);
  });

  it('is that of the gateway in the window', () => {
    const reads = /\btimeOrigin\b/;
    const home = 'src/renderer/src/bridge/gateway-time.ts';
    expect(unlisted(reads, sources('src/renderer/**/*.{ts,tsx}'), [home])).toEqual([]);
  });
});
