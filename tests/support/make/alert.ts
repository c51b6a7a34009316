import { v7 as uuidv7 } from 'uuid';
import type { AlertRule } from '#shared/domain/alert-rules.ts';
import { type Alert, UNTOUCHED } from '#shared/domain/alerts.ts';
import type { Notification } from '#shared/domain/notifications.ts';

/** A manual alert that is firing. */
export function makeAlert(overrides: Partial<Alert> = {}): Alert {
  return {
    id: overrides.id ?? uuidv7(),
    ruleId: 'rule',
    kind: 'manual',
    severity: 'warning',
    subject: { type: 'workspace' },
    message: '',
    state: 'firing',
    stateSince: null,
    dueAt: null,
    value: null,
    raisedValue: null,
    threshold: null,
    raisedAt: 0,
    causeSeq: 1,
    raisedSeq: null,
    ...UNTOUCHED,
    error: null,
    ...overrides,
  };
}

/** An unread notification without a link. */
export function makeNotification(overrides: Partial<Notification> = {}): Notification {
  return {
    id: overrides.id ?? uuidv7(),
    category: 'system',
    title: 'Notification',
    body: '',
    text: null,
    subject: null,
    createdAt: 0,
    readAt: null,
    dismissedAt: null,
    ...overrides,
  };
}

/** A stock rule that fires at once. */
export function makeAlertRule(overrides: Partial<AlertRule> = {}): AlertRule {
  return {
    id: 'rule-low',
    kind: 'low_stock',
    severity: 'warning',
    enabled: true,
    forMs: 0,
    keepFiringForMs: 0,
    locationId: null,
    category: null,
    overAt: null,
    withinDays: null,
    silentForMs: 4 * 3_600_000,
    opensAt: 540,
    closesAt: 1080,
    openDays: 63,
    ...overrides,
  };
}
