import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { relativeChange } from '#shared/domain/figures.ts';
import { bridge } from '../../bridge/client.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { cx } from '../../lib/cx.ts';
import type { WidgetProps } from '../../lib/feature.ts';
import { useIsLive } from '../../stores/connection.ts';
import { useCurrency } from '../../stores/session.ts';
import { BreakdownPanel } from './breakdown-panel.tsx';
import { useBreakdown } from './use-breakdown.ts';

const MAX_CATEGORIES = 20;

interface Ranked {
  readonly id: string;
  readonly name: string;
  readonly revenue: number;
  readonly previous: number | null;
  /** Units, or paid orders. */
  readonly count: number;
}

/** Names with their revenue as bars and the change against the period before, highest first. */
function Rows({
  rows,
  nameLabel,
  countLabel,
}: {
  readonly rows: readonly Ranked[];
  readonly nameLabel: string;
  readonly countLabel: string;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const live = useIsLive();
  const currency = useCurrency();
  const most = Math.max(1, ...rows.map(({ revenue }) => revenue));
  return (
    <table className="w-full table-fixed">
      <thead className="sticky top-0 z-10 bg-surface text-xs text-ink-3">
        <tr className="h-7">
          <th className="px-3 text-left font-medium">{nameLabel}</th>
          <th className="hidden w-16 px-2 text-right font-medium @min-[240px]:table-cell">{countLabel}</th>
          <th className="hidden w-18 px-2 text-right font-medium @min-[340px]:table-cell">
            {t('live.breakdown.change')}
          </th>
          <th className="w-22 px-3 text-right font-medium @min-[400px]:w-32">{t('live.top.revenue')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, name, revenue, previous, count }) => (
          <tr key={id} className="h-8 border-t border-line">
            <th scope="row" className="truncate px-3 text-left font-normal" title={name}>
              <bdi>{name}</bdi>
            </th>
            <td className="hidden px-2 text-right @min-[240px]:table-cell">{format.integer(count)}</td>
            <td className="hidden px-2 text-right text-ink-2 @min-[340px]:table-cell">
              {previous === null ? '–' : format.change(relativeChange(revenue, previous))}
            </td>
            <td className="px-3 text-right">
              <span className="flex items-center justify-end gap-2.5">
                <span
                  aria-hidden
                  className="hidden h-1.5 w-9 overflow-hidden rounded-full bg-hover @min-[400px]:block"
                >
                  <span
                    className={cx('block h-full rounded-full', live ? 'bg-(--q-chart-1)' : 'bg-(--q-ink-3)')}
                    style={{ width: `${Math.max(2, (Math.max(0, revenue) / most) * 100)}%` }}
                  />
                </span>
                <span className="min-w-[56px]" data-ranked={id} data-value={revenue}>
                  {format.moneyShort(revenue, currency)}
                </span>
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The categories of what was sold. */
export function TopCategories({ scope }: WidgetProps): ReactNode {
  const { t } = useTranslation();
  const query = useBreakdown('categories', scope, () =>
    bridge.call('live.top_categories', { ...scope, limit: MAX_CATEGORIES }),
  );
  return (
    <BreakdownPanel
      title={t('widgets.titles.live.topCategories')}
      source={t('live.source.topProducts')}
      query={query}
      isEmpty={({ rows }) => rows.length === 0}
    >
      {({ rows }) => (
        <Rows
          nameLabel={t('live.breakdown.category')}
          countLabel={t('live.top.units')}
          rows={rows.map(({ category, units, ...row }) => ({
            ...row,
            id: category,
            name: category === '' ? t('live.breakdown.noCategory') : category,
            count: units,
          }))}
        />
      )}
    </BreakdownPanel>
  );
}

function SalesBy({
  scope,
  group,
}: Pick<WidgetProps, 'scope'> & { readonly group: 'location' | 'region' }): ReactNode {
  const { t } = useTranslation();
  // All places stand beside each other, whichever the board is about.
  const query = useBreakdown(group, scope, () =>
    bridge.call('live.sales_by', { window: scope.window, group }),
  );
  return (
    <BreakdownPanel
      title={t(group === 'location' ? 'widgets.titles.live.byLocation' : 'widgets.titles.live.byRegion')}
      source={t('live.source.revenue')}
      query={query}
      isEmpty={({ rows }) =>
        rows.every(({ revenue, orders, previous }) => revenue === 0 && orders === 0 && !previous)
      }
    >
      {({ rows }) => (
        <Rows
          nameLabel={t(group === 'location' ? 'live.location' : 'live.breakdown.region')}
          countLabel={t('live.breakdown.orders')}
          rows={rows.map(({ orders, name, ...row }) => ({
            ...row,
            name: name === '' ? t(`live.breakdown.none_${group}`) : name,
            count: orders,
          }))}
        />
      )}
    </BreakdownPanel>
  );
}

/** Revenue and paid orders of each location. */
export function SalesByLocation({ scope }: WidgetProps): ReactNode {
  return <SalesBy scope={scope} group="location" />;
}

/** The same of each region. */
export function SalesByRegion({ scope }: WidgetProps): ReactNode {
  return <SalesBy scope={scope} group="region" />;
}
