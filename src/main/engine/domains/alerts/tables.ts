import { type Alert, SEVERITY_RANK } from '#shared/domain/alerts.ts';
import { alertRow, alertRuleRow } from '#shared/rows/alerts.ts';
import { defineTable, own } from '#shared/rows/table.ts';

/** Alerts, with own columns that lists sort by: `open` (1 or 0) and `rank`, the severity as a number. */
export const alertsTable = defineTable(alertRow, {
  name: 'alerts',
  identity: ['k'],
  own: { open: own<number>(), rank: own<number>() },
});

/** The alert rules. */
export const alertRulesTable = defineTable(alertRuleRow, { name: 'alert_rules', identity: ['id'] });

/** Returns the name of the counter of open alerts of a severity. */
export function openCounter(severity: Alert['severity']): string {
  return `alerts.open.${SEVERITY_RANK[severity]}`;
}
