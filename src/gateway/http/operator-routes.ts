import { z } from 'zod';
import type { BackupStatus, Backups } from '../backup/index.ts';
import type { Clock, GatewayApp } from '../kernel.ts';
import type { EventLog } from '../log/index.ts';
import type { RealtimeStats } from '../realtime/stats.ts';
import { GATEWAY_VERSION } from '../version.ts';
import type { Metrics } from './metrics.ts';

const Health = z.object({
  status: z.literal('ok'),
  version: z.string(),
  head: z.int(),
  floor: z.int(),
  connections: z.int(),
  uptimeSeconds: z.number(),
  backup: z
    .object({
      /** Age of the newest backup in the folder; null where there is none. */
      ageSeconds: z.int().nullable(),
      /** How the last attempt since the start ended; null before the first. */
      lastResult: z.enum(['ok', 'failed']).nullable(),
      failures: z.int(),
    })
    .nullable()
    .describe('Scheduled backups; null where none are configured'),
});

/** What the operator routes report on. */
export interface OperatorRouteDependencies {
  readonly log: EventLog;
  readonly metrics: Metrics;
  readonly realtime: RealtimeStats;
  readonly clock: Clock;
  /** Null where none are scheduled. */
  readonly backups: Backups | null;
}

/** Adds health and metrics for operators, without sign-in. */
export function operatorRoutes(app: GatewayApp, dependencies: OperatorRouteDependencies): void {
  const { log, metrics, realtime, clock, backups } = dependencies;
  const startedAt = performance.now();
  app.get(
    '/api/health',
    { schema: { tags: ['operation'], security: [], response: { 200: Health } } },
    async () => ({
      status: 'ok' as const,
      version: GATEWAY_VERSION,
      head: log.head(),
      floor: log.floor(),
      connections: realtime.connections,
      uptimeSeconds: Math.round((performance.now() - startedAt) / 1000),
      backup: backups && backupHealth(backups.status(), clock.now()),
    }),
  );
  app.get(
    '/api/monitoring/metrics',
    { schema: { tags: ['operation'], security: [], summary: 'Prometheus' } },
    async (_request, reply) => {
      const text = await metrics.registry.metrics();
      return reply.type(metrics.registry.contentType).send(text);
    },
  );
}

function backupHealth({ lastAt, lastResult, failures }: BackupStatus, now: number) {
  const ageSeconds = lastAt === null ? null : Math.round((now - lastAt) / 1000);
  return { ageSeconds, lastResult, failures };
}
