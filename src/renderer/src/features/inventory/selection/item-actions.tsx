import type { ReactNode } from 'react';
import { MAX_RUN_ITEMS } from '#shared/domain/bulk-run.ts';
import { SelectionReader } from '../../../components/selection-reader.tsx';
import type { SelectionActionProps } from '../../../lib/selection.ts';
import { BulkEditDialog } from '../items/bulk-edit-dialog.tsx';
import { BulkLimitsDialog } from '../items/bulk-limits-dialog.tsx';

/** The most rows that are read: each item may be at several locations. */
const MAX_ROWS = 5 * MAX_RUN_ITEMS;

/** Edits the items of the selected rows. */
export function EditSelected(props: SelectionActionProps): ReactNode {
  return <WithItems {...props} dialog={BulkEditDialog} />;
}

/** Sets the limits of the items of the selected rows. */
export function LimitSelected(props: SelectionActionProps): ReactNode {
  return <WithItems {...props} dialog={BulkLimitsDialog} />;
}

/** Reads the items of the selected rows, each once, and opens a dialog for them. It says so if they are too many. */
function WithItems({
  rows,
  onClose,
  dialog: Items,
}: SelectionActionProps & { readonly dialog: typeof BulkEditDialog }): ReactNode {
  return (
    <SelectionReader rows={rows} max={MAX_ROWS} onClose={onClose}>
      {({ itemIds }) => <Items itemIds={itemIds} selection={rows.key} onClose={onClose} />}
    </SelectionReader>
  );
}
