import { z } from 'zod';
import { Id, Seq } from '#shared/domain/ids.ts';
import { changeRoom, foundingMembers, Room, RoomChange, RoomMessage } from '#shared/domain/rooms.ts';
import type { Effects } from '../../store/domain.ts';

/** A message that is shown with the receipt of its command. */
export const RoomMessageEffect = z.object({
  kind: z.literal('room_message'),
  roomId: Id,
  message: RoomMessage,
});

/** What an unsettled command does to a room. */
export const RoomEffect = z.discriminatedUnion('kind', [
  RoomMessageEffect,
  z.object({ kind: z.literal('room_created'), roomId: Id, room: Room }),
  z.object({ kind: z.literal('room_changed'), roomId: Id, change: RoomChange }),
  z.object({ kind: z.literal('room_left'), roomId: Id }),
  z.object({
    kind: z.literal('room_state'),
    roomId: Id,
    upToSeq: Seq.nullable(),
    muted: z.boolean().nullable(),
  }),
]);
export type RoomEffect = z.infer<typeof RoomEffect>;

const changed = (roomId: string, change: RoomChange): RoomEffect => ({
  kind: 'room_changed',
  roomId,
  change,
});

/** The effects of commands on rooms. */
export const roomEffects: Effects<RoomEffect> = {
  schema: RoomEffect,
  of: {
    'rooms.create': ({ roomId, kind, name, topic, memberIds }, { userId, now }) => ({
      kind: 'room_created',
      roomId,
      room: {
        id: roomId,
        kind,
        name,
        topic,
        memberIds: kind === 'private' ? foundingMembers(userId, memberIds) : [],
        pins: [],
        createdBy: userId,
        createdAt: now,
        archivedAt: null,
        version: 1,
      },
    }),
    'rooms.edit': ({ roomId, name, topic }) => changed(roomId, { kind: 'edit', name, topic }),
    'rooms.add_member': ({ roomId, userId }) => changed(roomId, { kind: 'add', userId }),
    'rooms.remove_member': ({ roomId, userId }) => changed(roomId, { kind: 'remove', userId }),
    'rooms.leave': ({ roomId }) => ({ kind: 'room_left', roomId }),
    'rooms.archive': ({ roomId, archived }, { now }) =>
      changed(roomId, { kind: 'archive', at: archived ? now : null }),
    'rooms.post': ({ roomId, messageId, body, mentions, shared }, { userId, userName, now }) => ({
      kind: 'room_message',
      roomId,
      message: {
        id: messageId,
        roomId,
        authorId: userId,
        authorName: userName,
        body,
        mentions,
        shared,
        masked: null,
        exported: null,
        at: now,
        seq: 0,
        redacted: null,
      },
    }),
    'rooms.pin': ({ roomId, messageId }) => changed(roomId, { kind: 'pin', messageId, pinned: true }),
    'rooms.unpin': ({ roomId, messageId }) => changed(roomId, { kind: 'pin', messageId, pinned: false }),
    'rooms.mark_read': ({ roomId, upToSeq }) => ({ kind: 'room_state', roomId, upToSeq, muted: null }),
    'rooms.mute': ({ roomId, muted }) => ({ kind: 'room_state', roomId, upToSeq: null, muted }),
  },
  topic: ({ roomId }) => ({ topic: 'rooms', key: roomId }),
};

/** A room with the unsettled changes of it. */
export interface ExpectedRoom {
  readonly room: Room;
  readonly upToSeq: number;
  readonly muted: boolean;
  readonly pending: number;
}

/** Returns a room as it will be with the effects of the unsettled commands; null where the user is about to leave it. */
export function expectRoom(stored: ExpectedRoom, effects: readonly RoomEffect[]): ExpectedRoom | null {
  let expected: ExpectedRoom | null = stored;
  for (const effect of effects) {
    if (expected === null || effect.roomId !== stored.room.id) continue;
    if (effect.kind === 'room_left') expected = null;
    else if (effect.kind === 'room_changed')
      expected = {
        ...expected,
        room: changeRoom(expected.room, effect.change),
        pending: expected.pending + 1,
      };
    else if (effect.kind === 'room_message') expected = { ...expected, pending: expected.pending + 1 };
    else if (effect.kind === 'room_state')
      expected = {
        ...expected,
        upToSeq: Math.max(expected.upToSeq, effect.upToSeq ?? 0),
        muted: effect.muted ?? expected.muted,
      };
  }
  return expected;
}
