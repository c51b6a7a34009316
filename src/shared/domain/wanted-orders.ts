import { sumDemand } from './inventory.ts';
import { MAX_PURCHASE_LINES } from './purchasing.ts';
import { wholePacks } from './suppliers.ts';

/* How what is wanted becomes purchase orders: the one home of these rules. */

/** How much of an item is wanted where, in units. */
export interface WantedLine {
  readonly itemId: string;
  readonly locationId: string;
  readonly quantity: number;
}

/** What an item is ordered for: the price of a unit in the supplier's currency. */
export interface WantedOffer {
  readonly supplierId: string;
  readonly packSize: number;
  readonly price: number;
}

/** A line of an order, in whole packs. */
export interface OrderLine {
  readonly itemId: string;
  readonly quantity: number;
  readonly packSize: number;
  readonly price: number;
}

/** What one supplier is asked to send to one location. */
export interface WantedOrder {
  readonly supplierId: string;
  readonly locationId: string;
  readonly lines: readonly OrderLine[];
}

/**
 * Puts wanted quantities together into one order per supplier and location, in whole packs and at most MAX_PURCHASE_LINES lines each.
 * What is wanted twice is summed first. `offerOf` returns what an item is ordered for; `without` lists what nobody was found for.
 */
export function ordersFor(
  wanted: readonly WantedLine[],
  offerOf: (line: WantedLine) => WantedOffer | undefined,
): { readonly orders: readonly WantedOrder[]; readonly without: readonly WantedLine[] } {
  const key = ({ itemId, locationId }: WantedLine): string => JSON.stringify([locationId, itemId]);
  const first = new Map<string, WantedLine>();
  for (const line of wanted) if (!first.has(key(line))) first.set(key(line), line);
  const demand = sumDemand(
    wanted.filter(({ quantity }) => quantity > 0),
    key,
    ({ quantity }) => quantity,
  );
  const orders = new Map<string, { supplierId: string; locationId: string; lines: OrderLine[] }>();
  const without: WantedLine[] = [];
  for (const [id, quantity] of demand) {
    const line = first.get(id);
    if (line === undefined) continue;
    const offer = offerOf(line);
    if (!offer) {
      without.push({ ...line, quantity });
      continue;
    }
    const { itemId, locationId } = line;
    const { supplierId, packSize, price } = offer;
    const of = JSON.stringify([supplierId, locationId]);
    const order = orders.get(of) ?? { supplierId, locationId, lines: [] };
    order.lines.push({ itemId, quantity: wholePacks(quantity, packSize), packSize, price });
    orders.set(of, order);
  }
  return { orders: [...orders.values()].flatMap(inParts), without };
}

function inParts(order: WantedOrder): WantedOrder[] {
  const parts: WantedOrder[] = [];
  for (let from = 0; from < order.lines.length; from += MAX_PURCHASE_LINES)
    parts.push({ ...order, lines: order.lines.slice(from, from + MAX_PURCHASE_LINES) });
  return parts;
}

/** Returns how much of a suggested quantity is not on a draft yet: drafts are not incoming, and would be ordered twice. */
export function notOnDraft(suggested: number, onDraft: number): number {
  return Math.max(0, suggested - onDraft);
}

/** Returns by how much an order is below its supplier's minimum, minor units; 0 if it is not. */
export function belowMinimum(total: number, minimum: number): number {
  return Math.max(0, minimum - total);
}

const totalOf = (lines: readonly OrderLine[]): number =>
  lines.reduce((sum, { quantity, price }) => sum + quantity * price, 0);

/**
 * Raises the quantities of an order to its supplier's minimum: one line after the other, in the order given, in the proportion that is
 * missing and in whole packs, until the minimum is reached. An order without a value stays as it is.
 */
export function raiseToMinimum(lines: readonly OrderLine[], minimum: number): readonly OrderLine[] {
  const before = totalOf(lines);
  if (before >= minimum || before <= 0) return lines;
  let total = before;
  return lines.map((line) => {
    if (total >= minimum || line.price === 0) return line;
    const quantity = wholePacks(Math.ceil((line.quantity * minimum) / before), line.packSize);
    total += (quantity - line.quantity) * line.price;
    return { ...line, quantity };
  });
}
