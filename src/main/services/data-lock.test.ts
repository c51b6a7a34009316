import { afterEach, beforeEach, expect, it } from 'vitest';
import { type TemporaryFolder, temporaryFolder } from '../../../tests/support/folders.ts';
import { DataInUseError, lockData } from './data-lock.ts';

let folder: TemporaryFolder;
beforeEach(() => {
  folder = temporaryFolder('lock');
});
afterEach(() => folder.remove());

it('lets one console into a folder, and the next when it has left', () => {
  const unlock = lockData(folder.path);
  expect(() => lockData(folder.path)).toThrow(DataInUseError);
  unlock();
  lockData(folder.path)();
});
