import { Check, MessageSquareQuote, RotateCcw, StickyNote, UserPlus, Zap } from 'lucide-react';
import { useMemo } from 'react';
import type { PaletteAction } from '../../lib/feature.ts';
import { useMacros } from '../canned/index.ts';
import { type OpenConversation, useOpenConversation } from './open-conversation.ts';

const NONE: readonly PaletteAction[] = [];

/** Runs once the palette has closed and given the focus back, so that what is done can take it. */
function afterClosing(run: () => unknown): () => Promise<unknown> {
  return () =>
    new Promise((done, fail) => {
      setTimeout(() => {
        try {
          done(run());
        } catch (error) {
          fail(error);
        }
      }, 0);
    });
}

/** What can be done with the open conversation: assign, resolve, add a note, insert a canned reply, run a macro. */
export function useConversationActions(): readonly PaletteAction[] {
  const open = useOpenConversation((state) => state.open);
  const macros = useMacros(open !== null);
  return useMemo(() => {
    if (open === null) return NONE;
    const act = (run: (conversation: OpenConversation) => unknown): PaletteAction['run'] =>
      afterClosing(() => run(open()));
    return [
      {
        id: 'conversation-assign-me',
        label: 'actions.conversationAssignMe',
        icon: UserPlus,
        run: act(({ assignMe }) => assignMe()),
      },
      open().done
        ? {
            id: 'conversation-reopen',
            label: 'actions.conversationReopen',
            icon: RotateCcw,
            run: act(({ reopen }) => reopen()),
          }
        : {
            id: 'conversation-resolve',
            label: 'actions.conversationResolve',
            icon: Check,
            run: act(({ resolve }) => resolve()),
          },
      {
        id: 'conversation-note',
        label: 'actions.conversationNote',
        icon: StickyNote,
        run: act(({ addNote }) => addNote()),
      },
      {
        id: 'conversation-reply',
        label: 'actions.conversationReply',
        icon: MessageSquareQuote,
        run: act(({ insertReply }) => insertReply()),
      },
      ...macros.map(
        (macro): PaletteAction => ({
          id: `macro-${macro.id}`,
          label: 'actions.runMacro',
          record: macro.name,
          icon: Zap,
          run: act(({ runMacro }) => runMacro(macro)),
        }),
      ),
    ];
  }, [open, macros]);
}
