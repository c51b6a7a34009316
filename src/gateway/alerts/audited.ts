import type { Alert } from '#shared/domain/alerts.ts';
import type { Audited, AuditedFields, AuditedRecord, Sql } from '../kernel.ts';
import { RULES, readAlert } from './queries.ts';

/** What a person decides about an alert; what was measured is in the alert itself. */
function fieldsOf(alert: Alert): AuditedFields {
  const { severity, message, state, acknowledgedBy, note, silencedUntil, resolvedAt } = alert;
  return { severity, message, state, acknowledgedBy, note, silencedUntil, resolvedAt };
}

function alertOf(sql: Sql, { alert }: { readonly alert: Alert }): AuditedRecord {
  const before = readAlert(sql, alert.id);
  return {
    record: `alert:${alert.id}`,
    before: before ? fieldsOf(before) : null,
    after: fieldsOf(alert),
  };
}

/** Which fields the events of alerts change. */
export const alertsAudited: Audited = {
  'alerts.raised': alertOf,
  'alerts.acknowledged': alertOf,
  'alerts.silenced': alertOf,
  'alerts.resolved': alertOf,
  'alerts.rule_changed': (sql, { rule }) => ({
    record: `rule:${rule.id}`,
    before: RULES.read(sql).find(({ id }) => id === rule.id) ?? null,
    after: rule,
  }),
};
