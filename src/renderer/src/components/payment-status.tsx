import { AlarmClock, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Dispute, type DisputeStatus, disputeUrgency } from '#shared/domain/disputes.ts';
import type { Payment } from '#shared/domain/orders.ts';
import { useNow } from '../hooks/use-now.ts';
import type { Tone } from '../lib/tone.ts';
import { Badge } from './badge.tsx';

const PAYMENT_TONES: Readonly<Record<Payment['status'], Tone>> = {
  succeeded: 'ok',
  failed: 'warn',
  disputed: 'crit',
};

const DISPUTE_TONES: Readonly<Record<DisputeStatus, Tone>> = {
  needs_response: 'warn',
  under_review: 'accent',
  won: 'ok',
  lost: 'crit',
  accepted: 'neutral',
};

/** The status of a payment as a badge. */
export function PaymentStatusBadge({ status }: { readonly status: Payment['status'] }): ReactNode {
  const { t } = useTranslation();
  return <Badge tone={PAYMENT_TONES[status]}>{t(`payments.statuses.${status}`)}</Badge>;
}

/** The status of a dispute as a badge. */
export function DisputeStatusBadge({ status }: { readonly status: DisputeStatus }): ReactNode {
  const { t } = useTranslation();
  return <Badge tone={DISPUTE_TONES[status]}>{t(`payments.disputes.statuses.${status}`)}</Badge>;
}

/** Warns of a deadline that is near or over. Shows nothing otherwise. */
export function DeadlineMark({
  dispute,
}: {
  readonly dispute: Pick<Dispute, 'status' | 'dueAt'>;
}): ReactNode {
  const { t } = useTranslation();
  const now = useNow();
  const urgency = disputeUrgency(dispute, now);
  if (urgency === 'none') return null;
  return (
    <Badge
      tone={urgency === 'soon' ? 'warn' : 'crit'}
      icon={urgency === 'overdue' ? TriangleAlert : AlarmClock}
    >
      {t(`payments.disputes.${urgency}`)}
    </Badge>
  );
}
