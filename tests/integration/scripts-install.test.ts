import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildIsFresh, sourceFingerprint } from '../../scripts/lib/build.mjs';
import { isInstalled } from '../../scripts/lib/dependencies.mjs';
import { fetchBounded } from '../../scripts/lib/electron.mjs';
import { withLock } from '../../scripts/lib/lock.mjs';
import { isAlive, runWhileProgressing } from '../../scripts/lib/process.mjs';
import { folderPerTest } from '../support/per-test.ts';
import { nodeProgram } from '../support/processes.ts';

const folder = folderPerTest('scripts');

describe('dependencies', () => {
  const lock = {
    packages: {
      '': {},
      'node_modules/a': { version: '1.0.0' },
      'node_modules/b-darwin': { version: '2.0.0', optional: true },
    },
  };

  it('are current when what is installed is what the lock file says', () => {
    expect(isInstalled(lock, { packages: { 'node_modules/a': { version: '1.0.0' } } })).toBe(true);
  });

  it('are not current when they are missing or have another version', () => {
    expect(isInstalled(lock, undefined)).toBe(false);
    expect(isInstalled(lock, { packages: {} })).toBe(false);
    expect(isInstalled(lock, { packages: { 'node_modules/a': { version: '1.0.1' } } })).toBe(false);
  });
});

describe('build', () => {
  const products = [
    'main/index.js',
    'main/browser.js',
    'main/gateway.js',
    'preload/index.cjs',
    'renderer/index.html',
  ];

  async function builtProject(): Promise<void> {
    for (const sub of ['src/main', 'out/main', 'out/preload', 'out/renderer'])
      await mkdir(join(folder.path, sub), { recursive: true });
    await writeFile(join(folder.path, 'src/main/index.ts'), 'export {};');
    for (const product of products) await writeFile(join(folder.path, 'out', product), '');
    await writeFile(join(folder.path, 'out/.build-stamp'), sourceFingerprint(folder.path));
  }

  it('is fresh until a source, a configuration or a product changes', async () => {
    expect(buildIsFresh(folder.path)).toBe(false);
    await builtProject();
    expect(buildIsFresh(folder.path)).toBe(true);
    await writeFile(join(folder.path, 'src/main/index.ts'), 'export {};');
    expect(buildIsFresh(folder.path)).toBe(true);
    await writeFile(join(folder.path, 'src/main/index.test.ts'), 'tests are not built');
    expect(buildIsFresh(folder.path)).toBe(true);
    await writeFile(join(folder.path, 'src/main/index.ts'), 'export { };');
    expect(buildIsFresh(folder.path)).toBe(false);
    await builtProject();
    await writeFile(join(folder.path, 'electron.vite.config.ts'), 'export default {};');
    expect(buildIsFresh(folder.path)).toBe(false);
    await builtProject();
    await rm(join(folder.path, 'out/main/gateway.js'));
    expect(buildIsFresh(folder.path)).toBe(false);
  });
});

describe('lock', () => {
  it('lets one in at a time and tells the other that it waits', async () => {
    const file = join(folder.path, 'a.lock');
    const order: string[] = [];
    let open = () => {};
    const first = withLock(file, async () => {
      order.push('first in');
      await new Promise<void>((done) => {
        open = done;
      });
      order.push('first out');
    });
    const second = withLock(
      file,
      async () => order.push('second in'),
      () => {
        order.push('second waits');
        open();
      },
    );
    await Promise.all([first, second]);
    expect(order).toEqual(['first in', 'second waits', 'first out', 'second in']);
    expect(existsSync(file)).toBe(false);
  });

  it('is taken over from a process that is gone', async () => {
    const file = join(folder.path, 'a.lock');
    const child = spawn(process.execPath, ['-e', '']);
    await new Promise((done) => child.once('exit', done));
    await writeFile(file, String(child.pid));
    await expect(withLock(file, async () => 'in')).resolves.toBe('in');
  });
});

describe('a program that runs while it makes progress', () => {
  it('is left alone as long as it says something', async () => {
    const source = 'let n = 0; setInterval(() => { console.log(n); if (++n === 6) process.exit(0); }, 100)';
    const result = await runWhileProgressing(...nodeProgram(source), { idleMs: 400 });
    expect(result).toMatchObject({ ok: true, stalled: false });
  });

  it('is killed with its own children when it stalls', async () => {
    const source = `
      const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
      console.log(child.pid);
      process.on('SIGTERM', () => {});
      setInterval(() => {}, 1000);`;
    const result = await runWhileProgressing(...nodeProgram(source), { idleMs: 500 });
    expect(result).toMatchObject({ ok: false, stalled: true });
    await expect.poll(() => isAlive(Number(result.output.trim()))).toBe(false);
  });

  it('reports a program that cannot be started', async () => {
    const result = await runWhileProgressing(join(folder.path, 'is-not-there'), [], { idleMs: 500 });
    expect(result).toMatchObject({ ok: false, stalled: false });
  });
});

describe('fetching the Electron runtime', () => {
  const fetchWith = (source: string, idleMs: number) => {
    const [command, args] = nodeProgram(source);
    return fetchBounded({
      command,
      args,
      env: process.env,
      cwd: folder.path,
      folders: [folder.path],
      idleMs,
      maxMs: 20_000,
    });
  };

  it('goes on as long as bytes arrive, however quiet the download is', async () => {
    const source = `let n = 0; const t = setInterval(() => {
      require('node:fs').appendFileSync('part', 'x'); if (++n === 8) clearInterval(t); }, 100)`;
    expect(await fetchWith(source, 500)).toBeUndefined();
  });

  it('gives up when they stop, and says so', async () => {
    const source = "require('node:fs').appendFileSync('part', 'x'); setInterval(() => {}, 1000)";
    expect(await fetchWith(source, 1_000)).toBe('no progress for 1 s');
  });

  it('names the cause of a failure', async () => {
    const source =
      "console.error('TypeError: fetch failed'); console.error('  [cause]: Error: getaddrinfo ENOTFOUND github.com'); process.exit(1)";
    expect(await fetchWith(source, 5_000)).toBe('getaddrinfo ENOTFOUND github.com');
  });
});
