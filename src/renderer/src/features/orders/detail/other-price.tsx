import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrderLine } from '#shared/domain/orders.ts';
import { useFormat } from '../../../hooks/use-format.ts';

/** Says what a line's item cost otherwise, and why the line has another price. */
export function OtherPrice({
  line: { listPrice, priceReason },
  currency,
}: {
  readonly line: OrderLine;
  readonly currency: string;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  if (listPrice === undefined) return null;
  return (
    <span className="block pb-1 text-xs text-ink-2" dir="auto">
      {t('orderEntry.otherPrice', {
        price: format.money(listPrice, currency),
        reason: priceReason ?? t('orderEntry.noReason'),
      })}
    </span>
  );
}
