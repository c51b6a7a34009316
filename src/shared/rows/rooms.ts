import type { Masked } from '../domain/filter.ts';
import type { Redaction } from '../domain/redaction.ts';
import { Room, RoomMessage, RoomState, type SharedMessage } from '../domain/rooms.ts';
import { bool, defineRow, json, nullableJson } from './define.ts';

/** Rooms of the team. */
export const roomRow = defineRow({
  kind: 'room',
  schema: Room,
  key: ['id'],
  codecs: { memberIds: json<string[]>(), pins: json<string[]>() },
});
/** Messages in rooms, keyed by the sequence number of their event. */
export const roomMessageRow = defineRow({
  kind: 'room_message',
  schema: RoomMessage,
  key: ['seq'],
  codecs: {
    mentions: json<string[]>(),
    shared: nullableJson<SharedMessage>(),
    masked: nullableJson<Masked>(),
    redacted: nullableJson<Redaction>(),
  },
});
/** Read positions and muted rooms, of one person each. */
export const roomStateRow = defineRow({
  kind: 'room_state',
  schema: RoomState,
  key: ['roomId', 'userId'],
  codecs: { muted: bool },
});
