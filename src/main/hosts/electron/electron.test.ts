import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HandlerDetails, RenderProcessGoneDetails } from 'electron';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { IPC } from '#shared/bridge/ipc.ts';
import type { Subject } from '#shared/domain/subject.ts';
import { startTestConsole, type TestConsole, writeRenderer } from '../../../../tests/support/console.ts';
import { fakeClock, settle } from '../../../../tests/support/fake-clock.ts';
import * as fake from '../../../../tests/support/fake-electron.ts';
import { type TemporaryFolder, temporaryFolder } from '../../../../tests/support/folders.ts';
import { silentLog } from '../../../../tests/support/log.ts';
import type { Console } from '../../app.ts';
import { openRendererFiles } from '../renderer-files.ts';
import { systemClock } from '../system.ts';
import { isOurs, pageOf, routeOfDeepLink, routeOfSubject, STOPPED_PAGE } from './address.ts';
import { recoverFromCrashes } from './crashes.ts';
import { connectIpc, type IpcBridge } from './ipc.ts';
import { createNotifier } from './notifier.ts';
import { systemPower } from './power.ts';
import { registerScheme, serveRenderer } from './protocol.ts';
import { openSystemSecrets } from './secrets.ts';
import { limitNavigation, limitPermissions, openOutside } from './security.ts';
import { stoppedPage } from './stopped-page.ts';
import { createSay } from './texts.ts';
import { openWindow, showWindow } from './window.ts';

vi.mock('electron', async () => (await import('../../../../tests/support/fake-electron.ts')).electron);

const say = createSay(() => 'en');
let folder: TemporaryFolder;
beforeEach(async () => {
  folder = temporaryFolder('electron');
});
afterEach(async () => {
  fake.resetElectron();
  folder.remove();
});

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

  it('of deep links lead only to known sections', () => {
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

  it('of pages contain only a route', () => {
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

describe('pages', () => {
  async function served(url: string, method = 'GET'): Promise<Response> {
    const files = await openRendererFiles(await writeRenderer(folder.path));
    serveRenderer(fake.asElectron(fake.session.defaultSession), files, () => stoppedPage(say, '/log'));
    const handler = fake.session.defaultSession.protocol.handlers.get('app');
    return (await handler?.(new Request(url, { method }))) ?? new Response();
  }

  it('are sent with the policy, whatever the status', async () => {
    registerScheme();
    expect(fake.protocol.schemes).toMatchObject([
      { scheme: 'app', privileges: { standard: true, secure: true } },
    ]);
    const answers: [string, number][] = [
      ['app://quayside/', 200],
      ['app://quayside/assets/app-abc123.js', 200],
      ['app://quayside/nothing.js', 404],
      ['app://quayside/stopped', 200],
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
    limitPermissions(fake.asElectron(fake.session.defaultSession));
    const { request, check, device } = fake.session.defaultSession;
    const contents = fake.asElectron(new fake.FakeContents());
    const ask = (permission: fake.Permission, requestingUrl: string, isMainFrame = true): boolean => {
      let answer = false;
      const callback = (allowed: boolean): void => {
        answer = allowed;
      };
      request?.(contents, permission, callback, { requestingUrl, isMainFrame });
      return answer;
    };
    expect(ask('notifications', 'app://quayside/')).toBe(true);
    expect(ask('notifications', 'https://evil.example/')).toBe(false);
    expect(ask('notifications', 'app://quayside/', false)).toBe(false);
    const denied: readonly fake.Permission[] = [
      'media',
      'geolocation',
      'clipboard-read',
      'openExternal',
      'fileSystem',
      'hid',
    ];
    for (const permission of denied) {
      expect(ask(permission, 'app://quayside/')).toBe(false);
      expect(check?.(null, permission, 'app://quayside/', { isMainFrame: true })).toBe(false);
    }
    const port = { portId: 'p', portName: 'p' };
    expect(device?.({ deviceType: 'serial', origin: 'app://quayside/', device: port })).toBe(false);
  });

  it('cannot navigate elsewhere', () => {
    limitNavigation(fake.asElectron(fake.app), say);
    const contents = new fake.FakeContents();
    fake.app.fire('web-contents-created', new fake.FakeEvent(), fake.asElectron(contents));
    const prevented = (
      name: 'will-frame-navigate' | 'will-redirect',
      url: string,
      isMainFrame = true,
    ): boolean => {
      const navigation = new fake.FakeNavigation(url, { isMainFrame });
      contents.fire(name, navigation);
      return navigation.defaultPrevented;
    };
    expect(prevented('will-frame-navigate', 'app://quayside/#/chat')).toBe(false);
    expect(prevented('will-frame-navigate', 'https://evil.example/')).toBe(true);
    expect(prevented('will-frame-navigate', 'app://quayside/', false)).toBe(true);
    expect(prevented('will-redirect', 'https://evil.example/')).toBe(true);
    const webview = new fake.FakeEvent();
    contents.fire('will-attach-webview', webview);
    expect(webview.defaultPrevented).toBe(true);
    const details: HandlerDetails = {
      url: 'https://example.com/',
      frameName: '',
      features: '',
      disposition: 'new-window',
      referrer: { url: '', policy: 'default' },
    };
    expect(contents.openHandler?.(details)).toEqual({ action: 'deny' });
  });

  it('open outside addresses only over https, and only if the user agrees', async () => {
    for (const url of ['ftp://example.com/', 'file:///etc/passwd', 'javascript:alert(1)', 'nonsense'])
      await openOutside(url, say);
    expect(fake.dialog.asked).toBe(0);
    await openOutside('https://example.com/', say);
    expect(fake.shell.opened).toEqual([]);
    fake.dialog.answer = 0;
    await openOutside(
      'https://example.com/',
      createSay(() => 'de'),
    );
    expect(fake.dialog.messages.map(({ message, buttons }) => [message, buttons])).toEqual([
      ['Open example.com in your browser?', ['Open', 'Cancel']],
      ['example.com im Browser öffnen?', ['Öffnen', 'Abbrechen']],
    ]);
    expect(fake.shell.opened).toEqual(['https://example.com/']);
  });
});

describe('the window', () => {
  it('is sandboxed, shows itself when ready and reports when it is hidden', async () => {
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
    made?.fire('ready-to-show');
    expect([made?.shown, ready]).toEqual([1, 1]);
    for (const name of ['minimize', 'restore', 'hide', 'show'] as const) made?.fire(name);
    expect(seen).toEqual([false, true, false, true]);
    await showWindow(window, '/chat/c-1');
    expect(made?.loaded).toEqual(['app://quayside/#/chat/c-1']);
  });
});

describe('a window that stops working', () => {
  const gone = (reason: RenderProcessGoneDetails['reason']): RenderProcessGoneDetails => ({
    reason,
    exitCode: 1,
  });
  function opened() {
    const clock = fakeClock();
    const window = new fake.BrowserWindow({});
    recoverFromCrashes(fake.asElectron(window), { clock, logger: silentLog });
    const die = async (reason: RenderProcessGoneDetails['reason'] = 'crashed'): Promise<void> => {
      window.webContents.fire('render-process-gone', new fake.FakeEvent(), gone(reason));
      // Not in the event's own turn, which has ended the app in some versions of Electron.
      expect(window.webContents.reloads + window.loaded.length).toBe(before);
      await settle();
      before = window.webContents.reloads + window.loaded.length;
    };
    let before = 0;
    return { clock, window, die };
  }

  it('is reloaded twice; then a page says so, once', async () => {
    const { window, die } = opened();
    await die();
    await die('oom');
    expect([window.webContents.reloads, window.loaded]).toEqual([2, []]);
    await die();
    expect([window.webContents.reloads, window.loaded]).toEqual([2, [STOPPED_PAGE]]);
    await die();
    expect([window.webContents.reloads, window.loaded]).toEqual([2, [STOPPED_PAGE]]);
  });

  it('is reloaded again when its deaths are ten minutes ago; none count after it is closed', async () => {
    const { clock, window, die } = opened();
    await die();
    await die();
    clock.advance(600_000);
    await die();
    expect([window.webContents.reloads, window.loaded]).toEqual([3, []]);
    window.fire('closed');
    expect(clock.timers).toBe(0);
  });

  it('is left alone if its page ended by itself', async () => {
    const { window, die } = opened();
    await die('clean-exit');
    expect(window.webContents.reloads).toBe(0);
  });

  it('has a page without scripts, in the language of the user, that leads back', async () => {
    const page = stoppedPage(
      createSay(() => 'de'),
      '/home/<x>/desktop.log',
    );
    const html = await page.text();
    expect(html).toContain('Dieses Fenster funktioniert nicht mehr');
    expect(html).toContain('<a href="app://quayside/">Erneut versuchen</a>');
    expect(html).toContain('/home/&#60;x&#62;/desktop.log');
    expect(html).not.toContain('<script');
    const nonce = /nonce="([^"]+)"/.exec(html)?.[1];
    expect(page.headers.get('content-security-policy')).toContain(`'nonce-${nonce}'`);
    expect(isOurs(STOPPED_PAGE)).toBe(true);
  });
});

describe('the system', () => {
  const host = () => ({
    paths: { data: folder.path },
    clock: systemClock,
    logger: silentLog,
  });

  it('stores secrets encrypted, across restarts', async () => {
    const secrets = await openSystemSecrets(host());
    await secrets.set('k', 'very secret');
    expect(secrets.kind).toBe('system');
    expect(await readFile(join(folder.path, 'secrets.encrypted.json'), 'utf8')).not.toContain('very secret');
    expect(await (await openSystemSecrets(host())).get('k')).toBe('very secret');
    await secrets.delete('k');
    expect(await secrets.get('k')).toBeNull();
  });

  it('ignores a secret that it can no longer decrypt', async () => {
    const secrets = await openSystemSecrets(host());
    await secrets.set('k', 'very secret');
    const decrypt = vi
      .spyOn(fake.safeStorage, 'decryptStringAsync')
      .mockRejectedValue(new Error('Error while decrypting the ciphertext provided to safeStorage.'));
    expect(await secrets.get('k')).toBeNull();
    decrypt.mockRestore();
  });

  it('encrypts a secret again when the key has changed, unless it was removed meanwhile', async () => {
    const stored = () => readFile(join(folder.path, 'secrets.encrypted.json'), 'utf8');
    const secrets = await openSystemSecrets(host());
    await secrets.set('k', 'very secret');
    const before = await stored();
    fake.safeStorage.rotated = true;
    fake.safeStorage.version = 'v12';
    expect(await secrets.get('k')).toBe('very secret');
    // Writes are in order, so this one comes after the renewal.
    await secrets.set('other', 'x');
    expect(await stored()).not.toContain(before.split('"')[3]);
    await Promise.all([secrets.get('k'), secrets.delete('k')]);
    expect(await secrets.get('k')).toBeNull();
    await secrets.set('other', 'y');
    expect(await secrets.get('k')).toBeNull();
  });

  it.skipIf(process.platform !== 'linux')('keeps secrets in memory if there is no key store', async () => {
    for (const backend of ['basic_text', 'unknown'] as const) {
      fake.safeStorage.backend = backend;
      const secrets = await openSystemSecrets(host());
      await secrets.set('k', 'very secret');
      expect(secrets.kind).toBe('memory');
      expect(await (await openSystemSecrets(host())).get('k')).toBeNull();
    }
    fake.safeStorage.backend = 'gnome_libsecret';
    // The key store did not answer: Chromium encrypted with its fixed password.
    fake.safeStorage.version = 'v10';
    expect((await openSystemSecrets(host())).kind).toBe('memory');
    fake.safeStorage.version = 'v11';
    fake.safeStorage.available = false;
    expect((await openSystemSecrets(host())).kind).toBe('memory');
  });

  it('reports waking and unlocking until unsubscribed', () => {
    let woken = 0;
    const stop = systemPower.onWake(() => {
      woken += 1;
    });
    fake.powerMonitor.fire('resume');
    fake.powerMonitor.fire('unlock-screen');
    stop();
    fake.powerMonitor.fire('resume');
    expect(woken).toBe(2);
    expect(fake.powerMonitor.eventNames()).toEqual([]);
  });

  it('shows notifications and reports their clicks', () => {
    const clicked: (Subject | null)[] = [];
    createNotifier((subject) => clicked.push(subject)).show({
      id: 'n',
      title: 'Stock',
      body: 'low',
      subject: { kind: 'item', id: 'i' },
    });
    fake.Notification.shown[0]?.fire('click', new fake.FakeEvent());
    expect(clicked.map((subject) => subject && routeOfSubject(subject))).toEqual(['/open/item/i']);
  });
});
