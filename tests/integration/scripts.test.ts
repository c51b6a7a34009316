import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseStartArguments } from '../../scripts/lib/args.mjs';
import { buildIsFresh, sourceFingerprint } from '../../scripts/lib/build.mjs';
import { isInstalled } from '../../scripts/lib/dependencies.mjs';
import { chooseHost, fetchBounded, noDisplayReason } from '../../scripts/lib/electron.mjs';
import { gatewayArguments } from '../../scripts/lib/launch.mjs';
import { withLock } from '../../scripts/lib/lock.mjs';
import { isAlive, runWhileProgressing } from '../../scripts/lib/process.mjs';
import { add, counts, fromPlaywright, fromVitest, summaryLine } from '../../scripts/lib/results.mjs';
import { Supervised } from '../../scripts/lib/supervise.mjs';

const repository = resolve(import.meta.dirname, '../..');
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quayside-scripts-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A child that runs this JavaScript. */
const node = (source: string): [string, string[]] => [process.execPath, ['-e', source]];

describe('arguments of npm start', () => {
  const parse = (...argv: string[]) => parseStartArguments(argv, {});

  it('have defaults', () => {
    expect(parse()).toEqual({
      host: 'auto',
      port: 0,
      open: true,
      server: undefined,
      profile: 'default',
      demo: { speed: undefined, rate: undefined, seed: undefined },
    });
  });

  it('are all understood', () => {
    const demo = parse(
      '--browser',
      '--port',
      '4000',
      '--no-open',
      '--profile',
      'a-b',
      '--rate=2.5',
      '--seed',
      '7',
    );
    expect(demo).toMatchObject({ host: 'browser', port: 4000, open: false, profile: 'a-b' });
    expect(demo).toMatchObject({ demo: { rate: 2.5, seed: 7 } });
    expect(parse('--desktop', '--server', 'https://shop.example.com/')).toMatchObject({
      host: 'desktop',
      server: 'https://shop.example.com',
    });
    expect(parseStartArguments([], { QUAYSIDE_SERVER: 'http://127.0.0.1:3002' })).toMatchObject({
      server: 'http://127.0.0.1:3002',
    });
    expect(parse('--help').help).toContain('--no-open');
  });

  it.for([
    [['--frobnicate'], '--frobnicate'],
    [['somewhere'], 'somewhere'],
    [['--port', 'x'], '--port'],
    [['--port', '65536'], '--port'],
    [['--port', ''], '--port'],
    [['--speed', '-1'], '--speed'],
    [['--speed', '0'], '--speed'],
    [['--rate', '1e9'], '--rate'],
    [['--seed', '1.5'], '--seed'],
    [['--server', 'shop'], '--server'],
    [['--server', 'file:///etc/passwd'], '--server'],
    [['--server', ''], '--server'],
    [['--profile', '../x'], '--profile'],
    [['--browser', '--desktop'], '--desktop'],
    [['--server', 'http://x', '--seed', '1'], '--seed'],
  ] as const)('%s are refused with exit code 2 and a message that names it', ([argv, name]) => {
    expect(() => parse(...argv)).toThrow(
      expect.objectContaining({ exitCode: 2, message: expect.stringContaining(name) }),
    );
  });

  it('become the arguments of the embedded gateway', () => {
    expect(gatewayArguments({ speed: 60, rate: undefined, seed: 0 }, 0, '/d')).toEqual([
      'serve',
      '--demo',
      '--port',
      '0',
      '--data-dir',
      '/d',
      '--speed',
      '60',
      '--seed',
      '0',
    ]);
  });

  it('are refused by the script itself, before it installs or starts anything', async () => {
    const [code, stderr] = await new Promise<[number | undefined, string]>((done) => {
      const child = execFile(
        process.execPath,
        [join(repository, 'scripts/start.mjs'), '--nonsense'],
        (_error, _out, err) => done([child.exitCode ?? undefined, err]),
      );
    });
    expect(code).toBe(2);
    expect(stderr).toContain('--nonsense');
  });
});

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
      await mkdir(join(folder, sub), { recursive: true });
    await writeFile(join(folder, 'src/main/index.ts'), 'export {};');
    for (const product of products) await writeFile(join(folder, 'out', product), '');
    await writeFile(join(folder, 'out/.build-stamp'), sourceFingerprint(folder));
  }

  it('is fresh until a source, a configuration or a product changes', async () => {
    expect(buildIsFresh(folder)).toBe(false);
    await builtProject();
    expect(buildIsFresh(folder)).toBe(true);
    await writeFile(join(folder, 'src/main/index.ts'), 'export {};');
    expect(buildIsFresh(folder)).toBe(true);
    await writeFile(join(folder, 'src/main/index.test.ts'), 'tests are not built');
    expect(buildIsFresh(folder)).toBe(true);
    await writeFile(join(folder, 'src/main/index.ts'), 'export { };');
    expect(buildIsFresh(folder)).toBe(false);
    await builtProject();
    await writeFile(join(folder, 'electron.vite.config.ts'), 'export default {};');
    expect(buildIsFresh(folder)).toBe(false);
    await builtProject();
    await rm(join(folder, 'out/main/gateway.js'));
    expect(buildIsFresh(folder)).toBe(false);
  });
});

describe('lock', () => {
  it('lets one in at a time and tells the other that it waits', async () => {
    const file = join(folder, 'a.lock');
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
    const file = join(folder, 'a.lock');
    const child = spawn(process.execPath, ['-e', '']);
    await new Promise((done) => child.once('exit', done));
    await writeFile(file, String(child.pid));
    await expect(withLock(file, async () => 'in')).resolves.toBe('in');
  });
});

describe('a program that runs while it makes progress', () => {
  it('is left alone as long as it says something', async () => {
    const source = 'let n = 0; setInterval(() => { console.log(n); if (++n === 6) process.exit(0); }, 100)';
    const result = await runWhileProgressing(...node(source), { idleMs: 400 });
    expect(result).toMatchObject({ ok: true, stalled: false });
  });

  it('is killed with its own children when it stalls', async () => {
    const source = `
      const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
      console.log(child.pid);
      process.on('SIGTERM', () => {});
      setInterval(() => {}, 1000);`;
    const result = await runWhileProgressing(...node(source), { idleMs: 500 });
    expect(result).toMatchObject({ ok: false, stalled: true });
    await expect.poll(() => isAlive(Number(result.output.trim()))).toBe(false);
  });

  it('reports a program that cannot be started', async () => {
    const result = await runWhileProgressing(join(folder, 'is-not-there'), [], { idleMs: 500 });
    expect(result).toMatchObject({ ok: false, stalled: false });
  });
});

describe('fetching the Electron runtime', () => {
  const fetchWith = (source: string, idleMs: number) => {
    const [command, args] = node(source);
    return fetchBounded({
      command,
      args,
      env: process.env,
      cwd: folder,
      folders: [folder],
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

describe('choice of the host', () => {
  const steps = (change: object = {}) => ({
    noDisplayReason: (): string | undefined => undefined,
    ensureElectronRuntime: async (): Promise<string | undefined> => undefined,
    isRoot: () => false,
    ...change,
  });
  const noRuntime = { ensureElectronRuntime: async () => 'no progress for 20 s' };

  it('is the desktop where that works', async () => {
    expect((await chooseHost('auto', steps())).host).toBe('desktop');
  });

  it('is the browser, with the reason, where it does not', async () => {
    const noDisplay = {
      noDisplayReason: () => 'there is no display',
      ensureElectronRuntime: () => Promise.reject(),
    };
    expect(await chooseHost('auto', steps(noDisplay))).toEqual({
      host: 'browser',
      reason: 'there is no display',
    });
    expect(await chooseHost('auto', steps(noRuntime))).toEqual({
      host: 'browser',
      reason: 'no progress for 20 s',
    });
    expect((await chooseHost('auto', steps({ isRoot: () => true }))).host).toBe('browser');
  });

  it('is what was asked for, or an error that says why not', async () => {
    expect((await chooseHost('browser', steps())).host).toBe('browser');
    expect((await chooseHost('desktop', steps({ isRoot: () => true }))).host).toBe('desktop');
    await expect(chooseHost('desktop', steps(noRuntime))).rejects.toThrow('no progress for 20 s');
  });

  it('knows a display', () => {
    expect(noDisplayReason({}, 'linux')).toBe('there is no display');
    expect(noDisplayReason({ DISPLAY: ':0' }, 'linux')).toBeUndefined();
    expect(noDisplayReason({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBeUndefined();
    expect(noDisplayReason({}, 'darwin')).toBeUndefined();
  });
});

describe('supervision', () => {
  const readyLine = /^ready (\d+)$/;
  const stayAlive = "process.on('disconnect', () => process.exit(0)); setInterval(() => {}, 1000);";

  it('starts a killed program again, told what it was, and stops it for good when asked', async () => {
    const ports: string[] = [];
    const program = new Supervised({
      readyLine,
      logFile: join(folder, 'x.log'),
      command: (previous: RegExpExecArray | undefined) => {
        const [command, args] = node(`console.log('ready ' + ${previous?.[1] ?? 4711}); ${stayAlive}`);
        return { command, args };
      },
      onReady: (match: RegExpExecArray) => ports.push(match[1] ?? ''),
    });
    expect((await program.start())?.[1]).toBe('4711');
    const first = program.pid ?? 0;
    process.kill(first, 'SIGKILL');
    await expect.poll(() => ports).toEqual(['4711', '4711']);
    const second = program.pid ?? 0;
    expect(second).not.toBe(first);
    await program.stop();
    expect(isAlive(second)).toBe(false);
    expect(await readFile(join(folder, 'x.log'), 'utf8')).toContain('ready 4711');
  });

  it('gives up at once on a program that fails before it is ready, with its last words', async () => {
    const ends: { code: number; tail: string[] }[] = [];
    const [command, args] = node("console.error('WEBSOCKET_PORT must be a number'); process.exit(2)");
    const program = new Supervised({
      readyLine,
      logFile: join(folder, 'x.log'),
      command: () => ({ command, args }),
      onEnd: (end: { code: number; tail: string[] }) => ends.push(end),
    });
    expect(await program.start()).toBeUndefined();
    expect(ends).toEqual([{ code: 2, tail: ['WEBSOCKET_PORT must be a number'] }]);
    await program.stop();
  });

  it('takes exit code 0 as the wish of the person, where that is what it means', async () => {
    const [command, args] = node("console.log('ready 1'); setTimeout(() => process.exit(0), 50)");
    const code = await new Promise((done) => {
      const program = new Supervised({
        readyLine,
        logFile: join(folder, 'x.log'),
        endsByItself: true,
        command: () => ({ command, args }),
        onEnd: (end: { code: number }) => done(end.code),
      });
      void program.start();
    });
    expect(code).toBe(0);
  });

  it('does not outlive its supervisor', async () => {
    const source = `
      import { Supervised } from ${JSON.stringify(join(repository, 'scripts/lib/supervise.mjs'))};
      const program = new Supervised({ readyLine: /^ready/, logFile: 'x.log', command: () => ({
        command: process.execPath, args: ['-e', ${JSON.stringify(`console.log('ready'); ${stayAlive}`)}] }) });
      await program.start();
      console.log(program.pid);
      setInterval(() => {}, 1000);`;
    const supervisor = spawn(process.execPath, ['--input-type=module', '-e', source], { cwd: folder });
    const pid = Number(await new Promise((done) => supervisor.stdout.once('data', done)));
    expect(isAlive(pid)).toBe(true);
    supervisor.kill('SIGKILL');
    await expect.poll(() => isAlive(pid)).toBe(false);
  });
});

describe('adding up tests', () => {
  const vitest = { passed: 3, failures: ['a › b'], skips: [{ name: 'c', reason: 'no display' }] };
  const playwright = {
    suites: [
      {
        title: 'a.spec.ts',
        specs: [{ title: 'one', tests: [{ projectName: 'browser', status: 'expected' }] }],
        suites: [
          {
            title: 'group',
            specs: [
              { title: 'two', tests: [{ projectName: 'browser', status: 'unexpected' }] },
              { title: 'three', tests: [{ projectName: 'browser', status: 'flaky' }] },
              {
                title: 'four',
                tests: [
                  {
                    projectName: 'desktop',
                    status: 'skipped',
                    annotations: [{ type: 'skip', description: 'no tray here' }],
                  },
                ],
              },
            ],
          },
        ],
      },
    ],
    errors: [],
  };

  it('counts what the tools report, with names and reasons', () => {
    const total = add([fromVitest('unit', 1, vitest), fromPlaywright(1, playwright)]);
    expect(total).toMatchObject({ passed: 5, failed: 2, skipped: 2 });
    expect(total.failures).toEqual(['a › b', '[browser] a.spec.ts › group › two']);
    expect(total.skips).toContainEqual({
      name: '[desktop] a.spec.ts › group › four',
      reason: 'no tray here',
    });
    expect(summaryLine(total)).toBe('5 passed, 2 failed, 2 skipped');
  });

  it('counts a tool that died, or failed with nothing to show for it, as a failure', () => {
    expect(fromVitest('unit', 137, undefined).failed).toBe(1);
    expect(fromVitest('unit', 1, { passed: 3, failures: [], skips: [] }).failed).toBe(1);
    expect(fromPlaywright(1, undefined).failed).toBe(1);
    expect(fromPlaywright(1, { suites: [], errors: [{ message: 'cannot load config' }] }).failed).toBe(1);
    expect(fromPlaywright(0, { suites: [], errors: [] }).failed).toBe(0);
  });

  it('ends with the line that others read', () => {
    expect(summaryLine(counts({ passed: 12 }))).toBe('12 passed, 0 failed');
  });
});
