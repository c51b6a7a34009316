import type { EventEmitter } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startTestConsole, type TestConsole, writeRenderer } from '../../../../tests/support/console.ts';
import * as fake from '../../../../tests/support/fake-electron.ts';
import type { HostPorts } from '../../ports.ts';
import { runElectronHost } from './run.ts';

const made = vi.hoisted(() => ({ consoles: [] as TestConsole[], ports: [] as HostPorts[] }));
vi.mock('electron', async () => (await import('../../../../tests/support/fake-electron.ts')).electron);
vi.mock('../../app.ts', () => ({
  createConsole: async (ports: HostPorts) => {
    const test = await startTestConsole();
    made.consoles.push(test);
    made.ports.push(ports);
    return test.console;
  },
}));

let folder = '';
let rendererDir = '';
const events: EventEmitter = process;
const watched = ['SIGTERM', 'SIGINT', 'disconnect'];
const before = new Set(watched.flatMap((name) => events.listeners(name)));
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quayside-run-'));
  rendererDir = await writeRenderer(folder);
});
afterEach(async () => {
  // The host listens until its process ends; this process goes on.
  for (const name of watched)
    for (const listener of events.listeners(name))
      if (!before.has(listener)) events.off(name, listener as () => void);
  for (const test of made.consoles.splice(0)) await test.dispose();
  fake.resetElectron();
  await rm(folder, { recursive: true, force: true });
});

async function run(): Promise<void> {
  await runElectronHost({
    server: undefined,
    port: 0,
    open: false,
    profile: 'test',
    dataDir: folder,
    demo: false,
    version: '0.0.0',
    rendererDir,
    preload: '/p.cjs',
    workers: {
      engine: () => {
        throw new Error('not in this test');
      },
      reader: () => {
        throw new Error('not in this test');
      },
    },
    onReady: () => {},
  });
}

describe('runElectronHost', () => {
  it('keeps the data of a profile in its own folders', async () => {
    await run();
    expect(made.ports.at(-1)?.paths.data).toBe(join(folder, 'console'));
    expect(fake.app.paths['userData']).toBe(join(folder, 'console/chromium'));
  });

  it('opens the link that started the app once there is a window', async () => {
    const running = run();
    const event = new fake.FakeEvent();
    fake.app.fire('open-url', event, 'quayside://chat/c-1');
    expect(event.defaultPrevented).toBe(true);
    await running;
    const [window] = fake.BrowserWindow.made;
    expect(window?.loaded).toEqual(['app://quayside/', 'app://quayside/#/chat/c-1']);
    fake.app.fire('second-instance', new fake.FakeEvent(), ['quayside', 'quayside://inventory']);
    expect(window?.loaded.at(-1)).toBe('app://quayside/#/inventory');
  });

  it('exits at once if the profile is already open', async () => {
    fake.app.lock = false;
    await run();
    expect(fake.app.exited).toEqual([0]);
    expect(fake.BrowserWindow.made).toEqual([]);
  });

  it('shuts the console down before it exits', async () => {
    await run();
    fake.app.fire('window-all-closed');
    await expect.poll(() => fake.app.exited).toEqual([0]);
    expect(made.consoles[0]?.engine.disposed).toBe(true);
  });
});
