import { z } from 'zod';
import { ALERT_KINDS, ALERT_SEVERITIES, type Alert, locationOf } from './alerts.ts';
import { Id, Timestamp } from './ids.ts';

/** How long the first alert of a group waits for others before the team is told, ms. Default of ALERT_GROUP_WAIT_SECONDS. */
export const GROUP_WAIT_MS = 30_000;
/** The time between two notices of a group, ms. */
export const GROUP_INTERVAL_MS = 5 * 60_000;
/** How often a group is told again while somebody has yet to acknowledge it, ms. */
export const GROUP_REPEAT_MS = 4 * 3_600_000;
/** More new alerts than this at a time are a flood: one summary stands for all of their groups. */
export const FLOOD = 20;

/** Alerts that are told together: of one kind and severity, at one location. */
export const AlertGroup = z.object({
  kind: z.enum(ALERT_KINDS),
  severity: z.enum(ALERT_SEVERITIES),
  /** null for alerts about the workspace. */
  locationId: Id.nullable(),
});
export type AlertGroup = z.infer<typeof AlertGroup>;

/** When a group was last told, and since when alerts wait to be told, ms. */
export const GroupTimes = z.object({
  toldAt: Timestamp.nullable(),
  waitingSince: Timestamp.nullable(),
});
export type GroupTimes = z.infer<typeof GroupTimes>;

/** Why a group is told: it is new, it has more alerts, nobody has acknowledged it, a silence has ended, or there are too many. */
export const NOTICE_REASONS = ['new', 'update', 'repeat', 'flood'] as const;

/** What the team is told about a group, or about all groups of a flood (`group` null). */
export const AlertNotice = z.object({
  group: AlertGroup.nullable(),
  locationName: z.string().max(120).nullable(),
  reason: z.enum(NOTICE_REASONS),
  /** The worst of its severities. */
  severity: z.enum(ALERT_SEVERITIES),
  /** How many alerts are new since the last notice, and how many are open, silenced and acknowledged ones left out. */
  fresh: z.int().min(0),
  open: z.int().min(0),
});
export type AlertNotice = z.infer<typeof AlertNotice>;

/** Returns the group of an alert. */
export function groupOf(alert: Pick<Alert, 'kind' | 'severity' | 'subject'>): AlertGroup {
  return { kind: alert.kind, severity: alert.severity, locationId: locationOf(alert) };
}

/** Returns a group as one string. */
export function groupKey({ kind, severity, locationId }: AlertGroup): string {
  return JSON.stringify([kind, severity, locationId]);
}

/** Returns the times of a group in which an alert was raised, or in which a silence has ended. */
export function groupWaits(times: GroupTimes | null, now: number): GroupTimes {
  return { toldAt: times?.toldAt ?? null, waitingSince: times?.waitingSince ?? now };
}

/** Returns when a group is looked at again, ms: to tell it, to repeat it, or to forget it. `waitMs` is GROUP_WAIT_MS. */
export function groupDueAt({ toldAt, waitingSince }: GroupTimes, waitMs: number): number {
  if (waitingSince === null) return (toldAt ?? 0) + GROUP_REPEAT_MS;
  return Math.max(waitingSince + waitMs, toldAt === null ? 0 : toldAt + GROUP_INTERVAL_MS);
}

/** What a look at a group decides: to tell it, for a reason, and its times from then on; null to forget it. */
export interface GroupLook {
  readonly reason: 'new' | 'update' | 'repeat' | null;
  readonly after: GroupTimes | null;
}

/**
 * Looks at a group. `fresh` are its alerts since `waitingSince` that are still open, `open` all of them; neither counts silenced
 * or acknowledged ones. A group is forgotten once nothing of it is open and 5 min have passed since it was told, so that one that
 * comes and goes is not new each time.
 */
export function lookAtGroup(
  times: GroupTimes,
  { fresh, open }: { readonly fresh: number; readonly open: number },
  now: number,
  waitMs: number,
): GroupLook {
  const { toldAt, waitingSince } = times;
  if (now < groupDueAt(times, waitMs)) return { reason: null, after: times };
  if (waitingSince !== null && fresh > 0)
    return { reason: toldAt === null ? 'new' : 'update', after: { toldAt: now, waitingSince: null } };
  if (open > 0 && toldAt !== null && now >= toldAt + GROUP_REPEAT_MS)
    return { reason: 'repeat', after: { toldAt: now, waitingSince: null } };
  const forgotten = open === 0 && (toldAt === null || now >= toldAt + GROUP_INTERVAL_MS);
  return { reason: null, after: forgotten ? null : { toldAt: toldAt ?? now, waitingSince: null } };
}
