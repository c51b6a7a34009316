import type { Clock } from '../../src/main/ports.ts';

/** A clock that moves only when a test advances it. */
export interface FakeClock extends Clock {
  /** Advances the time and runs the timers that become due, in order. */
  advance(ms: number): void;
  /** Like `advance`, but lets promises settle after each timer. */
  advanceAsync(ms: number): Promise<void>;
  /** Sets the time of day, as a person or a time server does. Timers and durations do not notice. */
  jump(ms: number): void;
  /** The number of pending timers. */
  readonly timers: number;
}

/** Waits until all settled promises and immediates have run. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Creates a clock that starts at a time, ms. */
export function fakeClock(start = 1_700_000_000_000): FakeClock {
  // Time passes on `now`, which timers and durations follow; the time of day is `now` and all jumps.
  let now = 1_000;
  let day = start - now;
  let last = 0;
  const timers = new Map<number, { at: number; run: () => void }>();
  const due = (until: number): [number, { at: number; run: () => void }] | undefined =>
    [...timers]
      .filter(([, timer]) => timer.at <= until)
      .sort(([idA, a], [idB, b]) => a.at - b.at || idA - idB)[0];
  const runNext = (until: number): boolean => {
    const next = due(until);
    if (next === undefined) return false;
    timers.delete(next[0]);
    now = Math.max(now, next[1].at);
    next[1].run();
    return true;
  };
  return {
    now: () => day + now,
    monotonic: () => now,
    jump(ms) {
      day += ms;
    },
    setTimeout(run, ms) {
      last += 1;
      const id = last;
      timers.set(id, { at: now + Math.max(0, ms), run });
      return () => timers.delete(id);
    },
    advance(ms) {
      const until = now + ms;
      while (runNext(until));
      now = until;
    },
    async advanceAsync(ms) {
      const until = now + ms;
      await settle();
      while (runNext(until)) await settle();
      now = until;
    },
    get timers() {
      return timers.size;
    },
  };
}
