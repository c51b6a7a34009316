import { execFile, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { parseStartArguments } from '../../scripts/lib/args.mjs';
import { chooseHost, noDisplayReason } from '../../scripts/lib/electron.mjs';
import { gatewayArguments } from '../../scripts/lib/launch.mjs';
import { isInForeground, offerLinks } from '../../scripts/lib/links.mjs';
import { lastPort, rememberPort } from '../../scripts/lib/ports.mjs';
import { isAlive } from '../../scripts/lib/process.mjs';
import { answerOthers, askRunning, launcherSocket } from '../../scripts/lib/running.mjs';
import { Supervised } from '../../scripts/lib/supervise.mjs';
import { folderPerTest } from '../support/per-test.ts';
import { nodeProgram } from '../support/processes.ts';

const repository = resolve(import.meta.dirname, '../..');
const folder = folderPerTest('scripts');

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

describe('a second start', () => {
  it('is told at once where the first one is, with a link, and whether it is still starting', async () => {
    const dir = join(folder.path, 'second');
    expect(await askRunning(dir)).toBeUndefined();
    let address: string | undefined;
    const silence = answerOthers(dir, async () => address);
    await expect.poll(() => askRunning(dir)).toEqual({});
    address = 'http://127.0.0.1:4000/open?token=x';
    expect(await askRunning(dir)).toEqual({ address });
    address = 'javascript:alert(1)';
    expect(await askRunning(dir)).toEqual({});
    silence();
    expect(await askRunning(dir)).toBeUndefined();
  });

  it('takes the place of one that was killed, and gives no place that others could reach', async () => {
    const dir = join(folder.path, 'killed');
    answerOthers(dir, async () => 'http://127.0.0.1:1/');
    await expect.poll(() => askRunning(dir)).toBeDefined();
    const silence = answerOthers(dir, async () => 'its own window');
    await expect.poll(() => askRunning(dir)).toEqual({ address: 'its own window' });
    silence();
    expect(launcherSocket(dir, 'win32')).toBeUndefined();
    expect(launcherSocket(`/${'x'.repeat(120)}`)).toBeUndefined();
  });
});

describe('the ports of a profile', () => {
  it('are kept, and another is chosen and said only where a program has taken it', async () => {
    expect(await lastPort(folder.path, 'console')).toEqual({ port: 0, taken: undefined });
    const other = createServer();
    const port = await new Promise<number>((done) => {
      other.listen(0, '127.0.0.1', () => {
        const address = other.address();
        done(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
    rememberPort(folder.path, 'console', port);
    expect(await lastPort(folder.path, 'console')).toEqual({ port: 0, taken: port });
    expect(await lastPort(folder.path, 'gateway')).toEqual({ port: 0, taken: undefined });
    await new Promise((done) => other.close(done));
    expect(await lastPort(folder.path, 'console')).toEqual({ port, taken: undefined });
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
      logFile: join(folder.path, 'x.log'),
      command: (previous: RegExpExecArray | undefined) => {
        const [command, args] = nodeProgram(`console.log('ready ' + ${previous?.[1] ?? 4711}); ${stayAlive}`);
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
    expect(await readFile(join(folder.path, 'x.log'), 'utf8')).toContain('ready 4711');
  });

  it('waits for a line, also over a restart, and no longer than the program goes on', async () => {
    const saying = (line: string, code: number) => {
      const [command, args] = nodeProgram(
        `console.log('ready 1'); process.once('message', () => { console.log('${line}'); process.exit(${code}); })`,
      );
      return { command, args };
    };
    const starts: (() => void)[] = [];
    const program = new Supervised({
      readyLine,
      logFile: join(folder.path, 'x.log'),
      command: (previous: unknown) => (previous ? saying('filled', 0) : saying('half', 1)),
      endsByItself: true,
      onReady: () => starts.splice(0).forEach((started) => void started()),
    });
    const started = () => new Promise<void>((done) => starts.push(done));
    await program.start();
    const filled = program.said(/^filled$/, 30_000);
    const never = program.said(/^never$/, 30_000);
    const again = started();
    void program.ask('end', () => undefined);
    await again;
    void program.ask('end', () => undefined);
    expect(await filled).toBe(true);
    expect(await never).toBe(false);
    expect(await program.said(/^filled$/, 0)).toBe(true);
    await program.stop();
  });

  it('gives up at once on a program that fails before it is ready, with its last words', async () => {
    const ends: { code: number; tail: string[] }[] = [];
    const [command, args] = nodeProgram("console.error('WEBSOCKET_PORT must be a number'); process.exit(2)");
    const program = new Supervised({
      readyLine,
      logFile: join(folder.path, 'x.log'),
      command: () => ({ command, args }),
      onEnd: (end: { code: number; tail: string[] }) => ends.push(end),
    });
    expect(await program.start()).toBeUndefined();
    expect(ends).toEqual([{ code: 2, tail: ['WEBSOCKET_PORT must be a number'] }]);
    await program.stop();
  });

  it('takes exit code 0 as the wish of the person, where that is what it means', async () => {
    const [command, args] = nodeProgram("console.log('ready 1'); setTimeout(() => process.exit(0), 50)");
    const code = await new Promise((done) => {
      const program = new Supervised({
        readyLine,
        logFile: join(folder.path, 'x.log'),
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
    const supervisor = spawn(process.execPath, ['--input-type=module', '-e', source], { cwd: folder.path });
    const pid = Number(await new Promise((done) => supervisor.stdout.once('data', done)));
    expect(isAlive(pid)).toBe(true);
    supervisor.kill('SIGKILL');
    await expect.poll(() => isAlive(pid)).toBe(false);
  });

  it('is asked over its channel, and answers nothing into its log', async () => {
    const logFile = join(folder.path, 'x.log');
    const [command, args] = nodeProgram(
      `process.on('message', (m) => process.send({ other: 1 }) && process.send({ link: 'http://x/?token=' + m })); console.log('ready 1'); ${stayAlive}`,
    );
    const program = new Supervised({ readyLine, logFile, command: () => ({ command, args }) });
    await program.start();
    const read = ({ link }: { link?: string }): string | undefined => link;
    expect(await program.ask('secret', read)).toBe('http://x/?token=secret');
    expect(await program.ask('secret', () => undefined, 50)).toBeUndefined();
    await program.stop();
    expect(await program.ask('secret', read)).toBeUndefined();
    expect(await readFile(logFile, 'utf8')).toBe('ready 1\n');
  });
});

describe('links on request', () => {
  const terminal = (isTTY: boolean) => Object.assign(new PassThrough(), { isTTY });
  const launch = (inBrowser: boolean) => {
    let made = 0;
    return {
      inBrowser,
      link: async () => {
        made += 1;
        return `http://127.0.0.1/?token=${made}`;
      },
    };
  };

  it('come when the user presses Enter, until withdrawn', async () => {
    const input = terminal(true);
    const printed: string[] = [];
    const print = (line: string): unknown => printed.push(line);
    const withdraw = offerLinks(launch(true), { input, print, foreground: () => true });
    input.write('\n');
    await expect.poll(() => printed.at(-1)).toBe('http://127.0.0.1/?token=1');
    input.write('\n');
    await expect.poll(() => printed.at(-1)).toBe('http://127.0.0.1/?token=2');
    const before = process.listenerCount('SIGCONT');
    withdraw();
    expect(process.listenerCount('SIGCONT')).toBe(before - 1);
    input.write('\n');
    await new Promise(setImmediate);
    expect(printed).toHaveLength(3);
  });

  it('are not offered without a terminal, for a window, and not read in the background', async () => {
    const printed: string[] = [];
    const print = (line: string): unknown => printed.push(line);
    offerLinks(launch(true), { input: terminal(false), print })();
    offerLinks(launch(false), { input: terminal(true), print })();
    expect(printed).toEqual([]);
    const input = terminal(true);
    const withdraw = offerLinks(launch(true), { input, print, foreground: () => false });
    expect(input.isPaused()).toBe(true);
    withdraw();
    expect(isInForeground('12 (a) b) S 1 40 40 34816 40 0')).toBe(true);
    expect(isInForeground('12 (node) S 1 40 40 34816 99 0')).toBe(false);
    expect(isInForeground('')).toBe(true);
  });
});
