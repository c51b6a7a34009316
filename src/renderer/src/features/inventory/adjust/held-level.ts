import type { AdjustBase } from './adjust-form.ts';

/** The level that an adjustment was sent from. */
export interface HeldLevel {
  readonly base: AdjustBase;
  /** What queued commands would change then, without this one. */
  readonly pendingOnHand: number;
  /** Whether the outbox or the server has yet to answer. */
  readonly inFlight: boolean;
}

/**
 * Returns the level that the form is judged against. While the adjustment is on its way, that is the level it was sent from:
 * the one on screen includes its own effect, or already its outcome, and would count it twice. After a refusal it still is,
 * until its effect has left the screen.
 */
export function judgedLevel(current: AdjustBase, pendingOnHand: number, held: HeldLevel | null): AdjustBase {
  return held !== null && (held.inFlight || pendingOnHand !== held.pendingOnHand) ? held.base : current;
}
