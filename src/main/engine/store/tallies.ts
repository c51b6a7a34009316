import { bucketer, type Grain } from '#shared/domain/time.ts';
import type { Sql } from './sql.ts';

/** Sums in memory over a transaction, written once at its end. */
export interface Tally {
  flush(): void;
  /** Forgets what was not written (after a rollback). */
  reset(): void;
}

/** Figures kept by name, so that none has to be counted. */
export class Counters implements Tally {
  readonly #pending = new Map<string, number>();
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  add(key: string, delta: number): void {
    if (delta !== 0) this.#pending.set(key, (this.#pending.get(key) ?? 0) + delta);
  }

  /** Sets every counter whose name begins with one of the prefixes to nothing. */
  clear(prefix: string): void {
    for (const key of this.#pending.keys()) if (key.startsWith(prefix)) this.#pending.delete(key);
    this.#sql
      .prepare<[string, string]>('DELETE FROM counters WHERE key >= ? AND key < ?')
      .run(prefix, `${prefix}\u{10ffff}`);
  }

  flush(): void {
    if (this.#pending.size === 0) return;
    const upsert = this.#sql.prepare<[string, number]>(
      'INSERT INTO counters (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = value + excluded.value',
    );
    for (const [key, delta] of this.#pending) if (delta !== 0) upsert.run(key, delta);
    this.#pending.clear();
  }

  reset(): void {
    this.#pending.clear();
  }
}

/** How many levels there are per location, category and state. */
export class StockCounts implements Tally {
  readonly #pending = new Map<string, { location: string; category: string; state: number; n: number }>();
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  add(location: string, category: string, state: number, delta: number): void {
    const key = `${state}${location}\n${category}`;
    const entry = this.#pending.get(key);
    if (entry) entry.n += delta;
    else this.#pending.set(key, { location, category, state, n: delta });
  }

  clear(): void {
    this.#pending.clear();
    this.#sql.prepare('DELETE FROM stock_counts').run();
  }

  flush(): void {
    if (this.#pending.size === 0) return;
    const upsert = this.#sql.prepare<[string, string, number, number]>(
      `INSERT INTO stock_counts (location_id, category, state, n) VALUES (?, ?, ?, ?)
       ON CONFLICT (location_id, category, state) DO UPDATE SET n = n + excluded.n`,
    );
    for (const e of this.#pending.values()) if (e.n !== 0) upsert.run(e.location, e.category, e.state, e.n);
    this.#pending.clear();
  }

  reset(): void {
    this.#pending.clear();
  }
}

/** Grains as they are stored. */
export const GRAIN_CODE: Readonly<Record<Grain, number>> = { minute: 0, hour: 1, day: 2 };
const GRAINS: readonly Grain[] = ['minute', 'hour', 'day'];

/** Buckets in the workspace's zone, which may change. */
export class Calendar {
  #timeZone: string;
  #bucket: (at: number, grain: Grain) => number;

  constructor(timeZone: string) {
    this.#timeZone = timeZone;
    this.#bucket = bucketer(timeZone);
  }

  get timeZone(): string {
    return this.#timeZone;
  }

  set timeZone(timeZone: string) {
    this.#timeZone = timeZone;
    this.#bucket = bucketer(timeZone);
  }

  bucket(at: number, grain: Grain): number {
    return this.#bucket(at, grain);
  }
}

interface Cell {
  readonly grain: number;
  readonly bucket: number;
  readonly keys: readonly string[];
  readonly values: number[];
}

/** The cells of one grain: by bucket, then by the keys. Numbers stay numbers: making a text of each costs more than the sum. */
interface GrainCells {
  readonly grain: Grain;
  readonly code: number;
  readonly buckets: Map<number, Map<string, Cell>>;
}

/** Sums per grain, bucket and keys. A write happens per touched bucket and transaction, not per event. */
export class Rollup implements Tally {
  readonly #sql: Sql;
  readonly #calendar: Calendar;
  readonly #table: string;
  readonly #grains: readonly GrainCells[];
  readonly #upsert: string;

  constructor(
    sql: Sql,
    calendar: Calendar,
    shape: { table: string; keys: readonly string[]; values: readonly string[]; grains?: readonly Grain[] },
  ) {
    this.#sql = sql;
    this.#calendar = calendar;
    this.#table = shape.table;
    this.#grains = (shape.grains ?? GRAINS).map((grain) => ({
      grain,
      code: GRAIN_CODE[grain],
      buckets: new Map(),
    }));
    const key = ['grain', 'bucket', ...shape.keys];
    const columns = [...key, ...shape.values];
    this.#upsert = `INSERT INTO ${shape.table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})
      ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${shape.values.map((v) => `${v} = ${v} + excluded.${v}`).join(', ')}`;
  }

  /** Adds values at an instant, in every grain. `keys` must not contain a newline except in the first. */
  add(at: number, keys: readonly string[], values: readonly number[]): void {
    const key = keys.length === 1 ? (keys[0] ?? '') : keys.join('\n');
    for (const grain of this.#grains) this.#addTo(grain, at, keys, key, values);
  }

  #addTo(
    { grain, code, buckets }: GrainCells,
    at: number,
    keys: readonly string[],
    key: string,
    values: readonly number[],
  ): void {
    const bucket = this.#calendar.bucket(at, grain);
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
    this.#sql.prepare(`DELETE FROM ${this.#table}`).run();
  }

  flush(): void {
    for (const { buckets } of this.#grains) {
      if (buckets.size === 0) continue;
      const upsert = this.#sql.prepare(this.#upsert);
      for (const cells of buckets.values()) {
        for (const c of cells.values()) {
          if (c.values.some((v) => v !== 0)) upsert.run(c.grain, c.bucket, ...c.keys, ...c.values);
        }
      }
      buckets.clear();
    }
  }

  reset(): void {
    for (const { buckets } of this.#grains) buckets.clear();
  }
}
