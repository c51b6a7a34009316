import { join } from 'node:path';
import { keepPrivate } from '../system/private-files.mjs';
import { type BrowserRun, runBrowserHost } from './hosts/browser/run.ts';
import { OptionError, parseHostOptions, productVersion } from './hosts/options.ts';
import { bundledWorkers } from './workers.ts';

/**
 * The browser-host entry: `browser.js [--server URL] [--port N] [--no-open] [--profile NAME] [--data-dir DIR]`.
 * Prints `console ready at ADDRESS` once it listens. Exit codes: 2 for invalid options, 1 if it cannot start, 128 plus
 * the signal number after a signal. It exits when the IPC channel to its parent closes. Output may end up in a log, so the
 * one-time link is never printed, except to a terminal: the parent sends `link` on the channel, and gets `{ link }` back.
 */
const bundle = import.meta.dirname;
const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;
const MAX_SHUTDOWN_MS = 4_000;

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Returns a handler that shuts down once and exits with `code`. */
function exitWith(code: number, run: BrowserRun): () => void {
  let ending = false;
  return () => {
    if (ending) return;
    ending = true;
    // Whatever has not stopped by then ends with the process; durable data is already on disk.
    setTimeout(() => process.exit(code), MAX_SHUTDOWN_MS).unref();
    run.dispose().then(
      () => process.exit(code),
      () => process.exit(code),
    );
  };
}

async function main(): Promise<void> {
  keepPrivate();
  const options = parseHostOptions(process.argv.slice(2), process.env);
  const run = await runBrowserHost({
    ...options,
    version: productVersion(join(bundle, '../../package.json')),
    rendererDir: join(bundle, '../renderer'),
    workers: bundledWorkers,
  });
  for (const [signal, code] of Object.entries(SIGNALS)) process.on(signal, exitWith(code, run));
  process.on('disconnect', exitWith(0, run));
  process.on('message', (message) => {
    if (message === 'link') process.send?.({ link: run.link() });
  });
  print(`console ready at ${run.address}`);
  if (!process.channel && process.stdout.isTTY) print(`Open ${run.link()} within a minute.`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : 'The console could not start.'}\n`);
  process.exit(error instanceof OptionError ? 2 : 1);
});
