import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder that a test owns. */
export interface TemporaryFolder {
  readonly path: string;
  /** Deletes the folder and everything in it. */
  remove(): void;
}

/** Creates an empty folder below the system's temporary folder. The name says which test it belongs to. */
export function temporaryFolder(name = 'test'): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), `quayside-${name}-`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
