import { z } from 'zod';
import { Id } from '#shared/domain/ids.ts';
import { Currency } from '#shared/domain/money.ts';
import { ReorderPolicy } from '#shared/domain/reorder.ts';
import { workspaceTimeZone } from '../admin/index.ts';
import { stockValues } from '../inventory/index.ts';
import type { ModuleRoutes } from '../kernel.ts';
import { PageQuery, page, pageOf } from '../paging.ts';
import { ReorderItem, readPolicy, reorderItems } from './queries.ts';

const ItemQuery = PageQuery.extend({ locationId: Id.optional() });
const ITEM_KEY = { schema: z.string(), start: '', of: ({ itemId }: ReorderItem) => itemId };

/** The stock of a location at cost, minor units of a currency. Items without a cost are only counted. */
const StockValue = z.object({
  locationId: Id,
  currency: Currency,
  value: z.int(),
  units: z.int(),
  itemsWithoutCost: z.int(),
});

/** Adds what is to be ordered, the terms for it, and what the stock is worth. */
export const reorderRoutes: ModuleRoutes = (app, { sql, clock, config, authorise }) => {
  const preParsing = authorise('reorder:read');
  const tags = ['reorder'];

  app.get(
    '/api/v1/reorder/policy',
    { preParsing, schema: { tags, response: { 200: ReorderPolicy } } },
    async () => readPolicy(sql),
  );

  app.get(
    '/api/v1/reorder/items',
    { preParsing, schema: { tags, querystring: ItemQuery, response: { 200: pageOf(ReorderItem) } } },
    async ({ query }) => {
      const workspace = {
        timeZone: workspaceTimeZone(sql, config),
        currency: config.workspace.currency,
      };
      return page<ReorderItem, string>(query, ITEM_KEY, (after, limit) =>
        reorderItems(sql, workspace, { locationId: query.locationId ?? null, after, limit }, clock.now()),
      );
    },
  );

  app.get(
    '/api/v1/inventory/value',
    {
      preParsing: authorise('inventory:read'),
      schema: { tags: ['inventory'], response: { 200: z.object({ rows: z.array(StockValue) }) } },
    },
    async () => ({ rows: stockValues(sql) }),
  );
};
