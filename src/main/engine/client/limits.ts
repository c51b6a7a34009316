import type { ResourceLimits } from 'node:worker_threads';

/**
 * The memory limits of the engine's thread. A batch's parsed events live for one turn of the event loop; in a smaller young
 * generation, some of them are copied twice before they are freed. With 64 MB, the thread uses 30 MB more and is no faster
 * (measured).
 */
export const ENGINE_LIMITS: ResourceLimits = { maxYoungGenerationSizeMb: 32 };
