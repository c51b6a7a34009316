import { beforeAll, describe, expect, it } from 'vitest';
import type { MethodInput, MethodOutput, ReadName } from '#shared/bridge/index.ts';
import type { OrderSummary } from '#shared/bridge/orders.ts';
import { ALL_ORDERS, PAYMENT_FILTERS } from '#shared/domain/order-list.ts';
import type { Order, OrderStatus } from '#shared/domain/orders.ts';
import { askCache } from '../../../../../tests/support/cache.ts';
import { cachePerFile } from '../../../../../tests/support/cache-per-file.ts';
import { makeConversation } from '../../../../../tests/support/make/conversation.ts';
import { makeBatches, makeEvent } from '../../../../../tests/support/make/event.ts';
import {
  makeCustomer,
  makeOrder,
  makeOrderLine,
  makePayment,
} from '../../../../../tests/support/make/order.ts';
import type { OrderEffect } from './effects.ts';

const DAY = 86_400_000;
const NOON = Date.UTC(2026, 2, 10, 12);
const ADA = { kind: 'user', id: 'agent-1', name: 'Ada' } as const;

const cache = cachePerFile('orders-reads');
let queued = 0;

const ask = <N extends ReadName>(name: N, input: MethodInput<N>): MethodOutput<N> =>
  askCache(cache.writer, name, input, NOON);

const ALL: MethodInput<'orders.search'> = { ...ALL_ORDERS, after: null, limit: 200 };

const numbers = (rows: readonly OrderSummary[]): string[] => rows.map(({ number }) => number);
const find = (input: Partial<MethodInput<'orders.search'>>): string[] =>
  numbers(ask('orders.search', { ...ALL, ...input }).rows);

/** Puts a command into the outbox with its effect. */
function queue(effect: OrderEffect, state = 'queued'): void {
  cache.outbox
    .prepare(
      `INSERT INTO outbox (id, n, user_id, type, subject, data, state, created_at, effect)
       VALUES (?, ?, 'agent-1', 'x', 'order:o', '{}', ?, 1, ?)`,
    )
    .run(`c${++queued}`, queued, state, JSON.stringify(effect));
}

beforeAll(() => {
  const claire = makeCustomer({ id: 'claire', name: 'Claire Gute', email: 'claire@example.test' });
  const lines = Array.from({ length: 8 }, (_, i) =>
    makeOrderLine({ itemId: `i${i}`, sku: `FUR-${i}`, name: `Chair ${i}`, quantity: 2, unitPrice: 100 }),
  );
  const on = { at: NOON, actor: ADA };
  const change = (orderId: string, status: OrderStatus, reason: string | null = null) => ({
    orderId,
    number: orderId.toUpperCase(),
    status,
    reason,
  });
  const order = (id: string, days: number, rest: Partial<Order> = {}) =>
    makeEvent(
      'orders.created',
      { order: makeOrder({ id, number: id.toUpperCase(), placedAt: NOON - days * DAY, ...rest }) },
      on,
    );
  const paid = makePayment({ id: 'p1', orderId: 'o1', amount: 1600, settlesOrder: true, at: NOON });
  const refund = makePayment({ id: 'r1', orderId: 'o1', kind: 'refund', amount: 100, at: NOON });
  const opened1 = makeConversation({ id: 'k1', customer: claire, orderIds: ['o1'] });
  const opened2 = makeConversation({ id: 'k2', customer: makeCustomer({ id: 'guest' }), orderIds: ['o1'] });
  const events = [
    order('o1', 3, { customer: claire, lines }),
    order('o2', 2, { customer: claire }),
    order('o3', 1),
    order('o4', 0, { customer: makeCustomer({ id: 'max', name: 'Max Muster' }) }),
    makeEvent('payments.received', { payment: paid, sold: [] }, on),
    makeEvent('orders.updated', change('o1', 'paid'), on),
    makeEvent('orders.fulfilled', change('o1', 'fulfilled'), on),
    makeEvent(
      'payments.refunded',
      { payment: refund, returned: [{ itemId: 'i7', quantity: 1 }], lines: [] },
      on,
    ),
    makeEvent('orders.note_added', { orderId: 'o1', number: 'O1', body: 'Called the customer.' }, on),
    makeEvent('orders.cancelled', change('o2', 'cancelled', 'ordered twice'), on),
    makeEvent('chat.conversation_opened', { conversation: opened1 }, on),
    makeEvent('chat.conversation_opened', { conversation: opened2 }, on),
  ];
  for (const batch of makeBatches(events, 200)) cache.writer.apply(batch);
});

describe('orders.search', () => {
  it('lists the newest first, by status, customer and days, with exact totals', () => {
    expect(find({})).toEqual(['O4', 'O3', 'O2', 'O1']);
    expect(ask('orders.search', { ...ALL, limit: 1 }).total).toBe(4);
    expect(find({ status: 'placed' })).toEqual(['O4', 'O3']);
    expect(ask('orders.search', { ...ALL, status: 'fulfilled', limit: 1 }).total).toBe(1);
    expect(find({ customerId: 'claire' })).toEqual(['O2', 'O1']);
    expect(find({ from: '2026-03-08', to: '2026-03-09' })).toEqual(['O3', 'O2']);
    expect(ask('orders.search', { ...ALL, from: '2026-03-08', to: '2026-03-09' }).total).toBe(2);
    const first = ask('orders.search', { ...ALL, limit: 3 });
    expect(numbers(ask('orders.search', { ...ALL, after: first.next }).rows)).toEqual(['O1']);
  });

  it('sorts by number and by total within a currency, in pages without a gap', () => {
    const every = (sort: 'number' | 'total', direction: 'asc' | 'desc'): string[] => {
      const found: string[] = [];
      let after: string | null = null;
      do {
        const page: MethodOutput<'orders.search'> = ask('orders.search', {
          ...ALL,
          sort,
          direction,
          limit: 1,
          after,
        });
        found.push(...numbers(page.rows));
        after = page.next;
      } while (after !== null);
      return found;
    };
    expect(every('number', 'asc')).toEqual(['O1', 'O2', 'O3', 'O4']);
    expect(every('number', 'desc')).toEqual(['O4', 'O3', 'O2', 'O1']);
    const totals = new Map(ask('orders.search', ALL).rows.map(({ number, total }) => [number, total]));
    const sorted = every('total', 'asc').map((number) => totals.get(number) ?? 0);
    expect(sorted).toEqual([...sorted].sort((a, b) => a - b));
    expect(sorted).toHaveLength(4);
  });

  it('filters by what `paymentStateOf` and `isOverdue` say, and by location and amount', () => {
    const all = ask('orders.search', ALL).rows;
    for (const payment of PAYMENT_FILTERS.slice(1))
      expect(find({ payment }), payment).toEqual(numbers(all.filter((row) => row.payment === payment)));
    expect(all.map((row) => row.payment)).toEqual(['unpaid', 'unpaid', 'none', 'partly_refunded']);
    expect(find({ overdue: true })).toEqual(numbers(all.filter((row) => row.overdue)));
    const { total, currency, locationId } = all[0] ?? { total: 0, currency: 'USD', locationId: null };
    expect(find({ amount: { currency, least: total, most: total } })).toEqual(
      numbers(all.filter((row) => row.total === total)),
    );
    expect(find({ amount: { currency: 'XTS', least: null, most: null } })).toEqual([]);
    expect(find({ locationId })).toEqual(['O4', 'O3', 'O2', 'O1']);
    expect(find({ locationId: 'nowhere' })).toEqual([]);
    const { statuses, overdue } = ask('orders.counts', {});
    expect([statuses, overdue]).toEqual([{ placed: 2, paid: 0, fulfilled: 1, cancelled: 1, refunded: 0 }, 0]);
  });

  it('exports the orders that it lists, in the same order', () => {
    const { rows, total } = ask('orders.export', { ...ALL, customerId: 'claire' });
    expect(rows.map(({ order, paid, refunded }) => [order.number, paid, refunded])).toEqual([
      ['O2', 0, 0],
      ['O1', 1600, 100],
    ]);
    expect([rows[1]?.order.lines.length, total]).toEqual([8, 2]);
  });

  it('finds numbers, customers and the SKU of any line, in any case', () => {
    expect(find({ search: 'o3' })).toEqual(['O3']);
    expect(find({ search: 'gute' })).toEqual(['O2', 'O1']);
    expect(find({ search: 'fur-7' })).toEqual(['O1']);
    expect(find({ search: 'gute', status: 'cancelled' })).toEqual(['O2']);
    expect(find({ search: 'gute', to: '2026-03-07' })).toEqual(['O1']);
    expect(find({ search: 'nobody' })).toEqual([]);
  });
});

describe('an order', () => {
  it('has its payments, what came back, and what happened', () => {
    const shown = ask('orders.order', { orderId: 'o1' });
    expect(shown).toMatchObject({ paid: 1600, refunded: 100, pending: false });
    // All of it left when it was fulfilled: there was no shipment before.
    expect(shown.order?.shipped).toEqual(shown.order?.lines.map(({ quantity }) => quantity));
    expect(shown.payments.map(({ id }) => id)).toEqual(['p1', 'r1']);
    expect(shown.returned).toEqual([{ itemId: 'i7', quantity: 1 }]);
    expect(ask('orders.entries', { orderId: 'o1', after: null, limit: 10 }).rows).toMatchObject([
      { kind: 'note', text: 'Called the customer.', actor: ADA },
      { kind: 'fulfilled', text: null, actor: ADA },
    ]);
    expect(ask('orders.entries', { orderId: 'o2', after: null, limit: 10 }).rows).toMatchObject([
      { kind: 'cancelled', text: 'ordered twice' },
    ]);
    expect(ask('orders.references', { words: ['o1', 'O1', 'o9'] }).references).toEqual([
      { word: 'o1', subject: { kind: 'order', id: 'o1' } },
      { word: 'O1', subject: { kind: 'order', id: 'o1' } },
    ]);
  });

  it('has the conversations that name it, whoever their customer is', () => {
    const about = (kind: 'order' | 'customer', id: string): string[] =>
      ask('chat.about', { subject: { kind, id }, after: null, limit: 10 }).rows.map((row) => row.id);
    expect(about('order', 'o1').sort()).toEqual(['k1', 'k2']);
    expect(about('customer', 'claire')).toEqual(['k1']);
    expect(about('order', 'o2')).toEqual([]);
  });

  it('is shown with the effects of commands that are not decided, and without those that were refused', () => {
    queue({
      kind: 'order_refund',
      orderId: 'o1',
      amount: 500,
      returned: [{ itemId: 'i7', quantity: 1 }],
      lines: [],
    });
    queue({ kind: 'order_refund', orderId: 'o1', amount: 900, returned: [], lines: [] }, 'refused');
    queue({ kind: 'order_fulfilled', orderId: 'o4', lines: null });
    queue({ kind: 'order_note', orderId: 'o3', body: 'Later.', author: ADA, at: NOON });
    expect(ask('orders.order', { orderId: 'o1' })).toMatchObject({
      refunded: 600,
      returned: [{ itemId: 'i7', quantity: 2 }],
      pending: true,
      order: { status: 'fulfilled' },
    });
    queue({ kind: 'order_refund', orderId: 'o1', amount: 1000, returned: [], lines: [] });
    expect(ask('orders.order', { orderId: 'o1' }).order?.status).toBe('refunded');
    const [o4, o3] = ask('orders.search', ALL).rows;
    expect(o4).toMatchObject({ status: 'fulfilled', pending: true });
    expect(o3).toMatchObject({ status: 'placed', pending: false });
    expect(ask('orders.entries', { orderId: 'o3', after: null, limit: 10 }).rows).toMatchObject([
      { kind: 'note', text: 'Later.', seq: 0 },
    ]);
    cache.outbox.exec('DELETE FROM outbox');
  });
});

describe('a conversation', () => {
  it('has only the orders that it names', () => {
    expect(ask('chat.conversation', { conversationId: 'k1' }).orders.map(({ id }) => id)).toEqual(['o1']);
  });
});

describe('a customer', () => {
  it('has orders, value, and when they were first and last seen', () => {
    expect(ask('customers.customer', { customerId: 'claire' })).toMatchObject({
      customer: { name: 'Claire Gute', email: 'claire@example.test' },
      orders: 2,
      value: [{ currency: 'USD', paid: 1600, refunded: 100 }],
      completeFrom: null,
    });
    expect(ask('customers.customer', { customerId: 'nobody' }).customer).toBeNull();
    expect(ask('customers.customer', { customerId: 'guest' }).customer?.id).toBe('guest');
  });

  it('is found by name and e-mail', () => {
    const found = (text: string): string[] =>
      ask('search.query', { text, kinds: ['customer'], limit: 10 }).rows.map(({ id }) => id);
    expect(found('gut')).toEqual(['claire']);
    expect(found('claire@example')).toEqual(['claire']);
  });
});

describe('an order with a disputed payment', () => {
  it('is not paid, in the list, in its filter and in a file', () => {
    const at = NOON + 1000;
    const on = { at, actor: ADA };
    const order = makeOrder({ id: 'd1', number: 'D1', total: 500, status: 'paid', placedAt: at });
    const payment = makePayment({ id: 'dp1', orderId: 'd1', amount: 500, settlesOrder: true, at });
    const dispute = {
      ...{
        id: 'x1',
        paymentId: 'dp1',
        orderId: 'd1',
        orderNumber: 'D1',
        amount: 500,
        currency: payment.currency,
      },
      ...({ reason: 'fraudulent', status: 'needs_response', openedAt: at, dueAt: at + DAY } as const),
      ...{ evidence: null, answeredAt: null, closedAt: null, warnedHours: null },
    };
    const events = [
      makeEvent('orders.created', { order }, on),
      makeEvent('payments.received', { payment, sold: [] }, on),
      makeEvent('payments.disputed', { payment: { ...payment, status: 'disputed' }, dispute }, on),
    ];
    for (const batch of makeBatches(events, 400)) cache.writer.apply(batch);
    const row = ask('orders.search', ALL).rows.find(({ id }) => id === 'd1');
    expect(row?.payment).toBe('disputed');
    expect(find({ payment: 'disputed' })).toEqual(['D1']);
    for (const payment of PAYMENT_FILTERS.filter((one) => one !== 'any' && one !== 'disputed'))
      expect(find({ payment }), payment).not.toContain('D1');
    expect(ask('orders.export', { ...ALL, payment: 'disputed' }).rows).toMatchObject([
      { paid: 500, refunded: 0, payment: 'disputed' },
    ]);
  });
});
