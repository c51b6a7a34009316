import type { Import } from '#shared/domain/imports.ts';

/** A preview of an import of levels, without lines. */
export function makeImport(overrides: Partial<Import> = {}): Import {
  return {
    id: 'import',
    kind: 'levels',
    file: {
      name: 'stock-2026.csv',
      columns: [
        { field: 'sku', column: 1 },
        { field: 'location', column: 2 },
        { field: 'on_hand', column: 3 },
      ],
      width: 4,
      ignored: ['Remark'],
      decimal: '.',
    },
    state: 'ready',
    by: { kind: 'user', id: 'u-mara', name: 'Mara Lindt' },
    reason: '',
    createdAt: 0,
    changedAt: 0,
    lines: 0,
    created: 0,
    changed: 0,
    unchanged: 0,
    errors: 0,
    done: 0,
    total: 0,
    differing: 0,
    kept: 0,
    failure: null,
    ...overrides,
  };
}
