import { type Alert, isAcknowledged, isOpen, UNTOUCHED } from '#shared/domain/alerts.ts';
import { findUser } from '../auth/index.ts';
import type { CommandContext, GatewayModule } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { RULES, readAlert } from './queries.ts';
import { ruleHandlers } from './rule-commands.ts';
import { DEFAULT_RULES, MANUAL_RULE } from './rules.ts';

/** Returns an unresolved alert. Refuses with `not_found`, or with `conflict` and the alert. */
function open(context: CommandContext, alertId: string): Alert {
  const alert = readAlert(context.sql, alertId) ?? refuse('unknown_alert', {}, { field: 'alertId' });
  if (!isOpen(alert)) refuse('alert_resolved', {}, { current: alert });
  return alert;
}

export const alertHandlers: GatewayModule['commands'] = {
  ...ruleHandlers,

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
        stateSince: context.now,
        dueAt: null,
        value: null,
        raisedValue: null,
        threshold: null,
        raisedAt: context.now,
        // Caused by a user, not by an event.
        causeSeq: 0,
        raisedSeq: null,
        ...UNTOUCHED,
        error: null,
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

  'alerts.unsilence': (context, { alertId }) => {
    const alert = open(context, alertId);
    if (alert.silencedUntil === null) refuse('alert_not_silenced', {}, { current: alert });
    context.emit('alerts.unsilenced', { alert: { ...alert, silencedUntil: null } });
    return {};
  },

  'alerts.assign': (context, { alertId, ownerId }) => {
    const alert = open(context, alertId);
    context.emit('alerts.assigned', { alert: { ...alert, ownerId, ownerName: nameOf(context, ownerId) } });
    return {};
  },

  'alerts.acknowledge_many': (context, { alertIds, note }) => {
    const alerts = openOf(context, alertIds).filter((alert) => !isAcknowledged(alert));
    const acknowledged = { acknowledgedBy: context.principal.actor.name, acknowledgedAt: context.now, note };
    for (const alert of alerts) context.emit('alerts.acknowledged', { alert: { ...alert, ...acknowledged } });
    return { changed: alerts.length };
  },

  'alerts.silence_many': (context, { alertIds, until }) => {
    const open = openOf(context, alertIds);
    if (until <= context.now) refuse('time_past', {}, { field: 'until' });
    const alerts = open.filter(({ silencedUntil }) => silencedUntil !== until);
    for (const alert of alerts)
      context.emit('alerts.silenced', { alert: { ...alert, silencedUntil: until } });
    return { changed: alerts.length };
  },

  'alerts.resolve': (context, { alertId, note }) => {
    const alert = open(context, alertId);
    if (alert.kind !== 'manual') refuse('alert_resolves_itself', {}, { current: alert });
    context.emit('alerts.resolved', {
      alert: {
        ...alert,
        state: 'resolved',
        stateSince: context.now,
        note: note ?? alert.note,
        silencedUntil: null,
        resolvedAt: context.now,
        outcome: 'closed',
      },
    });
    return {};
  },
};

/** Returns the name of an owner; null for nobody. Refuses whoever cannot sign in. */
function nameOf({ sql }: CommandContext, ownerId: string | null): string | null {
  if (ownerId === null) return null;
  const owner = findUser(sql, ownerId);
  return owner?.disabledAt === null ? owner.name : refuse('unknown_member', {}, { field: 'ownerId' });
}

/** Returns those of the alerts that are open. Refuses with `not_found` where none of them exists. */
function openOf(context: CommandContext, alertIds: readonly string[]): Alert[] {
  const alerts = alertIds.flatMap((id) => readAlert(context.sql, id) ?? []);
  if (alerts.length === 0) refuse('unknown_alert', {}, { field: 'alertIds' });
  return alerts.filter(isOpen);
}

/** Creates the missing default rules, as events. Idempotent. */
export function ensureDefaults(context: CommandContext): void {
  const present = new Set(context.memo(RULES).map((rule) => rule.id));
  for (const rule of DEFAULT_RULES) if (!present.has(rule.id)) context.emit('alerts.rule_changed', { rule });
}
