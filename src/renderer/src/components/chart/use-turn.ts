import { useEffect, useState } from 'react';

/** Queued redraws. One runs per frame, so that no frame redraws two charts. */
const waiting = new Map<symbol, () => void>();
let planned = false;

function plan(): void {
  if (planned) return;
  planned = true;
  requestAnimationFrame(step);
}

function step(): void {
  planned = false;
  const next = waiting.entries().next();
  if (next.done) return;
  const [key, job] = next.value;
  waiting.delete(key);
  job();
  if (waiting.size > 0) plan();
}

/** Returns the value as of this chart's last turn: charts on one page redraw one after the other, one per frame. */
export function useTurn<T>(value: T): T {
  const [key] = useState(() => Symbol('turn'));
  const [drawn, setDrawn] = useState(value);
  useEffect(() => {
    waiting.set(key, () => setDrawn(value));
    plan();
    return () => {
      waiting.delete(key);
    };
  }, [key, value]);
  return drawn;
}
