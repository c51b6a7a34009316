import {
  clocksAfter,
  defaultRules,
  type Happened,
  nextNotice,
  noticesAt,
  type ServiceClocks,
  type ServiceRules,
} from '#shared/domain/service-levels.ts';
import { workspaceTimeZone } from '../admin/index.ts';
import { hasTeamReply, readConversation } from '../chat/index.ts';
import { perConnection, tableOn } from '../db/tables.ts';
import {
  type Applying,
  AT_ONCE,
  type CommandContext,
  type GatewayModule,
  type Projection,
} from '../kernel.ts';
import { behindRules, dueForNotice, nextDue, STORED_RULES } from './queries.ts';
import { clocksTable } from './tables.ts';

/** Conversations that one slice of a sweep looks at, some 10 ms. */
const SLICE = 100;

function rulesNow(context: CommandContext): ServiceRules {
  const { sql, config } = context;
  return context.memo(STORED_RULES) ?? defaultRules(workspaceTimeZone(sql, config));
}

const isSame = (before: ServiceClocks, after: ServiceClocks): boolean =>
  before.reply === after.reply &&
  before.resolution === after.resolution &&
  before.replied === after.replied &&
  before.version === after.version &&
  before.resolvedAt === after.resolvedAt;

/** The clocks of a conversation from before there were any: whether the team has written is known from its messages. */
function clocksBefore({ sql }: CommandContext, conversationId: string): ServiceClocks {
  const replied = hasTeamReply(sql, conversationId);
  return { version: 0, replied, reply: null, resolution: null, resolvedAt: null };
}

/** Sets the clocks of a conversation after something happened to it. Emits nothing where they are as they were. */
export function setClocks(context: CommandContext, conversationId: string, happened: Happened): void {
  const found = readConversation(context.sql, conversationId)?.conversation;
  if (!found) return;
  const isNew = found.createdAt === happened.at && found.lastMessageAt === found.createdAt;
  const before = found.clocks ?? (isNew ? null : clocksBefore(context, conversationId));
  const { clocks, ended } = clocksAfter(before, found, happened, rulesNow(context));
  if (found.clocks && ended.length === 0 && isSame(found.clocks, clocks)) return;
  context.emit('chat.clocks_changed', { conversationId, clocks, ended: [...ended] });
}

/** Reports what is due about the clocks of a conversation. */
function report(context: CommandContext, conversationId: string): void {
  const before = readConversation(context.sql, conversationId)?.conversation.clocks;
  if (!before) return;
  const { clocks, notices } = noticesAt(before, context.now);
  for (const { kind, level, dueAt } of notices) {
    const about = { conversationId, clocks, kind, dueAt };
    if (level === 'breached') context.emit('chat.clock_breached', about);
    else context.emit('chat.clock_warned', about);
  }
}

/** Moves the clocks of conversations that are not resolved to the rules of now, a slice at a time. */
function followRules(context: CommandContext): boolean {
  const behind = behindRules(context.sql, rulesNow(context).version, SLICE);
  for (const conversationId of behind) {
    const since = readConversation(context.sql, conversationId)?.conversation.createdAt ?? context.now;
    setClocks(context, conversationId, { at: context.now, wrote: false, since });
  }
  return behind.length === SLICE;
}

/**
 * Moves clocks to the rules of now and reports those that warn or have run out. What is reported is in the clocks, so that a restart
 * reports nothing twice; the states of clocks that people see follow from their times alone.
 */
export function sweepClocks(context: CommandContext): number | null {
  const isBehind = followRules(context);
  const due = dueForNotice(context.sql, context.now, SLICE);
  for (const conversationId of due) report(context, conversationId);
  return isBehind || due.length === SLICE ? AT_ONCE : nextDue(context.sql);
}

const writes = perConnection((sql) => {
  const table = tableOn(sql, clocksTable);
  return { table, remove: table.remover() };
});

function index(
  { sql }: Applying,
  { data: { conversationId, clocks } }: { readonly data: { conversationId: string; clocks: ServiceClocks } },
): void {
  const { table, remove } = writes(sql);
  if (clocks.reply === null && clocks.resolution === null) remove(conversationId);
  else table.upsert({}, { conversationId, nextAt: nextNotice(clocks), version: clocks.version });
}

/** Keeps what the sweep looks for. */
export const clocksProjection: Projection = {
  'chat.clocks_changed': index,
  'chat.clock_warned': index,
  'chat.clock_breached': index,
};

const quietly = (context: CommandContext, { data }: { readonly data: { conversationId: string } }): void =>
  setClocks(context, data.conversationId, { at: context.now, wrote: false });

/** What starts, stops and moves clocks. A snooze does not: the customer still waits. */
export const clockReactions: NonNullable<GatewayModule['reactions']> = {
  'chat.conversation_opened': (context, { data }) =>
    setClocks(context, data.conversation.id, { at: context.now, wrote: false }),
  'chat.message_sent': (context, { data: { message } }) =>
    setClocks(context, message.conversationId, { at: context.now, wrote: message.author.kind === 'user' }),
  'chat.status_changed': quietly,
  'chat.snoozed': quietly,
  'chat.priority_changed': quietly,
};
