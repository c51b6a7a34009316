import type { TFunction } from 'i18next';
import { FAILURE_REASONS, type Payment } from '#shared/domain/orders.ts';
import { reasonCode } from '#shared/domain/reasons.ts';

/** Returns a reason in the user's language: a code in words, a person's own words as they are. */
export function reasonText({ t }: { readonly t: TFunction }, reason: string): string {
  const code = reasonCode(reason);
  return code === null ? reason : t(`reasons.${code}`);
}

/** Returns why a payment failed in the user's language; a reason of a newer version as it is. */
export function failureText({ t }: { readonly t: TFunction }, reason: string): string {
  const known = FAILURE_REASONS.find((one) => one === reason);
  return known === undefined ? reason : t(`reasons.payment.${known}`);
}

/** Returns the reason of a payment or refund in the user's language; null if it has none. */
export function paymentReason(
  say: { readonly t: TFunction },
  { status, reason }: Pick<Payment, 'status' | 'reason'>,
): string | null {
  if (reason === null) return null;
  return status === 'failed' ? failureText(say, reason) : reasonText(say, reason);
}
