import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { BackupStatus } from '../backup/index.ts';
import type { ExecutorStats } from '../execute/index.ts';
import type { EventLog } from '../log/index.ts';
import type { RealtimeStats } from '../realtime/stats.ts';

/** The metrics' registry, and the histogram that the realtime side fills. */
export interface Metrics {
  readonly registry: Registry;
  readonly batchSizes: { observe(value: number): void };
  /** Adds the metrics that are read from the running parts at each scrape. */
  observe(parts: {
    readonly log: EventLog;
    readonly executor: Readonly<ExecutorStats>;
    readonly realtime: Readonly<RealtimeStats>;
    /** Open event streams. */
    readonly streams: () => number;
    /** Of scheduled backups, at a time in ms; null where there are none. */
    readonly backups: { status(): BackupStatus; now(): number } | null;
  }): void;
  /** Clears the registry. */
  dispose(): void;
}

/** Creates the metrics of one gateway, in a registry of its own. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'quayside_process_' });
  const batchSizes = new Histogram({
    name: 'quayside_live_batch_events',
    help: 'Events in a live batch',
    buckets: [1, 2, 5, 10, 20, 50, 100, 200],
    registers: [registry],
  });
  return {
    registry,
    batchSizes,
    observe({ log, executor, realtime, streams, backups }) {
      const gauge = (name: string, help: string, read: () => number): void => {
        new Gauge({
          name: `quayside_${name}`,
          help,
          registers: [registry],
          collect() {
            this.set(read());
          },
        });
      };
      const counter = (name: string, help: string, read: () => number): void => {
        new Counter({
          name: `quayside_${name}_total`,
          help,
          registers: [registry],
          collect() {
            this.reset();
            this.inc(read());
          },
        });
      };
      gauge('log_head', 'Sequence of the newest event', () => log.head());
      gauge('log_floor', 'Lowest cursor a console can catch up from', () => log.floor());
      gauge('connections', 'Connected consoles', () => realtime.connections);
      gauge('event_streams', 'Open event streams', streams);
      gauge(
        'connections_lagging',
        'Consoles that fell behind and are served from the log',
        () => realtime.lagging,
      );
      gauge(
        'outstanding_batches_max',
        'Largest number of unacknowledged batches of one console',
        () => realtime.maxOutstanding,
      );
      gauge('commands_queued', 'Commands waiting for their group', () => executor.queued);
      counter('commands', 'Commands answered', () => executor.commands);
      counter('commands_refused', 'Commands refused', () => executor.refused);
      counter('commands_replayed', 'Commands answered with a stored reply', () => executor.replayed);
      counter('command_groups', 'Group transactions of commands', () => executor.groups);
      counter('live_batches', 'Live batches broadcast', () => realtime.liveBatches);
      counter('live_events', 'Events broadcast live, counted once each', () => realtime.liveEvents);
      counter('catch_up_events', 'Events sent from the log', () => realtime.catchUpEvents);
      counter('snapshots', 'Snapshots begun', () => realtime.snapshots);
      counter(
        'connections_unread',
        'Connections ended because their clients stopped reading',
        () => realtime.unread,
      );
      counter('handshakes_refused', 'Handshakes refused', () => realtime.refused);
      counter('messages_refused', 'Client messages refused', () => realtime.malformed);
      if (backups === null) return;
      gauge('backup_age_seconds', 'Age of the newest scheduled backup; +Inf where there is none', () => {
        const { lastAt } = backups.status();
        return lastAt === null ? Number.POSITIVE_INFINITY : (backups.now() - lastAt) / 1000;
      });
      gauge('backup_last_failed', '1 where the last attempt at a scheduled backup failed', () =>
        backups.status().lastResult === 'failed' ? 1 : 0,
      );
      gauge('backup_last_bytes', 'Size of the last scheduled backup', () => backups.status().bytes);
      gauge('backup_last_seconds', 'Duration of the last scheduled backup', () => backups.status().ms / 1000);
      counter('backup_failures', 'Scheduled backups that failed', () => backups.status().failures);
    },
    dispose() {
      registry.clear();
    },
  };
}
