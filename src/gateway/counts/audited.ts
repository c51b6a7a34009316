import type { Count, CountLine } from '#shared/domain/counts.ts';
import type { Audited, AuditedFields, AuditedRecord, Sql } from '../kernel.ts';
import { readCount, readCountLine } from './queries.ts';

function sheetFields({ status, countedCount, changedCount, reason }: Count): AuditedFields {
  return { status, countedCount, changedCount, reason };
}

function sheetOf(sql: Sql, { count }: { readonly count: Count }): AuditedRecord {
  const before = readCount(sql, count.id);
  return {
    record: `count:${count.id}`,
    before: before ? sheetFields(before) : null,
    after: sheetFields(count),
  };
}

const lineFields = ({ counted, levelAt, superseded }: CountLine): AuditedFields => ({
  counted,
  levelAt,
  superseded,
});

function linesOf(sql: Sql, { lines }: { readonly lines: readonly CountLine[] }): AuditedRecord[] {
  return lines.map((line) => {
    const before = readCountLine(sql, line.countId, line.itemId);
    return {
      record: `count:${line.countId}:${line.itemId}`,
      before: before ? lineFields(before) : null,
      after: lineFields(line),
    };
  });
}

/** Which fields the events of stocktakes change. */
export const countsAudited: Audited = {
  'counts.started': (_sql, { count }) => ({ record: `count:${count.id}`, before: null, after: { ...count } }),
  // The lines as they were when the sheet was started: nobody has changed anything yet.
  'counts.lines_added': () => [],
  'counts.entered': linesOf,
  'counts.recount_requested': linesOf,
  'counts.lines_superseded': linesOf,
  'counts.review_started': sheetOf,
  'counts.reopened': sheetOf,
  'counts.posted': sheetOf,
  'counts.cancelled': sheetOf,
};
