import { z } from 'zod';
import { Id } from '#shared/domain/ids.ts';
import { Order, Payment } from '#shared/domain/orders.ts';
import type { ModuleRoutes } from '../kernel.ts';
import { newestFirst, PageQuery, page, pageOf } from '../paging.ts';
import { refuse } from '../refuse.ts';
import { compatibleOrderRoutes } from './compatible.ts';
import { listOrders, listPayments, paymentsOfOrder, readOrder } from './queries.ts';

const ById = z.object({ id: Id });

/** Adds the reads of orders and payments. */
export const ordersRoutes: ModuleRoutes = (app, deps) => {
  const { sql, authorise } = deps;
  compatibleOrderRoutes(app, deps);
  app.get(
    '/api/v1/orders',
    {
      preParsing: authorise('orders:read'),
      schema: { tags: ['orders'], querystring: PageQuery, response: { 200: pageOf(Order) } },
    },
    async ({ query }) =>
      page(
        query,
        newestFirst(({ placedAt, id }: Order) => ({ at: placedAt, id })),
        (before, limit) => listOrders(sql, before, limit),
      ),
  );

  app.get(
    '/api/v1/orders/:id',
    {
      preParsing: authorise('orders:read'),
      schema: { tags: ['orders'], params: ById, response: { 200: z.object({ order: Order }) } },
    },
    async ({ params }) => {
      const stored = readOrder(sql, params.id) ?? refuse('unknown_order', {}, { field: 'id' });
      return { order: stored.order };
    },
  );

  app.get(
    '/api/v1/orders/:id/payments',
    {
      preParsing: authorise('payments:read'),
      schema: { tags: ['payments'], params: ById, response: { 200: z.object({ rows: z.array(Payment) }) } },
    },
    async ({ params }) => ({ rows: paymentsOfOrder(sql, params.id) }),
  );

  app.get(
    '/api/v1/payments',
    {
      preParsing: authorise('payments:read'),
      schema: { tags: ['payments'], querystring: PageQuery, response: { 200: pageOf(Payment) } },
    },
    async ({ query }) =>
      page(
        query,
        newestFirst(({ at, id }: Payment) => ({ at, id })),
        (before, limit) => listPayments(sql, before, limit),
      ),
  );
};
