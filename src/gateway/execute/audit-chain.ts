import { hash } from 'node:crypto';
import type { Memo, Sql } from '../kernel.ts';

/** An audit row as it is stored. */
export interface AuditRow {
  readonly n: number;
  readonly at: number;
  readonly actor_kind: string;
  readonly actor_id: string;
  readonly actor_name: string;
  readonly command_type: string;
  readonly command_id: string | null;
  readonly subject: string | null;
  readonly reason: string | null;
  /** The changed fields as JSON. */
  readonly changes: string | null;
  readonly address: string | null;
  readonly code: string;
  readonly seq: number | null;
}

/** A position in the chain: a row's number and hash; 0 and an empty hash before the first row. */
export interface ChainPosition {
  readonly n: number;
  readonly hash: string;
}

/** The columns of a stored row without its hash, in the order in which they are hashed. */
export const AUDIT_COLUMNS = [
  'n',
  'at',
  'actor_kind',
  'actor_id',
  'actor_name',
  'command_type',
  'command_id',
  'subject',
  'reason',
  'changes',
  'address',
  'code',
  'seq',
] as const satisfies readonly (keyof AuditRow)[];

/**
 * Returns the hash of a row: it covers the hash of the row before and all columns. Stored hashes depend on it, so it never
 * changes.
 */
export function auditHash(previous: string, row: AuditRow): string {
  const values: (string | number | null)[] = [previous];
  for (const column of AUDIT_COLUMNS) values.push(row[column]);
  return hash('sha256', JSON.stringify(values), 'base64url');
}

/** The two ends of the chain, the last row that retention has deleted and the newest row; and up to which row subjects are indexed. */
export interface AuditChain {
  readonly pruned: ChainPosition;
  readonly head: ChainPosition;
  readonly indexed: number;
}

/** Returns the ends of the chain. Throws where the row that holds them is missing. */
export function readChain(sql: Sql): AuditChain {
  const row = sql
    .prepare<
      [],
      { pruned_n: number; pruned_hash: string; head_n: number; head_hash: string; indexed_n: number }
    >('SELECT pruned_n, pruned_hash, head_n, head_hash, indexed_n FROM audit_chain')
    .get();
  if (!row) throw new Error('the ends of the audit chain are missing from audit_chain');
  return {
    pruned: { n: row.pruned_n, hash: row.pruned_hash },
    head: { n: row.head_n, hash: row.head_hash },
    indexed: row.indexed_n,
  };
}

/** The newest row: each row that is added needs it. */
export const CHAIN_HEAD: Memo<ChainPosition> = { read: (sql) => readChain(sql).head };

/** What a check of the chain has found. `problem` is null where every row is as it was written. */
export interface AuditCheck extends AuditChain {
  /** Rows that were checked. */
  readonly rows: number;
  readonly problem: string | null;
}

/**
 * Checks every row: its number follows on the one before, its hash covers its content and the hash before, and the last one
 * is the head. Stops at the first problem. `expected` is the head of an earlier check, which must still be part of the chain.
 * Run it in a transaction, so that nothing is written meanwhile.
 */
export function checkAudit(sql: Sql, expected: ChainPosition | null = null): AuditCheck {
  const chain = readChain(sql);
  let last = chain.pruned;
  let rows = 0;
  let met = expected === null || (last.n === expected.n && last.hash === expected.hash);
  const failed = (problem: string): AuditCheck => ({ ...chain, rows, problem });
  const stored = sql
    .prepare<[], AuditRow & { readonly hash: string }>(
      `SELECT ${AUDIT_COLUMNS.join(', ')}, hash FROM audit ORDER BY n`,
    )
    .iterate();
  for (const row of stored) {
    if (row.n !== last.n + 1) return failed(missing(last.n + 1, row.n - 1));
    if (auditHash(last.hash, row) !== row.hash)
      return failed(`row ${row.n} is not what was written there, or the row before it is not`);
    last = { n: row.n, hash: row.hash };
    rows += 1;
    if (expected !== null && row.n === expected.n) {
      if (row.hash !== expected.hash) return failed(`row ${row.n} is not the one that was the newest then`);
      met = true;
    }
  }
  if (last.n < chain.head.n) return failed(missing(last.n + 1, chain.head.n));
  if (last.n > chain.head.n || last.hash !== chain.head.hash)
    return failed(`the newest row is ${last.n}, but the recorded head is another`);
  if (!met && expected !== null && expected.n > last.n) return failed(missing(last.n + 1, expected.n));
  if (!met && expected !== null && expected.n === chain.pruned.n)
    return failed(`row ${expected.n} was deleted by retention with another hash`);
  return { ...chain, rows, problem: null };
}

function missing(first: number, last: number): string {
  if (last < first) return `row ${first} is missing, or a row was put in before it`;
  return first === last ? `row ${first} is missing` : `the rows ${first} to ${last} are missing`;
}
