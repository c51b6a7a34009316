import { useEffect } from 'react';
import { bridge } from '../../../bridge/client.ts';

/** A look is told again after this time, ms; it holds for 25 s. */
const RENEW_MS = 10_000;

/** Tells colleagues that the user has a conversation open, while its window is visible, and when they leave it. */
export function useReportViewing(conversationId: string, hasDraft: boolean, enabled: boolean): void {
  useEffect(() => {
    if (!enabled) return;
    // A lost signal does no harm.
    const tell = (here: boolean): void =>
      void bridge.call('signals.viewing', { conversationId, hasDraft, here }).catch(() => undefined);
    const renew = (): void => {
      if (document.visibilityState === 'visible') tell(true);
    };
    const onVisibility = (): void => tell(document.visibilityState === 'visible');
    renew();
    const timer = setInterval(renew, RENEW_MS);
    document.addEventListener('visibilitychange', onVisibility);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', onVisibility);
    };
  }, [conversationId, hasDraft, enabled]);
  useEffect(() => {
    if (!enabled) return;
    return () =>
      void bridge
        .call('signals.viewing', { conversationId, hasDraft: false, here: false })
        .catch(() => undefined);
  }, [conversationId, enabled]);
}
