import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import { MAX_UNREAD, type RoomListRow, type RoomMessageRow } from '#shared/bridge/rooms.ts';
import { preview } from '#shared/domain/chat.ts';
import {
  MAX_GENERAL_ROOMS,
  MAX_PRIVATE_ROOMS,
  newRoomState,
  type Room,
  type RoomMessage,
} from '#shared/domain/rooms.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import { olderThan } from '../../store/older.ts';
import {
  asOf,
  decodeCursor,
  encodeCursor,
  ownUserId,
  parseEffect,
  pendingEffects,
  ReadError,
  type Reader,
} from '../../store/reader.ts';
import { type ExpectedRoom, expectRoom, RoomEffect, RoomMessageEffect } from './effects.ts';
import { roomMessagesTable, roomStatesTable, roomsTable } from './tables.ts';

const MAX_ROOMS = MAX_GENERAL_ROOMS + MAX_PRIVATE_ROOMS;

function storedRoom(reader: Reader, roomId: string): Room | null {
  const row = reader.get<StoredRow>(`SELECT ${roomsTable.select()} FROM rooms WHERE id = ?`, roomId);
  return row ? roomsTable.decode(row) : null;
}

/** Counts messages by others after a position, at most MAX_UNREAD; of the mentions only, if so wanted. */
function count(reader: Reader, { room, upToSeq }: ExpectedRoom, userId: string, mentions: boolean): number {
  const [index, condition] = mentions
    ? ['room_messages_naming_me', 'mentions_me = 1']
    : ['room_messages_by_room', '1'];
  const counted = reader.get<{ n: number }>(
    `SELECT count(*) AS n FROM (SELECT 1 FROM room_messages INDEXED BY ${index}
       WHERE room_id = ? AND seq > ? AND ${condition} AND author_id <> ? LIMIT ${MAX_UNREAD})`,
    room.id,
    upToSeq,
    userId,
  );
  return counted?.n ?? 0;
}

/** Returns a room with the unsettled commands; null where the user is about to leave it. */
function listed(
  reader: Reader,
  room: Room,
  effects: readonly RoomEffect[],
  pending: number,
): RoomListRow | null {
  const userId = ownUserId(reader);
  const stored = reader.get<StoredRow>(
    `SELECT ${roomStatesTable.select()} FROM room_states WHERE room_id = ? AND user_id = ?`,
    room.id,
    userId,
  );
  const state = stored ? roomStatesTable.decode(stored) : newRoomState(room.id, userId);
  const expected = expectRoom({ room, upToSeq: state.upToSeq, muted: state.muted, pending }, effects);
  if (expected === null) return null;
  const last = reader.get<{ author_name: string; body: string; exported: string | null; at: number }>(
    'SELECT author_name, body, exported, at FROM room_messages WHERE room_id = ? ORDER BY seq DESC LIMIT 1',
    room.id,
  );
  const mentions = count(reader, expected, userId, true);
  return {
    ...expected.room,
    unread: expected.muted ? mentions : count(reader, expected, userId, false),
    mentions,
    muted: expected.muted,
    readUpTo: expected.upToSeq,
    pending: expected.pending,
    lastMessageAt: last?.at ?? null,
    lastMessage: last
      ? { author: last.author_name, preview: preview(last.body), exported: last.exported !== null }
      : null,
  };
}

function all(reader: Reader): RoomListRow[] {
  const effects = pendingEffects(reader, RoomEffect).map(({ effect }) => effect);
  const stored = reader
    .all<StoredRow>(`SELECT ${roomsTable.select()} FROM rooms ORDER BY id LIMIT ${MAX_ROOMS}`)
    .map(roomsTable.decode);
  const known = new Set(stored.map(({ id }) => id));
  const created = effects.flatMap((effect) =>
    effect.kind === 'room_created' && !known.has(effect.roomId) ? [effect.room] : [],
  );
  return [
    ...stored.flatMap((room) => listed(reader, room, effects, 0) ?? []),
    ...created.flatMap((room) => listed(reader, room, effects, 1) ?? []),
  ].slice(0, MAX_ROOMS);
}

const latest = (room: RoomListRow): number => room.lastMessageAt ?? room.createdAt;

/** Lists the rooms: archived ones last, and the latest message first. */
export function list(reader: Reader): MethodOutput<'rooms.list'> {
  const rooms = all(reader).sort(
    (a, b) =>
      Number(a.archivedAt !== null) - Number(b.archivedAt !== null) ||
      latest(b) - latest(a) ||
      (a.id < b.id ? -1 : 1),
  );
  return { rooms, asOf: asOf(reader, ['rooms']) };
}

/** Counts rooms with unread messages, and those with mentions. */
export function counts(reader: Reader): MethodOutput<'rooms.counts'> {
  const open = all(reader).filter(({ archivedAt }) => archivedAt === null);
  return {
    unread: open.filter(({ unread }) => unread > 0).length,
    mentioned: open.filter(({ mentions }) => mentions > 0).length,
    asOf: asOf(reader, ['rooms']),
  };
}

function one(reader: Reader, roomId: string): RoomListRow | null {
  const effects = pendingEffects(reader, RoomEffect).map(({ effect }) => effect);
  const room = storedRoom(reader, roomId);
  if (room) return listed(reader, room, effects, 0);
  const created = effects.find((effect) => effect.kind === 'room_created' && effect.roomId === roomId);
  return created?.kind === 'room_created' ? listed(reader, created.room, effects, 1) : null;
}

/** Returns a room with its pinned messages. */
export function room(reader: Reader, { roomId }: MethodInput<'rooms.room'>): MethodOutput<'rooms.room'> {
  const found = one(reader, roomId);
  const pinned = (found?.pins ?? []).flatMap((id): RoomMessage[] => {
    const row = reader.get<StoredRow>(
      `SELECT ${roomMessagesTable.select()} FROM room_messages WHERE id = ? AND room_id = ?`,
      id,
      roomId,
    );
    return row ? [roomMessagesTable.decode(row)] : [];
  });
  return { room: found, pinned, asOf: asOf(reader, ['rooms']) };
}

interface OutboxMessage {
  readonly id: string;
  readonly state: 'queued' | 'sending' | 'sent' | 'refused';
  readonly effect: string | null;
  readonly error: string | null;
}

function reasonOf(json: string | null): string | null {
  if (json === null) return null;
  try {
    const error: unknown = JSON.parse(json);
    const text = typeof error === 'object' && error !== null && 'message' in error ? error.message : null;
    return typeof text === 'string' ? text.slice(0, 1000) : null;
  } catch {
    return null;
  }
}

/** Returns the messages in the outbox, newest first. Refused ones are shown as failed until they are retried or discarded. */
function unsent(reader: Reader, roomId: string): RoomMessageRow[] {
  const rows = reader.all<OutboxMessage>(
    `SELECT id, state, effect, error FROM outbox WHERE state IN ('queued', 'sending', 'sent', 'refused') AND type = 'rooms.post'
       AND subject = ? AND withdraw = 0 ORDER BY n DESC LIMIT 200`,
    `room:${roomId}`,
  );
  return rows.flatMap(({ id, state, effect: json, error }) => {
    const effect = parseEffect(RoomMessageEffect, json);
    if (effect === null) return [];
    const receipt = state === 'refused' ? ('failed' as const) : state;
    return [{ ...effect.message, receipt, commandId: id, error: reasonOf(error) }];
  });
}

/** Lists messages, newest first. The first page starts with those in the outbox, in addition to its limit. */
export function messages(
  reader: Reader,
  input: MethodInput<'rooms.messages'>,
): MethodOutput<'rooms.messages'> {
  const { roomId, limit } = input;
  if (one(reader, roomId) === null)
    throw new ReadError({
      code: 'not_found',
      message: 'This room is not in the cache.',
      field: 'roomId',
    });
  const key = decodeCursor(input.after, ['number']);
  const userId = ownUserId(reader);
  const found = reader.all<StoredRow>(
    `SELECT ${roomMessagesTable.select()} FROM room_messages INDEXED BY room_messages_by_room
     WHERE room_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?`,
    roomId,
    key?.[0] ?? Number.MAX_SAFE_INTEGER,
    limit + 1,
  );
  const shown = found.slice(0, limit).map(roomMessagesTable.decode);
  const last = shown.at(-1);
  // The log may have a message shortly before its command is marked as settled. Do not show it twice.
  const logged = new Set(shown.map(({ id }) => id));
  const waiting = key === null ? unsent(reader, roomId).filter(({ id }) => !logged.has(id)) : [];
  return {
    rows: [
      ...waiting,
      ...shown.map((message) => ({
        ...message,
        receipt: message.authorId === userId ? ('sent' as const) : null,
        commandId: null,
        error: null,
      })),
    ],
    next: found.length > limit && last ? encodeCursor([last.seq]) : null,
    asOf: asOf(reader, ['rooms']),
    ...olderThan(reader, {
      channel: 'rooms',
      kind: 'room_message',
      of: { kind: 'room', id: roomId },
      before: last ? JSON.stringify([last.seq]) : key && JSON.stringify(key),
      isLast: found.length <= limit,
      at: last?.at ?? null,
    }),
  };
}
