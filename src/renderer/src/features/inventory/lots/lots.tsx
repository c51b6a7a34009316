import { PackageOpen, PackagePlus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { daysInStock, daysToExpiry, freeOf } from '#shared/domain/lots.ts';
import { Badge } from '../../../components/badge.tsx';
import { Button } from '../../../components/button.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../../components/states.tsx';
import { VirtualList } from '../../../components/virtual-list.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import type { ItemData } from '../../../hooks/use-item.ts';
import { useNow } from '../../../hooks/use-now.ts';
import type { Tone } from '../../../lib/tone.ts';
import { useCan } from '../../../stores/session.ts';
import { ReceiveDialog } from './receive-dialog.tsx';
import { type LotView, useLots } from './use-lots.ts';

/** With fewer days than this left, a lot is marked. */
const SOON_DAYS = 7;

/** The lots of an item in the order in which they leave, with their age and the days until they expire. */
export function Lots({
  data,
  locationId,
}: {
  readonly data: ItemData;
  /** The location chosen in the table. */
  readonly locationId: string | null;
}): ReactNode {
  const { t } = useTranslation();
  const canReceive = useCan('inventory:write');
  const [receiving, setReceiving] = useState(false);
  const first = data.levels.find((level) => level.locationId === locationId) ?? data.levels[0];
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex shrink-0 items-center gap-2 border-b border-line px-4 py-2">
        <p className="min-w-0 flex-1 text-xs text-ink-3">{t('inventory.lots.about')}</p>
        {canReceive && (
          <Button
            size="sm"
            icon={PackagePlus}
            disabled={first === undefined}
            onClick={() => setReceiving(true)}
          >
            {t('inventory.lots.receive')}
          </Button>
        )}
      </div>
      <div className="min-h-0 flex-1">
        <LotList itemId={data.item.id} />
      </div>
      {receiving && first !== undefined && (
        <ReceiveDialog data={data} locationId={first.locationId} onClose={() => setReceiving(false)} />
      )}
    </div>
  );
}

function LotList({ itemId }: { readonly itemId: string }): ReactNode {
  const { t } = useTranslation();
  const { data, error, refetch } = useLots(itemId);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <SkeletonRows rows={4} />;
  if (data.lots.length === 0)
    return (
      <EmptyState icon={PackageOpen} title={t('inventory.lots.none')} body={t('inventory.lots.noneBody')} />
    );
  return (
    <VirtualList
      rows={data.lots}
      rowKey={(lot) => lot.id}
      rowHeight={58}
      label={t('inventory.lots.label')}
      renderRow={(lot) => <LotLine lot={lot} />}
    />
  );
}

function LotLine({ lot }: { readonly lot: LotView }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const aside = lot.unavailable.map(
    ({ reason, quantity }) => `${t(`inventory.setAside.reasons.${reason}`)} ${format.integer(quantity)}`,
  );
  return (
    <div className="flex h-full items-center gap-3 border-b border-line px-4" data-lot={lot.code}>
      <span className="w-10 shrink-0 text-right font-semibold">{format.integer(lot.onHand)}</span>
      <span className="min-w-0 flex-1">
        <span className="block truncate font-mono text-sm">{lot.code}</span>
        <span className="block truncate text-xs text-ink-3">
          {[
            lot.locationName,
            t('inventory.lots.inStock', { count: daysInStock(lot, now) }),
            aside.length > 0 ? aside.join(', ') : null,
            aside.length > 0 ? t('inventory.lots.free', { quantity: format.integer(freeOf(lot)) }) : null,
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </span>
      <Expiry lot={lot} now={now} />
    </div>
  );
}

function Expiry({ lot, now }: { readonly lot: LotView; readonly now: number }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const days = daysToExpiry(lot, now);
  if (days === null || lot.expiresAt === null)
    return <span className="shrink-0 text-xs text-ink-3">{t('inventory.lots.never')}</span>;
  const tone: Tone = days < 0 ? 'crit' : days < SOON_DAYS ? 'warn' : 'neutral';
  return (
    <span className="shrink-0 text-right">
      <Badge tone={tone}>
        {days < 0
          ? t('inventory.setAside.reasons.expired')
          : days === 0
            ? t('inventory.lots.today')
            : t('inventory.lots.daysLeft', { count: days })}
      </Badge>
      <span className="block text-2xs text-ink-3">{format.dateTime(lot.expiresAt)}</span>
    </span>
  );
}
