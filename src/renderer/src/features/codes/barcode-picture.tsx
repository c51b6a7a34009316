import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { drawBarcode, pathOf } from './picture.ts';

/** Heights of the bars and of the picture in modules of the barcode. */
const BARS = 34;

/** The barcode of an item, as on a label. Nothing for a text that no barcode can carry. */
export default function BarcodePicture({ barcode }: { readonly barcode: string }): ReactNode {
  const { t } = useTranslation();
  const picture = useMemo(() => drawBarcode(barcode), [barcode]);
  if (picture === null) return null;
  const { width, quiet, bars } = picture;
  const tall = bars.map((bar) => ({ ...bar, x: bar.x + quiet, y: 4, height: BARS }));
  return (
    <svg
      role="img"
      aria-label={t('codes.picture', { barcode })}
      viewBox={`0 0 ${width + 2 * quiet} ${BARS + 8}`}
      className="h-[52px] max-w-full rounded-sm border border-line bg-white"
    >
      <path d={pathOf(tall)} fill="#000" shapeRendering="crispEdges" />
    </svg>
  );
}
