import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PayoutStatus } from '#shared/domain/payouts.ts';
import { Badge } from '../../../components/badge.tsx';
import type { Tone } from '../../../lib/tone.ts';

const TONES: Readonly<Record<PayoutStatus, Tone>> = { pending: 'accent', paid: 'ok', failed: 'crit' };

/** The status of a payout as a badge. */
export function PayoutStatusBadge({ status }: { readonly status: PayoutStatus }): ReactNode {
  const { t } = useTranslation();
  return <Badge tone={TONES[status]}>{t(`payments.payouts.statuses.${status}`)}</Badge>;
}
