import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { z } from 'zod';
import type { Clock, Logger } from '../ports.ts';

/** Where a value is stored, and its shape. */
export interface JsonFileOptions<T> {
  readonly path: string;
  readonly schema: z.ZodType<T>;
  readonly defaults: () => T;
  readonly logger: Logger;
  readonly clock: Clock;
  /** Permissions of the file; 0o600 by default. */
  readonly mode?: number;
}

/** A small value stored in a file: read once, replaced atomically. Writes are serialised. */
export interface JsonFile<T> {
  get(): T;
  /** Replaces the value at once. Resolves when it is on disk; rejects if it could not be written. */
  set(value: T): Promise<void>;
  /** Waits for pending writes. */
  flush(): Promise<void>;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** Writes a file atomically: after a crash it holds either the old content or the new. */
export async function writeAtomically(
  path: string,
  content: string | Uint8Array,
  mode = 0o600,
): Promise<void> {
  const temporary = `${path}.tmp`;
  const file = await open(temporary, 'w', mode);
  try {
    await file.writeFile(content, 'utf8');
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  await syncFolder(dirname(path));
}

/** Makes a rename survive a power cut, where the system supports it. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function read<T>(options: JsonFileOptions<T>): Promise<{ readonly value: T }> {
  let text: string;
  try {
    text = await readFile(options.path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return { value: options.defaults() };
    throw error;
  }
  try {
    return { value: options.schema.parse(JSON.parse(text)) };
  } catch {
    const aside = `${options.path}.unreadable-${options.clock.now()}`;
    await rename(options.path, aside);
    options.logger.warn(
      { module: 'json-file', file: aside },
      'a file could not be read; it was renamed and defaults are used',
    );
    return { value: options.defaults() };
  }
}

/** Opens the file. An unreadable file is renamed, logged and replaced by the defaults. */
export async function openJsonFile<T>(options: JsonFileOptions<T>): Promise<JsonFile<T>> {
  await mkdir(dirname(options.path), { recursive: true, mode: 0o700 });
  let { value } = await read(options);
  let writing: Promise<void> = Promise.resolve();
  return {
    get: () => value,
    set(next) {
      value = next;
      const write = (): Promise<void> =>
        writeAtomically(options.path, `${JSON.stringify(next, null, 2)}\n`, options.mode);
      // A failed write must not block later ones.
      const done = writing.then(write, write);
      writing = done;
      return done;
    },
    flush: () => writing.catch(() => {}),
  };
}
