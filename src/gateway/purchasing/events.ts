import type { PurchaseEntry } from '#shared/domain/purchasing.ts';
import type { EventOf } from '#shared/protocol/events/index.ts';
import { perConnection, tableOn } from '../db/tables.ts';
import type { Applying, Projection } from '../kernel.ts';
import { readPurchase } from './queries.ts';
import { purchaseEntriesTable, purchasesTable } from './tables.ts';

const writes = perConnection((sql) => {
  const purchases = tableOn(sql, purchasesTable);
  return {
    purchases,
    entries: tableOn(sql, purchaseEntriesTable),
    place: purchases.updater(['status', 'version', 'placedAt', 'expectedOn']),
    receive: purchases.updater(['status', 'version', 'lines', 'closedAt']),
    end: purchases.updater(['status', 'version', 'closedAt']),
  };
});

type Entry = Pick<PurchaseEntry, 'purchaseId' | 'kind'> &
  Partial<Pick<PurchaseEntry, 'text' | 'locationId' | 'arrivals' | 'differences'>>;

/** Records what happened to an order. */
function recordEntry(
  { sql }: Applying,
  { seq, at, actor }: Pick<EventOf<'purchasing.order_placed'>, 'seq' | 'at' | 'actor'>,
  entry: Entry,
): void {
  const nothing = { text: null, locationId: null, arrivals: [], differences: [] };
  writes(sql).entries.insert({ ...nothing, ...entry, seq, at, actor }, {});
}

function recordDraft(
  on: Applying,
  event: EventOf<'purchasing.order_created' | 'purchasing.order_edited'>,
): void {
  const { purchase } = event.data;
  writes(on.sql).purchases.upsert(purchase, {});
  recordEntry(on, event, {
    purchaseId: purchase.id,
    kind: event.type === 'purchasing.order_created' ? 'created' : 'edited',
  });
}

function recordReceipt(on: Applying, event: EventOf<'purchasing.order_received'>): void {
  const { purchaseId, status, version, received, arrivals, differences, locationId, reference } = event.data;
  const totals = new Map(received.map((one) => [one.line, one.received]));
  const lines = (readPurchase(on.sql, purchaseId)?.lines ?? []).map((line, n) => ({
    ...line,
    received: totals.get(n) ?? line.received,
  }));
  const closedAt = status === 'received' ? event.at : null;
  writes(on.sql).receive(status, version, JSON.stringify(lines), closedAt, purchaseId);
  recordEntry(on, event, {
    purchaseId,
    kind: 'received',
    text: reference,
    locationId,
    arrivals,
    differences,
  });
}

function recordEnd(
  on: Applying,
  event: EventOf<'purchasing.order_closed' | 'purchasing.order_cancelled'>,
): void {
  const { purchaseId, status, version, reason } = event.data;
  writes(on.sql).end(status, version, event.at, purchaseId);
  const closed = event.type === 'purchasing.order_closed';
  recordEntry(on, event, {
    purchaseId,
    kind: closed ? 'closed' : 'cancelled',
    text: reason,
    differences: closed ? event.data.differences : [],
  });
}

/** Updates the tables of purchase orders from their events. */
export const purchasingProjection: Projection = {
  'purchasing.order_created': recordDraft,
  'purchasing.order_edited': recordDraft,
  'purchasing.order_placed': (on, event) => {
    const { purchaseId, status, version, expectedOn } = event.data;
    writes(on.sql).place(status, version, event.at, expectedOn, purchaseId);
    recordEntry(on, event, { purchaseId, kind: 'placed' });
  },
  'purchasing.order_received': recordReceipt,
  'purchasing.order_closed': recordEnd,
  'purchasing.order_cancelled': recordEnd,
};
