import { z } from 'zod';
import { Id, Seq, Timestamp } from './ids.ts';
import { assertNever } from './result.ts';

/** The kinds of alerts. */
export const ALERT_KINDS = ['low_stock', 'out_of_stock', 'manual'] as const;
/** The severities of alerts, mildest first. */
export const ALERT_SEVERITIES = ['info', 'warning', 'critical'] as const;
/** The states of an alert; see `stepAlert`. */
export const ALERT_STATES = [
  'normal',
  'pending',
  'firing',
  'recovering',
  'resolved',
  'no_data',
  'error',
] as const;
export type AlertState = (typeof ALERT_STATES)[number];

/**
 * Why an alert was resolved: its value recovered, the alert that stock is out replaced it, its rule or item is watched no
 * longer, or somebody closed it.
 */
export const ALERT_OUTCOMES = ['recovered', 'replaced', 'unwatched', 'closed'] as const;
export type AlertOutcome = (typeof ALERT_OUTCOMES)[number];

/** What an alert is about. Names are copied in, so that an alert can be shown without loading its item. */
export const AlertSubject = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('stock'),
    itemId: Id,
    locationId: Id,
    sku: z.string().max(64),
    itemName: z.string().max(300),
    locationName: z.string().max(120),
  }),
  z.object({ type: z.literal('workspace') }),
]);
export type AlertSubject = z.infer<typeof AlertSubject>;

/** One rule on one subject, from raised to resolved. A second drop after recovery raises a new alert. */
export const Alert = z.object({
  id: Id,
  ruleId: Id,
  kind: z.enum(ALERT_KINDS),
  severity: z.enum(ALERT_SEVERITIES),
  subject: AlertSubject,
  /** The text of a manual alert; empty for other alerts. */
  message: z.string().max(500),
  state: z.enum(ALERT_STATES),
  /** The value when the alert was raised or, once it is resolved, when it was resolved. */
  value: z.number().nullable(),
  /** The value when the alert was raised; null for manual alerts, and where an older gateway resolved it. */
  raisedValue: z.number().nullable().default(null),
  threshold: z.number().nullable(),
  raisedAt: Timestamp,
  /** Sequence number of the event that caused the last change. */
  causeSeq: Seq,
  acknowledgedBy: z.string().max(200).nullable(),
  acknowledgedAt: Timestamp.nullable(),
  note: z.string().max(500).nullable(),
  silencedUntil: Timestamp.nullable(),
  resolvedAt: Timestamp.nullable(),
  /** Null while the alert is open, and where an older gateway resolved it. */
  outcome: z.enum(ALERT_OUTCOMES).nullable().default(null),
});
export type Alert = z.infer<typeof Alert>;

/** A rule that raises alerts of one kind. The stock thresholds give the levels at which it fires and recovers. */
export const AlertRule = z.object({
  id: Id,
  kind: z.enum(ALERT_KINDS),
  severity: z.enum(ALERT_SEVERITIES),
  enabled: z.boolean(),
  /** How long the condition must hold before it fires, ms. */
  forMs: z.int().min(0),
  /** How long the value must stay recovered before the alert resolves, ms. */
  keepFiringForMs: z.int().min(0),
});
export type AlertRule = z.infer<typeof AlertRule>;

/** The part of an alert that the state machine owns. `since` is when the current state began, ms. */
export interface AlertInstance {
  readonly state: AlertState;
  readonly since: number;
}

/** An input of the state machine: a value (null if data is missing), an evaluation error, or a change of the rule. */
export type AlertInput =
  | { readonly type: 'value'; readonly value: number | null }
  | { readonly type: 'error' }
  | { readonly type: 'rule_changed' };

/** The levels and delays (ms) of one evaluation. */
export interface AlertCondition {
  readonly firesAtOrBelow: number;
  readonly recoversAtOrAbove: number;
  readonly forMs: number;
  readonly keepFiringForMs: number;
}

/** The initial state of an alert. */
export const NORMAL: AlertInstance = { state: 'normal', since: 0 };

/**
 * Returns the next state in the alert life cycle: `normal → pending (for forMs) → firing → recovering (for
 * keepFiringForMs) → resolved`, plus `no_data` and `error`. Missing data never recovers an alert. Between the firing level
 * and the recovery level the state does not change (hysteresis). After `resolved`, `no_data` or `error`, the next value is
 * evaluated as if from `normal`. A changed rule resets the instance. `now` is in ms.
 */
export function stepAlert(
  instance: AlertInstance,
  input: AlertInput,
  condition: AlertCondition,
  now: number,
): AlertInstance {
  const to = (state: AlertState): AlertInstance =>
    state === instance.state ? instance : { state, since: now };
  if (input.type === 'rule_changed') return to('normal');
  if (input.type === 'error') return to('error');
  if (input.value === null) return to('no_data');
  const bad = input.value <= condition.firesAtOrBelow;
  const good = input.value >= condition.recoversAtOrAbove;
  switch (instance.state) {
    case 'normal':
    case 'resolved':
    case 'no_data':
    case 'error':
      if (!bad) return to('normal');
      return condition.forMs === 0 ? to('firing') : to('pending');
    case 'pending':
      if (!bad) return to('normal');
      return now - instance.since >= condition.forMs ? to('firing') : instance;
    case 'firing':
      if (!good) return instance;
      return condition.keepFiringForMs === 0 ? to('resolved') : to('recovering');
    case 'recovering':
      if (!good) return to('firing');
      return now - instance.since >= condition.keepFiringForMs ? to('resolved') : instance;
    default:
      return assertNever(instance.state);
  }
}

/** Returns whether an alert is open, that is, neither resolved nor normal. */
export function isOpen(alert: Pick<Alert, 'state'>): boolean {
  return (
    alert.state === 'firing' ||
    alert.state === 'recovering' ||
    alert.state === 'pending' ||
    alert.state === 'no_data' ||
    alert.state === 'error'
  );
}

/** Sort order of severities; the most severe is highest. */
export const SEVERITY_RANK: Readonly<Record<Alert['severity'], number>> = {
  info: 0,
  warning: 1,
  critical: 2,
};

/** Returns whether someone has acknowledged an alert. Acknowledging an alert neither hides nor resolves it. */
export function isAcknowledged(alert: Pick<Alert, 'acknowledgedAt'>): boolean {
  return alert.acknowledgedAt !== null;
}
