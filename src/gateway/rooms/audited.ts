import type { Room } from '#shared/domain/rooms.ts';
import type { Audited, AuditedFields, AuditedRecord, Sql } from '../kernel.ts';
import { readRoom } from './queries.ts';

const NOTHING: readonly AuditedRecord[] = [];

function fieldsOf({ kind, name, topic, pins, archivedAt }: Room): AuditedFields {
  return { kind, name, topic, pins: pins.length, archived: archivedAt !== null };
}

/** What changes in a room that is open to all. Of private rooms the audit says that something was done, and not in which. */
function changed(sql: Sql, room: Room): AuditedRecord | readonly AuditedRecord[] {
  if (room.kind !== 'general') return NOTHING;
  const before = readRoom(sql, room.id);
  return { record: `room:${room.id}`, before: before ? fieldsOf(before) : null, after: fieldsOf(room) };
}

/** Which fields the events of rooms change. Messages are named by their ids. */
export const roomsAudited: Audited = {
  'rooms.created': (sql, { room }) => changed(sql, room),
  'rooms.changed': (sql, { room }) => changed(sql, room),
  'rooms.member_added': () => NOTHING,
  'rooms.member_removed': () => NOTHING,
  'rooms.posted': (sql, { message: { id, roomId, exported } }) => {
    const record = `room:${roomId}`;
    // An export is what the audit is for; its command names the room, too.
    if (exported !== null) return { record, before: null, after: { export: id } };
    return readRoom(sql, roomId)?.kind === 'general'
      ? { record, before: null, after: { message: id } }
      : NOTHING;
  },
  'rooms.message_redacted': (sql, { messageId, roomId }) =>
    readRoom(sql, roomId)?.kind === 'general'
      ? { record: `room:${roomId}`, before: null, after: { removedMessage: messageId } }
      : NOTHING,
  // Not done by a command.
  'rooms.messages_expired': () => NOTHING,
  'rooms.state_set': () => NOTHING,
};
