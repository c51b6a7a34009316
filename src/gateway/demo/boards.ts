import type { BoardWidget } from '#shared/domain/boards.ts';
import { findBoard } from '../boards/index.ts';
import { asMember, PERSONAS } from './personas.ts';
import type { Due } from './simulation.ts';

/** After a start, ms. */
const AFTER_MS = 7_000;
const BOARD_ID = 'demo-board-sales';

/** What the board shows, row by row: kind, width and height. */
const ROWS: readonly (readonly (readonly [kind: string, w: number, h: number])[])[] = [
  [
    ['live.revenue', 2, 3],
    ['live.orders', 2, 3],
    ['live.refund_rate', 2, 3],
    ['live.payment_success', 2, 3],
    ['billing.to_date', 4, 3],
  ],
  [
    ['live.revenue_chart', 8, 7],
    ['live.top_categories', 4, 7],
  ],
  [
    ['live.heat', 6, 7],
    ['live.by_region', 3, 7],
    ['live.methods', 3, 7],
  ],
  [
    ['kpi.list', 6, 7],
    ['usage.meters', 6, 7],
  ],
];

function widgets(): BoardWidget[] {
  let y = 0;
  return ROWS.flatMap((row) => {
    const top = y;
    y += Math.max(...row.map(([, , h]) => h));
    let x = 0;
    return row.map(([kind, w, h]): BoardWidget => {
      const left = x;
      x += w;
      return { id: kind, kind, x: left, y: top, w, h, options: {} };
    });
  });
}

/** An administrator has made a board of sales and money for the team; it is made again with the next start if somebody removes it. */
export function boardsDue(now: number): Due {
  return {
    at: now + AFTER_MS,
    key: 'boards:sales',
    happen: ({ at, run }) => {
      const admin = PERSONAS.find(({ role }) => role === 'admin');
      if (!admin) return [];
      run(asMember(admin), at, (context) => {
        if (findBoard(context.sql, BOARD_ID)) return;
        const board = { boardId: BOARD_ID, name: 'Sales and money', widgets: widgets() };
        context.dispatch('boards.save', { ...board, expected: null });
        context.dispatch('boards.share', { boardId: BOARD_ID, shared: true, expected: 1 });
      });
      return [];
    },
  };
}
