import { z } from 'zod';
import type { GatewayApp } from '../kernel.ts';
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
});

/** What the operator routes report on. */
export interface OperatorRouteDependencies {
  readonly log: EventLog;
  readonly metrics: Metrics;
  readonly realtime: RealtimeStats;
}

/** Adds health and metrics for operators, without sign-in. */
export function operatorRoutes(app: GatewayApp, { log, metrics, realtime }: OperatorRouteDependencies): void {
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
