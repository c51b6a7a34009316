import { deletedBefore, MAX_EXPIRED, nextExpiry } from '#shared/domain/message-retention.ts';
import { isPreviewed } from '#shared/domain/redaction.ts';
import { AT_ONCE, type CommandContext } from '../kernel.ts';
import { type ExpiredMessage, listExpiredMessages, oldestMessageAt, seqsUntilPreviewed } from './queries.ts';
import { scrubPreview } from './redact.ts';
import { countDeleted } from './retention-runs.ts';

/** The most notes whose events are cleared of a deleted last line at a time. A conversation with more ends the batch. */
const MAX_QUOTING = MAX_EXPIRED;

/**
 * Deletes the messages past their retention, a batch in each transaction, as an event, so that consoles and replicas delete the
 * same ones. The conversations stay. Returns when the next one is due, ms; AT_ONCE where some are left, null for none.
 */
export function sweepMessages(context: CommandContext): number | null {
  const { sql, config, now } = context;
  const days = config.retention.messageDays;
  const oldest = days === 0 ? null : oldestMessageAt(sql);
  const before = deletedBefore(days, now, oldest);
  if (before === null) return nextExpiry(days, oldest);
  const found = listExpiredMessages(sql, before, MAX_EXPIRED);
  const { cleared, quoting } = lastLines(context, found);
  const last = found.at(-1);
  if (last === undefined) return nextExpiry(days, oldest);
  for (const seq of quoting) scrubPreview(context, seq);
  context.emit('chat.messages_expired', {
    upTo: { at: last.at, seq: last.seq },
    cleared,
    withFiles: found.flatMap(({ id, hasFiles }) => (hasFiles ? [id] : [])),
    quoting,
  });
  countDeleted(context, {
    messages: found.length,
    withFiles: found.filter(({ hasFiles }) => hasFiles).length,
  });
  return found.length === MAX_EXPIRED ? AT_ONCE : nextExpiry(days, oldestMessageAt(sql));
}

/**
 * Returns the conversations that lose their last line in lists, and the notes that are kept and whose events repeat a line that is
 * deleted: those after the newest message of the batch in their conversation.
 */
function lastLines(
  { sql }: CommandContext,
  found: readonly ExpiredMessage[],
): { readonly cleared: string[]; readonly quoting: number[] } {
  const newest = new Map<string, number>();
  for (const { conversationId, seq, kind } of found)
    if (isPreviewed({ kind })) newest.set(conversationId, Math.max(seq, newest.get(conversationId) ?? 0));
  const deleted = new Set(found.map(({ seq }) => seq));
  const cleared: string[] = [];
  const quoting: number[] = [];
  for (const [conversationId, seq] of newest) {
    const { seqs, last } = seqsUntilPreviewed(sql, conversationId, seq);
    if (last) cleared.push(conversationId);
    quoting.push(...seqs.filter((note) => !deleted.has(note)));
  }
  return { cleared, quoting: quoting.slice(0, MAX_QUOTING) };
}
