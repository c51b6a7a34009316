import { useQuery } from '@tanstack/react-query';
import { ChartNoAxesColumn, Download } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { HISTORY_DAYS } from '#shared/bridge/valuation.ts';
import { valueDaysCsv } from '#shared/domain/reorder-csv.ts';
import { dayOf } from '#shared/domain/time.ts';
import { bridge } from '../../bridge/client.ts';
import { gatewayNow } from '../../bridge/gateway-time.ts';
import { IconButton } from '../../components/button.tsx';
import { Panel } from '../../components/panel.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../components/states.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { saveCsv } from '../../lib/save-file.ts';
import { useTimeZone } from '../../stores/session.ts';

const ValueChart = lazy(() => import('./value-chart.tsx'));

/** The value of the stock at the end of each day. */
export function DaysPanel(): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const timeZone = useTimeZone();
  const [days, setDays] = useState<(typeof HISTORY_DAYS)[number]>(30);
  const query = useQuery({
    queryKey: ['valuation', 'days', days, timeZone],
    queryFn: () => bridge.call('valuation.days', { days }),
    meta: { intervalMs: 5000 },
    placeholderData: (previous) => previous,
  });
  const data = query.data;
  return (
    <Panel
      title={t('valuation.overTime')}
      actions={
        <>
          <Segmented
            value={String(days)}
            label={t('valuation.period')}
            segments={HISTORY_DAYS.map((value) => ({
              value: String(value),
              label: t('valuation.days', { count: value }),
            }))}
            onChange={(value) => setDays(HISTORY_DAYS.find((one) => String(one) === value) ?? 30)}
          />
          <IconButton
            size="sm"
            icon={Download}
            label={t('valuation.exportDays')}
            disabled={data === undefined || data.points.length === 0}
            onClick={() =>
              data &&
              saveCsv(`quayside-value-days-${dayOf(gatewayNow(), timeZone)}.csv`, [
                valueDaysCsv(data.locations, data.points, data.currency),
              ])
            }
          />
        </>
      }
      className="min-h-72"
      bodyClassName="flex flex-col p-3"
    >
      {data === undefined ? (
        query.error ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <Skeleton className="h-full min-h-52" />
        )
      ) : data.points.length < 2 ? (
        <EmptyState icon={ChartNoAxesColumn} title={t('valuation.noDays')} body={t('valuation.notHeld')} />
      ) : (
        <>
          <div
            role="img"
            aria-label={t('valuation.chart.value', {
              days: format.integer(data.points.length - 1),
              now: format.money(
                data.points.at(-1)?.values.reduce((sum, value) => sum + value, 0) ?? null,
                data.currency,
              ),
            })}
            className="min-h-48 flex-1"
          >
            <Suspense fallback={<Skeleton className="h-full" />}>
              <ValueChart data={data} />
            </Suspense>
          </div>
          <ul className="mt-1 flex flex-wrap gap-x-4 text-2xs text-ink-3">
            {data.locations.map(({ id, name }, i) => (
              <li key={id}>
                <span
                  aria-hidden
                  className="mr-1.5 inline-block size-2 rounded-[2px] align-middle"
                  style={{ background: `var(--q-chart-${(i % 3) + 1})` }}
                />
                <bdi>{name}</bdi>
              </li>
            ))}
          </ul>
          {!data.known && (
            <p className="mt-1 text-xs text-warn">
              {data.heldSince === null
                ? t('valuation.notHeld')
                : t('valuation.heldSince', { since: format.dateTime(data.heldSince) })}
            </p>
          )}
        </>
      )}
    </Panel>
  );
}
