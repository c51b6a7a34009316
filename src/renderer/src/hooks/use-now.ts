import { useSyncExternalStore } from 'react';
import { gatewayNow } from '../bridge/gateway-time.ts';

const TICK_MS = 1000;
const listeners = new Set<() => void>();
let now = gatewayNow();
let elapsed = performance.now();
let timer: ReturnType<typeof setInterval> | null = null;

function read(): void {
  now = gatewayNow();
  elapsed = performance.now();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    if (document.hidden) return;
    read();
    for (const listener of listeners) listener();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
  };
}

/** Reads the times again if they are old: the timer only runs while someone listens, and the gateway's time may be set. */
function refresh(): void {
  if (timer === null || Math.abs(gatewayNow() - now) > 2 * TICK_MS) read();
}

function snapshotNow(): number {
  refresh();
  return now;
}

function snapshotElapsed(): number {
  refresh();
  return elapsed;
}

/**
 * Returns the gateway's time, ms, updated every second; for ages of what the gateway or the console dates. One timer
 * serves the whole window; none runs while nothing shows the time.
 */
export function useNow(): number {
  return useSyncExternalStore(subscribe, snapshotNow);
}

/** Returns `performance.now()`, updated every second; for the ages of what happened in this window. */
export function useElapsed(): number {
  return useSyncExternalStore(subscribe, snapshotElapsed);
}
