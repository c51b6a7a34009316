import { z } from 'zod';
import { MAX_ATTACHMENTS } from '#shared/domain/attachments.ts';
import type { Conversation } from '#shared/domain/chat.ts';
import { isMaskedFrom, type Slowed } from '#shared/domain/filter.ts';
import { ClientUuid } from '#shared/domain/ids.ts';
import { postCustomerMessage, readConversation, readMessage, startedByTeam } from '../chat/index.ts';
import { audit } from '../execute/index.ts';
import { slowDown } from '../filter/index.ts';
import { newId } from '../ids.ts';
import type { CommandContext, Sql } from '../kernel.ts';
import { readOrder, readOrderOfCustomer } from '../orders/index.ts';
import { refuse } from '../refuse.ts';
import { type Visitor, visitorKeys } from './visitor.ts';

/** SQLite stores half of a surrogate pair as U+FFFD. What is compared and sent must be what is stored. */
const text = z.string().overwrite((value) => value.toWellFormed());

/** The form that starts a conversation. */
export const VisitorBody = z.strictObject({
  name: text.trim().min(1, 'Enter your name.').max(100),
  email: z.email('Enter a valid e-mail address.').max(200),
  orderNumber: text.trim().min(1).max(64).nullable(),
});

/** A visitor's message. */
export const MessageBody = z
  .strictObject({
    messageId: ClientUuid,
    body: text.trim().max(10_000),
    attachments: z.array(ClientUuid).min(1).max(MAX_ATTACHMENTS).optional(),
  })
  .refine(({ body, attachments }) => body !== '' || attachments !== undefined, {
    path: ['body'],
    message: 'Enter a message.',
  });

/**
 * Creates a visitor with a new conversation. Attaches the order if its number and e-mail address match. If the team has started a
 * conversation with the customer of that order, the visitor gets that one.
 */
export function newVisitor(
  sql: Sql,
  { name, email, orderNumber }: z.infer<typeof VisitorBody>,
  browserId: string,
): Visitor {
  const order = orderNumber === null ? undefined : readOrderOfCustomer(sql, orderNumber, email);
  const customerId = order && readOrder(sql, order.id)?.order.customer?.id;
  const waiting = customerId === undefined ? undefined : startedByTeam(sql, customerId, 0);
  const claims = { emailVerified: false, unverifiedOrder: order ? null : orderNumber };
  if (waiting) return visitorIn(waiting, { customer: { ...waiting.customer, email }, claims, browserId });
  return {
    conversationId: newId(),
    browserId,
    customer: { id: newId(), name, email },
    orderIds: order ? [order.id] : [],
    subject: order ? `About order ${order.number}` : null,
    claims,
  };
}

/** Returns the visitor as they are once the team has started a newer conversation with them; null if it has not. */
export function returningVisitor(sql: Sql, visitor: Visitor): Visitor | null {
  const { conversationId, customer } = visitor;
  const current = readConversation(sql, conversationId)?.conversation;
  const waiting = startedByTeam(sql, customer.id, current?.createdAt ?? 0);
  return waiting && waiting.id !== conversationId ? visitorIn(waiting, visitor) : null;
}

function visitorIn(
  { id, orderIds, subject }: Conversation,
  { browserId, customer, claims }: Pick<Visitor, 'browserId' | 'customer' | 'claims'>,
): Visitor {
  return { conversationId: id, browserId, customer, orderIds: orderIds.slice(0, 1), subject, claims };
}

/** A posted message; or why it has to wait. */
export type Posted =
  | { readonly messageId: string; readonly seq: number; readonly slowed?: undefined }
  | { readonly slowed: Slowed };

/**
 * Posts a message exactly once: the same id with the same text and files returns the first result. The first message opens the
 * conversation, so that visitors who write nothing do not fill the inbox. A message that has to wait is counted, and not posted.
 */
export function postMessage(
  context: CommandContext,
  visitor: Visitor,
  { messageId, body, attachments = [] }: z.infer<typeof MessageBody>,
): Posted {
  const { conversationId } = visitor;
  const present = readMessage(context.sql, messageId);
  if (present) {
    // Its page did not learn that it was taken before it was removed.
    if (present.conversationId === conversationId && present.redacted !== null)
      return { messageId, seq: present.seq };
    const same =
      isMaskedFrom(present.body, body) &&
      present.attachments.map(({ id }) => id).join() === attachments.join();
    if (present.conversationId === conversationId && same) return { messageId, seq: present.seq };
    return refuse('message_id_used', {}, { field: 'messageId' });
  }
  const written = { visitors: visitorKeys(visitor), conversationId, messageId, body };
  const slowed = slowDown(context, written, (id) => readMessage(context.sql, id)?.body);
  if (slowed) return { slowed };
  if (!readConversation(context.sql, conversationId)) {
    context.dispatch('chat.open_conversation', {
      conversationId,
      customer: visitor.customer,
      subject: visitor.subject,
      orderIds: [...visitor.orderIds],
      visitor: visitor.claims,
    });
  }
  postCustomerMessage(context, { conversationId, messageId, body, attachments });
  const seq = readMessage(context.sql, messageId)?.seq ?? 0;
  context.write(audit, {
    at: context.now,
    actor: context.principal.actor,
    type: 'chat.send_message',
    commandId: null,
    reason: null,
    code: 'ok',
    seq,
    subject: `chat:${conversationId}`,
    changes: [{ record: `chat:${conversationId}`, field: 'message', from: null, to: messageId }],
    address: context.principal.address ?? null,
  });
  return { messageId, seq };
}
