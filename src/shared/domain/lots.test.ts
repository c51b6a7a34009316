import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyDelta, available, type Balance, UNAVAILABLE_REASONS } from './inventory.ts';
import {
  byFirstOut,
  changeSetAside,
  expireLot,
  expiringNow,
  freeOf,
  isExpired,
  type Lot,
  type LotChange,
  type LotPart,
  putLotsBack,
  receiveIntoLot,
  type SetAside,
  setAsideFor,
  setAsideIn,
  setLotsAside,
  takeFromLots,
  writeLotsOff,
} from './lots.ts';

const lot = (overrides: Partial<Lot>): Lot => ({
  id: 'l',
  itemId: 'i',
  locationId: 'p',
  code: 'L',
  expiresAt: null,
  onHand: 0,
  unavailable: [],
  receivedAt: 0,
  ...overrides,
});

/** A level with its lots, as the gateway keeps it. */
class Model {
  balance: Balance = { onHand: 0, committed: 0, unavailable: 0 };
  split: readonly SetAside[] = [];
  readonly lots = new Map<string, Lot>();
  now = 0;
  readonly backorder: number;

  constructor(backorder: number) {
    this.backorder = backorder;
  }

  #stock(lotId: string | null) {
    return { lots: [...this.lots.values()], onHand: this.balance.onHand, unavailable: this.split, lotId };
  }

  /** Applies a change, all of it or nothing. Returns its parts. */
  #apply(
    change: LotChange | null,
    quantity: number,
    unit: Partial<Balance>,
    reason: SetAside['reason'] | null = null,
  ): readonly LotPart[] {
    if (change === null) return [];
    const delta = Object.fromEntries(Object.entries(unit).map(([key, one]) => [key, one * quantity]));
    const applied = applyDelta(this.balance, delta, this.backorder);
    if (!applied.ok) return [];
    if (reason !== null) {
      const split = changeSetAside(this.split, reason, (unit.unavailable ?? 0) * quantity);
      if (split === null) return [];
      this.split = split;
    }
    expect(change.parts.reduce((sum, part) => sum + part.quantity, 0)).toBe(quantity);
    this.balance = applied.balance;
    for (const changed of change.lots) this.lots.set(changed.id, changed);
    return change.parts;
  }

  run(step: Step): readonly LotPart[] {
    const { quantity, reason, lotId } = step;
    const lots = [...this.lots.values()];
    const { onHand } = this.balance;
    switch (step.kind) {
      case 'wait':
        this.now += quantity;
        return [];
      case 'loose':
        return this.#apply({ lots: [], parts: [{ lotId: null, quantity }] }, quantity, { onHand: 1 });
      case 'receive': {
        const id = lotId ?? 'a';
        const into =
          this.lots.get(id) ??
          lot({ id, expiresAt: id === 'c' ? null : this.now + 10, receivedAt: this.now });
        return this.#apply(receiveIntoLot(into, onHand, quantity), quantity, { onHand: 1 });
      }
      case 'reserve':
        return this.#apply({ lots: [], parts: [{ lotId: null, quantity }] }, quantity, { committed: 1 });
      case 'take':
        return this.#apply(takeFromLots(lots, onHand, quantity, this.now), quantity, { onHand: -1 });
      case 'fulfil':
        return this.#apply(takeFromLots(lots, onHand, quantity, this.now), quantity, {
          onHand: -1,
          committed: -1,
        });
      case 'aside':
        return this.#apply(
          setLotsAside(this.#stock(lotId), reason, quantity),
          quantity,
          { unavailable: 1 },
          reason,
        );
      case 'back':
        return this.#apply(
          putLotsBack(this.#stock(lotId), reason, quantity, this.now),
          quantity,
          { unavailable: -1 },
          reason,
        );
      case 'off':
        return this.#apply(
          writeLotsOff(this.#stock(lotId), reason, quantity),
          quantity,
          { onHand: -1, unavailable: -1 },
          reason,
        );
      case 'sweep': {
        const parts = lots.flatMap((one) => {
          const expired = expiringNow(one, available(this.balance), this.now);
          if (expired === 0) return [];
          const change = { lots: [expireLot(one, expired)], parts: [{ lotId: one.id, quantity: expired }] };
          return this.#apply(change, expired, { unavailable: 1 }, 'expired');
        });
        return parts;
      }
    }
  }

  check(): void {
    const { onHand, unavailable, committed } = this.balance;
    const lots = [...this.lots.values()];
    expect(setAsideIn(this.split)).toBe(unavailable);
    expect(committed).toBeGreaterThanOrEqual(0);
    expect(available(this.balance)).toBeGreaterThanOrEqual(-this.backorder);
    expect(lots.reduce((sum, one) => sum + one.onHand, 0)).toBeLessThanOrEqual(Math.max(0, onHand));
    for (const one of lots) expect(freeOf(one)).toBeGreaterThanOrEqual(0);
    for (const reason of UNAVAILABLE_REASONS)
      expect(lots.reduce((sum, one) => sum + setAsideFor(one.unavailable, reason), 0)).toBeLessThanOrEqual(
        setAsideFor(this.split, reason),
      );
  }
}

const step = fc.record({
  kind: fc.constantFrom(
    'wait',
    'loose',
    'receive',
    'reserve',
    'take',
    'fulfil',
    'aside',
    'back',
    'off',
    'sweep',
  ),
  quantity: fc.integer({ min: 1, max: 8 }),
  reason: fc.constantFrom(...UNAVAILABLE_REASONS),
  lotId: fc.constantFrom(null, 'a', 'b', 'c'),
});
type Step = { kind: string } & typeof step extends fc.Arbitrary<infer T> ? T : never;

describe('lots', () => {
  it('never hold more than is on hand, nor less than is set aside, whatever is done', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.constantFrom(0, 0, 5), (steps, backorder) => {
        const model = new Model(backorder);
        for (const one of steps) {
          model.run(one);
          model.check();
        }
        model.run({ kind: 'sweep', quantity: 1, reason: 'other', lotId: null });
        model.check();
        // A second sweep at the same time changes nothing.
        const before = JSON.stringify([model.balance, [...model.lots]]);
        model.run({ kind: 'sweep', quantity: 1, reason: 'other', lotId: null });
        expect(JSON.stringify([model.balance, [...model.lots]])).toBe(before);
      }),
      { numRuns: 400 },
    );
  });

  const someLots = fc
    .array(
      fc.record({
        onHand: fc.integer({ min: 0, max: 9 }),
        expiresAt: fc.option(fc.integer({ min: 0, max: 20 })),
        receivedAt: fc.integer({ min: 0, max: 3 }),
      }),
      { maxLength: 6 },
    )
    .map((made) => made.map((one, n) => lot({ ...one, id: `l${n}` })));

  it('leave first expired, first out', () => {
    fc.assert(
      fc.property(
        someLots,
        fc.integer({ min: 0, max: 9 }),
        fc.integer({ min: 1, max: 60 }),
        (lots, loose, quantity) => {
          const now = 10;
          const onHand = lots.reduce((sum, one) => sum + one.onHand, loose);
          const taken = takeFromLots(lots, onHand, quantity, now);
          const saleable = lots.filter((one) => !isExpired(one, now)).toSorted(byFirstOut);
          const most = saleable.reduce((sum, one) => sum + one.onHand, loose);
          expect(taken === null).toBe(
            quantity > most && lots.some((one) => isExpired(one, now) && one.onHand > 0),
          );
          let rest = quantity;
          for (const one of saleable) {
            const part = taken?.parts.find(({ lotId }) => lotId === one.id)?.quantity ?? 0;
            if (taken) expect(part).toBe(Math.min(rest, one.onHand));
            rest -= part;
          }
        },
      ),
    );
  });

  it('expire at the boundary exactly', () => {
    const dated = lot({ onHand: 4, expiresAt: 100 });
    expect(expiringNow(dated, 4, 99)).toBe(0);
    expect(expiringNow(dated, 4, 100)).toBe(4);
    expect(expiringNow(dated, 3, 100)).toBe(3);
    expect(expiringNow(dated, -2, 100)).toBe(0);
    expect(expiringNow(expireLot(dated, 4), 4, 100)).toBe(0);
    expect(isExpired(lot({ expiresAt: null }), 1e15)).toBe(false);
  });

  it('receive only what is not owed', () => {
    expect(receiveIntoLot(lot({}), -3, 10)).toMatchObject({
      lots: [{ onHand: 7 }],
      parts: [
        { lotId: null, quantity: 3 },
        { lotId: 'l', quantity: 7 },
      ],
    });
    expect(receiveIntoLot(lot({}), -3, 2)).toEqual({ lots: [], parts: [{ lotId: null, quantity: 2 }] });
  });

  it('are set aside after what has no lot, unless one is named', () => {
    const lots = [lot({ id: 'a', onHand: 3, expiresAt: 9 }), lot({ id: 'b', onHand: 3 })];
    const stock = { lots, onHand: 8, unavailable: [], lotId: null };
    expect(setLotsAside(stock, 'damaged', 4)?.parts).toEqual([
      { lotId: null, quantity: 2 },
      { lotId: 'a', quantity: 2 },
    ]);
    expect(setLotsAside({ ...stock, lotId: 'b' }, 'damaged', 3)?.parts).toEqual([
      { lotId: 'b', quantity: 3 },
    ]);
    expect(setLotsAside({ ...stock, lotId: 'b' }, 'damaged', 4)).toBeNull();
    expect(setLotsAside(stock, 'damaged', 9)).toBeNull();
  });

  it('do not come back once they have expired', () => {
    const lots = [
      lot({ id: 'a', onHand: 3, expiresAt: 9, unavailable: [{ reason: 'expired', quantity: 3 }] }),
    ];
    const stock = {
      lots,
      onHand: 3,
      unavailable: [{ reason: 'expired' as const, quantity: 3 }],
      lotId: null,
    };
    expect(putLotsBack(stock, 'expired', 1, 9)).toBeNull();
    expect(writeLotsOff(stock, 'expired', 3)?.lots).toMatchObject([{ onHand: 0, unavailable: [] }]);
  });
});
