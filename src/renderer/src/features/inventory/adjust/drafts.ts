import { formKind } from '../../../hooks/use-form.ts';
import { EMPTY_FORM } from './adjust-form.ts';

/** Returns the key of the form for an item at a location. */
export function draftKey(subject: { readonly itemId: string; readonly locationId: string }): string {
  return `${subject.itemId}:${subject.locationId}`;
}

/** Forms that were filled in and not sent, by item and location: closing the dialog loses nothing. */
export const ADJUSTMENTS = formKind('inventory.adjust', EMPTY_FORM, ({ quantity, reason, reference }) =>
  [quantity, reason, reference].every((text) => text.trim() === ''),
);
