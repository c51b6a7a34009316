import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { MethodInput, MethodOutput, ReadName } from '#shared/bridge/index.ts';
import { DEFAULT_STOCK_LIMITS } from '#shared/domain/inventory.ts';
import { DAY_MS } from '#shared/domain/time.ts';
import { askCache, openTestCache } from '../support/cache.ts';
import { temporaryFolder } from '../support/folders.ts';
import { seeded } from '../support/random.ts';
import { median, report, rounded } from './lib/report.ts';

/**
 * The reads of what to order, of the value of the stock and of an item's history, on a cache with a year of 200 orders a day for
 * 1,000 items at four locations: the first time of the day, and again after a sale. Floor: SQLite alone goes through the ledger
 * once and adds it up by level.
 */
const DAYS = 365;
const ORDERS_A_DAY = 200;
const LINES = 3;
const [ITEMS, PLACES] = [1_000, 4];
const ROUNDS = 9;

const NOW = Date.UTC(2026, 10, 22, 12);
const folder = temporaryFolder('bench-reorder');
const file = join(folder.path, 'cache.db');
const { writer } = openTestCache(file);
writer.setWorkspace({ timeZone: 'Europe/Berlin', currency: 'USD', stockLimits: DEFAULT_STOCK_LIMITS });

/** Fills the tables without the projections. Every order reserves and fulfils its lines; each level is filled up when it is empty. */
function fill(db: Database.Database): number {
  const random = seeded(1);
  const int = (n: number): number => Math.floor(random() * n);
  const item = db.prepare(
    `INSERT INTO items VALUES (?, ?, ?, ?, 'Things', NULL, 'piece', 500, ?, 'USD', 'active', 0, ?)`,
  );
  const level = db.prepare(`INSERT INTO levels VALUES (?, ?, ?, ?, ?, 0, 0, 0, ?, 10, 0, 0, 1, ?)`);
  const move = db.prepare(
    `INSERT INTO movements VALUES (?, ?, ?, ?, NULL, ?, ?, 0, ?, ?, 0, NULL, 'order.placed', ?, NULL, ?)`,
  );
  const order = db.prepare(
    `INSERT INTO orders VALUES (NULL, ?, ?, NULL, NULL, NULL, ?, ?, 'USD', 'fulfilled', ?, ?, ?, '')`,
  );
  const payment = db.prepare(
    `INSERT INTO payments VALUES (NULL, ?, ?, ?, 'payment', 'succeeded', ?, 'USD', 'card', NULL, ?, 1, '[]')`,
  );
  const onHand = Array.from({ length: ITEMS * PLACES }, () => 0);
  let [seq, moves] = [0, 0];
  const book = (k: number, type: string, hand: number, held: number, at: number, reference: string): void => {
    seq += 1;
    moves += 1;
    const after = (onHand[k] ?? 0) + hand;
    onHand[k] = after;
    move.run(seq, 0, k + 1, type, hand, held, after, Math.max(held, 0), reference, at);
  };
  db.transaction(() => {
    for (const channel of ['inventory', 'orders', 'payments', 'alerts'])
      db.prepare('INSERT INTO cursors VALUES (?, 1, NULL)').run(channel);
    for (let p = 0; p < PLACES; p += 1)
      db.prepare(`INSERT INTO locations VALUES (?, ?, 'store')`).run(`p${p}`, `Place ${p}`);
    for (let i = 0; i < ITEMS; i += 1) item.run(i + 1, `i${i}`, `s${i}`, `Item ${i}`, 100 + i, `item ${i}`);
    for (let n = 0; n < DAYS * ORDERS_A_DAY; n += 1) {
      const at = NOW - DAYS * DAY_MS + Math.floor((n / ORDERS_A_DAY) * DAY_MS);
      const place = int(PLACES);
      const lines = Array.from({ length: LINES }, () => ({ i: int(ITEMS), quantity: 1 + int(4) }));
      for (const { i, quantity } of lines) {
        const k = i * PLACES + place;
        if ((onHand[k] ?? 0) < quantity) book(k, 'received', 40, 0, at, 'delivery');
        book(k, 'reserved', 0, quantity, at, `O-${n}`);
        book(k, 'fulfilled', -quantity, -quantity, at + 3_600_000, `O-${n}`);
      }
      const sold = lines.map(({ i, quantity }) => ({ itemId: `i${i}`, quantity, total: quantity * 500 }));
      const total = sold.reduce((sum, line) => sum + line.total, 0);
      order.run(`o${n}`, `O-${n}`, JSON.stringify(sold), total, `p${place}`, at, seq);
      payment.run(`y${n}`, `o${n}`, `O-${n}`, total, at + 60_000);
    }
    onHand.forEach((quantity, k) => {
      const i = Math.floor(k / PLACES);
      level.run(k + 1, `i${i}`, `p${k % PLACES}`, i + 1, quantity, quantity, NOW);
    });
  })();
  return moves;
}

const moves = fill(writer.db);
const reader = new Database(file, { readonly: true });

function timed<T>(work: () => T): { readonly ms: number; readonly value: T } {
  const start = performance.now();
  const value = work();
  return { ms: performance.now() - start, value };
}
/** The sales since. Between two of them pass three seconds, so that nothing is answered from what was just read. */
let sales = 0;
const ask = <N extends ReadName>(name: N, input: MethodInput<N>): MethodOutput<N> =>
  askCache(writer, name, input, NOW + sales * 3_000);
/** One more sale, which every read after it must take into account. */
function sell(): void {
  sales += 1;
  const seq = 10_000_000 + sales;
  writer.db
    .prepare(
      `INSERT INTO movements VALUES (?, 0, ?, 'fulfilled', NULL, -1, 0, 0, 0, 0, 0, NULL, 'r', NULL, NULL, ?)`,
    )
    .run(seq, 1 + (sales % (ITEMS * PLACES)), NOW - 1_000);
  writer.db.prepare(`UPDATE cursors SET seq = ? WHERE channel = 'inventory'`).run(seq);
}

const LIST = {
  after: null,
  limit: 100,
  search: '',
  locationId: null,
  category: null,
  supplierId: null,
  itemClass: null,
  need: 'now',
  sort: 'cover',
  direction: 'asc',
} as const;
const READS: Readonly<Record<string, () => unknown>> = {
  classes: () => ask('valuation.list', { locationId: null, itemClass: null, after: null, limit: 50 }),
  list: () => ask('reorder.list', LIST),
  listOfLocation: () => ask('reorder.list', { ...LIST, locationId: 'p1' }),
  item: () => ask('reorder.item', { itemId: 'i7', locationId: null }),
  itemHistoryOfAYear: () => ask('valuation.item', { itemId: 'i7', locationId: null, days: 365 }),
  valueOfAYear: () => ask('valuation.days', { days: 365 }),
  backtestSlice: () => ask('reorder.backtest', { weeks: 12, locationId: null, after: null }),
};

const floor = timed(() =>
  reader
    .prepare(`SELECT level_k, sum(delta_on_hand), count(*) FROM movements WHERE at >= ? GROUP BY level_k`)
    .all(NOW - 28 * DAY_MS),
).ms;
const cost: Record<string, { readonly firstMs: number; readonly againMs: number }> = {};
for (const [name, read] of Object.entries(READS)) {
  const first = timed(read).ms;
  const again = Array.from({ length: ROUNDS }, () => {
    sell();
    return timed(read).ms;
  });
  cost[name] = { firstMs: rounded(first, 1), againMs: rounded(median(again), 1) };
}
const backtest = timed(() => {
  let after: string | null = null;
  do after = ask('reorder.backtest', { weeks: 12, locationId: null, after }).next;
  while (after !== null);
}).ms;

report({
  bench: 'reorder',
  value: cost['list']?.firstMs ?? 0,
  unit: 'ms for the first list of the day',
  floor: rounded(floor, 1),
  ratio: rounded((cost['list']?.firstMs ?? 0) / floor, 2),
  movements: moves,
  reads: cost,
  backtestOfAllMs: rounded(backtest, 0),
});
reader.close();
writer.close();
folder.remove();
