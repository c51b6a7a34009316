import { DEFAULT_POLICY } from '#shared/domain/reorder.ts';
import { type FakeMethodsOf, Refusal } from './contract.ts';
import type { FakeState } from './state.ts';

/** Answers about reordering and the value of stock: there is none. */
export function reorderMethods(state: FakeState): FakeMethodsOf<'reorder' | 'valuation'> {
  const { now } = state.options;
  const { asOf } = state;
  const emptyPage = () => ({ rows: [], next: null, asOf, total: 0 });
  const window = {
    from: now,
    to: now,
    days: 28,
    heldSince: 0,
    known: true,
    classesKnown: true,
    timeZone: 'UTC',
  };
  const period = { from: now, to: now, timeZone: 'UTC', heldSince: 0, known: true };
  return {
    'reorder.list': () => ({
      ...emptyPage(),
      now: 0,
      unknown: 0,
      values: {},
      withoutCost: 0,
      suppliers: [],
      window,
    }),
    'reorder.item': () => new Refusal('not_found', 'The fake shop has no such item.'),
    'reorder.proposal': () => ({ lines: [], suppliers: [], more: false, asOf }),
    'reorder.policy': () => ({ policy: DEFAULT_POLICY, pending: false, confirmed: 0, asOf }),
    'reorder.backtest': () => ({
      rows: [],
      next: null,
      done: 0,
      total: 0,
      from: now,
      to: now,
      heldSince: 0,
    }),
    'valuation.item': () => ({
      ...period,
      points: [],
      limits: null,
      alerts: [],
      figures: null,
      itemClass: null,
      classKnown: true,
      value: null,
      ageing: { classes: [], loose: 0, looseValue: null },
      asOf,
    }),
    'valuation.list': () => ({
      ...emptyPage(),
      totals: [],
      locations: [],
      classes: null,
      currency: 'USD',
    }),
    'valuation.days': () => ({ ...period, currency: 'USD', locations: [], points: [], asOf }),
  };
}
