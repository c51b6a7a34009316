import { MessageSquareDashed } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationRow } from '#shared/bridge/chat.ts';
import { HistoryLine } from '../../components/history-line.tsx';
import { MessageThread, useThread } from '../../components/message-thread.tsx';
import { RatingLine } from '../../components/rating.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../components/states.tsx';
import { ThreadLine } from '../../components/thread-line.tsx';
import { useDayLabel } from '../../hooks/use-day-label.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { useInfinite } from '../../hooks/use-infinite.ts';
import { useUserId } from '../../stores/session.ts';
import { AssignmentLines, useAssignmentLines } from '../assignment/index.ts';
import { messagesList } from './conversation-queries.ts';
import { MessageView } from './message.tsx';
import { endWriting, usePresence } from './presence/presence.ts';
import { countNewer, firstUnreadId, ratedAfter, type TimelineEntry, toTimeline } from './timeline.ts';
import { useConversationTools } from './tools.ts';
import { clearTyping, useTypist } from './typing.ts';
import { useMarkRead } from './use-mark-read.ts';

/** The height of a message, px, until it is measured. */
const ESTIMATED_PX = 64;

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
  const newest = entries[entries.length - 1]?.message;
  const newestId = newest?.id ?? null;
  const [lastSeenId, setLastSeenId] = useState(newestId);
  // As it was when the conversation was opened: it is read from now on.
  const [unreadFromId] = useState(() => firstUnreadId(entries, conversation.unread));
  const lines = useAssignmentLines(conversation.id, entries, !hasMore);
  const typist = useTypist(conversation.id);
  const own = newest !== undefined && newest.author.kind !== 'customer' && newest.author.id === userId;
  const thread = useThread({ entries, estimatedPx: ESTIMATED_PX, own, hasMore, onMore });
  const { atEnd } = thread;
  useEffect(() => {
    if (atEnd) setLastSeenId(newestId);
  }, [atEnd, newestId]);
  const endedId = useRef<string | null>(null);
  useEffect(() => {
    // Only a message that is new: its author may be writing the next one.
    if (newest === undefined || newest.id === endedId.current) return;
    endedId.current = newest.id;
    const { kind, id } = newest.author;
    if (kind === 'customer') clearTyping(conversation.id);
    else if (kind === 'user') usePresence.setState(({ by }) => ({ by: endWriting(by, conversation.id, id) }));
  }, [newest, conversation.id]);
  // While the search is open, nobody reads the newest messages.
  const covered = useConversationTools(({ tool }) => tool === 'find');
  useMarkRead(conversation, entries, atEnd && !covered);

  const newer = atEnd ? 0 : countNewer(entries, lastSeenId, userId);
  return (
    <MessageThread
      thread={thread}
      entries={entries}
      label={t('chat.messages.label', { name: conversation.customer.name })}
      start={
        <>
          <HistoryLine channel="chat" kind="message" />
          <p className="sr-only">{hasMore ? t('chat.messages.older') : t('chat.messages.start')}</p>
        </>
      }
      toEnd={{
        label: newer > 0 ? t('chat.messages.newer', { count: newer }) : t('chat.messages.toEnd'),
        isNew: newer > 0,
      }}
      notice={
        typist !== null && (
          <p
            aria-live="polite"
            className="pointer-events-none absolute bottom-0 left-5 rounded-t-md bg-canvas px-1.5 py-0.5 text-xs text-ink-2 italic"
          >
            {t('chat.messages.typing', { name: typist })}
          </p>
        )
      }
    >
      {(entry, index) => (
        <>
          {entry.newDay && <ThreadLine label={dayLabel(entry.message.at)} />}
          {entry.message.id === unreadFromId && (
            <ThreadLine label={t('rooms.messages.unread')} tone="accent" />
          )}
          <AssignmentLines lines={lines.before.get(entry.message.id)} />
          <MessageView entry={entry} customer={conversation.customer.name} />
          {conversation.rating !== null && ratedAfter(entries, index, conversation.rating.at) && (
            <RatingLine rating={conversation.rating} customer={conversation.customer.name} />
          )}
          {index === entries.length - 1 && <AssignmentLines lines={lines.tail} />}
        </>
      )}
    </MessageThread>
  );
}
