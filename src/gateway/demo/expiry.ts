import { listRules } from '../alerts/index.ts';
import { asMember, colleague } from './personas.ts';
import type { Due } from './simulation.ts';

/** After a start, before the first lots are delivered, ms. */
const AFTER_MS = 9_000;
/** The lots of a delivery that are for sale for a few minutes or four days are within it. */
const WITHIN_DAYS = 5;

/** Somebody wants to hear of lots that expire within five days. */
export function expiryRuleDue(now: number): Due {
  return {
    at: now + AFTER_MS,
    key: 'expiry:rule',
    happen: ({ at, run }) => {
      run(asMember(colleague(2)), at, (context) => {
        const rule = listRules(context.sql).find(({ id }) => id === 'expiring');
        if (rule?.withinDays === null)
          context.dispatch('alerts.set_rule', { rule: { ...rule, withinDays: WITHIN_DAYS }, expected: rule });
      });
      return [];
    },
  };
}
