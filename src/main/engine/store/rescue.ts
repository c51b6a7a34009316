import Database from 'better-sqlite3';

/** The number of rows rescued from a damaged cache. Only this machine had them. */
export interface Rescued {
  readonly drafts: number;
  readonly commands: number;
}

/** The maximum number of rows rescued from each table. */
const MAX_ROWS = 10_000;

const TABLES = [
  { table: 'drafts', query: `SELECT * FROM drafts LIMIT ${MAX_ROWS}` },
  { table: 'outbox', query: `SELECT * FROM outbox NOT INDEXED WHERE state <> 'settled' LIMIT ${MAX_ROWS}` },
] as const;

function readRows(damaged: Database.Database, query: string): Record<string, unknown>[] {
  const rows: Record<string, unknown>[] = [];
  try {
    for (const row of damaged.prepare<[], Record<string, unknown>>(query).iterate()) rows.push(row);
  } catch {
    // Rows before the damage are kept; the rest is lost.
  }
  return rows;
}

function copyRows(fresh: Database.Database, table: string, rows: readonly Record<string, unknown>[]): number {
  const known = new Set(
    (fresh.pragma(`table_info(${table})`) as { name: string }[]).map((column) => column.name),
  );
  let copied = 0;
  for (const row of rows) {
    const columns = Object.keys(row).filter((name) => known.has(name));
    const places = columns.map(() => '?').join(', ');
    try {
      fresh
        .prepare(`INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) VALUES (${places})`)
        .run(...columns.map((name) => row[name]));
      copied++;
    } catch {
      // Skip a row that is itself damaged and does not fit the table.
    }
  }
  return copied;
}

/** Copies drafts and unsettled commands from a damaged cache into a new one, as far as they can be read. Never throws. */
export function rescue(damagedFile: string, fresh: Database.Database): Rescued {
  let damaged: Database.Database;
  try {
    damaged = new Database(damagedFile, { readonly: true, fileMustExist: true });
  } catch {
    return { drafts: 0, commands: 0 };
  }
  try {
    const [drafts, commands] = TABLES.map(({ table, query }) =>
      copyRows(fresh, table, readRows(damaged, query)),
    );
    return { drafts: drafts ?? 0, commands: commands ?? 0 };
  } finally {
    damaged.close();
  }
}
