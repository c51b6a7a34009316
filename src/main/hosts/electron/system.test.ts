import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Subject } from '#shared/domain/subject.ts';
import * as fake from '../../../../tests/support/fake-electron.ts';
import { silentLog } from '../../../../tests/support/log.ts';
import { folderPerTest } from '../../../../tests/support/per-test.ts';
import { systemClock } from '../system.ts';
import { routeOfSubject } from './address.ts';
import { createNotifier } from './notifier.ts';
import { systemPower } from './power.ts';
import { openSystemSecrets } from './secrets.ts';

vi.mock('electron', async () => (await import('../../../../tests/support/fake-electron.ts')).electron);

const folder = folderPerTest('electron');
afterEach(() => fake.resetElectron());

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

  it('reports locking, falling asleep and having slept until unsubscribed, and how long nobody was there', () => {
    const causes: string[] = [];
    const stop = systemPower.onAway((cause) => causes.push(cause));
    fake.powerMonitor.fire('lock-screen');
    fake.powerMonitor.fire('suspend');
    fake.powerMonitor.fire('resume');
    fake.powerMonitor.fire('unlock-screen');
    stop();
    fake.powerMonitor.fire('lock-screen');
    expect(causes).toEqual(['locked', 'suspended', 'suspended']);
    expect(fake.powerMonitor.eventNames()).toEqual([]);
    fake.powerMonitor.idleSeconds = 42;
    expect(systemPower.idleMs()).toBe(42_000);
    fake.powerMonitor.idleSeconds = 0;
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
