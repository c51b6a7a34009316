import { type Alert, isAcknowledged, isOpen } from '#shared/domain/alerts.ts';
import type { CommandContext, GatewayModule } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { RULES, readAlert } from './queries.ts';
import { DEFAULT_RULES, MANUAL_RULE } from './rules.ts';

/** Returns an unresolved alert. Refuses with `not_found`, or with `conflict` and the alert. */
function open(context: CommandContext, alertId: string): Alert {
  const alert = readAlert(context.sql, alertId) ?? refuse('unknown_alert', {}, { field: 'alertId' });
  if (!isOpen(alert)) refuse('alert_resolved', {}, { current: alert });
  return alert;
}

export const alertHandlers: GatewayModule['commands'] = {
  'alerts.raise': (context, { alertId, severity, message }) => {
    const present = readAlert(context.sql, alertId);
    if (present) refuse('duplicate_id', {}, { field: 'alertId', current: present });
    context.emit('alerts.raised', {
      alert: {
        id: alertId,
        ruleId: MANUAL_RULE,
        kind: 'manual',
        severity,
        subject: { type: 'workspace' },
        message,
        state: 'firing',
        value: null,
        raisedValue: null,
        threshold: null,
        raisedAt: context.now,
        // Caused by a user, not by an event.
        causeSeq: 0,
        acknowledgedBy: null,
        acknowledgedAt: null,
        note: null,
        silencedUntil: null,
        resolvedAt: null,
        outcome: null,
      },
    });
    return { alertId };
  },

  'alerts.acknowledge': (context, { alertId, note }) => {
    const alert = open(context, alertId);
    if (isAcknowledged(alert))
      alert.acknowledgedBy === null
        ? refuse('alert_acknowledged_already', {}, { current: alert })
        : refuse('alert_acknowledged', { name: alert.acknowledgedBy }, { current: alert });
    const acknowledgedBy = context.principal.actor.name;
    context.emit('alerts.acknowledged', {
      alert: { ...alert, acknowledgedBy, acknowledgedAt: context.now, note },
    });
    return {};
  },

  'alerts.silence': (context, { alertId, until }) => {
    const alert = open(context, alertId);
    if (until <= context.now) refuse('time_past', {}, { field: 'until' });
    context.emit('alerts.silenced', { alert: { ...alert, silencedUntil: until } });
    return {};
  },

  'alerts.resolve': (context, { alertId, note }) => {
    const alert = open(context, alertId);
    if (alert.kind !== 'manual') refuse('alert_resolves_itself', {}, { current: alert });
    context.emit('alerts.resolved', {
      alert: {
        ...alert,
        state: 'resolved',
        note: note ?? alert.note,
        resolvedAt: context.now,
        outcome: 'closed',
      },
    });
    return {};
  },
};

/** Creates the missing default rules, as events. Idempotent. */
export function ensureDefaults(context: CommandContext): void {
  const present = new Set(context.memo(RULES).map((rule) => rule.id));
  for (const rule of DEFAULT_RULES) if (!present.has(rule.id)) context.emit('alerts.rule_changed', { rule });
}
