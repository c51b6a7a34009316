/** Takes observations, as a Prometheus histogram does. */
export interface Observer {
  observe(value: number): void;
}

/** Counters of the realtime side, read by the metrics. */
export interface RealtimeStats {
  connections: number;
  refused: number;
  liveBatches: number;
  liveEvents: number;
  catchUpEvents: number;
  snapshots: number;
  lagging: number;
  /** Connections ended because their clients stopped reading. */
  unread: number;
  malformed: number;
  /** Largest number of unacknowledged batches of one console. */
  maxOutstanding: number;
  batchSizes: Observer;
}

/** Creates counters at zero. */
export function createRealtimeStats(batchSizes: Observer = { observe: () => undefined }): RealtimeStats {
  return {
    connections: 0,
    refused: 0,
    liveBatches: 0,
    liveEvents: 0,
    catchUpEvents: 0,
    snapshots: 0,
    lagging: 0,
    unread: 0,
    malformed: 0,
    maxOutstanding: 0,
    batchSizes,
  };
}
