import type { MessageTally } from '#shared/domain/reports.ts';
import { dayOf } from '#shared/domain/time.ts';
import { workspaceTimeZone } from '../admin/index.ts';
import { type CountableMessage, countableMessages } from '../chat/index.ts';
import { rowQuery } from '../db/tables.ts';
import { AT_ONCE, type CommandContext, type Sql } from '../kernel.ts';
import { talliesTable } from './tables.ts';

/** Messages that one slice counts. With the most labels, their tallies still fit into one event. */
const SLICE = 50;

const tallyOf = rowQuery(talliesTable, 'WHERE day = ? AND by = ? AND key = ?');

function countedUpTo(sql: Sql): number {
  return sql.prepare<[], { n: number }>('SELECT up_to_seq AS n FROM messages_counted').get()?.n ?? 0;
}

/** What a message is counted in: all, an agent (the writer, or to whom a customer writes), the team, the channel, and each label. */
function dimensionsOf({
  author,
  assigneeId,
  teamId,
  channel,
  labels,
}: CountableMessage): [MessageTally['by'], string][] {
  const agent = author.kind === 'user' ? author.id : (assigneeId ?? '');
  return [
    ['all', ''],
    ['agent', agent],
    ['team', teamId ?? ''],
    ['channel', channel ?? ''],
    ...(labels.length === 0 ? [''] : labels).map((label): [MessageTally['by'], string] => ['label', label]),
  ];
}

/** Counts the messages that came since the last time, a slice at a time, by the day in the workspace's time zone. */
export function sweepMessages(context: CommandContext): number | null {
  const { sql, config } = context;
  const messages = countableMessages(sql, countedUpTo(sql), SLICE);
  const upToSeq = messages.at(-1)?.seq;
  if (upToSeq === undefined) return null;
  const timeZone = workspaceTimeZone(sql, config);
  const tallies = new Map<string, MessageTally>();
  for (const message of messages) {
    const day = dayOf(message.at, timeZone);
    const isSent = message.author.kind === 'user';
    for (const [by, key] of dimensionsOf(message)) {
      const id = `${day} ${by} ${key}`;
      const before = tallies.get(id) ??
        tallyOf.get(sql, day, by, key) ?? { day, by, key, received: 0, sent: 0 };
      tallies.set(id, {
        ...before,
        received: before.received + (isSent ? 0 : 1),
        sent: before.sent + (isSent ? 1 : 0),
      });
    }
  }
  context.emit('reports.counted', { tallies: [...tallies.values()], upToSeq });
  return messages.length === SLICE ? AT_ONCE : null;
}
