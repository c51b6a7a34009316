import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { describeError } from '../i18n/errors.ts';
import { toast } from '../stores/toasts.ts';

/** Returns a function that shows the failure of a call as a toast. */
export function useAttempt(): (call: Promise<unknown>) => void {
  const { t } = useTranslation();
  return useCallback(
    (call) =>
      void call.catch((error: unknown) => {
        const { title, detail } = describeError(t, error);
        toast({ tone: 'crit', title, body: detail });
      }),
    [t],
  );
}
