import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Id } from '#shared/domain/ids.ts';
import { Quantity } from '#shared/domain/inventory.ts';
import { linePrice } from '#shared/domain/manual-orders.ts';
import { MinorUnits } from '#shared/domain/money.ts';
import { Customer } from '#shared/domain/orders.ts';
import { newId } from '../ids.ts';
import {
  COMPATIBLE_PATH,
  CompatibleAnswer,
  CompatibleRequest,
  compatibleEnvelope,
  findLocation,
  findProduct,
  ProductId,
} from '../inventory/index.ts';
import type { ModuleRoutes, Sql } from '../kernel.ts';
import { refuse } from '../refuse.ts';

/** The path of invoices in similar programs. An invoice is an order here. */
const INVOICES_PATH = '/api/v1/invoices';

const Line = z.strictObject({
  productId: ProductId,
  quantity: Quantity.min(1),
  unitPrice: MinorUnits.min(0).optional().describe('In minor units; the price of the item by default.'),
  discount: MinorUnits.min(0).default(0).describe('In minor units, off the line as a whole.'),
});

const Process = CompatibleRequest.extend({
  orderId: Id,
  number: z.string().min(1).max(64).optional().describe('The next number of the sequence by default.'),
  customer: Customer.nullable().default(null),
  items: z.array(Line).min(1).max(1000),
});

const Invoice = Process.extend({ orderId: Id.optional().describe('The id of the request by default.') });

/** Adds the compatible requests that place an order and commit the stock of all its lines, or do nothing. */
export const compatibleOrderRoutes: ModuleRoutes = (app, { sql, clock, authorise, submit }) => {
  const place = (request: FastifyRequest, reply: FastifyReply, body: z.infer<typeof Invoice>) => {
    const { id = newId(), orderId = id, number, customer, items } = body;
    const data = {
      orderId,
      ...(number === undefined ? {} : { number }),
      customer,
      locationId: findLocation(sql, body.locationId),
      ...pricedLines(sql, items),
    };
    return submit(request, reply, compatibleEnvelope(id, 'orders.create', data, clock.now()));
  };
  const preParsing = authorise('orders:write');
  const schema = {
    tags: ['compatible'],
    summary: 'Places an order and commits the stock of all its lines, or nothing',
    response: { default: CompatibleAnswer },
  };
  app.put(COMPATIBLE_PATH, { preParsing, schema: { ...schema, body: Process } }, async (request, reply) =>
    place(request, reply, request.body),
  );
  app.post(INVOICES_PATH, { preParsing, schema: { ...schema, body: Invoice } }, async (request, reply) =>
    place(request, reply, request.body),
  );
};

/** Returns the lines of an order with their prices, and their currency, which must be one. */
function pricedLines(sql: Sql, items: readonly z.infer<typeof Line>[]) {
  const found = items.map(({ productId }, n) => findProduct(sql, productId, `items.${n}.productId`));
  const currency = found[0]?.currency ?? 'USD';
  const lines = items.map(({ quantity, unitPrice: asked, discount }, n) => {
    const item = found[n];
    if (item === undefined || item.currency !== currency)
      return refuse('order_currency', { currency }, { field: `items.${n}.productId` });
    const unitPrice = asked ?? item.price;
    const max =
      linePrice({ quantity, unitPrice }) ?? refuse('order_total', {}, { field: `items.${n}.unitPrice` });
    if (discount > max)
      return refuse(
        'order_discount',
        { item: item.name, max: { amount: max, currency } },
        { field: `items.${n}.discount` },
      );
    return { itemId: item.id, quantity, unitPrice, total: max - discount };
  });
  return { lines, currency };
}
