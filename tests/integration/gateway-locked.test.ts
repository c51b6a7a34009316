import { join } from 'node:path';
import Database from 'better-sqlite3';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { temporaryFolder } from '../support/folders.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

const Ready = z.object({
  status: z.string(),
  checks: z.object({
    write: z.object({ ok: z.boolean() }),
    disk: z.object({ ok: z.boolean(), freeBytes: z.number() }),
    schema: z.object({ ok: z.boolean(), detail: z.string().nullable() }),
  }),
});

let on: TestGateway;
let other: Database.Database;

beforeEach(async () => {
  on = await startTestGateway({ RATE_LIMIT_REQUESTS_PER_SECOND: '10000' });
  other = new Database(on.gateway.config.databasePath);
});
afterEach(async () => {
  other.close();
  await on.stop();
});

/** Asks for a path and measures the answer, ms. */
async function timed(path: string): Promise<{ status: number; body: unknown; ms: number }> {
  const start = performance.now();
  const response = await fetch(`${on.url}${path}`);
  return { status: response.status, body: await response.json(), ms: performance.now() - start };
}

async function ready(): Promise<z.infer<typeof Ready> & { code: number; ms: number }> {
  const { status, body, ms } = await timed('/api/ready');
  return { ...Ready.parse(body), code: status, ms };
}

describe('a gateway whose database another process holds', () => {
  it('answers health and readiness within a second, refuses what writes, and recovers', async () => {
    const token = await on.token('admin');
    expect(await ready()).toMatchObject({ code: 200, status: 'ready' });
    other.exec('BEGIN IMMEDIATE');
    const set = (key: string): Promise<Response> =>
      fetch(`${on.url}/api/v1/commands`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({
          id: uuidv7(),
          type: 'admin.set_setting',
          data: { setting: { key, value: 1 } },
          at: 1,
        }),
      });
    const refused = set('a');
    // One read after the other for as long as the command waits.
    let slowest = 0;
    let done = false;
    void refused.finally(() => {
      done = true;
    });
    while (!done) {
      slowest = Math.max(slowest, (await timed('/api/health')).ms);
      const state = await ready();
      slowest = Math.max(slowest, state.ms);
      if (state.code !== 200)
        expect(state).toMatchObject({ status: 'not_ready', checks: { write: { ok: false } } });
    }
    expect(slowest).toBeLessThan(1000);
    expect((await refused).status).toBe(503);
    expect(await (await refused).json()).toMatchObject({ error: { code: 'unavailable' } });
    other.exec('COMMIT');
    expect((await set('b')).status).toBe(200);
    await expect.poll(async () => (await ready()).code).toBe(200);
  });

  it('keeps customers’ streams open, and records later what they have received', async () => {
    const json = { 'content-type': 'application/json' };
    const started = await fetch(`${on.url}/widget/api/session`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ name: 'Vera', email: 'vera@example.com', orderNumber: null }),
    });
    const cookie = started.headers.get('set-cookie')?.split(';')[0] ?? '';
    const say = (): Promise<Response> =>
      fetch(`${on.url}/widget/api/messages`, {
        method: 'POST',
        headers: { ...json, cookie },
        body: JSON.stringify({ messageId: uuidv7(), body: 'Hello' }),
      });
    expect((await say()).status).toBe(200);
    const stop = new AbortController();
    const stream = await fetch(`${on.url}/widget/api/stream`, { headers: { cookie }, signal: stop.signal });
    let received = '';
    let ended = false;
    void (async () => {
      const decoder = new TextDecoder();
      for await (const chunk of stream.body ?? []) received += decoder.decode(chunk, { stream: true });
    })()
      .catch(() => undefined)
      .finally(() => {
        ended = true;
      });
    const { sql } = on.gateway;
    const conversationId = z.string().parse(sql.prepare('SELECT id FROM conversations').pluck().get());
    const agent = await on.token('agent');
    const reply = (body: string): Promise<Response> =>
      fetch(`${on.url}/api/v1/commands`, {
        method: 'POST',
        headers: { ...json, authorization: `Bearer ${agent}` },
        body: JSON.stringify({
          id: uuidv7(),
          type: 'chat.send_message',
          data: { conversationId, messageId: uuidv7(), kind: 'text', body },
          at: 1,
        }),
      });
    // The lock is taken between the reply's commit and the stream's record of its delivery.
    const stopListening = on.gateway.log.onCommit(() => other.exec('BEGIN IMMEDIATE'));
    expect((await reply('first')).status).toBe(200);
    stopListening();
    await expect.poll(() => received).toContain('first');
    expect((await say()).status).toBe(503);
    expect(ended).toBe(false);
    other.exec('COMMIT');
    expect((await reply('second')).status).toBe(200);
    await expect.poll(() => received).toContain('second');
    const delivered = (): unknown =>
      sql.prepare('SELECT customer_delivered_seq = last_message_seq FROM conversations').pluck().get();
    await expect.poll(delivered).toBe(1);
    stop.abort();
  });
});

describe('a gateway that starts', () => {
  it('waits for a program that holds the database, longer than a command would', async () => {
    const folder = temporaryFolder('locked');
    await (await startTestGateway({}, {}, folder.path)).stop();
    const holder = new Database(join(folder.path, 'gateway.db'));
    holder.exec('BEGIN IMMEDIATE');
    const unlock = setTimeout(() => holder.exec('COMMIT'), 4_000);
    const start = performance.now();
    const started = await startTestGateway({}, {}, folder.path);
    expect(performance.now() - start).toBeGreaterThan(3_000);
    clearTimeout(unlock);
    holder.close();
    expect((await fetch(`${started.url}/api/ready`)).status).toBe(200);
    await started.stop();
    folder.remove();
  });
});

describe('readiness', () => {
  it('names a schema that is too old and a disk that is too full', async () => {
    other.exec("DELETE FROM kysely_migration WHERE name = '0060-alerts'");
    const old = await ready();
    expect(old.code).toBe(503);
    expect(old.checks.schema).toMatchObject({ ok: false, detail: expect.stringContaining('0060-alerts') });
    const full = await startTestGateway({}, { leastFreeBytes: Number.MAX_SAFE_INTEGER });
    const response = await fetch(`${full.url}/api/ready`);
    expect(response.status).toBe(503);
    expect(Ready.parse(await response.json()).checks).toMatchObject({
      write: { ok: true },
      disk: { ok: false },
      schema: { ok: true },
    });
    await full.stop();
  });
});
