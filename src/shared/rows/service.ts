import { ServiceRules } from '../domain/service-levels.ts';
import { defineRow, json } from './define.ts';

/** The rules of service levels: one row. */
export const serviceRulesRow = defineRow({
  kind: 'service_rules',
  schema: ServiceRules,
  key: ['id'],
  codecs: {
    hours: json<ServiceRules['hours']>(),
    holidays: json<ServiceRules['holidays']>(),
    targets: json<ServiceRules['targets']>(),
  },
});
