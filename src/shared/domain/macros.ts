import { z } from 'zod';
import { PRIORITIES } from './chat.ts';
import { Id } from './ids.ts';

/** The statuses that a macro can give a conversation. Snoozing needs a time. */
export const MACRO_STATUSES = ['open', 'pending', 'resolved'] as const;

/** The actions of macros, in the order in which they are offered. Another kind needs a line here and one in `COMMANDS`. */
const ACTIONS = [
  z.object({ kind: z.literal('insert_reply'), replyId: Id }),
  z.object({ kind: z.literal('send_reply'), replyId: Id }),
  z.object({ kind: z.literal('assign_me') }),
  z.object({ kind: z.literal('assign'), assigneeId: Id }),
  z.object({ kind: z.literal('unassign') }),
  z.object({ kind: z.literal('set_status'), status: z.enum(MACRO_STATUSES) }),
  z.object({ kind: z.literal('set_priority'), priority: z.enum(PRIORITIES) }),
] as const;

/** One action of a macro. */
export const MacroAction = z.discriminatedUnion('kind', ACTIONS);
export type MacroAction = z.infer<typeof MacroAction>;
export type MacroActionKind = MacroAction['kind'];
export const MACRO_ACTION_KINDS: readonly MacroActionKind[] = ACTIONS.map(({ shape }) => shape.kind.value);

/** Where a macro runs, and for whom. */
export interface MacroPlace {
  readonly conversationId: string;
  readonly userId: string;
}

/** A command that an action becomes. */
export interface MacroCommand {
  readonly type: 'chat.assign' | 'chat.set_status' | 'chat.set_priority';
  readonly data: Readonly<Record<string, unknown>>;
}

type CommandOf<K extends MacroActionKind> = (
  action: Extract<MacroAction, { kind: K }>,
  place: MacroPlace,
) => MacroCommand | null;

/** The command that each kind of action becomes; null for those that write a text, which has to be resolved first. */
const COMMANDS: { readonly [K in MacroActionKind]: CommandOf<K> } = {
  insert_reply: () => null,
  send_reply: () => null,
  assign_me: (_, { conversationId, userId }) => assign(conversationId, userId),
  assign: ({ assigneeId }, { conversationId }) => assign(conversationId, assigneeId),
  unassign: (_, { conversationId }) => assign(conversationId, null),
  set_status: ({ status }, { conversationId }) => ({
    type: 'chat.set_status',
    data: { conversationId, status },
  }),
  set_priority: ({ priority }, { conversationId }) => ({
    type: 'chat.set_priority',
    data: { conversationId, priority },
  }),
};

function assign(conversationId: string, assigneeId: string | null): MacroCommand {
  return { type: 'chat.assign', data: { conversationId, assigneeId } };
}

/** Returns the command that an action becomes; null if it writes a text. */
export function macroCommand(action: MacroAction, place: MacroPlace): MacroCommand | null {
  // Each entry gets the action of its own kind.
  const command: (action: never, place: MacroPlace) => MacroCommand | null = COMMANDS[action.kind];
  return command(action as never, place);
}

/** Returns the replies that actions write, each once. */
export function repliesOf(actions: readonly MacroAction[]): string[] {
  return [...new Set(actions.flatMap((action) => ('replyId' in action ? action.replyId : [])))];
}

/** Returns the people whom actions assign to, each once. */
export function assigneesOf(actions: readonly MacroAction[]): string[] {
  return [...new Set(actions.flatMap((action) => (action.kind === 'assign' ? action.assigneeId : [])))];
}
