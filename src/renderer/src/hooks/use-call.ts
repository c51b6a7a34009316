import { useState } from 'react';
import { problemText } from '../i18n/errors.ts';
import { useSaid } from './use-say.ts';

/** A call that a form waits for. */
export interface Call {
  readonly busy: boolean;
  /** Why the last call failed, for people; null if it did not. */
  readonly problem: string | null;
  /** Waits for a call. Resolves with whether it succeeded. */
  readonly run: (call: Promise<unknown>) => Promise<boolean>;
}

/** Runs the calls of a form, and says why one failed. */
export function useCall(): Call {
  const [busy, setBusy] = useState(false);
  const [problem, say] = useSaid();
  const run = async (call: Promise<unknown>): Promise<boolean> => {
    setBusy(true);
    say(null);
    try {
      await call;
      return true;
    } catch (error) {
      say((context) => problemText(context, error));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem, run };
}
