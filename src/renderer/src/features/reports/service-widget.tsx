import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Window } from '#shared/bridge/live.ts';
import { bridge } from '../../bridge/client.ts';
import { ErrorState, SkeletonRows } from '../../components/states.tsx';
import { WidgetPanel } from '../../components/widget-panel.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { useNow } from '../../hooks/use-now.ts';
import type { WidgetProps } from '../../lib/feature.ts';
import { useTimeZone } from '../../stores/session.ts';
import { allPromises, keptShare, spokenDuration } from './values.ts';
import { lastDays, type ReportDays } from './window.ts';

const READ_MS = 2000;
const DAYS = { '1h': 1, '24h': 1, '7d': 7, '30d': 30 } as const;

/** The days of a board's period. Reports know whole days: shorter periods are today. */
function daysOf(window: Window, now: number, timeZone: string): ReportDays {
  return typeof window === 'string' ? lastDays(DAYS[window], now, timeZone) : window;
}

/** The share of promises that were kept, and how long first replies took. */
export default function ServiceWidget({ scope }: WidgetProps): ReactNode {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const timeZone = useTimeZone();
  const days = daysOf(scope.window, useNow(), timeZone);
  const query = useQuery({
    queryKey: ['reports', 'report', days, 'agent'],
    queryFn: () => bridge.call('reports.report', { ...days, group: 'agent' }),
    meta: { intervalMs: READ_MS },
    placeholderData: keepPreviousData,
  });
  const total = query.data?.total;
  const share = total === undefined ? null : keptShare(allPromises(total));
  const median = total?.firstReply.business.median ?? null;
  const values =
    total === undefined
      ? []
      : ([
          ['kept', t('reports.keptShare'), share === null ? t('states.noData') : format.percent(share)],
          [
            'firstReply',
            t('reports.kinds.firstReply'),
            median === null ? t('states.noData') : spokenDuration(median, i18n.language),
          ],
          ['resolved', t('reports.resolved'), format.integer(total.resolved)],
        ] as const);
  return (
    <WidgetPanel
      title={t('widgets.titles.reports.service')}
      source={t('widgets.texts.reports.service')}
      asOf={query.data?.asOf}
    >
      {total === undefined ? (
        query.error ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <SkeletonRows rows={2} />
        )
      ) : (
        <dl className="grid grid-cols-3 gap-2 p-3">
          {values.map(([name, label, value]) => (
            <div key={name} className="min-w-0">
              <dt className="truncate text-xs text-ink-2" title={label}>
                {label}
              </dt>
              <dd data-figure={name} className="truncate text-lg font-semibold" title={value}>
                {value}
              </dd>
            </div>
          ))}
        </dl>
      )}
      {query.data !== undefined && (
        <p className="px-3 text-xs text-ink-3">
          {query.data.from === query.data.to
            ? t('reports.boardToday')
            : t('reports.boardDays', { from: query.data.from, to: query.data.to })}
        </p>
      )}
    </WidgetPanel>
  );
}
