import { z } from 'zod';
import { Id } from '#shared/domain/ids.ts';
import { Item, Level, Location, Movement, Quantity } from '#shared/domain/inventory.ts';
import type { ModuleRoutes } from '../kernel.ts';
import { cursorKey, PageQuery, page, pageOf } from '../paging.ts';
import { listItems, listLevels, listLocations, listMovements } from './queries.ts';

const LevelView = Level.extend({ available: Quantity });
const LevelQuery = PageQuery.extend({ itemId: Id.optional() });
const LevelKey = z.object({ itemId: z.string(), locationId: z.string() });
const MovementKey = z.object({ seq: z.number(), n: z.number() });
const LedgerQuery = PageQuery.extend({ itemId: Id, locationId: Id });

/** Adds the reads of items, locations, levels and the ledger. */
export const inventoryRoutes: ModuleRoutes = (app, { sql, clock, authorise }) => {
  const preParsing = authorise('inventory:read');
  const tags = ['inventory'];

  app.get(
    '/api/v1/inventory/items',
    { preParsing, schema: { tags, querystring: PageQuery, response: { 200: pageOf(Item) } } },
    async ({ query }) =>
      page(
        listItems(sql, cursorKey(query.cursor, z.string(), ''), query.limit),
        query.limit,
        (item) => item.id,
      ),
  );

  app.get(
    '/api/v1/inventory/locations',
    { preParsing, schema: { tags, querystring: PageQuery, response: { 200: pageOf(Location) } } },
    async ({ query }) =>
      page(
        listLocations(sql, cursorKey(query.cursor, z.string(), ''), query.limit),
        query.limit,
        (row) => row.id,
      ),
  );

  // The second path is the compatible one of similar programs.
  for (const path of ['/api/v1/inventory/levels', '/api/realtime/inventory']) {
    app.get(
      path,
      { preParsing, schema: { tags, querystring: LevelQuery, response: { 200: pageOf(LevelView) } } },
      async ({ query }) => {
        const after = cursorKey(query.cursor, LevelKey, { itemId: '', locationId: '' });
        const rows = listLevels(sql, after, query.itemId ?? null, clock.now(), query.limit);
        return page(rows, query.limit, ({ itemId, locationId }) => ({ itemId, locationId }));
      },
    );
  }

  app.get(
    '/api/v1/inventory/ledger',
    { preParsing, schema: { tags, querystring: LedgerQuery, response: { 200: pageOf(Movement) } } },
    async ({ query }) => {
      const before = cursorKey(query.cursor, MovementKey, { seq: Number.MAX_SAFE_INTEGER, n: 0 });
      const rows = listMovements(sql, query.itemId, query.locationId, before, query.limit);
      return page(rows, query.limit, ({ seq, n }) => ({ seq, n }));
    },
  );
};
