import { monitorEventLoopDelay } from 'node:perf_hooks';

/** The interval of the measuring timer, ms. It is part of what the histogram counts. */
const RESOLUTION_MS = 10;

/** Measures how late this thread's event loop runs what is due. */
export interface LoopDelay {
  /** The 99th percentile and the maximum so far, ms. */
  read(): { readonly p99: number; readonly longest: number };
  stop(): void;
}

/** Starts measuring. */
export function measureLoopDelay(): LoopDelay {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delays.enable();
  const late = (ns: number): number => Math.max(0, Math.round(ns / 1e5 - RESOLUTION_MS * 10) / 10);
  return {
    read: () => ({ p99: late(delays.percentile(99)), longest: late(delays.max) }),
    stop: () => void delays.disable(),
  };
}
