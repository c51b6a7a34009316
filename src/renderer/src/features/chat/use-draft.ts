import { useCallback, useEffect, useRef, useState } from 'react';
import { bridge } from '../../bridge/client.ts';
import { type Draft, decodeDraft, encodeDraft, SAVE_AFTER_MS } from './draft.ts';

/** Drafts written in this window: available at once, and kept if saving fails. */
const drafts = new Map<string, Draft>();
const MAX_DRAFTS = 200;
const EMPTY: Draft = { mode: 'reply', text: '' };

function remember(conversationId: string, draft: Draft): void {
  drafts.delete(conversationId);
  drafts.set(conversationId, draft);
  for (const id of drafts.keys()) {
    if (drafts.size <= MAX_DRAFTS) break;
    drafts.delete(id);
  }
}

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
  const [draft, setDraft] = useState<Draft>(() => drafts.get(conversationId) ?? EMPTY);
  const [ready, setReady] = useState(() => drafts.has(conversationId));
  const [saved, setSaved] = useState<DraftState['saved']>('no');
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const unsaved = useRef<Draft | null>(null);
  const mounted = useRef(true);

  const flush = useCallback(() => {
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = null;
    const next = unsaved.current;
    if (next === null) return;
    unsaved.current = null;
    bridge.call('chat.save_draft', { conversationId, body: encodeDraft(next) }).then(
      () => mounted.current && setSaved('yes'),
      () => {
        unsaved.current ??= next;
        if (mounted.current) setSaved('failed');
      },
    );
  }, [conversationId]);

  useEffect(() => {
    if (!enabled || drafts.has(conversationId)) return;
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
  }, [conversationId, enabled]);

  useEffect(() => {
    mounted.current = true;
    const onHide = (): void => {
      if (document.visibilityState === 'hidden') flush();
    };
    document.addEventListener('visibilitychange', onHide);
    window.addEventListener('pagehide', flush);
    return () => {
      mounted.current = false;
      document.removeEventListener('visibilitychange', onHide);
      window.removeEventListener('pagehide', flush);
      flush();
    };
  }, [flush]);

  const change = useCallback(
    (next: Draft) => {
      setDraft(next);
      remember(conversationId, next);
      unsaved.current = next;
      setSaved('no');
      if (timer.current !== null) clearTimeout(timer.current);
      timer.current = setTimeout(flush, SAVE_AFTER_MS);
    },
    [conversationId, flush],
  );
  return { draft, ready, saved, change };
}
