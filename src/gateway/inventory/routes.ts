import { z } from 'zod';
import { Id } from '#shared/domain/ids.ts';
import { Item, Level, Location, Movement, Quantity } from '#shared/domain/inventory.ts';
import { Lot, SetAside } from '#shared/domain/lots.ts';
import type { ModuleRoutes } from '../kernel.ts';
import { BY_ID, PageQuery, page, pageOf } from '../paging.ts';
import { COMPATIBLE_PATH, compatibleInventoryRoutes, findProduct, ProductId } from './compatible.ts';
import { listMovements } from './ledger.ts';
import { listLots, setAsideAt } from './lots.ts';
import { listItems, listLevels, listLocations } from './queries.ts';

const LevelView = Level.extend({ available: Quantity });
type LevelView = z.infer<typeof LevelView>;
const LevelQuery = PageQuery.extend({ itemId: Id.optional() });
const ProductQuery = LevelQuery.extend({ productId: ProductId.optional() });
const LEVEL_KEY = {
  schema: z.object({ itemId: z.string(), locationId: z.string() }),
  start: { itemId: '', locationId: '' },
  of: ({ itemId, locationId }: LevelView) => ({ itemId, locationId }),
};
const MOVEMENT_KEY = {
  schema: z.object({ seq: z.number(), n: z.number() }),
  start: { seq: Number.MAX_SAFE_INTEGER, n: 0 },
  of: ({ seq, n }: Movement) => ({ seq, n }),
};
const PlaceQuery = z.object({ itemId: Id, locationId: Id });
const LedgerQuery = PageQuery.extend({ itemId: Id, locationId: Id });

/** Adds the reads of items, locations, levels and the ledger. */
export const inventoryRoutes: ModuleRoutes = (app, deps) => {
  const { sql, clock, authorise } = deps;
  compatibleInventoryRoutes(app, deps);
  const preParsing = authorise('inventory:read');
  const tags = ['inventory'];

  app.get(
    '/api/v1/inventory/items',
    { preParsing, schema: { tags, querystring: PageQuery, response: { 200: pageOf(Item) } } },
    async ({ query }) => page<Item, string>(query, BY_ID, (after, limit) => listItems(sql, after, limit)),
  );

  app.get(
    '/api/v1/inventory/locations',
    { preParsing, schema: { tags, querystring: PageQuery, response: { 200: pageOf(Location) } } },
    async ({ query }) =>
      page<Location, string>(query, BY_ID, (after, limit) => listLocations(sql, after, limit)),
  );

  const levels = (query: z.infer<typeof LevelQuery>, itemId: string | null) => {
    const now = clock.now();
    return page(query, LEVEL_KEY, (after, limit) => listLevels(sql, after, itemId, now, limit));
  };
  const response = { 200: pageOf(LevelView) };

  app.get(
    '/api/v1/inventory/levels',
    { preParsing, schema: { tags, querystring: LevelQuery, response } },
    async ({ query }) => levels(query, query.itemId ?? null),
  );

  app.get(
    COMPATIBLE_PATH,
    { preParsing, schema: { tags: ['compatible'], querystring: ProductQuery, response } },
    async ({ query }) => {
      const { productId, itemId = null } = query;
      return levels(query, productId === undefined ? itemId : findProduct(sql, productId).id);
    },
  );

  app.get(
    '/api/v1/inventory/lots',
    { preParsing, schema: { tags, querystring: LevelQuery, response: { 200: pageOf(Lot) } } },
    async ({ query }) =>
      page<Lot, string>(query, BY_ID, (after, limit) => listLots(sql, query.itemId ?? null, after, limit)),
  );

  app.get(
    '/api/v1/inventory/set-aside',
    {
      preParsing,
      schema: { tags, querystring: PlaceQuery, response: { 200: z.object({ data: z.array(SetAside) }) } },
    },
    async ({ query }) => ({ data: setAsideAt(sql, query) }),
  );

  app.get(
    '/api/v1/inventory/ledger',
    { preParsing, schema: { tags, querystring: LedgerQuery, response: { 200: pageOf(Movement) } } },
    async ({ query }) =>
      page(query, MOVEMENT_KEY, (before, limit) =>
        listMovements(sql, query.itemId, query.locationId, before, limit),
      ),
  );
};
