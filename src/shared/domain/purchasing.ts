import { z } from 'zod';
import { Day } from './days.ts';
import { Actor, Id, Seq, Timestamp } from './ids.ts';
import { Quantity, sumDemand } from './inventory.ts';
import { addMoney, Currency, MinorUnits } from './money.ts';
import { err, ok, type Result } from './result.ts';

/** The most lines of a purchase order. */
export const MAX_PURCHASE_LINES = 500;

/** The statuses of a purchase order. */
export const PURCHASE_STATUSES = ['draft', 'ordered', 'partly_received', 'received', 'cancelled'] as const;
export type PurchaseStatus = (typeof PURCHASE_STATUSES)[number];

/** A line of a purchase order: units of an item, and the price of one in the order's currency. */
export const PurchaseLine = z.object({
  itemId: Id,
  sku: z.string().max(64),
  name: z.string().max(300),
  supplierSku: z.string().max(64).nullable(),
  packSize: Quantity.min(1),
  quantity: Quantity.min(1),
  unitPrice: MinorUnits.min(0),
  /** What has arrived, also beyond what was ordered. */
  received: Quantity.min(0),
});
export type PurchaseLine = z.infer<typeof PurchaseLine>;

/** An order to a supplier. Its lines are known by their position, which is fixed once it is placed. */
export const Purchase = z.object({
  id: Id,
  number: z.string().min(1).max(64),
  supplierId: Id,
  supplierName: z.string().max(200),
  /** Where the goods are to arrive. */
  locationId: Id,
  currency: Currency,
  lines: z.array(PurchaseLine).max(MAX_PURCHASE_LINES),
  /** Sum of the lines, minor units of `currency`. */
  total: MinorUnits.min(0),
  status: z.enum(PURCHASE_STATUSES),
  /** The day on which the goods are expected, in the workspace's time zone. */
  expectedOn: Day.nullable(),
  note: z.string().max(1000).nullable(),
  createdAt: Timestamp,
  placedAt: Timestamp.nullable(),
  /** When the last goods arrived, or the order was closed or cancelled. */
  closedAt: Timestamp.nullable(),
  /** Counts changes: who edits, places, closes or cancels the order names the version they saw. */
  version: z.int().min(1),
});
export type Purchase = z.infer<typeof Purchase>;

/** A lot: its code, and when its goods expire (ms). */
export const ReceivedLot = z.object({
  code: z.string().trim().min(1).max(64),
  expiresAt: Timestamp.nullable(),
});
export type ReceivedLot = z.infer<typeof ReceivedLot>;

/** Goods that arrived for a line. A line may arrive in several lots. */
export const Arrival = z.object({
  /** Position of the line. */
  line: z.int().min(0),
  quantity: Quantity.min(1),
  lot: ReceivedLot.nullable(),
});
export type Arrival = z.infer<typeof Arrival>;

/** What a delivery has too little of, or too much. */
export const Difference = z.object({
  line: z.int().min(0),
  kind: z.enum(['short', 'over']),
  quantity: Quantity.min(1),
});
export type Difference = z.infer<typeof Difference>;

/** What happened to a purchase order. */
export const PURCHASE_ENTRY_KINDS = [
  'created',
  'edited',
  'placed',
  'received',
  'closed',
  'cancelled',
] as const;
export const PurchaseEntry = z.object({
  /** Sequence number of the event. */
  seq: Seq,
  purchaseId: Id,
  kind: z.enum(PURCHASE_ENTRY_KINDS),
  /** Why the order was closed or cancelled, or the delivery note. */
  text: z.string().max(300).nullable(),
  /** Where the goods arrived. */
  locationId: Id.nullable(),
  arrivals: z.array(Arrival).max(MAX_PURCHASE_LINES),
  differences: z.array(Difference).max(MAX_PURCHASE_LINES),
  actor: Actor.nullable(),
  at: Timestamp,
});
export type PurchaseEntry = z.infer<typeof PurchaseEntry>;

const NEXT: Readonly<Record<PurchaseStatus, readonly PurchaseStatus[]>> = {
  draft: ['ordered', 'cancelled'],
  // Closed short before anything arrived is cancelled.
  ordered: ['partly_received', 'received', 'cancelled'],
  partly_received: ['partly_received', 'received'],
  received: [],
  cancelled: [],
};

/** Returns whether a purchase order can change from one status to another. */
export function purchaseCanBecome(from: PurchaseStatus, to: PurchaseStatus): boolean {
  return NEXT[from].includes(to);
}

/** Returns whether goods of an order are on their way: it was placed and not closed. */
export function isIncoming({ status }: Pick<Purchase, 'status'>): boolean {
  return status === 'ordered' || status === 'partly_received';
}

type Counted = Pick<PurchaseLine, 'quantity' | 'received'>;

/** Returns what is ordered of a line and has not arrived. */
export function missingOf({ quantity, received }: Counted): number {
  return Math.max(0, quantity - received);
}

/** Returns what is on its way of each item of an order; an item may be on several lines. */
export function incomingOf({ status, lines }: Pick<Purchase, 'status' | 'lines'>): Map<string, number> {
  if (!isIncoming({ status })) return new Map();
  const incoming = sumDemand(
    lines,
    (line) => line.itemId,
    (line) => missingOf(line),
  );
  return new Map([...incoming].filter(([, quantity]) => quantity > 0));
}

/** Returns by how much each item's incoming quantity changes from one state of an order to the next; without zeros. */
export function incomingChange(
  before: Pick<Purchase, 'status' | 'lines'>,
  after: Pick<Purchase, 'status' | 'lines'>,
): { readonly itemId: string; readonly delta: number }[] {
  const [from, to] = [incomingOf(before), incomingOf(after)];
  return [...new Set([...from.keys(), ...to.keys()])]
    .map((itemId) => ({ itemId, delta: (to.get(itemId) ?? 0) - (from.get(itemId) ?? 0) }))
    .filter(({ delta }) => delta !== 0);
}

/** Returns the sum of lines, minor units of their one currency. Throws a RangeError if it is too large to be exact. */
export function purchaseTotal(
  lines: readonly Pick<PurchaseLine, 'quantity' | 'unitPrice'>[],
  currency: string,
): number {
  return lines.reduce(
    (sum, { quantity, unitPrice }) => addMoney(sum, { amount: quantity * unitPrice, currency }),
    { amount: 0, currency },
  ).amount;
}

/** Why a delivery was refused. `line` is a position. */
export type ReceiptRefusal =
  | { readonly why: 'status' }
  | { readonly why: 'line'; readonly line: number }
  | { readonly why: 'changed'; readonly line: number; readonly received: number; readonly expected: number }
  | { readonly why: 'over'; readonly line: number; readonly over: number }
  | { readonly why: 'quantity'; readonly line: number };

/** An order after a delivery, and what the delivery had too little or too much of. */
export interface Receipt {
  readonly status: PurchaseStatus;
  readonly lines: readonly PurchaseLine[];
  readonly differences: readonly Difference[];
}

/** Goods that arrived, with what the person who counted them saw as received before. */
export interface ExpectedArrival extends Arrival {
  readonly expected: number;
}

/**
 * Adds a delivery to an order, all of it or nothing. It is refused where another delivery was recorded meanwhile for one of its
 * lines, and where more arrived than was ordered, unless `acceptOver`. A line is short if less has arrived in all than was ordered.
 */
export function receive(
  purchase: Pick<Purchase, 'status' | 'lines'>,
  arrivals: readonly ExpectedArrival[],
  { acceptOver }: { readonly acceptOver: boolean },
): Result<Receipt, ReceiptRefusal> {
  if (!isIncoming(purchase)) return err({ why: 'status' });
  for (const { line, expected } of arrivals) {
    const found = purchase.lines[line];
    if (!found) return err({ why: 'line', line });
    if (found.received !== expected) return err({ why: 'changed', line, received: found.received, expected });
  }
  const arrived = arrivedByLine(arrivals);
  const lines = purchase.lines.map((line, n) => ({
    ...line,
    received: line.received + (arrived.get(n) ?? 0),
  }));
  const differences: Difference[] = [];
  for (const [n, quantity] of arrived) {
    const line = lines[n];
    if (!line) continue;
    if (!Quantity.safeParse(line.received).success) return err({ why: 'quantity', line: n });
    const missing = missingOf(line);
    // Only what this delivery has too much of: an earlier one may have had too much already.
    const over = Math.min(quantity, Math.max(0, line.received - line.quantity));
    if (over > 0 && !acceptOver) return err({ why: 'over', line: n, over });
    if (over > 0) differences.push({ line: n, kind: 'over', quantity: over });
    if (missing > 0) differences.push({ line: n, kind: 'short', quantity: missing });
  }
  const status = lines.every((line) => missingOf(line) === 0) ? 'received' : 'partly_received';
  return ok({ status, lines, differences });
}

/** Sums what arrived by the position of the line, so that a line in several lots is checked once and in full. */
export function arrivedByLine(arrivals: readonly Pick<Arrival, 'line' | 'quantity'>[]): Map<number, number> {
  const sums = new Map<number, number>();
  for (const { line, quantity } of arrivals) sums.set(line, (sums.get(line) ?? 0) + quantity);
  return sums;
}

/** Returns what never came of each line of an order that is closed short. */
export function missingLines(lines: readonly Counted[]): Difference[] {
  return lines.flatMap((line, n) => {
    const quantity = missingOf(line);
    return quantity > 0 ? [{ line: n, kind: 'short' as const, quantity }] : [];
  });
}

/** Returns whether an order's goods should have arrived before a day. */
export function isLate(
  { status, expectedOn }: Pick<Purchase, 'status' | 'expectedOn'>,
  today: string,
): boolean {
  return isIncoming({ status }) && expectedOn !== null && expectedOn < today;
}
