import { UnavailableReason } from '#shared/domain/inventory.ts';
import { bridge } from '../../bridge/client.ts';
import type { CommandContent, RecordName } from '../../lib/about.ts';
import { fieldOf, numberOf, textOf } from '../../lib/fields.ts';
import { reasonText } from '../../lib/reasons.ts';

/** The name of an item, with the location that the command is about. */
export const itemName: RecordName = async (itemId, data) => {
  const { item, levels } = await bridge.call('inventory.item', { itemId });
  const at = textOf(data, 'locationId') ?? textOf(fieldOf(data, 'threshold'), 'locationId');
  const place = levels.find(({ locationId }) => locationId === at)?.locationName;
  return [item.name, place].filter(Boolean).join(' · ');
};

/** A change of stock: by how much or to what, and why. */
export const stockContent: CommandContent = (data, { t, format }) => {
  const change = fieldOf(data, 'change') ?? data;
  const quantity = numberOf(change, 'quantity') ?? 0;
  const amount =
    textOf(change, 'mode') === 'set'
      ? t('inventory.about.set', { quantity: format.integer(quantity) })
      : format.delta(quantity);
  const reason = textOf(data, 'reason');
  return [amount, reason && reasonText({ t }, reason), textOf(data, 'reference')].filter(Boolean).join(' · ');
};

/** Stock that is set aside, put back or written off: how much, why, and what was noted. */
export const setAsideContent: CommandContent = (data, { t, format }) => {
  const { data: reason } = UnavailableReason.safeParse(fieldOf(data, 'reason'));
  return [
    format.integer(numberOf(data, 'quantity')),
    reason && t(`inventory.setAside.reasons.${reason}`),
    textOf(data, 'note'),
    textOf(data, 'reference'),
  ]
    .filter(Boolean)
    .join(' · ');
};

/** The new limits, and the category that they are for. */
export const thresholdContent: CommandContent = (data, { t, format }) => {
  const threshold = fieldOf(data, 'threshold');
  const level = (name: string): string => format.integer(numberOf(threshold, name));
  const limits =
    fieldOf(data, 'removed') === true
      ? t('inventory.about.noLimit')
      : t('inventory.threshold.limits', { lowAt: level('lowAt'), outAt: level('outAt') });
  return [textOf(threshold, 'category'), limits].filter(Boolean).join(' · ');
};
