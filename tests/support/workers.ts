import { Worker } from 'node:worker_threads';
import { ENGINE_LIMITS } from '../../src/main/engine/client/limits.ts';
import type { WorkerFactory } from '../../src/main/ports.ts';

/** The engine's workers from their sources: Node strips the types itself. */
export const sourceWorkers: WorkerFactory = {
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
