import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { MAX_REORDER_ITEMS } from '#shared/bridge/reorder.ts';
import { SelectionOpener } from '../../components/selection-reader.tsx';
import type { SelectionActionProps } from '../../lib/selection.ts';
import { toast } from '../../stores/toasts.ts';
import { chosenItems } from './filters.ts';

/** The most rows that are read: each item may be at several locations. */
const MAX_ROWS = 20 * MAX_REORDER_ITEMS;

/** Opens the reorder list of the selected items. */
export default function ReorderSelected({ rows, onClose }: SelectionActionProps): ReactNode {
  const navigate = useNavigate();
  const onItems = (itemIds: readonly string[], more: boolean): void => {
    void navigate({ pathname: '/reorder', search: chosenItems(itemIds) });
    if (more || itemIds.length > MAX_REORDER_ITEMS)
      toast({
        tone: 'neutral',
        title: ({ t, format }) => t('selection.firstItems', { formatted: format.integer(MAX_REORDER_ITEMS) }),
      });
  };
  return <SelectionOpener rows={rows} max={MAX_ROWS} onClose={onClose} onItems={onItems} />;
}
