import type { TFunction } from 'i18next';
import type { LineChange, LineError } from '#shared/domain/imports.ts';
import { sayRefusal } from '#shared/text/say.ts';
import type { Format } from '../../format/format.ts';
import { languageOf } from '../../i18n/errors.ts';

/** What the texts of problems may need; each says which it has. */
const NO_VALUES = {
  value: '',
  min: '',
  max: '',
  found: '',
  expected: '',
  current: '',
  line: '',
  low: '',
  sku: '',
};
const AMOUNTS: ReadonlySet<string> = new Set(['price', 'cost']);

/** Returns the name of a field of a file. */
export function fieldName(t: TFunction, field: string): string {
  return t(`imports.field.${field}` as 'imports.field.sku', { defaultValue: field });
}

/** Says what a line changes: `On hand: 10 → 12`, and what stands there now where that is something else. */
export function changeText(
  t: TFunction,
  format: Format,
  { field, from, to, now }: LineChange,
  currency: string | null,
): string {
  const shown = (value: string | number | null): string => {
    if (value === null || value === '') return t('imports.detail.nothingThere');
    if (typeof value === 'string') return value;
    return AMOUNTS.has(field) && currency !== null ? format.money(value, currency) : format.integer(value);
  };
  const change = from === null ? shown(to) : t('imports.detail.fromTo', { from: shown(from), to: shown(to) });
  const since = now === undefined || now === to ? '' : `, ${t('imports.detail.now', { value: shown(now) })}`;
  return `${fieldName(t, field)}: ${change}${since}`;
}

/** Says what is wrong with a line, and in which column. */
export function errorText(t: TFunction, format: Format, error: LineError): string {
  const { problem, column, field } = error;
  const values = Object.fromEntries(
    Object.entries(error.values).map(([name, value]) => [
      name,
      typeof value === 'number' ? format.integer(value) : value,
    ]),
  );
  const { why = '', ...rest } = error.values;
  const reason =
    sayRefusal({ id: String(why), values: rest }, languageOf(format.locale), format.locale) ?? String(why);
  const said = t(`imports.problem.${problem}`, { ...NO_VALUES, ...values, reason });
  if (column === null || field === null) return said;
  return t('imports.detail.inColumn', { column, field: fieldName(t, field), problem: said });
}
