import type { ReasonCode } from './reasons.ts';

/** Why a payment failed, as integrators say it. */
export const FAILURE_REASONS = [
  'declined',
  'insufficient_funds',
  'expired_card',
  'fraud_suspected',
  'three_d_secure_failed',
  'provider_error',
  'other',
] as const;
export type FailureReason = (typeof FAILURE_REASONS)[number];

/** Returns the code under which a payment keeps why it failed. */
export function failureCode(reason: FailureReason): ReasonCode {
  return `payment.${reason}`;
}

/** The reasons for a refund that are offered; people can also write their own. */
export const REFUND_REASONS = [
  'order.returned',
  'order.withdrawn',
  'refund.damaged',
  'refund.wrong_item',
  'refund.not_received',
  'refund.goodwill',
] as const satisfies readonly ReasonCode[];
