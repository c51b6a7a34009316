import type { ReactNode } from 'react';
import { Area, AreaChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import type { MethodOutput } from '#shared/bridge/index.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { CHART, GRID, TOOLTIP, timeAxis, VALUE_AXIS } from './chart-parts.ts';
import { ChartTip } from './chart-tip.tsx';

type Days = MethodOutput<'valuation.days'>;

/** The value of each location, one on top of the other. In a chunk of its own, because the library is large. */
export default function ValueChart({ data }: { readonly data: Days }): ReactNode {
  const format = useFormat();
  const { points, locations, currency } = data;
  return (
    <ResponsiveContainer width="100%" height="100%" debounce={60}>
      <AreaChart {...CHART} data={points}>
        <CartesianGrid {...GRID} />
        <XAxis {...timeAxis(points)} minTickGap={46} tickFormatter={(at: number) => format.day(at)} />
        <YAxis
          {...VALUE_AXIS}
          width={58}
          tickFormatter={(value: number) => format.moneyAxis(value, currency)}
        />
        <Tooltip
          {...TOOLTIP}
          content={({ active, label }) => {
            const point = active ? points.find(({ at }) => at === label) : undefined;
            if (point === undefined) return null;
            return (
              <ChartTip
                title={format.dateTime(point.at)}
                rows={locations.map(({ name }, i) => [name, format.money(point.values[i] ?? 0, currency)])}
              />
            );
          }}
        />
        {locations.map(({ id }, i) => (
          <Area
            key={id}
            dataKey={(point: Days['points'][number]) => point.values[i] ?? 0}
            stackId="value"
            type="linear"
            stroke={`var(--q-chart-${(i % 3) + 1})`}
            strokeWidth={1.5}
            fill={`var(--q-chart-${(i % 3) + 1})`}
            fillOpacity={0.2}
            dot={false}
            isAnimationActive={false}
          />
        ))}
      </AreaChart>
    </ResponsiveContainer>
  );
}
