import { useQuery } from '@tanstack/react-query';
import { ChartLine } from 'lucide-react';
import { lazy, type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { Chart, Scope } from '#shared/bridge/live.ts';
import { moneyCell } from '#shared/domain/csv.ts';
import { bridge } from '../../bridge/client.ts';
import { type ChartDrawing, ChartFrame, type LegendEntry } from '../../components/chart/frame.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../components/states.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import type { WidgetProps } from '../../lib/feature.ts';
import { useIsLive } from '../../stores/connection.ts';
import { scopeKey, windowName } from '../../stores/figures.ts';
import { useTimeZone } from '../../stores/session.ts';
import { ChartTable } from './chart-table.tsx';
import { tickLabel } from './chart-ticks.ts';
import { useFigureStream } from './figure-stream.ts';
import { paceOf } from './pace.ts';
import type { Shown } from './shown.ts';
import { Unknown } from './unknown.tsx';
import { useFollowPeriod } from './use-period.ts';

const Charts = lazy(() => import('./charts.tsx'));

function sumOf(chart: Chart, name: 'revenue' | 'orders'): number {
  return chart.points.reduce((sum, point) => sum + point[name], 0);
}

function useChart(scope: Scope) {
  const timeZone = useTimeZone();
  useFigureStream(scope);
  const query = useQuery({
    queryKey: ['figures', 'chart', scopeKey(scope), timeZone],
    queryFn: () => bridge.call('live.chart', scope),
    meta: { intervalMs: paceOf(scope.window) },
    placeholderData: (previous) => previous,
  });
  useFollowPeriod(scope, query.refetch);
  return query;
}

function useLegend(shown: Shown): readonly LegendEntry[] {
  const { t } = useTranslation();
  const revenue: readonly LegendEntry[] = [
    { key: 'revenue', label: t('live.chart.revenue'), colour: 'var(--q-chart-1)', pattern: 'solid' },
    { key: 'previous', label: t('live.chart.previous'), colour: 'var(--q-chart-2)', pattern: 'dashed' },
  ];
  const orders: LegendEntry = {
    key: 'orders',
    label: t('live.chart.orders'),
    colour: 'var(--q-chart-3)',
    pattern: 'hatched',
  };
  return shown === 'both' ? [...revenue, orders] : shown === 'revenue' ? revenue : [orders];
}

function useDrawing(chart: Chart | undefined, shown: Shown): ChartDrawing | null {
  const { t } = useTranslation();
  const format = useFormat();
  const live = useIsLive();
  if (chart === undefined || !chart.known) return null;
  const { points, currency } = chart;
  const empty = points.every((point) => point.revenue === 0 && point.orders === 0 && point.previous === 0);
  if (empty) return null;
  const peak = points.reduce((best, point) => (point.revenue > best.revenue ? point : best));
  return {
    summary: t('live.chart.summary', {
      window: t(`live.windowNames.${windowName(chart.window)}`),
      total: format.money(sumOf(chart, 'revenue'), currency),
      orders: format.integer(sumOf(chart, 'orders')),
      peak: format.money(peak.revenue, currency),
      at: format.dateTime(peak.at),
    }),
    points: points.length,
    say: (index) => {
      const point = points[index];
      if (point === undefined) return '';
      return t('live.chart.point', {
        context: shown,
        at: tickLabel(format, chart, point.at),
        revenue: format.money(point.revenue, currency),
        previous: format.money(point.previous, currency),
        orders: format.integer(point.orders),
      });
    },
    draw: (at) => (
      <Suspense fallback={<Skeleton className="absolute inset-3 h-auto" />}>
        <Charts
          chart={chart}
          shown={shown}
          muted={!live}
          focus={at === null ? null : (points[at]?.at ?? null)}
        />
      </Suspense>
    ),
    table: <ChartTable chart={chart} />,
    csv: () => [
      [
        t('live.chart.time'),
        `${t('live.chart.revenue')} (${currency})`,
        `${t('live.chart.previous')} (${currency})`,
        `${t('live.chart.refunds')} (${currency})`,
        t('live.chart.orders'),
      ],
      ...points.map((point) => [
        new Date(point.at).toISOString(),
        moneyCell(point.revenue, currency),
        moneyCell(point.previous, currency),
        moneyCell(point.refunds, currency),
        point.orders,
      ]),
    ],
  };
}

const TITLES = {
  both: 'live.chart.title',
  revenue: 'widgets.titles.live.revenueChart',
  orders: 'widgets.titles.live.ordersChart',
} as const;

function ChartOf({ scope, shown }: { readonly shown: Shown } & Pick<WidgetProps, 'scope'>): ReactNode {
  const { t } = useTranslation();
  const query = useChart(scope);
  const chart = query.data;
  const skeleton = <Skeleton className="absolute inset-3 h-auto" />;
  return (
    <ChartFrame
      title={t(TITLES[shown])}
      source={t(`live.source.${shown === 'orders' ? 'orders' : 'revenue'}`)}
      asOf={chart?.asOf}
      legend={useLegend(shown)}
      drawing={useDrawing(chart, shown)}
    >
      {chart === undefined ? (
        query.error ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          skeleton
        )
      ) : !chart.known ? (
        <Unknown>{skeleton}</Unknown>
      ) : (
        <EmptyState icon={ChartLine} title={t('live.chart.empty')} body={t('live.chart.emptyBody')} />
      )}
    </ChartFrame>
  );
}

/** Revenue against the previous period, with paid orders below; as charts or as a table. */
export function ChartPanel({ scope }: WidgetProps): ReactNode {
  return <ChartOf scope={scope} shown="both" />;
}

/** Revenue against the previous period. */
export function RevenueChartPanel({ scope }: WidgetProps): ReactNode {
  return <ChartOf scope={scope} shown="revenue" />;
}

/** Paid orders as bars. */
export function OrdersChartPanel({ scope }: WidgetProps): ReactNode {
  return <ChartOf scope={scope} shown="orders" />;
}
