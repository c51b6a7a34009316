import { parseMinorUnits } from '#shared/domain/money.ts';
import type { Order, OrderLine, ReturnedGoods } from '#shared/domain/orders.ts';
import type { CommandData } from '#shared/protocol/commands/index.ts';

/** Longest reason of a refund. */
const MAX_REASON = 300;

/** The goods of one item that can still be refunded. Amounts are in minor units. */
export interface RefundItem {
  readonly itemId: string;
  readonly name: string;
  readonly sku: string;
  readonly ordered: number;
  /** How many have not come back yet. */
  readonly left: number;
  /** What all that was ordered cost. */
  readonly total: number;
}

/** The fields of a refund as typed. `amount` is null while it follows the chosen goods. */
export interface RefundForm {
  /** The chosen quantities, by item. */
  readonly chosen: Readonly<Record<string, number>>;
  readonly amount: string | null;
  readonly restock: boolean;
  readonly reason: string;
}

export const EMPTY_REFUND: RefundForm = { chosen: {}, amount: null, restock: true, reason: '' };

/** What can be refunded of an order. */
export interface RefundBase {
  readonly items: readonly RefundItem[];
  /** At most this amount: what was paid and is not refunded yet. */
  readonly refundable: number;
  readonly currency: string;
  /** Whether goods can come back into stock: only those that left it. */
  readonly fulfilled: boolean;
}

/** Why a field is invalid: keys under `orders.refund.errors`. */
export interface RefundErrors {
  readonly amount?: 'amountMissing' | 'amountTooMuch';
  readonly reason?: 'reasonMissing' | 'reasonLong';
}

/** Returns the goods of an order by item, less what came back. */
export function refundItems(lines: readonly OrderLine[], returned: readonly ReturnedGoods[]): RefundItem[] {
  const items = new Map<string, RefundItem>();
  for (const { itemId, name, sku, quantity, total } of lines) {
    const before = items.get(itemId) ?? { itemId, name, sku, ordered: 0, left: 0, total: 0 };
    const ordered = before.ordered + quantity;
    items.set(itemId, { ...before, ordered, left: ordered, total: before.total + total });
  }
  const back = new Map(returned.map(({ itemId, quantity }) => [itemId, quantity]));
  return [...items.values()].map((item) => ({
    ...item,
    left: Math.max(0, item.left - (back.get(item.itemId) ?? 0)),
  }));
}

/** Returns what the chosen goods cost, but never more than can be refunded. */
export function amountOfChosen({ chosen }: Pick<RefundForm, 'chosen'>, base: RefundBase): number {
  const sum = base.items.reduce(
    (amount, item) => amount + Math.round((item.total * (chosen[item.itemId] ?? 0)) / item.ordered),
    0,
  );
  return Math.min(sum, base.refundable);
}

/** Returns an amount that was typed, minor units; null while it is none. */
export function parseAmount(text: string, currency: string): number | null {
  return parseMinorUnits(text.trim().replace(',', '.'), currency);
}

/** Returns the amount to refund, minor units; null while it is no amount. */
export function refundAmount(form: RefundForm, base: RefundBase): number | null {
  if (form.amount === null) return amountOfChosen(form, base);
  return parseAmount(form.amount, base.currency);
}

/** Validates the fields against the order before sending. The gateway has the final say. */
export function validateRefund(form: RefundForm, base: RefundBase): RefundErrors {
  const amount = refundAmount(form, base);
  const reason = form.reason.trim();
  return {
    ...(amount === null || amount <= 0
      ? { amount: 'amountMissing' as const }
      : amount > base.refundable
        ? { amount: 'amountTooMuch' as const }
        : {}),
    ...(reason === ''
      ? { reason: 'reasonMissing' as const }
      : reason.length > MAX_REASON
        ? { reason: 'reasonLong' as const }
        : {}),
  };
}

/** Returns the command of a valid form. */
export function toRefund(
  form: RefundForm,
  base: RefundBase,
  { id: orderId, currency }: Pick<Order, 'id' | 'currency'>,
  paymentId: string,
): CommandData<'payments.refund'> {
  const returned = base.items.flatMap(({ itemId, left }) => {
    const quantity = Math.min(form.chosen[itemId] ?? 0, left);
    return quantity > 0 ? [{ itemId, quantity }] : [];
  });
  return {
    paymentId,
    orderId,
    amount: refundAmount(form, base) ?? 0,
    currency,
    reason: form.reason.trim(),
    returned: base.fulfilled && form.restock ? returned : [],
  };
}
