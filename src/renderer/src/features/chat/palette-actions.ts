import { Check, MessageSquareQuote, RotateCcw, StickyNote, UserPlus, Zap } from 'lucide-react';
import { useMemo } from 'react';
import type { PaletteAction } from '../../lib/feature.ts';
import { useSession } from '../../stores/session.ts';
import { useMacros } from '../canned/index.ts';
import { bulkActions, useBulk } from './bulk-actions.ts';
import { type OpenConversation, useOpenConversation } from './open-conversation.ts';
import { openTool, toolsFor, useConversationTools } from './tools.ts';

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

/** What can be done with the selected conversations and with the open one: all that its buttons and its menu do, and macros. */
export function useConversationActions(): readonly PaletteAction[] {
  const open = useOpenConversation((state) => state.open);
  const macros = useMacros(open !== null);
  const shown = useConversationTools(({ conversationId }) => conversationId !== null);
  const permissions = useSession((state) => state.session?.permissions);
  const { count, change } = useBulk();
  const selected = useMemo(() => (change === null ? NONE : bulkActions(count, change)), [count, change]);
  const tools = useMemo((): readonly PaletteAction[] => {
    if (!shown || permissions === undefined) return NONE;
    return toolsFor(permissions, open?.().done ?? false).map(
      ([tool, { label, icon, keys }]): PaletteAction => ({
        id: `chat.${tool}`,
        label,
        icon,
        ...(keys === undefined ? {} : { keys }),
        run: afterClosing(() => openTool(tool)),
      }),
    );
  }, [shown, permissions, open]);
  const own = useMemo((): readonly PaletteAction[] => {
    if (open === null) return NONE;
    const act = (run: (conversation: OpenConversation) => unknown): PaletteAction['run'] =>
      afterClosing(() => run(open()));
    return [
      {
        id: 'conversation-assign-me',
        label: 'actions.conversationAssignMe',
        icon: UserPlus,
        keys: 'shortcuts.mine',
        run: act(({ assignMe }) => assignMe()),
      },
      open().done
        ? {
            id: 'conversation-reopen',
            label: 'actions.conversationReopen',
            icon: RotateCcw,
            keys: 'shortcuts.resolve',
            run: act(({ reopen }) => reopen()),
          }
        : {
            id: 'conversation-resolve',
            label: 'actions.conversationResolve',
            icon: Check,
            keys: 'shortcuts.resolve',
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
  return useMemo(() => [...selected, ...own, ...tools], [selected, own, tools]);
}
