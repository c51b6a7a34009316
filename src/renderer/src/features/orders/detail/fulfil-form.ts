import type { FormFields } from '#shared/bridge/forms.ts';
import type { MethodOutput } from '#shared/bridge/index.ts';
import type { Order } from '#shared/domain/orders.ts';
import { notShipped, toShip } from '#shared/domain/shipments.ts';
import type { CommandData } from '#shared/protocol/commands/index.ts';

/** What leaves, and from where, as typed. A line that was not touched leaves as a whole. */
export type FulfilForm = FormFields<'orders.fulfil'>;

export const EMPTY_FULFIL: FulfilForm = { chosen: {}, locationId: null, carrier: '', tracking: '' };

/** Whether nothing was filled in. */
export function isEmptyFulfil({ chosen, locationId, carrier, tracking }: FulfilForm): boolean {
  return (
    Object.keys(chosen).length === 0 && locationId === null && carrier.trim() === '' && tracking.trim() === ''
  );
}

type Stock = MethodOutput<'orders.stock'>['rows'];

/** A line of which something is left, with what was typed. `problem`: why that cannot leave. */
export interface FulfilLine {
  readonly line: number;
  readonly name: string;
  readonly sku: string;
  readonly left: number;
  /** What should leave of it: what is left without what was refunded. */
  readonly due: number;
  /** What is there: on hand at the order's own location, else what is free. */
  readonly there: number;
  readonly text: string;
  readonly quantity: number;
  readonly problem: 'invalid' | 'above' | 'stock' | null;
}

/** What was refunded of an order's lines, and what came back. */
export type Back = Pick<MethodOutput<'orders.order'>, 'refundedLines' | 'returned'>;

/** Returns the lines of an order that can leave. */
export function fulfilLines(order: Order, back: Back, form: FulfilForm, stock: Stock): FulfilLine[] {
  const from = form.locationId ?? order.locationId;
  const isHome = from === order.locationId;
  const levels = new Map(
    stock.flatMap((row) => (row.locationId === from ? [[row.itemId, row] as const] : [])),
  );
  const taken = new Map<string, number>();
  const dues = new Map(
    toShip(order, back.refundedLines, back.returned).map(({ line, quantity }) => [line, quantity]),
  );
  return notShipped(order).map(({ line, quantity: left }) => {
    const due = dues.get(line) ?? 0;
    const { itemId = '', name = '', sku = '' } = order.lines[line] ?? {};
    const level = levels.get(itemId);
    const there = (isHome ? level?.onHand : level?.available) ?? 0;
    const text = form.chosen[line] ?? String(due);
    const typed = text.trim();
    const isNumber = /^\d{1,7}$/.test(typed);
    const quantity = isNumber ? Number(typed) : 0;
    const before = taken.get(itemId) ?? 0;
    taken.set(itemId, before + quantity);
    const problem =
      typed !== '' && !isNumber
        ? 'invalid'
        : quantity > left
          ? 'above'
          : !isHome && before + quantity > there && quantity > 0
            ? 'stock'
            : null;
    return { line, name, sku, left, due, there, text, quantity, problem };
  });
}

/** Returns the command of a valid form. All that is left of an order is said as such, so that it stays right if some leaves meanwhile. */
export function toFulfil(
  { id: orderId }: Pick<Order, 'id'>,
  rows: readonly FulfilLine[],
  form: FulfilForm,
): CommandData<'orders.fulfil'> {
  const isAll = rows.every(({ quantity, due }) => quantity === due);
  const lines = rows.flatMap(({ line, quantity }) => (quantity > 0 ? [{ line, quantity }] : []));
  const [carrier, tracking] = [form.carrier.trim(), form.tracking.trim()];
  return {
    orderId,
    ...(!isAll && { lines }),
    ...(form.locationId !== null && { locationId: form.locationId }),
    ...(carrier !== '' && { carrier }),
    ...(tracking !== '' && { tracking }),
  };
}
