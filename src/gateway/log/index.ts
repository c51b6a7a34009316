export {
  type CommitListener,
  EventLog,
  type EventPage,
  eventOf,
  type LoggedEvent,
  type LogPage,
  MAX_EVENT_BYTES,
  type ReadLimits,
} from './log.ts';
export { watchWal } from './watch.ts';
