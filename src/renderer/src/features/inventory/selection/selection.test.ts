import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StockRow } from '#shared/bridge/inventory.ts';
import { readStockFilters } from '../filters.ts';
import {
  countSelected,
  isSelected,
  MAX_CHOSEN,
  NOTHING,
  readSelected,
  rowKey,
  type Selection,
  selectAll,
  setSelected,
} from './selection.ts';

const FILTERS = readStockFilters(new URLSearchParams('category=Tea'));
const row = (n: number): StockRow => ({
  itemId: `i${n}`,
  sku: `S${String(n).padStart(5, '0')}`,
  name: `Item ${n}`,
  category: 'Tea',
  barcode: null,
  price: 1,
  cost: null,
  currency: 'USD',
  backorderLimit: 0,
  locationId: 'l',
  locationName: 'L',
  onHand: 1,
  committed: 0,
  unavailable: 0,
  incoming: 0,
  available: 1,
  pendingOnHand: 0,
  lowAt: 0,
  outAt: 0,
  status: 'ok',
  seq: 1,
  at: 0,
});

/** Answers like the stock list, in pages of 200. */
const list = (total: number) => async (_filters: unknown, after: string | null) => {
  const from = Number(after ?? 0);
  const rows = Array.from({ length: Math.min(200, total - from) }, (_, n) => row(from + n));
  return { rows, next: from + 200 < total ? String(from + 200) : null };
};

async function all(selection: Selection, total: number): Promise<string[]> {
  const keys: string[] = [];
  for await (const step of readSelected(selection, list(total), new AbortController().signal)) {
    expect(step.length).toBeLessThanOrEqual(500);
    keys.push(...step.map(rowKey));
  }
  return keys;
}

describe('a selection of rows', () => {
  it('is what was chosen last of each row, and never more than it can hold', () => {
    const change = fc.tuple(fc.array(fc.nat(700), { maxLength: 400 }), fc.boolean());
    fc.assert(
      fc.property(fc.boolean(), fc.array(change, { maxLength: 6 }), (begunWithAll, changes) => {
        let selection = begunWithAll ? selectAll(FILTERS) : NOTHING;
        const model = new Map<number, boolean>();
        for (const [rows, selected] of changes) {
          const next = setSelected(selection, rows.map(row), selected);
          if (next === null) continue;
          selection = next;
          for (const n of rows) model.set(n, selected);
          const held = selection.kind === 'all' ? selection.except.size : selection.rows.size;
          expect(held).toBeLessThanOrEqual(MAX_CHOSEN);
        }
        for (let n = 0; n <= 700; n += 1)
          expect(isSelected(selection, rowKey(row(n)))).toBe(model.get(n) ?? begunWithAll);
        const selected = Array.from({ length: 701 }, (_, n) => n).filter((n) =>
          isSelected(selection, rowKey(row(n))),
        );
        expect(countSelected(selection, 701)).toBe(selected.length);
      }),
      { numRuns: 40 },
    );
  });

  it('of all that match is read in steps, without the rows that were taken out', async () => {
    const some = setSelected(selectAll(FILTERS), [row(3), row(1_100)], false);
    if (some === null) throw new Error('too many');
    const keys = await all(some, 1_234);
    expect(keys).toHaveLength(1_232);
    expect(keys).not.toContain(rowKey(row(3)));
    expect(await all(NOTHING, 10)).toEqual([]);
    const two = setSelected(NOTHING, [row(2), row(1)], true);
    expect(two && (await all(two, 10))).toEqual([rowKey(row(1)), rowKey(row(2))]);
  });

  it('stops being read when it is cancelled', async () => {
    const control = new AbortController();
    let steps = 0;
    for await (const _ of readSelected(selectAll(FILTERS), list(5_000), control.signal)) {
      steps += 1;
      control.abort();
    }
    expect(steps).toBe(1);
  });
});
