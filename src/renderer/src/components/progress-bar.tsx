import type { ReactNode } from 'react';

/** How far something has come, in words and as a bar, with a way to stop it. Without a total, the bar is left out. */
export function ProgressBar({
  label,
  done,
  total,
  action,
}: {
  readonly label: string;
  readonly done: number;
  readonly total: number | null;
  readonly action?: ReactNode;
}): ReactNode {
  return (
    <div className="flex items-center gap-3">
      <div className="min-w-0 flex-1">
        <p role="status" className="mb-1 truncate text-xs text-ink-2">
          {label}
        </p>
        {total !== null && (
          <progress
            aria-label={label}
            value={done}
            max={Math.max(1, total)}
            className="block h-1.5 w-full appearance-none overflow-hidden rounded-full bg-sunken [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:rounded-full [&::-webkit-progress-value]:bg-accent"
          />
        )}
      </div>
      {action}
    </div>
  );
}
