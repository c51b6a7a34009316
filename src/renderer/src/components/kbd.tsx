import { Fragment, type ReactNode } from 'react';
import { cx } from '../lib/cx.ts';

const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);
const NAMES: Readonly<Record<string, string>> = {
  Mod: isMac ? '⌘' : 'Ctrl',
  Enter: '↵',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
};

/** Keys in the order in which they are pressed: `['Mod', 'k']`, `['g', 'l']`. */
export function Kbd({
  keys,
  className,
}: {
  readonly keys: readonly string[];
  readonly className?: string;
}): ReactNode {
  return (
    <span className={cx('inline-flex shrink-0 items-center gap-0.5', className)}>
      {keys.map((key, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a fixed sequence in which a key may come twice
        <Fragment key={`${key}${index}`}>
          <kbd className="inline-flex h-[18px] min-w-[18px] items-center justify-center rounded-sm border border-line-strong bg-surface px-1 font-sans text-2xs text-ink-2">
            {NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key)}
          </kbd>
        </Fragment>
      ))}
    </span>
  );
}
