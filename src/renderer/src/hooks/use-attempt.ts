import { useCallback } from 'react';
import { failureWords } from '../i18n/errors.ts';
import { toast } from '../stores/toasts.ts';

/** Returns a function that shows the failure of a call as a toast. */
export function useAttempt(): (call: Promise<unknown>) => void {
  return useCallback(
    (call) =>
      void call.catch((error: unknown) => {
        toast({ tone: 'crit', ...failureWords(error) });
      }),
    [],
  );
}
