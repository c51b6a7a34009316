import { Search, X } from 'lucide-react';
import { Switch as RadixSwitch } from 'radix-ui';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { isPlain } from '../keyboard/key-press.ts';
import { cx } from '../lib/cx.ts';
import { useAriaKeys } from './kbd.tsx';

/** One line of text. Give it an `aria-label`, or put it into a Field. */
export function Input({ className, ...rest }: ComponentProps<'input'>): ReactNode {
  return <input dir="auto" {...rest} className={cx('q-control', className)} />;
}

/** Several lines of text. */
export function TextArea({ className, ...rest }: ComponentProps<'textarea'>): ReactNode {
  return <textarea dir="auto" {...rest} className={cx('q-control resize-none', className)} />;
}

/** One option of a `Select`. */
export interface SelectOption<T extends string> {
  readonly value: T;
  readonly label: string;
}

/**
 * A choice among a few options: the platform's select with its keyboard support and accessibility, styled like our
 * controls.
 */
export function Select<T extends string>({
  value,
  options,
  onChange,
  className,
  ...rest
}: Omit<ComponentProps<'select'>, 'value' | 'onChange' | 'children'> & {
  readonly value: T;
  readonly options: readonly SelectOption<T>[];
  readonly onChange: (value: T) => void;
}): ReactNode {
  return (
    <select
      {...rest}
      value={value}
      className={cx('q-control', className)}
      onChange={(event) => {
        const chosen = options.find((option) => option.value === event.target.value);
        if (chosen) onChange(chosen.value);
      }}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

/** A search box with a clear button; Esc clears it too. */
export function SearchInput({
  value,
  onValue,
  label,
  clearLabel,
  className,
  ...rest
}: Omit<ComponentProps<'input'>, 'value' | 'onChange'> & {
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly label: string;
  readonly clearLabel: string;
}): ReactNode {
  const keys = useAriaKeys('shortcuts.search');
  return (
    <div className={cx('relative', className)}>
      <Search
        size={14}
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-ink-3"
      />
      <input
        type="search"
        dir="auto"
        placeholder={label}
        {...rest}
        aria-label={label}
        aria-keyshortcuts={keys}
        value={value}
        onChange={(event) => onValue(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && isPlain(event) && value !== '') {
            event.stopPropagation();
            onValue('');
          }
          rest.onKeyDown?.(event);
        }}
        className="q-control pr-7 pl-8 text-ellipsis"
      />
      {value !== '' && (
        <button
          type="button"
          aria-label={clearLabel}
          onClick={() => onValue('')}
          className="absolute top-1/2 right-1 inline-flex size-6 -translate-y-1/2 items-center justify-center rounded-sm text-ink-3 hover:text-ink"
        >
          <X size={13} aria-hidden />
        </button>
      )}
    </div>
  );
}

/** An error under its field; tie it to the control with `aria-describedby={id}`. Renders nothing without an error. */
export function FieldError({
  id,
  children,
}: {
  readonly id?: string;
  readonly children: ReactNode;
}): ReactNode {
  if (children === null || children === undefined || children === '') return null;
  return (
    <p id={id} role="alert" className="mt-1 text-xs text-crit">
      {children}
    </p>
  );
}

/** A labelled control with an optional hint and error. The child gets the attributes that connect them. */
export function Field({
  label,
  hint,
  error,
  children,
  className,
}: {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | null | undefined;
  readonly className?: string;
  readonly children: (props: {
    id: string;
    'aria-invalid': boolean;
    'aria-describedby': string;
  }) => ReactNode;
}): ReactNode {
  const id = useId();
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block text-xs font-medium text-ink-2">
        {label}
      </label>
      {children({ id, 'aria-invalid': Boolean(error), 'aria-describedby': `${id}-note` })}
      <div id={`${id}-note`}>
        {error ? (
          <FieldError>{error}</FieldError>
        ) : (
          hint !== undefined && <p className="mt-1 text-xs text-ink-3">{hint}</p>
        )}
      </div>
    </div>
  );
}

/** A switch that takes effect immediately. */
export function Switch({
  checked,
  onChange,
  label,
  disabled = false,
}: {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly label: string;
  readonly disabled?: boolean;
}): ReactNode {
  return (
    <RadixSwitch.Root
      checked={checked}
      onCheckedChange={onChange}
      disabled={disabled}
      aria-label={label}
      className="relative h-[20px] w-9 shrink-0 rounded-full border border-control bg-sunken transition-colors data-[state=checked]:border-accent data-[state=checked]:bg-accent disabled:opacity-55"
    >
      <RadixSwitch.Thumb className="block size-3.5 translate-x-[2px] rounded-full bg-control transition-transform data-[state=checked]:translate-x-[17px] data-[state=checked]:bg-on-accent" />
    </RadixSwitch.Root>
  );
}
