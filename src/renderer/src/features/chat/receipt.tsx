import { Check, CheckCheck, CircleAlert, Clock3, type LucideIcon, SendHorizontal } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReceiptState } from '#shared/domain/chat.ts';
import { Tooltip } from '../../components/overlay.tsx';
import { cx } from '../../lib/cx.ts';
import { useIsLive } from '../../stores/connection.ts';

const ICONS: Readonly<Record<ReceiptState, LucideIcon>> = {
  queued: Clock3,
  sending: SendHorizontal,
  sent: Check,
  delivered: CheckCheck,
  read: CheckCheck,
  failed: CircleAlert,
};

/** The delivery state of a message: icon and word, with an explanation on hover and focus. */
export function Receipt({
  state,
  customer,
}: {
  readonly state: ReceiptState;
  readonly customer: string;
}): ReactNode {
  const { t } = useTranslation();
  const live = useIsLive();
  const Icon = ICONS[state];
  const waits = state === 'queued' && !live;
  return (
    <Tooltip content={t(`chat.receipt.explain.${state}`, { name: customer })} side="top">
      <button
        type="button"
        data-receipt={state}
        className={cx(
          'inline-flex cursor-default items-center gap-1 rounded-sm text-2xs whitespace-nowrap',
          state === 'read' && 'font-medium text-accent-ink',
          state === 'failed' && 'font-medium text-crit',
          waits && 'font-medium text-warn',
          state !== 'read' && state !== 'failed' && !waits && 'text-ink-3',
        )}
      >
        <Icon size={12} aria-hidden />
        {waits ? t('chat.receipt.queuedOffline') : t(`chat.receipt.${state}`)}
      </button>
    </Tooltip>
  );
}
