import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { type Waiting, whileBusy } from '../db/busy.ts';
import { DamagedDatabaseError } from '../db/damage.ts';
import { MissingDatabaseError, namingDamage } from '../db/errors.ts';
import { ForeignDatabaseError, migrationsOf } from '../db/migrate.ts';
import { openForReading, type ReadSql } from '../db/open.ts';
import { realPath } from '../db/real-path.ts';
import type { Sql } from '../kernel.ts';
import { logPosition } from '../log/index.ts';
import { type ContentStore, type CopiedContents, copyContents } from './contents.ts';
import { createDraft, earlierFolders, FileExistsError, publish, removeDatabase } from './files.ts';

/** Pages copied in one turn of the event loop: 8 MB, some tens of milliseconds. */
const PAGES = 2000;
/** From this size on the check is announced: it reads everything again. */
const LONG_CHECK_PAGES = 25_000;
/** How often progress is reported, ms. */
const REPORT_EVERY_MS = 2000;

/** What a database holds, as of one moment. */
export const Snapshot = z.object({
  logId: z.string().nullable(),
  head: z.int(),
  headId: z.string().nullable(),
  migrations: z.array(z.string()),
});
export type Snapshot = z.infer<typeof Snapshot>;

/** A finished backup. */
export const BackupReport = Snapshot.extend({
  file: z.string(),
  bytes: z.int(),
  ms: z.int(),
  /** The files of messages; `lost` are those that were not there to be copied. */
  files: z.object({ count: z.int(), bytes: z.int(), lost: z.int() }),
});
export type BackupReport = z.infer<typeof BackupReport>;

/** How to copy. */
export interface CopyOptions extends Waiting {
  /** Ends the copy, which leaves no file. */
  readonly signal?: AbortSignal | undefined;
  /** The files that belong to the database; without it, the database alone is copied. */
  readonly contents?: ContentStore | undefined;
}

/** Reads what a database holds. Throws ForeignDatabaseError where it is not a gateway's, and DamagedDatabaseError. */
export function snapshotOf(sql: Sql, path: string): Snapshot {
  return namingDamage(path, () => {
    const migrations = migrationsOf(sql, path);
    if (migrations === null) throw new ForeignDatabaseError(path);
    return { ...logPosition(sql), migrations };
  });
}

/**
 * Copies a database while others write to it. The copy is one moment of it, checked page by page and by the position of its
 * log, is on disk when this resolves, and has its name from then on only. The files of messages are copied beside it before.
 * Throws FileExistsError, MissingDatabaseError,
 * ForeignDatabaseError, DatabaseBusyError, DamagedDatabaseError, or the error of the disk; then there is no copy.
 */
export async function backUp(path: string, target: string, options: CopyOptions = {}): Promise<BackupReport> {
  if (!existsSync(path)) throw new MissingDatabaseError(path);
  const sql = openForReading(path);
  try {
    return await backUpOpen(sql, path, target, options);
  } finally {
    sql.close();
  }
}

/** Copies a database like `backUp`, through a connection that is open and in no transaction. */
export async function backUpOpen(
  sql: ReadSql,
  path: string,
  target: string,
  options: CopyOptions = {},
): Promise<BackupReport> {
  const started = performance.now();
  if (existsSync(target)) throw new FileExistsError(target);
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
  const draft = createDraft(target);
  try {
    const snapshot = await copyTo(sql, path, draft, options);
    const files = await copyFiles(sql, path, { draft, target }, options);
    publish(draft, target);
    const ms = Math.round(performance.now() - started);
    return { ...snapshot, file: target, bytes: statSync(target).size, ms, files };
  } finally {
    removeDatabase(draft);
  }
}

/** Copies the files that the draft of a backup names, beside the place where the backup will be. */
async function copyFiles(
  live: ReadSql,
  path: string,
  { draft, target }: { readonly draft: string; readonly target: string },
  { contents: store, signal, say }: CopyOptions,
): Promise<CopiedContents> {
  if (store === undefined) return { count: 0, bytes: 0, lost: 0 };
  const sql = openForReading(draft);
  try {
    const [from, to] = [store.folderOf(realPath(path)), store.folderOf(target)];
    const earlier = earlierFolders(dirname(target), [from, to]);
    // The gateway may have deleted a file since the moment of the copy.
    const isWanted = (sha256: string): boolean => store.isNamed(live, sha256);
    const copied = await copyContents({ store, sql, from, to, earlier, isWanted, signal });
    if (copied.lost > 0)
      say?.(`${copied.lost} files of messages are damaged or missing, and not in the backup`);
    return copied;
  } finally {
    sql.close();
  }
}

/** Copies one moment of a database into an empty draft, and checks the draft. Returns what both hold. */
export async function copyTo(
  sql: ReadSql,
  path: string,
  draft: string,
  options: CopyOptions,
): Promise<Snapshot> {
  // One read transaction from the first look to the last page: what others commit meanwhile is not seen, so the copy never
  // has to start again. SQLite restarts a copy without one after each commit of another connection.
  try {
    const snapshot = await whileBusy(path, () => begin(sql, path), options);
    await copyPages(sql, draft, options);
    options.signal?.throwIfAborted();
    namingDamage(path, () => check(draft, path, snapshot));
    options.signal?.throwIfAborted();
    return snapshot;
  } finally {
    sql.end();
  }
}

function begin(sql: ReadSql, path: string): Snapshot {
  sql.begin();
  try {
    return snapshotOf(sql, path);
  } catch (error) {
    sql.end();
    throw error;
  }
}

async function copyPages(sql: ReadSql, draft: string, { say, signal }: CopyOptions): Promise<void> {
  let next = performance.now() + REPORT_EVERY_MS;
  const { pages } = await sql.copyInto(draft, ({ total, remaining }) => {
    signal?.throwIfAborted();
    if (performance.now() >= next) {
      say?.(`copied ${total - remaining} of ${total} pages`);
      next = performance.now() + REPORT_EVERY_MS;
    }
    return PAGES;
  });
  if (pages >= LONG_CHECK_PAGES) say?.('checking the copy …');
}

/** Makes a copy one file without a write-ahead log, and checks that it is whole and what was seen. */
function check(draft: string, path: string, seen: Snapshot): void {
  const raw = new Database(draft, { fileMustExist: true, timeout: 0 });
  try {
    raw.pragma('journal_mode = DELETE');
    const verdict = raw.pragma('integrity_check(1)', { simple: true });
    if (verdict !== 'ok') throw new DamagedDatabaseError(path, `is damaged (${String(verdict)})`);
    const held = snapshotOf({ raw, prepare: raw.prepare.bind(raw) }, path);
    if (JSON.stringify(held) !== JSON.stringify(seen))
      throw new DamagedDatabaseError(path, 'has a copy that is of another moment');
  } finally {
    raw.close();
  }
}
