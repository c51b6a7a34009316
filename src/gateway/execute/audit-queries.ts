import { setImmediate as turn } from 'node:timers/promises';
import { type AuditFilter, AuditRecord } from '#shared/domain/audit.ts';
import type { Sql } from '../kernel.ts';
import { MAX_PAGE_BYTES } from '../paging.ts';
import { AUDIT_COLUMNS, type AuditRow } from './audit-chain.ts';
import { ROWS_OF_SUBJECT } from './audit-subjects.ts';

/** Rows that are looked at in one turn of the event loop. */
const WINDOW = 5_000;
/** Rows that are looked at for one page; a filter that few rows pass gets short pages and a cursor. */
const MAX_LOOKED_AT = 200_000;

const COLUMNS = AUDIT_COLUMNS.join(', ');

type Value = string | number;

/** A page of the audit. `next` is the number before which the following page begins; null where all was looked at. */
export interface AuditPage {
  readonly rows: AuditRecord[];
  readonly next: number | null;
}

/** Reads a stored row. Throws where it is malformed. */
export function auditRecord(row: AuditRow): AuditRecord {
  return AuditRecord.parse({
    n: row.n,
    at: row.at,
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
    action: row.command_type,
    commandId: row.command_id,
    subject: row.subject,
    reason: row.reason,
    changes: row.changes === null ? [] : JSON.parse(row.changes),
    address: row.address,
    result: row.code,
    seq: row.seq,
  });
}

/** Streams the audit, oldest first. */
export function* streamAudit(sql: Sql): Iterable<AuditRecord> {
  for (const row of sql.prepare<[], AuditRow>(`SELECT ${COLUMNS} FROM audit ORDER BY n`).iterate())
    yield auditRecord(row);
}

/**
 * Returns the records that pass a filter, newest first, those before the number `before`. A page ends after `limit` rows, a MiB,
 * or where enough rows were looked at. Gives the event loop a turn between slices.
 */
export async function listAudit(
  sql: Sql,
  filter: AuditFilter,
  before: number,
  limit: number,
  mostLookedAt = MAX_LOOKED_AT,
): Promise<AuditPage> {
  const source = sourceOf(sql, filter);
  const { where, values } = conditionsOf(filter);
  const rows: AuditRecord[] = [];
  let bytes = 0;
  let after = before;
  for (let lookedAt = 0; lookedAt < mostLookedAt; lookedAt += WINDOW) {
    if (lookedAt > 0) await turn();
    const window = `SELECT n FROM ${source.from} WHERE n < ? ORDER BY n DESC LIMIT ${WINDOW}`;
    const edge = sql
      .prepare<Value[], { low: number | null; count: number }>(
        `SELECT min(n) AS low, count(*) AS count FROM (${window})`,
      )
      .get(...source.values, after);
    if (!edge || edge.low === null) return { rows, next: null };
    const found = sql
      .prepare<Value[], AuditRow>(
        `SELECT ${COLUMNS} FROM audit WHERE n IN (SELECT n FROM ${source.from} WHERE n < ? AND n >= ?) AND ${where}
         ORDER BY n DESC LIMIT ?`,
      )
      .all(...source.values, after, edge.low, ...values, limit - rows.length);
    for (const row of found) {
      const record = auditRecord(row);
      bytes += Buffer.byteLength(JSON.stringify(record)) + 1;
      if (rows.length > 0 && bytes > MAX_PAGE_BYTES) return { rows, next: after };
      rows.push(record);
      after = row.n;
    }
    if (rows.length >= limit) return { rows, next: after };
    after = edge.low;
    if (edge.count < WINDOW) return { rows, next: null };
  }
  return { rows, next: after };
}

/** What the index finds: the rows of one subject, named as a whole. Otherwise all rows are looked at. */
function sourceOf(sql: Sql, { subject }: AuditFilter): { from: string; values: Value[] } {
  const named =
    subject !== '' &&
    sql.prepare<[string, string]>(`SELECT 1 FROM (${ROWS_OF_SUBJECT}) LIMIT 1`).get(subject, subject);
  return named ? { from: `(${ROWS_OF_SUBJECT})`, values: [subject, subject] } : { from: 'audit', values: [] };
}

function conditionsOf(filter: AuditFilter): { where: string; values: Value[] } {
  const parts: string[] = ['true'];
  const values: Value[] = [];
  const add = (part: string, ...given: Value[]): void => {
    parts.push(part);
    values.push(...given);
  };
  const { actor, action, subject, result, from, to, text } = filter;
  if (actor !== '') add(`(actor_id = ? OR actor_name LIKE ? ESCAPE '\\')`, actor, `%${escaped(actor)}%`);
  if (action !== '') add('substr(command_type, 1, length(?)) = ?', action, action);
  if (subject !== '') add(`(subject = ? OR subject LIKE ? ESCAPE '\\')`, subject, `%:${escaped(subject)}`);
  if (result === 'refused') add(`code <> 'ok'`);
  else if (result !== '') add('code = ?', result);
  if (from !== null) add('at >= ?', from);
  if (to !== null) add('at < ?', to);
  if (text !== '') {
    const like = `%${escaped(text)}%`;
    const columns = ['subject', 'reason', 'changes', 'address', 'command_id', 'actor_name', 'command_type'];
    add(
      `(${columns.map((column) => `${column} LIKE ? ESCAPE '\\'`).join(' OR ')})`,
      ...columns.map(() => like),
    );
  }
  return { where: parts.join(' AND '), values };
}

const escaped = (text: string): string => text.replace(/[\\%_]/g, (found) => `\\${found}`);
