import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Chart } from '#shared/bridge/live.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { tickLabel } from './chart-ticks.ts';

const MONEY_COLUMNS = ['revenue', 'previous', 'refunds'] as const;

function sumOf(chart: Chart, name: 'revenue' | 'previous' | 'refunds' | 'orders'): number {
  return chart.points.reduce((sum, point) => sum + point[name], 0);
}

/** The points of the chart, newest first, with their sums. */
export function ChartTable({ chart }: { readonly chart: Chart }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  return (
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
  );
}
