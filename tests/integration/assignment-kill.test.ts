import Database from 'better-sqlite3';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { handshake, TestClient } from '../support/client.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/folders.ts';
import { type Program, runGateway, startSourceGateway } from '../support/processes.ts';

const PASSWORD = 'correct horse battery';
const AGENTS = ['ann', 'ben', 'cleo'] as const;
const CAPACITY = 4;

let folder: TemporaryFolder;
let program: Program;
const clients: TestClient[] = [];

const ask = <T>(text: string, ...values: unknown[]): T[] => {
  const db = new Database(`${folder.path}/gateway.db`, { readonly: true });
  try {
    return db.prepare<unknown[], T>(text).all(...values);
  } finally {
    db.close();
  }
};

async function serve(): Promise<void> {
  const args = ['serve', '--port', '0', '--data-dir', folder.path];
  program = await startSourceGateway(args, { LOG_LEVEL: 'warn' });
}

async function post(path: string, body: unknown, token = ''): Promise<Record<string, unknown>> {
  const answer = await fetch(`${program.address}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
  return (await answer.json()) as Record<string, unknown>;
}

async function connect(username: string): Promise<TestClient> {
  const grant = await post('/api/v1/auth/login', { username, password: PASSWORD });
  const client = new TestClient(program.address, handshake(String(grant['accessToken']), {}));
  clients.push(client);
  await client.untilReceived('welcome');
  return client;
}

beforeEach(async () => {
  folder = temporaryFolder('assignment-kill');
  for (const name of [...AGENTS, 'root']) {
    const add = ['user', 'add', name, '--role', name === 'root' ? 'admin' : 'agent'];
    const made = await runGateway(add, { QUAYSIDE_DATA_DIR: folder.path, QUAYSIDE_PASSWORD: PASSWORD });
    if (made.code !== 0) throw new Error(made.stderr);
  }
  await serve();
}, 60_000);
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await program.kill();
  folder.remove();
});

describe('a gateway that is killed while it assigns', () => {
  it('gives each conversation to one agent, none over their capacity, and goes on after its start', async () => {
    const root = await connect('root');
    const people = ask<{ id: string; username: string }>('SELECT id, username FROM users');
    const memberIds = AGENTS.map((name) => people.find(({ username }) => username === name)?.id ?? '');
    const team = {
      teamId: uuidv7(),
      name: 'Desk',
      memberIds,
      automatic: true,
      intake: true,
      archived: false,
    };
    expect(await root.command('assignment.save_team', { ...team, seen: null })).toMatchObject({ ok: true });
    for (const userId of memberIds)
      await root.command('assignment.set_capacity', { userId, capacity: CAPACITY });
    const online = async (name: string): Promise<void> => {
      const client = await connect(name);
      expect(await client.command('assignment.set_availability', { state: 'online' })).toMatchObject({
        ok: true,
      });
    };
    const write = async (): Promise<void> => {
      const started = await fetch(`${program.address}/widget/api/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'Kim', email: 'kim@example.com', orderNumber: null }),
      });
      const cookie = started.headers.get('set-cookie')?.split(';')[0] ?? '';
      await fetch(`${program.address}/widget/api/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie },
        body: JSON.stringify({ messageId: uuidv7(), body: 'Hello' }),
      });
    };
    // An address may start ten conversations at once; the rest of them was there before.
    for (let n = 0; n < 8; n += 1) await write();
    root.close();
    for (let round = 0; round < 3; round += 1) {
      for (const name of AGENTS.slice(0, round + 1)) await online(name);
      await program.kill();
      for (const client of clients.splice(0)) client.close();
      await serve();
    }
    for (const name of AGENTS) await online(name);
    await expect
      .poll(() => ask('SELECT 1 FROM conversations WHERE assignee_id IS NULL').length, { timeout: 20_000 })
      .toBe(0);
    // What an agent lost by going offline went back in a line of its own; nothing was taken from anybody.
    const doubled = ask(
      `SELECT conversation_id FROM (SELECT conversation_id, kind, lag(kind) OVER (PARTITION BY conversation_id ORDER BY seq) AS before
       FROM assignment_entries WHERE kind IN ('assigned', 'unassigned')) WHERE kind = 'assigned' AND before = 'assigned'`,
    );
    expect(doubled).toEqual([]);
    const open = ask<{ n: number }>('SELECT count(*) AS n FROM conversations GROUP BY assignee_id');
    for (const { n } of open) expect(n).toBeLessThanOrEqual(CAPACITY);
    expect(ask('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  }, 120_000);
});
