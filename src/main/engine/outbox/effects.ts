import { z } from 'zod';
import { ALERT_STATES } from '#shared/domain/alerts.ts';
import { CONVERSATION_STATUSES } from '#shared/domain/chat.ts';
import { Actor, Id, Seq, Timestamp } from '#shared/domain/ids.ts';
import { Quantity } from '#shared/domain/inventory.ts';
import type { AnyCommand } from '#shared/protocol/commands/index.ts';

/**
 * What a command is expected to change, written as JSON in `outbox.effect` with the command and laid over the projection
 * by readers while the command's state is one of PENDING_STATES. Ending the state (settled, refused) ends the effect:
 * nothing is ever written into the projection itself, so nothing has to be taken back.
 */
export const Effect = z.discriminatedUnion('kind', [
  /** Adds to a level. A `set` adjustment is the difference to what the user saw. */
  z.object({
    kind: z.literal('level'),
    itemId: Id,
    locationId: Id,
    deltaOnHand: Quantity,
    deltaCommitted: Quantity,
  }),
  /** A message to show with the receipt of its command. Kept for refused ones too: they show as failed. */
  z.object({
    kind: z.literal('message'),
    conversationId: Id,
    messageId: Id,
    messageKind: z.enum(['text', 'note']),
    body: z.string().max(10_000),
    author: Actor,
    at: Timestamp,
  }),
  z.object({
    kind: z.literal('assign'),
    conversationId: Id,
    assigneeId: Id.nullable(),
    /** The user's own name where they take it themselves; null where another's name must be looked up. */
    assigneeName: z.string().max(200).nullable(),
  }),
  z.object({
    kind: z.literal('conversation_status'),
    conversationId: Id,
    status: z.enum(CONVERSATION_STATUSES),
  }),
  z.object({ kind: z.literal('read'), conversationId: Id, upToSeq: Seq }),
  z.object({ kind: z.literal('acknowledge'), alertId: Id, by: z.string().max(200), at: Timestamp }),
  z.object({ kind: z.literal('alert_state'), alertId: Id, state: z.enum(ALERT_STATES) }),
]);
export type Effect = z.infer<typeof Effect>;

/** States in which a command's effect is laid over what is shown. */
export const PENDING_STATES = ['queued', 'sending', 'sent'] as const;

/** Who writes the command, and when. */
export interface EffectContext {
  readonly userId: string;
  readonly userName: string;
  readonly now: number;
}

/** The optimistic effect of a command; null where nothing can be shown before the gateway has decided. */
export function effectOf(command: AnyCommand, context: EffectContext): Effect | null {
  switch (command.type) {
    case 'inventory.adjust': {
      const { itemId, locationId, change } = command.data;
      const deltaOnHand = change.mode === 'delta' ? change.quantity : change.quantity - change.expected;
      return { kind: 'level', itemId, locationId, deltaOnHand, deltaCommitted: 0 };
    }
    case 'inventory.receive': {
      const { itemId, locationId, quantity } = command.data;
      return { kind: 'level', itemId, locationId, deltaOnHand: quantity, deltaCommitted: 0 };
    }
    case 'inventory.reserve': {
      const { itemId, locationId, quantity } = command.data;
      return { kind: 'level', itemId, locationId, deltaOnHand: 0, deltaCommitted: quantity };
    }
    case 'chat.send_message': {
      const { conversationId, messageId, kind, body } = command.data;
      const author = { kind: 'user' as const, id: context.userId, name: context.userName };
      return { kind: 'message', conversationId, messageId, messageKind: kind, body, author, at: context.now };
    }
    case 'chat.assign': {
      const { conversationId, assigneeId } = command.data;
      const assigneeName = assigneeId === context.userId ? context.userName : null;
      return { kind: 'assign', conversationId, assigneeId, assigneeName };
    }
    case 'chat.set_status':
      return {
        kind: 'conversation_status',
        conversationId: command.data.conversationId,
        status: command.data.status,
      };
    case 'chat.mark_read':
      return {
        kind: 'read',
        conversationId: command.data.conversationId,
        upToSeq: command.data.upToSeq,
      };
    case 'alerts.acknowledge':
      return { kind: 'acknowledge', alertId: command.data.alertId, by: context.userName, at: context.now };
    case 'alerts.resolve':
      return { kind: 'alert_state', alertId: command.data.alertId, state: 'resolved' };
    default:
      return null;
  }
}

/** Reads an effect back from the outbox; null where there is none or it is of a version this one does not know. */
export function readEffect(json: string | null): Effect | null {
  if (json === null) return null;
  try {
    return Effect.safeParse(JSON.parse(json)).data ?? null;
  } catch {
    return null;
  }
}

/** The records whose reading an effect changes: topic and key, as in change notices. */
export function effectTopic(effect: Effect): { readonly topic: string; readonly key: string } {
  switch (effect.kind) {
    case 'level':
      return { topic: 'inventory', key: effect.itemId };
    case 'message':
    case 'assign':
    case 'conversation_status':
    case 'read':
      return { topic: 'chat', key: effect.conversationId };
    case 'acknowledge':
    case 'alert_state':
      return { topic: 'alerts', key: effect.alertId };
  }
}
