import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutboxEntry } from '#shared/bridge/commands.ts';
import { ReviewParts } from '../../components/review-parts.tsx';
import { ErrorState, SkeletonRows } from '../../components/states.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { useItem } from '../../hooks/use-item.ts';
import { reasonText } from '../../lib/reasons.ts';
import { pendingMovement } from './pending.ts';

/** An old change of stock: the quantity that was meant, beside the stock now. */
export default function StockReview({ entry }: { readonly entry: OutboxEntry }): ReactNode {
  const { data } = entry;
  const itemId =
    typeof data === 'object' && data !== null && 'itemId' in data && typeof data.itemId === 'string'
      ? data.itemId
      : '';
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const query = useItem(itemId);
  const movement = pendingMovement(entry, itemId);
  if (query.data === undefined)
    return query.error ? (
      <ErrorState error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <SkeletonRows />
    );
  const { item, levels } = query.data;
  const level = levels.find(({ locationId }) => locationId === movement?.locationId);
  const words = [movement && reasonText(i18n, movement.reason), movement?.reference]
    .filter(Boolean)
    .join(' · ');
  const values = {
    item: item.name,
    sku: item.sku,
    location: level?.locationName ?? movement?.locationId ?? '–',
    change: format.delta(movement?.delta ?? 0),
  };
  return (
    <ReviewParts
      meant={[t('inventory.review.meant', values), words].filter(Boolean).join('\n')}
      now={t('inventory.review.now', {
        onHand: format.integer(level?.onHand ?? 0),
        available: format.integer(
          level === undefined ? 0 : level.onHand - level.committed - level.unavailable,
        ),
      })}
    />
  );
}
