import { ScanBarcode } from 'lucide-react';
import { type ReactNode, type Ref, useState } from 'react';
import { MAX_CODE } from '#shared/domain/barcodes.ts';
import { isPlain } from '../keyboard/key-press.ts';
import { cx } from '../lib/cx.ts';

/** What came of a code, in words, said aloud. */
export interface ScanResult {
  readonly tone: 'ok' | 'crit';
  readonly text: string;
}

/**
 * A field for a scanner, which types a code and presses Enter, and for a person who types one. `onText` follows what is typed, for
 * a list that is searched meanwhile. The result of the last code is shown below and said aloud.
 */
export function ScanField({
  label,
  result,
  onCode,
  onText,
  onArrow,
  inputRef,
  className,
}: {
  readonly label: string;
  readonly result: ScanResult | null;
  readonly onCode: (code: string) => void;
  readonly onText?: (text: string) => void;
  /** Moves the chosen row by one. */
  readonly onArrow?: (by: 1 | -1) => void;
  readonly inputRef?: Ref<HTMLInputElement>;
  readonly className?: string;
}): ReactNode {
  const [text, setText] = useState('');
  const change = (next: string): void => {
    setText(next);
    onText?.(next);
  };
  return (
    <div className={className}>
      <div className="relative">
        <ScanBarcode
          size={15}
          aria-hidden
          className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-ink-3"
        />
        <input
          ref={inputRef}
          dir="auto"
          data-scan-field
          autoComplete="off"
          spellCheck={false}
          placeholder={label}
          aria-label={label}
          value={text}
          maxLength={MAX_CODE}
          onChange={(event) => change(event.target.value)}
          onKeyDown={(event) => {
            if (!isPlain(event)) return;
            if (event.key === 'Enter' && text.trim() !== '') {
              event.preventDefault();
              onCode(text.trim());
              change('');
            } else if (event.key === 'Escape' && text !== '') {
              event.stopPropagation();
              change('');
            } else if (onArrow && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
              event.preventDefault();
              onArrow(event.key === 'ArrowDown' ? 1 : -1);
            }
          }}
          className="q-control pl-8"
        />
      </div>
      <p
        role={result?.tone === 'crit' ? 'alert' : 'status'}
        className={cx(
          'mt-1 min-h-4 truncate text-xs proportional-nums',
          result?.tone === 'crit' ? 'font-medium text-crit' : 'text-ink-2',
        )}
      >
        {result?.text ?? ''}
      </p>
    </div>
  );
}
