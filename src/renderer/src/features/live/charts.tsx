import { memo, type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import {
  Area,
  Bar,
  BarChart,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import type { Chart } from '#shared/bridge/live.ts';
import { Hatching } from '../../components/chart/frame.tsx';
import { useTurn } from '../../components/chart/use-turn.ts';
import { type Format, useFormat } from '../../hooks/use-format.ts';
import { axisWidth } from './chart-axis.ts';
import { axisLabel, axisTicks, tickLabel } from './chart-ticks.ts';
import type { Shown } from './shown.ts';

const TICK = { fontSize: 11, fill: 'var(--q-ink-3)' } as const;
const CURSOR = { stroke: 'var(--q-control)', strokeDasharray: '3 3' } as const;
const SYNC = 'live';

/** The highest revenue shown, minor units. Both charts use it, so that their axes are as wide. */
function peakOf({ points }: Chart): number {
  return points.reduce((most, point) => Math.max(most, point.revenue ?? 0, point.previous ?? 0), 0);
}

/** The two charts on one time axis, or one of them. In a chunk of their own, because the library is large. */
export default function Charts({
  chart,
  shown,
  muted,
  focus,
}: {
  readonly chart: Chart;
  readonly shown: Shown;
  /** Whether the data is not live: drawn in grey. */
  readonly muted: boolean;
  /** The point that the keyboard has chosen, ms. */
  readonly focus: number | null;
}): ReactNode {
  const [revenue, orders] = [useTurn(chart), useTurn(chart)];
  return (
    <div className="flex h-full flex-col">
      {shown !== 'orders' && (
        <div className="min-h-0 flex-[7]">
          <RevenueChart chart={revenue} muted={muted} focus={focus} axis={shown === 'revenue'} />
        </div>
      )}
      {shown !== 'revenue' && (
        <div className="min-h-0 flex-[3]">
          <OrdersChart chart={orders} muted={muted} focus={focus} axis />
        </div>
      )}
    </div>
  );
}

interface Drawing {
  readonly chart: Chart;
  readonly muted: boolean;
  readonly focus: number | null;
  /** Whether the time is written below. */
  readonly axis: boolean;
}

/** The colour of a series, or grey. */
const inkOf = (colour: string, muted: boolean): string => (muted ? 'var(--q-ink-3)' : colour);

/** The time axis. */
const timeAxis = (format: Format, chart: Chart) => ({
  ...axisTicks(chart),
  tick: TICK,
  axisLine: { stroke: 'var(--q-line-strong)' },
  tickLine: false,
  minTickGap: 46,
  height: 20,
  tickFormatter: (at: number) => axisLabel(format, chart, at),
});

const RevenueChart = memo(function RevenueChart({ chart, muted, focus, axis }: Drawing): ReactNode {
  const format = useFormat();
  return (
    <ResponsiveContainer width="100%" height="100%" debounce={60}>
      <ComposedChart
        data={chart.points}
        syncId={SYNC}
        accessibilityLayer={false}
        margin={{ top: 6, right: 0, bottom: 0, left: 0 }}
      >
        <CartesianGrid vertical={false} stroke="var(--q-line)" />
        <XAxis dataKey="at" {...(axis ? timeAxis(format, chart) : { hide: true })} />
        {focus !== null && <ReferenceLine x={focus} stroke="var(--q-accent)" />}
        <YAxis
          width={axisWidth(format, peakOf(chart), chart.currency)}
          tick={TICK}
          axisLine={false}
          tickLine={false}
          tickCount={4}
          tickFormatter={(value: number) => format.moneyAxis(value, chart.currency)}
        />
        <Tooltip
          cursor={CURSOR}
          isAnimationActive={false}
          content={({ active, payload }) => (
            <Tip chart={chart} format={format} point={active ? pointOf(chart, payload) : undefined} />
          )}
        />
        <Line
          dataKey="previous"
          type="monotone"
          stroke={inkOf('var(--q-chart-2)', muted)}
          strokeWidth={1.3}
          strokeDasharray="4 3"
          dot={false}
          activeDot={false}
          isAnimationActive={false}
        />
        <Area
          dataKey="revenue"
          type="monotone"
          stroke={inkOf('var(--q-chart-1)', muted)}
          strokeWidth={2}
          fill={inkOf('var(--q-chart-1)', muted)}
          fillOpacity={0.12}
          dot={false}
          isAnimationActive={false}
        />
      </ComposedChart>
    </ResponsiveContainer>
  );
});

const OrdersChart = memo(function OrdersChart({ chart, muted, focus }: Drawing): ReactNode {
  const format = useFormat();
  const hatching = useId();
  return (
    <ResponsiveContainer width="100%" height="100%" debounce={60}>
      <BarChart
        data={chart.points}
        syncId={SYNC}
        accessibilityLayer={false}
        margin={{ top: 8, right: 0, bottom: 0, left: 0 }}
        barCategoryGap="22%"
      >
        <defs>
          <Hatching id={hatching} colour={inkOf('var(--q-chart-3)', muted)} />
        </defs>
        <XAxis dataKey="at" {...timeAxis(format, chart)} />
        {focus !== null && <ReferenceLine x={focus} stroke="var(--q-accent)" />}
        <YAxis
          width={axisWidth(format, peakOf(chart), chart.currency)}
          tick={TICK}
          axisLine={false}
          tickLine={false}
          tickCount={2}
          allowDecimals={false}
          tickFormatter={(value: number) => format.integer(value)}
        />
        <Tooltip cursor={{ fill: 'var(--q-hover)' }} isAnimationActive={false} content={() => null} />
        <Bar
          dataKey="orders"
          fill={`url(#${hatching})`}
          isAnimationActive={false}
          radius={[1.5, 1.5, 0, 0]}
        />
      </BarChart>
    </ResponsiveContainer>
  );
});

type Point = Chart['points'][number];

/** Returns the bucket under the pointer. The library returns its own data, but untyped. */
function pointOf(chart: Chart, payload: unknown): Point | undefined {
  if (!Array.isArray(payload)) return undefined;
  const first: unknown = payload[0];
  const given: unknown =
    typeof first === 'object' && first !== null && 'payload' in first ? first.payload : undefined;
  return chart.points.find((point) => point === given);
}

function Tip({
  chart,
  format,
  point,
}: {
  readonly chart: Chart;
  readonly format: Format;
  readonly point: Point | undefined;
}): ReactNode {
  const { t } = useTranslation();
  if (point === undefined) return null;
  const rows = [
    [t('live.chart.revenue'), format.money(point.revenue, chart.currency)],
    [t('live.chart.previous'), format.money(point.previous, chart.currency)],
    [t('live.chart.refunds'), format.money(point.refunds, chart.currency)],
    [t('live.chart.orders'), format.integer(point.orders)],
  ] as const;
  return (
    <div className="rounded-md border border-line-strong bg-raised px-3 py-2 text-xs shadow-pop">
      <p className="mb-1 font-semibold">{tickLabel(format, chart, point.at)}</p>
      <dl className="grid grid-cols-[auto_auto] gap-x-4">
        {rows.map(([label, value]) => (
          <div key={label} className="contents">
            <dt className="text-ink-3">{label}</dt>
            <dd className="text-right">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
