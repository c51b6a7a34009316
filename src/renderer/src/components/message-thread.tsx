import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { ArrowDown } from 'lucide-react';
import {
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useStayAtEnd } from '../hooks/use-stay-at-end.ts';
import { Button } from './button.tsx';

/** Within this distance of the end, px, the reader is at the end. */
const END_PX = 60;
/** What stands above and below the messages at least, px. */
const AROUND_PX = 240;
/** The height of the list, px, before it is laid out. */
const heightAtFirst = (estimatedPx: number): number => Math.max(estimatedPx, window.innerHeight - AROUND_PX);
/** Earlier messages are requested this many messages before the top. */
const START_MARGIN = 8;

/** What stands in a thread: a message, with what belongs to its place. */
export interface ThreadEntry {
  readonly message: { readonly id: string };
}

/** The scrolling of a thread. */
export interface Thread {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly virtual: Virtualizer<HTMLDivElement, Element>;
  /** Whether the newest message is in view, or nearly. */
  readonly atEnd: boolean;
  readonly onScroll: () => void;
}

/**
 * Keeps the newest messages of a thread in view until the reader scrolls up, where earlier ones are asked for. Mount it anew for
 * another thread.
 */
export function useThread(options: {
  /** Oldest first. */
  readonly entries: readonly ThreadEntry[];
  /** The height of a message, px, until it is measured. */
  readonly estimatedPx: number;
  /** Whether the user wrote the newest message. */
  readonly own: boolean;
  readonly hasMore: boolean;
  readonly onMore: () => void;
}): Thread {
  const { entries, estimatedPx, own, hasMore, onMore } = options;
  const scroller = useRef<HTMLDivElement | null>(null);
  const [atEnd, setAtEnd] = useState(true);
  const virtual = useVirtualizer<HTMLDivElement, Element>({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => estimatedPx,
    // Before the list is laid out: the newest messages are in the first frame, and not in the one after it.
    initialRect: { width: 0, height: heightAtFirst(estimatedPx) },
    initialOffset: () => Math.max(0, entries.length * estimatedPx - heightAtFirst(estimatedPx)),
    getItemKey: (index) => entries[index]?.message.id ?? index,
    overscan: 3,
    paddingStart: 12,
    paddingEnd: 14,
    // Earlier messages are inserted above without moving the view; at the end the view follows new ones.
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: END_PX,
  });
  useLayoutEffect(() => {
    virtual.scrollToEnd();
  }, [virtual]);
  const toEnd = useCallback(() => virtual.scrollToEnd(), [virtual]);
  useStayAtEnd(scroller, END_PX, toEnd);

  const firstIndex = virtual.getVirtualItems()[0]?.index ?? 0;
  useEffect(() => {
    if (hasMore && firstIndex <= START_MARGIN) onMore();
  }, [hasMore, firstIndex, onMore]);

  const newestId = entries[entries.length - 1]?.message.id ?? null;
  const shownId = useRef<string | null>(null);
  useEffect(() => {
    // The user's own new message always scrolls into view, also if it was sent before it was first shown.
    if (own && shownId.current !== newestId) virtual.scrollToEnd();
    shownId.current = newestId;
  }, [own, newestId, virtual]);

  const onScroll = useCallback(() => {
    const element = scroller.current;
    if (element) setAtEnd(element.scrollHeight - element.scrollTop - element.clientHeight <= END_PX);
  }, []);
  return { scroller, virtual, atEnd, onScroll };
}

/** The messages of a thread that are in view, newest at the bottom, with a way back to the end. */
export function MessageThread<E extends ThreadEntry>({
  thread: { scroller, virtual, atEnd, onScroll },
  entries,
  label,
  start,
  toEnd,
  notice,
  children,
}: {
  readonly thread: Thread;
  readonly entries: readonly E[];
  readonly label: string;
  /** What stands above the first message. */
  readonly start: ReactNode;
  /** The button that goes to the end; it stands out if something new is there. */
  readonly toEnd: { readonly label: string; readonly isNew: boolean };
  /** What stands over the messages. */
  readonly notice?: ReactNode;
  /** Draws a message. */
  readonly children: (entry: E, index: number) => ReactNode;
}): ReactNode {
  return (
    <div className="relative h-full min-h-0">
      <section
        ref={scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        aria-label={label}
        onScroll={onScroll}
        className="h-full overflow-y-auto px-5 focus-visible:-outline-offset-2"
      >
        <div className="flex min-h-full flex-col justify-end">
          {start}
          <div
            role="log"
            className="relative mx-auto w-full max-w-[46rem]"
            style={{ height: virtual.getTotalSize() }}
          >
            {virtual.getVirtualItems().map((item) => {
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
                  {children(entry, item.index)}
                </div>
              );
            })}
          </div>
        </div>
      </section>
      {notice}
      {!atEnd && (
        <div className="absolute inset-x-0 bottom-3 flex justify-center">
          <Button
            size="sm"
            icon={ArrowDown}
            variant={toEnd.isNew ? 'primary' : 'secondary'}
            className="rounded-full shadow-pop"
            onClick={() => virtual.scrollToEnd()}
          >
            {toEnd.label}
          </Button>
        </div>
      )}
    </div>
  );
}
