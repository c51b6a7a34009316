import { z } from 'zod';
import { Id, Timestamp } from './ids.ts';
import { MacroAction } from './macros.ts';

/** The longest canned reply: that of a message. */
export const MAX_REPLY_LENGTH = 1000;
/** What one person may own, and what may be shared. */
export const MAX_OWN_REPLIES = 200;
export const MAX_SHARED_REPLIES = 500;
export const MAX_OWN_MACROS = 50;
export const MAX_SHARED_MACROS = 100;
/** The actions of one macro. */
export const MAX_ACTIONS = 10;

/** What is typed after `/`. */
export const Shortcut = z
  .string()
  .regex(/^[a-z0-9-]{1,40}$/, 'Use 1 to 40 small letters, digits and hyphens.');

/** The owner, null for what is shared, and the last change. A change names the version that it was made on. */
const Kept = {
  ownerId: Id.nullable(),
  version: z.int().min(1),
  changedBy: z.string().max(200),
  changedAt: Timestamp,
} as const;

/** A canned reply. Its body may hold variables. Shortcuts are unique among those of one owner, and among the shared ones. */
export const CannedReply = z.object({
  id: Id,
  shortcut: Shortcut,
  title: z.string().min(1).max(80),
  body: z.string().min(1).max(MAX_REPLY_LENGTH),
  folder: z.string().min(1).max(60).nullable(),
  ...Kept,
});
export type CannedReply = z.infer<typeof CannedReply>;

/** A sequence of actions on a conversation. */
export const Macro = z.object({
  id: Id,
  name: z.string().min(1).max(80),
  actions: z.array(MacroAction).min(1).max(MAX_ACTIONS),
  ...Kept,
});
export type Macro = z.infer<typeof Macro>;

/** What a person enters of a canned reply. */
export const ReplyContent = z.strictObject({
  replyId: Id,
  shortcut: Shortcut,
  title: z.string().trim().min(1, 'Enter a title.').max(80),
  body: z.string().trim().min(1, 'Enter a text.').max(MAX_REPLY_LENGTH),
  folder: z.string().trim().min(1).max(60).nullable(),
  shared: z.boolean(),
});
export type ReplyContent = z.infer<typeof ReplyContent>;

/** What a person enters of a macro. */
export const MacroContent = z.strictObject({
  macroId: Id,
  name: z.string().trim().min(1, 'Enter a name.').max(80),
  actions: z.array(MacroAction).min(1, 'Add an action.').max(MAX_ACTIONS),
  shared: z.boolean(),
});
export type MacroContent = z.infer<typeof MacroContent>;

/** Who makes a change, and when, ms. */
export interface Changer {
  readonly id: string;
  readonly name: string;
  readonly now: number;
}

function kept(
  before: Pick<CannedReply, 'version'> | undefined,
  shared: boolean,
  by: Changer,
): Pick<CannedReply, keyof typeof Kept> {
  return {
    ownerId: shared ? null : by.id,
    version: (before?.version ?? 0) + 1,
    changedBy: by.name,
    changedAt: by.now,
  };
}

/** Returns a canned reply after it was saved: its next version. */
export function savedReply(
  before: CannedReply | undefined,
  { replyId: id, shortcut, title, body, folder, shared }: ReplyContent,
  by: Changer,
): CannedReply {
  return { id, shortcut, title, body, folder, ...kept(before, shared, by) };
}

/** Returns a macro after it was saved: its next version. */
export function savedMacro(
  before: Macro | undefined,
  { macroId: id, name, actions, shared }: MacroContent,
  by: Changer,
): Macro {
  return { id, name, actions, ...kept(before, shared, by) };
}

/** Whether a user sees a canned reply or a macro: what is shared, and their own. What leavers owned is seen by nobody. */
export function seesCanned({ ownerId }: Pick<CannedReply, 'ownerId'>, userId: string): boolean {
  return ownerId === null || ownerId === userId;
}

/** Whether a user may change one that they see: their own, or a shared one if they may share. */
export function mayChangeCanned({ ownerId }: Pick<CannedReply, 'ownerId'>, mayShare: boolean): boolean {
  return ownerId !== null || mayShare;
}

/** Where the text after a slash stands: from the slash to the caret. */
export interface SlashQuery {
  readonly start: number;
  readonly end: number;
  readonly query: string;
}

/** The longest text after a slash that is searched for. */
const MAX_QUERY = 40;

/** Returns the slash at the start of the word before the caret, and what follows it; null if there is none. */
export function slashBefore(text: string, caret: number): SlashQuery | null {
  const word = /(?:^|\s)\/([^\s/]*)$/.exec(text.slice(Math.max(0, caret - MAX_QUERY - 2), caret));
  const query = word?.[1];
  if (query === undefined || query.length > MAX_QUERY) return null;
  const start = caret - query.length - 1;
  // The part of the text that was looked at may begin inside a word.
  if (start > 0 && !/\s/.test(text[start - 1] ?? '')) return null;
  return { start, end: caret, query };
}
