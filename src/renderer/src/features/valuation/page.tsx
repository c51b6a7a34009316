import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MethodOutput } from '#shared/bridge/index.ts';
import { ABC_CLASSES, type AbcClass } from '#shared/domain/abc.ts';
import { VALUE_CSV_HEAD, valueCsvLine } from '#shared/domain/reorder-csv.ts';
import { dayOf } from '#shared/domain/time.ts';
import { bridge } from '../../bridge/client.ts';
import { gatewayNow } from '../../bridge/gateway-time.ts';
import { Button } from '../../components/button.tsx';
import { Explained } from '../../components/explained.tsx';
import { Select } from '../../components/field.tsx';
import { OfflineNote } from '../../components/live-note.tsx';
import { Page } from '../../components/page.tsx';
import { Panel } from '../../components/panel.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { ErrorState, NoPermission, SkeletonRows } from '../../components/states.tsx';
import { useAttempt } from '../../hooks/use-attempt.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { saveCsv } from '../../lib/save-file.ts';
import { useCan, useTimeZone } from '../../stores/session.ts';
import { DaysPanel } from './days-panel.tsx';
import { useMeaning } from './figure.tsx';
import { ItemsPanel } from './items-panel.tsx';

type Sums = MethodOutput<'valuation.list'>;

/** What the stock is worth: by location, over time, by class and item. */
export default function ValuePage(): ReactNode {
  const { t } = useTranslation();
  const allowed = useCan('inventory:read');
  return (
    <Page title={t('valuation.title')}>
      {allowed ? <Value /> : <NoPermission permission="inventory:read" />}
    </Page>
  );
}

function Value(): ReactNode {
  const { t } = useTranslation();
  const [locationId, setLocationId] = useState<string | null>(null);
  const [itemClass, setItemClass] = useState<AbcClass | null>(null);
  const query = useQuery({
    queryKey: ['valuation', 'sums', locationId],
    queryFn: () => bridge.call('valuation.list', { locationId, itemClass: null, after: null, limit: 1 }),
    meta: { intervalMs: 2000 },
    placeholderData: (previous) => previous,
  });
  const sums = query.data;
  if (sums === undefined)
    return query.error ? (
      <ErrorState error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <SkeletonRows rows={10} />
    );
  const places = new Map(sums.locations.map((place) => [place.locationId, place.name]));
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-4 py-2">
        <Select
          aria-label={t('inventory.filters.location')}
          value={locationId ?? ''}
          onChange={(value) => setLocationId(value === '' ? null : value)}
          className="w-auto max-w-44 shrink-0"
          options={[
            { value: '', label: t('inventory.filters.allLocations') },
            ...[...places].map(([id, name]) => ({ value: id, label: name })),
          ]}
        />
        <Segmented
          value={itemClass ?? 'all'}
          label={t('reorder.class')}
          segments={[
            { value: 'all', label: t('reorder.list.allClasses') },
            ...ABC_CLASSES.map((value) => ({
              value,
              label: t('reorder.classNamed', { name: value }),
              count: sums.classes?.find((one) => one.itemClass === value)?.items,
            })),
          ]}
          onChange={(value) => setItemClass(ABC_CLASSES.find((one) => one === value) ?? null)}
        />
        <span className="grow" />
        <ExportButton locationId={locationId} itemClass={itemClass} />
      </div>
      <OfflineNote />
      <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-auto p-4">
        <div className="grid shrink-0 gap-4 min-[1000px]:grid-cols-[minmax(0,5fr)_minmax(0,7fr)]">
          <div className="flex min-w-0 flex-col gap-4">
            <Locations sums={sums} />
            <Classes sums={sums} />
          </div>
          <DaysPanel />
        </div>
        <ItemsPanel locationId={locationId} itemClass={itemClass} />
      </div>
    </div>
  );
}

/** The value of each location, and of all. */
function Locations({ sums }: { readonly sums: Sums }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const meaning = useMeaning();
  const name = t('valuation.figures.value');
  const totals = new Map<string, { value: number; units: number }>();
  for (const { currency, value, units } of sums.locations) {
    const sum = totals.get(currency) ?? { value: 0, units: 0 };
    totals.set(currency, { value: sum.value + value, units: sum.units + units });
  }
  const missing = sums.locations.reduce((sum, { withoutCost }) => sum + withoutCost, 0);
  return (
    <Panel
      title={t('valuation.byLocation')}
      titleExtra={<Explained name={name}>{meaning('value')}</Explained>}
    >
      <table className="w-full">
        <thead className="sr-only">
          <tr>
            <th>{t('inventory.filters.location')}</th>
            <th>{t('valuation.units')}</th>
            <th>{name}</th>
          </tr>
        </thead>
        <tbody>
          {sums.locations.map(({ locationId, name: place, currency, value, units }) => (
            <tr
              key={`${locationId}:${currency}`}
              data-location={locationId}
              className="h-8 border-b border-line"
            >
              <td className="max-w-0 truncate px-3 proportional-nums" dir="auto">
                {place}
              </td>
              <td className="px-3 text-right text-ink-3">
                {t('valuation.unitsOf', { count: units, formatted: format.integer(units) })}
              </td>
              <td className="px-3 text-right">{format.money(value, currency)}</td>
            </tr>
          ))}
          {[...totals].map(([currency, { value, units }]) => (
            <tr key={currency} data-location="all" className="h-9 font-semibold">
              <td className="px-3">{t('valuation.total')}</td>
              <td className="px-3 text-right">
                {t('valuation.unitsOf', { count: units, formatted: format.integer(units) })}
              </td>
              <td className="px-3 text-right">{format.money(value, currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {missing > 0 && (
        <p className="px-3 pb-2 text-xs text-ink-3">{t('valuation.withoutCost', { count: missing })}</p>
      )}
    </Panel>
  );
}

/** Items and revenue by class. */
function Classes({ sums: { classes, currency } }: { readonly sums: Sums }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const meaning = useMeaning();
  const total = classes?.reduce((sum, { revenue }) => sum + revenue, 0) ?? 0;
  const name = t('valuation.figures.abc');
  return (
    <Panel title={name} titleExtra={<Explained name={name}>{meaning('abc')}</Explained>}>
      {classes === null ? (
        <p className="p-3 text-xs text-ink-3">{t('valuation.classesUnknown')}</p>
      ) : (
        <table className="w-full">
          <thead className="sr-only">
            <tr>
              <th>{t('reorder.class')}</th>
              <th>{t('valuation.items')}</th>
              <th>{t('valuation.revenue')}</th>
              <th>{t('valuation.share')}</th>
            </tr>
          </thead>
          <tbody>
            {classes.map(({ itemClass, items, revenue }) => (
              <tr key={itemClass} data-class={itemClass} className="h-8 border-b border-line last:border-0">
                <td className="px-3 font-medium">{itemClass}</td>
                <td className="px-3 text-right text-ink-3">
                  {t('valuation.itemsOf', { count: items, formatted: format.integer(items) })}
                </td>
                <td className="px-3 text-right">{format.money(revenue, currency)}</td>
                <td className="w-16 px-3 text-right text-ink-3">
                  {format.percent(total === 0 ? null : revenue / total)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

const PAGE = 200;
const MAX_ROWS = 100_000;

function ExportButton({
  locationId,
  itemClass,
}: {
  readonly locationId: string | null;
  readonly itemClass: AbcClass | null;
}): ReactNode {
  const { t } = useTranslation();
  const timeZone = useTimeZone();
  const [busy, setBusy] = useState(false);
  const attempt = useAttempt();
  const run = async (): Promise<void> => {
    const parts = [VALUE_CSV_HEAD];
    let after: string | null = null;
    let read = 0;
    do {
      const page: Sums = await bridge.call('valuation.list', { locationId, itemClass, after, limit: PAGE });
      parts.push(page.rows.map(valueCsvLine).join(''));
      read += page.rows.length;
      after = page.next;
    } while (after !== null && read < MAX_ROWS);
    saveCsv(`quayside-value-${dayOf(gatewayNow(), timeZone)}.csv`, parts);
  };
  return (
    <Button
      icon={Download}
      busy={busy}
      onClick={() => {
        setBusy(true);
        attempt(run().finally(() => setBusy(false)));
      }}
    >
      {t('valuation.export')}
    </Button>
  );
}
