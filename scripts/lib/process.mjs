import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';

/** Returns the exit code as a shell reports it: the child's own, or 128 plus the number of the signal that killed it. */
export function exitCodeOf(code, signal) {
  return code ?? 128 + (constants.signals[signal] ?? 0);
}

/** Returns whether a process runs. A zombie does not, as found in containers without init. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
  if (process.platform !== 'linux') return true;
  try {
    // The format is "pid (name) state …". The name may contain anything, so the state follows the last parenthesis.
    return !/^.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** Stops a child: SIGTERM, then SIGKILL if it has not exited after `graceMs`. Resolves when it has exited. */
export function endProcess(child, graceMs = 5_000) {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((done) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
    child.once('exit', () => {
      clearTimeout(timer);
      done();
    });
    child.kill('SIGTERM');
  });
}

/** Kills a child that leads its own process group, with the whole group. */
function killGroup(child) {
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}

/**
 * Runs a program until it exits or makes no progress for `idleMs`.
 *
 * Progress is any output, and any change of the number that `progress` returns (such as bytes on disk). It is called a few
 * times per `idleMs`.
 *
 * @returns `{ ok, code, stalled, output }`, where `output` is the end of the output, at most 64 KiB
 */
export function runWhileProgressing(command, args, options) {
  const { idleMs, progress = () => 0, onOutput, maxMs = Number.POSITIVE_INFINITY, ...rest } = options;
  const ownGroup = process.platform !== 'win32';
  const child = spawn(command, args, { ...rest, detached: ownGroup, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let stalled = false;
  let started = Date.now();
  let lastProgress = started;
  let lastValue = progress();

  const heard = (chunk) => {
    lastProgress = Date.now();
    output = (output + chunk).slice(-65_536);
    onOutput?.(String(chunk));
  };
  child.stdout.on('data', heard);
  child.stderr.on('data', heard);

  const timer = setInterval(
    () => {
      const value = progress();
      if (value !== lastValue) lastProgress = Date.now();
      lastValue = value;
      if (Date.now() - lastProgress < idleMs && Date.now() - started < maxMs) return;
      stalled = true;
      started = Number.POSITIVE_INFINITY;
      killGroup(child);
    },
    Math.max(20, Math.min(500, idleMs / 4)),
  );
  // The child has its own process group, so a Ctrl-C in the terminal must be passed on.
  const onExit = () => killGroup(child);
  const onSignal = (signal) => {
    killGroup(child);
    process.exit(exitCodeOf(null, signal));
  };
  process.once('exit', onExit);
  process.once('SIGINT', onSignal);
  process.once('SIGTERM', onSignal);

  return new Promise((done) => {
    const finish = (code, message = '') => {
      clearInterval(timer);
      process.off('exit', onExit);
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
      done({ ok: code === 0 && !stalled, code, stalled, output: output + message });
    };
    child.once('error', (error) => finish(127, String(error)));
    child.once('close', (code, signal) => finish(exitCodeOf(code, signal)));
  });
}
