import { ChartLine, Download, Table2 } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Provenance } from '#shared/bridge/contract.ts';
import type { CsvCell } from '#shared/domain/csv.ts';
import { csvLine } from '#shared/domain/csv.ts';
import { failureWords } from '../../i18n/errors.ts';
import { cx } from '../../lib/cx.ts';
import { safeFileName } from '../../lib/file-name.ts';
import { saveBlob } from '../../lib/save-blob.ts';
import { saveCsv, saveFile } from '../../lib/save-file.ts';
import { toast } from '../../stores/toasts.ts';
import { IconButton } from '../button.tsx';
import { Menu } from '../menu.tsx';
import { WidgetPanel } from '../widget-panel.tsx';
import { pictureOfChart, pngOf } from './picture.ts';

/** How a series is drawn, so that it is told from the others without colours. */
export type SeriesPattern = 'solid' | 'dashed' | 'hatched';

/** A series in the legend. */
export interface LegendEntry {
  readonly key: string;
  readonly label: string;
  readonly colour: string;
  readonly pattern: SeriesPattern;
}

/** What is drawn of a chart. `at`: the point that the keyboard has chosen. */
export interface ChartDrawing {
  /** The chart as a sentence. */
  readonly summary: string;
  /** The number of points of each series, at most 300. */
  readonly points: number;
  /** A point with its values, as a sentence. */
  readonly say: (index: number) => string;
  readonly draw: (at: number | null) => ReactNode;
  readonly table: ReactNode;
  /** The head and the lines of the file. */
  readonly csv: () => readonly (readonly CsvCell[])[];
}

/**
 * The frame of every chart: legend, view as a table, export as PNG, SVG and CSV, and points that the keyboard reaches. Without a
 * drawing (while loading, or where there is nothing), `children` stands in its place.
 */
export function ChartFrame({
  title,
  source,
  asOf,
  legend,
  drawing,
  children,
}: {
  readonly title: string;
  readonly source: string;
  readonly asOf: Provenance | undefined;
  readonly legend: readonly LegendEntry[];
  readonly drawing: ChartDrawing | null;
  readonly children?: ReactNode;
}): ReactNode {
  const { t } = useTranslation();
  const [asTable, setAsTable] = useState(false);
  const frame = useRef<HTMLDivElement | null>(null);
  return (
    <WidgetPanel
      title={title}
      source={source}
      asOf={asOf}
      bodyClassName="relative"
      actions={
        <>
          {!asTable && <Legend entries={legend} className="mr-2 @max-[640px]:hidden" />}
          {drawing !== null && (
            <>
              <IconButton
                size="sm"
                icon={asTable ? ChartLine : Table2}
                label={asTable ? t('live.chart.graph') : t('live.chart.table')}
                onClick={() => setAsTable(!asTable)}
              />
              <ExportMenu title={title} asTable={asTable} drawing={drawing} frame={() => frame.current} />
            </>
          )}
        </>
      }
    >
      {drawing === null ? (
        children
      ) : asTable ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <section className="absolute inset-0 overflow-auto" aria-label={title} tabIndex={0}>
          {drawing.table}
        </section>
      ) : (
        <div className="absolute inset-0 flex flex-col pt-2 pr-3 pb-1">
          <Legend entries={legend} className="hidden shrink-0 pb-1.5 pl-3 @max-[640px]:flex" />
          <div ref={frame} className="relative min-h-0 flex-1">
            <Points title={title} drawing={drawing} />
          </div>
        </div>
      )}
    </WidgetPanel>
  );
}

/** The drawing, and a control over it on which the arrow keys go from point to point. */
function Points({ title, drawing }: { readonly title: string; readonly drawing: ChartDrawing }): ReactNode {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<number | null>(null);
  const last = drawing.points - 1;
  const at = chosen === null ? null : Math.min(chosen, last);
  const press = (event: KeyboardEvent): void => {
    const from = at ?? last;
    const to = {
      ArrowLeft: Math.max(0, from - 1),
      ArrowRight: Math.min(last, from + 1),
      Home: 0,
      End: last,
      PageUp: Math.max(0, from - 10),
      PageDown: Math.min(last, from + 10),
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    setChosen(to);
  };
  return (
    <>
      <div role="img" aria-label={drawing.summary} className="size-full">
        {drawing.draw(at)}
      </div>
      <div
        role="slider"
        tabIndex={0}
        aria-label={t('charts.points', { name: title })}
        aria-valuemin={1}
        aria-valuemax={last + 1}
        aria-valuenow={(at ?? last) + 1}
        aria-valuetext={drawing.say(at ?? last)}
        onKeyDown={press}
        onFocus={() => setChosen(last)}
        onBlur={() => setChosen(null)}
        className="pointer-events-none absolute inset-0.5 rounded-md focus-visible:-outline-offset-2"
      >
        {at !== null && (
          <p
            aria-hidden
            className="absolute top-1 right-2 max-w-[80%] rounded-md border border-line-strong bg-raised px-2 py-1 text-xs shadow-pop"
          >
            {drawing.say(at)}
          </p>
        )}
      </div>
    </>
  );
}

function ExportMenu({
  title,
  asTable,
  drawing,
  frame,
}: {
  readonly title: string;
  readonly asTable: boolean;
  readonly drawing: ChartDrawing;
  readonly frame: () => HTMLElement | null;
}): ReactNode {
  const { t } = useTranslation();
  const name = safeFileName(title);
  const save = async (kind: 'png' | 'svg'): Promise<void> => {
    const root = frame();
    const picture = root && pictureOfChart(root, title);
    if (!picture) return;
    if (kind === 'svg') saveFile(`${name}.svg`, [picture.svg], 'image/svg+xml');
    else saveBlob(`${name}.png`, await pngOf(picture));
  };
  const run = (kind: 'png' | 'svg') => () =>
    void save(kind).catch((error: unknown) => toast({ tone: 'crit', ...failureWords(error) }));
  return (
    <Menu
      label={t('charts.export')}
      groups={[
        [
          { key: 'png', label: t('charts.png'), disabled: asTable, run: run('png') },
          { key: 'svg', label: t('charts.svg'), disabled: asTable, run: run('svg') },
          {
            key: 'csv',
            label: t('charts.csv'),
            run: () =>
              saveCsv(
                `${name}.csv`,
                drawing.csv().map((cells) => csvLine(cells)),
              ),
          },
        ],
      ]}
      trigger={<IconButton size="sm" icon={Download} label={t('charts.exportOf', { name: title })} />}
    />
  );
}

/** What the lines and bars are. It stands in the header, or above the drawing where that is narrow. */
function Legend({
  entries,
  className,
}: {
  readonly entries: readonly LegendEntry[];
  readonly className: string;
}): ReactNode {
  return (
    <ul className={cx('flex min-w-0 items-center gap-3 overflow-hidden text-xs text-ink-2', className)}>
      {entries.map(({ key, label, colour, pattern }) => (
        <li key={key} className="flex items-center gap-1.5 whitespace-nowrap">
          <Swatch colour={colour} pattern={pattern} />
          {label}
        </li>
      ))}
    </ul>
  );
}

function Swatch({ colour, pattern }: Pick<LegendEntry, 'colour' | 'pattern'>): ReactNode {
  if (pattern !== 'hatched')
    return (
      <svg aria-hidden="true" width="14" height="4">
        <path
          d="M0 2H14"
          stroke={colour}
          strokeWidth="2.5"
          {...(pattern === 'dashed' ? { strokeDasharray: '3 2' } : {})}
        />
      </svg>
    );
  return (
    <svg aria-hidden="true" width="10" height="10">
      <rect x="0.5" y="0.5" width="9" height="9" fill="none" stroke={colour} />
      <path d="M0 6L6 0M2 10L10 2M6 10L10 6" stroke={colour} strokeWidth="1.5" />
    </svg>
  );
}

/** The hatching of bars, for the `defs` of a drawing. `id` is unique in the page. */
export function Hatching({ id, colour }: { readonly id: string; readonly colour: string }): ReactNode {
  return (
    <pattern id={id} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width="5" height="5" fill={colour} fillOpacity="0.35" />
      <rect width="2.5" height="5" fill={colour} />
    </pattern>
  );
}
