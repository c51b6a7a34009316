import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FILTER_COUNTS, type FilterCounter, type FilterSum } from '#shared/domain/filter.ts';
import { dayOf } from '#shared/domain/time.ts';
import { bridge } from '../../bridge/client.ts';
import { Panel } from '../../components/panel.tsx';
import { ErrorState, SkeletonRows } from '../../components/states.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { useNow } from '../../hooks/use-now.ts';
import { useSession } from '../../stores/session.ts';

const PERIODS = ['today', 'week', 'month', 'total'] as const;

/** How often each rule hit, as messages and as what was masked in them. */
export function CountersPanel(): ReactNode {
  const { t } = useTranslation();
  const timeZone = useSession((state) => state.session?.timeZone) ?? 'UTC';
  const today = dayOf(useNow(), timeZone);
  const query = useQuery({
    queryKey: ['filter', 'counters', today],
    queryFn: () => bridge.call('filter.counters', { today }),
  });
  return (
    <Panel title={t('filter.counters.title')} bodyClassName="p-3">
      {query.error ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data ? (
        <Counters counters={query.data.counters} />
      ) : (
        <SkeletonRows />
      )}
    </Panel>
  );
}

function Counters({ counters }: { readonly counters: readonly FilterCounter[] }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const since = counters.flatMap((counter) => counter.since ?? []).toSorted((a, b) => a - b)[0];
  const cell = (rule: FilterCounter['rule'], { messages, parts }: FilterSum): string =>
    rule === 'words' && parts !== messages
      ? t('filter.counters.parts', { messages: format.integer(messages), parts: format.integer(parts) })
      : format.integer(messages);
  return (
    <>
      <table className="w-full">
        <thead className="text-xs text-ink-2">
          <tr>
            <th className="pb-1 text-start font-medium">{t('filter.counters.rule')}</th>
            {PERIODS.map((period) => (
              <th key={period} className="pb-1 ps-3 text-end font-medium">
                {t(`filter.counters.${period}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {FILTER_COUNTS.map((rule) => {
            const counter = counters.find((candidate) => candidate.rule === rule);
            return (
              <tr key={rule} data-rule={rule} className="border-t border-line">
                <th className="py-1.5 text-start font-normal">{t(`filter.counters.rules.${rule}`)}</th>
                {PERIODS.map((period) => (
                  <td key={period} data-period={period} className="py-1.5 ps-3 text-end">
                    {counter ? cell(rule, counter[period]) : '–'}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="mt-2 text-xs text-ink-3 proportional-nums">
        {since === undefined
          ? t('filter.counters.none')
          : t('filter.counters.since', { at: format.moment(since) })}
      </p>
    </>
  );
}
