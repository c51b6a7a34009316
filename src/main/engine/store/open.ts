import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import type { OpeningProgress } from '#shared/bridge/session.ts';
import { err, ok, type Result } from '#shared/domain/result.ts';
import type { ProtocolError } from '#shared/protocol/errors.ts';
import { isDamage, openingError, sqliteCode } from './failures.ts';
import { latestVersion, type Migration, migrate } from './migrate.ts';
import { moveOutbox } from './move-outbox.ts';
import { attachOutbox, type OutboxFile, openOutboxFile, outboxPath } from './outbox-file.ts';
import { type Peeked, peekCache } from './peek.ts';
import { moveAside } from './quarantine.ts';
import { type Rescued, rescue } from './rescue.ts';
import type { StoreWriter } from './types.ts';
import { createStoreWriter, type WriterOptions } from './writer.ts';

/** Files up to this size are checked after every start, larger files only after an unclean end. */
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
  /** Damage was found while the cache was open. The outbox file is checked; if it is sound, the cache is the damaged one. */
  readonly suspect?: boolean;
}

/** The migrations and projections of the cache. They are passed in, because the store imports no domain. */
export interface CacheSchema extends Pick<WriterOptions, 'createProjection' | 'newsKind'> {
  readonly migrations: readonly Migration[];
  /** The migrations of the outbox file. */
  readonly outboxMigrations: readonly Migration[];
}

/** An open cache. */
export interface OpenedStore {
  readonly writer: StoreWriter;
  /** The outbox file. The writer closes it. */
  readonly outbox: OutboxFile;
  /** The path that a damaged cache was moved to; null if it was not damaged. */
  readonly quarantined: string | null;
  /** The path that a damaged outbox file was moved to; null if it was not damaged. */
  readonly quarantinedOutbox: string | null;
  /** The number of rows rescued from damaged files. */
  readonly rescued: Rescued;
  /** Whether the files should be checked in the background: they are small, or were not closed cleanly. */
  readonly check: boolean;
}

const NOTHING: Rescued = { drafts: 0, commands: 0 };

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
  // Costs no writes of its own: text of removed messages must not stay in pages that are kept.
  db.pragma('secure_delete = FAST');
}

function openDatabase(
  { file, onStep }: Pick<OpenOptions, 'file' | 'onStep'>,
  outbox: OutboxFile,
  migrations: readonly Migration[],
): Database.Database {
  const db = new Database(file, { timeout: 5_000 });
  try {
    configure(db);
    moveOutbox(db, outbox);
    migrate(db, migrations, undefined, (done, total) => onStep?.({ step: 'upgrading', done, total }));
    attachOutbox(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function sizeOf(db: Database.Database): number {
  return Number(db.pragma('page_count', { simple: true })) * Number(db.pragma('page_size', { simple: true }));
}

function finish(
  db: Database.Database,
  outbox: OutboxFile,
  options: OpenOptions,
  schema: CacheSchema,
): StoreWriter {
  // A start on a full disk must not fail for what is already there, so nothing is written without need.
  const meta = db.prepare(
    `INSERT INTO meta (key, value) VALUES (?, ?)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE value <> excluded.value`,
  );
  meta.run('user_id', options.userId);
  meta.run('user_name', options.userName ?? '');
  const { userId, now } = options;
  return createStoreWriter(db, { ...schema, userId, now, outbox });
}

interface OpenedOutbox {
  readonly outbox: OutboxFile;
  readonly quarantined: string | null;
  readonly rescued: Rescued;
}

/** Opens the outbox file. Moves a damaged one aside and starts a new one with what can be read. Throws other errors. */
function openOutbox(options: OpenOptions, schema: CacheSchema, peeked: Peeked): OpenedOutbox {
  const file = outboxPath(options.file);
  const open = (): OutboxFile => openOutboxFile(file, schema.outboxMigrations);
  const replace = (): OpenedOutbox => {
    const quarantined = moveAside(file, options.now());
    const outbox = open();
    return { outbox, quarantined, rescued: rescue(quarantined, outbox) };
  };
  if (peeked.kind === 'foreign') return replace();
  let outbox: OutboxFile | null = null;
  try {
    outbox = open();
    // The file is small, so its check takes no time worth mentioning.
    if (options.suspect) options.onStep?.({ step: 'checking', done: 0, total: 1 });
    if (options.suspect && outbox.db.pragma('integrity_check(1)', { simple: true }) !== 'ok')
      throw new Database.SqliteError('The outbox file is damaged.', 'SQLITE_CORRUPT');
    return { outbox, quarantined: null, rescued: NOTHING };
  } catch (error) {
    outbox?.close();
    if (!isDamage(error) && !isSchemaDamage(error)) throw error;
    return replace();
  }
}

/** Returns the refusal of a file that a newer version has written; null if this version can open it. */
function newerThan(peeked: Peeked, migrations: readonly Migration[], field: string): ProtocolError | null {
  const newest = latestVersion(migrations);
  if (peeked.kind !== 'cache' || peeked.version <= newest) return null;
  return {
    code: 'invalid',
    field,
    message: `The cache was written by a newer version of Quayside (schema ${peeked.version}; this version supports up to ${newest}). It was not changed. Update Quayside to use it.`,
  };
}

/**
 * Opens the cache and its outbox file for writing. Creates what is missing, migrates older files, and refuses newer ones
 * without changing them (`invalid`, field `cache.version` or `outbox.version`). Moves a damaged cache aside and starts a new
 * one; commands and drafts stay, because they are in the outbox file. Moves a damaged outbox file aside and starts a new one
 * with the rows that can be read. Never throws; other errors are `unavailable` (a later attempt may succeed) and `internal`.
 */
export function openStore(options: OpenOptions, schema: CacheSchema): Result<OpenedStore, ProtocolError> {
  let opened: OpenedOutbox | null = null;
  try {
    mkdirSync(dirname(options.file), { recursive: true });
    const cache = peekCache(options.file);
    const outbox = peekCache(outboxPath(options.file));
    const refused =
      newerThan(cache, schema.migrations, 'cache.version') ??
      newerThan(outbox, schema.outboxMigrations, 'outbox.version');
    if (refused !== null) return err(refused);
    opened = openOutbox(options, schema, outbox);
    return ok(openCacheFile(options, schema, cache, opened));
  } catch (error) {
    opened?.outbox.close();
    return err(openingError(error));
  }
}

function openCacheFile(
  options: OpenOptions,
  schema: CacheSchema,
  peeked: Peeked,
  { outbox, quarantined: quarantinedOutbox, rescued }: OpenedOutbox,
): OpenedStore {
  const condemned = peeked.kind === 'foreign' || (options.suspect === true && quarantinedOutbox === null);
  if (condemned && peeked.kind !== 'absent') return replaceCache(options, schema, outbox);
  let db: Database.Database | null = null;
  try {
    db = openDatabase(options, outbox, schema.migrations);
    const unclean = peeked.kind === 'cache' && peeked.unclean;
    const check = peeked.kind === 'cache' && (unclean || sizeOf(db) <= ALWAYS_CHECK_BYTES);
    return {
      writer: finish(db, outbox, options, schema),
      outbox,
      quarantined: null,
      quarantinedOutbox,
      rescued,
      check,
    };
  } catch (error) {
    db?.close();
    if (!isDamage(error) && !isSchemaDamage(error)) throw error;
    const replaced = replaceCache(options, schema, outbox);
    return {
      ...replaced,
      quarantinedOutbox,
      rescued: {
        drafts: rescued.drafts + replaced.rescued.drafts,
        commands: rescued.commands + replaced.rescued.commands,
      },
    };
  }
}

/**
 * Returns whether the tables differ from those of the file's version, which means that it was damaged or tampered with.
 */
function isSchemaDamage(error: unknown): boolean {
  return sqliteCode(error) === 'SQLITE_ERROR';
}

function replaceCache(options: OpenOptions, schema: CacheSchema, outbox: OutboxFile): OpenedStore {
  const quarantined = moveAside(options.file, options.now());
  const rescued = rescue(quarantined, outbox);
  const db = openDatabase(options, outbox, schema.migrations);
  try {
    const writer = finish(db, outbox, options, schema);
    return { writer, outbox, quarantined, quarantinedOutbox: null, rescued, check: false };
  } catch (error) {
    db.close();
    throw error;
  }
}
