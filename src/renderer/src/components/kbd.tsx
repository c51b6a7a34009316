import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../lib/cx.ts';
import type { ShortcutId } from '../lib/feature.ts';
import { useKeymap, useKeys } from '../stores/shortcuts.ts';

const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);
const NAMED = ['Home', 'End', 'Escape', 'Shift', 'Space', 'Delete', 'Insert'] as const;
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
    const named = NAMED.find((one) => one === key);
    if (named !== undefined) return t(`keys.${named}`);
    return SYMBOLS[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  };
}

/** Keys to show: an action, whose keys the user may have changed, or keys in the order in which they are pressed. */
export type ShownKeys = readonly string[] | ShortcutId;

/** Splits a shortcut into its keys: `Mod+k`, `g l`. */
export function keysIn(combo: string): readonly string[] {
  return combo.startsWith('Mod+') ? ['Mod', combo.slice('Mod+'.length)] : combo.split(' ');
}

/** Keys, or the keys of an action. Renders nothing for an action without. */
export function Kbd({
  keys,
  className,
}: {
  readonly keys: ShownKeys;
  readonly className?: string;
}): ReactNode {
  const nameOf = useKeyName();
  const keymap = useKeymap();
  const combo = typeof keys === 'string' ? (keymap.keys.get(keys) ?? null) : null;
  const shown = typeof keys !== 'string' ? keys : combo === null ? [] : keysIn(combo);
  if (shown.length === 0) return null;
  return (
    <span className={cx('inline-flex shrink-0 items-center gap-0.5', className)}>
      {shown.map((key, index) => (
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

/** Returns the value of `aria-keyshortcuts` for an action; undefined for one without keys. */
export function useAriaKeys(id: ShortcutId): string | undefined {
  const combo = useKeys(id);
  if (combo === null) return undefined;
  const key = combo.startsWith('Mod+') ? combo.slice('Mod+'.length) : null;
  const shown = key !== null && /^\p{L}$/u.test(key) ? key.toUpperCase() : key;
  // The attribute has no sequences; assistive technology reads the keys from the list of shortcuts then.
  return shown === null ? (combo.includes(' ') ? undefined : combo) : `Control+${shown} Meta+${shown}`;
}
