export {
  EventLog,
  eventOf,
  type LoggedEvent,
} from './log.ts';
export { newestEvent } from './newest.ts';
export { logStorage } from './storage.ts';
export { watchWal } from './watch.ts';
export { nameLog, trimLog } from './writes.ts';
