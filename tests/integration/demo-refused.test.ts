import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSql } from '../../src/gateway/db/open.ts';
import { whyNoDemo } from '../../src/gateway/demo/index.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/folders.ts';
import { startTestGateway } from '../support/gateway.ts';
import { type Program, runGateway, startSourceGateway } from '../support/processes.ts';

let folder: TemporaryFolder;
let database: string;
const programs: Program[] = [];

beforeEach(() => {
  folder = temporaryFolder('demo');
  database = join(folder.path, 'gateway.db');
});
afterEach(async () => {
  await Promise.all(programs.splice(0).map((program) => program.stop()));
  folder.remove();
});

async function serveDemo(env: Record<string, string> = {}): Promise<Program> {
  const args = ['serve', '--demo', '--port', '0', '--data-dir', folder.path];
  const program = await startSourceGateway(args, { LOG_LEVEL: 'silent', ...env });
  programs.push(program);
  return program;
}

async function personas(program: Program): Promise<string[]> {
  const response = await fetch(
    new URL('/api/v1/auth/personas', program.address.replace('0.0.0.0', '127.0.0.1')),
  );
  const { personas: found } = (await response.json()) as { personas: { username: string }[] };
  return found.map(({ username }) => username);
}

function rowsOf(table: string): unknown[] {
  const sql = openSql(database, { readonly: true });
  try {
    return sql.prepare(`SELECT * FROM ${table}`).all();
  } finally {
    sql.close();
  }
}

describe('serve --demo', () => {
  it('refuses a database with data of its own, in words, and adds nothing to it', async () => {
    const env = { QUAYSIDE_DATA_DIR: folder.path, QUAYSIDE_PASSWORD: 'correct horse battery' };
    await runGateway(['user', 'add', 'root', '--role', 'admin'], env);
    const [users, events] = [rowsOf('users'), rowsOf('events')];
    const refused = await runGateway(['serve', '--demo', '--port', '0'], env);
    expect([refused.code, refused.stdout]).toEqual([2, '']);
    expect(refused.stderr).toMatch(/^error: .*gateway\.db holds data of its own.*--data-dir.*without --demo/);
    expect([rowsOf('users'), rowsOf('events')]).toEqual([users, events]);
    expect(rowsOf('sqlite_schema').some((row) => JSON.stringify(row).includes('demo_state'))).toBe(false);
  });

  it('takes a missing database, one that was never used, and the one of a demo', async () => {
    expect(whyNoDemo(database)).toBeNull();
    const plain = await startTestGateway({}, { personas: false }, folder.path);
    await plain.stop();
    expect(whyNoDemo(database)).toBeNull();
    const first = await serveDemo();
    await expect.poll(() => personas(first), { timeout: 20_000 }).toHaveLength(4);
    await expect.poll(() => rowsOf('demo_state').length, { timeout: 20_000 }).toBe(1);
    await programs.pop()?.stop();
    const env = { QUAYSIDE_DATA_DIR: folder.path, QUAYSIDE_PASSWORD: 'correct horse battery' };
    await runGateway(['user', 'add', 'root', '--role', 'admin'], env);
    expect(await personas(await serveDemo())).toEqual(['ava', 'ines', 'jonas', 'marco']);
  }, 60_000);

  it.each([
    ['an address that is not loopback', { HOST: '0.0.0.0' }],
    ['a public address', { PUBLIC_URL: 'https://demo.example', TRUSTED_PROXIES: 'loopback' }],
  ])(
    'on %s has no one-click administrator, and says so',
    async (_where, env) => {
      const program = await serveDemo(env);
      await expect.poll(() => personas(program), { timeout: 20_000 }).toEqual(['ava', 'jonas', 'marco']);
      await expect.poll(() => program.tail.join('\n')).toMatch(/one-click administrator is off/);
      const address = program.address.replace('0.0.0.0', '127.0.0.1');
      const response = await fetch(new URL('/api/v1/auth/persona', address), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username: 'ines' }),
      });
      expect(response.status).toBe(404);
    },
    60_000,
  );
});
