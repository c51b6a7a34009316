import { useQuery } from '@tanstack/react-query';
import { ChartLine, Table2 } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Chart, Scope } from '#shared/bridge/live.ts';
import { bridge } from '../../bridge/client.ts';
import { IconButton } from '../../components/button.tsx';
import { Panel } from '../../components/panel.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../components/states.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { useIsLive } from '../../stores/connection.ts';
import { scopeKey, windowName } from '../../stores/figures.ts';
import { useTimeZone } from '../../stores/session.ts';
import { tickLabel } from './chart-ticks.ts';
import { Unknown } from './unknown.tsx';
import { useFollowPeriod } from './use-period.ts';

const Charts = lazy(() => import('./charts.tsx'));
/** Charts are redrawn at most this often, ms. */
const REDRAW_MS = 1000;

const MONEY_COLUMNS = ['revenue', 'previous', 'refunds'] as const;

function sumOf(chart: Chart, name: 'revenue' | 'previous' | 'refunds' | 'orders'): number {
  return chart.points.reduce((sum, point) => sum + point[name], 0);
}

/** Revenue against the previous period, with paid orders below; as charts or as a table. */
export function ChartPanel({ scope }: { readonly scope: Scope }): ReactNode {
  const { t } = useTranslation();
  const live = useIsLive();
  const [asTable, setAsTable] = useState(false);
  const timeZone = useTimeZone();
  const query = useQuery({
    queryKey: ['figures', 'chart', scopeKey(scope), timeZone],
    queryFn: () => bridge.call('live.chart', scope),
    meta: { intervalMs: REDRAW_MS },
    placeholderData: (previous) => previous,
  });
  useFollowPeriod(scope, query.refetch);
  const chart = query.data;
  return (
    <Panel
      title={t('live.chart.title')}
      actions={
        <>
          {!asTable && <Legend />}
          <IconButton
            size="sm"
            icon={asTable ? ChartLine : Table2}
            label={asTable ? t('live.chart.graph') : t('live.chart.table')}
            onClick={() => setAsTable(!asTable)}
          />
        </>
      }
      stale={!live}
      bodyClassName="relative"
    >
      {chart === undefined ? (
        query.error ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <Skeleton className="absolute inset-3 h-auto" />
        )
      ) : !chart.known ? (
        <Unknown>
          <Skeleton className="absolute inset-3 h-auto" />
        </Unknown>
      ) : chart.points.every((point) => point.revenue === 0 && point.orders === 0 && point.previous === 0) ? (
        <EmptyState icon={ChartLine} title={t('live.chart.empty')} body={t('live.chart.emptyBody')} />
      ) : asTable ? (
        <ChartTable chart={chart} />
      ) : (
        <Drawn chart={chart} />
      )}
    </Panel>
  );
}

function Legend(): ReactNode {
  const { t } = useTranslation();
  return (
    <ul className="mr-2 flex items-center gap-3 text-xs text-ink-2">
      <li className="flex items-center gap-1.5">
        <svg aria-hidden="true" width="14" height="4">
          <path d="M0 2H14" stroke="var(--q-chart-1)" strokeWidth="2.5" />
        </svg>
        {t('live.chart.revenue')}
      </li>
      <li className="flex items-center gap-1.5">
        <svg aria-hidden="true" width="14" height="4">
          <path d="M0 2H14" stroke="var(--q-chart-2)" strokeWidth="2" strokeDasharray="3 2" />
        </svg>
        {t('live.chart.previous')}
      </li>
      <li className="flex items-center gap-1.5">
        <svg aria-hidden="true" width="10" height="10">
          <rect x="1" y="3" width="3" height="7" fill="var(--q-chart-3)" />
          <rect x="6" y="0" width="3" height="10" fill="var(--q-chart-3)" />
        </svg>
        {t('live.chart.orders')}
      </li>
    </ul>
  );
}

function Drawn({ chart }: { readonly chart: Chart }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const summary = useMemo(() => {
    const peak = chart.points.reduce((best, point) => (point.revenue > best.revenue ? point : best));
    return t('live.chart.summary', {
      window: t(`live.windowNames.${windowName(chart.window)}`),
      total: format.money(sumOf(chart, 'revenue'), chart.currency),
      orders: format.integer(sumOf(chart, 'orders')),
      peak: format.money(peak.revenue, chart.currency),
      at: format.dateTime(peak.at),
    });
  }, [chart, t, format]);
  return (
    <div role="img" aria-label={summary} className="absolute inset-0 pt-2 pr-3 pb-1">
      <Suspense fallback={<Skeleton className="absolute inset-3 h-auto" />}>
        <Charts chart={chart} muted={!useIsLive()} />
      </Suspense>
    </div>
  );
}

function ChartTable({ chart }: { readonly chart: Chart }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="absolute inset-0 overflow-auto" aria-label={t('live.chart.title')} tabIndex={0}>
      <table className="w-full text-right">
        <thead className="sticky top-0 bg-surface text-xs text-ink-3">
          <tr className="h-8 border-b border-line">
            <th className="px-3 text-left font-medium">{t('live.chart.time')}</th>
            <th className="px-3 font-medium">{t('live.chart.revenue')}</th>
            <th className="px-3 font-medium">{t('live.chart.previous')}</th>
            <th className="px-3 font-medium">{t('live.chart.refunds')}</th>
            <th className="px-3 font-medium">{t('live.chart.orders')}</th>
          </tr>
        </thead>
        <tfoot className="sticky bottom-0 bg-surface font-semibold">
          <tr className="h-8 border-t border-line">
            <th className="px-3 text-left">{t('live.chart.total')}</th>
            {MONEY_COLUMNS.map((name) => (
              <td key={name} className="px-3" data-total={name}>
                {format.money(sumOf(chart, name), chart.currency)}
              </td>
            ))}
            <td className="px-3" data-total="orders">
              {format.integer(sumOf(chart, 'orders'))}
            </td>
          </tr>
        </tfoot>
        <tbody>
          {chart.points.toReversed().map((point) => (
            <tr key={point.at} className="h-7 border-b border-line last:border-0">
              <td className="px-3 text-left">{tickLabel(format, chart, point.at)}</td>
              <td className="px-3">{format.money(point.revenue, chart.currency)}</td>
              <td className="px-3 text-ink-3">{format.money(point.previous, chart.currency)}</td>
              <td className="px-3">{format.money(point.refunds, chart.currency)}</td>
              <td className="px-3">{format.integer(point.orders)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
