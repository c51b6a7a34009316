import { useState } from 'react';
import type { SessionState } from '#shared/bridge/session.ts';
import { BridgeCallError, bridge } from '../../bridge/client.ts';
import { useSaid } from '../../hooks/use-say.ts';
import { describeError } from '../../i18n/errors.ts';
import type { SayContext } from '../../lib/said.ts';
import { useSession } from '../../stores/session.ts';
import { useUi } from '../../stores/ui.ts';

/** The two ways to sign in, and the state of the attempt. */
export interface SignInState {
  /** The username of the persona being signed in, `password`, or null. */
  readonly busy: string | null;
  readonly problem: string | null;
  readonly withPersona: (username: string) => void;
  readonly withPassword: (username: string, password: string) => void;
}

/** Signs in to a server and explains what went wrong. */
export function useSignIn(server: string): SignInState {
  const [busy, setBusy] = useState<string | null>(null);
  const [problem, say] = useSaid();

  const explain = (context: SayContext, error: unknown): string => {
    const { t, format } = context;
    const { title, detail } = describeError(context, error);
    if (!(error instanceof BridgeCallError)) return detail;
    const { code, reason, retryAfterMs } = error.error;
    if (reason === 'account_disabled') return t('signIn.disabled');
    if (reason === 'offline') return t('signIn.wrongOffline', { server });
    if (code === 'unauthenticated' || code === 'not_found') return t('signIn.wrong');
    if (code === 'rate_limited')
      return t('signIn.throttled', { time: format.duration(Math.max(1000, retryAfterMs ?? 60_000)) });
    if (reason === 'certificate') return t('signIn.certificate', { server });
    if (code === 'unavailable') return t('signIn.unreachable', { server });
    return `${title}. ${detail}`;
  };
  const run = async (who: string, session: Promise<SessionState>): Promise<void> => {
    setBusy(who);
    say(null);
    try {
      useSession.setState({ session: await session });
      useUi.setState({ signInOpen: false });
    } catch (error) {
      say((context) => explain(context, error));
    } finally {
      setBusy(null);
    }
  };
  return {
    busy,
    problem,
    withPersona: (username) => void run(username, bridge.call('session.sign_in_persona', { username })),
    withPassword: (username, password) =>
      void run('password', bridge.call('session.sign_in', { username, password })),
  };
}
