import type { ReactNode } from 'react';
import { cx } from '../lib/cx.ts';

/** A line with words in it, between days and before what is unread. */
export function ThreadLine({
  label,
  tone = 'neutral',
}: {
  readonly label: string;
  readonly tone?: 'neutral' | 'accent';
}): ReactNode {
  const accent = tone === 'accent';
  const rule = cx('h-px flex-1', accent ? 'bg-accent' : 'bg-line');
  return (
    <div
      className={cx(
        'flex items-center gap-3 py-3 text-2xs font-medium',
        accent ? 'text-accent-ink' : 'text-ink-3',
      )}
    >
      <span aria-hidden className={rule} />
      {label}
      <span aria-hidden className={rule} />
    </div>
  );
}
