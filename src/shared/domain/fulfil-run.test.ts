import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { MAX_FORM_LENGTH } from '../bridge/forms.ts';
import {
  afterOrder,
  countResults,
  type FulfilRun,
  isRunOver,
  nextOfRun,
  refusedResult,
  resumedRun,
  runsOf,
} from './fulfil-run.ts';
import { HOUR_MS } from './time.ts';

const run: FulfilRun = {
  ...{ id: uuidv7(), startedAt: 1000, locationId: 'shop', results: [] },
  orders: [
    { orderId: 'o1', number: 'N-1', lines: null },
    { orderId: 'o2', number: 'N-2', lines: [{ line: 1, quantity: 2 }] },
  ],
};

describe('a run over many orders', () => {
  it('has a command for each order, with the same id whenever it is sent', () => {
    expect(nextOfRun(run)?.data).toEqual({ orderId: 'o1', locationId: 'shop' });
    const second = afterOrder(run, { kind: 'accepted' });
    expect(nextOfRun(second)).toEqual(nextOfRun({ ...second }));
    expect(nextOfRun(second)?.data).toEqual({
      ...{ orderId: 'o2', locationId: 'shop', lines: [{ line: 1, quantity: 2 }] },
    });
    expect(nextOfRun(second)?.id).not.toBe(nextOfRun(run)?.id);
    const over = afterOrder(second, refusedResult({ code: 'conflict', message: 'x'.repeat(500) }));
    expect(isRunOver(over)).toBe(true);
    expect(nextOfRun(over)).toBeNull();
    expect(countResults(over)).toEqual({ accepted: 1, waits: 0, refused: 1, unknown: 0, left: 0 });
  });

  it('goes on under its ids while they are fresh; later it says that it does not know about the order begun last', () => {
    expect(resumedRun(run, 1000 + HOUR_MS - 1, uuidv7)).toBe(run);
    const late = resumedRun(run, 1000 + HOUR_MS, uuidv7);
    expect(late.results).toEqual([{ kind: 'unknown' }]);
    expect(late.id).not.toBe(run.id);
    expect(nextOfRun(late)?.data['orderId']).toBe('o2');
  });

  it('is as many runs as it takes to keep all orders, whatever becomes of them', () => {
    const lines = (count: number) => Array.from({ length: count }, (_, line) => ({ line, quantity: 12 }));
    fc.assert(
      fc.property(fc.array(fc.nat(900), { maxLength: 120 }), (sizes) => {
        const orders = sizes.map((size, n) => ({
          ...{ orderId: `o${n}`, number: `N-${n}`, lines: size === 0 ? null : lines(size) },
        }));
        const runs = runsOf(orders);
        expect(runs.flat()).toEqual(orders);
        const refused = refusedResult({
          ...{ code: 'x'.repeat(40), message: 'm'.repeat(500), field: 'f'.repeat(80) },
          why: { id: 'shipment_above', values: { item: 'i'.repeat(2_000) } },
        });
        for (const part of runs)
          expect(JSON.stringify({ orders: part, results: part.map(() => refused) }).length).toBeLessThan(
            MAX_FORM_LENGTH,
          );
      }),
      { numRuns: 50 },
    );
    expect(runsOf([])).toEqual([]);
  });
});
