import type { Window } from '#shared/bridge/live.ts';
import { windowName } from '../../stores/figures.ts';

const PACE_MS: Readonly<Record<ReturnType<typeof windowName>, number>> = {
  '1h': 1_000,
  '24h': 2_000,
  '7d': 5_000,
  '30d': 5_000,
  days: 5_000,
};

/** Returns how often what is drawn of a window is read again at most, ms: an hour looks different sooner than a month does. */
export function paceOf(window: Window): number {
  return PACE_MS[windowName(window)];
}
