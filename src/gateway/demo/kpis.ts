import { metricValue } from '#shared/domain/kpi-metrics.ts';
import { addMetricSums, type MetricSums, NO_SUMS } from '#shared/domain/kpi-sums.ts';
import { plusDays } from '#shared/domain/kpi-windows.ts';
import { DAY_MS, dayOf, HOUR_MS } from '#shared/domain/time.ts';
import type { CommandData } from '#shared/protocol/commands/index.ts';
import { workspaceTimeZone } from '../admin/index.ts';
import { findUser } from '../auth/index.ts';
import { availableAt } from '../inventory/index.ts';
import type { CommandContext } from '../kernel.ts';
import { findKpi, sumsIn } from '../kpi/index.ts';
import { listOrders } from '../orders/index.ts';
import { SHOP } from './gateway.ts';
import { asMember, colleague, PERSONAS } from './personas.ts';
import { WAREHOUSE } from './plan.ts';
import type { Due, Moment } from './simulation.ts';

/** After a start, once the teams are open, ms. */
const AFTER_MS = 8_000;
/** After that, ms. */
const SOLD_AFTER_MS = 90_000;
/** The KPI that the next order reaches. */
const REACHED = 'demo-kpi-orders';
/** How long ago the KPIs were defined, so that they have a history. */
const DEFINED_BEFORE_MS = 56 * DAY_MS;
/** The team whose goal is one of them. */
const TEAM = 'demo-team-orders';
const ALL = { by: 'all', key: '' } as const;

type Defined = Omit<CommandData<'kpi.save'>, 'seen' | 'archived' | 'aggregation'>;

/** The manager has defined six KPIs: one is reached soon after the start, and one is behind. */
export function kpisDue(now: number): Due {
  return {
    at: now + AFTER_MS,
    key: 'kpis:define',
    happen: ({ at, run }) => {
      run(asMember(colleague(2)), at - DEFINED_BEFORE_MS, (context) => define(context, at));
      return [{ at: at + SOLD_AFTER_MS, key: 'kpis:sell', happen: sell }];
    },
  };
}

/** Somebody buys at the counter what somebody else has ordered, so that a target is reached, whatever the hour. */
function sell({ at, run }: Moment): Due[] {
  run(SHOP, at, (context) => {
    if (findKpi(context.sql, REACHED)?.reachedAt !== null) return;
    const orders = listOrders(context.sql, { at: Number.MAX_SAFE_INTEGER, id: '' }, 50);
    const [found] = orders.flatMap((order) =>
      order.lines.flatMap((line) =>
        order.customer !== null && availableAt(context.sql, line.itemId, WAREHOUSE) > 0
          ? [{ customer: order.customer, line, currency: order.currency }]
          : [],
      ),
    );
    if (!found) return;
    const { customer, currency } = found;
    const { itemId, unitPrice } = found.line;
    const orderId = context.newId();
    const line = { itemId, quantity: 1, unitPrice, total: unitPrice };
    const number = `C-${orderId.slice(-8).toUpperCase()}`;
    context.dispatch('orders.create', {
      ...{ orderId, number, customer, currency, locationId: WAREHOUSE, lines: [line] },
    });
    context.dispatch('payments.receive', {
      ...{ paymentId: `${orderId}:p`, orderId, amount: unitPrice, currency, method: 'card' },
    });
    context.dispatch('orders.fulfil', { orderId });
  });
  return [];
}

function define(context: CommandContext, now: number): void {
  for (const kpi of kpis(context, now)) {
    if (findKpi(context.sql, kpi.kpiId)) continue;
    const ownerId = kpi.ownerId !== null && findUser(context.sql, kpi.ownerId) ? kpi.ownerId : null;
    context.dispatch('kpi.save', { ...kpi, ownerId, aggregation: 'total', archived: false, seen: null });
  }
}

/** Returns the KPIs with targets that suit what the shop has sold. */
function kpis({ sql, config }: CommandContext, now: number): Defined[] {
  const today = dayOf(now, workspaceTimeZone(sql, config));
  const sums = (days: number, until = -1): MetricSums =>
    sumsIn(sql, ALL, { first: plusDays(today, until - days + 1), last: plusDays(today, until) }).reduce(
      (all, day) => addMetricSums(all, day),
      NO_SUMS,
    );
  const revenue = Math.max(100_000, metricValue('revenue', sums(28)) ?? 0);
  const ordersToday = sums(1, 0).paidOrders;
  const [ava, jonas, marco] = PERSONAS.map(({ id }) => id);
  const round = (amount: number): number => Math.max(100_000, Math.round(amount / 100_000) * 100_000);
  return [
    {
      ...{
        kpiId: 'demo-kpi-revenue-week',
        name: 'Revenue of the week',
        metric: 'revenue',
        ...ALL,
        window: 'week',
      },
      ...{ target: round(revenue / 4), direction: 'at_least', ownerId: marco ?? null, alert: null },
    },
    {
      // More than the shop sells.
      ...{
        kpiId: 'demo-kpi-revenue-month',
        name: 'Stretch goal: revenue',
        metric: 'revenue',
        ...ALL,
        window: 'month',
      },
      ...{ target: round(revenue * 1.8), direction: 'at_least', ownerId: marco ?? null },
      alert: { when: 'pace', below: 80, forMs: 0, severity: 'info' },
    },
    {
      // The next order reaches it.
      ...{
        kpiId: REACHED,
        name: 'Paid orders today',
        metric: 'paid_orders',
        ...ALL,
        window: 'day',
      },
      ...{ target: ordersToday + 1, direction: 'at_least', ownerId: ava ?? null, alert: null },
    },
    {
      ...{ kpiId: 'demo-kpi-refunds', name: 'Few refunds', metric: 'refund_rate', ...ALL, window: 'month' },
      ...{ target: 0.12, direction: 'at_most', ownerId: jonas ?? null },
      alert: { when: 'end', below: 80, forMs: 0, severity: 'info' },
    },
    {
      ...{ kpiId: 'demo-kpi-rating', name: 'Happy customers', metric: 'rating', ...ALL, window: 'week' },
      ...{ target: 4, direction: 'at_least', ownerId: ava ?? null, alert: null },
    },
    {
      ...{
        kpiId: 'demo-kpi-first-reply',
        name: 'Quick first replies',
        metric: 'first_reply',
        by: 'team',
        key: TEAM,
      },
      ...{ window: 'week', target: HOUR_MS, direction: 'at_most', ownerId: null, alert: null },
    },
  ];
}
