import type { FormFields } from '#shared/bridge/forms.ts';
import type { Order, OrderLine, ReturnedGoods } from '#shared/domain/orders.ts';
import { REFUND_REASONS } from '#shared/domain/refund-reasons.ts';
import { allotted, type LineQuantity, refundedByLine } from '#shared/domain/refunds.ts';
import type { CommandData } from '#shared/protocol/commands/index.ts';
import { parseAmount } from '../../../lib/number-field.ts';

/** Longest reason of a refund. */
const MAX_REASON = 300;

/** A line of an order, with what can still be refunded of it and what can still come back. */
export interface RefundItem {
  /** The place of the line. */
  readonly line: number;
  readonly itemId: string;
  readonly name: string;
  readonly sku: string;
  /** How much is not refunded yet. */
  readonly left: number;
}

/** The fields of a refund as typed. `amount` is null while it follows the chosen lines. */
export type RefundForm = FormFields<'payments.refund'>;

export const EMPTY_REFUND: RefundForm = {
  ...{ mode: 'refund', chosen: {}, stays: [], amount: null, locationId: null, code: '', reason: '' },
};

/** What can be refunded of an order. */
export interface RefundBase {
  readonly lines: readonly OrderLine[];
  readonly refundedLines: readonly LineQuantity[];
  readonly returned: readonly ReturnedGoods[];
  /** At most this amount: what was paid and is neither refunded nor disputed. */
  readonly refundable: number;
  readonly currency: string;
  /** How much of each line has left: only that can come back into stock. */
  readonly shipped: readonly number[];
}

/** Why a field is invalid: keys under `orders.refund.errors`. */
export interface RefundErrors {
  readonly amount?: 'amountMissing' | 'amountTooMuch' | 'goodsMissing';
  readonly reason?: 'reasonMissing' | 'reasonLong';
}

/** Whether nothing was filled in. */
export function isEmptyRefund({ chosen, amount, reason, code }: RefundForm): boolean {
  const nothing = Object.values(chosen).every((quantity) => quantity === 0);
  return amount === null && reason.trim() === '' && code === '' && nothing;
}

/** Whether any goods can come back. */
export function canReturn({ shipped }: Pick<RefundBase, 'shipped'>): boolean {
  return shipped.some((count) => count > 0);
}

/** Returns how much of each item can still come back. */
function returnable({ lines, shipped, returned }: RefundBase): Map<string, number> {
  const left = new Map<string, number>();
  for (const [n, { itemId }] of lines.entries())
    left.set(itemId, (left.get(itemId) ?? 0) + (shipped[n] ?? 0));
  for (const { itemId, quantity } of returned) left.set(itemId, (left.get(itemId) ?? 0) - quantity);
  return left;
}

/** Returns the lines of an order with how much of each can be chosen. Without a refund, that is what has not come back. */
export function refundItems(base: RefundBase, mode: RefundForm['mode']): RefundItem[] {
  const done = refundedByLine(base.refundedLines);
  const back = returnable(base);
  return base.lines.map(({ itemId, name, sku, quantity }, line) => {
    const rest = Math.max(0, quantity - (done.get(line) ?? 0));
    const home = Math.max(0, Math.min(base.shipped[line] ?? 0, back.get(itemId) ?? 0));
    return { line, itemId, name, sku, left: mode === 'refund' ? rest : home };
  });
}

/** Returns the chosen pieces, never more of a line than is left. */
export function chosenLines(form: RefundForm, base: RefundBase): LineQuantity[] {
  return refundItems(base, form.mode).flatMap(({ line, left }) => {
    const quantity = Math.min(left, form.chosen[line] ?? 0);
    return quantity > 0 ? [{ line, quantity }] : [];
  });
}

/** Returns what each chosen line gets of an amount. What is left over belongs to no line. */
export function partsOf(form: RefundForm, base: RefundBase): { byLine: Map<number, number>; other: number } {
  const amount = refundAmount(form, base) ?? 0;
  const parts = allotted(base.lines, base.refundedLines, chosenLines(form, base), amount);
  const byLine = new Map(parts.map((part) => [part.line, part.amount]));
  return { byLine, other: amount - parts.reduce((sum, part) => sum + part.amount, 0) };
}

/** Returns what the chosen lines cost, but never more than can be refunded. */
export function amountOfChosen(form: RefundForm, base: RefundBase): number {
  const parts = allotted(base.lines, base.refundedLines, chosenLines(form, base), base.refundable);
  return parts.reduce((sum, { amount }) => sum + amount, 0);
}

/** Returns the amount to refund, minor units; null while it is no amount. */
export function refundAmount(form: RefundForm, base: RefundBase): number | null {
  if (form.mode === 'return') return 0;
  if (form.amount === null) return amountOfChosen(form, base);
  return parseAmount(form.amount, base.currency);
}

function reasonOf({ code, reason }: RefundForm): string {
  return REFUND_REASONS.find((one) => one === code) ?? reason.trim();
}

/** Validates the fields against the order before sending. The gateway has the final say. */
export function validateRefund(form: RefundForm, base: RefundBase): RefundErrors {
  const amount = refundAmount(form, base);
  const reason = reasonOf(form);
  const money =
    form.mode === 'return'
      ? returnedGoods(form, base).length === 0
        ? 'goodsMissing'
        : null
      : amount === null || amount <= 0
        ? 'amountMissing'
        : amount > base.refundable
          ? 'amountTooMuch'
          : null;
  const words = reason === '' ? 'reasonMissing' : reason.length > MAX_REASON ? 'reasonLong' : null;
  return { ...(money && { amount: money }), ...(words && { reason: words }) };
}

/** Returns the goods that come back with the chosen lines, one entry an item, never more than can. */
function returnedGoods(form: RefundForm, base: RefundBase): ReturnedGoods[] {
  if (!canReturn(base)) return [];
  const left = returnable(base);
  const back = new Map<string, number>();
  for (const { line, quantity } of chosenLines(form, base)) {
    const { itemId } = base.lines[line] ?? {};
    if (itemId === undefined || (form.mode === 'refund' && form.stays.includes(String(line)))) continue;
    back.set(itemId, Math.min(left.get(itemId) ?? 0, (back.get(itemId) ?? 0) + quantity));
  }
  return [...back].flatMap(([itemId, quantity]) => (quantity > 0 ? [{ itemId, quantity }] : []));
}

/** Returns the command of a valid form. */
export function toRefund(
  form: RefundForm,
  base: RefundBase,
  { id: orderId, currency }: Pick<Order, 'id' | 'currency'>,
  paymentId: string,
): CommandData<'payments.refund'> {
  const returned = returnedGoods(form, base);
  return {
    paymentId,
    orderId,
    amount: refundAmount(form, base) ?? 0,
    currency,
    reason: reasonOf(form),
    returned,
    lines: form.mode === 'return' ? [] : chosenLines(form, base),
    ...(form.locationId !== null && returned.length > 0 && { restockLocationId: form.locationId }),
  };
}
