import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appliedMigrations, collectMigrations } from '../../src/gateway/db/migrate.ts';
import { demoModule } from '../../src/gateway/demo/index.ts';
import { MIGRATIONS, migrateTo, migrationsWith } from '../../src/gateway/migrations.ts';
import { startTestGateway } from '../support/gateway.ts';

const root = resolve(import.meta.dirname, '../..');
const WITH_DEMO = migrationsWith([demoModule]);

let dir: string;
let path: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'quayside-apart-'));
  path = join(dir, 'gateway.db');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function demoTables(): string[] {
  const db = new Database(path, { readonly: true });
  try {
    return db
      .prepare<[], string>(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'demo%' ORDER BY name",
      )
      .pluck()
      .all();
  } finally {
    db.close();
  }
}

/** Starts `gateway serve` and returns the project's modules it had loaded when it was listening. */
async function loadedBy(args: readonly string[]): Promise<string[]> {
  const hook = `import { registerHooks } from 'node:module';
    registerHooks({ load(url, context, next) { process.stderr.write('loaded ' + url + '\\n'); return next(url, context); } });`;
  const child = spawn(
    process.execPath,
    [
      '--import',
      `data:text/javascript,${encodeURIComponent(hook)}`,
      resolve(root, 'src/gateway/cli.ts'),
      'serve',
      '--port',
      '0',
      ...args,
    ],
    {
      cwd: root,
      env: { ...process.env, QUAYSIDE_DATA_DIR: dir, LOG_LEVEL: 'silent' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const urls: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (line.startsWith('loaded ')) urls.push(line.slice('loaded '.length));
  });
  const closed = once(child, 'close');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  expect((await lines.next()).value).toMatch(/^gateway listening on http/);
  child.kill('SIGTERM');
  await closed;
  return urls.filter((url) => url.includes('/src/gateway/'));
}

describe('a gateway without --demo', () => {
  it('loads no module of the demo and creates none of its tables; with --demo it does both', async () => {
    const plain = await loadedBy([]);
    expect(plain.some((url) => url.endsWith('/src/gateway/server.ts'))).toBe(true);
    expect(plain.filter((url) => url.includes('/src/gateway/demo/'))).toEqual([]);
    expect(demoTables()).toEqual([]);
    const withDemo = await loadedBy(['--demo']);
    expect(withDemo.some((url) => url.endsWith('/src/gateway/demo/index.ts'))).toBe(true);
    expect(demoTables()).toEqual(['demo_conversations', 'demo_desk', 'demo_state']);
  });

  it('opens a database that a demo has used, and keeps what the demo stored', async () => {
    await migrateTo(path, 'latest', WITH_DEMO);
    const db = new Database(path);
    db.prepare(`INSERT INTO demo_state (key, value) VALUES ('progress', '1')`).run();
    db.close();
    const gateway = await startTestGateway({ QUAYSIDE_DATA_DIR: dir });
    expect(gateway.gateway.sql.prepare('SELECT key FROM demo_state').pluck().all()).toEqual(['progress']);
    await gateway.stop();
  });

  it('drops the demo’s tables when it migrates down past them', async () => {
    await migrateTo(path, 'latest', WITH_DEMO);
    await migrateTo(path, 80);
    expect(demoTables()).toEqual([]);
    expect(appliedMigrations(path)).toEqual(
      Object.keys(MIGRATIONS).filter((name) => name <= '0080-settings'),
    );
    await migrateTo(path);
    expect(demoTables()).toEqual([]);
  });
});

describe('migrations', () => {
  it('keep the names that existing databases know', () => {
    expect(Object.keys(WITH_DEMO)).toEqual(
      expect.arrayContaining([
        '0010-log',
        '0012-commands',
        '0020-auth',
        '0030-inventory',
        '0040-orders',
        '0050-chat',
        '0060-alerts',
        '0070-notifications',
        '0080-settings',
        '0090-demo',
        '0100-retention',
      ]),
    );
    expect(Object.keys(WITH_DEMO)).toEqual([...Object.keys(WITH_DEMO)].sort());
  });

  it('refuse a number that is taken and a name without one', () => {
    const up = async (): Promise<void> => undefined;
    const one = { migrations: { '0110-one': { up } } };
    expect(() => collectMigrations([one, { migrations: { '0110-two': { up } } }])).toThrow(
      'two migrations have the number 0110: 0110-one and 0110-two',
    );
    expect(() => collectMigrations([{ migrations: { carriers: { up } } }])).toThrow('NNNN-name');
    expect(Object.keys(collectMigrations([one, one]))).toEqual(['0110-one']);
  });
});
