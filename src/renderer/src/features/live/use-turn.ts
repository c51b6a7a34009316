import { useEffect, useState } from 'react';

/** Drawing jobs that wait; one is done a frame, so that no frame redraws two charts. */
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

/** The value as of this chart's last turn: charts on one board redraw one after the other, a frame each. */
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
