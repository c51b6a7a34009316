import {
  type CannedReply,
  type Changer,
  MAX_OWN_MACROS,
  MAX_OWN_REPLIES,
  MAX_SHARED_MACROS,
  MAX_SHARED_REPLIES,
  type Macro,
  mayChangeCanned,
  savedMacro,
  savedReply,
  seesCanned,
} from '#shared/domain/canned.ts';
import { assigneesOf, type MacroAction, repliesOf, teamsOf } from '#shared/domain/macros.ts';
import { unknownVariable } from '#shared/domain/templates.ts';
import { findTeam } from '../assignment/index.ts';
import { findUser } from '../auth/index.ts';
import type { CommandContext, GatewayModule } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { countOwned, findMacro, findReply, replyWithShortcut } from './queries.ts';

const by = ({ principal, now }: CommandContext): Changer => ({
  id: principal.actor.id,
  name: principal.actor.name,
  now,
});

function maySeeAndChange(context: CommandContext, record: Pick<CannedReply, 'ownerId'>): boolean {
  const { actor, permissions } = context.principal;
  if (!seesCanned(record, actor.id)) return false;
  if (!mayChangeCanned(record, permissions.has('canned:share'))) mayShare(context);
  return true;
}

function mayShare({ principal }: CommandContext): void {
  if (!principal.permissions.has('canned:share'))
    refuse('missing_permission', { permission: 'canned:share' }, { field: 'shared' });
}

/** Returns the reply that a command changes. One of somebody else is refused like one that does not exist. */
function replyFor(context: CommandContext, replyId: string, seen: number): CannedReply {
  const reply = findReply(context.sql, replyId);
  if (!reply || !maySeeAndChange(context, reply)) refuse('unknown_reply', {}, { field: 'replyId' });
  if (reply.version !== seen)
    refuse('reply_changed', { name: reply.changedBy }, { field: 'seen', current: reply });
  return reply;
}

function macroFor(context: CommandContext, macroId: string, seen: number): Macro {
  const macro = findMacro(context.sql, macroId);
  if (!macro || !maySeeAndChange(context, macro)) refuse('unknown_macro', {}, { field: 'macroId' });
  if (macro.version !== seen)
    refuse('macro_changed', { name: macro.changedBy }, { field: 'seen', current: macro });
  return macro;
}

/** Refuses one more of what an owner has enough of. */
function keepFew(
  { sql }: CommandContext,
  table: 'canned_replies' | 'macros',
  before: Pick<CannedReply, 'ownerId'> | undefined,
  { ownerId }: Pick<CannedReply, 'ownerId'>,
  limits: { readonly own: number; readonly shared: number },
): void {
  if (before?.ownerId === ownerId) return;
  const max = ownerId === null ? limits.shared : limits.own;
  if (countOwned(sql, table, ownerId) >= max)
    refuse(table === 'macros' ? 'macros_many' : 'replies_many', { max });
}

/** Refuses actions with a reply, a team or a person that is not there, or that the macro's users would not see. */
function checkActions(context: CommandContext, actions: readonly MacroAction[], shared: boolean): void {
  for (const replyId of repliesOf(actions)) {
    const reply = findReply(context.sql, replyId);
    if (!reply || !seesCanned(reply, context.principal.actor.id))
      refuse('unknown_reply', {}, { field: 'actions' });
    if (shared && reply.ownerId !== null)
      refuse('macro_reply_own', { title: reply.title }, { field: 'actions' });
  }
  for (const teamId of teamsOf(actions)) {
    const team = findTeam(context.sql, teamId);
    if (team === undefined || team.archived) refuse('unknown_team', {}, { field: 'actions' });
  }
  for (const userId of assigneesOf(actions)) {
    const user = findUser(context.sql, userId);
    if (user?.disabledAt !== null) refuse('unknown_member', {}, { field: 'actions' });
  }
}

/** Handlers of the commands on canned replies and macros. */
export const cannedHandlers: GatewayModule['commands'] = {
  'canned.save': (context, { seen, ...content }) => {
    // A reply of somebody else must not be told apart from none by what is refused, so its content is not sent.
    if (seen === null && findReply(context.sql, content.replyId))
      refuse('duplicate_id', {}, { field: 'replyId' });
    const before = seen === null ? undefined : replyFor(context, content.replyId, seen);
    if (content.shared) mayShare(context);
    const variable = unknownVariable(content.body);
    if (variable !== undefined) refuse('reply_variable', { variable }, { field: 'body' });
    const reply = savedReply(before, content, by(context));
    const holder = replyWithShortcut(context.sql, reply.ownerId, reply.shortcut);
    if (holder && holder.id !== reply.id)
      refuse('shortcut_taken', { shortcut: reply.shortcut, title: holder.title }, { field: 'shortcut' });
    keepFew(context, 'canned_replies', before, reply, { own: MAX_OWN_REPLIES, shared: MAX_SHARED_REPLIES });
    context.emit('canned.saved', { reply });
    return { replyId: reply.id, version: reply.version };
  },
  'canned.remove': (context, { replyId, seen }) => {
    const { title, ownerId } = replyFor(context, replyId, seen);
    context.emit('canned.removed', { replyId, title, shared: ownerId === null });
    return {};
  },
  'canned.save_macro': (context, { seen, ...content }) => {
    if (seen === null && findMacro(context.sql, content.macroId))
      refuse('duplicate_id', {}, { field: 'macroId' });
    const before = seen === null ? undefined : macroFor(context, content.macroId, seen);
    if (content.shared) mayShare(context);
    checkActions(context, content.actions, content.shared);
    const macro = savedMacro(before, content, by(context));
    keepFew(context, 'macros', before, macro, { own: MAX_OWN_MACROS, shared: MAX_SHARED_MACROS });
    context.emit('canned.macro_saved', { macro });
    return { macroId: macro.id, version: macro.version };
  },
  'canned.remove_macro': (context, { macroId, seen }) => {
    const { name, ownerId } = macroFor(context, macroId, seen);
    context.emit('canned.macro_removed', { macroId, name, shared: ownerId === null });
    return {};
  },
};
