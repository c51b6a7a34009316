import type { Alert } from '#shared/domain/alerts.ts';
import type { Audited, AuditedFields, AuditedRecord, Sql } from '../kernel.ts';
import { RULES, readAlert } from './queries.ts';

/** What a person decides about an alert; what was measured is in the alert itself. */
function fieldsOf(alert: Alert): AuditedFields {
  const { severity, message, state, acknowledgedBy, note, ownerName, silencedUntil, resolvedAt } = alert;
  return { severity, message, state, acknowledgedBy, note, ownerName, silencedUntil, resolvedAt };
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
  'alerts.state_changed': alertOf,
  // What people are told changes nothing.
  'alerts.notified': () => [],
  'alerts.lapsed': (sql, { alert }) => ({ ...alertOf(sql, { alert }), after: null }),
  'alerts.acknowledged': alertOf,
  'alerts.assigned': alertOf,
  'alerts.silenced': alertOf,
  'alerts.unsilenced': alertOf,
  'alerts.resolved': alertOf,
  'alerts.rule_changed': (sql, { rule }) => ({
    record: `rule:${rule.id}`,
    before: RULES.read(sql).find(({ id }) => id === rule.id) ?? null,
    after: rule,
  }),
  'alerts.rule_removed': (sql, { ruleId }) => ({
    record: `rule:${ruleId}`,
    before: RULES.read(sql).find(({ id }) => id === ruleId) ?? null,
    after: null,
  }),
};
