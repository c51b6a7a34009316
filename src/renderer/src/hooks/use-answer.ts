import { useEffect, useRef, useState } from 'react';
import type { OutboxEntry } from '#shared/bridge/commands.ts';
import type { Refusal } from '../i18n/errors.ts';
import { discardCommand } from '../stores/outbox.ts';
import { dismissToast, useToasts } from '../stores/toasts.ts';

/** How long to wait for the server's answer, ms. */
const ANSWER_MS = 4_000;

/** What to do when the answer arrives, or does not. */
export interface AnswerListeners {
  /** The server has accepted the command. */
  readonly onAccepted: () => void;
  readonly onRefused: (refusal: Refusal) => void;
  /** No answer came in time; the command goes on by itself. */
  readonly onSilence: () => void;
}

/**
 * Waits for the server's answer to a command. Returns whether it is waiting and a function that starts it. A refusal is
 * reported to the caller only: the refused command is discarded and its toast is closed.
 */
export function useAnswer(
  entry: OutboxEntry | null,
  listeners: AnswerListeners,
): readonly [waiting: boolean, wait: (commandId: string) => void] {
  const [awaited, setAwaited] = useState<string | null>(null);
  const current = useRef(listeners);
  current.current = listeners;

  const state = entry !== null && entry.id === awaited ? entry.state : null;
  const error = entry?.error ?? null;
  useEffect(() => {
    if (awaited === null) return;
    if (state === 'settled' || state === 'sent') current.current.onAccepted();
    else if (state === 'refused') {
      discardCommand(awaited);
      setAwaited(null);
      current.current.onRefused(error ?? { code: 'internal', message: '' });
    }
  }, [awaited, state, error]);
  useEffect(() => {
    if (awaited === null) return;
    const timer = setTimeout(() => current.current.onSilence(), ANSWER_MS);
    return () => clearTimeout(timer);
  }, [awaited]);
  useClosedToasts(awaited);
  return [awaited !== null, setAwaited];
}

/**
 * Closes the refusal toasts of the commands awaited so far; a toast may arrive before the refused state or after it.
 */
function useClosedToasts(awaited: string | null): void {
  const own = useRef(new Set<string>());
  if (awaited !== null) own.current.add(`refused-${awaited}`);
  useEffect(
    () =>
      useToasts.subscribe(({ toasts }) => {
        for (const { id } of toasts) if (own.current.has(id)) dismissToast(id);
      }),
    [],
  );
}
