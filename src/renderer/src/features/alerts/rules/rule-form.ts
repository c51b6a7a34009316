import type { FormFields } from '#shared/bridge/forms.ts';
import { AlertRule, MAX_DELAY_MS, type RuleKind } from '#shared/domain/alert-rules.ts';
import { HOUR_MS, MINUTE_MS } from '#shared/domain/time.ts';
import { formKind } from '../../../hooks/use-form.ts';

/** The fields of a rule as typed. Empty texts for the location and the category mean any. */
export type RuleFields = FormFields<'alerts.set_rule'>;

/** The key of the form of a new rule. */
export const NEW_RULE = 'new';

/** Why a field is invalid: keys under `alerts.rules.errors`. */
type RuleErrors = Partial<
  Record<
    | 'forMinutes'
    | 'keepMinutes'
    | 'overAt'
    | 'withinDays'
    | 'silentHours'
    | 'opensAt'
    | 'closesAt'
    | 'openDays',
    'minutes' | 'quantity' | 'wholeDays' | 'hours' | 'clock' | 'days'
  >
>;

/** Props of the fields of a rule. */
export interface RuleFieldsProps {
  readonly fields: RuleFields;
  readonly errors: RuleErrors;
  readonly onChange: (fields: RuleFields) => void;
}

/** A rule that is not there yet. */
export const EMPTY_RULE: RuleFields = {
  severity: 'warning',
  enabled: true,
  kind: 'low_stock',
  locationId: '',
  category: '',
  forMinutes: '0',
  keepMinutes: '0',
  overAt: '',
  withinDays: '',
  silentHours: '4',
  opensAt: '09:00',
  closesAt: '18:00',
  openDays: 0b0111111,
};

/** What is kept of a form that nobody has touched: what no form can say, so that every change is kept. */
export const UNTOUCHED: RuleFields = {
  ...EMPTY_RULE,
  silentHours: '',
  opensAt: '',
  closesAt: '',
  openDays: 0,
};

/** Rules that were changed and not saved. */
export const RULE_FORMS = formKind('alerts.set_rule', UNTOUCHED, (fields) => sameFields(fields, UNTOUCHED));

/** Returns whether two forms say the same. */
export function sameFields(a: RuleFields, b: RuleFields): boolean {
  return JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());
}

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** Returns the fields of a rule. */
export function fieldsOfRule(rule: AlertRule): RuleFields {
  return {
    severity: rule.severity,
    enabled: rule.enabled,
    kind: rule.kind,
    locationId: rule.locationId ?? '',
    category: rule.category ?? '',
    forMinutes: String(rule.forMs / MINUTE_MS),
    keepMinutes: String(rule.keepFiringForMs / MINUTE_MS),
    overAt: rule.overAt === null ? '' : String(rule.overAt),
    withinDays: rule.withinDays === null ? '' : String(rule.withinDays),
    silentHours: String(rule.silentForMs / HOUR_MS),
    opensAt: clock(rule.opensAt % (24 * 60)),
    closesAt: clock(rule.closesAt % (24 * 60)),
    openDays: rule.openDays,
  };
}

/** A decimal number as typed, with a point or a comma; null if it is none. */
function numberOf(text: string): number | null {
  return /^\d{1,6}(?:[.,]\d{1,3})?$/.test(text.trim()) ? Number(text.trim().replace(',', '.')) : null;
}

function minutesOf(text: string): number | null {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  return match ? Number(match[1]) * 60 + Number(match[2]) : null;
}

const delayOf = (text: string, unit: number, least = 0): number | null => {
  const value = numberOf(text);
  const ms = value === null ? null : Math.round(value * unit);
  return ms !== null && ms >= least && ms <= MAX_DELAY_MS ? ms : null;
};

/** Returns what is wrong with the fields that the kind has. */
export function validateRule(fields: RuleFields): RuleErrors {
  const errors: RuleErrors = {};
  if (fields.kind === 'dead_feed') {
    if (delayOf(fields.silentHours, HOUR_MS, 5 * MINUTE_MS) === null) errors.silentHours = 'hours';
    if (minutesOf(fields.opensAt) === null) errors.opensAt = 'clock';
    if (minutesOf(fields.closesAt) === null) errors.closesAt = 'clock';
    if (fields.openDays === 0) errors.openDays = 'days';
    return errors;
  }
  if (delayOf(fields.forMinutes, MINUTE_MS) === null) errors.forMinutes = 'minutes';
  if (delayOf(fields.keepMinutes, MINUTE_MS) === null) errors.keepMinutes = 'minutes';
  const over = fields.overAt.trim();
  if (fields.kind === 'overstock' && over !== '' && !/^[1-9]\d{0,8}$/.test(over)) errors.overAt = 'quantity';
  const within = fields.withinDays.trim();
  if (
    fields.kind === 'expiring' &&
    within !== '' &&
    !(/^[1-9]\d{0,3}$/.test(within) && Number(within) <= 3650)
  )
    errors.withinDays = 'wholeDays';
  return errors;
}

/** Returns the rule that valid fields describe. What its kind does not have stays as it was, or as it is by default. */
export function toRule(fields: RuleFields, id: string, before: AlertRule | null): AlertRule {
  const feed = fields.kind === 'dead_feed';
  const overstock: RuleKind = 'overstock';
  const { id: _id, ...rest } = before ?? { id };
  return AlertRule.parse({
    ...rest,
    id,
    kind: fields.kind,
    severity: fields.severity,
    enabled: fields.enabled,
    locationId: fields.locationId || null,
    category: feed ? null : fields.category || null,
    forMs: feed ? 0 : (delayOf(fields.forMinutes, MINUTE_MS) ?? 0),
    keepFiringForMs: feed ? 0 : (delayOf(fields.keepMinutes, MINUTE_MS) ?? 0),
    overAt: fields.kind === overstock && fields.overAt.trim() !== '' ? Number(fields.overAt) : null,
    withinDays:
      fields.kind === 'expiring' && fields.withinDays.trim() !== '' ? Number(fields.withinDays) : null,
    ...(feed
      ? {
          silentForMs: delayOf(fields.silentHours, HOUR_MS, 5 * MINUTE_MS) ?? undefined,
          opensAt: minutesOf(fields.opensAt) ?? undefined,
          closesAt: minutesOf(fields.closesAt) ?? undefined,
          openDays: fields.openDays,
        }
      : {}),
  });
}

const NAMES = [
  'severity',
  'enabled',
  'locationId',
  'category',
  'forMinutes',
  'keepMinutes',
  'overAt',
  'withinDays',
  'silentHours',
  'opensAt',
  'closesAt',
  'openDays',
] as const;
/** A field that somebody else may have changed; the kind of a rule never changes. */
export type RuleField = (typeof NAMES)[number];

/** The fields in which two forms differ. */
export function changedFields(a: RuleFields, b: RuleFields): RuleField[] {
  return NAMES.filter((name) => a[name] !== b[name]);
}
