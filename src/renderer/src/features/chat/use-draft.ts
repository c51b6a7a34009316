import { useCallback, useEffect, useRef, useState } from 'react';
import { bridge } from '../../bridge/client.ts';
import { ownWords, saveBeforeLeaving } from '../../stores/owned.ts';
import { madeBy, useUserId } from '../../stores/session.ts';
import { type Draft, decodeDraft, encodeDraft, SAVE_AFTER_MS } from './draft.ts';

/** Drafts written in this window: available at once, and kept if saving fails. */
const drafts = ownWords<Draft>('drafts', 200);
const EMPTY: Draft = { mode: 'reply', text: '' };

/** The draft of a conversation and whether it is saved. */
export interface DraftState {
  readonly draft: Draft;
  /** False until the saved draft has been read; nothing is saved before. */
  readonly ready: boolean;
  readonly saved: 'no' | 'yes' | 'failed';
  readonly change: (draft: Draft) => void;
}

/**
 * The draft of one conversation: read on opening, saved 500 ms after the last key, on leaving the conversation and when
 * the window is hidden. Remount it for another conversation (`key`).
 */
export function useDraft(conversationId: string, enabled: boolean): DraftState {
  const userId = useUserId();
  // Whose words these are. What is saved after somebody else has signed in must not become that person's.
  const [by] = useState(userId);
  const [draft, setDraft] = useState<Draft>(() => drafts.get(by, conversationId) ?? EMPTY);
  const [ready, setReady] = useState(() => drafts.get(by, conversationId) !== undefined);
  const [saved, setSaved] = useState<DraftState['saved']>('no');
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const unsaved = useRef<Draft | null>(null);
  const mounted = useRef(true);

  const flush = useCallback(async () => {
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = null;
    const next = unsaved.current;
    if (next === null) return;
    unsaved.current = null;
    await bridge.call('chat.save_draft', { conversationId, body: encodeDraft(next), ...madeBy(by) }).then(
      () => mounted.current && setSaved('yes'),
      () => {
        unsaved.current ??= next;
        if (mounted.current) setSaved('failed');
      },
    );
  }, [conversationId, by]);

  useEffect(() => {
    if (!enabled || drafts.get(by, conversationId) !== undefined) return;
    let ended = false;
    bridge.call('chat.draft', { conversationId }).then(
      ({ body }) => {
        if (ended) return;
        const restored = decodeDraft(body);
        // What was typed while the draft was being read takes precedence.
        setDraft((present) => (present.text === '' ? restored : present));
        setReady(true);
      },
      () => !ended && setReady(true),
    );
    return () => {
      ended = true;
    };
  }, [conversationId, by, enabled]);

  useEffect(() => {
    mounted.current = true;
    const onHide = (): void => {
      if (document.visibilityState === 'hidden') void flush();
    };
    const onPageHide = (): void => void flush();
    const stopSaving = saveBeforeLeaving(flush);
    document.addEventListener('visibilitychange', onHide);
    window.addEventListener('pagehide', onPageHide);
    return () => {
      mounted.current = false;
      stopSaving();
      document.removeEventListener('visibilitychange', onHide);
      window.removeEventListener('pagehide', onPageHide);
      void flush();
    };
  }, [flush]);

  const change = useCallback(
    (next: Draft) => {
      setDraft(next);
      drafts.set(by, conversationId, next);
      unsaved.current = next;
      setSaved('no');
      if (timer.current !== null) clearTimeout(timer.current);
      timer.current = setTimeout(() => void flush(), SAVE_AFTER_MS);
    },
    [conversationId, by, flush],
  );
  return { draft, ready, saved, change };
}
