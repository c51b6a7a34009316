import { wholeTable } from '../db/sources.ts';
import type { GatewayModule } from '../kernel.ts';
import { suppliersAudited } from './audited.ts';
import { supplierHandlers } from './commands.ts';
import { suppliersProjection } from './events.ts';
import * as m0310 from './migrations/0310-suppliers.ts';
import * as m0400 from './migrations/0400-supplier-service.ts';
import { suppliersRoutes } from './routes.ts';
import { supplierItemsTable, suppliersTable } from './tables.ts';

export { offersOfItems, readOffer, readPreferredOffer, readSupplier } from './queries.ts';

/** Suppliers, and what they sell. */
export const suppliersModule: GatewayModule = {
  name: 'suppliers',
  migrations: { '0310-suppliers': m0310, '0400-supplier-service': m0400 },
  commands: supplierHandlers,
  projection: suppliersProjection,
  audited: suppliersAudited,
  snapshots: { suppliers: [wholeTable(suppliersTable), wholeTable(supplierItemsTable)] },
  routes: suppliersRoutes,
};
