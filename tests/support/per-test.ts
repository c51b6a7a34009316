import { afterEach, beforeEach } from 'vitest';
import { type TemporaryFolder, temporaryFolder } from './folders.ts';

/** Gives each test of the file an empty folder, deleted after it. */
export function folderPerTest(name: string): { readonly path: string } {
  let folder: TemporaryFolder | undefined;
  beforeEach(() => {
    folder = temporaryFolder(name);
  });
  afterEach(() => folder?.remove());
  return {
    get path() {
      if (!folder) throw new Error('the folder exists inside tests only');
      return folder.path;
    },
  };
}
