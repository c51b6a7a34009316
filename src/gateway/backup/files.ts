import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** What SQLite may leave beside a file. */
const SIDECARS = ['-wal', '-shm', '-journal'] as const;

/** The file exists, and nothing here overwrites one. */
export class FileExistsError extends Error {
  constructor(path: string) {
    super(`${path} already exists; choose another name`);
    this.name = 'FileExistsError';
  }
}

/**
 * Creates an empty draft beside a target, readable by its owner only, and returns its path. Its name is hidden and ends in
 * `.partial`, so that what a killed program leaves is not taken for a backup.
 */
export function createDraft(target: string): string {
  const name = `.${basename(target)}.${randomBytes(4).toString('hex')}.partial`;
  const draft = join(dirname(target), name);
  closeSync(openSync(draft, 'wx', 0o600));
  return draft;
}

/** Deletes a database file with what SQLite left beside it. */
export function removeDatabase(path: string): void {
  rmSync(path, { force: true });
  removeSidecars(path);
}

/** Deletes what SQLite left beside a database. */
export function removeSidecars(path: string): void {
  for (const suffix of SIDECARS) rmSync(`${path}${suffix}`, { force: true });
}

/** Moves what SQLite left beside a database to the same place beside another name. */
export function moveSidecars(from: string, to: string): void {
  for (const suffix of SIDECARS)
    if (existsSync(`${from}${suffix}`)) renameSync(`${from}${suffix}`, `${to}${suffix}`);
}

/** Waits until a file's contents are on disk. */
export function syncFile(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Waits until a folder's names are on disk, where the system can. */
export function syncFolder(path: string): void {
  // Windows cannot open a folder; its file systems keep a journal of names.
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** Gives a file a second name. Returns false where the file system has no links. Throws FileExistsError. */
export function linkTo(path: string, target: string): boolean {
  try {
    linkSync(path, target);
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'EEXIST') throw new FileExistsError(target);
    if (code === 'EPERM' || code === 'ENOTSUP' || code === 'EOPNOTSUPP' || code === 'ENOSYS') return false;
    throw error;
  }
}

/** Gives a finished draft its name in one step, after its contents are on disk. Never overwrites: throws FileExistsError. */
export function publish(draft: string, target: string): void {
  syncFile(draft);
  if (linkTo(draft, target)) unlinkSync(draft);
  else {
    if (existsSync(target)) throw new FileExistsError(target);
    renameSync(draft, target);
  }
  syncFolder(dirname(target));
}

/** How many folders of earlier backups a backup looks into for files that have not changed. */
const MAX_EARLIER = 3;

/** Returns the newest folders of files in a folder, besides some. */
export function earlierFolders(folder: string, besides: readonly string[]): string[] {
  const real = (path: string): string => (existsSync(path) ? realpathSync(path) : path);
  const others = new Set(besides.map(real));
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^(?!.*\.replaced-).*-files$/.test(entry.name))
    .map((entry) => join(folder, entry.name))
    .filter((path) => !others.has(real(path)))
    .map((path) => ({ path, at: statSync(path).mtimeMs }))
    .sort((a, b) => b.at - a.at)
    .slice(0, MAX_EARLIER)
    .map(({ path }) => path);
}

/** A time as it stands in file names: `20260105T090000Z`. */
export function stamp(at: number): string {
  return new Date(at)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(/[-:]/g, '');
}

const STAMP = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

function stampTime(text: string): number {
  return Date.parse(text.replace(STAMP, '$1-$2-$3T$4:$5:$6Z'));
}

/** A scheduled backup in its folder. */
export interface StoredBackup {
  readonly path: string;
  /** When it was made, ms. */
  readonly at: number;
}

/** The mark of a log in the names of its scheduled backups, so that several gateways can share a folder. */
const markOf = (logId: string): string => logId.replaceAll('-', '').slice(0, 12);

/** Returns the name of the scheduled backup of a log at a time. */
export function scheduledName(logId: string, at: number): string {
  return `gateway-${stamp(at)}-${markOf(logId)}.db`;
}

/**
 * Lists the folders of files of a log's scheduled backups whose backup is not there, the oldest first: it was removed, or a killed program never
 * came to give it its name.
 */
export function foldersWithoutBackup(folder: string, logId: string): string[] {
  if (!existsSync(folder)) return [];
  const own = new RegExp(`^gateway-\\d{8}T\\d{6}Z-${markOf(logId)}-files$`);
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && own.test(entry.name))
    .map((entry) => join(folder, entry.name))
    .filter((path) => !existsSync(path.replace(/-files$/, '.db')))
    .sort();
}

/**
 * Lists the scheduled backups of a log in a folder, newest first, and the drafts that killed programs have left there. Only
 * regular files whose names are exactly those that the schedule gives; empty where there is no folder.
 */
export function scheduledIn(
  folder: string,
  logId: string,
): { readonly backups: readonly StoredBackup[]; readonly drafts: readonly string[] } {
  if (!existsSync(folder)) return { backups: [], drafts: [] };
  const name = `gateway-(\\d{8}T\\d{6}Z)-${markOf(logId)}\\.db`;
  const [backup, draft] = [new RegExp(`^${name}$`), new RegExp(`^\\.${name}\\.[0-9a-f]{8}\\.partial$`)];
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  const backups = files.flatMap((entry) => {
    const at = stampTime(backup.exec(entry.name)?.[1] ?? '');
    return Number.isNaN(at) ? [] : [{ path: join(folder, entry.name), at }];
  });
  return {
    backups: backups.sort((a, b) => b.at - a.at),
    drafts: files.filter((entry) => draft.test(entry.name)).map((entry) => join(folder, entry.name)),
  };
}
