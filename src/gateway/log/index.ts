export {
  EventLog,
  eventOf,
  type LoggedEvent,
} from './log.ts';
export { watchWal } from './watch.ts';
