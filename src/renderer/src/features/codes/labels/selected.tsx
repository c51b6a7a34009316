import type { ReactNode } from 'react';
import { SelectionOpener } from '../../../components/selection-reader.tsx';
import type { SelectionActionProps } from '../../../lib/selection.ts';
import { toast } from '../../../stores/toasts.ts';
import { MAX_LABEL_ITEMS, openLabels } from '../ui.ts';

/** The most rows that are read: each item may be at several locations. */
const MAX_ROWS = 10 * MAX_LABEL_ITEMS;

/** Opens the labels of the selected items, each once. */
export default function LabelSelected({ rows, onClose }: SelectionActionProps): ReactNode {
  const onItems = (itemIds: readonly string[], more: boolean): void => {
    openLabels(itemIds);
    if (more || itemIds.length > MAX_LABEL_ITEMS)
      toast({
        tone: 'neutral',
        title: ({ t, format }) => t('selection.firstLabels', { formatted: format.integer(MAX_LABEL_ITEMS) }),
      });
  };
  return <SelectionOpener rows={rows} max={MAX_ROWS} onClose={onClose} onItems={onItems} />;
}
