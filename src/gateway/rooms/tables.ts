import { roomMessageRow, roomRow, roomStateRow } from '#shared/rows/rooms.ts';
import { defineOwnTable, defineTable, own } from '#shared/rows/table.ts';

/** Rooms of the team. */
export const roomsTable = defineTable(roomRow, { name: 'rooms', identity: ['id'] });

/** Messages in rooms. */
export const roomMessagesTable = defineTable(roomMessageRow, { name: 'room_messages', identity: ['seq'] });

/** Read positions and muted rooms. */
export const roomStatesTable = defineTable(roomStateRow, {
  name: 'room_states',
  identity: ['room_id', 'user_id'],
});

/** The private rooms of each person: the members of `rooms`, the other way round. */
export const roomMembersTable = defineOwnTable('room_members', ['userId', 'roomId'], {
  userId: own<string>(),
  roomId: own<string>(),
});
