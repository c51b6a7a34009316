import { create } from 'zustand';
import type { SignalMessage } from '#shared/protocol/messages.ts';
import { useNow } from '../../hooks/use-now.ts';
import { ownedByUser } from '../../stores/owned.ts';

interface Typist {
  readonly name: string;
  readonly until: number;
}

/** At most this many conversations are tracked; the oldest are dropped first. */
const MAX_TYPISTS = 200;
/** A signal is valid for at most this long, ms, whatever it says: the sender's clock may be wrong. */
const MAX_VALID_MS = 8_000;

/** Who is typing, by conversation. */
export const useTyping = create<{ readonly by: ReadonlyMap<string, Typist> }>(() => ({ by: new Map() }));
ownedByUser('useTyping', () => useTyping.setState({ by: new Map() }));

/**
 * Merges signals; `now` is the gateway's time. A signal is valid until it expires or the customer's message arrives.
 */
export function mergeTyping(
  known: ReadonlyMap<string, Typist>,
  signals: readonly SignalMessage[],
  now: number,
): ReadonlyMap<string, Typist> {
  const next = new Map([...known].filter(([, typist]) => typist.until > now));
  for (const signal of signals) {
    if (signal.type !== 'typing' || signal.who !== 'customer') continue;
    next.delete(signal.conversationId);
    next.set(signal.conversationId, {
      name: signal.name,
      until: Math.min(Math.max(signal.expiresAt, now + 1_000), now + MAX_VALID_MS),
    });
  }
  for (const id of next.keys()) {
    if (next.size <= MAX_TYPISTS) break;
    next.delete(id);
  }
  return next;
}

/** Returns the name of the customer typing in a conversation, or null. */
export function useTypist(conversationId: string): string | null {
  const typist = useTyping((state) => state.by.get(conversationId));
  const now = useNow();
  return typist !== undefined && typist.until > now ? typist.name : null;
}

/** Removes the typing indicator once the message has arrived. */
export function clearTyping(conversationId: string): void {
  const { by } = useTyping.getState();
  if (!by.has(conversationId)) return;
  const next = new Map(by);
  next.delete(conversationId);
  useTyping.setState({ by: next });
}
