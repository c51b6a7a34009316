import type { View } from '#shared/domain/views.ts';
import { viewRow } from '#shared/rows/views.ts';
import type { EngineDomain } from '../../store/domain.ts';
import { type ChannelProjection, dumpTables, type ProjectionContext } from '../../store/projection.ts';
import { viewEffects } from './effects.ts';
import * as created from './migrations/0351-views.ts';
import { listViews, searchViews, viewsTable } from './reads.ts';

/** Projects the channel `views`. */
function viewsProjection(context: ProjectionContext): ChannelProjection<'views'> {
  const views = context.bind(viewsTable);
  const remove = views.remover();
  const put = (view: View): boolean => {
    views.upsert(view, {});
    context.changes.touch('views', view.id);
    return true;
  };
  return {
    channel: 'views',
    tallies: [],
    events: {
      'views.saved': ({ data }) => put(data.view),
      'views.removed': ({ data }) => {
        context.changes.touch('views', data.viewId);
        return remove(data.viewId) === 1;
      },
    },
    rows: { view: (row) => void put(viewRow.schema.parse(row)) },
    clear: () => views.clear(),
  };
}

/** The domain of saved views. The activity list does not name those that are not shared. */
export const viewsDomain: EngineDomain = {
  name: 'views',
  migrations: [{ version: 351, ...created }],
  projections: { views: viewsProjection },
  dumps: { views: dumpTables(viewsTable) },
  reads: { 'views.list': listViews },
  effects: viewEffects,
  search: { view: { channel: 'views', find: searchViews } },
  activity: {
    'views.saved': ({ view }) => ({
      values: { name: view.shared ? view.name : '' },
      subject: view.shared ? { kind: 'view', id: `${view.page}/${view.id}` } : null,
    }),
    'views.removed': ({ name, shared }) => ({ values: { name: shared ? name : '' }, subject: null }),
  },
};
