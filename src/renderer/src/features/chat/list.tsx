import { useQuery } from '@tanstack/react-query';
import { ArrowDownWideNarrow, Hourglass, MessagesSquare } from 'lucide-react';
import { type ReactNode, type RefObject, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CHAT_ORDERS, type ConversationRow } from '#shared/bridge/chat.ts';
import { bridge } from '../../bridge/client.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { SearchInput } from '../../components/field.tsx';
import { OfflineNote } from '../../components/live-note.tsx';
import { Menu } from '../../components/menu.tsx';
import { SearchNote } from '../../components/search-note.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../components/states.tsx';
import { VirtualList } from '../../components/virtual-list.tsx';
import { useHotkeys } from '../../hooks/use-hotkeys.ts';
import type { InfiniteList } from '../../hooks/use-infinite.ts';
import type { Selection } from '../../hooks/use-selection.ts';
import { cx } from '../../lib/cx.ts';
import { useCan, useUserId } from '../../stores/session.ts';
import { BulkBar } from './bulk-bar.tsx';
import { FilterChips } from './filter-chips.tsx';
import { FilterMenu, type FilterProps } from './filter-menu.tsx';
import { CHAT_TABS, type ChatFilters } from './filters.ts';
import { FolderList } from './folder-list.tsx';
import { FolderMenu } from './folder-menu.tsx';
import { ConversationListRow, LIST_ROW_HEIGHT } from './list-row.tsx';
import type { InboxView } from './use-inbox-view.ts';

function FilterTabs({
  value,
  onChange,
}: {
  /** null where a status takes the place of a folder's own. */
  readonly value: ChatFilters['filter'] | null;
  readonly onChange: (value: (typeof CHAT_TABS)[number]) => void;
}): ReactNode {
  const { t } = useTranslation();
  const counts = useQuery({
    queryKey: ['chat', 'counts'],
    queryFn: () => bridge.call('chat.counts', {}),
  });
  const countOf = (filter: (typeof CHAT_TABS)[number]): number | undefined =>
    filter === 'open' || filter === 'mine' || filter === 'unassigned' ? counts.data?.[filter] : undefined;
  return (
    <fieldset className="flex flex-wrap gap-0.5" aria-label={t('chat.list.filters')}>
      {CHAT_TABS.map((filter) => {
        const count = countOf(filter);
        return (
          <button
            key={filter}
            type="button"
            aria-pressed={filter === value}
            title={t(`chat.list.hint.${filter}`)}
            onClick={() => onChange(filter)}
            className={cx(
              'inline-flex h-[26px] items-center gap-1 rounded-md px-1 text-xs font-medium whitespace-nowrap wide:px-1.5',
              filter === value ? 'bg-hover text-ink' : 'text-ink-2 hover:bg-hover hover:text-ink',
            )}
          >
            {t(`chat.list.${filter}`)}
            {count !== undefined && <span className="text-2xs font-normal text-ink-3">{count}</span>}
          </button>
        );
      })}
    </fieldset>
  );
}

/** Says which conversations a search looks through, and offers all of them. */
function SearchedIn({
  filter,
  onAll,
}: {
  readonly filter: ChatFilters['filter'];
  readonly onAll: () => void;
}): ReactNode {
  const { t } = useTranslation();
  return (
    <p role="status" className="flex min-h-8 items-center gap-2 border-b border-line px-3 text-xs text-ink-2">
      <span className="min-w-0 flex-1 truncate">{t(`chat.list.searchedIn.${filter}`)}</span>
      {filter !== 'all' && (
        <Button size="sm" onClick={onAll}>
          {t('chat.list.searchAll')}
        </Button>
      )}
    </p>
  );
}

function SortMenu({ filters, onFilters }: FilterProps): ReactNode {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  useHotkeys({ 'shortcuts.sort': () => setOpen(true) });
  return (
    <Menu
      label={t('chat.list.sort')}
      open={open}
      onOpenChange={setOpen}
      trigger={
        <IconButton
          icon={filters.sort === 'waiting' ? Hourglass : ArrowDownWideNarrow}
          label={`${t('chat.list.sort')}: ${t(`chat.list.${filters.sort}`)}`}
          keys={['d']}
          variant="secondary"
        />
      }
      groups={[
        CHAT_ORDERS.map((sort) => ({
          key: sort,
          label: t(`chat.list.${sort}`),
          checked: sort === filters.sort,
          run: () => onFilters({ sort }),
        })),
      ]}
    />
  );
}

/** The list of conversations, with filters, counts, search and sort order. */
export function ConversationList({
  list,
  view,
  filters,
  searchText,
  onSearch,
  selection,
  activeId,
  onActive,
  onOpen,
  scrollRef,
}: {
  readonly list: Omit<InfiniteList<ConversationRow>, 'first'>;
  readonly view: InboxView;
  readonly filters: ChatFilters;
  /** The text in the search box; the filters follow shortly after. */
  readonly searchText: string;
  readonly onSearch: (text: string) => void;
  readonly selection: Selection;
  readonly activeId: string | null;
  readonly onActive: (row: ConversationRow) => void;
  readonly onOpen: () => void;
  readonly scrollRef: RefObject<HTMLDivElement | null>;
}): ReactNode {
  const { t } = useTranslation();
  const userId = useUserId();
  const canWrite = useCan('chat:write');
  const { has, toggle } = selection;
  const { onFilters } = view;
  const renderRow = useCallback(
    (row: ConversationRow, { active }: { readonly active: boolean }) => (
      <ConversationListRow
        row={row}
        active={active}
        userId={userId}
        selected={has(row.id)}
        onSelect={canWrite ? toggle : undefined}
      />
    ),
    [userId, canWrite, has, toggle],
  );
  return (
    <>
      <div className="flex shrink-0 flex-col gap-2 border-b border-line p-2.5 pb-2">
        <div className="flex gap-1.5">
          <SearchInput
            value={searchText}
            onValue={onSearch}
            label={t('chat.list.search')}
            clearLabel={t('chat.list.clearSearch')}
            className="min-w-0 flex-1"
          />
          <FolderMenu view={view} />
          <FilterMenu filters={filters} onFilters={onFilters} />
          <SortMenu filters={filters} onFilters={onFilters} />
        </div>
        <FilterChips filters={filters} onFilters={onFilters} />
        <FilterTabs
          value={filters.status === undefined ? filters.filter : null}
          onChange={(filter) => onFilters({ filter, status: undefined })}
        />
        {view.folders.length > 0 && (
          <FolderList folders={view.folders} shownId={view.shown.viewId} onOpen={view.shown.onOpen} />
        )}
      </div>
      {view.gone && (
        <p role="status" className="border-b border-line px-3 py-1.5 text-xs text-ink-2">
          {t('views.gone', { context: 'chat' })}
        </p>
      )}
      <SearchNote searching={filters.search !== ''} />
      {filters.search !== '' && (
        <SearchedIn filter={filters.filter} onAll={() => onFilters({ filter: 'all' })} />
      )}
      <OfflineNote />
      {selection.ids.length > 0 && <BulkBar ids={selection.ids} onDone={selection.clear} />}
      <div className="min-h-0 flex-1">
        {list.error ? (
          <ErrorState error={list.error} onRetry={list.refetch} />
        ) : list.isLoading ? (
          <SkeletonRows />
        ) : list.rows.length === 0 ? (
          <EmptyState
            icon={MessagesSquare}
            title={t('chat.list.empty')}
            body={
              filters.search !== ''
                ? t('chat.list.emptySearch', { text: filters.search })
                : filters.filter === 'open' && filters.priority === undefined && filters.label === undefined
                  ? t('chat.list.emptyOpen')
                  : filters.filter === 'mine'
                    ? t('chat.list.emptyMine')
                    : t('chat.list.emptyOther')
            }
          />
        ) : (
          <VirtualList
            rows={list.rows}
            rowKey={(row) => row.id}
            rowHeight={LIST_ROW_HEIGHT}
            renderRow={renderRow}
            label={t('chat.list.label')}
            activeKey={activeId}
            onActive={onActive}
            onOpen={onOpen}
            onEnd={list.more}
            scrollRef={scrollRef}
          />
        )}
      </div>
    </>
  );
}
