export { audit, pruneAudit } from './audit.ts';
export { createExecutor, type RunningExecutor, SYSTEM_CLOCK } from './executor.ts';
export { failureFields } from './failure.ts';
export { startHousekeeping } from './housekeeping.ts';
export { SYSTEM_PRINCIPAL } from './principal.ts';
export type { ExecutorStats } from './stats.ts';
export { executeStorage } from './storage.ts';
export { createSweeper } from './sweeps.ts';
