import { z } from 'zod';
import { Id, Seq } from '../../domain/ids.ts';
import { MAX_MENTIONS } from '../../domain/mentions.ts';
import { RedactionReason } from '../../domain/redaction.ts';
import { ExportReason, FoundRoom, MAX_ROOMS_FOUND } from '../../domain/room-exports.ts';
import {
  MAX_ROOM_MESSAGE,
  PRIVATE_MEMBERS,
  ROOM_KINDS,
  Room,
  RoomName,
  RoomTopic,
  SharedMessage,
} from '../../domain/rooms.ts';
import { command } from './define.ts';

const common = {
  permission: 'rooms:write',
  subject: (data: { roomId: string }): string => `room:${data.roomId}`,
  // Which private rooms there are, and who is in them, is nobody else's business.
  discreet: true,
} as const;
const nothing = z.object({});

/** Commands on the team's rooms. Whoever does not see a private room is answered as if there were none. */
export const roomCommands = {
  /** Founds a room. A private one has the founder and `memberIds` as its members. */
  'rooms.create': command({
    ...common,
    input: z.strictObject({
      roomId: Id,
      kind: z.enum(ROOM_KINDS),
      name: RoomName,
      topic: RoomTopic,
      memberIds: z.array(Id).max(PRIVATE_MEMBERS.max),
    }),
    output: z.object({ roomId: Id }),
  }),
  /** Sets name and topic. Refused as `conflict`, with the room as it is now, if somebody else has changed them. */
  'rooms.edit': command({
    ...common,
    input: z.strictObject({ roomId: Id, name: RoomName, topic: RoomTopic, expected: Room.shape.version }),
    output: z.object({ version: Room.shape.version }),
  }),
  'rooms.add_member': command({
    ...common,
    input: z.strictObject({ roomId: Id, userId: Id }),
    output: nothing,
  }),
  'rooms.remove_member': command({
    ...common,
    input: z.strictObject({ roomId: Id, userId: Id }),
    output: nothing,
  }),
  /** Leaves a private room. */
  'rooms.leave': command({ ...common, input: z.strictObject({ roomId: Id }), output: nothing }),
  /** Ends or reopens a room. Its messages stay. */
  'rooms.archive': command({
    ...common,
    input: z.strictObject({ roomId: Id, archived: z.boolean() }),
    output: nothing,
  }),
  /** Posts a message. `mentions` are the people whom its author means; those whom the text does not name are left out. */
  'rooms.post': command({
    ...common,
    input: z.strictObject({
      roomId: Id,
      messageId: Id,
      body: z.string().trim().max(MAX_ROOM_MESSAGE),
      mentions: z.array(Id).max(MAX_MENTIONS),
      shared: SharedMessage.nullable(),
    }),
    output: z.object({ messageId: Id }),
  }),
  'rooms.pin': command({
    ...common,
    input: z.strictObject({ roomId: Id, messageId: Id }),
    output: nothing,
  }),
  'rooms.unpin': command({
    ...common,
    input: z.strictObject({ roomId: Id, messageId: Id }),
    output: nothing,
  }),
  /** Removes what a message says, everywhere and for good: for its author, and for administrators who see the room. */
  'rooms.redact_message': command({
    ...common,
    input: z.strictObject({ roomId: Id, messageId: Id, reason: RedactionReason }),
    output: nothing,
  }),
  /** Moves the caller's read position forward. A position before the current one changes nothing. */
  'rooms.mark_read': command({
    ...common,
    permission: 'rooms:read',
    input: z.strictObject({ roomId: Id, upToSeq: Seq }),
    output: nothing,
  }),
  'rooms.mute': command({
    ...common,
    permission: 'rooms:read',
    input: z.strictObject({ roomId: Id, muted: z.boolean() }),
    output: nothing,
  }),
  /**
   * Looks for the private rooms that somebody belongs to or has founded, to export one: whose they are, and nothing of what they
   * are about. A command, not a read, so that the audit has it with its reason.
   */
  'rooms.find_private': command({
    permission: 'rooms:export',
    subject: ({ userId }) => `user:${userId}`,
    direct: true,
    input: z.strictObject({ userId: Id, reason: ExportReason }),
    output: z.object({ rooms: z.array(FoundRoom).max(MAX_ROOMS_FOUND) }),
  }),
  /**
   * Exports a private room: its members are told in the room, and the caller can read `/api/v1/rooms/exports/<exportId>` for an
   * hour. The audit names the room.
   */
  'rooms.export': command({
    permission: 'rooms:export',
    subject: ({ roomId }) => `room:${roomId}`,
    direct: true,
    input: z.strictObject({ roomId: Id, exportId: Id, reason: ExportReason }),
    output: z.object({ exportId: Id }),
  }),
} as const;
