import { Supplier, SupplierItem } from '../domain/suppliers.ts';
import { bool, defineRow } from './define.ts';

/** Suppliers. */
export const supplierRow = defineRow({ kind: 'supplier', schema: Supplier, key: ['id'] });
/** The items that suppliers sell. */
export const supplierItemRow = defineRow({
  kind: 'supplier_item',
  schema: SupplierItem,
  key: ['supplierId', 'itemId'],
  codecs: { preferred: bool },
});
