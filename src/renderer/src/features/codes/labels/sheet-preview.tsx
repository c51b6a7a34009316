import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { pathOf } from '../picture.ts';
import type { LabelDrawing } from './layout.ts';
import { placeOf, type Sheet, type Size } from './sheets.ts';
import { SYSTEM_FONTS } from './system-text.ts';

/** The first sheet as it will be printed, with the labels' edges, which are not printed. Paper is white in each theme. */
export function SheetPreview({
  sheet,
  labels,
  isPlain,
}: {
  readonly sheet: Sheet;
  /** By place on the sheet; null where a label stays empty. */
  readonly labels: readonly (LabelDrawing | null)[];
  readonly isPlain: (text: string) => boolean;
}): ReactNode {
  const { t } = useTranslation();
  const { page, label } = sheet;
  return (
    <svg
      role="img"
      aria-label={t('codes.labels.preview')}
      viewBox={`0 0 ${page.width} ${page.height}`}
      className="max-h-full w-full rounded-sm border border-line bg-white"
    >
      {Array.from({ length: sheet.columns * sheet.rows }, (_, place) => {
        const { x, y } = placeOf(sheet, place);
        const drawing = labels[place] ?? null;
        return (
          // Places never change their order.
          // biome-ignore lint/suspicious/noArrayIndexKey: a place is its index
          <g key={place} transform={`translate(${x} ${y})`}>
            <rect
              width={label.width}
              height={label.height}
              rx={1}
              fill="none"
              stroke="#b6bcc6"
              strokeWidth={0.15}
              strokeDasharray="1 1"
            />
            {drawing && <Label drawing={drawing} isPlain={isPlain} />}
          </g>
        );
      })}
    </svg>
  );
}

/** One label, large enough to be read, as it will be printed. */
export function LabelPreview({
  size,
  drawing,
  isPlain,
}: {
  readonly size: Size;
  readonly drawing: LabelDrawing;
  readonly isPlain: (text: string) => boolean;
}): ReactNode {
  const { t } = useTranslation();
  return (
    <svg
      role="img"
      aria-label={t('codes.labels.one')}
      viewBox={`0 0 ${size.width} ${size.height}`}
      className="w-full rounded-sm border border-line bg-white"
    >
      <Label drawing={drawing} isPlain={isPlain} />
    </svg>
  );
}

function Label({
  drawing,
  isPlain,
}: {
  readonly drawing: LabelDrawing;
  readonly isPlain: (text: string) => boolean;
}): ReactNode {
  return (
    <>
      <path d={pathOf(drawing.bars)} fill="#000" shapeRendering="crispEdges" />
      {drawing.texts.map(({ text, x, y, size, bold, width }) => (
        <text
          key={`${x} ${y}`}
          x={x}
          y={y}
          fontSize={size}
          fontWeight={bold ? 700 : 400}
          fontFamily={isPlain(text) ? 'Helvetica, Arial, sans-serif' : SYSTEM_FONTS}
          fill="#000"
          // As wide as on paper, whichever font stands in for Helvetica.
          textLength={width > 0 ? width : undefined}
          lengthAdjust="spacingAndGlyphs"
        >
          {text}
        </text>
      ))}
    </>
  );
}
