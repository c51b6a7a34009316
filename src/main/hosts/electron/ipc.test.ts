import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { IPC } from '#shared/bridge/ipc.ts';
import { startTestConsole, type TestConsole } from '../../../../tests/support/console.ts';
import { settle } from '../../../../tests/support/fake-clock.ts';
import * as fake from '../../../../tests/support/fake-electron.ts';
import { folderPerTest } from '../../../../tests/support/per-test.ts';
import type { Console } from '../../app.ts';
import { connectIpc, type IpcBridge } from './ipc.ts';

vi.mock('electron', async () => (await import('../../../../tests/support/fake-electron.ts')).electron);

const folder = folderPerTest('electron');
afterEach(() => fake.resetElectron());

describe('ipc', () => {
  let test: TestConsole;
  let ipc: IpcBridge;
  beforeEach(async () => {
    test = await startTestConsole({ data: folder.path });
    ipc = connectIpc(test.console.router);
  });
  afterEach(async () => {
    ipc.dispose();
    await test.dispose();
  });

  const event = fake.ipcEvent;
  const invoke = (from: ReturnType<typeof event>, name: unknown, input: unknown) =>
    fake.ipcMain.handlers.get(IPC.invoke)?.(from, name, input);

  it('answers the main frame of our page', async () => {
    expect(await invoke(event(new fake.FakeContents()), 'app.ping', {})).toMatchObject({ ok: true });
    expect(await invoke(event(new fake.FakeContents()), 'app.nothing', {})).toMatchObject({
      error: { code: 'not_found' },
    });
  });

  it('refuses all other frames', async () => {
    const contents = new fake.FakeContents();
    const frames: (fake.FakeFrame | null)[] = [
      null,
      new fake.FakeFrame('app://quayside/', contents.mainFrame),
      new fake.FakeFrame('app://quayside/'),
    ];
    for (const frame of frames)
      expect(await invoke(event(contents, frame), 'app.ping', {})).toMatchObject({
        error: { code: 'forbidden' },
      });
    const foreign = new fake.FakeContents();
    foreign.mainFrame.url = 'https://evil.example/';
    expect(await invoke(event(foreign), 'app.ping', {})).toMatchObject({ error: { code: 'forbidden' } });
    fake.ipcMain.fire(IPC.open, event(foreign), 1, 'connection.status', {});
    expect(test.engine.watchers('connection.status')).toBe(0);
  });

  it('sends an item once the last was taken, and ends streams with their page', async () => {
    const contents = new fake.FakeContents();
    fake.ipcMain.fire(IPC.open, event(contents), 1, 'settings.changed', {});
    expect(contents.sent).toMatchObject([[IPC.item, 1, { ok: true, value: { theme: 'system' } }]]);
    for (const theme of ['dark', 'light']) await invoke(event(contents), 'settings.set', { theme });
    expect(contents.sent).toHaveLength(1);
    fake.ipcMain.fire(IPC.taken, event(contents), 1);
    expect(contents.sent).toMatchObject(
      [[], [IPC.item, 1, { value: { theme: 'light' } }]].map((row, n) => (n === 0 ? contents.sent[0] : row)),
    );

    fake.ipcMain.fire(IPC.open, event(contents), 2, 'connection.status', {});
    expect(test.engine.watchers('connection.status')).toBe(1);
    contents.fire(
      'did-start-navigation',
      new fake.FakeNavigation(contents.getURL(), { isSameDocument: true }),
    );
    expect(test.engine.watchers('connection.status')).toBe(1);
    contents.fire('did-start-navigation', new fake.FakeNavigation(contents.getURL()));
    expect(test.engine.watchers('connection.status')).toBe(0);
    fake.ipcMain.fire(IPC.open, event(contents), 1, 'connection.status', {});
    contents.fire('destroyed');
    expect(test.engine.watchers('connection.status')).toBe(0);
  });

  it('ignores invalid ids', async () => {
    const contents = new fake.FakeContents();
    for (const id of [undefined, null, '1', 1.5, {}, Number.NaN]) {
      fake.ipcMain.fire(IPC.open, event(contents), id, 'connection.status', {});
      fake.ipcMain.fire(IPC.taken, event(contents), id);
      fake.ipcMain.fire(IPC.close, event(contents), id);
    }
    expect(test.engine.watchers('connection.status')).toBe(0);
    fake.ipcMain.fire(IPC.open, event(contents), 7, 'connection.status', { x: 1 });
    expect(contents.sent).toMatchObject([[IPC.item, 7, { ok: false, error: { code: 'invalid' } }]]);
  });

  it('does not listen to a window once more with each of its pages', async () => {
    const contents = new fake.FakeContents();
    for (let page = 0; page < 12; page += 1) {
      await invoke(event(contents), 'app.ping', {});
      contents.fire('did-start-navigation', new fake.FakeNavigation('app://quayside/'));
    }
    for (const name of ['destroyed', 'render-process-gone', 'did-start-navigation'])
      expect(contents.listenerCount(name), name).toBe(1);
  });

  it('forgets what a page asked for that was reloaded before the console was there', async () => {
    let compose: (router: Console['router']) => void = () => {};
    const early = connectIpc(
      new Promise((done) => {
        compose = done;
      }),
    );
    const contents = new fake.FakeContents();
    fake.ipcMain.fire(IPC.open, event(contents), 1, 'connection.status', {});
    contents.fire('did-start-navigation', new fake.FakeNavigation('app://quayside/'));
    fake.ipcMain.fire(IPC.open, event(contents), 1, 'settings.changed', {});
    fake.ipcMain.fire(IPC.open, event(contents), 2, 'settings.changed', {});
    fake.ipcMain.fire(IPC.close, event(contents), 2);
    compose(test.console.router);
    await settle();
    expect(contents.sent.map(([, id]) => id)).toContain(1);
    expect(test.engine.watchers('connection.status')).toBe(0);
    early.dispose();
  });

  it('reports a hidden window', async () => {
    const contents = new fake.FakeContents();
    await invoke(event(contents), 'app.ping', {});
    expect(test.engine.visible).toBe(true);
    ipc.setVisible(fake.asElectron(contents), false);
    await new Promise(setImmediate);
    expect(test.engine.visible).toBe(false);
  });
});
