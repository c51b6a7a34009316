import { type ReactNode, useState } from 'react';
import { GridLayout, type Layout, verticalCompactor } from 'react-grid-layout';
import { useTranslation } from 'react-i18next';
import type { Scope } from '#shared/bridge/live.ts';
import {
  BOARD_COLUMNS,
  type BoardWidget,
  nudged,
  type Place,
  sameWidgets,
  settled,
} from '#shared/domain/boards.ts';
import { useCatalog } from '../../hooks/use-catalog.ts';
import { useWidth } from '../../hooks/use-width.ts';
import { Cell } from './cell.tsx';
import { changeDraft } from './draft.ts';

/** The height of a row and the gap between rows, px: three rows are as high as a tile. */
export const ROW_PX = 28;
export const GAP_PX = 12;
/** Narrower boards have one column, px. */
const NARROW_PX = 860;
const SMALLEST = { w: 2, h: 2 } as const;

/** The height of some rows, px. */
const heightOf = (rows: number): number => rows * (ROW_PX + GAP_PX) - GAP_PX;

/** The height of a whole board, px. */
export const boardHeight = (widgets: readonly Pick<BoardWidget, 'y' | 'h'>[]): number =>
  heightOf(Math.max(1, ...widgets.map(({ y, h }) => y + h)));

/** Returns the widgets with the places that the grid gave them. */
function placedBy(layout: Layout, widgets: readonly BoardWidget[]): readonly BoardWidget[] {
  const placed = settled(
    widgets.map((widget) => {
      const to = layout.find(({ i }) => i === widget.id);
      return to === undefined ? widget : { ...widget, x: to.x, y: to.y, w: to.w, h: to.h };
    }),
  );
  return sameWidgets(placed, widgets) ? widgets : placed;
}

/** The widgets of a board in their places; in a narrow window one below the other. */
export function BoardGrid({
  widgets,
  scope,
  editing,
}: {
  readonly widgets: readonly BoardWidget[];
  readonly scope: Scope;
  readonly editing: boolean;
}): ReactNode {
  const { t } = useTranslation();
  const { widgets: known } = useCatalog();
  const [measure, width] = useWidth<HTMLDivElement>(0);
  const [said, say] = useState('');
  const leastOf = ({ kind }: BoardWidget) => {
    const size = known[kind]?.size;
    return size === undefined ? SMALLEST : { w: size.minW, h: size.minH };
  };
  const step = (widget: BoardWidget, by: Partial<Place>): void => {
    const after = nudged(widgets, widget.id, by, leastOf(widget));
    if (sameWidgets(after, widgets)) return;
    changeDraft(() => after);
    const to = after.find(({ id }) => id === widget.id);
    const definition = known[widget.kind];
    if (to === undefined) return;
    const name = definition === undefined ? t('boards.unknownName') : t(definition.title);
    say(t('boards.place', { name, column: to.x + 1, row: to.y + 1, width: to.w, height: to.h }));
  };
  const cell = (widget: BoardWidget): ReactNode => (
    <Cell widget={widget} scope={scope} editing={editing} onStep={step} />
  );
  return (
    <div ref={measure} data-board className={editing ? 'q-board-editing' : undefined}>
      {/* Where the library would put an inline style sheet, which the page's policy forbids; its rule is in index.css. */}
      <template id="react-draggable-style-el" />
      {editing && (
        <>
          <p role="status" className="sr-only">
            {said}
          </p>
          <p id="board-keys" className="sr-only">
            {t('boards.keys')}
          </p>
        </>
      )}
      {width === 0 ? null : width < NARROW_PX ? (
        <div className="flex flex-col gap-3">
          {widgets
            .toSorted((a, b) => a.y - b.y || a.x - b.x)
            .map((widget) => (
              <div
                key={widget.id}
                data-widget={widget.kind}
                className="relative"
                style={{ height: heightOf(known[widget.kind]?.narrowRows ?? widget.h) }}
              >
                {cell(widget)}
              </div>
            ))}
        </div>
      ) : (
        <GridLayout
          width={width}
          autoSize
          layout={widgets.map((widget) => {
            const least = leastOf(widget);
            const { id: i, x, y, w, h } = widget;
            return { i, x, y, w, h, minW: Math.min(least.w, w), minH: Math.min(least.h, h) };
          })}
          gridConfig={{
            cols: BOARD_COLUMNS,
            rowHeight: ROW_PX,
            margin: [GAP_PX, GAP_PX],
            containerPadding: [0, 0],
          }}
          compactor={verticalCompactor}
          dragConfig={{ enabled: editing, handle: '.q-board-handle', threshold: 4 }}
          resizeConfig={{ enabled: editing, handles: ['se'] }}
          onDragStop={(layout) => changeDraft((all) => placedBy(layout, all))}
          onResizeStop={(layout) => changeDraft((all) => placedBy(layout, all))}
        >
          {widgets.map((widget) => (
            <div key={widget.id} data-widget={widget.kind}>
              {cell(widget)}
            </div>
          ))}
        </GridLayout>
      )}
    </div>
  );
}
