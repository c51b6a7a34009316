/** Counters for the metrics. */
export interface ExecutorStats {
  commands: number;
  refused: number;
  /** Commands answered with the reply of their first run. */
  replayed: number;
  /** Transactions of the queue. */
  groups: number;
  /** Commands and pieces of work waiting for their group now. */
  queued: number;
  /** Since when another process has kept the queue waiting, monotonic ms; null while none does. */
  blockedSince: number | null;
  /** The name of the error that rolled back the last group; null if it was committed. */
  failure: string | null;
}
