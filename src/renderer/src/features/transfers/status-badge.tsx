import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TransferStatus } from '#shared/domain/transfers.ts';
import { Badge } from '../../components/badge.tsx';
import type { Tone } from '../../lib/tone.ts';

const TONES: Readonly<Record<TransferStatus, Tone>> = {
  draft: 'neutral',
  in_transit: 'accent',
  partially_received: 'warn',
  received: 'ok',
  cancelled: 'neutral',
};

/** The status of a transfer as a badge. */
export function TransferStatusBadge({ status }: { readonly status: TransferStatus }): ReactNode {
  const { t } = useTranslation();
  return <Badge tone={TONES[status]}>{t(`transfers.statuses.${status}`)}</Badge>;
}
