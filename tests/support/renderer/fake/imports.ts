import type { Import, ImportLine, LineFilter } from '#shared/domain/imports.ts';
import { makeImport } from '../../make/import.ts';

/** A preview with errors, a preview without, a finished import, one that failed, and one that is about to be undone. */
export function fakeImports(now: number): Import[] {
  const base = makeImport({ createdAt: now - 60_000, changedAt: now - 50_000 });
  const reason = 'CSV import stock-2026.csv';
  const counts = { lines: 1240, created: 12, changed: 1100, unchanged: 128, errors: 0 };
  return [
    { ...base, ...counts, id: 'im-ready' },
    { ...base, ...counts, id: 'im-errors', unchanged: 125, errors: 3 },
    { ...base, ...counts, id: 'im-applied', state: 'applied', reason, done: 1112, total: 1112 },
    { ...base, ...counts, id: 'im-applying', state: 'applying', reason, done: 400, total: 1112 },
    {
      ...base,
      ...counts,
      id: 'im-reviewed',
      state: 'reviewed',
      reason,
      done: 1112,
      total: 1112,
      differing: 2,
    },
    {
      ...base,
      ...counts,
      id: 'im-failed',
      state: 'failed',
      reason,
      failure: { line: 17, why: { id: 'stock_insufficient', values: { available: 3 } } },
    },
  ];
}

const line = (over: Partial<ImportLine>): ImportLine => ({
  line: 2,
  state: 'changed',
  label: 'FUR-BO-10001 · Main Street',
  currency: null,
  errors: [],
  changes: [{ field: 'on_hand', from: 10, to: 12 }],
  ...over,
});

/** Lines that pass a filter. */
export function fakeLines(filter: LineFilter): ImportLine[] {
  if (filter === 'errors')
    return [
      line({
        line: 7,
        state: 'error',
        changes: [],
        errors: [{ problem: 'integer', column: 3, field: 'on_hand', values: { value: '1.000,5' } }],
      }),
      line({
        line: 9,
        state: 'error',
        label: 'X-1 · Nowhere',
        changes: [],
        errors: [
          { problem: 'unknown_item', column: 1, field: 'sku', values: { value: 'X-1' } },
          { problem: 'unknown_location', column: 2, field: 'location', values: { value: 'Nowhere' } },
        ],
      }),
    ];
  if (filter === 'differing')
    return [3, 4].map((n) =>
      line({ line: n, state: 'applied', changes: [{ field: 'on_hand', from: 10, to: 12, now: 7 }] }),
    );
  return [line({}), line({ line: 3, state: 'unchanged', changes: [] }), line({ line: 4, state: 'new' })];
}
