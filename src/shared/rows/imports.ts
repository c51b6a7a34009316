import type { Actor } from '../domain/ids.ts';
import { Import, type ImportFile } from '../domain/imports.ts';
import { defineRow, json, nullableJson } from './define.ts';

/** Imports of CSV files. Their lines stay on the gateway. */
export const importRow = defineRow({
  kind: 'import',
  schema: Import,
  key: ['id'],
  codecs: {
    file: json<ImportFile>(),
    by: json<Actor>(),
    failure: nullableJson<NonNullable<Import['failure']>>(),
  },
});
