import {
  AWAKE,
  afterMessage,
  type Conversation,
  ConversationProgress,
  PRIORITIES,
} from '#shared/domain/chat.ts';
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
    const progress = afterMessage(ConversationProgress.parse(conversation), message);
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
    switch (world.int(9)) {
      case 0: {
        const assigned =
          world.random() < 0.7
            ? { assigneeId: AGENT.id, assigneeName: AGENT.name }
            : { assigneeId: null, assigneeName: null };
        return world.event('chat.assigned', { conversationId, ...assigned });
      }
      case 1:
        change({ status: 'resolved', waitingSince: null, ...AWAKE });
        return world.event('chat.status_changed', { conversationId, status: 'resolved', waitingSince: null });
      case 2:
        return world.event('chat.message_read', {
          conversationId,
          userId: world.random() < 0.4 ? null : AGENT.id,
          upToSeq: world.int(world.seq + 1),
        });
      case 3: {
        const until = world.random() < 0.5 ? world.at + 60_000 : null;
        const itemId = world.random() < 0.3 ? 'item' : null;
        change({ status: 'snoozed', snoozedUntil: until, snoozedItemId: itemId });
        return world.event('chat.snoozed', { conversationId, until, itemId });
      }
      case 4: {
        const priority = PRIORITIES[world.int(PRIORITIES.length)] ?? 'none';
        change({ priority });
        return world.event('chat.priority_changed', { conversationId, priority });
      }
      case 5: {
        const labels = ['billing', 'returns', 'vip'].filter(() => world.random() < 0.5);
        change({ labels });
        return world.event('chat.labels_changed', { conversationId, labels });
      }
      case 6: {
        const teamId = world.random() < 0.7 ? `team-${world.int(3)}` : null;
        return world.event('chat.team_changed', { conversationId, teamId });
      }
      case 7: {
        const participantIds = [AGENT.id, 'u-2', 'u-3'].filter(() => world.random() < 0.5);
        return world.event('chat.participants_changed', { conversationId, participantIds });
      }
      default:
        return world.event('chat.message_delivered', { conversationId, upToSeq: world.int(world.seq + 1) });
    }
  }
}
