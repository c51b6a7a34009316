import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const MAGIC = 'SQLite format 3\0';
const HEADER = 100;
/** Offset of `user_version` in the database header (SQLite file format, section 1.3). */
const USER_VERSION_AT = 60;
const WAL_HEADER = 32;
const FRAME_HEADER = 24;
const MAX_VERSION = 1_000_000;

/** What a cache file contains. `unclean`: its write-ahead log is not empty. */
export type Peeked =
  | { readonly kind: 'absent' }
  | { readonly kind: 'foreign' }
  | { readonly kind: 'cache'; readonly version: number; readonly unclean: boolean };

function withFile<T>(path: string, work: (fd: number, size: number) => T): T | null {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  try {
    return work(fd, fstatSync(fd).size);
  } finally {
    closeSync(fd);
  }
}

function readBytes(fd: number, at: number, length: number): Buffer {
  const buffer = Buffer.alloc(length);
  const read = readSync(fd, buffer, 0, length, at);
  return buffer.subarray(0, read);
}

/**
 * Returns the `user_version` of the newest committed first page in a write-ahead log; null if there is none. Frames of an
 * earlier use of the log have different salts (SQLite file format, section 4.1) and end the search.
 */
function versionInWal(fd: number, size: number): number | null {
  const header = readBytes(fd, 0, WAL_HEADER);
  if (header.length < WAL_HEADER) return null;
  const pageSize = header.readUInt32BE(8);
  const salts = header.subarray(16, 24);
  let pending: number | null = null;
  let committed: number | null = null;
  for (let at = WAL_HEADER; at + FRAME_HEADER + pageSize <= size; at += FRAME_HEADER + pageSize) {
    const frame = readBytes(fd, at, FRAME_HEADER);
    if (!frame.subarray(8, 16).equals(salts)) break;
    if (frame.readUInt32BE(0) === 1) pending = at + FRAME_HEADER;
    if (frame.readUInt32BE(4) !== 0 && pending !== null) committed = pending;
  }
  if (committed === null) return null;
  return readBytes(fd, committed + USER_VERSION_AT, 4).readUInt32BE(0);
}

/**
 * Reads the schema version of a cache file and its write-ahead log. Does not open them as a database, which could change
 * them. Throws if the file exists but cannot be read.
 */
export function peekCache(file: string): Peeked {
  const main = withFile(file, (fd, size) => {
    if (size === 0) return 'empty';
    const header = readBytes(fd, 0, HEADER);
    if (header.length < HEADER || header.toString('latin1', 0, 16) !== MAGIC) return 'foreign';
    return header.readUInt32BE(USER_VERSION_AT);
  });
  if (main === null || main === 'empty') return { kind: 'absent' };
  if (main === 'foreign') return { kind: 'foreign' };
  const inWal = withFile(`${file}-wal`, (fd, size) => ({
    unclean: size > 0,
    version: versionInWal(fd, size),
  }));
  // Quayside never had a million schema versions, so the header is damaged.
  if ((inWal?.version ?? main) > MAX_VERSION) return { kind: 'foreign' };
  return { kind: 'cache', version: inWal?.version ?? main, unclean: inWal?.unclean ?? false };
}
