import { Copy, SlidersHorizontal, TriangleAlert, X } from 'lucide-react';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../components/badge.tsx';
import { Button, IconButton } from '../../components/button.tsx';
import { Select } from '../../components/field.tsx';
import { OfflineNote } from '../../components/live-note.tsx';
import { Tooltip } from '../../components/overlay.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { ErrorState, SkeletonRows } from '../../components/states.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { useHotkeys } from '../../hooks/use-hotkeys.ts';
import { type ItemData, useItem } from '../../hooks/use-item.ts';
import { discardCommand } from '../../stores/outbox.ts';
import { useCan } from '../../stores/session.ts';
import { dismissToast, toast } from '../../stores/toasts.ts';
import { AdjustDialog } from './adjust/adjust-dialog.tsx';
import { type AdjustForm, fromCommand } from './adjust/adjust-form.ts';
import type { AdjustSubject } from './adjust/use-adjustment.ts';
import { Facts, Reservations, Thresholds } from './facts.tsx';
import { Ledger } from './ledger.tsx';
import { LevelCard } from './level-card.tsx';
import { type PendingMovement, usePending } from './pending.ts';

type Tab = 'ledger' | 'reservations' | 'facts';

/** An adjustment that the server refused: what it was, why not, and how to go on. */
function Refused({
  movement,
  locationName,
  onReview,
}: {
  readonly movement: PendingMovement;
  readonly locationName: string;
  readonly onReview: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { entry } = movement;
  const drop = (): void => {
    discardCommand(entry.id);
    dismissToast(`refused-${entry.id}`);
  };
  return (
    <div role="alert" className="flex items-center gap-2 rounded-md bg-crit-soft px-3 py-2">
      <TriangleAlert size={15} aria-hidden className="shrink-0 text-crit" />
      <p className="min-w-0 flex-1">
        <span className="font-medium">
          {t('inventory.detail.refused', {
            change: format.delta(movement.delta),
            location: locationName,
          })}
        </span>{' '}
        <span className="text-ink-2">{entry.error?.message}</span>
      </p>
      <Button
        size="sm"
        onClick={() => {
          drop();
          onReview();
        }}
      >
        {t('inventory.detail.review')}
      </Button>
      <Button size="sm" variant="ghost" onClick={drop}>
        {t('inventory.detail.discard')}
      </Button>
    </div>
  );
}

/** Everything about one item. `locationId` is the location chosen in the table. */
export function ItemDetail({
  itemId,
  locationId,
  onClose,
}: {
  readonly itemId: string;
  readonly locationId: string | null;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const { data, error, refetch } = useItem(itemId);
  useHotkeys({ Escape: onClose });
  if (data === undefined) {
    return (
      <div className="flex h-full flex-col">
        <div className="flex h-12 items-center justify-end px-3">
          <IconButton icon={X} label={t('inventory.detail.close')} keys={['Escape']} onClick={onClose} />
        </div>
        {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <SkeletonRows />}
      </div>
    );
  }
  return <Loaded data={data} locationId={locationId} onClose={onClose} />;
}

function Loaded({
  data,
  locationId,
  onClose,
}: {
  readonly data: ItemData;
  readonly locationId: string | null;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const canAdjust = useCan('inventory:write');
  const { item, levels, reservations, threshold } = data;
  const pending = usePending(item.id);
  const [tab, setTab] = useState<Tab>('ledger');
  const [ledgerAt, setLedgerAt] = useState<string>('');
  const [adjusting, setAdjusting] = useState<{
    readonly locationId: string;
    readonly initial?: AdjustForm | undefined;
  } | null>(null);
  const names = useMemo(
    () => new Map(levels.map((level) => [level.locationId, level.locationName])),
    [levels],
  );
  const locationName = useCallback((id: string) => names.get(id) ?? id, [names]);
  const scale = levels.reduce((most, level) => Math.max(most, level.onHand), 1);
  const main = levels.find((level) => level.locationId === locationId) ?? levels[0];
  const begin = useCallback(
    (at: string, initial?: AdjustForm) => canAdjust && setAdjusting({ locationId: at, initial }),
    [canAdjust],
  );
  const end = useCallback(() => setAdjusting(null), []);
  useHotkeys({ a: () => main && begin(main.locationId) });

  const copySku = async (): Promise<void> => {
    await navigator.clipboard.writeText(item.sku);
    toast({ tone: 'ok', title: t('common.copied') });
  };
  const subject = adjusting && subjectOf(data, adjusting.locationId);
  const refused = pending.filter((one) => one.entry.state === 'refused');
  return (
    <div className="flex h-full min-h-0 flex-col">
      <header className="flex shrink-0 items-start gap-2 border-b border-line bg-surface px-4 py-2.5">
        <div className="min-w-0 flex-1">
          <h2 className="text-md leading-5 font-semibold break-words">{item.name}</h2>
          <p className="mt-0.5 flex items-center gap-1.5 text-xs text-ink-3">
            <span className="truncate font-mono">{item.sku}</span>
            <button
              type="button"
              aria-label={t('inventory.detail.copySku')}
              title={t('inventory.detail.copySku')}
              onClick={() => void copySku()}
              className="inline-flex size-6 shrink-0 items-center justify-center rounded-sm hover:bg-hover hover:text-ink"
            >
              <Copy size={12} aria-hidden />
            </button>
            <span className="truncate">{item.category}</span>
            <span aria-hidden>·</span>
            <span className="whitespace-nowrap">{format.money(item.price, item.currency)}</span>
            {item.status === 'archived' && <Badge>{t('inventory.detail.archived')}</Badge>}
          </p>
        </div>
        <Tooltip
          content={
            canAdjust
              ? t('inventory.adjust.title')
              : t('inventory.detail.adjustNeeds', { permission: 'inventory:write' })
          }
          keys={canAdjust ? ['a'] : undefined}
        >
          {/* Stays focusable while it cannot be used, so that its reason can be read. */}
          <Button
            variant="primary"
            icon={SlidersHorizontal}
            aria-disabled={!canAdjust || main === undefined}
            className={canAdjust && main ? undefined : 'opacity-55'}
            onClick={() => main && begin(main.locationId)}
          >
            {t('inventory.detail.adjust')}
          </Button>
        </Tooltip>
        <IconButton icon={X} label={t('inventory.detail.close')} keys={['Escape']} onClick={onClose} />
      </header>
      <OfflineNote />
      <div className="flex shrink-0 flex-col gap-2 px-4 py-3">
        {!canAdjust && (
          <p className="text-xs text-ink-3">
            {t('inventory.detail.adjustNeeds', { permission: 'inventory:write' })}
          </p>
        )}
        {refused.map((movement) => (
          <Refused
            key={movement.entry.id}
            movement={movement}
            locationName={locationName(movement.locationId)}
            onReview={() => begin(movement.locationId, fromCommand(movement.entry.data) ?? undefined)}
          />
        ))}
        {levels.length === 0 ? (
          <p className="text-ink-3">{t('inventory.detail.noLevels')}</p>
        ) : (
          <ul
            aria-label={t('inventory.detail.levels')}
            className="flex max-h-[38vh] flex-col gap-1.5 overflow-auto"
          >
            {levels.map((level) => (
              <LevelCard
                key={level.locationId}
                level={level}
                scale={scale}
                chosen={levels.length > 1 && level.locationId === locationId}
                canAdjust={canAdjust}
                onAdjust={() => begin(level.locationId)}
              />
            ))}
          </ul>
        )}
      </div>
      <div className="flex shrink-0 items-center gap-2 border-b border-line px-4 pb-2">
        <Segmented<Tab>
          value={tab}
          label={t('inventory.detail.tabs')}
          segments={[
            { value: 'ledger', label: t('inventory.detail.ledger') },
            { value: 'reservations', label: t('inventory.detail.reservations'), count: reservations.length },
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
      <div className="min-h-0 flex-1">
        {tab === 'ledger' && (
          <Ledger
            itemId={item.id}
            locationId={ledgerAt === '' ? null : ledgerAt}
            pending={pending}
            locationName={locationName}
          />
        )}
        {tab === 'reservations' && <Reservations reservations={reservations} locationName={locationName} />}
        {tab === 'facts' && (
          <div className="h-full overflow-auto px-4 py-2">
            <Facts item={item} />
            <Thresholds threshold={threshold} locationName={locationName} />
          </div>
        )}
      </div>
      {adjusting && subject && (
        <AdjustDialog
          key={`${subject.itemId}:${subject.locationId}`}
          subject={subject}
          initial={adjusting.initial}
          onClose={end}
        />
      )}
    </div>
  );
}

function subjectOf({ item, levels }: ItemData, locationId: string): AdjustSubject | null {
  const level = levels.find((one) => one.locationId === locationId);
  if (!level) return null;
  const { onHand, committed, unavailable, pendingOnHand, locationName } = level;
  return {
    itemId: item.id,
    itemName: item.name,
    backorderLimit: item.backorderLimit,
    locationId,
    locationName,
    onHand,
    committed,
    unavailable,
    pendingOnHand,
  };
}
