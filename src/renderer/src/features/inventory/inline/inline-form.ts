import { type AdjustForm, parseWhole } from '../adjust/adjust-form.ts';

/** What is typed into the cell: a number sets, +5 and −3 change by that much. */
export function typedMode(text: string): AdjustForm['mode'] {
  return /^\s*[+\-−–]/.test(text) ? 'delta' : 'set';
}

/** Returns the text of a form that may have been filled in elsewhere: a change has its sign. */
export function typedText({ mode, quantity }: Pick<AdjustForm, 'mode' | 'quantity'>): string {
  const unsigned = quantity.trim() !== '' && typedMode(quantity) === 'set';
  return mode === 'delta' && unsigned && (parseWhole(quantity) ?? 0) >= 0 ? `+${quantity.trim()}` : quantity;
}
