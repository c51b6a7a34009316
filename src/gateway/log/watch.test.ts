import { once } from 'node:events';
import { appendFileSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type TemporaryFolder, temporaryFolder } from '../../../tests/support/folders.ts';
import { watchWal } from './watch.ts';

let folder: TemporaryFolder;
let stop: () => void;
let looks: number;

/** Resolves when a notice has come and a look is planned. */
async function planned(): Promise<void> {
  while (vi.getTimerCount() === 0) await new Promise(setImmediate);
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  folder = temporaryFolder('watch');
  looks = 0;
  stop = watchWal(join(folder.path, 'gateway.db'), () => {
    looks += 1;
  });
});
afterEach(() => {
  stop();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
  folder.remove();
});

it('looks again after the last notice, for a commit that shows later than its frames', async () => {
  writeFileSync(join(folder.path, 'gateway.db-wal'), 'frames');
  await planned();
  for (const [n, ms] of [20, 80, 200, 700, 2_000].entries()) {
    vi.advanceTimersByTime(ms - 1);
    expect(looks).toBe(n);
    vi.advanceTimersByTime(1);
    expect(looks).toBe(n + 1);
  }
  expect(vi.getTimerCount()).toBe(0);
  appendFileSync(join(folder.path, 'gateway.db-wal'), 'more');
  await planned();
  vi.advanceTimersByTime(20);
  expect(looks).toBe(6);
});

it('does not look for other files, nor after it was stopped', async () => {
  // Notices of a folder come to its watchers in the order in which they began.
  const later = watch(folder.path, { persistent: false });
  const heard = once(later, 'change');
  writeFileSync(join(folder.path, 'other.db-wal'), 'frames');
  await heard;
  later.close();
  expect(vi.getTimerCount()).toBe(0);
  writeFileSync(join(folder.path, 'gateway.db-wal'), 'frames');
  await planned();
  vi.advanceTimersByTime(20);
  expect([looks, vi.getTimerCount()]).toEqual([1, 1]);
  stop();
  vi.advanceTimersByTime(10_000);
  expect(looks).toBe(1);
});
