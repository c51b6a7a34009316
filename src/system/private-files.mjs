// Keeps what Quayside stores from other users of the machine. The scripts, the console and the gateway share this file, so it
// is plain JavaScript that runs on every Node and imports nothing but Node. On Windows it only creates folders: there, a
// user's files are closed to others by the access list they inherit.
import { chmodSync, lstatSync, mkdirSync, readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;
/** The permissions of the group and of everybody else. */
const OTHERS = 0o077;

/** The names in a data folder that are Quayside's. What belongs to others is never touched. */
const OURS =
  /^(?:gateway\.db(?:$|[-.])|auth-secret(?:$|\.)|gateway-port$|console$|logs$|backups$|desktop$|.*\.sock$)/;
/** Chromium keeps thousands of files of its own in this folder. Closing the folder closes them. */
const CHROMIUM = 'chromium';
/** The files SQLite and the serving lock keep beside a database. */
const COMPANIONS = ['', '-wal', '-shm', '-journal', '.lock', '.lock-journal'];

const windows = process.platform === 'win32';

/**
 * Makes every file and folder that this process and its children create from now on private: 0600 and 0700. Call it before
 * anything is written; worker threads cannot call it, and share the setting.
 */
export function keepPrivate() {
  process.umask(OTHERS);
}

/** @returns {import('node:fs').Stats | undefined} */
function lookAt(path) {
  return lstatSync(path, { throwIfNoEntry: false });
}

/**
 * Closes one file or folder. Symbolic links are left alone: they lead to what may not be ours.
 *
 * @param {string} path
 * @param {string[]} open receives the path if it belongs to another user or its file system has no permissions
 */
function close(path, open) {
  const found = lookAt(path);
  if (windows || found === undefined || found.isSymbolicLink() || (found.mode & OTHERS) === 0) return;
  try {
    chmodSync(path, found.isDirectory() ? FOLDER_MODE : FILE_MODE);
  } catch {
    open.push(path);
  }
}

function closeBelow(path, open) {
  close(path, open);
  if (!lookAt(path)?.isDirectory()) return;
  for (const name of readdirSync(path)) {
    if (name === CHROMIUM) close(join(path, name), open);
    else closeBelow(join(path, name), open);
  }
}

/**
 * Creates a folder that only Quayside writes to, and closes it and everything in it to other users.
 *
 * @param {string} folder
 * @returns {string[]} the paths that could not be closed
 */
export function closeFolder(folder) {
  mkdirSync(folder, { recursive: true, mode: FOLDER_MODE });
  /** @type {string[]} */
  const open = [];
  closeBelow(realpathSync(folder), open);
  return open;
}

/**
 * Creates a data folder and closes what Quayside keeps in it. The folder itself is closed only if it holds nothing else:
 * someone may have named their home folder or /tmp.
 *
 * @param {string} folder
 * @returns {string[]} the paths that could not be closed
 */
export function closeDataFolder(folder) {
  mkdirSync(folder, { recursive: true, mode: FOLDER_MODE });
  const real = realpathSync(folder);
  /** @type {string[]} */
  const open = [];
  const names = readdirSync(real);
  const ours = names.filter((name) => OURS.test(name));
  for (const name of ours) closeBelow(join(real, name), open);
  if (ours.length === names.length) close(real, open);
  else if (!windows && ((lookAt(real)?.mode ?? 0) & OTHERS) !== 0) open.push(real);
  return open;
}

/**
 * Closes a database, wherever it is, and the files beside it. Its folder is left as it is.
 *
 * @param {string} path
 * @returns {string[]} the paths that could not be closed
 */
export function closeDatabase(path) {
  /** @type {string[]} */
  const open = [];
  for (const suffix of COMPANIONS) close(path + suffix, open);
  return open;
}
