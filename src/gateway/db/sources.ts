import type { SqlValue, StoredRow } from '#shared/rows/define.ts';
import type { KeyedRow, RowHistory, RowKey, RowPage, RowScan, RowSource, Sql } from '../kernel.ts';

/** What a query of rows needs of a declared table. */
interface Readable {
  readonly row: { readonly kind: string };
  readonly name: string;
  readonly unique: readonly string[];
  select(): string;
  decode(stored: StoredRow): object;
}

/** A query of rows in the order of a key. */
interface KeyedQuery {
  readonly table: Readable;
  /** The columns that are sorted by. They identify a row. */
  readonly keys: readonly string[];
  /** Default: the columns and the name of the table. */
  readonly columns?: string;
  readonly from?: string;
  /** A condition; `@since` is the time, ms, at which the window begins, `@of` the id of a record. */
  readonly where?: string;
  readonly descending?: boolean;
}

type Run = (
  sql: Sql,
  after: RowKey | null,
  limit: number,
  named: Readonly<Record<string, SqlValue>>,
) => KeyedRow[];

function keyedQuery({ table, keys, columns, from, where = '1', descending = false }: KeyedQuery): Run {
  const marks = keys.map(() => '?').join(', ');
  const order = keys.map((key) => (descending ? `${key} DESC` : key)).join(', ');
  const read = `SELECT ${columns ?? table.select()}, ${keys.map((key, i) => `${key} AS key_${i}`).join(', ')} FROM ${from ?? table.name}`;
  const first = `${read} WHERE ${where} ORDER BY ${order} LIMIT ?`;
  const next = `${read} WHERE ${where} AND (${keys.join(', ')}) ${descending ? '<' : '>'} (${marks}) ORDER BY ${order} LIMIT ?`;
  const names = ['since', 'of'].filter((name) => where.includes(`@${name}`));
  return (sql, after, limit, named) => {
    const values: unknown[] = [...(after ?? []), limit];
    if (names.length > 0) values.push(Object.fromEntries(names.map((name) => [name, named[name]])));
    return sql
      .prepare<unknown[], StoredRow>(after === null ? first : next)
      .all(...values)
      .map((stored) => ({
        kind: table.row.kind,
        row: table.decode(stored),
        // Keys are columns without NULL: numbers and texts.
        key: keys.map((_, i) => stored[`key_${i}`] as string | number),
      }));
  };
}

/** Reads rows in ascending order of a key. */
export function scanRows(query: Omit<KeyedQuery, 'descending'>): RowScan {
  const run = keyedQuery(query);
  return (sql, after, limit, since) => run(sql, after, limit, { since });
}

/** Declares rows that a snapshot always has in full: the state now. */
export function wholeTable(table: Readable, kind: string = table.row.kind): RowSource {
  const scan = scanRows({ table, keys: table.unique });
  const all: RowScan =
    kind === table.row.kind ? scan : (...given) => scan(...given).map(({ row, key }) => ({ kind, row, key }));
  return { kind, all };
}

/** How the history of a kind of row is read. The first of its `keys` is the time of a row. */
interface HistoryQuery extends Omit<KeyedQuery, 'descending'> {
  /** How much a client needs at least, ms before now. */
  readonly atLeastMs?: number;
  /** The part of the history that a snapshot has already, ms before now. Default: none. */
  readonly inSnapshotMs?: number;
  /** Pages of one record, by the record's kind: the condition, with `@of`, and the key they are sorted by. */
  readonly of?: Readonly<Record<string, { readonly where: string; readonly keys?: readonly string[] }>>;
}

const pageOf = (rows: KeyedRow[], limit: number): RowPage => ({ rows, more: rows.length === limit });

/** Declares pages of a kind of row, newest first, by time and then by the rest of the key. */
export function rowHistory({ atLeastMs = 0, inSnapshotMs = 0, of = {}, ...query }: HistoryQuery): RowHistory {
  const run = keyedQuery({ ...query, descending: true });
  const scoped = Object.fromEntries(
    Object.entries(of).map(([kind, { where, keys }]) => {
      const read = keyedQuery({ ...query, where, keys: keys ?? query.keys, descending: true });
      return [
        kind,
        (sql: Sql, id: string, before: RowKey | null, limit: number) =>
          pageOf(read(sql, before, limit, { of: id }), limit),
      ];
    }),
  );
  return {
    keyLength: query.keys.length,
    atLeastMs,
    inSnapshotMs,
    page: (sql, before, limit) => pageOf(run(sql, before, limit, {}), limit),
    of: scoped,
  };
}

/** A table that becomes longer with time, and how its rows are handed out. */
interface GrowingTable extends Pick<HistoryQuery, 'atLeastMs' | 'of'> {
  readonly table: Readable;
  /** The columns of a row's time and of what identifies it. */
  readonly keys: readonly [time: string, id: string];
  /** How far back a snapshot goes, ms before now. */
  readonly inSnapshotMs: number;
  /** The condition of older rows that a snapshot has as well. */
  readonly always?: string;
}

/** Declares rows that become more with time: a snapshot has the newest, and consoles load the others, newest first. */
export function growingTable({ table, keys, always, ...history }: GrowingTable): RowSource {
  const [time, id] = keys;
  const recent = `${time} >= @since`;
  return {
    kind: table.row.kind,
    all: scanRows({ table, keys: [id] }),
    now: scanRows({ table, keys, where: always === undefined ? recent : `(${recent} OR ${always})` }),
    history: rowHistory({ table, keys, ...history }),
  };
}

/** Streams all rows of sources, for tests and checks. */
export function* allRows(sources: readonly RowSource[], sql: Sql): Generator<KeyedRow> {
  for (const { all } of sources) {
    for (let page = all(sql, null, 1000, 0); page.length > 0; ) {
      yield* page;
      page = all(sql, page.at(-1)?.key ?? null, 1000, 0);
    }
  }
}
