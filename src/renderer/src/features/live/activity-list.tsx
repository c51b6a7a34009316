import { useQuery } from '@tanstack/react-query';
import { ArrowUp } from 'lucide-react';
import {
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useReducer,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import type { MethodOutput } from '#shared/bridge/index.ts';
import type { ActivityActors } from '#shared/bridge/live.ts';
import type { Channel } from '#shared/protocol/channels.ts';
import { bridge } from '../../bridge/client.ts';
import { Button } from '../../components/button.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../components/states.tsx';
import { VirtualList } from '../../components/virtual-list.tsx';
import { ActivityRow } from './activity-row.tsx';
import { activityReducer, EMPTY_ACTIVITY } from './activity-state.ts';
import { type ActivityLine, linesOf } from './bursts.ts';

const PAGE = 60;
/** The most rows that are read to go on where the list was paused. */
const MAX_MISSED = 1_200;
/** With fewer lines than this, older rows are read by themselves: rows of some actors may be far apart. */
const FEW = 20;
const ROW_HEIGHT = 46;
const READ_MS = 1_000;

/** What the list is narrowed to, and whether the reader has stopped it. */
interface ActivityListProps {
  readonly channel: Channel | null;
  readonly who: ActivityActors | null;
  readonly paused: boolean;
}

type Page = MethodOutput<'live.activity'>;

/** The events, newest first; bursts of one kind are one line. */
export function ActivityList({ channel, who, paused }: ActivityListProps): ReactNode {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement | null>(null);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const { state, dispatch, head, more } = useActivity({ channel, who, paused });
  const lines = useMemo(() => linesOf(state.rows, opened), [state.rows, opened]);
  useKeptPlace(scroller, lines, state.paused);
  const toggle = useCallback((key: string): void => {
    setOpened((before) => {
      const next = new Set(before);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  }, []);
  useEffect(() => {
    if (lines.length < FEW && state.next !== null) more();
  }, [lines.length, state.next, more]);

  if (head.data === undefined)
    return head.error ? (
      <ErrorState error={head.error} onRetry={() => void head.refetch()} />
    ) : (
      <SkeletonRows rows={10} />
    );
  if (state.rows.length === 0 && state.next === null)
    return (
      <EmptyState
        title={channel === null && who === null ? t('live.activity.empty') : t('live.activity.emptyFiltered')}
        body={t('live.activity.emptyBody')}
      />
    );
  return (
    <div className="relative min-h-0 flex-1">
      {state.held.length > 0 && (
        <Button
          size="sm"
          variant="primary"
          icon={ArrowUp}
          disabled={state.paused}
          className="absolute top-2 left-1/2 z-10 -translate-x-1/2 !rounded-full shadow-pop disabled:opacity-100"
          onClick={() => scroller.current?.scrollTo({ top: 0 })}
        >
          {state.anew === null
            ? t('live.activity.newer', { count: state.held.length })
            : `${state.held.length}+`}
          <span className="sr-only">{t('live.activity.toTop')}</span>
        </Button>
      )}
      <VirtualList
        label={t('live.activity.title')}
        rows={lines}
        rowKey={lineKey}
        rowHeight={ROW_HEIGHT}
        scrollRef={scroller}
        onScrolled={(top) => dispatch({ type: 'scrolled', atTop: top < ROW_HEIGHT / 2 })}
        onEnd={more}
        renderRow={(line) => <ActivityRow line={line} onToggle={toggle} />}
        footer={
          state.next === null && state.rows.length > PAGE ? (
            <p className="p-3 text-center text-xs text-ink-3">{t('live.activity.end')}</p>
          ) : undefined
        }
      />
    </div>
  );
}

const lineKey = ({ key }: ActivityLine): string => key;

/** The list, its newest page as it comes, and a way to read older ones. */
function useActivity({ channel, who, paused }: ActivityListProps) {
  const [state, dispatch] = useReducer(activityReducer, EMPTY_ACTIVITY);
  const reading = useRef(false);
  const read = useCallback(
    (after: string | null): Promise<Page> =>
      bridge.call('live.activity', {
        after,
        limit: PAGE,
        channels: channel === null ? null : [channel],
        who,
      }),
    [channel, who],
  );
  const head = useQuery({
    queryKey: ['activity', 'list', channel, who],
    queryFn: () => read(null),
    meta: { intervalMs: READ_MS },
  });
  useEffect(() => {
    if (head.data) dispatch({ type: 'head', page: head.data });
  }, [head.data]);
  const { next } = state;
  const more = useCallback(() => {
    if (next === null || reading.current) return;
    reading.current = true;
    read(next)
      .then((page) => dispatch({ type: 'tail', page }))
      // Scrolling further retries.
      .catch(() => undefined)
      .finally(() => {
        reading.current = false;
      });
  }, [next, read]);
  const newest = state.rows[0]?.seq ?? 0;
  useEffect(() => {
    if (paused === state.paused) return;
    if (paused) return dispatch({ type: 'paused' });
    let gone = false;
    readSince(read, newest).then(
      (page) => gone || dispatch({ type: 'resumed', page }),
      // The next page that comes, or another press, goes on.
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [paused, state.paused, newest, read]);
  return { state, dispatch, head, more };
}

/** Reads all that is newer than a row, and some that is not; at most so many rows. */
async function readSince(read: (after: string | null) => Promise<Page>, newest: number) {
  const rows: Page['rows'] = [];
  let after: string | null = null;
  do {
    const page: Page = await read(after);
    rows.push(...page.rows);
    after = page.next;
  } while (after !== null && (rows.at(-1)?.seq ?? newest + 1) > newest && rows.length < MAX_MISSED);
  return { rows, next: after };
}

/** Keeps the lines that the reader sees in their place when a paused list goes on and newer ones come above them. */
function useKeptPlace(
  scroller: RefObject<HTMLDivElement | null>,
  lines: readonly ActivityLine[],
  paused: boolean,
): void {
  const before = useRef({ first: '', paused });
  useLayoutEffect(() => {
    const { first, paused: stood } = before.current;
    before.current = { first: lines[0]?.key ?? '', paused };
    if (!stood || paused) return;
    const added = lines.findIndex(({ key }) => key === first);
    if (added > 0) scroller.current?.scrollBy({ top: added * ROW_HEIGHT });
  }, [lines, paused, scroller]);
}
