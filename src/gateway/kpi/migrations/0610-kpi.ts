import { type Kysely, sql } from 'kysely';

const SUMS = [
  'paid',
  'refunded',
  'paid_orders',
  'accepted',
  'attempts',
  'new_customers',
  'resolved',
  'reply_ms',
  'replies',
  'kept',
  'judged',
  'scores',
  'ratings',
  'stock_alerts',
  'stock_outs',
]
  .map((name) => `${name} INTEGER NOT NULL`)
  .join(', ');

/**
 * KPIs, the results of their windows, and the sums by day that they are calculated from. `kpi_pending` has what was added to
 * sums since consoles were told; `kpi_progress` when that is due, and how far a recount has come.
 */
const UP = [
  `CREATE TABLE kpis (
    id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, metric TEXT NOT NULL, aggregation TEXT NOT NULL, by TEXT NOT NULL,
    key TEXT NOT NULL, window TEXT NOT NULL, target REAL NOT NULL, direction TEXT NOT NULL, owner_id TEXT, owner_name TEXT,
    alert TEXT, archived INTEGER NOT NULL, version INTEGER NOT NULL, changed_by TEXT NOT NULL, since INTEGER NOT NULL,
    first TEXT NOT NULL, reached_at INTEGER
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE kpi_results (
    kpi_id TEXT NOT NULL, metric TEXT NOT NULL, aggregation TEXT NOT NULL, by TEXT NOT NULL, key TEXT NOT NULL,
    window TEXT NOT NULL, target REAL NOT NULL, direction TEXT NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL,
    time_zone TEXT NOT NULL, value REAL, closed_at INTEGER NOT NULL, reached_at INTEGER, corrected_value REAL,
    corrected_at INTEGER, PRIMARY KEY (kpi_id, window, first)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE kpi_days (
    day TEXT NOT NULL, by TEXT NOT NULL, key TEXT NOT NULL, ${SUMS}, PRIMARY KEY (by, key, day)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX kpi_days_by_day ON kpi_days(day)`,
  `CREATE TABLE kpi_pending (
    day TEXT NOT NULL, by TEXT NOT NULL, key TEXT NOT NULL, ${SUMS}, PRIMARY KEY (by, key, day)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE kpi_progress (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID`,
];
const DOWN = ['kpi_progress', 'kpi_pending', 'kpi_days', 'kpi_results', 'kpis'].map(
  (table) => `DROP TABLE ${table}`,
);

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of DOWN) await sql.raw(statement).execute(db);
}
