import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import { MAX_COUNTED } from '#shared/bridge/payments.ts';
import { startOfCalendarDay } from '#shared/domain/days.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import { olderThan } from '../../store/older.ts';
import { asOf, decodeCursor, encodeCursor, meta, type Reader } from '../../store/reader.ts';
import { paymentsTable } from './tables.ts';

type Input = MethodInput<'payments.list'>;

/** The newest payments whose methods and currencies are offered as filters. */
const CHOICES_OF = 5_000;

interface Clauses {
  readonly index: string;
  readonly where: string;
  readonly params: readonly (string | number)[];
}

function clausesOf(reader: Reader, input: Input): Clauses {
  const { kind, status, method, currency, locationId, from, to } = input;
  const timeZone = meta(reader, 'time_zone') ?? 'UTC';
  const conditions: string[] = [];
  const params: (string | number)[] = [];
  const add = (sql: string, ...values: (string | number)[]): void => {
    conditions.push(sql);
    params.push(...values);
  };
  // The partial indexes are used where their condition stands in these words.
  let index = 'payments_by_time';
  if (status === 'failed' || status === 'disputed') {
    index = 'payments_not_succeeded';
    add(`p.status <> 'succeeded' AND p.status = ?`, status);
  } else if (status === 'succeeded') add('p.status = ?', status);
  if (kind === 'refund') {
    if (index === 'payments_by_time') index = 'payments_refunds';
    add(`p.kind = 'refund'`);
  } else if (kind === 'payment') add(`p.kind = 'payment'`);
  if (method !== null) add('p.method = ?', method);
  if (currency !== null) add('p.currency = ?', currency);
  if (from !== null) add('p.at >= ?', startOfCalendarDay(from, timeZone));
  if (to !== null) add('p.at < ?', startOfCalendarDay(to, timeZone, 1));
  if (locationId !== null) add('p.location_id = ?', locationId);
  return { index, where: ['1', ...conditions].join(' AND '), params };
}

/** Lists payments and refunds, newest first. */
export function listPayments(reader: Reader, input: Input): MethodOutput<'payments.list'> {
  const key = decodeCursor(input.after, ['number', 'number']) ?? [Number.MAX_SAFE_INTEGER, 0];
  const { index, where, params } = clausesOf(reader, input);
  const found = reader.all<StoredRow & { k: number }>(
    `SELECT p.k, ${paymentsTable.select('p')} FROM payments p INDEXED BY ${index} WHERE ${where} AND (p.at, p.k) < (?, ?)
     ORDER BY p.at DESC, p.k DESC LIMIT ?`,
    ...[...params, ...key, input.limit + 1],
  );
  const total = reader.get<{ n: number }>(
    `SELECT count(*) AS n FROM (SELECT 1 FROM payments p INDEXED BY ${index} WHERE ${where} LIMIT ${MAX_COUNTED})`,
    ...params,
  );
  const rows = found.slice(0, input.limit).map((row) => ({ k: row.k, payment: paymentsTable.decode(row) }));
  const last = rows.at(-1);
  const isLast = found.length <= input.limit;
  return {
    rows: rows.map(({ payment }) => payment),
    next: !isLast && last ? encodeCursor([last.payment.at, last.k]) : null,
    total: total?.n ?? 0,
    asOf: asOf(reader, ['payments']),
    ...olderThan(reader, {
      ...{ channel: 'payments', kind: 'payment', of: null, before: null, isLast },
      at: last?.payment.at ?? null,
    }),
  };
}

/** Returns the methods and currencies of the newest payments. */
export function paymentChoices(reader: Reader): MethodOutput<'payments.choices'> {
  const newest = `(SELECT method, currency FROM payments INDEXED BY payments_by_time ORDER BY at DESC, k DESC LIMIT ${CHOICES_OF})`;
  const values = (column: 'method' | 'currency'): string[] =>
    reader
      .all<{ value: string }>(
        `SELECT DISTINCT ${column} AS value FROM ${newest} ORDER BY ${column} LIMIT 100`,
      )
      .map(({ value }) => value);
  return { methods: values('method'), currencies: values('currency') };
}
