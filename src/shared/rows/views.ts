import { View, type ViewContent } from '../domain/views.ts';
import { bool, defineRow, json, nullableJson } from './define.ts';

/** Saved views. */
export const viewRow = defineRow({
  kind: 'view',
  schema: View,
  key: ['id'],
  codecs: {
    shared: bool,
    filters: json<ViewContent['filters']>(),
    sort: nullableJson<NonNullable<ViewContent['sort']>>(),
    columns: nullableJson<NonNullable<ViewContent['columns']>>(),
  },
});
