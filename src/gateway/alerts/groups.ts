import {
  type AlertGroup,
  type AlertNotice,
  FLOOD,
  GROUP_INTERVAL_MS,
  GROUP_REPEAT_MS,
  type GroupLook,
  groupDueAt,
  groupKey,
  groupOf,
  groupWaits,
  lookAtGroup,
} from '#shared/domain/alert-groups.ts';
import { ALERT_SEVERITIES, type Alert, type AlertSeverity, SEVERITY_RANK } from '#shared/domain/alerts.ts';
import { readLocation } from '../inventory/index.ts';
import { AT_ONCE, type CommandContext, type Sql } from '../kernel.ts';
import {
  countGroup,
  floodKey,
  groupsDue,
  groupsWaiting,
  newestOfGroup,
  nextGroup,
  readGroup,
} from './group-queries.ts';
import { endGroup, setGroup } from './group-writes.ts';
import type { StoredGroup } from './tables.ts';

/** Groups one sweep looks at. */
const PAGE = 200;

/** Notes that an alert was raised, or that its silence has ended: its group is told when it is due. */
export function noteInGroup(context: CommandContext, alert: Alert): void {
  const group = groupOf(alert);
  const key = groupKey(group);
  if (alert.kind === 'manual') {
    tellAtOnce(context, { key, group, alert });
    return;
  }
  const stored = readGroup(context.sql, key);
  if (stored && stored.times.waitingSince !== null) return;
  keep(context, { key, group, times: groupWaits(stored?.times ?? null, context.now) });
}

/** What a person raises by hand waits for nothing. Repetitions are as for other groups. */
function tellAtOnce(
  context: CommandContext,
  { key, group, alert }: { readonly key: string; readonly group: AlertGroup; readonly alert: Alert },
): void {
  keep(context, { key, group, times: { toldAt: context.now, waitingSince: null } });
  const { fresh: open } = countGroup(context.sql, group, 0);
  const notice = {
    group,
    locationName: null,
    reason: 'new',
    severity: alert.severity,
    fresh: 1,
    open,
  } as const;
  context.emit('alerts.notified', { notice, alert });
}

function keep(context: CommandContext, { key, group, times }: Omit<StoredGroup, 'dueAt'>): void {
  const dueAt = groupDueAt(times, context.config.alerts.groupWaitMs);
  context.write(setGroup, { key, group, times, dueAt });
}

/** A group, and what a look at it found. */
interface Looked extends GroupLook {
  readonly stored: StoredGroup & { readonly group: AlertGroup };
  readonly fresh: number;
  readonly open: number;
}

/**
 * Tells the team about the groups that are due, or about all that wait if more than 20 alerts are new: one summary then stands for
 * them, and for what follows within 5 min and is not worse. Returns when the next one is due, ms; AT_ONCE where some are left,
 * null for none.
 */
export function sweepGroups(context: CommandContext): number | null {
  const { sql, now } = context;
  const page = groupsDue(sql, now, PAGE);
  const quietUntil = quietTimes(sql);
  const isQuiet = ({ group }: StoredGroup): boolean => group !== null && now < quietUntil(group.severity);
  for (const stored of page)
    if (stored.group !== null && isQuiet(stored))
      context.write(setGroup, { ...stored, dueAt: quietUntil(stored.group.severity) });
  const due = page.filter((stored) => !isQuiet(stored)).flatMap((stored) => look(context, stored));
  if (due.length > 0) {
    const waiting = groupsWaiting(sql, PAGE)
      .filter((stored) => !isQuiet(stored))
      .flatMap((stored) => look(context, stored));
    const fresh = waiting.reduce((sum, looked) => sum + looked.fresh, 0);
    if (fresh > FLOOD && due.some(({ reason }) => reason !== null)) tellFlood(context, waiting, fresh);
    else for (const looked of due) tell(context, looked);
  }
  return page.length === PAGE ? AT_ONCE : nextGroup(sql);
}

/** Returns a function that says until when a flood of a severity or a worse one silences groups of a severity, ms. */
function quietTimes(sql: Sql): (severity: AlertSeverity) => number {
  const told = ALERT_SEVERITIES.map((severity) => readGroup(sql, floodKey(severity))?.times.toldAt ?? 0);
  return (severity) => Math.max(...told.slice(SEVERITY_RANK[severity])) + GROUP_INTERVAL_MS;
}

function look(context: CommandContext, stored: StoredGroup): Looked[] {
  const { group, times } = stored;
  if (group === null) {
    // The note of a flood that is over.
    if (context.now >= stored.dueAt) context.write(endGroup, { key: stored.key });
    return [];
  }
  const counts = countGroup(context.sql, group, times.waitingSince ?? context.now + 1);
  const found = lookAtGroup(times, counts, context.now, context.config.alerts.groupWaitMs);
  return [{ stored: { ...stored, group }, ...counts, ...found }];
}

function tell(context: CommandContext, { stored, reason, after, fresh, open }: Looked): void {
  const { key, group } = stored;
  if (after === null) context.write(endGroup, { key });
  else keep(context, { key, group, times: after });
  if (reason === null) return;
  const { severity, locationId } = group;
  const locationName =
    locationId === null ? null : (readLocation(context.sql, locationId)?.name ?? locationId);
  const single = (reason === 'repeat' ? open : fresh) === 1;
  context.emit('alerts.notified', {
    notice: { group, locationName, reason, severity, fresh, open },
    alert: single ? newestOfGroup(context.sql, group) : null,
  });
}

function tellFlood(context: CommandContext, waiting: readonly Looked[], fresh: number): void {
  const { now } = context;
  const told = { toldAt: now, waitingSince: null };
  for (const { stored } of waiting) keep(context, { ...stored, times: told });
  const worst = waiting
    .filter((looked) => looked.fresh > 0)
    .map(({ stored }) => stored.group.severity)
    .reduce((a, b) => (SEVERITY_RANK[b] > SEVERITY_RANK[a] ? b : a), 'info');
  context.write(setGroup, { key: floodKey(worst), group: null, times: told, dueAt: now + GROUP_REPEAT_MS });
  const notice: AlertNotice = {
    group: null,
    locationName: null,
    reason: 'flood',
    severity: worst,
    fresh,
    open: waiting.reduce((sum, { open }) => sum + open, 0),
  };
  context.emit('alerts.notified', { notice, alert: null });
}
