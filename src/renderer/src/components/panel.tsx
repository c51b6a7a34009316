import type { ReactNode } from 'react';
import { cx } from '../lib/cx.ts';

/** A titled surface with `actions` at the right of its header. The body takes the remaining height. */
export function Panel({
  title,
  titleExtra,
  actions,
  children,
  className,
  bodyClassName,
  label,
  stale = false,
}: {
  readonly title?: ReactNode;
  readonly titleExtra?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
  readonly bodyClassName?: string;
  /** Accessible name where there is no title. */
  readonly label?: string;
  /** Whether what it shows is not live any more: hatched and with a dashed frame, like the cards of figures. */
  readonly stale?: boolean;
}): ReactNode {
  return (
    <section
      aria-label={label ?? (typeof title === 'string' ? title : undefined)}
      data-stale={stale ? '' : undefined}
      className={cx(
        'flex min-h-0 min-w-0 flex-col rounded-lg border bg-surface',
        stale ? 'q-stale border-dashed border-control' : 'border-line',
        className,
      )}
    >
      {title !== undefined && (
        <header className="flex h-10 shrink-0 items-center gap-2 border-b border-line px-3">
          <h2 dir="auto" className="truncate font-semibold">
            {title}
          </h2>
          {titleExtra}
          <span className="flex-1" />
          {actions}
        </header>
      )}
      <div className={cx('min-h-0 flex-1', bodyClassName)}>{children}</div>
    </section>
  );
}

/**
 * A list beside a detail: the list is 340 px wide (or `listWidth`), but leaves the detail more than half of a narrow window.
 * Each scrolls on its own.
 */
export function ListDetail({
  list,
  detail,
  listLabel,
  detailLabel,
  listWidth = 340,
}: {
  readonly list: ReactNode;
  readonly detail: ReactNode;
  readonly listLabel: string;
  readonly detailLabel: string;
  readonly listWidth?: number | string;
}): ReactNode {
  return (
    <div className="flex h-full min-h-0">
      <section
        aria-label={listLabel}
        className="flex min-h-0 shrink-0 flex-col border-r border-line bg-surface"
        style={{ width: `min(${typeof listWidth === 'number' ? `${listWidth}px` : listWidth}, 45%)` }}
      >
        {list}
      </section>
      <section aria-label={detailLabel} className="flex min-h-0 min-w-0 flex-1 flex-col bg-canvas">
        {detail}
      </section>
    </div>
  );
}

/** A label and its value in a detail pane. */
export function DetailRow({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <div className="flex min-h-7 items-baseline gap-3 py-1">
      <dt className="w-36 shrink-0 text-ink-3">{label}</dt>
      <dd className="min-w-0 flex-1">{children}</dd>
    </div>
  );
}
