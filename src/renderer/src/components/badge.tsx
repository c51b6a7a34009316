import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from '../lib/cx.ts';
import type { Tone } from '../lib/tone.ts';

const SOFT: Readonly<Record<Tone, string>> = {
  neutral: 'bg-hover text-ink-2',
  accent: 'bg-accent-soft text-accent-ink',
  ok: 'bg-ok-soft text-ok',
  warn: 'bg-warn-soft text-warn',
  crit: 'bg-crit-soft text-crit',
};

/** A short word for a state. The word carries the meaning; the colour only supports it. */
export function Badge({
  tone = 'neutral',
  icon: Icon,
  children,
  className,
}: {
  readonly tone?: Tone;
  readonly icon?: LucideIcon;
  readonly children: ReactNode;
  readonly className?: string;
}): ReactNode {
  return (
    <span
      className={cx(
        'inline-flex h-5 shrink-0 items-center gap-1 rounded-sm px-1.5 text-2xs font-medium whitespace-nowrap',
        SOFT[tone],
        className,
      )}
    >
      {Icon && <Icon size={11} aria-hidden />}
      {children}
    </span>
  );
}

const SHAPE: Readonly<Record<Tone, string>> = {
  neutral: 'border-[1.5px] border-ink-3 rounded-full',
  accent: 'bg-accent rounded-full',
  ok: 'bg-ok rounded-full',
  warn: 'bg-warn rotate-45 rounded-[1px]',
  crit: 'bg-crit rounded-[1px]',
};

/** An 8 px mark whose shape also conveys its tone: ring, dot, diamond, square. Always shown beside a word. */
export function StatusDot({
  tone,
  className,
}: {
  readonly tone: Tone;
  readonly className?: string;
}): ReactNode {
  return <span aria-hidden className={cx('inline-block size-2 shrink-0', SHAPE[tone], className)} />;
}

/** A count on a rail entry or a tab. Shows 99+ above 99 and nothing at 0. */
export function CountBadge({
  count,
  tone = 'neutral',
  label,
}: {
  readonly count: number;
  readonly tone?: Tone;
  readonly label: string;
}): ReactNode {
  if (count <= 0) return null;
  return (
    <span
      className={cx(
        'inline-flex h-[18px] min-w-[18px] items-center justify-center rounded-full px-1 text-2xs font-semibold',
        SOFT[tone],
      )}
    >
      <span aria-hidden>{count > 99 ? '99+' : count}</span>
      <span className="sr-only">{label}</span>
    </span>
  );
}
