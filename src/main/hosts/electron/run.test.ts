import type { EventEmitter } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { IPC } from '#shared/bridge/ipc.ts';
import configuration from '../../../../electron-builder.config.ts';
import { startTestConsole, type TestConsole, writeRenderer } from '../../../../tests/support/console.ts';
import * as fake from '../../../../tests/support/fake-electron.ts';
import type { HostPorts } from '../../ports.ts';
import { APP_ID, type ElectronRunOptions, runElectronHost } from './run.ts';

const made = vi.hoisted(() => ({
  consoles: [] as TestConsole[],
  ports: [] as HostPorts[],
  /** What composing a console waits for. */
  before: Promise.resolve(),
}));
vi.mock('electron', async () => (await import('../../../../tests/support/fake-electron.ts')).electron);
vi.mock('../../app.ts', () => ({
  createConsole: async (ports: HostPorts) => {
    made.ports.push(ports);
    await made.before;
    const test = await startTestConsole();
    made.consoles.push(test);
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
  made.before = Promise.resolve();
  fake.resetElectron();
  await rm(folder, { recursive: true, force: true });
});

async function run(change: Partial<ElectronRunOptions> = {}): Promise<void> {
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
    resources: join(import.meta.dirname, '../../../../resources'),
    workers: {
      engine: () => {
        throw new Error('not in this test');
      },
      reader: () => {
        throw new Error('not in this test');
      },
    },
    onReady: () => {},
    supervised: false,
    ...change,
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

  it('shows the window before the console exists, and answers its page afterwards', async () => {
    let composed = (): void => {};
    made.before = new Promise((done) => {
      composed = done;
    });
    const running = run();
    await expect.poll(() => fake.BrowserWindow.made.length).toBe(1);
    const [window] = fake.BrowserWindow.made;
    if (!window) throw new Error('There is no window.');
    expect(window.loaded).toEqual(['app://quayside/']);
    expect(made.consoles).toEqual([]);
    const event = fake.ipcEvent(window.webContents);
    const answer = fake.ipcMain.handlers.get(IPC.invoke)?.(event, 'session.state', {});
    fake.ipcMain.fire(IPC.open, event, 1, 'session.state', {});
    composed();
    await running;
    expect(await answer).toMatchObject({ ok: true, value: { status: 'signed_out' } });
    await expect.poll(() => window.webContents.sent).toMatchObject([[IPC.item, 1, { ok: true }]]);
    expect(window.progress).toEqual([-1]);
  });

  it('says in a dialog why it cannot start, in the language of the system', async () => {
    made.before = Promise.reject(new Error('Another console is using the folder.'));
    made.before.catch(() => {});
    fake.app.locale = 'de-DE';
    await expect(run()).rejects.toThrow('Another console');
    expect(fake.dialog.errors).toMatchObject([
      [
        'Quayside konnte nicht gestartet werden',
        expect.stringContaining('Another console is using the folder.'),
      ],
    ]);
    expect(fake.dialog.errors[0]?.[1]).toContain(join(folder, 'console/logs/desktop.log'));
    expect(await readFile(join(folder, 'console/logs/desktop.log'), 'utf8')).toContain('could not start');
    await writeFile(join(folder, 'a-file'), '');
    await expect(run({ dataDir: join(folder, 'a-file') })).rejects.toThrow('ENOTDIR');
    expect(fake.dialog.errors).toHaveLength(2);
    await expect(run({ supervised: true })).rejects.toThrow();
    expect(fake.dialog.errors).toHaveLength(2);
  });

  it('speaks the language of the settings in the menu and the tray', async () => {
    await run();
    const labels = (): unknown[] => [
      ...fake.Menu.application.map(({ label }) => label),
      ...(fake.Tray.made[0]?.menu.map(({ label }) => label) ?? []),
    ];
    expect(labels()).toEqual(expect.arrayContaining(['Edit', 'View', 'Window', 'Open Quayside', 'Quit']));
    const router = made.consoles[0]?.console.router.connect();
    await router?.invoke('settings.set', { language: 'de' });
    expect(labels()).toEqual(expect.arrayContaining(['Bearbeiten', 'Ansicht', 'Fenster', 'Quayside öffnen']));
    fake.Tray.made[0]?.fire('click');
    expect(fake.BrowserWindow.made[0]?.focused).toBeGreaterThan(0);
  });

  it('starts without a tray where there is none', async () => {
    await run({ resources: join(folder, 'nothing') });
    expect(fake.Tray.made).toEqual([]);
    expect(fake.BrowserWindow.made).toHaveLength(1);
  });

  it('is watched while one of its windows has the focus', async () => {
    await run();
    expect(made.ports.at(-1)?.focused()).toBe(false);
    fake.BrowserWindow.focused = true;
    expect(made.ports.at(-1)?.focused()).toBe(true);
  });

  it('gives Windows the id of the installer', async () => {
    expect(configuration.appId).toBe(APP_ID);
    await run();
    expect(fake.app.userModelId).toBe('');
    vi.spyOn(process, 'platform', 'get').mockReturnValue('win32');
    await run();
    vi.restoreAllMocks();
    expect(fake.app.userModelId).toBe(APP_ID);
  });
});
