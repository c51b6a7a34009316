import { z } from 'zod';
import { defineOwnTable, own } from '#shared/rows/table.ts';
import { perConnection, tableOn } from '../db/tables.ts';
import type { LevelKey } from '../inventory/index.ts';
import { type LevelScope, watchedLevelsAfter } from '../inventory/index.ts';
import { type CommandContext, defineWrite, type Sql } from '../kernel.ts';
import { endInstanceOf, evaluate } from './evaluate.ts';

/** Levels read at a time. */
const PAGE = 100;
/** How long one slice of a scan works, ms; commands get their turn between slices. */
const SLICE_MS = 20;

/** An evaluation of many levels: after a change of a rule (`ruleId`), or of a threshold with this scope. */
const Scan = z.strictObject({
  ruleId: z.string(),
  locationId: z.string(),
  category: z.string(),
  /** The event that caused it, and its time. */
  causeSeq: z.int(),
  at: z.int(),
  /** The key of the last level evaluated. */
  afterItem: z.string(),
  afterLocation: z.string(),
});
type Scan = z.infer<typeof Scan>;

const scansTable = defineOwnTable('alert_scans', ['ruleId', 'locationId', 'category'], {
  ruleId: own<string>(),
  locationId: own<string>(),
  category: own<string>(),
  causeSeq: own<number>(),
  at: own<number>(),
  afterItem: own<string>(),
  afterLocation: own<string>(),
});

const writes = perConnection((sql) => {
  const scans = tableOn(sql, scansTable);
  return { scans, remove: scans.remover() };
});

/** Stores how far a scan has come. A newer one of the same scope replaces it. */
export const setScan = defineWrite('alerts.scan_set', Scan, ({ sql }, scan) => {
  writes(sql).scans.upsert({}, scan);
});

/** Deletes a scan that is finished. */
export const endScan = defineWrite(
  'alerts.scan_ended',
  Scan.pick({ ruleId: true, locationId: true, category: true }),
  ({ sql }, { ruleId, locationId, category }) => void writes(sql).remove(ruleId, locationId, category),
);

/**
 * Evaluates the levels of a scope: a slice at once, so that a small shop sees the result of its change immediately, the rest in
 * later slices. With a rule, its instances from before are reset: the alerts that it raised are resolved.
 */
export function scanLevels(
  context: CommandContext,
  cause: Partial<LevelScope> & { readonly ruleId?: string; readonly causeSeq: number },
): void {
  const { ruleId = '', locationId, category, causeSeq } = cause;
  continueScan(context, {
    ruleId,
    locationId: locationId ?? '',
    category: category ?? '',
    causeSeq,
    at: context.now,
    afterItem: '',
    afterLocation: '',
  });
}

/** Continues the oldest unfinished scan by one slice. Returns whether any is left. */
export function continueScans(context: CommandContext): boolean {
  const scan = nextScan(context.sql);
  if (!scan) return false;
  continueScan(context, scan);
  return nextScan(context.sql) !== undefined;
}

function nextScan(sql: Sql): Scan | undefined {
  return sql
    .prepare<[], Scan>(
      `SELECT rule_id AS ruleId, location_id AS locationId, category, cause_seq AS causeSeq, at, after_item AS afterItem,
       after_location AS afterLocation FROM alert_scans ORDER BY cause_seq, rule_id, location_id, category LIMIT 1`,
    )
    .get();
}

function continueScan(context: CommandContext, scan: Scan): void {
  const end = performance.now() + SLICE_MS;
  const scope = { locationId: scan.locationId || null, category: scan.category || null };
  let after: LevelKey = { itemId: scan.afterItem, locationId: scan.afterLocation };
  for (;;) {
    const page = watchedLevelsAfter(context.sql, scope, after, PAGE);
    for (const level of page) {
      if (scan.ruleId !== '') endInstanceOf(context, scan.ruleId, level, scan);
      evaluate(context, level, scan.causeSeq);
    }
    const last = page.at(-1);
    if (!last || page.length < PAGE) {
      context.write(endScan, { ruleId: scan.ruleId, locationId: scan.locationId, category: scan.category });
      return;
    }
    after = last;
    if (performance.now() >= end) break;
  }
  context.write(setScan, { ...scan, afterItem: after.itemId, afterLocation: after.locationId });
}
