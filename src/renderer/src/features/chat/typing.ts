import { useEffect } from 'react';
import { create } from 'zustand';
import type { SignalMessage } from '#shared/protocol/messages.ts';
import { bridge } from '../../bridge/client.ts';
import { useNow } from '../../hooks/use-now.ts';

interface Typist {
  readonly name: string;
  readonly until: number;
}

/** Most conversations with somebody typing that are kept; the oldest leave first. */
const MOST = 200;
/** However far ahead a signal says it holds, it holds no longer than this, ms: clocks differ. */
const LONGEST_MS = 8_000;

export const useTyping = create<{ readonly by: ReadonlyMap<string, Typist> }>(() => ({ by: new Map() }));

/** Takes signals; `now` is this machine's clock. A signal holds until it expires or its customer's message arrives. */
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
      until: Math.min(Math.max(signal.expiresAt, now + 1_000), now + LONGEST_MS),
    });
  }
  for (const id of next.keys()) {
    if (next.size <= MOST) break;
    next.delete(id);
  }
  return next;
}

/** Watches who types, while mounted. */
export function useTypingSignals(enabled: boolean): void {
  useEffect(() => {
    if (!enabled) return;
    return bridge.watch('signals.received', {}, ({ signals }) => {
      useTyping.setState(({ by }) => ({ by: mergeTyping(by, signals, Date.now()) }));
    });
  }, [enabled]);
}

/** The name of the customer typing in a conversation; null when nobody does. */
export function useTypist(conversationId: string): string | null {
  const typist = useTyping((state) => state.by.get(conversationId));
  const now = useNow();
  return typist !== undefined && typist.until > now ? typist.name : null;
}

/** Nobody types what has arrived: takes the indicator away. */
export function clearTyping(conversationId: string): void {
  const { by } = useTyping.getState();
  if (!by.has(conversationId)) return;
  const next = new Map(by);
  next.delete(conversationId);
  useTyping.setState({ by: next });
}
