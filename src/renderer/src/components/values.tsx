import type { ReactNode } from 'react';
import { useFormat } from '../hooks/use-format.ts';
import { useNow } from '../hooks/use-now.ts';
import { cx } from '../lib/cx.ts';

/** An amount in minor units, with its currency. Right-align it in tables. */
export function Money({
  amount,
  currency,
  className,
}: {
  readonly amount: number | null;
  readonly currency: string;
  readonly className?: string;
}): ReactNode {
  const format = useFormat();
  return <span className={cx('whitespace-nowrap', className)}>{format.money(amount, currency)}</span>;
}

/** How long ago, updated as time passes, with the exact time in its title. `short` is "3 min". */
export function RelativeTime({
  at,
  short = false,
  className,
}: {
  readonly at: number;
  readonly short?: boolean;
  readonly className?: string;
}): ReactNode {
  const format = useFormat();
  const now = useNow();
  return (
    <time
      dateTime={new Date(at).toISOString()}
      title={format.dateTime(at)}
      className={cx('whitespace-nowrap', className)}
    >
      {short ? format.age(at, now) : format.ago(at, now)}
    </time>
  );
}
