import { z } from 'zod';
import { CONVERSATION_STATUSES } from '../domain/chat.ts';
import { Id, Seq, Timestamp } from '../domain/ids.ts';
import { ExportReason, FoundRoom, MAX_ROOMS_FOUND, RoomExport } from '../domain/room-exports.ts';
import { MAX_GENERAL_ROOMS, MAX_PRIVATE_ROOMS, Room, RoomMessage } from '../domain/rooms.ts';
import { MadeBy, method, Nothing, Older, PageRequest, Provenance, page, read } from './contract.ts';

/** The maximum unread count. It means this number or more. */
export const MAX_UNREAD = 100;
const Count = z.int().min(0).max(MAX_UNREAD);

/** A room in the list, with unsettled changes. `unread` and `mentions` count after the user's read position. */
export const RoomListRow = Room.extend({
  unread: Count,
  mentions: Count,
  muted: z.boolean(),
  readUpTo: Seq,
  /** Changes and messages that are not sent yet. */
  pending: z.int().min(0),
  lastMessageAt: Timestamp.nullable(),
  /** Author and first words of the last message; null if there is none. */
  lastMessage: z
    .object({ author: z.string().max(200), preview: z.string().max(160), exported: z.boolean() })
    .nullable(),
});
export type RoomListRow = z.infer<typeof RoomListRow>;

/** A message with its receipt. One still in the outbox has `seq` 0 and the id of its command. */
export const RoomMessageRow = RoomMessage.extend({
  receipt: z.enum(['queued', 'sending', 'sent', 'failed']).nullable(),
  commandId: Id.nullable(),
  error: z.string().max(1000).nullable(),
});
export type RoomMessageRow = z.infer<typeof RoomMessageRow>;

/** A page of an exported room's messages, oldest first. `next` is the `after` of the following page; null at the end. */
export const ExportedPage = z.object({
  rows: z.array(RoomMessage).max(500),
  next: z.string().max(400).nullable(),
});

/** The answer of the server to a search for private rooms. */
export const FoundRooms = z.object({ rooms: z.array(FoundRoom).max(MAX_ROOMS_FOUND) });

/** Reads of the team's rooms, and what the server alone answers about their export. */
export const roomMethods = {
  /** All rooms that the user sees: those with messages first, the latest message first. */
  'rooms.list': read(
    'rooms:read',
    Nothing,
    z.object({ rooms: z.array(RoomListRow).max(MAX_GENERAL_ROOMS + MAX_PRIVATE_ROOMS), asOf: Provenance }),
  ),
  /** One room with its pinned messages, the latest pin first; null if there is none. */
  'rooms.room': read(
    'rooms:read',
    z.strictObject({ roomId: Id }),
    z.object({
      room: RoomListRow.nullable(),
      pinned: z.array(RoomMessage).max(20),
      asOf: Provenance,
    }),
  ),
  /** Newest first. The first page starts with the messages still in the outbox. */
  'rooms.messages': read('rooms:read', z.strictObject({ ...PageRequest, roomId: Id }), page(RoomMessageRow)),
  /** Rooms with unread messages, and those of them in which the user is mentioned. */
  'rooms.counts': read(
    'rooms:read',
    Nothing,
    z.object({ unread: z.int().min(0), mentioned: z.int().min(0), asOf: Provenance }),
  ),
  /** What a shared message of a conversation shows now; null if the cache does not have it. */
  'rooms.shared': read(
    'chat:read',
    z.strictObject({ conversationId: Id, messageId: Id }),
    z.object({
      shown: z
        .object({
          customer: z.string().max(200),
          status: z.enum(CONVERSATION_STATUSES),
          author: z.string().max(200),
          /** The first line of the message; null if the message is gone. */
          line: z.string().max(200).nullable(),
          /** Whether the message was removed; its line is empty then. */
          removed: z.boolean(),
          at: Timestamp.nullable(),
        })
        .nullable(),
      asOf: Provenance,
      older: Older.optional(),
    }),
  ),
  /** Looks for the private rooms of somebody at the server, which notes it in the audit. The caller chooses `id`. */
  'rooms.find_private': method(
    'rooms:export',
    z.strictObject({ id: z.uuidv7(), userId: Id, reason: ExportReason, ...MadeBy }),
    FoundRooms,
  ),
  /** What an export is of, after the command `rooms.export`; asked of the server, and kept nowhere. */
  'rooms.exported': method('rooms:export', z.strictObject({ exportId: Id }), RoomExport),
  'rooms.exported_messages': method(
    'rooms:export',
    z.strictObject({
      exportId: Id,
      after: z.string().max(400).nullable(),
      limit: z.int().min(1).max(500),
    }),
    ExportedPage,
  ),
} as const;
