import { useQuery } from '@tanstack/react-query';
import { Bookmark } from 'lucide-react';
import { type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { available } from '#shared/domain/inventory.ts';
import { itemsNamedIn } from '../../../bridge/gathered.ts';
import { Button } from '../../../components/button.tsx';
import { SubjectLink } from '../../../components/subject-link.tsx';
import { type ItemData, useItem } from '../../../hooks/use-item.ts';
import { useIsLive } from '../../../stores/connection.ts';
import { useCan } from '../../../stores/session.ts';
import { ReserveDialog } from '../../inventory/index.ts';
import { StockFigures } from './stock-card.tsx';

/** The items that a customer's message names, each with its stock as it is now. Nothing where none is named. */
export function NamedItems({
  text,
  conversationId,
}: {
  readonly text: string;
  readonly conversationId: string;
}): ReactNode {
  const allowed = useCan('inventory:read');
  const { data: itemIds } = useQuery({
    queryKey: ['named-items', text],
    queryFn: () => itemsNamedIn(text),
    enabled: allowed,
    staleTime: 60_000,
    gcTime: 30_000,
  });
  if (!itemIds || itemIds.length === 0) return null;
  return (
    <ul className="mt-1 flex w-full max-w-[min(34rem,82%)] flex-col gap-1">
      {itemIds.map((itemId) => (
        <li key={itemId}>
          <NamedItem itemId={itemId} conversationId={conversationId} />
        </li>
      ))}
    </ul>
  );
}

function NamedItem({
  itemId,
  conversationId,
}: {
  readonly itemId: string;
  readonly conversationId: string;
}): ReactNode {
  const { t } = useTranslation();
  const canReserve = useCan('inventory:reserve');
  const live = useIsLive();
  const [reserving, setReserving] = useState(false);
  const { data } = useItem(itemId);
  if (!data) return null;
  const first = mostAvailable(data);
  return (
    <div
      data-named-item={data.item.sku}
      className="flex items-start gap-2 rounded-md border border-line bg-canvas py-1 pr-1 pl-2.5"
    >
      <SubjectLink subject={{ kind: 'item', id: itemId }} className="min-w-0 flex-1 rounded-sm">
        <span className="block truncate text-xs font-medium proportional-nums">
          <bdi>{data.item.name}</bdi>
        </span>
        <span className="flex flex-wrap gap-x-3 text-xs text-ink-2">
          <StockFigures levels={data.levels} />
          {!live && <span className="text-ink-3">{t('chat.context.stockCached')}</span>}
        </span>
      </SubjectLink>
      {canReserve && first !== null && (
        <Button size="sm" variant="ghost" icon={Bookmark} onClick={() => setReserving(true)}>
          {t('chat.context.reserve')}
        </Button>
      )}
      {reserving && first !== null && (
        <Suspense>
          <ReserveDialog
            data={data}
            locationId={first}
            conversationId={conversationId}
            onClose={() => setReserving(false)}
          />
        </Suspense>
      )}
    </div>
  );
}

/** Where most is available; null where no location has the item. */
function mostAvailable({ levels }: ItemData): string | null {
  const [most] = levels.toSorted((a, b) => available(b) - available(a));
  return most?.locationId ?? null;
}
