export {
  type CommitListener,
  EventLog,
  type EventPage,
  eventOf,
  type LoggedEvent,
  type LogPage,
  type ReadLimits,
} from './log.ts';
export { watchWal } from './watch.ts';
