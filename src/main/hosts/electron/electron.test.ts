import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { IPC } from '#shared/bridge/ipc.ts';
import { startTestConsole, type TestConsole, writeRenderer } from '../../../../tests/support/console.ts';
import * as fake from '../../../../tests/support/fake-electron.ts';
import { type TemporaryFolder, temporaryFolder } from '../../../../tests/support/folders.ts';
import { silentLog } from '../../../../tests/support/log.ts';
import { openRendererFiles } from '../renderer-files.ts';
import { systemClock } from '../system.ts';
import { isOurs, pageOf, routeOfDeepLink } from './address.ts';
import { connectIpc, type IpcBridge } from './ipc.ts';
import { createNotifier } from './notifier.ts';
import { systemPower } from './power.ts';
import { registerScheme, serveRenderer } from './protocol.ts';
import { openSystemSecrets } from './secrets.ts';
import { limitNavigation, limitPermissions, openOutside } from './security.ts';
import { openWindow, showWindow } from './window.ts';

vi.mock('electron', () => import('../../../../tests/support/fake-electron.ts'));

let folder: TemporaryFolder;
beforeEach(async () => {
  folder = temporaryFolder('electron');
});
afterEach(async () => {
  fake.resetElectron();
  folder.remove();
});

// The fakes stand in for Electron's classes, which cannot be made without its runtime.
const asElectron = <T>(value: unknown): T => value as T;

describe('addresses', () => {
  it.for(['app://quayside/', 'app://quayside/#/chat', 'app://quayside/assets/a.js'])(
    '%s is ours',
    (address) => {
      expect(isOurs(address)).toBe(true);
    },
  );
  it.for([
    'app://quayside.evil/',
    'app://evil/',
    'https://quayside/',
    'app://u@quayside/',
    'app://quayside:1/',
    'file:///x',
    '',
    'null',
    'app:quayside',
  ])('%s is not', (address) => {
    expect(isOurs(address)).toBe(false);
  });

  it('of deep links lead to known sections only', () => {
    expect(routeOfDeepLink('quayside://chat/c-1')).toBe('/chat/c-1');
    expect(routeOfDeepLink('quayside://inventory')).toBe('/inventory');
    expect(routeOfDeepLink('quayside://live/')).toBe('/live');
    const refused = [
      'https://chat/c-1',
      'quayside://evil/x',
      'quayside://chat/a/b',
      'quayside://chat/%2e%2e',
      'quayside://chat/a?x=1',
      'quayside://chat/a#x',
      'quayside://u:p@chat/a',
      'quayside://chat:1/a',
      'quayside://__proto__/a',
      `quayside://chat/${'a'.repeat(65)}`,
      'quayside:chat',
      '--flag',
      '',
    ];
    for (const link of refused) expect(routeOfDeepLink(link), link).toBeNull();
  });

  it('of pages hold no more than a route', () => {
    expect(pageOf('/chat/c-1')).toBe('app://quayside/#/chat/c-1');
    for (const route of [null, '', 'https://x', '//x', '/a b', '/a/../b', '/a?b'])
      expect(pageOf(route)).toBe('app://quayside/');
  });
});

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

  const event = (contents: fake.FakeContents, senderFrame: fake.FakeFrame | null = contents.mainFrame) => ({
    sender: contents,
    senderFrame,
  });
  const invoke = (from: unknown, name: unknown, input: unknown) =>
    fake.ipcMain.handlers.get(IPC.invoke)?.(from, name, input);

  it('answers the main frame of our page', async () => {
    expect(await invoke(event(new fake.FakeContents()), 'app.ping', {})).toMatchObject({ ok: true });
    expect(await invoke(event(new fake.FakeContents()), 'app.nothing', {})).toMatchObject({
      error: { code: 'not_found' },
    });
  });

  it('refuses everybody else', async () => {
    const contents = new fake.FakeContents();
    const frames: (fake.FakeFrame | null)[] = [
      null,
      { url: 'app://quayside/', parent: contents.mainFrame },
      { url: 'app://quayside/', parent: null },
    ];
    for (const frame of frames)
      expect(await invoke(event(contents, frame), 'app.ping', {})).toMatchObject({
        error: { code: 'forbidden' },
      });
    const foreign = new fake.FakeContents();
    foreign.mainFrame.url = 'https://evil.example/';
    expect(await invoke(event(foreign), 'app.ping', {})).toMatchObject({ error: { code: 'forbidden' } });
    fake.ipcMain.emit(IPC.open, event(foreign), 1, 'connection.status', {});
    expect(test.engine.watchers('connection.status')).toBe(0);
  });

  it('sends an item after the last was taken, and ends streams with their page', async () => {
    const contents = new fake.FakeContents();
    fake.ipcMain.emit(IPC.open, event(contents), 1, 'settings.changed', {});
    expect(contents.sent).toMatchObject([[IPC.item, 1, { ok: true, value: { theme: 'system' } }]]);
    for (const theme of ['dark', 'light']) await invoke(event(contents), 'settings.set', { theme });
    expect(contents.sent).toHaveLength(1);
    fake.ipcMain.emit(IPC.taken, event(contents), 1);
    expect(contents.sent).toMatchObject(
      [[], [IPC.item, 1, { value: { theme: 'light' } }]].map((row, n) => (n === 0 ? contents.sent[0] : row)),
    );

    fake.ipcMain.emit(IPC.open, event(contents), 2, 'connection.status', {});
    expect(test.engine.watchers('connection.status')).toBe(1);
    contents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: true });
    expect(test.engine.watchers('connection.status')).toBe(1);
    contents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false });
    expect(test.engine.watchers('connection.status')).toBe(0);
    fake.ipcMain.emit(IPC.open, event(contents), 1, 'connection.status', {});
    contents.emit('destroyed');
    expect(test.engine.watchers('connection.status')).toBe(0);
  });

  it('ignores ids that are none, and survives anything', async () => {
    const contents = new fake.FakeContents();
    for (const id of [undefined, null, '1', 1.5, {}, Number.NaN]) {
      fake.ipcMain.emit(IPC.open, event(contents), id, 'connection.status', {});
      fake.ipcMain.emit(IPC.taken, event(contents), id);
      fake.ipcMain.emit(IPC.close, event(contents), id);
    }
    expect(test.engine.watchers('connection.status')).toBe(0);
    fake.ipcMain.emit(IPC.open, event(contents), 7, 'connection.status', { x: 1 });
    expect(contents.sent).toMatchObject([[IPC.item, 7, { ok: false, error: { code: 'invalid' } }]]);
  });

  it('passes a hidden window on', async () => {
    const contents = new fake.FakeContents();
    await invoke(event(contents), 'app.ping', {});
    expect(test.engine.visible).toBe(true);
    ipc.setVisible(asElectron(contents), false);
    await new Promise(setImmediate);
    expect(test.engine.visible).toBe(false);
  });
});

describe('pages', () => {
  async function served(url: string, method = 'GET'): Promise<Response> {
    const files = await openRendererFiles(await writeRenderer(folder.path));
    serveRenderer(asElectron(fake.session.defaultSession), files);
    const request = { url, method } as Request;
    return (await fake.session.defaultSession.served.get('app')?.(request)) ?? new Response();
  }

  it('come with the policy, whatever the answer', async () => {
    registerScheme();
    expect(fake.protocol.schemes).toMatchObject([
      { scheme: 'app', privileges: { standard: true, secure: true } },
    ]);
    const answers: [string, number][] = [
      ['app://quayside/', 200],
      ['app://quayside/assets/app-abc123.js', 200],
      ['app://quayside/nothing.js', 404],
      ['app://quayside/%2e%2e/secret.js', 404],
      ['app://quayside/..%2fsecret.js', 404],
      ['app://evil/', 403],
    ];
    for (const [url, status] of answers) {
      const response = await served(url);
      expect(response.status, url).toBe(status);
      expect(response.headers.get('content-security-policy'), url).toContain("script-src 'self';");
      expect(await response.text()).not.toContain('secret = 1');
    }
    expect((await served('app://quayside/', 'POST')).status).toBe(405);
  });

  it('get no permission but notifications', () => {
    limitPermissions(asElectron(fake.session.defaultSession));
    const { request, check, device } = fake.session.defaultSession;
    const ask = (permission: string, url: string): boolean => {
      let answer = false;
      request?.({ getURL: () => url }, permission, (allowed) => {
        answer = allowed;
      });
      return answer;
    };
    expect(ask('notifications', 'app://quayside/')).toBe(true);
    expect(ask('notifications', 'https://evil.example/')).toBe(false);
    for (const permission of [
      'media',
      'geolocation',
      'clipboard-read',
      'openExternal',
      'fileSystem',
      'hid',
    ]) {
      expect(ask(permission, 'app://quayside/')).toBe(false);
      expect(check?.(null, permission, 'app://quayside/')).toBe(false);
    }
    expect(device?.()).toBe(false);
  });

  it('stay where they are', () => {
    limitNavigation(asElectron(fake.app));
    const contents = new fake.FakeContents();
    fake.app.emit('web-contents-created', {}, contents);
    const prevented = (name: string, details: Record<string, unknown>): boolean => {
      let stopped = false;
      contents.emit(name, {
        ...details,
        preventDefault: () => {
          stopped = true;
        },
      });
      return stopped;
    };
    expect(prevented('will-frame-navigate', { isMainFrame: true, url: 'app://quayside/#/chat' })).toBe(false);
    expect(prevented('will-frame-navigate', { isMainFrame: true, url: 'https://evil.example/' })).toBe(true);
    expect(prevented('will-frame-navigate', { isMainFrame: false, url: 'app://quayside/' })).toBe(true);
    expect(prevented('will-redirect', { url: 'https://evil.example/' })).toBe(true);
    expect(prevented('will-attach-webview', {})).toBe(true);
    expect(contents.openHandler?.({ url: 'https://example.com/' })).toEqual({ action: 'deny' });
  });

  it('lead outside over https only, and only when the user agrees', async () => {
    for (const url of ['http://example.com/', 'file:///etc/passwd', 'javascript:alert(1)', 'nonsense'])
      await openOutside(url);
    expect(fake.dialog.asked).toBe(0);
    await openOutside('https://example.com/');
    expect(fake.shell.opened).toEqual([]);
    fake.dialog.answer = 0;
    await openOutside('https://example.com/');
    expect(fake.shell.opened).toEqual(['https://example.com/']);
  });
});

describe('the window', () => {
  it('is sandboxed, shows itself when ready and tells when it is hidden', async () => {
    const seen: boolean[] = [];
    let ready = 0;
    const window = openWindow({
      preload: '/p.cjs',
      onVisible: (_contents, visible) => seen.push(visible),
      onShown: () => {
        ready += 1;
      },
    });
    const [made] = fake.BrowserWindow.made;
    expect(made?.options).toMatchObject({
      show: false,
      webPreferences: {
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        webSecurity: true,
        webviewTag: false,
      },
    });
    made?.emit('ready-to-show');
    expect([made?.shown, ready]).toEqual([1, 1]);
    for (const name of ['minimize', 'restore', 'hide', 'show']) made?.emit(name);
    expect(seen).toEqual([false, true, false, true]);
    await showWindow(window, '/chat/c-1');
    expect(made?.loaded).toEqual(['app://quayside/#/chat/c-1']);
  });
});

describe('the system', () => {
  const host = () => ({
    paths: { data: folder.path },
    clock: systemClock,
    logger: silentLog,
  });

  it('keeps secrets encrypted, over restarts', async () => {
    const secrets = await openSystemSecrets(host());
    await secrets.set('k', 'very secret');
    expect(secrets.kind).toBe('system');
    expect(await readFile(join(folder.path, 'secrets.encrypted.json'), 'utf8')).not.toContain('very secret');
    expect(await (await openSystemSecrets(host())).get('k')).toBe('very secret');
    await secrets.delete('k');
    expect(await secrets.get('k')).toBeNull();
  });

  it('takes a secret it can no longer decrypt for none', async () => {
    const secrets = await openSystemSecrets(host());
    await secrets.set('k', 'very secret');
    const decrypt = vi.spyOn(fake.safeStorage, 'decryptString').mockImplementation(() => {
      throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptString.');
    });
    expect(await secrets.get('k')).toBeNull();
    decrypt.mockRestore();
  });

  it.skipIf(process.platform !== 'linux')('keeps them in memory where the key store is none', async () => {
    for (const backend of ['basic_text', 'unknown']) {
      fake.safeStorage.backend = backend;
      const secrets = await openSystemSecrets(host());
      await secrets.set('k', 'very secret');
      expect(secrets.kind).toBe('memory');
      expect(await (await openSystemSecrets(host())).get('k')).toBeNull();
    }
    fake.safeStorage.available = false;
    expect((await openSystemSecrets(host())).kind).toBe('memory');
  });

  it('tells of waking and unlocking until nobody listens', () => {
    let woken = 0;
    const stop = systemPower.onWake(() => {
      woken += 1;
    });
    fake.powerMonitor.emit('resume');
    fake.powerMonitor.emit('unlock-screen');
    stop();
    fake.powerMonitor.emit('resume');
    expect(woken).toBe(2);
    expect(fake.powerMonitor.eventNames()).toEqual([]);
  });

  it('shows notifications whose click leads somewhere', () => {
    const clicked: (string | null)[] = [];
    createNotifier((link) => clicked.push(link)).show({
      id: 'n',
      title: 'Stock',
      body: 'low',
      link: '/inventory/i',
    });
    fake.Notification.shown[0]?.emit('click');
    expect(clicked).toEqual(['/inventory/i']);
  });
});
