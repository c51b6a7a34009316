export { audit, pruneAudit } from './audit.ts';
export { createExecutor, type ExecutorStats, type RunningExecutor, SYSTEM_CLOCK } from './executor.ts';
export { failureFields } from './failure.ts';
export { startHousekeeping } from './housekeeping.ts';
export { SYSTEM_PRINCIPAL } from './principal.ts';
export { executeStorage } from './storage.ts';
export { createSweeper } from './sweeps.ts';
