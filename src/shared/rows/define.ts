import type { z } from 'zod';

/** A value as SQLite keeps it. */
export type SqlValue = string | number | bigint | null;
/** A row as SQLite gives it: values by column. */
export type StoredRow = Readonly<Record<string, SqlValue>>;

/** Keeps a property in one column of its name. */
export interface ColumnCodec<V> {
  encode(value: V): SqlValue;
  decode(stored: SqlValue): V;
}

/** Keeps an object in several columns: `customer` in `customer_id`, `customer_name` and `customer_email`. */
export interface GroupCodec<V> {
  /** What goes into each column, by the column's suffix. */
  readonly parts: Readonly<Record<string, (value: V) => SqlValue>>;
  /** Makes the object from its parts, by suffix. */
  join(parts: StoredRow): V;
}

export type Codec<V> = ColumnCodec<V> | GroupCodec<V>;

/** A codec whose type is forgotten: it is only ever given the values of its own property. */
export type AnyCodec =
  | { encode(value: never): SqlValue; decode(stored: SqlValue): unknown }
  | { readonly parts: Readonly<Record<string, (value: never) => SqlValue>>; join(parts: StoredRow): unknown };

/** A truth value as 0 or 1. */
export const bool: ColumnCodec<boolean> = {
  encode: (value) => (value ? 1 : 0),
  decode: (stored) => stored === 1,
};

/** A value as JSON. What is read back is trusted: only rows that were parsed are ever written. */
export function json<V>(): ColumnCodec<V> {
  return {
    // Most lists are empty, and an empty one is written and read without a parser.
    encode: (value) => (Array.isArray(value) && value.length === 0 ? '[]' : JSON.stringify(value)),
    decode: (stored) => JSON.parse(String(stored)),
  };
}

/** A value as JSON, or NULL. */
export function nullableJson<V>(): ColumnCodec<V | null> {
  return {
    encode: (value) => (value === null ? null : JSON.stringify(value)),
    decode: (stored) => (stored === null ? null : JSON.parse(String(stored))),
  };
}

/** The codecs of the properties that are not kept as they are. */
type Codecs<T> = { readonly [K in keyof T]?: Codec<T[K]> };

/** A row that crosses from the gateway to the console: its kind in snapshots, its key, and how its properties are kept. */
export interface RowDefinition<T extends object> {
  /** The kind by which snapshots name it. */
  readonly kind: string;
  readonly schema: z.ZodType<T>;
  /** The properties that tell two rows apart; snapshots are sorted by them. */
  readonly key: readonly (keyof T & string)[];
  readonly properties: readonly (keyof T & string)[];
  readonly codecs: Codecs<T>;
}

/** What is asked of a row whatever it holds. */
export type AnyRow = Pick<RowDefinition<never>, 'kind'> & { readonly schema: z.ZodType };

/**
 * Declares a row once, for the gateway's tables and the console's cache: properties are those of the schema, columns are
 * named after them (`onHand` in `on_hand`), and values are kept as they are unless there is a codec.
 */
export function defineRow<T extends object>(definition: {
  readonly kind: string;
  readonly schema: z.ZodType<T> & { readonly shape: { readonly [K in keyof T]: z.ZodType } };
  readonly key: readonly (keyof T & string)[];
  readonly codecs?: Codecs<T>;
}): RowDefinition<T> {
  const { kind, schema, key, codecs } = definition;
  // An object schema's keys are the properties of what it parses.
  const properties = Object.keys(schema.shape) as (keyof T & string)[];
  return { kind, schema, key, properties, codecs: codecs ?? {} };
}

/** The column of a property: `onHandAfter` is kept in `on_hand_after`. */
export function columnOf(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
