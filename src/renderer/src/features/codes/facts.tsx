import { lazy, type ReactNode, Suspense } from 'react';

const BarcodePicture = lazy(() => import('./barcode-picture.tsx'));

/** The barcode of an item with its picture. */
export function BarcodeFacts({ barcode }: { readonly barcode: string | null }): ReactNode {
  return (
    <>
      <span className="font-mono break-all">{barcode ?? '–'}</span>
      {barcode !== null && (
        <Suspense fallback={<span className="h-[52px]" />}>
          <BarcodePicture barcode={barcode} />
        </Suspense>
      )}
    </>
  );
}
