import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isIncoming, missingOf, type Purchase, type PurchaseLine } from '#shared/domain/purchasing.ts';
import { isWholePacks } from '#shared/domain/suppliers.ts';
import { Badge } from '../../../components/badge.tsx';
import { Panel } from '../../../components/panel.tsx';
import { SubjectLink } from '../../../components/subject-link.tsx';
import { Money } from '../../../components/values.tsx';
import { useFormat } from '../../../hooks/use-format.ts';

/** The lines of a purchase order: what was ordered, what has arrived, and what is short or over. */
export function LinesPanel({ purchase }: { readonly purchase: Purchase }): ReactNode {
  const { t } = useTranslation();
  const head = 'px-3 text-right font-medium';
  return (
    <Panel
      title={t('purchasing.lines')}
      titleExtra={<span className="text-xs text-ink-3">{purchase.lines.length}</span>}
      bodyClassName="overflow-x-auto"
    >
      <table className="w-full">
        <thead className="text-xs text-ink-3">
          <tr className="h-8 border-b border-line">
            <th className="px-3 text-left font-medium">{t('purchasing.item')}</th>
            <th className={head}>{t('purchasing.quantity')}</th>
            <th className={head}>{t('purchasing.arrived')}</th>
            <th className={head}>{t('purchasing.unitPrice')}</th>
            <th className={head}>{t('purchasing.lineTotal')}</th>
          </tr>
        </thead>
        <tbody>
          {purchase.lines.map((line, n) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines are known by their position
            <Line key={n} line={line} purchase={purchase} />
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function Line({ line, purchase }: { readonly line: PurchaseLine; readonly purchase: Purchase }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const missing = missingOf(line);
  const over = Math.max(0, line.received - line.quantity);
  const cell = 'px-3 py-2 text-right whitespace-nowrap';
  const isShort = missing > 0 && purchase.status === 'received';
  return (
    <tr className="border-b border-line align-top last:border-0">
      <td className="px-3 py-2">
        <SubjectLink
          subject={{ kind: 'item', id: line.itemId }}
          className="proportional-nums hover:underline"
        >
          <bdi>{line.name}</bdi>
        </SubjectLink>
        <span className="block text-xs text-ink-3">
          {[
            line.sku,
            line.supplierSku !== null && t('purchasing.theirSku', { sku: line.supplierSku }),
            line.packSize > 1 &&
              t('purchasing.packsOf', { count: line.packSize, formatted: format.integer(line.packSize) }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </td>
      <td className={cell}>
        {format.integer(line.quantity)}
        {!isWholePacks(line.quantity, line.packSize) && (
          <span className="block text-xs text-warn">{t('purchasing.brokenPack')}</span>
        )}
      </td>
      <td className={cell}>
        {format.integer(line.received)}
        <span className="mt-0.5 flex justify-end gap-1">
          {isShort && (
            <Badge tone="warn">
              {t('purchasing.differences.short', { count: missing, formatted: format.integer(missing) })}
            </Badge>
          )}
          {over > 0 && (
            <Badge tone="crit">
              {t('purchasing.differences.over', { count: over, formatted: format.integer(over) })}
            </Badge>
          )}
          {isIncoming(purchase) && missing > 0 && (
            <span className="text-xs text-ink-3">
              {t('purchasing.toCome', { formatted: format.integer(missing) })}
            </span>
          )}
        </span>
      </td>
      <td className={cell}>
        <Money amount={line.unitPrice} currency={purchase.currency} />
      </td>
      <td className={cell}>
        <Money amount={line.unitPrice * line.quantity} currency={purchase.currency} />
      </td>
    </tr>
  );
}
