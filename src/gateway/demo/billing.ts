import { DAY_MS } from '#shared/domain/time.ts';
import { listTerms } from '../billing/index.ts';
import { asMember, PERSONAS } from './personas.ts';
import type { Due } from './simulation.ts';

/** After a start, ms. */
const AFTER_MS = 6_000;
/** The plans that the shop has had, and since how many days: long enough for three invoices. */
const PLANS = [
  { plan: 'starter', days: 100 },
  { plan: 'growth', days: 40 },
] as const;

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
      return [];
    },
  };
}
