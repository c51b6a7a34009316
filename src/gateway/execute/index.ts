export { audit, pruneAudit } from './audit.ts';
export {
  type Clock,
  createExecutor,
  type ExecutorStats,
  type RunningExecutor,
  SYSTEM_CLOCK,
} from './executor.ts';
export { failureFields } from './failure.ts';
export { keepHouse } from './housekeeping.ts';
export { SYSTEM_PRINCIPAL } from './principal.ts';
export { createSweeper } from './sweeps.ts';
