import { Clock3, Pencil, TriangleAlert } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pickThreshold, recoverLevel } from '#shared/domain/inventory.ts';
import { useFormat } from '../../hooks/use-format.ts';
import type { ItemData, ItemLevel } from '../../hooks/use-item.ts';
import { useSay } from '../../hooks/use-say.ts';
import { refusalReason } from '../../i18n/errors.ts';
import { useCan } from '../../stores/session.ts';
import { ThresholdDialog } from './threshold-dialog.tsx';
import { choiceOf } from './threshold-form.ts';
import { type PendingThreshold, usePendingThreshold } from './use-pending-thresholds.ts';
import { useScopeName } from './use-threshold-words.ts';

/** The limits of an item at a location and where they come from, with a way to change them for those who may. */
export function AppliedThreshold({
  data,
  level,
}: {
  readonly data: Pick<ItemData, 'item' | 'thresholds' | 'defaults'>;
  readonly level: Pick<ItemLevel, 'locationId' | 'locationName' | 'lowAt' | 'outAt'>;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const canEdit = useCan('inventory:write');
  const scopeName = useScopeName();
  const [editing, setEditing] = useState(false);
  const { item, thresholds, defaults } = data;
  const place = { itemId: item.id, locationId: level.locationId, category: item.category };
  const pending = usePendingThreshold(place);
  const rule = pickThreshold(thresholds, place);
  const names = { category: item.category, location: level.locationName };
  const recoverAt = recoverLevel({ lowAt: level.lowAt, recoverAt: rule?.recoverAt ?? null });
  const limits = {
    lowAt: format.integer(level.lowAt),
    outAt: format.integer(level.outAt),
    recoverAt: format.integer(recoverAt),
  };
  const source = rule === null ? t('inventory.threshold.default') : scopeName(choiceOf(rule), names);
  return (
    <div className="mt-1 flex items-center gap-1.5 text-xs text-ink-3" data-threshold={choiceOf(rule)}>
      <p className="min-w-0 flex-1" title={t('inventory.threshold.limitsTitle', limits)}>
        <span className="text-ink-2">{t('inventory.threshold.limits', limits)}</span> · {source}
        {pending !== null && <Pending pending={pending} />}
      </p>
      {canEdit && (
        <button
          type="button"
          aria-label={t('inventory.threshold.editAt', { location: level.locationName })}
          onClick={() => setEditing(true)}
          className="inline-flex h-6 shrink-0 items-center gap-1 rounded-sm px-1 font-medium hover:bg-hover hover:text-ink"
        >
          <Pencil size={11} aria-hidden />
          {t('inventory.threshold.edit')}
        </button>
      )}
      {editing && (
        <ThresholdDialog
          itemName={item.name}
          place={place}
          names={names}
          thresholds={thresholds}
          defaults={defaults}
          onClose={() => setEditing(false)}
        />
      )}
    </div>
  );
}

/** That the limits on screen are not confirmed yet, or why the server did not take them. */
function Pending({ pending: { entry, removed } }: { readonly pending: PendingThreshold }): ReactNode {
  const say = useSay();
  const { t } = say;
  const refused = entry.state === 'refused';
  const Icon = refused ? TriangleAlert : Clock3;
  return (
    <span
      className={`ml-1.5 inline-flex items-center gap-1 ${refused ? 'text-crit' : 'text-warn'}`}
      role="status"
    >
      <Icon size={11} aria-hidden className="shrink-0" />
      {refused
        ? t('inventory.threshold.refused', {
            reason: refusalReason(say, entry.error ?? { code: '', message: '' }),
          })
        : removed
          ? t('inventory.threshold.pendingRemoval')
          : t('inventory.threshold.pending')}
    </span>
  );
}
