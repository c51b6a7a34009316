export { type CommitListener, EventLog, type LogPage, type ReadLimits, sizeOf } from './log.ts';
export { watchWal } from './watch.ts';
