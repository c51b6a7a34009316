import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from './button.tsx';

/** A bar above a list: how many of its rows are selected, what can be done with them, and a way to clear the selection. */
export function SelectionBar({
  label,
  selected,
  clearLabel,
  onClear,
  children,
}: {
  readonly label: string;
  /** How many are selected, in words. */
  readonly selected: string;
  readonly clearLabel: string;
  readonly onClear: () => void;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <div
      role="toolbar"
      aria-label={label}
      className="flex shrink-0 flex-wrap items-center gap-1 border-b border-line bg-accent-soft px-3 py-1.5"
    >
      <span role="status" className="flex-1 font-medium whitespace-nowrap text-accent-ink">
        {selected}
      </span>
      {children}
      <IconButton icon={X} label={clearLabel} onClick={onClear} />
    </div>
  );
}
