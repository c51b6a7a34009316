import { makeConversation, makeMessage, makeProgress } from '../../support/make/conversation.ts';
import type { EventDraft } from '../../support/make/event.ts';
import { makeItem, makeLocation, makeMovement } from '../../support/make/item.ts';
import { makeCustomer, makeOrder, makeOrderLine, makePayment } from '../../support/make/order.ts';

const ITEMS = 500;
const CONVERSATIONS = 200;
const WORDS =
  'order parcel blue table lamp arrived late broken handle refund please colour size when delivery address thanks invoice again missing screws'.split(
    ' ',
  );

const item = (n: number): string => `item-${n % ITEMS}`;
const text = (n: number): string =>
  Array.from({ length: 8 + (n % 9) }, (_, w) => WORDS[(n * 7 + w * 3) % WORDS.length]).join(' ');

/** What must exist before the mix: a location, the items with stock, the conversations. */
export function foundation(at: number): EventDraft[] {
  const drafts: EventDraft[] = [
    {
      type: 'inventory.location_created',
      data: { location: makeLocation({ id: 'main', name: 'Main warehouse', kind: 'warehouse' }) },
    },
  ];
  for (let n = 0; n < ITEMS; n += 1) {
    drafts.push({
      type: 'inventory.item_created',
      data: {
        item: makeItem({
          id: item(n),
          sku: `SKU-${n}`,
          name: `Product number ${n} ${WORDS[n % WORDS.length]}`,
          category: 'Furniture',
          price: 1999,
        }),
      },
    });
  }
  for (let n = 0; n < CONVERSATIONS; n += 1) {
    const conversation = makeConversation({
      id: `conversation-${n}`,
      customer: makeCustomer({ id: `customer-${n}`, name: `Customer ${n}` }),
      subject: 'Where is my order?',
      createdAt: at,
    });
    drafts.push({ type: 'chat.conversation_opened', data: { conversation } });
  }
  return drafts;
}

/** Event `n` of a shop in which only customers write. */
export function messageOnly(n: number, at: number): EventDraft {
  const customer = {
    kind: 'customer' as const,
    id: `customer-${n % CONVERSATIONS}`,
    name: `Customer ${n % CONVERSATIONS}`,
  };
  return {
    type: 'chat.message_sent',
    data: {
      message: makeMessage({
        conversationId: `conversation-${n % CONVERSATIONS}`,
        author: customer,
        body: text(n),
        at,
      }),
      progress: makeProgress({
        lastMessageAt: at,
        lastMessagePreview: text(n).slice(0, 150),
        lastCustomerMessageAt: at,
        waitingSince: at,
      }),
    },
  };
}

/**
 * Event `n` of a busy shop's mix: of eight events two are stock movements, two stock reserved or sold for an order, one
 * an order, one its payment, one its status, one a chat message.
 */
export function mixed(n: number, at: number): EventDraft {
  const order = `order-${Math.floor(n / 8)}`;
  const number = `N-${Math.floor(n / 8)}`;
  const movement = (type: 'adjusted' | 'sold', delta: number) =>
    makeMovement({
      type,
      itemId: item(n),
      locationId: 'main',
      deltaOnHand: delta,
      onHandAfter: 100 + (n % 50),
    });
  switch (n % 8) {
    case 0:
      return {
        type: 'orders.created',
        data: {
          order: makeOrder({
            id: order,
            number,
            customer: {
              id: `customer-${n % 300}`,
              name: `Customer ${n % 300}`,
              email: 'someone@example.com',
            },
            lines: [0, 1].map((line) =>
              makeOrderLine({
                itemId: item(n + line),
                sku: `SKU-${(n + line) % ITEMS}`,
                name: `Product number ${(n + line) % ITEMS}`,
                quantity: 1 + line,
                unitPrice: 1999,
              }),
            ),
            locationId: 'main',
            placedAt: at,
          }),
        },
      };
    case 1:
      return {
        type: 'payments.received',
        data: {
          payment: makePayment({
            id: `payment-${n}`,
            orderId: order,
            orderNumber: number,
            amount: 5997,
            at,
            settlesOrder: true,
            locationId: 'main',
          }),
          sold: [0, 1].map((line) => ({
            itemId: item(n + line),
            quantity: 1 + line,
            total: 1999 * (1 + line),
          })),
        },
      };
    case 2:
      return {
        type: 'orders.updated',
        data: { orderId: order, number, status: 'paid', reason: null },
      };
    case 3:
      return messageOnly(n, at);
    case 4:
    case 5:
      return {
        type: 'inventory.stock_adjusted',
        data: { movements: [movement('sold', -1)], reason: 'sold', reference: number },
      };
    default:
      return {
        type: 'inventory.stock_adjusted',
        data: { movements: [movement('adjusted', 1)], reason: 'counted', reference: null },
      };
  }
}
