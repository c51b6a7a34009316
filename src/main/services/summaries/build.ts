import type { BridgeResult, MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import { err, ok } from '#shared/domain/result.ts';
import type { Summary, SummaryPeriod } from '#shared/domain/summaries.ts';
import { refused } from '#shared/protocol/refusals.ts';
import type { Engine } from '../../engine/api/engine.ts';

/** The lines of each breakdown. */
const LINES = 10;

/** The reads that a summary is made from; all are of the same scope. */
type Source = 'live.figures' | 'live.chart' | 'live.top_products' | 'live.sales_by' | 'live.payment_methods';

/**
 * Makes the summary of some days from what is cached, with the reads of the live page. Errors: `unavailable` while the cache does not
 * hold all of these days and what happened since, or an error of the reads.
 */
export async function buildSummary(
  engine: Pick<Engine, 'read' | 'status'>,
  period: SummaryPeriod,
): Promise<BridgeResult<Summary>> {
  const incomplete = err(refused('summary_incomplete', {}));
  // Until then, events of these days may be on their way.
  if (engine.status().state !== 'live') return incomplete;
  const scope = { window: { from: period.from, to: period.to } };
  const read = <N extends Source>(name: N, more: Omit<MethodInput<N>, 'window'>) =>
    // The scope is the same for each; the compiler does not follow that through the names.
    engine.read(name, { ...scope, ...more } as MethodInput<N>);
  const [figures, chart, products, places, methods] = await Promise.all([
    read('live.figures', {}),
    read('live.chart', {}),
    read('live.top_products', { limit: LINES }),
    read('live.sales_by', { group: 'location' }),
    read('live.payment_methods', {}),
  ]);
  for (const one of [figures, chart, products, places, methods]) if (!one.ok) return one;
  if (!figures.ok || !chart.ok || !products.ok || !places.ok || !methods.ok) return incomplete;
  const parts = [figures.value.revenue, chart.value, products.value, places.value, methods.value];
  if (parts.some(({ known }) => !known)) return incomplete;
  return ok({
    period,
    currency: figures.value.currency,
    timeZone: figures.value.timeZone,
    asOf: figures.value.lastEventAt,
    figures: figuresOf(figures.value),
    otherRevenue: figures.value.otherRevenue,
    course: chart.value.points.map(({ at, revenue, orders }) => ({ at, revenue, orders })),
    products: products.value.rows.map(({ sku, name, revenue, units }) => ({
      key: sku,
      name,
      revenue,
      previous: null,
      count: units,
    })),
    locations: places.value.rows.slice(0, LINES).map(({ id, name, revenue, previous, orders }) => ({
      key: id,
      name,
      revenue,
      previous,
      count: orders,
    })),
    methods: methods.value.methods.slice(0, LINES).map(({ method, amount, succeeded }) => ({
      key: method,
      name: method,
      revenue: amount,
      previous: null,
      count: succeeded,
    })),
  });
}

function figuresOf(figures: MethodOutput<'live.figures'>): Summary['figures'] {
  const figure = (name: Summary['figures'][number]['name'], unit: Summary['figures'][number]['unit']) => {
    const { value, previous } = figures[name];
    return { name, unit, value, previous };
  };
  return [
    figure('revenue', 'money'),
    figure('orders', 'count'),
    figure('aov', 'money'),
    figure('refunds', 'money'),
    figure('refundRate', 'share'),
    figure('paymentSuccess', 'share'),
  ];
}
