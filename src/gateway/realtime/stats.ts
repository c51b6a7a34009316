/** A histogram as Prometheus has it; anything that takes observations. */
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
  malformed: number;
  /** Most batches any one console had unacknowledged at once. */
  maxOutstanding: number;
  batchSizes: Observer;
}

/** Counters at zero. */
export function createRealtimeStats(batchSizes: Observer = { observe: () => undefined }): RealtimeStats {
  return {
    connections: 0,
    refused: 0,
    liveBatches: 0,
    liveEvents: 0,
    catchUpEvents: 0,
    snapshots: 0,
    lagging: 0,
    malformed: 0,
    maxOutstanding: 0,
    batchSizes,
  };
}
