import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/overlay.tsx';
import { StepsProgress, useSteps } from '../../../components/selection-steps.tsx';
import { useSay } from '../../../hooks/use-say.ts';
import { problemText } from '../../../i18n/errors.ts';
import type { SelectionActionProps } from '../../../lib/selection.ts';
import { STEP_ROWS } from '../../../lib/selection.ts';
import { BulkEditDialog } from '../items/bulk-edit-dialog.tsx';
import { BulkLimitsDialog } from '../items/bulk-limits-dialog.tsx';

type ItemsDialog = typeof BulkEditDialog;

/** Edits the items of the selected rows. */
export function EditSelected(props: SelectionActionProps): ReactNode {
  return <WithItems {...props} dialog={BulkEditDialog} />;
}

/** Sets the limits of the items of the selected rows. */
export function LimitSelected(props: SelectionActionProps): ReactNode {
  return <WithItems {...props} dialog={BulkLimitsDialog} />;
}

/**
 * Reads the items of the selected rows, each once, and opens a dialog for them. The dialogs change at most STEP_ROWS items, all or
 * nothing; with one more they say so, and reading ends there.
 */
function WithItems({
  rows,
  onClose,
  dialog: Items,
}: SelectionActionProps & { readonly dialog: ItemsDialog }): ReactNode {
  const { t } = useTranslation();
  const say = useSay();
  const steps = useSteps(rows);
  const [itemIds, setItemIds] = useState<readonly string[] | null>(null);
  const { start, cancel } = steps;
  // biome-ignore lint/correctness/useExhaustiveDependencies: read once, when the dialog opens
  useEffect(() => {
    const found = new Set<string>();
    void start(async (step) => {
      for (const { itemId } of step) if (found.size <= STEP_ROWS) found.add(itemId);
      if (found.size > STEP_ROWS) cancel();
    }).then(() => setItemIds([...found]));
    return cancel;
  }, []);
  if (itemIds !== null && steps.error === null) return <Items itemIds={itemIds} onClose={onClose} />;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('selection.reading')}
      width="sm"
      footer={<Button onClick={onClose}>{t('common.cancel')}</Button>}
    >
      <StepsProgress steps={steps} count={rows.count} />
      {steps.error !== null && (
        <p role="alert" className="mt-2 text-crit">
          {problemText(say, steps.error)}
        </p>
      )}
    </Dialog>
  );
}
