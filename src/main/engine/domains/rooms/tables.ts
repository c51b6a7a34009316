import { roomMessageRow, roomRow, roomStateRow } from '#shared/rows/rooms.ts';
import { defineTable, own } from '#shared/rows/table.ts';

/** The rooms that the user sees. */
export const roomsTable = defineTable(roomRow, { name: 'rooms', identity: ['id'] });

/** Their messages. `mentionsMe` is 1 if the user is mentioned. */
export const roomMessagesTable = defineTable(roomMessageRow, {
  name: 'room_messages',
  identity: ['seq'],
  own: { mentionsMe: own<number>() },
});

/** The user's read positions and muted rooms. */
export const roomStatesTable = defineTable(roomStateRow, {
  name: 'room_states',
  identity: ['room_id', 'user_id'],
});
