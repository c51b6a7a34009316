import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { type Migration, migrate } from './migrate.ts';
import { createSql, type Sql } from './sql.ts';

/** The maximum number of settled commands kept, so that their outcome can still be looked up. */
const MAX_SETTLED = 500;
/** The number of rows deleted at a time. */
const SLICE = 500;

/** The name under which connections to the cache attach the outbox file. */
export const OUTBOX_SCHEMA = 'outbox_file';

/** Returns the path of the outbox file that belongs to a cache: beside it, `outbox…` for `cache…`. */
export function outboxPath(cacheFile: string): string {
  const name = basename(cacheFile);
  return join(
    dirname(cacheFile),
    name.startsWith('cache') ? `outbox${name.slice('cache'.length)}` : `outbox-${name}`,
  );
}

/** What a command becomes, by the `n`th row of the cache's `settled_commands`. */
export interface SettledCommand {
  readonly n: number;
  readonly id: string;
  readonly state: 'queued' | 'settled';
  /** The position of its event in the gateway's log; null if it is not known. */
  readonly seq: number | null;
}

/** The file with what only this machine has: unsettled commands, drafts and forms. This is its only writing connection. */
export class OutboxFile {
  readonly db: Database.Database;
  readonly #sql: Sql;
  #settledThrough: number;

  constructor(db: Database.Database) {
    this.db = db;
    this.#sql = createSql(db);
    this.#settledThrough = this.#mark();
  }

  /** The last row of the cache's `settled_commands` that was applied. */
  get settledThrough(): number {
    return this.#settledThrough;
  }

  /** Returns whether any command is not settled. */
  anyOpen(): boolean {
    const open = this.#sql.prepare(
      `SELECT 1 FROM outbox WHERE state IN ('queued', 'sending', 'sent', 'refused') LIMIT 1`,
    );
    return open.get() !== undefined;
  }

  /** Returns whether a command exists and is not settled. */
  isOpen(id: string): boolean {
    return (
      this.#sql.prepare(`SELECT 1 FROM outbox WHERE id = ? AND state <> 'settled'`).get(id) !== undefined
    );
  }

  /** Returns the sent commands of a channel that are settled at a position. */
  sentUpTo(channel: string, seq: number): string[] {
    return this.#sql
      .prepare<[string, number], { id: string }>(
        `SELECT id FROM outbox WHERE state = 'sent' AND channel = ? AND settle_seq <= ?`,
      )
      .all(channel, seq)
      .map(({ id }) => id);
  }

  /** Returns the settled commands that belong to none of these channels, with the positions of their events if known. */
  settledOutside(channels: readonly string[]): { readonly id: string; readonly seq: number | null }[] {
    return this.#sql
      .prepare<[string], { id: string; seq: number | null }>(
        `SELECT id, settle_seq AS seq FROM outbox
         WHERE state = 'settled' AND channel NOT IN (SELECT value FROM json_each(?)) ORDER BY n`,
      )
      .all(JSON.stringify(channels));
  }

  /** Applies rows of `settled_commands`, in order, in one transaction. Doing it twice changes nothing. */
  settle(commands: readonly SettledCommand[]): void {
    const last = commands.at(-1);
    if (last === undefined) return;
    const settle = this.#sql.prepare(
      `UPDATE outbox SET state = 'settled', withdraw = 0, settle_seq = coalesce(?, settle_seq), next_attempt_at = NULL WHERE id = ?`,
    );
    const queue = this.#sql.prepare(
      `UPDATE outbox SET state = 'queued', settle_seq = NULL, next_attempt_at = NULL, failures = 0, error = NULL WHERE id = ?`,
    );
    const mark = this.#sql.prepare("UPDATE marks SET value = ? WHERE key = 'settled_through'");
    this.db
      .transaction(() => {
        for (const { id, state, seq } of commands) {
          if (state === 'settled') settle.run(seq, id);
          else queue.run(id);
        }
        mark.run(last.n);
      })
      .immediate();
    this.#settledThrough = last.n;
  }

  /** Deletes one slice of the oldest settled commands. Returns whether more must be deleted. */
  trim(): boolean {
    const { changes } = this.#sql
      .prepare<[number, number]>(
        `DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE state = 'settled' AND n < (
           SELECT n FROM outbox WHERE state = 'settled' ORDER BY n DESC LIMIT 1 OFFSET ?) ORDER BY n LIMIT ?)`,
      )
      .run(MAX_SETTLED, SLICE);
    return changes === SLICE;
  }

  close(): void {
    if (this.db.open) this.db.close();
  }

  #mark(): number {
    const row = this.#sql
      .prepare<[], { value: number }>("SELECT value FROM marks WHERE key = 'settled_through'")
      .get();
    if (row === undefined) this.db.exec("INSERT INTO marks VALUES ('settled_through', 0)");
    return row?.value ?? 0;
  }
}

/** Opens the outbox file for writing and migrates it. Throws SQLite's errors. */
export function openOutboxFile(file: string, migrations: readonly Migration[]): OutboxFile {
  const db = new Database(file, { timeout: 5_000 });
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('cache_size = -2048');
    db.pragma('journal_size_limit = 4194304');
    migrate(db, migrations);
    return new OutboxFile(db);
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * Attaches the outbox file to a connection to its cache, for reading. Only `OutboxFile` writes to it. `drafts`, `forms` and `outbox` can then be read as if they
 * were tables of the cache. `outbox` is a view: what the cache has settled is settled there too, even before the outbox file
 * says so. See `pairSnapshots` for how both are read at one moment.
 */
export function attachOutbox(db: Database.Database): void {
  db.prepare(`ATTACH ? AS ${OUTBOX_SCHEMA}`).run(outboxPath(db.name));
  const columns = (db.pragma(`${OUTBOX_SCHEMA}.table_info(outbox)`) as { name: string }[]).map((c) => c.name);
  const settled = columns.map((name) => (name === 'state' ? 's.state' : `o.${name}`)).join(', ');
  const ahead = `s.n > (SELECT value FROM ${OUTBOX_SCHEMA}.marks WHERE key = 'settled_through')`;
  db.exec(`
    CREATE TEMP VIEW outbox (${columns.join(', ')}) AS
      SELECT ${columns.join(', ')} FROM ${OUTBOX_SCHEMA}.outbox
        WHERE id NOT IN (SELECT s.id FROM main.settled_commands s WHERE ${ahead})
      UNION ALL
      SELECT ${settled} FROM main.settled_commands s CROSS JOIN ${OUTBOX_SCHEMA}.outbox o ON o.id = s.id WHERE ${ahead};
  `);
}

/**
 * Takes the snapshots of both files at the start of a read transaction. Returns false if the outbox file's is too old: the
 * cache has already forgotten commands that it does not know to be settled. The reader must then begin again.
 *
 * The writer commits an event to the cache first and settles its command in the outbox file afterwards. So the outbox file's
 * snapshot is taken first: then the cache's has the events of all commands that it shows as settled, and names in
 * `settled_commands` those that it does not show so yet. The other way round, an effect could be missing from both.
 */
export function pairSnapshots(sql: Sql): boolean {
  const through = sql
    .prepare<[], { value: number }>(`SELECT value FROM ${OUTBOX_SCHEMA}.marks WHERE key = 'settled_through'`)
    .get();
  const kept = sql.prepare<[], { n: number | null }>('SELECT min(n) AS n FROM main.settled_commands').get();
  return (kept?.n ?? 1) - 1 <= (through?.value ?? 0);
}
