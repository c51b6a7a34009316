import type { EventOf } from '#shared/protocol/events/index.ts';
import type { CommandContext, GatewayModule } from '../kernel.ts';

function recordMessage(
  context: CommandContext,
  event: EventOf<'chat.message_sent' | 'chat.note_added'>,
): void {
  const { message, progress } = event.data;
  context.sql
    .prepare<[number, string, string, string, string, string, string, number]>(
      'INSERT INTO messages (seq, id, conversation_id, author, kind, body, attachments, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    )
    .run(
      event.seq,
      message.id,
      message.conversationId,
      JSON.stringify(message.author),
      message.kind,
      message.body,
      JSON.stringify(message.attachments),
      message.at,
    );
  context.sql
    .prepare<[string, number, string, number | null, number | null, number | null, number, string]>(
      `UPDATE conversations SET status = ?, last_message_at = ?, last_message_preview = ?, last_customer_message_at = ?, waiting_since = ?,
         snoozed_until = ?, last_message_seq = ? WHERE id = ?`,
    )
    .run(
      progress.status,
      progress.lastMessageAt,
      progress.lastMessagePreview,
      progress.lastCustomerMessageAt,
      progress.waitingSince,
      progress.snoozedUntil,
      event.seq,
      message.conversationId,
    );
}

function recordRead(context: CommandContext, event: EventOf<'chat.message_read'>): void {
  const { conversationId, userId, upToSeq } = event.data;
  if (userId === null) {
    context.sql
      .prepare<[number, number, string]>(
        `UPDATE conversations SET customer_read_seq = max(customer_read_seq, ?), customer_delivered_seq = max(customer_delivered_seq, ?) WHERE id = ?`,
      )
      .run(upToSeq, upToSeq, conversationId);
    return;
  }
  context.sql
    .prepare<[string, string, number]>(
      `INSERT INTO read_positions (conversation_id, user_id, up_to_seq) VALUES (?, ?, ?)
       ON CONFLICT (conversation_id, user_id) DO UPDATE SET up_to_seq = max(up_to_seq, excluded.up_to_seq)`,
    )
    .run(conversationId, userId, upToSeq);
}

/** Updates the chat's tables from its events. */
export const chatProjection: NonNullable<GatewayModule['reactions']> = {
  'chat.conversation_opened': (context, { data: { conversation: c } }) => {
    context.sql
      .prepare<
        [
          string,
          string,
          string,
          string | null,
          string | null,
          string,
          string,
          string,
          string | null,
          string | null,
          string,
          number,
          number,
          string,
          number | null,
          number | null,
          number | null,
          number,
          number,
        ]
      >(
        `INSERT INTO conversations (id, customer_id, customer_name, customer_email, subject, status, priority, labels, assignee_id, assignee_name,
           order_ids, created_at, last_message_at, last_message_preview, last_customer_message_at, waiting_since, snoozed_until,
           customer_delivered_seq, customer_read_seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
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
      );
  },
  'chat.message_sent': recordMessage,
  'chat.note_added': recordMessage,
  'chat.message_delivered': (context, { data: { conversationId, upToSeq } }) => {
    context.sql
      .prepare<[number, string]>(
        'UPDATE conversations SET customer_delivered_seq = max(customer_delivered_seq, ?) WHERE id = ?',
      )
      .run(upToSeq, conversationId);
  },
  'chat.message_read': recordRead,
  'chat.assigned': (context, { data: { conversationId, assigneeId, assigneeName } }) => {
    context.sql
      .prepare<[string | null, string | null, string]>(
        'UPDATE conversations SET assignee_id = ?, assignee_name = ? WHERE id = ?',
      )
      .run(assigneeId, assigneeName, conversationId);
  },
  'chat.status_changed': (context, { data: { conversationId, status, waitingSince } }) => {
    context.sql
      .prepare<[string, number | null, string]>(
        'UPDATE conversations SET status = ?, waiting_since = ? WHERE id = ?',
      )
      .run(status, waitingSince, conversationId);
  },
};
