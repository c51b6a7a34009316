import type { RenderProcessGoneDetails } from 'electron';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fakeClock, settle } from '../../../../tests/support/fake-clock.ts';
import * as fake from '../../../../tests/support/fake-electron.ts';
import { silentLog } from '../../../../tests/support/log.ts';
import { isOurs, STOPPED_PAGE } from './address.ts';
import { recoverFromCrashes } from './crashes.ts';
import { stoppedPage } from './stopped-page.ts';
import { createSay } from './texts.ts';
import { openWindow, showWindow } from './window.ts';

vi.mock('electron', async () => (await import('../../../../tests/support/fake-electron.ts')).electron);

afterEach(() => fake.resetElectron());

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
