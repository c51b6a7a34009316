import {
  available,
  type Level,
  type MovementData,
  pickThreshold,
  type Threshold,
} from '#shared/domain/inventory.ts';
import type { ProjectionContext } from '../../store/projection.ts';
import { StockCounts } from '../../store/tallies.ts';

/** Limit of low stock where no threshold applies; the gateway's default. */
export const DEFAULT_LOW_AT = 10;
/** States of a level as stored. */
export const STATE = { ok: 0, low: 1, out: 2, unlisted: 3 } as const;

export interface ThresholdRow {
  readonly item_id: string | null;
  readonly location_id: string | null;
  readonly category: string | null;
  readonly low_at: number;
  readonly out_at: number;
  readonly over_at: number | null;
  readonly expiring_within_days: number | null;
  readonly recover_at: number | null;
}

export function toThreshold(row: ThresholdRow): Threshold {
  return {
    itemId: row.item_id,
    locationId: row.location_id,
    category: row.category,
    lowAt: row.low_at,
    outAt: row.out_at,
    overAt: row.over_at,
    expiringWithinDays: row.expiring_within_days,
    recoverAt: row.recover_at,
  };
}

type Scope = readonly [item: string | null, location: string | null, category: string | null];

/** The key of a threshold: one per scope. */
export function scopeKey(...scope: Scope): string {
  return JSON.stringify(scope);
}

/** The keys of all scopes that can apply to an item at a location. */
export function scopeKeys(item: string, location: string, category: string): string[] {
  const keys: string[] = [];
  for (const i of [item, null])
    for (const l of [location, null]) for (const c of [category, null]) keys.push(scopeKey(i, l, c));
  return keys;
}

/** Reads the threshold that applies to an item at a location; null where none does. */
export const THRESHOLDS_IN_SCOPE = 'SELECT * FROM thresholds WHERE scope IN (?, ?, ?, ?, ?, ?, ?, ?)';

function stateOf(free: number, lowAt: number, outAt: number): number {
  if (free <= outAt) return STATE.out;
  return free <= lowAt ? STATE.low : STATE.ok;
}

interface LevelRef {
  readonly k: number;
  readonly item_k: number | null;
  readonly low_at: number;
  readonly out_at: number;
  readonly state: number;
}

interface ItemRef {
  readonly k: number;
  readonly category: string;
  readonly status: string;
}

interface Relisted extends LevelRef {
  readonly item_id: string;
  readonly location_id: string;
  readonly available: number;
}

/** The levels table with what is derived from it: limits, states and their counts. */
export class Levels {
  readonly counts: StockCounts;
  readonly #context: ProjectionContext;
  readonly #find;
  readonly #update;
  readonly #insert;
  readonly #item;
  readonly #category;
  readonly #scoped;
  readonly #anyThreshold;
  readonly #relist;

  constructor(context: ProjectionContext) {
    const { sql } = context;
    this.#context = context;
    this.counts = new StockCounts(sql);
    this.#find = sql.prepare<[string, string], LevelRef>(
      'SELECT k, item_k, low_at, out_at, state FROM levels WHERE item_id = ? AND location_id = ?',
    );
    this.#update = sql.prepare<[number, number, number, number, number, number, number, number]>(
      'UPDATE levels SET on_hand = ?, committed = ?, unavailable = ?, available = ?, state = ?, seq = ?, at = ? WHERE k = ?',
    );
    this.#insert = sql.prepare(
      `INSERT OR IGNORE INTO levels (item_id, location_id, item_k, on_hand, committed, unavailable, incoming, available, low_at, out_at, state, seq, at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#item = sql.prepare<[string], ItemRef>('SELECT k, category, status FROM items WHERE id = ?');
    this.#category = sql.prepare<[number], { category: string }>('SELECT category FROM items WHERE k = ?');
    this.#scoped = sql.prepare<string[], ThresholdRow>(THRESHOLDS_IN_SCOPE);
    this.#anyThreshold = sql.prepare('SELECT 1 FROM thresholds LIMIT 1');
    this.#relist = sql.prepare<[number | null, number, number, number, number]>(
      'UPDATE levels SET item_k = ?, low_at = ?, out_at = ?, state = ? WHERE k = ?',
    );
  }

  /** Writes what a movement leaves and returns the level's key. */
  move(m: MovementData, seq: number, at: number): number {
    const {
      itemId,
      locationId,
      onHandAfter: onHand,
      committedAfter: committed,
      unavailableAfter: unavailable,
    } = m;
    const { changes } = this.#context;
    changes.touch('inventory', itemId);
    changes.level({ itemId, locationId, onHand, committed, unavailable, seq, at });
    const level = this.#find.get(itemId, locationId);
    if (!level)
      return this.create({ itemId, locationId, onHand, committed, unavailable, incoming: 0, seq, at });
    const free = onHand - committed - unavailable;
    const state = level.state === STATE.unlisted ? STATE.unlisted : stateOf(free, level.low_at, level.out_at);
    this.#update.run(onHand, committed, unavailable, free, state, seq, at, level.k);
    if (state !== level.state && level.item_k !== null)
      this.#recount(locationId, level.item_k, level.state, state);
    return level.k;
  }

  /** The key of a level, if there is one. */
  keyOf(itemId: string, locationId: string): number | undefined {
    return this.#find.get(itemId, locationId)?.k;
  }

  /** All thresholds by scope, for who writes many levels. */
  thresholds(): ReadonlyMap<string, ThresholdRow> {
    const { sql } = this.#context;
    const all = sql.prepare<[], ThresholdRow & { scope: string }>('SELECT * FROM thresholds').all();
    return new Map(all.map((row) => [row.scope, row]));
  }

  /** Writes a level anew and returns its key. One that is there already is left as it is; the key is then another's. */
  create(level: Level, all: ReadonlyMap<string, ThresholdRow> | null = null): number {
    const item = this.#item.get(level.itemId);
    const limits = this.#limits(level.itemId, level.locationId, item?.category ?? '', all);
    const free = available(level);
    const listed = item?.status === 'active';
    const state = listed ? stateOf(free, limits.lowAt, limits.outAt) : STATE.unlisted;
    const { changes, lastInsertRowid } = this.#insert.run(
      level.itemId,
      level.locationId,
      item?.k ?? null,
      level.onHand,
      level.committed,
      level.unavailable,
      level.incoming,
      free,
      limits.lowAt,
      limits.outAt,
      state,
      level.seq,
      level.at,
    );
    if (listed && changes === 1) this.counts.add(level.locationId, item.category, state, 1);
    return Number(lastInsertRowid);
  }

  /** Judges the levels of an item again: it is new, or its category or status changed. `before` is what it was counted under. */
  relistItem(itemId: string, before: string | null): void {
    const rows = this.#context.sql
      .prepare<[string], Relisted>(
        'SELECT k, item_k, item_id, location_id, available, low_at, out_at, state FROM levels WHERE item_id = ?',
      )
      .all(itemId);
    for (const row of rows) this.#judge(row, before, null);
  }

  /** Judges the levels a threshold may apply to again, a thousand at a time. */
  relistScope(scope: { itemId: string | null; locationId: string | null }): void {
    if (scope.itemId !== null) {
      this.relistItem(scope.itemId, null);
      return;
    }
    const { sql } = this.#context;
    const all = this.thresholds();
    const next = sql.prepare<[number], Relisted>(
      'SELECT k, item_k, item_id, location_id, available, low_at, out_at, state FROM levels WHERE k > ? ORDER BY k LIMIT 1000',
    );
    for (let rows = next.all(0); rows.length > 0; rows = next.all(rows.at(-1)?.k ?? 0)) {
      for (const row of rows)
        if (scope.locationId === null || scope.locationId === row.location_id) this.#judge(row, null, all);
    }
  }

  #judge(row: Relisted, before: string | null, all: ReadonlyMap<string, ThresholdRow> | null): void {
    const item = this.#item.get(row.item_id);
    const category = item?.category ?? '';
    const { lowAt, outAt } = this.#limits(row.item_id, row.location_id, category, all);
    const listed = item?.status === 'active';
    const state = listed ? stateOf(row.available, lowAt, outAt) : STATE.unlisted;
    if (row.state !== STATE.unlisted) this.counts.add(row.location_id, before ?? category, row.state, -1);
    if (listed) this.counts.add(row.location_id, category, state, 1);
    if (
      row.item_k !== (item?.k ?? null) ||
      row.low_at !== lowAt ||
      row.out_at !== outAt ||
      row.state !== state
    ) {
      this.#relist.run(item?.k ?? null, lowAt, outAt, state, row.k);
    }
  }

  #limits(
    itemId: string,
    locationId: string,
    category: string,
    all: ReadonlyMap<string, ThresholdRow> | null = null,
  ): { lowAt: number; outAt: number } {
    if (all ? all.size === 0 : this.#anyThreshold.get() === undefined)
      return { lowAt: DEFAULT_LOW_AT, outAt: 0 };
    const keys = scopeKeys(itemId, locationId, category);
    const found = all
      ? keys.map((key) => all.get(key)).filter((row) => row !== undefined)
      : this.#scoped.all(...keys);
    const threshold = pickThreshold(found.map(toThreshold), { itemId, locationId, category });
    return threshold
      ? { lowAt: threshold.lowAt, outAt: threshold.outAt }
      : { lowAt: DEFAULT_LOW_AT, outAt: 0 };
  }

  #recount(locationId: string, itemK: number, from: number, to: number): void {
    const category = this.#category.get(itemK)?.category ?? '';
    this.counts.add(locationId, category, from, -1);
    this.counts.add(locationId, category, to, 1);
  }
}
