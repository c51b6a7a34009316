import type { View } from '#shared/domain/views.ts';
import { wholeTable } from '../db/sources.ts';
import { perConnection, tableOn } from '../db/tables.ts';
import type { AuditedFields, GatewayModule } from '../kernel.ts';
import { findView, viewHandlers } from './commands.ts';
import * as m0350 from './migrations/0350-views.ts';
import { viewsRoutes } from './routes.ts';
import { viewsTable } from './tables.ts';

function fieldsOf({ page, name, shared, filters, sort, columns }: View): AuditedFields {
  return { page, name, shared, filters, sort, columns };
}

const removeView = perConnection((sql) => tableOn(sql, viewsTable).remover());

/** Saved views of pages. */
export const viewsModule: GatewayModule = {
  name: 'views',
  migrations: { '0350-views': m0350 },
  commands: viewHandlers,
  projection: {
    'views.saved': ({ sql }, { data: { view } }) => {
      tableOn(sql, viewsTable).upsert(view, {});
    },
    'views.removed': ({ sql }, { data: { viewId } }) => {
      removeView(sql)(viewId);
    },
  },
  audited: {
    'views.saved': (sql, { view }) => {
      const before = findView(sql, view.id);
      return { record: `view:${view.id}`, before: before ? fieldsOf(before) : null, after: fieldsOf(view) };
    },
    'views.removed': (sql, { viewId }) => {
      const before = findView(sql, viewId);
      return { record: `view:${viewId}`, before: before ? fieldsOf(before) : null, after: null };
    },
  },
  snapshots: { views: [wholeTable(viewsTable)] },
  routes: viewsRoutes,
};
