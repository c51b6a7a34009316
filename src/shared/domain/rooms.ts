import { z } from 'zod';
import { Masked } from './filter.ts';
import { Id, Seq, Timestamp } from './ids.ts';
import { MAX_MENTIONS } from './mentions.ts';
import { Redaction } from './redaction.ts';

/** The kinds of the team's rooms. Conversations with customers are of the domain `chat`. */
export const ROOM_KINDS = ['general', 'private'] as const;

/** How many people a private room has when it is made, and at most. */
export const PRIVATE_MEMBERS = { min: 2, max: 10 } as const;
/** Rooms that are open to all, and private rooms that one person may belong to. Archived ones count. */
export const MAX_GENERAL_ROOMS = 200;
export const MAX_PRIVATE_ROOMS = 100;
export const MAX_PINS = 20;
export const MAX_ROOM_MESSAGE = 1000;

/** The name of a room. Private rooms may have none: they are called by their members. */
export const RoomName = z.string().trim().max(80);
export const RoomTopic = z.string().trim().max(250);

/**
 * A room of the team. A general room is open to everybody who chats and lists no members; a private one is for its members
 * alone. Times are in ms.
 */
export const Room = z.object({
  id: Id,
  kind: z.enum(ROOM_KINDS),
  name: z.string().max(80),
  topic: z.string().max(250),
  memberIds: z.array(Id).max(PRIVATE_MEMBERS.max),
  /** The pinned messages, the latest pin first. */
  pins: z.array(Id).max(MAX_PINS),
  createdBy: Id,
  createdAt: Timestamp,
  /** When it was archived; null while messages can be written. */
  archivedAt: Timestamp.nullable(),
  /** The number of its changes of name and topic. Such a change names the version that it was made on. */
  version: z.int().min(1),
});
export type Room = z.infer<typeof Room>;

/** A message of a conversation with a customer that was shared into a room. What it says is looked up by whoever reads. */
export const SharedMessage = z.object({ conversationId: Id, messageId: Id });
export type SharedMessage = z.infer<typeof SharedMessage>;

/** A message in a room. */
export const RoomMessage = z.object({
  id: Id,
  roomId: Id,
  authorId: Id,
  authorName: z.string().max(200),
  /** Empty only where a message is shared without a comment, or was removed. */
  body: z.string().max(MAX_ROOM_MESSAGE),
  mentions: z.array(Id).max(MAX_MENTIONS),
  shared: SharedMessage.nullable(),
  /** What the filter has masked in the text; null for nothing, and where nobody counted. */
  masked: Masked.nullable().default(null),
  /** Why the room was exported, in the line that tells its members (`domain/room-exports.ts`); null in every other message. */
  exported: z.string().max(500).nullable().default(null),
  at: Timestamp,
  /** Sequence number of the event that added the message. */
  seq: Seq,
  /** Set once the message was removed; it has no text then, names nobody and shares nothing. */
  redacted: Redaction.nullable().default(null),
});
export type RoomMessage = z.infer<typeof RoomMessage>;

/** Whether somebody who sees a room may remove a message in it: its author, or an administrator. */
export function mayRedact(
  { authorId, exported }: Pick<RoomMessage, 'authorId' | 'exported'>,
  { userId, administrates }: { readonly userId: string; readonly administrates: boolean },
): boolean {
  return exported === null && (authorId === userId || administrates);
}

/**
 * Whether a member of a private room may take another out: its founder, and each member once the founder has left the room or the
 * team. Everybody may leave.
 */
export function mayRemoveMember(
  { createdBy, memberIds }: Pick<Room, 'createdBy' | 'memberIds'>,
  { userId, isThere }: { readonly userId: string; readonly isThere: (userId: string) => boolean },
): boolean {
  return createdBy === userId || !memberIds.includes(createdBy) || !isThere(createdBy);
}

/** How far somebody has read a room, and whether they have muted it. Only they receive it. */
export const RoomState = z.object({ roomId: Id, userId: Id, upToSeq: Seq, muted: z.boolean() });
export type RoomState = z.infer<typeof RoomState>;

/** The state of a room for somebody who has never opened it. */
export function newRoomState(roomId: string, userId: string): RoomState {
  return { roomId, userId, upToSeq: 0, muted: false };
}

/** Whether somebody who may chat sees a room. */
export function seesRoom({ kind, memberIds }: Pick<Room, 'kind' | 'memberIds'>, userId: string): boolean {
  return kind === 'general' || memberIds.includes(userId);
}

/** Whether a message counts as unread: after the read position, by somebody else, and a mention if the room is muted. */
export function isUnreadIn(
  message: Pick<RoomMessage, 'seq' | 'authorId' | 'mentions'>,
  { userId, upToSeq, muted }: Omit<RoomState, 'roomId'>,
): boolean {
  if (message.seq <= upToSeq || message.authorId === userId) return false;
  return !muted || message.mentions.includes(userId);
}

/** Whether and how a person is told about a message: not about their own, and in muted rooms only where they are mentioned. */
export function noticeOf(
  message: Pick<RoomMessage, 'authorId' | 'mentions'>,
  { userId, muted }: Pick<RoomState, 'userId' | 'muted'>,
): 'mention' | 'message' | null {
  if (message.authorId === userId) return null;
  if (message.mentions.includes(userId)) return 'mention';
  return muted ? null : 'message';
}

/** A change of a room. */
export const RoomChange = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('edit'), name: RoomName, topic: RoomTopic }),
  z.object({ kind: z.literal('add'), userId: Id }),
  z.object({ kind: z.literal('remove'), userId: Id }),
  z.object({ kind: z.literal('pin'), messageId: Id, pinned: z.boolean() }),
  z.object({ kind: z.literal('archive'), at: Timestamp.nullable() }),
]);
export type RoomChange = z.infer<typeof RoomChange>;

/** Returns a room after a change. A change that is made already changes nothing. */
export function changeRoom(room: Room, change: RoomChange): Room {
  switch (change.kind) {
    case 'edit':
      return { ...room, name: change.name, topic: change.topic, version: room.version + 1 };
    case 'add':
      if (room.memberIds.includes(change.userId)) return room;
      return { ...room, memberIds: [...room.memberIds, change.userId] };
    case 'remove':
      return { ...room, memberIds: room.memberIds.filter((id) => id !== change.userId) };
    case 'pin': {
      const others = room.pins.filter((id) => id !== change.messageId);
      if (!change.pinned) return { ...room, pins: others };
      if (others.length < room.pins.length) return room;
      return { ...room, pins: [change.messageId, ...others] };
    }
    case 'archive':
      return { ...room, archivedAt: change.at };
  }
}

/** The members of a private room that its founder chooses, with the founder first, each once. */
export function foundingMembers(founderId: string, chosen: readonly string[]): string[] {
  return [...new Set([founderId, ...chosen])];
}
