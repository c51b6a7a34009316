import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { afterAll, beforeAll } from 'vitest';
import type { OpenedStore } from '../../src/main/engine/store/open.ts';
import type { StoreWriter } from '../../src/main/engine/store/types.ts';
import { openTestCache } from './cache.ts';
import { type TemporaryFolder, temporaryFolder } from './folders.ts';

/** A cache that is open while the tests of a file run. */
export interface TestCache {
  readonly file: string;
  readonly writer: StoreWriter;
  /** The outbox file. */
  readonly outbox: Database;
}

/** Opens a cache in a folder of its own before the tests of the file, and removes it after them. */
export function cachePerFile(name: string): TestCache {
  let folder: TemporaryFolder | undefined;
  let opened: OpenedStore | undefined;
  beforeAll(() => {
    folder = temporaryFolder(name);
    opened = openTestCache(join(folder.path, 'cache.db'));
  });
  afterAll(() => {
    opened?.writer.close();
    folder?.remove();
  });
  const open = (): OpenedStore => {
    if (!opened) throw new Error('The cache is open only while tests run.');
    return opened;
  };
  return {
    get file() {
      return open().writer.db.name;
    },
    get writer() {
      return open().writer;
    },
    get outbox() {
      return open().outbox.db;
    },
  };
}
