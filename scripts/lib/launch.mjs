import { join, resolve } from 'node:path';
import { closeDataFolder, keepPrivate } from '../../src/system/private-files.mjs';
import { chooseHost, electronRuntime, isRoot } from './electron.mjs';
import { outDir, productEnv, productNode, root, stateDir } from './paths.mjs';
import { lastPort, rememberPort } from './ports.mjs';
import { Refusal, say } from './say.mjs';
import { Supervised } from './supervise.mjs';

const gatewayReady = /^gateway listening on (http:\/\/\S+:(\d+))/;
const demoReady = /^demo shop ready$/;
/** How long the console waits for the past of the demo's shop, ms, and after what time that is said. */
const demoWait = { longestMs: 60_000, quietMs: 1_500 };
const consoleReady = /^console ready(?: at (\S+))?/;

/** Returns the data folder of a profile: QUAYSIDE_DATA_DIR if set, otherwise a folder in this clone. */
export function dataFolder(profile, env = process.env) {
  return env.QUAYSIDE_DATA_DIR ? resolve(env.QUAYSIDE_DATA_DIR) : join(stateDir, profile);
}

/** Returns the arguments of the embedded gateway. With `port` 0 it uses a free port. */
export function gatewayArguments(demo, port, dataDir) {
  const flags = Object.entries(demo).filter(([, value]) => value !== undefined);
  return [
    ...['serve', '--demo', '--port', String(port), '--data-dir', dataDir],
    ...flags.flatMap(([name, value]) => [`--${name}`, String(value)]),
  ];
}

/** Returns the link in a console's answer, or undefined. */
function linkIn(message) {
  const link = message?.link;
  return typeof link === 'string' && /^http:\/\/\S+$/.test(link) ? link : undefined;
}

function explain(name, { code, tail }, logFile) {
  return [
    `The ${name} exited with code ${code}. Its last lines (the full log is ${logFile}):`,
    ...tail.map((l) => `  ${l}`),
  ].join('\n');
}

/**
 * A running Quayside: the console and, unless it uses another server, the embedded gateway. Restarts both when they exit.
 */
export class Launch {
  #gateway;
  #console;
  #dataDir;
  #finish;

  /**
   * Resolves with the exit code when Quayside exits by itself: because the user closed it, or because it keeps failing.
   */
  ended = new Promise((done) => {
    this.#finish = done;
  });

  /** Whether the console is shown in a browser, which needs a link. Known once `start` has resolved. */
  inBrowser = false;

  constructor(options) {
    this.options = options;
    this.#dataDir = dataFolder(options.profile);
  }

  /** Starts everything. Resolves with where the console is: a one-time link, or its own window. */
  async start() {
    keepPrivate();
    const open = closeDataFolder(this.#dataDir);
    if (open.length > 0) say(`Other users of this computer may be able to read ${open[0]}.`);
    const [server, chosen] = await Promise.all([
      this.options.server ?? this.#startGateway(),
      chooseHost(this.options.host),
    ]);
    const { host, reason } = chosen;
    say(host === 'desktop' ? `Opening the desktop window: ${reason}.` : `Opening in the browser: ${reason}.`);
    if (host === 'browser') return this.#startConsole(server, 'browser');
    try {
      return await this.#startConsole(server, 'desktop');
    } catch (error) {
      if (this.options.host === 'desktop') throw error;
      await this.#console.stop();
      say('The desktop window could not be opened (see the log). Opening in the browser instead.');
      return this.#startConsole(server, 'browser');
    }
  }

  /**
   * Returns a new link to the console, which works once and for a minute. It passes over the channel between the processes,
   * never through a log. Returns undefined if the console has a window of its own or does not answer.
   */
  link() {
    return this.inBrowser ? this.#console.ask('link', linkIn) : Promise.resolve(undefined);
  }

  restartGateway() {
    return this.#gateway?.restart();
  }

  restartConsole() {
    return this.#console?.restart();
  }

  /** Stops both children and waits until they have exited. */
  async stop() {
    await Promise.all([this.#console?.stop(), this.#gateway?.stop()]);
  }

  #log(name) {
    return join(this.#dataDir, 'logs', `${name}.log`);
  }

  async #startGateway() {
    const logFile = this.#log('gateway');
    const { port } = await lastPort(this.#dataDir, 'gateway');
    let failure = '';
    this.#gateway = new Supervised({
      readyLine: gatewayReady,
      logFile,
      command: (previous) => ({
        command: productNode(),
        args: [
          join(outDir, 'main/gateway.js'),
          ...gatewayArguments(this.options.demo, previous?.[2] ?? port, this.#dataDir),
        ],
        cwd: root,
        env: productEnv({ QUAYSIDE_DATA_DIR: this.#dataDir }),
      }),
      onRestart: (code, pause) => say(`The gateway stopped (code ${code}). Restarting it in ${pause} ms.`),
      onEnd: (end) => {
        failure = explain('gateway', end, logFile);
        if (this.#started) this.#fail(failure);
      },
    });
    const ready = await this.#gateway.start();
    if (ready === undefined) throw new Refusal(failure);
    rememberPort(this.#dataDir, 'gateway', ready[2]);
    await this.#demoReady();
    if (failure !== '') throw new Refusal(failure);
    return ready[1];
  }

  /** Waits until the demo's shop has its past, so that the console opens with its figures and not with those of a part of it. */
  async #demoReady() {
    if (await this.#gateway.said(demoReady, demoWait.quietMs)) return;
    say('Writing the past of the demo shop. The console opens in about ten seconds.');
    if (await this.#gateway.said(demoReady, demoWait.longestMs)) return;
    say('The past of the demo shop is not complete yet; its figures will grow for a while.');
  }

  #started = false;

  #fail(message) {
    process.stderr.write(`${message}\n`);
    this.#finish(1);
  }

  /** Returns the port that was asked for, or the profile's last one; 0 for any. */
  async #consolePort(host) {
    if (host !== 'browser' || this.options.port !== 0) return this.options.port;
    const { port, taken } = await lastPort(this.#dataDir, 'console');
    if (taken !== undefined)
      say(
        `Another program uses port ${taken}, where this console was. It gets another address; tabs and bookmarks with the old one do not work.`,
      );
    return port;
  }

  async #startConsole(server, host) {
    const logFile = this.#log('console');
    const { open, profile } = this.options;
    const port = await this.#consolePort(host);
    let failure = '';
    this.#console = new Supervised({
      readyLine: consoleReady,
      logFile,
      endsByItself: true,
      command: (previous) => {
        const samePort = previous?.[1] === undefined ? port : new URL(previous[1]).port;
        const flags = ['--server', server, '--port', String(samePort), '--profile', profile];
        if (this.options.server === undefined) flags.push('--demo');
        // After a restart of the host, the browser is still open.
        if (!open || previous !== undefined) flags.push('--no-open');
        const env = productEnv({ QUAYSIDE_DATA_DIR: this.#dataDir });
        if (host === 'browser')
          return {
            command: productNode(),
            args: [join(outDir, 'main/browser.js'), ...flags],
            cwd: root,
            env,
          };
        const unsandboxed = isRoot() ? ['--no-sandbox'] : [];
        return { command: electronRuntime(), args: [...unsandboxed, root, ...flags], cwd: root, env };
      },
      onRestart: (code, pause) => say(`The console stopped (code ${code}). Restarting it in ${pause} ms.`),
      onEnd: (end) => {
        failure = explain('console', end, logFile);
        if (!this.#started) return;
        if (end.code === 0) this.#finish(0);
        else this.#fail(failure);
      },
    });
    const started = this.#console.start();
    const tooLong = host === 'desktop' ? 60_000 : 120_000;
    let timer;
    const timeout = new Promise((done) => {
      timer = setTimeout(done, tooLong);
    });
    const ready = await Promise.race([started, timeout]);
    clearTimeout(timer);
    if (ready === undefined)
      throw new Refusal(
        failure || `The console was not ready after ${tooLong / 1000} s. Its log is ${logFile}.`,
      );
    this.#started = true;
    this.inBrowser = host === 'browser';
    if (ready[1] !== undefined && this.options.port === 0)
      rememberPort(this.#dataDir, 'console', new URL(ready[1]).port);
    return (await this.link()) ?? ready[1] ?? 'its own window';
  }
}
