import { z } from 'zod';
import type { MethodOutput } from '#shared/bridge/index.ts';
import { defaultRules, ServiceContent, tidyContent } from '#shared/domain/service-levels.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import { serviceRulesRow } from '#shared/rows/service.ts';
import { defineTable } from '#shared/rows/table.ts';
import type { Effects, EngineDomain } from '../../store/domain.ts';
import { type ChannelProjection, dumpTables, type ProjectionContext } from '../../store/projection.ts';
import { asOf, meta, pendingEffects, type Reader } from '../../store/reader.ts';
import * as created from './migrations/0491-service.ts';

const rulesTable = defineTable(serviceRulesRow, { name: 'service_rules', identity: ['id'] });

/** Projects the channel `service`. */
function serviceProjection(context: ProjectionContext): ChannelProjection<'service'> {
  const rules = context.bind(rulesTable);
  return {
    channel: 'service',
    tallies: [],
    events: {
      'service.rules_set': ({ data }) => {
        rules.upsert(data.rules, {});
        context.changes.touch('service', data.rules.id);
        return true;
      },
    },
    rows: {
      service_rules: (row) => {
        rules.upsert(serviceRulesRow.schema.parse(row), {});
      },
    },
    clear: () => rules.clear(),
  };
}

const ServiceEffect = z.object({ kind: z.literal('service_rules'), content: ServiceContent });

const effects: Effects<z.infer<typeof ServiceEffect>> = {
  schema: ServiceEffect,
  of: { 'service.save_rules': ({ seen: _, ...content }) => ({ kind: 'service_rules', content }) },
  topic: () => ({ topic: 'service', key: 'service' }),
};

/** Returns the rules, with unsettled changes of them. Each raises the version, so that the next one expects the right one. */
function rules(reader: Reader): MethodOutput<'service.rules'> {
  const stored = reader.get<StoredRow>(`SELECT ${rulesTable.select()} FROM service_rules LIMIT 1`);
  const decided = stored ? rulesTable.decode(stored) : defaultRules(meta(reader, 'time_zone') ?? 'UTC');
  const waiting = pendingEffects(reader, ServiceEffect).map(({ effect }) => effect.content);
  const last = waiting.at(-1);
  return {
    rules: {
      ...decided,
      ...(last ? tidyContent(last) : {}),
      version: decided.version + waiting.length,
    },
    pending: last !== undefined,
    asOf: asOf(reader, ['service']),
  };
}

/** The domain of service levels. The clocks that follow the rules are in conversations. */
export const serviceDomain: EngineDomain = {
  name: 'service',
  migrations: [{ version: 491, ...created }],
  projections: { service: serviceProjection },
  dumps: { service: dumpTables(rulesTable) },
  reads: { 'service.rules': rules },
  effects,
  activity: {
    'service.rules_set': ({ rules: { changedBy } }) => ({ values: { name: changedBy }, subject: null }),
  },
};
