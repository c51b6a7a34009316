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
import { DAY_MS, dayOf } from '#shared/domain/time.ts';
import { unusedDay, usagePeriod, withUsage } from '#shared/domain/usage.ts';
import { projectUsage } from '#shared/domain/usage-projection.ts';
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

describe('the projection of usage', () => {
  it('comes nearer to the month of the Superstore as it passes, and its range holds most of them', async () => {
    const placed = new Map<string, number>();
    for await (const row of readCsv(superstoreFile(), superstore)) {
      const mapped = row.ok ? superstore.map(row.record, 'UTC') : null;
      if (mapped?.ok && mapped.value.kind === 'order') placed.set(mapped.value.orderNumber, mapped.value.at);
    }
    const perDay = new Map<string, number>();
    for (const at of placed.values()) perDay.set(dayOf(at, 'UTC'), (perDay.get(dayOf(at, 'UTC')) ?? 0) + 1);
    const first = Math.min(...placed.values());
    const months = Array.from({ length: 48 }, (_, n) => usagePeriod(first, 'UTC', n));
    const errorsAt = (dayOfMonth: number): { readonly mape: number; readonly held: number } => {
      const found = months.flatMap((period) => {
        const actual = period.days.reduce((sum, day) => sum + (perDay.get(day) ?? 0), 0);
        const days = period.days
          .slice(0, dayOfMonth)
          .map((day) => withUsage(unusedDay('orders', day), perDay.get(day) ?? 0, Date.parse(day)));
        const now = period.from + dayOfMonth * DAY_MS;
        const projected = projectUsage({ aggregation: 'sum', period, days, since: dayOf(first, 'UTC'), now });
        if (!projected.known || actual === 0) return [];
        const held = projected.low <= actual && actual <= projected.high;
        return [{ error: Math.abs(projected.value - actual) / actual, held }];
      });
      expect(found).toHaveLength(48);
      const share = (of: readonly unknown[]): number => of.length / found.length;
      const mape = found.reduce((sum, { error }) => sum + error, 0) / found.length;
      return { mape, held: share(found.filter(({ held }) => held)) };
    };
    const [early, late] = [errorsAt(10), errorsAt(20)];
    process.stdout.write(
      `projection, Superstore orders of 48 months: mean absolute error ${[early, late]
        .map(({ mape, held }) => `${(100 * mape).toFixed(1)} % (range held ${(100 * held).toFixed(0)} %)`)
        .join(' at day 10, ')} at day 20\n`,
    );
    expect(late.mape).toBeLessThan(early.mape);
    expect(early.mape).toBeLessThan(0.35);
    expect(late.mape).toBeLessThan(0.2);
    expect(late.held).toBeGreaterThan(0.5);
  });
});
