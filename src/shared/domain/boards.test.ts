import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ROLES } from './admin.ts';
import {
  BOARD_COLUMNS,
  type BoardWidget,
  BoardWidgets,
  changeBoard,
  nudged,
  sameWidgets,
  settled,
  standardWidgets,
} from './boards.ts';

const LEAST = { w: 2, h: 2 };
const widget = fc
  .record({
    kind: fc.constantFrom('live.chart', 'newer.kind'),
    x: fc.nat(11),
    y: fc.nat(30),
    w: fc.integer({ min: 2, max: 12 }),
    h: fc.integer({ min: 2, max: 8 }),
  })
  .map((one) => ({ ...one, x: Math.min(one.x, BOARD_COLUMNS - one.w), options: {} }));
const boards = fc
  .array(widget, { maxLength: 14 })
  .map((list): BoardWidget[] => list.map((one, n) => ({ ...one, id: `w${n}` })));

function overlapping(widgets: readonly BoardWidget[]): boolean {
  return widgets.some((a, n) =>
    widgets
      .slice(n + 1)
      .some((b) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h),
  );
}

describe('the places of widgets', () => {
  it('never overlap, settle at once, and keep every widget with its size', () => {
    fc.assert(
      fc.property(boards, (list) => {
        const once = settled(list);
        expect(overlapping(once)).toBe(false);
        expect(settled(once)).toEqual(once);
        expect(once.map(({ id, w, h, kind }) => [id, w, h, kind])).toEqual(
          list.map(({ id, w, h, kind }) => [id, w, h, kind]),
        );
      }),
    );
  });

  it('stay on the board, whatever keys are pressed', () => {
    const step = fc.record({
      id: fc.nat(13),
      x: fc.constantFrom(-1, 0, 1),
      y: fc.constantFrom(-1, 0, 1),
      w: fc.constantFrom(-1, 0, 1),
      h: fc.constantFrom(-1, 0, 1),
    });
    fc.assert(
      fc.property(boards, fc.array(step, { maxLength: 20 }), (list, steps) => {
        const end = steps.reduce((at, { id, ...by }) => nudged(at, `w${id}`, by, LEAST), settled(list));
        expect(BoardWidgets.safeParse(end).success).toBe(true);
        expect(overlapping(end)).toBe(false);
      }),
    );
  });

  it('change places with the widget above or below', () => {
    const one = (id: string, y: number): BoardWidget => ({ id, kind: 'k', x: 0, y, w: 6, h: 3, options: {} });
    const [a, b] = [one('a', 0), one('b', 3)];
    const down = nudged([a, b], 'a', { y: 1 }, LEAST);
    expect(down.map(({ id, y }) => [id, y])).toEqual([
      ['a', 3],
      ['b', 0],
    ]);
    expect(nudged(down, 'a', { y: -1 }, LEAST)).toEqual([a, b]);
  });
});

describe('boards', () => {
  it('have a standard for each role that a board may hold as it is', () => {
    for (const role of ROLES) {
      const widgets = standardWidgets(role);
      expect(BoardWidgets.safeParse(widgets).success).toBe(true);
      expect(settled(widgets)).toEqual(widgets);
    }
  });

  it('count their changes, and know whether they show the same', () => {
    const widgets = standardWidgets('viewer');
    const board = {
      id: 'b',
      name: 'B',
      ownerId: 'ann',
      ownerName: 'Ann',
      shared: false,
      widgets,
      version: 1,
      changedBy: 'Ann',
      changedAt: 0,
    };
    const by = { name: 'Ben', now: 5 };
    expect(changeBoard(board, { kind: 'rename', name: 'C' }, by)).toMatchObject({
      name: 'C',
      version: 2,
      changedBy: 'Ben',
    });
    expect(sameWidgets(widgets, widgets.toReversed())).toBe(true);
    expect(sameWidgets(widgets, nudged(widgets, 'live.chart', { w: -1 }, LEAST))).toBe(false);
  });
});
