import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { ListedView } from '#shared/bridge/views.ts';
import { MAX_FOLDERS } from '#shared/domain/views.ts';
import { inOrder, useFolderOrder } from '../../stores/folder-order.ts';
import { type ShownView, useViews } from '../views/index.ts';
import { type ChatFilterChange, type ChatFilters, folderAddress } from './filters.ts';

/** What the inbox shows: filters, and the saved folder that they began with. */
export interface InboxView {
  /** null until the folder that the address names is read. */
  readonly filters: ChatFilters | null;
  readonly shown: ShownView;
  /** The user's folders and the shared ones, in the user's order, as many as are shown. */
  readonly folders: readonly ListedView[];
  /** Whether the address names a folder that does not exist any more. */
  readonly gone: boolean;
  readonly onFilters: (change: ChatFilterChange) => void;
}

const NONE: readonly ListedView[] = [];

/** Reads what the address names, and writes what the user changes. */
export function useInboxView(): InboxView {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const views = useViews('chat');
  const order = useFolderOrder();
  const address = params.toString();
  const viewId = params.get('saved');
  const view = views?.find(({ id }) => id === viewId) ?? null;
  const { filters, base } = useMemo(
    () => folderAddress.readShown(new URLSearchParams(address), view),
    [address, view],
  );
  // At once, so that the next key acts on what it shows.
  const onFilters = useCallback(
    (change: ChatFilterChange) =>
      setParams((before) => folderAddress.writeShown(before, view, change), {
        replace: true,
        flushSync: true,
      }),
    [setParams, view],
  );
  const onOpen = useCallback(
    (id: string | null) => setParams((before) => folderAddress.openView(before, id), { flushSync: true }),
    [setParams],
  );
  const content = useMemo(() => folderAddress.contentOf(filters, null), [filters]);
  const folders = useMemo(() => inOrder(views ?? NONE, order).slice(0, MAX_FOLDERS), [views, order]);
  return {
    filters: viewId !== null && views === undefined ? null : filters,
    shown: { page: 'chat', allLabel: t('chat.folders.none'), viewId, base, content, onOpen },
    folders,
    gone: viewId !== null && views !== undefined && view === null,
    onFilters,
  };
}
