import { z } from 'zod';
import { Id } from '#shared/domain/ids.ts';
import { Shipment } from '#shared/domain/shipments.ts';
import { rowQuery } from '../db/tables.ts';
import type { ModuleRoutes, Sql } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { hasOrder } from './queries.ts';
import { shipmentsTable } from './tables.ts';

const ofOrder = rowQuery(shipmentsTable, 'WHERE order_id = ? ORDER BY at, id LIMIT 1000');

/** Returns the shipments of an order, oldest first. */
export function shipmentsOfOrder(sql: Sql, orderId: string): Shipment[] {
  return ofOrder.all(sql, orderId);
}

/** Adds the read of an order's shipments. */
export const shipmentRoutes: ModuleRoutes = (app, { sql, authorise }) => {
  app.get(
    '/api/v1/orders/:id/shipments',
    {
      preParsing: authorise('orders:read'),
      schema: {
        tags: ['orders'],
        params: z.object({ id: Id }),
        response: { 200: z.object({ rows: z.array(Shipment) }) },
      },
    },
    async ({ params }) => {
      if (!hasOrder(sql, params.id)) refuse('unknown_order', {}, { field: 'id' });
      return { rows: shipmentsOfOrder(sql, params.id) };
    },
  );
};
