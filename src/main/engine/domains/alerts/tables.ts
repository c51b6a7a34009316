import { type Alert, SEVERITY_RANK } from '#shared/domain/alerts.ts';
import { alertRow, alertRuleRow } from '#shared/rows/alerts.ts';
import { defineTable, own } from '#shared/rows/table.ts';

/** Alerts, with own columns that lists sort and filter by: `open` (1 or 0), `rank`, the severity as a number, and the location. */
export const alertsTable = defineTable(alertRow, {
  name: 'alerts',
  identity: ['k'],
  own: { open: own<number>(), rank: own<number>(), locationId: own<string | null>() },
});

/** The alert rules. */
export const alertRulesTable = defineTable(alertRuleRow, { name: 'alert_rules', identity: ['id'] });

/** Returns the name of the counter of open alerts of a severity. */
export function openCounter(severity: Alert['severity']): string {
  return `alerts.open.${SEVERITY_RANK[severity]}`;
}

/** How the counters of alerts that ask for attention begin, one for each kind, severity and location. */
export const LOUD_COUNTERS = 'alerts.loud.';

/** Returns the name of the counter of an alert that asks for attention. */
export function loudCounter({
  kind,
  severity,
  locationId,
}: Pick<Alert, 'kind' | 'severity'> & { readonly locationId: string | null }): string {
  return `${LOUD_COUNTERS}${JSON.stringify([kind, severity, locationId])}`;
}
