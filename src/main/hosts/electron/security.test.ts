import type { HandlerDetails } from 'electron';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { writeRenderer } from '../../../../tests/support/console.ts';
import * as fake from '../../../../tests/support/fake-electron.ts';
import { folderPerTest } from '../../../../tests/support/per-test.ts';
import { openRendererFiles } from '../renderer-files.ts';
import { registerScheme, serveRenderer } from './protocol.ts';
import { limitNavigation, limitPermissions, openOutside } from './security.ts';
import { stoppedPage } from './stopped-page.ts';
import { createSay } from './texts.ts';

vi.mock('electron', async () => (await import('../../../../tests/support/fake-electron.ts')).electron);

const say = createSay(() => 'en');
const folder = folderPerTest('electron');
afterEach(() => fake.resetElectron());

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

  it('may use the camera to scan, and never the microphone', () => {
    limitPermissions(fake.asElectron(fake.session.defaultSession));
    const { request, check } = fake.session.defaultSession;
    const contents = fake.asElectron(new fake.FakeContents());
    const ask = (mediaTypes: ('video' | 'audio')[], requestingUrl: string, isMainFrame = true): boolean => {
      let answer = false;
      const callback = (allowed: boolean): void => {
        answer = allowed;
      };
      request?.(contents, 'media', callback, { requestingUrl, isMainFrame, mediaTypes });
      return answer;
    };
    expect(ask(['video'], 'app://quayside/')).toBe(true);
    expect(ask(['video', 'audio'], 'app://quayside/')).toBe(false);
    expect(ask(['audio'], 'app://quayside/')).toBe(false);
    expect(ask([], 'app://quayside/')).toBe(false);
    expect(ask(['video'], 'https://evil.example/')).toBe(false);
    expect(ask(['video'], 'app://quayside/', false)).toBe(false);
    const may = (mediaType: 'video' | 'audio' | 'unknown', origin: string): boolean | undefined =>
      check?.(null, 'media', origin, { isMainFrame: true, mediaType });
    expect(may('video', 'app://quayside/')).toBe(true);
    expect(may('audio', 'app://quayside/')).toBe(false);
    expect(may('unknown', 'app://quayside/')).toBe(false);
    expect(may('video', 'https://evil.example/')).toBe(false);
  });

  it('get no other permission but notifications', () => {
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

  it('open outside addresses only over https and mail, and only if the user agrees', async () => {
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
    await openOutside('mailto:kim@example.com', say);
    expect(fake.dialog.messages.at(-1)?.message).toBe('Write an e-mail to kim@example.com?');
    expect(fake.shell.opened).toEqual(['https://example.com/', 'mailto:kim@example.com']);
  });
});
