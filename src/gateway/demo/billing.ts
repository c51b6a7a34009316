import { DAY_MS } from '#shared/domain/time.ts';
import { listInvoices, listTerms } from '../billing/index.ts';
import { asMember, PERSONAS } from './personas.ts';
import type { Due } from './simulation.ts';

/** After a start, ms. */
const AFTER_MS = 6_000;
/** The plans that the shop has had, and since how many days: long enough for three invoices. */
const PLANS = [
  { plan: 'starter', days: 100 },
  { plan: 'growth', days: 40 },
] as const;

/** After the plans, ms: the months that had ended have their invoices by then. */
const PAY_AFTER_MS = 25_000;

/** The invoices of former months were paid, but for the latest. */
function paymentDue(at: number): Due {
  return {
    at,
    key: 'billing:paid',
    happen: ({ at: now, run }) => {
      const admin = PERSONAS.find(({ role }) => role === 'admin');
      if (!admin) return [];
      run(asMember(admin), now, (context) => {
        const [, ...former] = listInvoices(context.sql, 12);
        for (const { id, state } of former)
          if (state === 'open') context.dispatch('billing.settle_invoice', { invoiceId: id, state: 'paid' });
      });
      return [];
    },
  };
}

/** An administrator has chosen a plan, and later a larger one, once in the life of the shop. */
export function billingDue(now: number): Due {
  return {
    at: now + AFTER_MS,
    key: 'billing:plan',
    happen: ({ at, run }) => {
      const admin = PERSONAS.find(({ role }) => role === 'admin');
      if (!admin) return [];
      for (const [i, { plan, days }] of PLANS.entries())
        run(asMember(admin), at - days * DAY_MS, (context) => {
          const terms = listTerms(context.sql);
          if (terms.length !== i) return;
          const seen = terms.at(-1)?.startsAt ?? null;
          context.dispatch('billing.change_plan', { plan, when: 'now', seen });
        });
      return [paymentDue(at + PAY_AFTER_MS)];
    },
  };
}
