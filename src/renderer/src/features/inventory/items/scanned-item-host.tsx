import { lazy, type ReactNode, Suspense } from 'react';
import { useCodesUi } from '../../codes/index.ts';

const ScannedItem = lazy(() => import('./scanned-item.tsx'));

/** Shows the form of an item whose barcode was scanned and is unknown. The shell renders it once. */
export function ScannedItemHost(): ReactNode {
  const barcode = useCodesUi((state) => state.newBarcode);
  return barcode === null ? null : (
    <Suspense fallback={null}>
      <ScannedItem key={barcode} barcode={barcode} />
    </Suspense>
  );
}
