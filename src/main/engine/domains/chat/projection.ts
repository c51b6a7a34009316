import { Conversation, type ConversationProgress, Message, ReadPosition } from '#shared/domain/chat.ts';
import type { EventOf } from '#shared/protocol/events/index.ts';
import type { ChannelProjection, Dump, ProjectionContext } from '../../store/projection.ts';
import { Rollup } from '../../store/tallies.ts';
import { foldWords } from '../../store/text.ts';
import {
  CONVERSATION_COLUMNS,
  type ConversationRow,
  MESSAGE_COLUMNS,
  type MessageRow,
  toConversation,
  toMessage,
} from './rows.ts';

/** What counters and list keys depend on. */
interface Standing {
  readonly k: number;
  readonly status: string;
  readonly assignee_id: string | null;
  readonly waiting_since: number | null;
  readonly last_message_at: number;
  readonly last_customer_seq: number;
  readonly my_read_seq: number;
}

const STANDING = 'k, status, assignee_id, waiting_since, last_message_at, last_customer_seq, my_read_seq';

/** 0 resolved, 1 open or pending, 2 snoozed. */
function activeOf(status: string): 0 | 1 | 2 {
  if (status === 'resolved') return 0;
  return status === 'snoozed' ? 2 : 1;
}

/** Sorts those who wait first, longest first, then the rest by latest activity. Times stay far below 9e15. */
function waitKey(c: Pick<Standing, 'waiting_since' | 'last_message_at'>): number {
  return c.waiting_since ?? 9e15 - c.last_message_at;
}

/** The channel `chat`. */
export function chatProjection(context: ProjectionContext): ChannelProjection<'chat'> {
  const { sql, counters, calendar, changes, userId } = context;
  const figures = new Rollup(sql, calendar, {
    table: 'chat_rollups',
    keys: [],
    values: ['conversations', 'messages_in'],
  });
  const find = sql.prepare<[string], Standing>(`SELECT ${STANDING} FROM conversations WHERE id = ?`);
  const insertConversation = sql.prepare(
    `INSERT OR IGNORE INTO conversations (id, customer_id, customer_name, customer_email, subject, status, priority, labels, assignee_id,
       assignee_name, order_ids, created_at, last_message_at, last_message_preview, last_customer_message_at, waiting_since, snoozed_until,
       customer_delivered_seq, customer_read_seq, active, wait_key, last_customer_seq, my_read_seq, words)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)`,
  );
  const insertMessage = sql.prepare(
    `INSERT OR IGNORE INTO messages (seq, id, conversation_k, author_kind, author_id, author_name, kind, body, attachments, at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const progressTo = sql.prepare(
    `UPDATE conversations SET status = ?, last_message_at = ?, last_message_preview = ?, last_customer_message_at = ?, waiting_since = ?,
       snoozed_until = ?, active = ?, wait_key = ?, last_customer_seq = ? WHERE k = ?`,
  );
  const indexConversation = sql.prepare<[number | bigint, string]>(
    'INSERT INTO conversations_fts (rowid, words) VALUES (?, ?)',
  );
  const indexMessage = sql.prepare<[number, string]>('INSERT INTO messages_fts (rowid, body) VALUES (?, ?)');
  const position = sql.prepare<[string, string], { seq: number }>(
    'SELECT up_to_seq AS seq FROM read_positions WHERE conversation_id = ? AND user_id = ?',
  );

  const weigh = (c: Standing, sign: 1 | -1): void => {
    const active = activeOf(c.status);
    if (active === 0) return;
    if (active === 1) counters.add('chat.open', sign);
    if (active === 1 && c.assignee_id === null) counters.add('chat.unassigned', sign);
    if (c.waiting_since !== null) counters.add('chat.waiting', sign);
    if (c.assignee_id === userId) counters.add('chat.mine', sign);
    if (c.last_customer_seq > c.my_read_seq) counters.add('chat.unread', sign);
  };
  const moved = (before: Standing, after: Standing): void => {
    weigh(before, -1);
    weigh(after, 1);
  };

  const putConversation = (c: Conversation): boolean => {
    const words = foldWords(`${c.customer.name} ${c.customer.email ?? ''} ${c.subject ?? ''}`);
    const mine = position.get(c.id, userId)?.seq ?? 0;
    const active = activeOf(c.status);
    const written = insertConversation.run(
      c.id,
      c.customer.id,
      c.customer.name,
      c.customer.email,
      c.subject,
      c.status,
      c.priority,
      JSON.stringify(c.labels),
      c.assigneeId,
      c.assigneeName,
      JSON.stringify(c.orderIds),
      c.createdAt,
      c.lastMessageAt,
      c.lastMessagePreview,
      c.lastCustomerMessageAt,
      c.waitingSince,
      c.snoozedUntil,
      c.customerDeliveredSeq,
      c.customerReadSeq,
      active,
      waitKey({ waiting_since: c.waitingSince, last_message_at: c.lastMessageAt }),
      mine,
      words,
    );
    if (written.changes === 0) return false;
    indexConversation.run(written.lastInsertRowid, words);
    figures.add(c.createdAt, [], [1, 0]);
    weigh(
      {
        k: 0,
        status: c.status,
        assignee_id: c.assigneeId,
        waiting_since: c.waitingSince,
        last_message_at: c.lastMessageAt,
        last_customer_seq: 0,
        my_read_seq: mine,
      },
      1,
    );
    changes.touch('chat', c.id);
    return true;
  };

  const writeMessage = (m: Omit<Message, 'seq'>, seq: number, conversationKey: number): void => {
    const written = insertMessage.run(
      seq,
      m.id,
      conversationKey,
      m.author.kind,
      m.author.id,
      m.author.name,
      m.kind,
      m.body,
      m.attachments.length === 0 ? '[]' : JSON.stringify(m.attachments),
      m.at,
    );
    if (written.changes === 0) return;
    if (m.body !== '') indexMessage.run(seq, m.body);
    if (m.author.kind === 'customer') figures.add(m.at, [], [0, 1]);
  };

  const progress = (before: Standing, p: ConversationProgress, lastCustomerSeq: number): void => {
    const after: Standing = {
      ...before,
      status: p.status,
      waiting_since: p.waitingSince,
      last_message_at: p.lastMessageAt,
      last_customer_seq: lastCustomerSeq,
    };
    progressTo.run(
      p.status,
      p.lastMessageAt,
      p.lastMessagePreview,
      p.lastCustomerMessageAt,
      p.waitingSince,
      p.snoozedUntil,
      activeOf(p.status),
      waitKey(after),
      lastCustomerSeq,
      before.k,
    );
    moved(before, after);
  };

  const say = (event: EventOf<'chat.message_sent'> | EventOf<'chat.note_added'>): boolean => {
    const { message, progress: p } = event.data;
    const before = find.get(message.conversationId);
    if (!before) return false;
    writeMessage(message, event.seq, before.k);
    progress(before, p, message.author.kind === 'customer' ? event.seq : before.last_customer_seq);
    changes.touch('chat', message.conversationId);
    return true;
  };

  // Kept by the assignment, a literal: putting a text together for each event costs more than it looks.
  const assignments = new Map<string, ReturnType<typeof sql.prepare>>();
  const assigning = (assignment: string, rest: string): ReturnType<typeof sql.prepare> => {
    let statement = assignments.get(assignment);
    if (!statement) {
      statement = sql.prepare(`UPDATE conversations SET ${assignment}${rest}`);
      assignments.set(assignment, statement);
    }
    return statement;
  };

  /** Changes columns of a conversation that counters or list keys depend on. */
  const change = (
    id: string,
    assignment: string,
    values: readonly unknown[],
    next: (before: Standing) => Standing,
  ): boolean => {
    const before = find.get(id);
    if (!before) return false;
    const after = next(before);
    assigning(assignment, ', active = ?, wait_key = ? WHERE k = ?').run(
      ...values,
      activeOf(after.status),
      waitKey(after),
      before.k,
    );
    moved(before, after);
    changes.touch('chat', id);
    return true;
  };
  /** Changes columns nothing else depends on. */
  const set = (id: string, assignment: string, ...values: readonly unknown[]): boolean => {
    changes.touch('chat', id);
    return assigning(assignment, ' WHERE id = ?').run(...values, id).changes === 1;
  };

  const putPosition = ({ conversationId, userId: reader, upToSeq }: ReadPosition): void => {
    sql
      .prepare(
        `INSERT INTO read_positions (conversation_id, user_id, up_to_seq) VALUES (?, ?, ?)
         ON CONFLICT (conversation_id, user_id) DO UPDATE SET up_to_seq = max(up_to_seq, excluded.up_to_seq)`,
      )
      .run(conversationId, reader, upToSeq);
    if (reader !== userId) return;
    const before = find.get(conversationId);
    if (!before || before.my_read_seq >= upToSeq) return;
    sql.prepare('UPDATE conversations SET my_read_seq = ? WHERE k = ?').run(upToSeq, before.k);
    moved(before, { ...before, my_read_seq: upToSeq });
  };

  const read = ({
    data: { conversationId, userId: reader, upToSeq },
  }: EventOf<'chat.message_read'>): boolean => {
    if (reader === null) {
      const assignment =
        'customer_read_seq = max(customer_read_seq, ?), customer_delivered_seq = max(customer_delivered_seq, ?)';
      return set(conversationId, assignment, upToSeq, upToSeq);
    }
    putPosition({ conversationId, userId: reader, upToSeq });
    changes.touch('chat', conversationId);
    return true;
  };

  const attach = ({ data }: EventOf<'chat.attachment_added'>): boolean => {
    const before = find.get(data.conversationId);
    if (!before) return false;
    const message = sql
      .prepare<[number, string], { seq: number; attachments: string }>(
        'SELECT seq, attachments FROM messages WHERE conversation_k = ? AND id = ? ORDER BY seq DESC LIMIT 1',
      )
      .get(before.k, data.messageId);
    if (!message) return false;
    const attachments: unknown[] = JSON.parse(message.attachments);
    sql
      .prepare('UPDATE messages SET attachments = ? WHERE seq = ?')
      .run(JSON.stringify([...attachments, data.attachment]), message.seq);
    changes.touch('chat', data.conversationId);
    return true;
  };

  return {
    channel: 'chat',
    tallies: [figures],
    events: {
      'chat.conversation_opened': (event) => putConversation(event.data.conversation),
      'chat.message_sent': say,
      'chat.note_added': say,
      'chat.attachment_added': attach,
      'chat.message_delivered': ({ data }) =>
        set(data.conversationId, 'customer_delivered_seq = max(customer_delivered_seq, ?)', data.upToSeq),
      'chat.message_read': read,
      'chat.assigned': ({ data }) =>
        change(
          data.conversationId,
          'assignee_id = ?, assignee_name = ?',
          [data.assigneeId, data.assigneeName],
          (before) => ({
            ...before,
            assignee_id: data.assigneeId,
          }),
        ),
      'chat.status_changed': ({ data }) =>
        change(
          data.conversationId,
          'status = ?, waiting_since = ?',
          [data.status, data.waitingSince],
          (before) => ({
            ...before,
            status: data.status,
            waiting_since: data.waitingSince,
          }),
        ),
      'chat.snoozed': ({ data }) => {
        const status = data.until === null ? 'open' : 'snoozed';
        return change(
          data.conversationId,
          'status = ?, snoozed_until = ?',
          [status, data.until],
          (before) => ({ ...before, status }),
        );
      },
      'chat.priority_changed': ({ data }) => set(data.conversationId, 'priority = ?', data.priority),
      'chat.labels_changed': ({ data }) =>
        set(data.conversationId, 'labels = ?', JSON.stringify(data.labels)),
      'chat.rated': ({ data }) => find.get(data.conversationId) !== undefined,
    },
    rows: {
      conversation: (row) => void putConversation(Conversation.parse(row)),
      message: (row) => {
        const m = Message.parse(row);
        const before = find.get(m.conversationId);
        if (!before) return;
        writeMessage(m, m.seq, before.k);
        if (m.author.kind !== 'customer' || m.seq <= before.last_customer_seq) return;
        sql.prepare('UPDATE conversations SET last_customer_seq = ? WHERE k = ?').run(m.seq, before.k);
        moved(before, { ...before, last_customer_seq: m.seq });
      },
      read_position: (row) => putPosition(ReadPosition.parse(row)),
    },
    clear: () => {
      for (const table of ['conversations', 'messages', 'read_positions'])
        sql.prepare(`DELETE FROM ${table}`).run();
      for (const index of ['conversations_fts', 'messages_fts'])
        sql.prepare(`INSERT INTO ${index} (${index}) VALUES ('delete-all')`).run();
      counters.clear('chat.');
      figures.clear();
    },
    rebuildRollups: () => {
      figures.clear();
      const opened = sql.prepare<[number], { k: number; at: number }>(
        'SELECT k, created_at AS at FROM conversations WHERE k > ? ORDER BY k LIMIT 5000',
      );
      for (let rows = opened.all(0); rows.length > 0; rows = opened.all(rows.at(-1)?.k ?? 0)) {
        for (const row of rows) figures.add(row.at, [], [1, 0]);
        figures.flush();
      }
      const said = sql.prepare<[number], { k: number; at: number }>(
        `SELECT seq AS k, at FROM messages WHERE seq > ? AND author_kind = 'customer' ORDER BY seq LIMIT 5000`,
      );
      for (let rows = said.all(0); rows.length > 0; rows = said.all(rows.at(-1)?.k ?? 0)) {
        for (const row of rows) figures.add(row.at, [], [0, 1]);
        figures.flush();
      }
    },
  };
}

/** All rows of the channel `chat`, kind by kind, each by its key. */
export const dumpChat: Dump = function* (sql) {
  const rows = <R>(text: string): IterableIterator<R> => sql.raw.prepare<[], R>(text).iterate();
  for (const row of rows<ConversationRow>(
    `SELECT ${CONVERSATION_COLUMNS} FROM conversations c ORDER BY c.id`,
  )) {
    yield { kind: 'conversation', row: toConversation(row) };
  }
  const messages = `SELECT ${MESSAGE_COLUMNS} FROM messages m CROSS JOIN conversations c ON c.k = m.conversation_k ORDER BY m.seq`;
  for (const row of rows<MessageRow>(messages)) yield { kind: 'message', row: toMessage(row) };
  const positions =
    'SELECT conversation_id AS conversationId, user_id AS userId, up_to_seq AS upToSeq FROM read_positions ORDER BY 1, 2';
  for (const row of rows<ReadPosition>(positions)) yield { kind: 'read_position', row };
};
