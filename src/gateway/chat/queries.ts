import { z } from 'zod';
import type { Conversation, Message } from '#shared/domain/chat.ts';
import { Actor } from '#shared/domain/ids.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import { rowQuery } from '../db/tables.ts';
import type { Sql } from '../kernel.ts';
import type { TimeKey } from '../paging.ts';
import { conversationsTable, messagesTable, readPositionsTable } from './tables.ts';

/** A conversation with the sequence of its last message (0 for none). */
export interface StoredConversation {
  readonly conversation: Conversation;
  readonly lastMessageSeq: number;
}

const CONVERSATION_BY_ID = `SELECT ${conversationsTable.select()}, last_message_seq FROM conversations WHERE id = ?`;

/** Returns a conversation by id. */
export function readConversation(sql: Sql, id: string): StoredConversation | undefined {
  const row = sql
    .prepare<[string], StoredRow & { readonly last_message_seq: number }>(CONVERSATION_BY_ID)
    .get(id);
  return row && { conversation: conversationsTable.decode(row), lastMessageSeq: row.last_message_seq };
}

const messageById = rowQuery(messagesTable, 'WHERE id = ?');
const positionOf = rowQuery(readPositionsTable, 'WHERE conversation_id = ? AND user_id = ?');
const conversationsBefore = rowQuery(
  conversationsTable,
  'WHERE (last_message_at, id) < (?, ?) ORDER BY last_message_at DESC, id DESC LIMIT ?',
);
const messagesBefore = rowQuery(
  messagesTable,
  'WHERE conversation_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?',
);
const customerMessagesAfter = rowQuery(
  messagesTable,
  "WHERE conversation_id = ? AND seq > ? AND kind <> 'note' ORDER BY seq LIMIT ?",
);
const newestTextAfter = rowQuery(
  messagesTable,
  "WHERE conversation_id = ? AND seq > ? AND kind = 'text' ORDER BY seq DESC LIMIT 1",
);

const newestOfOthers = rowQuery(
  messagesTable,
  `WHERE conversation_id = ? AND seq > ? AND at <= ? AND kind <> 'system' AND json_extract(author, '$.id') IS NOT ? ORDER BY seq DESC LIMIT 1`,
);

const newestByTeam = rowQuery(
  conversationsTable,
  "WHERE customer_id = ? AND started_by_team = 1 AND created_at > ? AND status <> 'resolved' ORDER BY created_at DESC LIMIT 1",
);

/** Returns whether the team has written to the customer of a conversation. */
export function hasTeamReply(sql: Sql, conversationId: string): boolean {
  return (
    sql
      .prepare<[string], { n: number }>(
        `SELECT 1 AS n FROM messages WHERE conversation_id = ? AND kind = 'text' AND author ->> 'kind' = 'user' LIMIT 1`,
      )
      .get(conversationId) !== undefined
  );
}

/** Returns the newest unresolved conversation that the team started with a customer after a time, ms. */
export function startedByTeam(sql: Sql, customerId: string, after: number): Conversation | undefined {
  return newestByTeam.get(sql, customerId, after);
}

/** Returns a message by id. */
export function readMessage(sql: Sql, id: string): Message | undefined {
  return messageById.get(sql, id);
}

/**
 * Returns the notes and lines of the system after a message up to the next one that customers see, and whether there is none: then
 * the message is the last line of the conversation in lists.
 */
export function seqsUntilPreviewed(
  sql: Sql,
  conversationId: string,
  afterSeq: number,
): { readonly seqs: readonly number[]; readonly last: boolean } {
  const next = sql
    .prepare<[string, number], { seq: number | null }>(
      `SELECT min(seq) AS seq FROM messages WHERE conversation_id = ? AND seq > ? AND kind NOT IN ('note', 'system')`,
    )
    .get(conversationId, afterSeq)?.seq;
  const seqs = sql
    .prepare<[string, number, number], { seq: number }>(
      'SELECT seq FROM messages WHERE conversation_id = ? AND seq > ? AND seq < ? ORDER BY seq',
    )
    .all(conversationId, afterSeq, next ?? Number.MAX_SAFE_INTEGER);
  return { seqs: seqs.map(({ seq }) => seq), last: (next ?? null) === null };
}

/** A message past its retention, without what it says. */
export interface ExpiredMessage {
  readonly seq: number;
  readonly id: string;
  readonly conversationId: string;
  readonly kind: string;
  readonly at: number;
  readonly hasFiles: number;
}

/** Returns the messages before a time, the oldest first. */
export function listExpiredMessages(sql: Sql, before: number, limit: number): ExpiredMessage[] {
  return sql
    .prepare<[number, number], ExpiredMessage>(
      `SELECT seq, id, conversation_id AS conversationId, kind, at, attachments <> '[]' AS hasFiles
       FROM messages WHERE at < ? ORDER BY at, seq LIMIT ?`,
    )
    .all(before, limit);
}

/** Returns the time of the oldest message, ms; null if there is none. */
export function oldestMessageAt(sql: Sql): number | null {
  return sql.prepare<[], { at: number | null }>('SELECT min(at) AS at FROM messages').get()?.at ?? null;
}

/** Returns the ids of a conversation's newest removed messages up to a sequence. */
export function redactedUpTo(sql: Sql, conversationId: string, upToSeq: number, limit: number): string[] {
  return sql
    .prepare<[string, number, number], { id: string }>(
      `SELECT id FROM messages WHERE conversation_id = ? AND seq <= ? AND redacted IS NOT NULL AND kind <> 'note'
       ORDER BY seq DESC LIMIT ?`,
    )
    .all(conversationId, upToSeq, limit)
    .map(({ id }) => id);
}

/** Returns the sequence up to which a user has read a conversation; 0 for not at all. */
export function readPosition(sql: Sql, conversationId: string, userId: string): number {
  return positionOf.get(sql, conversationId, userId)?.upToSeq ?? 0;
}

/** Returns a page of conversations, latest activity first, before a key. */
export function listConversations(sql: Sql, before: TimeKey, limit: number): Conversation[] {
  return conversationsBefore.all(sql, before.at, before.id, limit);
}

/** Returns a page of a conversation's messages, notes included, newest first, before a sequence. */
export function listMessages(sql: Sql, conversationId: string, beforeSeq: number, limit: number): Message[] {
  return messagesBefore.all(sql, conversationId, beforeSeq, limit);
}

/** Returns the messages a customer may see (all but notes) after a sequence, oldest first. */
export function listMessagesForCustomer(
  sql: Sql,
  conversationId: string,
  afterSeq: number,
  limit: number,
): Message[] {
  return customerMessagesAfter.all(sql, conversationId, afterSeq, limit);
}

/** Returns the number of conversations. */
export function countConversations(sql: Sql): number {
  return sql.prepare<[], { n: number }>('SELECT count(*) AS n FROM conversations').get()?.n ?? 0;
}

/** Returns the number of unresolved conversations whose id starts with a prefix, counted up to a limit. */
export function countUnresolved(sql: Sql, idPrefix: string, limit: number): number {
  return (
    sql
      .prepare<[string, string, number], { n: number }>(
        `SELECT count(*) AS n FROM (SELECT 1 FROM conversations
         WHERE status <> 'resolved' AND substr(id, 1, length(?)) = ? LIMIT ?)`,
      )
      .get(idPrefix, idPrefix, limit)?.n ?? 0
  );
}

/** Returns the last text message (no note) of a conversation after a sequence. */
export function lastTextAfter(sql: Sql, conversationId: string, afterSeq: number): Message | undefined {
  return newestTextAfter.get(sql, conversationId, afterSeq);
}

/** Returns the newest message, notes included, that others than `userId` wrote after a sequence and up to a time, ms. */
export function newestByOthers(
  sql: Sql,
  conversationId: string,
  { afterSeq, until, userId }: { readonly afterSeq: number; readonly until: number; readonly userId: string },
): Message | undefined {
  return newestOfOthers.get(sql, conversationId, afterSeq, until, userId);
}

/** A message as reports count it: who wrote it and when, and who had its conversation, with which team and labels. */
export interface CountableMessage {
  readonly seq: number;
  readonly at: number;
  readonly author: Actor;
  readonly assigneeId: string | null;
  readonly teamId: string | null;
  readonly channel: string | null;
  readonly labels: readonly string[];
}

/** Returns the next messages after a sequence, oldest first: no notes and no lines of the system. */
export function countableMessages(sql: Sql, afterSeq: number, limit: number): CountableMessage[] {
  return sql
    .prepare<
      [number, number],
      Omit<CountableMessage, 'author' | 'labels'> & { readonly author: string; readonly labels: string }
    >(
      `SELECT m.seq, m.at, m.author, c.assignee_id AS assigneeId, c.team_id AS teamId, c.channel, c.labels
       FROM messages m JOIN conversations c ON c.id = m.conversation_id
       WHERE m.seq > ? AND m.kind IN ('text', 'image', 'file') ORDER BY m.seq LIMIT ?`,
    )
    .all(afterSeq, limit)
    .map(({ author, labels, ...rest }) => ({
      ...rest,
      author: Actor.parse(JSON.parse(author)),
      labels: Labels.parse(JSON.parse(labels)),
    }));
}

/** Returns when messages were sent, in their order, after a sequence. Notes and lines of the system are none. */
export function messageTimes(
  sql: Sql,
  afterSeq: number,
  limit: number,
): { readonly seq: number; readonly at: number }[] {
  return sql
    .prepare<[number, number], { seq: number; at: number }>(
      `SELECT seq, at FROM messages WHERE seq > ? AND kind IN ('text', 'image', 'file') ORDER BY seq LIMIT ?`,
    )
    .all(afterSeq, limit);
}

const Labels = z.array(z.string());

const unratedResolved = rowQuery(
  conversationsTable,
  `WHERE status = 'resolved' AND rating IS NULL AND clocks ->> 'replied' = 1 ORDER BY last_message_at DESC LIMIT ?`,
);

/** Returns resolved conversations that the team has answered and the customer has not rated, latest activity first. */
export function unratedConversations(sql: Sql, limit: number): Conversation[] {
  return unratedResolved.all(sql, limit);
}
