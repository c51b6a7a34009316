import { Count, CountLine } from '../domain/counts.ts';
import type { Actor } from '../domain/ids.ts';
import { bool, defineRow, nullableJson } from './define.ts';

/** Stocktake sheets. */
export const countRow = defineRow({
  kind: 'count',
  schema: Count,
  key: ['id'],
  codecs: { blind: bool, startedBy: nullableJson<Actor>(), endedBy: nullableJson<Actor>() },
});
/** The lines of stocktake sheets. */
export const countLineRow = defineRow({
  kind: 'count_line',
  schema: CountLine,
  key: ['countId', 'n'],
  codecs: { countedBy: nullableJson<Actor>(), recount: bool, superseded: bool },
});
