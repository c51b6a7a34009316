import { useCallback, useEffect, useRef, useState } from 'react';
import { bridge } from '../../bridge/client.ts';
import { type Draft, decodeDraft, encodeDraft, SAVE_AFTER_MS } from './draft.ts';

/** What was written in this window, so that it is there at once and survives a failing save. Bounded by `KEEP`. */
const written = new Map<string, Draft>();
const KEEP = 200;
const EMPTY: Draft = { mode: 'reply', text: '' };

function remember(conversationId: string, draft: Draft): void {
  written.delete(conversationId);
  written.set(conversationId, draft);
  for (const id of written.keys()) {
    if (written.size <= KEEP) break;
    written.delete(id);
  }
}

export interface DraftState {
  readonly draft: Draft;
  /** False until what was saved is known; nothing is written before. */
  readonly ready: boolean;
  readonly saved: 'no' | 'yes' | 'failed';
  readonly change: (draft: Draft) => void;
}

/**
 * The draft of one conversation: read when it opens, saved 500 ms after the last key, when the conversation is left and
 * when the window is hidden. Mount it anew for another conversation (`key`).
 */
export function useDraft(conversationId: string, enabled: boolean): DraftState {
  const [draft, setDraft] = useState<Draft>(() => written.get(conversationId) ?? EMPTY);
  const [ready, setReady] = useState(() => written.has(conversationId));
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
    if (!enabled || written.has(conversationId)) return;
    let ended = false;
    bridge.call('chat.draft', { conversationId }).then(
      ({ body }) => {
        if (ended) return;
        const restored = decodeDraft(body);
        // Whoever typed while it was read keeps what was typed.
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
