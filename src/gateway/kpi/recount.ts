import {
  addMetricSums,
  type Counted,
  countCustomer,
  countFact,
  countPayment,
  type KpiDay,
  NO_SUMS,
  sameSums,
} from '#shared/domain/kpi-sums.ts';
import { plusDays } from '#shared/domain/kpi-windows.ts';
import { dayStart } from '#shared/domain/time.ts';
import { stockAlertsBetween } from '../alerts/index.ts';
import type { CommandContext } from '../kernel.ts';
import { firstOrdersBetween, paymentsBetween } from '../orders/index.ts';
import { factsBetween } from '../reports/index.ts';
import { countAlert, rowsOf } from './count.ts';
import { sumsOn } from './queries.ts';
import type { Recount } from './tables.ts';

/** How long one slice of a recount works, ms; commands get their turn between slices. */
const SLICE_MS = 8;
/** Sums in one event at most. */
const PER_EVENT = 500;

/** Returns the sums of a day, counted from what happened on it. */
export function countDay(
  { sql, config }: Pick<CommandContext, 'sql' | 'config'>,
  day: string,
  timeZone: string,
): KpiDay[] {
  const [from, to] = [dayStart(day, timeZone), dayStart(day, timeZone, 1)];
  const rows = new Map<string, KpiDay>();
  const add = (counted: Counted | null): void => {
    if (counted === null) return;
    for (const row of rowsOf(counted, timeZone)) {
      const id = `${row.by} ${row.key}`;
      const before = rows.get(id);
      rows.set(id, before ? { ...row, ...addMetricSums(before, row) } : row);
    }
  };
  for (const { locationId, ...payment } of paymentsBetween(sql, from, to))
    add(countPayment(payment, locationId, config.workspace.currency));
  for (const placedAt of firstOrdersBetween(sql, from, to)) add(countCustomer(placedAt));
  for (const fact of factsBetween(sql, from, to)) add(countFact(fact));
  for (const alert of stockAlertsBetween(sql, from, to)) add(countAlert(alert));
  return [...rows.values()];
}

/** Counts a day again, and puts right what differs. Returns whether anything did. */
function recountDay(context: CommandContext, day: string, timeZone: string): boolean {
  const counted = new Map(countDay(context, day, timeZone).map((row) => [`${row.by} ${row.key}`, row]));
  const wrong: KpiDay[] = [];
  for (const stored of sumsOn(context.sql, day)) {
    const id = `${stored.by} ${stored.key}`;
    const right = counted.get(id) ?? { ...stored, ...NO_SUMS };
    counted.delete(id);
    if (!sameSums(stored, right)) wrong.push(right);
  }
  wrong.push(...counted.values());
  for (let n = 0; n < wrong.length; n += PER_EVENT)
    context.emit('kpi.counted', { days: wrong.slice(n, n + PER_EVENT) });
  return wrong.length > 0;
}

/** Counts days again for the time of a slice. Returns the recount as it is then; its days are done when `day` is after `last`. */
export function continueRecount(context: CommandContext, before: Recount, timeZone: string): Recount {
  const end = performance.now() + SLICE_MS;
  let recount = before;
  while (recount.day <= recount.last && performance.now() < end) {
    const corrected = recountDay(context, recount.day, timeZone);
    recount = {
      ...recount,
      day: plusDays(recount.day, 1),
      days: recount.days + 1,
      corrected: recount.corrected + (corrected ? 1 : 0),
    };
  }
  return recount;
}
