import { z } from 'zod';
import { Id } from '#shared/domain/ids.ts';
import { Supplier, SupplierItem } from '#shared/domain/suppliers.ts';
import type { ModuleRoutes } from '../kernel.ts';
import { BY_ID, PageQuery, page, pageOf } from '../paging.ts';
import { refuse } from '../refuse.ts';
import { listOffers, listSuppliers, readSupplier } from './queries.ts';

const ById = z.object({ id: Id });
const BY_ITEM = { ...BY_ID, of: (row: SupplierItem): string => row.itemId };

/** Adds the reads of suppliers. */
export const suppliersRoutes: ModuleRoutes = (app, { sql, authorise }) => {
  const preParsing = authorise('suppliers:read');
  const tags = ['suppliers'];

  app.get(
    '/api/v1/suppliers',
    { preParsing, schema: { tags, querystring: PageQuery, response: { 200: pageOf(Supplier) } } },
    async ({ query }) =>
      page<Supplier, string>(query, BY_ID, (after, limit) => listSuppliers(sql, after, limit)),
  );

  app.get(
    '/api/v1/suppliers/:id',
    {
      preParsing,
      schema: { tags, params: ById, response: { 200: z.object({ supplier: Supplier }) } },
    },
    async ({ params }) => ({
      supplier: readSupplier(sql, params.id) ?? refuse('unknown_supplier', {}, { field: 'id' }),
    }),
  );

  app.get(
    '/api/v1/suppliers/:id/items',
    {
      preParsing,
      schema: { tags, params: ById, querystring: PageQuery, response: { 200: pageOf(SupplierItem) } },
    },
    async ({ params, query }) =>
      page<SupplierItem, string>(query, BY_ITEM, (after, limit) => listOffers(sql, params.id, after, limit)),
  );
};
