import {
  changeView,
  MAX_FOLDERS,
  MAX_OWN_VIEWS,
  MAX_SHARED_VIEWS,
  mayChangeView,
  seesView,
  type View,
  type ViewChange,
} from '#shared/domain/views.ts';
import { rowQuery } from '../db/tables.ts';
import type { CommandContext, GatewayModule, Sql } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { viewsTable } from './tables.ts';

const viewById = rowQuery(viewsTable, 'WHERE id = ?');

/** Returns a view; undefined if there is none. */
export function findView(sql: Sql, id: string): View | undefined {
  return viewById.get(sql, id);
}

function count(sql: Sql, where: string, ...values: string[]): number {
  const row = sql
    .prepare<string[], { n: number }>(`SELECT count(*) AS n FROM views WHERE ${where}`)
    .get(...values);
  return row?.n ?? 0;
}

function keepFew(n: number, max: number): void {
  if (n >= max) refuse('views_many', { max });
}

/** Returns the view that a command changes. Refuses one that the user does not see, may not change, or saw in another version. */
function viewFor({ sql, principal }: CommandContext, viewId: string, expected: number): View {
  const view = findView(sql, viewId);
  if (!view || !seesView(view, principal.actor.id)) refuse('unknown_view', {}, { field: 'viewId' });
  if (!mayChangeView(view, principal.actor.id, principal.permissions.has('views:share')))
    refuse('missing_permission', { permission: 'views:share' });
  if (view.version !== expected)
    refuse('view_changed', { name: view.changedBy }, { field: 'expected', current: view });
  return view;
}

interface Saved {
  readonly viewId: string;
  readonly version: number;
}

function emitSaved(context: CommandContext, view: View): Saved {
  context.emit('views.saved', { view });
  return { viewId: view.id, version: view.version };
}

function change(context: CommandContext, view: View, how: ViewChange): Saved {
  const by = { name: context.principal.actor.name, now: context.now };
  return emitSaved(context, changeView(view, how, by));
}

/** Handlers of the commands on saved views. */
export const viewHandlers: GatewayModule['commands'] = {
  'views.save': (context, { viewId, page, name, content, expected }) => {
    const { sql, principal, now } = context;
    if (expected !== null)
      return change(context, viewFor(context, viewId, expected), { kind: 'save', name, content });
    // A view of somebody else must not be told apart from none by what is refused, so its content is not sent.
    if (findView(sql, viewId)) refuse('duplicate_id', {}, { field: 'viewId' });
    const { id: ownerId, name: ownerName } = principal.actor;
    keepFew(count(sql, 'owner_id = ?', ownerId), MAX_OWN_VIEWS);
    if (page === 'chat') keepFew(count(sql, 'owner_id = ? AND page = ?', ownerId, page), MAX_FOLDERS);
    return emitSaved(context, {
      id: viewId,
      page,
      name,
      ownerId,
      ownerName,
      shared: false,
      ...content,
      version: 1,
      changedBy: ownerName,
      changedAt: now,
    });
  },
  'views.rename': (context, { viewId, name, expected }) =>
    change(context, viewFor(context, viewId, expected), { kind: 'rename', name }),
  'views.share': (context, { viewId, shared, expected }) => {
    const view = viewFor(context, viewId, expected);
    if (shared && !view.shared) keepFew(count(context.sql, 'shared = 1'), MAX_SHARED_VIEWS);
    return change(context, view, { kind: 'share', shared });
  },
  'views.remove': (context, { viewId, expected }) => {
    const { name, shared } = viewFor(context, viewId, expected);
    context.emit('views.removed', { viewId, name, shared });
    return {};
  },
};
