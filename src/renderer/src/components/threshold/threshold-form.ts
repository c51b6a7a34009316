import {
  pickThreshold,
  Quantity,
  type StockLimits,
  scopeKey,
  sourceOf,
  type Threshold,
} from '#shared/domain/inventory.ts';

/** What a threshold can be set for, from where an item is seen at a location. `here` is that location. */
export const SCOPE_CHOICES = [
  'itemHere',
  'item',
  'categoryHere',
  'category',
  'location',
  'workspace',
] as const;
export type ScopeChoice = (typeof SCOPE_CHOICES)[number];

/** An item at a location. */
export interface Place {
  readonly itemId: string;
  readonly locationId: string;
  readonly category: string;
}

/** The fields as typed; an empty `recoverAt` leaves the level at which alerts recover to the rule for it. */
export interface ThresholdForm {
  readonly scope: ScopeChoice;
  readonly lowAt: string;
  readonly outAt: string;
  readonly recoverAt: string;
}

/** Why a field is invalid: keys under `inventory.threshold.errors`. */
export type ThresholdErrors = Partial<
  Record<'lowAt' | 'outAt' | 'recoverAt', 'number' | 'outAboveLow' | 'recoverBelowLow'>
>;

/** Returns the scope of a choice at a place. */
export function scopeOf(
  choice: ScopeChoice,
  place: Place,
): Pick<Threshold, 'itemId' | 'locationId' | 'category'> {
  const item = choice === 'item' || choice === 'itemHere';
  const category = choice === 'category' || choice === 'categoryHere';
  const here = choice === 'itemHere' || choice === 'categoryHere' || choice === 'location';
  return {
    itemId: item ? place.itemId : null,
    category: category ? place.category : null,
    locationId: here ? place.locationId : null,
  };
}

/** Returns the choice that a threshold was set for; null stands for the defaults of the workspace. */
export function choiceOf(threshold: Threshold | null): ScopeChoice {
  if (threshold === null) return 'workspace';
  const source = sourceOf(threshold);
  if (source === 'location' || source === 'workspace' || threshold.locationId === null) return source;
  return source === 'item' ? 'itemHere' : 'categoryHere';
}

/** Returns the threshold that is set for exactly this choice, if one is. */
export function thresholdAt(
  thresholds: readonly Threshold[],
  choice: ScopeChoice,
  place: Place,
): Threshold | null {
  const key = scopeKey(scopeOf(choice, place));
  return thresholds.find((one) => scopeKey(one) === key) ?? null;
}

/** Returns the fields of a choice: what is set for it, else what applies at the place now. */
export function formFor(
  choice: ScopeChoice,
  place: Place,
  thresholds: readonly Threshold[],
  defaults: StockLimits,
): ThresholdForm {
  const shown: StockLimits & { readonly recoverAt?: number | null } =
    thresholdAt(thresholds, choice, place) ?? pickThreshold(thresholds, place) ?? defaults;
  return {
    scope: choice,
    lowAt: String(shown.lowAt),
    outAt: String(shown.outAt),
    recoverAt: String(shown.recoverAt ?? ''),
  };
}

/** Parses a quantity of 0 or more; null for anything else. */
function parseLevel(text: string): number | null {
  const plain = text.trim();
  if (!/^\d+$/.test(plain)) return null;
  return Quantity.safeParse(Number(plain)).success ? Number(plain) : null;
}

/** Validates the fields as the gateway does. */
export function validateThreshold({ lowAt, outAt, recoverAt }: ThresholdForm): ThresholdErrors {
  const errors: ThresholdErrors = {};
  const [low, out, recover] = [lowAt, outAt, recoverAt].map(parseLevel);
  if (low === null || low === undefined) errors.lowAt = 'number';
  if (out === null || out === undefined) errors.outAt = 'number';
  else if (typeof low === 'number' && out > low) errors.outAt = 'outAboveLow';
  if (recoverAt.trim() === '') return errors;
  if (recover === null || recover === undefined) errors.recoverAt = 'number';
  else if (typeof low === 'number' && recover <= low) errors.recoverAt = 'recoverBelowLow';
  return errors;
}

/** Returns the threshold that a valid form sets. What the form does not show stays as it was. */
export function toThreshold(form: ThresholdForm, place: Place, thresholds: readonly Threshold[]): Threshold {
  const before = thresholdAt(thresholds, form.scope, place);
  return {
    ...scopeOf(form.scope, place),
    lowAt: parseLevel(form.lowAt) ?? 0,
    outAt: parseLevel(form.outAt) ?? 0,
    recoverAt: parseLevel(form.recoverAt),
    overAt: before?.overAt ?? null,
    expiringWithinDays: before?.expiringWithinDays ?? null,
  };
}

/** Returns the threshold that still applies at the place if one is set for the choice: a closer one. Null if the new one does. */
export function closerThan(
  choice: ScopeChoice,
  place: Place,
  thresholds: readonly Threshold[],
): Threshold | null {
  const key = scopeKey(scopeOf(choice, place));
  const set = toThreshold({ scope: choice, lowAt: '0', outAt: '0', recoverAt: '' }, place, thresholds);
  const applies = pickThreshold([...thresholds.filter((one) => scopeKey(one) !== key), set], place);
  return applies === null || scopeKey(applies) === key ? null : applies;
}
