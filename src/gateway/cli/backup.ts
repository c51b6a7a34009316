import { resolve } from 'node:path';
import { messageContents } from '../attachments/index.ts';
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

/**
 * Copies the database while it is in use, with the files of messages, and checks both. Refuses to overwrite a file; a failed copy
 * leaves none, and the files that it has copied are gone on with by the next one.
 */
export async function backup(file: string, options: { readonly json?: boolean | undefined }): Promise<void> {
  const config = configFrom();
  const { databasePath } = config;
  const stop = stopSignal();
  try {
    const report = await backUp(databasePath, resolve(file), {
      say: complain,
      signal: stop.signal,
      contents: messageContents,
    });
    if (options.json) print(JSON.stringify(report));
    else {
      print(`backed up ${report.bytes} bytes to ${report.file}: ${inWords(report)}`);
      const { count, bytes } = report.files;
      if (count > 0)
        print(`files of messages: ${count}, ${bytes} bytes, in ${messageContents.folderOf(report.file)}`);
    }
    await recordUse(config, { type: 'cli.backup', subject: `file:${report.file}`, reason: null });
  } finally {
    stop.dispose();
  }
}
