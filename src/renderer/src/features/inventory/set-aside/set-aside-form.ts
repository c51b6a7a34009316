import type { FormFields } from '#shared/bridge/forms.ts';
import { available, type Level, Quantity } from '#shared/domain/inventory.ts';
import { freeOf, isExpired, type Lot, mostSetAside, type SetAside } from '#shared/domain/lots.ts';
import type { CommandData } from '#shared/protocol/commands/index.ts';
import { formKind } from '../../../hooks/use-form.ts';

/** What can be done with stock that is not for sale. */
export const KINDS = ['set_aside', 'put_back', 'write_off'] as const;
export type Kind = (typeof KINDS)[number];
export type SetAsideForm = FormFields<'inventory.set_aside'>;

/** Forms that were begun, by item and location. */
export const SET_ASIDES = formKind(
  'inventory.set_aside',
  { kind: 'set_aside', reason: 'damaged', quantity: '', lotId: null, note: '' },
  ({ quantity, note }) => quantity.trim() === '' && note.trim() === '',
);

/** The level that the form is judged against, with its lots. */
export interface SetAsideBase {
  readonly level: Pick<Level, 'itemId' | 'locationId' | 'onHand' | 'committed' | 'unavailable'> & {
    readonly setAside: readonly SetAside[];
  };
  readonly lots: readonly Lot[];
}

/** Returns the most that the form may move: of one lot, if one is chosen. The gateway has the final say. */
export function mostOf(
  { kind, reason, lotId }: SetAsideForm,
  { level, lots }: SetAsideBase,
  now: number,
): number {
  const stock = { lots, onHand: level.onHand, unavailable: level.setAside, lotId };
  if (kind === 'put_back') return mostSetAside(stock, reason, (lot) => !isExpired(lot, now));
  if (kind === 'write_off') return mostSetAside(stock, reason);
  const lot = lots.find(({ id }) => id === lotId);
  const free = Math.min(available(level), level.onHand - level.unavailable);
  return Math.max(0, lot === undefined ? free : Math.min(free, freeOf(lot)));
}

/** Why a field is invalid: keys under `inventory.setAside.errors`. */
export interface SetAsideErrors {
  readonly quantity?: 'number' | 'tooMany';
  readonly note?: 'long';
}

/** Validates the fields. */
export function validateSetAside(form: SetAsideForm, most: number): SetAsideErrors {
  const plain = form.quantity.trim();
  const quantity = Number(plain);
  const isNumber = /^\d+$/.test(plain) && quantity >= 1 && Quantity.safeParse(quantity).success;
  return {
    ...(!isNumber
      ? { quantity: 'number' as const }
      : quantity > most
        ? { quantity: 'tooMany' as const }
        : {}),
    ...(form.note.trim().length > 200 && { note: 'long' as const }),
  };
}

/** Returns the command's data. */
export function toSetAside(
  { quantity, reason, lotId, note }: SetAsideForm,
  { itemId, locationId }: { readonly itemId: string; readonly locationId: string },
): CommandData<'inventory.set_aside'> {
  const said = note.trim();
  return {
    itemId,
    locationId,
    quantity: Number(quantity.trim()),
    reason,
    lotId,
    note: said === '' ? null : said,
    reference: null,
  };
}
