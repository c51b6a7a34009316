import { CircleAlert, Clock3, type LucideIcon, SendHorizontal } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../lib/cx.ts';
import { useIsLive } from '../../stores/connection.ts';

type State = 'queued' | 'sending' | 'failed';
const ICONS: Readonly<Record<State, LucideIcon>> = {
  queued: Clock3,
  sending: SendHorizontal,
  failed: CircleAlert,
};

/** Says that a message is not sent yet, or was refused. */
export function RoomReceipt({ state }: { readonly state: State }): ReactNode {
  const { t } = useTranslation();
  const live = useIsLive();
  const Icon = ICONS[state];
  const waits = state === 'queued' && !live;
  return (
    <span
      data-receipt={state}
      className={cx(
        'inline-flex items-center gap-1 text-2xs',
        state === 'failed' ? 'font-medium text-crit' : waits ? 'font-medium text-warn' : 'text-ink-3',
      )}
    >
      <Icon size={12} aria-hidden />
      {t(waits ? 'rooms.receipt.queuedOffline' : `rooms.receipt.${state}`)}
    </span>
  );
}
