import { Archive, BellOff, Clock3, Hash, Lock, Plus, UsersRound } from 'lucide-react';
import { type ReactNode, type RefObject, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomListRow } from '#shared/bridge/rooms.ts';
import { CountBadge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { OfflineNote } from '../../components/live-note.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../components/states.tsx';
import { RelativeTime } from '../../components/values.tsx';
import { VirtualList } from '../../components/virtual-list.tsx';
import { cx } from '../../lib/cx.ts';
import { useRoomName } from './names.ts';

/** The height of a row, px. */
const ROW_HEIGHT = 56;

/** The list as it is read. */
interface Listing {
  readonly data: { readonly rooms: readonly RoomListRow[] } | undefined;
  readonly error: Error | null;
  readonly refetch: () => unknown;
}

function Row({ room, active }: { readonly room: RoomListRow; readonly active: boolean }): ReactNode {
  const { t } = useTranslation();
  const nameOf = useRoomName();
  const unread = room.unread > 0;
  const Icon = room.archivedAt !== null ? Archive : room.kind === 'private' ? Lock : Hash;
  return (
    <div
      data-room={room.id}
      data-unread={room.unread}
      className={cx(
        'relative flex h-full items-center gap-2.5 border-b border-line px-3',
        active ? 'bg-accent-soft' : 'hover:bg-hover',
      )}
    >
      {active && <span aria-hidden className="absolute inset-y-0 left-0 w-[3px] bg-accent" />}
      <Icon size={15} aria-hidden className="shrink-0 text-ink-3" />
      <span className="sr-only">
        {t(room.archivedAt !== null ? 'rooms.list.archived' : `rooms.kinds.${room.kind}`)}
      </span>
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline gap-2">
          <span
            dir="auto"
            className={cx('min-w-0 flex-1 truncate', unread ? 'font-semibold' : 'font-medium')}
          >
            {nameOf(room)}
          </span>
          {room.lastMessageAt !== null && (
            <RelativeTime at={room.lastMessageAt} short className="shrink-0 text-2xs text-ink-3" />
          )}
        </div>
        <div className="flex items-center gap-1.5">
          <span dir="auto" className="min-w-0 flex-1 truncate text-xs text-ink-2 proportional-nums">
            {room.lastMessage === null
              ? t('rooms.list.quiet')
              : t('rooms.list.last', {
                  author: room.lastMessage.author,
                  preview: room.lastMessage.exported
                    ? t('rooms.messages.exportedShort')
                    : room.lastMessage.preview || t('rooms.shared.sharedOne'),
                })}
          </span>
          {room.pending > 0 && (
            <span
              className="inline-flex items-center text-warn"
              title={t('rooms.list.pending', { count: room.pending })}
            >
              <Clock3 size={11} aria-hidden />
              <span className="sr-only">{t('rooms.list.pending', { count: room.pending })}</span>
            </span>
          )}
          {room.muted && (
            <span className="text-ink-3" title={t('rooms.list.muted')}>
              <BellOff size={11} aria-hidden />
              <span className="sr-only">{t('rooms.list.muted')}</span>
            </span>
          )}
          {unread && (
            <CountBadge
              count={room.unread}
              tone={room.mentions > 0 ? 'crit' : 'accent'}
              label={t(room.mentions > 0 ? 'rooms.list.mentions' : 'rooms.list.unread', {
                count: room.mentions > 0 ? room.mentions : room.unread,
              })}
            />
          )}
        </div>
      </div>
    </div>
  );
}

/** The rooms, with what is unread in them. */
export function RoomList({
  list,
  activeId,
  onActive,
  onOpen,
  onNew,
  scrollRef,
}: {
  readonly list: Listing;
  readonly activeId: string | null;
  readonly onActive: (room: RoomListRow) => void;
  readonly onOpen: () => void;
  /** null for those who may not write. */
  readonly onNew: (() => void) | null;
  readonly scrollRef: RefObject<HTMLDivElement | null>;
}): ReactNode {
  const { t } = useTranslation();
  const renderRow = useCallback(
    (room: RoomListRow, { active }: { readonly active: boolean }) => <Row room={room} active={active} />,
    [],
  );
  return (
    <>
      <div className="flex h-14 shrink-0 items-center gap-2 border-b border-line px-3">
        <h2 className="min-w-0 flex-1 truncate text-md font-semibold">{t('rooms.list.label')}</h2>
        {onNew && (
          <Button size="sm" icon={Plus} onClick={onNew}>
            {t('rooms.list.new')}
          </Button>
        )}
      </div>
      <OfflineNote />
      <div className="min-h-0 flex-1">
        {list.data === undefined ? (
          list.error ? (
            <ErrorState error={list.error} onRetry={() => void list.refetch()} />
          ) : (
            <SkeletonRows />
          )
        ) : list.data.rooms.length === 0 ? (
          <EmptyState icon={UsersRound} title={t('rooms.list.empty')} body={t('rooms.list.emptyBody')} />
        ) : (
          <VirtualList
            rows={list.data.rooms}
            rowKey={({ id }) => id}
            rowHeight={ROW_HEIGHT}
            renderRow={renderRow}
            label={t('rooms.list.label')}
            activeKey={activeId}
            onActive={onActive}
            onOpen={onOpen}
            scrollRef={scrollRef}
          />
        )}
      </div>
    </>
  );
}
