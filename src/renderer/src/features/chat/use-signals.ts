import { useEffect } from 'react';
import { bridge } from '../../bridge/client.ts';
import { gatewayNow } from '../../bridge/gateway-time.ts';
import { useUserId } from '../../stores/session.ts';
import { mergePresence, usePresence } from './presence/presence.ts';
import { mergeTyping, useTyping } from './typing.ts';

/** Watches who is typing and looking, while mounted. */
export function useSignals(): void {
  const userId = useUserId();
  useEffect(
    () =>
      bridge.watch('signals.received', {}, ({ signals }) => {
        const now = gatewayNow();
        useTyping.setState(({ by }) => ({ by: mergeTyping(by, signals, now) }));
        usePresence.setState(({ by }) => ({ by: mergePresence(by, signals, { now, userId }) }));
      }),
    [userId],
  );
}
