import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COLUMN_IDS, shownColumns } from './columns.ts';

describe('the columns of the list of orders', () => {
  it('keep number, status and total at every width, and come with room', () => {
    let before = 0;
    for (let width = 300; width <= 1600; width += 20) {
      const ids = shownColumns(null, width).columns.map(({ id }) => id);
      expect(ids).toEqual(expect.arrayContaining(['number', 'status', 'total']));
      expect(ids.length).toBeGreaterThanOrEqual(before);
      before = ids.length;
    }
    expect(before).toBe(8);
  });

  it('are shown as they were chosen, whatever else a layout names', () => {
    const column = fc.record({
      id: fc.oneof(fc.constantFrom<string>(...COLUMN_IDS), fc.constant('gone')),
      width: fc.option(fc.integer({ min: 1, max: 2000 })),
    });
    fc.assert(
      fc.property(
        fc.array(column, { maxLength: 15 }),
        fc.integer({ min: 200, max: 2000 }),
        (chosen, width) => {
          const { columns } = shownColumns(chosen, width);
          expect(columns.length).toBeGreaterThan(0);
          expect(new Set(columns.map(({ id }) => id)).size).toBe(columns.length);
          expect(columns.some((one) => one.width === null)).toBe(true);
          const known = [...new Set(chosen.map(({ id }) => id).filter((id) => id !== 'gone'))];
          if (known.length > 0) expect(columns.map(({ id }) => id)).toEqual(known);
        },
      ),
    );
  });
});
