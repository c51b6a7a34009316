import { z } from 'zod';
import { Id, Timestamp } from '#shared/domain/ids.ts';
import { changeView, View, ViewChange } from '#shared/domain/views.ts';
import type { Effects } from '../../store/domain.ts';
import { pendingEffects, type Reader } from '../../store/reader.ts';

const By = z.object({ name: z.string(), now: Timestamp });

/** What an unsettled command does to a view. */
const ViewEffect = z.discriminatedUnion('does', [
  z.object({ kind: z.literal('view'), does: z.literal('create'), viewId: Id, view: View }),
  z.object({ kind: z.literal('view'), does: z.literal('change'), viewId: Id, change: ViewChange, by: By }),
  z.object({ kind: z.literal('view'), does: z.literal('remove'), viewId: Id }),
]);
type ViewEffect = z.infer<typeof ViewEffect>;

/** The effects of commands on views. */
export const viewEffects: Effects<ViewEffect> = {
  schema: ViewEffect,
  of: {
    'views.save': ({ viewId, page, name, content, expected }, { userId, userName, now }) => {
      const by = { name: userName, now };
      if (expected !== null)
        return { kind: 'view', does: 'change', viewId, change: { kind: 'save', name, content }, by };
      const view: View = {
        id: viewId,
        page,
        name,
        ownerId: userId,
        ownerName: userName,
        shared: false,
        ...content,
        version: 1,
        changedBy: userName,
        changedAt: now,
      };
      return { kind: 'view', does: 'create', viewId, view };
    },
    'views.rename': ({ viewId, name }, { userName, now }) => ({
      kind: 'view',
      does: 'change',
      viewId,
      change: { kind: 'rename', name },
      by: { name: userName, now },
    }),
    'views.share': ({ viewId, shared }, { userName, now }) => ({
      kind: 'view',
      does: 'change',
      viewId,
      change: { kind: 'share', shared },
      by: { name: userName, now },
    }),
    'views.remove': ({ viewId }) => ({ kind: 'view', does: 'remove', viewId }),
  },
  topic: ({ viewId }) => ({ topic: 'views', key: viewId }),
};

/** A view with the unsettled changes of it. */
export interface ExpectedView {
  readonly view: View;
  readonly pending: boolean;
}

/** Returns views as they will be with the unsettled commands. */
export function expectedViews(reader: Reader, stored: readonly View[]): ExpectedView[] {
  const views = new Map<string, ExpectedView>(stored.map((view) => [view.id, { view, pending: false }]));
  for (const { effect } of pendingEffects(reader, ViewEffect)) {
    const before = views.get(effect.viewId)?.view;
    if (effect.does === 'create') views.set(effect.viewId, { view: effect.view, pending: true });
    else if (effect.does === 'remove') views.delete(effect.viewId);
    else if (before)
      views.set(effect.viewId, { view: changeView(before, effect.change, effect.by), pending: true });
  }
  return [...views.values()];
}
