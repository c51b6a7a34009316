import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { available, type Level, type Movement, UNAVAILABLE_REASONS } from '#shared/domain/inventory.ts';
import { freeOf, type Lot, setAsideFor, type UnavailableStock } from '#shared/domain/lots.ts';
import { inventoryModule, receiveStock, transferIn, transferOut } from '../../src/gateway/inventory/index.ts';
import { domainShopPerTest, TEA } from '../support/domain-shop.ts';
import { makeLocation } from '../support/make/item.ts';

const shop = domainShopPerTest();
const { rows, level, stock, adjust } = shop;
const DAY = 86_400_000;

const lots = (): Lot[] => rows<Lot>('inventory', 'lot');
const split = () =>
  Object.fromEntries(
    rows<UnavailableStock>('inventory', 'unavailable').map(({ reason, quantity }) => [reason, quantity]),
  );
const movements = () => rows<Movement>('inventory', 'movement');
const receive = (quantity: number, code: string, inDays: number | null = null): void => {
  const expiresAt = inDays === null ? null : shop.domains.now + inDays * DAY;
  shop.domains.command('inventory.receive', { ...TEA, quantity, reference: null, lot: { code, expiresAt } });
};
const part = { ...TEA, lotId: null, note: null, reference: null };

/** Whether levels, what is set aside, lots and the ledger agree. */
function check(): void {
  const ledger = movements();
  for (const one of rows<Level>('inventory', 'level')) {
    const here = (row: { itemId: string; locationId: string }): boolean =>
      row.itemId === one.itemId && row.locationId === one.locationId;
    const sum = <T>(all: readonly T[], of: (row: T) => number): number =>
      all.reduce((total, row) => total + of(row), 0);
    const moved = ledger.filter(here);
    expect(sum(moved, (m) => m.deltaOnHand)).toBe(one.onHand);
    expect(sum(moved, (m) => m.deltaCommitted)).toBe(one.committed);
    expect(sum(moved, (m) => m.deltaUnavailable)).toBe(one.unavailable);
    expect(moved.at(-1)).toMatchObject({ onHandAfter: one.onHand, unavailableAfter: one.unavailable });
    expect(available(one)).toBeGreaterThanOrEqual(0);
    const aside = rows<UnavailableStock>('inventory', 'unavailable').filter(here);
    expect(sum(aside, (row) => row.quantity)).toBe(one.unavailable);
    const held = lots().filter(here);
    expect(sum(held, (lot) => lot.onHand)).toBeLessThanOrEqual(one.onHand);
    for (const lot of held) {
      expect(freeOf(lot)).toBeGreaterThanOrEqual(0);
      const of = moved.filter(({ lotId }) => lotId === lot.id);
      expect(sum(of, (m) => m.deltaOnHand)).toBe(lot.onHand);
      for (const reason of UNAVAILABLE_REASONS)
        expect(
          sum(
            of.filter(({ unavailableReason }) => unavailableReason === reason),
            (m) => m.deltaUnavailable,
          ),
        ).toBe(setAsideFor(lot.unavailable, reason));
    }
    const counted = shop.domains.sql
      .prepare<[string, string], { lots: number }>(
        'SELECT lots FROM levels WHERE item_id = ? AND location_id = ?',
      )
      .get(one.itemId, one.locationId)?.lots;
    expect(counted).toBe(held.filter(({ onHand }) => onHand > 0).length);
  }
}

describe('stock that is set aside', () => {
  it('is no longer available, comes back, and can be thrown away', () => {
    stock(10);
    shop.domains.command('inventory.set_aside', { ...part, reason: 'damaged', quantity: 4 });
    shop.domains.command('inventory.set_aside', { ...part, reason: 'quarantined', quantity: 1 });
    expect(level()).toMatchObject({ onHand: 10, unavailable: 5 });
    expect(split()).toEqual({ damaged: 4, quarantined: 1 });
    expect(
      shop.domains.refusal('inventory.put_back', { ...part, reason: 'damaged', quantity: 5 }),
    ).toMatchObject({ code: 'insufficient_stock', field: 'quantity', current: 4 });
    shop.domains.command('inventory.put_back', { ...part, reason: 'damaged', quantity: 1 });
    shop.domains.command('inventory.write_off', { ...part, reason: 'damaged', quantity: 3, note: 'broken' });
    expect(level()).toMatchObject({ onHand: 7, unavailable: 1 });
    expect(split()).toEqual({ quarantined: 1 });
    expect(movements().at(-1)).toMatchObject({
      type: 'damaged',
      deltaOnHand: -3,
      deltaUnavailable: -3,
      unavailableReason: 'damaged',
      reason: 'broken',
    });
    check();
  });

  it('is never more than what is for sale', () => {
    stock(3);
    expect(
      shop.domains.refusal('inventory.set_aside', { ...part, reason: 'other', quantity: 4 }),
    ).toMatchObject({ code: 'insufficient_stock' });
    shop.placeOrder([{ quantity: 2 }]);
    expect(
      shop.domains.refusal('inventory.set_aside', { ...part, reason: 'other', quantity: 2 }),
    ).toMatchObject({ code: 'insufficient_stock', available: 1 });
    check();
  });

  it('raises the alert of low stock', () => {
    stock(9);
    shop.domains.command('inventory.set_aside', { ...part, reason: 'damaged', quantity: 8 });
    expect(shop.openAlerts()).not.toHaveLength(0);
  });
});

describe('lots', () => {
  it('leave first expired, first out, by sale and by adjustment', () => {
    receive(5, 'late', 90);
    receive(5, 'soon', 10);
    receive(5, 'never');
    stock(5);
    adjust(-3);
    expect(lots().find(({ code }) => code === 'soon')?.onHand).toBe(2);
    const order = shop.placeOrder([{ quantity: 8 }]);
    shop.pay(order, 2400);
    shop.domains.command('orders.fulfil', { orderId: order });
    expect(Object.fromEntries(lots().map(({ code, onHand }) => [code, onHand]))).toEqual({
      late: 0,
      never: 4,
      soon: 0,
    });
    expect(level()).toMatchObject({ onHand: 9, committed: 0 });
    check();
  });

  it('are one lot where a code comes again, with one expiry', () => {
    receive(5, 'a', 10);
    receive(2, 'a');
    expect(lots()).toMatchObject([{ code: 'a', onHand: 7 }]);
    expect(
      shop.domains.refusal('inventory.receive', {
        ...TEA,
        quantity: 1,
        reference: null,
        lot: { code: 'a', expiresAt: shop.domains.now + DAY },
      }),
    ).toMatchObject({ code: 'conflict', field: 'lot.expiresAt' });
    adjust(-7);
    receive(3, 'a', 20);
    expect(lots()).toMatchObject([{ onHand: 3, expiresAt: shop.domains.now + 20 * DAY }]);
    check();
  });

  it('expire at the boundary exactly, once, and not what is promised', () => {
    receive(6, 'a', 1);
    shop.placeOrder([{ quantity: 2 }], 'o1');
    shop.domains.now += DAY - 1;
    const due = shop.domains.run((context) => inventoryModule.sweep?.(context));
    expect(due).toBe(shop.domains.now + 1);
    expect(split()).toEqual({});
    shop.domains.now += 1;
    shop.domains.sweep();
    expect(split()).toEqual({ expired: 4 });
    expect(level()).toMatchObject({ onHand: 6, committed: 2, unavailable: 4 });
    const swept = () => shop.domains.events().filter(({ type }) => type === 'inventory.lots_expired');
    expect(swept()).toHaveLength(1);
    shop.domains.sweep();
    expect(swept()).toHaveLength(1);
    shop.domains.command('orders.cancel', { orderId: 'o1', reason: 'r' });
    shop.domains.sweep();
    expect(split()).toEqual({ expired: 6 });
    expect(
      shop.domains.refusal('inventory.put_back', { ...part, reason: 'expired', quantity: 1 }),
    ).toMatchObject({ code: 'insufficient_stock' });
    shop.domains.command('inventory.write_off', { ...part, reason: 'expired', quantity: 6 });
    expect(level()).toMatchObject({ onHand: 0, unavailable: 0 });
    check();
  });

  it('are not sold once they have expired, before a sweep has recorded it', () => {
    receive(3, 'a', 1);
    stock(1);
    shop.domains.now += DAY;
    expect(
      shop.domains.refusal('inventory.reserve', {
        reservationId: 'r1',
        ...TEA,
        quantity: 2,
        orderId: null,
        expiresAt: null,
      }),
    ).toMatchObject({ code: 'insufficient_stock', available: 1 });
  });

  it('agree with levels and ledger whatever is done', () => {
    const step = fc.record({
      kind: fc.constantFrom('receive', 'loose', 'adjust', 'aside', 'back', 'off', 'sweep', 'order', 'wait'),
      quantity: fc.integer({ min: 1, max: 6 }),
      reason: fc.constantFrom(...UNAVAILABLE_REASONS),
      code: fc.constantFrom('a', 'b', 'c'),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        for (const { kind, quantity, reason, code } of steps) {
          const lot = lots().find((one) => one.code === code && one.onHand > 0);
          const aside = { ...part, reason, quantity, lotId: quantity % 2 === 0 ? (lot?.id ?? null) : null };
          const { domains } = shop;
          if (kind === 'receive')
            domains.refusal('inventory.receive', {
              ...TEA,
              quantity,
              reference: null,
              lot: { code, expiresAt: code === 'c' || lot ? null : domains.now + 2 * DAY },
            });
          else if (kind === 'loose') stock(quantity);
          else if (kind === 'adjust')
            domains.refusal('inventory.adjust', {
              ...TEA,
              change: { mode: 'delta', quantity: -quantity },
              reason: 'r',
              reference: null,
            });
          else if (kind === 'aside') domains.refusal('inventory.set_aside', aside);
          else if (kind === 'back') domains.refusal('inventory.put_back', aside);
          else if (kind === 'off') domains.refusal('inventory.write_off', aside);
          else if (kind === 'order') {
            const orderId = shop.fresh();
            const placed = domains.refusal('orders.create', {
              orderId,
              number: orderId,
              customer: null,
              currency: 'USD',
              locationId: 'shop',
              lines: [{ itemId: 'tea', quantity, unitPrice: 1, total: quantity }],
            });
            if (placed === null && quantity % 2 === 0) {
              shop.pay(orderId, quantity);
              domains.refusal('orders.fulfil', { orderId });
            }
          } else if (kind === 'wait') domains.now += DAY;
          else domains.sweep();
        }
        check();
      }),
      { numRuns: 25 },
    );
  });
});

describe('transfers and deliveries', () => {
  it('take lots along', () => {
    shop.domains.command('inventory.create_location', { location: makeLocation({ id: 'store' }) });
    receive(3, 'a', 5);
    receive(3, 'b', 9);
    stock(2);
    const transfer = { fromLocationId: 'shop', toLocationId: 'store', reason: 'r', reference: null };
    const taken = shop.domains.run((context) =>
      transferOut(context, { ...transfer, lines: [{ itemId: 'tea', quantity: 7 }] }),
    );
    expect(taken.map(({ quantity, lot }) => [quantity, lot?.code])).toEqual([
      [3, 'a'],
      [3, 'b'],
      [1, undefined],
    ]);
    shop.domains.run((context) => transferIn(context, { ...transfer, lines: taken }));
    const there = lots().filter(({ locationId }) => locationId === 'store');
    expect(there.map(({ code, onHand, expiresAt }) => [code, onHand, expiresAt])).toEqual([
      ['a', 3, shop.domains.now + 5 * DAY],
      ['b', 3, shop.domains.now + 9 * DAY],
    ]);
    check();
  });

  it('may have several lots of an item', () => {
    shop.domains.run((context) =>
      receiveStock(context, {
        locationId: 'shop',
        reason: 'r',
        reference: null,
        lines: [
          { itemId: 'tea', quantity: 2, lot: { code: 'a', expiresAt: null } },
          { itemId: 'tea', quantity: 3, lot: { code: 'b', expiresAt: null } },
          { itemId: 'mug', quantity: 1 },
          { itemId: 'tea', quantity: 4, lot: { code: 'a', expiresAt: null } },
        ],
      }),
    );
    expect(lots().map(({ code, onHand }) => [code, onHand])).toEqual([
      ['a', 6],
      ['b', 3],
    ]);
    expect(level()?.onHand).toBe(9);
    check();
  });
});
