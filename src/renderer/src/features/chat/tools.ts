import { create } from 'zustand';
import { ownedByUser } from '../../stores/owned.ts';
import { toast } from '../../stores/toasts.ts';

/** What can be opened for the conversation on screen. */
export type ConversationTool = 'find' | 'transcript' | 'transfer';

interface ToolsStore {
  /** The conversation on screen; null if there is none. */
  readonly conversationId: string | null;
  readonly tool: ConversationTool | null;
}

const NONE: ToolsStore = { conversationId: null, tool: null };

/** The tool that is open, so that the palette can open it as well as the page. */
export const useConversationTools = create<ToolsStore>(() => NONE);
ownedByUser('useConversationTools', () => useConversationTools.setState(NONE));

/** Opens a tool for the conversation on screen; says what to do if there is none. */
export function openTool(tool: ConversationTool): void {
  if (useConversationTools.getState().conversationId === null)
    toast({ tone: 'neutral', title: ({ t }) => t('chat.tools.none') });
  else useConversationTools.setState({ tool });
}

/** Closes the tool that is open. */
export function closeTool(): void {
  useConversationTools.setState({ tool: null });
}
