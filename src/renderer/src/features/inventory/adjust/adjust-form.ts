import { applyDelta } from '#shared/domain/inventory.ts';
import type { CommandData } from '#shared/protocol/commands/index.ts';

/** The fields of the adjustment as typed. */
export interface AdjustForm {
  readonly mode: 'delta' | 'set';
  readonly quantity: string;
  readonly reason: string;
  readonly reference: string;
}

/** The form of a new adjustment. */
export const EMPTY_FORM: AdjustForm = { mode: 'delta', quantity: '', reason: '', reference: '' };

/** The level the user is looking at. Its on hand becomes `expected` of a `set`. */
export interface AdjustBase {
  readonly onHand: number;
  readonly available: number;
  readonly backorderLimit: number;
}

/** Why a field is invalid: keys under `inventory.adjust.errors`. */
export interface AdjustErrors {
  readonly quantity?:
    | 'quantityMissing'
    | 'quantityZero'
    | 'quantityNegative'
    | 'quantitySame'
    | 'quantityLarge'
    | 'tooFew';
  readonly reason?: 'reasonMissing' | 'reasonLong';
  readonly reference?: 'referenceLong';
}

const MAX_QUANTITY = 1_000_000_000;

/** Parses a whole number as people type it: with a sign, with − for minus, with spaces. Null for anything else. */
export function parseWhole(text: string): number | null {
  const plain = text.trim().replace(/^[−–]/, '-').replace(/^\+/, '').replace(/\s/g, '');
  return /^-?\d{1,15}$/.test(plain) ? Number(plain) + 0 : null;
}

/** Returns what would be on hand and available afterwards, or null while the quantity is not a number. */
export function resultOf(
  form: AdjustForm,
  base: AdjustBase,
): { readonly onHand: number; readonly available: number; readonly delta: number } | null {
  const quantity = parseWhole(form.quantity);
  if (quantity === null) return null;
  const delta = form.mode === 'delta' ? quantity : quantity - base.onHand;
  return { onHand: base.onHand + delta, available: base.available + delta, delta };
}

/** Whether the rules of stock refuse a change because it takes more than is available. */
function takesTooMuch({ onHand, available, backorderLimit }: AdjustBase, delta: number): boolean {
  const balance = { onHand, committed: onHand - available, unavailable: 0 };
  const change = applyDelta(balance, { onHand: delta }, backorderLimit);
  return !change.ok && change.refusal.code === 'insufficient_stock';
}

/** Validates the fields against the level on screen before sending. The gateway has the final say. */
export function validateAdjust(form: AdjustForm, base: AdjustBase): AdjustErrors {
  const errors: { -readonly [K in keyof AdjustErrors]: AdjustErrors[K] } = {};
  const result = resultOf(form, base);
  const quantity = parseWhole(form.quantity);
  if (quantity === null || result === null) errors.quantity = 'quantityMissing';
  else if (Math.abs(quantity) > MAX_QUANTITY || Math.abs(result.onHand) > MAX_QUANTITY)
    errors.quantity = 'quantityLarge';
  else if (form.mode === 'set' && quantity < 0) errors.quantity = 'quantityNegative';
  else if (result.delta === 0) errors.quantity = form.mode === 'set' ? 'quantitySame' : 'quantityZero';
  else if (takesTooMuch(base, result.delta)) errors.quantity = 'tooFew';
  const reason = form.reason.trim();
  if (reason === '') errors.reason = 'reasonMissing';
  else if (reason.length > 200) errors.reason = 'reasonLong';
  if (form.reference.trim().length > 120) errors.reference = 'referenceLong';
  return errors;
}

/** Returns the command's data. Call it only with a valid form. */
export function toCommand(
  form: AdjustForm,
  base: AdjustBase,
  { itemId, locationId }: { readonly itemId: string; readonly locationId: string },
): CommandData<'inventory.adjust'> {
  const quantity = parseWhole(form.quantity) ?? 0;
  const reference = form.reference.trim();
  return {
    itemId,
    locationId,
    change:
      form.mode === 'delta' ? { mode: 'delta', quantity } : { mode: 'set', quantity, expected: base.onHand },
    reason: form.reason.trim(),
    reference: reference === '' ? null : reference,
  };
}

/** Returns what a refused adjustment expected on hand; null for a difference and for other data. */
export function expectedOf(data: unknown): number | null {
  if (typeof data !== 'object' || data === null || !('change' in data)) return null;
  const { change } = data;
  if (typeof change !== 'object' || change === null || !('expected' in change)) return null;
  return typeof change.expected === 'number' ? change.expected : null;
}

/** Returns the fields of a refused adjustment, so that it can be corrected instead of retyped. Null for other data. */
export function fromCommand(data: unknown): AdjustForm | null {
  if (typeof data !== 'object' || data === null) return null;
  if (!('change' in data) || !('reason' in data) || typeof data.reason !== 'string') return null;
  const { change, reason } = data;
  if (typeof change !== 'object' || change === null) return null;
  if (!('mode' in change) || !('quantity' in change) || typeof change.quantity !== 'number') return null;
  if (change.mode !== 'delta' && change.mode !== 'set') return null;
  const reference = 'reference' in data && typeof data.reference === 'string' ? data.reference : '';
  return { mode: change.mode, quantity: String(change.quantity), reason, reference };
}
