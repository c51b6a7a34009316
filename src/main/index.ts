import { join } from 'node:path';
import { runElectronHost } from './hosts/electron/run.ts';
import { OptionError, parseHostOptions, productVersion } from './hosts/options.ts';
import { bundledWorkers } from './workers.ts';

/** The Electron entry. Takes the same options as the browser host and prints `console ready` once the window is shown. */
const bundle = import.meta.dirname;

async function main(): Promise<void> {
  const options = parseHostOptions(process.argv.slice(1), process.env, false);
  await runElectronHost({
    ...options,
    version: productVersion(join(bundle, '../../package.json')),
    rendererDir: join(bundle, '../renderer'),
    preload: join(bundle, '../preload/index.cjs'),
    workers: bundledWorkers,
    onReady: () => process.stdout.write('console ready\n'),
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : 'The console could not start.'}\n`);
  process.exit(error instanceof OptionError ? 2 : 1);
});
