import type { i18n } from 'i18next';
import type { Activity } from '#shared/bridge/live.ts';
import type { Format } from '../../format/format.ts';
import { translateDynamic } from '../../i18n/index.ts';
import type { ChannelView } from '../../lib/feature.ts';

/** Values that are amounts of money, in minor units beside a `currency`. */
const MONEY: ReadonlySet<string> = new Set(['amount', 'total']);
const NO_VALUE = '–';
const missingInterpolationHandler = (): string => NO_VALUE;

function valueText(format: Format, key: string, value: string | number | null, currency: unknown): string {
  if (value === null) return NO_VALUE;
  if (typeof value === 'string') return value;
  if (MONEY.has(key) && typeof currency === 'string') return format.money(value, currency);
  return key === 'delta' ? format.delta(value) : format.integer(value);
}

/** Returns an event as a sentence. A missing value shows as a dash; `view` is how its feature shows the channel. */
export function activityText(
  i18n: i18n,
  format: Format,
  event: Activity,
  view: ChannelView | undefined,
): string {
  const { type, actor, values: given } = event;
  const name = actor?.name ?? i18n.t('common.system');
  const values: Record<string, unknown> = { type, actor: name, author: name, missingInterpolationHandler };
  for (const [key, value] of Object.entries(given))
    values[key] = valueText(format, key, value, given['currency']);
  Object.assign(values, view?.values?.(event, i18n, format));
  const text = translateDynamic(i18n, `activity.${type}`, values, type);
  const lines = given['lines'];
  if (view?.countsLines !== true || typeof lines !== 'number' || lines < 2) return text;
  return i18n.t('activity.more', { text, count: lines - 1 });
}
