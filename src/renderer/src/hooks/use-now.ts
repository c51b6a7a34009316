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
    for (const listener of listeners) listener();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
  };
}

function snapshot(): number {
  // The timer only runs while someone listens, so the first reader after a pause must not get an old time.
  if (timer === null || Date.now() - now > 2 * TICK_MS) now = Date.now();
  return now;
}

/**
 * Returns the current time, updated every second. One timer serves the whole window; none runs while nothing shows the
 * time.
 */
export function useNow(): number {
  return useSyncExternalStore(subscribe, snapshot);
}
