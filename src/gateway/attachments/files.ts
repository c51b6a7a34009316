import { mkdir, open, opendir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** How many entries of one folder a sweep looks at. */
const MAX_SWEPT = 5_000;
const PARTIAL = '.part';

/** Runs tasks with the same key one after the other. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  async take<T>(key: string, task: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const run = before.then(task, task);
    const settled = run.catch(() => undefined);
    this.#last.set(key, settled);
    try {
      return await run;
    } finally {
      if (this.#last.get(key) === settled) this.#last.delete(key);
    }
  }
}

/** Returns the folder of the files that belong to a database: beside it, `gateway-files` for `gateway.db`. */
export function filesFolder(databasePath: string): string {
  return join(dirname(databasePath), `${basename(databasePath).replace(/\.db$/, '')}-files`);
}

/** Returns the path of a content in a folder of files. */
export function contentPathIn(folder: string, sha256: string): string {
  return join(folder, 'content', sha256.slice(0, 2), sha256);
}

/**
 * The files on disk. An upload grows in `uploads/<id>.part`; when all of it has arrived it is synchronised and renamed to its
 * hash (`content/ab/abcd…`), where it never changes again. How far an upload has come is the size of its file, so that there is
 * nothing that could disagree after a crash.
 */
export class AttachmentFiles {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Returns the path of a content. */
  contentPath(sha256: string): string {
    return contentPathIn(this.#folder, sha256);
  }

  /** Returns the path of an upload. */
  uploadPath(id: string): string {
    return join(this.#folder, 'uploads', `${id}${PARTIAL}`);
  }

  /** Returns how much of an upload has arrived, bytes. */
  async received(id: string): Promise<number> {
    return (await sizeOf(this.uploadPath(id))) ?? 0;
  }

  /** Whether a content of this size is there. */
  async has(sha256: string, bytes: number): Promise<boolean> {
    return (await sizeOf(this.contentPath(sha256))) === bytes;
  }

  /** Writes a piece at the end of an upload. The caller has checked that it belongs there. */
  async append(id: string, offset: number, piece: Uint8Array): Promise<void> {
    const path = this.uploadPath(id);
    if (offset === 0) await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = await open(path, offset === 0 ? 'w' : 'r+', 0o600);
    try {
      for (let done = 0; done < piece.length; ) {
        const { bytesWritten } = await file.write(piece, done, piece.length - done, offset + done);
        done += bytesWritten;
      }
    } finally {
      await file.close();
    }
  }

  /** Puts an upload that is complete on disk and gives it the name of its content. */
  async keep(id: string, sha256: string): Promise<void> {
    const path = this.uploadPath(id);
    const target = this.contentPath(sha256);
    await synchronise(path, 'r+');
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    await rename(path, target);
    // Windows opens no folders; its journal has the new name.
    if (process.platform !== 'win32') await synchronise(dirname(target), 'r');
  }

  /** Deletes what has arrived of an upload. */
  async forget(id: string): Promise<void> {
    await rm(this.uploadPath(id), { force: true });
  }

  /** Deletes uploads that nobody knows and that have not grown since a time, ms. */
  sweepUploads(isKnown: (id: string) => boolean, before: number): Promise<void> {
    return sweep(join(this.#folder, 'uploads'), before, async (name, path) => {
      if (!isKnown(name.slice(0, -PARTIAL.length))) await rm(path, { force: true });
    });
  }

  /** Offers the contents of one of the 256 folders that are older than a time, ms. */
  sweepContent(folder: number, before: number, offer: (sha256: string) => Promise<void>): Promise<void> {
    const name = folder.toString(16).padStart(2, '0');
    return sweep(join(this.#folder, 'content', name), before, offer);
  }

  /** Deletes a content, now. It may be gone already. */
  async wipe(sha256: string): Promise<void> {
    await rm(this.contentPath(sha256), { force: true });
  }

  /** Deletes a content unless it is named or was written again since a time, ms. */
  async removeContent(sha256: string, before: number, isNamed: () => boolean): Promise<void> {
    const path = this.contentPath(sha256);
    const { mtimeMs } = await stat(path);
    if (mtimeMs < before && !isNamed()) await rm(path, { force: true });
  }
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Whether an error says that a file is not there. */
function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

async function synchronise(path: string, flags: 'r' | 'r+'): Promise<void> {
  const file = await open(path, flags);
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

async function sweep(
  folder: string,
  before: number,
  visit: (name: string, path: string) => Promise<void>,
): Promise<void> {
  let seen = 0;
  try {
    for await (const entry of await opendir(folder)) {
      seen += 1;
      if (seen > MAX_SWEPT) return;
      const path = join(folder, entry.name);
      const { mtimeMs } = await stat(path);
      if (mtimeMs < before) await visit(entry.name, path);
    }
  } catch (error) {
    // Nothing was uploaded yet, or what was listed has gone meanwhile; the next sweep looks again.
    if (!isMissing(error)) throw error;
  }
}
