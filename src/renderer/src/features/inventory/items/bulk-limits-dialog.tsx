import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Threshold } from '#shared/domain/inventory.ts';
import { bridge } from '../../../bridge/client.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { useIsLive } from '../../../stores/connection.ts';
import { BulkDialog } from './bulk-dialog.tsx';
import { BulkField } from './bulk-field.tsx';
import { EMPTY_LIMITS, LIMIT_FIELDS, limitChanges, limitsExpected } from './bulk-form.ts';
import { useBulkLimits } from './bulk-kept.ts';
import { Offline } from './new-item-dialog.tsx';

/** Sets the limits of many items at all locations, in steps. Empty fields stay as they are. */
export function BulkLimitsDialog({
  itemIds,
  selection,
  onClose,
}: {
  readonly itemIds: readonly string[];
  /** Which items they are: what was typed is kept for them. */
  readonly selection: string;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const live = useIsLive();
  const kept = useBulkLimits(selection);
  const text = { ...EMPTY_LIMITS, ...kept.text };
  const changes = limitChanges(text);
  return (
    <BulkDialog
      type="inventory.set_thresholds"
      itemIds={itemIds}
      title={t('inventory.items.limitsTitle', {
        count: itemIds.length,
        formatted: format.integer(itemIds.length),
      })}
      action={t('inventory.threshold.save')}
      ready={changes !== null && Object.keys(changes).length > 0}
      problem={null}
      run={kept.run}
      build={async (ids) => {
        if (changes === null) return null;
        const { thresholds } = await bridge.call('inventory.items', { itemIds: [...ids] });
        const own = new Map<string | null, Threshold>(thresholds.map((one) => [one.itemId, one]));
        const scopes = ids.map((itemId) => ({
          ...{ itemId, locationId: null, category: null },
          expected: limitsExpected(own.get(itemId), changes),
        }));
        return { data: { changes, scopes }, itemIds: ids };
      }}
      keep={kept.keep}
      forget={kept.clear}
      mine={(field) => LIMIT_FIELDS.map((name) => (name === field ? text[name] : '')).join('')}
      onClose={onClose}
    >
      <div className="flex flex-wrap gap-3">
        {LIMIT_FIELDS.map((field) => (
          <BulkField
            key={field}
            numeric
            label={t(`inventory.threshold.${field}`)}
            value={text[field]}
            onChange={(value) => kept.change(field, value)}
          />
        ))}
      </div>
      {changes === null && (
        <p role="alert" className="text-xs text-crit">
          {t('inventory.threshold.errors.number')}
        </p>
      )}
      {!live && <Offline />}
    </BulkDialog>
  );
}
