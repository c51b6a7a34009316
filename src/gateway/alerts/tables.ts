import { z } from 'zod';
import { ALERT_STATES } from '#shared/domain/alerts.ts';
import { Id, Timestamp } from '#shared/domain/ids.ts';
import { alertRow, alertRuleRow } from '#shared/rows/alerts.ts';
import { defineRow } from '#shared/rows/define.ts';
import { defineTable, own } from '#shared/rows/table.ts';

/** `itemId` and `locationId` are those of an alert on stock, for the index that allows one open alert per rule and level. */
export const alertsTable = defineTable(alertRow, {
  name: 'alerts',
  identity: ['id'],
  own: { itemId: own<string | null>(), locationId: own<string | null>() },
});

export const alertRulesTable = defineTable(alertRuleRow, { name: 'alert_rules', identity: ['id'] });

/** The state of one rule on one level while it is not normal. */
export const StoredInstance = z.object({
  itemId: Id,
  locationId: Id,
  ruleId: Id,
  state: z.enum(ALERT_STATES),
  since: Timestamp,
  /** The alert it raised; null before that. */
  alertId: Id.nullable(),
});
export type StoredInstance = z.infer<typeof StoredInstance>;

const instanceRow = defineRow({
  kind: 'instance',
  schema: StoredInstance,
  key: ['itemId', 'locationId', 'ruleId'],
});

/** Never leaves the gateway. `dueAt` is when the instance is evaluated again even if its value does not change. */
export const instancesTable = defineTable(instanceRow, {
  name: 'alert_instances',
  identity: ['item_id', 'location_id', 'rule_id'],
  own: { dueAt: own<number | null>() },
});
