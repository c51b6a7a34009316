import { X } from 'lucide-react';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../components/button.tsx';
import { OfflineNote } from '../../components/live-note.tsx';
import { ErrorState, SkeletonRows } from '../../components/states.tsx';
import { useHotkeys } from '../../hooks/use-hotkeys.ts';
import { type ItemData, useItem } from '../../hooks/use-item.ts';
import { useCan } from '../../stores/session.ts';
import { AdjustDialog } from './adjust/adjust-dialog.tsx';
import { type AdjustForm, expectedOf, fromCommand } from './adjust/adjust-form.ts';
import type { AdjustSubject } from './adjust/use-adjustment.ts';
import { ItemHeader } from './item-header.tsx';
import { ItemTabs } from './item-tabs.tsx';
import { LevelCard } from './level-card.tsx';
import { usePending } from './pending.ts';
import { RefusedAdjustment } from './refused-adjustment.tsx';
import { SetAsideDialog } from './set-aside/set-aside-dialog.tsx';

/** An item beside the table. `locationId` is the location chosen in the table. */
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

/** The location whose stock is being adjusted, and the fields to begin with. */
interface Adjusting {
  readonly locationId: string;
  readonly initial?: AdjustForm | undefined;
  /** What a refused adjustment expected on hand. */
  readonly expected?: number | null | undefined;
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
  const canAdjust = useCan('inventory:write');
  const { item, levels } = data;
  const pending = usePending(item.id);
  const [adjusting, setAdjusting] = useState<Adjusting | null>(null);
  const names = useMemo(
    () => new Map(levels.map((level) => [level.locationId, level.locationName])),
    [levels],
  );
  const locationName = useCallback((id: string) => names.get(id) ?? id, [names]);
  const main = levels.find((level) => level.locationId === locationId) ?? levels[0];
  const begin = (next: Adjusting): void => {
    if (canAdjust) setAdjusting(next);
  };
  const end = useCallback(() => setAdjusting(null), []);
  const [asideAt, setAsideAt] = useState<string | null>(null);
  const aside = levels.find((level) => level.locationId === asideAt);
  const adjustMain = main === undefined ? null : () => begin({ locationId: main.locationId });
  useHotkeys({ 'shortcuts.adjust': () => adjustMain?.() });

  const subject = adjusting && subjectOf(data, adjusting.locationId);
  const refused = pending.filter((movement) => movement.entry.state === 'refused');
  return (
    <div className="flex h-full min-h-0 flex-col short:overflow-auto">
      <ItemHeader
        item={item}
        image={data.image}
        canAdjust={canAdjust}
        onAdjust={adjustMain}
        onClose={onClose}
      />
      <OfflineNote />
      <div className="flex shrink-0 flex-col gap-2 px-4 py-3">
        {!canAdjust && <ReadOnlyNote />}
        {refused.map((movement) => (
          <RefusedAdjustment
            key={movement.entry.id}
            movement={movement}
            locationName={locationName(movement.locationId)}
            onReview={() =>
              begin({
                locationId: movement.locationId,
                initial: fromCommand(movement.entry.data) ?? undefined,
                expected: expectedOf(movement.entry.data),
              })
            }
          />
        ))}
        <Levels
          data={data}
          chosenId={locationId}
          canAdjust={canAdjust}
          onAdjust={(id) => begin({ locationId: id })}
          onSetAside={setAsideAt}
        />
      </div>
      <ItemTabs data={data} locationId={locationId} pending={pending} locationName={locationName} />
      {aside !== undefined && (
        <SetAsideDialog key={aside.locationId} item={item} level={aside} onClose={() => setAsideAt(null)} />
      )}
      {adjusting && subject && (
        <AdjustDialog
          key={`${subject.itemId}:${subject.locationId}`}
          subject={subject}
          initial={adjusting.initial}
          expected={adjusting.expected}
          onClose={end}
        />
      )}
    </div>
  );
}

function ReadOnlyNote(): ReactNode {
  const { t } = useTranslation();
  return (
    <p className="text-xs text-ink-3">
      {t('inventory.detail.adjustNeeds', { permission: 'inventory:write' })}
    </p>
  );
}

function Levels({
  data,
  chosenId,
  canAdjust,
  onAdjust,
  onSetAside,
}: {
  readonly data: ItemData;
  readonly chosenId: string | null;
  readonly canAdjust: boolean;
  readonly onAdjust: (locationId: string) => void;
  readonly onSetAside: (locationId: string) => void;
}): ReactNode {
  const { t } = useTranslation();
  const { levels } = data;
  if (levels.length === 0) return <p className="text-ink-3">{t('inventory.detail.noLevels')}</p>;
  const scale = levels.reduce((most, level) => Math.max(most, level.onHand), 1);
  return (
    <ul
      aria-label={t('inventory.detail.levels')}
      className="flex max-h-[38vh] flex-col gap-1.5 overflow-auto short:max-h-none"
    >
      {levels.map((level) => (
        <LevelCard
          key={level.locationId}
          data={data}
          level={level}
          scale={scale}
          chosen={levels.length > 1 && level.locationId === chosenId}
          canAdjust={canAdjust}
          onAdjust={() => onAdjust(level.locationId)}
          onSetAside={() => onSetAside(level.locationId)}
        />
      ))}
    </ul>
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
