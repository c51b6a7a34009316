import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { bridge } from '../../bridge/client.ts';
import { ErrorState, SkeletonRows } from '../../components/states.tsx';
import { SubjectLink } from '../../components/subject-link.tsx';
import { WidgetPanel } from '../../components/widget-panel.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { useNow } from '../../hooks/use-now.ts';

const READ_MS = 1000;

/** How many customers wait, and who has waited longest. */
export default function InboxWidget(): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const counts = useQuery({
    queryKey: ['chat', 'counts'],
    queryFn: () => bridge.call('chat.counts', {}),
    meta: { intervalMs: READ_MS },
  });
  const data = counts.data;
  return (
    <WidgetPanel
      title={t('widgets.titles.chat.inbox')}
      source={t('widgets.texts.chat.inbox')}
      asOf={data?.asOf}
    >
      {data === undefined ? (
        counts.error ? (
          <ErrorState error={counts.error} onRetry={() => void counts.refetch()} />
        ) : (
          <SkeletonRows rows={2} />
        )
      ) : (
        <div className="flex h-full flex-col gap-2 p-3">
          <dl className="grid grid-cols-3 gap-2">
            {(['waiting', 'unassigned', 'open'] as const).map((name) => (
              <div key={name} className="min-w-0">
                <dt className="truncate text-xs text-ink-2">{t(`chat.boardCounts.${name}`)}</dt>
                <dd data-figure={name} className="text-xl font-semibold">
                  <Link
                    to={name === 'unassigned' ? '/chat?filter=unassigned' : '/chat'}
                    className="hover:underline"
                  >
                    {format.integer(data[name])}
                  </Link>
                </dd>
              </div>
            ))}
          </dl>
          <Oldest />
        </div>
      )}
    </WidgetPanel>
  );
}

/** The conversation whose customer has waited longest. */
function Oldest(): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const { data } = useQuery({
    queryKey: ['chat', 'list', 'longest wait'],
    queryFn: () =>
      bridge.call('chat.list', {
        after: null,
        limit: 1,
        filter: 'open',
        waiting: true,
        search: '',
        sort: 'waiting',
      }),
    meta: { intervalMs: READ_MS },
  });
  const oldest = data?.rows[0];
  if (data === undefined) return null;
  if (oldest === undefined || oldest.waitingSince === null)
    return <p className="text-xs text-ink-3">{t('live.nobodyWaiting')}</p>;
  return (
    <p className="flex min-w-0 items-baseline gap-1.5 text-xs text-ink-2">
      {t('chat.oldest', { time: format.age(Math.min(oldest.waitingSince, now), now) })}
      <SubjectLink
        subject={{ kind: 'conversation', id: oldest.id }}
        className="min-w-0 truncate font-medium text-accent-ink hover:underline"
      >
        <bdi>{oldest.customer.name}</bdi>
      </SubjectLink>
    </p>
  );
}
