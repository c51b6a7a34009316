import type { ReasonCode } from './reasons.ts';

/** The reasons for a refund that are offered; people can also write their own. */
export const REFUND_REASONS = [
  'order.returned',
  'order.withdrawn',
  'refund.damaged',
  'refund.wrong_item',
  'refund.not_received',
  'refund.goodwill',
] as const satisfies readonly ReasonCode[];
