import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { CHUNK_BYTES } from '#shared/domain/attachments.ts';
import { ProtocolError } from '#shared/protocol/errors.ts';
import { isDamage } from '../store/failures.ts';
import { migrate } from '../store/migrate.ts';
import { overwriting } from '../store/overwriting.ts';
import { moveAside } from '../store/quarantine.ts';
import { createSql, type Sql } from '../store/sql.ts';
import { emptyWal } from '../store/wipes.ts';
import * as created from './migrations/0480-files.ts';

const MIGRATIONS = [{ version: 480, ...created }];
/** The limit of files that can be fetched again, unless the user chose another, bytes. */
const DEFAULT_LIMIT_BYTES = 250e6;
/** The most bytes of files that were not sent yet. */
export const MAX_UNSENT_BYTES = 1024 * 1024 * 1024;
/** Files that a cached one may push out in one go. */
const MAX_EVICTED = 500;

/** A file of this machine, without its content. */
export interface KeptFile {
  readonly n: number;
  readonly id: string;
  readonly kind: 'draft' | 'queued' | 'cached';
  readonly conversationId: string | null;
  readonly name: string;
  readonly mime: string | null;
  readonly bytes: number;
  readonly received: number;
  /** Known once all of it is here; null before. */
  readonly sha256: string | null;
  readonly error: ProtocolError | null;
}

interface StoredFile extends Omit<KeptFile, 'error'> {
  readonly error: string | null;
}

/** What a new file is known to be. */
export type NewFile = Pick<KeptFile, 'id' | 'kind' | 'conversationId' | 'name' | 'mime' | 'bytes'>;

const COLUMNS = 'n, id, kind, conversation_id AS conversationId, name, mime, bytes, received, sha256, error';

/** Returns the path of the files that belong to a cache: beside it, `files…` for `cache…`. */
export function filesPath(cacheFile: string): string {
  const name = basename(cacheFile);
  return join(dirname(cacheFile), name.startsWith('cache') ? `files${name.slice(5)}` : `files-${name}`);
}

/**
 * The files that this machine has, in a database of their own beside the cache: unsent ones are kept through every crash, others
 * only as long as there is room. Created by the first file. Each write is one transaction; errors of SQLite are thrown.
 */
export class FileStore {
  readonly #path: string;
  readonly #now: () => number;
  #db: Database.Database | null = null;
  #sql: Sql | null = null;

  constructor(cacheFile: string, now: () => number) {
    this.#path = filesPath(cacheFile);
    this.#now = now;
    if (existsSync(this.#path)) this.#open();
  }

  /** Returns a file; undefined if it is not here. */
  get(id: string): KeptFile | undefined {
    const row = this.#sql?.prepare<[string], StoredFile>(`SELECT ${COLUMNS} FROM files WHERE id = ?`).get(id);
    return row && decode(row);
  }

  /** Returns the unsent files of a conversation that no message names yet, in the order in which they were added. */
  drafts(conversationId: string): KeptFile[] {
    return (
      this.#sql
        ?.prepare<[string], StoredFile>(
          `SELECT ${COLUMNS} FROM files WHERE kind = 'draft' AND conversation_id = ? ORDER BY n LIMIT 100`,
        )
        .all(conversationId)
        .map(decode) ?? []
    );
  }

  /** Returns the next complete unsent file after another; undefined at the end. */
  nextUnsent(afterN: number): KeptFile | undefined {
    const row = this.#sql
      ?.prepare<[number], StoredFile>(
        `SELECT ${COLUMNS} FROM files WHERE n > ? AND kind <> 'cached' AND sha256 IS NOT NULL AND error IS NULL
         ORDER BY n LIMIT 1`,
      )
      .get(afterN);
    return row && decode(row);
  }

  /** Adds a file of which nothing is here yet. */
  add({ id, kind, conversationId, name, mime, bytes }: NewFile): KeptFile {
    this.#ready()
      .prepare(
        `INSERT INTO files (id, kind, conversation_id, name, mime, bytes, received, used_at)
         VALUES (?, ?, ?, ?, ?, ?, 0, ?)`,
      )
      .run(id, kind, conversationId, name, mime, bytes, this.#now());
    return this.#existing(id);
  }

  /** Appends a piece. All pieces but the last have CHUNK_BYTES. Computes the hash with the last one. */
  append(file: KeptFile, piece: Uint8Array): KeptFile {
    const sql = this.#ready();
    const received = file.received + piece.length;
    this.#transaction(() => {
      sql
        .prepare('INSERT INTO pieces (file_n, piece, data) VALUES (?, ?, ?)')
        .run(file.n, file.received / CHUNK_BYTES, piece);
      const sha256 = received === file.bytes ? this.#hash(file.n) : null;
      sql
        .prepare('UPDATE files SET received = ?, sha256 = ?, used_at = ? WHERE n = ?')
        .run(received, sha256, this.#now(), file.n);
    });
    return this.#existing(file.id);
  }

  /** Returns the piece that begins at an offset, a multiple of CHUNK_BYTES; undefined if it is not here. */
  piece({ n }: KeptFile, offset: number): Uint8Array | undefined {
    return this.#sql
      ?.prepare<[number, number], { data: Buffer }>('SELECT data FROM pieces WHERE file_n = ? AND piece = ?')
      .get(n, offset / CHUNK_BYTES)?.data;
  }

  /** Marks a file as used just now. */
  use(id: string): void {
    this.#sql?.prepare('UPDATE files SET used_at = ? WHERE id = ?').run(this.#now(), id);
  }

  /** Records that the gateway has refused a file. */
  refuse(id: string, error: ProtocolError): void {
    this.#sql?.prepare('UPDATE files SET error = ? WHERE id = ?').run(JSON.stringify(error), id);
  }

  remove(id: string): void {
    const sql = this.#sql;
    if (sql === null) return;
    this.#transaction(() => {
      sql.prepare('DELETE FROM pieces WHERE file_n = (SELECT n FROM files WHERE id = ?)').run(id);
      sql.prepare('DELETE FROM files WHERE id = ?').run(id);
    });
    this.#db?.pragma('incremental_vacuum(64)');
  }

  /** Deletes files of removed messages, overwriting them. Returns whether they have left the write-ahead log, too. */
  wipe(ids: readonly string[]): boolean {
    const db = this.#db;
    if (db === null || ids.length === 0) return true;
    overwriting(db, () => {
      for (const id of ids) this.remove(id);
    });
    return emptyWal(db);
  }

  /**
   * Sorts unsent files by the messages in the outbox: what they name is queued, and what was queued and is named no longer was
   * sent or discarded, so it can go when room is needed. Returns whether anything changed.
   */
  sort(named: ReadonlySet<string>): boolean {
    const sql = this.#sql;
    if (sql === null) return false;
    const json = JSON.stringify([...named]);
    let changed = 0;
    this.#transaction(() => {
      changed += sql
        .prepare(
          `UPDATE files SET kind = 'queued' WHERE kind <> 'queued' AND sha256 IS NOT NULL
           AND id IN (SELECT value FROM json_each(?))`,
        )
        .run(json).changes;
      changed += sql
        .prepare(
          `UPDATE files SET kind = 'cached', error = NULL WHERE kind = 'queued'
           AND id NOT IN (SELECT value FROM json_each(?))`,
        )
        .run(json).changes;
    });
    if (changed > 0) this.evict();
    return changed > 0;
  }

  /** Whether any file was not sent yet. */
  anyUnsent(): boolean {
    const found = this.#sql?.prepare("SELECT 1 FROM files WHERE kind IN ('draft', 'queued') LIMIT 1").get();
    return found !== undefined;
  }

  /** Deletes the files that were used least recently until the rest fits into the limit, and downloads cut short. */
  evict(limit = this.limit): void {
    const sql = this.#sql;
    if (sql === null) return;
    let over = this.sizes().cached - limit;
    if (over <= 0) return;
    const oldest = sql
      .prepare<[number], { id: string; received: number }>(
        `SELECT id, received FROM files WHERE kind = 'cached' ORDER BY used_at, n LIMIT ?`,
      )
      .all(MAX_EVICTED);
    for (const { id, received } of oldest) {
      if (over <= 0) return;
      this.remove(id);
      over -= received;
    }
  }

  /** Returns the bytes of unsent files and of those that can be fetched again. */
  sizes(): { readonly unsent: number; readonly cached: number } {
    const row = this.#sql
      ?.prepare<[], { unsent: number | null; cached: number | null }>(
        `SELECT sum(iif(kind = 'cached', 0, bytes)) AS unsent, sum(iif(kind = 'cached', received, 0)) AS cached FROM files`,
      )
      .get();
    return { unsent: row?.unsent ?? 0, cached: row?.cached ?? 0 };
  }

  /** The limit of files that can be fetched again, bytes. */
  get limit(): number {
    const row = this.#sql
      ?.prepare<[], { value: number }>("SELECT value FROM settings WHERE key = 'limit'")
      .get();
    return row?.value ?? DEFAULT_LIMIT_BYTES;
  }

  set limit(bytes: number) {
    this.#ready()
      .prepare(
        "INSERT INTO settings VALUES ('limit', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
      )
      .run(bytes);
    this.evict(bytes);
  }

  close(): void {
    if (this.#db?.open) this.#db.close();
    this.#db = null;
    this.#sql = null;
  }

  #ready(): Sql {
    return this.#sql ?? this.#open();
  }

  #existing(id: string): KeptFile {
    const file = this.get(id);
    if (file === undefined) throw new Error('A file that was just written is gone.');
    return file;
  }

  /** A damaged file is moved aside: what it cached can be fetched again. */
  #open(): Sql {
    try {
      return this.#opened();
    } catch (error) {
      this.close();
      if (!isDamage(error)) throw error;
      moveAside(this.#path, this.#now());
      return this.#opened();
    }
  }

  #opened(): Sql {
    const db = new Database(this.#path, { timeout: 5_000 });
    this.#db = db;
    db.pragma('auto_vacuum = INCREMENTAL');
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('cache_size = -4096');
    db.pragma('journal_size_limit = 8388608');
    migrate(db, MIGRATIONS);
    // Downloads that the last run began are not gone on with.
    db.exec(`DELETE FROM pieces WHERE file_n IN (SELECT n FROM files WHERE kind = 'cached' AND received < bytes);
      DELETE FROM files WHERE kind = 'cached' AND received < bytes;`);
    this.#sql = createSql(db);
    return this.#sql;
  }

  #hash(n: number): string {
    const hash = createHash('sha256');
    const pieces = this.#ready()
      .prepare<[number], { data: Buffer }>('SELECT data FROM pieces WHERE file_n = ? ORDER BY piece')
      .iterate(n);
    for (const { data } of pieces) hash.update(data);
    return hash.digest('hex');
  }

  #transaction(work: () => void): void {
    this.#db?.transaction(work).immediate();
  }
}

function decode({ error, ...file }: StoredFile): KeptFile {
  const parsed = error === null ? null : ProtocolError.safeParse(JSON.parse(error));
  return { ...file, error: parsed?.data ?? null };
}
