import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { loadConfig } from '../../src/gateway/config.ts';
import { newId } from '../../src/gateway/ids.ts';
import { createGateway, type Gateway } from '../../src/gateway/server.ts';
import { createUser } from '../support/create-user.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/folders.ts';
import { MANAGER } from '../support/gateway-domains.ts';
import { makeItem, makeLocation } from '../support/make/item.ts';
import { makeUser } from '../support/make/user.ts';
import { runNow } from '../support/run-now.ts';

const run = promisify(execFile);
const CURL = ['/usr/bin/curl', '/bin/curl'].find((path) => existsSync(path));
const skipped = CURL === undefined ? ' (skipped: curl is not installed)' : '';

/** The examples of the document: each shell command with the answer printed below it. */
const text = readFileSync(resolve(import.meta.dirname, '../../docs/api.md'), 'utf8');
const EXAMPLES = [...text.matchAll(/```sh\n((?:(?!```)[\s\S])*)```\s+```json\n([\s\S]*?)```/g)].map(
  ([, command = '', answer = '']) => ({ command, answer: JSON.parse(answer) as unknown }),
);

const Ended = z.object({ code: z.number(), stdout: z.string() });
/** Another order over the path of similar programs. */
const INVOICE = `curl --silent --fail-with-body --request POST "$GATEWAY/api/v1/invoices" --header "Authorization: Bearer $TOKEN" --header "Content-Type: application/json" --data '{ "items": [{ "productId": "TEA-1", "quantity": 1 }] }'`;

/** A value without what differs from run to run: ids, sequences and times. */
function comparable(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((one) => comparable(one));
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, comparable(one, name)]));
  const changes =
    ['id', 'seq', 'at', 'commandId', 'reservationId', 'next', 'head', 'uptimeSeconds'].includes(key) &&
    value !== null;
  return changes ? typeof value : value;
}

let gateway: Gateway;
let folder: TemporaryFolder;
let env: Record<string, string>;

async function sh(command: string): Promise<unknown> {
  const { stdout } = await run('/bin/sh', ['-c', command], { env });
  return JSON.parse(stdout);
}

beforeAll(async () => {
  folder = temporaryFolder('api');
  const config = loadConfig({ QUAYSIDE_DATA_DIR: folder.path, WEBSOCKET_PORT: '0' });
  if (!config.ok) throw new Error(config.error.message);
  gateway = await createGateway({ config: config.value, logger: pino({ level: 'silent' }) });
  const password = 'long enough to do';
  await createUser(
    gateway.executor,
    makeUser({ id: 'u-1', username: 'mara', name: 'Mara', role: 'admin' }),
    password,
  );
  runNow(gateway.executor, MANAGER, Date.now(), (context) => {
    context.dispatch('inventory.create_location', { location: makeLocation({ id: 'shop' }) });
    context.dispatch('usage.set_meter', {
      key: 'parcels',
      name: 'Parcels',
      unit: 'parcels',
      aggregation: 'sum',
      quota: null,
      thresholds: [],
      seen: null,
    });
    context.dispatch('inventory.create_item', { item: makeItem({ id: 'tea', sku: 'TEA-1', price: 300 }) });
    context.dispatch('inventory.create_item', { item: makeItem({ id: 'mug', sku: 'MUG-1', price: 300 }) });
    for (const [itemId, quantity] of [
      ['tea', 40],
      ['mug', 10],
    ] as const)
      context.dispatch('inventory.receive', { itemId, locationId: 'shop', quantity, reference: null });
  });
  const { url } = await gateway.start();
  const answer = await gateway.app.inject({
    method: 'POST',
    url: '/api/v1/auth/login',
    payload: { username: 'mara', password },
  });
  const { accessToken } = z.object({ accessToken: z.string() }).parse(answer.json());
  env = { PATH: process.env['PATH'] ?? '', GATEWAY: url, TOKEN: accessToken };
  for (const name of ['ID', 'FAILED_ID', 'PAID_ID', 'DISPUTE_ID']) env[name] = newId();
});

afterAll(async () => {
  await gateway.dispose();
  folder.remove();
});

describe.skipIf(CURL === undefined)(`docs/api.md${skipped}`, () => {
  it('answers its examples, in their order, as it says', async () => {
    expect(EXAMPLES.length).toBe(18);
    for (const { command, answer } of EXAMPLES)
      expect(comparable(await sh(command)), command).toEqual(comparable(answer));
  });

  it('shows how to read a metric', async () => {
    const [, command = '', answer] =
      /```sh\n(curl[^`]*metrics[^`]*)```\s+```text\n([^`]*)```/.exec(text) ?? [];
    expect((await run('/bin/sh', ['-c', command], { env })).stdout).toBe(answer);
  });

  it.each(['docs/api.md', 'README.md'])('shows in %s how to follow events', async (file) => {
    const document = readFileSync(resolve(import.meta.dirname, '../..', file), 'utf8');
    const found = /```sh\n(curl[^`]*events\/stream[^`]*)```/.exec(document)?.[1] ?? '';
    const command = found.replace(/--no-buffer( --max-time \d+)?/, '--no-buffer --max-time 3');
    expect(command).toContain('--max-time 3');
    const place = setTimeout(() => void sh(INVOICE), 1_000);
    // It ends by itself, which curl reports as 28: the time is over.
    const { code, stdout } = await run('/bin/sh', ['-c', command], { env }).then(
      (ended) => ({ code: 0, stdout: ended.stdout }),
      (error: unknown) => Ended.parse(error),
    );
    clearTimeout(place);
    expect(code).toBe(28);
    expect(stdout).toMatch(
      /^retry: 2000\n\nid: \d+\.[\w-]{36}\nevent: connected\ndata: \{"user":\{"id":"u-1"/,
    );
    expect(stdout).toMatch(
      /id: \d+\.[\w-]{36}\nevent: order_created\ndata: \{"id":"[\w-]{36}","channel":"orders"/,
    );
  });
});

describe('the paths of similar programs', () => {
  const ask = async (method: 'GET' | 'POST' | 'PUT' | 'PATCH', body?: object, query = '') => {
    const answer = await gateway.app.inject({
      method,
      url: `/api/realtime/inventory${query}`,
      headers: { authorization: `Bearer ${env['TOKEN'] ?? ''}` },
      ...(body && { payload: body }),
    });
    return { status: answer.statusCode, body: answer.json<unknown>() };
  };
  const mugs = async (): Promise<unknown> => (await ask('GET', undefined, '?productId=mug')).body;

  it('refuse what does not exist and what is not an operation, with the field, and change nothing', async () => {
    const before = await mugs();
    const good = { productId: 'MUG-1', operation: 'add', quantity: 1 };
    for (const [change, status, field] of [
      [{ productId: 'CUP' }, 404, 'productId'],
      [{ locationId: 'moon' }, 404, 'locationId'],
      [{ operation: 'double' }, 400, 'operation'],
      [{ quantity: -1 }, 400, 'quantity'],
      [{ quantity: 1.5 }, 400, 'quantity'],
      [{ operation: 'set', id: newId() }, 400, 'expected'],
      [{ id: 'again' }, 400, 'id'],
    ] as const)
      expect(await ask('POST', { ...good, ...change }), field).toMatchObject({
        status,
        body: { error: { field } },
      });
    expect((await ask('GET', undefined, '?productId=CUP')).status).toBe(404);
    expect(await mugs()).toEqual(before);
  });

  it('run a repeated request once', async () => {
    const request = { productId: 'MUG-1', operation: 'add', quantity: 5, id: newId() };
    const first = await ask('POST', request);
    expect(await ask('POST', request)).toEqual(first);
    const reserve = { productId: 'MUG-1', quantity: 1, minutes: 30, id: newId() };
    const reserved = await ask('PATCH', reserve);
    expect(reserved.status).toBe(200);
    expect(await ask('PATCH', reserve)).toEqual(reserved);
  });

  it('process all lines of an order, or none', async () => {
    const before = await mugs();
    const order = {
      orderId: 'W-2',
      items: [
        { productId: 'mug', quantity: 1 },
        { productId: 'tea', quantity: 1_000 },
      ],
    };
    expect(await ask('PUT', order)).toMatchObject({
      status: 409,
      body: { error: { code: 'insufficient_stock' } },
    });
    expect(await mugs()).toEqual(before);
  });

  it('set a stale expectation nothing, and say what is there', async () => {
    const set = { productId: 'mug', operation: 'set', quantity: 3, expected: 9_999 };
    expect(await ask('POST', set)).toMatchObject({ status: 409, body: { error: { code: 'conflict' } } });
    expect(await ask('POST', { productId: 'mug', operation: 'set', quantity: 25 })).toMatchObject({
      status: 200,
      body: { result: { onHand: 25 } },
    });
  });
});
