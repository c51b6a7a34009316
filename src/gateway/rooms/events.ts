import { changeRoom, type Room } from '#shared/domain/rooms.ts';
import { perConnection, tableOn } from '../db/tables.ts';
import { type Applying, overwriting, type Projection } from '../kernel.ts';
import { readRoom } from './queries.ts';
import { roomMembersTable, roomMessagesTable, roomStatesTable, roomsTable } from './tables.ts';

const writes = perConnection((sql) => {
  const members = tableOn(sql, roomMembersTable);
  const states = tableOn(sql, roomStatesTable);
  const messages = tableOn(sql, roomMessagesTable);
  return {
    rooms: tableOn(sql, roomsTable),
    messages,
    redact: messages.updater(['body', 'mentions', 'shared', 'redacted'], { by: ['id'] }),
    members,
    removeMember: members.remover(),
    states,
    removeState: states.remover(),
  };
});

function put({ sql }: Applying, room: Room): void {
  const { rooms, members } = writes(sql);
  rooms.upsert(room, {});
  for (const userId of room.memberIds) members.insertNew({}, { userId, roomId: room.id });
}

/** Updates the tables of rooms from their events. */
export const roomsProjection: Projection = {
  'rooms.created': (on, { data }) => put(on, data.room),
  'rooms.changed': (on, { data }) => put(on, data.room),
  'rooms.member_added': (on, { data }) => put(on, data.room),
  'rooms.member_removed': ({ sql }, { data: { roomId, userId } }) => {
    const room = readRoom(sql, roomId);
    const { rooms, removeMember, removeState } = writes(sql);
    if (room) rooms.upsert(changeRoom(room, { kind: 'remove', userId }), {});
    removeMember(userId, roomId);
    removeState(roomId, userId);
  },
  'rooms.posted': ({ sql }, { seq, data: { message } }) => {
    writes(sql).messages.insert({ ...message, seq }, {});
  },
  'rooms.message_redacted': ({ sql }, { data: { messageId, redaction } }) =>
    overwriting(sql, () => void writes(sql).redact('', '[]', null, JSON.stringify(redaction), messageId)),
  'rooms.messages_expired': ({ sql }, { data: { upTo } }) =>
    overwriting(
      sql,
      () =>
        void sql
          .prepare<[number, number]>('DELETE FROM room_messages WHERE (at, seq) <= (?, ?)')
          .run(upTo.at, upTo.seq),
    ),
  'rooms.state_set': ({ sql }, { data: { state } }) => {
    writes(sql).states.upsert(state, {});
  },
};
