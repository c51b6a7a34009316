import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListPages } from '../hooks/use-list-pages.ts';
import { Button } from './button.tsx';
import { ListStates } from './list-states.tsx';
import { OfflineNote } from './live-note.tsx';
import { SearchNote } from './search-note.tsx';
import { EmptyState } from './states.tsx';

/** The body of a page that is one long list: its toolbar, what is to be known about it, and its table or what stands in its place. */
export function ListPage({
  pages,
  toolbar,
  searching = false,
  loadingRows,
  none,
  footer,
  children,
}: {
  readonly pages: ListPages<unknown>;
  readonly toolbar: ReactNode;
  /** Whether words are searched for. */
  readonly searching?: boolean;
  /** How many rows are drawn while the list loads. */
  readonly loadingRows: number;
  readonly none: ReactNode;
  readonly footer?: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <div className="flex h-full min-h-0 flex-col bg-surface">
      {toolbar}
      <SearchNote searching={searching} />
      <OfflineNote />
      <div className="min-h-0 flex-1">
        <ListStates list={pages} count={pages.count} loadingRows={loadingRows} none={none}>
          {children}
        </ListStates>
      </div>
      {footer}
    </div>
  );
}

/** The line above a list: what narrows it, how many rows there are, and what can be done. */
export function ListToolbar({
  count,
  actions,
  children,
}: {
  /** How many rows there are, in words. */
  readonly count: string | null;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-4 py-2">
      {children}
      <span className="min-w-0 grow" />
      <span role="status" className="text-xs whitespace-nowrap text-ink-3">
        {count}
      </span>
      {actions}
    </div>
  );
}

/** Where the words of an empty list are. */
type ListWords =
  | 'payments.list'
  | 'payments.disputes'
  | 'payments.payouts'
  | 'counts.list'
  | 'orders.list'
  | 'purchasing.list'
  | 'suppliers'
  | 'transfers.list';

/** Says that nothing is there yet, or nothing that passes the filters. */
export function NoRecords({
  words,
  icon,
  onClear,
  action,
}: {
  readonly words: ListWords;
  readonly icon: LucideIcon;
  /** Takes the filters away; null if there are none. */
  readonly onClear: (() => void) | null;
  /** What can be done about a list without rows. */
  readonly action?: ReactNode;
}): ReactNode {
  const { t } = useTranslation();
  if (onClear === null)
    return (
      <EmptyState
        icon={icon}
        title={t(`${words}.empty`)}
        body={t(`${words}.emptyBody`)}
        action={action || undefined}
      />
    );
  return (
    <EmptyState
      icon={icon}
      title={t(`${words}.emptyFilter`)}
      body={t(`${words}.emptyFilterBody`)}
      action={<Button onClick={onClear}>{t(`${words}.clear`)}</Button>}
    />
  );
}
