import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, describe, expect, it } from 'vitest';
import type { MethodInput, MethodOutput, ReadName } from '#shared/bridge/index.ts';
import { orderNumberOf } from '#shared/domain/manual-orders.ts';
import { ALL_ORDERS } from '#shared/domain/order-list.ts';
import { handshake, TestClient } from '../support/client.ts';
import { CUSTOMER, domainShopPerTest, TEA } from '../support/domain-shop.ts';
import { EngineShop } from '../support/engine-shop.ts';
import { temporaryFolder } from '../support/folders.ts';
import { startTestGateway } from '../support/gateway.ts';
import { makeCommand } from '../support/make/command.ts';
import { makeItem, makeLocation } from '../support/make/item.ts';
import { enterOrder, openOrders, teaOrder } from '../support/manual-orders.ts';

const folder = temporaryFolder('manual-orders');
afterAll(() => folder.remove());

/** The first numbers of the sequence. */
const first = (count: number): string[] => Array.from({ length: count }, (_, n) => orderNumberOf(n + 1));

describe('an order that is entered by hand', () => {
  const shop = domainShopPerTest();
  const line = { itemId: 'tea', quantity: 2, unitPrice: 300, discount: 0, priceReason: null };
  const refusal = (change: Parameters<typeof teaOrder>[0]) =>
    shop.domains.refusal('orders.enter', teaOrder(change));

  it('is placed, paid and noted in one step, with its changed price and its discount', () => {
    shop.stock(5);
    const lines = [{ ...line, unitPrice: 250, discount: 100, priceReason: 'Dented box' }];
    const payment = { paymentId: 'p1', method: 'cash' } as const;
    const order = teaOrder({ customer: CUSTOMER, lines, payment, note: 'Collects it on Friday.' });
    expect(shop.domains.command('orders.enter', order)).toEqual({
      ...{ orderId: order.orderId, number: 'SO-00001', total: 400, status: 'paid' },
    });
    expect(shop.order(order.orderId)).toMatchObject({
      customer: CUSTOMER,
      status: 'paid',
      lines: [{ sku: 'tea', unitPrice: 250, total: 400, listPrice: 300, priceReason: 'Dented box' }],
    });
    expect(shop.level()).toMatchObject({ onHand: 5, committed: 2 });
    expect(shop.rows('payments', 'payment')).toMatchObject([
      { method: 'cash', amount: 400, settlesOrder: true },
    ]);
    expect(shop.rows('orders', 'order_entry')).toMatchObject([
      { kind: 'note', text: 'Collects it on Friday.' },
    ]);
  });

  it('is refused with the field, and takes no number, stock or payment', () => {
    shop.stock(3);
    shop.domains.command('inventory.create_item', {
      item: makeItem({ id: 'cup', price: 100, currency: 'EUR' }),
    });
    const before = shop.domains.head();
    const payment = { paymentId: 'p1', method: 'card' } as const;
    expect(
      refusal({
        payment,
        lines: [
          { ...line, quantity: 2 },
          { ...line, quantity: 2 },
        ],
      }),
    ).toMatchObject({
      code: 'insufficient_stock',
      field: 'lines',
      message: expect.stringMatching(/3 available.*4 ordered/),
    });
    const field = (change: object): unknown => refusal({ lines: [{ ...line, ...change }] })?.field;
    expect(field({ unitPrice: 299 })).toBe('lines.0.priceReason');
    expect(field({ discount: 601 })).toBe('lines.0.discount');
    expect(field({ itemId: 'cup', unitPrice: 100 })).toBe('lines.0.itemId');
    expect(field({ itemId: 'gone' })).toBe('lines.0.itemId');
    expect(refusal({ locationId: 'gone' })).toMatchObject({ field: 'locationId' });
    expect(shop.domains.head()).toBe(before);
    const { orderId } = shop.domains.command('orders.enter', teaOrder());
    expect(shop.order(orderId)?.number).toBe('SO-00001');
    expect(refusal({ orderId })).toMatchObject({ code: 'conflict', field: 'orderId' });
  });

  it('has a number that no other order has, and leaves out those that others brought along', () => {
    shop.stock(9);
    const create = (number?: string): string | undefined => {
      const lines = [{ itemId: 'tea', quantity: 1, unitPrice: 300, total: 300 }];
      const order = { orderId: uuidv7(), customer: null, currency: 'USD', locationId: 'shop', lines };
      return shop.domains.command('orders.create', { ...order, ...(number === undefined ? {} : { number }) })
        .number;
    };
    expect([create(), create('SO-00002'), create('SO-00004'), create('X1')]).toEqual([
      ...['SO-00001', 'SO-00002', 'SO-00004', 'X1'],
    ]);
    expect(shop.domains.command('orders.enter', teaOrder()).number).toBe('SO-00003');
    expect([create(), create()]).toEqual(['SO-00005', 'SO-00006']);
  });

  it('from a shop has lines of one currency and no total above their price, unless it is history', () => {
    shop.stock(9);
    const create = (currency: string, total: number) => ({
      ...{ orderId: uuidv7(), customer: null, currency, locationId: 'shop' },
      lines: [{ itemId: 'tea', quantity: 2, unitPrice: 300, total }],
    });
    expect(shop.domains.refusal('orders.create', create('EUR', 600))).toMatchObject({
      field: 'lines.0.itemId',
    });
    expect(shop.domains.refusal('orders.create', create('USD', 601))).toMatchObject({
      field: 'lines.0.total',
    });
    expect(shop.domains.refusal('orders.create', create('USD', 599))).toBeNull();
    const importer = {
      actor: { kind: 'system', id: 'import', name: 'Import' } as const,
      permissions: new Set<never>(),
    };
    expect(
      shop.domains.refusal('orders.create', create('EUR', 601), { ...importer, writesHistory: true }),
    ).toBeNull();
  });
});

describe('orders that are entered without a connection', () => {
  it('wait, take stock from what can be sold, and are placed or refused once it is back', async () => {
    const shop = await EngineShop.open();
    const console_ = shop.console({});
    const ask = async <N extends ReadName>(name: N, input: MethodInput<N>): Promise<MethodOutput<N>> => {
      const read = await console_.engine.read(name, input);
      if (!read.ok) throw new Error(read.error.message);
      return read.value;
    };
    const available = async (): Promise<number | undefined> => {
      const question = { search: '', itemIds: ['tea'], currency: null, limit: 1 };
      return (await ask('orders.sellable', question)).items[0]?.stock[0]?.available;
    };
    try {
      await shop.enter(console_);
      await console_.untilLive();
      expect(await available()).toBe(1_000);
      await console_.engine.pause();
      const { price: unitPrice } = makeItem();
      const lines = [{ itemId: 'tea', quantity: 600, unitPrice, discount: 0, priceReason: null }];
      const [one, two] = [teaOrder({ lines }), teaOrder({ lines })].map((data) =>
        makeCommand('orders.enter', data),
      );
      for (const command of [one, two]) if (command) await console_.engine.submit(command);
      expect((await ask('orders.entered', {})).orders).toMatchObject([
        { commandId: two?.id, total: 600 * unitPrice },
        { commandId: one?.id },
      ]);
      expect(await available()).toBe(-200);
      await console_.engine.resume();
      const refused = async () =>
        (await ask('commands.outbox', {})).entries.filter(({ state }) => state === 'refused');
      await console_.until('one is placed and one refused', async () => {
        const { total } = await ask('orders.search', { ...ALL_ORDERS, after: null, limit: 1 });
        return total === 1 && (await refused()).length === 1;
      });
      // They are about different orders, so either may have come first.
      const [entry] = await refused();
      expect([one?.id, two?.id]).toContain(entry?.id);
      expect(entry?.error).toMatchObject({ code: 'insufficient_stock', field: 'lines' });
      expect((await ask('orders.entered', {})).orders).toEqual([]);
      const { rows } = await ask('orders.search', { ...ALL_ORDERS, after: null, limit: 1 });
      expect(rows).toMatchObject([{ number: 'SO-00001', status: 'placed', payment: 'unpaid' }]);
      expect(await available()).toBe(400);
    } finally {
      await console_.dispose();
      await shop.gateway.stop();
    }
  });
});

describe('the numbers of orders', () => {
  it('are given once each, however many consoles ask at once and repeat themselves', async () => {
    const on = await startTestGateway({
      RATE_LIMIT_MESSAGES_PER_SECOND: '1000000',
      RATE_LIMIT_COMMANDS_PER_SECOND: '1000000',
    });
    const token = await on.token('manager');
    const clients = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const client = new TestClient(on.url, handshake(token));
        await client.untilReceived('welcome');
        return client;
      }),
    );
    try {
      const [one] = clients;
      await one?.command('inventory.create_location', { location: makeLocation({ id: 'shop' }) });
      await one?.command('inventory.create_item', { item: makeItem({ id: 'tea', price: 300 }) });
      await one?.command('inventory.receive', { ...TEA, quantity: 50, reference: null });
      // Sixty are wanted of fifty, and every second is sent twice.
      const replies = await Promise.all(
        Array.from({ length: 60 }, () => makeCommand('orders.enter', teaOrder())).flatMap((envelope, n) => [
          clients[n % 4]?.submit(envelope),
          ...(n % 2 === 0 ? [clients[(n + 1) % 4]?.submit(envelope)] : []),
        ]),
      );
      expect(replies.filter((reply) => reply?.ok === false).length).toBeGreaterThanOrEqual(10);
      const numbers = on.gateway.readSql
        .prepare<[], { number: string }>('SELECT number FROM orders ORDER BY number')
        .all();
      expect(numbers.map(({ number }) => number)).toEqual(first(50));
    } finally {
      for (const client of clients) client.close();
      await on.stop();
    }
  });

  it('go on without a gap after the gateway was killed', async () => {
    const child = spawn(
      process.execPath,
      [join(import.meta.dirname, 'manual-orders-child.ts'), folder.path],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    let said = '';
    child.stdout.on('data', (text) => {
      said += String(text);
      if (said.split('\n').length > 30) child.kill('SIGKILL');
    });
    await once(child, 'close');
    const told = said.split('\n').slice(0, -1);
    expect(told.length).toBeGreaterThanOrEqual(30);
    const data = await openOrders(folder.path);
    const numbers = (): string[] =>
      data.sql
        .prepare<[], { number: string }>('SELECT number FROM orders ORDER BY rowid')
        .all()
        .map(({ number }) => number);
    const before = numbers();
    expect(before).toEqual(first(before.length));
    expect(before).toEqual(expect.arrayContaining(told));
    enterOrder(data.executor);
    expect(numbers()).toEqual(first(before.length + 1));
    data.close();
  });
});
