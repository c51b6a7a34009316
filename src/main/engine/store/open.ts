import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import Database from 'better-sqlite3';
import type { OpeningProgress } from '#shared/bridge/session.ts';
import { err, ok, type Result } from '#shared/domain/result.ts';
import type { ProtocolError } from '#shared/protocol/errors.ts';
import { isCorruption, sqliteCode } from './failures.ts';
import { latestVersion, type Migration, migrate } from './migrate.ts';
import { peekCache } from './peek.ts';
import { type Rescued, rescue } from './rescue.ts';
import type { StoreWriter } from './types.ts';
import { createStoreWriter, type WriterOptions } from './writer.ts';

/** Files up to this size are checked at every start, larger files only after an unclean shutdown. */
const ALWAYS_CHECK_BYTES = 64 * 1024 * 1024;

/** Which cache to open. */
export interface OpenOptions {
  /** The path of the cache file. A missing folder is created. */
  readonly file: string;
  /** The user whose cache it is. */
  readonly userId: string;
  readonly userName?: string;
  readonly now: () => number;
  /** Called before each step that can take a while. */
  readonly onStep?: (progress: OpeningProgress) => void;
}

/** The migrations and projections of the cache. They are passed in, because the store imports no domain. */
export interface CacheSchema extends Pick<WriterOptions, 'createProjection' | 'newsKind'> {
  readonly migrations: readonly Migration[];
}

/** An open cache. */
export interface OpenedStore {
  readonly writer: StoreWriter;
  /** The path that a damaged file was moved to; null if the file was not damaged. */
  readonly quarantined: string | null;
  /** The number of rows rescued from the damaged file. */
  readonly rescued: Rescued;
}

/** Sets the pragmas of the writer's connection. The page cache is limited to 32 MB, and no pages are memory-mapped. */
function configure(db: Database.Database): void {
  // Works on new files only. What replaced channels leave behind is given back in small steps (`tidy`).
  db.pragma('auto_vacuum = INCREMENTAL');
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = OFF');
  db.pragma('cache_size = -32768');
  db.pragma('mmap_size = 0');
  db.pragma('temp_store = MEMORY');
  db.pragma('journal_size_limit = 67108864');
  db.pragma('wal_autocheckpoint = 2000');
}

function check(db: Database.Database, unclean: boolean, onStep: OpenOptions['onStep']): void {
  const size =
    Number(db.pragma('page_count', { simple: true })) * Number(db.pragma('page_size', { simple: true }));
  if (!unclean && size > ALWAYS_CHECK_BYTES) return;
  onStep?.({ step: 'checking', done: 0, total: 1 });
  const found = db.pragma('quick_check(1)', { simple: true });
  if (found !== 'ok') throw new Database.SqliteError(String(found).slice(0, 200), 'SQLITE_CORRUPT');
}

function openDatabase(
  { file, onStep }: Pick<OpenOptions, 'file' | 'onStep'>,
  unclean: boolean,
  migrations: readonly Migration[],
): Database.Database {
  const db = new Database(file, { timeout: 5_000 });
  try {
    check(db, unclean, onStep);
    configure(db);
    migrate(db, migrations, undefined, (done, total) => onStep?.({ step: 'upgrading', done, total }));
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Moves a damaged file and its log to a name with the time. Returns the new path. */
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

function toProtocolError(error: unknown): ProtocolError {
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
 * Opens the cache for writing. Creates a missing cache, migrates an older one, and refuses a newer one without changing it
 * (`invalid`, field `cache.version`). Moves a damaged one aside and starts a new one with its drafts and unsent commands.
 * Never throws; other errors are `unavailable` (in use) and `internal`.
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
    return err(toProtocolError(error));
  }
  let db: Database.Database | null = null;
  try {
    db = openDatabase(options, unclean, schema.migrations);
    return ok({ writer: finish(db, options, schema), quarantined: null, rescued: NOTHING });
  } catch (error) {
    db?.close();
    return isCorruption(error) || isSchemaDamage(error)
      ? quarantine(options, schema)
      : err(toProtocolError(error));
  }
}

/**
 * Returns whether the tables differ from those of the file's version, which means that it was damaged or tampered with.
 */
function isSchemaDamage(error: unknown): boolean {
  return sqliteCode(error) === 'SQLITE_ERROR';
}

function quarantine(options: OpenOptions, schema: CacheSchema): Result<OpenedStore, ProtocolError> {
  try {
    const quarantined = moveAside(options.file, options.now());
    const db = openDatabase(options, false, schema.migrations);
    const rescued = rescue(quarantined, db);
    return ok({ writer: finish(db, options, schema), quarantined, rescued });
  } catch (error) {
    return err(toProtocolError(error));
  }
}
