import { z } from 'zod';
import { CONVERSATION_STATUSES } from '#shared/domain/chat.ts';
import { Id, Seq } from '#shared/domain/ids.ts';
import { Quantity } from '#shared/domain/inventory.ts';
import { COMMANDS } from '#shared/protocol/commands/index.ts';

/** What a command not yet settled will change, laid over the cached rows when they are read. Never written into them. */
export const OutboxEffect = z.discriminatedUnion('kind', [
  /** Units added to (or taken from) what is on hand. */
  z.object({ kind: z.literal('stock'), itemId: Id, locationId: Id, onHand: Quantity }),
  z.object({
    kind: z.literal('message'),
    conversationId: Id,
    messageId: Id,
    messageKind: z.enum(['text', 'note']),
    body: z.string(),
  }),
  z.object({ kind: z.literal('read'), conversationId: Id, upToSeq: Seq }),
  z.object({ kind: z.literal('assign'), conversationId: Id, assigneeId: Id.nullable() }),
  z.object({ kind: z.literal('status'), conversationId: Id, status: z.enum(CONVERSATION_STATUSES) }),
  z.object({ kind: z.literal('acknowledge'), alertId: Id }),
]);
export type OutboxEffect = z.infer<typeof OutboxEffect>;

type Derivation = (data: unknown) => OutboxEffect | null;

const DERIVATIONS: Readonly<Record<string, Derivation>> = {
  'inventory.adjust': (data) => {
    const parsed = COMMANDS['inventory.adjust'].input.safeParse(data);
    if (!parsed.success) return null;
    const { itemId, locationId, change } = parsed.data;
    const onHand = change.mode === 'delta' ? change.quantity : change.quantity - change.expected;
    return { kind: 'stock', itemId, locationId, onHand };
  },
  'inventory.receive': (data) => {
    const parsed = COMMANDS['inventory.receive'].input.safeParse(data);
    if (!parsed.success) return null;
    const { itemId, locationId, quantity } = parsed.data;
    return { kind: 'stock', itemId, locationId, onHand: quantity };
  },
  'chat.send_message': (data) => {
    const parsed = COMMANDS['chat.send_message'].input.safeParse(data);
    if (!parsed.success) return null;
    const { conversationId, messageId, kind, body } = parsed.data;
    return { kind: 'message', conversationId, messageId, messageKind: kind, body };
  },
  'chat.mark_read': (data) => {
    const parsed = COMMANDS['chat.mark_read'].input.safeParse(data);
    return parsed.success ? { kind: 'read', ...parsed.data } : null;
  },
  'chat.assign': (data) => {
    const parsed = COMMANDS['chat.assign'].input.safeParse(data);
    return parsed.success ? { kind: 'assign', ...parsed.data } : null;
  },
  'chat.set_status': (data) => {
    const parsed = COMMANDS['chat.set_status'].input.safeParse(data);
    return parsed.success ? { kind: 'status', ...parsed.data } : null;
  },
  'alerts.acknowledge': (data) => {
    const parsed = COMMANDS['alerts.acknowledge'].input.safeParse(data);
    return parsed.success ? { kind: 'acknowledge', alertId: parsed.data.alertId } : null;
  },
};

/** The effect of a command, from its type and data; null where it has none that can be shown ahead of its event. */
export function effectOf(type: string, data: unknown): OutboxEffect | null {
  return DERIVATIONS[type]?.(data) ?? null;
}
