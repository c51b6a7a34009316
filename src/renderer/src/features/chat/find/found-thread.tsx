import { useInfiniteQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationRow } from '#shared/bridge/chat.ts';
import type { MethodInput } from '#shared/bridge/index.ts';
import { bridge } from '../../../bridge/client.ts';
import { ErrorState, SkeletonRows } from '../../../components/states.tsx';
import { ThreadLine } from '../../../components/thread-line.tsx';
import { useDayLabel } from '../../../hooks/use-day-label.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { cx } from '../../../lib/cx.ts';
import { MessageView } from '../message.tsx';
import { toTimeline } from '../timeline.ts';
import type { Hit } from './use-find.ts';

const WINDOW = 60;
/** Further pages are requested this many messages before the ends. */
const MARGIN = 8;
/** The pages that are kept; with more, those at the other end are dropped. */
const MAX_PAGES = 12;

type Position = MethodInput<'chat.around'>['at'];

/** The messages around a hit, with what was found marked. More are loaded towards both ends. Remount it for another hit (`key`). */
export function FoundThread({
  conversation,
  hit,
  hits,
}: {
  readonly conversation: ConversationRow;
  readonly hit: Hit;
  readonly hits: ReadonlyMap<string, Hit>;
}): ReactNode {
  const { t } = useTranslation();
  const conversationId = conversation.id;
  const query = useInfiniteQuery({
    queryKey: ['chat', 'around', conversationId, hit.seq],
    queryFn: ({ pageParam }) => bridge.call('chat.around', { conversationId, limit: WINDOW, at: pageParam }),
    initialPageParam: { seq: hit.seq, towards: 'both' } as Position,
    getNextPageParam: ({ older }): Position | null =>
      older === null ? null : { seq: older, towards: 'older' },
    getPreviousPageParam: ({ newer }): Position | null =>
      newer === null ? null : { seq: newer, towards: 'newer' },
    maxPages: MAX_PAGES,
    meta: { record: conversationId },
  });
  const { calendarDay } = useFormat();
  const dayLabel = useDayLabel();
  const { data, hasNextPage, hasPreviousPage, isFetching, fetchNextPage, fetchPreviousPage } = query;
  const entries = useMemo(
    () => toTimeline(data?.pages.flatMap(({ rows }) => rows) ?? [], calendarDay),
    [data, calendarDay],
  );
  const scroller = useRef<HTMLDivElement | null>(null);
  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 64,
    getItemKey: (index) => entries[index]?.message.id ?? index,
    overscan: 6,
    paddingStart: 12,
    paddingEnd: 14,
    // Earlier messages are inserted above without moving the view.
    anchorTo: 'end',
  });
  const place = entries.findIndex(({ message }) => message.id === hit.id);
  const shown = useRef(false);
  useLayoutEffect(() => {
    if (place < 0 || shown.current) return;
    shown.current = true;
    virtual.scrollToIndex(place, { align: 'center' });
  }, [virtual, place]);
  const items = virtual.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  useEffect(() => {
    if (!shown.current || isFetching) return;
    if (hasNextPage && first <= MARGIN) void fetchNextPage({ cancelRefetch: false });
    else if (hasPreviousPage && last >= entries.length - MARGIN)
      void fetchPreviousPage({ cancelRefetch: false });
  }, [
    first,
    last,
    entries.length,
    isFetching,
    hasNextPage,
    hasPreviousPage,
    fetchNextPage,
    fetchPreviousPage,
  ]);

  if (query.error && data === undefined)
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (data === undefined) return <SkeletonRows />;
  return (
    <section
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      aria-label={t('chat.find.window', { name: conversation.customer.name })}
      className="h-full overflow-y-auto px-5 focus-visible:-outline-offset-2"
    >
      <div className="flex min-h-full flex-col justify-end">
        <div className="relative mx-auto w-full max-w-[46rem]" style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const entry = entries[item.index];
            if (entry === undefined) return null;
            const current = entry.message.id === hit.id;
            return (
              <div
                key={item.key}
                ref={virtual.measureElement}
                data-index={item.index}
                data-hit={current || undefined}
                aria-current={current || undefined}
                className={cx(
                  'absolute inset-x-0 top-0',
                  current && 'rounded-lg outline outline-2 outline-offset-2 outline-accent',
                )}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                {entry.newDay && <ThreadLine label={dayLabel(entry.message.at)} />}
                <MessageView
                  entry={entry}
                  customer={conversation.customer.name}
                  found={hits.get(entry.message.id)}
                />
              </div>
            );
          })}
        </div>
      </div>
    </section>
  );
}
