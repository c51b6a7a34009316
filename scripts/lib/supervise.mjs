import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, statSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { endProcess, exitCodeOf } from './process.mjs';

const maxLogBytes = 5_000_000;
const backoffMs = (attempt) => Math.min(5_000, 200 * 2 ** attempt);

function openLog(file) {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  if (existsSync(file) && statSync(file).size > maxLogBytes) truncateSync(file);
  return createWriteStream(file, { flags: 'a', mode: 0o600 });
}

/**
 * Keeps one program running. The program is ready when it prints a line that matches `readyLine`. If it exits without being
 * stopped, it is restarted after a growing pause.
 *
 * Programs are started with an IPC channel, which closes when this process dies for any reason. They stop when it closes.
 */
export class Supervised {
  #child;
  #timer;
  #log;
  #stopping = false;
  #ended = false;
  #restarting = false;
  #failures = 0;
  #tail = [];
  #listeners = new Set();
  #firstReady;

  /**
   * @param options.name the program's name in messages and in its log
   * @param options.command returns how to start it: `(previousReady) => ({ command, args, env })`; `previousReady` is the
   *   match of the previous run's ready line, for example to use the same port again
   * @param options.readyLine a regular expression
   * @param options.logFile the file for its output
   * @param options.onReady called with the match after every start
   * @param options.onRestart called with the exit code and the pause before a restart
   * @param options.onEnd called with `{ code, tail }` when it is not restarted: it exited with code 0 (with `endsByItself`) or
   *   code 2 (invalid settings), or it keeps failing
   * @param options.endsByItself whether exit code 0 means that the user closed it
   * @param options.maxFailures how often it may fail in a row without becoming ready
   */
  constructor(options) {
    this.options = {
      endsByItself: false,
      maxFailures: 8,
      onReady() {},
      onRestart() {},
      onEnd() {},
      ...options,
    };
  }

  get pid() {
    return this.#child?.pid;
  }

  /** Starts the program. Resolves with the match of its first ready line, or undefined if it exits before. */
  start() {
    this.#log = openLog(this.options.logFile);
    return new Promise((done) => {
      this.#firstReady = done;
      this.#run(undefined);
    });
  }

  #run(previousReady) {
    const { command, args, env, cwd } = this.options.command(previousReady);
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    this.#child = child;
    this.#tail = [];
    let ready = previousReady;
    let readyAt;
    const onLine = (line) => {
      this.#log.write(`${line}\n`);
      this.#tail = [...this.#tail.slice(-19), line];
      for (const listener of this.#listeners) listener(line);
    };
    createInterface({ input: child.stderr }).on('line', onLine);
    createInterface({ input: child.stdout }).on('line', (line) => {
      onLine(line);
      const match = readyAt === undefined ? this.options.readyLine.exec(line) : null;
      if (match === null) return;
      ready = match;
      readyAt = Date.now();
      this.options.onReady(match);
      this.#firstReady(match);
    });
    let ended = false;
    const onGone = (code) => {
      if (ended) return;
      ended = true;
      this.#gone(code, readyAt, ready);
    };
    child.once('error', (error) => {
      onLine(String(error));
      onGone(127);
    });
    child.once('close', (code, signal) => onGone(exitCodeOf(code, signal)));
  }

  #gone(code, readyAt, ready) {
    if (this.#stopping) return;
    if (this.#restarting) {
      this.#restarting = false;
      this.#run(ready);
      return;
    }
    const ranLong = readyAt !== undefined && Date.now() - readyAt > 10_000;
    this.#failures = ranLong ? 0 : this.#failures + 1;
    const forGood = (code === 0 && this.options.endsByItself) || code === 2;
    if (forGood || ready === undefined || this.#failures > this.options.maxFailures) {
      this.#end();
      this.options.onEnd({ code, tail: this.#tail });
      this.#firstReady(undefined);
      return;
    }
    const pause = backoffMs(Math.max(this.#failures - 1, 0));
    this.options.onRestart(code, pause);
    this.#timer = setTimeout(() => this.#run(ready), pause);
  }

  /**
   * Resolves with whether the program prints a line that matches within `withinMs`: false also when it ends for good. A restart
   * goes on waiting.
   */
  said(pattern, withinMs) {
    if (this.#tail.some((line) => pattern.test(line))) return Promise.resolve(true);
    if (this.#ended) return Promise.resolve(false);
    return new Promise((done) => {
      const finish = (found) => {
        clearTimeout(timer);
        this.#listeners.delete(listener);
        done(found);
      };
      const listener = (line) => {
        if (line === undefined) finish(false);
        else if (pattern.test(line)) finish(true);
      };
      const timer = setTimeout(() => finish(false), withinMs);
      this.#listeners.add(listener);
    });
  }

  /**
   * Sends the program a message and returns its answer: the first message for which `read` returns a value. Resolves with
   * undefined if the program has no channel, exits, or does not answer within `withinMs`.
   */
  ask(message, read, withinMs = 5_000) {
    const child = this.#child;
    if (!child?.connected) return Promise.resolve(undefined);
    return new Promise((done) => {
      const finish = (value) => {
        clearTimeout(timer);
        child.off('message', onMessage);
        child.off('disconnect', onGone);
        done(value);
      };
      const onMessage = (answer) => {
        const value = read(answer);
        if (value !== undefined) finish(value);
      };
      const onGone = () => finish(undefined);
      const timer = setTimeout(onGone, withinMs);
      child.on('message', onMessage);
      child.on('disconnect', onGone);
      child.send(message, (error) => {
        if (error) onGone();
      });
    });
  }

  /** Stops the program and restarts it at once. */
  async restart() {
    const child = this.#child;
    if (child === undefined || this.#stopping) return;
    this.#failures = 0;
    this.#restarting = true;
    await endProcess(child);
  }

  #end() {
    this.#ended = true;
    for (const listener of this.#listeners) listener(undefined);
  }

  async stop() {
    this.#stopping = true;
    this.#end();
    clearTimeout(this.#timer);
    if (this.#child !== undefined) await endProcess(this.#child);
    this.#log?.end();
  }
}
