import { Conversation, Message, ReadPosition, type VisitorClaims } from '../domain/chat.ts';
import type { Masked } from '../domain/filter.ts';
import { Actor } from '../domain/ids.ts';
import type { Customer } from '../domain/orders.ts';
import type { Rating } from '../domain/ratings.ts';
import type { Redaction } from '../domain/redaction.ts';
import type { ServiceClocks } from '../domain/service-levels.ts';
import { defineRow, type GroupCodec, json, nullableJson } from './define.ts';

const customer: GroupCodec<Customer> = {
  parts: { id: (c) => c.id, name: (c) => c.name, email: (c) => c.email },
  join: ({ id, name, email }) => ({
    id: String(id),
    name: String(name),
    email: email === null || email === undefined ? null : String(email),
  }),
};

const author: GroupCodec<Actor> = {
  parts: { kind: (a) => a.kind, id: (a) => a.id, name: (a) => a.name },
  join: ({ kind, id, name }) => ({
    kind: Actor.shape.kind.parse(kind),
    id: String(id),
    name: String(name),
  }),
};

/** Conversations. */
export const conversationRow = defineRow({
  kind: 'conversation',
  schema: Conversation,
  key: ['id'],
  codecs: {
    customer,
    labels: json<string[]>(),
    orderIds: json<string[]>(),
    visitor: nullableJson<VisitorClaims>(),
    clocks: nullableJson<ServiceClocks>(),
    rating: nullableJson<Rating>(),
    participantIds: json<string[]>(),
  },
});
/** Messages, keyed by the sequence number of their event. */
export const messageRow = defineRow({
  kind: 'message',
  schema: Message,
  key: ['seq'],
  codecs: {
    author,
    attachments: json<Message['attachments']>(),
    masked: nullableJson<Masked>(),
    redacted: nullableJson<Redaction>(),
  },
});
/** Read positions of team members. */
export const readPositionRow = defineRow({
  kind: 'read_position',
  schema: ReadPosition,
  key: ['conversationId', 'userId'],
});
