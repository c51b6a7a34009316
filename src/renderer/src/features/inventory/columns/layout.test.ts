import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ViewColumn } from '#shared/domain/views.ts';
import { MAX_WIDTH, MIN_WIDTH, moveColumn, resizeColumn, toggleColumn } from '../../../lib/columns.ts';
import { COLUMN_IDS, type ColumnId } from './column-ids.ts';
import { knownColumns, shownColumns } from './layout.ts';

const columns: fc.Arbitrary<ViewColumn[]> = fc.array(
  fc.record({
    id: fc.oneof(fc.constantFrom<string>(...COLUMN_IDS), fc.constant('gone')),
    width: fc.option(fc.integer({ min: 1, max: 2000 })),
  }),
  { maxLength: 20 },
);
const id = fc.constantFrom<ColumnId>(...COLUMN_IDS);

describe('the columns of the stock table', () => {
  it('keep SKU and name at every width, and come with room, never go with it', () => {
    let before = 0;
    for (let width = 200; width <= 1600; width += 20) {
      const ids = shownColumns(null, width).columns.map((column) => column.id);
      expect(ids).toEqual(expect.arrayContaining(['sku', 'name', 'available']));
      expect(ids.length).toBeGreaterThanOrEqual(before);
      before = ids.length;
    }
    expect(before).toBe(9);
  });

  it('are shown as they were chosen, whatever else a layout names', () => {
    fc.assert(
      fc.property(columns, fc.integer({ min: 200, max: 2000 }), (chosen, width) => {
        const shown = shownColumns(chosen, width);
        const known = knownColumns(chosen);
        expect(shown.columns.length).toBeGreaterThan(0);
        if (known.length > 0) expect(shown.columns.map((c) => c.id)).toEqual(known.map((c) => c.id));
        expect(new Set(shown.columns.map((c) => c.id)).size).toBe(shown.columns.length);
        expect(shown.columns.filter((c) => c.width === null).length).toBeGreaterThanOrEqual(1);
        for (const c of shown.columns)
          if (c.width !== null) {
            expect(c.width).toBeGreaterThanOrEqual(MIN_WIDTH);
            expect(c.width).toBeLessThanOrEqual(MAX_WIDTH);
          }
      }),
    );
  });

  it('are moved and resized without being lost, and one always stays', () => {
    fc.assert(
      fc.property(columns, id, fc.integer({ min: -30, max: 30 }), (chosen, which, by) => {
        const known = knownColumns(chosen);
        const ids = (list: readonly ViewColumn[]): string[] => list.map((c) => c.id).sort();
        expect(ids(moveColumn(known, which, by))).toEqual(ids(known));
        expect(ids(resizeColumn(known, which, by * 100))).toEqual(ids(known));
        const toggled = toggleColumn(known, which);
        expect(toggled.length).toBeGreaterThan(0);
        if (known.length > 1) expect(ids(toggleColumn(toggled, which))).toEqual(ids(known));
      }),
    );
  });
});
