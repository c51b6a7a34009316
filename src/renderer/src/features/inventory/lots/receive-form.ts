import type { FormFields } from '#shared/bridge/forms.ts';
import { Quantity } from '#shared/domain/inventory.ts';
import { dayStart } from '#shared/domain/time.ts';
import type { CommandData } from '#shared/protocol/commands/index.ts';
import { formKind } from '../../../hooks/use-form.ts';

export type ReceiveForm = FormFields<'inventory.receive'>;

/** Receipts that were begun, by item. Without a location, it is the one chosen on the page. */
export const RECEIPTS = formKind(
  'inventory.receive',
  { locationId: null, quantity: '', code: '', expires: '', reference: '' },
  ({ quantity, code, expires, reference }) =>
    [quantity, code, expires, reference].every((value) => value.trim() === ''),
);

/** Why a field is invalid: keys under `inventory.lots.errors`. */
export interface ReceiveErrors {
  readonly quantity?: 'number';
  readonly code?: 'code' | 'noCode';
  readonly expires?: 'date';
  readonly reference?: 'long';
}

/** Validates the fields. */
export function validateReceipt(form: ReceiveForm): ReceiveErrors {
  const plain = form.quantity.trim();
  const isNumber = /^\d+$/.test(plain) && Number(plain) >= 1 && Quantity.safeParse(Number(plain)).success;
  const code = form.code.trim();
  const dated = form.expires !== '';
  return {
    ...(!isNumber && { quantity: 'number' as const }),
    ...(code.length > 64
      ? { code: 'code' as const }
      : code === '' && dated
        ? { code: 'noCode' as const }
        : {}),
    ...(dated && !/^\d{4}-\d{2}-\d{2}$/.test(form.expires) && { expires: 'date' as const }),
    ...(form.reference.trim().length > 120 && { reference: 'long' as const }),
  };
}

/** Returns the command's data. A lot is sold through the day of its expiry, in the workspace's time zone. */
export function toReceipt(
  { quantity, code, expires, reference }: ReceiveForm,
  { itemId, locationId, timeZone }: { itemId: string; locationId: string; timeZone: string },
): CommandData<'inventory.receive'> {
  const noted = reference.trim();
  const lot = code.trim();
  return {
    itemId,
    locationId,
    quantity: Number(quantity.trim()),
    reference: noted === '' ? null : noted,
    lot: lot === '' ? null : { code: lot, expiresAt: expires === '' ? null : dayStart(expires, timeZone, 1) },
  };
}
