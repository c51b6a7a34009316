import { existsSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Waiting, whileBusy } from '../db/busy.ts';
import { isDamage, MissingDatabaseError } from '../db/errors.ts';
import { ForeignDatabaseError, migrationsOf } from '../db/migrate.ts';
import { openAlone, openForReading, type ReadSql, type ReplaceableSql } from '../db/open.ts';
import { realPath } from '../db/real-path.ts';
import { acquireServingLock } from '../db/serving-lock.ts';
import { type ContentStore, type CopiedContents, keepContents, returnContents } from './contents.ts';
import { copyTo, type Snapshot, snapshotOf } from './copy.ts';
import {
  createDraft,
  FileExistsError,
  linkTo,
  moveSidecars,
  removeDatabase,
  removeSidecars,
  stamp,
  syncFile,
  syncFolder,
} from './files.ts';

/** The backup is of another gateway's log than the database it would replace. Nothing was changed. */
export class OtherLogError extends Error {
  constructor(backup: string, database: string) {
    super(
      `the backup is of the log ${backup}, the database of the log ${database}: it is another shop's. Nothing was replaced.`,
    );
    this.name = 'OtherLogError';
  }
}

/** What to restore, and where to. */
export interface RestoreOptions extends Waiting {
  readonly file: string;
  readonly databasePath: string;
  /** Also replaces the database of another log. */
  readonly force?: boolean | undefined;
  /** The files that belong to the database; without it, the database alone is restored. */
  readonly contents?: ContentStore | undefined;
  /** Also restores where files of messages are missing. */
  readonly withoutFiles?: boolean | undefined;
  /** ms since epoch, for the name under which the replaced database is kept. */
  readonly now: number;
  /** Returns what this version would still migrate. Throws for a schema that it does not know. */
  readonly missing: (path: string, migrations: readonly string[]) => readonly string[];
  /** Called with what was found before anything is replaced. */
  readonly found?: ((backup: Snapshot, database: Snapshot | null) => void) | undefined;
}

/** A finished restore. */
export interface RestoreReport {
  readonly backup: Snapshot;
  /** Migrations that the next start will run. */
  readonly missing: readonly string[];
  /** Where the replaced database is; null where there was none. */
  readonly kept: string | null;
  /** The files of messages that are there; `lost` are those that are not. */
  readonly files: CopiedContents;
}

/**
 * Replaces a gateway's database by a backup. The backup is first copied beside the database and checked there: every page,
 * that this version knows its schema, and that it is of the same log; its files are brought back and checked. Then the database is kept under another name, and the
 * copy takes its place in one step. Throws DatabaseInUseError while a gateway serves the database, DatabaseBusyError while
 * another program has it open, OtherLogError, and the errors of `backUp`; then nothing was replaced.
 */
export async function restore(options: RestoreOptions): Promise<RestoreReport> {
  const { file, databasePath } = options;
  if (!existsSync(file) || !statSync(file).isFile()) throw new MissingDatabaseError(file);
  if (realPath(file) === realPath(databasePath)) throw new FileExistsError(file);
  const source = openForReading(file);
  const release: (() => void)[] = [() => source.close()];
  try {
    const missing = options.missing(file, snapshotOf(source, file).migrations);
    release.push(acquireServingLock(databasePath));
    // Links are followed: the copy takes the place of the file, not of a link to it.
    const place = realPath(databasePath);
    const old = await openOld(place, options);
    if (old) release.push(() => old.sql.close());
    const draft = createDraft(place);
    release.push(() => removeDatabase(draft));
    const backup = await copyTo(source, file, draft, options);
    syncFile(draft);
    options.found?.(backup, old?.snapshot ?? null);
    assertSameLog(backup, old?.snapshot ?? null, options);
    const files = await bringFiles(place, draft, options);
    if (old) keepFiles(place, old.sql, options);
    const kept = replace(place, draft, old?.sql ?? null, options.now);
    return { backup, missing, kept, files };
  } finally {
    for (const end of release.reverse()) end();
  }
}

const keptName = (place: string, now: number): string => `${place}.replaced-${stamp(now)}`;

/** Brings the files of a checked draft back beside its place, before anything is replaced. */
async function bringFiles(
  place: string,
  draft: string,
  { file, contents: store, withoutFiles }: RestoreOptions,
): Promise<CopiedContents> {
  if (store === undefined) return { count: 0, bytes: 0, lost: 0 };
  const sql = openForReading(draft);
  try {
    const [from, to] = [store.folderOf(realPath(file)), store.folderOf(place)];
    return await returnContents({ store, sql, from, to, without: withoutFiles === true });
  } finally {
    sql.close();
  }
}

function keepFiles(place: string, old: ReadSql, { contents: store, now }: RestoreOptions): void {
  if (store !== undefined) keepContents(store, old, place, keptName(place, now));
}

function assertSameLog(backup: Snapshot, old: Snapshot | null, { force }: RestoreOptions): void {
  if (old === null || old.logId === null || force === true) return;
  if (backup.logId !== old.logId) throw new OtherLogError(backup.logId ?? 'none', old.logId);
}

/** The database that is replaced: nobody else has it open. */
interface OldDatabase {
  readonly sql: ReplaceableSql;
  readonly snapshot: Snapshot | null;
}

/** Opens the database that is replaced. Null where there is none, or one too damaged to be opened. */
async function openOld(place: string, options: RestoreOptions): Promise<OldDatabase | null> {
  if (!existsSync(place)) return null;
  let sql: ReplaceableSql | null = null;
  try {
    // A first look that only reads: a damaged database is kept as it is, with its log.
    const looked = openForReading(place);
    try {
      await whileBusy(place, () => oldSnapshot(looked, place, options), options);
    } finally {
      looked.close();
    }
    sql = await openAlone(place, options);
    return { sql, snapshot: oldSnapshot(sql, place, options) };
  } catch (error) {
    sql?.close();
    if (!(error instanceof Error) || !isDamage(error)) throw error;
    options.say?.(`the database to replace is damaged: ${error.message}`);
    return null;
  }
}

function oldSnapshot(sql: ReadSql, place: string, { force }: RestoreOptions): Snapshot | null {
  try {
    return migrationsOf(sql, place) === null ? null : snapshotOf(sql, place);
  } catch (error) {
    // A database of another program.
    if (error instanceof ForeignDatabaseError && force === true) return null;
    throw error;
  }
}

/** Puts a checked draft in a database's place. Returns where that is kept; null where there was none. */
function replace(place: string, draft: string, old: ReplaceableSql | null, now: number): string | null {
  if (!existsSync(place)) {
    renameSync(draft, place);
    syncFolder(dirname(place));
    return null;
  }
  const settled = old !== null && settle(old);
  // Both have a name at every moment: the old one gets its second before it loses the first.
  const kept = keptName(place, now);
  if (!linkTo(place, kept)) {
    if (existsSync(kept)) throw new FileExistsError(kept);
    renameSync(place, kept);
  }
  // SQLite would apply to the copy what is left beside the old one: nothing of a settled one, the log of a damaged one.
  if (settled) removeSidecars(place);
  else moveSidecars(place, kept);
  syncFolder(dirname(place));
  renameSync(draft, place);
  syncFolder(dirname(place));
  return kept;
}

/** Settles a database before it is moved. Returns false where it is too damaged: then its log is kept with it. */
function settle(old: ReplaceableSql): boolean {
  try {
    old.settle();
    return true;
  } catch (error) {
    if (!isDamage(error)) throw error;
    return false;
  } finally {
    // Windows does not move an open file.
    if (process.platform === 'win32') old.close();
  }
}
