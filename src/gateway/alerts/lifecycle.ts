import type { AlertRule } from '#shared/domain/alert-rules.ts';
import {
  type Alert,
  type AlertCondition,
  type AlertError,
  type AlertInstance,
  type AlertOutcome,
  type AlertSubject,
  isOpen,
  UNTOUCHED,
} from '#shared/domain/alerts.ts';
import type { CommandContext } from '../kernel.ts';
import { readAlert } from './queries.ts';

/** What an alert of a rule is made of. */
export interface Arising {
  readonly rule: Pick<Alert, 'kind' | 'severity'> & Pick<AlertRule, 'id'>;
  readonly subject: AlertSubject;
  readonly after: AlertInstance;
  readonly dueAt: number | null;
  readonly value: number | null;
  readonly condition: AlertCondition | null;
  readonly error: AlertError | null;
  /** The event that caused it, or after which time alone did. */
  readonly causeSeq: number;
  /** The event that raised it; null where only time had passed. */
  readonly raisedSeq: number | null;
}

/** Returns a new alert of a rule, as nobody has acted on it. */
export function arisingAlert(id: string, now: number, arising: Arising): Alert {
  const { rule, subject, after, dueAt, value, condition, error, causeSeq, raisedSeq } = arising;
  return {
    id,
    ruleId: rule.id,
    kind: rule.kind,
    severity: rule.severity,
    subject,
    message: '',
    state: after.state,
    stateSince: after.since,
    dueAt,
    value,
    raisedValue: value,
    threshold: condition?.firesAt ?? null,
    raisedAt: now,
    causeSeq,
    raisedSeq,
    ...UNTOUCHED,
    error,
  };
}

/** The end of an alert: the value then (null if it is not known), why, and the event that caused it. */
export interface End {
  readonly value: number | null;
  readonly outcome: AlertOutcome;
  /** null when only time has passed. */
  readonly causeSeq: number | null;
  /** Whether it was ever raised; a pending alert that was not is deleted. */
  readonly raised: boolean;
}

/** Ends an alert, if it is open. */
export function endAlert(
  context: CommandContext,
  alertId: string,
  { value, outcome, causeSeq, raised }: End,
): void {
  const alert = readAlert(context.sql, alertId);
  if (!alert || !isOpen(alert)) return;
  if (!raised) {
    context.emit('alerts.lapsed', { alert });
    return;
  }
  context.emit('alerts.resolved', {
    alert: {
      ...alert,
      state: 'resolved',
      stateSince: context.now,
      dueAt: null,
      value: value ?? alert.value,
      causeSeq: causeSeq ?? alert.causeSeq,
      resolvedSeq: causeSeq,
      silencedUntil: null,
      // A shop that makes up for the time since a stop runs at past times.
      resolvedAt: Math.max(context.now, alert.raisedAt),
      outcome,
      error: null,
    },
  });
}
