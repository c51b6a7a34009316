import { isListed } from '#shared/domain/inventory.ts';
import {
  incomingChange,
  isIncoming,
  MAX_PURCHASE_LINES,
  missingLines,
  type Purchase,
  type PurchaseLine,
  type PurchaseStatus,
  purchaseCanBecome,
  purchaseTotal,
  type ReceiptRefusal,
  receive,
} from '#shared/domain/purchasing.ts';
import type { ReasonCode } from '#shared/domain/reasons.ts';
import type { Supplier } from '#shared/domain/suppliers.ts';
import { DAY_MS, dayOf } from '#shared/domain/time.ts';
import type { CommandData } from '#shared/protocol/commands/index.ts';
import { changeIncoming, readItem, readLocation, receiveStock } from '../inventory/index.ts';
import { type CommandContext, type GatewayModule, MAX_EVENT_BYTES } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { readOffer, readSupplier } from '../suppliers/index.ts';
import { countPurchases, readPurchase, readPurchaseByNumber } from './queries.ts';

/** Largest size of an order's lines as JSON, bytes: that of an event, minus room for the order's other fields. */
const MAX_LINES_BYTES = MAX_EVENT_BYTES - 16 * 1024;

type Draft = Pick<CommandData<'purchasing.create_order'>, 'locationId' | 'lines'>;

function existing(context: CommandContext, purchaseId: string): Purchase {
  return readPurchase(context.sql, purchaseId) ?? refuse('unknown_purchase', {}, { field: 'purchaseId' });
}

/** Returns an order that still has the version its sender saw, and can change to a status. */
function unchanged(
  context: CommandContext,
  { purchaseId, expected }: { readonly purchaseId: string; readonly expected: number },
  status: PurchaseStatus,
): Purchase {
  const purchase = existing(context, purchaseId);
  if (purchase.version !== expected) refuse('purchase_changed', {}, { current: purchase });
  const allowed =
    status === 'draft' ? purchase.status === 'draft' : purchaseCanBecome(purchase.status, status);
  if (!allowed) refuse('purchase_status', { status: purchase.status }, { current: purchase });
  return purchase;
}

function activeSupplier(context: CommandContext, supplierId: string): Supplier {
  const supplier =
    readSupplier(context.sql, supplierId) ?? refuse('unknown_supplier', {}, { field: 'supplierId' });
  if (supplier.status === 'archived') refuse('supplier_archived', {}, { field: 'supplierId' });
  return supplier;
}

/** Returns the lines with names, the supplier's SKUs and its prices. Refuses unknown and archived items, and lines without a price. */
function describedLines(context: CommandContext, supplierId: string, asked: Draft['lines']): PurchaseLine[] {
  let bytes = 0;
  return asked.map(({ itemId, quantity, unitPrice }, n) => {
    const item = readItem(context.sql, itemId) ?? refuse('unknown_item', {}, { field: `lines.${n}.itemId` });
    if (!isListed(item)) refuse('order_item_archived', {}, { field: `lines.${n}.itemId` });
    const offer = readOffer(context.sql, supplierId, itemId);
    const price =
      unitPrice ??
      offer?.price ??
      refuse('purchase_price', { item: item.name }, { field: `lines.${n}.unitPrice` });
    const line: PurchaseLine = {
      itemId,
      sku: item.sku,
      name: item.name,
      supplierSku: offer?.supplierSku ?? null,
      packSize: offer?.packSize ?? 1,
      quantity,
      unitPrice: price,
      received: 0,
    };
    bytes += Buffer.byteLength(JSON.stringify(line)) + 1;
    if (bytes > MAX_LINES_BYTES) refuse('order_lines_size', { max: MAX_LINES_BYTES }, { field: 'lines' });
    return line;
  });
}

function totalOf(lines: readonly PurchaseLine[], currency: string): number {
  try {
    return purchaseTotal(lines, currency);
  } catch (error) {
    if (error instanceof RangeError) return refuse('order_total', {}, { field: 'lines' });
    throw error;
  }
}

/** Returns the next free number: orders may have been created with numbers of their own. */
function nextNumber({ sql }: CommandContext): string {
  const numberOf = (n: number): string => `PO-${String(n).padStart(5, '0')}`;
  let n = countPurchases(sql) + 1;
  while (readPurchaseByNumber(sql, numberOf(n))) n += 1;
  return numberOf(n);
}

function assertNumberFree(context: CommandContext, number: string): void {
  const namesake = readPurchaseByNumber(context.sql, number);
  if (namesake) refuse('order_number_taken', { number }, { field: 'number', current: namesake });
}

function statusChange(before: Purchase, status: PurchaseStatus) {
  const { id: purchaseId, number, supplierName } = before;
  return { purchaseId, number, supplierName, status, version: before.version + 1 };
}

/** Places a draft: its goods are incoming from now on. Without a day of its own, it is expected after the supplier's lead time. */
function place(context: CommandContext, draft: Purchase, supplier: Supplier) {
  const { timeZone } = context.config.workspace;
  const expectedOn = draft.expectedOn ?? dayOf(context.now + supplier.leadTimeDays * DAY_MS, timeZone);
  const change = statusChange(draft, 'ordered');
  context.emit('purchasing.order_placed', { ...change, expectedOn });
  moveIncoming(context, draft, { ...draft, status: 'ordered' }, 'purchase.ordered');
  return { status: change.status, version: change.version, expectedOn };
}

/** Changes what the order's destination expects, from one state of the order to the next. */
function moveIncoming(
  context: CommandContext,
  before: Purchase,
  after: Pick<Purchase, 'status' | 'lines'>,
  reason: string,
): void {
  const { locationId, number } = before;
  const changes = incomingChange(before, after).map((change) => ({ ...change, locationId }));
  changeIncoming(context, changes, { reason, reference: number });
}

function refuseReceipt(purchase: Purchase, refusal: ReceiptRefusal): never {
  if (refusal.why === 'status')
    return refuse('purchase_status', { status: purchase.status }, { current: purchase });
  const { line } = refusal;
  const item = purchase.lines[line]?.name ?? '';
  const field = `arrivals.${line}`;
  switch (refusal.why) {
    case 'line':
      return refuse('unknown_purchase_line', {}, { field });
    case 'changed': {
      const { received, expected } = refusal;
      return refuse('purchase_received', { item, received, expected }, { field, current: purchase });
    }
    case 'over':
      return refuse('purchase_over', { item, over: refusal.over }, { field, current: purchase });
    case 'quantity':
      return refuse('quantity_range', {}, { field });
  }
}

export const purchaseHandlers: GatewayModule['commands'] = {
  'purchasing.create_order': (context, { purchaseId, number, supplierId, place: atOnce, ...data }) => {
    const present = readPurchase(context.sql, purchaseId);
    if (present) refuse('duplicate_id', {}, { field: 'purchaseId', current: present });
    if (number !== null) assertNumberFree(context, number);
    const supplier = activeSupplier(context, supplierId);
    if (!readLocation(context.sql, data.locationId)) refuse('unknown_location', {}, { field: 'locationId' });
    const lines = describedLines(context, supplierId, data.lines);
    const { currency } = supplier;
    const draft: Purchase = {
      id: purchaseId,
      number: number ?? nextNumber(context),
      supplierId,
      supplierName: supplier.name,
      locationId: data.locationId,
      currency,
      lines,
      total: totalOf(lines, currency),
      status: 'draft',
      expectedOn: data.expectedOn,
      note: data.note,
      createdAt: context.now,
      placedAt: null,
      closedAt: null,
      version: 1,
    };
    context.emit('purchasing.order_created', { purchase: draft });
    const { status, version } = atOnce ? place(context, draft, supplier) : draft;
    return { purchaseId, number: draft.number, total: draft.total, status, version };
  },

  'purchasing.edit_order': (context, { purchaseId, expected, ...data }) => {
    const before = unchanged(context, { purchaseId, expected }, 'draft');
    if (!readLocation(context.sql, data.locationId)) refuse('unknown_location', {}, { field: 'locationId' });
    const lines = describedLines(context, before.supplierId, data.lines);
    const total = totalOf(lines, before.currency);
    const version = before.version + 1;
    const { locationId, expectedOn, note } = data;
    context.emit('purchasing.order_edited', {
      purchase: { ...before, locationId, expectedOn, note, lines, total, version },
    });
    return { total, version };
  },

  'purchasing.place_order': (context, data) => {
    const draft = unchanged(context, data, 'ordered');
    return place(context, draft, activeSupplier(context, draft.supplierId));
  },

  'purchasing.receive': (context, { purchaseId, locationId, reference, arrivals, acceptOver }) => {
    const before = existing(context, purchaseId);
    if (!readLocation(context.sql, locationId)) refuse('unknown_location', {}, { field: 'locationId' });
    const receipt = receive(before, arrivals, { acceptOver });
    if (!receipt.ok) return refuseReceipt(before, receipt.error);
    const after = receipt.value;
    const change = statusChange(before, after.status);
    const touched = [...new Set(arrivals.map(({ line }) => line))].slice(0, MAX_PURCHASE_LINES);
    context.emit('purchasing.order_received', {
      ...change,
      locationId,
      reference,
      arrivals: arrivals.map(({ line, quantity, lot }) => ({ line, quantity, lot })),
      received: touched.map((line) => ({ line, received: after.lines[line]?.received ?? 0 })),
      differences: [...after.differences],
    });
    moveIncoming(context, before, { ...after, lines: [...after.lines] }, 'purchase.received');
    receiveStock(context, {
      locationId,
      lines: arrivals.flatMap(({ line, quantity, lot }) => {
        const itemId = before.lines[line]?.itemId;
        return itemId === undefined ? [] : [{ itemId, quantity, lot }];
      }),
      reason: 'purchase.received' satisfies ReasonCode,
      reference: before.number,
    });
    return { status: change.status, version: change.version };
  },

  'purchasing.close_short': (context, { reason, ...data }) => {
    const before = unchanged(context, data, 'received');
    if (before.status !== 'partly_received')
      refuse('purchase_status', { status: before.status }, { current: before });
    const change = statusChange(before, 'received');
    context.emit('purchasing.order_closed', { ...change, reason, differences: missingLines(before.lines) });
    moveIncoming(context, before, { ...before, status: 'received' }, reason);
    return { status: change.status, version: change.version };
  },

  'purchasing.cancel_order': (context, { reason, ...data }) => {
    const before = unchanged(context, data, 'cancelled');
    const change = statusChange(before, 'cancelled');
    context.emit('purchasing.order_cancelled', { ...change, reason });
    if (isIncoming(before)) moveIncoming(context, before, { ...before, status: 'cancelled' }, reason);
    return { status: change.status, version: change.version };
  },
};
