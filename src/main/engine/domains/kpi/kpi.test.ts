import { beforeAll, describe, expect, it } from 'vitest';
import type { Kpi, KpiResult } from '#shared/domain/kpi.ts';
import { type KpiDay, NO_SUMS } from '#shared/domain/kpi-sums.ts';
import { askCache } from '../../../../../tests/support/cache.ts';
import { cachePerFile } from '../../../../../tests/support/cache-per-file.ts';
import { makeBatches, makeEvent } from '../../../../../tests/support/make/event.ts';

const cache = cachePerFile('kpi');
const NOON = Date.UTC(2026, 2, 10, 12);
const measure = { metric: 'revenue', aggregation: 'total', by: 'all', key: '', window: 'day' } as const;
const goal = { ...measure, target: 1000, direction: 'at_least' } as const;
const kpi = (id: string, change: Partial<Kpi> = {}): Kpi => ({
  ...goal,
  ...{ id, name: id, ownerId: null, ownerName: null, alert: null, archived: false },
  ...{ version: 1, changedBy: 'Mara', since: 0, first: '2026-03-10', reachedAt: null },
  ...change,
});
const day = (name: string, paid: number): KpiDay => ({ day: name, by: 'all', key: '', ...NO_SUMS, paid });
const result = (first: string, change: Partial<KpiResult> = {}): KpiResult => ({
  ...goal,
  ...{ kpiId: 'a', first, last: first, timeZone: 'UTC', value: 700, closedAt: NOON, reachedAt: null },
  ...{ correctedValue: null, correctedAt: null },
  ...change,
});

beforeAll(() => {
  const events = [
    makeEvent('kpi.counted', { days: [day('2026-03-08', 5), day('2026-03-09', 1), day('2026-03-10', 400)] }),
    // Sums replace those with the same key.
    makeEvent('kpi.counted', { days: [day('2026-03-09', 900)] }),
    makeEvent('kpi.saved', { kpi: kpi('a', { first: '2026-03-08' }) }),
    makeEvent('kpi.saved', { kpi: kpi('old', { archived: true }) }),
    makeEvent('kpi.saved', { kpi: kpi('goal', { by: 'team', key: 't', metric: 'resolved' }) }),
    makeEvent('kpi.window_opened', { kpi: kpi('a', { first: '2026-03-09' }), closed: result('2026-03-08') }),
    makeEvent('kpi.window_opened', {
      kpi: kpi('a'),
      closed: result('2026-03-09', { metric: 'refunds' }),
    }),
    makeEvent('kpi.result_corrected', {
      name: 'a',
      result: result('2026-03-08', { correctedValue: 1100, correctedAt: NOON }),
    }),
  ];
  for (const batch of makeBatches(events, 20)) cache.writer.apply(batch);
});

describe('KPIs of the cache', () => {
  it('have their values, progress and the results that measured the same', () => {
    const { rows } = askCache(cache.writer, 'kpi.list', { archived: false, teamId: null }, NOON);
    expect(rows.map(({ id }) => id)).toEqual(['a', 'goal']);
    expect(rows[0]).toMatchObject({
      progress: { status: 'behind', value: 400, expected: 500, pace: 0.8, share: 0.4, elapsed: 0.5 },
      trend: [{ first: '2026-03-08', correctedValue: 1100 }],
      pending: false,
    });
    expect(askCache(cache.writer, 'kpi.list', { archived: true, teamId: null }, NOON).rows).toHaveLength(1);
    expect(askCache(cache.writer, 'kpi.list', { archived: false, teamId: 't' }, NOON).rows).toHaveLength(1);
    expect(askCache(cache.writer, 'kpi.history', { kpiId: 'a' }, NOON).rows).toHaveLength(2);
  });

  it('are previewed from the first day that was counted', () => {
    const { windows } = askCache(cache.writer, 'kpi.preview', { measure }, NOON);
    expect(windows.map(({ first, value }) => [first, value])).toEqual([
      ['2026-03-08', 5],
      ['2026-03-09', 900],
      ['2026-03-10', 400],
    ]);
  });
});
