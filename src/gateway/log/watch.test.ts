import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type TemporaryFolder, temporaryFolder } from '../../../tests/support/folders.ts';
import { watchWal } from './watch.ts';

let folder: TemporaryFolder;
let stop: () => void;
let looks: number;

beforeEach(() => {
  folder = temporaryFolder('watch');
  looks = 0;
  stop = watchWal(join(folder.path, 'gateway.db'), () => {
    looks += 1;
  });
});
afterEach(() => {
  stop();
  folder.remove();
});

it('looks again after the last notice, for a commit that shows later than its frames', async () => {
  writeFileSync(join(folder.path, 'gateway.db-wal'), 'frames');
  await expect.poll(() => looks, { timeout: 8000 }).toBe(5);
  appendFileSync(join(folder.path, 'gateway.db-wal'), 'more');
  await expect.poll(() => looks, { timeout: 4000 }).toBeGreaterThan(5);
});

it('does not look for other files, nor after it was stopped', async () => {
  writeFileSync(join(folder.path, 'other.db-wal'), 'frames');
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(looks).toBe(0);
  writeFileSync(join(folder.path, 'gateway.db-wal'), 'frames');
  await expect.poll(() => looks).toBeGreaterThan(0);
  stop();
  const before = looks;
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(looks).toBe(before);
});
