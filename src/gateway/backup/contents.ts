import { createHash, randomBytes } from 'node:crypto';
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codeOf } from '../db/errors.ts';
import type { Sql } from '../kernel.ts';
import { syncFile, syncFolder } from './files.ts';

/** Bytes read at a time. */
const PIECE = 256 * 1024;
const PARTIAL = '.partial';
const NAME = /^[0-9a-f]{64}$/;
/** The list of the contents that were lost, or deleted, before they could be copied. */
const LOST = 'lost.txt';

/** The content of a file: its SHA-256 as hexadecimal digits, and its size. */
export interface Content {
  readonly sha256: string;
  readonly bytes: number;
}

/** The contents that a database names, and where they are. The owner of the files provides it. */
export interface ContentStore {
  /** Returns the contents that a database names, in the order of their hashes, read page by page. */
  named(sql: Sql): Iterable<Content>;
  isNamed(sql: Sql, sha256: string): boolean;
  /** Returns the folder of the files of a database, or of its backup. */
  folderOf(databasePath: string): string;
  /** Returns the path of a content in a folder. */
  pathIn(folder: string, sha256: string): string;
}

/** What was copied of the files of messages. */
export interface CopiedContents {
  /** Contents, and their bytes. */
  count: number;
  bytes: number;
  /** Contents that were not there as they should be, and are not in the backup. */
  lost: number;
}

/** From where to where contents are copied. */
export interface ContentCopy {
  readonly store: ContentStore;
  /** The copied database: it says which contents belong to it. */
  readonly sql: Sql;
  readonly from: string;
  readonly to: string;
  /** Whether a content is still wanted that is not at its place. One that was deleted meanwhile is not. */
  readonly isWanted: (sha256: string) => boolean;
  /** Folders with contents that were checked when they came there: they are linked instead of copied, where possible. */
  readonly earlier: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/** Whether a content with its size is in a folder. */
function isIn(store: ContentStore, folder: string, { sha256, bytes }: Content): boolean {
  return statSync(store.pathIn(folder, sha256), { throwIfNoEntry: false })?.size === bytes;
}

function makeFolder(path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  return path;
}

/** Gives a content that is on the same disk a second name. Returns false where that is not possible. */
function link(path: string, target: string): boolean {
  try {
    makeFolder(dirname(target));
    linkSync(path, target);
    return true;
  } catch {
    // Another disk, a disk without links, or something else at the place: a copy is made, and says what is wrong.
    return false;
  }
}

/** Reads a piece of a source; null where its disk cannot read it any more. */
async function readPiece(source: FileHandle, buffer: Buffer, at: number): Promise<Buffer | null> {
  try {
    const { bytesRead } = await source.read(buffer, 0, buffer.length, at);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    if (codeOf(error) === 'EIO') return null;
    throw error;
  }
}

/**
 * Copies a content, checks it by its hash on the way, and gives it its name when it is on disk. Returns false where the source is
 * missing or is something else. Throws the errors of the target's disk.
 */
async function copyChecked(
  path: string,
  target: string,
  { sha256, bytes }: Content,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const source = await openSource(path);
  if (source === null) return false;
  const draft = join(makeFolder(dirname(target)), `.${sha256}.${randomBytes(4).toString('hex')}${PARTIAL}`);
  try {
    const hash = createHash('sha256');
    const file = await open(draft, 'wx', 0o600);
    try {
      let copied = 0;
      const buffer = Buffer.alloc(PIECE);
      for (;;) {
        signal?.throwIfAborted();
        const piece = await readPiece(source, buffer, copied);
        if (piece === null) return false;
        if (piece.length === 0) break;
        hash.update(piece);
        await file.writeFile(piece);
        copied += piece.length;
        if (copied > bytes) return false;
      }
      if (copied !== bytes || hash.digest('hex') !== sha256) return false;
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, target);
    syncFolder(dirname(target));
    return true;
  } finally {
    await source.close();
    await rm(draft, { force: true });
  }
}

async function openSource(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/**
 * Copies the contents that a copied database names. What a killed copy has left in the folder is gone on with, and what the
 * database does not name goes. A content that is damaged or missing is counted, and listed beside the others.
 */
export async function copyContents(copy: ContentCopy): Promise<CopiedContents> {
  const { store, sql, from, to, earlier, isWanted, signal } = copy;
  const done: CopiedContents = { count: 0, bytes: 0, lost: 0 };
  const lost: string[] = [];
  for (const content of store.named(sql)) {
    signal?.throwIfAborted();
    const target = store.pathIn(to, content.sha256);
    const isThere =
      isIn(store, to, content) ||
      earlier.some(
        (folder) => isIn(store, folder, content) && link(store.pathIn(folder, content.sha256), target),
      ) ||
      (await copyChecked(store.pathIn(from, content.sha256), target, content, signal));
    if (isThere) {
      done.count += 1;
      done.bytes += content.bytes;
    } else {
      lost.push(content.sha256);
      if (isWanted(content.sha256)) done.lost += 1;
    }
  }
  if (existsSync(to)) removeOthers(copy);
  if (lost.length > 0 || existsSync(join(to, LOST))) {
    writeFileSync(join(makeFolder(to), LOST), lost.map((sha256) => `${sha256}\n`).join(''), { mode: 0o600 });
    syncFile(join(to, LOST));
  }
  return done;
}

/** Deletes what a killed copy has left and the database does not name. Nothing but contents and their drafts is touched. */
function removeOthers({ store, sql, to }: ContentCopy): void {
  const root = dirname(dirname(store.pathIn(to, '0'.repeat(64))));
  if (!existsSync(root)) return;
  for (const folder of readdirSync(root).filter((name) => /^[0-9a-f]{2}$/.test(name)))
    for (const name of readdirSync(join(root, folder))) {
      const isDraft = name.startsWith('.') && name.endsWith(PARTIAL);
      if (isDraft || (NAME.test(name) && !store.isNamed(sql, name))) rmSync(join(root, folder, name));
    }
}

/** Files of messages are neither in the backup nor beside the database. Nothing was replaced. */
export class MissingContentsError extends Error {
  constructor(count: number, folder: string) {
    super(
      `files of messages that are damaged or missing in ${folder} and beside the database: ${count}. Nothing was replaced. Bring the folder back, or restore without them with --no-files.`,
    );
    this.name = 'MissingContentsError';
  }
}

/** What to bring back beside a database. */
export interface ContentReturn {
  readonly store: ContentStore;
  readonly sql: Sql;
  /** The backup's folder and the database's. */
  readonly from: string;
  readonly to: string;
  /** Goes on where contents are missing. */
  readonly without: boolean;
}

/**
 * Brings the contents of a backup back beside a database, each one checked by its hash. Those that are there are checked, too,
 * and replaced if they are damaged. Contents that the backup lists as lost are not waited for. Nothing that is there goes, so a
 * restore that ends before its end has changed nothing that anybody sees. Throws MissingContentsError.
 */
export async function returnContents({
  store,
  sql,
  from,
  to,
  without,
}: ContentReturn): Promise<CopiedContents> {
  const done: CopiedContents = { count: 0, bytes: 0, lost: 0 };
  let missing = 0;
  const lost = lostIn(from);
  for (const content of store.named(sql)) {
    const target = store.pathIn(to, content.sha256);
    const isThere =
      (await isWhole(target, content)) ||
      (await copyChecked(store.pathIn(from, content.sha256), target, content, undefined));
    if (isThere) {
      done.count += 1;
      done.bytes += content.bytes;
    } else {
      done.lost += 1;
      if (!lost.has(content.sha256)) missing += 1;
    }
  }
  if (missing > 0 && !without) throw new MissingContentsError(missing, from);
  return done;
}

/** Whether a content is at its place as it should be. */
async function isWhole(path: string, { sha256, bytes }: Content): Promise<boolean> {
  if (statSync(path, { throwIfNoEntry: false })?.size !== bytes) return false;
  const source = await openSource(path);
  if (source === null) return false;
  try {
    const hash = createHash('sha256');
    for await (const piece of source.createReadStream({ highWaterMark: PIECE, autoClose: false }))
      hash.update(piece);
    return hash.digest('hex') === sha256;
  } finally {
    await source.close();
  }
}

function lostIn(folder: string): ReadonlySet<string> {
  const path = join(folder, LOST);
  return new Set(
    existsSync(path)
      ? readFileSync(path, 'utf8')
          .split('\n')
          .filter((line) => NAME.test(line))
      : [],
  );
}

/**
 * Gives the contents that a replaced database names a place of their own, so that it can be restored in turn after the gateway has
 * deleted what the restored one does not name. Only where the disk has links: a second copy might not fit.
 */
export function keepContents(store: ContentStore, old: Sql, place: string, kept: string): void {
  const [from, to] = [store.folderOf(place), store.folderOf(kept)];
  for (const { sha256 } of store.named(old)) link(store.pathIn(from, sha256), store.pathIn(to, sha256));
}
