import { changeRoom, type Room, type RoomMessage, type RoomState } from '#shared/domain/rooms.ts';
import { parserOf } from '#shared/protocol/events/guard.ts';
import { roomMessageRow, roomRow, roomStateRow } from '#shared/rows/rooms.ts';
import { type ChannelProjection, dumpTables, type ProjectionContext } from '../../store/projection.ts';
import { expireRoomMessages } from './expired.ts';
import { forgetRoom } from './forget.ts';
import { forgetRoomMessage, MESSAGE_TEXT } from './redacted.ts';
import { roomMessagesTable, roomStatesTable, roomsTable } from './tables.ts';

const parse = {
  room: parserOf(roomRow.schema),
  message: parserOf(roomMessageRow.schema),
  state: parserOf(roomStateRow.schema),
};

/**
 * Projects the channel `rooms`. Messages are kept for rooms that are held, and only for those: with a room that the user has left
 * everything of it goes, and whoever joins gets a snapshot.
 */
export function roomsProjection(context: ProjectionContext): ChannelProjection<'rooms'> {
  const { changes, userId } = context;
  const rooms = context.bind(roomsTable);
  const messages = context.bind(roomMessagesTable);
  const states = context.bind(roomStatesTable);
  const index = context.text(MESSAGE_TEXT);
  const forget = forgetRoom(context, index);
  const redact = forgetRoomMessage(context);
  const expire = expireRoomMessages(context);

  const put = (room: Room): boolean => {
    rooms.upsert(room, {});
    changes.touch('rooms', room.id);
    return true;
  };
  const putMessage = (message: RoomMessage): boolean => {
    if (rooms.get(message.roomId) === undefined) return true;
    // What is held may be from before it was removed.
    if (message.redacted !== null) redact(message, message.redacted);
    const mentionsMe = message.mentions.includes(userId) ? 1 : 0;
    if (messages.insertNew(message, { mentionsMe }).changes === 1) index.add(message.seq, message.body);
    changes.touch('rooms', message.roomId);
    return true;
  };
  const putState = (state: RoomState): boolean => {
    if (state.userId === userId) states.upsert(state, {});
    changes.touch('rooms', state.roomId);
    return true;
  };

  return {
    channel: 'rooms',
    tallies: [],
    texts: [index],
    events: {
      'rooms.created': ({ data }) => put(data.room),
      'rooms.changed': ({ data }) => put(data.room),
      'rooms.member_added': ({ data }) => put(data.room),
      'rooms.member_removed': ({ data }) => {
        const room = rooms.get(data.roomId);
        if (data.userId === userId) forget(data.roomId);
        else if (room) put(changeRoom(room, { kind: 'remove', userId: data.userId }));
        changes.touch('rooms', data.roomId);
        return true;
      },
      'rooms.posted': ({ seq, data }) => putMessage({ ...data.message, seq }),
      'rooms.message_redacted': ({ data: { roomId, messageId: id, messageSeq: seq, redaction } }) => {
        redact({ id, roomId, seq }, redaction);
        changes.touch('rooms', roomId);
        return true;
      },
      'rooms.messages_expired': ({ data }) => {
        while (expire(data.upTo));
        return true;
      },
      'rooms.state_set': ({ data }) => putState(data.state),
    },
    rows: {
      room: (row) => void put(parse.room(row)),
      room_message: (row) => void putMessage(parse.message(row)),
      room_state: (row) => void putState(parse.state(row)),
    },
    clear: () => {
      rooms.clear();
      messages.clear();
      states.clear();
      index.clear();
    },
    expire: (before) => expire({ at: before - 1, seq: Number.MAX_SAFE_INTEGER }),
  };
}

/** Returns all rows of the channel, kind by kind, sorted by key. */
export const dumpRooms = dumpTables(roomsTable, roomMessagesTable, roomStatesTable);
