import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type KpiMeasure, meets } from '#shared/domain/kpi.ts';
import { bridge } from '../../bridge/client.ts';
import { ErrorState, Skeleton } from '../../components/states.tsx';
import { cx } from '../../lib/cx.ts';
import { useMetricValue, useWindowName } from './words.ts';

/** What a KPI would have been in the last windows, and is in the current one. */
export function Preview({
  measure,
  target,
  direction,
}: {
  readonly measure: KpiMeasure;
  /** null while none is entered. */
  readonly target: number | null;
  readonly direction: 'at_least' | 'at_most';
}): ReactNode {
  const { t } = useTranslation();
  const show = useMetricValue();
  const nameOf = useWindowName();
  const { data, error, refetch } = useQuery({
    queryKey: ['kpi', 'preview', measure],
    queryFn: () => bridge.call('kpi.preview', { measure }),
    placeholderData: keepPreviousData,
  });
  const windows = data?.windows ?? [];
  const shown = windows.slice(-6).reverse();
  return (
    <section
      aria-label={t('kpi.preview.title')}
      className="rounded-md border border-line bg-sunken px-3 py-2"
    >
      <h3 className="text-xs font-medium text-ink-2">{t('kpi.preview.title')}</h3>
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton className="mt-2" />
      ) : shown.length === 0 ? (
        <p className="mt-1 text-xs text-ink-3">{t('kpi.preview.none')}</p>
      ) : (
        <table className="mt-1 w-full text-xs">
          <tbody>
            {shown.map(({ first, last, value }, index) => {
              const met = value === null || target === null ? null : meets({ direction, target }, value);
              return (
                <tr key={first}>
                  <th scope="row" className="py-0.5 text-start font-normal text-ink-2">
                    {nameOf(measure.window, { first, last })}
                    {index === 0 && ` · ${t('kpi.preview.current')}`}
                  </th>
                  <td className="py-0.5 text-end">{show(measure.metric, value)}</td>
                  <td className={cx('w-28 py-0.5 ps-3 text-end', met === true ? 'text-ok' : 'text-ink-3')}>
                    {index === 0 || met === null ? '' : t(met ? 'kpi.status.reached' : 'kpi.status.missed')}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </section>
  );
}
