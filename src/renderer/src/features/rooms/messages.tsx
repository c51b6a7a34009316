import { MessageSquareDashed } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomListRow } from '#shared/bridge/rooms.ts';
import { bridge } from '../../bridge/client.ts';
import { HistoryLine } from '../../components/history-line.tsx';
import { MessageThread, useThread } from '../../components/message-thread.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../components/states.tsx';
import { ThreadLine } from '../../components/thread-line.tsx';
import { useCommand } from '../../hooks/use-command.ts';
import { useDayLabel } from '../../hooks/use-day-label.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { useInfinite } from '../../hooks/use-infinite.ts';
import { useTeam } from '../../hooks/use-team.ts';
import { useVisible } from '../../hooks/use-visible.ts';
import { useUserId } from '../../stores/session.ts';
import { RoomMessageView } from './message.tsx';
import { readersOf } from './names.ts';
import { highestSeqOfOthers, type RoomEntry, toRoomEntries } from './timeline.ts';

const PAGE = 50;
/** The height of a message, px, until it is measured. */
const ESTIMATED_PX = 52;

/** Moves the read position once the window is visible and the end is in view. */
function useMarkRoomRead(room: RoomListRow, upToSeq: number, atEnd: boolean): void {
  const { submit } = useCommand('rooms.mark_read');
  const visible = useVisible();
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
  const thread = useThread({
    entries,
    estimatedPx: ESTIMATED_PX,
    own: entries[entries.length - 1]?.message.authorId === userId,
    hasMore,
    onMore,
  });
  useMarkRoomRead(room, highestSeqOfOthers(entries.slice(-100), userId), thread.atEnd);
  return (
    <MessageThread
      thread={thread}
      entries={entries}
      label={t('rooms.messages.label', { room: name })}
      start={
        <>
          <HistoryLine channel="rooms" kind="room_message" />
          <p className="sr-only">{hasMore ? t('rooms.messages.older') : t('rooms.messages.start')}</p>
        </>
      }
      toEnd={{ label: t('rooms.messages.toEnd'), isNew: false }}
    >
      {(entry) => (
        <>
          {entry.newDay && <ThreadLine label={dayLabel(entry.message.at)} />}
          {entry.firstUnread && <ThreadLine label={t('rooms.messages.unread')} tone="accent" />}
          <RoomMessageView
            entry={entry}
            people={readers}
            pinned={room.pins.includes(entry.message.id)}
            open={room.archivedAt === null}
          />
        </>
      )}
    </MessageThread>
  );
}
