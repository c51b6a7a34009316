import { z } from 'zod';
import { AlertGroup, GroupTimes } from '#shared/domain/alert-groups.ts';
import { ALERT_STATES } from '#shared/domain/alerts.ts';
import { Id, Timestamp } from '#shared/domain/ids.ts';
import { alertRow, alertRuleRow } from '#shared/rows/alerts.ts';
import { bool, defineRow } from '#shared/rows/define.ts';
import { defineOwnTable, defineTable, own } from '#shared/rows/table.ts';

/**
 * Alerts. `itemId` and `locationId` are those of an alert about stock, and `itemId` is empty for one about a location; a unique
 * index allows one open alert per rule and subject.
 */
export const alertsTable = defineTable(alertRow, {
  name: 'alerts',
  identity: ['id'],
  own: { itemId: own<string | null>(), locationId: own<string | null>() },
});

/** Alert rules. */
export const alertRulesTable = defineTable(alertRuleRow, { name: 'alert_rules', identity: ['id'] });

/** The item of instances that are about a whole location. */
export const NO_ITEM = '';

/**
 * The state of one rule on one level, while it is not normal; or on one location, as long as its feed is watched. One of a level that
 * is `normal` is only a timer, and `since` is when it is due.
 */
export const StoredInstance = z.object({
  /** NO_ITEM for a location. */
  itemId: z.string().max(200),
  locationId: Id,
  ruleId: Id,
  state: z.enum(ALERT_STATES),
  since: Timestamp,
  fired: z.boolean(),
  /** The alert that shows it; null if there is none. */
  alertId: Id.nullable(),
});
export type StoredInstance = z.infer<typeof StoredInstance>;

const instanceRow = defineRow({
  kind: 'instance',
  schema: StoredInstance,
  key: ['itemId', 'locationId', 'ruleId'],
  codecs: { fired: bool },
});

/** Rule states, which stay on the gateway. `dueAt` is when an instance is evaluated again even if its value does not change. */
export const instancesTable = defineTable(instanceRow, {
  name: 'alert_instances',
  identity: ['item_id', 'location_id', 'rule_id'],
  own: { dueAt: own<number | null>() },
});

/** When a movement last came from a location, to the minute. */
export const feedsTable = defineOwnTable('alert_feeds', ['locationId'], {
  locationId: own<string>(),
  seenAt: own<number>(),
});

/** The times of one group. The flood of all of them has an empty kind. */
export const StoredGroup = z.object({
  key: z.string().max(600),
  group: AlertGroup.nullable(),
  times: GroupTimes,
  dueAt: Timestamp,
});
export type StoredGroup = z.infer<typeof StoredGroup>;

/** When groups of alerts are told. */
export const groupsTable = defineOwnTable('alert_groups', ['key'], {
  key: own<string>(),
  kind: own<string | null>(),
  severity: own<string | null>(),
  locationId: own<string | null>(),
  toldAt: own<number | null>(),
  waitingSince: own<number | null>(),
  dueAt: own<number>(),
});
