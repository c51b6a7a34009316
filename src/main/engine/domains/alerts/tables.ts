import { alertRow, alertRuleRow } from '#shared/rows/alerts.ts';
import { defineTable, own } from '#shared/rows/table.ts';

/** `open` and `rank` are what lists sort by: 1 while the alert wants attention, and its severity as a number. */
export const alertsTable = defineTable(alertRow, {
  name: 'alerts',
  identity: ['k'],
  own: { open: own<number>(), rank: own<number>() },
});

export const alertRulesTable = defineTable(alertRuleRow, { name: 'alert_rules', identity: ['id'] });
