import { costOf, type Invoice, withCredits } from '#shared/domain/billing.ts';
import { HOUR_MS } from '#shared/domain/time.ts';
import { usagePeriod } from '#shared/domain/usage.ts';
import { workspaceTimeZone } from '../admin/index.ts';
import { AT_ONCE, type CommandContext } from '../kernel.ts';
import { listInvoices, listTerms, openCredits, usedIn } from './queries.ts';

/** How long a month waits for its invoice, ms: what it used is counted within minutes of its end. */
const GRACE_MS = HOUR_MS;

/** The next month without an invoice. It begins where the last one ended, also where the zone of the workspace was changed. */
function nextPeriod(first: number, last: Invoice | undefined, timeZone: string) {
  if (last === undefined) return usagePeriod(first, timeZone);
  const period = usagePeriod(Date.parse(`${last.period}-15T12:00:00Z`), timeZone, 1);
  return { ...period, from: last.endsAt };
}

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
  const period = nextPeriod(first.startsAt, last, workspaceTimeZone(sql, config));
  const due = period.to + GRACE_MS;
  if (now < due) return due;
  const cost = costOf(terms, period, (meter) => usedIn(sql, meter, period.days));
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
