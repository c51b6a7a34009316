import { z } from 'zod';
import { Id } from '#shared/domain/ids.ts';
import { leadTimeOf } from '#shared/domain/lead-times.ts';
import { Purchase, PurchaseEntry } from '#shared/domain/purchasing.ts';
import type { ModuleRoutes } from '../kernel.ts';
import { newestFirst, PageQuery, page, pageOf } from '../paging.ts';
import { refuse } from '../refuse.ts';
import { readSupplier } from '../suppliers/index.ts';
import { listDeliveries, listPurchaseEntries, listPurchases, readPurchase } from './queries.ts';

const ById = z.object({ id: Id });
/** A supplier's lead time, days: as it says, and as measured; null for too few deliveries. */
const LeadTimes = z.object({
  statedDays: z.number(),
  statedDeviation: z.number(),
  deliveries: z.int(),
  measuredDays: z.number().nullable(),
  measuredDeviation: z.number().nullable(),
});
const BY_SEQ = {
  schema: z.number(),
  start: Number.MAX_SAFE_INTEGER,
  of: ({ seq }: PurchaseEntry): number => seq,
};

/** Adds the reads of purchase orders. */
export const purchasingRoutes: ModuleRoutes = (app, { sql, authorise }) => {
  const preParsing = authorise('purchasing:read');
  const tags = ['purchasing'];

  app.get(
    '/api/v1/purchase-orders',
    { preParsing, schema: { tags, querystring: PageQuery, response: { 200: pageOf(Purchase) } } },
    async ({ query }) =>
      page(
        query,
        newestFirst(({ createdAt, id }: Purchase) => ({ at: createdAt, id })),
        (before, limit) => listPurchases(sql, before, limit),
      ),
  );

  app.get(
    '/api/v1/purchase-orders/:id',
    {
      preParsing,
      schema: { tags, params: ById, response: { 200: z.object({ purchase: Purchase }) } },
    },
    async ({ params }) => ({
      purchase: readPurchase(sql, params.id) ?? refuse('unknown_purchase', {}, { field: 'id' }),
    }),
  );

  app.get(
    '/api/v1/purchase-orders/:id/history',
    {
      preParsing,
      schema: { tags, params: ById, querystring: PageQuery, response: { 200: pageOf(PurchaseEntry) } },
    },
    async ({ params, query }) =>
      page<PurchaseEntry, number>(query, BY_SEQ, (before, limit) =>
        listPurchaseEntries(sql, params.id, before, limit),
      ),
  );

  app.get(
    '/api/v1/suppliers/:id/lead-time',
    { preParsing, schema: { tags: ['suppliers'], params: ById, response: { 200: LeadTimes } } },
    async ({ params }) => {
      const supplier = readSupplier(sql, params.id) ?? refuse('unknown_supplier', {}, { field: 'id' });
      const deliveries = listDeliveries(sql, params.id);
      const measured = leadTimeOf(deliveries);
      return {
        statedDays: supplier.leadTimeDays,
        statedDeviation: supplier.leadTimeDeviationDays,
        deliveries: deliveries.length,
        measuredDays: measured?.days ?? null,
        measuredDeviation: measured?.deviation ?? null,
      };
    },
  );
};
