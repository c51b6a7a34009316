import { resolve } from 'node:path';
import { backUp } from '../backup/index.ts';
import { configFrom } from './offline.ts';
import { complain, print, UsageError } from './output.ts';
import { inWords } from './position.ts';
import { recordUse } from './use.ts';

/** Ends the work when this process is asked to stop: by a signal, or by the end of its parent process. */
function stopSignal(): { readonly signal: AbortSignal; dispose(): void } {
  const stop = new AbortController();
  const abort = (): void => stop.abort(new UsageError('stopped; there is no backup'));
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of signals) process.once(name, abort);
  if (process.channel) process.once('disconnect', abort);
  return {
    signal: stop.signal,
    dispose() {
      for (const name of signals) process.off(name, abort);
      process.off('disconnect', abort);
      // The IPC channel keeps the process alive while it is open.
      if (process.connected) process.disconnect();
    },
  };
}

/** Copies the database while it is in use, and checks the copy. Refuses to overwrite a file; a failed copy leaves none. */
export async function backup(file: string, options: { readonly json?: boolean | undefined }): Promise<void> {
  const config = configFrom();
  const { databasePath } = config;
  const stop = stopSignal();
  try {
    const report = await backUp(databasePath, resolve(file), { say: complain, signal: stop.signal });
    if (options.json) print(JSON.stringify(report));
    else print(`backed up ${report.bytes} bytes to ${report.file}: ${inWords(report)}`);
    await recordUse(config, { type: 'cli.backup', subject: `file:${report.file}`, reason: null });
  } finally {
    stop.dispose();
  }
}
