import { getEnvironmentData } from 'node:worker_threads';

/** The name under which a test passes the shift to its worker threads. */
export const SHIFT = 'quayside.clock-shift';

// Preloaded into worker threads by `shiftedWorkers`. Elsewhere there is no shift, and nothing happens.
const shared = getEnvironmentData(SHIFT);
if (shared instanceof SharedArrayBuffer) {
  const shift = new Float64Array(shared);
  const real = Date.now;
  Date.now = () => real() + (shift[0] ?? 0);
}
