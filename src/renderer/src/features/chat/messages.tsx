import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, MessageSquareDashed } from 'lucide-react';
import { type ReactNode, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationRow } from '#shared/bridge/chat.ts';
import { Button } from '../../components/button.tsx';
import { HistoryLine } from '../../components/history-line.tsx';
import { RatingLine } from '../../components/rating.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../components/states.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { useInfinite } from '../../hooks/use-infinite.ts';
import { useStayAtEnd } from '../../hooks/use-stay-at-end.ts';
import { cx } from '../../lib/cx.ts';
import { useUserId } from '../../stores/session.ts';
import { AssignmentLines, useAssignmentLines } from '../assignment/index.ts';
import { messagesList } from './conversation-queries.ts';
import { DaySeparator, MessageView } from './message.tsx';
import { countNewer, ratedAfter, type TimelineEntry, toTimeline } from './timeline.ts';
import { useConversationTools } from './tools.ts';
import { clearTyping, useTypist } from './typing.ts';
import { useDayLabel } from './use-day-label.ts';
import { useMarkRead } from './use-mark-read.ts';

/** Within this distance of the end, px, the reader is at the end. */
const END_PX = 60;
/** Earlier messages are requested this many messages before the top. */
const START_MARGIN = 8;

function MessagesSkeleton(): ReactNode {
  const { t } = useTranslation();
  return (
    <div role="status" className="flex h-full flex-col justify-end gap-4 p-5">
      <span className="sr-only">{t('common.loading')}</span>
      <Skeleton className="h-9 w-2/5" />
      <Skeleton className="h-14 w-1/2 self-end" />
      <Skeleton className="h-9 w-1/3" />
      <Skeleton className="h-9 w-2/5 self-end" />
    </div>
  );
}

/**
 * The messages of a conversation, newest at the bottom. Earlier pages load on scrolling up; only messages in view are
 * rendered.
 */
export function Messages({ conversation }: { readonly conversation: ConversationRow }): ReactNode {
  const conversationId = conversation.id;
  const list = useInfinite(...messagesList(conversationId));
  // While this conversation loads, the list may still hold the previous one's messages.
  const rows = useMemo(
    () => list.rows.filter((row) => row.conversationId === conversationId),
    [list.rows, conversationId],
  );
  const { calendarDay } = useFormat();
  const entries = useMemo(() => toTimeline(rows, calendarDay), [rows, calendarDay]);
  const loading = list.isLoading || (list.rows.length > 0 && rows.length === 0);
  if (list.error) return <ErrorState error={list.error} onRetry={list.refetch} />;
  if (loading) return <MessagesSkeleton />;
  if (entries.length === 0) return <NoMessages conversationId={conversationId} />;
  return <Thread conversation={conversation} entries={entries} hasMore={list.hasMore} onMore={list.more} />;
}

const NOTHING: readonly TimelineEntry[] = [];

/** Nobody has written yet; who was given the conversation stands here nevertheless. */
function NoMessages({ conversationId }: { readonly conversationId: string }): ReactNode {
  const { t } = useTranslation();
  const { tail } = useAssignmentLines(conversationId, NOTHING, true);
  return (
    <div className="flex h-full min-h-0 flex-col overflow-y-auto">
      <div className="flex-1">
        <EmptyState
          icon={MessageSquareDashed}
          title={t('chat.messages.none')}
          body={t('chat.messages.noneBody')}
        />
      </div>
      <div className="shrink-0 px-5 pb-2">
        <AssignmentLines lines={tail} />
      </div>
    </div>
  );
}

function Thread({
  conversation,
  entries,
  hasMore,
  onMore,
}: {
  readonly conversation: ConversationRow;
  readonly entries: readonly TimelineEntry[];
  readonly hasMore: boolean;
  readonly onMore: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const dayLabel = useDayLabel();
  const userId = useUserId();
  const scroller = useRef<HTMLDivElement | null>(null);
  const [atEnd, setAtEnd] = useState(true);
  const newestId = entries[entries.length - 1]?.message.id ?? null;
  const [lastSeenId, setLastSeenId] = useState(newestId);
  const lines = useAssignmentLines(conversation.id, entries, !hasMore);
  const typist = useTypist(conversation.id);

  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 64,
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
    if (atEnd) setLastSeenId(newestId);
  }, [atEnd, newestId]);
  useEffect(() => {
    if (newest === undefined) return;
    if (newest.author.kind === 'customer') clearTyping(conversation.id);
    // The user's own new message always scrolls into view, also if it was sent before it was first shown.
    else if (newest.author.id === userId && ownId.current !== newest.id) virtual.scrollToEnd();
    ownId.current = newest.id;
  }, [newest, conversation.id, userId, virtual]);
  // While the search is open, nobody reads the newest messages.
  const covered = useConversationTools(({ tool }) => tool === 'find');
  useMarkRead(conversation, entries, atEnd && !covered);

  const newer = atEnd ? 0 : countNewer(entries, lastSeenId, userId);
  return (
    <div className="relative h-full min-h-0">
      <section
        ref={scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        aria-label={t('chat.messages.label', { name: conversation.customer.name })}
        onScroll={onScroll}
        className="h-full overflow-y-auto px-5 focus-visible:-outline-offset-2"
      >
        <div className="flex min-h-full flex-col justify-end">
          <HistoryLine channel="chat" kind="message" />
          <p className="sr-only">{hasMore ? t('chat.messages.older') : t('chat.messages.start')}</p>
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
                  {entry.newDay && <DaySeparator label={dayLabel(entry.message.at)} />}
                  <AssignmentLines lines={lines.before.get(entry.message.id)} />
                  <MessageView entry={entry} customer={conversation.customer.name} />
                  {conversation.rating !== null &&
                    ratedAfter(entries, item.index, conversation.rating.at) && (
                      <RatingLine rating={conversation.rating} customer={conversation.customer.name} />
                    )}
                  {item.index === entries.length - 1 && <AssignmentLines lines={lines.tail} />}
                </div>
              );
            })}
          </div>
        </div>
      </section>
      {typist !== null && (
        <p
          aria-live="polite"
          className="pointer-events-none absolute bottom-0 left-5 rounded-t-md bg-canvas px-1.5 py-0.5 text-xs text-ink-2 italic"
        >
          {t('chat.messages.typing', { name: typist })}
        </p>
      )}
      {!atEnd && (
        <div className="absolute inset-x-0 bottom-3 flex justify-center">
          <Button
            size="sm"
            icon={ArrowDown}
            variant={newer > 0 ? 'primary' : 'secondary'}
            className={cx('rounded-full shadow-pop')}
            onClick={() => virtual.scrollToEnd()}
          >
            {newer > 0 ? t('chat.messages.newer', { count: newer }) : t('chat.messages.toEnd')}
          </Button>
        </div>
      )}
    </div>
  );
}
