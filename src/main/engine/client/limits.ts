import type { ResourceLimits } from 'node:worker_threads';

/**
 * Memory of the engine's thread. A batch's parsed events live for one turn; with the default young generation (16 MB) a
 * part of each is copied twice before it dies, which costs ingest about 5 %, measured.
 */
export const ENGINE_LIMITS: ResourceLimits = { maxYoungGenerationSizeMb: 64 };
