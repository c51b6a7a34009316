import type { ConversationRow as ConversationView } from '#shared/bridge/chat.ts';
import { afterChange, afterStatus, type Conversation, isUnread } from '#shared/domain/chat.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import type { Pending, Reader } from '../../store/reader.ts';
import { type ChatEffect, concerns } from './effects.ts';
import { conversationsTable } from './tables.ts';

/** The maximum unread count. It means this number or more. */
const MAX_UNREAD = 100;

/** A conversation as lists read it. */
export interface Listed extends StoredRow {
  readonly k: number;
  readonly wait_key: number;
  readonly last_message_at: number;
  readonly last_customer_seq: number;
  readonly my_read_seq: number;
  readonly words: string;
}

/** The columns of a conversation in a list, where it is `c`. */
export const LISTED = `c.k, c.wait_key, c.last_customer_seq, c.my_read_seq, c.words, ${conversationsTable.select('c')}`;

function unreadOf(reader: Reader, row: Listed, readUpTo: number): number {
  if (!isUnread(row.last_customer_seq, readUpTo)) return 0;
  const counted = reader.get<{ n: number }>(
    `SELECT count(*) AS n FROM (SELECT 1 FROM messages INDEXED BY messages_from_customer
       WHERE conversation_k = ? AND seq > ? AND author_kind = 'customer' LIMIT ${MAX_UNREAD})`,
    row.k,
    readUpTo,
  );
  return counted?.n ?? 0;
}

function withPeople(
  before: Conversation,
  { teamId, assigneeId, add, remove }: Extract<ChatEffect, { kind: 'people' }>,
): Conversation {
  const kept = before.participantIds.filter((id) => !remove.includes(id));
  return {
    ...before,
    teamId: teamId === null ? before.teamId : teamId.to,
    participantIds: [...new Set([...kept, ...add])],
    // The name of a new assignee is not known here.
    ...(assigneeId === null ? {} : { assigneeId: assigneeId.to, assigneeName: null }),
  };
}

/** Returns a conversation with the effects of unsettled commands. */
export function view(reader: Reader, row: Listed, pending: readonly Pending<ChatEffect>[]): ConversationView {
  let conversation: Conversation = conversationsTable.decode(row);
  let readUpTo = row.my_read_seq;
  let messages = 0;
  for (const { effect } of pending) {
    if (!concerns(effect, conversation.id)) continue;
    if (effect.kind === 'message') messages++;
    else if (effect.kind === 'read') readUpTo = Math.max(readUpTo, effect.upToSeq);
    else if (effect.kind === 'conversation_status')
      conversation = { ...conversation, ...afterStatus(effect.status, conversation.waitingSince) };
    else if (effect.kind === 'conversation_change') conversation = afterChange(conversation, effect.change);
    else if (effect.kind === 'people') conversation = withPeople(conversation, effect);
    else conversation = { ...conversation, assigneeId: effect.assigneeId, assigneeName: effect.assigneeName };
  }
  const hasDraft =
    reader.get('SELECT 1 FROM drafts WHERE conversation_id = ?', conversation.id) !== undefined;
  const unread = unreadOf(reader, row, readUpTo);
  return { ...conversation, unread, pending: messages, hasDraft, match: null };
}
