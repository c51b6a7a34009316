import { z } from 'zod';
import { Id } from '../../domain/ids.ts';
import { Supplier, SupplierItem } from '../../domain/suppliers.ts';
import { supplierItemRow, supplierRow } from '../../rows/suppliers.ts';
import { channel } from './define.ts';

/** Suppliers and what they sell. */
export const suppliers = channel({
  name: 'suppliers',
  permissions: { 'suppliers:read': 'viewer', 'suppliers:write': 'manager' },
  readPermission: 'suppliers:read',
  rows: [supplierRow, supplierItemRow],
  events: {
    'suppliers.created': z.object({ supplier: Supplier }),
    'suppliers.updated': z.object({ supplier: Supplier }),
    /** An item was added to a supplier, or its terms have changed. */
    'suppliers.item_set': z.object({ offer: SupplierItem }),
    'suppliers.item_removed': z.object({ supplierId: Id, itemId: Id }),
  },
});
