import type { AlertRule } from '#shared/domain/alert-rules.ts';
import { MINUTE_MS } from '#shared/domain/time.ts';
import { listAlerts, listRules } from '../alerts/index.ts';
import { availableAt } from '../inventory/index.ts';
import type { CommandContext } from '../kernel.ts';
import type { StockedShop } from './incidents.ts';
import { asMember, colleague } from './personas.ts';
import { STORE, WAREHOUSE } from './plan.ts';
import { randomFor } from './random.ts';
import type { Due } from './simulation.ts';

/** The colleague who looks after alerts. */
const MANAGER = colleague(2);
/** After a start, ms: the rules are set, too much is ordered, and somebody looks at the alerts, again and again. */
const RULES_AFTER_MS = 8_000;
const TOO_MUCH_AFTER_MS = 25_000;
const LOOK_AFTER_MS = [55_000, 75_000] as const;
const LOOK_EVERY_MS = [20 * MINUTE_MS, 50 * MINUTE_MS] as const;
/** How long a silence lasts, ms: short enough that a visitor sees it end. */
const SILENCE_MS = [3 * MINUTE_MS, 12 * MINUTE_MS] as const;
/** Products that are ordered in excess. */
const BESTSELLERS = 40;

/** Returns how the team looks after alerts from a moment on. */
export function attentionDue(shop: StockedShop, now: number): Due[] {
  return [rulesDue(now + RULES_AFTER_MS), tooMuchDue(shop, now + TOO_MUCH_AFTER_MS), lookDue(shop, now)];
}

/** The store waits a minute before an alert fires or ends, and is expected to sell something every few hours. */
function rulesDue(at: number): Due {
  return {
    at,
    key: 'attention:rules',
    happen: ({ at: now, run }) => {
      run(asMember(MANAGER), now, (context) => {
        const rules = listRules(context.sql);
        const low = rules.find(({ id }) => id === 'low_stock');
        if (low) addRule(context, rules, { ...low, id: 'demo-low-store', ...DELAYED });
        const feed = rules.find(({ id }) => id === 'dead_feed');
        if (feed && !feed.enabled)
          context.dispatch('alerts.set_rule', { rule: { ...feed, enabled: true }, expected: feed });
      });
      return [];
    },
  };
}

const DELAYED = { locationId: STORE, forMs: MINUTE_MS, keepFiringForMs: MINUTE_MS } as const;

function addRule(context: CommandContext, rules: readonly AlertRule[], rule: AlertRule): void {
  const present = rules.some(
    ({ id, kind, locationId, category }) =>
      id === rule.id || (kind === rule.kind && locationId === rule.locationId && category === null),
  );
  if (!present) context.dispatch('alerts.set_rule', { rule, expected: null });
}

/** A product gets a limit that its stock is above. */
function tooMuchDue(shop: StockedShop, at: number): Due {
  return {
    at,
    key: 'attention:too-much',
    happen: ({ at: now, run }) => {
      const { id: itemId } = randomFor(shop.seed, 'too much').pick(shop.bestsellers.slice(0, BESTSELLERS));
      run(asMember(MANAGER), now, (context) => {
        const available = availableAt(context.sql, itemId, WAREHOUSE);
        if (available < 10) return;
        const overAt = Math.max(2, Math.floor(available * 0.9));
        context.dispatch('inventory.set_threshold', {
          threshold: {
            ...{ itemId, locationId: WAREHOUSE, category: null, lowAt: 5, outAt: 0 },
            ...{ overAt, expiringWithinDays: null, recoverAt: null },
          },
          removed: false,
        });
      });
      return [];
    },
  };
}

/** Somebody takes the oldest alert that nobody has, and silences one about too much stock for a while. */
function lookDue(shop: StockedShop, now: number, n = 0): Due {
  const random = randomFor(shop.seed, 'attention', n, n === 0 ? 0 : now);
  const pause = n === 0 ? LOOK_AFTER_MS : LOOK_EVERY_MS;
  return {
    at: now + random.between(...pause),
    key: `attention:look:${n}`,
    happen: ({ at, run }) => {
      run(asMember(MANAGER), at, (context) => look(context, random.between(...SILENCE_MS)));
      return [lookDue(shop, at, n + 1)];
    },
  };
}

function look(context: CommandContext, silenceMs: number): void {
  const open = listAlerts(context.sql, true, { at: Number.MAX_SAFE_INTEGER, id: '' }, 200);
  const free = open.filter(({ ownerId, state }) => ownerId === null && state !== 'pending').at(-1);
  if (free) {
    context.dispatch('alerts.assign', { alertId: free.id, ownerId: MANAGER.id });
    if (free.acknowledgedAt === null)
      context.dispatch('alerts.acknowledge', { alertId: free.id, note: 'Ordered, arrives soon.' });
  }
  const over = open.find(({ kind, silencedUntil }) => kind === 'overstock' && silencedUntil === null);
  if (over) context.dispatch('alerts.silence', { alertId: over.id, until: context.now + silenceMs });
}
