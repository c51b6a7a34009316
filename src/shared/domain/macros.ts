import { z } from 'zod';
import { Label, PRIORITIES } from './chat.ts';
import { Id } from './ids.ts';
import { laterTimes } from './later.ts';

/** The statuses that a macro can give a conversation. Snoozing needs a time. */
export const MACRO_STATUSES = ['open', 'pending', 'resolved'] as const;

/** When a macro lets a conversation come back: at one of the usual times, or with the next message of the customer. */
export const MACRO_SNOOZES = ['hour', 'tomorrow', 'nextWeek', 'reply'] as const;

/** The actions of macros, in the order in which they are offered. Another kind needs a line here and one in `COMMANDS`. */
const ACTIONS = [
  z.object({ kind: z.literal('insert_reply'), replyId: Id }),
  z.object({ kind: z.literal('send_reply'), replyId: Id }),
  z.object({ kind: z.literal('write_note'), replyId: Id }),
  z.object({ kind: z.literal('assign_me') }),
  z.object({ kind: z.literal('assign'), assigneeId: Id }),
  z.object({ kind: z.literal('unassign') }),
  z.object({ kind: z.literal('set_team'), teamId: Id }),
  z.object({ kind: z.literal('add_label'), label: Label }),
  z.object({ kind: z.literal('remove_label'), label: Label }),
  z.object({ kind: z.literal('snooze'), until: z.enum(MACRO_SNOOZES) }),
  z.object({ kind: z.literal('set_status'), status: z.enum(MACRO_STATUSES) }),
  z.object({ kind: z.literal('set_priority'), priority: z.enum(PRIORITIES) }),
] as const;

/** One action of a macro. */
export const MacroAction = z.discriminatedUnion('kind', ACTIONS);
export type MacroAction = z.infer<typeof MacroAction>;
export type MacroActionKind = MacroAction['kind'];
export const MACRO_ACTION_KINDS: readonly MacroActionKind[] = ACTIONS.map(({ shape }) => shape.kind.value);

/** Where a macro runs, for whom, and when: the server's clock, ms, and the time zone of the workspace. */
export interface MacroPlace {
  readonly conversationId: string;
  readonly userId: string;
  readonly now: number;
  readonly timeZone: string;
}

/** A command that an action becomes. */
export interface MacroCommand {
  readonly type:
    | 'chat.assign'
    | 'chat.set_status'
    | 'chat.set_priority'
    | 'chat.set_labels'
    | 'chat.snooze'
    | 'assignment.set_team';
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
  write_note: () => null,
  assign_me: (_, { conversationId, userId }) => assign(conversationId, userId),
  assign: ({ assigneeId }, { conversationId }) => assign(conversationId, assigneeId),
  unassign: (_, { conversationId }) => assign(conversationId, null),
  set_team: ({ teamId }, { conversationId }) => ({
    type: 'assignment.set_team',
    data: { conversationId, teamId },
  }),
  add_label: ({ label }, { conversationId }) => ({
    type: 'chat.set_labels',
    data: { conversationId, add: [label], remove: [] },
  }),
  remove_label: ({ label }, { conversationId }) => ({
    type: 'chat.set_labels',
    data: { conversationId, add: [], remove: [label] },
  }),
  snooze: ({ until }, { conversationId, now, timeZone }) => ({
    type: 'chat.snooze',
    data: {
      conversationId,
      until: until === 'reply' ? null : laterTimes(now, timeZone)[until],
      itemId: null,
    },
  }),
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

/** Returns the teams that actions give conversations to, each once. */
export function teamsOf(actions: readonly MacroAction[]): string[] {
  return [...new Set(actions.flatMap((action) => (action.kind === 'set_team' ? action.teamId : [])))];
}

/** Returns the people whom actions assign to, each once. */
export function assigneesOf(actions: readonly MacroAction[]): string[] {
  return [...new Set(actions.flatMap((action) => (action.kind === 'assign' ? action.assigneeId : [])))];
}
