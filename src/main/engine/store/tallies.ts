import { SUM_GRAINS, type SumShape } from '#shared/domain/payment-sums.ts';
import { type BoundTable, defineOwnTable, type OwnColumns, own, type Table } from '#shared/rows/table.ts';
import type { Sql } from './sql.ts';

/** Binds a table to the writer's connection. */
export type BindTable = <T extends object, O extends OwnColumns, M extends keyof T>(
  table: Table<T, O, M>,
) => BoundTable<T, O, M>;

/** Sums collected in memory during a transaction and written once at its end. */
export interface Tally {
  /** Writes the sums. */
  flush(): void;
  /** Discards unwritten sums, after a rollback. */
  reset(): void;
}

const countersTable = defineOwnTable('counters', ['key'], { key: own<string>(), value: own<number>() });

/** Where the counters of a snapshot stand that is being staged. */
const STAGED = 'next:';

/** Counters by name, so that reads need not count rows. A channel's names begin with its own and a dot. */
export class Counters implements Tally {
  readonly #pending = new Map<string, number>();
  readonly #sql: Sql;
  readonly #add;
  /** The channel whose snapshot is counted; null for the counters that are read. */
  readonly #staged: string | null;

  constructor(sql: Sql, bind: BindTable, staged: string | null = null) {
    this.#sql = sql;
    this.#staged = staged;
    this.#add = bind(countersTable).adder(['value']);
  }

  add(name: string, delta: number): void {
    const key = this.#staged === null ? name : `${STAGED}${name}`;
    if (delta !== 0) this.#pending.set(key, (this.#pending.get(key) ?? 0) + delta);
  }

  /** Puts the counters of a staged snapshot in place of its channel's, inside a transaction. */
  takePlace(): void {
    this.flush();
    this.clear(`${this.#staged}.`);
    this.#sql
      .prepare<[number, string, string]>(
        'UPDATE counters SET key = substr(key, ? + 1) WHERE key >= ? AND key < ?',
      )
      .run(STAGED.length, `${STAGED}${this.#staged}.`, `${STAGED}${this.#staged}.\u{10ffff}`);
  }

  /** Deletes the counters whose names start with a prefix. */
  clear(prefix: string): void {
    for (const key of this.#pending.keys()) if (key.startsWith(prefix)) this.#pending.delete(key);
    this.#sql
      .prepare<[string, string]>('DELETE FROM counters WHERE key >= ? AND key < ?')
      .run(prefix, `${prefix}\u{10ffff}`);
  }

  flush(): void {
    for (const [key, value] of this.#pending) if (value !== 0) this.#add({ key, value });
    this.#pending.clear();
  }

  reset(): void {
    this.#pending.clear();
  }
}

/** Declares the table of a shape, for those who write it. */
export function sumTable({ table, keys, values }: SumShape) {
  const key = ['grain', 'bucket', ...keys];
  const columns = Object.fromEntries([...key, ...values].map((name) => [name, own<number | string>()]));
  return defineOwnTable(table, key, columns);
}

interface Cell {
  readonly grain: number;
  readonly bucket: number;
  readonly keys: readonly string[];
  readonly values: number[];
}

/**
 * The cells of one grain, by bucket and then by keys. Bucket keys stay numbers: formatting them costs more than the
 * sum.
 */
interface GrainCells {
  readonly code: number;
  readonly ms: number;
  readonly buckets: Map<number, Map<string, Cell>>;
}

/** Sums by grain, bucket and keys. Each changed bucket is written once per transaction, not once per event. */
export class Rollup implements Tally {
  readonly #table: { clear(): void };
  readonly #grains: readonly GrainCells[];
  readonly #keys: readonly string[];
  readonly #values: readonly string[];
  readonly #add: (own: Readonly<Record<string, number | string>>) => void;

  constructor(bind: BindTable, shape: SumShape) {
    this.#grains = shape.grains.map((name) => ({ ...SUM_GRAINS[name], buckets: new Map() }));
    this.#keys = shape.keys;
    this.#values = shape.values;
    const table = bind(sumTable(shape));
    this.#table = table;
    this.#add = table.adder(shape.values);
  }

  /** Adds values at a time, in every grain. */
  add(at: number, keys: readonly string[], values: readonly number[]): void {
    // With their lengths, because a method of payment may contain any character.
    const key = keys.map((one) => `${one.length}:${one}`).join('');
    for (const grain of this.#grains) this.#addTo(grain, at, keys, key, values);
  }

  #addTo(
    { code, ms, buckets }: GrainCells,
    at: number,
    keys: readonly string[],
    key: string,
    values: readonly number[],
  ): void {
    const bucket = Math.floor(at / ms) * ms;
    let cells = buckets.get(bucket);
    if (!cells) {
      cells = new Map();
      buckets.set(bucket, cells);
    }
    const cell = cells.get(key);
    if (!cell) {
      cells.set(key, { grain: code, bucket, keys, values: [...values] });
      return;
    }
    for (let i = 0; i < values.length; i++) cell.values[i] = (cell.values[i] ?? 0) + (values[i] ?? 0);
  }

  clear(): void {
    this.reset();
    this.#table.clear();
  }

  flush(): void {
    for (const { buckets } of this.#grains) {
      if (buckets.size === 0) continue;
      for (const cells of buckets.values()) {
        for (const cell of cells.values()) if (cell.values.some((v) => v !== 0)) this.#add(this.#rowOf(cell));
      }
      buckets.clear();
    }
  }

  reset(): void {
    for (const { buckets } of this.#grains) buckets.clear();
  }

  #rowOf({ grain, bucket, keys, values }: Cell): Record<string, number | string> {
    const row: Record<string, number | string> = { grain, bucket };
    this.#keys.forEach((name, i) => {
      row[name] = keys[i] ?? '';
    });
    this.#values.forEach((name, i) => {
      row[name] = values[i] ?? 0;
    });
    return row;
  }
}
