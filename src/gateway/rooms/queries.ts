import { newRoomState, type Room, type RoomMessage, type RoomState } from '#shared/domain/rooms.ts';
import { rowQuery } from '../db/tables.ts';
import type { Sql } from '../kernel.ts';
import { roomMessagesTable, roomStatesTable, roomsTable } from './tables.ts';

const roomById = rowQuery(roomsTable, 'WHERE id = ?');
const messageById = rowQuery(roomMessagesTable, 'WHERE id = ?');
const stateOf = rowQuery(roomStatesTable, 'WHERE room_id = ? AND user_id = ?');
const messagesBefore = rowQuery(roomMessagesTable, 'WHERE room_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?');
const messagesUpTo = rowQuery(
  roomMessagesTable,
  'WHERE room_id = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?',
);
const privateOf = rowQuery(
  roomsTable,
  `WHERE id IN (SELECT room_id FROM room_members WHERE user_id = ?
     UNION SELECT id FROM rooms WHERE kind = 'private' AND created_by = ?) ORDER BY created_at DESC, id LIMIT ?`,
);
const visibleAfter = rowQuery(
  roomsTable,
  `WHERE id > ? AND (kind = 'general' OR id IN (SELECT room_id FROM room_members WHERE user_id = ?)) ORDER BY id LIMIT ?`,
);

/** Returns a room by id. */
export function readRoom(sql: Sql, id: string): Room | undefined {
  return roomById.get(sql, id);
}

/** Returns a message by id. */
export function readRoomMessage(sql: Sql, id: string): RoomMessage | undefined {
  return messageById.get(sql, id);
}

/** Returns how far somebody has read a room, and whether they have muted it. */
export function readRoomState(sql: Sql, roomId: string, userId: string): RoomState {
  return stateOf.get(sql, roomId, userId) ?? newRoomState(roomId, userId);
}

/** Returns the sequence of a room's last message; 0 if there is none. */
export function lastMessageSeq(sql: Sql, roomId: string): number {
  return (
    sql
      .prepare<[string], { seq: number | null }>(
        'SELECT max(seq) AS seq FROM room_messages WHERE room_id = ?',
      )
      .get(roomId)?.seq ?? 0
  );
}

/** Returns a page of a room's messages, newest first, before a sequence. */
export function listRoomMessages(sql: Sql, roomId: string, before: number, limit: number): RoomMessage[] {
  return messagesBefore.all(sql, roomId, before, limit);
}

/** Returns a page of a room's messages up to a sequence, oldest first, after a sequence. */
export function listRoomMessagesUpTo(
  sql: Sql,
  roomId: string,
  { after, upTo, limit }: { readonly after: number; readonly upTo: number; readonly limit: number },
): RoomMessage[] {
  return messagesUpTo.all(sql, roomId, after, upTo, limit);
}

/** Returns how many messages a room has up to a sequence. */
export function countRoomMessages(sql: Sql, roomId: string, upTo: number): number {
  return (
    sql
      .prepare<[string, number], { n: number }>(
        'SELECT count(*) AS n FROM room_messages WHERE room_id = ? AND seq <= ?',
      )
      .get(roomId, upTo)?.n ?? 0
  );
}

/** Returns when a room's last message was written, ms; null if there is none. */
export function lastMessageAt(sql: Sql, roomId: string): number | null {
  return messagesBefore.all(sql, roomId, Number.MAX_SAFE_INTEGER, 1)[0]?.at ?? null;
}

/** Returns the private rooms that somebody belongs to or has founded, the newest first. */
export function listPrivateRooms(sql: Sql, userId: string, limit: number): Room[] {
  return privateOf.all(sql, userId, userId, limit);
}

/** Returns the messages before a time, the oldest first. */
export function listExpiredRoomMessages(
  sql: Sql,
  before: number,
  limit: number,
): { readonly id: string; readonly roomId: string; readonly at: number; readonly seq: number }[] {
  return sql
    .prepare<[number, number], { id: string; roomId: string; at: number; seq: number }>(
      'SELECT id, room_id AS roomId, at, seq FROM room_messages WHERE at < ? ORDER BY at, seq LIMIT ?',
    )
    .all(before, limit);
}

/** Returns the time of the oldest message, ms; null if there is none. */
export function oldestRoomMessageAt(sql: Sql): number | null {
  return sql.prepare<[], { at: number | null }>('SELECT min(at) AS at FROM room_messages').get()?.at ?? null;
}

/** Returns a page of the rooms that somebody sees, by id. */
export function listRooms(sql: Sql, userId: string, after: string, limit: number): Room[] {
  return visibleAfter.all(sql, after, userId, limit);
}

/** Returns the number of general rooms. */
export function countGeneralRooms(sql: Sql): number {
  return (
    sql.prepare<[], { n: number }>(`SELECT count(*) AS n FROM rooms WHERE kind = 'general'`).get()?.n ?? 0
  );
}

/** Returns the number of private rooms that somebody belongs to. */
export function countPrivateRooms(sql: Sql, userId: string): number {
  return (
    sql
      .prepare<[string], { n: number }>('SELECT count(*) AS n FROM room_members WHERE user_id = ?')
      .get(userId)?.n ?? 0
  );
}

/** Whether a general room that is not archived has this name, in any case, besides the one with the id. */
export function isNameTaken(sql: Sql, name: string, exceptId: string): boolean {
  return (
    sql
      .prepare<[string, string]>(
        `SELECT 1 FROM rooms WHERE kind = 'general' AND archived_at IS NULL AND name = ? COLLATE NOCASE AND id <> ? LIMIT 1`,
      )
      .get(name, exceptId) !== undefined
  );
}
