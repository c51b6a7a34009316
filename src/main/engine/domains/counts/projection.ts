import type { Count, CountLine } from '#shared/domain/counts.ts';
import { parserOf } from '#shared/protocol/events/guard.ts';
import { countLineRow, countRow } from '#shared/rows/counts.ts';
import { type ChannelProjection, dumpTables, type ProjectionContext } from '../../store/projection.ts';
import { countLinesTable, countsTable } from './tables.ts';

const parse = { count: parserOf(countRow.schema), line: parserOf(countLineRow.schema) };

interface SheetEvent {
  readonly data: { readonly count: Count; readonly lines?: readonly CountLine[] };
}

/** Projects the channel `counts`. Events have whole rows, so it does not matter which lines are held. */
export function countsProjection(context: ProjectionContext): ChannelProjection<'counts'> {
  const { changes } = context;
  const counts = context.bind(countsTable);
  const lines = context.bind(countLinesTable);
  const record = ({ data }: SheetEvent): boolean => {
    counts.upsert(data.count, {});
    for (const line of data.lines ?? []) lines.upsert(line, {});
    changes.touch('counts', data.count.id);
    return true;
  };
  return {
    channel: 'counts',
    tallies: [],
    events: {
      'counts.started': record,
      'counts.lines_added': record,
      'counts.entered': record,
      'counts.recount_requested': record,
      'counts.lines_superseded': record,
      'counts.review_started': record,
      'counts.reopened': record,
      'counts.posted': record,
      'counts.cancelled': record,
    },
    rows: {
      count: (row) => {
        const count = parse.count(row);
        counts.insertNew(count, {});
        changes.touch('counts', count.id);
      },
      count_line: (row) => {
        const line = parse.line(row);
        lines.insertNew(line, {});
        changes.touch('counts', line.countId);
      },
    },
    clear: () => {
      counts.clear();
      lines.clear();
    },
  };
}

/** Returns all rows of the channel `counts`, kind by kind, sorted by key. */
export const dumpCounts = dumpTables(countsTable, countLinesTable);
