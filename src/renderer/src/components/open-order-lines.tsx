import { useQuery } from '@tanstack/react-query';
import { ShoppingCart, Truck } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { bridge } from '../bridge/client.ts';
import { useDraftItem } from '../hooks/use-draft-orders.ts';
import { useFormat } from '../hooks/use-format.ts';
import { useLocations } from '../hooks/use-locations.ts';
import { useCan } from '../stores/session.ts';
import { toast } from '../stores/toasts.ts';
import { Badge } from './badge.tsx';
import { Button } from './button.tsx';
import { EmptyState, ErrorState, NoPermission, SkeletonRows } from './states.tsx';
import { SubjectLink } from './subject-link.tsx';

/** What of an item is ordered and has not arrived: order by order, with the day on which it is expected. */
export function OpenOrderLines({ itemId }: { readonly itemId: string }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const allowed = useCan('purchasing:read');
  const query = useQuery({
    queryKey: ['purchasing', 'of_item', itemId],
    queryFn: () => bridge.call('purchasing.of_item', { itemId }),
    enabled: allowed,
  });
  if (!allowed) return <NoPermission permission="purchasing:read" />;
  if (query.data === undefined)
    return query.error ? (
      <ErrorState error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <SkeletonRows rows={3} />
    );
  const { lines } = query.data;
  if (lines.length === 0)
    return (
      <EmptyState
        icon={Truck}
        title={t('purchasing.ofItem.none')}
        body={t('purchasing.ofItem.noneBody')}
        action={<OrderItem itemId={itemId} />}
      />
    );
  return (
    <ul className="h-full overflow-auto px-4" aria-label={t('purchasing.ofItem.label')}>
      {lines.map((line, index) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: an order may have the item on several lines
          key={`${line.purchaseId}:${index}`}
          className="flex flex-wrap items-baseline gap-x-3 border-b border-line py-2 last:border-0"
        >
          <SubjectLink
            subject={{ kind: 'purchase', id: line.purchaseId }}
            className="font-medium text-accent-ink hover:underline"
          >
            {line.number}
          </SubjectLink>
          <span className="min-w-0 flex-1 truncate text-ink-2 proportional-nums" dir="auto">
            {line.supplierName} → {line.locationName}
          </span>
          <span className="font-semibold">{format.delta(line.missing)}</span>
          <span className="inline-flex items-center gap-1.5 text-xs text-ink-2">
            {line.expectedOn === null
              ? t('purchasing.noDay')
              : t('purchasing.ofItem.expected', { day: format.isoDay(line.expectedOn) })}
            {line.late && <Badge tone="crit">{t('purchasing.late')}</Badge>}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Drafts an order of one pack from the item's supplier, and opens it. */
function OrderItem({ itemId }: { readonly itemId: string }): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const allowed = useCan('purchasing:write');
  const locations = useLocations();
  const draft = useDraftItem();
  const [busy, setBusy] = useState(false);
  const locationId = locations[0]?.id;
  if (!allowed || locationId === undefined) return null;
  const order = async (): Promise<void> => {
    setBusy(true);
    const drafted = await draft({ itemId, locationId, quantity: 1 }).finally(() => setBusy(false));
    if (drafted !== null) void navigate(`/purchasing/${drafted.purchaseId}`);
    else toast({ tone: 'warn', title: (say) => say.t('purchasing.ofItem.noSupplier') });
  };
  return (
    <Button icon={ShoppingCart} busy={busy} onClick={() => void order()}>
      {t('purchasing.ofItem.order')}
    </Button>
  );
}
