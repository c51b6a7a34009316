export {
  EventLog,
  eventOf,
  type LoggedEvent,
} from './log.ts';
export { logPosition, newestEvent } from './newest.ts';
export { logStorage } from './storage.ts';
export { watchWal } from './watch.ts';
export { nameLog, scrubEvents, storedData, trimLog } from './writes.ts';
