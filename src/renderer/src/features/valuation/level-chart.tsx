import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import {
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceDot,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import type { MethodOutput } from '#shared/bridge/index.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { CHART, GRID, TOOLTIP, timeAxis, VALUE_AXIS } from './chart-parts.ts';
import { ChartTip } from './chart-tip.tsx';

type History = MethodOutput<'valuation.item'>;

/** Stock over time, with the limits as lines and alerts as marks. In a chunk of its own, because the library is large. */
export default function LevelChart({ history }: { readonly history: History }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { points, limits, alerts } = history;
  // What was available when an alert arose is where its mark stands.
  const levelAt = (at: number): number => points.findLast((point) => point.at <= at)?.low ?? 0;
  return (
    <ResponsiveContainer width="100%" height="100%" debounce={60}>
      <ComposedChart {...CHART} data={points}>
        <CartesianGrid {...GRID} />
        <XAxis {...timeAxis(points)} minTickGap={40} tickFormatter={(at: number) => format.day(at)} />
        <YAxis
          {...VALUE_AXIS}
          width={38}
          allowDecimals={false}
          tickFormatter={(value: number) => format.integer(value)}
        />
        <Tooltip
          {...TOOLTIP}
          content={({ active, label }) => {
            const point = active ? points.find(({ at }) => at === label) : undefined;
            if (point === undefined) return null;
            return (
              <ChartTip
                title={format.dateTime(point.at)}
                rows={[
                  [t('valuation.chart.onHand'), format.integer(point.onHand)],
                  [t('valuation.chart.available'), format.integer(point.low)],
                ]}
              />
            );
          }}
        />
        {limits !== null && <ReferenceLine y={limits.lowAt} stroke="var(--q-warn)" strokeDasharray="4 3" />}
        {limits !== null && <ReferenceLine y={limits.outAt} stroke="var(--q-crit)" strokeDasharray="4 3" />}
        <Line
          dataKey="onHand"
          type="stepAfter"
          stroke="var(--q-chart-2)"
          strokeWidth={1.3}
          dot={false}
          isAnimationActive={false}
        />
        <Line
          dataKey="low"
          type="stepAfter"
          stroke="var(--q-chart-1)"
          strokeWidth={2}
          dot={false}
          isAnimationActive={false}
        />
        {alerts.map(({ id, at, severity }) => (
          <ReferenceDot
            key={id}
            x={at}
            y={levelAt(at)}
            r={3.5}
            fill={severity === 'critical' ? 'var(--q-crit)' : 'var(--q-warn)'}
            stroke="var(--q-surface)"
          />
        ))}
      </ComposedChart>
    </ResponsiveContainer>
  );
}
