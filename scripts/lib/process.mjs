import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';

/** The exit code a shell would give: the child's own, or 128 + the signal that ended it. */
export function exitCodeOf(code, signal) {
  return code ?? 128 + (constants.signals[signal] ?? 0);
}

/** Whether a process runs. One that has ended but that nobody waited for, as in containers without init, does not. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
  if (process.platform !== 'linux') return true;
  try {
    // "pid (name) state …"; the name may hold anything, so the state is what follows the last parenthesis.
    return !/^.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** Ends a child: SIGTERM, then SIGKILL when it has not gone after `graceMs`. Resolves when it is gone. */
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

/** Ends a child that leads its own process group, with everything in that group. */
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
 * Runs a program to its end, but not longer than it makes progress.
 *
 * Progress is any output, and any change of the number that `progress` returns (bytes on disk, say), which is
 * asked for a few times per `idleMs`.
 *
 * @returns `{ ok, code, stalled, output }`, where `output` is what was printed last, at most 64 KiB
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
  // The child is in a group of its own, so a Ctrl-C in the terminal has to be passed on.
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
