import { beforeAll, describe, expect, it } from 'vitest';
import { askCache } from '../../../../../tests/support/cache.ts';
import { cachePerFile } from '../../../../../tests/support/cache-per-file.ts';
import {
  makeConversation,
  makeMessage,
  makeProgress,
} from '../../../../../tests/support/make/conversation.ts';
import { makeBatches, makeEvent } from '../../../../../tests/support/make/event.ts';
import { makeItem } from '../../../../../tests/support/make/item.ts';
import { makeOrder, makeOrderLine } from '../../../../../tests/support/make/order.ts';

const cache = cachePerFile('related');

const orders = (itemId: string, after: string | null = null, limit = 10) =>
  askCache(cache.writer, 'orders.list', { customerId: null, itemId, after, limit }, 1);
const conversations = (id: string, unresolved = false): string[] =>
  askCache(
    cache.writer,
    'chat.about',
    { subject: { kind: 'item', id }, unresolved, after: null, limit: 10 },
    1,
  ).rows.map((row) => row.id);

beforeAll(() => {
  const order = (id: string, placedAt: number, ...items: readonly string[]) =>
    makeEvent('orders.created', {
      order: makeOrder({
        id,
        number: id,
        placedAt,
        lines: items.map((item) =>
          makeOrderLine({ itemId: item, sku: `LAMP-${item}`, name: `Lamp ${item}` }),
        ),
      }),
    });
  const said = (conversationId: string, body: string, at: number) => [
    makeEvent('chat.conversation_opened', { conversation: makeConversation({ id: conversationId }) }),
    makeEvent('chat.message_sent', {
      message: makeMessage({ id: `${conversationId}:m`, conversationId, body, at }),
      progress: makeProgress({ lastMessageAt: at }),
    }),
  ];
  const events = [
    ...['1', '12', '2'].map((id) =>
      makeEvent('inventory.item_created', {
        item: makeItem({ id, sku: `LAMP-${id}`, name: `Desk light ${id}` }),
      }),
    ),
    order('o1', 10, '1'),
    order('o2', 20, '12'),
    order('o3', 30, '2', '1'),
    ...said('by sku', 'When will lamp-1 be back?', 1),
    ...said('by another sku', 'I look for LAMP-12.', 2),
    ...said('by name', 'Is the desk light 1 dimmable?', 3),
    ...said('by its words', 'My desk has 1 light.', 4),
    ...said('solved', 'LAMP-2, please', 5),
    makeEvent('chat.status_changed', {
      conversationId: 'solved',
      status: 'resolved',
      waitingSince: null,
    }),
  ];
  for (const batch of makeBatches(events, 50)) cache.writer.apply(batch);
});

describe('an item', () => {
  it('has the orders with it, newest first, page by page', () => {
    expect(orders('1').rows.map(({ id }) => id)).toEqual(['o3', 'o1']);
    expect(orders('12').rows.map(({ id }) => id)).toEqual(['o2']);
    expect(orders('unknown').rows).toEqual([]);
    const first = orders('1', null, 1);
    expect(first.rows.map(({ id }) => id)).toEqual(['o3']);
    expect(orders('1', first.next, 1).rows.map(({ id }) => id)).toEqual(['o1']);
  });

  it('has the conversations that name it by its SKU or its whole name', () => {
    expect(conversations('1')).toEqual(['by name', 'by sku']);
    expect(conversations('1', true)).toEqual(['by name', 'by sku']);
    expect(conversations('2')).toEqual(['solved']);
    expect(conversations('2', true)).toEqual([]);
    expect(conversations('unknown')).toEqual([]);
  });
});
