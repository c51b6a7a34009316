import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProposedItem } from '#shared/bridge/reorder.ts';
import { Button } from '../../../components/button.tsx';
import { Money } from '../../../components/values.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import { type DraftOrder, lineKey, type ProposedSupplier } from './order-form.ts';
import { SupplierChoice } from './supplier-choice.tsx';

/** One order as it would be drafted, with its lines and what its supplier's minimum lacks. */
export function OrderGroup({
  order,
  location,
  lineOf,
  suppliers,
  onChoose,
  onRaise,
}: {
  readonly order: DraftOrder;
  readonly location: string;
  readonly lineOf: (itemId: string) => ProposedItem | undefined;
  readonly suppliers: readonly ProposedSupplier[];
  readonly onChoose: (key: string, supplierId: string) => void;
  readonly onRaise: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { supplierName, currency, minimumOrder, total, below } = order;
  return (
    <section
      aria-label={t('reorder.order.of', { supplier: supplierName, location })}
      data-order={order.supplierId}
      className="rounded-md border border-line"
    >
      <header className="flex flex-wrap items-baseline gap-x-3 border-b border-line bg-canvas px-3 py-1.5">
        <h3 className="min-w-0 flex-1 truncate font-semibold proportional-nums">
          <bdi>{supplierName}</bdi> <span className="font-normal text-ink-3">→</span> <bdi>{location}</bdi>
        </h3>
        <span className="font-semibold" data-order-total>
          <Money amount={total} currency={currency} />
        </span>
      </header>
      {below > 0 && (
        <div className="flex flex-wrap items-center gap-2 border-b border-line bg-warn-soft px-3 py-1.5">
          <TriangleAlert size={14} aria-hidden className="shrink-0 text-warn" />
          <p className="min-w-0 flex-1 text-xs proportional-nums" data-below-minimum>
            {t('reorder.order.below', {
              amount: format.money(below, currency),
              minimum: format.money(minimumOrder, currency),
            })}
          </p>
          {total > 0 && (
            <Button size="sm" onClick={onRaise}>
              {t('reorder.order.raise')}
            </Button>
          )}
        </div>
      )}
      <ul>
        {order.lines.map(({ itemId, quantity, packSize, price }) => {
          const line = lineOf(itemId);
          return (
            <li
              key={itemId}
              data-order-line={itemId}
              className="grid grid-cols-[minmax(0,1fr)_minmax(0,180px)_110px_92px] items-center gap-3 border-b border-line px-3 py-1 last:border-0 max-[760px]:grid-cols-[minmax(0,1fr)_92px_92px]"
            >
              <span className="min-w-0 truncate proportional-nums" title={line?.name}>
                <bdi>{line?.name ?? itemId}</bdi> <span className="text-xs text-ink-3">{line?.sku}</span>
              </span>
              <span className="max-[760px]:col-span-3 max-[760px]:row-start-2">
                {line && (
                  <SupplierChoice
                    line={line}
                    suppliers={suppliers}
                    value={order.supplierId}
                    onChange={(supplierId) => onChoose(lineKey(line), supplierId)}
                  />
                )}
              </span>
              <span className="text-right whitespace-nowrap">
                {format.integer(quantity)}
                {packSize > 1 && (
                  <span className="text-xs text-ink-3">
                    {' '}
                    {t('reorder.order.packs', {
                      packs: format.integer(quantity / packSize),
                      size: format.integer(packSize),
                    })}
                  </span>
                )}
              </span>
              <span className="text-right text-ink-2">
                <Money amount={quantity * price} currency={currency} />
              </span>
              {line !== undefined && line.onDraft > 0 && (
                <span className="col-span-full -mt-1 text-xs text-warn">
                  {t('reorder.order.partOnDraft', { formatted: format.integer(line.onDraft) })}
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
