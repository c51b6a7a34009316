import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { watchWal } from './watch.ts';

let folder: string;
let stop: () => void;
let looks: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quayside-watch-'));
  looks = 0;
  stop = watchWal(join(folder, 'gateway.db'), () => {
    looks += 1;
  });
});
afterEach(() => {
  stop();
  rmSync(folder, { recursive: true, force: true });
});

it('looks again after the last notice, for a commit that shows later than its frames', async () => {
  writeFileSync(join(folder, 'gateway.db-wal'), 'frames');
  await expect.poll(() => looks, { timeout: 8000 }).toBe(5);
  appendFileSync(join(folder, 'gateway.db-wal'), 'more');
  await expect.poll(() => looks, { timeout: 4000 }).toBeGreaterThan(5);
});

it('does not look for other files, nor after it was stopped', async () => {
  writeFileSync(join(folder, 'other.db-wal'), 'frames');
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(looks).toBe(0);
  writeFileSync(join(folder, 'gateway.db-wal'), 'frames');
  await expect.poll(() => looks).toBeGreaterThan(0);
  stop();
  const before = looks;
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(looks).toBe(before);
});
