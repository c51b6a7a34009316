import fc from 'fast-check';
import type { CommandData, CommandType } from '#shared/protocol/commands/index.ts';
import { makeThreshold } from './make/item.ts';
import { makeCustomer } from './make/order.ts';

/** A command, or something that happens beside the commands. */
export type Step =
  | { [T in CommandType]: readonly [T, CommandData<T>] }[CommandType]
  | readonly ['wait', number]
  | readonly ['sweep']
  | readonly ['settle', string]
  | readonly ['hold', Held];

/** Goods that are held for an order before it is placed, and an order for as many or fewer. */
export interface Held {
  readonly orderId: string;
  readonly itemId: string;
  readonly locationId: string;
  readonly held: number;
  readonly ordered: number;
}

/** The items and locations that the commands are about. */
export const ITEMS = ['tea', 'mug', 'pot'];
export const PLACES = ['shop', 'store'];
/** How many of each item may be sold beyond its stock. */
export const BACKORDER = { tea: 0, mug: 0, pot: 5 } as const;

const item = fc.constantFrom(...ITEMS);
const place = fc.constantFrom(...PLACES);
const quantity = fc.integer({ min: 1, max: 12 });
const name = (prefix: string) => fc.integer({ min: 1, max: 5 }).map((n) => `${prefix}${n}`);
const order = fc.integer({ min: 1, max: 5 }).map((n) => `o${n}`);
const reason = fc.constant('because');

/** Small pools of names on purpose: most commands meet something another one has made, and many are refused. */
export const step: fc.Arbitrary<Step> = fc.oneof(
  fc
    .record({
      itemId: item,
      locationId: place,
      quantity: fc.integer({ min: -15, max: 30 }).filter((q) => q !== 0),
    })
    .map(
      ({ quantity: q, ...at }): Step => [
        'inventory.adjust',
        { ...at, change: { mode: 'delta', quantity: q }, reason: 'moved', reference: null },
      ],
    ),
  fc
    .record({ itemId: item, locationId: place, q: quantity, expected: fc.integer({ min: 0, max: 20 }) })
    .map(
      ({ q, expected, ...at }): Step => [
        'inventory.adjust',
        { ...at, change: { mode: 'set', quantity: q, expected }, reason: 'counted', reference: null },
      ],
    ),
  fc
    .record({ itemId: item, locationId: place, quantity, reference: fc.constant('D-1') })
    .map((d): Step => ['inventory.receive', d]),
  fc
    .record({
      reservationId: name('r'),
      itemId: item,
      locationId: place,
      quantity,
      orderId: fc.option(order),
      expiresAt: fc.constant(null),
    })
    .map((d): Step => ['inventory.reserve', d]),
  fc.record({ reservationId: name('r'), reason }).map((d): Step => ['inventory.release', d]),
  fc.record({ itemId: fc.option(item), lowAt: fc.integer({ min: 1, max: 20 }), removed: fc.boolean() }).map(
    ({ itemId, lowAt, removed }): Step => [
      'inventory.set_threshold',
      {
        threshold: makeThreshold({ itemId, lowAt }),
        removed,
      },
    ],
  ),
  {
    weight: 3,
    arbitrary: fc
      .record({
        orderId: order,
        locationId: place,
        lines: fc.array(
          fc.record({ itemId: item, quantity: fc.integer({ min: 1, max: 5 }), unitPrice: fc.constant(250) }),
          { minLength: 1, maxLength: 3 },
        ),
      })
      .map(
        ({ lines, ...d }): Step => [
          'orders.create',
          {
            ...d,
            number: `N-${d.orderId}`,
            currency: 'USD',
            customer: makeCustomer({ id: 'c1' }),
            lines: lines.map((line) => ({ ...line, total: line.quantity * line.unitPrice })),
          },
        ],
      ),
  },
  {
    weight: 3,
    arbitrary: fc
      .record({
        paymentId: name('p'),
        orderId: order,
        amount: fc.constantFrom(250, 500, 1000, 2500, 5000),
        currency: fc.constantFrom('USD', 'USD', 'EUR'),
      })
      .map((d): Step => ['payments.receive', { ...d, method: 'card' }]),
  },
  fc
    .record({
      paymentId: name('p'),
      orderId: order,
      amount: fc.constantFrom(250, 1000, 2500),
      currency: fc.constant('USD'),
      reason,
      returned: fc.array(fc.record({ itemId: item, quantity: fc.integer({ min: 1, max: 3 }) }), {
        maxLength: 2,
      }),
    })
    .map((d): Step => ['payments.refund', d]),
  fc
    .record({
      paymentId: name('p'),
      orderId: order,
      reason: fc.constantFrom('declined' as const, 'other' as const),
    })
    .map((d): Step => ['payments.fail', { ...d, amount: 500, currency: 'USD', method: 'card' }]),
  fc
    .record({
      disputeId: name('d'),
      paymentId: name('p'),
      amount: fc.constantFrom(250, 500, 1000),
      dueAt: fc.constantFrom(Date.UTC(2026, 0, 20), Date.UTC(2026, 5, 1)),
    })
    .map((d): Step => ['payments.dispute', { ...d, currency: 'USD', reason: 'other' }]),
  name('d').map((disputeId): Step => ['payments.answer_dispute', { disputeId, evidence: 'Delivered.' }]),
  name('d').map((disputeId): Step => ['payments.accept_dispute', { disputeId }]),
  fc
    .record({ disputeId: name('d'), outcome: fc.constantFrom('won' as const, 'lost' as const) })
    .map((d): Step => ['payments.close_dispute', d]),
  { weight: 3, arbitrary: order.map((orderId): Step => ['settle', orderId]) },
  fc
    .record({
      orderId: order,
      itemId: item,
      locationId: place,
      held: fc.integer({ min: 1, max: 4 }),
      ordered: fc.integer({ min: 1, max: 4 }),
    })
    .map((held): Step => ['hold', held]),
  { weight: 3, arbitrary: fc.record({ orderId: order }).map((d): Step => ['orders.fulfil', d]) },
  {
    weight: 3,
    arbitrary: fc
      .record({
        orderId: order,
        lines: fc.array(fc.record({ line: fc.nat(2), quantity: fc.integer({ min: 1, max: 3 }) }), {
          minLength: 1,
          maxLength: 2,
        }),
        locationId: place,
      })
      .map((d): Step => ['orders.fulfil', d]),
  },
  { weight: 2, arbitrary: fc.record({ orderId: order, reason }).map((d): Step => ['orders.close_rest', d]) },
  {
    weight: 2,
    arbitrary: fc.record({ orderId: order, returned: fc.constant([]) }).map(
      (d): Step => [
        'payments.refund',
        {
          ...d,
          returned: [...d.returned],
          paymentId: `all-${d.orderId}`,
          amount: 0,
          currency: 'USD',
          reason: 'sent back',
        },
      ],
    ),
  },
  fc.record({ orderId: order, reason }).map((d): Step => ['orders.cancel', d]),
  fc
    .record({ conversationId: name('k') })
    .map(
      (d): Step => [
        'chat.open_conversation',
        { ...d, customer: makeCustomer({ id: 'c1' }), subject: null, orderIds: [] },
      ],
    ),
  fc
    .record({
      conversationId: name('k'),
      messageId: name('m'),
      kind: fc.constantFrom('text' as const, 'note' as const),
      body: fc.string({ minLength: 1, maxLength: 300 }).filter((b) => b.trim() !== ''),
    })
    .map((d): Step => ['chat.send_message', d]),
  fc
    .record({ conversationId: name('k'), upToSeq: fc.integer({ min: 0, max: 300 }) })
    .map((d): Step => ['chat.mark_read', d]),
  fc
    .record({
      conversationId: name('k'),
      status: fc.constantFrom('open' as const, 'resolved' as const, 'pending' as const),
    })
    .map((d): Step => ['chat.set_status', d]),
  fc
    .record({
      alertId: name('a'),
      severity: fc.constantFrom('info' as const, 'critical' as const),
      message: fc.constant('Look!'),
    })
    .map((d): Step => ['alerts.raise', d]),
  fc.record({ alertId: name('a'), note: fc.constant(null) }).map((d): Step => ['alerts.resolve', d]),
  fc.integer({ min: 1, max: 400_000 }).map((ms): Step => ['wait', ms]),
  fc.constant<Step>(['sweep']),
);
