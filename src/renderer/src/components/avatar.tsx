import type { ReactNode } from 'react';
import { cx } from '../lib/cx.ts';
import { initials } from '../lib/initials.ts';

/** A person's initials in a circle; always shown beside the name, so hidden from assistive technology. */
export function Avatar({
  name,
  size = 'md',
  className,
}: {
  readonly name: string;
  readonly size?: 'sm' | 'md';
  readonly className?: string;
}): ReactNode {
  return (
    <span
      aria-hidden
      className={cx(
        'inline-flex shrink-0 items-center justify-center rounded-full bg-hover font-semibold text-ink-2 select-none',
        size === 'sm' ? 'size-5 text-[9px]' : 'size-8 text-2xs',
        className,
      )}
    >
      {initials(name)}
    </span>
  );
}
