import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../lib/cx.ts';

const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);
const SYMBOLS: Readonly<Record<string, string>> = {
  Enter: '↵',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
};

/** Returns a function that names a key as it is labelled on the user's keyboard. */
export function useKeyName(): (key: string) => string {
  const { t } = useTranslation();
  return (key) => {
    if (key === 'Mod') return isMac ? '⌘' : t('keys.control');
    if (key === 'Home' || key === 'End' || key === 'Escape' || key === 'Shift') return t(`keys.${key}`);
    return SYMBOLS[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  };
}

/** Keys in the order in which they are pressed: `['Mod', 'k']`, `['g', 'l']`. */
export function Kbd({
  keys,
  className,
}: {
  readonly keys: readonly string[];
  readonly className?: string;
}): ReactNode {
  const nameOf = useKeyName();
  return (
    <span className={cx('inline-flex shrink-0 items-center gap-0.5', className)}>
      {keys.map((key, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a fixed sequence in which a key may come twice
        <Fragment key={`${key}${index}`}>
          <kbd className="inline-flex h-[18px] min-w-[18px] items-center justify-center rounded-sm border border-line-strong bg-surface px-1 font-sans text-2xs text-ink-2">
            {nameOf(key)}
          </kbd>
        </Fragment>
      ))}
    </span>
  );
}
