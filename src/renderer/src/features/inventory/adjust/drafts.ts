import { ownWords } from '../../../stores/owned.ts';
import { type AdjustForm, parseWhole } from './adjust-form.ts';

/** Returns the key of the form for an item at a location. */
export function draftKey(subject: { readonly itemId: string; readonly locationId: string }): string {
  return `${subject.itemId}:${subject.locationId}`;
}

/** Forms that were filled in and not sent, by item and location: closing the dialog loses nothing. */
export const drafts = ownWords<AdjustForm>('drafts', 50, (key, { mode, quantity, reason, reference }) => {
  if (quantity.trim() === '' && reason.trim() === '' && reference.trim() === '') return null;
  const [itemId, locationId] = key.split(':');
  const change = { mode, quantity: parseWhole(quantity) ?? 0 };
  return { type: 'inventory.adjust', data: { itemId, locationId, change, reason, reference } };
});
