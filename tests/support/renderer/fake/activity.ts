import type { Activity } from '#shared/bridge/live.ts';
import type { Actor } from '#shared/domain/ids.ts';
import { makeActivity } from '../../make/activity.ts';
import { CUSTOMERS, PRODUCTS } from './samples.ts';
import type { FakeState } from './state.ts';

const MARA: Actor = { kind: 'user', id: 'u', name: 'Mara Lindqvist' };

/** Returns row `index` of the feed, newest first: seven kinds of events in turn, at growing intervals. */
export function activityAt(state: FakeState, index: number): Activity {
  const customer = CUSTOMERS[index % CUSTOMERS.length] ?? '';
  const order = `CA-2017-${152_156 + index * 7}`;
  const item = PRODUCTS[index % PRODUCTS.length] ?? '';
  const location = 'Harbour store';
  const actor: Actor = { kind: 'customer', id: `c${index % 7}`, name: customer };
  const kinds: readonly Partial<Activity>[] = [
    {
      channel: 'payments',
      type: 'payments.received',
      actor,
      values: { amount: 26_196, currency: 'USD', order },
      subject: { kind: 'order', id: `o${index}` },
    },
    {
      actor,
      values: { order, customer, total: 26_196 + index * 811, currency: 'USD' },
      subject: { kind: 'order', id: `o${index}` },
    },
    {
      channel: 'inventory',
      type: 'inventory.stock_reserved',
      values: { item, location, delta: 0 },
      subject: { kind: 'item', id: `i${index}` },
    },
    {
      channel: 'chat',
      type: 'chat.message_sent',
      actor,
      values: { author: customer, preview: 'Hello, where is my order? It was due on Tuesday.' },
      subject: { kind: 'conversation', id: `k${index}` },
    },
    {
      channel: 'alerts',
      type: 'alerts.raised',
      values: { kind: 'low_stock', item, location, value: 3 },
      subject: { kind: 'alert', id: 'a1' },
    },
    {
      channel: 'payments',
      type: 'payments.refunded',
      actor: MARA,
      values: { amount: 4180, currency: 'USD', order },
    },
    {
      channel: 'inventory',
      type: 'inventory.stock_adjusted',
      actor: MARA,
      values: { item, location, delta: -3 },
      subject: { kind: 'item', id: `i${index}` },
    },
  ];
  return makeActivity({
    ...kinds[(index * 5 + Math.floor(index / 3)) % kinds.length],
    seq: 48_213 - index,
    at: state.asOfAt - 1200 - index * 21_000 - Math.floor(index ** 1.7 * 900),
  });
}
