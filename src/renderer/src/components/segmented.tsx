import { ToggleGroup } from 'radix-ui';
import type { ReactNode } from 'react';
import { cx } from '../lib/cx.ts';

/** One option of a `Segmented`, with an optional count. */
export interface Segment<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly count?: number | undefined;
}

/** A choice among a few options, side by side; arrow keys move. Use it for filters and periods. */
export function Segmented<T extends string>({
  value,
  segments,
  onChange,
  label,
  className,
}: {
  readonly value: T;
  readonly segments: readonly Segment<T>[];
  readonly onChange: (value: T) => void;
  readonly label: string;
  readonly className?: string;
}): ReactNode {
  return (
    <ToggleGroup.Root
      type="single"
      value={value}
      aria-label={label}
      onValueChange={(next) => {
        const segment = segments.find((s) => s.value === next);
        if (segment) onChange(segment.value);
      }}
      className={cx(
        'inline-flex h-[30px] shrink-0 items-center gap-0.5 rounded-md border border-line bg-sunken p-0.5',
        className,
      )}
    >
      {segments.map((segment) => (
        <ToggleGroup.Item
          key={segment.value}
          value={segment.value}
          data-value={segment.value}
          className="inline-flex h-6 items-center gap-1.5 rounded-[4px] px-2 text-xs font-medium whitespace-nowrap text-ink-2 proportional-nums hover:text-ink data-[state=on]:bg-surface data-[state=on]:text-ink data-[state=on]:shadow-[0_0_0_1px_var(--q-line-strong)]"
        >
          {segment.label}
          {segment.count !== undefined && <span className="text-2xs text-ink-3">{segment.count}</span>}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
