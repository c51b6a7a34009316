import { type KeyboardEvent, type ReactNode, type RefObject, useId, useState } from 'react';
import { cx } from '../lib/cx.ts';
import { Input } from './field.tsx';

/** What a field offers for what is typed. */
export interface Offer<R> {
  readonly key: string;
  readonly value: R;
}

/**
 * A field that finds records by words. The arrow keys choose, Enter takes, Esc closes. `text` is what is typed, null while the
 * field shows what was taken (`chosen`).
 */
export function Combobox<R>({
  label,
  placeholder,
  chosen,
  text,
  offers,
  none,
  input,
  invalid = false,
  onText,
  onPick,
  children,
}: {
  readonly label: string;
  readonly placeholder: string;
  readonly chosen: string;
  readonly text: string | null;
  readonly offers: readonly Offer<R>[];
  /** What stands in place of offers, where words were typed. */
  readonly none: string;
  readonly input?: RefObject<HTMLInputElement | null> | undefined;
  readonly invalid?: boolean;
  readonly onText: (text: string | null) => void;
  readonly onPick: (value: R) => void;
  /** Draws an offer. */
  readonly children: (value: R) => ReactNode;
}): ReactNode {
  const id = useId();
  const [active, setActive] = useState(0);
  const shown = text === null ? [] : offers;
  const open = text !== null && (shown.length > 0 || text.trim() !== '');
  const at = Math.min(active, shown.length - 1);
  const pick = (value: R): void => {
    setActive(0);
    onText(null);
    onPick(value);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (text === null) onText('');
      else setActive(Math.max(0, Math.min(shown.length - 1, at + (event.key === 'ArrowDown' ? 1 : -1))));
    } else if (event.key === 'Enter' && open && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      const offer = shown[at];
      if (offer) pick(offer.value);
    } else if (event.key === 'Escape' && text !== null) {
      event.stopPropagation();
      event.preventDefault();
      onText(null);
    }
  };
  return (
    <div className="relative">
      <label htmlFor={id} className="mb-1 block text-xs font-medium text-ink-2">
        {label}
      </label>
      <Input
        id={id}
        ref={input}
        role="combobox"
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-activedescendant={open && at >= 0 ? `${id}-${at}` : undefined}
        aria-autocomplete="list"
        aria-invalid={invalid || undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder={placeholder}
        value={text ?? chosen}
        onChange={(event) => {
          onText(event.target.value);
          setActive(0);
        }}
        onBlur={() => onText(null)}
        onKeyDown={onKeyDown}
      />
      {open && (
        <div
          id={`${id}-list`}
          role="listbox"
          aria-label={label}
          className="absolute z-20 mt-1 max-h-72 w-full overflow-auto rounded-md border border-line-strong bg-raised p-1 shadow-pop"
        >
          {shown.length === 0 && <p className="px-2 py-1.5 text-ink-3">{none}</p>}
          {shown.map(({ key, value }, index) => (
            <div
              key={key}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              onMouseDown={(event) => {
                event.preventDefault();
                pick(value);
              }}
              onMouseMove={() => setActive(index)}
              className={cx(
                'flex cursor-pointer items-baseline gap-2 rounded-sm px-2 py-1',
                index === at && 'bg-accent-soft',
              )}
            >
              {children(value)}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
