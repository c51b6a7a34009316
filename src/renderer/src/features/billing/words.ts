import type { TFunction } from 'i18next';
import { type InvoiceLine, PLANS } from '#shared/domain/billing.ts';
import { OWN_METER_KEYS } from '#shared/domain/usage.ts';
import type { Format } from '../../format/format.ts';

/** Returns the name of a plan; its key where this version does not know it. */
export function planName(key: string): string {
  return PLANS.find((plan) => plan.key === key)?.name ?? key;
}

/** Returns what people call a meter. */
export function meterWords(key: string, t: TFunction): string {
  const own = OWN_METER_KEYS.find((one) => one === key);
  return own === undefined ? key : t(`usage.meters.${own}`);
}

/** Returns a quantity of a meter in words. */
export function unitsText(meter: string, quantity: number, format: Format): string {
  return meter === 'storage' ? format.bytes(quantity) : format.integer(quantity);
}

/** Returns what a line of a cost or an invoice is for, and how much of it. */
export function lineWords(
  line: InvoiceLine,
  t: TFunction,
  format: Format,
): { readonly what: string; readonly much: string } {
  if (line.kind === 'credit') return { what: t('billing.line.credit', { reason: line.name }), much: '' };
  if (line.kind === 'usage')
    return {
      what: t('billing.line.usage', { meter: meterWords(line.name, t) }),
      much: t('billing.line.beyond', { quantity: unitsText(line.name, line.quantity, format) }),
    };
  return {
    what: t('billing.line.fee', { plan: planName(line.name) }),
    much: t('billing.line.days', { from: format.dateTime(line.from), to: format.dateTime(line.to) }),
  };
}
