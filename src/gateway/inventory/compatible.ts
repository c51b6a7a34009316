import { z } from 'zod';
import { ClientUuid, Id, timeOfUuid } from '#shared/domain/ids.ts';
import { type Item, Quantity } from '#shared/domain/inventory.ts';
import type { CommandType } from '#shared/protocol/commands/index.ts';
import { Reply } from '#shared/protocol/envelope.ts';
import { newId } from '../ids.ts';
import type { ModuleRoutes, Sql } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { listLocations, readItem, readItemBySku, readLocation, readOnHand } from './queries.ts';

/** The path that similar programs have. Its methods are commands and reads of this gateway under other names. */
export const COMPATIBLE_PATH = '/api/realtime/inventory';

/** The SKU of an item, or its id. */
export const ProductId = z.string().min(1).max(64).describe('The SKU of an item, or its id.');

/** What all requests that change stock may carry. */
export const CompatibleRequest = z.strictObject({
  /** Sent again with the same id, a request is not run again. */
  id: ClientUuid.optional(),
  locationId: Id.optional().describe('May be left out where the workspace has one location.'),
});

/** The answer to a command, or the error of a request that did not become one. */
export const CompatibleAnswer = z.union([Reply, z.object({ error: z.unknown() })]);

const Update = CompatibleRequest.extend({
  productId: ProductId,
  operation: z.enum(['add', 'subtract', 'set']),
  quantity: Quantity.min(0),
  expected: Quantity.optional().describe(
    'For `set`: the quantity on hand that you know. If it is another now, nothing changes. Without it, the quantity is set in any case.',
  ),
  reason: z.string().trim().min(1).max(200).default('stock.corrected'),
});

const Reserve = CompatibleRequest.extend({
  productId: ProductId,
  quantity: Quantity.min(1),
  orderId: Id.optional(),
  minutes: z.int().min(1).max(10_080).optional().describe('How long; 10 minutes by default.'),
});

/** Returns an item by its SKU or its id; a SKU goes first. Refuses others with `not_found` and the field. */
export function findProduct(sql: Sql, productId: string, field = 'productId'): Item {
  return readItemBySku(sql, productId) ?? readItem(sql, productId) ?? refuse('unknown_item', {}, { field });
}

/** Returns the location of a request: the one it names, or the only one there is. */
export function findLocation(sql: Sql, locationId: string | undefined): string {
  if (locationId !== undefined)
    return readLocation(sql, locationId)?.id ?? refuse('unknown_location', {}, { field: 'locationId' });
  const [only, other] = listLocations(sql, '', 2);
  if (only === undefined || other !== undefined) refuse('location_missing', {}, { field: 'locationId' });
  return only.id;
}

/** Returns a command of this version, as it comes over the socket. */
export function compatibleEnvelope(id: string | undefined, type: CommandType, data: unknown, at: number) {
  return { id: id ?? newId(), type, data, at };
}

/** Times that a `set` without `expected` is tried again because somebody changed the quantity meanwhile. */
const MAX_TRIES = 5;

/** Adds the compatible requests that change and reserve stock. */
export const compatibleInventoryRoutes: ModuleRoutes = (app, { sql, clock, authorise, submit }) => {
  const tags = ['compatible'];
  const response = { default: CompatibleAnswer };

  app.post(
    COMPATIBLE_PATH,
    {
      preParsing: authorise('inventory:write'),
      schema: { tags, summary: 'Adds, subtracts or sets stock', body: Update, response },
    },
    async (request, reply) => {
      const { productId, operation, quantity, expected, reason, id } = request.body;
      const place = {
        itemId: findProduct(sql, productId).id,
        locationId: findLocation(sql, request.body.locationId),
      };
      const adjust = (change: object) => {
        const data = { ...place, change, reason, reference: null };
        return submit(request, reply, compatibleEnvelope(id, 'inventory.adjust', data, clock.now()));
      };
      if (operation !== 'set')
        return adjust({ mode: 'delta', quantity: operation === 'add' ? quantity : -quantity });
      if (expected !== undefined) return adjust({ mode: 'set', quantity, expected });
      // Sent again, it would expect another quantity, which is another command.
      if (id !== undefined) refuse('expected_missing', {}, { field: 'expected' });
      for (let tried = 1; ; tried += 1) {
        const known = readOnHand(sql, place.itemId, place.locationId);
        const answer = await adjust({ mode: 'set', quantity, expected: known });
        if (answer.ok || answer.error.code !== 'conflict' || tried === MAX_TRIES) return answer;
      }
    },
  );

  app.patch(
    COMPATIBLE_PATH,
    {
      preParsing: authorise('inventory:reserve'),
      schema: { tags, summary: 'Reserves stock for some minutes', body: Reserve, response },
    },
    async (request, reply) => {
      const { productId, quantity, orderId, minutes, id } = request.body;
      const commandId = id ?? newId();
      const data = {
        reservationId: commandId,
        itemId: findProduct(sql, productId).id,
        locationId: findLocation(sql, request.body.locationId),
        quantity,
        orderId: orderId ?? null,
        // By the time in the id, so that the same request is the same command.
        expiresAt: minutes === undefined ? null : timeOfUuid(commandId) + minutes * 60_000,
      };
      return submit(request, reply, compatibleEnvelope(commandId, 'inventory.reserve', data, clock.now()));
    },
  );
};
