import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import type { ExportRow } from '#shared/domain/export-lines.ts';
import type { ImportKind } from '#shared/domain/imports.ts';
import { refused } from '#shared/protocol/refusals.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import { asOf, decodeCursor, encodeCursor, ReadError, type Reader } from '../../store/reader.ts';
import { itemsTable, levelsTable, thresholdsTable } from '../inventory/tables.ts';

/** A location by its name, or by its id where several have the name. */
const LOCATION = `iif((SELECT count(*) FROM locations x WHERE x.name = o.name) > 1, o.id, o.name)`;

interface Source {
  readonly count: string;
  /** Reads rows after a key of two parts, in the order of the key. */
  readonly rows: string;
  readonly toRow: (stored: StoredRow) => ExportRow;
}

const text = (value: StoredRow[string] | undefined): string | null =>
  value === null || value === undefined ? null : String(value);

const SOURCES: Readonly<Record<ImportKind, Source>> = {
  items: {
    count: 'SELECT count(*) AS n FROM items',
    rows: `SELECT ${itemsTable.select()}, id AS key_0, '' AS key_1 FROM items WHERE (id, '') > (?, ?) ORDER BY id LIMIT ?`,
    toRow: (stored) => ({ kind: 'items', item: itemsTable.decode(stored) }),
  },
  levels: {
    count: 'SELECT count(*) AS n FROM levels',
    rows: `SELECT ${levelsTable.select('l')}, i.sku AS item_sku, i.name AS item_name, ${LOCATION} AS location_name,
        l.item_id AS key_0, l.location_id AS key_1
      FROM levels l LEFT JOIN items i ON i.id = l.item_id LEFT JOIN locations o ON o.id = l.location_id
      WHERE (l.item_id, l.location_id) > (?, ?) ORDER BY l.item_id, l.location_id LIMIT ?`,
    toRow: (stored) => ({
      kind: 'levels',
      sku: text(stored['item_sku']) ?? String(stored['item_id']),
      name: text(stored['item_name']) ?? '',
      location: text(stored['location_name']) ?? String(stored['location_id']),
      level: levelsTable.decode(stored),
    }),
  },
  thresholds: {
    count: 'SELECT count(*) AS n FROM thresholds',
    rows: `SELECT ${thresholdsTable.select('t')}, i.sku AS item_sku, i.name AS item_name, ${LOCATION} AS location_name,
        t.scope AS key_0, '' AS key_1
      FROM thresholds t LEFT JOIN items i ON i.id = t.item_id LEFT JOIN locations o ON o.id = t.location_id
      WHERE (t.scope, '') > (?, ?) ORDER BY t.scope LIMIT ?`,
    toRow: (stored) => ({
      kind: 'thresholds',
      sku: text(stored['item_sku']),
      name: text(stored['item_name']),
      location: text(stored['location_name']),
      threshold: thresholdsTable.decode(stored),
    }),
  },
};

/** Returns rows for an export. Pages are not of one moment, but no row that exists throughout is left out. */
export function exportRows(
  reader: Reader,
  { kind, after, limit }: MethodInput<'imports.export'>,
): MethodOutput<'imports.export'> {
  const provenance = asOf(reader, ['inventory']);
  // A cache that was never filled looks like an empty shop.
  if (provenance.seq === 0) throw new ReadError(refused('export_not_loaded', {}));
  const { count, rows, toRow } = SOURCES[kind];
  const key = decodeCursor(after, ['string', 'string']) ?? ['', ''];
  const found = reader.all<StoredRow>(rows, ...key, limit + 1);
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  const more = found.length > limit && last !== undefined;
  const next = more ? encodeCursor([String(last['key_0']), String(last['key_1'])]) : null;
  // A position that is too long would end the file early.
  if (more && next === null) throw new ReadError(refused('export_not_loaded', {}));
  return {
    rows: shown.map(toRow),
    next,
    total: reader.get<{ n: number }>(count)?.n ?? 0,
    asOf: provenance,
  };
}
