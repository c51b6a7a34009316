import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BridgeCallError } from '../bridge/client.ts';
import { describeError } from '../i18n/errors.ts';

/** A call that a form waits for. */
export interface Call {
  readonly busy: boolean;
  /** Why the last call failed, for people; null if it did not. */
  readonly problem: string | null;
  /** Waits for a call. Resolves with whether it succeeded. */
  readonly run: (call: Promise<unknown>) => Promise<boolean>;
}

/** Runs the calls of a form, and says why one failed. The server's own sentence is shown where a field is invalid. */
export function useCall(): Call {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const run = async (call: Promise<unknown>): Promise<boolean> => {
    setBusy(true);
    setProblem(null);
    try {
      await call;
      return true;
    } catch (error) {
      const { title, detail } = describeError(t, error);
      const said = error instanceof BridgeCallError && /^(conflict|invalid)$/.test(error.error.code);
      setProblem(said ? error.error.message : `${title}. ${detail}`);
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem, run };
}
