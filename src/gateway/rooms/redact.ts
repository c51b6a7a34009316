import { z } from 'zod';
import { type Redaction, withoutRoomText } from '#shared/domain/redaction.ts';
import { changeRoom, mayRedact, type Room, RoomMessage } from '#shared/domain/rooms.ts';
import { scrubEvents, storedData } from '../execute/index.ts';
import type { CommandContext } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { readRoomMessage } from './queries.ts';

/** The data of an event that carries a message. */
const WithMessage = z.object({ message: RoomMessage.omit({ seq: true }) });

/**
 * Removes what a message in a room says: from the tables, and in the same transaction from the event that carried it. A pin of
 * it goes with it. The caller sees the room.
 */
export function redactRoomMessage(
  context: CommandContext,
  room: Room,
  { messageId, reason }: { readonly messageId: string; readonly reason: string },
): void {
  const { sql, principal, now } = context;
  const message = readRoomMessage(sql, messageId);
  if (message?.roomId !== room.id) refuse('unknown_room_message', {}, { field: 'messageId' });
  const administrates = principal.permissions.has('rooms:redact');
  if (!mayRedact(message, { userId: principal.actor.id, administrates }))
    refuse('redact_own_only', {}, { field: 'messageId' });
  if (message.redacted !== null) refuse('message_redacted', {}, { field: 'messageId' });
  const { id: byId, name: byName } = principal.actor;
  const redaction: Redaction = { byId, byName: byName.slice(0, 200), reason, at: now };
  const { seq } = message;
  const stored = storedData(sql, seq);
  if (stored !== undefined) {
    const data = { message: withoutRoomText(WithMessage.parse(stored).message, redaction) };
    context.write(scrubEvents, { events: [{ seq, data }] });
  }
  context.emit('rooms.message_redacted', { roomId: room.id, messageId, messageSeq: seq, redaction });
  if (room.pins.includes(messageId))
    context.emit('rooms.changed', { room: changeRoom(room, { kind: 'pin', messageId, pinned: false }) });
}
