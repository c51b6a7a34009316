import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makePurchase, makePurchaseLine } from '../../../tests/support/make/supplier.ts';
import {
  type ExpectedArrival,
  incomingChange,
  incomingOf,
  isIncoming,
  isLate,
  missingLines,
  missingOf,
  PURCHASE_STATUSES,
  type Purchase,
  type PurchaseLine,
  purchaseCanBecome,
  purchaseTotal,
  receive,
} from './purchasing.ts';

const item = fc.constantFrom('a', 'b', 'c');
const line: fc.Arbitrary<PurchaseLine> = fc
  .record({
    itemId: item,
    quantity: fc.integer({ min: 1, max: 50 }),
    received: fc.integer({ min: 0, max: 60 }),
    unitPrice: fc.integer({ min: 0, max: 10_000 }),
  })
  .map((change) => makePurchaseLine(change));
const lines = fc.array(line, { minLength: 1, maxLength: 6 });
const fresh = lines.map((all) => all.map((one) => ({ ...one, received: 0 })));

const arrival = (purchase: Pick<Purchase, 'lines'>, line: number, quantity: number): ExpectedArrival => ({
  line,
  quantity,
  lot: null,
  expected: purchase.lines[line]?.received ?? 0,
});

describe('the statuses of a purchase order', () => {
  it('lead from draft to received or cancelled, and never back', () => {
    const reach = (from: (typeof PURCHASE_STATUSES)[number]): string[] =>
      PURCHASE_STATUSES.filter((to) => purchaseCanBecome(from, to));
    expect(Object.fromEntries(PURCHASE_STATUSES.map((from) => [from, reach(from)]))).toEqual({
      draft: ['ordered', 'cancelled'],
      ordered: ['partly_received', 'received', 'cancelled'],
      partly_received: ['partly_received', 'received'],
      received: [],
      cancelled: [],
    });
  });

  it('are incoming between ordering and the end only', () => {
    expect(PURCHASE_STATUSES.filter((status) => isIncoming({ status }))).toEqual([
      'ordered',
      'partly_received',
    ]);
  });
});

describe('receiving', () => {
  it('adds up to what was ordered, whatever the deliveries: incoming falls by what arrives, and to zero at the end', () => {
    const steps = fc.array(
      fc.record({ line: fc.nat(5), quantity: fc.integer({ min: 1, max: 30 }), over: fc.boolean() }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(fresh, steps, (start, deliveries) => {
        let order: Pick<Purchase, 'status' | 'lines'> = { status: 'ordered', lines: start };
        const arrived = start.map(() => 0);
        for (const { line: n, quantity, over } of deliveries) {
          const target = order.lines[n];
          const result = receive(order, [arrival(order, n, quantity)], { acceptOver: over });
          if (!target || !isIncoming(order)) {
            expect(result.ok).toBe(false);
            continue;
          }
          const tooMuch = target.received + quantity > target.quantity;
          expect(result.ok).toBe(over || !tooMuch);
          if (!result.ok) continue;
          const after = { status: result.value.status, lines: [...result.value.lines] };
          expect(purchaseCanBecome(order.status, after.status)).toBe(true);
          const change = incomingChange(order, after);
          const fell = missingOf(target) - missingOf({ ...target, received: target.received + quantity });
          expect(change).toEqual(fell === 0 ? [] : [{ itemId: target.itemId, delta: -fell }]);
          arrived[n] = (arrived[n] ?? 0) + quantity;
          order = after;
        }
        expect(order.lines.map(({ received }) => received)).toEqual(arrived);
        const done = order.lines.every((one, n) => (arrived[n] ?? 0) >= one.quantity);
        expect(order.status === 'received').toBe(done);
        if (done) expect(incomingOf(order).size).toBe(0);
      }),
    );
  });

  it('sums several lots of a line before it is checked', () => {
    const order = makePurchase();
    const lots = [7, 6].map((quantity) => arrival(order, 0, quantity));
    expect(receive(order, lots, { acceptOver: false })).toEqual({
      ok: false,
      error: { why: 'over', line: 0, over: 1 },
    });
    expect(receive(order, lots, { acceptOver: true })).toMatchObject({
      ok: true,
      value: { status: 'received', differences: [{ line: 0, kind: 'over', quantity: 1 }] },
    });
  });

  it('counts goods once when two people count them', () => {
    const order = makePurchase();
    const both = [arrival(order, 0, 12)];
    const first = receive(order, both, { acceptOver: true });
    expect(first.ok && first.value.status).toBe('received');
    const between = receive(order, [arrival(order, 0, 5)], { acceptOver: false });
    if (!between.ok) throw new Error('refused');
    const now = { status: between.value.status, lines: [...between.value.lines] };
    expect(receive(now, both, { acceptOver: true })).toEqual({
      ok: false,
      error: { why: 'changed', line: 0, received: 5, expected: 0 },
    });
  });

  it('names what is short and what is over, also beyond an earlier excess', () => {
    const order = makePurchase({
      status: 'partly_received',
      lines: [makePurchaseLine({ received: 14 }), makePurchaseLine({ itemId: 'b', received: 2 })],
    });
    const result = receive(order, [arrival(order, 0, 3), arrival(order, 1, 4)], { acceptOver: true });
    expect(result).toMatchObject({
      ok: true,
      value: {
        status: 'partly_received',
        differences: [
          { line: 0, kind: 'over', quantity: 3 },
          { line: 1, kind: 'short', quantity: 6 },
        ],
      },
    });
    expect(missingLines(order.lines)).toEqual([{ line: 1, kind: 'short', quantity: 10 }]);
  });

  it('is refused for drafts, closed orders, and lines that are not there', () => {
    for (const status of ['draft', 'received', 'cancelled'] as const) {
      const order = makePurchase({ status });
      expect(receive(order, [arrival(order, 0, 1)], { acceptOver: false })).toMatchObject({
        error: { why: 'status' },
      });
    }
    const order = makePurchase();
    expect(receive(order, [arrival(order, 9, 1)], { acceptOver: false })).toMatchObject({
      error: { why: 'line', line: 9 },
    });
    const much = receive(order, [arrival(order, 0, 2 ** 31 - 1), arrival(order, 0, 2 ** 31 - 1)], {
      acceptOver: true,
    });
    expect(much).toMatchObject({ error: { why: 'quantity' } });
  });
});

describe('an order', () => {
  it('expects each item once, however many lines it has', () => {
    fc.assert(
      fc.property(lines, (all) => {
        const incoming = incomingOf({ status: 'ordered', lines: all });
        for (const id of ['a', 'b', 'c']) {
          const sum = all.filter(({ itemId }) => itemId === id).reduce((n, one) => n + missingOf(one), 0);
          expect(incoming.get(id) ?? 0).toBe(sum);
        }
      }),
    );
  });

  it('has an exact total in one currency', () => {
    fc.assert(
      fc.property(lines, (all) => {
        const sum = all.reduce((n, one) => n + BigInt(one.quantity) * BigInt(one.unitPrice), 0n);
        expect(BigInt(purchaseTotal(all, 'USD'))).toBe(sum);
      }),
    );
    const huge = makePurchaseLine({ quantity: 2 ** 31 - 1, unitPrice: Number.MAX_SAFE_INTEGER });
    expect(() => purchaseTotal([huge], 'USD')).toThrow(RangeError);
  });

  it('is late from the day after the one on which it was expected', () => {
    const order = makePurchase({ expectedOn: '2026-03-06' });
    expect(isLate(order, '2026-03-06')).toBe(false);
    expect(isLate(order, '2026-03-07')).toBe(true);
    expect(isLate({ ...order, status: 'received' }, '2026-03-07')).toBe(false);
    expect(isLate({ ...order, expectedOn: null }, '2026-03-07')).toBe(false);
  });
});
