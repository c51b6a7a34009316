import { z } from 'zod';
import type { Role } from './admin.ts';
import { Id, Timestamp } from './ids.ts';

/** The columns of a board. */
export const BOARD_COLUMNS = 12;
/** The lowest row of a board that a widget may begin in, and the tallest widget, rows. */
export const MAX_ROW = 600;
export const MAX_WIDGET_ROWS = 40;
/** Widgets of a board, boards that one person may own, and boards that may be shared. */
export const MAX_WIDGETS = 40;
export const MAX_OWN_BOARDS = 30;
export const MAX_SHARED_BOARDS = 60;

/** Where a widget stands, in columns and rows from the upper corner at the beginning of a line. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/**
 * A widget of a board. A console shows the kinds that it knows and whose data the user may read, and keeps the others, so that no
 * board breaks when it is edited by an older console.
 */
export const BoardWidget = z.object({
  id: Id,
  kind: z.string().min(1).max(60),
  x: z
    .int()
    .min(0)
    .max(BOARD_COLUMNS - 1),
  y: z.int().min(0).max(MAX_ROW),
  w: z.int().min(1).max(BOARD_COLUMNS),
  h: z.int().min(1).max(MAX_WIDGET_ROWS),
  options: z.record(z.string().min(1).max(40), z.string().max(200)),
});
export type BoardWidget = z.infer<typeof BoardWidget>;

/** The widgets of a board. Each has an id of its own and ends within the columns. */
export const BoardWidgets = z
  .array(BoardWidget)
  .max(MAX_WIDGETS)
  .refine((widgets) => widgets.every(({ x, w }) => x + w <= BOARD_COLUMNS), 'A widget is outside the board.')
  .refine(
    (widgets) => new Set(widgets.map(({ id }) => id)).size === widgets.length,
    'Two widgets have one id.',
  )
  .refine(
    (widgets) => widgets.every(({ options }) => Object.keys(options).length <= 10),
    'A widget has more than 10 options.',
  );

/** The name of a board. */
export const BoardName = z.string().trim().min(1, 'Enter a name.').max(80);

/** A board of widgets. Whoever is not its owner sees it only while it is shared. */
export const Board = z.object({
  id: Id,
  name: z.string().min(1).max(80),
  ownerId: Id,
  ownerName: z.string().max(200),
  shared: z.boolean(),
  widgets: z.array(BoardWidget).max(MAX_WIDGETS),
  /** The number of its changes. A change names the version that it was made on. */
  version: z.int().min(1),
  changedBy: z.string().max(200),
  changedAt: Timestamp,
});
export type Board = z.infer<typeof Board>;

/** A change of a board. */
export const BoardChange = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('save'), name: z.string(), widgets: z.array(BoardWidget) }),
  z.object({ kind: z.literal('rename'), name: z.string() }),
  z.object({ kind: z.literal('share'), shared: z.boolean() }),
]);
export type BoardChange = z.infer<typeof BoardChange>;

/** Who changes a board, and when, ms. */
export interface BoardChanger {
  readonly name: string;
  readonly now: number;
}

/** Returns the board after a change: its next version. */
export function changeBoard(board: Board, change: BoardChange, { name, now }: BoardChanger): Board {
  const next = { ...board, version: board.version + 1, changedBy: name, changedAt: now };
  switch (change.kind) {
    case 'save':
      return { ...next, name: change.name, widgets: change.widgets };
    case 'rename':
      return { ...next, name: change.name };
    case 'share':
      return { ...next, shared: change.shared };
  }
}

type Owned = Pick<Board, 'ownerId' | 'shared'>;

/** Whether a user sees a board. */
export function seesBoard({ ownerId, shared }: Owned, userId: string): boolean {
  return shared || ownerId === userId;
}

/** Whether a user may change a board: their own, or a shared one if they may share boards. */
export function mayChangeBoard({ ownerId, shared }: Owned, userId: string, mayShare: boolean): boolean {
  return ownerId === userId || (shared && mayShare);
}

/** The id that stands for the standard board, which is no record. */
export const STANDARD_BOARD = 'standard';

type Standard = readonly [kind: string, x: number, y: number, w: number, h: number];

const EVERYBODY: readonly Standard[] = [
  ['live.figures', 0, 0, 12, 3],
  ['live.chart', 0, 3, 8, 10],
  ['live.top_products', 0, 13, 8, 7],
  ['live.activity', 8, 3, 4, 17],
];
const DESK: readonly Standard[] = [
  ['attention.queue', 0, 20, 8, 8],
  ['chat.inbox', 8, 20, 4, 4],
  ['reports.service', 8, 24, 4, 4],
];
const LEAD: readonly Standard[] = [['alerts.stock', 0, 28, 12, 8]];

/** The standard board of each role: what its users look at first. */
const STANDARD: Readonly<Record<Role, readonly Standard[]>> = {
  viewer: EVERYBODY,
  agent: [...EVERYBODY, ...DESK],
  manager: [...EVERYBODY, ...DESK, ...LEAD],
  admin: [...EVERYBODY, ...DESK, ...LEAD],
};

/** Returns the widgets of a role's standard board. Their ids are their kinds, so that they stay the same. */
export function standardWidgets(role: Role): BoardWidget[] {
  return STANDARD[role].map(([kind, x, y, w, h]) => ({ id: kind, kind, x, y, w, h, options: {} }));
}

const overlap = (a: Place, b: Place): boolean =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

/**
 * Returns the widgets without overlaps or gaps above them: each, from the top, moves up as far as it can. `first` is the one that
 * keeps its row where others would stand there.
 */
export function settled(widgets: readonly BoardWidget[], first: string | null = null): BoardWidget[] {
  const order = widgets.toSorted(
    (a, b) => a.y - b.y || Number(b.id === first) - Number(a.id === first) || a.x - b.x,
  );
  const placed: BoardWidget[] = [];
  for (const widget of order) {
    let y = 0;
    // A row is free once no placed widget is in the way of it; what is in the way tells the next row worth trying.
    for (;;) {
      const hit = placed.find((other) => overlap({ ...widget, y }, other));
      if (hit === undefined) break;
      y = hit.y + hit.h;
    }
    placed.push({ ...widget, y: Math.min(y, MAX_ROW) });
  }
  return widgets.map((widget) => placed.find(({ id }) => id === widget.id) ?? widget);
}

/** Returns a place within the columns, no smaller than `least`. */
export function withinBoard({ x, y, w, h }: Place, least: { readonly w: number; readonly h: number }): Place {
  const width = Math.min(Math.max(w, Math.min(least.w, BOARD_COLUMNS)), BOARD_COLUMNS);
  return {
    w: width,
    h: Math.min(Math.max(h, least.h), MAX_WIDGET_ROWS),
    x: Math.min(Math.max(x, 0), BOARD_COLUMNS - width),
    y: Math.min(Math.max(y, 0), MAX_ROW),
  };
}

/**
 * Returns the widgets after one has moved or changed its size by some columns and rows. Up and down go past the widget in the way,
 * because gaps close again.
 */
export function nudged(
  widgets: readonly BoardWidget[],
  id: string,
  by: Partial<Place>,
  least: { readonly w: number; readonly h: number },
): BoardWidget[] {
  const widget = widgets.find((one) => one.id === id);
  if (widget === undefined) return [...widgets];
  const to = withinBoard(
    {
      x: widget.x + (by.x ?? 0),
      y: rowAfter(widgets, widget, by.y ?? 0),
      w: Math.min(widget.w + (by.w ?? 0), BOARD_COLUMNS - widget.x),
      h: widget.h + (by.h ?? 0),
    },
    least,
  );
  return settled(
    widgets.map((one) => (one.id === id ? { ...one, ...to } : one)),
    id,
  );
}

/** The row that a step up or down leads to: past the widgets that share a column with it. */
function rowAfter(widgets: readonly BoardWidget[], widget: BoardWidget, step: number): number {
  const others = widgets.filter(
    (one) => one.id !== widget.id && one.x < widget.x + widget.w && widget.x < one.x + one.w,
  );
  if (step < 0) {
    const above = others.filter((one) => one.y + one.h <= widget.y);
    return above.length === 0 ? widget.y : Math.max(...above.map((one) => one.y));
  }
  if (step > 0) {
    const below = others.filter((one) => one.y >= widget.y + widget.h);
    if (below.length === 0) return widget.y;
    const next = Math.min(...below.map((one) => one.y));
    return Math.max(...below.filter((one) => one.y === next).map((one) => one.y + one.h));
  }
  return widget.y;
}

/** Returns the row below everything. */
export function bottomOf(widgets: readonly Place[]): number {
  return widgets.reduce((row, { y, h }) => Math.max(row, y + h), 0);
}

/** Whether two boards show the same in the same places. */
export function sameWidgets(a: readonly BoardWidget[], b: readonly BoardWidget[]): boolean {
  const text = (list: readonly BoardWidget[]): string =>
    JSON.stringify(
      list
        .map(({ id, kind, x, y, w, h, options }) => [
          id,
          kind,
          x,
          y,
          w,
          h,
          Object.entries(options).sort(([p], [q]) => (p < q ? -1 : 1)),
        ])
        .sort(([p], [q]) => (String(p) < String(q) ? -1 : 1)),
    );
  return text(a) === text(b);
}
