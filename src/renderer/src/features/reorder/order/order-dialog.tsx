import { useQuery } from '@tanstack/react-query';
import { CloudOff, FilePlus2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bridge } from '../../../bridge/client.ts';
import { Button } from '../../../components/button.tsx';
import { Field, Select } from '../../../components/field.tsx';
import { Dialog } from '../../../components/overlay.tsx';
import { ErrorState, SkeletonRows } from '../../../components/states.tsx';
import { type DraftedOrder, useDraftOrders } from '../../../hooks/use-draft-orders.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { useLocations } from '../../../hooks/use-locations.ts';
import { useIsLive } from '../../../stores/connection.ts';
import { Drafted } from './drafted.tsx';
import { Leftover } from './leftover.tsx';
import { type Choices, lineKey, ordersOf } from './order-form.ts';
import { OrderGroup } from './order-group.tsx';

const NO_CHOICES: Choices = { suppliers: {}, raised: new Set() };

/**
 * Turns chosen rows of the list into purchase orders: one draft for each supplier and location. Nothing is sent to a supplier: a draft
 * is placed on its own page.
 */
export function OrderDialog({
  itemIds,
  scope,
  onClose,
  onDrafted,
}: {
  readonly itemIds: readonly string[];
  /** The location that the list is about; null for all together. */
  readonly scope: string | null;
  readonly onClose: () => void;
  /** Called once drafts exist. */
  readonly onDrafted: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const live = useIsLive();
  const locations = useLocations();
  const [chosenTo, setTo] = useState<string | null>(null);
  const [choices, setChoices] = useState(NO_CHOICES);
  const [busy, setBusy] = useState(false);
  const [drafted, setDrafted] = useState<readonly DraftedOrder[] | null>(null);
  const draft = useDraftOrders();
  // All of it for the first warehouse, unless the list or the user says otherwise.
  const to = scope ?? chosenTo ?? locations[0]?.id ?? null;
  const query = useQuery({
    queryKey: ['reorder', 'proposal', itemIds, scope, to],
    queryFn: () =>
      bridge.call('reorder.proposal', { itemIds: [...itemIds], scope, to: to === EACH ? null : to }),
    enabled: to !== null && drafted === null,
    placeholderData: (previous) => previous,
  });
  const orders = query.data === undefined ? null : ordersOf(query.data, choices);
  const nameOf = (id: string): string => locations.find((one) => one.id === id)?.name ?? id;
  const lines = new Map((query.data?.lines ?? []).map((line) => [lineKey(line), line]));
  const choose = (key: string, supplierId: string): void =>
    setChoices((before) => ({ ...before, suppliers: { ...before.suppliers, [key]: supplierId } }));
  const raise = (key: string): void =>
    setChoices((before) => ({ ...before, raised: new Set([...before.raised, key]) }));
  const create = async (): Promise<void> => {
    if (orders === null || orders.orders.length === 0) return;
    setBusy(true);
    const made = await draft(orders.orders).finally(() => setBusy(false));
    if (made.length === 0) return;
    setDrafted(made);
    onDrafted();
  };
  const count = orders?.orders.length ?? 0;
  const items = orders?.orders.reduce((sum, order) => sum + order.lines.length, 0) ?? 0;
  if (drafted !== null)
    return (
      <Drafted
        drafted={drafted}
        expected={count}
        supplierOf={(id) => orders?.orders.find(({ supplierId }) => supplierId === id)?.supplierName ?? id}
        locationOf={nameOf}
        onClose={onClose}
      />
    );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      width="lg"
      title={t('reorder.order.title', { count: itemIds.length })}
      description={t('reorder.order.description')}
      footer={
        <>
          <span role="status" className="mr-auto self-center text-xs text-ink-2" data-order-drafts={count}>
            {t('reorder.order.summary', {
              count,
              items: t('reorder.order.items', { count: items, formatted: format.integer(items) }),
            })}
          </span>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            variant="primary"
            icon={FilePlus2}
            busy={busy}
            disabled={count === 0 || query.isPlaceholderData}
            onClick={() => void create()}
          >
            {t('reorder.order.create', { count })}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {scope === null && (
          <Field label={t('reorder.order.to')}>
            {(props) => (
              <Select
                {...props}
                value={to ?? ''}
                onChange={setTo}
                options={[
                  ...locations.map(({ id, name }) => ({ value: id, label: name })),
                  { value: EACH, label: t('reorder.order.each') },
                ]}
              />
            )}
          </Field>
        )}
        {!live && (
          <p role="status" className="flex items-center gap-1.5 text-xs text-ink-2">
            <CloudOff size={13} aria-hidden />
            {t('reorder.order.offline')}
          </p>
        )}
        {orders === null ? (
          query.error ? (
            <ErrorState error={query.error} onRetry={() => void query.refetch()} />
          ) : (
            <SkeletonRows rows={6} />
          )
        ) : (
          <>
            {orders.orders.map((order) => (
              <OrderGroup
                key={order.key}
                order={order}
                location={nameOf(order.locationId)}
                lineOf={(itemId) => lines.get(lineKey({ itemId, locationId: order.locationId }))}
                suppliers={query.data?.suppliers ?? []}
                onChoose={choose}
                onRaise={() => raise(order.key)}
              />
            ))}
            <Leftover
              orders={orders}
              suppliers={query.data?.suppliers ?? []}
              choices={choices}
              locationOf={nameOf}
              onChoose={choose}
            />
            {query.data?.more && <p className="text-xs text-warn">{t('reorder.order.more')}</p>}
          </>
        )}
      </div>
    </Dialog>
  );
}

/** Stands for each location with what it needs by itself. No location has this id: ids have no spaces. */
const EACH = 'each location';
