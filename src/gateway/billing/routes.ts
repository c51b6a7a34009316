import { z } from 'zod';
import { Invoice } from '#shared/domain/billing.ts';
import type { ModuleRoutes } from '../kernel.ts';
import { listInvoices } from './queries.ts';

/** The most invoices that one answer has: twenty years of months. */
const MAX_INVOICES = 240;

/** Adds the reading of invoices. */
export const billingRoutes: ModuleRoutes = (app, { sql, authorise }) => {
  app.get(
    '/api/v1/billing/invoices',
    {
      preParsing: authorise('billing:read'),
      schema: {
        tags: ['billing'],
        summary: 'The invoices of the workspace, newest first',
        response: { 200: z.object({ invoices: z.array(Invoice) }) },
      },
    },
    async () => ({ invoices: listInvoices(sql, MAX_INVOICES) }),
  );
};
