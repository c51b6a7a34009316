import type { Purchase, PurchaseEntry } from '#shared/domain/purchasing.ts';
import { parserOf } from '#shared/protocol/events/guard.ts';
import type { EventOf } from '#shared/protocol/events/index.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import { purchaseEntryRow, purchaseRow } from '#shared/rows/purchasing.ts';
import { type ChannelProjection, dumpTables, type ProjectionContext } from '../../store/projection.ts';
import { foldWords } from '../../store/text.ts';
import type { TextSource } from '../../store/text-index.ts';
import { purchaseEntriesTable, purchasesTable } from './tables.ts';

const parse = { purchase: parserOf(purchaseRow.schema), entry: parserOf(purchaseEntryRow.schema) };
/** The maximum number of lines of an order whose names are indexed, and of those whose SKUs are. */
const MAX_INDEXED_NAMES = 20;
const MAX_INDEXED_SKUS = 100;

/** The text of purchase orders: number, supplier and what was ordered. */
const PURCHASE_TEXT: TextSource = {
  index: 'purchases_fts',
  table: 'purchases',
  key: 'k',
  columns: [purchasesTable.select()],
  words: 'words',
  text: (row) => textOf(purchasesTable.decode(row)),
};

function textOf({ number, supplierName, lines }: Purchase): string {
  const names = lines
    .slice(0, MAX_INDEXED_SKUS)
    .map(({ sku, supplierSku, name }, i) =>
      [sku, supplierSku, i < MAX_INDEXED_NAMES ? name : null].filter(Boolean).join(' '),
    );
  return `${number} ${supplierName} ${names.join(' ')}`;
}

type EntryParts = Pick<PurchaseEntry, 'kind'> &
  Partial<Pick<PurchaseEntry, 'text' | 'locationId' | 'arrivals' | 'differences'>>;

/** Projects the channel `purchasing`. */
export function purchasingProjection(context: ProjectionContext): ChannelProjection<'purchasing'> {
  const { sql, changes, table } = context;
  const purchases = context.bind(purchasesTable);
  const entries = context.bind(purchaseEntriesTable);
  const index = context.text(PURCHASE_TEXT);
  const find = sql.prepare<[string], StoredRow & { readonly k: number; readonly words: string }>(
    `SELECT * FROM ${table(purchasesTable.name)} WHERE id = ?`,
  );
  const place = purchases.updater(['status', 'version', 'placedAt', 'expectedOn', 'seq']);
  const receive = purchases.updater(['status', 'version', 'lines', 'closedAt', 'seq']);
  const end = purchases.updater(['status', 'version', 'closedAt', 'seq']);

  const put = (purchase: Purchase, seq: number): void => {
    const words = foldWords(textOf(purchase));
    const before = find.get(purchase.id);
    const { lastInsertRowid } = purchases.upsert(purchase, { seq, words });
    if (before === undefined) index.add(lastInsertRowid, words);
    else if (before.words !== words) index.replace(before.k, before.words, words);
    changes.touch('purchasing', purchase.id);
  };
  const putEntry = (entry: PurchaseEntry): void => {
    entries.insertNew(entry, {});
    changes.touch('purchasing', entry.purchaseId);
  };
  const record = (
    { seq, at, actor }: Pick<EventOf<'purchasing.order_placed'>, 'seq' | 'at' | 'actor'>,
    purchaseId: string,
    parts: EntryParts,
  ): void =>
    putEntry({
      ...{ text: null, locationId: null, arrivals: [], differences: [] },
      ...parts,
      ...{ seq, at, actor, purchaseId },
    });
  const draft = (event: EventOf<'purchasing.order_created' | 'purchasing.order_edited'>): boolean => {
    const { purchase } = event.data;
    record(event, purchase.id, { kind: event.type === 'purchasing.order_created' ? 'created' : 'edited' });
    put(purchase, event.seq);
    return true;
  };
  /** Changes an order that is held. An older one comes as it is now once it is requested. */
  const change = (
    purchaseId: string,
    apply: (before: NonNullable<ReturnType<typeof find.get>>) => void,
  ): boolean => {
    const before = find.get(purchaseId);
    if (!before) return context.hasOlder('purchase');
    apply(before);
    changes.touch('purchasing', purchaseId);
    return true;
  };
  const ended = (event: EventOf<'purchasing.order_closed' | 'purchasing.order_cancelled'>): boolean => {
    const { seq, at, data } = event;
    const closed = event.type === 'purchasing.order_closed';
    record(event, data.purchaseId, {
      kind: closed ? 'closed' : 'cancelled',
      text: data.reason,
      differences: closed ? event.data.differences : [],
    });
    return change(data.purchaseId, ({ k }) => void end(data.status, data.version, at, seq, k));
  };

  return {
    channel: 'purchasing',
    tallies: [],
    texts: [index],
    events: {
      'purchasing.order_created': draft,
      'purchasing.order_edited': draft,
      'purchasing.order_placed': (event) => {
        const { purchaseId, status, version, expectedOn } = event.data;
        record(event, purchaseId, { kind: 'placed' });
        return change(purchaseId, ({ k }) => void place(status, version, event.at, expectedOn, event.seq, k));
      },
      'purchasing.order_received': (event) => {
        const { seq, at, data } = event;
        const { locationId, reference, arrivals, differences } = data;
        record(event, data.purchaseId, {
          kind: 'received',
          ...{ text: reference, locationId, arrivals, differences },
        });
        const totals = new Map(data.received.map((one) => [one.line, one.received]));
        return change(data.purchaseId, (before) => {
          const lines = purchasesTable
            .decode(before)
            .lines.map((line, n) => ({ ...line, received: totals.get(n) ?? line.received }));
          const closedAt = data.status === 'received' ? at : null;
          receive(data.status, data.version, JSON.stringify(lines), closedAt, seq, before.k);
        });
      },
      'purchasing.order_closed': ended,
      'purchasing.order_cancelled': ended,
    },
    rows: {
      purchase: (row, seq) => put(parse.purchase(row), seq),
      purchase_entry: (row) => putEntry(parse.entry(row)),
    },
    clear: () => {
      purchases.clear();
      entries.clear();
      index.clear();
    },
  };
}

/** Returns all rows of the channel `purchasing`, kind by kind, sorted by key. */
export const dumpPurchasing = dumpTables(purchasesTable, purchaseEntriesTable);
