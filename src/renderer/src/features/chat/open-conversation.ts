import { useEffect, useRef } from 'react';
import { create } from 'zustand';
import type { ListedMacro } from '#shared/bridge/canned.ts';
import { ownedByUser } from '../../stores/owned.ts';

/** What the palette may do with the conversation that is open. */
export interface OpenConversation {
  /** Whether it is resolved. */
  readonly done: boolean;
  readonly assignMe: () => void;
  readonly resolve: () => void;
  readonly reopen: () => void;
  readonly addNote: () => void;
  readonly insertReply: () => void;
  readonly runMacro: (macro: ListedMacro) => Promise<void>;
}

interface OpenStore {
  /** Returns what may be done now; null while no conversation is open that the user may write in. */
  readonly open: (() => OpenConversation) | null;
}

/** The conversation that is open in this window. */
export const useOpenConversation = create<OpenStore>(() => ({ open: null }));
ownedByUser('useOpenConversation', () => useOpenConversation.setState({ open: null }));

/** Makes a conversation the open one while mounted; null for one that the user may not write in. */
export function useRegisterOpen(conversationId: string | null, actions: OpenConversation): void {
  const newest = useRef(actions);
  newest.current = actions;
  useEffect(() => {
    if (conversationId === null) return;
    const open = (): OpenConversation => newest.current;
    useOpenConversation.setState({ open });
    return () => {
      if (useOpenConversation.getState().open === open) useOpenConversation.setState({ open: null });
    };
  }, [conversationId]);
}
