import { useEffect } from 'react';
import { useIsLive } from '../../../stores/connection.ts';
import { useUserId } from '../../../stores/session.ts';
import { resumeRuns } from './runner.ts';

/** Goes on with runs over many orders that were broken off, once somebody is signed in. */
export function FulfilRunHost(): null {
  const userId = useUserId();
  const live = useIsLive();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the connection is a reason to look again
  useEffect(() => {
    // Without an answer, what is kept is taken up when the console or the server is back, or by the next window.
    if (userId !== null) resumeRuns().catch(() => undefined);
  }, [userId, live]);
  return null;
}
