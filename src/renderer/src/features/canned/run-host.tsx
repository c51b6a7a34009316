import { useEffect } from 'react';
import { useMacroRuns } from '../../stores/macro-runs.ts';
import { useOutbox } from '../../stores/outbox.ts';
import { useUserId } from '../../stores/session.ts';
import { resumeMacros, tidyRuns } from './macro-runner.ts';

/** Goes on with macros that were broken off, once somebody is signed in, and forgets those that are over. */
export function MacroRunHost(): null {
  const userId = useUserId();
  useEffect(() => {
    // Without its answer, what is kept is taken up by the next window.
    if (userId !== null) resumeMacros().catch(() => undefined);
  }, [userId]);
  useEffect(
    () =>
      useOutbox.subscribe(() => {
        if (useMacroRuns.getState().runs.length > 0) tidyRuns();
      }),
    [],
  );
  return null;
}
