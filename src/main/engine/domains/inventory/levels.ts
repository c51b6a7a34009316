import {
  available,
  type Balance,
  EMPTY_BALANCE,
  type Item,
  isListed,
  type Level,
  limitsOf,
  type MovementData,
  pickThreshold,
  type StockLimits,
  type StockState,
  scopeKeys,
  stockState,
  type Threshold,
} from '#shared/domain/inventory.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import type { ProjectionContext } from '../../store/projection.ts';
import { finish, type Slices } from '../../store/slices.ts';
import { StockCounts } from './stock-counts.ts';
import { itemsTable, levelsTable, thresholdsTable } from './tables.ts';

/** The number of levels updated at a time. */
const SLICE = 500;

/** The stored code of each state of a level. `unlisted`: its item is archived or unknown. */
export const STATE: Readonly<Record<StockState | 'unlisted', number>> = {
  ok: 0,
  low: 1,
  out: 2,
  unlisted: 3,
};

const thresholdsInScope = (table: string): string =>
  `SELECT ${thresholdsTable.select()} FROM ${table} WHERE scope IN (?, ?, ?, ?, ?, ?, ?, ?)`;

/** The item and the location of a level. */
interface LevelKey {
  readonly itemId: string;
  readonly locationId: string;
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
  readonly status: Item['status'];
}

interface Relisted extends LevelRef {
  readonly item_id: string;
  readonly location_id: string;
  readonly on_hand: number;
  readonly committed: number;
  readonly unavailable: number;
}

const RELISTED = 'k, item_k, item_id, location_id, on_hand, committed, unavailable, low_at, out_at, state';

/** The levels table with the limits and states of levels, and counts by state. */
export class Levels {
  readonly counts: StockCounts;
  readonly #context: ProjectionContext;
  readonly #names: { readonly levels: string; readonly items: string; readonly thresholds: string };
  readonly #table;
  readonly #find;
  readonly #setBalance;
  readonly #setIncoming;
  readonly #item;
  readonly #category;
  readonly #scoped;
  readonly #anyThreshold;
  readonly #relist;

  constructor(context: ProjectionContext) {
    const { sql, table } = context;
    this.#context = context;
    this.#names = {
      levels: table(levelsTable.name),
      items: table(itemsTable.name),
      thresholds: table(thresholdsTable.name),
    };
    const { levels, items, thresholds } = this.#names;
    this.counts = new StockCounts(context.bind);
    this.#table = context.bind(levelsTable);
    this.#find = sql.prepare<[string, string], LevelRef>(
      `SELECT k, item_k, low_at, out_at, state FROM ${levels} WHERE item_id = ? AND location_id = ?`,
    );
    this.#setBalance = this.#table.updater([
      'onHand',
      'committed',
      'unavailable',
      'available',
      'state',
      'seq',
      'at',
    ]);
    this.#setIncoming = this.#table.updater(['incoming', 'seq', 'at']);
    this.#item = sql.prepare<[string], ItemRef>(`SELECT k, category, status FROM ${items} WHERE id = ?`);
    this.#category = sql.prepare<[number], { category: string }>(`SELECT category FROM ${items} WHERE k = ?`);
    this.#scoped = sql.prepare<string[], StoredRow>(thresholdsInScope(thresholds));
    this.#anyThreshold = sql.prepare(`SELECT 1 FROM ${thresholds} LIMIT 1`);
    this.#relist = this.#table.updater(['itemK', 'lowAt', 'outAt', 'state']);
  }

  /** Writes the level after a movement. Returns the level's key. */
  move(m: Omit<MovementData, 'unavailableReason'>, seq: number, at: number): number {
    const { itemId, locationId, onHandAfter, committedAfter, unavailableAfter } = m;
    const balance = { onHand: onHandAfter, committed: committedAfter, unavailable: unavailableAfter };
    return this.#setLevel({ itemId, locationId, ...balance }, seq, at);
  }

  /** Writes what a level is after its repair. */
  restore(level: LevelKey & Balance, seq: number, at: number): boolean {
    this.#setLevel(level, seq, at);
    return true;
  }

  #setLevel(after: LevelKey & Balance, seq: number, at: number): number {
    const { itemId, locationId, onHand, committed, unavailable } = after;
    const { changes } = this.#context;
    changes.touch('inventory', itemId);
    changes.level({ itemId, locationId, onHand, committed, unavailable, seq, at });
    const level = this.#find.get(itemId, locationId);
    if (!level)
      return this.create({ itemId, locationId, onHand, committed, unavailable, incoming: 0, seq, at });
    const balance = { onHand, committed, unavailable };
    const limits = { lowAt: level.low_at, outAt: level.out_at };
    const state = level.state === STATE.unlisted ? STATE.unlisted : STATE[stockState(balance, limits)];
    this.#setBalance(onHand, committed, unavailable, available(balance), state, seq, at, level.k);
    if (state !== level.state && level.item_k !== null)
      this.#recount(locationId, level.item_k, level.state, state);
    return level.k;
  }

  /** Writes what is ordered or in transit to a level. */
  expect(
    { itemId, locationId, incomingAfter }: { itemId: string; locationId: string; incomingAfter: number },
    seq: number,
    at: number,
  ): void {
    this.#context.changes.touch('inventory', itemId);
    const level = this.#find.get(itemId, locationId);
    if (level) this.#setIncoming(incomingAfter, seq, at, level.k);
    else this.create({ itemId, locationId, ...EMPTY_BALANCE, incoming: incomingAfter, seq, at });
  }

  /** Returns the key of a level; undefined if there is none. */
  keyOf(itemId: string, locationId: string): number | undefined {
    return this.#find.get(itemId, locationId)?.k;
  }

  /** Returns all thresholds by scope, for writing many levels. */
  thresholds(): ReadonlyMap<string, Threshold> {
    const all = this.#context.sql
      .prepare<[], StoredRow & { readonly scope: string }>(`SELECT * FROM ${this.#names.thresholds}`)
      .all();
    return new Map(all.map((row) => [row.scope, thresholdsTable.decode(row)]));
  }

  /**
   * Inserts a level and returns its key. An existing level is left unchanged, and the returned key is then meaningless.
   */
  create(level: Level, all: ReadonlyMap<string, Threshold> | null = null): number {
    const item = this.#item.get(level.itemId);
    const limits = this.#limits(level.itemId, level.locationId, item?.category ?? '', all);
    const listed = item !== undefined && isListed(item);
    const state = listed ? STATE[stockState(level, limits)] : STATE.unlisted;
    const { changes, lastInsertRowid } = this.#table.insertNew(level, {
      itemK: item?.k ?? null,
      available: available(level),
      ...limits,
      state,
    });
    if (listed && changes === 1) this.counts.add(level.locationId, item.category, state, 1);
    return Number(lastInsertRowid);
  }

  /**
   * Updates the levels of an item that is new or changed its category or status. `before` is the category it was
   * counted in.
   */
  relistItem(itemId: string, before: string | null): void {
    const rows = this.#context.sql
      .prepare<[string], Relisted>(`SELECT ${RELISTED} FROM ${this.#names.levels} WHERE item_id = ?`)
      .all(itemId);
    for (const row of rows) this.#updateState(row, before, null);
  }

  /** Updates all levels after the workspace's limits changed. */
  relistAll(): void {
    this.relistScope({ itemId: null, locationId: null });
    this.#context.changes.touchAll('inventory');
  }

  clear(): void {
    this.#table.clear();
    this.counts.clear();
  }

  /** Updates the levels that a threshold may apply to. */
  relistScope(scope: { itemId: string | null; locationId: string | null }): void {
    if (scope.itemId !== null) this.relistItem(scope.itemId, null);
    else finish(this.relistSlices(scope));
  }

  /** Updates the levels of a location (null: of all), slice by slice. */
  *relistSlices(scope: { locationId: string | null }): Slices<void> {
    const { sql } = this.#context;
    const all = this.thresholds();
    const next = sql.prepare<[number], Relisted>(
      `SELECT ${RELISTED} FROM ${this.#names.levels} WHERE k > ? ORDER BY k LIMIT ${SLICE}`,
    );
    for (let rows = next.all(0); rows.length > 0; rows = next.all(rows.at(-1)?.k ?? 0)) {
      for (const row of rows)
        if (scope.locationId === null || scope.locationId === row.location_id)
          this.#updateState(row, null, all);
      yield;
    }
  }

  #updateState(row: Relisted, before: string | null, all: ReadonlyMap<string, Threshold> | null): void {
    const item = this.#item.get(row.item_id);
    const category = item?.category ?? '';
    const limits = this.#limits(row.item_id, row.location_id, category, all);
    const listed = item !== undefined && isListed(item);
    const balance = { onHand: row.on_hand, committed: row.committed, unavailable: row.unavailable };
    const state = listed ? STATE[stockState(balance, limits)] : STATE.unlisted;
    if (row.state !== STATE.unlisted) this.counts.add(row.location_id, before ?? category, row.state, -1);
    if (listed) this.counts.add(row.location_id, category, state, 1);
    const { lowAt, outAt } = limits;
    const itemK = item?.k ?? null;
    if (row.item_k !== itemK || row.low_at !== lowAt || row.out_at !== outAt || row.state !== state)
      this.#relist(itemK, lowAt, outAt, state, row.k);
  }

  #limits(
    itemId: string,
    locationId: string,
    category: string,
    all: ReadonlyMap<string, Threshold> | null = null,
  ): StockLimits {
    const workspace = this.#context.workspace().stockLimits;
    if (all ? all.size === 0 : this.#anyThreshold.get() === undefined) return limitsOf(null, workspace);
    const keys = scopeKeys(itemId, locationId, category);
    const found = all
      ? keys.map((key) => all.get(key)).filter((threshold) => threshold !== undefined)
      : this.#scoped.all(...keys).map(thresholdsTable.decode);
    return limitsOf(pickThreshold(found, { itemId, locationId, category }), workspace);
  }

  #recount(locationId: string, itemK: number, from: number, to: number): void {
    const category = this.#category.get(itemK)?.category ?? '';
    this.counts.add(locationId, category, from, -1);
    this.counts.add(locationId, category, to, 1);
  }
}
