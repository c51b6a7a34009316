import {
  pickThreshold,
  Quantity,
  type StockLimits,
  scopeKey,
  sourceOf,
  type Threshold,
} from '#shared/domain/inventory.ts';
import { type LimitsProblem, limitsProblem } from '#shared/domain/items.ts';

/** The most days before an expiry. */
const MAX_DAYS = 3650;

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
  /** Empty: overstock is not watched. */
  readonly overAt: string;
  /** Empty: expiry is not watched. */
  readonly expiringWithinDays: string;
}

/** Why a field is invalid: keys under `inventory.threshold.errors`. */
export type ThresholdErrors = Partial<
  Record<
    'lowAt' | 'outAt' | 'recoverAt' | 'overAt' | 'expiringWithinDays',
    'number' | 'outAboveLow' | 'recoverBelowLow' | 'overBelowLow' | 'days'
  >
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
  const shown: StockLimits & Partial<Pick<Threshold, 'recoverAt' | 'overAt' | 'expiringWithinDays'>> =
    thresholdAt(thresholds, choice, place) ?? pickThreshold(thresholds, place) ?? defaults;
  return {
    scope: choice,
    lowAt: String(shown.lowAt),
    outAt: String(shown.outAt),
    recoverAt: String(shown.recoverAt ?? ''),
    overAt: String(shown.overAt ?? ''),
    expiringWithinDays: String(shown.expiringWithinDays ?? ''),
  };
}

/** Parses a quantity of 0 or more; null for anything else. */
function parseLevel(text: string): number | null {
  const plain = text.trim();
  if (!/^\d+$/.test(plain)) return null;
  return Quantity.safeParse(Number(plain)).success ? Number(plain) : null;
}

/** Parses a level that may be left out: null where it is, undefined where it is no number of 1 or more. */
function parseOptional(text: string): number | null | undefined {
  if (text.trim() === '') return null;
  const level = parseLevel(text);
  return level === null || level === 0 ? undefined : level;
}

const FIELD_OF: Readonly<Record<LimitsProblem, keyof ThresholdErrors>> = {
  outAboveLow: 'outAt',
  recoverBelowLow: 'recoverAt',
  overBelowLow: 'overAt',
};

/** Validates the fields as the gateway does. */
export function validateThreshold(form: ThresholdForm): ThresholdErrors {
  const errors: ThresholdErrors = {};
  const [lowAt, outAt] = [parseLevel(form.lowAt), parseLevel(form.outAt)];
  const [recoverAt, overAt] = [parseOptional(form.recoverAt), parseOptional(form.overAt)];
  const days = parseOptional(form.expiringWithinDays);
  if (lowAt === null) errors.lowAt = 'number';
  if (outAt === null) errors.outAt = 'number';
  if (recoverAt === undefined) errors.recoverAt = 'number';
  if (overAt === undefined) errors.overAt = 'number';
  if (days === undefined || (days !== null && days > MAX_DAYS)) errors.expiringWithinDays = 'days';
  if (lowAt === null) return errors;
  // Each field is judged beside those that are valid.
  const problem = limitsProblem({
    lowAt,
    outAt: outAt ?? 0,
    recoverAt: recoverAt ?? null,
    overAt: overAt ?? null,
  });
  if (problem !== null) errors[FIELD_OF[problem]] ??= problem;
  return errors;
}

/** Returns the threshold that a valid form sets. */
export function toThreshold(form: ThresholdForm, place: Place): Threshold {
  return {
    ...scopeOf(form.scope, place),
    lowAt: parseLevel(form.lowAt) ?? 0,
    outAt: parseLevel(form.outAt) ?? 0,
    recoverAt: parseLevel(form.recoverAt),
    overAt: parseLevel(form.overAt),
    expiringWithinDays: parseLevel(form.expiringWithinDays),
  };
}

/** Returns the threshold that still applies at the place if one is set for the choice: a closer one. Null if the new one does. */
export function closerThan(
  choice: ScopeChoice,
  place: Place,
  thresholds: readonly Threshold[],
): Threshold | null {
  const key = scopeKey(scopeOf(choice, place));
  const limits = { lowAt: 0, outAt: 0, recoverAt: null, overAt: null, expiringWithinDays: null };
  const set = { ...scopeOf(choice, place), ...limits };
  const applies = pickThreshold([...thresholds.filter((one) => scopeKey(one) !== key), set], place);
  return applies === null || scopeKey(applies) === key ? null : applies;
}
