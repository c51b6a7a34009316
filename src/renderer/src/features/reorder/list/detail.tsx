import { useQuery } from '@tanstack/react-query';
import { ExternalLink, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { bridge } from '../../../bridge/client.ts';
import { IconButton } from '../../../components/button.tsx';
import { OfflineNote } from '../../../components/live-note.tsx';
import { ErrorState, SkeletonRows } from '../../../components/states.tsx';
import { useHotkeys } from '../../../hooks/use-hotkeys.ts';
import { Calculation } from '../calculation.tsx';

/** The calculation of one item: its inputs, and each formula with the numbers put in. */
export function ReorderDetail({
  itemId,
  locationId,
  onClose,
}: {
  readonly itemId: string;
  readonly locationId: string | null;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ['reorder', 'item', itemId, locationId],
    queryFn: () => bridge.call('reorder.item', { itemId, locationId }),
    meta: { intervalMs: 1000 },
  });
  useHotkeys({ Escape: onClose });
  const { data } = query;
  return (
    <div className="flex h-full min-h-0 flex-col">
      <header className="flex min-h-12 shrink-0 items-center gap-2 border-b border-line bg-surface px-4 py-2">
        <div className="min-w-0 flex-1">
          <h2 className="truncate font-semibold" dir="auto" title={data?.row.name}>
            {data?.row.name ?? itemId}
          </h2>
          {data && <p className="truncate text-xs text-ink-3">{data.row.sku}</p>}
        </div>
        {data && (
          <Link
            to={`/inventory/${encodeURIComponent(itemId)}`}
            className="inline-flex h-6 shrink-0 items-center gap-1 rounded-sm px-1 text-xs text-accent-ink hover:underline"
          >
            <ExternalLink size={12} aria-hidden />
            {t('reorder.detail.openItem')}
          </Link>
        )}
        <IconButton icon={X} label={t('reorder.detail.close')} keys={['Escape']} onClick={onClose} />
      </header>
      <OfflineNote />
      <section
        aria-label={t('reorder.detail.calculation')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        className="min-h-0 flex-1 overflow-auto px-4 py-3"
      >
        {data ? (
          <Calculation data={data} />
        ) : query.error ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <SkeletonRows rows={8} />
        )}
      </section>
    </div>
  );
}
