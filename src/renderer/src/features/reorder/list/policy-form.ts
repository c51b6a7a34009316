import type { FormFields } from '#shared/bridge/forms.ts';
import { POLICY_LIMITS, type ReorderPolicy, ReorderTerms, SERVICE_LEVELS } from '#shared/domain/reorder.ts';

/** The terms as typed. An empty level of a class is that of the workspace. */
export type PolicyForm = FormFields<'reorder.set_policy'>;
export type PolicyField = Exclude<keyof PolicyForm, 'revision'>;

/** A form that was not begun. */
export const NO_FORM: PolicyForm = {
  serviceLevel: '',
  serviceLevelA: '',
  serviceLevelB: '',
  serviceLevelC: '',
  windowDays: '',
  reviewDays: '',
  leadTimeDays: '',
  leadTimeDeviationDays: '',
  multiple: '',
  revision: '',
};

/** The fields with numbers, and their limits. */
export const NUMBER_FIELDS = {
  windowDays: POLICY_LIMITS.windowDays,
  reviewDays: POLICY_LIMITS.reviewDays,
  leadTimeDays: POLICY_LIMITS.leadTimeDays,
  leadTimeDeviationDays: POLICY_LIMITS.leadTimeDays,
  multiple: [1, 100_000],
} as const;
export type NumberField = keyof typeof NUMBER_FIELDS;

const LEVELS = ['serviceLevel', 'serviceLevelA', 'serviceLevelB', 'serviceLevelC'] as const;

/** Returns the form of a policy. */
export function formOf(policy: ReorderPolicy): PolicyForm {
  const text = (value: number | null): string => (value === null ? '' : String(value));
  return {
    serviceLevel: text(policy.serviceLevel),
    serviceLevelA: text(policy.serviceLevelA),
    serviceLevelB: text(policy.serviceLevelB),
    serviceLevelC: text(policy.serviceLevelC),
    windowDays: text(policy.windowDays),
    reviewDays: text(policy.reviewDays),
    leadTimeDays: text(policy.leadTimeDays),
    leadTimeDeviationDays: text(policy.leadTimeDeviationDays),
    multiple: text(policy.multiple),
    revision: text(policy.revision),
  };
}

/** Returns whether a number was typed that its field allows. */
export function isNumberValid(name: NumberField, text: string): boolean {
  const [from, to] = NUMBER_FIELDS[name];
  return /^\d{1,6}$/.test(text.trim()) && Number(text) >= from && Number(text) <= to;
}

/** Returns the terms that were typed; null while a field is not valid. */
export function termsOf(form: PolicyForm): ReorderTerms | null {
  const numbers = Object.keys(NUMBER_FIELDS) as NumberField[];
  if (!numbers.every((name) => isNumberValid(name, form[name]))) return null;
  const level = (text: string) => SERVICE_LEVELS.find((value) => String(value) === text) ?? null;
  return (
    ReorderTerms.safeParse({
      ...Object.fromEntries(LEVELS.map((name) => [name, level(form[name])])),
      ...Object.fromEntries(numbers.map((name) => [name, Number(form[name])])),
    }).data ?? null
  );
}

/** The fields in which two policies differ. */
export function differences(a: ReorderTerms, b: ReorderTerms): PolicyField[] {
  return [...LEVELS, ...(Object.keys(NUMBER_FIELDS) as NumberField[])].filter((name) => a[name] !== b[name]);
}
