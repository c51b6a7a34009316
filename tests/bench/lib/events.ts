import { v7 as uuidv7 } from 'uuid';
import type { EventData, EventType } from '#shared/protocol/events/index.ts';

/** An event's type and data, ready to be emitted. */
export type Draft = { [T in EventType]: { readonly type: T; readonly data: EventData<T> } }[EventType];

const ITEMS = 500;
const CONVERSATIONS = 200;
const WORDS =
  'order parcel blue table lamp arrived late broken handle refund please colour size when delivery address thanks invoice again missing screws'.split(
    ' ',
  );

const item = (n: number): string => `item-${n % ITEMS}`;
const text = (n: number): string =>
  Array.from({ length: 8 + (n % 9) }, (_, w) => WORDS[(n * 7 + w * 3) % WORDS.length]).join(' ');

function conversation(n: number, at: number): EventData<'chat.conversation_opened'>['conversation'] {
  return {
    id: `conversation-${n}`,
    customer: { id: `customer-${n}`, name: `Customer ${n}`, email: null },
    subject: 'Where is my order?',
    status: 'open',
    priority: 'none',
    labels: [],
    assigneeId: null,
    assigneeName: null,
    orderIds: [],
    createdAt: at,
    lastMessageAt: at,
    lastMessagePreview: '',
    lastCustomerMessageAt: null,
    waitingSince: null,
    snoozedUntil: null,
    customerDeliveredSeq: 0,
    customerReadSeq: 0,
  };
}

/** What must exist before the mix: a location, the items with stock, the conversations. */
export function foundation(at: number): Draft[] {
  const drafts: Draft[] = [
    {
      type: 'inventory.location_created',
      data: { location: { id: 'main', name: 'Main warehouse', kind: 'warehouse' } },
    },
  ];
  for (let n = 0; n < ITEMS; n += 1) {
    drafts.push({
      type: 'inventory.item_created',
      data: {
        item: {
          id: item(n),
          sku: `SKU-${n}`,
          name: `Product number ${n} ${WORDS[n % WORDS.length]}`,
          category: 'Furniture',
          barcode: null,
          unit: 'piece',
          price: 1999,
          cost: null,
          currency: 'USD',
          status: 'active',
          backorderLimit: 0,
        },
      },
    });
  }
  for (let n = 0; n < CONVERSATIONS; n += 1)
    drafts.push({ type: 'chat.conversation_opened', data: { conversation: conversation(n, at) } });
  return drafts;
}

/**
 * Event `n` of a busy shop's mix: of eight events two are stock movements, two stock reserved or sold for an order, one
 * an order, one its payment, one its status, one a chat message.
 */
export function mixed(n: number, at: number): Draft {
  const order = `order-${Math.floor(n / 8)}`;
  const movement = (type: 'adjusted' | 'sold' | 'received', delta: number) => ({
    type,
    itemId: item(n),
    locationId: 'main',
    lotId: null,
    deltaOnHand: delta,
    deltaCommitted: 0,
    deltaUnavailable: 0,
    onHandAfter: 100 + (n % 50),
    committedAfter: 0,
    unavailableAfter: 0,
  });
  switch (n % 8) {
    case 0:
      return {
        type: 'orders.created',
        data: {
          order: {
            id: order,
            number: `N-${Math.floor(n / 8)}`,
            customer: {
              id: `customer-${n % 300}`,
              name: `Customer ${n % 300}`,
              email: 'someone@example.com',
            },
            lines: [0, 1].map((line) => ({
              itemId: item(n + line),
              sku: `SKU-${(n + line) % ITEMS}`,
              name: `Product number ${(n + line) % ITEMS}`,
              quantity: 1 + line,
              unitPrice: 1999,
              total: 1999 * (1 + line),
            })),
            total: 5997,
            currency: 'USD',
            status: 'placed',
            locationId: 'main',
            placedAt: at,
          },
        },
      };
    case 1:
      return {
        type: 'payments.received',
        data: {
          payment: {
            id: `payment-${n}`,
            orderId: order,
            orderNumber: `N-${Math.floor(n / 8)}`,
            kind: 'payment',
            status: 'succeeded',
            amount: 5997,
            currency: 'USD',
            method: 'card',
            reason: null,
            at,
            settlesOrder: true,
          },
        },
      };
    case 2:
      return {
        type: 'orders.updated',
        data: { orderId: order, number: `N-${Math.floor(n / 8)}`, status: 'paid', reason: null },
      };
    case 3: {
      const id = `conversation-${n % CONVERSATIONS}`;
      const customer = {
        kind: 'customer' as const,
        id: `customer-${n % CONVERSATIONS}`,
        name: `Customer ${n % CONVERSATIONS}`,
      };
      return {
        type: 'chat.message_sent',
        data: {
          message: {
            id: uuidv7(),
            conversationId: id,
            author: customer,
            kind: 'text',
            body: text(n),
            attachments: [],
            at,
          },
          progress: {
            status: 'open',
            lastMessageAt: at,
            lastMessagePreview: text(n).slice(0, 150),
            lastCustomerMessageAt: at,
            waitingSince: at,
            snoozedUntil: null,
          },
        },
      };
    }
    case 4:
    case 5:
      return {
        type: 'inventory.stock_adjusted',
        data: { movements: [movement('sold', -1)], reason: 'sold', reference: `N-${Math.floor(n / 8)}` },
      };
    default:
      return {
        type: 'inventory.stock_adjusted',
        data: { movements: [movement('adjusted', 1)], reason: 'counted', reference: null },
      };
  }
}
