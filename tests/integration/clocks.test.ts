import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PERMISSIONS } from '#shared/protocol/permissions.ts';
import { addUser, newUser } from '../../src/gateway/auth/index.ts';
import { SYSTEM_PRINCIPAL } from '../../src/gateway/execute/index.ts';
import { systemClock } from '../../src/main/system-clock.ts';
import { TestEngine } from '../support/engine.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeItem, makeLocation } from '../support/make/item.ts';
import { makeUser } from '../support/make/user.ts';
import { type ShiftedClock, shiftedWorkers } from '../support/workers.ts';

const MINUTE = 60_000;
const USER = makeUser({ username: 'ada', name: 'Ada', role: 'admin' });
const ITEM = uuidv7();
const SHOP = uuidv7();

/** What the gateway's clock shows, ms minus this machine's. */
let gatewayShift = 0;
let clock: ShiftedClock;
let shop: TestGateway;
let console_: TestEngine;

const gatewayNow = (): number => Date.now() + gatewayShift;

async function token(): Promise<string> {
  const grant = await shop.gateway.auth.persona(USER.username);
  if (!grant.ok) throw new Error(grant.error.message);
  return grant.value.accessToken;
}

async function command(type: string, data: unknown): Promise<void> {
  const session = await shop.gateway.auth.authenticate(await token());
  if (!session.ok) throw new Error(session.error.message);
  const { principal } = session.value;
  const reply = await shop.gateway.executor.submit(principal, { id: uuidv7(), type, data, at: gatewayNow() });
  if (!reply.ok) throw new Error(`${reply.error.code}: ${reply.error.message} ${reply.error.field ?? ''}`);
}

/** Sells one chair for 10.00 and takes the money. */
async function sell(): Promise<void> {
  const orderId = uuidv7();
  await command('orders.create', {
    orderId,
    number: `N-${orderId}`,
    customer: null,
    currency: 'USD',
    locationId: SHOP,
    lines: [{ itemId: ITEM, quantity: 1, unitPrice: 1_000, total: 1_000 }],
  });
  const payment = { paymentId: uuidv7(), orderId, amount: 1_000, currency: 'USD', method: 'card' };
  await command('payments.receive', payment);
}

const raise = (message: string): Promise<void> =>
  command('alerts.raise', { alertId: uuidv7(), severity: 'warning', message });

async function goLive(): Promise<void> {
  const account = { server: shop.url, userId: USER.id, userName: USER.name, permissions: PERMISSIONS };
  expect(await console_.open(account)).toMatchObject({ ok: true });
  await console_.untilLive();
}

async function start(env: Record<string, string> = {}): Promise<void> {
  shop = await startTestGateway(env, { watermarkMs: 200, clock: { now: gatewayNow } });
  await shop.gateway.executor.run(SYSTEM_PRINCIPAL, gatewayNow(), (context) =>
    context.write(addUser, newUser(USER, null, context.now, true)),
  );
  await command('inventory.create_location', { location: makeLocation({ id: SHOP, name: 'Shop' }) });
  await command('inventory.create_item', {
    item: makeItem({ id: ITEM, sku: 'CH-1', name: 'Chair', category: 'Chairs' }),
  });
  await command('inventory.receive', { itemId: ITEM, locationId: SHOP, quantity: 1_000, reference: null });
}

beforeEach(async () => {
  gatewayShift = 0;
  clock = shiftedWorkers();
  console_ = new TestEngine({
    workers: clock.workers,
    clock: { ...systemClock, now: () => Date.now() + clock.shift() },
    token,
  });
  await start();
});

afterEach(async () => {
  await console_.dispose();
  await shop.stop();
});

describe("a console's clock", () => {
  it.for([
    ['10 min back', -10 * MINUTE],
    ['2 min forward', 2 * MINUTE],
    ['a day back', -24 * 60 * MINUTE],
    ['a day forward', 24 * 60 * MINUTE],
  ] as const)('set %s while live stops nothing on screen', async ([, jump]) => {
    await goLive();
    const notices = console_.watch('changes.notices');
    const statuses = console_.watch('connection.status');
    const toasts = console_.watch('notifications.toasts');
    const figures = console_.watch('live.figures', { window: '1h' });
    await sell();
    await console_.until('the first sale', () => figures.at(-1)?.revenue.value === 1_000);
    clock.set(jump);

    const before = { notices: notices.length, statuses: statuses.length, figures: figures.length };
    await sell();
    await raise('Door open');
    await console_.until('the second sale', () => figures.at(-1)?.revenue.value === 2_000);
    await console_.until('notices', () => notices.length > before.notices);
    await console_.until('a status', () => statuses.length > before.statuses);
    await console_.until('ticking figures', () => figures.length > before.figures + 2);
    await console_.until('a toast', () =>
      toasts.some((item) => item.toasts.some(({ values }) => values['message'] === 'Door open')),
    );
    expect(Math.abs((figures.at(-1)?.to ?? 0) - Date.now())).toBeLessThan(5_000);

    // Ages are shown against the status, which has the gateway's time and stays what it was.
    const status = console_.engine.status();
    expect(status).toMatchObject({ state: 'live' });
    expect(Math.abs((status.gatewayTime ?? 0) - Date.now())).toBeLessThan(5_000);
    expect(Math.abs((status.asOf.at ?? 0) - Date.now())).toBeLessThan(30_000);
    const chart = await console_.engine.read('live.chart', { window: '1h' });
    const points = chart.ok ? chart.value.points : [];
    expect(points.reduce((sum, { revenue }) => sum + revenue, 0)).toBe(2_000);

    // And back again: the clock was put right.
    clock.set(0);
    await sell();
    await console_.until('the third sale', () => figures.at(-1)?.revenue.value === 3_000);
    expect(console_.states.filter((state) => state === 'connecting')).toHaveLength(1);
  });

  it.for([
    ['10 min slow', -10 * MINUTE],
    ['2 h fast', 120 * MINUTE],
  ] as const)(
    'that is %s from the start shows the newest sales and dates commands right',
    async ([, off]) => {
      clock.set(off);
      await sell();
      await goLive();
      const figures = console_.watch('live.figures', { window: '1h' });
      await console_.until('the sale', () => figures.at(-1)?.revenue.value === 1_000);
      const chart = await console_.engine.read('live.chart', { window: '1h' });
      expect(chart).toMatchObject({ ok: true });
      const last = chart.ok ? chart.value.points.at(-1) : undefined;
      expect(Math.abs((last?.at ?? 0) - Date.now())).toBeLessThan(2 * MINUTE);
      const entry = await console_.engine.submit({
        id: uuidv7(),
        type: 'inventory.adjust',
        data: {
          itemId: ITEM,
          locationId: SHOP,
          change: { mode: 'delta', quantity: -1 },
          reason: 'count',
          reference: null,
        },
      });
      expect(Math.abs((entry.ok ? entry.value.createdAt : 0) - Date.now())).toBeLessThan(5_000);
    },
  );

  it('counts reconnection delays as before when it is set back between attempts', async () => {
    await goLive();
    await shop.stop();
    await console_.until('offline', () => console_.engine.status().state === 'offline');
    clock.set(-60 * MINUTE);
    await console_.until('the next attempts', () => console_.engine.status().attempt >= 3);
  });
});

describe("a gateway's clock", () => {
  it('is followed when it is set, without a reconnection', async () => {
    await goLive();
    const figures = console_.watch('live.figures', { window: '1h' });
    const toasts = console_.watch('notifications.toasts');
    gatewayShift = 30 * MINUTE;
    // A heartbeat asks for the time; waking up sends one at once.
    console_.engine.wake();
    await console_.until('the new time', () => console_.engine.now() > Date.now() + 29 * MINUTE);
    await sell();
    await raise('After the change');
    await console_.until('the sale', () => figures.at(-1)?.revenue.value === 1_000);
    await console_.until('a toast', () => toasts.length > 0);
    gatewayShift = 0;
    console_.engine.wake();
    await console_.until('the old time', () => console_.engine.now() < Date.now() + MINUTE);
    await sell();
    await raise('And back');
    await console_.until('a toast', () => toasts.flatMap((item) => item.toasts).length > 1);
    expect(console_.states.filter((state) => state === 'connecting')).toHaveLength(1);
    await console_.until(
      'an as-of time that is not in the future',
      () => (console_.engine.status().asOf.at ?? Number.POSITIVE_INFINITY) <= Date.now() + 5_000,
    );
  });
});
