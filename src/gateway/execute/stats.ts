/** Counters for the metrics. */
export interface ExecutorStats {
  commands: number;
  refused: number;
  /** Commands answered with the reply of their first run. */
  replayed: number;
  /** Transactions that held commands. */
  groups: number;
  /** Commands waiting for their group now. */
  queued: number;
}
