/** What the charts over time have in common: their margins, grid, axes and the line under the pointer. */

const TICK = { fontSize: 11, fill: 'var(--q-ink-3)' } as const;

export const CHART = {
  accessibilityLayer: false,
  margin: { top: 6, right: 6, bottom: 0, left: 0 },
} as const;

export const GRID = { vertical: false, stroke: 'var(--q-line)' } as const;

/** The time, from the first point to the last. */
export const timeAxis = (points: readonly { readonly at: number }[]) =>
  ({
    dataKey: 'at',
    type: 'number',
    domain: [points[0]?.at ?? 0, points.at(-1)?.at ?? 0],
    tick: TICK,
    axisLine: { stroke: 'var(--q-line-strong)' },
    tickLine: false,
    height: 20,
  }) as const;

export const VALUE_AXIS = { tick: TICK, axisLine: false, tickLine: false, tickCount: 4 } as const;

export const TOOLTIP = {
  isAnimationActive: false,
  cursor: { stroke: 'var(--q-control)', strokeDasharray: '3 3' },
} as const;
