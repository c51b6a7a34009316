import { z } from 'zod';
import { Actor, Id, Timestamp } from './ids.ts';
import { Quantity, sumDemand } from './inventory.ts';

/** Maximum lines of a transfer. */
export const MAX_TRANSFER_LINES = 200;

/** The statuses of a transfer. */
export const TRANSFER_STATUSES = [
  'draft',
  'in_transit',
  'partially_received',
  'received',
  'cancelled',
] as const;
export type TransferStatus = (typeof TRANSFER_STATUSES)[number];

/** One item of a transfer. `sent = received + writtenOff + returned + what is in transit`. */
export const TransferLine = z.object({
  itemId: Id,
  sku: z.string().max(64),
  name: z.string().max(300),
  /** What is planned. */
  quantity: Quantity.min(1),
  sent: Quantity.min(0),
  received: Quantity.min(0),
  writtenOff: Quantity.min(0),
  /** What came back to the source. */
  returned: Quantity.min(0),
});
export type TransferLine = z.infer<typeof TransferLine>;

/** Goods that go from one location to another. Each item has one line. */
export const Transfer = z.object({
  id: Id,
  number: z.string().min(1).max(20),
  fromLocationId: Id,
  toLocationId: Id,
  status: z.enum(TRANSFER_STATUSES),
  lines: z.array(TransferLine).max(MAX_TRANSFER_LINES),
  note: z.string().max(300),
  createdBy: Actor.nullable(),
  createdAt: Timestamp,
  sentAt: Timestamp.nullable(),
  /** When it was received in full or cancelled, ms. */
  endedAt: Timestamp.nullable(),
  /** Why goods were written off, or why it was cancelled: the last reason. */
  reason: z.string().max(200).nullable(),
  /** The command of the last change. Who changes a transfer names the change they saw. */
  changeId: Id,
});
export type Transfer = z.infer<typeof Transfer>;

/** A quantity of an item. */
export interface ItemQuantity {
  readonly itemId: string;
  readonly quantity: number;
}

type Quantities = Pick<TransferLine, 'sent' | 'received' | 'writtenOff' | 'returned'>;

/** Returns how much of a line is in transit. */
export function inTransit({ sent, received, writtenOff, returned }: Quantities): number {
  return sent - received - writtenOff - returned;
}

/** Returns how much of a transfer is in transit, by item; items of which nothing is are left out. */
export function openLines({
  lines,
}: {
  readonly lines: readonly (Quantities & { itemId: string })[];
}): ItemQuantity[] {
  return lines
    .map((line) => ({ itemId: line.itemId, quantity: inTransit(line) }))
    .filter(({ quantity }) => quantity > 0);
}

/** Whether goods of a transfer are in transit. */
export function isUnderway({ status }: { readonly status: TransferStatus }): boolean {
  return status === 'in_transit' || status === 'partially_received';
}

/** Whether nothing more can happen to a transfer. */
export function isEndedTransfer({ status }: { readonly status: TransferStatus }): boolean {
  return status === 'received' || status === 'cancelled';
}

/** What can happen to a transfer. */
export type TransferStep =
  /** Takes the goods from the source. */
  | { readonly kind: 'send'; readonly lines: readonly ItemQuantity[]; readonly at: number }
  /** Puts goods into stock at the destination. */
  | { readonly kind: 'receive'; readonly lines: readonly ItemQuantity[]; readonly at: number }
  /** Gives goods in transit up as lost. */
  | {
      readonly kind: 'write_off';
      readonly lines: readonly ItemQuantity[];
      readonly reason: string;
      readonly at: number;
    }
  /** Ends a transfer. What is in transit comes back to the source. */
  | { readonly kind: 'cancel'; readonly reason: string; readonly at: number };

/** Why a step was refused. `above`: more than is in transit, of which `left` is. */
export type TransferRefusal =
  | { readonly why: 'status'; readonly status: TransferStatus }
  | { readonly why: 'unknown_line'; readonly itemId: string }
  | { readonly why: 'above'; readonly itemId: string; readonly left: number }
  | { readonly why: 'nothing' };

/** What a step does to the stock, in quantities above 0. `lost` left the transfer and is nowhere. */
export interface TransferEffects {
  /** Leaves the source. */
  readonly out: readonly ItemQuantity[];
  /** Arrives at the destination. */
  readonly in: readonly ItemQuantity[];
  /** Comes back to the source. */
  readonly back: readonly ItemQuantity[];
  readonly lost: readonly ItemQuantity[];
  /** Changes what the destination expects: positive or negative. */
  readonly incoming: readonly ItemQuantity[];
}

/** The result of a step. */
export type Stepped<T> =
  | { readonly ok: true; readonly transfer: T; readonly effects: TransferEffects }
  | { readonly ok: false; readonly refusal: TransferRefusal };

const NO_EFFECTS: TransferEffects = { out: [], in: [], back: [], lost: [], incoming: [] };

/** The part of a transfer that steps change. */
type Standing = Pick<Transfer, 'status' | 'lines' | 'sentAt' | 'endedAt' | 'reason'>;

/** Adds up the quantities of each item; items with 0 are left out. */
export function summedLines(lines: readonly ItemQuantity[]): ItemQuantity[] {
  const sums = sumDemand(
    lines,
    (line) => line.itemId,
    (line) => line.quantity,
  );
  return [...sums]
    .map(([itemId, quantity]) => ({ itemId, quantity }))
    .filter(({ quantity }) => quantity !== 0);
}

/** Applies a step to a transfer, or says why it cannot be taken. Quantities of the same item are summed first. */
export function stepTransfer<T extends Standing>(transfer: T, step: TransferStep): Stepped<T> {
  const due = step.kind === 'send' ? transfer.status === 'draft' : isUnderway(transfer);
  const possible = step.kind === 'cancel' ? due || transfer.status === 'draft' : due;
  if (!possible) return { ok: false, refusal: { why: 'status', status: transfer.status } };
  if (step.kind === 'cancel') return cancel(transfer, step);
  const lines = summedLines(step.lines);
  const unknown = lines.find(({ itemId }) => !transfer.lines.some((line) => line.itemId === itemId));
  if (unknown) return { ok: false, refusal: { why: 'unknown_line', itemId: unknown.itemId } };
  if (lines.length === 0) return { ok: false, refusal: { why: 'nothing' } };
  if (step.kind === 'send') {
    const sent: T = {
      ...transfer,
      lines: added(transfer.lines, lines, 'sent'),
      status: 'in_transit',
      sentAt: step.at,
    };
    return { ok: true, transfer: sent, effects: { ...NO_EFFECTS, out: lines, incoming: lines } };
  }
  const above = aboveTransit(transfer, lines);
  if (above) return { ok: false, refusal: above };
  if (step.kind === 'receive') {
    const after = settled(transfer, added(transfer.lines, lines, 'received'), step.at);
    return { ok: true, transfer: after, effects: { ...NO_EFFECTS, in: lines, incoming: negated(lines) } };
  }
  const after = {
    ...settled(transfer, added(transfer.lines, lines, 'writtenOff'), step.at),
    reason: step.reason,
  };
  return { ok: true, transfer: after, effects: { ...NO_EFFECTS, lost: lines, incoming: negated(lines) } };
}

function cancel<T extends Standing>(
  transfer: T,
  { reason, at }: Extract<TransferStep, { kind: 'cancel' }>,
): Stepped<T> {
  const back = openLines(transfer);
  const lines = added(transfer.lines, back, 'returned');
  return {
    ok: true,
    transfer: { ...transfer, lines, status: 'cancelled', endedAt: at, reason },
    effects: { ...NO_EFFECTS, back, incoming: negated(back) },
  };
}

function aboveTransit(transfer: Standing, lines: readonly ItemQuantity[]): TransferRefusal | null {
  for (const { itemId, quantity } of lines) {
    const line = transfer.lines.find((one) => one.itemId === itemId);
    const left = line ? inTransit(line) : 0;
    if (quantity > left) return { why: 'above', itemId, left };
  }
  return null;
}

function added(
  lines: readonly TransferLine[],
  quantities: readonly ItemQuantity[],
  field: 'sent' | 'received' | 'writtenOff' | 'returned',
): TransferLine[] {
  const byItem = new Map(quantities.map(({ itemId, quantity }) => [itemId, quantity]));
  return lines.map((line) => ({ ...line, [field]: line[field] + (byItem.get(line.itemId) ?? 0) }));
}

/** Returns the transfer with the status that its lines give it once goods have arrived or are given up. */
function settled<T extends Standing>(transfer: T, lines: TransferLine[], at: number): T {
  const open = lines.some((line) => inTransit(line) > 0);
  const some = lines.some((line) => line.received > 0);
  const status: TransferStatus = !open ? 'received' : some ? 'partially_received' : 'in_transit';
  return { ...transfer, lines, status, endedAt: open ? null : at };
}

const negated = (lines: readonly ItemQuantity[]): ItemQuantity[] =>
  lines.map(({ itemId, quantity }) => ({ itemId, quantity: -quantity }));

/** Sums of a transfer's lines. */
export function transferSums(lines: readonly (Quantities & { readonly quantity: number })[]) {
  const sums = { quantity: 0, sent: 0, received: 0, writtenOff: 0, returned: 0, inTransit: 0 };
  for (const line of lines) {
    for (const field of ['quantity', 'sent', 'received', 'writtenOff', 'returned'] as const)
      sums[field] += line[field];
    sums.inTransit += inTransit(line);
  }
  return sums;
}
