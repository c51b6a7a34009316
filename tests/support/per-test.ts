import { afterEach, beforeEach } from 'vitest';
import { type TemporaryFolder, temporaryFolder } from './folders.ts';

/** Creates an empty folder before each test of the file, and deletes it after the test. */
export function folderPerTest(name: string): { readonly path: string } {
  let folder: TemporaryFolder | undefined;
  beforeEach(() => {
    folder = temporaryFolder(name);
  });
  afterEach(() => folder?.remove());
  return {
    get path() {
      if (!folder) throw new Error('The folder exists only while a test runs.');
      return folder.path;
    },
  };
}
