import { rowHistory, scanRows, wholeTable } from '../db/sources.ts';
import type { KeyedRow, RowScan, RowSource } from '../kernel.ts';
import { roomMessagesTable, roomStatesTable, roomsTable } from './tables.ts';

/** The messages that a room has in a snapshot: more than a screen of them. */
const NEWEST_MESSAGES = 100;

const byTime = rowHistory({
  table: roomMessagesTable,
  keys: ['at', 'seq'],
  of: { room: { where: 'room_id = @of', keys: ['seq'] } },
});

const NEXT_ROOM = 'SELECT id FROM rooms WHERE id >= ? ORDER BY id LIMIT 20';

/** The newest messages of each room, by room and then oldest first. */
const newest: RowScan = (sql, after) => {
  let [from, seq] = [String(after?.[0] ?? ''), Number(after?.[1] ?? 0)];
  for (;;) {
    const ids = sql.prepare<[string], { id: string }>(NEXT_ROOM).all(from);
    for (const { id } of ids) {
      const after = id === from ? seq : 0;
      const rows = (byTime.of['room']?.(sql, id, null, NEWEST_MESSAGES).rows ?? [])
        .map(({ kind, row, key: [at] }): KeyedRow => ({ kind, row, key: [id, Number(at)] }))
        .filter(({ key }) => Number(key[1]) > after)
        .reverse();
      if (rows.length > 0) return rows;
    }
    const last = ids.at(-1)?.id;
    if (last === undefined || ids.length < 20) return [];
    // Rooms without a message must not end the scan.
    from = last;
    seq = Number.MAX_SAFE_INTEGER;
  }
};

/** The rows of the channel `rooms`. A room comes before its messages. */
export const roomsSnapshot: readonly RowSource[] = [
  wholeTable(roomsTable),
  {
    kind: roomMessagesTable.row.kind,
    all: scanRows({ table: roomMessagesTable, keys: ['seq'] }),
    now: newest,
    history: byTime,
  },
  wholeTable(roomStatesTable),
];
