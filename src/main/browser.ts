import { join } from 'node:path';
import { type BrowserRun, runBrowserHost } from './hosts/browser/run.ts';
import { OptionError, parseHostOptions, productVersion } from './hosts/options.ts';
import { bundledWorkers } from './workers.ts';

/**
 * The browser-host entry: `browser.js [--server URL] [--port N] [--no-open] [--profile NAME] [--data-dir DIR]`.
 * Prints `console ready at ADDRESS` once it listens. Exit codes: 2 for options it cannot use, 1 where it cannot start, 128
 * and the signal's number when it was told to end. Ends with whoever started it over an IPC channel; the message `link`
 * on that channel makes it print `console link ADDRESS`, a new one-time address.
 */
const bundle = import.meta.dirname;
const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;
const MAX_SHUTDOWN_MS = 4_000;

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function endWith(code: number, run: BrowserRun): () => void {
  let ending = false;
  return () => {
    if (ending) return;
    ending = true;
    // What could not be ended in this time is ended by the process: everything durable is already on disk.
    setTimeout(() => process.exit(code), MAX_SHUTDOWN_MS).unref();
    run.dispose().then(
      () => process.exit(code),
      () => process.exit(code),
    );
  };
}

async function main(): Promise<void> {
  const options = parseHostOptions(process.argv.slice(2), process.env);
  const run = await runBrowserHost({
    ...options,
    version: productVersion(join(bundle, '../../package.json')),
    rendererDir: join(bundle, '../renderer'),
    workers: bundledWorkers,
  });
  for (const [signal, code] of Object.entries(SIGNALS)) process.on(signal, endWith(code, run));
  process.on('disconnect', endWith(0, run));
  process.on('message', (message) => {
    if (message === 'link') print(`console link ${run.link()}`);
  });
  print(`console ready at ${run.link()}`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : 'The console could not start.'}\n`);
  process.exit(error instanceof OptionError ? 2 : 1);
});
