import { bridge } from '../../bridge/client.ts';
import type { CommandContent, RecordName } from '../../lib/about.ts';
import { fieldOf, numberOf, textOf } from '../../lib/fields.ts';

/** The name of a purchase order is its number; that of a new one is its supplier's name. */
export const purchaseName: RecordName = async (purchaseId, data) => {
  const { purchase } = await bridge.call('purchasing.order', { purchaseId });
  if (purchase !== null) return `${purchase.number} · ${purchase.supplierName}`;
  const supplierId = textOf(data, 'supplierId');
  if (supplierId === null) return null;
  return (await bridge.call('suppliers.supplier', { supplierId })).supplier?.name ?? null;
};

function listOf(data: unknown, name: string): readonly unknown[] {
  const list = fieldOf(data, name);
  return Array.isArray(list) ? list : [];
}

const unitsOf = (list: readonly unknown[]): number =>
  list.reduce<number>((sum, one) => sum + (numberOf(one, 'quantity') ?? 0), 0);

/** How many units on how many lines. */
export const draftContent: CommandContent = (data, { t, format }) => {
  const lines = listOf(data, 'lines');
  if (lines.length === 0) return textOf(data, 'note') ?? '';
  return [
    t('purchasing.about.lines', { count: lines.length, formatted: format.integer(lines.length) }),
    t('purchasing.about.units', { count: unitsOf(lines), formatted: format.integer(unitsOf(lines)) }),
    textOf(data, 'note'),
  ]
    .filter(Boolean)
    .join(' · ');
};

/** How many units arrived, and the delivery note. */
export const receiptContent: CommandContent = (data, { t, format }) => {
  const units = unitsOf(listOf(data, 'arrivals'));
  return [
    t('purchasing.about.units', { count: units, formatted: format.integer(units) }),
    textOf(data, 'reference'),
  ]
    .filter(Boolean)
    .join(' · ');
};
