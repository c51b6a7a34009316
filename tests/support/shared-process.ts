import { afterAll, expect, vi } from 'vitest';

/*
 * Runs before each file of unit tests. The files share processes, because starting one takes longer than most of them run. Each
 * file has modules of its own all the same, so no store, counter or mock of a module reaches the next, and each file fails that
 * does not leave the process as it found it.
 */

vi.resetModules();

/** What belongs to the console's and the gateway's tests alone: neither libraries nor the test runner open these. */
const OPENED = /^(?:TCP|UDP|Process|FSEvent)/i;

/** What modules cannot hold for themselves, and what still runs. Names with underscores are those of libraries. */
function shared(): unknown {
  const globals = Object.entries(Object.getOwnPropertyDescriptors(globalThis))
    .filter(([name]) => !name.startsWith('__'))
    .map(([name, { value }]) => [name, typeof value === 'function' ? value : typeof value]);
  // A library's listener for the exit comes with its first log and goes with the garbage.
  const listeners = process
    .eventNames()
    .filter((name) => name !== 'exit')
    .map((name) => [String(name), process.listenerCount(name)]);
  return {
    env: { ...process.env },
    folder: process.cwd(),
    umask: process.umask(),
    exitCode: process.exitCode,
    fakeTimers: vi.isFakeTimers(),
    listeners: Object.fromEntries(listeners),
    globals: Object.fromEntries(globals),
    open: process
      .getActiveResourcesInfo()
      .filter((name) => OPENED.test(name))
      .toSorted(),
  };
}

const before = shared();
// What is closed goes a few turns of the event loop later.
afterAll(() => vi.waitFor(() => expect(shared()).toEqual(before), { timeout: 5_000 }));
