import { useEffect } from 'react';
import { useIsLive } from '../../stores/connection.ts';
import { useMacroRuns } from '../../stores/macro-runs.ts';
import { useOutbox } from '../../stores/outbox.ts';
import { useUserId } from '../../stores/session.ts';
import { resumeMacros, tidyRuns } from './macro-runner.ts';

/** Goes on with macros that were broken off, once somebody is signed in, and forgets those that are over. */
export function MacroRunHost(): null {
  const userId = useUserId();
  const live = useIsLive();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the connection is a reason to look again
  useEffect(() => {
    // Without an answer, what is kept is taken up when the console or the server is back, or by the next window.
    if (userId !== null) resumeMacros().catch(() => undefined);
  }, [userId, live]);
  useEffect(
    () =>
      useOutbox.subscribe(() => {
        if (useMacroRuns.getState().runs.length > 0) tidyRuns();
      }),
    [],
  );
  return null;
}
