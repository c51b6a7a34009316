import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DataInUseError, lockData } from './data-lock.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'quayside-lock-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

it('lets one console into a folder, and the next when it has left', () => {
  const unlock = lockData(dir);
  expect(() => lockData(dir)).toThrow(DataInUseError);
  unlock();
  lockData(dir)();
});
