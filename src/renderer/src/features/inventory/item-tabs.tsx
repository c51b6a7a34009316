import { type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Select } from '../../components/field.tsx';
import { OpenOrderLines } from '../../components/open-order-lines.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { SkeletonRows } from '../../components/states.tsx';
import type { ItemData } from '../../hooks/use-item.ts';
import { ItemHistory } from '../valuation/index.ts';
import { Facts } from './facts.tsx';
import { Ledger } from './ledger.tsx';
import { Lots } from './lots/lots.tsx';
import type { PendingMovement } from './pending.ts';
import { Reservations } from './reserve/reservations.tsx';

type Tab = 'ledger' | 'history' | 'lots' | 'reservations' | 'incoming' | 'facts';

/** Ledger, history, lots, reservations and facts of an item, one at a time. */
export function ItemTabs({
  data,
  locationId,
  pending,
  locationName,
}: {
  readonly data: ItemData;
  /** The location chosen in the table. */
  readonly locationId: string | null;
  readonly pending: readonly PendingMovement[];
  readonly locationName: (id: string) => string;
}): ReactNode {
  const { t } = useTranslation();
  const { item, levels, reservations } = data;
  const [tab, setTab] = useState<Tab>('ledger');
  const [ledgerAt, setLedgerAt] = useState<string>('');
  return (
    <>
      <div className="flex shrink-0 items-center gap-2 border-b border-line px-4 pb-2">
        <Segmented<Tab>
          value={tab}
          label={t('inventory.detail.tabs')}
          // Five tabs do not fit beside a table in a narrow window.
          className="max-w-full min-w-0 shrink! overflow-x-auto"
          segments={[
            { value: 'ledger', label: t('inventory.detail.ledger') },
            {
              value: 'lots',
              label: t('inventory.lots.title'),
              count: levels.reduce((sum, level) => sum + level.lots, 0),
            },
            { value: 'history', label: t('valuation.tab') },
            { value: 'reservations', label: t('inventory.detail.reservations'), count: reservations.length },
            { value: 'incoming', label: t('purchasing.ofItem.tab') },
            { value: 'facts', label: t('inventory.detail.facts') },
          ]}
          onChange={setTab}
        />
        <span className="flex-1" />
        {tab === 'ledger' && levels.length > 1 && (
          <Select
            aria-label={t('inventory.filters.location')}
            value={ledgerAt}
            onChange={setLedgerAt}
            className="w-auto max-w-40 min-w-0 shrink overflow-hidden text-ellipsis whitespace-nowrap"
            options={[
              { value: '', label: t('inventory.detail.allLocations') },
              ...levels.map((level) => ({ value: level.locationId, label: level.locationName })),
            ]}
          />
        )}
      </div>
      <div className="min-h-0 flex-1 short:min-h-[300px] short:flex-none short:h-[300px]">
        {tab === 'ledger' && (
          <Ledger
            itemId={item.id}
            locationId={ledgerAt === '' ? null : ledgerAt}
            pending={pending}
            locationName={locationName}
          />
        )}
        {tab === 'lots' && <Lots data={data} locationId={locationId} />}
        {tab === 'history' && (
          <Suspense fallback={<SkeletonRows rows={5} />}>
            <ItemHistory data={data} locationId={locationId} />
          </Suspense>
        )}
        {tab === 'reservations' && (
          <Reservations data={data} locationId={locationId} locationName={locationName} />
        )}
        {tab === 'incoming' && <OpenOrderLines itemId={item.id} />}
        {tab === 'facts' && (
          <div className="h-full overflow-auto px-4 py-2">
            <Facts item={item} />
          </div>
        )}
      </div>
    </>
  );
}
