import { describe, expect, it } from 'vitest';
import type { MethodInput, MethodOutput, ReadName } from '#shared/bridge/index.ts';
import { ALL_ORDERS } from '#shared/domain/order-list.ts';
import { askCache } from '../../../../../tests/support/cache.ts';
import { cachePerFile } from '../../../../../tests/support/cache-per-file.ts';
import { makeBatches, makeEvent } from '../../../../../tests/support/make/event.ts';
import { makeItem, makeLocation, makeMovement } from '../../../../../tests/support/make/item.ts';
import { makeOrder, makeOrderLine } from '../../../../../tests/support/make/order.ts';
import type { OrderEffect } from './effects.ts';

const DAY = 86_400_000;
const NOON = Date.UTC(2026, 2, 10, 12);
const ADA = { kind: 'user', id: 'agent-1', name: 'Ada' } as const;
const on = { at: NOON, actor: ADA };

const cache = cachePerFile('orders-picking');
let queued = 0;

const ask = <N extends ReadName>(name: N, input: MethodInput<N>): MethodOutput<N> =>
  askCache(cache.writer, name, input, NOON);

const ALL = { ...ALL_ORDERS, after: null, limit: 200 } satisfies MethodInput<'orders.search'>;

/** Puts a command into the outbox with its effect. */
function queue(effect: OrderEffect): void {
  cache.outbox
    .prepare(
      `INSERT INTO outbox (id, n, user_id, type, subject, data, state, created_at, effect)
       VALUES (?, ?, 'agent-1', 'x', 'order:o', '{}', 'queued', 1, ?)`,
    )
    .run(`c${++queued}`, queued, JSON.stringify(effect));
}

describe('picking', () => {
  const shop = { id: 'shop', name: 'Shop' };
  const pick = (locationId: string, orderIds: string[] | null = null) =>
    ask('orders.picking', { locationId, orderIds, now: NOON });

  it('lists what is left of paid orders, first expired first, and what commands in the outbox leave of them', () => {
    const item = makeItem({ id: 'tea', sku: 'TEA', name: 'Tea', category: 'Drinks' });
    const lot = (id: string, days: number, onHand: number) => ({
      ...{ id, itemId: 'tea', locationId: 'shop', code: id, expiresAt: NOON + days * DAY, onHand },
      ...{ unavailable: [], receivedAt: NOON },
    });
    const place = (id: string, quantity: number, minute: number) =>
      makeOrder({
        ...{ id, number: id.toUpperCase(), status: 'paid', locationId: 'shop', placedAt: NOON + minute },
        lines: [
          makeOrderLine({ itemId: 'tea', quantity }),
          makeOrderLine({ itemId: 'gone', name: 'Gone', quantity: 1 }),
        ],
      });
    const events = [
      makeEvent('inventory.location_created', { location: makeLocation(shop) }, on),
      makeEvent('inventory.item_created', { item }, on),
      makeEvent(
        'inventory.stock_received',
        {
          movements: [makeMovement({ itemId: 'tea', locationId: 'shop', deltaOnHand: 9, onHandAfter: 9 })],
          ...{ reason: 'stock.received', reference: null, expiresAt: null },
          lots: [lot('late', 60, 5), lot('soon', 5, 4)],
        },
        on,
      ),
      makeEvent('orders.created', { order: place('w1', 4, 1) }, on),
      makeEvent('orders.created', { order: place('w2', 3, 2) }, on),
      makeEvent(
        'orders.shipped',
        {
          shipment: {
            ...{ id: 's1', orderId: 'w1', lines: [{ line: 0, quantity: 1 }], locationId: 'shop' },
            ...{ carrier: 'DHL', tracking: null },
          },
          ...{ number: 'W1', shipped: [1, 0] },
        },
        on,
      ),
    ];
    for (const batch of makeBatches(events, 300)) cache.writer.apply(batch);
    expect(ask('orders.shipments', { orderId: 'w1' }).rows).toMatchObject([
      { id: 's1', locationName: 'Shop', carrier: 'DHL', actor: ADA },
    ]);
    const row = (id: string) => ask('orders.search', ALL).rows.find((one) => one.id === id);
    expect(row('w1')?.partly).toEqual({ shipped: 1, ordered: 5 });
    expect(row('w2')?.partly).toBeNull();
    expect(ask('orders.search', { ...ALL, partly: true }).rows.map(({ id }) => id)).toEqual(['w1']);
    expect(ask('orders.pick_places', { orderIds: null }).places).toEqual([
      { locationId: 'shop', name: 'Shop', orders: 2 },
    ]);
    const all = pick('shop');
    expect(all.orders.map(({ id }) => id)).toEqual(['w1', 'w2']);
    expect(all.items.map(({ name, category, quantity }) => [name, category, quantity])).toEqual([
      ['Gone', '', 2],
      ['Tea', 'Drinks', 6],
    ]);
    expect(all.items[1]?.lots.map(({ code, quantity }) => [code, quantity])).toEqual([
      ['soon', 4],
      ['late', 2],
    ]);
    queue({ kind: 'order_fulfilled', orderId: 'w1', lines: null });
    queue({ kind: 'order_fulfilled', orderId: 'w2', lines: [{ line: 0, quantity: 3 }] });
    expect(pick('shop').orders).toMatchObject([{ id: 'w2', lines: [{ line: 1, quantity: 1 }] }]);
    expect(row('w2')?.partly).toEqual({ shipped: 3, ordered: 4 });
    expect(pick('shop', ['w1']).orders).toEqual([]);
    cache.outbox.exec('DELETE FROM outbox');
  });
});
