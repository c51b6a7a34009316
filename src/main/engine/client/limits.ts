import type { ResourceLimits } from 'node:worker_threads';

/**
 * Memory of the engine's thread. A batch's parsed events live for one turn; with a smaller young generation a part of each is
 * copied twice before it dies. 64 MB holds 30 MB more than 32 MB and is no faster, measured.
 */
export const ENGINE_LIMITS: ResourceLimits = { maxYoungGenerationSizeMb: 32 };
