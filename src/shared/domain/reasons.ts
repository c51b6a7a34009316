/**
 * Reasons that the software gives, as codes: events and ledgers keep a code, and each console puts it into the language of
 * its user. Everything else in a reason is a person's own words and is shown as it is.
 */
export const REASON_CODES = [
  'stock.received',
  'stock.reserved',
  'stock.released',
  'stock.recount',
  'stock.damaged',
  'stock.returned',
  'stock.found',
  'stock.lost',
  'stock.corrected',
  'transfer.sent',
  'transfer.received',
  'transfer.returned',
  'stock.set_aside',
  'stock.put_back',
  'stock.written_off',
  'lot.expired',
  'reservation.expired',
  'order.placed',
  'order.fulfilled',
  'order.returned',
  'order.withdrawn',
  'purchase.ordered',
  'purchase.received',
  'refund.damaged',
  'refund.wrong_item',
  'refund.not_received',
  'refund.goodwill',
  'dispute.lost',
] as const;
export type ReasonCode = (typeof REASON_CODES)[number];

/** What earlier versions wrote instead of codes, also into the demo's history. */
const EARLIER: Readonly<Record<string, ReasonCode>> = {
  received: 'stock.received',
  reserved: 'stock.reserved',
  'reservation expired': 'reservation.expired',
  'order placed': 'order.placed',
  'order fulfilled': 'order.fulfilled',
  'found in the rack': 'stock.found',
  'cycle count': 'stock.recount',
  'returned by the customer': 'order.returned',
  'changed my mind': 'order.withdrawn',
};

/** Whether a text is a code, as against a person's own words and what earlier versions wrote. */
export function isReasonCode(text: string): text is ReasonCode {
  return REASON_CODES.some((code) => code === text);
}

/** Returns the code of a reason; null for a person's own words. */
export function reasonCode(reason: string): ReasonCode | null {
  if (isReasonCode(reason)) return reason;
  return Object.hasOwn(EARLIER, reason) ? (EARLIER[reason] ?? null) : null;
}
