import { type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Select } from '../../components/field.tsx';
import { OpenOrderLines } from '../../components/open-order-lines.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { SkeletonRows } from '../../components/states.tsx';
import type { ItemData } from '../../hooks/use-item.ts';
import { useCan } from '../../stores/session.ts';
import { ItemReorder } from '../reorder/index.ts';
import { ItemHistory } from '../valuation/index.ts';
import { Facts } from './facts.tsx';
import { Ledger } from './ledger.tsx';
import { Lots } from './lots/lots.tsx';
import type { PendingMovement } from './pending.ts';
import { Related } from './related.tsx';
import { Reservations } from './reserve/reservations.tsx';

type Tab = 'ledger' | 'history' | 'lots' | 'reservations' | 'related' | 'incoming' | 'reorder' | 'facts';

/** Ledger, history, lots, reservations, orders and facts of an item, one at a time. */
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
  const [orders, chat] = [useCan('orders:read'), useCan('chat:read')];
  const canRelated = orders || chat;
  const [tab, setTab] = useState<Tab>('ledger');
  const [ledgerAt, setLedgerAt] = useState<string>('');
  return (
    <>
      <div className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-4 pb-2">
        <Segmented<Tab>
          value={tab}
          label={t('inventory.detail.tabs')}
          // Not all tabs fit beside a table in a narrow window.
          className="h-auto! min-h-[30px] max-w-full shrink! flex-wrap"
          segments={[
            { value: 'ledger', label: t('inventory.detail.ledger') },
            {
              value: 'lots',
              label: t('inventory.lots.title'),
              count: levels.reduce((sum, level) => sum + level.lots, 0) || undefined,
            },
            { value: 'history', label: t('valuation.tab') },
            {
              value: 'reservations',
              label: t('inventory.detail.reservations'),
              count: reservations.length || undefined,
            },
            ...(canRelated ? [{ value: 'related' as const, label: t('inventory.related.tab') }] : []),
            { value: 'incoming', label: t('purchasing.ofItem.tab') },
            { value: 'reorder', label: t('reorder.tab') },
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
        {tab === 'related' && <Related itemId={item.id} />}
        {tab === 'incoming' && <OpenOrderLines itemId={item.id} />}
        {tab === 'reorder' && (
          <Suspense fallback={<SkeletonRows rows={8} />}>
            <ItemReorder itemId={item.id} locationId={locationId} stocked={levels.length > 0} />
          </Suspense>
        )}
        {tab === 'facts' && (
          <div className="h-full overflow-auto px-4 py-2">
            <Facts item={item} />
          </div>
        )}
      </div>
    </>
  );
}
