import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { InfiniteList } from '../hooks/use-infinite.ts';
import { Button } from './button.tsx';
import { ErrorState, SkeletonRows } from './states.tsx';

/** A list, or what stands in its place: its error, rows that are loading, or `none`. */
export function ListStates({
  list,
  count,
  loadingRows,
  none,
  children,
}: {
  readonly list: { readonly error: Error | null; readonly isLoading: boolean; readonly refetch: () => void };
  readonly count: number;
  /** How many rows are drawn while the list loads. */
  readonly loadingRows: number;
  readonly none: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  if (list.error) return <ErrorState error={list.error} onRetry={list.refetch} />;
  if (list.isLoading) return <SkeletonRows rows={loadingRows} />;
  return count === 0 ? none : children;
}

/** A list in a panel, a page at a time. */
export function PanelList<R extends { readonly id: string }>({
  list,
  loadingRows,
  none,
  children,
}: {
  readonly list: InfiniteList<R>;
  readonly loadingRows: number;
  readonly none: string;
  /** Draws a row. */
  readonly children: (row: R) => ReactNode;
}): ReactNode {
  const { t } = useTranslation();
  return (
    <>
      <ListStates
        list={list}
        count={list.rows.length}
        loadingRows={loadingRows}
        none={<p className="p-3 text-ink-3">{none}</p>}
      >
        <ul>
          {list.rows.map((row) => (
            <li key={row.id} className="border-b border-line last:border-0">
              {children(row)}
            </li>
          ))}
        </ul>
      </ListStates>
      {list.hasMore && (
        <Button size="sm" variant="ghost" className="m-2" onClick={list.more}>
          {t('chat.context.more')}
        </Button>
      )}
    </>
  );
}
