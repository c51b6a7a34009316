import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import Database from 'better-sqlite3';
import { err, ok, type Result } from '#shared/domain/result.ts';
import type { ProtocolError } from '#shared/protocol/errors.ts';
import { isCorruption, sqliteCode } from './failures.ts';
import { latestVersion, type Migration, migrate } from './migrate.ts';
import { peekCache } from './peek.ts';
import { type Rescued, rescue } from './rescue.ts';
import type { StoreWriter } from './types.ts';
import { createStoreWriter, type WriterOptions } from './writer.ts';

/** Files up to this size are checked whole at every start; larger ones only after the last run did not end well. */
const ALWAYS_CHECK_BYTES = 64 * 1024 * 1024;

export interface OpenOptions {
  /** Path of the cache file; its folder is made where it is missing. */
  readonly file: string;
  /** Whose cache it is. */
  readonly userId: string;
  readonly userName?: string;
  readonly now: () => number;
}

/** What the cache is made of. Given, not imported: the store knows no domain. */
export interface CacheSchema extends Pick<WriterOptions, 'createProjections' | 'newsKind'> {
  readonly migrations: readonly Migration[];
}

export interface OpenedStore {
  readonly writer: StoreWriter;
  /** Where a damaged file was moved to; null where there was none. */
  readonly quarantined: string | null;
  /** What was carried over from it. */
  readonly rescued: Rescued;
}

/** How every connection to the cache is set up. 64 MB of pages at most are mapped, so memory stays bounded. */
function configure(db: Database.Database): void {
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = OFF');
  db.pragma('cache_size = -32768');
  db.pragma('mmap_size = 0');
  db.pragma('temp_store = MEMORY');
  db.pragma('journal_size_limit = 67108864');
  db.pragma('wal_autocheckpoint = 2000');
}

function check(db: Database.Database, unclean: boolean): void {
  const size =
    Number(db.pragma('page_count', { simple: true })) * Number(db.pragma('page_size', { simple: true }));
  if (!unclean && size > ALWAYS_CHECK_BYTES) return;
  const found = db.pragma('quick_check(1)', { simple: true });
  if (found !== 'ok') throw new Database.SqliteError(String(found).slice(0, 200), 'SQLITE_CORRUPT');
}

function openDatabase(file: string, unclean: boolean, migrations: readonly Migration[]): Database.Database {
  const db = new Database(file, { timeout: 5_000 });
  try {
    check(db, unclean);
    configure(db);
    migrate(db, migrations);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Moves a damaged file aside, with its log, to a name that says when. Returns the new path. */
function moveAside(file: string, now: number): string {
  const stamp = new Date(now).toISOString().replace(/[:.]/g, '-');
  const extension = extname(file);
  const base = join(dirname(file), `${basename(file, extension)}${extension}.corrupt-${stamp}`);
  let target = base;
  for (let n = 2; existsSync(target); n++) target = `${base}-${n}`;
  renameSync(file, target);
  for (const suffix of ['-wal', '-shm'])
    if (existsSync(file + suffix)) renameSync(file + suffix, target + suffix);
  return target;
}

function failure(error: unknown): ProtocolError {
  const code = sqliteCode(error);
  const busy = code?.startsWith('SQLITE_BUSY') ?? false;
  const message = error instanceof Error ? error.message : String(error);
  if (busy)
    return {
      code: 'unavailable',
      message: 'Another Quayside is using the cache. Close it and try again.',
    };
  return { code: 'internal', message: `The cache could not be opened: ${message}`.slice(0, 500) };
}

function finish(db: Database.Database, options: OpenOptions, schema: CacheSchema): StoreWriter {
  const meta = db.prepare(
    'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );
  meta.run('user_id', options.userId);
  meta.run('user_name', options.userName ?? '');
  const { userId, now } = options;
  return createStoreWriter(db, { ...schema, userId, now });
}

const NOTHING: Rescued = { drafts: 0, commands: 0 };

/**
 * Opens the cache for writing: makes it where there is none, migrates an older one, refuses a newer one without touching
 * it, and replaces a damaged one by a fresh one after moving it aside and carrying over what only it had. Never throws.
 */
export function openStore(options: OpenOptions, schema: CacheSchema): Result<OpenedStore, ProtocolError> {
  const { file } = options;
  const newest = latestVersion(schema.migrations);
  let unclean = false;
  try {
    mkdirSync(dirname(file), { recursive: true });
    const peeked = peekCache(file);
    if (peeked.kind === 'cache' && peeked.version > newest) {
      return err({
        code: 'invalid',
        field: 'cache.version',
        message: `The cache was written by a newer version of Quayside (schema ${peeked.version}; this version supports up to ${newest}). It was not changed. Update Quayside to use it.`,
      });
    }
    if (peeked.kind === 'foreign') return quarantine(options, schema);
    unclean = peeked.kind === 'cache' && peeked.unclean;
  } catch (error) {
    return err(failure(error));
  }
  let db: Database.Database | null = null;
  try {
    db = openDatabase(file, unclean, schema.migrations);
    return ok({ writer: finish(db, options, schema), quarantined: null, rescued: NOTHING });
  } catch (error) {
    db?.close();
    return isCorruption(error) || isSchemaDamage(error) ? quarantine(options, schema) : err(failure(error));
  }
}

/** A file whose tables are not what its version says was damaged or tampered with. */
function isSchemaDamage(error: unknown): boolean {
  return sqliteCode(error) === 'SQLITE_ERROR';
}

function quarantine(options: OpenOptions, schema: CacheSchema): Result<OpenedStore, ProtocolError> {
  try {
    const quarantined = moveAside(options.file, options.now());
    const db = openDatabase(options.file, false, schema.migrations);
    const rescued = rescue(quarantined, db);
    return ok({ writer: finish(db, options, schema), quarantined, rescued });
  } catch (error) {
    return err(failure(error));
  }
}
