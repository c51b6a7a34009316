import type { Chart, Figure, LiveFigures, Scope } from '#shared/bridge/live.ts';
import type { TimeWindow } from '#shared/domain/time.ts';
import { seeded } from '../../random.ts';
import { activityAt } from './activity.ts';
import type { FakeMethodsOf } from './contract.ts';
import { PRODUCTS } from './samples.ts';
import type { FakeState } from './state.ts';

const HOUR = 3_600_000;
const random = seeded(7);

/** The number of chart points of each window, and the time between them. */
const CHART: Readonly<Record<TimeWindow, { readonly count: number; readonly stepMs: number }>> = {
  '1h': { count: 60, stepMs: 60_000 },
  '24h': { count: 24, stepMs: HOUR },
  '7d': { count: 168, stepMs: HOUR },
  '30d': { count: 30, stepMs: 24 * HOUR },
};

function wave(count: number, base: number, spread: number): number[] {
  return Array.from({ length: count }, (_, i) =>
    Math.max(0, Math.round(base + Math.sin(i / 2.7) * spread + (random() - 0.5) * spread)),
  );
}

function figure(value: number | null, previous: number | null, spark: number[]): Figure {
  const comparable = value !== null && previous !== null && previous !== 0;
  return { value, previous, change: comparable ? (value - previous) / previous : null, spark, known: true };
}

/** Returns the figures of a window. */
export function liveFigures(state: FakeState, scope: Scope): LiveFigures {
  const { now, empty } = state.options;
  const frame = { ...scope, timeZone: 'UTC', currency: 'USD', from: now - 24 * HOUR, to: now };
  if (empty)
    return {
      ...frame,
      revenue: figure(0, 0, []),
      orders: figure(0, 0, []),
      aov: figure(null, null, []),
      refunds: figure(0, 0, []),
      refundRate: figure(null, null, []),
      paymentSuccess: figure(null, null, []),
      conversion: figure(null, null, []),
      openChats: figure(0, null, []),
      waitingChats: 0,
      openAlerts: figure(0, null, []),
      criticalAlerts: 0,
      otherRevenue: {},
      asOf: { seq: 0, at: null },
      lastEventAt: null,
    };
  return {
    ...frame,
    revenue: figure(1_284_655, 1_130_210, wave(48, 26_000, 11_000)),
    orders: figure(187, 171, wave(48, 4, 3)),
    aov: figure(6870, 6609, wave(48, 6800, 900)),
    refunds: figure(42_180, 30_022, wave(48, 700, 700)),
    refundRate: figure(0.032, 0.026, wave(48, 3, 1)),
    paymentSuccess: figure(0.962, 0.971, wave(48, 96, 2)),
    conversion: figure(null, null, []),
    openChats: figure(14, 11, wave(48, 12, 4)),
    waitingChats: 3,
    openAlerts: figure(6, 4, wave(48, 5, 2)),
    criticalAlerts: 2,
    otherRevenue: { GBP: 18_400 },
    asOf: state.asOf,
    lastEventAt: state.asOfAt - 1200,
  };
}

function chart(state: FakeState, scope: Scope): Chart {
  const { now, empty } = state.options;
  const { count, stepMs } = CHART[typeof scope.window === 'string' ? scope.window : '7d'];
  const end = Math.floor(now / stepMs) * stepMs;
  const revenue = wave(count, 52_000, 26_000);
  const previous = wave(count, 46_000, 22_000);
  const orders = wave(count, 8, 5);
  const shown = (value: number | undefined): number => (empty ? 0 : (value ?? 0));
  return {
    ...scope,
    currency: 'USD',
    timeZone: 'UTC',
    grain: stepMs === HOUR ? 'hour' : stepMs < HOUR ? 'minute' : 'day',
    known: true,
    asOf: state.asOf,
    points: Array.from({ length: count }, (_, i) => ({
      at: end - (count - 1 - i) * stepMs,
      revenue: shown(revenue[i]),
      refunds: shown(900),
      orders: shown(orders[i]),
      previous: shown(previous[i]),
    })),
  };
}

/** Answers for the live page and the search. */
export function liveMethods(state: FakeState): FakeMethodsOf<'live' | 'search'> {
  const { now, empty } = state.options;
  return {
    'live.figures': (scope) => liveFigures(state, scope),
    'live.chart': (scope) => chart(state, scope),
    'live.payments': () => ({ rows: [], next: null, asOf: state.asOf }),
    'live.top_categories': () => ({
      rows: empty
        ? []
        : ['Technology', 'Furniture', 'Office Supplies'].map((category, i) => ({
            category,
            units: 90 - i * 20,
            revenue: 620_000 - i * 170_000,
            previous: 540_000 - i * 120_000,
          })),
      known: true,
      asOf: state.asOf,
    }),
    'live.sales_by': ({ group }) => ({
      rows: empty
        ? []
        : [
            {
              id: 'l1',
              name: group === 'region' ? 'Central' : 'Central warehouse',
              revenue: 910_000,
              orders: 131,
            },
            { id: 'l2', name: group === 'region' ? 'West' : 'Harbour store', revenue: 374_655, orders: 56 },
          ].map((row) => ({ ...row, previous: Math.round(row.revenue * 0.9) })),
      known: true,
      asOf: state.asOf,
    }),
    'live.heat': () => ({
      currency: 'USD',
      timeZone: 'UTC',
      cells: Array.from({ length: 168 }, (_, i) => ({
        weekday: Math.floor(i / 24),
        hour: i % 24,
        revenue: empty ? 0 : Math.max(0, Math.round(Math.sin(((i % 24) - 6) / 5) * 40_000)),
        orders: empty ? 0 : Math.max(0, Math.round(Math.sin(((i % 24) - 6) / 5) * 6)),
      })),
      known: true,
      asOf: state.asOf,
    }),
    'live.payment_methods': () => ({
      currency: 'USD',
      methods: empty
        ? []
        : [
            {
              method: 'card',
              succeeded: 151,
              failed: 7,
              amount: 1_040_000,
              rate: 0.956,
              previousRate: 0.969,
            },
            { method: 'invoice', succeeded: 36, failed: 0, amount: 244_655, rate: 1, previousRate: 1 },
          ],
      reasons: empty
        ? []
        : [
            { reason: 'declined', count: 5 },
            { reason: 'insufficient_funds', count: 2 },
          ],
      known: true,
      asOf: state.asOf,
    }),
    'live.top_products': () => ({
      rows: empty
        ? []
        : PRODUCTS.map((name, i) => ({
            itemId: `i${i}`,
            sku: `TEC-CO-1000${i}`,
            name,
            units: 31 - i * 3,
            revenue: Math.round(560_000 / (i + 1.4)),
          })),
      known: true,
      asOf: state.asOf,
    }),
    'live.activity': ({ after, limit }) => {
      const from = after === null ? 0 : Number(after);
      const all = Array.from({ length: empty ? 0 : 300 }, (_, i) => activityAt(state, i));
      return {
        rows: all.slice(from, from + limit),
        next: from + limit < all.length ? String(from + limit) : null,
        asOf: state.asOf,
      };
    },
    'search.index': () => ({ complete: true }),
    'search.query': () => ({
      rows: [
        {
          kind: 'order',
          id: 'o1',
          title: 'CA-2017-152156',
          snippet: 'Claire Gute · 3 items · $993.90',
          at: now - HOUR,
          subject: { kind: 'order', id: 'o1' },
        },
        {
          kind: 'item',
          id: 'i1',
          title: 'Canon imageCLASS 2200 Advanced Copier',
          snippet: 'TEC-CO-10004722 · Copiers',
          at: null,
          subject: { kind: 'item', id: 'i1' },
        },
        {
          kind: 'message',
          id: 'm1',
          title: 'Sean O’Donnell',
          snippet: '… the copier arrived with a dent in the side, can you …',
          at: now - 3 * HOUR,
          subject: { kind: 'conversation', id: 'k1' },
        },
      ],
      next: null,
      asOf: state.asOf,
    }),
  };
}
