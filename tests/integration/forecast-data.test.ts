import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  addErrors,
  backtest,
  type ForecastErrors,
  meanAbsoluteError,
  NO_ERRORS,
  weightedError,
} from '#shared/domain/backtest.ts';
import { DAY_MS } from '#shared/domain/time.ts';
import { superstoreFile } from '../../src/gateway/demo/catalogue.ts';
import { readCsv } from '../../src/gateway/import/csv.ts';
import { onlineRetail } from '../../src/gateway/import/online-retail.ts';
import type { SourceFormat } from '../../src/gateway/import/row.ts';
import { superstore } from '../../src/gateway/import/superstore.ts';

/* The forecast on published order histories. They do not say what was in stock, so every day counts. */

/** Returns the errors over all days of a file; items are told apart by `by`. */
async function errorsOf(
  file: string,
  format: SourceFormat,
  by: 'sku' | 'category',
): Promise<{ readonly all: ForecastErrors; readonly better: number; readonly items: number }> {
  const sold = new Map<string, Map<number, number>>();
  for await (const row of readCsv(file, format)) {
    const mapped = row.ok ? format.map(row.record, 'UTC') : null;
    if (!mapped?.ok || mapped.value.kind !== 'order') continue;
    const day = Math.floor(mapped.value.at / DAY_MS);
    const own = sold.get(mapped.value[by]) ?? new Map<number, number>();
    own.set(day, (own.get(day) ?? 0) + mapped.value.quantity);
    sold.set(mapped.value[by], own);
  }
  const days = [...sold.values()].flatMap((own) => [...own.keys()]);
  const [first, last] = days.reduce(
    ([low, high], day) => [Math.min(low, day), Math.max(high, day)],
    [Number.POSITIVE_INFINITY, 0],
  );
  const errors = [...sold.values()].map((own) =>
    backtest(
      Array.from({ length: last - first + 1 }, (_, i) => ({ sold: own.get(first + i) ?? 0, inStock: true })),
    ),
  );
  return {
    all: errors.reduce(addErrors, NO_ERRORS),
    better: errors.filter(({ forecast, naive }) => forecast < naive).length,
    items: errors.length,
  };
}

const shown = ({ all }: { readonly all: ForecastErrors }) => ({
  mae: [meanAbsoluteError(all, 'forecast'), meanAbsoluteError(all, 'naive')].map((one) => one?.toFixed(4)),
  wape: [weightedError(all, 'forecast'), weightedError(all, 'naive')].map((one) => one?.toFixed(3)),
});

describe('the forecast', () => {
  it('is closer than the same day last week, over four years of the Superstore by category', async () => {
    const found = await errorsOf(superstoreFile(), superstore, 'category');
    expect(found.items).toBe(17);
    expect(found.better).toBe(15);
    expect(shown(found)).toMatchInlineSnapshot(`
      {
        "mae": [
          "1.9420",
          "2.1534",
        ],
        "wape": [
          "1.256",
          "1.393",
        ],
      }
    `);
  });

  it('is hardly closer for single products, of which most days sell none', async () => {
    const found = await errorsOf(superstoreFile(), superstore, 'sku');
    expect(shown(found)).toMatchInlineSnapshot(`
      {
        "mae": [
          "0.0279",
          "0.0280",
        ],
        "wape": [
          "1.977",
          "1.987",
        ],
      }
    `);
  });

  it('cannot be judged by the hours of the online retailer', async () => {
    const file = join(resolve(import.meta.dirname, '../fixtures'), 'online-retail-1k.csv');
    const { all, items } = await errorsOf(file, onlineRetail, 'sku');
    expect(items).toBeGreaterThan(500);
    expect(all).toEqual(NO_ERRORS);
  });
});
