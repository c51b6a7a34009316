import { chmodSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TemporaryFolder, temporaryFolder } from '../../tests/support/folders.ts';
import { closeDatabase, closeDataFolder, closeFolder } from './private-files.mjs';

let folder: TemporaryFolder;
beforeEach(() => {
  folder = temporaryFolder('private-files');
  chmodSync(folder.path, 0o755);
});
afterEach(() => folder.remove());

const at = (...names: string[]): string => join(folder.path, ...names);
const mode = (...names: string[]): string => (statSync(at(...names)).mode & 0o777).toString(8);

/** Writes a file that everybody can read, in folders that everybody can enter. */
function leaveOpen(...names: string[]): void {
  const path = at(...names);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, 'x');
  chmodSync(path, 0o644);
  if (names.length > 1) chmodSync(dirname(path), 0o755);
}

describe.skipIf(process.platform === 'win32')('private files', () => {
  it('closes what an earlier version left open, and the folder', () => {
    for (const name of ['gateway.db', 'gateway.db-wal', 'gateway.db.lock', 'auth-secret', 'gateway-port'])
      leaveOpen(name);
    leaveOpen('logs', 'console.log');
    leaveOpen('console', 'cache-1.db');
    expect(closeDataFolder(folder.path)).toEqual([]);
    expect([mode(), mode('logs'), mode('console')]).toEqual(['700', '700', '700']);
    for (const name of [
      'gateway.db',
      'gateway.db-wal',
      'auth-secret',
      'logs/console.log',
      'console/cache-1.db',
    ])
      expect(mode(name), name).toBe('600');
  });

  it('creates a folder that only its user can enter', () => {
    closeDataFolder(at('a/b'));
    closeFolder(at('c/d'));
    expect([mode('a/b'), mode('c/d')]).toEqual(['700', '700']);
  });

  it('leaves a folder with files of others alone, says so, and closes its own', () => {
    leaveOpen('holiday.jpg');
    leaveOpen('gateway.db');
    leaveOpen('www', 'index.html');
    expect(closeDataFolder(folder.path)).toEqual([folder.path]);
    expect([mode(), mode('holiday.jpg'), mode('www'), mode('gateway.db')]).toEqual([
      '755',
      '644',
      '755',
      '600',
    ]);
  });

  it('closes the folder that Chromium keeps its files in, not each of them', () => {
    leaveOpen('chromium', 'Cookies');
    closeFolder(folder.path);
    expect([mode('chromium'), mode('chromium/Cookies')]).toEqual(['700', '644']);
  });

  it('does not follow a link out of the folder', () => {
    leaveOpen('outside', 'file');
    mkdirSync(at('data/console'), { recursive: true });
    symlinkSync(at('outside'), at('data/console/link'));
    closeDataFolder(at('data'));
    expect([mode('outside'), mode('outside/file')]).toEqual(['755', '644']);
  });

  it('closes a database elsewhere with its companions, and leaves its folder', () => {
    for (const name of ['shop.db', 'shop.db-wal', 'shop.db-shm', 'shop.db.lock']) leaveOpen(name);
    expect(closeDatabase(at('shop.db'))).toEqual([]);
    for (const name of ['shop.db', 'shop.db-wal', 'shop.db-shm', 'shop.db.lock'])
      expect(mode(name)).toBe('600');
    expect(mode()).toBe('755');
  });
});
