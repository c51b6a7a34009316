import { MAX_PREVIEW } from '#shared/bridge/alerts.ts';
import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import { type AlertRule, conditionOf, pickRule } from '#shared/domain/alert-rules.ts';
import { isBad } from '#shared/domain/alerts.ts';
import { pickThreshold, scopeKey, scopeKeys, type Threshold } from '#shared/domain/inventory.ts';
import { afterOpenTime } from '#shared/domain/open-hours.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import { parseStockLimits } from '../../store/meta.ts';
import { asOf, meta, type Reader } from '../../store/reader.ts';
import { thresholdsTable } from '../inventory/tables.ts';
import { expiringLevels } from './expiring.ts';
import { alertRules } from './reads.ts';

type Preview = MethodOutput<'alerts.preview'>;

/** How many of them are listed. */
const LISTED = 50;
/** How many levels are judged at most: all of a large shop. */
const MAX_JUDGED = 200_000;
const PAGE = 1000;
/** How many thresholds are known at most while levels are judged. */
const MAX_THRESHOLDS = 50_000;

/** What a threshold is picked for. */
type Place = Pick<Candidate, 'itemId' | 'locationId' | 'category'>;

interface Candidate {
  readonly k: number;
  readonly itemId: string;
  readonly sku: string;
  readonly name: string;
  readonly category: string;
  readonly locationId: string;
  readonly locationName: string;
  readonly available: number;
}

/** Returns what a rule would fire on now, in place of the one with its id, by the thresholds that the gateway has confirmed. */
export function alertPreview(reader: Reader, { rule }: MethodInput<'alerts.preview'>, now: number): Preview {
  const rules = [...alertRules(reader).rules.filter(({ id }) => id !== rule.id), { ...rule, enabled: true }];
  const found =
    rule.kind === 'dead_feed'
      ? silentFeeds(reader, rule, rules, now)
      : rule.kind === 'expiring'
        ? expiringLevels(reader, { rule, rules, thresholdOf: thresholds(reader), now })
        : badLevels(reader, rule, rules);
  return {
    total: found.length,
    rows: found.slice(0, LISTED),
    asOf: asOf(reader, ['alerts', 'inventory']),
  };
}

function badLevels(reader: Reader, rule: AlertRule, rules: readonly AlertRule[]): Preview['rows'] {
  const thresholdOf = thresholds(reader);
  const found: Preview['rows'] = [];
  for (const level of candidates(reader, rule)) {
    if (pickRule(rules, rule.kind, level)?.id !== rule.id) continue;
    const threshold = thresholdOf(level);
    const condition = conditionOf(rule, threshold);
    if (condition === null || !isBad(condition, level.available)) continue;
    // What is out is not said to be low as well.
    if (rule.kind === 'low_stock' && saysOut(rules, level, threshold)) continue;
    const { itemId: id, sku, name, locationId, locationName, available: value } = level;
    found.push({ item: { id, sku, name }, locationId, locationName, value, threshold: condition.firesAt });
    if (found.length === MAX_PREVIEW) break;
  }
  return found;
}

function saysOut(rules: readonly AlertRule[], level: Candidate, threshold: Threshold): boolean {
  const out = pickRule(rules, 'out_of_stock', level);
  return out?.enabled === true && level.available <= threshold.outAt;
}

/** Levels that the rule may fire on: low and out are kept by their state; too much begins with the most. */
function* candidates(reader: Reader, rule: AlertRule): Generator<Candidate> {
  const few = rule.kind !== 'overstock';
  const states = few ? 'l.state IN (1, 2)' : 'l.state < 3';
  const index = few ? 'INDEXED BY levels_not_ok' : '';
  const least = few ? Number.MIN_SAFE_INTEGER : leastOverAt(reader, rule);
  if (least === null) return;
  let after = 0;
  for (let judged = 0; judged < MAX_JUDGED; judged += PAGE) {
    const page = reader.all<Candidate>(
      `SELECT l.k, l.item_id AS itemId, i.sku, i.name, i.category, l.location_id AS locationId,
         coalesce(o.name, l.location_id) AS locationName, l.available
       FROM levels l ${index} CROSS JOIN items i ON i.k = l.item_k LEFT JOIN locations o ON o.id = l.location_id
       WHERE ${states} AND l.k > ? AND l.available >= ? AND l.location_id = coalesce(?, l.location_id)
         AND i.category = coalesce(?, i.category)
       ORDER BY l.k LIMIT ${PAGE}`,
      after,
      least,
      rule.locationId,
      rule.category,
    );
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    after = last.k;
  }
}

/** The lowest limit of too much stock anywhere; null where there is none. */
function leastOverAt(reader: Reader, { overAt }: AlertRule): number | null {
  const least = reader.get<{ least: number | null }>('SELECT min(over_at) AS least FROM thresholds')?.least;
  if (overAt === null) return least ?? null;
  return Math.min(overAt, least ?? overAt);
}

/** Returns a function that gives the threshold of a level. */
function thresholds(reader: Reader): (level: Place) => Threshold {
  const known = new Map(
    reader
      .all<StoredRow>(`SELECT ${thresholdsTable.select()} FROM thresholds LIMIT ${MAX_THRESHOLDS}`)
      .map((row) => {
        const threshold = thresholdsTable.decode(row);
        return [scopeKey(threshold), threshold] as const;
      }),
  );
  const workspace: Threshold = {
    itemId: null,
    locationId: null,
    category: null,
    ...parseStockLimits(meta(reader, 'stock_limits')),
    overAt: null,
    expiringWithinDays: null,
    recoverAt: null,
  };
  return (level) => {
    if (known.size === 0) return workspace;
    const found = scopeKeys(level.itemId, level.locationId, level.category).flatMap(
      (key) => known.get(key) ?? [],
    );
    return pickThreshold(found, level) ?? workspace;
  };
}

/** The locations that have been silent for too long. */
function silentFeeds(
  reader: Reader,
  rule: AlertRule,
  rules: readonly AlertRule[],
  now: number,
): Preview['rows'] {
  const zone = meta(reader, 'time_zone') ?? 'UTC';
  const feeds = reader.all<{ locationId: string; locationName: string; at: number }>(
    `SELECT l.location_id AS locationId, coalesce(o.name, l.location_id) AS locationName, max(l.at) AS at
     FROM levels l LEFT JOIN locations o ON o.id = l.location_id
     WHERE l.location_id = coalesce(?, l.location_id) GROUP BY l.location_id LIMIT ${MAX_PREVIEW}`,
    rule.locationId,
  );
  return feeds.flatMap(({ locationId, locationName, at }) => {
    if (pickRule(rules, 'dead_feed', { locationId, category: null })?.id !== rule.id) return [];
    const silentAt = afterOpenTime(at, rule.silentForMs, rule, zone);
    if (silentAt === null || silentAt > now) return [];
    return [{ item: null, locationId, locationName, value: at, threshold: null }];
  });
}
