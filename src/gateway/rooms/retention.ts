import { deletedBefore, MAX_EXPIRED, nextExpiry } from '#shared/domain/message-retention.ts';
import type { Room } from '#shared/domain/rooms.ts';
import { countDeleted } from '../chat/index.ts';
import { AT_ONCE, type CommandContext } from '../kernel.ts';
import { listExpiredRoomMessages, oldestRoomMessageAt, readRoom } from './queries.ts';

/** Deletes the messages past their retention and their pins, as the chat does (`chat/retention.ts`). */
export function sweepRoomMessages(context: CommandContext): number | null {
  const { sql, config, now } = context;
  const days = config.retention.messageDays;
  const oldest = days === 0 ? null : oldestRoomMessageAt(sql);
  const before = deletedBefore(days, now, oldest);
  if (before === null) return nextExpiry(days, oldest);
  const found = listExpiredRoomMessages(sql, before, MAX_EXPIRED);
  const last = found.at(-1);
  if (last === undefined) return nextExpiry(days, oldest);
  const gone = new Set(found.map(({ id }) => id));
  for (const roomId of new Set(found.map((message) => message.roomId))) unpin(context, roomId, gone);
  context.emit('rooms.messages_expired', { upTo: { at: last.at, seq: last.seq } });
  countDeleted(context, { roomMessages: found.length });
  return found.length === MAX_EXPIRED ? AT_ONCE : nextExpiry(days, oldestRoomMessageAt(sql));
}

function unpin(context: CommandContext, roomId: string, gone: ReadonlySet<string>): void {
  const room: Room | undefined = readRoom(context.sql, roomId);
  if (!room?.pins.some((id) => gone.has(id))) return;
  context.emit('rooms.changed', { room: { ...room, pins: room.pins.filter((id) => !gone.has(id)) } });
}
