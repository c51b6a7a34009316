import { useCallback, useEffect, useRef } from 'react';
import { useAttempt } from './use-attempt.ts';

/** The codes that wait at most. A person who scans on sees that nothing happens. */
const MAX_WAITING = 50;

/**
 * Returns a function that has codes taken one after the other, so that each sees what the one before did. What comes before `ready`
 * waits; `first` is the code that the component was opened with.
 */
export function useCodeQueue(
  take: (code: string) => Promise<void>,
  { ready = true, first = null }: { readonly ready?: boolean; readonly first?: string | null } = {},
): (code: string) => void {
  const attempt = useAttempt();
  const current = useRef(take);
  current.current = take;
  const waiting = useRef<string[]>(first === null ? [] : [first]);
  const busy = useRef(false);
  const open = useRef(ready);
  open.current = ready;
  const drain = useCallback(() => {
    if (busy.current || !open.current) return;
    busy.current = true;
    const work = async (): Promise<void> => {
      try {
        for (let code = waiting.current.shift(); code !== undefined; code = waiting.current.shift())
          await current.current(code);
      } finally {
        busy.current = false;
      }
    };
    attempt(work());
  }, [attempt]);
  useEffect(() => {
    if (ready) drain();
  }, [ready, drain]);
  return useCallback(
    (code) => {
      if (waiting.current.length < MAX_WAITING) waiting.current.push(code);
      drain();
    },
    [drain],
  );
}
