import { z } from 'zod';
import { Dispute } from '#shared/domain/disputes.ts';
import { Id } from '#shared/domain/ids.ts';
import { Order, Payment } from '#shared/domain/orders.ts';
import { Payout } from '#shared/domain/payouts.ts';
import type { ModuleRoutes } from '../kernel.ts';
import { newestFirst, PageQuery, page, pageOf } from '../paging.ts';
import { refuse } from '../refuse.ts';
import { compatibleOrderRoutes } from './compatible.ts';
import { listDisputes, readDispute } from './dispute-queries.ts';
import { listPayouts, readPayout } from './payout-queries.ts';
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

  disputeRoutes(app, deps);
};

/** The reads of disputes and payouts. */
const disputeRoutes: ModuleRoutes = (app, { sql, authorise }) => {
  const preParsing = authorise('payments:read');
  const tags = ['payments'];
  app.get(
    '/api/v1/disputes',
    { preParsing, schema: { tags, querystring: PageQuery, response: { 200: pageOf(Dispute) } } },
    async ({ query }) =>
      page(
        query,
        newestFirst(({ openedAt, id }: Dispute) => ({ at: openedAt, id })),
        (before, limit) => listDisputes(sql, before, limit),
      ),
  );
  app.get(
    '/api/v1/disputes/:id',
    { preParsing, schema: { tags, params: ById, response: { 200: z.object({ dispute: Dispute }) } } },
    async ({ params }) => ({
      dispute: readDispute(sql, params.id) ?? refuse('unknown_dispute', {}, { field: 'id' }),
    }),
  );
  app.get(
    '/api/v1/payouts',
    {
      preParsing,
      schema: { tags, querystring: PageQuery, response: { 200: pageOf(Payout.omit({ lines: true })) } },
    },
    async ({ query }) =>
      page(
        query,
        newestFirst(({ at, id }: Payout) => ({ at, id })),
        (before, limit) => listPayouts(sql, before, limit),
      ),
  );
  app.get(
    '/api/v1/payouts/:id',
    { preParsing, schema: { tags, params: ById, response: { 200: z.object({ payout: Payout }) } } },
    async ({ params }) => ({
      payout: readPayout(sql, params.id) ?? refuse('unknown_payout', {}, { field: 'id' }),
    }),
  );
};
