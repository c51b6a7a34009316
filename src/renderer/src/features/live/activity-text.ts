import type { i18n } from 'i18next';
import type { Activity } from '#shared/bridge/live.ts';
import type { Format } from '../../components/format-core.ts';
import { translateDynamic } from '../../i18n/index.ts';

const MONEY: ReadonlySet<string> = new Set(['amount', 'total']);
/** Values that are one of a few words, which have translations. */
const CODED: ReadonlySet<string> = new Set(['status', 'priority', 'kind']);
/** Every value a sentence may name; what is missing shows as a dash. */
const NAMED = [
  'item',
  'location',
  'delta',
  'onHand',
  'lowAt',
  'order',
  'customer',
  'total',
  'amount',
  'preview',
  'assignee',
  'status',
  'priority',
  'labels',
  'score',
  'name',
  'title',
  'version',
  'message',
  'role',
  'key',
] as const;
const NO_VALUE = '–';

function valueText(
  i18n: i18n,
  format: Format,
  key: string,
  value: string | number | null,
  currency: unknown,
): string {
  if (value === null) {
    if (key === 'customer') return i18n.t('orders.guest');
    return key === 'assignee' ? i18n.t('activity.words.nobody') : NO_VALUE;
  }
  if (typeof value === 'string') {
    if (key === 'role') return translateDynamic(i18n, `roles.${value}`, {}, value);
    return CODED.has(key) ? translateDynamic(i18n, `activity.words.${value}`, {}, value) : value;
  }
  if (MONEY.has(key) && typeof currency === 'string') return format.money(value, currency);
  return key === 'delta' ? format.delta(value) : format.integer(value);
}

/** One event in a sentence. Amounts are minor units beside a `currency`; what is missing shows as a dash. */
export function activityText(i18n: i18n, format: Format, { type, actor, values: given }: Activity): string {
  const name = actor?.name ?? i18n.t('common.system');
  const values: Record<string, string> = { type, actor: name, author: name };
  for (const [key, value] of Object.entries(given))
    values[key] = valueText(i18n, format, key, value, given['currency']);
  for (const key of NAMED) values[key] ??= NO_VALUE;
  // What an alert is about: the person's words, or the condition and where it holds.
  values['about'] =
    given['item'] === undefined
      ? (values['message'] ?? NO_VALUE)
      : `${values['kind']}: ${values['item']}, ${values['location']}`;
  const text = translateDynamic(i18n, `activity.${type}`, values, type);
  const lines = given['lines'];
  if (typeof lines !== 'number' || lines < 2 || !type.startsWith('inventory.')) return text;
  return i18n.t('activity.more', { text, count: lines - 1 });
}
