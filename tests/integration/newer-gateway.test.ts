import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PERMISSIONS } from '#shared/protocol/permissions.ts';
import { runConsole } from '../support/console-child.ts';
import { TestEngine } from '../support/engine.ts';
import { GatewayProcess } from '../support/gateway-process.ts';
import { makeItem, makeLocation } from '../support/make/item.ts';
import { TreeCopy } from '../support/tree-copy.ts';

// A gateway with a channel, its permissions, an event type and a field more than the console knows: a copy of the sources
// is the newer version, and these sources are the older one.
let copy: TreeCopy;
let gateway: GatewayProcess;
let engine: TestEngine;

beforeAll(async () => {
  copy = new TreeCopy('newer-gateway');
  copy.change('new-domain');
  copy.change('newer-gateway');
  gateway = await GatewayProcess.start(['manager'], {}, copy.path);
  engine = new TestEngine({ token: async () => gateway.token('manager') });
});
afterAll(async () => {
  await engine.dispose();
  await gateway.stop();
  copy.remove();
});

const submit = (type: string, data: unknown): Promise<void> => gateway.submit('manager', type, data);
const order = (orderId: string): Promise<void> =>
  submit('orders.create', {
    orderId,
    number: orderId,
    customer: null,
    currency: 'USD',
    locationId: 'shop',
    lines: [{ itemId: 'tea', quantity: 1, unitPrice: 100, total: 100 }],
  });
const carrier = (id: string): Promise<void> =>
  submit('carriers.add', { carrier: { id, name: id, phone: null } });

async function connect(): Promise<void> {
  const opened = await engine.open({
    server: gateway.address,
    userId: gateway.userId('manager'),
    userName: 'Test',
    permissions: PERMISSIONS,
  });
  expect(opened.ok).toBe(true);
  await engine.untilLive();
}

/** Makes something the older console knows, after everything else, and waits until it shows. */
async function untilApplied(onHand: number): Promise<void> {
  await submit('inventory.receive', { itemId: 'tea', locationId: 'shop', quantity: 1, reference: null });
  await engine.until(`${onHand} on hand`, async () => {
    const item = await engine.engine.read('inventory.item', { itemId: 'tea' });
    return item.ok && item.value.levels[0]?.onHand === onHand;
  });
}

async function statusOf(orderId: string): Promise<string | null> {
  const found = await engine.engine.read('orders.order', { orderId });
  return found.ok ? (found.value.order?.status ?? null) : null;
}

/** Snapshots the gateway has begun. */
async function snapshotsBegun(): Promise<number> {
  const text = await (await fetch(`${gateway.address}/api/monitoring/metrics`)).text();
  return Number(/^quayside_snapshots_total (\d+)$/m.exec(text)?.[1]);
}

/** The ids of events in the gateway's log, or of the cursors in the cache. */
function idOf(file: string, sql: string, ...values: readonly (string | number)[]): unknown {
  const db = new Database(file, { readonly: true });
  try {
    return db
      .prepare(sql)
      .pluck()
      .get(...values);
  } finally {
    db.close();
  }
}

it('an older console goes live, applies what it knows and counts the rest as newer', async () => {
  await submit('inventory.create_location', { location: makeLocation({ id: 'shop' }) });
  await submit('inventory.create_item', { item: makeItem({ id: 'tea' }) });
  await submit('inventory.receive', { itemId: 'tea', locationId: 'shop', quantity: 10, reference: null });
  await order('before');
  await carrier('acme');
  await connect();
  const atFirst = engine.engine.status().newer;
  // Two permissions, a channel, and the line of an order in a snapshot.
  expect(atFirst).toBeGreaterThan(3);

  await order('live');
  await submit('payments.receive', {
    paymentId: 'paid',
    orderId: 'live',
    amount: 100,
    currency: 'USD',
    method: 'card',
  });
  await submit('orders.fulfil', { orderId: 'live' });
  await carrier('borealis');
  await untilApplied(10);

  expect(await statusOf('before')).toBe('placed');
  // The event that opened it again is not known here.
  expect(await statusOf('live')).toBe('fulfilled');
  await engine.until('newer is counted', () => engine.engine.status().newer > atFirst);
  expect(engine.engine.status()).toMatchObject({ state: 'live', refused: 0 });
  const { refusedEvents, newerEvents } = await engine.diagnostics();
  expect(refusedEvents).toBe(0);
  expect(newerEvents).toBeGreaterThan(0);
  expect(engine.states.filter((state) => state === 'live')).toHaveLength(1);
  expect(engine.snapshots().every(({ reason }) => reason === 'initial')).toBe(true);
  // One for each channel, and one for the channel that this version does not know.
  expect(await snapshotsBegun()).toBe(engine.snapshots().length + 1);
});

it('keeps the ids of what it passed over in its cursors, and needs no snapshot after a restart', async () => {
  const cache = engine.cacheFile();
  const seq = Number(idOf(cache, "SELECT seq FROM cursors WHERE channel = 'orders'"));
  const newest = Number(idOf(gateway.file, "SELECT max(seq) FROM events WHERE channel = 'orders'"));
  expect(seq).toBeGreaterThanOrEqual(newest);
  expect(idOf(cache, "SELECT id FROM cursors WHERE channel = 'orders'")).toBe(
    idOf(gateway.file, 'SELECT id FROM events WHERE seq = ?', seq),
  );
  await engine.restart();
  engine.forget();
  await connect();
  await untilApplied(11);
  expect(engine.snapshots()).toEqual([]);
  expect(engine.engine.status()).toMatchObject({ state: 'live', refused: 0 });
  expect(await statusOf('live')).toBe('fulfilled');
});

it('an upgraded console catches up what was passed over, once', async () => {
  await engine.engine.close();
  const upgraded = () =>
    runConsole(copy, {
      server: gateway.address,
      userId: gateway.userId('manager'),
      token: gateway.token('manager'),
      dir: engine.dir,
      reads: [
        { name: 'carriers.list', input: { after: null, limit: 10 } },
        { name: 'orders.order', input: { orderId: 'before' } },
        { name: 'orders.order', input: { orderId: 'live' } },
      ],
    });
  const first = await upgraded();
  expect(first.reads.map(({ value }) => value)).toMatchObject([
    { rows: [{ id: 'acme' }, { id: 'borealis' }] },
    { order: { status: 'placed', lines: [{ origin: 'Uji' }] } },
    { order: { status: 'placed', lines: [{ origin: 'Uji' }] } },
  ]);
  expect([...first.snapshots].sort()).toEqual(['carriers', 'orders']);
  expect(first.refusedEvents).toBe(0);
  const second = await upgraded();
  expect(second.reads).toMatchObject(first.reads.map(() => ({ ok: true })));
  expect(second.snapshots).toEqual([]);
});

it('an upgraded console finds fields that came in a snapshot only', async () => {
  const fresh = new TestEngine({ token: async () => gateway.token('manager') });
  try {
    const session = { server: gateway.address, userId: gateway.userId('manager'), userName: 'Test' };
    await fresh.open({ ...session, permissions: PERMISSIONS });
    await fresh.untilLive();
    await fresh.engine.close();
    const { reads } = await runConsole(copy, {
      server: gateway.address,
      userId: gateway.userId('manager'),
      token: gateway.token('manager'),
      dir: fresh.dir,
      reads: [{ name: 'orders.order', input: { orderId: 'before' } }],
    });
    expect(reads[0]?.value).toMatchObject({ order: { lines: [{ origin: 'Uji' }] } });
  } finally {
    await fresh.dispose();
  }
});
