import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { useCatalog } from '../../../hooks/use-catalog.ts';
import { useCurrency } from '../../../stores/session.ts';
import { useCodesUi } from '../../codes/index.ts';
import { NewItemDialog } from './new-item-dialog.tsx';

const close = (): void => useCodesUi.setState({ newBarcode: null });

/** Creates an item with a barcode that was scanned, and opens it. */
export default function ScannedItem({ barcode }: { readonly barcode: string }): ReactNode {
  const navigate = useNavigate();
  const { pathOf } = useCatalog();
  return (
    <NewItemDialog
      currency={useCurrency()}
      barcode={barcode}
      onClose={close}
      onCreated={(id) => {
        close();
        const path = pathOf({ kind: 'item', id });
        if (path !== null) void navigate(path);
      }}
    />
  );
}
