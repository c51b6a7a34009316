import { z } from 'zod';
import { type Redaction, withoutRoomText } from '#shared/domain/redaction.ts';
import type { RoomMessage } from '#shared/domain/rooms.ts';
import { overwriting } from '../../store/overwriting.ts';
import type { ProjectionContext } from '../../store/projection.ts';
import { TextIndex, type TextSource } from '../../store/text-index.ts';
import { noteWipe } from '../../store/wipes.ts';

/** Where messages in rooms are found by their text. */
export const MESSAGE_TEXT: TextSource = {
  index: 'room_messages_fts',
  table: 'room_messages',
  key: 'seq',
  columns: ['body'],
  text: ({ body }) => String(body),
};

const StoredMessage = z.looseObject({
  message: z.looseObject({ body: z.string(), mentions: z.array(z.string()) }),
});

/**
 * Returns a function that removes from the cache what a message in a room said, as in conversations with customers
 * (`chat/redacted.ts`).
 */
export function forgetRoomMessage({
  sql,
}: ProjectionContext): (message: Pick<RoomMessage, 'id' | 'roomId' | 'seq'>, redaction: Redaction) => void {
  const index = new TextIndex(sql, MESSAGE_TEXT);
  const row = sql.prepare<[number, string], { readonly body: string; readonly at: number }>(
    'SELECT body, at FROM room_messages WHERE seq = ? AND id = ?',
  );
  const clear = sql.prepare<[string, number]>(
    "UPDATE room_messages SET body = '', mentions = '[]', mentions_me = 0, shared = NULL, redacted = ? WHERE seq = ?",
  );
  const event = sql.prepare<[number], { readonly at: number; readonly data: string }>(
    "SELECT at, data FROM events WHERE seq = ? AND type = 'rooms.posted'",
  );
  const setEvent = sql.prepare<[string, number]>('UPDATE events SET data = ? WHERE seq = ?');
  const told = sql.prepare<[number, string]>(
    `DELETE FROM told WHERE at = ? AND toast ->> '$.subject.kind' = 'room' AND toast ->> '$.subject.id' = ?`,
  );
  return ({ id, roomId, seq }, redaction) => {
    const held = row.get(seq, id);
    const posted = event.get(seq);
    const stored = posted && StoredMessage.safeParse(JSON.parse(posted.data)).data;
    overwriting(sql.raw, () => {
      if (held && held.body !== '') index.wipe([{ seq, body: held.body }]);
      if (held) clear.run(JSON.stringify(redaction), seq);
      if (posted && stored) {
        setEvent.run(JSON.stringify({ message: withoutRoomText(stored.message, redaction) }), seq);
      }
      const at = held?.at ?? posted?.at;
      if (at !== undefined) told.run(at, roomId);
    });
    noteWipe(sql, { kind: 'message', id });
  };
}
