import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import type { TransferSummary } from '#shared/bridge/transfers.ts';
import { type Transfer, transferSums } from '#shared/domain/transfers.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import { olderThan } from '../../store/older.ts';
import { asOf, decodeCursor, encodeCursor, type Reader } from '../../store/reader.ts';
import { pendingTransfers, withEffects } from './effects.ts';
import { transfersTable } from './tables.ts';

const COLUMNS = transfersTable.select('t');
const OPEN = "t.status IN ('draft', 'in_transit', 'partially_received')";

/** Returns the names of locations, by id. */
function placesOf(reader: Reader): (id: string) => string {
  const names = new Map(
    reader
      .all<{ id: string; name: string }>('SELECT id, name FROM locations ORDER BY id LIMIT 1000')
      .map(({ id, name }) => [id, name]),
  );
  return (id) => names.get(id) ?? id;
}

function summaryOf(transfer: Transfer, nameOf: (id: string) => string, pending: boolean): TransferSummary {
  const { lines, ...rest } = transfer;
  return {
    ...rest,
    fromName: nameOf(transfer.fromLocationId),
    toName: nameOf(transfer.toLocationId),
    pending,
    lineCount: lines.length,
    firstLine: lines[0]?.name ?? null,
    ...transferSums(lines),
  };
}

type Clauses = { readonly where: string; readonly params: readonly string[] };

function clausesOf({ status, locationId }: MethodInput<'transfers.list'>): Clauses {
  const conditions = ['1'];
  const params: string[] = [];
  if (status === 'open') conditions.push(OPEN);
  else if (status !== 'any') {
    conditions.push('t.status = ?');
    params.push(status);
  }
  if (locationId !== null) {
    conditions.push('(t.from_location_id = ? OR t.to_location_id = ?)');
    params.push(locationId, locationId);
  }
  return { where: conditions.join(' AND '), params };
}

/** Lists transfers, newest first. The first page starts with those that are only in the outbox. */
export function list(reader: Reader, input: MethodInput<'transfers.list'>): MethodOutput<'transfers.list'> {
  const key = decodeCursor(input.after, ['number', 'string']) ?? [Number.MAX_SAFE_INTEGER, ''];
  const { where, params } = clausesOf(input);
  const found = reader
    .all<StoredRow>(
      `SELECT ${COLUMNS} FROM transfers t WHERE ${where} AND (t.created_at, t.id) < (?, ?)
       ORDER BY t.created_at DESC, t.id DESC LIMIT ?`,
      ...[...params, ...key, input.limit + 1],
    )
    .map(transfersTable.decode);
  const total = reader.get<{ n: number }>(`SELECT count(*) AS n FROM transfers t WHERE ${where}`, ...params);
  const pending = pendingTransfers(reader);
  const nameOf = placesOf(reader);
  const shown = found.slice(0, input.limit);
  const last = shown.at(-1);
  const isLast = found.length <= input.limit;
  const planned = input.after === null && input.status !== 'received' ? plannedOnly(reader, pending) : [];
  return {
    rows: [
      ...planned.slice(0, 50).map((transfer) => summaryOf(transfer, nameOf, true)),
      ...shown.map((transfer) => {
        const effects = pending.get(transfer.id) ?? [];
        return summaryOf(withEffects(reader, transfer, effects) ?? transfer, nameOf, effects.length > 0);
      }),
    ],
    next: !isLast && last ? encodeCursor([last.createdAt, last.id]) : null,
    total: (total?.n ?? 0) + planned.length,
    asOf: asOf(reader, ['transfers']),
    ...olderThan(reader, {
      channel: 'transfers',
      kind: 'transfer',
      ...{ of: null, before: null, isLast, at: last?.createdAt ?? null },
    }),
  };
}

/** Returns the transfers that are only in the outbox, newest first. */
function plannedOnly(reader: Reader, pending: ReturnType<typeof pendingTransfers>): Transfer[] {
  return [...pending].reverse().flatMap(([id, effects]) => {
    if (reader.get('SELECT 1 FROM transfers WHERE id = ?', id)) return [];
    return withEffects(reader, null, effects) ?? [];
  });
}

/** Returns a transfer as it stands with the user's unsettled commands. */
export function transfer(
  reader: Reader,
  { transferId }: MethodInput<'transfers.transfer'>,
): MethodOutput<'transfers.transfer'> {
  const stored = reader.get<StoredRow>(`SELECT ${COLUMNS} FROM transfers t WHERE t.id = ?`, transferId);
  const effects = pendingTransfers(reader).get(transferId) ?? [];
  const now = withEffects(reader, stored ? transfersTable.decode(stored) : null, effects);
  const provenance = asOf(reader, ['transfers', 'inventory']);
  if (!now)
    return {
      transfer: null,
      asOf: provenance,
      ...olderThan(reader, {
        channel: 'transfers',
        kind: 'transfer',
        ...{ of: { kind: 'transfer', id: transferId }, before: null, isLast: true, at: null },
      }),
    };
  const nameOf = placesOf(reader);
  const lines = now.lines.map((line) => ({ ...line, ...stockOf(reader, line.itemId, now.fromLocationId) }));
  return {
    transfer: {
      ...now,
      lines,
      fromName: nameOf(now.fromLocationId),
      toName: nameOf(now.toLocationId),
      pending: effects.length > 0,
    },
    asOf: provenance,
  };
}

function stockOf(
  reader: Reader,
  itemId: string,
  locationId: string,
): { barcode: string | null; available: number } {
  const item = reader.get<{ barcode: string | null }>('SELECT barcode FROM items WHERE id = ?', itemId);
  const level = reader.get<{ available: number }>(
    'SELECT available FROM levels WHERE item_id = ? AND location_id = ?',
    itemId,
    locationId,
  );
  return { barcode: item?.barcode ?? null, available: level?.available ?? 0 };
}
