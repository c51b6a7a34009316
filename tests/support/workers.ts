import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setEnvironmentData, Worker } from 'node:worker_threads';
import { buildIsFresh } from '../../scripts/lib/build.mjs';
import { ENGINE_LIMITS } from '../../src/main/engine/client/limits.ts';
import type { WorkerFactory } from '../../src/main/ports.ts';
import { SHIFT } from './shifted-clock.ts';

/** The engine's workers from their sources: Node strips the types itself. */
function sourceWorkers(execArgv: string[] = []): WorkerFactory {
  const source = (name: string): URL => new URL(`../../src/main/engine/threads/${name}.ts`, import.meta.url);
  return {
    engine: (workerData) =>
      new Worker(source('engine'), { workerData, execArgv, resourceLimits: ENGINE_LIMITS }),
    reader: (workerData) => new Worker(source('reader'), { workerData, execArgv }),
  };
}

/** A clock of a console that a test sets forward and back, in all threads at once. */
export interface ShiftedClock {
  readonly workers: WorkerFactory;
  /** The console's clock minus this machine's, ms. */
  readonly shift: () => number;
  readonly set: (ms: number) => void;
}

/** Creates workers from their sources whose `Date.now()` is off by a shift. One test at a time may use them. */
export function shiftedWorkers(): ShiftedClock {
  const shared = new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT);
  const shift = new Float64Array(shared);
  const preload = ['--import', new URL('./shifted-clock.ts', import.meta.url).href];
  setEnvironmentData(SHIFT, shared);
  return {
    workers: sourceWorkers(preload),
    shift: () => shift[0] ?? 0,
    set(ms) {
      shift[0] = ms;
    },
  };
}

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
export const testWorkers: WorkerFactory = buildIsFresh() ? builtWorkers : sourceWorkers();
