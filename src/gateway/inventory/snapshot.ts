import { rowHistory, scanRows, wholeTable } from '../db/sources.ts';
import type { RowKey, RowPage, RowSource, Sql } from '../kernel.ts';
import {
  itemsTable,
  levelsTable,
  locationsTable,
  MOVEMENT_COLUMNS,
  movementsTable,
  reservationsTable,
  thresholdsTable,
} from './tables.ts';

/** Movements with their levels, read in the order of the movements. */
const MOVEMENTS = {
  table: movementsTable,
  columns: MOVEMENT_COLUMNS,
  from: 'movements m CROSS JOIN levels l ON l.id = m.level_id',
};

const ofLevel = rowHistory({
  ...MOVEMENTS,
  keys: ['m.seq'],
  of: { level: { where: 'm.level_id = @of', keys: ['m.seq', 'm.n'] } },
}).of['level'];

/** The movements of an item, newest first: the newest of each of its levels, merged. */
function ledgerOfItem(sql: Sql, itemId: string, before: RowKey | null, limit: number): RowPage {
  const levels = sql
    .prepare<[string], { id: number }>('SELECT id FROM levels WHERE item_id = ? LIMIT 1000')
    .all(itemId);
  const rows = levels.flatMap(({ id }) => ofLevel?.(sql, String(id), before, limit).rows ?? []);
  const newest = rows.toSorted(
    (a, b) => Number(b.key[0]) - Number(a.key[0]) || Number(b.key[1]) - Number(a.key[1]),
  );
  return { rows: newest.slice(0, limit), more: newest.length >= limit };
}

/** The rows of the channel `inventory`. A level's limits depend on its thresholds and its item, so these come first. */
export const inventorySnapshot: readonly RowSource[] = [
  wholeTable(thresholdsTable),
  wholeTable(locationsTable),
  wholeTable(itemsTable),
  wholeTable(levelsTable),
  {
    kind: reservationsTable.row.kind,
    all: scanRows({ table: reservationsTable, keys: ['id'] }),
    now: scanRows({ table: reservationsTable, keys: ['id'], where: "status IN ('active', 'committed')" }),
    history: rowHistory({ table: reservationsTable, keys: ['created_at', 'id'] }),
  },
  {
    kind: movementsTable.row.kind,
    all: scanRows({ ...MOVEMENTS, keys: ['m.seq', 'm.n'] }),
    now: null,
    history: {
      ...rowHistory({ ...MOVEMENTS, keys: ['m.at', 'm.seq', 'm.n'] }),
      of: { item: ledgerOfItem },
    },
  },
];
