import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MethodOutput } from '#shared/bridge/index.ts';
import { HISTORY_DAYS } from '#shared/bridge/valuation.ts';
import { bridge } from '../../bridge/client.ts';
import { Select } from '../../components/field.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { ErrorState, Skeleton, SkeletonRows } from '../../components/states.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import type { ItemData } from '../../hooks/use-item.ts';
import { AgeingTable } from './ageing-table.tsx';
import { Figure } from './figure.tsx';

const LevelChart = lazy(() => import('./level-chart.tsx'));

type History = MethodOutput<'valuation.item'>;

/** How the stock of an item went: a chart with limits and alerts, and the figures of the period. */
export default function ItemHistory({
  data: { item, levels },
  locationId: chosen,
}: {
  readonly data: Pick<ItemData, 'item' | 'levels'>;
  /** The location chosen in the table. */
  readonly locationId: string | null;
}): ReactNode {
  const { t } = useTranslation();
  const [days, setDays] = useState<(typeof HISTORY_DAYS)[number]>(30);
  const [place, setPlace] = useState(chosen ?? '');
  const locationId = place === '' ? null : place;
  const query = useQuery({
    queryKey: ['valuation', 'item', item.id, locationId, days],
    queryFn: () => bridge.call('valuation.item', { itemId: item.id, locationId, days }),
    meta: { record: item.id, intervalMs: 1000 },
    placeholderData: (previous) => previous,
  });
  return (
    <div className="flex h-full flex-col gap-3 overflow-auto px-4 py-3">
      <div className="flex flex-wrap items-center gap-2">
        <Segmented
          value={String(days)}
          label={t('valuation.period')}
          segments={HISTORY_DAYS.map((value) => ({
            value: String(value),
            label: t('valuation.days', { count: value }),
          }))}
          onChange={(value) => setDays(HISTORY_DAYS.find((one) => String(one) === value) ?? 30)}
        />
        {levels.length > 1 && (
          <Select
            aria-label={t('inventory.filters.location')}
            value={place}
            onChange={setPlace}
            className="w-auto min-w-0 flex-1"
            options={[
              { value: '', label: t('inventory.detail.allLocations') },
              ...levels.map((level) => ({ value: level.locationId, label: level.locationName })),
            ]}
          />
        )}
      </div>
      {query.data ? (
        <Loaded history={query.data} currency={item.currency} />
      ) : query.error ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <SkeletonRows rows={5} />
      )}
    </div>
  );
}

function Loaded({ history, currency }: { readonly history: History; readonly currency: string }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { figures, points, known, heldSince, itemClass, classKnown } = history;
  const unknown = t('valuation.unknown');
  const last = points.at(-1);
  return (
    <>
      {!known && (
        <p className="text-xs text-warn proportional-nums">
          {heldSince === null
            ? t('valuation.notHeld')
            : t('valuation.heldSince', { since: format.dateTime(heldSince) })}
        </p>
      )}
      {points.length > 1 && last !== undefined && (
        <figure>
          <div
            role="img"
            aria-label={t('valuation.chart.summary', {
              now: format.integer(last.onHand),
              least: format.integer(points.reduce((least, { low }) => Math.min(least, low), last.low)),
              alerts: format.integer(history.alerts.length),
            })}
            className="h-44"
          >
            <Suspense fallback={<Skeleton className="h-full" />}>
              <LevelChart history={history} />
            </Suspense>
          </div>
          <Legend history={history} />
        </figure>
      )}
      <dl className="grid grid-cols-2 gap-2">
        <Figure name="sold" value={figures ? format.integer(figures.sold) : unknown} />
        <Figure
          name="turnover"
          value={figures ? format.decimal(figures.turnover, 2) : unknown}
          detail={
            figures ? t('valuation.average', { units: format.decimal(figures.averageOnHand) }) : undefined
          }
        />
        <Figure
          name="sellThrough"
          value={figures ? format.percent(figures.sellThrough) : unknown}
          detail={
            figures
              ? t('valuation.flow', {
                  opening: format.integer(figures.opening),
                  received: format.integer(figures.received),
                })
              : undefined
          }
        />
        <Figure
          name="daysOut"
          value={
            figures
              ? t('valuation.outOf', {
                  out: format.integer(figures.daysOut),
                  days: format.integer(figures.days),
                })
              : unknown
          }
        />
        <Figure name="abc" value={classKnown ? (itemClass ?? '–') : unknown} />
        <Figure name="value" value={format.money(history.value, currency)} />
      </dl>
      <AgeingTable ageing={history.ageing} currency={currency} />
    </>
  );
}

function Legend({ history: { limits, alerts } }: { readonly history: History }): ReactNode {
  const { t } = useTranslation();
  return (
    <figcaption>
      <ul className="flex flex-wrap gap-x-4 gap-y-0.5 text-2xs text-ink-3">
        <li>
          <span aria-hidden className="mr-1.5 inline-block h-0.5 w-3.5 bg-[var(--q-chart-1)] align-middle" />
          {t('valuation.chart.available')}
        </li>
        <li>
          <span aria-hidden className="mr-1.5 inline-block h-0.5 w-3.5 bg-[var(--q-chart-2)] align-middle" />
          {t('valuation.chart.onHand')}
        </li>
        {limits !== null && (
          <li>
            <span
              aria-hidden
              className="mr-1.5 inline-block w-3.5 border-t border-dashed border-warn align-middle"
            />
            {t('valuation.chart.limits')}
          </li>
        )}
        {alerts.length > 0 && (
          <li>
            <span aria-hidden className="mr-1.5 inline-block size-1.5 rounded-full bg-crit align-middle" />
            {t('valuation.chart.alerts', { count: alerts.length })}
          </li>
        )}
      </ul>
    </figcaption>
  );
}
