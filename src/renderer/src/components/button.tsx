import type { LucideIcon } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { cx } from '../lib/cx.ts';
import type { ShownKeys } from './kbd.tsx';
import { Tooltip } from './overlay.tsx';

/** The weight of a button. */
export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger';

const VARIANT: Readonly<Record<ButtonVariant, string>> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover border-transparent',
  secondary: 'bg-surface text-ink border-line-strong hover:bg-hover',
  ghost: 'bg-transparent text-ink-2 border-transparent hover:bg-hover hover:text-ink',
  danger: 'bg-surface text-crit border-line-strong hover:bg-crit-soft',
};

/** Props of `Button`. */
export interface ButtonProps extends ComponentProps<'button'> {
  readonly variant?: ButtonVariant;
  readonly size?: 'sm' | 'md' | 'lg';
  readonly icon?: LucideIcon | undefined;
  /** Marks the action as in progress: the button stays in place and cannot be pressed again. */
  readonly busy?: boolean;
}

/** A button with a label. `size` md is 30 px high, sm 26, lg 36. */
export function Button({
  variant = 'secondary',
  size = 'md',
  icon: Icon,
  busy,
  className,
  children,
  ...rest
}: ButtonProps): ReactNode {
  return (
    <button
      type="button"
      {...rest}
      aria-busy={busy || undefined}
      disabled={rest.disabled || busy}
      className={cx(
        'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap transition-colors duration-100 select-none disabled:opacity-55',
        size === 'sm' && 'h-[26px] px-2 text-xs',
        size === 'md' && 'h-[30px] px-2.5',
        size === 'lg' && 'h-9 px-3.5 text-md',
        VARIANT[variant],
        className,
      )}
    >
      {Icon && (
        <Icon size={size === 'sm' ? 13 : 15} aria-hidden className={cx('shrink-0', busy && 'q-pulse')} />
      )}
      {children}
    </button>
  );
}

/** Props of `IconButton`. */
export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  readonly icon: LucideIcon;
  /** The action, as accessible name and tooltip. */
  readonly label: string;
  /** The equivalent shortcut, shown in the tooltip. */
  readonly keys?: ShownKeys | undefined;
  readonly size?: 'sm' | 'md';
  readonly variant?: ButtonVariant;
  readonly busy?: boolean;
  /** Leaves the tooltip to the browser, where there is such a button on every row: a tooltip costs more to draw than its button. */
  readonly repeated?: boolean;
}

/** A square button with an icon; its label is its tooltip. */
export function IconButton({
  icon: Icon,
  label,
  keys,
  size = 'md',
  variant = 'ghost',
  busy,
  repeated = false,
  className,
  ...rest
}: IconButtonProps): ReactNode {
  const button = (
    <button
      type="button"
      {...(repeated && { title: label })}
      {...rest}
      aria-label={label}
      aria-busy={busy || undefined}
      disabled={rest.disabled || busy}
      className={cx(
        'inline-flex shrink-0 items-center justify-center rounded-md border transition-colors duration-100 disabled:opacity-55',
        size === 'sm' ? 'size-[26px]' : 'size-[30px]',
        VARIANT[variant],
        className,
      )}
    >
      <Icon size={size === 'sm' ? 14 : 16} aria-hidden className={cx(busy && 'q-pulse')} />
    </button>
  );
  if (repeated) return button;
  return (
    <Tooltip content={label} keys={keys}>
      {button}
    </Tooltip>
  );
}
