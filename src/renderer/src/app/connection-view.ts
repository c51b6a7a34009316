import type { TFunction } from 'i18next';
import {
  CircleDashed,
  CloudDownload,
  CloudOff,
  type LucideIcon,
  PauseCircle,
  Radio,
  ShieldAlert,
  Unplug,
} from 'lucide-react';
import type { ConnectionState } from '#shared/domain/connection.ts';
import type { Format } from '../format/format.ts';
import type { Tone } from '../lib/tone.ts';
import { useConnection } from '../stores/connection.ts';

/** What the badge shows: the state of the connection, or that the console process does not respond. */
export type ShownState = ConnectionState | 'bridge';

/** How each state is shown. */
export const STATE_VIEW: Readonly<
  Record<ShownState, { readonly icon: LucideIcon; readonly tone: Tone; readonly moving: boolean }>
> = {
  offline: { icon: CloudOff, tone: 'crit', moving: false },
  connecting: { icon: CircleDashed, tone: 'warn', moving: true },
  'catching-up': { icon: CloudDownload, tone: 'warn', moving: true },
  live: { icon: Radio, tone: 'ok', moving: false },
  paused: { icon: PauseCircle, tone: 'neutral', moving: false },
  unauthorised: { icon: ShieldAlert, tone: 'crit', moving: false },
  bridge: { icon: Unplug, tone: 'crit', moving: false },
};

/** Returns the state to show; `connecting` until main has reported one. */
export function useShownState(): ShownState {
  return useConnection((store) => {
    if (store.bridge.state === 'down' || store.bridge.state === 'refused') return 'bridge';
    return store.status?.state ?? 'connecting';
  });
}

/** Says when the next attempt is due, in `left` ms. */
export function describeAttempt(t: TFunction, format: Format, left: number): string {
  return left < 1000
    ? t('connection.nextAttemptNow')
    : t('connection.nextAttemptIn', { time: format.age(0, left) });
}
