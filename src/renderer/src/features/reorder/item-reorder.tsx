import { useQuery } from '@tanstack/react-query';
import { PackageX } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { bridge } from '../../bridge/client.ts';
import { EmptyState, ErrorState, NoPermission, SkeletonRows } from '../../components/states.tsx';
import { useCan } from '../../stores/session.ts';
import { Calculation } from './calculation.tsx';

/** What to order of an item at the location chosen in its table, or at all together, on the page of the item. */
export default function ItemReorder({
  itemId,
  locationId,
  stocked,
}: {
  readonly itemId: string;
  readonly locationId: string | null;
  /** Whether the item has a level anywhere. */
  readonly stocked: boolean;
}): ReactNode {
  const { t } = useTranslation();
  const allowed = useCan('reorder:read');
  const query = useQuery({
    queryKey: ['reorder', 'item', itemId, locationId],
    queryFn: () => bridge.call('reorder.item', { itemId, locationId }),
    meta: { intervalMs: 1000 },
    enabled: allowed && stocked,
  });
  if (!allowed) return <NoPermission permission="reorder:read" />;
  if (!stocked)
    return (
      <EmptyState
        icon={PackageX}
        title={t('reorder.detail.notStocked')}
        body={t('reorder.detail.notStockedBody')}
      />
    );
  return (
    <section
      aria-label={t('reorder.detail.calculation')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      className="h-full overflow-auto px-4 py-3"
    >
      {query.data ? (
        <Calculation data={query.data} />
      ) : query.error ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <SkeletonRows rows={8} />
      )}
    </section>
  );
}
