import { overwriting } from '../../store/overwriting.ts';
import type { ProjectionContext } from '../../store/projection.ts';
import type { TextIndex } from '../../store/text-index.ts';
import { noteWipe } from '../../store/wipes.ts';
import { roomMessagesTable, roomStatesTable, roomsTable } from './tables.ts';

/** Where the data of a stored event names its room. */
const ROOM_OF_EVENT = ['$.message.roomId', '$.room.id', '$.roomId', '$.state.roomId'];

interface HeldMessage {
  readonly seq: number;
  readonly id: string;
  readonly body: string;
  readonly authorId: string;
}

/**
 * Returns a function that deletes everything of a room: its rows, their words in the index, the events that the activity list
 * shows, and the notifications about it. What is deleted is overwritten in the file; the user's own commands are noted, to be
 * deleted next.
 */
export function forgetRoom(context: ProjectionContext, index: TextIndex): (roomId: string) => void {
  const { sql, table, userId } = context;
  const removeRoom = context.bind(roomsTable).remover();
  const removeMessage = context.bind(roomMessagesTable).remover();
  const removeState = context.bind(roomStatesTable).remover();
  const messages = sql.prepare<[string], HeldMessage>(
    `SELECT seq, id, body, author_id AS authorId FROM ${table(roomMessagesTable.name)} WHERE room_id = ?`,
  );
  const events = sql.prepare<string[]>(
    `DELETE FROM events WHERE channel = 'rooms' AND ? IN (${ROOM_OF_EVENT.map((path) => `data ->> '${path}'`).join(', ')})`,
  );
  const told = sql.prepare<[string]>(
    `DELETE FROM told WHERE toast ->> '$.subject.kind' = 'room' AND toast ->> '$.subject.id' = ?`,
  );
  return (roomId) => {
    overwriting(sql.raw, () => {
      const held = messages.all(roomId);
      index.wipe(held);
      for (const { seq } of held) removeMessage(seq);
      removeState(roomId, userId);
      removeRoom(roomId);
      events.run(roomId);
      told.run(roomId);
      const last = held.at(-1);
      for (const { id, authorId } of held) {
        // One of them has the write-ahead log emptied.
        if (authorId === userId || id === last?.id) noteWipe(sql, { kind: 'message', id });
      }
    });
  };
}
