import { ENGINE_LIMITS } from './engine/limits.ts';
import startReader from './engine/reader/worker.ts?nodeWorker';
import startEngine from './engine/worker.ts?nodeWorker';
import type { WorkerFactory } from './ports.ts';

/** Starts the engine's workers from the bundle. */
export const bundledWorkers: WorkerFactory = {
  engine: (workerData) => startEngine({ workerData, name: 'engine', resourceLimits: ENGINE_LIMITS }),
  reader: (workerData) => startReader({ workerData, name: 'reader' }),
};
