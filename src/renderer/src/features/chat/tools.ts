import {
  AlarmClock,
  ArrowRightLeft,
  FileDown,
  Flag,
  type LucideIcon,
  Search,
  Tag,
  UserRound,
  UsersRound,
} from 'lucide-react';
import { create } from 'zustand';
import type { Permission } from '#shared/protocol/permissions.ts';
import type { PaletteAction, ShortcutId } from '../../lib/feature.ts';
import { ownedByUser } from '../../stores/owned.ts';
import { toast } from '../../stores/toasts.ts';

/** What can be opened for the conversation on screen. */
export type ConversationTool =
  | 'assign'
  | 'priority'
  | 'labels'
  | 'snooze'
  | 'people'
  | 'transfer'
  | 'find'
  | 'transcript';

/** How a tool is offered: in the palette, and under `menu` in the menu of the conversation if it has no button of its own. */
export interface ToolEntry {
  readonly label: PaletteAction['label'];
  readonly icon: LucideIcon;
  readonly permission: Permission;
  readonly keys?: ShortcutId;
  readonly menu?: 'assignment.transfer.action' | 'chat.find.open' | 'chat.transcript.action';
  /** Whether it is for conversations that are not resolved. */
  readonly unresolved?: boolean;
}

/** All tools of a conversation, in the order in which they are offered. */
export const CONVERSATION_TOOLS: { readonly [T in ConversationTool]: ToolEntry } = {
  assign: {
    label: 'actions.conversationAssign',
    icon: UserRound,
    permission: 'chat:write',
    keys: 'shortcuts.assign',
  },
  priority: {
    label: 'actions.conversationPriority',
    icon: Flag,
    permission: 'chat:write',
    keys: 'shortcuts.priority',
  },
  labels: {
    label: 'actions.conversationLabels',
    icon: Tag,
    permission: 'chat:write',
    keys: 'shortcuts.labels',
  },
  snooze: {
    label: 'actions.conversationSnooze',
    icon: AlarmClock,
    permission: 'chat:write',
    keys: 'shortcuts.snooze',
    unresolved: true,
  },
  people: {
    label: 'actions.conversationPeople',
    icon: UsersRound,
    permission: 'chat:write',
    keys: 'shortcuts.people',
  },
  transfer: {
    label: 'actions.transferConversation',
    icon: ArrowRightLeft,
    permission: 'assignment:write',
    keys: 'shortcuts.transfer',
    menu: 'assignment.transfer.action',
  },
  find: {
    label: 'actions.findInConversation',
    icon: Search,
    permission: 'chat:read',
    keys: 'shortcuts.find',
    menu: 'chat.find.open',
  },
  transcript: {
    label: 'actions.exportTranscript',
    icon: FileDown,
    permission: 'chat:read',
    menu: 'chat.transcript.action',
  },
};

/** Returns the tools that somebody with these permissions may open, in order. */
export function toolsFor(
  permissions: readonly Permission[],
  done: boolean,
): readonly (readonly [ConversationTool, ToolEntry])[] {
  const tools: [ConversationTool, ToolEntry][] = [];
  let tool: ConversationTool;
  for (tool in CONVERSATION_TOOLS) {
    const entry = CONVERSATION_TOOLS[tool];
    if (permissions.includes(entry.permission) && !(done && entry.unresolved)) tools.push([tool, entry]);
  }
  return tools;
}

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

/** Returns whether a tool is open, and what opens and closes it. */
export function useTool(tool: ConversationTool): {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
} {
  const open = useConversationTools((state) => state.tool === tool);
  return { open, onOpenChange: (next) => (next ? openTool(tool) : closeTool()) };
}
