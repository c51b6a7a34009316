import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addedCount,
  COUNT_STATUSES,
  type CountLine,
  countCanBecome,
  countDifference,
  countHurdle,
  enterCount,
  isOpenCount,
  movedSince,
  movedWhile,
  onHandAfterPosting,
  onHandBefore,
  recountLine,
  sumDifferences,
} from './counts.ts';

const LINE: CountLine = {
  countId: 'c1',
  n: 0,
  itemId: 'tea',
  expected: 0,
  expectedSeq: 1,
  cost: 250,
  currency: 'USD',
  startedAt: 0,
  counted: null,
  levelAt: null,
  levelLast: null,
  countedBy: null,
  countedAt: null,
  entryId: null,
  recount: false,
  superseded: false,
};

function entered(line: CountLine, entry: Partial<Parameters<typeof enterCount>[1]>): CountLine {
  const result = enterCount(line, {
    counted: 0,
    adds: false,
    seen: line.entryId,
    level: 0,
    by: null,
    at: 0,
    entryId: `after-${line.entryId}`,
    ...entry,
  });
  if (!result.ok) throw new Error(result.why);
  return result.line;
}

const moves = fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 12 });
const sum = (deltas: readonly number[]): number => deltas.reduce((a, b) => a + b, 0);

describe('posting a count', () => {
  it('makes the level what is on the shelf, whatever moved before and after the count', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 500 }),
        fc.integer({ min: -40, max: 40 }),
        moves,
        moves,
        fc.nat(12),
        (level, error, before, after, lateBy) => {
          // The books say `level`, the shelf has `level + error`; every movement happens to both.
          const shelf = Math.max(200, level) + error + 200;
          const books = Math.max(200, level) + 200;
          const counted = shelf + sum(before);
          const levelThen = books + sum(before);
          const now = levelThen + sum(after);
          // The entry may reach the server only after some of the later movements.
          const arrived = after.slice(0, Math.min(lateBy, after.length));
          const found = onHandBefore(levelThen + sum(arrived), arrived.toReversed());
          expect(found).toBe(levelThen);
          const line = entered(LINE, { counted, level: found });
          expect(onHandAfterPosting(line, now)).toBe(shelf + sum(before) + sum(after));
          expect(onHandAfterPosting(line, now)).toBe(counted + (movedSince(line, now) ?? 0));
        },
      ),
    );
  });

  it('never undoes a sale between two parts of a count', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 20, max: 60 }), { minLength: 1, maxLength: 5 }),
        fc.array(fc.nat(5), { minLength: 5, maxLength: 5 }),
        fc.integer({ min: -30, max: 30 }),
        (shelves, sales, error) => {
          // Shelf by shelf; between two shelves, goods are sold from the first.
          let books = sum(shelves) + error + 100;
          let physical = sum(shelves);
          let line = LINE;
          shelves.forEach((shelf, n) => {
            const counted = (line.counted ?? 0) + shelf;
            line = entered(line, { counted, level: books, adds: n > 0, entryId: `e${n}` });
            const sold = Math.min(sales[n] ?? 0, 20);
            books -= sold;
            physical -= sold;
          });
          expect(onHandAfterPosting(line, books)).toBe(physical);
          const between = sales
            .slice(0, shelves.length - 1)
            .reduce((all, sold) => all + Math.min(sold, 20), 0);
          expect(movedWhile(line)).toBe(between === 0 ? 0 : -between);
        },
      ),
    );
  });

  it('leaves a line alone that was not counted', () => {
    fc.assert(
      fc.property(fc.integer(), (level) => {
        expect(onHandAfterPosting(LINE, level)).toBe(level);
        expect(countDifference(LINE)).toBeNull();
        expect(countDifference(recountLine(entered(LINE, { counted: 3, level }), 'again'))).toBeNull();
      }),
    );
  });

  it('is stopped by what is promised and by another count, where it would change the level', () => {
    const line = entered(LINE, { counted: 4, level: 10 });
    expect(countHurdle(line, { available: 6, backorderLimit: 0 })).toBeNull();
    expect(countHurdle(line, { available: 5, backorderLimit: 0 })).toBe('committed');
    expect(countHurdle(line, { available: 5, backorderLimit: 1 })).toBeNull();
    expect(countHurdle({ ...line, superseded: true }, { available: 9, backorderLimit: 0 })).toBe(
      'superseded',
    );
    const same = entered(LINE, { counted: 4, level: 4 });
    expect(countHurdle({ ...same, superseded: true }, { available: -5, backorderLimit: 0 })).toBeNull();
  });
});

describe('entering a count', () => {
  it('lets nobody overwrite an entry that they have not seen, and loses none', () => {
    const step = fc.record({ who: fc.nat(2), counted: fc.nat(50), adds: fc.boolean(), looks: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let line = LINE;
        const seen: (string | null)[] = [null, null, null];
        steps.forEach(({ who, counted, adds, looks }, n) => {
          if (looks) seen[who] = line.entryId;
          const result = enterCount(line, {
            ...{ counted, adds, seen: seen[who] ?? null, level: 7, by: null, at: n, entryId: `e${n}` },
          });
          expect(result.ok).toBe((seen[who] ?? null) === line.entryId);
          if (!result.ok) return;
          line = result.line;
          seen[who] = line.entryId;
          expect(line).toMatchObject({ counted, entryId: `e${n}`, recount: false });
        });
      }),
    );
  });

  it('adds what two people counted on different shelves', () => {
    fc.assert(
      fc.property(fc.nat(99), fc.nat(99), fc.nat(99), (before, theirs, mine) => {
        // Both began at `before`; one added `theirs`, the other `mine`.
        expect(addedCount(before + theirs, before + mine, before)).toBe(before + theirs + mine);
        expect(addedCount(theirs, mine, null)).toBe(theirs + mine);
      }),
    );
  });
});

describe('a sheet', () => {
  it('ends when it is posted or cancelled, and is posted only after a review', () => {
    for (const from of COUNT_STATUSES)
      for (const to of COUNT_STATUSES) {
        if (!isOpenCount({ status: from })) expect(countCanBecome(from, to)).toBe(false);
        if (to === 'posted') expect(countCanBecome(from, to)).toBe(from === 'reviewing');
        if (to === 'cancelled') expect(countCanBecome(from, to)).toBe(isOpenCount({ status: from }));
      }
  });

  it('sums differences by currency', () => {
    const line = (counted: number | null, cost: number | null, currency: string) => ({
      ...{ counted, levelAt: counted === null ? null : 10, cost, currency },
    });
    const lines = [
      line(12, 100, 'USD'),
      line(7, 50, 'USD'),
      line(11, 30, 'EUR'),
      line(9, null, 'EUR'),
      line(10, null, 'EUR'),
      line(null, 5, 'USD'),
    ];
    expect(sumDifferences(lines)).toEqual({
      counted: 5,
      differing: 4,
      over: 3,
      short: 4,
      value: { USD: 50, EUR: 30 },
      withoutCost: 1,
    });
  });
});
