import { ArrowRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { useFormat } from '../../../hooks/use-format.ts';
import { cx } from '../../../lib/cx.ts';

/** A figure before and after the adjustment. `after` is null while the quantity is not a number. */
export function Outcome({
  label,
  before,
  after,
}: {
  readonly label: string;
  readonly before: number;
  readonly after: number | null;
}): ReactNode {
  const format = useFormat();
  return (
    <div className="flex h-6 items-center gap-2">
      <dt className="flex-1 text-xs text-ink-3">{label}</dt>
      <dd className="flex items-center gap-1.5">
        <span className="text-ink-2">{format.integer(before)}</span>
        <ArrowRight size={12} aria-hidden className="text-ink-3" />
        <span className={cx('min-w-8 text-right font-semibold', after !== null && after < 0 && 'text-crit')}>
          {format.integer(after)}
        </span>
        <span className="min-w-9 text-right text-xs text-ink-3">
          {after === null ? '' : format.delta(after - before)}
        </span>
      </dd>
    </div>
  );
}
