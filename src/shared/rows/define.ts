import type { z } from 'zod';

/** A value as SQLite stores it. */
export type SqlValue = string | number | bigint | null;
/** A row as SQLite returns it: values by column. */
export type StoredRow = Readonly<Record<string, SqlValue>>;

/** Stores a property in one column. */
export interface ColumnCodec<V> {
  encode(value: V): SqlValue;
  decode(stored: SqlValue): V;
}

/** Stores an object in several columns, such as `customer` in `customer_id`, `customer_name` and `customer_email`. */
export interface GroupCodec<V> {
  /** The value of each column, by the column's suffix. */
  readonly parts: Readonly<Record<string, (value: V) => SqlValue>>;
  /** Creates the object from its columns, by suffix. */
  join(parts: StoredRow): V;
}

/** Stores a property in one column or in several. */
export type Codec<V> = ColumnCodec<V> | GroupCodec<V>;

/** A codec of unknown type. It only ever receives the values of its own property. */
export type AnyCodec =
  | { encode(value: never): SqlValue; decode(stored: SqlValue): unknown }
  | { readonly parts: Readonly<Record<string, (value: never) => SqlValue>>; join(parts: StoredRow): unknown };

/** Stores a boolean as 0 or 1. */
export const bool: ColumnCodec<boolean> = {
  encode: (value) => (value ? 1 : 0),
  decode: (stored) => stored === 1,
};

/** Stores a value as JSON. Stored values are trusted, because only parsed rows are written. */
export function json<V>(): ColumnCodec<V> {
  return {
    // Most lists are empty; writing one as a constant avoids JSON.stringify.
    encode: (value) => (Array.isArray(value) && value.length === 0 ? '[]' : JSON.stringify(value)),
    decode: (stored) => JSON.parse(String(stored)),
  };
}

/** Stores a value as JSON, or as NULL. */
export function nullableJson<V>(): ColumnCodec<V | null> {
  return {
    encode: (value) => (value === null ? null : JSON.stringify(value)),
    decode: (stored) => (stored === null ? null : JSON.parse(String(stored))),
  };
}

/** Codecs of the properties that are not stored unchanged. */
type Codecs<T> = { readonly [K in keyof T]?: Codec<T[K]> };

/**
 * A row that both the gateway and the console store: its kind in snapshots, its key, and the codecs of its properties.
 */
export interface RowDefinition<T extends object> {
  /** The row's kind in snapshots. */
  readonly kind: string;
  readonly schema: z.ZodType<T>;
  /** The properties that identify a row. Snapshots are sorted by them. */
  readonly key: readonly (keyof T & string)[];
  readonly properties: readonly (keyof T & string)[];
  readonly codecs: Codecs<T>;
}

/** A row definition of unknown type. */
export type AnyRow = Pick<RowDefinition<never>, 'kind'> & { readonly schema: z.ZodType };

/**
 * Declares a row, once for the gateway's tables and the console's cache. Its properties are those of the schema. Each is
 * stored in the column of the same name in snake case, unchanged unless it has a codec.
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

/** Returns the column of a property: `on_hand_after` for `onHandAfter`. */
export function columnOf(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
