import { z } from 'zod';
import {
  type AnyCodec,
  type Codec,
  columnOf,
  type RowDefinition,
  type SqlValue,
  type StoredRow,
} from './define.ts';

/** A column that only one side stores: its own key, a sort key, search words. */
export interface OwnColumn<V extends SqlValue> {
  /** Never set. Carries the type of the column's values. */
  readonly value?: V;
}

/** Declares an own column with the type of its values. */
export function own<V extends SqlValue>(): OwnColumn<V> {
  return {};
}

/** The own columns of a table, by property. */
export type OwnColumns = Readonly<Record<string, OwnColumn<SqlValue>>>;
type OwnValues<O extends OwnColumns> = {
  readonly [K in keyof O]: NonNullable<O[K]['value']> | Nullable<O[K]>;
};
type Nullable<C> = C extends OwnColumn<infer V> ? Extract<V, null> : never;

/** How one side stores a row: the table, the row's columns in it, and the side's own columns. */
export interface TableSpec<T extends object, O extends OwnColumns, M extends keyof T> {
  readonly name: string;
  /** The columns that identify a stored row: `k` if the table numbers its rows, otherwise the primary key. */
  readonly identity: readonly string[];
  /** The unique columns by which an upsert finds the existing row. Default: the columns of the row's key. */
  readonly unique?: readonly string[];
  /** Properties that this side stores in another table (a movement's item and location are those of its level). */
  readonly omit?: readonly M[];
  readonly own?: O;
  /** Codecs that replace those of the row on this side. */
  readonly codecs?: { readonly [K in keyof T]?: Codec<T[K]> };
}

/** One stored column and the property it holds. */
interface StoredColumn {
  readonly name: string;
  /** A property of the row, or of the own values if `isOwn`. */
  readonly property: string;
  readonly isOwn: boolean;
  /** null to store the value unchanged. */
  readonly encode: ((value: never) => SqlValue) | null;
}

/** A table of one side, from which statements are derived. Independent of a connection; see `BoundTable`. */
export interface Table<T extends object, O extends OwnColumns = OwnColumns, M extends keyof T = never> {
  readonly row: RowDefinition<T>;
  readonly name: string;
  readonly identity: readonly string[];
  readonly unique: readonly string[];
  readonly columns: readonly StoredColumn[];
  /** Carries the types; never set. */
  readonly types?: { readonly own: OwnValues<O>; readonly omitted: M };
  /**
   * Returns the row's columns for a SELECT, each prefixed with `alias`. `from` has the source of properties that are not in
   * this table: the alias of another table, or an expression with a dot (`c.id`).
   */
  select(alias?: string, from?: { readonly [K in keyof T]?: string }): string;
  /** Creates a row from the result of such a SELECT. Ignores other columns. */
  decode(stored: StoredRow): T;
}

/** A table with rows of unknown type. */
export interface AnyTable {
  readonly row: { readonly kind: string };
  readonly name: string;
  readonly identity: readonly string[];
  readonly unique: readonly string[];
  readonly columns: readonly { readonly name: string }[];
  select(alias?: string): string;
  decode(stored: StoredRow): object;
}

/** Declares how one side stores a row. */
export function defineTable<
  T extends object,
  const O extends OwnColumns = Record<never, never>,
  M extends keyof T & string = never,
>(row: RowDefinition<T>, spec: TableSpec<T, O, M>): Table<T, O, M> {
  const codecs: Partial<Record<string, AnyCodec>> = { ...row.codecs, ...spec.codecs };
  const omitted = new Set<string>(spec.omit ?? []);
  const columns: StoredColumn[] = [];
  for (const property of row.properties) {
    if (omitted.has(property)) continue;
    const codec = codecs[property];
    if (codec && 'parts' in codec) {
      for (const [part, encode] of Object.entries(codec.parts))
        columns.push({ name: `${columnOf(property)}_${part}`, property, isOwn: false, encode });
    } else {
      columns.push({ name: columnOf(property), property, isOwn: false, encode: codec?.encode ?? null });
    }
  }
  for (const property of Object.keys(spec.own ?? {}))
    columns.push({ name: columnOf(property), property, isOwn: true, encode: null });
  return {
    row,
    name: spec.name,
    identity: spec.identity,
    unique: spec.unique ?? row.key.map(columnOf),
    columns,
    select: (alias = '', from = {}) => selectList(row, codecs, alias, from),
    decode: decoder(row, codecs),
  };
}

/** Declares a table that only one side has, such as a table of sums. `unique` identifies a row. */
export function defineOwnTable<const O extends OwnColumns>(
  name: string,
  unique: readonly (keyof O & string)[],
  columns: O,
): Table<Record<never, never>, O> {
  const nothing = { kind: name, schema: z.object({}), key: [], properties: [], codecs: {} };
  const identity = unique.map(columnOf);
  return defineTable(nothing, { name, identity, unique: identity, own: columns });
}

function selectList<T extends object>(
  row: RowDefinition<T>,
  codecs: Partial<Record<string, AnyCodec>>,
  alias: string,
  from: { readonly [K in keyof T]?: string },
): string {
  return row.properties
    .flatMap((property) => {
      const codec = codecs[property];
      const column = columnOf(property);
      const names =
        codec && 'parts' in codec ? Object.keys(codec.parts).map((part) => `${column}_${part}`) : [column];
      const source = from[property];
      if (source?.includes('.')) return names.map((name) => `${source} AS ${name}`);
      const table = source ?? alias;
      return names.map((name) => (table === '' ? name : `${table}.${name}`));
    })
    .join(', ');
}

/** Creates a function that decodes stored rows. Columns and codecs are resolved here, not for each row. */
function decoder<T extends object>(
  row: RowDefinition<T>,
  codecs: Partial<Record<string, AnyCodec>>,
): (stored: StoredRow) => T {
  const steps = row.properties.map((property) => {
    const codec = codecs[property];
    const column = columnOf(property);
    if (codec === undefined) return { property, read: (stored: StoredRow): unknown => stored[column] };
    if ('decode' in codec)
      return { property, read: (stored: StoredRow): unknown => codec.decode(stored[column] ?? null) };
    const parts = Object.keys(codec.parts).map((part) => ({ part, name: `${column}_${part}` }));
    const read = (stored: StoredRow): unknown =>
      codec.join(Object.fromEntries(parts.map(({ part, name }) => [part, stored[name] ?? null])));
    return { property, read };
  });
  return (stored) => {
    const made: Record<string, unknown> = {};
    for (const { property, read } of steps) made[property] = read(stored);
    // The steps cover all properties of the row, each read by the codec that wrote it.
    return made as T;
  };
}

/** The part of better-sqlite3's prepared statement that is used here. */
export interface PreparedStatement {
  run(...values: readonly unknown[]): { readonly changes: number; readonly lastInsertRowid: number | bigint };
  get(...values: readonly unknown[]): unknown;
  all(...values: readonly unknown[]): unknown[];
}

/** A connection that caches its prepared statements. */
export interface Preparer {
  prepare(text: string): PreparedStatement;
}

/**
 * Records every write of a row with the row's columns before the write, null if the row did not exist. It is called before
 * an update or deletion, and after an insert, when the row's identity is known.
 */
export interface RowRecorder {
  record(table: string, identity: readonly SqlValue[], before: StoredRow | null): void;
}

/** A property that an update can set: one of the row's, or one of the side's own columns. */
type Property<T, O> = (keyof T & string) | (keyof O & string);

/** The result of a write. */
export interface Written {
  readonly changes: number;
  readonly lastInsertRowid: number | bigint;
}

/** Updates or deletes rows. Takes the new values, then the key, by position. Returns the number of rows changed. */
export type Update = (...valuesThenKey: SqlValue[]) => number;

/** A table bound to a connection, with prepared statements. All writes of rows go through this class. */
export class BoundTable<T extends object, O extends OwnColumns, M extends keyof T = never> {
  readonly #table: Table<T, O, M>;
  readonly #sql: Preparer;
  readonly #recorder: RowRecorder | null;
  readonly #insert: PreparedStatement;
  readonly #insertNew: PreparedStatement;
  readonly #upsert: PreparedStatement | null;
  readonly #byUnique: PreparedStatement;
  /** Indexes of the unique columns in the encoded values; -1 for a column that is not in the table. */
  readonly #uniqueAt: readonly number[];

  constructor(sql: Preparer, table: Table<T, O, M>, recorder: RowRecorder | null = null) {
    this.#sql = sql;
    this.#table = table;
    this.#recorder = recorder;
    const names = table.columns.map(({ name }) => name);
    const into = `${table.name} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`;
    const { unique } = table;
    this.#uniqueAt = unique.map((name) => names.indexOf(name));
    this.#insert = sql.prepare(`INSERT INTO ${into}`);
    this.#insertNew = sql.prepare(`INSERT OR IGNORE INTO ${into}`);
    const set = names.filter((name) => !unique.includes(name)).map((name) => `${name} = excluded.${name}`);
    const conflict = set.length === 0 ? 'NOTHING' : `UPDATE SET ${set.join(', ')}`;
    // A table without the row's whole key (a message's conversation is in another table) cannot be upserted.
    this.#upsert = this.#uniqueAt.includes(-1)
      ? null
      : sql.prepare(`INSERT INTO ${into} ON CONFLICT (${unique.join(', ')}) DO ${conflict}`);
    this.#byUnique = sql.prepare(`SELECT * FROM ${table.name} WHERE ${allOf(unique)}`);
  }

  /** Inserts a row. Throws a SqliteError if the row exists. */
  insert(row: Omit<T, M>, own: OwnValues<O>): Written {
    const values = this.#encode(row, own);
    const written = this.#insert.run(...values);
    this.#inserted(written, values);
    return written;
  }

  /** Inserts a row unless it exists; `changes` is then 0. */
  insertNew(row: Omit<T, M>, own: OwnValues<O>): Written {
    const values = this.#encode(row, own);
    const written = this.#insertNew.run(...values);
    if (written.changes === 1) this.#inserted(written, values);
    return written;
  }

  /** Inserts a row, or replaces the columns of the existing one. Throws if the table lacks part of the row's key. */
  upsert(row: Omit<T, M>, own: OwnValues<O>): Written {
    if (this.#upsert === null)
      throw new Error(`Cannot upsert into ${this.#table.name}: it does not store the whole key of its rows.`);
    return this.#write(this.#upsert, this.#encode(row, own));
  }

  /** Prepares an upsert that adds the given columns to those of the existing row. */
  adder(sums: readonly (keyof O & string)[]): (own: OwnValues<O>) => void {
    const { name, columns, unique } = this.#table;
    const names = columns.map((column) => column.name);
    const add = sums
      .map((sum) => `${columnOf(sum)} = ${columnOf(sum)} + excluded.${columnOf(sum)}`)
      .join(', ');
    const statement = this.#sql.prepare(
      `INSERT INTO ${name} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})
       ON CONFLICT (${unique.join(', ')}) DO UPDATE SET ${add}`,
    );
    // A table of sums has own columns only.
    return (own) => void this.#write(statement, this.#encode({} as Omit<T, M>, own));
  }

  /**
   * Prepares an update of properties that are each stored in one column, in the rows selected by `by` (default: the
   * identity). A property in `greatest` keeps the larger of its old and new values, one in `sums` adds the new value.
   */
  updater(
    properties: readonly Property<T, O>[],
    options: {
      readonly by?: readonly Property<T, O>[];
      readonly greatest?: readonly Property<T, O>[];
      readonly sums?: readonly Property<T, O>[];
    } = {},
  ): Update {
    const by = options.by?.map(columnOf) ?? this.#table.identity;
    const greatest = new Set<string>(options.greatest);
    const sums = new Set<string>(options.sums);
    const set = properties
      .map((property) => {
        const column = columnOf(property);
        if (sums.has(property)) return `${column} = ${column} + ?`;
        return `${column} = ${greatest.has(property) ? `max(${column}, ?)` : '?'}`;
      })
      .join(', ');
    return this.#recorded(`UPDATE ${this.#table.name} SET ${set}`, allOf(by), properties.length);
  }

  /** Prepares the deletion of the rows selected by a key (default: the identity). */
  remover(by?: readonly Property<T, O>[]): Update {
    const columns = by?.map(columnOf) ?? this.#table.identity;
    return this.#recorded(`DELETE FROM ${this.#table.name}`, allOf(columns), 0);
  }

  /** Prepares the deletion of the rows in which a property is below a value. */
  removerBelow(property: Property<T, O>): Update {
    return this.#recorded(`DELETE FROM ${this.#table.name}`, `${columnOf(property)} < ?`, 0);
  }

  /** Deletes all rows without recording them: replacing a whole channel also restarts its recorded history. */
  clear(): void {
    this.#sql.prepare(`DELETE FROM ${this.#table.name}`).run();
  }

  /** Returns the row with these values of the unique columns; undefined if there is none. */
  get(...unique: SqlValue[]): T | undefined {
    const stored = storedOf(this.#byUnique.get(...unique));
    return stored === null ? undefined : this.#table.decode(stored);
  }

  /** Runs a statement that inserts a row or updates the existing one, and records the change. */
  #write(statement: PreparedStatement, values: readonly SqlValue[]): Written {
    if (this.#recorder === null) return statement.run(...values);
    const key = this.#uniqueAt.map((index) => values[index] ?? null);
    const before = storedOf(this.#byUnique.get(...key));
    if (before !== null) this.#record(before);
    const written = statement.run(...values);
    if (before === null) this.#inserted(written, values);
    return written;
  }

  /**
   * Prepares a recorded statement over the rows selected by `where`. The first `skip` values are not part of the
   * condition.
   */
  #recorded(text: string, where: string, skip: number): Update {
    const statement = this.#sql.prepare(`${text} WHERE ${where}`);
    if (this.#recorder === null) return (...values) => statement.run(...values).changes;
    const images = this.#sql.prepare(`SELECT * FROM ${this.#table.name} WHERE ${where}`);
    return (...values) => {
      for (const image of images.all(...values.slice(skip))) {
        const stored = storedOf(image);
        if (stored !== null) this.#record(stored);
      }
      return statement.run(...values).changes;
    };
  }

  /**
   * Returns the values of a row in the order of the columns. It creates a new array for each row: reusing one and passing it
   * to `run` as an array took 5 % longer (measured).
   */
  #encode(row: Omit<T, M>, own: OwnValues<O>): SqlValue[] {
    const { columns } = this.#table;
    const values = new Array<SqlValue>(columns.length);
    // Both are records by property; `defineTable` decided which property belongs to which.
    const fields = row as Readonly<Record<string, never>>;
    const owned = own as Readonly<Record<string, never>>;
    for (let i = 0; i < columns.length; i++) {
      const column = columns[i];
      if (column === undefined) break;
      const value = column.isOwn ? owned[column.property] : fields[column.property];
      values[i] = column.encode === null ? (value as unknown as SqlValue) : column.encode(value as never);
    }
    return values;
  }

  #inserted(written: Written, inserted: readonly SqlValue[]): void {
    if (this.#recorder === null) return;
    const { identity, columns, name } = this.#table;
    const [only] = identity;
    const numbered = identity.length === 1 && !columns.some((column) => column.name === only);
    const values = numbered
      ? [Number(written.lastInsertRowid)]
      : identity.map((wanted) => inserted[columns.findIndex((column) => column.name === wanted)] ?? null);
    this.#recorder.record(name, values, null);
  }

  #record(before: StoredRow): void {
    const { identity, name } = this.#table;
    this.#recorder?.record(
      name,
      identity.map((column) => before[column] ?? null),
      before,
    );
  }
}

/** Returns a condition such as `a = ? AND b = ?`. */
function allOf(columns: readonly string[]): string {
  return columns.map((name) => `${name} = ?`).join(' AND ');
}

/** Types one row of a `SELECT *`; null if there is none. */
function storedOf(row: unknown): StoredRow | null {
  return row === undefined ? null : (row as StoredRow);
}
