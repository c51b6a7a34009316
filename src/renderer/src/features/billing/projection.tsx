import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CostProjection } from '#shared/bridge/billing.ts';
import { useFormat } from '../../hooks/use-format.ts';

/** What the month is expected to cost, with its range, or why nothing is expected. */
export function ProjectionText({ projection }: { readonly projection: CostProjection }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  if (!projection.known) return <p className="text-ink-3">{t(`billing.projection.${projection.reason}`)}</p>;
  const { cost, low, high } = projection;
  const money = (amount: number): string => format.money(amount, cost.currency);
  return (
    <p data-projected={cost.total} className="text-ink-2">
      {low === high
        ? t('billing.projectedExactly', { value: money(cost.total) })
        : t('billing.projected', { value: money(cost.total), low: money(low), high: money(high) })}
    </p>
  );
}
