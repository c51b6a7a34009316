import { TIME_ZONE_SETTING } from '#shared/domain/admin.ts';
import { type ServiceRules, tidyContent } from '#shared/domain/service-levels.ts';
import { workspaceTimeZone } from '../admin/index.ts';
import { wholeTable } from '../db/sources.ts';
import { tableOn } from '../db/tables.ts';
import type { AuditedFields, CommandContext, GatewayModule } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { clockReactions, clocksProjection, sweepClocks } from './clocks.ts';
import * as m0490 from './migrations/0490-service.ts';
import { readRules, STORED_RULES } from './queries.ts';
import { serviceRoutes } from './routes.ts';
import { rulesTable } from './tables.ts';

export { readRules } from './queries.ts';
export { rateConversation, ratingAsked } from './rating.ts';

const fields = ({ hours, holidays, targets, timeZone, version }: ServiceRules): AuditedFields => ({
  hours,
  holidays,
  targets,
  timeZone,
  version,
});

/** Lets rules that were set follow the time zone of the workspace. */
function followTimeZone(context: CommandContext): void {
  const rules = readRules(context.sql, context.config);
  const timeZone = workspaceTimeZone(context.sql, context.config);
  if (rules.timeZone === timeZone) return;
  context.emit('service.rules_set', { rules: { ...rules, timeZone, version: rules.version + 1 } });
}

/** Service levels: the rules, and the clocks of conversations. Listed after `chat`, whose conversations it reads. */
export const serviceModule: GatewayModule = {
  name: 'service',
  migrations: { '0490-service': m0490 },
  commands: {
    'service.save_rules': (context, { seen, ...content }) => {
      const before = readRules(context.sql, context.config);
      if (before.version !== seen)
        refuse('service_changed', { name: before.changedBy }, { field: 'seen', current: before });
      const rules: ServiceRules = {
        ...before,
        ...tidyContent(content),
        version: before.version + 1,
        changedBy: context.principal.actor.name,
        changedAt: context.now,
      };
      context.emit('service.rules_set', { rules });
      return { version: rules.version };
    },
  },
  projection: {
    ...clocksProjection,
    'service.rules_set': ({ sql, forget }, { data: { rules } }) => {
      tableOn(sql, rulesTable).upsert(rules, {});
      forget(STORED_RULES);
    },
  },
  audited: {
    'service.rules_set': (sql, { rules }) => {
      const before = STORED_RULES.read(sql);
      return { record: 'service', before: before ? fields(before) : null, after: fields(rules) };
    },
  },
  reactions: {
    ...clockReactions,
    'admin.setting_changed': (context, { data }) => {
      if (data.setting.key === TIME_ZONE_SETTING) followTimeZone(context);
    },
  },
  setup: followTimeZone,
  snapshots: { service: [wholeTable(rulesTable)] },
  sweep: sweepClocks,
  routes: serviceRoutes,
};
