import { z } from 'zod';
import { Id, Seq } from '../../domain/ids.ts';
import { ExpiredUpTo } from '../../domain/message-retention.ts';
import { Redaction } from '../../domain/redaction.ts';
import { Room, RoomMessage, RoomState } from '../../domain/rooms.ts';
import { roomMessageRow, roomRow, roomStateRow } from '../../rows/rooms.ts';
import { channel } from './define.ts';

/**
 * The team's rooms. Its events and rows are addressed: those of a private room reach its members alone, and a `room_state` the
 * person whose state it is (`gateway/rooms/audience.ts`). A message has the sequence number of the event that carries it.
 */
export const rooms = channel({
  name: 'rooms',
  permissions: {
    'rooms:read': 'agent',
    'rooms:write': 'agent',
    'rooms:manage': 'manager',
    /** Exports private rooms, and sees nothing of them otherwise. */
    'rooms:export': 'admin',
    'rooms:redact': 'admin',
  },
  readPermission: 'rooms:read',
  rows: [roomRow, roomMessageRow, roomStateRow],
  events: {
    'rooms.created': z.object({ room: Room }),
    'rooms.changed': z.object({ room: Room }),
    /** The new member gets a snapshot of the channel instead of this event. */
    'rooms.member_added': z.object({ room: Room, userId: Id }),
    /** Reaches the former member, too, and with it their console deletes the room. */
    'rooms.member_removed': z.object({ roomId: Id, userId: Id }),
    'rooms.posted': z.object({ message: RoomMessage.omit({ seq: true }) }),
    /** A message was removed. The log has the event before without its text. */
    'rooms.message_redacted': z.object({ roomId: Id, messageId: Id, messageSeq: Seq, redaction: Redaction }),
    /** Messages past their retention were deleted, in all rooms. */
    'rooms.messages_expired': z.object({ upTo: ExpiredUpTo }),
    'rooms.state_set': z.object({ state: RoomState }),
  },
});
