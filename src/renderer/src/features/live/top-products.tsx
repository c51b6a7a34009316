import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { bridge } from '../../bridge/client.ts';
import { SubjectLink } from '../../components/subject-link.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { cx } from '../../lib/cx.ts';
import type { WidgetProps } from '../../lib/feature.ts';
import { useIsLive } from '../../stores/connection.ts';
import { useCurrency } from '../../stores/session.ts';
import { BreakdownPanel } from './breakdown-panel.tsx';
import { useBreakdown } from './use-breakdown.ts';

const MAX_PRODUCTS = 12;

/** The best-selling products of the window, by revenue. */
export default function TopProducts({ scope }: WidgetProps): ReactNode {
  const { t } = useTranslation();
  const live = useIsLive();
  const query = useBreakdown('products', scope, () =>
    bridge.call('live.top_products', { ...scope, limit: MAX_PRODUCTS }),
  );
  return (
    <BreakdownPanel
      title={t('live.top.title')}
      source={t('live.source.topProducts')}
      query={query}
      isEmpty={({ rows }) => rows.length === 0}
    >
      {({ rows }) => <Rows rows={rows} muted={!live} />}
    </BreakdownPanel>
  );
}

function Rows({
  rows,
  muted,
}: {
  readonly muted: boolean;
  readonly rows: readonly { itemId: string; sku: string; name: string; units: number; revenue: number }[];
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const currency = useCurrency();
  const most = Math.max(1, ...rows.map((row) => row.revenue));
  return (
    <table className="w-full table-fixed">
      <thead className="sticky top-0 z-10 bg-surface text-xs text-ink-3">
        <tr className="h-7">
          <th className="px-3 text-left font-medium">{t('live.top.product')}</th>
          <th className="hidden w-16 px-3 text-right font-medium @min-[300px]:table-cell">
            {t('live.top.units')}
          </th>
          <th className="w-22 px-3 text-right font-medium @min-[400px]:w-40">{t('live.top.revenue')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.itemId} className="h-8 border-t border-line hover:bg-hover">
            <td className="truncate px-3">
              <SubjectLink
                subject={{ kind: 'item', id: row.itemId }}
                title={row.name}
                className="proportional-nums hover:underline"
              >
                <bdi>{row.name}</bdi>
              </SubjectLink>
              <span className="ml-2 hidden text-xs text-ink-3 proportional-nums @min-[520px]:inline">
                {row.sku}
              </span>
            </td>
            <td className="hidden px-3 text-right @min-[300px]:table-cell">{format.integer(row.units)}</td>
            <td className="px-3 text-right">
              <span className="flex items-center justify-end gap-2.5">
                <span
                  aria-hidden
                  className="hidden h-1.5 w-14 overflow-hidden rounded-full bg-hover @min-[400px]:block"
                >
                  <span
                    className={cx('block h-full rounded-full', muted ? 'bg-(--q-ink-3)' : 'bg-(--q-chart-1)')}
                    style={{ width: `${Math.max(2, (Math.max(0, row.revenue) / most) * 100)}%` }}
                  />
                </span>
                <span className="min-w-[56px]">{format.moneyShort(row.revenue, currency)}</span>
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
