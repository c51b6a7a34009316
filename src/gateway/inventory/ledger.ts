import { z } from 'zod';
import type { Movement } from '#shared/domain/inventory.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import { type CommandContext, defineWrite, type Sql } from '../kernel.ts';
import { levelIdOf } from './queries.ts';
import { MOVEMENT_COLUMNS, movementsTable } from './tables.ts';

/** Movements that are indexed in one slice, at least; an event's movements stay together. */
const SLICE = 5_000;
/** The movements of which a sweep makes no slice yet. Readers look through them one by one. */
const TAIL = 1_000;

/** The place of a movement in the ledger. */
export interface LedgerKey {
  readonly seq: number;
  readonly n: number;
}

/** After all movements. */
const END: LedgerKey = { seq: Number.MAX_SAFE_INTEGER, n: 0 };

const OLDER = '(m.seq, m.n) < (?, ?) ORDER BY m.seq DESC, m.n DESC LIMIT ?';
const NOT_INDEXED = `SELECT ${MOVEMENT_COLUMNS} FROM movements m CROSS JOIN levels l ON l.id = m.level_id
  WHERE m.seq > (SELECT indexed_seq FROM ledger_index) AND m.level_id = ? AND ${OLDER}`;
const INDEXED = `SELECT ${MOVEMENT_COLUMNS} FROM level_movements k
  CROSS JOIN movements m ON m.seq = k.seq AND m.n = k.n CROSS JOIN levels l ON l.id = k.level_id
  WHERE k.level_id = ? AND ${OLDER.replaceAll('m.', 'k.')}`;

/** Returns movements of a level, newest first, before a place (default: the end). */
export function movementsOfLevel(
  sql: Sql,
  levelId: number,
  before: LedgerKey | null,
  limit: number,
): Movement[] {
  const { seq, n } = before ?? END;
  const read = (text: string, most: number): StoredRow[] =>
    sql.prepare<[number, number, number, number], StoredRow>(text).all(levelId, seq, n, most);
  const newest = read(NOT_INDEXED, limit);
  // What is not indexed yet is newer than what is.
  const older = newest.length < limit ? read(INDEXED, limit - newest.length) : [];
  return [...newest, ...older].map(movementsTable.decode);
}

/** Returns movements of an item at a location, newest first, before a place; none where nothing ever moved. */
export function listMovements(
  sql: Sql,
  itemId: string,
  locationId: string,
  before: LedgerKey,
  limit: number,
): Movement[] {
  const levelId = levelIdOf(sql, itemId, locationId);
  return levelId === undefined ? [] : movementsOfLevel(sql, levelId, before, limit);
}

/** A movement with the names of its item and location; the location's id where several have its name. */
export interface NamedMovement {
  readonly movement: Movement;
  readonly sku: string;
  readonly name: string;
  readonly location: string;
}

/** The place of a movement in the ledger by time. */
export interface TimedLedgerKey extends LedgerKey {
  readonly at: number;
}

/** Returns movements of all levels after a place, oldest first, up to a time, ms. */
export function listLedger(sql: Sql, after: TimedLedgerKey, to: number, limit: number): NamedMovement[] {
  return sql
    .prepare<unknown[], StoredRow & { sku: string; item_name: string; location: string }>(
      `SELECT ${MOVEMENT_COLUMNS}, i.sku, i.name AS item_name,
         iif((SELECT count(*) FROM locations x WHERE x.name = o.name) > 1, o.id, o.name) AS location
       FROM movements m CROSS JOIN levels l ON l.id = m.level_id CROSS JOIN items i ON i.id = l.item_id
       CROSS JOIN locations o ON o.id = l.location_id
       WHERE (m.at, m.seq, m.n) > (?, ?, ?) AND m.at <= ? ORDER BY m.at, m.seq, m.n LIMIT ?`,
    )
    .all(after.at, after.seq, after.n, to, limit)
    .map((row) => ({
      movement: movementsTable.decode(row),
      sku: row.sku,
      name: row.item_name,
      location: row.location,
    }));
}

/**
 * Indexes the movements up to an event by their levels. They are indexed many at a time and sorted: an index on the ledger
 * itself would touch another page with every movement, as many as there are levels.
 */
export const indexLedger = defineWrite(
  'inventory.ledger_indexed',
  z.strictObject({ through: z.int() }),
  ({ sql }, { through }) => {
    sql
      .prepare<[number]>(
        `INSERT INTO level_movements (level_id, seq, n)
         SELECT level_id, seq, n FROM movements WHERE seq > (SELECT indexed_seq FROM ledger_index) AND seq <= ?
         ORDER BY level_id, seq, n`,
      )
      .run(through);
    sql.prepare<[number]>('UPDATE ledger_index SET indexed_seq = ?').run(through);
  },
);

/** The event of the nth movement that is not indexed. */
function eventOf(sql: Sql, nth: number): number | undefined {
  return sql
    .prepare<[number], { seq: number }>(
      `SELECT seq FROM movements WHERE seq > (SELECT indexed_seq FROM ledger_index) ORDER BY seq, n LIMIT 1 OFFSET ?`,
    )
    .get(nth - 1)?.seq;
}

/** Indexes a slice once there are many movements to index. Returns whether there are as many left. */
export function sweepLedger(context: CommandContext): boolean {
  if (eventOf(context.sql, TAIL) === undefined) return false;
  return indexSlice(context);
}

/** Indexes a slice of the movements. Returns whether more may be left. */
export function indexSlice(context: CommandContext): boolean {
  const { sql } = context;
  const through = eventOf(sql, SLICE);
  const last =
    through ??
    sql.prepare<[], { seq: number | null }>('SELECT max(seq) AS seq FROM movements').get()?.seq ??
    null;
  if (last === null || eventOf(sql, 1) === undefined) return false;
  context.write(indexLedger, { through: last });
  return through !== undefined;
}
