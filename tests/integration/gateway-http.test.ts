import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { v1 as uuidv1, v4 as uuidv4, v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrateTo } from '../../src/gateway/migrations.ts';
import { temporaryFolder } from '../support/folders.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

let on: TestGateway;

async function call(
  path: string,
  init: { method?: string; token?: string; body?: unknown; headers?: Record<string, string> } = {},
) {
  const response = await fetch(`${on.url}${path}`, {
    method: init.method ?? 'GET',
    headers: {
      ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(init.token === undefined ? {} : { authorization: `Bearer ${init.token}` }),
      ...init.headers,
    },
    ...(init.body === undefined
      ? {}
      : { body: typeof init.body === 'string' ? init.body : JSON.stringify(init.body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: (): unknown => JSON.parse(text) };
}

beforeAll(async () => {
  on = await startTestGateway();
});
afterAll(() => on.stop());

describe('HTTP', () => {
  it('is healthy and measured', async () => {
    expect((await call('/api/health')).json()).toMatchObject({ status: 'ok', head: on.gateway.log.head() });
    const metrics = await call('/api/monitoring/metrics');
    expect(metrics.text).toMatch(/^quayside_log_head [1-9]\d*$/m);
    expect(metrics.text).toMatch(/^quayside_commands_total \d+$/m);
  });

  it('describes itself', async () => {
    const api = (await call('/api/docs/json')).json();
    expect(api).toHaveProperty(['paths', '/api/v1/commands/inventory.adjust']);
    expect(api).toHaveProperty(['paths', '/api/v1/auth/login']);
    const realtime = (await call('/api/docs/asyncapi.json')).json();
    expect(realtime).toHaveProperty(['components', 'messages', 'server_events']);
    expect(realtime).toHaveProperty(['components', 'schemas', 'event.chat.message_sent']);
  });

  it('has one shape for every error', async () => {
    const cases: [Awaited<ReturnType<typeof call>>, number, string][] = [
      [await call('/nothing'), 404, 'not_found'],
      [await call('/api/v1/auth/login', { method: 'POST', body: { username: '' } }), 400, 'invalid'],
      [await call('/api/v1/auth/login', { method: 'POST', body: '{broken' }), 400, 'invalid'],
      [
        await call('/api/v1/auth/login', {
          method: 'POST',
          body: { username: 'x', password: 'y'.repeat(300_000) },
        }),
        413,
        'too_large',
      ],
      [
        await call('/api/v1/auth/login', { method: 'POST', body: { username: 'x', password: 'wrong' } }),
        401,
        'unauthenticated',
      ],
      [await call('/api/v1/commands', { method: 'POST', body: {}, token: await on.token() }), 400, 'invalid'],
      [
        await call('/api/v1/commands', {
          method: 'POST',
          body: { id: uuidv7(), type: 'a.b', data: 1, at: 1 },
          token: 'nonsense',
        }),
        401,
        'unauthenticated',
      ],
      [await call('/api/health', { headers: { origin: 'https://evil.example' } }), 403, 'forbidden'],
    ];
    for (const [answer, status, code] of cases) {
      expect(answer.status).toBe(status);
      expect(answer.json()).toMatchObject({ error: { code } });
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  it('says which UUIDs it takes, in its documentation and when it refuses one', async () => {
    const path = '/api/v1/commands/admin.set_setting';
    const data = { setting: { key: 'greeting', value: 'hello' } };
    const token = await on.token('admin');
    for (const id of [uuidv4(), uuidv1(), 'x']) {
      const answer = await call(path, { method: 'POST', body: { id, data }, token });
      expect(answer.status).toBe(400);
      expect(answer.json()).toMatchObject({
        error: { code: 'invalid', field: 'id', message: expect.stringContaining('UUID of version 7') },
      });
    }
    const documented = JSON.stringify((await call('/api/docs/json')).json());
    expect(documented).toContain('A UUID of version 7 (RFC 9562');
  });

  it('runs a command once, with the permission it needs', async () => {
    const body = { id: uuidv7(), data: { setting: { key: 'greeting', value: 'hello' } } };
    const path = '/api/v1/commands/admin.set_setting';
    const token = await on.token('admin');
    const first = await call(path, { method: 'POST', body, token });
    expect(first.json()).toMatchObject({ ok: true, id: body.id });
    const head = on.gateway.log.head();
    const whole = { ...body, type: 'admin.set_setting', at: 1 };
    expect((await call('/api/v1/commands', { method: 'POST', body: whole, token })).json()).toEqual(
      first.json(),
    );
    expect(on.gateway.log.head()).toBe(head);
    const refused = await call(path, {
      method: 'POST',
      body: { ...body, id: uuidv7() },
      token: await on.token('viewer'),
    });
    expect(refused.status).toBe(403);
    expect(refused.json()).toMatchObject({
      ok: false,
      error: { code: 'forbidden', permission: 'admin:settings' },
    });
  });
});

describe('the database', () => {
  it('is served by one gateway at a time, and freed by the end of it', async () => {
    await expect(startTestGateway({}, {}, on.dir)).rejects.toThrow('another gateway is serving');
    const folder = temporaryFolder('again');
    let before = 0;
    for (let i = 1; i <= 2; i += 1) {
      const again = await startTestGateway({}, {}, folder.path);
      expect(again.gateway.log.head()).toBeGreaterThan(before);
      before = again.gateway.log.head();
      await again.stop();
    }
    folder.remove();
  });

  it('goes down and up again, and one from a newer version is left as it is', async () => {
    const folder = temporaryFolder('migrate');
    const path = join(folder.path, 'gateway.db');
    const up = await migrateTo(path);
    expect(await migrateTo(path, 0)).toEqual([...up].reverse());
    expect(await migrateTo(path)).toEqual(up);
    const db = new Database(path);
    db.prepare("INSERT INTO kysely_migration (name, timestamp) VALUES ('9999-later', 'now')").run();
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
    copyFileSync(path, `${path}.before`);
    await expect(migrateTo(path)).rejects.toThrow('newer version');
    expect(readFileSync(path).equals(readFileSync(`${path}.before`))).toBe(true);
    folder.remove();
  });
});
