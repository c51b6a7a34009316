import type { OutboxEntry } from '#shared/bridge/commands.ts';
import type { MethodOutput } from '#shared/bridge/index.ts';
import { CodedText } from '#shared/domain/coded-text.ts';
import type { Reader } from '../store/reader.ts';

/** A stored command, as reads have it. */
export interface OutboxRow {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly data: string;
  readonly state: OutboxEntry['state'];
  readonly createdAt: number;
  readonly attempts: number;
  readonly withdraw: number;
  readonly error: string | null;
}

/** Parses stored JSON; null for what a damaged file left. */
export function parse(json: string | null): unknown {
  if (json === null) return null;
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

function errorOf(json: string | null): OutboxEntry['error'] {
  const error = parse(json);
  if (typeof error !== 'object' || error === null) return null;
  const text = (value: unknown, limit: number): string | null =>
    typeof value === 'string' ? value.slice(0, limit) : null;
  return {
    code: text('code' in error ? error.code : null, 40) ?? 'internal',
    message: text('message' in error ? error.message : null, 1000) ?? '',
    field: text('field' in error ? error.field : null, 200),
    why: CodedText.safeParse('why' in error ? error.why : null).data,
    ...('current' in error && { current: error.current }),
  };
}

/** The columns of `OutboxRow`. */
export const ENTRY_COLUMNS =
  'id, type, subject, data, state, created_at AS createdAt, attempts, withdraw, error';

/** Converts a stored command to the bridge's entry. */
export function entryOf(row: OutboxRow): OutboxEntry {
  return {
    id: row.id,
    type: row.type,
    subject: row.subject,
    data: parse(row.data),
    state: row.state,
    createdAt: row.createdAt,
    attempts: row.attempts,
    withdrawing: row.withdraw === 1,
    ...(row.withdraw === 2 && { discarded: true }),
    error: errorOf(row.error),
  };
}

/** Returns the newest 500 commands, unsettled ones before settled ones, each newest first. */
export function outbox(reader: Reader): MethodOutput<'commands.outbox'> {
  const rows = reader.all<OutboxRow>(
    `SELECT * FROM (SELECT ${ENTRY_COLUMNS}, n, 0 AS done FROM outbox WHERE state IN ('queued', 'sending', 'sent', 'refused') ORDER BY n DESC LIMIT 500)
     UNION ALL SELECT * FROM (SELECT ${ENTRY_COLUMNS}, n, 1 AS done FROM outbox WHERE state = 'settled' ORDER BY n DESC LIMIT 100)
     ORDER BY done, n DESC LIMIT 500`,
  );
  return {
    entries: rows.map(entryOf),
  };
}
