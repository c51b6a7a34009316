import { useQuery } from '@tanstack/react-query';
import { ArrowUp, Radio } from 'lucide-react';
import { memo, type ReactNode, useCallback, useEffect, useReducer, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Activity } from '#shared/bridge/live.ts';
import type { Channel } from '#shared/protocol/channels.ts';
import { channelsFor } from '#shared/protocol/permissions.ts';
import { bridge } from '../../bridge/client.ts';
import { Button } from '../../components/button.tsx';
import { Select } from '../../components/field.tsx';
import { OfflineNote } from '../../components/live-note.tsx';
import { Panel } from '../../components/panel.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../components/states.tsx';
import { RelativeTime } from '../../components/values.tsx';
import { VirtualList } from '../../components/virtual-list.tsx';
import { useCatalog } from '../../hooks/use-catalog.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { cx } from '../../lib/cx.ts';
import type { WidgetProps } from '../../lib/feature.ts';
import { TONE_TEXT } from '../../lib/tone.ts';
import { useSession } from '../../stores/session.ts';
import { activityReducer, EMPTY_ACTIVITY } from './activity-state.ts';
import { activityText } from './activity-text.ts';

const PAGE = 60;
const ROW_HEIGHT = 46;
const READ_MS = 300;
type Filter = Channel | 'all';

/**
 * Everything that happens, newest first. New rows are inserted on top; while the reader has scrolled down they are held
 * back.
 */
export default function ActivityPanel({ options }: WidgetProps): ReactNode {
  const { t } = useTranslation();
  const [filter, setFilter] = useState<Filter | null>(null);
  const permissions = useSession((state) => state.session?.permissions);
  const channels = channelsFor(permissions ?? []);
  const shown = filter ?? channels.find((channel) => channel === options['channel']) ?? 'all';
  return (
    <Panel
      title={t('live.activity.title')}
      className="h-full overflow-hidden"
      bodyClassName="flex flex-col"
      actions={
        <Select<Filter>
          aria-label={t('live.activity.filter')}
          value={shown}
          onChange={setFilter}
          className="!h-[26px] !min-h-[26px] !w-36 text-xs"
          options={[
            { value: 'all', label: t('live.activity.all') },
            ...channels.map((channel) => ({ value: channel, label: t(`channels.${channel}`) })),
          ]}
        />
      }
    >
      <OfflineNote />
      <ActivityList key={shown} filter={shown} />
    </Panel>
  );
}

function ActivityList({ filter }: { readonly filter: Filter }): ReactNode {
  const { t } = useTranslation();
  const [state, dispatch] = useReducer(activityReducer, EMPTY_ACTIVITY);
  const scroller = useRef<HTMLDivElement | null>(null);
  const reading = useRef(false);
  const channels = filter === 'all' ? null : [filter];
  const head = useQuery({
    queryKey: ['activity', 'list', filter],
    queryFn: () => bridge.call('live.activity', { after: null, limit: PAGE, channels }),
    meta: { intervalMs: READ_MS },
  });
  useEffect(() => {
    if (head.data) dispatch({ type: 'head', page: head.data });
  }, [head.data]);
  const { next } = state;
  const more = useCallback(() => {
    if (next === null || reading.current) return;
    reading.current = true;
    bridge
      .call('live.activity', { after: next, limit: PAGE, channels: filter === 'all' ? null : [filter] })
      .then((page) => dispatch({ type: 'tail', page }))
      // Scrolling further retries.
      .catch(() => undefined)
      .finally(() => {
        reading.current = false;
      });
  }, [next, filter]);

  if (head.data === undefined) {
    return head.error ? (
      <ErrorState error={head.error} onRetry={() => void head.refetch()} />
    ) : (
      <SkeletonRows rows={10} />
    );
  }
  if (head.data.rows.length === 0) {
    return (
      <EmptyState
        title={
          filter === 'all'
            ? t('live.activity.empty')
            : t('live.activity.emptyFiltered', { channel: t(`channels.${filter}`) })
        }
        body={t('live.activity.emptyBody')}
      />
    );
  }
  return (
    <div className="relative min-h-0 flex-1">
      {state.held.length > 0 && (
        <Button
          size="sm"
          variant="primary"
          icon={ArrowUp}
          className="absolute top-2 left-1/2 z-10 -translate-x-1/2 !rounded-full shadow-pop"
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
        rows={state.rows}
        rowKey={rowKey}
        rowHeight={ROW_HEIGHT}
        scrollRef={scroller}
        onScrolled={(top) => dispatch({ type: 'scrolled', atTop: top < ROW_HEIGHT / 2 })}
        onEnd={more}
        renderRow={renderRow}
        footer={
          next === null && state.rows.length > PAGE ? (
            <p className="p-3 text-center text-xs text-ink-3">{t('live.activity.end')}</p>
          ) : undefined
        }
      />
    </div>
  );
}

const rowKey = (row: Activity): string => String(row.seq);
const renderRow = (row: Activity): ReactNode => <ActivityRow row={row} />;

const ActivityRow = memo(function ActivityRow({ row }: { readonly row: Activity }): ReactNode {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const { pathOf, channels } = useCatalog();
  const view = channels[row.channel];
  const Icon = view?.icon ?? Radio;
  const text = activityText(i18n, format, row, view);
  const tone = TONE_TEXT[view?.tones?.[row.type] ?? 'neutral'];
  const body = (
    <>
      <Icon size={15} aria-hidden className={cx('mt-0.5 shrink-0', tone)} />
      <span className="min-w-0 flex-1">
        <span dir="auto" className="block truncate proportional-nums" title={text}>
          {text}
        </span>
        <span className="flex gap-1 text-xs text-ink-3">
          <span className="truncate">
            {format.clock(row.at)} · {t(`channels.${row.channel}`)}
          </span>
          <span className="flex-1" />
          <RelativeTime at={row.at} short />
        </span>
      </span>
    </>
  );
  const className = 'flex h-full items-start gap-2.5 border-b border-line px-3 py-1.5';
  const path = row.subject === null ? null : pathOf(row.subject);
  if (path === null) return <div className={className}>{body}</div>;
  return (
    <Link to={path} className={cx(className, 'hover:bg-hover focus-visible:-outline-offset-2')}>
      {body}
    </Link>
  );
});
