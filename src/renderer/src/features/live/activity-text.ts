import type { i18n } from 'i18next';
import type { Activity } from '#shared/bridge/live.ts';
import type { Format } from '../../components/format-core.ts';
import { translateDynamic } from '../../i18n/index.ts';

const MONEY: ReadonlySet<string> = new Set(['amount', 'total', 'price', 'refunded']);
const SIGNED: ReadonlySet<string> = new Set(['delta']);
const NO_VALUE = '–';

/** One event in a sentence. Amounts are minor units beside a `currency`; what is missing shows as a dash. */
export function activityText(i18n: i18n, format: Format, activity: Activity): string {
  const { currency } = activity.values;
  const values: Record<string, string> = {
    type: activity.type,
    actor: activity.actor?.name ?? i18n.t('common.system'),
  };
  for (const [key, value] of Object.entries(activity.values)) {
    if (value === null) values[key] = key === 'customer' ? i18n.t('orders.guest') : NO_VALUE;
    else if (typeof value === 'string') values[key] = value;
    else if (MONEY.has(key) && typeof currency === 'string') values[key] = format.money(value, currency);
    else values[key] = SIGNED.has(key) ? format.delta(value) : format.integer(value);
  }
  for (const key of WORDS) values[key] ??= NO_VALUE;
  return translateDynamic(i18n, `activity.${activity.type}`, values, activity.type);
}

/** Every value a sentence may name. */
const WORDS = [
  'name',
  'item',
  'delta',
  'counted',
  'quantity',
  'text',
  'number',
  'customer',
  'total',
  'amount',
  'preview',
  'assignee',
  'status',
  'priority',
  'score',
  'title',
  'version',
  'message',
  'role',
  'key',
] as const;
