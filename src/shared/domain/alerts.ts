import { z } from 'zod';
import { Id, Seq, Timestamp } from './ids.ts';

/** The kinds of alerts. */
export const ALERT_KINDS = [
  'low_stock',
  'out_of_stock',
  'overstock',
  'expiring',
  'dead_feed',
  'stock_check',
  'kpi',
  'manual',
] as const;
/** The severities of alerts, mildest first. */
export const ALERT_SEVERITIES = ['info', 'warning', 'critical'] as const;
export type AlertSeverity = (typeof ALERT_SEVERITIES)[number];
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
 * longer, somebody closed it, or its rule, which never fired, can be evaluated again.
 */
export const ALERT_OUTCOMES = ['recovered', 'replaced', 'unwatched', 'closed', 'evaluated'] as const;
export type AlertOutcome = (typeof ALERT_OUTCOMES)[number];

/**
 * Why a rule could not be evaluated: its value is not a number, a limit or delay of it is not, its calculation failed, its silence
 * is never reached in its opening hours, or its location does not exist any more.
 */
export const ALERT_ERRORS = ['value', 'condition', 'failed', 'never', 'place_gone'] as const;
export type AlertError = (typeof ALERT_ERRORS)[number];

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
  /** A location whose movements stopped. */
  z.object({ type: z.literal('location'), locationId: Id, locationName: z.string().max(120) }),
  /** A KPI, whose value is a percentage: of the pace that was expected, or of the target of a window that has ended. */
  z.object({
    type: z.literal('kpi'),
    kpiId: Id,
    name: z.string().max(80),
    when: z.enum(['pace', 'end']),
  }),
  z.object({ type: z.literal('workspace') }),
]);
export type AlertSubject = z.infer<typeof AlertSubject>;

/** Returns the location that an alert is about; null for the workspace and for KPIs. */
export function locationOf({ subject }: { readonly subject: AlertSubject }): string | null {
  return subject.type === 'stock' || subject.type === 'location' ? subject.locationId : null;
}

/**
 * One rule on one subject, from pending or raised to resolved. A second drop after recovery raises a new alert. One that was
 * pending and never fired is deleted.
 */
export const Alert = z.object({
  id: Id,
  ruleId: Id,
  kind: z.enum(ALERT_KINDS),
  severity: z.enum(ALERT_SEVERITIES),
  subject: AlertSubject,
  /** The text of a manual alert; empty for other alerts. */
  message: z.string().max(500),
  state: z.enum(ALERT_STATES),
  /** When the state began, ms; null where an older gateway wrote it. */
  stateSince: Timestamp.nullable().default(null),
  /** When a pending alert fires and a recovering one is resolved, ms, if the value stays as it is; null for other states. */
  dueAt: Timestamp.nullable().default(null),
  /** The value when the alert was raised or, once it is resolved, when it was resolved. */
  value: z.number().nullable(),
  /** The value when the alert was raised; null for manual alerts, and where an older gateway resolved it. */
  raisedValue: z.number().nullable().default(null),
  threshold: z.number().nullable(),
  /** When it fired, ms; for a pending alert, when its condition was met. */
  raisedAt: Timestamp,
  /** Sequence number of the event that caused the last change. */
  causeSeq: Seq,
  /** The same of the event that raised it; null where no event did, or where an older gateway raised it. */
  raisedSeq: Seq.nullable().default(null),
  /** The same of the event that resolved it; null where only time had passed. */
  resolvedSeq: Seq.nullable().default(null),
  acknowledgedBy: z.string().max(200).nullable(),
  acknowledgedAt: Timestamp.nullable(),
  note: z.string().max(500).nullable(),
  /** Who takes care of it. */
  ownerId: Id.nullable().default(null),
  ownerName: z.string().max(200).nullable().default(null),
  /** Until when it notifies nobody, ms. The gateway sets it to null when that time has come. */
  silencedUntil: Timestamp.nullable(),
  resolvedAt: Timestamp.nullable(),
  /** Null while the alert is open, and where an older gateway resolved it. */
  outcome: z.enum(ALERT_OUTCOMES).nullable().default(null),
  /** Why its rule could not be evaluated, in the state `error`; null in every other. */
  error: z.enum(ALERT_ERRORS).nullable().default(null),
});
export type Alert = z.infer<typeof Alert>;

/**
 * The part of an alert that the state machine owns. `since` is when the current state began, ms. `fired`: the condition has held
 * for long enough, and the value has not recovered since.
 */
export interface AlertInstance {
  readonly state: AlertState;
  readonly since: number;
  readonly fired: boolean;
}

/** An input of the state machine: a value (null if data is missing), an evaluation error, or a change of the rule. */
export type AlertInput =
  | { readonly type: 'value'; readonly value: number | null }
  | { readonly type: 'error' }
  | { readonly type: 'rule_changed' };

/**
 * The levels and delays (ms) of one evaluation. In the direction `down`, a value at or below `firesAt` is bad, and one at or above
 * `recoversAt` is good again; `up` is the reverse.
 */
export interface AlertCondition {
  readonly direction: 'down' | 'up';
  readonly firesAt: number;
  readonly recoversAt: number;
  readonly forMs: number;
  readonly keepFiringForMs: number;
}

/** In place of an alert's id in a subject: all alerts. */
export const ALL_ALERTS = 'all';

/** The initial state of an alert. */
export const NORMAL: AlertInstance = { state: 'normal', since: 0, fired: false };

/** Returns whether a value meets a condition. */
export function isBad({ direction, firesAt }: AlertCondition, value: number): boolean {
  return direction === 'down' ? value <= firesAt : value >= firesAt;
}

/** Returns whether a value has recovered from a condition. Between this and `isBad`, nothing changes (hysteresis). */
export function isGood({ direction, recoversAt }: AlertCondition, value: number): boolean {
  return direction === 'down' ? value >= recoversAt : value <= recoversAt;
}

/**
 * Returns the next state in the alert life cycle: `normal → pending (for forMs) → firing → recovering (for
 * keepFiringForMs) → resolved`, plus `no_data` and `error`. Missing data and errors neither fire nor recover an alert: after
 * them, one that had fired goes on firing until its value has recovered, and another is judged as if from `normal`. Between the
 * firing level and the recovery level the state does not change (hysteresis). A changed rule resets the instance. `now` is in ms.
 */
export function stepAlert(
  instance: AlertInstance,
  input: AlertInput,
  condition: AlertCondition,
  now: number,
): AlertInstance {
  const to = (state: AlertState, fired: boolean = instance.fired): AlertInstance =>
    state === instance.state && fired === instance.fired ? instance : { state, since: now, fired };
  if (input.type === 'rule_changed') return to('normal', false);
  if (input.type === 'error') return to('error');
  if (input.value === null) return to('no_data');
  const heldFor = (state: AlertState, ms: number): boolean =>
    ms === 0 || (instance.state === state && now - instance.since >= ms);
  if (instance.fired) {
    if (!isGood(condition, input.value)) return to('firing');
    return heldFor('recovering', condition.keepFiringForMs) ? to('resolved', false) : to('recovering');
  }
  if (!isBad(condition, input.value)) return to('normal');
  return heldFor('pending', condition.forMs) ? to('firing', true) : to('pending');
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

/** Returns whether an alert is open and was raised: a pending one may still come to nothing. */
export function isRaised(alert: Pick<Alert, 'state'>): boolean {
  return isOpen(alert) && alert.state !== 'pending';
}

/**
 * Returns whether an alert asks for attention: raised, and silenced by nobody. Acknowledged ones do, too. A silence ends by an
 * event, not by a look at the clock, so that all who count agree.
 */
export function isLoud(alert: Pick<Alert, 'state' | 'silencedUntil'>): boolean {
  return isRaised(alert) && alert.silencedUntil === null;
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

/** What an alert has when it arises: nobody has looked at it, and it has not ended. */
export const UNTOUCHED = {
  resolvedSeq: null,
  acknowledgedBy: null,
  acknowledgedAt: null,
  note: null,
  ownerId: null,
  ownerName: null,
  silencedUntil: null,
  resolvedAt: null,
  outcome: null,
} as const satisfies Partial<Alert>;
