import { Worker } from 'node:worker_threads';
import { ENGINE_LIMITS } from '../../src/main/engine/limits.ts';
import type { WorkerFactory } from '../../src/main/ports.ts';

/** The engine's workers from their sources: Node strips the types itself. */
export const sourceWorkers: WorkerFactory = {
  engine: (workerData) =>
    new Worker(new URL('../../src/main/engine/worker.ts', import.meta.url), {
      workerData,
      execArgv: [],
      resourceLimits: ENGINE_LIMITS,
    }),
  reader: (workerData) =>
    new Worker(new URL('../../src/main/engine/reader/worker.ts', import.meta.url), {
      workerData,
      execArgv: [],
    }),
};
