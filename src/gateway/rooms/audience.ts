import { z } from 'zod';
import { Id } from '#shared/domain/ids.ts';
import type { AnyEvent } from '#shared/protocol/events/index.ts';
import type { ChannelAudience, Sql } from '../kernel.ts';
import { readRoom } from './queries.ts';

/** Nobody: whatever cannot be told to be for somebody is sent to no one. */
const NOBODY: readonly string[] = [];

/** The members of a private room; null for a room that is open to all. */
function membersOf(sql: Sql, roomId: string): readonly string[] | null {
  const room = readRoom(sql, roomId);
  if (!room) return NOBODY;
  return room.kind === 'general' ? null : room.memberIds;
}

function ofEvent(sql: Sql, event: AnyEvent): readonly string[] | null {
  switch (event.type) {
    case 'rooms.created':
    case 'rooms.changed':
    case 'rooms.member_added':
      return membersOf(sql, event.data.room.id);
    case 'rooms.posted':
      return membersOf(sql, event.data.message.roomId);
    case 'rooms.message_redacted':
      return membersOf(sql, event.data.roomId);
    case 'rooms.messages_expired':
      // It names no room and no message.
      return null;
    case 'rooms.member_removed':
      // It names no more than the room's id, and has the former member's console delete the room.
      return [...(membersOf(sql, event.data.roomId) ?? NOBODY), event.data.userId];
    case 'rooms.state_set':
      // The room is looked at, too, so that nothing follows somebody who has left.
      return (membersOf(sql, event.data.state.roomId) ?? [event.data.state.userId]).filter(
        (id) => id === event.data.state.userId,
      );
    default:
      return NOBODY;
  }
}

const OfRoom = z.object({ id: Id });
const InRoom = z.object({ roomId: Id });
const OfPerson = z.object({ userId: Id });

function ofRow(sql: Sql, kind: string, row: unknown): readonly string[] | null {
  if (kind === 'room') return membersOf(sql, OfRoom.parse(row).id);
  if (kind === 'room_message') return membersOf(sql, InRoom.parse(row).roomId);
  if (kind === 'room_state') return [OfPerson.parse(row).userId];
  return NOBODY;
}

/**
 * Who receives the events and rows of rooms: by who is a member now, not by who was when something was said. Whoever joins gets
 * what was said before; whoever has left gets nothing more, also where they were a member at the time.
 */
export const roomsAudience: ChannelAudience = {
  event: ofEvent,
  row: ofRow,
  joins: (event) => (event.type === 'rooms.member_added' ? event.data.userId : null),
};
