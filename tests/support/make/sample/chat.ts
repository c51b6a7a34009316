import { afterMessage, type Conversation } from '#shared/domain/chat.ts';
import type { Actor } from '#shared/domain/ids.ts';
import type { AnyEvent } from '#shared/protocol/events/index.ts';
import { makeConversation, makeMessage } from '../conversation.ts';
import { AGENT, type World } from './world.ts';

/** The conversations of a sample shop. */
export class SampleChat {
  readonly #conversations: Conversation[] = [];
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  conversation(): AnyEvent {
    const world = this.#world;
    const conversation = makeConversation({
      id: world.id(),
      customer: { id: `c-${world.int(50)}`, name: world.text(2), email: null },
      subject: world.text(2),
      createdAt: world.at,
    });
    this.#conversations.push(conversation);
    return world.event('chat.conversation_opened', { conversation });
  }

  message(): AnyEvent | null {
    const world = this.#world;
    const at = world.int(this.#conversations.length);
    const conversation = this.#conversations[at];
    if (!conversation) return null;
    const customer = world.random() < 0.5;
    const note = !customer && world.random() < 0.2;
    const author: Actor = customer
      ? { kind: 'customer', id: conversation.customer.id, name: conversation.customer.name }
      : AGENT;
    const message = makeMessage({
      id: world.id(),
      conversationId: conversation.id,
      author,
      kind: note ? 'note' : 'text',
      body: world.text(3 + world.int(12)),
      at: world.at,
    });
    const { status, lastMessageAt, lastMessagePreview, lastCustomerMessageAt, waitingSince, snoozedUntil } =
      conversation;
    const progress = afterMessage(
      { status, lastMessageAt, lastMessagePreview, lastCustomerMessageAt, waitingSince, snoozedUntil },
      message,
    );
    this.#conversations[at] = { ...conversation, ...progress };
    return world.event(note ? 'chat.note_added' : 'chat.message_sent', { message, progress }, author);
  }

  change(): AnyEvent | null {
    const world = this.#world;
    const at = world.int(this.#conversations.length);
    const conversation = this.#conversations[at];
    if (!conversation) return null;
    const conversationId = conversation.id;
    const change = (fields: Partial<Conversation>): void => {
      this.#conversations[at] = { ...conversation, ...fields };
    };
    switch (world.int(4)) {
      case 0: {
        const assigned =
          world.random() < 0.7
            ? { assigneeId: AGENT.id, assigneeName: AGENT.name }
            : { assigneeId: null, assigneeName: null };
        return world.event('chat.assigned', { conversationId, ...assigned });
      }
      case 1:
        change({ status: 'resolved', waitingSince: null });
        return world.event('chat.status_changed', { conversationId, status: 'resolved', waitingSince: null });
      case 2:
        return world.event('chat.message_read', {
          conversationId,
          userId: world.random() < 0.4 ? null : AGENT.id,
          upToSeq: world.int(world.seq + 1),
        });
      default:
        return world.event('chat.message_delivered', { conversationId, upToSeq: world.int(world.seq + 1) });
    }
  }
}
