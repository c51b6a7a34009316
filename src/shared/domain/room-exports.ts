import { z } from 'zod';
import { maskCards } from './card-numbers.ts';
import { Id, Timestamp } from './ids.ts';
import { MAX_ROOM_MESSAGE, PRIVATE_MEMBERS, Room, type RoomMessage } from './rooms.ts';

/** Why a private room is exported, or looked for. */
export const ExportReason = z.string().trim().min(1, 'Enter a reason.').max(500);

/** The kinds of files of an export. */
export const ROOM_EXPORT_FORMATS = ['text', 'html', 'json'] as const;
export type RoomExportFormat = (typeof ROOM_EXPORT_FORMATS)[number];

/** How long the administrator who exported a room can read the export, ms. Afterwards it has to be exported again. */
const EXPORT_LIFETIME_MS = 3_600_000;

/** Private rooms that one search for a person returns at most. */
export const MAX_ROOMS_FOUND = 200;

/** What an administrator sees of a private room before it is exported: whose it is, and nothing of what it is about. */
export const FoundRoom = z.object({
  id: Id,
  members: z.array(z.string().max(200)).max(PRIVATE_MEMBERS.max),
  founder: z.string().max(200),
  createdAt: Timestamp,
  archivedAt: Timestamp.nullable(),
  lastMessageAt: Timestamp.nullable(),
});
export type FoundRoom = z.infer<typeof FoundRoom>;

/** An export: the room as it was then, and who exported it, when and why. Its messages are read page by page. */
export const RoomExport = z.object({
  id: Id,
  room: Room,
  /** The names of members and founder. */
  people: z.array(z.object({ id: Id, name: z.string().max(200) })).max(PRIVATE_MEMBERS.max + 1),
  messages: z.int().min(0),
  by: z.string().max(200),
  reason: ExportReason,
  at: Timestamp,
});
export type RoomExport = z.infer<typeof RoomExport>;

/**
 * Returns the line that tells the members of a room about its export. It is a message by whoever exported the room; it mentions
 * all members, so that those who have muted the room are told, too. Consoles that do not know `exported` show its text.
 */
export function exportLine(
  room: Pick<Room, 'id' | 'memberIds'>,
  by: { readonly id: string; readonly name: string },
  { id, reason, at }: Pick<RoomExport, 'id' | 'reason' | 'at'>,
): Omit<RoomMessage, 'seq'> {
  const exported = maskCards(reason);
  return {
    id,
    roomId: room.id,
    authorId: by.id,
    authorName: by.name,
    body: `Exported this room. Reason: ${exported}`.slice(0, MAX_ROOM_MESSAGE).toWellFormed(),
    mentions: room.memberIds.filter((userId) => userId !== by.id),
    shared: null,
    masked: null,
    exported,
    redacted: null,
    at,
  };
}

/** Whether somebody may read an export, by the line about it. A clock that was set back does not make the time longer. */
export function mayReadExport(
  line: Pick<RoomMessage, 'authorId' | 'exported' | 'at'>,
  userId: string,
  now: number,
): boolean {
  return line.exported !== null && line.authorId === userId && Math.abs(now - line.at) < EXPORT_LIFETIME_MS;
}
