import { z } from 'zod';
import { Id } from '../../domain/ids.ts';
import { SupplierItemTerms, SupplierTerms } from '../../domain/suppliers.ts';
import { command } from './define.ts';

const byOffer = (data: { supplierId: string; itemId: string }): string =>
  `supplier_item:${data.supplierId}:${data.itemId}`;
const version = z.int().min(1);

/** Commands on suppliers and their items. `expected` is the version that the sender saw: another one is a conflict. */
export const supplierCommands = {
  'suppliers.create': command({
    input: z.strictObject({ supplier: z.strictObject(SupplierTerms.shape) }),
    output: z.object({ supplierId: Id }),
    permission: 'suppliers:write',
    subject: (d) => `supplier:${d.supplier.id}`,
  }),
  'suppliers.update': command({
    input: z.strictObject({ supplier: z.strictObject(SupplierTerms.shape), expected: version }),
    output: z.object({ version }),
    permission: 'suppliers:write',
    subject: (d) => `supplier:${d.supplier.id}`,
  }),
  /** Adds an item to a supplier (`expected` is null), or changes its terms. A preferred supplier replaces the one before. */
  'suppliers.set_item': command({
    input: z.strictObject({ ...SupplierItemTerms.shape, expected: version.nullable() }),
    output: z.object({ version }),
    permission: 'suppliers:write',
    subject: byOffer,
  }),
  'suppliers.remove_item': command({
    input: z.strictObject({ supplierId: Id, itemId: Id, expected: version }),
    output: z.object({}),
    permission: 'suppliers:write',
    subject: byOffer,
  }),
} as const;
