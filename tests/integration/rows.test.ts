import { resolve } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHANNEL_DEFINITIONS, CHANNELS } from '#shared/protocol/channels.ts';
import type { SqlValue, StoredRow } from '#shared/rows/define.ts';
import { BoundTable } from '#shared/rows/table.ts';
import { demoModule } from '../../src/gateway/demo/index.ts';
import * as gatewayInventory from '../../src/gateway/inventory/tables.ts';
import { migrateTo, migrationsWith } from '../../src/gateway/migrations.ts';
import * as cacheChat from '../../src/main/engine/domains/chat/tables.ts';
import * as cacheInventory from '../../src/main/engine/domains/inventory/tables.ts';
import { arbitraryOf } from '../support/arbitrary.ts';
import { type DeclaredTable, emptyCache, gatewayTables } from '../support/declared-tables.ts';
import { temporaryFolder } from '../support/folders.ts';
import { makeConversation } from '../support/make/conversation.ts';
import { makeLevel } from '../support/make/item.ts';

type Row = Record<string, unknown>;

/** A table that leaves properties to another one: the other's row, the column that names it, and the SELECT of both. */
interface Parent {
  readonly table: string;
  readonly row: (child: Row) => object;
  readonly column: string;
  readonly select: string;
}

/** A side's database with its tables. */
interface Side {
  readonly db: Database.Database;
  readonly tables: ReadonlyMap<string, DeclaredTable>;
  readonly parents: Readonly<Record<string, Parent>>;
}

const levelOf = ({ itemId, locationId }: Row): object =>
  makeLevel({ itemId: String(itemId), locationId: String(locationId) });
const conversationOf = ({ conversationId }: Row): object => makeConversation({ id: String(conversationId) });

const GATEWAY_PARENTS: Side['parents'] = {
  movements: {
    table: 'levels',
    row: levelOf,
    column: 'levelId',
    select: `SELECT ${gatewayInventory.MOVEMENT_COLUMNS} FROM movements m JOIN levels l ON l.id = m.level_id`,
  },
};
const CACHE_PARENTS: Side['parents'] = {
  movements: {
    table: 'levels',
    row: levelOf,
    column: 'levelK',
    select: `SELECT ${cacheInventory.MOVEMENT_COLUMNS} FROM movements m JOIN levels l ON l.k = m.level_k`,
  },
  messages: {
    table: 'conversations',
    row: conversationOf,
    column: 'conversationK',
    select: `SELECT ${cacheChat.MESSAGE_COLUMNS} FROM messages m JOIN conversations c ON c.k = m.conversation_k`,
  },
};

/** Values for a side's own columns: 0 or an empty text, by the column's type. */
function ownValues(db: Database.Database, table: DeclaredTable): Record<string, SqlValue> {
  const types = new Map(
    (db.pragma(`table_info(${table.name})`) as { name: string; type: string }[]).map((column) => [
      column.name,
      column.type,
    ]),
  );
  return Object.fromEntries(
    table.columns
      .filter((column) => column.isOwn)
      .map((column) => [column.property, types.get(column.name) === 'TEXT' ? '' : 0]),
  );
}

function tableNamed({ tables }: Side, name: string): DeclaredTable {
  const table = tables.get(name);
  if (!table) throw new Error(`there is no table ${name}`);
  return table;
}

/** Arbitrary rows. The counts of a level are never negative: the gateway's schema checks it. */
function rowsOf(table: DeclaredTable): fc.Arbitrary<Row> {
  return arbitraryOf(table.row.schema).map((row) => {
    const made = row as Row;
    if (table.row.kind !== 'level') return made;
    const { committed, unavailable } = made;
    return { ...made, committed: Math.abs(Number(committed)), unavailable: Math.abs(Number(unavailable)) };
  });
}

/** Writes rows one after the other over the same key; returns what is read back after each. */
function throughTable(side: Side, table: DeclaredTable, rows: readonly Row[]): Row[] {
  const { db } = side;
  const parent = side.parents[table.name];
  const own = ownValues(db, table);
  const bound = new BoundTable(db, table);
  const read = db.prepare<[], StoredRow>(parent?.select ?? `SELECT ${table.select()} FROM ${table.name}`);
  db.exec('BEGIN');
  try {
    return rows.map((row, n) => {
      if (parent) {
        const owner = tableNamed(side, parent.table);
        const { lastInsertRowid } = new BoundTable(db, owner).insert(
          parent.row(row) as Row,
          ownValues(db, owner),
        );
        bound.insert(row, { ...own, [parent.column]: Number(lastInsertRowid) });
      } else if (n === 0) bound.insert(row, own);
      else bound.upsert(row, own);
      const stored = read.all();
      expect(stored).toHaveLength(1);
      return table.decode(stored[0] ?? {});
    });
  } finally {
    db.exec('ROLLBACK');
  }
}

describe.each(['gateway', 'cache'] as const)('rows in the tables of the %s', (name) => {
  const folder = temporaryFolder('rows');
  let side: Side;
  beforeAll(async () => {
    if (name === 'cache') {
      side = { ...emptyCache(), parents: CACHE_PARENTS };
      return;
    }
    const file = resolve(folder.path, 'gateway.db');
    await migrateTo(file, 'latest', migrationsWith([demoModule]));
    side = { db: new Database(file), tables: await gatewayTables(), parents: GATEWAY_PARENTS };
  });
  afterAll(() => {
    side.db.close();
    folder.remove();
  });

  // The gateway's members are its users.
  const kinds = CHANNELS.flatMap((channel) =>
    CHANNEL_DEFINITIONS[channel].rows.map(({ kind }) => kind),
  ).filter((kind) => name === 'cache' || kind !== 'member');

  it.each(kinds)('are read back as they were written: %s', (kind) => {
    const table = [...side.tables.values()].find((candidate) => candidate.row.kind === kind);
    if (!table) throw new Error(`no table has rows of the kind ${kind}`);
    const keepsKey = side.parents[table.name] === undefined;
    fc.assert(
      fc.property(rowsOf(table), rowsOf(table), (first, other) => {
        const key = Object.fromEntries(table.row.key.map((property) => [property, first[property]]));
        const rows = keepsKey ? [first, { ...other, ...key }] : [first];
        expect(throughTable(side, table, rows)).toEqual(rows);
      }),
      { numRuns: 60 },
    );
  });
});
