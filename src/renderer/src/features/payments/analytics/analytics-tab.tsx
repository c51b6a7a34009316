import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { MethodOutput } from '#shared/bridge/index.ts';
import { type TimeWindow, WINDOWS } from '#shared/domain/time.ts';
import { bridge } from '../../../bridge/client.ts';
import { Select } from '../../../components/field.tsx';
import { ListToolbar } from '../../../components/list-page.tsx';
import { OfflineNote } from '../../../components/live-note.tsx';
import { Panel } from '../../../components/panel.tsx';
import { Provenance } from '../../../components/record-page.tsx';
import { Segmented } from '../../../components/segmented.tsx';
import { ErrorState, SkeletonRows } from '../../../components/states.tsx';
import { Money } from '../../../components/values.tsx';
import { useAddress } from '../../../hooks/use-address.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { useMethodName } from '../../../hooks/use-method-name.ts';
import { usePlaces } from '../../../hooks/use-places.ts';
import { failureText } from '../../../lib/reasons.ts';

type Methods = MethodOutput<'live.payment_methods'>;

/** How people paid in a period: how often each method worked, compared with the period before, and why some payments failed. */
export function AnalyticsTab(): ReactNode {
  const { t } = useTranslation();
  const { params, put } = useAddress();
  const places = usePlaces().data?.locations ?? [];
  const window = WINDOWS.find((one) => one === params.get('window')) ?? '7d';
  const locationId = params.get('location')?.slice(0, 64) || undefined;
  const query = useQuery({
    queryKey: ['payments', 'methods', window, locationId],
    queryFn: () =>
      bridge.call('live.payment_methods', { window, ...(locationId === undefined ? {} : { locationId }) }),
  });
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="bg-surface">
        <ListToolbar count={null}>
          <Segmented<TimeWindow>
            value={window}
            label={t('payments.analytics.window')}
            segments={WINDOWS.map((value) => ({ value, label: t(`live.windows.${value}`) }))}
            onChange={(value) => put('window', value === '7d' ? '' : value)}
          />
          <Select
            aria-label={t('payments.list.location')}
            value={locationId ?? ''}
            onChange={(value) => put('location', value)}
            className="w-auto max-w-56"
            options={[
              { value: '', label: t('payments.list.allLocations') },
              ...places.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        </ListToolbar>
        <OfflineNote />
      </div>
      <div className="min-h-0 flex-1 overflow-auto p-4">
        {query.error ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : query.data === undefined ? (
          <SkeletonRows rows={6} />
        ) : !query.data.known ? (
          <p role="status" className="text-ink-3">
            {t('payments.analytics.unknown')}
          </p>
        ) : (
          <Analytics data={query.data} />
        )}
      </div>
    </div>
  );
}

function Analytics({ data }: { readonly data: Methods }): ReactNode {
  const { t } = useTranslation();
  return (
    <div className="flex flex-col gap-4">
      <div className="grid grid-cols-[minmax(0,2fr)_minmax(0,1fr)] items-start gap-4 max-[1099px]:grid-cols-1">
        <Panel title={t('payments.analytics.methods')} bodyClassName="overflow-auto">
          {data.methods.length === 0 ? (
            <p className="p-3 text-ink-3">{t('payments.analytics.none')}</p>
          ) : (
            <MethodTable data={data} />
          )}
        </Panel>
        <Panel title={t('payments.analytics.reasons')}>
          <Reasons reasons={data.reasons} />
        </Panel>
      </div>
      <div className="text-xs text-ink-3">
        <p>{t('payments.analytics.about', { currency: data.currency })}</p>
        <Provenance asOf={data.asOf} />
      </div>
    </div>
  );
}

function MethodTable({ data }: { readonly data: Methods }): ReactNode {
  const { t } = useTranslation();
  const nameOf = useMethodName();
  const format = useFormat();
  const head = 'px-3 text-right font-medium whitespace-nowrap first:text-left';
  const change = (rate: number | null, before: number | null): string => {
    if (rate === null || before === null) return '–';
    const points = Math.round((rate - before) * 100);
    return t('payments.analytics.points', { count: Math.abs(points), points: format.delta(points) });
  };
  return (
    <table className="w-full">
      <thead className="text-xs text-ink-3">
        <tr className="h-8 border-b border-line">
          {(['method', 'rate', 'before', 'succeeded', 'failed', 'amount'] as const).map((name) => (
            <th key={name} scope="col" className={head}>
              {t(`payments.analytics.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {data.methods.map(({ method, rate, previousRate, succeeded, failed, amount }) => (
          <tr key={method} className="h-10 border-b border-line last:border-0">
            <th scope="row" className="px-3 text-left font-medium proportional-nums">
              <bdi>{nameOf(method)}</bdi>
            </th>
            <td className="px-3 text-right">
              <span className="inline-flex items-center gap-2">
                <Bar share={rate ?? 0} />
                {format.percent(rate)}
              </span>
            </td>
            <td className="px-3 text-right whitespace-nowrap text-ink-2">{change(rate, previousRate)}</td>
            <td className="px-3 text-right">{format.integer(succeeded)}</td>
            <td className="px-3 text-right">{format.integer(failed)}</td>
            <td className="px-3 text-right">
              <Money amount={amount} currency={data.currency} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A share as a bar. The number stands beside it. */
function Bar({ share }: { readonly share: number }): ReactNode {
  return (
    <svg aria-hidden viewBox="0 0 100 6" preserveAspectRatio="none" className="h-1.5 w-20 rounded-full">
      <rect width="100" height="6" className="fill-sunken" />
      <rect width={100 * share} height="6" className="fill-accent" />
    </svg>
  );
}

function Reasons({ reasons }: { readonly reasons: Methods['reasons'] }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const most = Math.max(1, ...reasons.map(({ count }) => count));
  if (reasons.length === 0) return <p className="p-3 text-ink-3">{t('payments.analytics.noFailures')}</p>;
  return (
    <ul className="px-3">
      {reasons.map(({ reason, count }) => (
        <li
          key={reason}
          className="flex h-10 items-center gap-3 border-b border-line last:border-0 proportional-nums"
        >
          <span className="min-w-0 flex-1 truncate">{failureText({ t }, reason)}</span>
          <Bar share={count / most} />
          <span className="w-10 text-right tabular-nums">{format.integer(count)}</span>
        </li>
      ))}
    </ul>
  );
}
