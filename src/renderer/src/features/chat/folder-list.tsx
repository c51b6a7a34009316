import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Users } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { InboxFilter } from '#shared/bridge/chat.ts';
import type { ListedView } from '#shared/bridge/views.ts';
import { bridge } from '../../bridge/client.ts';
import { CountBadge } from '../../components/badge.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { cx } from '../../lib/cx.ts';
import { moved, setFolderOrder } from '../../stores/folder-order.ts';
import { useUserId } from '../../stores/session.ts';
import { folderAddress } from './filters.ts';

/** Counting walks an index for each folder: often enough to be right, seldom enough not to be felt. */
const COUNT_MS = 2_000;
/** Clocks run out without anything happening. */
const RECOUNT_MS = 60_000;

/** What a folder is counted by: a search is not. */
function countedBy(folder: ListedView): InboxFilter | null {
  const { search, sort: _, ...filter } = folderAddress.filtersOfView(folder);
  return search === '' ? InboxFilter.parse(filter) : null;
}

interface Counts {
  readonly open: number;
  readonly unread: number;
}

function useFolderCounts(folders: readonly ListedView[]): ReadonlyMap<string, Counts> {
  const counted = folders.flatMap((folder) => {
    const filter = countedBy(folder);
    return filter === null ? [] : [{ id: folder.id, filter }];
  });
  const query = useQuery({
    queryKey: ['chat', 'folder-counts', counted.map(({ filter }) => filter)],
    queryFn: () => bridge.call('chat.folder_counts', { folders: counted.map(({ filter }) => filter) }),
    meta: { intervalMs: COUNT_MS },
    refetchInterval: RECOUNT_MS,
    placeholderData: keepPreviousData,
    enabled: counted.length > 0,
  });
  const { data, isPlaceholderData } = query;
  // Counts of other folders must not be shown beside these.
  if (data === undefined || isPlaceholderData) return new Map();
  return new Map(
    counted.flatMap(({ id }, index) => {
      const counts = data.counts[index];
      return counts ? [[id, counts] as const] : [];
    }),
  );
}

/** The saved folders with what they hold. One tab stop: the arrow keys move, with Alt they move the folder. */
export function FolderList({
  folders,
  shownId,
  onOpen,
}: {
  readonly folders: readonly ListedView[];
  readonly shownId: string | null;
  readonly onOpen: (id: string) => void;
}): ReactNode {
  const { t } = useTranslation();
  const user = useUserId();
  const counts = useFolderCounts(folders);
  const list = useRef<HTMLUListElement | null>(null);
  const ids = folders.map(({ id }) => id);
  const stop = ids.includes(shownId ?? '') ? shownId : ids[0];
  const onKeyDown = (event: KeyboardEvent, id: string): void => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : null;
    if (by === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (event.altKey) setFolderOrder(user, moved(ids, id, by));
    else
      list.current
        ?.querySelectorAll<HTMLElement>('button')
        [Math.min(ids.length - 1, Math.max(0, ids.indexOf(id) + by))]?.focus();
  };
  return (
    <ul
      ref={list}
      aria-label={t('chat.folders.label')}
      className="-mx-1 flex max-h-[min(196px,26vh)] flex-col overflow-y-auto"
    >
      {folders.map((folder, index) => (
        <li key={folder.id}>
          <button
            type="button"
            tabIndex={folder.id === stop ? 0 : -1}
            aria-pressed={folder.id === shownId}
            aria-keyshortcuts={index < 9 ? `G ${index + 1}` : undefined}
            title={index < 9 ? t('chat.folders.hint', { keys: `G ${index + 1}` }) : undefined}
            onClick={() => onOpen(folder.id)}
            onKeyDown={(event) => onKeyDown(event, folder.id)}
            className={cx(
              'flex h-[28px] w-full items-center gap-1.5 rounded-md px-1.5 text-left text-xs focus-visible:-outline-offset-2',
              folder.id === shownId
                ? 'bg-hover font-medium text-ink'
                : 'text-ink-2 hover:bg-hover hover:text-ink',
            )}
          >
            <bdi className="min-w-0 flex-1 truncate">{folder.name}</bdi>
            {folder.shared && <SharedMark mine={folder.mine} owner={folder.ownerName} />}
            <FolderCounts counts={counts.get(folder.id)} />
          </button>
        </li>
      ))}
    </ul>
  );
}

function SharedMark({ mine, owner }: { readonly mine: boolean; readonly owner: string }): ReactNode {
  const { t } = useTranslation();
  const words = mine ? t('chat.folders.shared') : t('chat.folders.sharedBy', { name: owner });
  return (
    <span title={words} className="inline-flex shrink-0 text-ink-3">
      <Users size={11} aria-hidden />
      <span className="sr-only">{words}</span>
    </span>
  );
}

function FolderCounts({ counts }: { readonly counts: Counts | undefined }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  if (counts === undefined) return null;
  return (
    <>
      {counts.unread > 0 && (
        <CountBadge
          count={counts.unread}
          tone="accent"
          label={t('chat.folders.unread', { count: counts.unread })}
        />
      )}
      <span data-folder-open className="min-w-5 shrink-0 text-right text-2xs font-normal text-ink-3">
        <span aria-hidden>{format.integer(counts.open)}</span>
        <span className="sr-only">{t('chat.folders.open', { count: counts.open })}</span>
      </span>
    </>
  );
}
