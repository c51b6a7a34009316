import { ENGINE_LIMITS } from './engine/client/limits.ts';
import startEngine from './engine/threads/engine.ts?nodeWorker';
import startReader from './engine/threads/reader.ts?nodeWorker';
import type { WorkerFactory } from './ports.ts';

/** Starts the engine's workers from the bundle. */
export const bundledWorkers: WorkerFactory = {
  engine: (workerData) => startEngine({ workerData, name: 'engine', resourceLimits: ENGINE_LIMITS }),
  reader: (workerData) => startReader({ workerData, name: 'reader' }),
};
