import type { ShownState } from './connection-view.ts';

/** What the bar says: why data is not live or, for a moment, that it is again. */
export type BarState = ShownState;

/** The bar: hidden (null) or shown, since when it says that, and since when the link is in its present state. */
export interface BarMachine {
  readonly shown: BarState | null;
  /** Times of a monotonic clock, ms. */
  readonly shownSince: number;
  readonly state: ShownState;
  readonly stateSince: number;
  /** Since when the data is not live; null while it is. */
  readonly awaySince: number | null;
}

/** A bar pushes the page down, so it only appears once an interruption has lasted this long, ms. */
export const PATIENCE_MS = 1500;
/** What the bar says about an interruption stays this long, ms, so that it can be read. */
export const LEAST_MS = 2000;
/** The bar is removed once data was live for this long, ms, so that a link that comes and goes does not move the page. */
export const CALM_MS = 5000;

/** These follow from an action of the user, or need one: they neither wait nor are waited for. */
const AT_ONCE: ReadonlySet<ShownState> = new Set(['paused', 'unauthorised', 'bridge']);

/** Creates a machine at `now` (monotonic, ms). */
export function startBar(state: ShownState, now: number): BarMachine {
  const awaySince = state === 'live' ? null : now;
  const hidden: BarMachine = { shown: null, shownSince: now, state, stateSince: now, awaySince };
  return stepBar(hidden, state, now);
}

/** Returns the machine at `now`, when the link is in this state. Call it at each change and when `nextStep` is over. */
export function stepBar(before: BarMachine, state: ShownState, now: number): BarMachine {
  const changed = state !== before.state;
  const machine: BarMachine = {
    ...before,
    state,
    stateSince: changed ? now : before.stateSince,
    awaySince: state === 'live' ? null : (before.awaySince ?? now),
  };
  if (waitOf(machine, now) > 0) return machine;
  const shown = due(machine);
  return shown === machine.shown ? machine : { ...machine, shown, shownSince: now };
}

/** Returns after how many ms the bar changes if the link stays as it is; null if it does not. */
export function nextStep(machine: BarMachine, now: number): number | null {
  return due(machine) === machine.shown ? null : Math.max(0, waitOf(machine, now));
}

/** Returns what the bar is to say next. */
function due({ shown, state, stateSince, shownSince }: BarMachine): BarState | null {
  if (state !== 'live') return state;
  if (shown === null) return null;
  // It first says that the data is live again.
  return shown === 'live' && shownSince >= stateSince ? null : 'live';
}

/** Returns for how many ms the bar still has to stay as it is. */
function waitOf(machine: BarMachine, now: number): number {
  const { shown, shownSince, state, stateSince, awaySince } = machine;
  if (AT_ONCE.has(state)) return 0;
  if (shown === null) return awaySince === null ? 0 : awaySince + PATIENCE_MS - now;
  // What is not live must not be said to be live for any longer.
  if (shown === 'live') return state === 'live' ? Math.max(stateSince, shownSince) + CALM_MS - now : 0;
  return AT_ONCE.has(shown) ? 0 : shownSince + LEAST_MS - now;
}
