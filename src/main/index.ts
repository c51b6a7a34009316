import { join } from 'node:path';
import { keepPrivate } from '../system/private-files.mjs';
import { runElectronHost } from './hosts/electron/run.ts';
import { OptionError, parseHostOptions, productVersion } from './hosts/options.ts';
import { bundledWorkers } from './workers.ts';

/** The Electron entry. Takes the same options as the browser host and prints `console ready` once the window is shown. */
const bundle = import.meta.dirname;

/** Writes for whoever started the app. A desktop app may have no standard streams; then there is nobody to read it. */
function tell(stream: NodeJS.WriteStream, line: string): void {
  try {
    stream.on('error', () => {});
    stream.write(`${line}\n`);
  } catch {
    // The stream is closed.
  }
}

async function main(): Promise<void> {
  keepPrivate();
  const options = parseHostOptions(process.argv.slice(1), process.env, false);
  await runElectronHost({
    ...options,
    version: productVersion(join(bundle, '../../package.json')),
    rendererDir: join(bundle, '../renderer'),
    preload: join(bundle, '../preload/index.cjs'),
    workers: bundledWorkers,
    supervised: process.channel !== undefined,
    resources: join(bundle, '../../resources'),
    onReady: () => tell(process.stdout, 'console ready'),
  });
}

main().catch((error: unknown) => {
  tell(process.stderr, error instanceof Error ? error.message : 'The console could not start.');
  process.exit(error instanceof OptionError ? 2 : 1);
});
