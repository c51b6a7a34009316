import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setPriority } from 'node:os';
import { BackupReport } from './copy.ts';

/** Output of the child kept, characters. */
const MAX_OUTPUT = 10_000;
/** The child's nice value: behind the gateway, but not starved by a busy machine. */
const NICE = 5;
/** How long the child may take to stop by itself, ms. */
const STOP_MS = 2000;

/** Makes one backup under a name. Rejects with the reason in words. */
export type BackupRun = (file: string, signal: AbortSignal) => Promise<BackupReport>;

/**
 * Returns a function that makes backups in a process of their own, with the command line's `backup`: copying and checking
 * take the thread for as long as they run. `cli` is the command line's entry. The process ends with this one.
 */
export function backupProcess(cli: string, databasePath: string): BackupRun {
  return async (file, signal) => {
    const child = fork(cli, ['backup', file, '--json'], {
      execArgv: [],
      env: { ...process.env, DATABASE_URL: `sqlite:${databasePath}` },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const failed = once(child, 'error').then(([error]) => Promise.reject(error));
    failed.catch(() => undefined);
    lowerPriority(child);
    const output = collect(child);
    const stop = stopOn(signal, child);
    try {
      await Promise.race([once(child, 'close'), failed]);
    } finally {
      stop();
    }
    signal.throwIfAborted();
    if (child.exitCode !== 0)
      throw new Error(output.stderr.trim().split('\n').at(-1) || `ended with ${child.signalCode}`);
    return BackupReport.parse(JSON.parse(output.stdout.trim().split('\n').at(-1) ?? ''));
  };
}

function lowerPriority({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) setPriority(pid, NICE);
  } catch {
    // It has ended, or the system does not let it; either way the backup does not depend on it.
  }
}

function collect(child: ChildProcess): { readonly stdout: string; readonly stderr: string } {
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      output[name] = (output[name] + text).slice(-MAX_OUTPUT);
    });
  return output;
}

/** Stops the child when the signal is aborted, first with its own clean-up. Returns a function that ends this. */
function stopOn(signal: AbortSignal, child: ChildProcess): () => void {
  let timer: NodeJS.Timeout | undefined;
  const abort = (): void => {
    child.kill('SIGTERM');
    timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  };
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
  return () => {
    signal.removeEventListener('abort', abort);
    clearTimeout(timer);
  };
}
