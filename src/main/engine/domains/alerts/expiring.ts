import { MAX_PREVIEW } from '#shared/bridge/alerts.ts';
import type { MethodOutput } from '#shared/bridge/index.ts';
import { type AlertRule, conditionOf, pickRule } from '#shared/domain/alert-rules.ts';
import { isBad } from '#shared/domain/alerts.ts';
import { daysUntilExpiry } from '#shared/domain/expiry.ts';
import type { Threshold } from '#shared/domain/inventory.ts';
import { DAY_MS } from '#shared/domain/time.ts';
import { meta, type Reader } from '../../store/reader.ts';

/** How many lots are judged at most, the first to expire. */
const MAX_LOTS = 20_000;

/** What is not set aside of a lot. */
const FREE = `o.on_hand > coalesce((SELECT sum(value ->> '$.quantity') FROM json_each(o.unavailable)), 0)`;

/** The lot that expires first. */
export interface FirstLot {
  readonly code: string;
  readonly expiresAt: number;
  /** Within how many calendar days of the workspace it expires. */
  readonly days: number;
}

/** Returns the lot of a level that expires first and of which anything is free; null where there is none. */
export function firstLot(
  reader: Reader,
  { itemId, locationId }: { readonly itemId: string; readonly locationId: string },
  now: number,
): FirstLot | null {
  const lot = reader.get<{ code: string; expiresAt: number }>(
    `SELECT o.code, o.expires_at AS expiresAt FROM lots o INDEXED BY lots_of_item
     WHERE o.item_id = ? AND o.location_id = ? AND o.on_hand > 0 AND o.expires_at IS NOT NULL AND ${FREE}
     ORDER BY o.expires_at, o.id LIMIT 1`,
    itemId,
    locationId,
  );
  return lot ? { ...lot, days: daysUntilExpiry(lot.expiresAt, now, zoneOf(reader)) } : null;
}

const zoneOf = (reader: Reader): string => meta(reader, 'time_zone') ?? 'UTC';

interface Found {
  readonly itemId: string;
  readonly sku: string;
  readonly name: string;
  readonly category: string;
  readonly locationId: string;
  readonly locationName: string;
  readonly expiresAt: number;
}

/** Returns the levels on whose lots a rule about expiries would fire. */
export function expiringLevels(
  reader: Reader,
  {
    rule,
    rules,
    thresholdOf,
    now,
  }: {
    readonly rule: AlertRule;
    readonly rules: readonly AlertRule[];
    readonly thresholdOf: (level: Found) => Threshold;
    readonly now: number;
  },
): MethodOutput<'alerts.preview'>['rows'] {
  const most = mostDays(reader, rule);
  if (most === null) return [];
  const lots = reader.all<Found>(
    `SELECT o.item_id AS itemId, i.sku, i.name, i.category, o.location_id AS locationId,
       coalesce(p.name, o.location_id) AS locationName, o.expires_at AS expiresAt
     FROM lots o INDEXED BY lots_expiring CROSS JOIN items i ON i.id = o.item_id LEFT JOIN locations p ON p.id = o.location_id
     WHERE o.expires_at IS NOT NULL AND o.on_hand > 0 AND o.expires_at <= ? AND i.status = 'active' AND ${FREE}
       AND o.location_id = coalesce(?, o.location_id) AND i.category = coalesce(?, i.category)
     ORDER BY o.expires_at, o.id LIMIT ${MAX_LOTS}`,
    // A day more than the days have without a change of the clock.
    now + (most + 1) * DAY_MS,
    rule.locationId,
    rule.category,
  );
  const zone = zoneOf(reader);
  const seen = new Set<string>();
  const found: MethodOutput<'alerts.preview'>['rows'] = [];
  for (const lot of lots) {
    const { itemId, sku, name, locationId, locationName, expiresAt } = lot;
    const key = `${itemId}\n${locationId}`;
    if (seen.has(key)) continue;
    seen.add(key);
    if (pickRule(rules, rule.kind, lot)?.id !== rule.id) continue;
    const condition = conditionOf(rule, thresholdOf(lot));
    const value = daysUntilExpiry(expiresAt, now, zone);
    if (condition === null || !isBad(condition, value)) continue;
    found.push({
      item: { id: itemId, sku, name },
      locationId,
      locationName,
      value,
      threshold: condition.firesAt,
    });
    if (found.length === MAX_PREVIEW) break;
  }
  return found;
}

/** The most days of any limit; null where there is none. */
function mostDays(reader: Reader, { withinDays }: AlertRule): number | null {
  const most =
    reader.get<{ most: number | null }>('SELECT max(expiring_within_days) AS most FROM thresholds')?.most ??
    null;
  return withinDays === null ? most : Math.max(withinDays, most ?? 0);
}
