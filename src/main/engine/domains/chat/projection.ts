import type { Conversation, Message, ReadPosition } from '#shared/domain/chat.ts';
import { parserOf } from '#shared/protocol/events/guard.ts';
import type { EventOf } from '#shared/protocol/events/index.ts';
import { conversationRow, messageRow, readPositionRow } from '#shared/rows/chat.ts';
import {
  type ChannelProjection,
  type Dump,
  dumpTables,
  type ProjectionContext,
} from '../../store/projection.ts';
import { Conversations } from './conversations.ts';
import { ExpiredMessages } from './expired.ts';
import { Messages } from './messages.ts';
import { conversationsTable, MESSAGE_COLUMNS, messagesTable, readPositionsTable } from './tables.ts';

const parse = {
  conversation: parserOf(conversationRow.schema),
  message: parserOf(messageRow.schema),
  position: parserOf(readPositionRow.schema),
};

/** Projects the channel `chat`: conversations, messages and read positions. */
export function chatProjection(context: ProjectionContext): ChannelProjection<'chat'> {
  const chat = new Chat(context);
  const { conversations, messages } = chat;
  /** Has an older conversation fetched that an event is about; it comes as the event leaves it. */
  const known = (conversationId: string, applied: boolean): boolean => {
    if (applied || !context.hasOlder('conversation')) return applied;
    context.want('conversation', conversationId);
    return true;
  };
  const addMessage = (event: EventOf<'chat.message_sent' | 'chat.note_added'>): boolean =>
    known(event.data.message.conversationId, chat.addMessage(event));
  const clocked = ({
    data: { conversationId, clocks },
  }: EventOf<'chat.clocks_changed' | 'chat.clock_warned' | 'chat.clock_breached'>): boolean =>
    known(conversationId, conversations.setClocks(conversationId, clocks));
  return {
    channel: 'chat',
    tallies: [],
    texts: [conversations.index, messages.index],
    events: {
      'chat.conversation_opened': ({ data }) => {
        chat.open(data.conversation);
        return true;
      },
      'chat.message_sent': addMessage,
      'chat.note_added': addMessage,
      'chat.message_redacted': (event) => known(event.data.conversationId, chat.redact(event)),
      'chat.messages_expired': ({ data }) => {
        chat.expired.follow(data.upTo, data);
        return true;
      },
      'chat.message_delivered': ({ data }) =>
        known(data.conversationId, conversations.delivered(data.conversationId, data.upToSeq)),
      'chat.message_read': (event) => known(event.data.conversationId, chat.read(event)),
      'chat.assigned': ({ data }) =>
        known(
          data.conversationId,
          conversations.assign(data.conversationId, data.assigneeId, data.assigneeName),
        ),
      'chat.status_changed': ({ data }) =>
        known(
          data.conversationId,
          conversations.setStatus(data.conversationId, data.status, data.waitingSince),
        ),
      'chat.snoozed': ({ data }) =>
        known(data.conversationId, conversations.snooze(data.conversationId, data.until, data.itemId)),
      'chat.priority_changed': ({ data }) =>
        known(data.conversationId, conversations.setPriority(data.conversationId, data.priority)),
      'chat.labels_changed': ({ data }) =>
        known(data.conversationId, conversations.setLabels(data.conversationId, data.labels)),
      'chat.clocks_changed': clocked,
      'chat.clock_warned': clocked,
      'chat.clock_breached': clocked,
      'chat.rated': ({ data }) =>
        known(data.conversationId, conversations.rate(data.conversationId, data.rating)),
      'chat.team_changed': ({ data }) =>
        known(data.conversationId, conversations.setTeam(data.conversationId, data.teamId)),
      'chat.participants_changed': ({ data }) =>
        known(data.conversationId, conversations.setParticipants(data.conversationId, data.participantIds)),
    },
    rows: {
      conversation: (row) => void chat.open(parse.conversation(row)),
      message: (row) => chat.putMessage(parse.message(row)),
      read_position: (row) => chat.putPosition(parse.position(row)),
    },
    clear: () => chat.clear(),
    expire: (before) => chat.expired.before(before),
  };
}

/** The tables of the channel. */
class Chat {
  readonly conversations: Conversations;
  readonly messages: Messages;
  readonly expired: ExpiredMessages;
  readonly #context: ProjectionContext;
  readonly #positions;

  constructor(context: ProjectionContext) {
    this.#context = context;
    this.conversations = new Conversations(context);
    this.messages = new Messages(context);
    this.expired = new ExpiredMessages(context, this.conversations);
    this.#positions = context.bind(readPositionsTable);
  }

  open(conversation: Conversation): boolean {
    const mine = this.#positions.get(conversation.id, this.#context.userId)?.upToSeq ?? 0;
    return this.conversations.put(conversation, mine);
  }

  addMessage({ seq, data }: EventOf<'chat.message_sent' | 'chat.note_added'>): boolean {
    const { message, progress } = data;
    const before = this.conversations.find(message.conversationId);
    if (!before) return false;
    this.messages.put({ ...message, seq }, before.k);
    const fromCustomer = message.author.kind === 'customer';
    this.conversations.setProgress(before, progress, fromCustomer ? seq : before.lastCustomerSeq);
    this.#context.changes.touch('chat', message.conversationId);
    return true;
  }

  /** Removes what a message said, also where its conversation is not held. */
  redact({ data }: EventOf<'chat.message_redacted'>): boolean {
    const { conversationId, messageId: id, messageSeq: seq, clearsPreview, ...rest } = data;
    this.messages.redact({ id, conversationId, seq, ...rest });
    this.#context.changes.touch('chat', conversationId);
    if (clearsPreview) return this.conversations.clearPreview(conversationId);
    return this.conversations.find(conversationId) !== undefined;
  }

  read({ data: { conversationId, userId, upToSeq } }: EventOf<'chat.message_read'>): boolean {
    if (userId === null) return this.conversations.readByCustomer(conversationId, upToSeq);
    this.putPosition({ conversationId, userId, upToSeq });
    this.#context.changes.touch('chat', conversationId);
    return true;
  }

  /** Moves a read position forward, never back. */
  putPosition(position: ReadPosition): void {
    const { conversationId, userId, upToSeq } = position;
    const before = this.#positions.get(conversationId, userId);
    if (before === undefined || before.upToSeq < upToSeq) this.#positions.upsert(position, {});
    if (userId === this.#context.userId) this.conversations.readByMe(conversationId, upToSeq);
  }

  /** Inserts a message of a snapshot or of history. Its conversation was inserted before. */
  putMessage(message: Message): void {
    const before = this.conversations.find(message.conversationId);
    if (!before) return;
    this.messages.put(message, before.k);
    if (message.author.kind === 'customer') this.conversations.setLastCustomerMessage(before, message.seq);
  }

  clear(): void {
    this.conversations.clear();
    this.messages.clear();
    this.#positions.clear();
  }
}

const dumpConversations = dumpTables(conversationsTable);
const dumpPositions = dumpTables(readPositionsTable);

/** Returns all rows of the channel, kind by kind, sorted by key. */
export const dumpChat: Dump = function* (sql) {
  yield* dumpConversations(sql);
  const messages = sql.raw
    .prepare(
      `SELECT ${MESSAGE_COLUMNS} FROM messages m CROSS JOIN conversations c ON c.k = m.conversation_k ORDER BY m.seq`,
    )
    .iterate();
  for (const stored of messages) yield { kind: messageRow.kind, row: messagesTable.decode(stored as never) };
  yield* dumpPositions(sql);
};
