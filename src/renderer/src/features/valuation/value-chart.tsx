import type { ReactNode } from 'react';
import { Area, AreaChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import type { MethodOutput } from '#shared/bridge/index.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { ChartTip } from './chart-tip.tsx';

const TICK = { fontSize: 11, fill: 'var(--q-ink-3)' } as const;

type Days = MethodOutput<'valuation.days'>;

/** The value of each location, one on top of the other. In a chunk of its own, because the library is large. */
export default function ValueChart({ data }: { readonly data: Days }): ReactNode {
  const format = useFormat();
  const { points, locations, currency } = data;
  const from = points[0]?.at ?? 0;
  const to = points.at(-1)?.at ?? 0;
  return (
    <ResponsiveContainer width="100%" height="100%" debounce={60}>
      <AreaChart data={points} accessibilityLayer={false} margin={{ top: 6, right: 6, bottom: 0, left: 0 }}>
        <CartesianGrid vertical={false} stroke="var(--q-line)" />
        <XAxis
          dataKey="at"
          type="number"
          domain={[from, to]}
          tick={TICK}
          axisLine={{ stroke: 'var(--q-line-strong)' }}
          tickLine={false}
          minTickGap={46}
          height={20}
          tickFormatter={(at: number) => format.day(at)}
        />
        <YAxis
          width={58}
          tick={TICK}
          axisLine={false}
          tickLine={false}
          tickCount={4}
          tickFormatter={(value: number) => format.moneyAxis(value, currency)}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: 'var(--q-control)', strokeDasharray: '3 3' }}
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
