import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { pino } from 'pino';
import type { Logger } from '../ports.ts';

/** The size at which a log is put aside, bytes. One older log is kept. */
const MAX_BYTES = 5_000_000;

/**
 * A log in a file. It never fails: a line that cannot be written is dropped, and the file is opened again for the next one.
 * A desktop app needs it because its standard error may be closed, where a write throws.
 */
export class LogFile {
  readonly path: string;
  readonly #maxBytes: number;
  #file: number | null = null;
  #bytes = 0;

  constructor(path: string, maxBytes = MAX_BYTES) {
    this.path = path;
    this.#maxBytes = maxBytes;
  }

  /** Appends a line, at once. */
  write(line: string): void {
    try {
      if (this.#bytes >= this.#maxBytes) this.#putAside();
      this.#bytes += writeSync(this.#open(), line);
    } catch {
      this.close();
    }
  }

  close(): void {
    const file = this.#file;
    this.#file = null;
    this.#bytes = 0;
    try {
      if (file !== null) closeSync(file);
    } catch {
      // It was closed already.
    }
  }

  #open(): number {
    if (this.#file !== null) return this.#file;
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
    this.#file = openSync(this.path, 'a', 0o600);
    this.#bytes = fstatSync(this.#file).size;
    return this.#file;
  }

  #putAside(): void {
    this.close();
    renameSync(this.path, `${this.path}.1`);
  }
}

/** Creates a logger that writes JSON lines to a file. */
export function createFileLogger(file: LogFile, level = 'info'): Logger {
  return pino({ level, base: null }, file);
}
