import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { AbcClass } from '#shared/domain/abc.ts';
import { bridge } from '../../bridge/client.ts';
import { Button } from '../../components/button.tsx';
import { ListStates } from '../../components/list-states.tsx';
import { Panel } from '../../components/panel.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { useInfinite } from '../../hooks/use-infinite.ts';
import { cx } from '../../lib/cx.ts';

const PAGE = 50;

/** The items in stock, the most valuable first, a page at a time. */
export function ItemsPanel({
  locationId,
  itemClass,
}: {
  readonly locationId: string | null;
  readonly itemClass: AbcClass | null;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const list = useInfinite(
    ['valuation', 'items', locationId, itemClass],
    (after) => bridge.call('valuation.list', { locationId, itemClass, after, limit: PAGE }),
    { meta: { intervalMs: 5000 } },
  );
  const currency = list.first?.currency ?? 'USD';
  const head = 'h-8 border-b border-line px-3 text-xs font-medium text-ink-3';
  return (
    <Panel
      title={t('valuation.itemsByValue', {
        count: list.first?.total ?? 0,
        formatted: format.integer(list.first?.total ?? 0),
      })}
      className="shrink-0"
      bodyClassName="overflow-x-auto"
    >
      <ListStates
        list={list}
        count={list.rows.length}
        loadingRows={6}
        none={<p className="p-3 text-ink-3">{t('valuation.nothing')}</p>}
      >
        <table className="w-full min-w-[640px] table-fixed">
          <colgroup>
            <col />
            <col className="w-16" />
            <col className="w-24" />
            <col className="w-28" />
            <col className="w-32" />
            <col className="w-36" />
          </colgroup>
          <thead>
            <tr>
              <th className={cx(head, 'text-left')}>{t('reorder.columns.item')}</th>
              <th className={cx(head, 'text-left')}>{t('reorder.class')}</th>
              <th className={cx(head, 'text-right')}>{t('valuation.units')}</th>
              <th className={cx(head, 'text-right')}>{t('valuation.unitCost')}</th>
              <th className={cx(head, 'text-right')}>{t('reorder.columns.value')}</th>
              <th className={cx(head, 'text-right')}>{t('valuation.revenue')}</th>
            </tr>
          </thead>
          <tbody>
            {list.rows.map((row) => (
              <tr key={row.itemId} data-item={row.itemId} className="h-8 border-b border-line last:border-0">
                <td className="truncate px-3 proportional-nums" title={`${row.name} · ${row.sku}`}>
                  <Link
                    to={`/inventory/${encodeURIComponent(row.itemId)}`}
                    className="hover:text-accent-ink hover:underline"
                  >
                    <bdi>{row.name}</bdi>
                  </Link>{' '}
                  <span className="text-xs text-ink-3">{row.sku}</span>
                </td>
                <td className="px-3 text-ink-2">{row.itemClass ?? '–'}</td>
                <td className="px-3 text-right">{format.integer(row.units)}</td>
                <td className="px-3 text-right text-ink-2">{format.money(row.unitCost, row.currency)}</td>
                <td className="px-3 text-right font-medium">{format.money(row.value, row.currency)}</td>
                <td className="px-3 text-right text-ink-2">{format.money(row.revenue, currency)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {list.hasMore && (
          <Button size="sm" variant="ghost" className="m-2" onClick={list.more}>
            {t('valuation.more')}
          </Button>
        )}
      </ListStates>
    </Panel>
  );
}
