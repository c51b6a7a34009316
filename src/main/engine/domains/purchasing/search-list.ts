import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import type { PurchaseSummary } from '#shared/bridge/purchasing.ts';
import { isIncoming, isLate, PURCHASE_STATUSES, type Purchase } from '#shared/domain/purchasing.ts';
import { dayOf } from '#shared/domain/time.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import { olderThan } from '../../store/older.ts';
import { asOf, decodeCursor, encodeCursor, meta, type Reader } from '../../store/reader.ts';
import { likePatterns, searchTerms } from '../../store/text.ts';
import { pendingPurchases, withEffects } from './effects.ts';
import { purchasesTable } from './tables.ts';

type Input = MethodInput<'purchasing.search'>;

interface Clause {
  readonly sql: string;
  readonly params: readonly unknown[];
}

/** The statuses of orders whose goods are on their way, as a list in SQL. */
export const INCOMING = PURCHASE_STATUSES.filter((status) => isIncoming({ status }))
  .map((status) => `'${status}'`)
  .join(', ');

/** Returns today in the workspace's time zone. */
export function todayOf(reader: Reader, now: number): string {
  return dayOf(now, meta(reader, 'time_zone') ?? 'UTC');
}

function clausesOf(input: Input, today: string): Clause[] {
  const clauses = likePatterns(searchTerms(input.search)).map(
    (pattern): Clause => ({ sql: `' ' || p.words || ' ' LIKE ?`, params: [pattern] }),
  );
  if (input.supplierId !== null) clauses.push({ sql: 'p.supplier_id = ?', params: [input.supplierId] });
  if (input.status === 'late')
    clauses.push({ sql: `p.status IN (${INCOMING}) AND p.expected_on < ?`, params: [today] });
  else if (input.status === 'open') clauses.push({ sql: `p.status IN ('draft', ${INCOMING})`, params: [] });
  else if (input.status !== 'any') clauses.push({ sql: 'p.status = ?', params: [input.status] });
  return clauses;
}

function joined(clauses: readonly Clause[]): { readonly where: string; readonly params: unknown[] } {
  return {
    where: ['1', ...clauses.map(({ sql }) => sql)].join(' AND '),
    params: clauses.flatMap(({ params }) => params),
  };
}

/** Lists purchase orders, newest first, by status, supplier and words. */
export function searchPurchases(
  reader: Reader,
  input: Input,
  now: number,
): MethodOutput<'purchasing.search'> {
  const key = decodeCursor(input.after, ['number', 'number']);
  const today = todayOf(reader, now);
  const base = clausesOf(input, today);
  const page = joined(key ? [...base, { sql: '(p.created_at, p.k) < (?, ?)', params: key }] : base);
  const found = reader.all<StoredRow & { k: number; created_at: number; locationName: string }>(
    `SELECT p.k, ${purchasesTable.select('p')}, coalesce(l.name, p.location_id) AS locationName
     FROM purchases p LEFT JOIN locations l ON l.id = p.location_id WHERE ${page.where}
     ORDER BY p.created_at DESC, p.k DESC LIMIT ?`,
    ...page.params,
    input.limit + 1,
  );
  const all = joined(base);
  const total = reader.get<{ n: number }>(
    `SELECT count(*) AS n FROM purchases p WHERE ${all.where}`,
    ...all.params,
  );
  const shown = found.slice(0, input.limit);
  const last = shown.at(-1);
  const isLast = found.length <= input.limit;
  const pending = shown.length > 0 ? pendingPurchases(reader) : new Map<string, never[]>();
  return {
    rows: shown.map((row) => {
      const stored = purchasesTable.decode(row);
      const waiting = pending.get(stored.id) ?? [];
      return summaryOf(withEffects(stored, waiting), row.locationName, today, waiting.length > 0);
    }),
    next: !isLast && last ? encodeCursor([last.created_at, last.k]) : null,
    total: total?.n ?? 0,
    asOf: asOf(reader, ['purchasing']),
    ...(input.search === ''
      ? olderThan(reader, {
          channel: 'purchasing',
          kind: 'purchase',
          of: input.supplierId === null ? null : { kind: 'supplier', id: input.supplierId },
          before: null,
          isLast,
          at: last?.created_at ?? null,
        })
      : {}),
  };
}

function summaryOf(
  { lines, ...purchase }: Purchase,
  locationName: string,
  today: string,
  pending: boolean,
): PurchaseSummary {
  return {
    ...purchase,
    locationName,
    lineCount: lines.length,
    firstLine: lines[0]?.name ?? null,
    ordered: lines.reduce((sum, line) => sum + line.quantity, 0),
    arrived: lines.reduce((sum, line) => sum + line.received, 0),
    late: isLate(purchase, today),
    pending,
  };
}
