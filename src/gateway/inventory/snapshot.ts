import { rowHistory, scanRows, wholeTable } from '../db/sources.ts';
import type { RowKey, RowPage, RowSource, Sql } from '../kernel.ts';
import { movementsOfLevel } from './ledger.ts';
import {
  itemImagesTable,
  itemsTable,
  levelsTable,
  locationsTable,
  lotsTable,
  MOVEMENT_COLUMNS,
  movementsTable,
  reservationsTable,
  thresholdsTable,
  unavailableTable,
} from './tables.ts';

/** Movements with their levels, read in the order of the movements. */
const MOVEMENTS = {
  table: movementsTable,
  columns: MOVEMENT_COLUMNS,
  from: 'movements m CROSS JOIN levels l ON l.id = m.level_id',
};

/** The movements of an item, newest first: the newest of each of its levels, merged. */
function ledgerOfItem(sql: Sql, itemId: string, before: RowKey | null, limit: number): RowPage {
  const place = before === null ? null : { seq: Number(before[0]), n: Number(before[1]) };
  const newest = sql
    .prepare<[string], { id: number }>('SELECT id FROM levels WHERE item_id = ? LIMIT 1000')
    .all(itemId)
    .flatMap(({ id }) => movementsOfLevel(sql, id, place, limit))
    .toSorted((a, b) => b.seq - a.seq || b.n - a.n);
  const rows = newest
    .slice(0, limit)
    .map((row) => ({ kind: movementsTable.row.kind, row, key: [row.seq, row.n] }));
  return { rows, more: newest.length >= limit };
}

/** The rows of the channel `inventory`. A level's limits depend on its thresholds and its item, so these come first. */
export const inventorySnapshot: readonly RowSource[] = [
  wholeTable(thresholdsTable),
  wholeTable(locationsTable),
  wholeTable(itemsTable),
  wholeTable(itemImagesTable),
  wholeTable(levelsTable),
  wholeTable(unavailableTable),
  {
    kind: lotsTable.row.kind,
    all: scanRows({ table: lotsTable, keys: ['id'] }),
    now: scanRows({ table: lotsTable, keys: ['id'], where: 'on_hand > 0' }),
    history: rowHistory({ table: lotsTable, keys: ['received_at', 'id'] }),
  },
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
