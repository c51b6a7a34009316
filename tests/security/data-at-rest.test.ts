import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBridge, redeem, type TestBridge } from '../support/bridge.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/folders.ts';
import { makeUser } from '../support/make/user.ts';
import { runGateway } from '../support/processes.ts';
import { until } from '../support/wait.ts';

/**
 * What a run of the whole product leaves on the disk: files that only its user can read, and no secret in any of them. It is
 * started like `npm start`, under the usual umask, on a folder that an earlier version left open.
 */
const repository = resolve(import.meta.dirname, '../..');
const PASSWORD = 'correct horse battery';
const OTHER_PASSWORD = 'another horse battery';
const LEFT_OPEN = ['logs/console.log', 'console/settings.json', 'gateway-port'];

let folder: TemporaryFolder;
let supervisor: ChildProcess;
let link = '';
let bridge: TestBridge;

const data = (...names: string[]): string => join(folder.path, 'data', ...names);

/** Every path below the data folder, without Chromium's own files. */
function paths(): string[] {
  return ['', ...readdirSync(data(), { recursive: true, encoding: 'utf8' })].map((name) => data(name));
}

async function createUser(password: string, id: string = uuidv7()) {
  const user = makeUser({ id: 'u-new', username: 'newcomer', name: 'New Comer', role: 'agent' });
  return bridge.try('commands.submit', { id, type: 'admin.create_user', data: { user, password } });
}

beforeAll(async () => {
  folder = temporaryFolder('at-rest');
  for (const name of LEFT_OPEN) {
    mkdirSync(join(data(name), '..'), { recursive: true });
    writeFileSync(data(name), name === 'console/settings.json' ? '{}' : '');
    chmodSync(data(name), 0o644);
  }
  for (const name of ['', 'logs', 'console']) chmodSync(data(name), 0o755);
  const start = join(repository, 'scripts/start.mjs');
  supervisor = spawn(
    'sh',
    ['-c', 'umask 022; exec "$0" "$@"', process.execPath, start, '--browser', '--no-open', '--port', '0'],
    {
      cwd: repository,
      env: { ...process.env, QUAYSIDE_DATA_DIR: data(), LOG_LEVEL: 'trace', npm_lifecycle_event: undefined },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  link = await new Promise<string>((done, fail) => {
    supervisor.once('exit', (code) => fail(new Error(`npm start ended with ${code}`)));
    createInterface({ input: supervisor.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      const match = /Quayside is ready at (http:\S+)/.exec(line);
      if (match?.[1]) done(match[1]);
    });
  });
  const { origin, cookie } = await redeem(link);
  bridge = openBridge(origin, cookie);
  await until('someone can sign in', async () => (await bridge.try('session.personas', {})).ok);
  await bridge.call('session.sign_in_persona', { username: 'ines' });
  const live = async () => (await bridge.call('connection.status', {})).state === 'live';
  await until('the console is live', live, 60_000);
}, 120_000);

afterAll(async () => {
  bridge?.dispose();
  if (supervisor?.exitCode === null) {
    const gone = once(supervisor, 'exit');
    supervisor.kill('SIGTERM');
    await gone;
  }
  folder.remove();
});

describe('the link', () => {
  it('works once, also for the browser that used it, and is in no file', async () => {
    const token = new URL(link).searchParams.get('token') ?? '';
    expect(token).toHaveLength(43);
    expect((await fetch(link, { redirect: 'manual' })).status).toBe(403);
    expect(statSync(data('logs/console.log')).size).toBeGreaterThan(0);
    expect(readFileSync(data('logs/console.log'), 'utf8')).toContain('console ready at http://127.0.0.1:');
    for (const path of paths())
      if (statSync(path).isFile()) expect(readFileSync(path).includes(token), path).toBe(false);
  });
});

describe('a password', () => {
  it('reaches the gateway, and is in no file of either side', async () => {
    const id = uuidv7();
    expect(await createUser(PASSWORD, id)).toMatchObject({ ok: true, value: { state: 'settled' } });
    expect(await createUser(OTHER_PASSWORD)).toMatchObject({ ok: false, error: { code: 'conflict' } });
    // The fingerprint of a command leaves the password out, so the same id is the same command.
    expect(await createUser(OTHER_PASSWORD, id)).toMatchObject({ ok: true });
    expect(await createUser('short')).toMatchObject({ ok: false, error: { code: 'invalid' } });
    const backup = join(folder.path, 'data/backup.db');
    const { code, stderr } = await runGateway(['backup', backup], { QUAYSIDE_DATA_DIR: data() });
    expect(code, stderr).toBe(0);
    const files = paths().filter((path) => statSync(path).isFile());
    expect(files.filter((path) => path.includes('cache-')).length).toBeGreaterThan(0);
    for (const path of files)
      for (const secret of [PASSWORD, OTHER_PASSWORD])
        expect(readFileSync(path).includes(secret), path).toBe(false);
  });
});

describe.skipIf(process.platform === 'win32')('files and folders', () => {
  it('are closed to other users, also those that an earlier version left open', () => {
    const all = paths();
    for (const part of [
      'gateway.db',
      'gateway.db-wal',
      'gateway.db-shm',
      'auth-secret',
      'gateway-port',
      'backup.db',
    ])
      expect(all, part).toContain(data(part));
    expect(all.filter((path) => path.endsWith('.log')).length).toBeGreaterThan(1);
    expect(all.filter((path) => /cache-[^/]*\.db-(?:wal|shm)$/.test(path))).toHaveLength(2);
    const open = all.flatMap((path) => {
      const { mode } = statSync(path);
      return (mode & 0o077) === 0 ? [] : [`${path} ${(mode & 0o777).toString(8)}`];
    });
    expect(open).toEqual([]);
  });
});
