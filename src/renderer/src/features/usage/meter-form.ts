import type { FormFields } from '#shared/bridge/forms.ts';
import { AGGREGATIONS, DEFAULT_THRESHOLDS, Meter } from '#shared/domain/usage.ts';
import type { CommandData } from '#shared/protocol/commands/index.ts';

/** A meter as it is typed. `seen` is the version that the change was begun on; -1 for a form that nothing was entered in. */
export type MeterFields = FormFields<'usage.set_meter'>;

/** A form of a new meter. */
export const NEW_METER: MeterFields = {
  key: '',
  name: '',
  unit: '',
  aggregation: 'sum',
  quota: '',
  thresholds: DEFAULT_THRESHOLDS.join(' '),
  seen: -1,
};

const MB = 1_000_000;

/** Returns the form of a meter. Bytes are typed in MB. */
export function fieldsOf(meter: Meter): MeterFields {
  const { key, name, unit, aggregation, quota, thresholds } = meter;
  const shown = quota === null ? '' : String(unit === 'bytes' ? quota / MB : quota);
  return { key, name, unit, aggregation, quota: shown, thresholds: thresholds.join(' '), seen: -1 };
}

/** What is wrong with a form, by field. */
export type MeterProblems = Partial<Record<'key' | 'name' | 'unit' | 'quota' | 'thresholds', true>>;

/** Returns the data of the command, or what is wrong. */
export function readMeterForm(
  fields: MeterFields,
): { readonly data: Omit<CommandData<'usage.set_meter'>, 'seen'> } | { readonly problems: MeterProblems } {
  const { shape } = Meter;
  const factor = fields.unit === 'bytes' ? MB : 1;
  // A dot or a comma may mean thousands or a fraction: neither is guessed.
  const digits = fields.quota.replaceAll(/\s/g, '');
  const quota = digits === '' ? null : /^\d+$/.test(digits) ? Number(digits) * factor : Number.NaN;
  const thresholds = fields.thresholds
    .split(/[\s,;%]+/)
    .filter((part) => part !== '')
    .map(Number)
    .sort((a, b) => a - b);
  const aggregation = AGGREGATIONS.find((one) => one === fields.aggregation) ?? 'sum';
  const parsed = {
    key: shape.key.safeParse(fields.key),
    name: shape.name.safeParse(fields.name),
    unit: shape.unit.safeParse(fields.unit),
    quota: shape.quota.safeParse(quota),
    thresholds: shape.thresholds.safeParse(thresholds),
  };
  const { key, name, unit } = parsed;
  if (key.success && name.success && unit.success && parsed.quota.success && parsed.thresholds.success)
    return {
      data: {
        key: key.data,
        name: name.data,
        unit: unit.data,
        aggregation,
        quota: parsed.quota.data,
        thresholds: parsed.thresholds.data,
      },
    };
  const problems: MeterProblems = {};
  for (const field of ['key', 'name', 'unit', 'quota', 'thresholds'] as const)
    if (!parsed[field].success) problems[field] = true;
  return { problems };
}
