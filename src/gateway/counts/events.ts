import type { Count, CountLine } from '#shared/domain/counts.ts';
import { perConnection, tableOn } from '../db/tables.ts';
import type { Applying, Projection } from '../kernel.ts';
import { countLinesTable, countsTable } from './tables.ts';

const writes = perConnection((sql) => ({
  counts: tableOn(sql, countsTable),
  lines: tableOn(sql, countLinesTable),
}));

function record({ sql }: Applying, count: Count, lines: readonly CountLine[] = []): void {
  const on = writes(sql);
  on.counts.upsert(count, {});
  for (const line of lines) on.lines.upsert(line, {});
}

/** Updates the tables of stocktakes from their events. */
export const countsProjection: Projection = {
  'counts.started': (on, { data }) => record(on, data.count),
  'counts.lines_added': (on, { data }) => record(on, data.count, data.lines),
  'counts.entered': (on, { data }) => record(on, data.count, data.lines),
  'counts.recount_requested': (on, { data }) => record(on, data.count, data.lines),
  'counts.lines_superseded': (on, { data }) => record(on, data.count, data.lines),
  'counts.review_started': (on, { data }) => record(on, data.count),
  'counts.reopened': (on, { data }) => record(on, data.count),
  'counts.posted': (on, { data }) => record(on, data.count),
  'counts.cancelled': (on, { data }) => record(on, data.count),
};
