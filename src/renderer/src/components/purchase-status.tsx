import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PurchaseStatus } from '#shared/domain/purchasing.ts';
import type { Tone } from '../lib/tone.ts';
import { Badge } from './badge.tsx';

const TONES: Readonly<Record<PurchaseStatus, Tone>> = {
  draft: 'neutral',
  ordered: 'accent',
  partly_received: 'warn',
  received: 'ok',
  cancelled: 'neutral',
};

/** The status of a purchase order as a badge, and beside it whether it is late. */
export function PurchaseStatusBadge({
  status,
  late = false,
}: {
  readonly status: PurchaseStatus;
  readonly late?: boolean;
}): ReactNode {
  const { t } = useTranslation();
  return (
    <>
      <Badge tone={TONES[status]}>{t(`purchasing.statuses.${status}`)}</Badge>
      {late && <Badge tone="crit">{t('purchasing.late')}</Badge>}
    </>
  );
}
