import { type Alert, isAcknowledged, isOpen } from '#shared/domain/alerts.ts';
import type { CommandContext, GatewayModule } from '../kernel.ts';
import { refuse, refuseField } from '../refuse.ts';
import { RULES, readAlert } from './queries.ts';
import { DEFAULT_RULES, MANUAL_RULE } from './rules.ts';

/** Returns an unresolved alert. Refuses with `not_found`, or with `conflict` and the alert. */
function open(context: CommandContext, alertId: string): Alert {
  const alert =
    readAlert(context.sql, alertId) ?? refuse('not_found', 'There is no such alert.', { field: 'alertId' });
  if (!isOpen(alert)) refuse('conflict', 'The alert has been resolved.', { current: alert });
  return alert;
}

export const alertHandlers: GatewayModule['commands'] = {
  'alerts.raise': (context, { alertId, severity, message }) => {
    const present = readAlert(context.sql, alertId);
    if (present)
      refuse('conflict', 'An alert with this id already exists.', { field: 'alertId', current: present });
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
      refuse('conflict', `${alert.acknowledgedBy ?? 'Someone'} has already acknowledged this alert.`, {
        current: alert,
      });
    const acknowledgedBy = context.principal.actor.name;
    context.emit('alerts.acknowledged', {
      alert: { ...alert, acknowledgedBy, acknowledgedAt: context.now, note },
    });
    return {};
  },

  'alerts.silence': (context, { alertId, until }) => {
    const alert = open(context, alertId);
    if (until <= context.now) refuseField('until', 'must be in the future');
    context.emit('alerts.silenced', { alert: { ...alert, silencedUntil: until } });
    return {};
  },

  'alerts.resolve': (context, { alertId, note }) => {
    const alert = open(context, alertId);
    if (alert.kind !== 'manual')
      refuse('conflict', 'An alert raised by a rule resolves when its value recovers.', { current: alert });
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
