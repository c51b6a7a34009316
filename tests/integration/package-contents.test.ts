import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, open, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import configuration from '../../electron-builder.config.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/folders.ts';

/**
 * What a package holds, without a network: electron-builder packs into a folder, with a stand-in for the Electron
 * runtime, and we read the archive it made.
 */
const run = promisify(execFile);
const repository = resolve(import.meta.dirname, '../..');

/** What precedes the fuses in a runtime: the version of their format, their number, and one character for each. */
const FUSES = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

interface Entry {
  files?: Record<string, Entry>;
  unpacked?: boolean;
}

/** Paths in an asar archive: a pickled JSON header of nested folders comes first. */
async function listArchive(path: string): Promise<Map<string, Entry>> {
  const file = await open(path);
  try {
    const prefix = Buffer.alloc(16);
    await file.read(prefix, 0, 16, 0);
    const header = Buffer.alloc(prefix.readUInt32LE(12));
    await file.read(header, 0, header.length, 16);
    const found = new Map<string, Entry>();
    const walk = (entry: Entry, folder: string): void => {
      for (const [name, child] of Object.entries(entry.files ?? {})) {
        if (child.files) walk(child, `${folder}${name}/`);
        else found.set(`${folder}${name}`, child);
      }
    };
    walk(JSON.parse(header.toString('utf8')), '');
    return found;
  } finally {
    await file.close();
  }
}

describe.skipIf(process.platform !== 'linux')('package', () => {
  let folder: TemporaryFolder;
  let files = new Map<string, Entry>();

  beforeAll(async () => {
    folder = temporaryFolder('package');
    const runtime = join(folder.path, 'runtime');
    await mkdir(join(runtime, 'resources'), { recursive: true });
    await writeFile(join(runtime, 'electron'), `#!/bin/sh\n${FUSES}${'\u0001\u0008'}${'1'.repeat(8)}`);
    await chmod(join(runtime, 'electron'), 0o755);
    await writeFile(join(runtime, 'version'), '0.0.0\n');
    await run(
      process.execPath,
      [
        join(repository, 'scripts/package.mjs'),
        ...['--linux', 'dir', '--x64'],
        `-c.electronDist=${runtime}`,
        `-c.directories.output=${join(folder.path, 'dist')}`,
      ],
      { cwd: repository, maxBuffer: 1 << 26 },
    );
    files = await listArchive(join(folder.path, 'dist/linux-unpacked/resources/app.asar'));
  }, 180_000);

  afterAll(() => folder.remove());

  it('holds everything that was built', () => {
    const products = [
      'main/index.js',
      'main/browser.js',
      'main/gateway.js',
      'preload/index.cjs',
      'renderer/index.html',
    ];
    for (const product of products) expect([...files.keys()]).toContain(`out/${product}`);
    expect([...files.keys()]).toContain('package.json');
  });

  it('holds every dependency that stays outside the bundles, and no development tool', async () => {
    const manifest: { dependencies: object; devDependencies: object } = JSON.parse(
      await readFile(join(repository, 'package.json'), 'utf8'),
    );
    const has = (name: string): boolean => files.has(`node_modules/${name}/package.json`);
    expect(Object.keys(manifest.dependencies).filter((name) => !has(name))).toEqual([]);
    const tools = Object.keys(manifest.devDependencies).filter((name) => !name.startsWith('@types/'));
    expect(tools.filter(has)).toEqual([]);
  });

  it('holds nothing of the repository besides', () => {
    const tops = new Set([...files.keys()].map((path) => path.split('/')[0]));
    expect([...tops].sort()).toEqual(['node_modules', 'out', 'package.json']);
    expect([...files.keys()].filter((path) => /\.map$|\.test\.[jt]sx?$|(^|\/)\.env/.test(path))).toEqual([]);
  });

  it('keeps native modules outside the archive, for this platform only', async () => {
    const native = [...files].filter(([path]) => path.endsWith('.node'));
    expect(native.filter(([, entry]) => entry.unpacked !== true)).toEqual([]);
    const sqlite = native.map(([path]) => path).filter((path) => path.includes('better-sqlite3'));
    expect(sqlite).toContain('node_modules/better-sqlite3/prebuilds/linux-x64.node');
    expect(sqlite.filter((path) => !/linux(musl)?-x64\.node$/.test(path))).toEqual([]);
    const unpacked = join(folder.path, 'dist/linux-unpacked/resources/app.asar.unpacked');
    for (const path of sqlite) expect(existsSync(join(unpacked, path))).toBe(true);
  });

  it('has the fuses set', async () => {
    const names = await readdir(join(folder.path, 'dist/linux-unpacked'));
    const binary = await readFile(join(folder.path, 'dist/linux-unpacked/quayside'), 'latin1');
    expect(names).toContain('quayside');
    // Run as Node, cookie encryption, NODE_OPTIONS, --inspect, integrity of the archive, only the archive, V8 snapshot, file://.
    expect(binary.slice(binary.indexOf(FUSES) + FUSES.length + 2)).toBe('01001100');
  });

  it('brings its icons', async () => {
    expect(await readdir(join(folder.path, 'dist/linux-unpacked/resources/icons'))).toContain(
      'trayTemplate.png',
    );
  });

  it('registers quayside:// links and one kind of package or two for each platform', () => {
    expect(configuration.protocols).toEqual([{ name: 'Quayside', schemes: ['quayside'] }]);
    expect(configuration.linux?.target).toEqual(['AppImage', 'deb']);
    expect(configuration.win?.target).toEqual(['nsis']);
    expect(configuration.mac?.target).toEqual(['dmg']);
  });
});
