import type { ServerResponse } from 'node:http';
import type { AnyEvent } from '#shared/protocol/events/index.ts';
import { readConversation, readPosition } from '../chat/index.ts';
import type { Sql } from '../kernel.ts';
import { frame } from '../sse.ts';

/**
 * Tells visitors how far the team has read what they wrote: whoever has the conversation, or takes part in it. That others have looked
 * at it says nothing about an answer.
 */
export class Receipts {
  readonly #sql: Sql;
  readonly #told = new WeakMap<ServerResponse, number>();

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** Returns the conversation in which an event may have changed what was read; null for other events. */
  static changedBy(event: AnyEvent): string | null {
    switch (event.type) {
      case 'chat.message_read':
        return event.data.userId === null ? null : event.data.conversationId;
      case 'chat.assigned':
      case 'chat.participants_changed':
        return event.data.conversationId;
      default:
        return null;
    }
  }

  /** Tells a page how far the team has read, unless it knows. A page whose socket is full is told once it is not. */
  tell(conversationId: string, response: ServerResponse): void {
    if (response.writableNeedDrain) return;
    const upToSeq = this.#readByTeam(conversationId);
    // What was read stays read, also where somebody else has the conversation now.
    if (upToSeq <= (this.#told.get(response) ?? 0)) return;
    this.#told.set(response, upToSeq);
    response.write(frame('read', JSON.stringify({ upToSeq })));
  }

  #readByTeam(conversationId: string): number {
    const { conversation } = readConversation(this.#sql, conversationId) ?? {};
    if (!conversation) return 0;
    const { assigneeId, participantIds } = conversation;
    const readers = assigneeId === null ? participantIds : [assigneeId, ...participantIds];
    return Math.max(0, ...readers.map((userId) => readPosition(this.#sql, conversationId, userId)));
  }
}
