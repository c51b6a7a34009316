import type { PaymentFilters } from '#shared/bridge/payments.ts';
import { Day } from '#shared/domain/days.ts';
import { Currency } from '#shared/domain/money.ts';
import { unlessDefault, withParams } from '../../../lib/params.ts';

export const KINDS = ['any', 'payment', 'refund'] as const;
export const STATUSES = ['any', 'succeeded', 'failed', 'disputed'] as const;

const dayOf = (text: string | null): string | null => Day.safeParse(text).data ?? null;

/** Reads the filters from the address. Unknown and missing values become the defaults. */
export function readPaymentFilters(params: URLSearchParams): PaymentFilters {
  return {
    kind: KINDS.find((value) => value === params.get('kind')) ?? 'any',
    status: STATUSES.find((value) => value === params.get('status')) ?? 'any',
    method: params.get('method')?.slice(0, 40) || null,
    currency: Currency.safeParse(params.get('currency')).data ?? null,
    locationId: params.get('location')?.slice(0, 64) || null,
    from: dayOf(params.get('from')),
    to: dayOf(params.get('to')),
  };
}

/** Writes a change to the address. Defaults are omitted; other parameters stay. */
export function writePaymentFilters(
  params: URLSearchParams,
  change: Partial<PaymentFilters>,
): URLSearchParams {
  const next = { ...readPaymentFilters(params), ...change };
  return withParams(params, {
    kind: unlessDefault(next.kind, 'any'),
    status: unlessDefault(next.status, 'any'),
    method: next.method,
    currency: next.currency,
    location: next.locationId,
    from: next.from,
    to: next.to,
  });
}

/** Whether any filter is active. */
export function isNarrowed({ kind, status, ...rest }: PaymentFilters): boolean {
  return kind !== 'any' || status !== 'any' || Object.values(rest).some((value) => value !== null);
}
