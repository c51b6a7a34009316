import { metricValue } from '#shared/domain/kpi-metrics.ts';
import { NO_SUMS } from '#shared/domain/kpi-sums.ts';
import { spanAt } from '#shared/domain/kpi-windows.ts';
import { createFormat } from '../../../src/renderer/src/format/format.ts';
import { expect } from '../fixtures.ts';
import { CURRENCY, type Desk, go, LOCALE, settles } from './desk.ts';

const SUMS = `SELECT
  coalesce(sum(amount) FILTER (WHERE kind = 'payment' AND status = 'succeeded'), 0) AS paid,
  coalesce(sum(amount) FILTER (WHERE kind = 'refund' AND status = 'succeeded'), 0) AS refunded,
  count(*) FILTER (WHERE kind = 'payment' AND status = 'succeeded' AND settles_order = 1) AS paidOrders
  FROM payments WHERE currency = '${CURRENCY}' AND at >= @from AND at < @to`;
const RATINGS = `SELECT count(*) AS ratings, coalesce(sum(score), 0) AS scores FROM service_facts
  WHERE kind = 'rating' AND at >= @from AND at < @to`;

/** The demo's KPIs that concern the whole shop, with their windows. */
const KPIS = [
  ['demo-kpi-revenue-week', 'revenue', 'week'],
  ['demo-kpi-revenue-month', 'revenue', 'month'],
  ['demo-kpi-orders', 'paid_orders', 'day'],
  ['demo-kpi-refunds', 'refund_rate', 'month'],
  ['demo-kpi-rating', 'rating', 'week'],
] as const;

/** The values of the demo's KPIs against payments and ratings. */
export async function compareKpis(desk: Desk, zone: string): Promise<void> {
  const { page, ask } = desk;
  const format = createFormat(LOCALE, zone);
  await go(desk, '/kpis');
  await settles(desk, async () => {
    for (const [id, metric, window] of KPIS) {
      const { startsAt: from, endsAt: to } = spanAt(window, Date.now(), zone);
      const [payments] = ask<Record<'paid' | 'refunded' | 'paidOrders', number>>(SUMS, { from, to });
      const [ratings] = ask<Record<'ratings' | 'scores', number>>(RATINGS, { from, to });
      const value = metricValue(metric, { ...NO_SUMS, ...payments, ...ratings });
      const texts = {
        revenue: () => format.money(value, CURRENCY),
        paid_orders: () => format.decimal(value, 1),
        refund_rate: () => format.percent(value),
        rating: () => format.decimal(value, 2),
      };
      expect(await page.locator(`[data-kpi="${id}"] [data-figure]`).textContent()).toBe(texts[metric]());
    }
  });
}
