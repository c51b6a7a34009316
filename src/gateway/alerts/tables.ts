import { z } from 'zod';
import { ALERT_STATES } from '#shared/domain/alerts.ts';
import { Id, Timestamp } from '#shared/domain/ids.ts';
import { alertRow, alertRuleRow } from '#shared/rows/alerts.ts';
import { defineRow } from '#shared/rows/define.ts';
import { defineTable, own } from '#shared/rows/table.ts';

/** Alerts. `itemId` and `locationId` are those of a stock alert; a unique index allows one open alert per rule and level. */
export const alertsTable = defineTable(alertRow, {
  name: 'alerts',
  identity: ['id'],
  own: { itemId: own<string | null>(), locationId: own<string | null>() },
});

/** Alert rules. */
export const alertRulesTable = defineTable(alertRuleRow, { name: 'alert_rules', identity: ['id'] });

/** The state of one rule on one level while it is not normal. */
export const StoredInstance = z.object({
  itemId: Id,
  locationId: Id,
  ruleId: Id,
  state: z.enum(ALERT_STATES),
  since: Timestamp,
  /** The alert that it raised; null if it has not raised one. */
  alertId: Id.nullable(),
});
export type StoredInstance = z.infer<typeof StoredInstance>;

const instanceRow = defineRow({
  kind: 'instance',
  schema: StoredInstance,
  key: ['itemId', 'locationId', 'ruleId'],
});

/** Rule states, which stay on the gateway. `dueAt` is when an instance is evaluated again even if its value does not change. */
export const instancesTable = defineTable(instanceRow, {
  name: 'alert_instances',
  identity: ['item_id', 'location_id', 'rule_id'],
  own: { dueAt: own<number | null>() },
});
