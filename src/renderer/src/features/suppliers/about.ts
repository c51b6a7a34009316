import { bridge } from '../../bridge/client.ts';
import type { CommandContent, RecordName } from '../../lib/about.ts';
import { fieldOf, numberOf, textOf } from '../../lib/fields.ts';

/** The name of a supplier. */
export const supplierName: RecordName = async (supplierId) =>
  (await bridge.call('suppliers.supplier', { supplierId })).supplier?.name ?? null;

/** Whom the supplier is reached by, and how long it takes. */
export const supplierContent: CommandContent = (data, { t, format }) => {
  const supplier = fieldOf(data, 'supplier');
  const days = numberOf(supplier, 'leadTimeDays');
  const lead = days === null ? '' : t('suppliers.about.lead', { days: format.integer(days) });
  return [textOf(supplier, 'contactName'), lead].filter(Boolean).join(' · ');
};

/** The supplier's SKU and the pack size. */
export const offerContent: CommandContent = (data, { t, format }) => {
  const pack = numberOf(data, 'packSize');
  return [
    textOf(data, 'supplierSku'),
    pack === null ? '' : t('suppliers.about.pack', { count: pack, formatted: format.integer(pack) }),
  ]
    .filter(Boolean)
    .join(' · ');
};
