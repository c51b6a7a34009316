import { memo, type ReactNode } from 'react';
import { sparkPath } from '../lib/spark-path.ts';

/** A line without axes, 100 × 24 units stretched to its box. Decorative: the figure beside it carries the value. */
export const Sparkline = memo(function Sparkline({
  values,
  muted = false,
  className,
}: {
  readonly values: readonly number[];
  readonly muted?: boolean;
  readonly className?: string;
}): ReactNode {
  const { line, area } = sparkPath(values, 100, 24);
  if (line === '') return <svg aria-hidden="true" className={className} />;
  return (
    <svg aria-hidden="true" viewBox="0 0 100 24" preserveAspectRatio="none" className={className}>
      <path d={area} fill={muted ? 'var(--q-line)' : 'var(--q-chart-1)'} opacity={muted ? 0.5 : 0.13} />
      <path
        d={line}
        fill="none"
        stroke={muted ? 'var(--q-ink-3)' : 'var(--q-chart-1)'}
        strokeWidth={1.4}
        vectorEffect="non-scaling-stroke"
        strokeLinejoin="round"
        strokeDasharray={muted ? '3 3' : undefined}
      />
    </svg>
  );
});
