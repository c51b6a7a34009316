import type { AuditChange, AuditRecord } from './audit.ts';
import { csvLine } from './csv.ts';

/** The first line of the audit as CSV. */
export const AUDIT_CSV_HEAD = csvLine([
  'number',
  'time',
  'actor_kind',
  'actor_id',
  'actor',
  'action',
  'subject',
  'result',
  'reason',
  'changes',
  'address',
  'command_id',
  'log_position',
]);

/** Returns a change as text: `order:17 status: paid → cancelled`. */
export function changeText({ record, field, from, to }: AuditChange): string {
  const parts = [record, `${field}:`, from ?? '', '→', to ?? ''];
  return parts.filter((part) => part !== '').join(' ');
}

/** Returns a record of the audit as a line of CSV. */
export function auditCsvLine(record: AuditRecord): string {
  return csvLine([
    record.n,
    new Date(record.at).toISOString(),
    record.actor.kind,
    record.actor.id,
    record.actor.name,
    record.action,
    record.subject,
    record.result,
    record.reason,
    record.changes.map(changeText).join('; '),
    record.address,
    record.commandId,
    record.seq,
  ]);
}
