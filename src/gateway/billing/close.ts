import { costOf, firstBilledDay, monthAfter, withCredits } from '#shared/domain/billing.ts';
import { HOUR_MS } from '#shared/domain/time.ts';
import { usagePeriod } from '#shared/domain/usage.ts';
import { workspaceTimeZone } from '../admin/index.ts';
import { AT_ONCE, type CommandContext } from '../kernel.ts';
import { isCountedUntil } from '../usage/index.ts';
import { listInvoices, listTerms, openCredits, usedIn } from './queries.ts';

/** How long a month waits for its invoice, ms: what it used is counted within minutes of its end. */
const GRACE_MS = HOUR_MS;

/** How long to wait for a count, ms. */
const WAIT_MS = 5_000;

/**
 * Closes months that have ended with their invoices: one after the other, also after months without a gateway, and each once. Returns
 * when to look again.
 */
export function sweepBilling(context: CommandContext): number | null {
  const { sql, config, now } = context;
  const terms = listTerms(sql);
  const first = terms[0];
  if (first === undefined) return null;
  const [last] = listInvoices(sql, 1);
  const timeZone = workspaceTimeZone(sql, config);
  const period = last === undefined ? usagePeriod(first.startsAt, timeZone) : monthAfter(last, timeZone);
  const due = period.to + GRACE_MS;
  if (now < due) return due;
  // After a start, an import or a busy day, the month's last orders may not be counted yet.
  if (!isCountedUntil(sql, period.to)) return now + WAIT_MS;
  const since = firstBilledDay(terms, timeZone);
  const days = period.days.filter((day) => day >= since);
  const cost = costOf(terms, period, (meter) => usedIn(sql, meter, days));
  // A later version may have sold a plan that this one does not know.
  if (cost === null) return null;
  const { lines, total, credits } = withCredits(cost, openCredits(sql), period.to);
  context.emit('billing.invoiced', {
    invoice: {
      id: `invoice-${period.key}`,
      number: (last?.number ?? 0) + 1,
      period: period.key,
      startsAt: period.from,
      endsAt: period.to,
      plan: cost.plan.key,
      currency: cost.plan.currency,
      lines: [...lines],
      total,
      state: total === 0 ? 'paid' : 'open',
      issuedAt: now,
      settledAt: total === 0 ? now : null,
    },
    credits: [...credits],
  });
  return AT_ONCE;
}
