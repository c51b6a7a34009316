import { z } from 'zod';
import { ClientUuid, Id, Timestamp } from '#shared/domain/ids.ts';
import { Meter, UsageRecord, usagePeriod, usedOf } from '#shared/domain/usage.ts';
import { projectUsage } from '#shared/domain/usage-projection.ts';
import { Reply } from '#shared/protocol/envelope.ts';
import { workspaceTimeZone } from '../admin/index.ts';
import { newId } from '../ids.ts';
import type { ModuleRoutes } from '../kernel.ts';
import { countCall } from './calls.ts';
import { firstDay, listMeters, readDays } from './queries.ts';

const Usage = z.object({
  period: z.string(),
  from: Timestamp,
  to: Timestamp,
  meters: z.array(
    Meter.extend({
      used: z.int(),
      /** At the end of the period; null before the third day that is counted. */
      projected: z.int().nullable(),
    }),
  ),
});

const Record = UsageRecord.extend({
  recordId: Id.optional().describe('A record that is sent again with the same id is not counted twice.'),
  at: Timestamp.optional().describe('Now unless set.'),
  id: ClientUuid.optional(),
});

/** Adds reading and recording of usage, and counts the calls of those who have signed in. */
export const usageRoutes: ModuleRoutes = (app, { sql, config, clock, authorise, submit }) => {
  app.addHook('onResponse', async ({ signIn }) => {
    if (signIn) countCall(config);
  });

  app.get(
    '/api/v1/usage',
    {
      preParsing: authorise('usage:read'),
      schema: { tags: ['usage'], summary: 'What was used this month, by meter', response: { 200: Usage } },
    },
    async () => {
      const now = clock.now();
      const period = usagePeriod(now, workspaceTimeZone(sql, config));
      const { key, from, to } = period;
      const meters = listMeters(sql).map((meter) => {
        const { aggregation } = meter;
        const days = readDays(sql, meter.key, period.days[0] ?? '', period.days.at(-1) ?? '');
        const projection = projectUsage({ aggregation, period, days, since: firstDay(sql, meter.key), now });
        return {
          ...meter,
          used: usedOf(aggregation, days),
          projected: projection.known ? projection.value : null,
        };
      });
      return { period: key, from, to, meters };
    },
  );

  app.post(
    '/api/v1/usage',
    {
      preParsing: authorise('usage:record'),
      schema: {
        tags: ['usage'],
        summary: 'Records usage, once per record',
        body: Record,
        response: { default: Reply },
      },
    },
    async (request, reply) => {
      const { id = newId(), recordId = id, at = clock.now(), ...rest } = request.body;
      return submit(request, reply, {
        id,
        type: 'usage.record',
        data: { recordId, at, ...rest },
        at: clock.now(),
      });
    },
  );
};
