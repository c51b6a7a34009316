import Database from 'better-sqlite3';
import { isPoison } from './failures.ts';
import type { OutboxFile } from './outbox-file.ts';

/** The number of rows rescued from a damaged file. Only this machine had them. */
export interface Rescued {
  /** Words that were typed and not sent: of messages and of other forms. */
  readonly drafts: number;
  readonly commands: number;
}

/** A row of any table, by column. */
export type Row = Record<string, unknown>;

/** The maximum number of rows rescued from each table. */
const MAX_ROWS = 12_000;

/** Calls `take` with each row of a query up to the first that cannot be read. */
function eachReadable<R>(db: Database.Database, query: string, take: (row: R) => void): void {
  try {
    for (const row of db.prepare<[], R>(`${query} LIMIT ${MAX_ROWS}`).iterate()) take(row);
  } catch {
    // What comes before the damage is kept. Other ways into the table may get behind it.
  }
}

/** Returns ways to list the row ids of a table: its own tree and those of its whole indexes, each from both ends. */
function listings(db: Database.Database, table: string): string[] {
  const ways = [`SELECT rowid AS k FROM ${table} NOT INDEXED ORDER BY rowid`];
  try {
    for (const { name, partial } of db.pragma(`index_list(${table})`) as {
      name: string;
      partial: number;
    }[]) {
      const [first] = db.pragma(`index_info(${name})`) as { name: string | null }[];
      if (partial === 0 && first?.name != null)
        ways.push(`SELECT rowid AS k FROM ${table} INDEXED BY ${name} ORDER BY ${first.name}`);
    }
  } catch {
    // The schema cannot be read, so neither can the table.
  }
  return ways.flatMap((way) => [way, `${way} DESC`]);
}

/** Returns the readable rows of a table, by the value of its key. Rows are read one by one, so one bad page costs its own. */
function salvage(db: Database.Database, table: string, key: string): Row[] {
  const rows = new Map<unknown, Row>();
  const keep = (row: Row): void => void rows.set(row[key], row);
  // The first and last rows up to the damage; enough for a table without row ids, and for most damage.
  for (const end of ['', ' DESC']) eachReadable(db, `SELECT * FROM ${table} ORDER BY ${key}${end}`, keep);
  const ids = new Set<number>();
  for (const way of listings(db, table))
    eachReadable<{ k: number }>(db, way, ({ k }) => {
      if (ids.size < MAX_ROWS) ids.add(k);
    });
  for (const k of ids) eachReadable(db, `SELECT * FROM ${table} NOT INDEXED WHERE rowid = ${k}`, keep);
  return [...rows.values()];
}

function columnsOf(db: Database.Database, table: string): ReadonlySet<string> {
  return new Set((db.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name));
}

function isJson(text: unknown): boolean {
  try {
    return typeof text === 'string' && JSON.parse(text) !== undefined;
  } catch {
    return false;
  }
}

/**
 * Adds commands to an outbox file behind those that it has, in their order. Keeps what it has under the same id. Returns how
 * many it then has. `failed` is called for each row that does not fit.
 */
export function adoptCommands(
  into: Database.Database,
  commands: readonly Row[],
  failed: (error: unknown) => void,
): number {
  const known = columnsOf(into, 'outbox');
  const order = ({ n }: Row): number => (typeof n === 'number' ? n : 0);
  let adopted = 0;
  for (const row of commands.toSorted((a, b) => order(a) - order(b))) {
    const columns = Object.keys(row).filter((name) => name !== 'n' && known.has(name));
    try {
      into
        .prepare(
          `INSERT INTO outbox (n, ${columns.join(', ')})
           VALUES ((SELECT coalesce(max(n), 0) + 1 FROM outbox), ${columns.map(() => '?').join(', ')}) ON CONFLICT (id) DO NOTHING`,
        )
        .run(...columns.map((name) => row[name]));
      adopted += 1;
    } catch (error) {
      failed(error);
    }
  }
  return adopted;
}

/** Adds drafts to an outbox file; of two of one conversation, the later stays. Returns how many were read. */
export function adoptDrafts(
  into: Database.Database,
  drafts: readonly Row[],
  failed: (error: unknown) => void,
): number {
  const add = into.prepare(
    `INSERT INTO drafts (conversation_id, body, at) VALUES (?, ?, ?)
     ON CONFLICT (conversation_id) DO UPDATE SET body = excluded.body, at = excluded.at WHERE excluded.at > drafts.at`,
  );
  let adopted = 0;
  for (const { conversation_id: conversation, body, at } of drafts) {
    try {
      add.run(conversation, body, at);
      adopted += 1;
    } catch (error) {
      failed(error);
    }
  }
  return adopted;
}

/** Adds forms to an outbox file that has none. Returns how many were read. */
function adoptForms(
  into: Database.Database,
  forms: readonly Row[],
  failed: (error: unknown) => void,
): number {
  const add = into.prepare('INSERT INTO forms (id, type, data, fields, at) VALUES (?, ?, ?, ?, ?)');
  let adopted = 0;
  for (const { id, type, data, fields, at } of forms) {
    try {
      add.run(id, type, data, fields, at);
      adopted += 1;
    } catch (error) {
      failed(error);
    }
  }
  return adopted;
}

/**
 * Copies what only this machine had from a damaged file into an outbox file, as far as it can be read: drafts, forms and
 * unsettled commands, from a damaged outbox file or from a cache that still held them; and which commands a damaged cache had settled.
 * Throws only if the outbox file cannot be written.
 */
export function rescue(damagedFile: string, outbox: OutboxFile): Rescued {
  let damaged: Database.Database;
  try {
    damaged = new Database(damagedFile, { readonly: true, fileMustExist: true });
  } catch {
    return { drafts: 0, commands: 0 };
  }
  try {
    const commands = salvage(damaged, 'outbox', 'id').filter(
      ({ state, data }) => state !== 'settled' && isJson(data),
    );
    const drafts = salvage(damaged, 'drafts', 'conversation_id');
    const forms = salvage(damaged, 'forms', 'id').filter(
      ({ data, fields }) => isJson(data) && isJson(fields),
    );
    const settled = salvage(damaged, 'settled_commands', 'id').flatMap(({ id, n, state, seq }) =>
      typeof id === 'string' && typeof n === 'number' && n > outbox.settledThrough && state === 'settled'
        ? [{ id, n, state, seq: typeof seq === 'number' ? seq : null } as const]
        : [],
    );
    const skip = (error: unknown): void => {
      // A damaged row need not fit. Anything else is about the new file.
      if (!isPoison(error)) throw error;
    };
    const rescued = outbox.db
      .transaction(() => ({
        commands: adoptCommands(outbox.db, commands, skip),
        drafts: adoptDrafts(outbox.db, drafts, skip) + adoptForms(outbox.db, forms, skip),
      }))
      .immediate();
    outbox.settle(settled.sort((a, b) => a.n - b.n));
    return rescued;
  } finally {
    damaged.close();
  }
}
