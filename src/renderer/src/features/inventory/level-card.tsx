import { Clock3, PackageX, SlidersHorizontal } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { available, stockState } from '#shared/domain/inventory.ts';
import { IconButton } from '../../components/button.tsx';
import { StockStatus } from '../../components/stock-status.tsx';
import { AppliedThreshold } from '../../components/threshold/applied-threshold.tsx';
import { useFlash } from '../../hooks/use-flash.ts';
import { useFormat } from '../../hooks/use-format.ts';
import type { ItemData, ItemLevel } from '../../hooks/use-item.ts';
import { cx } from '../../lib/cx.ts';
import { PendingChip } from './pending-chip.tsx';

function Part({ value, label }: { readonly value: number; readonly label: string }): ReactNode {
  const format = useFormat();
  return (
    <span className="whitespace-nowrap">
      <span className={value === 0 ? 'text-ink-3' : 'font-medium text-ink'}>{format.integer(value)}</span>{' '}
      <span className="text-ink-3">{label}</span>
    </span>
  );
}

/** What is set aside, by reason, and what queued commands will change of it. */
function SetAsideSplit({ level }: { readonly level: ItemLevel }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { setAside, pendingUnavailable } = level;
  if (setAside.length === 0 && pendingUnavailable === 0) return null;
  return (
    <p
      className="mt-1 flex flex-wrap items-center gap-x-2 text-xs text-ink-2"
      data-set-aside={level.locationId}
    >
      {setAside.map(({ reason, quantity }) => (
        <span key={reason} className="whitespace-nowrap">
          {t(`inventory.setAside.reasons.${reason}`)}: {format.integer(quantity)}
        </span>
      ))}
      {pendingUnavailable !== 0 && (
        <span role="status" className="inline-flex items-center gap-1 text-warn">
          <Clock3 size={11} aria-hidden />
          {t('inventory.setAside.pending', { delta: format.delta(pendingUnavailable) })}
        </span>
      )}
    </p>
  );
}

/** One location's stock: a bar of available, committed and unavailable on a common scale, and the figures. */
export function LevelCard({
  data,
  level,
  scale,
  chosen,
  canAdjust,
  onAdjust,
  onSetAside,
}: {
  readonly data: ItemData;
  readonly level: ItemLevel;
  /** The largest on hand among the locations, as the full length of the bars. */
  readonly scale: number;
  readonly chosen: boolean;
  readonly canAdjust: boolean;
  readonly onAdjust: () => void;
  readonly onSetAside: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const free = available(level);
  const flash = useFlash<HTMLSpanElement>(free);
  const status = stockState(level, level);
  const width = (value: number): string => `${(Math.max(0, value) / Math.max(1, scale)) * 100}%`;
  const adjustLabel = canAdjust
    ? t('inventory.detail.adjustAt', { location: level.locationName })
    : t('inventory.detail.adjustNeeds', { permission: 'inventory:write' });
  return (
    <li
      className={cx(
        'flex items-center gap-3 rounded-md border bg-surface px-3 py-2',
        chosen ? 'border-accent' : 'border-line',
      )}
    >
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline gap-2">
          <span dir="auto" className="min-w-0 flex-1 truncate font-medium">
            {level.locationName}
          </span>
          <PendingChip delta={level.pendingOnHand} />
          <StockStatus status={status} className="text-xs" />
        </div>
        <div
          role="img"
          aria-label={t('inventory.detail.bar', {
            available: format.integer(free),
            committed: format.integer(level.committed),
            unavailable: format.integer(level.unavailable),
            onHand: format.integer(level.onHand),
          })}
          className="relative my-1.5 flex h-1.5 overflow-hidden rounded-full bg-line"
        >
          <span
            className={status === 'ok' ? 'bg-accent' : status === 'low' ? 'bg-warn' : 'bg-crit'}
            style={{ width: width(free) }}
          />
          <span className="border-l border-surface bg-ink-3" style={{ width: width(level.committed) }} />
          <span
            className="q-stale border-l border-surface bg-line-strong"
            style={{ width: width(level.unavailable) }}
          />
        </div>
        <div className="flex flex-wrap gap-x-3 text-xs">
          <span ref={flash} className="rounded-sm">
            <Part value={free} label={t('inventory.detail.available')} />
          </span>
          <Part value={level.onHand} label={t('inventory.detail.onHand')} />
          <Part value={level.committed} label={t('inventory.detail.committed')} />
          {level.unavailable !== 0 && (
            <Part value={level.unavailable} label={t('inventory.detail.unavailable')} />
          )}
          {level.incoming !== 0 && <Part value={level.incoming} label={t('inventory.detail.incoming')} />}
        </div>
        <SetAsideSplit level={level} />
        <AppliedThreshold data={data} level={level} />
      </div>
      <div className="flex shrink-0 flex-col gap-1.5">
        <IconButton
          icon={SlidersHorizontal}
          variant="secondary"
          label={adjustLabel}
          aria-disabled={!canAdjust}
          className={canAdjust ? undefined : 'opacity-55'}
          onClick={() => canAdjust && onAdjust()}
        />
        <IconButton
          icon={PackageX}
          variant="secondary"
          label={
            canAdjust
              ? t('inventory.setAside.actionAt', { location: level.locationName })
              : t('inventory.detail.adjustNeeds', { permission: 'inventory:write' })
          }
          aria-disabled={!canAdjust}
          className={canAdjust ? undefined : 'opacity-55'}
          onClick={() => canAdjust && onSetAside()}
        />
      </div>
    </li>
  );
}
