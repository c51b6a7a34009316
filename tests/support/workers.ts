import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { buildIsFresh } from '../../scripts/lib/build.mjs';
import { ENGINE_LIMITS } from '../../src/main/engine/client/limits.ts';
import type { WorkerFactory } from '../../src/main/ports.ts';

/** The engine's workers from their sources: Node strips the types itself. */
const sourceWorkers: WorkerFactory = {
  engine: (workerData) =>
    new Worker(new URL('../../src/main/engine/threads/engine.ts', import.meta.url), {
      workerData,
      execArgv: [],
      resourceLimits: ENGINE_LIMITS,
    }),
  reader: (workerData) =>
    new Worker(new URL('../../src/main/engine/threads/reader.ts', import.meta.url), {
      workerData,
      execArgv: [],
    }),
};

const chunks = resolve(import.meta.dirname, '../../out/main/chunks');

/** Returns a worker's file in the build. Its name ends with a hash of eight characters. */
function builtFile(name: string): string {
  const file = readdirSync(chunks).find((chunk) => new RegExp(`^${name}-[\\w-]{8}\\.js$`).test(chunk));
  if (file === undefined) throw new Error(`The build has no worker ${name}. Run npm run build.`);
  return join(chunks, file);
}

/** Starts the engine's worker as it is shipped, with options of Node. */
export function builtEngine(workerData: unknown, execArgv: string[] = []): Worker {
  return new Worker(builtFile('engine'), { workerData, execArgv, resourceLimits: ENGINE_LIMITS });
}

/** The engine's workers as they are shipped, which use less memory than those from the sources. Needs a build. */
export const builtWorkers: WorkerFactory = {
  engine: (workerData) => builtEngine(workerData),
  reader: (workerData) => new Worker(builtFile('reader'), { workerData, execArgv: [] }),
};

/**
 * The engine's workers for tests: from the build if it is up to date, otherwise from the sources. Built workers start three
 * times as fast. They also need no WebAssembly to strip types, which has aborted Node when many threads were started and
 * ended ("Check failed: jit_page.has_value()").
 */
export const testWorkers: WorkerFactory = buildIsFresh() ? builtWorkers : sourceWorkers;
