import { type ExpiredUpTo, MAX_EXPIRED } from '#shared/domain/message-retention.ts';
import { overwriting } from '../../store/overwriting.ts';
import type { ProjectionContext } from '../../store/projection.ts';
import { TextIndex } from '../../store/text-index.ts';
import { noteWipe } from '../../store/wipes.ts';
import { MESSAGE_TEXT } from './redacted.ts';

/** Returns a function that deletes a slice of the rooms' messages up to a place, as in conversations with customers. */
export function expireRoomMessages({ sql, changes }: ProjectionContext): (upTo: ExpiredUpTo) => boolean {
  const index = new TextIndex(sql, MESSAGE_TEXT);
  const expired = sql.prepare<
    [number, number],
    { readonly seq: number; readonly id: string; readonly body: string; readonly roomId: string }
  >(
    `SELECT seq, id, body, room_id AS roomId FROM room_messages INDEXED BY room_messages_by_time
     WHERE (at, seq) <= (?, ?) ORDER BY at, seq LIMIT ${MAX_EXPIRED}`,
  );
  const remove = sql.prepare<[number]>('DELETE FROM room_messages WHERE seq = ?');
  const removeEvent = sql.prepare<[number]>("DELETE FROM events WHERE seq = ? AND channel = 'rooms'");
  const told = sql.prepare<[number]>(
    "DELETE FROM told WHERE at <= ? AND toast ->> '$.subject.kind' = 'room'",
  );
  return (upTo) => {
    const found = expired.all(upTo.at, upTo.seq);
    if (found.length === 0) return false;
    overwriting(sql.raw, () => {
      index.wipe(found);
      for (const { seq } of found) {
        remove.run(seq);
        removeEvent.run(seq);
      }
      told.run(upTo.at);
    });
    for (const { id, roomId } of found) {
      noteWipe(sql, { kind: 'message', id });
      changes.touch('rooms', roomId);
    }
    return true;
  };
}
