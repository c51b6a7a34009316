import { z } from 'zod';
import { type AlertRule, pickRule } from '#shared/domain/alert-rules.ts';
import type { AlertError, AlertInstance } from '#shared/domain/alerts.ts';
import { MINUTE_MS } from '#shared/domain/time.ts';
import { workspaceTimeZone } from '../admin/index.ts';
import { perConnection, tableOn } from '../db/tables.ts';
import { readLocation } from '../inventory/index.ts';
import { type CommandContext, defineWrite, type Memo } from '../kernel.ts';
import { endInstance, SILENT, setInstance } from './instances.ts';
import { arisingAlert, endAlert } from './lifecycle.ts';
import { instancesAt, RULES } from './queries.ts';
import { silentAt } from './rules.ts';
import { feedsTable, NO_ITEM, type StoredInstance } from './tables.ts';

/** A feed's last movement is noted at most this often, so that movements cost nothing. */
const NOTED_EVERY_MS = MINUTE_MS;

const writes = perConnection((sql) => ({ feeds: tableOn(sql, feedsTable) }));

/** When each location's last movement was noted, ms. */
const FEEDS: Memo<ReadonlyMap<string, number>> = {
  read: (sql) =>
    new Map(
      sql
        .prepare<[], { locationId: string; seenAt: number }>(
          'SELECT location_id AS locationId, seen_at AS seenAt FROM alert_feeds',
        )
        .all()
        .map(({ locationId, seenAt }) => [locationId, seenAt]),
    ),
};

/** Notes that a movement came from a location. */
export const setFeed = defineWrite(
  'alerts.feed_seen',
  z.strictObject({ locationId: z.string(), seenAt: z.int() }),
  ({ sql, forget }, feed) => {
    forget(FEEDS);
    writes(sql).feeds.upsert({}, feed);
  },
);

/**
 * Notes that a movement came from a location. Returns whether data had been missing from it until now; its alert is then
 * resolved.
 */
export function noteFeed(context: CommandContext, locationId: string, causeSeq: number): boolean {
  const { now } = context;
  const seenAt = context.memo(FEEDS).get(locationId);
  if (seenAt === undefined || now - seenAt >= NOTED_EVERY_MS)
    context.write(setFeed, { locationId, seenAt: now });
  const silent = context.memo(SILENT).has(locationId);
  if (silent) endFeed(context, locationId, 'recovered', causeSeq);
  if (silent || seenAt === undefined) watchFeed(context, locationId);
  return silent;
}

/** Watches all feeds anew, after a change of the rules about them: their alerts are resolved. */
export function watchFeeds(context: CommandContext, causeSeq: number): void {
  for (const locationId of context.memo(FEEDS).keys()) {
    endFeed(context, locationId, 'unwatched', causeSeq);
    watchFeed(context, locationId);
  }
}

/** Looks at a feed whose time is up: it was heard since, or its data is missing. */
export function lookAtFeed(context: CommandContext, instance: StoredInstance): void {
  const { locationId, ruleId } = instance;
  const rule = feedRule(context, locationId);
  if (rule?.id !== ruleId) {
    endFeed(context, locationId, 'unwatched', null);
    watchFeed(context, locationId);
    return;
  }
  const { at, error } = deadline(context, rule, locationId);
  if (error !== null) raiseFeed(context, rule, locationId, error);
  else if (at > context.now) context.write(setInstance, { instance, dueAt: at });
  else raiseFeed(context, rule, locationId, null);
}

/** Raises the alert that data is missing, or that nobody can say whether it is. No event raises it: that is the matter with it. */
function raiseFeed(
  context: CommandContext,
  rule: AlertRule,
  locationId: string,
  error: AlertError | null,
): void {
  const alertId = context.newId();
  const after: AlertInstance = {
    state: error === null ? 'no_data' : 'error',
    since: context.now,
    fired: false,
  };
  const instance = { itemId: NO_ITEM, locationId, ruleId: rule.id, ...after, alertId };
  context.write(setInstance, { instance, dueAt: null });
  const locationName = readLocation(context.sql, locationId)?.name ?? locationId;
  const alert = arisingAlert(alertId, context.now, {
    rule,
    subject: { type: 'location', locationId, locationName },
    after,
    dueAt: null,
    value: null,
    condition: null,
    error,
    causeSeq: 0,
    raisedSeq: null,
  });
  context.emit('alerts.raised', { alert });
}

function feedRule(context: CommandContext, locationId: string): AlertRule | null {
  const rule = pickRule(context.memo(RULES), 'dead_feed', { locationId, category: null });
  return rule?.enabled ? rule : null;
}

function watchFeed(context: CommandContext, locationId: string): void {
  const rule = feedRule(context, locationId);
  if (rule === null) return;
  const { at: dueAt, error } = deadline(context, rule, locationId);
  if (error !== null) {
    raiseFeed(context, rule, locationId, error);
    return;
  }
  const instance = {
    itemId: NO_ITEM,
    locationId,
    ruleId: rule.id,
    state: 'normal',
    since: context.now,
    fired: false,
    alertId: null,
  } as const;
  context.write(setInstance, { instance, dueAt });
}

/**
 * When a location has been silent for too long, ms: never too early, though its last movement is known to the minute only; or why
 * that cannot be said.
 */
function deadline(
  context: CommandContext,
  rule: AlertRule,
  locationId: string,
): { readonly at: number; readonly error: null } | { readonly at: null; readonly error: AlertError } {
  if (!readLocation(context.sql, locationId)) return { at: null, error: 'place_gone' };
  const seenAt = context.memo(FEEDS).get(locationId) ?? context.now;
  const zone = workspaceTimeZone(context.sql, context.config);
  return silentAt(rule, seenAt + NOTED_EVERY_MS, zone);
}

function endFeed(
  context: CommandContext,
  locationId: string,
  outcome: 'recovered' | 'unwatched',
  causeSeq: number | null,
): void {
  for (const { ruleId, alertId } of instancesAt(context.sql, NO_ITEM, locationId)) {
    context.write(endInstance, { itemId: NO_ITEM, locationId, ruleId });
    if (alertId !== null) endAlert(context, alertId, { value: null, outcome, causeSeq, raised: true });
  }
}
