import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, MessageSquareDashed } from 'lucide-react';
import {
  type ReactNode,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomListRow } from '#shared/bridge/rooms.ts';
import { startOfDay } from '#shared/domain/time.ts';
import { bridge } from '../../bridge/client.ts';
import { gatewayNow } from '../../bridge/gateway-time.ts';
import { Button } from '../../components/button.tsx';
import { HistoryLine } from '../../components/history-line.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../components/states.tsx';
import { useCommand } from '../../hooks/use-command.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { useInfinite } from '../../hooks/use-infinite.ts';
import { useStayAtEnd } from '../../hooks/use-stay-at-end.ts';
import { useUserId } from '../../stores/session.ts';
import { Line, RoomMessageView } from './message.tsx';
import { readersOf, useTeam } from './names.ts';
import { highestSeqOfOthers, type RoomEntry, toRoomEntries } from './timeline.ts';

const PAGE = 50;
/** Within this distance of the end, px, the reader is at the end. */
const END_PX = 60;
/** Earlier messages are requested this many messages before the top. */
const START_MARGIN = 8;

function useDayLabel(): (at: number) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return (at) => {
    const day = format.calendarDay(at);
    const now = gatewayNow();
    if (day === format.calendarDay(now)) return t('chat.messages.today');
    const yesterday = startOfDay(now, format.timeZone) - 1;
    return day === format.calendarDay(yesterday) ? t('chat.messages.yesterday') : format.longDay(at);
  };
}

function watchVisible(listener: () => void): () => void {
  document.addEventListener('visibilitychange', listener);
  return () => document.removeEventListener('visibilitychange', listener);
}
const isVisible = (): boolean => document.visibilityState === 'visible';

/** Moves the read position once the window is visible and the end is in view. */
function useMarkRoomRead(room: RoomListRow, upToSeq: number, atEnd: boolean): void {
  const { submit } = useCommand('rooms.mark_read');
  const visible = useSyncExternalStore(watchVisible, isVisible);
  const reported = useRef(0);
  const { id: roomId, readUpTo } = room;
  useEffect(() => {
    if (!visible || !atEnd || upToSeq <= Math.max(readUpTo, reported.current)) return;
    reported.current = upToSeq;
    void submit({ roomId, upToSeq }, { quiet: true });
  }, [visible, atEnd, upToSeq, readUpTo, roomId, submit]);
}

/** The messages of a room, newest at the bottom. Only those in view are rendered. Mount it anew for another room. */
export function RoomMessages({
  room,
  name,
}: {
  readonly room: RoomListRow;
  readonly name: string;
}): ReactNode {
  const { t } = useTranslation();
  const roomId = room.id;
  const userId = useUserId();
  const list = useInfinite(
    ['rooms', 'messages', roomId],
    (after) => bridge.call('rooms.messages', { roomId, after, limit: PAGE }),
    { meta: { record: roomId } },
  );
  // While this room loads, the list may still hold the previous one's messages.
  const rows = useMemo(() => list.rows.filter((row) => row.roomId === roomId), [list.rows, roomId]);
  const [readUpTo] = useState(room.readUpTo);
  const { calendarDay } = useFormat();
  const entries = useMemo(
    () => toRoomEntries(rows, calendarDay, { readUpTo, userId }),
    [rows, calendarDay, readUpTo, userId],
  );
  if (list.error) return <ErrorState error={list.error} onRetry={list.refetch} />;
  if (list.isLoading || (list.rows.length > 0 && rows.length === 0)) return <SkeletonRows />;
  if (entries.length === 0)
    return (
      <EmptyState
        icon={MessageSquareDashed}
        title={t('rooms.messages.none')}
        body={t('rooms.messages.noneBody')}
      />
    );
  return <Thread room={room} name={name} entries={entries} hasMore={list.hasMore} onMore={list.more} />;
}

function Thread({
  room,
  name,
  entries,
  hasMore,
  onMore,
}: {
  readonly room: RoomListRow;
  readonly name: string;
  readonly entries: readonly RoomEntry[];
  readonly hasMore: boolean;
  readonly onMore: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const dayLabel = useDayLabel();
  const userId = useUserId();
  const team = useTeam();
  const readers = useMemo(() => readersOf(room, team), [room, team]);
  const scroller = useRef<HTMLDivElement | null>(null);
  const [atEnd, setAtEnd] = useState(true);
  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 52,
    getItemKey: (index) => entries[index]?.message.id ?? index,
    overscan: 6,
    paddingStart: 12,
    paddingEnd: 14,
    // Earlier messages are inserted above without moving the view; at the end the view follows new ones.
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: END_PX,
  });
  const items = virtual.getVirtualItems();
  useLayoutEffect(() => {
    virtual.scrollToEnd();
  }, [virtual]);
  const toEnd = useCallback(() => virtual.scrollToEnd(), [virtual]);
  useStayAtEnd(scroller, END_PX, toEnd);
  const firstIndex = items[0]?.index ?? 0;
  useEffect(() => {
    if (hasMore && firstIndex <= START_MARGIN) onMore();
  }, [hasMore, firstIndex, onMore]);
  const onScroll = useCallback(() => {
    const element = scroller.current;
    if (element) setAtEnd(element.scrollHeight - element.scrollTop - element.clientHeight <= END_PX);
  }, []);
  const newest = entries[entries.length - 1]?.message;
  const ownId = useRef<string | null>(null);
  useEffect(() => {
    // The user's own new message always scrolls into view, also if it was sent before it was first shown.
    if (newest?.authorId === userId && ownId.current !== newest?.id) virtual.scrollToEnd();
    ownId.current = newest?.id ?? null;
  }, [newest, userId, virtual]);
  useMarkRoomRead(room, highestSeqOfOthers(entries.slice(-100), userId), atEnd);
  return (
    <div className="relative h-full min-h-0">
      <section
        ref={scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        aria-label={t('rooms.messages.label', { room: name })}
        onScroll={onScroll}
        className="h-full overflow-y-auto px-5 focus-visible:-outline-offset-2"
      >
        <div className="flex min-h-full flex-col justify-end">
          <HistoryLine channel="rooms" kind="room_message" />
          <p className="sr-only">{hasMore ? t('rooms.messages.older') : t('rooms.messages.start')}</p>
          <div
            role="log"
            className="relative mx-auto w-full max-w-[46rem]"
            style={{ height: virtual.getTotalSize() }}
          >
            {items.map((item) => {
              const entry = entries[item.index];
              if (entry === undefined) return null;
              return (
                <div
                  key={item.key}
                  ref={virtual.measureElement}
                  data-index={item.index}
                  className="absolute inset-x-0 top-0"
                  style={{ transform: `translateY(${item.start}px)` }}
                >
                  {entry.newDay && <Line label={dayLabel(entry.message.at)} />}
                  {entry.firstUnread && <Line label={t('rooms.messages.unread')} tone="accent" />}
                  <RoomMessageView
                    entry={entry}
                    people={readers}
                    pinned={room.pins.includes(entry.message.id)}
                    open={room.archivedAt === null}
                  />
                </div>
              );
            })}
          </div>
        </div>
      </section>
      {!atEnd && (
        <div className="absolute inset-x-0 bottom-3 flex justify-center">
          <Button
            size="sm"
            icon={ArrowDown}
            className="rounded-full shadow-pop"
            onClick={() => virtual.scrollToEnd()}
          >
            {t('rooms.messages.toEnd')}
          </Button>
        </div>
      )}
    </div>
  );
}
