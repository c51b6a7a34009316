import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import {
  afterOrder,
  countResults,
  type FulfilRun,
  fitRun,
  isRunOver,
  nextOfRun,
  refusedResult,
  resumedRun,
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

  it('takes no more orders than can be kept', () => {
    const lines = Array.from({ length: 900 }, (_, line) => ({ line, quantity: 1 }));
    const large = Array.from({ length: 5 }, (_, n) => ({ orderId: `o${n}`, number: `N-${n}`, lines }));
    expect(fitRun(large)).toHaveLength(1);
    const small = Array.from({ length: 150 }, (_, n) => ({
      orderId: `o${n}`,
      number: `N-${n}`,
      lines: null,
    }));
    expect(fitRun(small)).toHaveLength(100);
  });
});
