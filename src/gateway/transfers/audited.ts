import { type Transfer, transferSums } from '#shared/domain/transfers.ts';
import type { Audited, AuditedFields, AuditedRecord, Sql } from '../kernel.ts';
import { readTransfer } from './queries.ts';

function fieldsOf({ lines, createdBy: _by, changeId: _change, ...transfer }: Transfer): AuditedFields {
  return { ...transfer, lines: lines.length, ...transferSums(lines) };
}

function transferOf(sql: Sql, { transfer }: { readonly transfer: Transfer }): AuditedRecord {
  const before = readTransfer(sql, transfer.id);
  return {
    record: `transfer:${transfer.id}`,
    before: before ? fieldsOf(before) : null,
    after: fieldsOf(transfer),
  };
}

/** Which fields the events of transfers change. */
export const transfersAudited: Audited = {
  'transfers.created': transferOf,
  'transfers.edited': transferOf,
  'transfers.sent': transferOf,
  'transfers.received': transferOf,
  'transfers.written_off': transferOf,
  'transfers.cancelled': transferOf,
};
