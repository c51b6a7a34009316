import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type TemporaryFolder, temporaryFolder } from '../support/folders.ts';
import { type Outcome, runGateway } from '../support/processes.ts';

let folder: TemporaryFolder;

beforeAll(() => {
  folder = temporaryFolder('cli');
});
afterAll(() => folder.remove());

const run = (args: readonly string[], env: Record<string, string> = {}): Promise<Outcome> =>
  runGateway(args, { QUAYSIDE_DATA_DIR: join(folder.path, 'data'), ...env });

/** Asked for wrongly: code 2, in words on standard error, without a stack, and nothing on standard output. */
function expectUsage(outcome: Outcome, says: RegExp): void {
  expect(outcome.code, outcome.stderr).toBe(2);
  expect(outcome.stderr).toMatch(says);
  expect(outcome.stderr).not.toMatch(/\n\s+at /);
  expect(outcome.stdout).toBe('');
}

describe('a gateway command line that is wrong', () => {
  it.each([
    [['serve', '--port', '70000'], /--port/],
    [['serve', '--port', 'abc'], /--port/],
    [['serve', '--speed', '-1'], /--speed/],
    [['serve', '--rate', '1e9'], /--rate/],
    [['serve', '--nonsense'], /--nonsense/],
    [['sevre'], /sevre/],
    [['migrate', '--to', 'latest'], /--to/],
    [['user', 'add', 'ada'], /--role/],
    [['user', 'add', 'ada', '--role', 'king'], /viewer, agent, manager, admin/],
    [['import', 'orders', 'x.csv', '--format', 'xml'], /superstore, online-retail/],
    [['import', 'orders', '--format', 'superstore'], /file/],
  ] as const)('%j is refused in words', async (args, says) => {
    expectUsage(await run(args), says);
    expect(existsSync(join(folder.path, 'data', 'gateway.db'))).toBe(false);
  });

  it.each([
    ['WEBSOCKET_PORT', 'eighty'],
    ['WEBSOCKET_PATH', 'ws'],
    ['WEBSOCKET_ENABLE_COMPRESSION', 'maybe'],
    ['LOG_RETENTION_EVENTS', '0'],
    ['DATABASE_URL', 'postgres://x'],
    ['AUTH_SECRET', 'short'],
    ['WORKSPACE_TIME_ZONE', 'Mars/Olympus'],
    ['WORKSPACE_CURRENCY', 'dollars'],
    ['LOG_LEVEL', 'loud'],
  ])('%s=%s is named', async (name, value) => {
    expectUsage(await run(['serve'], { [name]: value }), new RegExp(`${name}: `));
    expect(existsSync(join(folder.path, 'data', 'gateway.db'))).toBe(false);
  });
});

describe('an import that cannot be', () => {
  const orders = async (): Promise<number> => {
    const { stdout } = await run(['stats', '--json']);
    const last = stdout.trim().split('\n').at(-1) ?? '';
    return z.object({ orders: z.number() }).parse(JSON.parse(last)).orders;
  };

  it.each(['superstore', 'online-retail'])('a missing file, %s', async (format) => {
    expectUsage(
      await run(['import', 'orders', join(folder.path, 'missing.csv'), '--format', format]),
      /missing\.csv/,
    );
  });

  it.each([
    ['an empty file', Buffer.alloc(0)],
    ['noise', Buffer.from(Array.from({ length: 50_000 }, (_, n) => (n * 7919) % 256))],
    ['another table', Buffer.from('a,b,c\n1,2,3\n')],
    ['a quote without an end', Buffer.from(`InvoiceNo,StockCode,Description\n"${'x'.repeat(100_000)}`)],
  ])('%s changes nothing and is explained', async (_what, bytes) => {
    const file = join(folder.path, 'garbage.csv');
    writeFileSync(file, bytes);
    for (const format of ['superstore', 'online-retail']) {
      const outcome = await run(['import', 'orders', file, '--format', format]);
      expect(outcome.code, outcome.stderr).toBe(2);
      expect(outcome.stderr).not.toBe('');
      expect(outcome.stderr).not.toMatch(/\n\s+at /);
      // Nothing of the file that a terminal would obey.
      expect([...outcome.stderr].filter((c) => c < ' ' && c !== '\n')).toEqual([]);
    }
    expect(await orders()).toBe(0);
  });

  it('a backup onto a file that exists, or of nothing, is refused', async () => {
    const file = join(folder.path, 'taken.db');
    writeFileSync(file, 'mine');
    expectUsage(await run(['backup', file]), /exists/);
    expectUsage(
      await run(['backup', join(folder.path, 'b.db')], { QUAYSIDE_DATA_DIR: join(folder.path, 'nothing') }),
      /no database/,
    );
    expect(existsSync(join(folder.path, 'b.db'))).toBe(false);
  });
});
