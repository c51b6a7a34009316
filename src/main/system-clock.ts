import type { Clock } from './ports.ts';

/** The machine's clock and timers. */
export const systemClock: Clock = {
  now: () => Date.now(),
  // `performance.now()` starts at another moment in each thread.
  monotonic: () => Number(process.hrtime.bigint()) / 1e6,
  setTimeout(callback, ms) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};
