import { useSyncExternalStore } from 'react';

const TICK_MS = 1000;
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | null = null;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    if (document.hidden) return;
    now = Date.now();
    for (const tell of listeners) tell();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
  };
}

function snapshot(): number {
  // Nobody ticks it while nobody looks, so the first reader after a pause must not see an old time.
  if (timer === null || Date.now() - now > 2 * TICK_MS) now = Date.now();
  return now;
}

/** The present second. One timer for the whole window, none while nothing shows the time. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, snapshot);
}
